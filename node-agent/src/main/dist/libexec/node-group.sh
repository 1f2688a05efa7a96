# Groups of nodes that share something: a NAT gateway, an LVS address. Read by compat/ctdb_natgw and ctdb_lvs,
# after they set: program, their name; here, the directory of CTDB's commands. Source: CTDB command
# contract, section 6.2.
# shellcheck shell=sh
# shellcheck disable=SC2154 # set by the reader

# read_options FILE: what event scripts read, too
read_options() {
    : "${CTDB_BASE:=$("$here/ctdb-path" etcdir)}"
    : "${CTDB:=$here/ctdb}"
    for options in "$CTDB_BASE/script.options" "$CTDB_BASE/events/legacy/$1"; do
        # shellcheck source=/dev/null
        [ ! -r "$options" ] || . "$options"
    done
}

# fail SENTENCE
fail() {
    echo "$program: $*" >&2
    exit 1
}

# read_members FILE WHAT: sets members, lines "IP [follower-only]"
read_members() {
    [ -r "$1" ] || fail "$2 nodes file \"$1\" not found"
    members=$(awk '!/^[ \t]*(#|$)/ { print $1 ($2 == "" ? "" : " " $2) }' "$1")
    wrong=$(printf '%s\n' "$members" | awk '$2 != "" && $2 != "follower-only" { print $2; exit }')
    [ -z "$wrong" ] || fail "invalid options \"$wrong\" in \"$1\"; known: follower-only"
}

# Sets states: of each member, in the order of the cluster, its line of nodestatus without the first
# separator, behind it "follower-only" where that is said. Its exit code only repeats the flags.
read_states() {
    table=$("$CTDB" -X nodestatus all)
    [ -n "$table" ] || return 1
    states=$(printf '%s\n%s\n' "$members" "$table" | awk -F '|' '
        NF < 2 { split($0, words, " "); member[words[1]] = 1; option[words[1]] = words[2] }
        $2 ~ /^[0-9]+$/ && $3 in member { sub(/^[|]/, ""); print $0 option[$2] }')
}

# usable COLUMNS...: lines of standard input whose columns, counted without the first separator, are all 0;
# a comma begins what is tried only when nothing was found before it.
usable() {
    awk -F '|' -v wanted="$*" '
        { line[NR] = $0 }
        END {
            tries = split(wanted, try, ",")
            for (t = 1; t <= tries && !found; t++) {
                columns = split(try[t], column, " ")
                for (n = 1; n <= NR; n++) {
                    split(line[n], field, "|")
                    good = 1
                    for (c = 1; c <= columns; c++) if (field[column[c]] != 0) good = 0
                    if (good) { print line[n]; found = 1 }
                }
            }
        }'
}

# The states of those that may lead.
candidates() {
    printf '%s\n' "$states" | grep -v 'follower-only$'
}

# Lines of nodestatus of the members.
print_states() {
    text=$("$CTDB" nodestatus all)
    [ -n "$text" ] || return 1
    printf '%s\n%s\n' "$members" "$text" | awk '!/^pnn:/ { member[$1] = 1 } /^pnn:/ && $2 in member'
}
