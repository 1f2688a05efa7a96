#!/bin/sh
# Tells every program in $CTDB_BASE/events/notification of a step in this node's life: one argument,
# init, setup, startup, healthy or unhealthy. Not enabled: link it, or copy it, to $CTDB_BASE/notify.sh.
# Executable files NAME.script run one after another, in the order of their names; one that fails
# does not stop the others. Contract: CTDB events contract, section 10.

[ $# -eq 1 ] || {
    echo "expected the name of a step, got $# arguments"
    exit 1
}

for script in "$CTDB_BASE"/events/notification/*.script; do
    if [ ! -f "$script" ] || [ ! -x "$script" ]; then continue; fi
    "$script" "$1" || echo "$script $1: exit $?"
done
exit 0
