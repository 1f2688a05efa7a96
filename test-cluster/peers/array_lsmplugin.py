#!/usr/bin/env python3
"""A libStorageMgmt plugin for tests: an array that is nothing but a JSON file.

Written from the published contract, sharing no code with the product. Started as plugins are, with the
number of a connected unix socket as its only argument, it serves one session and ends.

    array://[user@]host/PATH/OF/STATE.json?option=value&...

Processes share the file, under a lock, so that a job asked for over one connection is found over another.
Options, for tests of those who drive it:
  jobs=N        long methods become jobs that are done after N questions (default 0: at once)
  password=P    what plugin_register must be given, else 300
  fault=KIND:METHOD
                hang, die, garbage, huge, short, slow, mute or flood instead of an answer to that method
  old=1         speak as a plugin of 0.0.x: startup and shutdown, no plugin_register
  all=1         have the methods of hardware, too: LEDs, caches, RAID, batteries, ports
  strict=c      behave as plugins written in C: no flags is 402, objects with sorted keys, empty data
Standard library of Python 3.11 only.
"""

import contextlib
import fcntl
import json
import os
import socket
import sys
import time
import urllib.parse

DIGITS = 10
BLOCK = 512
TEBIBYTE = 1 << 40
MOST_HEX = 1024

PLUGIN_BUG, NAME_CONFLICT, INVALID_ARGUMENT, NO_STATE_CHANGE = 2, 50, 101, 125
NO_SUPPORT, IS_MASKED, HAS_CHILD = 153, 160, 161
NO_GROUP, NO_FS, NO_JOB, NO_POOL, NO_SNAPSHOT, NO_VOLUME, NO_EXPORT, NO_SYSTEM = (
    200, 201, 202, 203, 204, 205, 206, 208,
)  # fmt: skip
AUTHENTICATION, NO_SPACE, BAD_TRANSPORT, BAD_KEY = 300, 350, 402, 510
UNPARSABLE = -32700

CAPABLE = (20, 21, 22, 33, 34, 35, 36, 37, 38, 45, 100, 101, 102, 103, 104, 106, 107, 109, 110)
CAPABLE += (120, 121, 122, 123)

