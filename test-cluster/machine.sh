# What demo, bench and long need of this machine. Read by them, in the project's folder, after they
# set: tool, their name in messages; build, "no" to run what the last build made; and called_from.
# shellcheck shell=sh
# shellcheck disable=SC2154 # set by the reader

export DEBIAN_FRONTEND=noninteractive
# shellcheck source-path=SCRIPTDIR source=packages.sh
. test-cluster/packages.sh
PATH=$PATH:/usr/sbin:/sbin
temporary=
distribution=node-agent/target/baton
built=test-cluster/target/built

# Prints the usage when asked for it, and ends when an option is unknown: before minutes of building.
# What follows an option with a value is for the program to judge.
check_options() { # USAGE "OPTIONS" WORDS...
    usage=$1 known=" $2 "
    shift 2
    for word in "$@"; do
        case $word in
        -h | --help)
            echo "usage: $usage"
            exit 0
            ;;
        -*)
            case $known in
            *" $word "*) ;;
            *) end 2 "unknown option $word; usage: $usage" ;;
            esac
            ;;
        esac
    done
}

# Ends the script: 1 failed, 2 usage, 69 something is missing on this machine.
end() { # STATUS WORDS
    status=$1
    shift
    echo "$tool: $*" >&2
    exit "$status"
}

