# shellcheck shell=sh
# What transfer drivers need beside scripts_common.sh, which they read first.

# Prints the path of HOST:PATH, without doubled slashes and without one at its end.
arg_path() { # HOST:PATH
    fix_dir_slashes "${1#*:}"
}