PARAMETERS = {
    "plugin_register": "uri password timeout",
    "plugin_unregister": "",
    "plugin_info": "",
    "time_out_set": "ms",
    "time_out_get": "",
    "capabilities": "system",
    "job_status": "job_id",
    "job_free": "job_id",
    "systems": "",
    "pools": "search_key search_value",
    "volumes": "search_key search_value",
    "disks": "search_key search_value",
    "fs": "search_key search_value",
    "exports": "search_key search_value",
    "access_groups": "search_key search_value",
    "volume_create": "pool volume_name size_bytes provisioning",
    "volume_resize": "volume new_size_bytes",
    "volume_replicate": "pool rep_type volume_src name",
    "volume_delete": "volume",
    "volume_enable": "volume",
    "volume_disable": "volume",
    "volume_mask": "access_group volume",
    "volume_unmask": "access_group volume",
    "volume_child_dependency": "volume",
    "volume_child_dependency_rm": "volume",
    "access_group_create": "name init_id init_type system",
    "access_group_delete": "access_group",
    "access_group_initiator_add": "access_group init_id init_type",
    "access_group_initiator_delete": "access_group init_id init_type",
    "volumes_accessible_by_access_group": "access_group",
    "access_groups_granted_to_volume": "volume",
    "fs_create": "pool name size_bytes",
    "fs_delete": "fs",
    "fs_resize": "fs new_size_bytes",
    "fs_clone": "src_fs dest_fs_name snapshot",
    "fs_snapshots": "fs",
    "fs_snapshot_create": "fs snapshot_name",
    "fs_snapshot_delete": "fs snapshot",
    "fs_snapshot_restore": "fs snapshot files restore_files all_files",
    "fs_child_dependency": "fs files",
    "fs_child_dependency_rm": "fs files",
    "export_auth": "",
    "export_fs": "fs_id export_path root_list rw_list ro_list anon_uid anon_gid auth_type options",
    "export_remove": "export",
}
OF_HARDWARE = {
    "target_ports": "search_key search_value",
    "batteries": "search_key search_value",
    "pool_member_info": "pool",
    "system_read_cache_pct_update": "system read_pct",
    "volume_raid_info": "volume",
    "volume_cache_info": "volume",
    "volume_raid_create_cap_get": "system",
    "volume_raid_create": "name raid_type disks strip_size",
    "volume_ident_led_on": "volume",
    "volume_ident_led_off": "volume",
    "volume_replicate_range_block_size": "system",
    "volume_replicate_range": "rep_type volume_src volume_dest ranges",
    "volume_physical_disk_cache_update": "volume pdc",
    "volume_write_cache_policy_update": "volume wcp",
    "volume_read_cache_policy_update": "volume rcp",
    "fs_file_clone": "fs src_file_name dest_file_name snapshot",
    "iscsi_chap_auth": "init_id in_user in_password out_user out_password",
}
PARAMETERS |= OF_HARDWARE
OF_OLD = {"startup": "plugin_register", "shutdown": "plugin_unregister"}
SEARCHED = {
    "pools": "id system_id",
    "volumes": "id system_id pool_id",
    "fs": "id system_id pool_id",
    "disks": "id system_id",
    "access_groups": "id system_id",
    "exports": "id fs_id",
    "target_ports": "id system_id",
    "batteries": "id system_id",
}
SYSTEM_ID = "array-1"
DISK = {
    "class": "Disk", "id": "disk-1", "name": "spinning", "disk_type": 51, "block_size": BLOCK,
    "num_of_blocks": TEBIBYTE // BLOCK, "status": 2, "system_id": SYSTEM_ID, "plugin_data": None,
}  # fmt: skip
PORT = {
    "class": "TargetPort", "id": "port-1", "port_type": 4, "service_address": "iqn.2004-01.com.example:a",
    "network_address": "192.0.2.1:3260", "physical_address": "00:00:5e:00:53:01",
    "physical_name": "eth0", "system_id": SYSTEM_ID, "plugin_data": None,
}  # fmt: skip
BATTERY = {
    "class": "Battery", "id": "battery-1", "name": "of the cache", "type": 2, "status": 2,
    "system_id": SYSTEM_ID, "plugin_data": None,
}  # fmt: skip


class Refusal(Exception):
    """An error reply."""

    def __init__(self, code, message, ends=False):
        super().__init__(message)
        self.code, self.message, self.ends = code, message, ends