# Sets temporary: the folder for what a run writes, TMPDIR or /tmp, once that many MiB were written
# there. It has no blanks, because it gets into files that shells read, and is short, because the
# path of a socket in it has at most 107 bytes.
find_temporary_folder() { # MIB
    given=${TMPDIR:-/tmp}
    cure="Set TMPDIR to a folder that can be written and has $1 MiB free"
    temporary=$(cd "$called_from" && cd -P "$given" 2>/dev/null && pwd) ||
        end 69 "temporary folder (TMPDIR): expected a folder, got \"$given\", which is none. $cure."
    fits=no
    case $temporary in *[!A-Za-z0-9/._@+-]*) ;; *) [ ${#temporary} -gt 60 ] || fits=yes ;; esac
    [ $fits = yes ] ||
        end 69 "temporary folder (TMPDIR): expected a path of at most 60 letters, digits and" \
            "/ . _ @ + -, got \"$temporary\". $cure."
    export TMPDIR="$temporary"
    probe=$temporary/baton-$$-probe
    refusal=$(LC_ALL=C dd if=/dev/zero of="$probe" bs=1048576 count="$1" 2>&1) || {
        rm -f "$probe"
        refusal=$(echo "$refusal" | head -n 1)
        end 69 "temporary folder (TMPDIR) $temporary: expected room for $1 MiB, got:" \
            "${refusal##*: }. $cure."
    }
    rm -f "$probe"
}

# Sets jdk; the file "release" tells the version without starting a JVM.
find_jdk() {
    for jdk in "${JAVA_HOME:-}" "${JAVA25_HOME:-}" "${BATON_JAVA_HOME:-}" /usr/lib/jvm/* /opt/*; do
        if [ ! -x "$jdk/bin/javac" ] || [ ! -r "$jdk/release" ]; then
            continue
        fi
        feature=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$jdk/release")
        [ "${feature:-0}" -lt 25 ] || return 0
    done
    end 69 "no JDK 25 or newer in JAVA_HOME, JAVA25_HOME, BATON_JAVA_HOME, /usr/lib/jvm or /opt." \
        "Install one, for example the package temurin-25-jdk of https://adoptium.net, or set" \
        "JAVA25_HOME to one."
}

list_missing() { # COMMAND:PACKAGE...
    missing=
    for need in "$@"; do
        command -v "${need%%:*}" >/dev/null 2>&1 || missing="$missing ${need#*:}"
    done
}

# As root brings what is missing; otherwise, or if that did not help, names it and ends.
require() { # COMMAND:PACKAGE...
    [ "$build" = no ] || set -- "$@" javac:openjdk-17-jdk-headless mvn:maven
    list_missing "$@"
    if [ -n "$missing" ] && [ "$(id -u)" -eq 0 ] && [ -z "${BATON_INSIDE:-}" ]; then
        apt-get -q update </dev/null || end 69 "missing:$missing, and apt-get update failed"
        # shellcheck disable=SC2086 # a list of package names
        install $missing ||
            end 69 "missing:$missing, and apt-get install failed"
        list_missing "$@"
    fi
    [ -z "$missing" ] ||
        end 69 "missing:$missing. As root: apt-get install --no-install-recommends$missing"
}

# Runs a command in a process group of its own for at most that many seconds. Whoever tells this
# script to end, ends the whole group, which may take a minute to put everything away; a command
# that ends by itself leaves nothing behind either.
bounded() { # SECONDS COMMAND...
    limit=$1
    shift
    timeout -k 60 "$limit" "$@" </dev/null &
    group=$!
    trap 'stopped 129' HUP
    trap 'stopped 130' INT
    trap 'stopped 143' TERM
    outcome=0
    wait "$group" || outcome=$?
    end_group
    trap - HUP INT TERM
    return "$outcome"
}

stopped() { # STATUS
    trap '' HUP INT TERM
    kill -TERM "$group" 2>/dev/null || :
    end_group
    end "$1" "stopped"
}

end_group() {
    tenths=600
    kill -TERM "-$group" 2>/dev/null || return 0
    while [ "$tenths" -gt 0 ] && kill -0 "-$group" 2>/dev/null; do
        tenths=$((tenths - 1))
        sleep 0.1
    done
    kill -KILL "-$group" 2>/dev/null || return 0
}

# Whether the last build is of this commit and of everything that a build reads.
is_fresh() {
    [ -x "$distribution/bin/baton" ] && [ -r "$built" ] && [ "$(cat "$built")" = "$commit" ] &&
        [ -z "$(find .mvn pom.xml ./*/pom.xml ./*/src events/scripts -newer "$built" | head -n 1)" ]
}

# Sets commit. Builds if the distribution is missing or older than its sources.
build_distribution() {
    commit=$(git rev-parse --short HEAD 2>/dev/null || echo unknown)
    if [ "$build" = no ]; then
        [ -x "$distribution/bin/baton" ] ||
            end 69 "no distribution in $distribution; let this script build it, or run mvn package"
    elif ! is_fresh; then
        echo "building"
        mkdir -p "${built%/*}"
        echo "$commit" >"$built.begun"
        bounded 1800 mvn -B -q -DskipTests -Dbuild.commit="$commit" package ||
            end 1 "the build failed, see above"
        mv "$built.begun" "$built"
    fi
}

# Without root: the same script again in a user, network and mount namespace of our own, where /run
# may be written.
enter_namespace() { # SCRIPT ARGUMENTS...
    [ "$(id -u)" -ne 0 ] || return 0
    unshare -Urnm true 2>/dev/null ||
        end 69 "this kernel allows no user namespaces; run it as root"
    # shellcheck disable=SC2016 # expanded by the inner shell
    BATON_INSIDE=yes exec unshare -Urnm sh -c '
        mount -t tmpfs tmpfs /run && mkdir /run/netns && cd "$1" && shift && exec "$@"' \
        sh "$called_from" "$@"
}

# Becomes a class of the test cluster, in the folder of the caller, for at most that many seconds.
run_class() { # SECONDS JVM-OPTIONS CLASS ARGUMENTS...
    limit=$1
    options=$2
    class=$3
    shift 3
    root=$PWD
    cd "$called_from" || exit
    # shellcheck disable=SC2086 # a list of options
    exec timeout --foreground -k 60 "$limit" "$jdk/bin/java" -XX:+UseSerialGC $options \
        ${temporary:+"-Djava.io.tmpdir=$temporary"} \
        -Dbaton.home="$root/$distribution" -Dbaton.commit="$commit" \
        -Dbaton.observer="$root/test-cluster/observer/observer.py" \
        -cp "$root/test-cluster/target/classes:$root/$distribution/lib/*" \
        "dev.baton.testcluster.$class" "$@"
}
