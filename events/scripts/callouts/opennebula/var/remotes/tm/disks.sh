# shellcheck shell=sh
# Disks that are made for a machine, and fail: what our transfer drivers have in common. They differ by how a
# thing gets to its place; a driver that reads this file has three functions:
#   disk_place HOST:PATH        sets to, and what the others need
#   make_there LINES MESSAGE    has a shell run the lines where the disk is to be
#   put_there FILE              brings a file of the front-end to the place, where it appears as a whole
# folder is the directory in which a context is collected, for those who set traps of their own.
folder=
to=

fail() { # TEXT
    log_error "$1"
    error_message "$1"
    exit 1
}

# An ISO image of files of the front-end; the last place among the words is where it goes.
tm_context() { # FILE... HOST:DISK
    for word; do
        case $word in
        *:/*/disk.*) target=$word ;;
        esac
    done
    disk_place "${target:?expected HOST:DIR/disk.NUMBER among the words}"
    command -v "$MKISOFS" >/dev/null || fail "a context is an ISO image: install genisoimage or xorriso"
    folder=$(mktemp -d) || fail "cannot make a directory for the context"
    trap 'rm -rf "$folder"' EXIT
    trap 'exit 143' TERM INT HUP
    must "Cannot make a directory in $folder" mkdir "$folder/files"
    for word; do
        [ "$word" != "$target" ] || break
        case $word in
        http://* | https://*) must "Error downloading $word" "$WGET" -q -P "$folder/files" "$word" ;;
        *) must "Error copying $word" cp -R -- "$word" "$folder/files" ;;
        esac
    done
    must "Error creating $to" "$MKISOFS" -quiet -o "$folder/iso" -V CONTEXT -J -R "$folder/files"
    put_there "$folder/iso"
}

volatile() { # SIZE FORMAT HOST:DISK
    case $1 in
    '' | *[!0-9]*) fail "expected a size in MiB, got \"$1\"" ;;
    esac
    disk_place "$3"
    command=$(mkfs_command "$to.part" "$2" "$1")
    [ "$2" = qcow2 ] || command="truncate -s ${1}M '$to.part'${command:+ && $command}"
    make_there "mkdir -p '${to%/*}' && { $command && mv -f '$to.part' '$to' || { rm -f '$to.part'; exit 1; }; }" \
        "Error creating $3 as $2"
}

# An empty disk for the time of its machine.
tm_mkimage() { # SIZE FORMAT HOST:DISK
    volatile "$1" "$2" "$3"
}

tm_mkswap() { # SIZE HOST:DISK
    volatile "$1" swap "$2"
}