class Store:
    """The array's state in its file; a block of `with` sees it alone and writes it at its end."""

    EMPTY = {"next": 1, "volumes": {}, "fs": {}, "snapshots": {}, "exports": {}, "groups": {}}

    def __init__(self, path):
        self.path = path

    @contextlib.contextmanager
    def locked(self):
        with open(self.path + ".lock", "a", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            try:
                with open(self.path, encoding="utf-8") as file:
                    state = json.load(file)
            except FileNotFoundError:
                state = dict(json.loads(json.dumps(self.EMPTY)), masks=[], jobs={}, sizes={})
            before = json.dumps(state)
            yield state
            if json.dumps(state) != before:
                with open(self.path + ".new", "w", encoding="utf-8") as file:
                    json.dump(state, file)
                os.replace(self.path + ".new", self.path)


def number(state):
    state["next"] += 1
    return state["next"] - 1


def used(state):
    return sum(state["sizes"].values())


def pool_object(state):
    return {
        "class": "Pool", "id": "pool-1", "name": "first pool", "element_type": 2 | 4 | 8 | 32,
        "unsupported_actions": 0, "total_space": TEBIBYTE, "free_space": TEBIBYTE - used(state),
        "status": 2, "status_info": "", "system_id": SYSTEM_ID, "plugin_data": "opaque:pool",
    }  # fmt: skip


def volume_object(name, size, identity):
    return {
        "class": "Volume", "id": f"vol-{identity}", "name": name, "vpd83": f"6{identity:031x}",
        "block_size": BLOCK, "num_of_blocks": size // BLOCK, "admin_state": 1,
        "system_id": SYSTEM_ID, "pool_id": "pool-1", "plugin_data": f"opaque:{identity}",
    }  # fmt: skip


def fs_object(name, size, identity):
    return {
        "class": "FileSystem", "id": f"fs-{identity}", "name": name, "total_space": size,
        "free_space": size, "pool_id": "pool-1", "system_id": SYSTEM_ID, "plugin_data": None,
    }  # fmt: skip


class Array:
    """The methods, one each."""

    def __init__(self, uri, password, timeout):
        parts = urllib.parse.urlsplit(uri)
        self.options = dict(urllib.parse.parse_qsl(parts.query))
        self.store = Store(urllib.parse.unquote(parts.path))
        self.timeout = timeout
        wanted = self.options.get("password")
        if wanted is not None and password != wanted:
            raise Refusal(AUTHENTICATION, "the password is wrong")

    def done(self, state, item, answer):
        """A result at once, or as a job where the options ask for one."""
        steps = int(self.options.get("jobs", "0"))
        if steps == 0:
            return answer
        job = f"job-{number(state)}"
        state["jobs"][job] = {"asked": 0, "steps": steps, "item": item}
        return job if answer is None else [job, None]

    @staticmethod
    def found(table, given, code):
        if not isinstance(given, dict) or given.get("id") not in table:
            raise Refusal(code, f"there is no {given.get('id') if given else given}")
        return table[given["id"]]

    def room(self, state, size):
        if size <= 0:
            raise Refusal(INVALID_ARGUMENT, f"{size} bytes are no size")
        if size > TEBIBYTE - used(state):
            raise Refusal(NO_SPACE, "the pool has no room for that")

    @staticmethod
    def unique(table, name):
        if any(each["name"] == name for each in table.values()):
            raise Refusal(NAME_CONFLICT, f"{name} exists")

    def time_out_set(self, ms):
        self.timeout = ms

    def time_out_get(self):
        return self.timeout

    def systems(self):
        return [{
            "class": "System", "id": SYSTEM_ID, "name": "array of files", "status": 2,
            "status_info": "", "plugin_data": None,
        }]  # fmt: skip

    def capabilities(self, system):
        if system["id"] != SYSTEM_ID:
            raise Refusal(NO_SYSTEM, "there is no such system")
        flags = bytearray(MOST_HEX // 2)
        for each in CAPABLE:
            flags[each] = 1
        return {"class": "Capabilities", "cap": flags.hex()}

    def job_status(self, job_id):
        with self.store.locked() as state:
            job = state["jobs"].get(job_id)
            if job is None:
                raise Refusal(NO_JOB, f"there is no job {job_id}")
            job["asked"] += 1
            if job["asked"] < job["steps"]:
                return [1, 100 * job["asked"] // job["steps"], None]
            return [2, 100, job["item"]]

    def job_free(self, job_id):
        with self.store.locked() as state:
            if state["jobs"].pop(job_id, None) is None:
                raise Refusal(NO_JOB, f"there is no job {job_id}")

    def listed(self, method, search_key, search_value):
        if search_key is not None and search_key not in SEARCHED[method].split():
            raise Refusal(BAD_KEY, f"{method} cannot be searched by {search_key}")
        with self.store.locked() as state:
            table = {
                "pools": [pool_object(state)],
                "volumes": list(state["volumes"].values()),
                "fs": list(state["fs"].values()),
                "exports": list(state["exports"].values()),
                "access_groups": list(state["groups"].values()),
                "disks": [DISK],
                "target_ports": [PORT],
                "batteries": [BATTERY],
            }[method]
        return [each for each in table if search_key is None or each[search_key] == search_value]

    def volume_create(self, pool, volume_name, size_bytes, provisioning):
        with self.store.locked() as state:
            if pool["id"] != "pool-1":
                raise Refusal(NO_POOL, f"there is no pool {pool['id']}")
            self.unique(state["volumes"], volume_name)
            self.room(state, size_bytes)
            volume = volume_object(volume_name, size_bytes, number(state))
            state["volumes"][volume["id"]] = volume
            state["sizes"][volume["id"]] = size_bytes
            return self.done(state, volume, [None, volume])

    def volume_resize(self, volume, new_size_bytes):
        with self.store.locked() as state:
            known = self.found(state["volumes"], volume, NO_VOLUME)
            if new_size_bytes == state["sizes"][known["id"]]:
                raise Refusal(NO_STATE_CHANGE, "it has that size")
            self.room(state, new_size_bytes - state["sizes"][known["id"]])
            known["num_of_blocks"] = new_size_bytes // BLOCK
            state["sizes"][known["id"]] = new_size_bytes
            return self.done(state, known, [None, known])

    def volume_replicate(self, pool, rep_type, volume_src, name):
        with self.store.locked() as state:
            source = self.found(state["volumes"], volume_src, NO_VOLUME)
            size = state["sizes"][source["id"]]
        whole = pool or {"id": "pool-1"}
        return self.volume_create(whole, name, size, 3)

    def volume_delete(self, volume):
        with self.store.locked() as state:
            known = self.found(state["volumes"], volume, NO_VOLUME)
            if volume != known:
                raise Refusal(INVALID_ARGUMENT, "the volume did not come back as it was given")
            if any(mask[1] == known["id"] for mask in state["masks"]):
                raise Refusal(IS_MASKED, "it is masked to a group")
            del state["volumes"][known["id"]], state["sizes"][known["id"]]
            return self.done(state, None, None)

    def switched(self, volume, admin_state):
        with self.store.locked() as state:
            known = self.found(state["volumes"], volume, NO_VOLUME)
            if known["admin_state"] == admin_state:
                raise Refusal(NO_STATE_CHANGE, "it is so already")
            known["admin_state"] = admin_state

    def volume_enable(self, volume):
        self.switched(volume, 1)

    def volume_disable(self, volume):
        self.switched(volume, 0)

    def pair(self, state, access_group, volume):
        group = self.found(state["groups"], access_group, NO_GROUP)
        return [group["id"], self.found(state["volumes"], volume, NO_VOLUME)["id"]]

    def volume_mask(self, access_group, volume):
        with self.store.locked() as state:
            pair = self.pair(state, access_group, volume)
            if pair in state["masks"]:
                raise Refusal(NO_STATE_CHANGE, "it is masked already")
            state["masks"].append(pair)

    def volume_unmask(self, access_group, volume):
        with self.store.locked() as state:
            pair = self.pair(state, access_group, volume)
            if pair not in state["masks"]:
                raise Refusal(NO_STATE_CHANGE, "it is not masked")
            state["masks"].remove(pair)

    def volume_child_dependency(self, volume):
        with self.store.locked() as state:
            self.found(state["volumes"], volume, NO_VOLUME)
        return False

    def volume_child_dependency_rm(self, volume):
        with self.store.locked() as state:
            self.found(state["volumes"], volume, NO_VOLUME)
        raise Refusal(NO_STATE_CHANGE, "nothing depends on it")

    def access_group_create(self, name, init_id, init_type, system):
        with self.store.locked() as state:
            self.unique(state["groups"], name)
            group = {
                "class": "AccessGroup", "id": f"ag-{number(state)}", "name": name,
                "init_ids": [init_id], "init_type": init_type, "system_id": system["id"],
                "plugin_data": None,
            }  # fmt: skip
            state["groups"][group["id"]] = group
            return group

    def access_group_delete(self, access_group):
        with self.store.locked() as state:
            known = self.found(state["groups"], access_group, NO_GROUP)
            if any(mask[0] == known["id"] for mask in state["masks"]):
                raise Refusal(IS_MASKED, "volumes are masked to it")
            del state["groups"][known["id"]]

    def access_group_initiator_add(self, access_group, init_id, init_type):
        with self.store.locked() as state:
            known = self.found(state["groups"], access_group, NO_GROUP)
            if init_id not in known["init_ids"]:
                known["init_ids"].append(init_id)
            return known

    def access_group_initiator_delete(self, access_group, init_id, init_type):
        with self.store.locked() as state:
            known = self.found(state["groups"], access_group, NO_GROUP)
            if init_id not in known["init_ids"]:
                raise Refusal(NO_STATE_CHANGE, "it is not in the group")
            if known["init_ids"] == [init_id]:
                raise Refusal(502, "the last initiator stays")
            known["init_ids"].remove(init_id)
            return known

    def volumes_accessible_by_access_group(self, access_group):
        with self.store.locked() as state:
            group = self.found(state["groups"], access_group, NO_GROUP)
            return [state["volumes"][v] for g, v in state["masks"] if g == group["id"]]

    def access_groups_granted_to_volume(self, volume):
        with self.store.locked() as state:
            known = self.found(state["volumes"], volume, NO_VOLUME)
            return [state["groups"][g] for g, v in state["masks"] if v == known["id"]]

    def fs_create(self, pool, name, size_bytes):
        with self.store.locked() as state:
            if pool["id"] != "pool-1":
                raise Refusal(NO_POOL, f"there is no pool {pool['id']}")
            self.unique(state["fs"], name)
            self.room(state, size_bytes)
            made = fs_object(name, size_bytes, number(state))
            state["fs"][made["id"]] = made
            state["sizes"][made["id"]] = size_bytes
            return self.done(state, made, [None, made])

    def fs_delete(self, fs):
        with self.store.locked() as state:
            known = self.found(state["fs"], fs, NO_FS)
            if any(each["fs"] == known["id"] for each in state["snapshots"].values()):
                raise Refusal(HAS_CHILD, "it has snapshots")
            del state["fs"][known["id"]], state["sizes"][known["id"]]
            return self.done(state, None, None)

    def fs_resize(self, fs, new_size_bytes):
        with self.store.locked() as state:
            known = self.found(state["fs"], fs, NO_FS)
            self.room(state, new_size_bytes - state["sizes"][known["id"]])
            known["total_space"] = known["free_space"] = new_size_bytes
            state["sizes"][known["id"]] = new_size_bytes
            return self.done(state, known, [None, known])

    def fs_clone(self, src_fs, dest_fs_name, snapshot):
        with self.store.locked() as state:
            size = self.found(state["fs"], src_fs, NO_FS)["total_space"]
        return self.fs_create({"id": "pool-1"}, dest_fs_name, size)

    def fs_snapshots(self, fs):
        with self.store.locked() as state:
            known = self.found(state["fs"], fs, NO_FS)
            every = state["snapshots"].values()
            return [each["object"] for each in every if each["fs"] == known["id"]]

    def fs_snapshot_create(self, fs, snapshot_name):
        with self.store.locked() as state:
            known = self.found(state["fs"], fs, NO_FS)
            snapshot = {
                "class": "FsSnapshot", "id": f"snap-{number(state)}", "name": snapshot_name,
                "ts": int(time.time()), "plugin_data": None,
            }  # fmt: skip
            state["snapshots"][snapshot["id"]] = {"fs": known["id"], "object": snapshot}
            return self.done(state, snapshot, [None, snapshot])

    def fs_snapshot_delete(self, fs, snapshot):
        with self.store.locked() as state:
            self.found(state["fs"], fs, NO_FS)
            self.found(state["snapshots"], snapshot, NO_SNAPSHOT)
            del state["snapshots"][snapshot["id"]]
            return self.done(state, None, None)

    def fs_snapshot_restore(self, fs, snapshot, files, restore_files, all_files):
        with self.store.locked() as state:
            self.found(state["fs"], fs, NO_FS)
            self.found(state["snapshots"], snapshot, NO_SNAPSHOT)
            if not all_files and not files:
                raise Refusal(INVALID_ARGUMENT, "neither all files nor some")
            return self.done(state, None, None)

    def fs_child_dependency(self, fs, files):
        with self.store.locked() as state:
            known = self.found(state["fs"], fs, NO_FS)
            return any(each["fs"] == known["id"] for each in state["snapshots"].values())

    def fs_child_dependency_rm(self, fs, files):
        if not self.fs_child_dependency(fs, files):
            raise Refusal(NO_STATE_CHANGE, "nothing depends on it")
        raise Refusal(NO_SUPPORT, "snapshots are deleted one by one")

    def export_auth(self):
        return ["standard"]

    def export_fs(self, fs_id, export_path, root_list, rw_list, ro_list, anon_uid, anon_gid,
                  auth_type, options):  # fmt: skip
        with self.store.locked() as state:
            known = self.found(state["fs"], {"id": fs_id}, NO_FS)
            export = {
                "class": "NfsExport", "id": f"exp-{number(state)}", "fs_id": known["id"],
                "export_path": export_path or f"/mnt/{known['name']}",
                "auth": auth_type or "standard", "root": root_list, "rw": rw_list, "ro": ro_list,
                "anonuid": anon_uid, "anongid": anon_gid, "options": options, "plugin_data": None,
            }  # fmt: skip
            state["exports"][export["id"]] = export
            return export

    def export_remove(self, export):
        with self.store.locked() as state:
            self.found(state["exports"], export, NO_EXPORT)
            del state["exports"][export["id"]]


    def pool_member_info(self, pool):
        if pool["id"] != "pool-1":
            raise Refusal(NO_POOL, f"there is no pool {pool['id']}")
        return [1, 1, [DISK["id"]]]

    def system_read_cache_pct_update(self, system, read_pct):
        if not 0 <= read_pct <= 100:
            raise Refusal(INVALID_ARGUMENT, f"{read_pct} % of a cache")

    def kept(self, volume, key, value):
        """What was set for a volume is told by volume_cache_info."""
        with self.store.locked() as state:
            known = self.found(state["volumes"], volume, NO_VOLUME)
            state["caches"] = state.get("caches", {})
            state["caches"].setdefault(known["id"], {"wcp": 2, "rcp": 1, "pdc": 1})[key] = value

    def volume_raid_info(self, volume):
        with self.store.locked() as state:
            self.found(state["volumes"], volume, NO_VOLUME)
        return [1, 65536, 2, 65536, 65536]

    def volume_cache_info(self, volume):
        with self.store.locked() as state:
            known = self.found(state["volumes"], volume, NO_VOLUME)
            kept = state.get("caches", {}).get(known["id"], {"wcp": 2, "rcp": 1, "pdc": 1})
        return [kept["wcp"], kept["wcp"], kept["rcp"], kept["rcp"], kept["pdc"]]

    def volume_raid_create_cap_get(self, system):
        return [[0, 1], [65536]]

    def volume_raid_create(self, name, raid_type, disks, strip_size):
        if [each["id"] for each in disks] != [DISK["id"]]:
            raise Refusal(INVALID_ARGUMENT, "expected the one disk there is")
        with self.store.locked() as state:
            self.unique(state["volumes"], name)
            volume = volume_object(name, BLOCK, number(state))
            state["volumes"][volume["id"]] = volume
            state["sizes"][volume["id"]] = BLOCK
            return volume

    def volume_ident_led_on(self, volume):
        self.kept(volume, "led", 1)

    def volume_ident_led_off(self, volume):
        self.kept(volume, "led", 0)

    def volume_replicate_range_block_size(self, system):
        return BLOCK

    def volume_replicate_range(self, rep_type, volume_src, volume_dest, ranges):
        with self.store.locked() as state:
            for each in (volume_src, volume_dest):
                self.found(state["volumes"], each, NO_VOLUME)
            if any(each["class"] != "BlockRange" or each["block_count"] < 1 for each in ranges):
                raise Refusal(INVALID_ARGUMENT, "expected ranges of blocks")
            return self.done(state, None, None)

    def volume_physical_disk_cache_update(self, volume, pdc):
        self.kept(volume, "pdc", pdc)

    def volume_write_cache_policy_update(self, volume, wcp):
        self.kept(volume, "wcp", wcp)

    def volume_read_cache_policy_update(self, volume, rcp):
        self.kept(volume, "rcp", rcp)

    def fs_file_clone(self, fs, src_file_name, dest_file_name, snapshot):
        with self.store.locked() as state:
            self.found(state["fs"], fs, NO_FS)
            if snapshot is not None:
                self.found(state["snapshots"], snapshot, NO_SNAPSHOT)
            return self.done(state, None, None)

    def iscsi_chap_auth(self, init_id, in_user, in_password, out_user, out_password):
        if in_user and not in_password:
            raise Refusal(INVALID_ARGUMENT, "a user without a password")


class Session:
    """One connection: frames in, frames out, strictly in turn."""

    def __init__(self, connection):
        self.connection = connection
        self.array = None

    def read(self, count):
        parts = bytearray()
        while len(parts) < count:
            part = self.connection.recv(min(count - len(parts), 1 << 16))
            if not part:
                return None
            parts += part
        return bytes(parts)

    def send(self, reply):
        text = json.dumps(reply, sort_keys=self.is_c()).encode()
        self.connection.sendall(b"%0*d" % (DIGITS, len(text)) + text)

    def option(self, name):
        return self.array.options.get(name) if self.array else None

    def is_c(self):
        return self.option("strict") == "c"

    def refuse(self, refusal):
        error = {"code": refusal.code, "message": refusal.message, "data": "" if self.is_c() else None}
        self.send({"id": 100, "error": error})

    def serve(self):
        """The exit status."""
        while True:
            head = self.read(DIGITS)
            body = self.read(int(head)) if head else None
            if body is None:
                print("the client is gone", file=sys.stderr, flush=True)
                return 2
            try:
                request = json.loads(body)
                method, params = request["method"], request["params"] or {}
            except (ValueError, KeyError, TypeError) as wrong:
                self.refuse(Refusal(UNPARSABLE, f"cannot be read: {wrong}"))
                continue
            try:
                if not self.failed(method, params):
                    self.send({"id": 100, "result": self.answer(method, dict(params))})
            except Refusal as refusal:
                self.refuse(refusal)
                if refusal.ends:
                    return 2
            if method in ("plugin_unregister", "shutdown"):
                return 0

    def answer(self, method, params):
        if self.is_c() and "flags" not in params:
            raise Refusal(BAD_TRANSPORT, "there are no flags")
        flags = params.pop("flags", 0)
        name = self.known(method, params)
        unknown = sorted(set(params) - set(PARAMETERS[name].split()))
        if unknown or flags != 0:
            raise Refusal(PLUGIN_BUG, f"unexpected parameter {unknown or flags}", ends=True)
        missing = sorted(set(PARAMETERS[name].split()) - set(params))
        if missing:
            raise Refusal(PLUGIN_BUG, f"missing parameter {missing}", ends=True)
        return self.call(name, params)

    def known(self, method, params):
        old = "old=1" in str(params.get("uri", "")) or self.option("old") == "1"
        if old and method in OF_OLD.values():
            raise Refusal(NO_SUPPORT, f"unsupported operation {method}")
        name = OF_OLD.get(method, method) if old else method
        if name not in PARAMETERS or (name in OF_HARDWARE and self.option("all") != "1"):
            raise Refusal(NO_SUPPORT, f"unsupported operation {method}")
        return name

    def call(self, name, params):
        if name == "plugin_info":
            return ["Array of a file, for tests", "1.0"]
        if name == "plugin_register":
            self.array = Array(**params)
            print(f"registered, limit {params['timeout']} ms", flush=True)
            return None
        if name == "plugin_unregister":
            return None
        if self.array is None:
            raise Refusal(PLUGIN_BUG, "nobody has registered", ends=True)
        if name in SEARCHED:
            return self.array.listed(name, **params)
        return getattr(self.array, name)(**params)

    def failed(self, method, params):
        """Misbehaves as the options say; true when that was all of the answer."""
        query = urllib.parse.urlsplit(str(params.get("uri", ""))).query
        options = self.array.options if self.array else dict(urllib.parse.parse_qsl(query))
        kind, _, where = options.get("fault", ":").partition(":")
        if where != method:
            return False
        if kind == "hang":
            while True:
                time.sleep(60)
        if kind == "die":
            os._exit(9)
        if kind == "garbage":
            self.connection.sendall(b"0000000009no json !")
        elif kind == "huge":
            self.connection.sendall(b"0099999999")
        elif kind == "short":
            self.connection.sendall(b"00000")
            os._exit(3)
        elif kind == "mute":
            self.connection.close()
            time.sleep(60)
        elif kind == "flood":
            print("x" * 3_000_000, flush=True)
            return False
        elif kind == "slow":
            time.sleep(0.3)
            return False
        return True


def main():
    if len(sys.argv) != 2 or not sys.argv[1].isdigit():
        sys.exit("expected the number of a connected socket; plugins are started by those who drive them")
    connection = socket.socket(fileno=int(sys.argv[1]))
    if (connection.family, connection.type) != (socket.AF_UNIX, socket.SOCK_STREAM):
        sys.exit("expected a connected unix stream socket")
    sys.exit(Session(connection).serve())


if __name__ == "__main__":
    main()
