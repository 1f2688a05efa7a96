# How verify, demo, bench and long bring Debian's packages. Read by them, in the project's folder.
# shellcheck shell=sh

# Installs packages without starting what they bring: tests start servers in namespaces of their own.
install() { # PACKAGES...
    policy=/usr/sbin/policy-rc.d
    if [ -e "$policy" ]; then
        policy=
    else
        trap 'rm -f "$policy"' EXIT
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod 755 "$policy"
    fi
    installed=0
    apt-get -q install -y --no-install-recommends "$@" </dev/null || installed=$?
    if [ -n "$policy" ]; then
        rm -f "$policy"
        trap - EXIT
    fi
    return "$installed"
}
