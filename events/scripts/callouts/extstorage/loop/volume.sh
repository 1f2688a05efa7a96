# shellcheck shell=sh
# What the scripts of this provider share: a volume is a sparse file, attached as a loop device.
# They are called in this directory (storage call-outs: Ganeti ExtStorage interface, 2.15 and later).

directory=${EXTP_DIRECTORY:-/var/lib/baton/loop}
image=$directory/$VOL_NAME.img

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

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
