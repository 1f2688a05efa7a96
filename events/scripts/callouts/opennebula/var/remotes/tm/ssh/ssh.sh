# shellcheck shell=sh
# Transfer by ssh: each host has the machines' directories on disks of its own, the front-end has the
# images. One function for each script. Whatever goes from host to host goes through the front-end,
# so that hosts need no keys for each other.
# What is begun on a host ends when the connection does. baton: ends with its connection

# shellcheck source-path=SCRIPTDIR source=../../../../lib/sh/scripts_common.sh
. "${ONE_LOCATION:-/usr/lib/one}${ONE_LOCATION:+/lib}/sh/scripts_common.sh"
# shellcheck source-path=SCRIPTDIR source=../tm_common.sh
. "${0%/*}/../tm_common.sh"
# shellcheck source-path=SCRIPTDIR source=../disks.sh
. "${0%/*}/../disks.sh"

# Sets host and to from a place, which is a machine's in a datastore, or a disk of it. The path is put
# between single quotes on hosts.
disk_place() { # HOST:PATH
    host=$(arg_host "$1") to=$(arg_path "$1")
    case $host in '' | -*) fail "expected a host, got \"$host\"" ;; esac
    case $to in
    *..* | *\'*) fail "expected a place without \"..\" and quotes, got \"$to\"" ;;
    "$DS_DIR"/*[!0-9/]*/*) fail "expected a machine of a datastore below $DS_DIR, got \"$to\"" ;;
    "$DS_DIR"/[0-9]*/[0-9]*) ;;
    *) fail "expected a place below $DS_DIR, got \"$to\"" ;;
    esac
}

# LINES MESSAGE: the lines are one for a shell of the host.
make_there() {
    ssh_exec_and_log "$host" "$1" "$2"
}

# Copies a file of the front-end to the host, where it appears as a whole: a connection that is cut
# looks like the end of the file there, so the size is what tells.
put_there() { # FILE
    [ -f "$1" ] || fail "there is no file $1"
    size=$(stat -L -c %s -- "$1") || fail "cannot look at $1"
    ssh_make_path "$host" "${to%/*}"
    whole="[ \"\$(stat -c %s '$to.part')\" = $size ] || { rm -f '$to.part'; echo 'only a part has come' >&2; exit 1; }"
    one_said=$("$SSH" "$host" "cat >'$to.part' && { $whole; } && mv -f '$to.part' '$to'" <"$1" 2>&1) ||
        one_failed "$?" "copy $1 to $host:$to" "$one_said" "Error copying $1 to $host:$to"
}

# Copies a file of the host to the front-end, where it appears as a whole.
receive() { # FILE ON-THE-FRONT-END
    trap 'rm -f "$received"' EXIT
    trap 'exit 143' TERM INT HUP
    received=$2.part
    one_said=$("$SSH" "$host" "cat <'$1'" 2>&1 >"$received") ||
        one_failed "$?" "copy $host:$1 to $2" "$one_said" "Error copying $host:$1 to $2"
    must "Cannot name $2" mv -f "$received" "$2"
}

# A copy of an image for a machine; one that the machine keeps is brought back by mvds.
tm_clone() { # FE:SOURCE HOST:DISK
    disk_place "$2"
    put_there "$(arg_path "$1")"
}

tm_ln() { # FE:SOURCE HOST:DISK
    tm_clone "$@"
}

# A directory with all that is in it. A disk comes with its machine's directory, which is moved next.
tm_mv() { # HOST:PATH HOST:PATH
    disk_place "$1"
    from_host=$host from=$to
    disk_place "$2"
    if is_disk "$from" >/dev/null || [ "$from_host:$from" = "$host:$to" ]; then
        return 0
    fi
    ssh_make_path "$host" "$to"
    lost=$(mktemp) || fail "cannot make a file to note a failure in"
    trap 'rm -f "$lost"' EXIT
    trap 'exit 143' TERM INT HUP
    {
        "$SSH" "$from_host" "tar -C '$from' -cSf - ." 2>"$lost" || echo "tar at $from_host failed" >>"$lost"
    } | "$SSH" "$host" "tar -C '$to' -xSf -" 2>>"$lost" || echo "tar at $host failed" >>"$lost"
    [ ! -s "$lost" ] || one_failed 1 "copy $from_host:$from to $host:$to" "$(cat "$lost")" \
        "Error moving $from_host:$from to $host:$to; it is still at $from_host"
    ssh_exec_and_log "$from_host" "rm -rf '$from'" "Error deleting $from_host:$from, which is at $host too"
}

# A disk becomes the image, and its snapshots those of the image.
tm_mvds() { # HOST:DISK [FE:]SOURCE
    tm_cpds "$1" "$2" -1
    numbers=$("$SSH" "$host" "[ ! -d '$to.snap' ] || ls '$to.snap'") || fail "cannot list the snapshots of $host:$to"
    [ -z "$numbers" ] || must "Cannot make $source.snap" mkdir -p "$source.snap"
    for number in $numbers; do
        case $number in
        *[!0-9]*) ;;
        *) receive "$to.snap/$number" "$source.snap/$number" ;;
        esac
    done
    ssh_exec_and_log "$host" "rm -rf '$to' '$to.snap'" "Error deleting $host:$to"
}

# The image becomes what the disk is now, or was at a snapshot.
tm_cpds() { # HOST:DISK FE:SOURCE SNAPSHOT
    disk_place "$1"
    source=$(arg_path "$2")
    case $3 in
    -1) receive "$to" "$source" ;;
    '' | *[!0-9]*) fail "expected the number of a snapshot or -1, got \"$3\"" ;;
    *) receive "$to.snap/$3" "$source" ;;
    esac
}

# A disk, or a machine's directory with all that is left in it.
tm_delete() { # HOST:PATH
    disk_place "$1"
    ssh_exec_and_log "$host" "rm -rf '$to' '$to.snap'" "Error deleting $host:$to"
}

# Makes a disk larger; a file that is made smaller would lose what is at its end.
tm_resize() { # HOST:DISK SIZE
    case $2 in
    '' | *[!0-9]*) fail "expected a size in MiB, got \"$2\"" ;;
    esac
    disk_place "$1"
    ssh_exec_and_log "$host" "[ \"\$(stat -c %s '$to')\" -le $(($2 * 1048576)) ] && truncate -s ${2}M '$to'" \
        "Error enlarging $host:$to to $2 MiB, which must be more than it has"
}

set_ds_location
"tm_${0##*/}" "$@"
