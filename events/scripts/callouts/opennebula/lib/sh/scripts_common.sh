# shellcheck shell=sh
# What authors of OpenNebula storage drivers need again and again, under the name drivers source it by:
#
#     . "${ONE_LOCATION:-/usr/lib/one}${ONE_LOCATION:+/lib}/sh/scripts_common.sh"
#
# POSIX sh; bash reads it as well. Everything for people goes to standard error, because what a
# datastore's driver prints on standard output is its answer. Functions that run a command for the
# driver end the driver when the command fails. Described in docs/operator/opennebula.md.

# The programs drivers call, each under the name drivers know; set one before this file is read, or
# behind it, to call another.
export PATH="/bin:/sbin:/usr/bin:/usr/sbin:/usr/local/bin:$PATH"
AWK=${AWK:-awk} BASH=${BASH:-/bin/bash} CUT=${CUT:-cut} DATE=${DATE:-date} DD=${DD:-dd} DU=${DU:-du}
GREP=${GREP:-grep} LN=${LN:-ln} MD5SUM=${MD5SUM:-md5sum} MKFS=${MKFS:-mkfs} MKSWAP=${MKSWAP:-mkswap}
QEMU_IMG=${QEMU_IMG:-qemu-img} READLINK=${READLINK:-readlink} SCP=${SCP:-scp} SED=${SED:-sed}
SSH=${SSH:-ssh} SUDO=${SUDO:-sudo} TAR=${TAR:-tar} WGET=${WGET:-wget} TIMEOUT=${TIMEOUT:-timeout}
if [ -z "${MKISOFS-}" ]; then
    for MKISOFS in genisoimage mkisofs xorrisofs; do
        ! command -v "$MKISOFS" >/dev/null || break
    done
fi
export AWK BASH CUT DATE DD DU GREP LN MD5SUM MKFS MKISOFS MKSWAP QEMU_IMG READLINK SCP SED SSH SUDO TAR
export TIMEOUT WGET

SCRIPT_NAME=${0##*/}

# ---- what is said

# A line of the log.
log_info() { # TEXT...
    echo "INFO: $SCRIPT_NAME: $*" >&2
}

log_error() { # TEXT...
    echo "ERROR: $SCRIPT_NAME: $*" >&2
}

log_debug() { # TEXT...
    echo "DEBUG: $SCRIPT_NAME: $*" >&2
}

log() { # TEXT...
    log_info "$@"
}

# What the user of the image or machine is to read.
error_message() { # TEXT...
    {
        echo "ERROR MESSAGE --8<------"
        echo "$*"
        echo "ERROR MESSAGE ------>8--"
    } >&2
}

# ---- words

# Prints a path without doubled slashes and without one at its end; "/" stays.
fix_dir_slashes() { # PATH
    echo "$1" | "$SED" -e 's|//*|/|g' -e 's|\(.\)/$|\1|'
}

# Prints the host of HOST:PATH.
arg_host() { # HOST:PATH
    echo "${1%%:*}"
}

# Whether a path is a disk's, which ends in /disk.NUMBER, and not a directory's. Prints 1 or 0 too.
is_disk() { # PATH
    case ${1##*/} in
    disk.*[!0-9]* | disk.) ;;
    disk.*)
        echo 1
        return 0
        ;;
    esac
    echo 0
    return 1
}

# Sets DS_DIR, and RMT_DS_DIR for hosts, to where datastores are: DATASTORE_LOCATION of the
# configuration, else the usual place.
set_ds_location() {
    if [ -n "${ONE_LOCATION-}" ]; then
        one_var=$ONE_LOCATION/var
    else
        one_var=/var/lib/one
    fi
    DS_DIR=
    if [ -r "$one_var/config" ]; then
        DS_DIR=$("$SED" -n 's/^DATASTORE_LOCATION=//p' "$one_var/config" | "$SED" -n '1s/^"\(.*\)"$/\1/;1p')
    fi
    DS_DIR=$(fix_dir_slashes "${DS_DIR:-$one_var/datastores}")
    # shellcheck disable=SC2034
    RMT_DS_DIR=$DS_DIR
}

