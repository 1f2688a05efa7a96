# What demo, bench and long need of this machine. Read by them, in the project's folder, after they
# set: tool, their name in messages; build, "no" to run what the last build made; and called_from.
# shellcheck shell=sh
# shellcheck disable=SC2154 # set by the reader

export DEBIAN_FRONTEND=noninteractive
PATH=$PATH:/usr/sbin:/sbin
distribution=node-agent/target/baton
built=test-cluster/target/built

# Ends the script: 1 failed, 2 usage, 69 something is missing on this machine.
end() { # STATUS WORDS
    status=$1
    shift
    echo "$tool: $*" >&2
    exit "$status"
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
        apt-get -q install -y --no-install-recommends $missing </dev/null ||
            end 69 "missing:$missing, and apt-get install failed"
        list_missing "$@"
    fi
    [ -z "$missing" ] ||
        end 69 "missing:$missing. As root: apt-get install --no-install-recommends$missing"
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
        mvn -B -q -DskipTests -Dbuild.commit="$commit" package </dev/null ||
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
        -Dbaton.home="$root/$distribution" -Dbaton.commit="$commit" \
        -Dbaton.observer="$root/test-cluster/observer/observer.py" \
        -cp "$root/test-cluster/target/classes:$root/$distribution/lib/*" \
        "dev.baton.testcluster.$class" "$@"
}
