#!/usr/bin/env python3
"""Outside observer of a cluster: who answers for each public address, and who has it configured.

Shares no code with the product. Runs inside the prober's network namespace and
  * asks on the wire every 10 ms who has each address (ARP, and neighbour discovery for IPv6)
    and counts the nodes that answer (a node has several interfaces, so MACs are not counted);
  * listens to the kernel's address events inside every node's namespace.

    observer.py CONFIG.json
    {"period_ms": 10,
     "nodes":     [{"name": "n0", "netns": "/run/netns/x-n0"}, {"name": "n1", "pid": 4711}],
     "segments":  [{"name": "pub1", "interface": "seg1"}],
     "addresses": [{"ip": "10.50.1.101", "segment": "pub1"}]}

Commands come as JSON lines on standard input, one answer line each on standard output:
  {"cmd": "mark", "name": "step"}   begin a window          {"cmd": "figures"}  the window's figures
  {"cmd": "holders"}                who answers now          {"cmd": "stop"}     end
The first line written is {"event": "ready", ...}. End of standard input ends the process.

Definitions. A round is one probe of one address; a reply belongs to the last round sent before the
kernel received it (kernel time stamps). Only replies to our own probe count: addressed to our MAC, for
neighbour advertisements also with the solicited flag; announcements do not count.
  answered_by_two_s   sum over maximal runs of rounds answered by two nodes or more, each from its
                      first to its last such round plus one period
  on_no_node_s        sum of gaps from the last reply to the next first one, with at least one whole
                      round between them that nobody answered
  gaps                those of on_no_node_s: when each began after the mark and how long it was; the last
                      ones, when there are many
  configured_*_s      from the kernel's address events
All times are CLOCK_MONOTONIC seconds. Standard library of Python 3.11 only (no os.setns there).
"""

import collections
import ctypes
import errno
import gc
import ipaddress
import json
import os
import selectors
import socket
import struct
import sys
import time

CLONE_NEWNET = 0x40000000
ETH_P_ARP, ETH_P_IPV6 = 0x0806, 0x86DD
SO_TIMESTAMPNS, SO_ATTACH_FILTER, SO_RCVBUFFORCE = 35, 26, 33
RTM_NEWLINK, RTM_GETLINK, RTM_NEWADDR, RTM_DELADDR, RTM_GETADDR = 16, 18, 20, 21, 22
GROUP_IPV4_ADDRESS, GROUP_IPV6_ADDRESS = 0x10, 0x100
NLM_F_REQUEST_DUMP = 0x301
NLMSG_ERROR, NLMSG_DONE = 2, 3
IFLA_ADDRESS, IFA_ADDRESS, IFA_LOCAL = 1, 1, 2
DOUBLES_KEPT = 50
GAPS_KEPT = 500
RECENT_S = 0.05

LIBC = ctypes.CDLL(None, use_errno=True)


def fail(message):
    """Says what is wrong with the request and ends with the usage status."""
    print("observer: " + message, file=sys.stderr)
    sys.exit(2)


def monotonic():
    return time.clock_gettime(time.CLOCK_MONOTONIC)


# ------------------------------------------------------------------ kernel address events


def enter(fd):
    if LIBC.setns(fd, CLONE_NEWNET) != 0:
        code = ctypes.get_errno()
        raise OSError(code, "setns: " + os.strerror(code))


def socket_inside(netns, make):
    """Makes a socket inside another network namespace; a socket keeps its namespace."""
    home = os.open("/proc/self/ns/net", os.O_RDONLY)
    try:
        there = os.open(netns, os.O_RDONLY)
        try:
            enter(there)
            try:
                return make()
            finally:
                enter(home)
        finally:
            os.close(there)
    finally:
        os.close(home)


def attributes(data, start):
    while start + 4 <= len(data):
        length, kind = struct.unpack_from("=HH", data, start)
        if length < 4:
            return
        yield kind & 0x3FFF, data[start + 4 : start + length]
        start += (length + 3) & ~3


def messages(data):
    start = 0
    while start + 16 <= len(data):
        length, kind = struct.unpack_from("=IH", data, start)
        if length < 16:
            return
        yield kind, data[start + 16 : start + length]
        start += (length + 3) & ~3


