# shellcheck shell=sh
# What authors of event scripts need again and again. POSIX sh, no process of its own unless the
# function says so. A script reads it once it knows that the event concerns it:
#
#     . "${BATON_EVENTS_LIB:?}"
#
# Functions and variables begin with baton_. State is kept below $CTDB_SCRIPT_VARDIR/baton, which
# lasts as long as that directory: CTDB's 00.ctdb script empties it when the agent starts.
# Described with an example in docs/operator/scripts.md.

baton_program=${0##*/}

# ---- words

# Reads the options of all scripts, then those of this one; both are shell.
baton_options() {
    for baton_file in "$CTDB_BASE/script.options" "${0%.script}.options"; do
        # shellcheck source=/dev/null
        [ ! -r "$baton_file" ] || . "$baton_file"
    done
}

# Says why, and ends the script as failed.
baton_fail() { # WORD...
    echo "${BATON_EVENT:-$baton_program}: $*"
    exit 1
}

# What is said here is in the agent's log, and nothing fails for it.
baton_warn() { # WORD...
    echo "warning: $*"
}

# Writes to the log from a process that goes on after its event, whose output nobody reads any more.
# Starts a process only where the log is the system's.
baton_log() { # WORD...
    case ${CTDB_LOGGING-} in
    file:?*) echo "$(date '+%Y-%m-%d %H:%M:%S') $baton_program: $*" >>"${CTDB_LOGGING#file:}" ;;
    syslog*) logger -t "$baton_program" -- "$*" ;;
    *) echo "$baton_program: $*" >&2 ;;
    esac
}

# ---- state

# Sets baton_state to a directory of its own for a service, and makes it.
baton_use_state() { # NAME
    case $1 in
    '' | .* | *[!A-Za-z0-9._-]*) baton_fail "a service's name is letters, digits, . _ and -, got \"$1\"" ;;
    esac
    baton_state=${CTDB_SCRIPT_VARDIR:?}/baton/$1
    [ -d "$baton_state" ] || mkdir -p "$baton_state" || baton_fail "cannot make $baton_state"
}

# ---- reconfiguring: takeip, releaseip and updateip set a flag, ipreallocated asks for it

# In takeip, releaseip and updateip: this service has to learn of the addresses.
baton_want_reconfigure() { # NAME
    baton_use_state "$1"
    : >"$baton_state/reconfigure" || baton_fail "cannot write to $baton_state"
}

# In ipreallocated: whether it has to.
baton_wants_reconfigure() { # NAME
    baton_use_state "$1"
    [ -e "$baton_state/reconfigure" ]
}

# In ipreallocated: runs the command if it has to. What comes meanwhile counts for the next time, and
# a command that fails is run again by the next ipreallocated.
baton_reconfigure() { # NAME COMMAND...
    baton_wants_reconfigure "$1" || return 0
    baton_service=$1
    shift
    rm -f "$baton_state/reconfigure"
    "$@" && return
    baton_status=$?
    baton_want_reconfigure "$baton_service"
    return "$baton_status"
}

# ---- exclusive sections

# Runs a program while nobody else in the cluster, or on this node, is in the section of that name.
# To run a function of your script, let the script call itself: baton_exclusive rotate "$0" rotate.
# Exit: the program's, or 7 when the section was not free in time. Waits BATON_EXCLUSIVE_WAIT, 20s.
baton_exclusive() { # NAME COMMAND...
    baton_section cluster "$@"
}

baton_exclusive_here() { # NAME COMMAND...
    baton_section node "$@"
}

