#!/bin/sh
# A provider that lies: the script that EXTP_LIE names exits with 0 and does nothing; attach may also
# name a device that is missing, or a file. What it is honest in is done by the provider beside it.
# Each script is a link to this file, as in providers people use.

script=${0##*/}
case $script:$EXTP_LIE in
attach:missing) echo /dev/no-such-device && exit 0 ;;
attach:file) echo /etc/passwd && exit 0 ;;
"$EXTP_LIE:$script") exit 0 ;;
esac
cd ../loop && exec "./$script" "$@"