class NodeKernel:
    """The rtnetlink socket inside one node's namespace."""

    def __init__(self, index, name, netns):
        self.index, self.name = index, name
        try:
            self.socket = socket_inside(netns, self._open)
        except OSError as problem:
            fail(f"node {name}: cannot listen in namespace {netns}: {problem}")
        self.macs = self._macs()
        self.request_addresses()

    @staticmethod
    def _open():
        link = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_CLOEXEC, 0)
        try:
            link.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 4 << 20)
        except OSError:
            link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        link.bind((0, GROUP_IPV4_ADDRESS | GROUP_IPV6_ADDRESS))
        return link

    def _macs(self):
        self.socket.settimeout(5.0)
        body = struct.pack("=BxHiII", socket.AF_UNSPEC, 0, 0, 0, 0)
        self._request(RTM_GETLINK, body)
        found = set()
        while True:
            for kind, payload in messages(self.socket.recv(1 << 18)):
                if kind in (NLMSG_DONE, NLMSG_ERROR):
                    self.socket.setblocking(False)
                    return found
                if kind == RTM_NEWLINK:
                    values = dict(attributes(payload, 16))
                    mac = values.get(IFLA_ADDRESS, b"")
                    if len(mac) == 6 and any(mac):
                        found.add(mac)

    def request_addresses(self):
        self._request(RTM_GETADDR, struct.pack("=BBBBI", socket.AF_UNSPEC, 0, 0, 0, 0))

    def _request(self, kind, body):
        head = struct.pack("=IHHII", 16 + len(body), kind, NLM_F_REQUEST_DUMP, 1, 0)
        self.socket.send(head + body)

    def events(self):
        """All pending (added, interface index, packed address); empty when nothing is pending."""
        pending = []
        while True:
            try:
                data = self.socket.recv(1 << 18)
            except BlockingIOError:
                return pending
            except OSError as problem:
                if problem.errno != errno.ENOBUFS:
                    raise
                pending.append((None, 0, b""))
                self.request_addresses()
                continue
            for kind, payload in messages(data):
                if kind in (RTM_NEWADDR, RTM_DELADDR):
                    values = dict(attributes(payload, 8))
                    packed = values.get(IFA_LOCAL) or values.get(IFA_ADDRESS, b"")
                    interface = struct.unpack_from("=I", payload, 4)[0]
                    pending.append((kind == RTM_NEWADDR, interface, packed))


# ------------------------------------------------------------------ figures of one address


class Address:
    """One public address: what was heard on the wire and what the kernels said."""

    def __init__(self, text, segment, period):
        parsed = ipaddress.ip_address(text)
        self.text, self.segment, self.period = text, segment, period
        self.packed, self.version = parsed.packed, parsed.version
        self.current = self.previous = None  # rounds: [time sent, set of nodes]
        self.last_heard = {}  # node -> time of its last reply
        self.configured = {}  # (node, interface index) -> True
        self.mark(monotonic())

    def mark(self, now):
        self.since = now
        self.holders_at_mark = self.answering(now)
        self.last_reply, self.empty_since_reply = now, False
        self.no_node = self.longest_no_node = self.two = 0.0
        self.gaps = collections.deque(maxlen=GAPS_KEPT)
        self.run_first = self.run_last = None
        self.run_nodes, self.doubles = set(), []
        self.taken_after = self.taken_by = None
        self.kernel_two = self.kernel_none = 0.0
        self.kernel_seen = now

    def answering(self, now):
        return {node for node, at in self.last_heard.items() if now - at < RECENT_S}

    # --- wire

    def begin_round(self, now):
        if self.previous is not None:
            self._judge(self.previous)
        self.previous, self.current = self.current, [now, set()]

    def heard(self, node, at):
        for probe in (self.current, self.previous):
            if probe is not None and at >= probe[0]:
                probe[1].add(node)
                break
        else:
            return
        self.last_heard[node] = at
        if at < self.since:
            return
        if self.empty_since_reply:
            self._no_node(at - self.last_reply)
        self.last_reply, self.empty_since_reply = max(at, self.last_reply), False
        if self.taken_after is None and node not in self.holders_at_mark:
            self.taken_after, self.taken_by = at - self.since, node

    def _no_node(self, span):
        self.no_node += span
        self.longest_no_node = max(self.longest_no_node, span)
        self.gaps.append([self.last_reply - self.since, span])

    def _judge(self, probe):
        sent, nodes = probe
        if sent < self.since:
            return
        if not nodes and sent > self.last_reply:
            self.empty_since_reply = True
        if len(nodes) >= 2:
            if self.run_first is None:
                self.run_first, self.run_nodes = sent, set()
            self.run_last = sent
            self.run_nodes |= nodes
        elif self.run_first is not None:
            self._close_run()

    def _close_run(self):
        span = self.run_last - self.run_first + self.period
        self.two += span
        if len(self.doubles) < DOUBLES_KEPT:
            self.doubles.append([self.run_first - self.since, span, sorted(self.run_nodes)])
        self.run_first = None

    # --- kernels

    def configured_nodes(self):
        return {node for node, _ in self.configured}

    def account_kernels(self, now):
        """Adds the time since the last account under the state that held until now."""
        span, count = now - self.kernel_seen, len(self.configured_nodes())
        self.kernel_seen = now
        if count >= 2:
            self.kernel_two += span
        elif count == 0:
            self.kernel_none += span

    def figures(self, now, names):
        self.account_kernels(now)
        two, doubles = self.two, list(self.doubles)
        if self.run_first is not None:
            span = self.run_last - self.run_first + self.period
            two += span
            doubles.append([self.run_first - self.since, span, sorted(self.run_nodes)])
        open_gap = now - self.last_reply if self.empty_since_reply else 0.0
        gaps = list(self.gaps)
        if self.empty_since_reply:
            gaps.append([self.last_reply - self.since, open_gap])
        return {
            "answered_by_two_s": round(two, 6),
            "on_no_node_s": round(self.no_node + open_gap, 6),
            "longest_on_no_node_s": round(max(self.longest_no_node, open_gap), 6),
            "gaps": [{"at_s": round(at, 6), "for_s": round(span, 6)} for at, span in gaps],
            "configured_on_two_s": round(self.kernel_two, 6),
            "configured_on_none_s": round(self.kernel_none, 6),
            "taken_after_s": None if self.taken_after is None else round(self.taken_after, 6),
            "taken_by": None if self.taken_by is None else names[self.taken_by],
            "holders_at_mark": sorted(names[n] for n in self.holders_at_mark),
            "holders": sorted(names[n] for n in self.answering(now)),
            "doubles": [
                {"at_s": round(at, 6), "for_s": round(span, 6), "nodes": [names[n] for n in nodes]}
                for at, span, nodes in doubles
            ],
        }