# Prints the command that makes a file system on a file; nothing for what needs none.
mkfs_command() { # FILE TYPE [SIZE_MIB]
    case $2 in
    raw | save_as) ;;
    swap) echo "$MKSWAP $1" ;;
    ext2 | ext3 | ext4 | ntfs) echo "$MKFS -t $2 -F $1" ;;
    xfs | btrfs) echo "$MKFS -t $2 -f $1" ;;
    reiserfs) echo "$MKFS -t $2 -f -q $1" ;;
    jfs) echo "$MKFS -t $2 -q $1" ;;
    qcow2 | vmdk) echo "$QEMU_IMG create -f $2 $1 ${3:?mkfs_command: $2 needs a size}M" ;;
    *) echo "$MKFS -t $2 $1" ;;
    esac
}

# ---- running

# Ends the driver for a command that failed.
one_failed() { # STATUS COMMAND STDERR MESSAGE
    log_error "Command \"$2\" failed: $3"
    error_message "$4"
    exit "$1"
}

# Runs a command whose words may have blanks; otherwise as exec_and_log.
must() { # MESSAGE COMMAND...
    one_message=$1
    shift
    one_said=$("$@" 2>&1 >/dev/null) || one_failed "$?" "$*" "$one_said" "$one_message"
}

# Runs a command, given as one word with its arguments divided by blanks; its output is not kept.
# When it fails, says so, gives the message to the user and ends the driver with its status.
exec_and_log() { # COMMAND [MESSAGE]
    # shellcheck disable=SC2086
    one_said=$($1 2>&1 >/dev/null) || one_failed "$?" "$1" "$one_said" "${2:-Error executing $1}"
}

# The same with a limit; status 143 when it was reached. The command is a program.
timeout_exec_and_log() { # SECONDS COMMAND [MESSAGE]
    # shellcheck disable=SC2086
    one_said=$("$TIMEOUT" --preserve-status -k 5 "$1" $2 2>&1 >/dev/null) || {
        one_status=$?
        # 137: it did not heed the first signal
        [ "$one_status" != 137 ] || one_status=143
        [ "$one_status" != 143 ] || one_said="ended after $1 s. $one_said"
        one_failed "$one_status" "$2" "$one_said" "${3:-Error executing $2}"
    }
}

# Prints the lines for a shell of a host that reads them from its standard input: it carries them
# out while that stays open. When it ends, because the connection did, all they began is killed.
one_tied() { # LINES
    one_quoted=$(printf '%s\n' "$1" | "$SED" "s/'/'\\\\''/g")
    cat <<END
{
    exec 3<&0
    \$(command -v setsid) sh -c '$one_quoted' </dev/null 3<&- &
    one_work=\$!
    { cat <&3; kill -s KILL -- "-\$one_work" || kill -s KILL "\$one_work"; } >/dev/null 2>&1 &
    one_watch=\$!
    exec 3<&-
    wait "\$one_work"
    one_status=\$?
    exec 2>/dev/null
    kill "\$one_watch"
    exit "\$one_status"
}
END
}

# Has a shell on a host carry lines out. Its standard input is open until it ends, or this shell does.
one_there() { # HOST LINES
    one_line=$(mktemp -d) || return
    mkfifo "$one_line/in" && exec 9<>"$one_line/in" || return
    one_tied "$2" >&9 &
    (
        rm -rf "$one_line"
        exec "$SSH" "$1" sh -s
    ) <"$one_line/in" 9<&-
    return "$?"
}

# The same on a host, for any number of lines: they go to a shell there on its standard input. They
# end with the connection: when this driver is killed, what it began there is.
ssh_exec_and_log() { # HOST COMMANDS [MESSAGE]
    one_said=$(one_there "$1" "$2" 2>&1 >/dev/null) ||
        one_failed "$?" "$2" "$one_said" "${3:-Error executing on $1: $2}"
}

# Makes a directory on a host, unless it is there.
ssh_make_path() { # HOST DIRECTORY
    ssh_exec_and_log "$1" "mkdir -p '$2'" "Error creating directory $2 at $1"
}

# Runs a command until it succeeds; its last status after so many tries, so many seconds apart.
retry() { # TRIES SECONDS COMMAND...
    one_tries=$1 one_pause=$2
    shift 2
    until "$@"; do
        one_status=$?
        one_tries=$((one_tries - 1))
        if [ "$one_tries" -le 0 ]; then
            log_error "Command \"$*\" failed, no more tries"
            return "$one_status"
        fi
        log_info "Command \"$*\" failed, tries left: $one_tries"
        sleep "$one_pause"
    done
}
