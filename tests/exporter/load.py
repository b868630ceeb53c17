# SPDX-License-Identifier: GPL-2.0-only
"""On demand: 1,000 scrapes a second for a minute with slow clients beside, and what a fleet costs."""

import os
import re
import resource
import subprocess
import threading
import time

import hostile
import texts
from scraped import Prometheus
from service import Exporter, wait_for
from tap import report

SECONDS = 170
SCRAPES_PER_S = 1000
SLOW_CLIENTS = 300
FLEET = 100


def pester(port, until):
    """Slow clients that come again and again, each with a byte now and then."""
    while not until.is_set():
        clients = hostile.connect_many(port, SLOW_CLIENTS)
        for _ in range(20):
            until.wait(0.5)
            hostile.trickle(clients, b"GET /metrics HTTP/1.1\r\nX: a"[:5])
        for client in clients:
            client.close()


def check_load(env):
    done = threading.Event()
    with Exporter(env.fast_exporter, "--input", env.input) as exporter:
        for _ in range(50):
            exporter.get()
        slow = threading.Thread(target=pester, args=(exporter.port, done))
        slow.start()
        wrk = subprocess.Popen(["wrk", "-t2", "-c40", f"-d{SECONDS}", "--latency", "--timeout",
                                "10s", f"http://127.0.0.1:{exporter.port}/metrics"],
                               stdout=subprocess.PIPE, text=True)
        memory = []
        while wrk.poll() is None:
            memory.append(exporter.memory_kib())
            time.sleep(1)  # Not a wait: how often to look.
        said = wrk.communicate()[0]
        done.set()
        slow.join()
        rate = float(re.search(r"Requests/sec: +([0-9.]+)", said)[1])
        p99 = re.search(r"99% +(\S+)", said)[1]
        print(f"# {rate:.0f} scrapes a second, 99 % within {p99}, memory {memory[0]} to "
              f"{max(memory)} KiB")
        report(rate >= SCRAPES_PER_S, f"{SCRAPES_PER_S} scrapes a second for {SECONDS} s", said)
        report("Socket errors" not in said and "Non-2xx" not in said,
               f"none of them fails, with {SLOW_CLIENTS} slow clients beside", said)
        # It rises until every place has been taken once.
        half = len(memory) // 2
        report(max(memory[half:]) <= 1.1 * max(memory[:half]), "memory is flat", memory)
        report(exporter.stop() == 0, "it ends well after the load", exporter.stderr())


def check_fleet(env):
    """As many hosts as fit here, each a whole one; what one costs is what the README says."""
    path = os.path.join(env.folder, "complete.txt")
    with open(path, "w") as text:
        text.write(texts.complete_host(env, env.arcs))
    with Exporter(env.fast_exporter, "--input", path) as exporter:
        # 127.0.0.1 and all others of 127/8 are this host: an address is an instance.
        ports = [Exporter(env.fast_exporter, "--input", path, "--listen", f"127.0.1.{number}:9941",
                          listen=False) for number in range(1, FLEET + 1)]
        try:
            with Prometheus(env, [f"127.0.1.{n}:9941" for n in range(1, FLEET + 1)], 5) as prometheus:
                wait_for(lambda: prometheus.value("count(up == 1)") == FLEET, "all are scraped", 60)
                # So that its memory is that of series, not of beginning.
                wait_for(lambda: prometheus.value("min(count_over_time(up[1m]))") >= 3,
                         "all are scraped again and again", 60)
                samples = prometheus.value("sum(scrape_samples_scraped)")
                with open(f"/proc/{prometheus.process.pid}/status") as status:
                    memory_kib = int(re.search(r"VmRSS:\s+(\d+)", status.read())[1])
        finally:
            for other in ports:
                other.process.kill()
                other.__exit__()
        print(f"# {FLEET} hosts: {samples:.0f} series, Prometheus takes {memory_kib} KiB, "
              f"{memory_kib * 1024 / samples:.0f} bytes a series")
        report(samples == FLEET * 945, f"{FLEET} hosts are {FLEET * 945} series", samples)
        report(exporter.stop() == 0, "it ends well after that", exporter.stderr())


def run(env):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    check_load(env)
    check_fleet(env)