# ------------------------------------------------------------------ probes on the wire


def packet_filter(instructions):
    """Packs classic BPF for SO_ATTACH_FILTER; the buffer must live until setsockopt returned."""
    code = b"".join(struct.pack("=HBBI", *one) for one in instructions)
    buffer = ctypes.create_string_buffer(code, len(code))
    return buffer, struct.pack("@HP", len(instructions), ctypes.addressof(buffer))


# ldh [20] == 2 (ARP reply); ldb [20] == 58 and ldb [54] == 136 (neighbour advertisement)
ONLY_REPLIES = [(0x28, 0, 0, 20), (0x15, 0, 1, 2), (0x06, 0, 0, 0xFFFF), (0x06, 0, 0, 0)]
ONLY_ADVERTISEMENTS = [
    (0x30, 0, 0, 20),
    (0x15, 0, 3, 58),
    (0x30, 0, 0, 54),
    (0x15, 0, 1, 136),
    (0x06, 0, 0, 0xFFFF),
    (0x06, 0, 0, 0),
]


def checksum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def link_local(interface, mac):
    """The interface's own link-local address, else the one made from its MAC."""
    with open("/proc/net/if_inet6", encoding="ascii") as lines:
        for line in lines:
            fields = line.split()
            if fields[5] == interface and fields[3] == "20":
                return bytes.fromhex(fields[0])
    return bytes.fromhex("fe80000000000000") + bytes([mac[0] ^ 2]) + mac[1:3] + b"\xff\xfe" + mac[3:]


