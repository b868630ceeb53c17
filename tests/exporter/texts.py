# SPDX-License-Identifier: GPL-2.0-only
"""The text of metrics: equal to /proc, in both formats, few series."""

import gzip
import os
import random
import re
import subprocess

import expected
from tap import check, report

PORTS = "8080,7070"


def metrics(env, *options):
    return subprocess.run([env.tool, "metrics", *options], check=True, capture_output=True,
                          text=True).stdout


def complete_host(env, pairs):
    """A text in which every arc was taken and measured, and every one of pairs happened.

    The figures are those of a host that has been busy for months: nine digits, no two alike.
    """
    figures = random.Random(8)

    def dwell(arc):
        counts = [figures.randrange(10 ** 6) for _ in expected.BOUNDS_NS]
        buckets = " ".join(f"{bound}:{count}" for bound, count in zip(expected.BOUNDS_NS, counts))
        return (f"dwell {arc[0]} {arc[1]} {sum(counts)} 1 {figures.randrange(10 ** 18)} "
                f"{10 ** 12} {buckets}")

    lines = ["tcpstate 1 host", "info version 0.1.0", "info loaded_ns 1", "info now_ns 2",
             "# state name now at_load entered left age_sum_ns"]
    lines += [f"state {state} 1 0 1 0 {'-' if state == 'TIME_WAIT' else 5}"
              for state in expected.STATES]
    lines += ["# transition from to count"]
    lines += [f"transition {a} {b} {figures.randrange(10 ** 9)}" for a, b in pairs]
    lines += ["# gauge name value"]
    lines += [f"gauge {name} 1" for name in ("half_open", "parked", "tracked")]
    lines += ["# counter name value"]
    lines += [f"counter {name} 1"
              for name in ("self_loops", "late", "resync", "untracked", "unexpected")]
    lines += ["tcpstate_dwell 1 host",
              "# dwell from to count unmeasured sum_ns max_ns buckets"]
    # No dwell belongs to a birth, nor to the end of a minisock.
    lines += [dwell((a, b)) for a, b in env.arcs
              if (a, b) != ("LISTEN", "SYN_RECV") and a not in ("CLOSE", "TIME_WAIT")]
    lines += ["tcpstate_listeners 1 netns:1",
              "# listener local syn_queue accept_queue backlog since age_ns uid inode"]
    lines += [f"listener 0.0.0.0:{port} 1 2 3 exact 4 5 6" for port in range(1, 65)]
    # When it was saved, so that it has times of creation as a live one does.
    return "\n".join(["tcpstate_recording 1 host", "info time 2026-01-01T00:00:00Z", *lines,
                      "tcpstate_end 1 -"]) + "\n"


def check_bytes(readme, text, what):
    """What its row says; the exporter compresses in a hurry."""
    plain, compressed = len(text), len(gzip.compress(text.encode(), 1))
    row = (f"| {what} | {len(expected.parse(text))} | {round(plain / 1000)} KB | "
           f"{compressed / 1000:.1f} KB |")
    report(row in readme, f"{what}: {plain} bytes a scrape, {compressed} compressed", row)


def check_series(env):
    """The figures that the arithmetic of a fleet stands on, as its README has them."""
    with open(os.path.join(env.root, "tools/monitoring/prometheus/README.md")) as text:
        readme = text.read()
    path = os.path.join(env.folder, "complete.txt")
    with open(path, "w") as text:
        text.write(complete_host(env, env.arcs))
    text = metrics(env, "--input", path)
    samples = expected.parse(text)
    buckets = [key for key in samples if key[0].endswith("_bucket")]
    report(len(samples) == 945 and len(samples) - len(buckets) == 147 and "| 945 |" in readme
           and "147 series" in readme, "a host that took every arc has 945 series, 147 without buckets",
           (len(samples), len(buckets)))
    check_bytes(readme, text, "every arc taken and measured")
    with open(path, "w") as start:
        start.write(re.sub(r"^(dwell|transition) .*\n", "", complete_host(env, ()), flags=re.M))
    check_bytes(readme, metrics(env, "--input", path), "a host at the start")

    names = [*expected.STATES, "CLOSE", "NEW_SYN_RECV", "BOUND_INACTIVE", "UNKNOWN"]
    every = [(a, b) for a in names for b in names if a != b]
    with open(path, "w") as text:
        text.write(complete_host(env, every))
    ports = ",".join(str(port) for port in range(1, 65))
    found = expected.parse(metrics(env, "--input", path, "--ports", ports,
                                   "--compat-node-exporter"))
    # Ten more are possible: those of --verify, which a saved text has not.
    report(len(found) + 10 == 1471 and "| 1,471 |" in readme,
           "the most that is possible is 1,471 series", len(found))


