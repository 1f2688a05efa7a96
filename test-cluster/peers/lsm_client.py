#!/usr/bin/env python3
"""A libStorageMgmt client for tests, as strict as the real ones where being lax would hide a mistake.

Written from the published contract, sharing no code with the product.

    lsm_client.py [-d DIRECTORY] [-u URI] [-p PASSWORD] [-w MS] COMMAND ...

  plugins                    asks every socket of the directory for its plugin, and does not unregister
  probe                      connects to every socket and closes without a byte
  list KIND [KEY VALUE]      systems, pools, volumes, fs, exports, access_groups or disks
  volume-create NAME BYTES [-b]    in the first pool; -b prints the job and exits 7
  volume-delete ID
  fs-create NAME BYTES [-b]
  job-status ID              exits 7 while it runs
  call METHOD PARAMS         any method, parameters as a JSON object
  script                     one JSON array [METHOD, PARAMS] per line of standard input, one reply line each
  many COUNT                 that many sessions at the same time: register, list, unregister
  raw HEX                    sends these bytes and prints what comes
DIRECTORY is LSM_UDS_PATH or /var/run/lsm/ipc. Exit status as lsmcli: 0, 2 usage, 4 with "NAME(code): message",
7 job. Standard library of Python 3.11 only.
"""

import argparse
import json
import os
import re
import socket
import stat
import sys
import threading
import time
import urllib.parse

DIGITS = 10
IDENTITY = 100
NAMES = {2: "PLUGIN_BUG", 11: "TIMEOUT", 12: "DAEMON_NOT_RUNNING", 50: "NAME_CONFLICT", 153: "NO_SUPPORT"}
NAMES |= {202: "NOT_FOUND_JOB", 205: "NOT_FOUND_VOLUME", 300: "PLUGIN_AUTH_FAILED", 350: "NOT_ENOUGH_SPACE"}
NAMES |= {311: "PLUGIN_NOT_EXIST", 400: "TRANSPORT_COMMUNICATION", 402: "TRANSPORT_INVALID_ARG"}
POLLS = 400
PATIENCE = 60

KEYS = {
    "System": "id name status status_info plugin_data",
    "Pool": "id name element_type unsupported_actions total_space free_space status status_info"
    " system_id plugin_data",
    "Volume": "id name vpd83 block_size num_of_blocks admin_state system_id pool_id plugin_data",
    "Disk": "id name disk_type block_size num_of_blocks status system_id plugin_data",
    "FileSystem": "id name total_space free_space pool_id system_id plugin_data",
    "FsSnapshot": "id name ts plugin_data",
    "NfsExport": "id fs_id export_path auth root rw ro anonuid anongid options plugin_data",
    "AccessGroup": "id name init_ids init_type system_id plugin_data",
    "TargetPort": "id port_type service_address network_address physical_address physical_name system_id"
    " plugin_data",
    "Battery": "id name type status system_id plugin_data",
    "Capabilities": "cap",
}
OPTIONAL = {"System": "fw_version mode read_cache_pct", "Disk": "vpd83 location rpm link_type"}
VPD83 = re.compile(r"(6[0-9a-f]{31}|[235][0-9a-f]{15})?")


class LsmError(Exception):
    def __init__(self, code, message):
        super().__init__(message)
        self.code, self.message = code, message

    def __str__(self):
        return f"{NAMES.get(self.code, 'ERROR')}({self.code}): {self.message}"


def checked(value):
    """The value; every object in it must have exactly the keys of its class."""
    if isinstance(value, list):
        for each in value:
            checked(each)
    elif isinstance(value, dict) and "class" in value:
        kind = value["class"]
        keys, wanted = set(value) - {"class"}, set(KEYS[kind].split())
        allowed = wanted | set(OPTIONAL.get(kind, "").split())
        assert wanted <= keys <= allowed, f"{kind}: {sorted(keys ^ wanted)}"
        if kind == "Volume":
            assert VPD83.fullmatch(value["vpd83"]), value["vpd83"]
        if kind == "Capabilities":
            assert re.fullmatch(r"(00|01){512}", value["cap"]), value["cap"]
    return value


class Connection:
    """Frames over one socket."""

    def __init__(self, path, patience=PATIENCE):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(patience)
        try:
            self.socket.connect(path)
        except FileNotFoundError:
            raise LsmError(311, f"there is no {path}") from None
        except ConnectionRefusedError:
            raise LsmError(12, f"nobody listens at {path}") from None
        except PermissionError:
            sys.exit(13)

    def read(self, count):
        parts = bytearray()
        while len(parts) < count:
            part = self.socket.recv(count - len(parts))
            if not part:
                raise LsmError(400, "the connection was closed")
            parts += part
        return bytes(parts)

    def call(self, method, **params):
        params.setdefault("flags", 0)
        request = {"method": method, "id": IDENTITY, "params": params}
        text = json.dumps(request)
        self.socket.sendall((str(len(text)).zfill(DIGITS) + text).encode())
        return self.reply()

    def reply(self):
        reply = json.loads(self.read(int(self.read(DIGITS))))
        assert reply["id"] == IDENTITY, reply
        if "result" in reply:
            return checked(reply["result"])
        raise LsmError(int(reply["error"]["code"]), reply["error"]["message"])

    def close(self):
        self.socket.close()


