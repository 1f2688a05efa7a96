# shellcheck shell=sh
# Transfer between hosts that all see the datastores in one directory: one function for each script.
# Nothing is to be moved from host to host; what is done is done once, here.

# shellcheck source-path=SCRIPTDIR source=../../../../lib/sh/scripts_common.sh
. "${ONE_LOCATION:-/usr/lib/one}${ONE_LOCATION:+/lib}/sh/scripts_common.sh"
# shellcheck source-path=SCRIPTDIR source=../tm_common.sh
. "${0%/*}/../tm_common.sh"

fail() { # TEXT
    log_error "$1"
    error_message "$1"
    exit 1
}

# Sets to to the path of a place, which is a machine's in a datastore, or a disk of it.
machine_path() { # HOST:PATH
    to=$(arg_path "$1")
    case $to in
    *..*) fail "expected a place without \"..\", got \"$to\"" ;;
    "$DS_DIR"/*[!0-9/]*/*) fail "expected a machine of a datastore below $DS_DIR, got \"$to\"" ;;
    "$DS_DIR"/[0-9]*/[0-9]*) ;;
    *) fail "expected a place below $DS_DIR, got \"$to\"" ;;
    esac
}

# Makes a file as part, so that it appears as a whole or not at all.
place() { # PATH MESSAGE COMMAND...: the command gets the name of the new file as its last word
    new=$1 part=$1.part message=$2
    shift 2
    trap 'rm -f "$part"' EXIT
    trap 'exit 143' TERM INT HUP
    must "Cannot make ${new%/*}" mkdir -p "${new%/*}"
    must "$message" "$@" "$part"
    must "Cannot name $new" mv -f "$part" "$new"
}

copy() { # FROM TO
    [ -e "$1" ] || fail "there is no $1"
    place "$2" "Error copying $1 to $2" cp --sparse=always --reflink=auto -- "$1"
}

# A copy of an image for a machine.
tm_clone() { # FE:SOURCE HOST:DISK
    machine_path "$2"
    copy "$(arg_path "$1")" "$to"
}

# The image itself for a machine.
tm_ln() { # FE:SOURCE HOST:DISK
    machine_path "$2"
    source=$(arg_path "$1")
    [ -e "$source" ] || fail "there is no $source"
    [ -L "$to" ] || [ ! -e "$to" ] || fail "$to is there already"
    must "Cannot make ${to%/*}" mkdir -p "${to%/*}"
    must "Error linking $source to $to" ln -sfn -- "$source" "$to"
}

# Every host sees the same file; only a new name is a move.
tm_mv() { # HOST:PATH HOST:PATH
    machine_path "$1"
    from=$to
    machine_path "$2"
    [ "$from" != "$to" ] || return 0
    must "Cannot make ${to%/*}" mkdir -p "${to%/*}"
    must "Error moving $from to $to" mv -T -- "$from" "$to"
}

# A disk becomes the image; one that was the image all the time only loses its name here.
tm_mvds() { # HOST:DISK [FE:]SOURCE
    machine_path "$1"
    source=$(arg_path "$2")
    if [ "$("$READLINK" -f -- "$to")" = "$("$READLINK" -f -- "$source")" ]; then
        must "Cannot delete $to" rm -f -- "$to"
        return
    fi
    copy "$to" "$source"
    must "Cannot delete $to" rm -f -- "$to"
}

# The image becomes what the disk is now.
tm_cpds() { # HOST:DISK FE:SOURCE SNAPSHOT
    [ "$3" = -1 ] || fail "there are no snapshots of files, got snapshot \"$3\""
    machine_path "$1"
    copy "$to" "$(arg_path "$2")"
}

# An ISO image of files; the last place among the words is where it goes.
tm_context() { # FILE... HOST:DISK
    for word; do
        case $word in
        *:/*/disk.*) target=$word ;;
        esac
    done
    machine_path "${target:?expected HOST:DIR/disk.NUMBER among the words}"
    command -v "$MKISOFS" >/dev/null || fail "a context is an ISO image: install genisoimage or xorriso"
    folder=$(mktemp -d) || fail "cannot make a directory for the context"
    trap 'rm -rf "$folder" "$to.part"' EXIT
    trap 'exit 143' TERM INT HUP
    for word; do
        [ "$word" != "$target" ] || break
        case $word in
        http://* | https://*) must "Error downloading $word" "$WGET" -q -P "$folder" "$word" ;;
        *) must "Error copying $word" cp -R -- "$word" "$folder" ;;
        esac
    done
    must "Cannot make ${to%/*}" mkdir -p "${to%/*}"
    must "Error creating $to" "$MKISOFS" -quiet -o "$to.part" -V CONTEXT -J -R "$folder"
    must "Cannot name $to" mv -f "$to.part" "$to"
}

# A disk, or a machine's directory with all that is left in it.
tm_delete() { # HOST:PATH
    machine_path "$1"
    must "Error deleting $to" rm -rf -- "$to"
}

volatile() { # SIZE FORMAT HOST:DISK
    case $1 in
    '' | *[!0-9]*) fail "expected a size in MiB, got \"$1\"" ;;
    esac
    machine_path "$3"
    if [ "$2" = qcow2 ]; then
        must "Cannot make ${to%/*}" mkdir -p "${to%/*}"
        exec_and_log "$(mkfs_command "$to" qcow2 "$1")" "Error creating $to"
        return
    fi
    place "$to" "Error creating $to" truncate -s "${1}M"
    command=$(mkfs_command "$to" "$2" "$1")
    [ -z "$command" ] || exec_and_log "$command" "Error formatting $to as $2"
}

# An empty disk for the time of its machine.
tm_mkimage() { # SIZE FORMAT HOST:DISK
    volatile "$1" "$2" "$3"
}

tm_mkswap() { # SIZE HOST:DISK
    volatile "$1" swap "$2"
}

# Makes a disk larger; a file that is made smaller would lose what is at its end.
tm_resize() { # HOST:DISK SIZE
    machine_path "$1"
    size=$(stat -L -c %s -- "$to") || fail "there is no $to"
    [ "$size" -le $(($2 * 1048576)) ] || fail "$to is larger than $2 MiB"
    must "Error enlarging $to" truncate -s "${2}M" "$to"
}

# Every host sees the disks before, during and after a migration.
tm_premigrate() { :; }
tm_postmigrate() { :; }
tm_failmigrate() { :; }

set_ds_location
"tm_${0##*/}" "$@"
