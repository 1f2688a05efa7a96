# shellcheck shell=sh
# A datastore of plain files: one function for each script. It speaks dialect 3.4 when it is given a
# description as its first argument, and 6.8 when it finds it on standard input.

# shellcheck source-path=SCRIPTDIR source=../../../../lib/sh/scripts_common.sh
. "${ONE_LOCATION:-/usr/lib/one}${ONE_LOCATION:+/lib}/sh/scripts_common.sh"
# shellcheck source-path=SCRIPTDIR source=../../description.sh
. "${0%/*}/../../description.sh"

fail() { # TEXT
    log_error "$1"
    error_message "$1"
    exit "${2:-1}"
}

# Sets id, base and, for the old dialect, old.
read_call() { # [DESCRIPTION] ID
    if [ $# -ge 2 ]; then
        old=yes encoded=$1 id=$2
    else
        old='' id=${1:?expected the id of an image} encoded=$(cat)
    fi
    read_description "$encoded"
    base=$(value DATASTORE/BASE_PATH)
    case $base in
    /*) ;;
    *) fail "expected BASE_PATH of the datastore in the description, got \"$base\"" ;;
    esac
    mask=$(value DATASTORE/TEMPLATE/UMASK)
    umask "${mask:-0007}" 2>/dev/null || fail "UMASK of the datastore is octal, got \"$mask\""
}

# Sets target to the name of a new image; what is made is made as part, and appears as a whole.
new_image() {
    target=$base/$(printf '%s' "$("$DATE" +%s.%N):$id" | "$MD5SUM" | "$CUT" -c 1-32)
    part=$target.part
    trap 'rm -f "$part"' EXIT
    trap 'exit 143' TERM INT HUP
    must "Cannot make $base" mkdir -p "$base"
}

appear() {
    must "Cannot name $target" mv "$part" "$target"
}

# Prints a size in whole MiB, rounded up.
mebibytes() { # BYTES
    echo $((($1 + 1048575) / 1048576))
}

answer() { # BYTES FORMAT
    if [ -n "$old" ]; then
        echo "$target $(mebibytes "$1")"
    else
        echo "$target $2"
    fi
}

# Files of the front-end's own, and what RESTRICTED_DIRS names, become no image; SAFE_DIRS does.
check_safe() { # PATH
    real=$("$READLINK" -f -- "$1") || fail "there is no $1"
    for directory in $(value DATASTORE/TEMPLATE/SAFE_DIRS); do
        directory=$("$READLINK" -f -- "$directory") || continue
        case $real in "$directory"/*) return ;; esac
    done
    if [ -n "${ONE_LOCATION-}" ]; then
        own="$ONE_LOCATION/var $ONE_LOCATION/etc"
    else
        own='/var/lib/one /etc/one'
    fi
    for directory in $own "${HOME-}" $(value DATASTORE/TEMPLATE/RESTRICTED_DIRS); do
        directory=$("$READLINK" -f -- "$directory") || continue
        case $real in
        "$directory" | "${directory%/}"/*) fail "Not allowed to copy image file $1" 255 ;;
        esac
    done
}

# Brings a file, or what is at an address, into the datastore.
store_cp() {
    path=$(value IMAGE/PATH)
    new_image
    case $path in
    http://* | https://*) must "Error downloading $path" "$WGET" -q -O "$part" "$path" ;;
    /*)
        check_safe "$path"
        [ -f "$path" ] || fail "there is no file $path"
        must "Error copying $path" cp --sparse=always --reflink=auto -- "$path" "$part"
        ;;
    *) fail "expected a full path or an address of the image, got \"$path\"" ;;
    esac
    appear
    format=$(value IMAGE/FORMAT)
    answer "$(stat -c %s "$target")" "${format:-raw}"
}

# Makes an empty image; of save_as only the name.
store_mkfs() {
    size=$(value IMAGE/SIZE)
    case $size in
    '' | *[!0-9]*) fail "expected a size in MiB, got \"$size\"" ;;
    esac
    type=$(value IMAGE/FSTYPE)
    format=$(value IMAGE/FORMAT)
    new_image
    if [ "$type" = save_as ] || [ "$format" = save_as ]; then
        trap - EXIT
        answer $((size * 1048576)) raw
        return
    fi
    case $type$format in
    qcow2) must "Error creating $target" "$QEMU_IMG" create -f qcow2 "$part" "${size}M" ;;
    *)
        must "Error creating $target" truncate -s "${size}M" "$part"
        [ -n "$type" ] || type=$(value IMAGE/FS)
        command=$(mkfs_command "$part" "${type:-raw}" "$size")
        [ -z "$command" ] || exec_and_log "$command" "Error formatting an image as $type"
        ;;
    esac
    appear
    answer $((size * 1048576)) "${format:-raw}"
}

# Sets source to an image, which lies in the datastore's directory itself.
own_image() {
    source=$(value IMAGE/SOURCE)
    case ${source#"$base"/} in
    "$source" | '' | .* | */*)
        log_error "$source is no image of $base"
        exit 1
        ;;
    esac
    [ -f "$source" ] || {
        log_error "there is no image $source"
        exit 1
    }
}

