# SPDX-License-Identifier: GPL-2.0-only
"""What the exporter answers to well-behaved clients, and how it starts and ends."""

import os
import signal
import socket
import subprocess

import expected
import texts
from service import Exporter, free_port
from tap import check, report

OPENMETRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8"
TEXT = "text/plain; version=0.0.4; charset=utf-8"

# Accept headers, and what they get. The first is that of Prometheus 2.42.
ACCEPTS = (
    ("application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
     "text/plain;version=0.0.4;q=0.5,*/*;q=0.1", OPENMETRICS),
    ("application/openmetrics-text", OPENMETRICS),
    ("text/html, application/openmetrics-text;q=0.2", OPENMETRICS),
    ("application/openmetrics-text;q=0.1, text/plain", TEXT),
    ("application/openmetrics-text;q=0", TEXT),
    ("application/openmetrics-text;version=7.0.0", TEXT),
    ("application/openmetrics-text;q=banana", TEXT),
    ("application/openmetrics-text;q=0.5, */*", TEXT),
    ("*/*", TEXT),
    ("", TEXT),
    (",;,;q=;;,,", TEXT),
    ("a" * 4000 + ",application/openmetrics-text", OPENMETRICS),
)


def check_negotiation(env, exporter):
    wanted = expected.metrics(env.input, env.arcs, (8080, 7070), compat=True)
    for accept, type_ in ACCEPTS:
        answer = exporter.get(Accept=accept)
        report(answer.status == 200 and answer.getheader("Content-Type") == type_,
               f"Accept: {accept[:60] or '(empty)'}", dict(answer.getheaders()))
        difference = expected.difference(
            expected.without_times(expected.parse(answer.text)), wanted)
        if difference:
            report(False, "every sample is what the text of /proc says", difference)
    report(exporter.get().text == texts.metrics(
        env, "--input", env.input, "--format", "prometheus", "--ports", texts.PORTS,
        "--compat-node-exporter"), "/metrics is what tcpstate metrics prints")
    for header, compressed in (("gzip", True), ("gzip;q=0", False), ("identity", False),
                               ("br, gzip;q=0.2", True), ("gzip;q=banana", False), ("", False)):
        answer = exporter.get(Accept_Encoding=header)
        report((answer.getheader("Content-Encoding") == "gzip") == compressed
               and expected.parse(answer.text), f"Accept-Encoding: {header or '(empty)'}")