def check_openmetrics(text):
    """What the specification asks for beyond samples."""
    lines = text.splitlines()
    assert text.endswith("\n# EOF\n") and lines.count("# EOF") == 1
    family, seen = None, set()
    for line in lines[:-1]:
        words = line.split(" ", 3)
        if words[:2] == ["#", "TYPE"]:
            family = words[2]
            assert family not in seen, f"{family} twice"
            seen.add(family)
        elif words[0] == "#":
            assert words[1] in ("HELP", "UNIT") and words[2] == family, line
            assert words[1] != "UNIT" or family.endswith("_" + words[3]), line
        else:
            assert line.startswith(family), f"{line} in {family}"


def check_promtool(env, text):
    said = subprocess.run([env.promtool, "check", "metrics"], input=text, text=True,
                          capture_output=True)
    assert said.returncode == 0 and not said.stdout and not said.stderr, said


def check_refusals(env):
    for options, words in ((["--format", "xml"], "openmetrics or prometheus"),
                           (["--ports", "0"], "from 1 to 65535"),
                           (["--ports", "80,,81"], "separated by commas"),
                           (["--ports", ",".join(map(str, range(1, 67)))], "more than 64"),
                           (["--verify", "--input", "x"], "--verify")):
        said = subprocess.run([env.tool, "metrics", *options], capture_output=True, text=True)
        report(said.returncode == 2 and words in said.stderr and not said.stdout,
               f"refuses metrics {' '.join(options)[:20]}", said)


def check_manual(env):
    """The manual is well made, and has every option that the help has."""
    page = os.path.join(env.root, "tools/man/tcpstate-exporter.8")
    said = subprocess.run(["mandoc", "-T", "lint", page], capture_output=True, text=True).stdout
    # Which other manuals are installed here is not a matter of this one.
    faults = [line for line in said.splitlines()
              if "mandoc.db" not in line and "referenced manual not found" not in line]
    with open(page) as text:
        manual = text.read()
    listed = subprocess.run([env.exporter, "--help"], capture_output=True, text=True).stdout
    options = re.findall(r"-(\w), --([a-z-]+)", listed)
    missing = [name for letter, name in options
               if f".It Fl {letter} , Fl Fl {name}" not in manual]
    report(len(options) == 7 and not faults and not missing, "the manual of the exporter is whole",
           faults + missing)


def run(env):
    wanted = expected.metrics(env.input, env.arcs, (8080, 7070), compat=True)
    for format_ in ("openmetrics", "prometheus"):
        text = metrics(env, "--input", env.input, "--format", format_, "--ports", PORTS,
                       "--compat-node-exporter")
        found = expected.without_times(expected.parse(text))
        difference = expected.difference(found, wanted)
        report(not difference, f"{format_}: every sample is what the text of /proc says", difference)
        builds = [dict(labels) for name, labels in expected.parse(text)
                  if name == "tcpstate_build_info"]
        report(builds == [{"version": "0.1.0", "scope": "host"}], f"{format_}: what is loaded",
               builds)
        if format_ == "openmetrics":
            with check("openmetrics: families, units and the end"):
                check_openmetrics(text)
            created = {value for key, value in expected.parse(text).items()
                       if key[0].endswith("_created")}
            report(created == {expected.decimal.Decimal("1795244725.089")},
                   "openmetrics: created is when the module was loaded", created)
        else:
            report("_created" not in text and "# EOF" not in text,
                   "prometheus: nothing that its parser does not know")
            with check("promtool check metrics has nothing to say"):
                check_promtool(env, text)
    with open(env.input) as text:
        head = re.search(r"^tcpstate 1 .*?^(?=tcpstate_)", text.read(), re.M | re.S)[0]
    bare = os.path.join(env.folder, "bare.txt")
    with open(bare, "w") as text:
        text.write(head)
    found = metrics(env, "--input", bare)
    report("dwell" not in found and "listener" not in found, "what is not measured is absent")
    check_series(env)
    check_refusals(env)
    check_manual(env)