class Segment:
    """One public segment seen from the prober's interface on it."""

    def __init__(self, name, interface):
        self.name = name
        try:
            self.arp = self._open(interface, ETH_P_ARP, ONLY_REPLIES)
            self.ndp = self._open(interface, ETH_P_IPV6, ONLY_ADVERTISEMENTS)
        except OSError as problem:
            fail(f"segment {name}: cannot open interface {interface}: {problem}")
        self.mac = self.arp.getsockname()[4]
        self.source = link_local(interface, self.mac)

    @staticmethod
    def _open(interface, protocol, instructions):
        wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW | socket.SOCK_CLOEXEC, 0)
        buffer, program = packet_filter(instructions)
        wire.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, program)
        del buffer
        wire.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        wire.bind((interface, protocol))
        wire.setblocking(False)
        return wire

    def question(self, address):
        """The frame that asks the segment for one address (made once, sent every round)."""
        if address.version == 4:
            head = b"\xff" * 6 + self.mac + struct.pack("!H", ETH_P_ARP)
            ask = struct.pack("!HHBBH", 1, 0x0800, 6, 4, 1)
            return self.arp, head + ask + self.mac + bytes(4) + bytes(6) + address.packed
        target = bytes.fromhex("ff0200000000000000000001ff") + address.packed[13:]
        body = struct.pack("!BBHI", 135, 0, 0, 0) + address.packed + b"\1\1" + self.mac
        pseudo = self.source + target + struct.pack("!IHBB", len(body), 0, 0, 58)
        body = body[:2] + struct.pack("!H", checksum(pseudo + body)) + body[4:]
        head = b"\x33\x33" + target[12:] + self.mac + struct.pack("!H", ETH_P_IPV6)
        packet = struct.pack("!IHBB", 6 << 28, len(body), 58, 255) + self.source + target
        return self.ndp, head + packet + body

    def answer_of(self, frame, protocol):
        """(packed address, MAC of the answerer) of a reply to our own probe, else None."""
        if frame[0:6] != self.mac:
            return None
        if protocol == ETH_P_ARP:
            if len(frame) < 42 or frame[32:38] != self.mac:
                return None
            return frame[28:32], frame[22:28]
        if len(frame) < 78 or not frame[58] & 0x40:
            return None
        return frame[62:78], frame[6:12]


# ------------------------------------------------------------------ the process


