# shellcheck shell=sh
# One function for each script: a volume is a sparse file, attached as a loop device. They are called
# in this directory. attach prints its result; what all others print is for the log.

directory=${EXTP_DIRECTORY:-/var/lib/baton/${PWD##*/}}
image=$directory/$VOL_NAME.img

# The loop devices of this volume, usually one or none.
devices() {
    losetup -n -O NAME -j "$image"
}

present() {
    [ -f "$image" ] || fail "there is no volume $VOL_NAME in $directory"
}

# Makes a whole file beside its name, so that a volume is there entirely or not at all.
place() { # TARGET COMMAND...: the command gets the name of the new file as its last word
    target=$1
    shift
    [ ! -e "$target" ] || fail "$target exists already"
    "$@" "$target.new" || {
        rm -f "$target.new"
        fail "cannot make $target"
    }
    mv "$target.new" "$target" || fail "cannot name $target"
}

# Makes a volume of VOL_SIZE MiB.
volume_create() {
    mkdir -p "$directory" || fail "cannot make $directory"
    place "$image" truncate -s "${VOL_SIZE}M"
}

# Prints the device of this node, and makes one when there is none.
volume_attach() {
    present
    device=$(devices | head -n 1)
    [ -n "$device" ] || device=$(losetup --show -f "$image") || fail "no loop device for $image"
    printf '%s\n' "$device"
}

# Undoes attach on this node; nothing to undo is a success.
volume_detach() {
    for device in $(devices); do
        losetup -d "$device" || fail "cannot free $device"
    done
}

# Deletes it with its data.
volume_remove() {
    present
    [ -z "$(devices)" ] || fail "volume $VOL_NAME is attached as $(devices | tr '\n' ' ')"
    rm -f "$image" "$image.info" || fail "cannot delete $image"
}

# Makes it VOL_NEW_SIZE MiB large, and its devices with it.
volume_grow() {
    present
    truncate -s "${VOL_NEW_SIZE}M" "$image" || fail "cannot enlarge $image"
    for device in $(devices); do
        losetup -c "$device" || fail "cannot enlarge $device"
    done
}

# Keeps VOL_METADATA with it.
volume_setinfo() {
    present
    printf '%s\n' "$VOL_METADATA" >"$image.info" || fail "cannot write $image.info"
}

# Takes a snapshot VOL_SNAPSHOT_NAME; blocks are shared where the file system can.
volume_snapshot() {
    present
    place "$directory/$VOL_SNAPSHOT_NAME.img" cp --sparse=always --reflink=auto "$image"
}

# Says whether volumes can be made here.
volume_verify() {
    mkdir -p "$directory" || fail "cannot make $directory"
    [ -w "$directory" ] || fail "cannot write to $directory"
    command -v losetup >/dev/null || fail "losetup is missing: install util-linux"
}
