# SPDX-License-Identifier: GPL-2.0-only
"""Keeps sockets in many states in this network namespace until standard input ends."""

import os
import socket
import subprocess
import sys
import time


def listener(family, address, backlog):
    made = socket.socket(family)
    if family == socket.AF_INET6:
        made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    made.bind((address, 0))
    made.listen(backlog)
    return made


def connection(server):
    client = socket.create_connection(server.getsockname()[:2])
    return client, server.accept()[0]


def ip(*words):
    subprocess.run(["ip", *words], check=True)


def wait_for(state, count):
    """Returns when the kernel has so many sockets in a state, of /proc/net/tcp's numbers."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        lines = [line for name in ("tcp", "tcp6") for line in open(f"/proc/net/{name}")]
        if sum(line.split()[3] == state for line in lines) == count:
            return
    sys.exit(f"there are never {count} sockets in state {state}")


ip("link", "set", "lo", "up")
# LISTEN and ESTABLISHED.
four, six = listener(socket.AF_INET, "127.0.0.1", 5), listener(socket.AF_INET6, "::1", 7)
open_client, open_server = connection(six)
# TIME_WAIT on the client's side.
gone_client, gone_server = connection(four)
gone_client.close()
gone_server.close()
# FIN_WAIT2, with a file and as a minisock, and CLOSE_WAIT.
half_client, half_server = connection(six)
half_client.shutdown(socket.SHUT_WR)
parked_client, parked_server = connection(four)
parked_client.close()
# SYN_RECV: the handshake is not over before data come.
deferred = listener(socket.AF_INET, "127.0.0.1", 5)
deferred.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 60)
silent = socket.create_connection(deferred.getsockname())
# SYN_SENT: there is room for one that waits, and the kernel drops the SYN of the next.
full = listener(socket.AF_INET, "127.0.0.1", 0)
first, second = socket.create_connection(full.getsockname()), socket.socket()
second.setblocking(False)
second.connect_ex(full.getsockname())
# FIN_WAIT1 and LAST_ACK: nobody acknowledges what nobody gets.
cut_client, cut_server = connection(four)
last_client, last_server = connection(four)
last_client.shutdown(socket.SHUT_WR)
wait_for("08", 3)
# Its FIN may be acknowledged later than it arrived.
wait_for("05", 3)
ip("link", "set", "lo", "down")
cut_client.shutdown(socket.SHUT_WR)
last_server.close()
wait_for("04", 1)
wait_for("09", 1)
print("ready", flush=True)
sys.stdin.read()
os._exit(0)