class Observer:
    def __init__(self, config):
        self.period = config.get("period_ms", 10) / 1000.0
        self.selector = selectors.DefaultSelector()
        self._open_nodes(config["nodes"])
        self._open_segments(config)
        self.name, self.marked = "", monotonic()
        self.rounds = self.missed = self.unsent = 0
        self.longest_stall = 0.0
        self.input, self.running = b"", True
        os.set_blocking(0, False)
        self.selector.register(0, selectors.EVENT_READ, self._commands)

    def _open_nodes(self, nodes):
        self.names, self.kernels, self.node_of_mac = [], [], {}
        for index, node in enumerate(nodes):
            netns = node.get("netns") or f"/proc/{node['pid']}/ns/net"
            kernel = NodeKernel(index, node["name"], netns)
            self.names.append(node["name"])
            self.kernels.append(kernel)
            for mac in kernel.macs | {bytes.fromhex(m.replace(":", "")) for m in node.get("macs", [])}:
                self.node_of_mac[mac] = index
            self.selector.register(kernel.socket, selectors.EVENT_READ, self._kernel_events)

    def _open_segments(self, config):
        segments = {s["name"]: Segment(s["name"], s["interface"]) for s in config["segments"]}
        self.wires = []
        for segment in segments.values():
            self.wires += [(segment.arp, segment, ETH_P_ARP), (segment.ndp, segment, ETH_P_IPV6)]
        for wire, _, _ in self.wires:
            self.selector.register(wire, selectors.EVENT_READ, self._replies)
        self.addresses, self.questions = {}, []
        for entry in config["addresses"]:
            segment = segments.get(entry["segment"])
            if segment is None:
                fail(f"address {entry['ip']}: unknown segment {entry['segment']}")
            address = Address(entry["ip"], segment, self.period)
            self.addresses[address.packed] = address
            self.questions.append((address, *segment.question(address)))

    # --- input from kernels and wire

    def _kernel_events(self):
        """Reads all nodes until all are silent, so that a removal is never seen after a later add."""
        pending, more = [], True
        while more:
            more = False
            for kernel in self.kernels:
                events = kernel.events()
                more = more or bool(events)
                pending += [(kernel.index, event) for event in events]
        now, touched = monotonic(), set()
        for node, (added, interface, packed) in pending:
            for address in self._concerned(added, packed):
                if address.packed not in touched:
                    address.account_kernels(now)
                    touched.add(address.packed)
                if added:
                    address.configured[(node, interface)] = True
                elif added is None:
                    address.configured = {k: v for k, v in address.configured.items() if k[0] != node}
                else:
                    address.configured.pop((node, interface), None)

    def _concerned(self, added, packed):
        if added is None:
            return list(self.addresses.values())
        address = self.addresses.get(packed)
        return [] if address is None else [address]

    def _replies(self):
        now = monotonic()
        offset = time.clock_gettime(time.CLOCK_REALTIME) - now
        for wire, segment, protocol in self.wires:
            while True:
                try:
                    frame, ancillary, _, _ = wire.recvmsg(256, 64)
                except BlockingIOError:
                    break
                except OSError:
                    break  # the interface is down: nobody answers there
                found = segment.answer_of(frame, protocol)
                if found is None:
                    continue
                address, node = self.addresses.get(found[0]), self.node_of_mac.get(found[1])
                if address is not None and node is not None:
                    address.heard(node, self._received(ancillary, offset))

    @staticmethod
    def _received(ancillary, offset):
        now = monotonic()
        for level, kind, data in ancillary:
            if level == socket.SOL_SOCKET and kind == SO_TIMESTAMPNS and len(data) >= 16:
                seconds, nanos = struct.unpack("@qq", data[:16])
                return min(now, max(now - 1.0, seconds + nanos / 1e9 - offset))
        return now

    def _probe(self):
        for address, wire, frame in self.questions:
            address.begin_round(monotonic())
            try:
                wire.send(frame)
                self.rounds += 1
            except OSError:
                self.unsent += 1

    # --- commands

    def _commands(self):
        data = os.read(0, 65536)
        if not data:
            self.running = False
            return
        self.input += data
        while b"\n" in self.input:
            line, self.input = self.input.split(b"\n", 1)
            if line.strip():
                self._reply(self._command(line))

    def _command(self, line):
        try:
            command = json.loads(line)
            verb = command["cmd"]
        except (ValueError, KeyError, TypeError):
            return {"error": "expected a JSON object with cmd"}
        self._kernel_events()
        self._replies()
        now = monotonic()
        if verb == "mark":
            self._mark(str(command.get("name", "")), now)
            return {"ok": True, "name": self.name, "at": now}
        if verb == "figures":
            return self._figures(now)
        if verb == "holders":
            return self._holders(now)
        if verb == "stop":
            self.running = False
            return {"ok": True}
        return {"error": f"unknown cmd {verb}: expected mark, figures, holders or stop"}

    def _mark(self, name, now):
        self.name, self.marked = name, now
        self.rounds = self.missed = self.unsent = 0
        self.longest_stall = 0.0
        for address in self.addresses.values():
            address.mark(now)

    def _figures(self, now):
        return {
            "name": self.name,
            "since": self.marked,
            "until": now,
            "rounds": self.rounds,
            "missed_rounds": self.missed,
            "unsent": self.unsent,
            "longest_stall_s": round(self.longest_stall, 6),
            "cpu_s": round(time.process_time(), 3),
            "addresses": {a.text: a.figures(now, self.names) for a in self.addresses.values()},
        }

    def _holders(self, now):
        def named(nodes):
            return sorted(self.names[n] for n in nodes)

        every = self.addresses.values()
        return {
            "answering": {a.text: named(a.answering(now)) for a in every},
            "configured": {a.text: named(a.configured_nodes()) for a in every},
        }

    @staticmethod
    def _reply(value):
        sys.stdout.write(json.dumps(value) + "\n")
        sys.stdout.flush()

    # --- loop

    def run(self):
        self._kernel_events()
        self._reply({"event": "ready", "pid": os.getpid(), "period_s": self.period})
        due = monotonic()
        while self.running:
            now = monotonic()
            if now >= due:
                self.longest_stall = max(self.longest_stall, now - due)
                self._replies()
                self._probe()
                self._replies()
                due += self.period
                if due <= now:
                    skipped = int((now - due) / self.period) + 1
                    self.missed += skipped
                    due += skipped * self.period
            called = set()
            for key, _ in self.selector.select(max(0.0, due - monotonic())):
                if key.data not in called:
                    called.add(key.data)
                    key.data()


def prefer_timely():
    """Asks for a real-time place; without the privilege the stall figures tell what that cost."""
    try:
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(5))
    except OSError:
        pass


def main():
    if len(sys.argv) != 2:
        fail("usage: observer.py CONFIG.json")
    try:
        with open(sys.argv[1], encoding="utf-8") as file:
            config = json.load(file)
        observer = Observer(config)
    except (OSError, ValueError) as problem:
        fail(f"{sys.argv[1]}: {problem}")
    except KeyError as problem:
        fail(f"{sys.argv[1]}: missing key {problem}")
    prefer_timely()
    gc.freeze()
    gc.disable()
    observer.run()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
