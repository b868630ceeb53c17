# SPDX-License-Identifier: GPL-2.0-only
"""Clients that are broken, slow, or too many: a clear answer each, and others are served."""

import contextlib
import os
import resource
import select
import socket
import time

from service import Exporter, wait_for
from tap import check, report

REQUESTS = (
    ("huge headers", b"GET /metrics HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 100000 + b"\r\n\r\n",
     (b"HTTP/1.1 431",)),
    ("a huge path", b"GET /" + b"a" * 100000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
     (b"HTTP/1.1 414",)),
    ("many headers", b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 20000 + b"\r\n",
     (b"HTTP/1.1 431",)),
    # A client of another protocol could not read an answer: its connection is closed.
    ("no HTTP at all", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200) + b"\r\n\r\n",
     None),
    ("no host", b"GET /metrics HTTP/1.1\r\nConnection: close\r\n\r\n",
     (b"HTTP/1.1 400", b"HTTP/1.1 200")),
    ("HTTP/1.0", b"GET /healthz HTTP/1.0\r\n\r\n", (b"HTTP/1.0 200", b"HTTP/1.1 200")),
    ("a version of the future", b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
     (b"HTTP/1.1 505",)),
    ("a broken compressed body", b"GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
     b"Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\n\x1f\x8b\xff\xff\xff",
     (b"HTTP/1.1 200",)),
    ("a body without an end", b"POST /metrics HTTP/1.1\r\nHost: x\r\n"
     b"Transfer-Encoding: chunked\r\n\r\nffffffff\r\n" + b"a" * 5000, (b"HTTP/1.1 405",)),
    ("a path with NUL", b"GET /metrics%00.html HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
     (b"HTTP/1.1 200", b"HTTP/1.1 404", b"HTTP/1.1 400")),
)


def check_requests(exporter):
    for what, data, wanted in REQUESTS:
        with check(f"{what}: a clear answer"):
            said = exporter.talk(data)
            assert said.startswith(wanted) if wanted else not said, said[:200]
        if exporter.get("/healthz").status != 200:
            report(False, f"others are served after {what}")


def connect_many(port, number):
    """So many connections that say nothing."""
    clients = []
    for _ in range(number):
        client = socket.socket()
        client.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            client.connect(("127.0.0.1", port))
        clients.append(client)
    return clients


def await_connected(clients):
    """Who is not connected yet, as a listener's queue was full, tries again by itself."""
    poll = select.poll()
    waiting = {client.fileno() for client in clients}
    for number in waiting:
        poll.register(number, select.POLLOUT)
    while waiting:
        ready = [number for number, _ in poll.poll(20000)]
        assert ready, f"{len(waiting)} of {len(clients)} never get a connection"
        for number in ready:
            waiting.remove(number)
            poll.unregister(number)


def drain(clients, patience_s, rest=0):
    """How many have got what: {first line of the answer, or None while there is none: number}.

    Ends when no more than the rest wait for theirs, or their patience does.
    """
    poll = select.epoll()
    waiting = {client.fileno(): client for client in clients}
    for client in clients:
        poll.register(client, select.EPOLLIN | select.EPOLLRDHUP)
    heard = {}
    end = time.monotonic() + patience_s
    while len(waiting) > rest and time.monotonic() < end:
        for number, _ in poll.poll(0.2):
            client = waiting.pop(number)
            poll.unregister(number)
            try:
                line = client.recv(4096).partition(b"\r\n")[0].decode()
            except OSError as error:
                line = type(error).__name__
            heard[line] = heard.get(line, 0) + 1
    heard[None] = len(waiting)
    return heard


def check_crowd(exporter):
    """10,000 connections: the client that waited longest is closed, one that asks is served."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    number = min(10000, hard - 200)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, number + 200), hard))
    clients, served = [], 0
    for _ in range(10):
        clients += connect_many(exporter.port, number // 10)
        served += exporter.get().status == 200
    report(number == 10000 and served == 10, "10,000 connections: others are served meanwhile",
           (number, served))
    heard = drain(clients, 30, rest=512)
    told = heard.get("HTTP/1.1 408 Request Timeout", 0)
    report(told >= number - 512 and told + heard[None] == number and heard[None] <= 512,
           "a client that has to make room gets the reason", heard)
    for client in clients:
        client.close()
    report(exporter.get().status == 200, "it is there when they are gone")


def trickle(clients, byte):
    for client in clients:
        with contextlib.suppress(OSError):
            client.send(byte)


def check_slow(exporter):
    """A byte now and then keeps nobody's place: in ten seconds a request is whole or over."""
    clients = connect_many(exporter.port, 300)
    await_connected(clients)
    time_begun = time.monotonic()
    trickle(clients, b"GET /metrics HTTP/1.1\r\n")
    served, gone = 0, {}
    while time.monotonic() - time_begun < 14:
        trickle(clients, b"a")
        served += exporter.get().status == 200
        gone = drain(clients, 0.5)
        if not gone[None]:
            break
    report(served > 5 and not gone[None], "300 slow clients: others are served, they are ended",
           (served, gone))
    for client in clients:
        client.close()


def check_readers(exporter):
    """Who asks and does not take the answer holds up nobody."""
    clients = connect_many(exporter.port, 600)
    await_connected(clients)
    for client in clients:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    trickle(clients, b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n" * 20)
    served = sum(exporter.get().status == 200 for _ in range(10))
    report(served == 10, "600 clients that take no answer: others are served",
           f"{served} of 10")
    for client in clients:
        client.close()


def children(process):
    """How many processes it has started that have not ended."""
    with open(f"/proc/{process.pid}/task/{process.pid}/children") as listed:
        return len(listed.read().split())


def check_stuck(env):
    """A file that does not end its reading: all who wait share the one, and it is given up."""
    fifo = os.path.join(env.folder, "stuck")
    os.mkfifo(fifo)
    os.chmod(fifo, 0o644)
    with Exporter(env.exporter, "--input", fifo) as exporter:
        clients = connect_many(exporter.port, 20)
        for client in clients:
            select.select([], [client], [], 10)
            client.send(b"GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        with check("scrapes at once share one reading"):
            wait_for(lambda: children(exporter.process) == 1, "a reading begins")
            for _ in range(10):
                assert exporter.get("/healthz").status == 200
                assert children(exporter.process) == 1
        heard = drain(clients, 15)
        report(heard == {"HTTP/1.1 503 Service Unavailable": 20, None: 0},
               "one that does not end is given up, and all are told", heard)
        report("took too long" in exporter.stderr() and exporter.stop() == 0,
               "and leaves nothing behind", exporter.stderr())
    for client in clients:
        client.close()
    os.remove(fifo)


def run(env):
    with Exporter(env.exporter, "--input", env.input) as exporter:
        check_requests(exporter)
        check_crowd(exporter)
        check_readers(exporter)
        check_slow(exporter)
        report(exporter.stop() == 0, "nothing leaks in all of it", exporter.stderr())
    check_stuck(env)
