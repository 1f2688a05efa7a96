# shellcheck shell=sh
# Does what every provider has to: looks at the variables a script is called with, says what is wrong with
# them, and calls the function volume_SCRIPT of volume.sh. Nothing in here belongs to one provider.
# Exits with 0 when it has happened, 1 when it has not, 2 when the script was called wrongly.
# (Storage call-outs: Ganeti ExtStorage interface, 2.15 and later.)

script=${0##*/}

# It has not happened; the words are a sentence that says why.
fail() {
    printf '%s: %s\n' "$script" "$*" >&2
    exit 1
}

wrong() {
    printf '%s: %s. It is called by a cluster framework, which sets VOL_* and EXTP_*.\n' "$script" "$*" >&2
    exit 2
}

present_variable() { # NAME VALUE
    [ -n "$2" ] || wrong "$1 is missing"
}

whole_mebibytes() { # NAME VALUE
    present_variable "$1" "$2"
    case $2 in
    *[!0-9]* | 0*) wrong "$1 expects whole MiB such as 1024, got \"$2\"" ;;
    esac
}

check_variables() {
    present_variable VOL_NAME "${VOL_NAME:-}"
    [ "$script" = snapshot ] || present_variable VOL_UUID "${VOL_UUID:-}"
    case $script in
    create) whole_mebibytes VOL_SIZE "${VOL_SIZE:-}" ;;
    grow)
        whole_mebibytes VOL_SIZE "${VOL_SIZE:-}"
        whole_mebibytes VOL_NEW_SIZE "${VOL_NEW_SIZE:-}"
        ;;
    setinfo) present_variable VOL_METADATA "${VOL_METADATA:-}" ;;
    snapshot)
        present_variable VOL_SNAPSHOT_NAME "${VOL_SNAPSHOT_NAME:-}"
        whole_mebibytes VOL_SNAPSHOT_SIZE "${VOL_SNAPSHOT_SIZE:-}"
        ;;
    open)
        case ${VOL_OPEN_EXCLUSIVE:-} in
        True | False) ;;
        *) wrong "VOL_OPEN_EXCLUSIVE expects True or False, got \"${VOL_OPEN_EXCLUSIVE:-}\"" ;;
        esac
        ;;
    esac
}

provider_run() { # what the script was given
    usage="usage: $script. Called by a cluster framework, with VOL_* and EXTP_* variables."
    case ${1:-} in
    -h | --help)
        printf '%s\n' "$usage"
        exit 0
        ;;
    esac
    if [ $# -gt 0 ] && [ "$script" != verify ]; then
        printf '%s\n' "$usage" >&2
        exit 2
    fi
    check_variables
    command -v "volume_$script" >/dev/null || fail "volume.sh has no function volume_$script"
    "volume_$script" "$@"
}
