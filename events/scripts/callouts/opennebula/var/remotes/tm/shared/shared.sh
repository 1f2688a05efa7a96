# shellcheck shell=sh
# Transfer between hosts that all see the datastores in one directory: one function for each script.
# Nothing is to be moved from host to host; what is done is done once, here, and on no host.
# baton: ends with its connection

# shellcheck source-path=SCRIPTDIR source=../../../../lib/sh/scripts_common.sh
. "${ONE_LOCATION:-/usr/lib/one}${ONE_LOCATION:+/lib}/sh/scripts_common.sh"
# shellcheck source-path=SCRIPTDIR source=../tm_common.sh
. "${0%/*}/../tm_common.sh"
# shellcheck source-path=SCRIPTDIR source=../disks.sh
. "${0%/*}/../disks.sh"

# shellcheck source-path=SCRIPTDIR source=../../description.sh
. "${0%/*}/../../description.sh"

# Sets to to the path of a place, which is a machine's in a datastore, or a disk of it.
disk_place() { # HOST:PATH
    to=$(arg_path "$1")
    case $to in
    *..* | *\'*) fail "expected a place without \"..\" and quotes, got \"$to\"" ;;
    "$DS_DIR"/*[!0-9/]*/*) fail "expected a machine of a datastore below $DS_DIR, got \"$to\"" ;;
    "$DS_DIR"/[0-9]*/[0-9]*) ;;
    *) fail "expected a place below $DS_DIR, got \"$to\"" ;;
    esac
}

# Makes a file as part, so that it appears as a whole or not at all.
place() { # PATH MESSAGE COMMAND...: the command gets the name of the new file as its last word
    new=$1 part=$1.part message=$2
    shift 2
    trap 'rm -rf "$part" ${folder:+"$folder"}' EXIT
    trap 'exit 143' TERM INT HUP
    must "Cannot make ${new%/*}" mkdir -p "${new%/*}"
    must "$message" "$@" "$part"
    must "Cannot name $new" mv -f "$part" "$new"
}

copy() { # FROM TO
    [ -e "$1" ] || fail "there is no $1"
    place "$2" "Error copying $1 to $2" cp --sparse=always --reflink=auto -- "$1"
}

# LINES MESSAGE: the lines are for a shell here, where every host sees what it does.
make_there() {
    must "$2" sh -c "$1"
}

put_there() { # FILE
    copy "$1" "$to"
}

# A copy of an image for a machine.
tm_clone() { # FE:SOURCE HOST:DISK
    disk_place "$2"
    copy "$(arg_path "$1")" "$to"
}

# The image itself for a machine.
tm_ln() { # FE:SOURCE HOST:DISK
    disk_place "$2"
    source=$(arg_path "$1")
    [ -e "$source" ] || fail "there is no $source"
    [ -L "$to" ] || [ ! -e "$to" ] || fail "$to is there already"
    must "Cannot make ${to%/*}" mkdir -p "${to%/*}"
    must "Error linking $source to $to" ln -sfn -- "$source" "$to"
}

# Every host sees the same file; only a new name is a move.
tm_mv() { # HOST:PATH HOST:PATH
    disk_place "$1"
    from=$to
    disk_place "$2"
    [ "$from" != "$to" ] || return 0
    must "Cannot make ${to%/*}" mkdir -p "${to%/*}"
    must "Error moving $from to $to" mv -T -- "$from" "$to"
    [ ! -d "$from.snap" ] || must "Error moving $from.snap to $to.snap" mv -T -- "$from.snap" "$to.snap"
}

# A disk becomes the image, and its snapshots those of the image; one that was the image all the time only loses its name here.
tm_mvds() { # HOST:DISK [FE:]SOURCE
    disk_place "$1"
    source=$(arg_path "$2")
    if [ "$("$READLINK" -f -- "$to")" = "$("$READLINK" -f -- "$source")" ]; then
        must "Cannot delete $to" rm -f -- "$to"
        return
    fi
    copy "$to" "$source"
    for each in "$to".snap/*; do
        [ ! -f "$each" ] || copy "$each" "$source.snap/${each##*/}"
    done
    must "Cannot delete $to" rm -rf -- "$to" "$to.snap"
}

# The image becomes what the disk is now, or was at a snapshot.
tm_cpds() { # HOST:DISK FE:SOURCE SNAPSHOT
    disk_place "$1"
    source=$(arg_path "$2")
    case $3 in
    -1) copy "$to" "$source" ;;
    '' | *[!0-9]*) fail "expected the number of a snapshot or -1, got \"$3\"" ;;
    *) copy "$("$READLINK" -f -- "$to").snap/$3" "$source" ;;
    esac
}

# A disk, or a machine's directory with all that is left in it.
tm_delete() { # HOST:PATH
    disk_place "$1"
    must "Error deleting $to" rm -rf -- "$to" "$to.snap"
}

# Makes a disk larger; a file that is made smaller would lose what is at its end.
tm_resize() { # HOST:DISK SIZE
    disk_place "$1"
    size=$(stat -L -c %s -- "$to") || fail "there is no $to"
    [ "$size" -le $(($2 * 1048576)) ] || fail "$to is larger than $2 MiB"
    must "Error enlarging $to" truncate -s "${2}M" "$to"
}

# Every host sees the disks before, during and after a migration.
tm_premigrate() { :; }
tm_postmigrate() { :; }
tm_failmigrate() { :; }

# Prints how much room there is: all hosts have the same.
tm_monitor() { # [DESCRIPTION] ID
    if [ $# -ge 2 ]; then read_description "$1"; else read_description "$(cat)"; fi
    base=$(value DATASTORE/BASE_PATH)
    [ -d "$base" ] || fail "there is no directory $base"
    # shellcheck disable=SC2016
    df -Pm -- "$base" | "$AWK" 'NR == 2 { print "USED_MB=" $3 "\nTOTAL_MB=" $2 "\nFREE_MB=" $4 }'
}

set_ds_location
"tm_${0##*/}" "$@"
