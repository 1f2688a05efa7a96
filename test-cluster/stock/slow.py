"""Reads standard input slowly until a file exists, then as fast as it comes; prints what it read.

usage: slow.py BYTES_PER_SECOND FILE
"""

import hashlib
import os
import sys
import time

CHUNK = 1 << 16


def main(rate, release):
    digest = hashlib.sha256()
    total = 0
    while chunk := sys.stdin.buffer.read(CHUNK):
        if total == 0:
            print("reading", flush=True)
        digest.update(chunk)
        total += len(chunk)
        if not os.path.exists(release):
            time.sleep(len(chunk) / rate)
    print("%d bytes sha256 %s" % (total, digest.hexdigest()), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