baton_section() { # SCOPE NAME COMMAND...
    [ $# -ge 3 ] || baton_fail "an exclusive section needs a name and a command"
    baton_scope=$1 baton_name=$2
    shift 2
    "${BATON:-baton}" lock run "$baton_name" --scope "$baton_scope" \
        --wait "${BATON_EXCLUSIVE_WAIT:-20s}" -- "$@"
}

# ---- monitoring

# Runs a check. It may fail a few times in a row before that is said, and a few more before the
# monitor fails: a check that fails WARN times warns, and at the FAIL-th time this returns 1 with
# what the check said. 0 for FAIL: never.
baton_check() { # SERVICE CHECK WARN FAIL COMMAND...
    [ $# -ge 5 ] || baton_fail "baton_check expects SERVICE CHECK WARN FAIL COMMAND"
    case $2 in
    '' | .* | *[!A-Za-z0-9._-]*) baton_fail "a check's name is letters, digits, . _ and -, got \"$2\"" ;;
    esac
    case $3$4 in
    *[!0-9]*) baton_fail "check $2: expected two numbers, got \"$3\" and \"$4\"" ;;
    esac
    baton_use_state "$1"
    baton_counter=$baton_state/failed-$2 baton_name="$1 $2" baton_warns=$3 baton_fails=$4
    shift 4
    if baton_said=$("$@" 2>&1); then
        [ ! -e "$baton_counter" ] || rm -f "$baton_counter"
        return 0
    fi
    baton_count=0
    [ ! -r "$baton_counter" ] || read -r baton_count <"$baton_counter" || :
    case $baton_count in '' | *[!0-9]* | ???????*) baton_count=0 ;; esac
    baton_count=$((baton_count + 1))
    echo "$baton_count" >"$baton_counter" || baton_warn "cannot write $baton_counter"
    if [ "$baton_fails" -gt 0 ] && [ "$baton_count" -ge "$baton_fails" ]; then
        echo "$baton_name failed $baton_count times in a row, limit $baton_fails: $baton_said"
        return 1
    fi
    [ "$baton_count" -lt "$baton_warns" ] ||
        baton_warn "$baton_name failed $baton_count times in a row: $baton_said"
}

# Whether a limit is empty or a whole percent.
baton_is_percent() { # LIMIT
    case $1 in
    '') return 0 ;;
    *[!0-9]* | ????*) return 1 ;;
    esac
    [ "$1" -le 100 ]
}

# Sets baton_warn_at and baton_fail_at from WARN[:UNHEALTHY]; an empty side is not looked at. What
# cannot be read is reported and refused: a slip of the pen must not make every node unhealthy.
baton_read_limits() { # OPTION ITEM LIMITS
    baton_warn_at=${3%%:*} baton_fail_at=
    case $3 in *:*) baton_fail_at=${3#*:} ;; esac
    if [ -n "$baton_warn_at$baton_fail_at" ] && baton_is_percent "$baton_warn_at" &&
        baton_is_percent "$baton_fail_at"; then
        return 0
    fi
    echo "$1: expected WARN[:UNHEALTHY] in percent, got \"$2\"; not checked"
    return 1
}

# Warns, or says it and returns 1, where a usage is at the limits that were read.
baton_compare() { # WHAT PERCENT
    if [ -n "$baton_fail_at" ] && [ "$2" -ge "$baton_fail_at" ]; then
        echo "$1 is $2% used, unhealthy from $baton_fail_at%"
        return 1
    elif [ -n "$baton_warn_at" ] && [ "$2" -ge "$baton_warn_at" ]; then
        echo "warning: $1 is $2% used, limit $baton_warn_at%"
    fi
}

# ---- services of the system

# start, stop, restart, reload or check (is it running?) a service, through systemd where it runs.
# Says something only when that fails.
baton_service() { # VERB NAME
    case $1 in
    start | stop | restart | reload | check) ;;
    *) baton_fail "baton_service: expected start, stop, restart, reload or check, got \"$1\"" ;;
    esac
    if [ -d "${BATON_SYSTEMD:-/run/systemd/system}" ]; then
        case $1 in
        check) set -- is-active "$2" systemctl is-active --quiet "$2" ;;
        *) set -- "$1" "$2" systemctl "$1" "$2" ;;
        esac
    elif command -v service >/dev/null 2>&1; then
        case $1 in
        check) set -- status "$2" service "$2" status ;;
        *) set -- "$1" "$2" service "$2" "$1" ;;
        esac
    else
        baton_fail "neither systemd nor the program service is here to $1 $2"
    fi
    baton_what="$1 $2"
    shift 2
    baton_said=$("$@" 2>&1 </dev/null) && return
    baton_status=$?
    echo "cannot $baton_what (exit $baton_status)${baton_said:+: $baton_said}"
    return "$baton_status"
}

# Whether something listens on these TCP ports of this node; says which nobody has. Needs ss.
baton_listens() { # PORT...
    for baton_port in "$@"; do
        case $baton_port in
        '' | *[!0-9]*) baton_fail "expected TCP ports, got \"$baton_port\"" ;;
        esac
        if [ -z "$(ss -Hltn "sport = :$baton_port" 2>/dev/null)" ]; then
            echo "nothing listens on TCP port $baton_port"
            return 1
        fi
    done
}
