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

# Sets there to lines that find a disk and a snapshot of it: file is the disk, or the image that it is
# a link to, and snap the snapshot, whose directory goes where the disk goes.
snapshot() { # HOST:DISK NUMBER
    case $2 in
    '' | *[!0-9]*) fail "expected the number of a snapshot, got \"$2\"" ;;
    esac
    disk_place "$1"
    there="file=\$(readlink -f '$to') && [ -f \"\$file\" ] || { echo 'there is no disk $to' >&2; exit 1; }
snap=\$file.snap/$2
there() { [ -f \"\$snap\" ] || { echo '$to has no snapshot $2' >&2; exit 1; }; }
whole() { # FROM TO CLONING: appears as a whole or not at all
    cp --sparse=always --reflink=\"\$3\" -- \"\$1\" \"\$2.part\" && mv -f \"\$2.part\" \"\$2\" || { rm -f \"\$2.part\"; exit 1; }
}"
}

take() { # HOST:DISK NUMBER CLONING
    snapshot "$1" "$2"
    make_there "$there
[ ! -e \"\$snap\" ] || { echo '$to has a snapshot $2 already' >&2; exit 1; }
mkdir -p \"\$file.snap\" && whole \"\$file\" \"\$snap\" $3" "$4"
}

# A copy of the disk, which takes no room where the file system clones files.
tm_snap_create() { # HOST:DISK NUMBER
    take "$1" "$2" auto "Error taking snapshot $2 of $1, which must be a new one"
}

# A copy of a disk that is written meanwhile would be of no moment; a clone is.
tm_snap_create_live() { # HOST:DISK NUMBER
    take "$1" "$2" always "Error taking snapshot $2 of $1; while a machine runs its file system must clone files (btrfs, xfs)"
}

tm_snap_delete() { # HOST:DISK NUMBER
    snapshot "$1" "$2"
    make_there "$there
there && rm -f -- \"\$snap\" && { rmdir \"\$file.snap\" 2>/dev/null || :; }" "Error deleting snapshot $2 of $1, which must be there"
}

tm_snap_revert() { # HOST:DISK NUMBER
    snapshot "$1" "$2"
    make_there "$there
there && whole \"\$snap\" \"\$file\" auto" "Error bringing $1 back to snapshot $2, which must be there"
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
