"""Reads a file of a share with smbclient, beginning where it stopped whenever the connection ends; prints what it read.

usage: smb.py ADDRESS FILE BYTES CONFIGURATION DIRECTORY
"""

import hashlib
import os
import subprocess
import sys
import time

PAUSE = 0.2
SECONDS = "5"  # for one request


def size(path):
    return os.path.getsize(path) if os.path.exists(path) else 0


def begin(address, name, configuration, copy):
    return subprocess.Popen(
        ["smbclient", "-s", configuration, "-t", SECONDS, "-N", "//%s/data" % address]
        + ["-c", "reget %s %s" % (name, copy)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def main(address, name, total, configuration, directory):
    copy = os.path.join(directory, "copy-of-" + name)
    reading = False
    broken = 0
    while size(copy) < total:
        client = begin(address, name, configuration, copy)
        while client.poll() is None:
            if not reading and size(copy) > 0:
                reading = True
                print("reading", flush=True)
            time.sleep(PAUSE / 10)
        if size(copy) < total:
            broken += 1
            time.sleep(PAUSE)
    with open(copy, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    print("broken %s" % ("yes" if broken else "no"))
    print("%d bytes sha256 %s" % (size(copy), digest), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4], sys.argv[5])