class Client:
    """A registered session."""

    def __init__(self, options):
        scheme = urllib.parse.urlsplit(options.uri).scheme.split("+")[0]
        patience = max(PATIENCE, options.wait / 1000)
        self.connection = Connection(os.path.join(options.directory, scheme), patience)
        self.call = self.connection.call
        self.call("plugin_register", uri=options.uri, password=options.password, timeout=options.wait)

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if kind is None or issubclass(kind, SystemExit):
            self.call("plugin_unregister")
        self.connection.close()

    def listed(self, kind, key=None, value=None):
        if kind == "systems":
            return self.call("systems")
        return self.call(kind, search_key=key, search_value=value)

    def ended(self, answer):
        """The finished object of [job, object], however long that takes."""
        job, item = answer
        for _ in range(POLLS if job else 0):
            status, percent, item = self.call("job_status", job_id=job)
            assert isinstance(percent, int) and 0 <= percent <= 100, percent
            if status == 2:
                self.call("job_free", job_id=job)
                return item
            assert status == 1, status
            time.sleep(0.01)
        return item

    def made(self, answer, background):
        if background and answer[0]:
            print(answer[0])
            sys.exit(7)
        print(json.dumps(self.ended(answer)))


def sockets(directory):
    every = [os.path.join(directory, name) for name in sorted(os.listdir(directory))]
    return [path for path in every if stat.S_ISSOCK(os.stat(path).st_mode)]


def plugins(options):
    for path in sockets(options.directory):
        connection = Connection(path)
        print(json.dumps([os.path.basename(path), *connection.call("plugin_info")]))
        connection.close()


def probe(options):
    for path in sockets(options.directory):
        Connection(path).close()
        print(os.path.basename(path))


def script(options):
    with Client(options) as client:
        for line in sys.stdin:
            method, params = json.loads(line)
            try:
                print(json.dumps({"result": client.call(method, **params)}), flush=True)
            except LsmError as error:
                print(json.dumps({"error": error.code, "message": error.message}), flush=True)


def many(options, count):
    failures, ready = [], threading.Barrier(count)

    def session():
        try:
            ready.wait()
            with Client(options) as client:
                client.listed("pools")
        except (LsmError, OSError, AssertionError) as failure:
            failures.append(str(failure))

    threading.stack_size(256 * 1024)
    threads = [threading.Thread(target=session) for _ in range(count)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.monotonic() - began
    print(json.dumps({"sessions": count, "failed": failures[:5], "seconds": round(took, 3)}))
    sys.exit(4 if failures else 0)


def raw(options, text):
    scheme = urllib.parse.urlsplit(options.uri).scheme.split("+")[0]
    connection = Connection(os.path.join(options.directory, scheme))
    connection.socket.sendall(bytes.fromhex(text))
    connection.socket.shutdown(socket.SHUT_WR)
    answer = b""
    while part := connection.socket.recv(1 << 16):
        answer += part
    print(answer.decode())


def run(options):
    command, words = options.command, options.words
    if command == "plugins":
        plugins(options)
    elif command == "probe":
        probe(options)
    elif command == "script":
        script(options)
    elif command == "many":
        many(options, int(words[0]))
    elif command == "raw":
        raw(options, words[0])
    else:
        session(options, command, words)


def session(options, command, words):
    with Client(options) as client:
        if command == "list":
            print(json.dumps(client.listed(*words)))
        elif command == "volume-create":
            pool = client.listed("pools")[0]
            size = int(words[1])
            params = {"pool": pool, "volume_name": words[0], "size_bytes": size, "provisioning": 3}
            client.made(client.call("volume_create", **params), options.background)
        elif command == "fs-create":
            pool = client.listed("pools")[0]
            answer = client.call("fs_create", pool=pool, name=words[0], size_bytes=int(words[1]))
            client.made(answer, options.background)
        elif command == "volume-delete":
            volume = client.listed("volumes", "id", words[0])
            if not volume:
                raise LsmError(205, f"there is no volume {words[0]}")
            client.ended((client.call("volume_delete", volume=volume[0]), None))
        elif command == "job-status":
            status, percent, item = client.call("job_status", job_id=words[0])
            print(json.dumps([status, percent, item]))
            if status == 1:
                sys.exit(7)
        elif command == "call":
            print(json.dumps(client.call(words[0], **json.loads(words[1]))))
        else:
            print(f"unknown command {command}", file=sys.stderr)
            sys.exit(2)


def main():
    parser = argparse.ArgumentParser(description="A libStorageMgmt client for tests.")
    here = os.environ.get("LSM_UDS_PATH", "/var/run/lsm/ipc")
    parser.add_argument("-d", dest="directory", default=here)
    parser.add_argument("-u", dest="uri", default=os.environ.get("LSMCLI_URI", "array://"))
    parser.add_argument("-p", dest="password", default=os.environ.get("LSMCLI_PASSWORD"))
    parser.add_argument("-w", dest="wait", type=int, default=30000)
    parser.add_argument("-b", dest="background", action="store_true")
    parser.add_argument("command")
    parser.add_argument("words", nargs="*")
    try:
        run(parser.parse_intermixed_args())
    except LsmError as error:
        print(error, file=sys.stderr)
        sys.exit(4)


if __name__ == "__main__":
    main()
