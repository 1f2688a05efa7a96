"""Small TCP programs for tests with programs of others.

usage: tcp.py answer PORT             say each client its own address, and end the connection
       tcp.py hold PORT               accept connections and keep quiet
       tcp.py ask SOURCE HOST PORT    print the first line of the server; SOURCE may be "-"
       tcp.py stay HOST PORT          print "connected", then "reset" or "closed" once that is so
"""

import errno
import socket
import sys
import threading

PATIENCE = 3  # seconds for a connection or an answer


def serve(port, client):
    server = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    server.bind(("::", int(port)))
    server.listen(64)
    print("listening", flush=True)
    while True:
        threading.Thread(target=client, args=server.accept(), daemon=True).start()


def answer(connection, address):
    connection.sendall((address[0].removeprefix("::ffff:") + "\n").encode())
    connection.close()


def hold(connection, _):
    try:
        connection.recv(1)
    except OSError:
        pass
    connection.close()


def connect(source, host, port):
    bound = None if source == "-" else (source, 0)
    return socket.create_connection((host, int(port)), PATIENCE, bound)


def ask(source, host, port):
    connection = connect(source, host, port)
    print(connection.makefile().readline().strip(), flush=True)


def stay(host, port):
    connection = connect("-", host, port)
    connection.settimeout(None)
    print("connected", flush=True)
    try:
        connection.recv(1)
        print("closed", flush=True)
    except OSError as end:
        print("reset" if end.errno == errno.ECONNRESET else end, flush=True)


def main(command, *words):
    if command in ("answer", "hold"):
        serve(*words, answer if command == "answer" else hold)
    elif command == "ask":
        ask(*words)
    elif command == "stay":
        stay(*words)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(*sys.argv[1:])
