# SPDX-License-Identifier: GPL-2.0-only
"""The systemd units: understood, closed enough, and what they forbid is not needed."""

import os
import re
import shutil
import subprocess

from service import Exporter
from tap import check, report

SERVICES = ("tcpstate-exporter.service", "tcpstate-textfile.service")


def analyze(env, *words):
    # It makes a folder of its own where no systemd ever ran, which takes a /run that is ours.
    prefix = []
    if os.geteuid() and not os.path.isdir("/run/systemd"):
        prefix = [os.path.join(env.root, "tests/apart"), "--", "sh", "-c",
                  'mount -t tmpfs none /run && exec "$@"', "sh"]
    return subprocess.run([*prefix, "systemd-analyze", *words], capture_output=True, text=True,
                          env={**os.environ, "SYSTEMD_PAGER": ""})


def check_verify(env, folder):
    """With the program's whole path, as it need not be installed here."""
    copies = os.path.join(env.folder, "units")
    os.mkdir(copies)
    for name in os.listdir(folder):
        if not name.endswith((".service", ".socket", ".timer")):
            continue
        with open(os.path.join(folder, name)) as unit:
            text = unit.read().replace("ExecStart=tcpstate-exporter",
                                       f"ExecStart={env.fast_exporter}")
        with open(os.path.join(copies, name), "w") as unit:
            unit.write(text)
        said = analyze(env, "verify", "--man=no", os.path.join(copies, name))
        report(said.returncode == 0 and not said.stderr, f"systemd-analyze verify {name}",
               said.stderr)
    shutil.rmtree(copies)


def check_security(env, folder):
    for name in SERVICES:
        said = analyze(env, "security", "--offline=yes", "--threshold=20", "--no-pager",
                       os.path.join(folder, name))
        level = re.search(r"Overall exposure level.*: ([0-9.]+)", said.stdout)
        report(said.returncode == 0 and level, f"{name}: exposure {level and level[1]} of 2.0",
               said.stdout + said.stderr)


def calls_of(env, words):
    """The system calls that a list of a unit names, groups opened."""
    found = set()
    for word in words:
        if not word.startswith("@"):
            found.add(word)
            continue
        lines = analyze(env, "syscall-filter", word).stdout.splitlines()[1:]
        found |= calls_of(env, [line.strip() for line in lines
                           if line.strip() and not line.strip().startswith("#")])
    return found


def allowed(env, path):
    calls = set()
    with open(path) as unit:
        for line in re.findall(r"^SystemCallFilter=(.*)", unit.read(), re.M):
            if line.startswith("~"):
                calls -= calls_of(env, line[1:].split())
            else:
                calls |= calls_of(env, line.split())
    return calls


def check_calls(env, folder):
    """Served as a user without any rights, under strace: what it calls is what the unit lets it."""
    trace = os.path.join(env.folder, "trace")
    # A copy: that user may not enter everybody's home.
    program = shutil.copy(env.fast_exporter, env.folder)
    wrapper = os.path.join(env.folder, "traced")
    # Users other than root have none to give away.
    become = "" if os.geteuid() else ("setpriv --reuid=65534 --regid=65534 --clear-groups "
                                      "--inh-caps=-all --bounding-set=-all ")
    with open(wrapper, "w") as script:
        script.write(f"#!/bin/sh\nexec {become}"
                     f"strace -f -o {trace} {program} \"$@\"\n")
    os.chmod(wrapper, 0o755)
    open(trace, "w").close()
    os.chmod(trace, 0o666)
    with Exporter(wrapper, "--input", env.input) as exporter:
        for path in ("/metrics", "/", "/live", "/nothing"):
            exporter.get(path)
        subprocess.run(["pkill", "-TERM", "-P", str(exporter.process.pid), "-x",
                        "tcpstate-export"], check=True)
        with check("without any rights it ends well too"):
            assert exporter.process.wait(20) == 0, exporter.stderr()
    with open(trace) as lines:
        # What comes before is how it is started, which systemd does on its own.
        called = set(re.findall(r"^\d+ +(\w+)\(", lines.read(), re.M)) - {"execve"}
    rest = called - allowed(env, os.path.join(folder, SERVICES[0]))
    report(len(called) > 20 and not rest, f"all {len(called)} system calls are allowed by the unit",
           rest)


def run(env):
    folder = os.path.join(env.root, "tools/packaging/systemd")
    check_verify(env, folder)
    check_security(env, folder)
    check_calls(env, folder)