def check_paths(exporter):
    for method, path, status, words in (
            ("GET", "/healthz", 200, "ok\n"), ("GET", "/nothing", 404, "/metrics"),
            ("POST", "/metrics", 405, "only GET"), ("DELETE", "/", 405, "only GET"),
            ("HEAD", "/metrics", 200, ""), ("GET", "/metrics?name=x", 200, "tcpstate_up 1\n"),
            ("GET", "/", 200, "<h1>"), ("GET", "/live", 200, "CLOSE_WAIT"),
            ("GET", "/page.js", 200, "refresh")):
        answer = exporter.get(path, method, b"some body" if method == "POST" else None)
        report(answer.status == status and words in answer.text
               and (method != "HEAD" or not answer.raw), f"{method} {path}: {status}", answer.text)
    report(exporter.get("/metrics", "POST").getheader("Allow") == "GET, HEAD",
           "what is allowed is named")
    page = exporter.get("/").text
    foreign = [word for word in ("http://", "https://", "//cdn", "@import")
               if word in page.replace("http://www.w3.org/", "")]
    report("<svg" in page and not foreign, "the page has its picture and nothing foreign", foreign)
    said = exporter.talk(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
                         b"GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    report(said.count(b"HTTP/1.1 200 OK") == 2, "one connection serves several requests")


def check_reading(env):
    """No text, a bad text, a text again: a reason each time, and recovery."""
    path = os.path.join(env.folder, "moving.txt")
    with open(env.input) as text:
        good = text.read()
    with Exporter(env.exporter, "--input", path) as exporter:
        for what, content, words in (
                ("no file", None, "No such file"),
                ("an empty one", "", "empty"),
                ("one that is cut off", good[:900], "cut off"),
                ("one of a newer version", good.replace("tcpstate 1 ", "tcpstate 9 "), "newer"),
                ("one that is none", "\0\1\2", "not a text of tcpstate"),
                ("buckets that do not add up", good.replace(" 131072:", " 131072:9"), "add up")):
            if content is not None:
                with open(path, "w") as text:
                    text.write(content)
            answer = exporter.get()
            report(answer.status == 503 and words in answer.text.splitlines()[0]
                   and "tcpstate-exporter: " not in answer.text
                   and answer.text.endswith("\ntcpstate_up 0\n"), f"503 for {what}", answer.text)
            page = exporter.get("/")
            report(page.status == 503 and words in page.text, f"the page says so of {what}")
        with open(path, "w") as text:
            text.write(good)
        report(exporter.get().status == 200 and "tcpstate_up 1\n" in exporter.get().text,
               "it recovers when there is something to read")
        said = exporter.stderr().splitlines()
        report(len(said) == 7 and said[-1].endswith("reading works again"),
               "the log has a line for each change, not for each scrape", said)
        report(exporter.stop() == 0, "nothing leaks in all of it", exporter.stderr())


def check_no_module(env):
    if os.path.exists("/proc/tcpstate"):
        return
    with Exporter(env.exporter) as exporter:
        answer = exporter.get()
        report(answer.status == 503 and "modprobe tcpstate" in answer.text,
               "without the module: 503, and what to do", answer.text)


def check_start(env):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = subprocess.run([env.exporter, "--listen", "127.0.0.1:%d" % taken.getsockname()[1]],
                              capture_output=True, text=True)
        report(said.returncode == 1 and "choose another port" in said.stderr,
               "a port that is taken: one line", said)
    for options, words in ((["--listen", "::1:9"], "in brackets"), (["--listen", "host"], "is like"),
                           (["--listen", "1.2.3.4.5:80"], "no address"), (["word"], "unknown option"),
                           (["--ports", "x"], "1 to 65535"), (["--nothing"], "--help"),
                           (["--verify", "--input", "x"], "--verify")):
        said = subprocess.run([env.exporter, *options], capture_output=True, text=True)
        report(said.returncode == 2 and words in said.stderr, f"refuses {' '.join(options)}", said)
    port = free_port()
    with Exporter(env.exporter, "--input", env.input, "--listen", f"[::1]:{port}") as exporter:
        with socket.create_connection(("::1", port)) as client:
            client.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
            report(b"200 OK" in client.recv(4096), "it listens on several addresses, IPv6 as well")
        with open(f"/proc/{exporter.process.pid}/status") as status:
            has = dict(line.split(":", 1) for line in status)
        report(int(has["CapEff"], 16) == 0 and int(has["CapPrm"], 16) == 0
               and has["NoNewPrivs"].strip() == "1" and not has["Uid"].split()[0] == "0",
               "root is given up, with all capabilities")


def check_systemd(env):
    """The protocols of a service manager, from its side."""
    path = os.path.join(env.folder, "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager, socket.socket() as listener:
        manager.bind(path)
        os.chmod(path, 0o666)
        manager.settimeout(20)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        # The shell's process is the one that runs the exporter, whose id it has to know.
        command = ["sh", "-c", 'LISTEN_PID=$$ LISTEN_FDS=1 exec "$0" --input "$1" 3<&%d'
                   % listener.fileno(), env.exporter, env.input]
        with open(os.path.join(env.folder, "log"), "w") as log:
            service = subprocess.Popen(command, stderr=log, pass_fds=[listener.fileno()],
                                       env={**os.environ, "NOTIFY_SOCKET": path})
        with check("READY=1 is told"):
            assert manager.recv(100) == b"READY=1"
        with socket.create_connection(listener.getsockname(), timeout=20) as client:
            client.sendall(b"GET /metrics HTTP/1.0\r\n\r\n")
            report(b"200 OK" in client.recv(4096), "it serves a socket that was passed")
        service.send_signal(signal.SIGTERM)
        with check("SIGTERM: STOPPING=1 is told, and status 0"):
            while (word := manager.recv(100)) == b"WATCHDOG=1":
                pass
            assert word == b"STOPPING=1", word
            assert service.wait(20) == 0


def run(env):
    with Exporter(env.exporter, "--input", env.input, "--ports", texts.PORTS,
                  "--compat-node-exporter") as exporter:
        check_negotiation(env, exporter)
        check_paths(exporter)
        report(exporter.stop() == 0, "SIGTERM: ends with status 0, nothing leaks",
               exporter.stderr())
    check_reading(env)
    check_no_module(env)
    check_start(env)
    check_systemd(env)