# Deletes an image and its snapshots.
store_rm() {
    own_image
    must "Error deleting the snapshots of $source" rm -rf -- "$source.snap"
    must "Error deleting $source" rm -f -- "$source"
}

# Sets snapshot to one of an image. Transfer drivers take them, of a disk that is the image itself.
own_snapshot() {
    own_image
    number=$(value IMAGE/TARGET_SNAPSHOT)
    case $number in
    '' | *[!0-9]*) fail "expected the number of a snapshot, got \"$number\"" ;;
    esac
    snapshot=$source.snap/$number
    [ -f "$snapshot" ] || fail "$source has no snapshot $number"
}

# The image becomes what it was.
back_to_snapshot() {
    part=$source.part
    trap 'rm -f "$part"' EXIT
    trap 'exit 143' TERM INT HUP
    must "Error copying $snapshot" cp --sparse=always --reflink=auto -- "$snapshot" "$part"
    must "Cannot name $source" mv -f "$part" "$source"
}

store_snap_delete() {
    own_snapshot
    must "Error deleting $snapshot" rm -f -- "$snapshot"
    rmdir "$source.snap" 2>/dev/null || :
}

store_snap_revert() {
    own_snapshot
    back_to_snapshot
}

# The same, and none of its snapshots is left.
store_snap_flatten() {
    own_snapshot
    back_to_snapshot
    must "Error deleting the snapshots of $source" rm -rf -- "$source.snap"
}

# Prints from where another datastore can register the image.
store_export() {
    own_image
    sum=$("$MD5SUM" -- "$source" | "$CUT" -c 1-32)
    format=$(value IMAGE/FORMAT)
    cat <<END
<IMPORT_INFO>
  <IMPORT_SOURCE><![CDATA[$source]]></IMPORT_SOURCE>
  <MD5>$sum</MD5>
  <SIZE>$(mebibytes "$(stat -c %s "$source")")</SIZE>
  <FORMAT>${format:-raw}</FORMAT>
</IMPORT_INFO>
END
}

# Prints how large in MiB the image would be.
store_stat() {
    path=$(value IMAGE/PATH)
    check_safe "$path"
    bytes=$(stat -L -c %s -- "$path") || fail "there is no file $path"
    mebibytes "$bytes"
}

# Copies an image of the datastore.
store_clone() {
    source=$(value IMAGE/PATH)
    case ${source#"$base"/} in
    "$source" | .* | */*) fail "$source is no image of $base" ;;
    esac
    new_image
    must "Error copying $source" cp --sparse=always --reflink=auto -- "$source" "$part"
    appear
    echo "$target"
}

# Prints how much room there is.
store_monitor() {
    # shellcheck disable=SC2016
    df -Pm -- "$base" | "$AWK" 'NR == 2 { print "USED_MB=" $3 "\nTOTAL_MB=" $2 "\nFREE_MB=" $4 }'
}

read_call "$@"
"store_${0##*/}"
