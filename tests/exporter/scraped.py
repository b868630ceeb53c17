# SPDX-License-Identifier: GPL-2.0-only
"""A real Prometheus that scrapes: what it knows is what /proc says; rules and dashboard work on it."""

import contextlib
import json
import math
import os
import re
import shutil
import subprocess
import urllib.error
import urllib.parse
import urllib.request

import expected
import texts
from service import Exporter, free_port, wait_for
from tap import check, report


class Prometheus:
    """One as an ordinary process, with data of its own, on the loopback."""

    def __init__(self, env, targets, interval_s=1):
        self.port = free_port()
        self.folder = os.path.join(env.folder, "prometheus")
        os.mkdir(self.folder)
        config = os.path.join(self.folder, "prometheus.yml")
        with open(config, "w") as out:
            json.dump({"global": {"scrape_interval": f"{interval_s}s", "evaluation_interval": "1s"},
                       "rule_files": [os.path.join(env.root, "tools/monitoring/prometheus/tcpstate.rules.yml")],
                       "scrape_configs": [{"job_name": "tcpstate", "sample_limit": 1500,
                                           "static_configs": [{"targets": targets}]}]}, out)
        self.said = open(os.path.join(self.folder, "log"), "w")
        self.process = subprocess.Popen(
            [os.path.join(env.prometheus, "prometheus"), f"--config.file={config}",
             f"--storage.tsdb.path={self.folder}/data",
             f"--web.listen-address=127.0.0.1:{self.port}"],
            stdout=self.said, stderr=self.said)

    def __enter__(self):
        wait_for(self.ready, "Prometheus is ready", 60)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.said.close()
        shutil.rmtree(self.folder)

    def ready(self):
        if self.process.poll() is not None:
            with open(self.said.name) as said:
                raise RuntimeError(said.read()[-2000:])
        with contextlib.suppress(OSError):
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/-/ready") as answer:
                return answer.status == 200

    def query(self, expression):
        """The samples of an instant as [({label: value}, value)]."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api/v1/query?" +
                                    urllib.parse.urlencode({"query": expression})) as answer:
            found = json.load(answer)["data"]["result"]
        return [(sample["metric"], float(sample["value"][1])) for sample in found]

    def value(self, expression):
        """The one sample's value, None if there is none."""
        found = self.query(expression)
        return found[0][1] if found else None


def scraped(prometheus):
    """All that it has scraped, as expected.metrics() has it."""
    found = {}
    for labels, value in prometheus.query('{job="tcpstate",__name__=~"tcpstate_.*|node_.*"}'):
        labels = {key: text for key, text in labels.items() if key not in ("job", "instance")}
        if "le" in labels:
            labels["le"] = float(labels["le"])
        key, _ = expected.series(labels.pop("__name__"), 0, **labels)
        found[key] = value
    return found


def check_equal(env, prometheus):
    wanted = expected.metrics(env.input, env.arcs, (8080, 7070), compat=True)
    found = expected.without_times(scraped(prometheus))
    report(not expected.difference(found, wanted),
           f"all {len(wanted)} samples are in Prometheus, with the value that /proc says",
           expected.difference(found, wanted))
    created = {value for _, value in prometheus.query("tcpstate_transitions_created")}
    report(created == {1795244725.089}, "it has negotiated OpenMetrics: it knows since when",
           created)


def readings(path):
    """The readings of a recording, each a text of its own."""
    with open(path) as text:
        return ["tcpstate_recording" + part
                for part in text.read().split("tcpstate_recording")[1:]]


def check_rates(env, prometheus, lives, path):
    """Counters that grow are rates; those that begin anew are resets, not jumps."""
    for life in lives[1:]:
        before = prometheus.value("sum(tcpstate_transitions_total)")
        with open(path, "w") as text:
            text.write(life)
        wait_for(lambda: prometheus.value("sum(tcpstate_transitions_total)") != before,
                 "a scrape sees it")
    grown = prometheus.value('increase(tcpstate_transitions_total{from="close",to="syn_sent"}[1m])')
    report(grown and grown > 0, "what happened between two scrapes is a rate", grown)
    check_dashboard(env, prometheus)
    total = prometheus.value('tcpstate_transitions_total{from="close",to="syn_sent"}')
    # The text of before was not the first one of this life.
    earlier = prometheus.value("max(resets(tcpstate_transitions_total[5m]))")
    # The module is loaded anew: it begins with the first reading once more.
    with open(path, "w") as text:
        text.write(lives[0])
    wait_for(lambda: prometheus.value('tcpstate_transitions_total{from="close",to="syn_sent"}')
             < total, "a scrape sees the module loaded anew")
    for arc in ('from="close",to="syn_sent"', 'from="listen",to="syn_recv"'):
        resets = prometheus.value(f"resets(tcpstate_transitions_total{{{arc}}}[5m])")
        now = prometheus.value(f"tcpstate_transitions_total{{{arc}}}")
        # An increase over all of it is what was counted before and after, no more.
        grown = prometheus.value(f"increase(tcpstate_transitions_total{{{arc}}}[5m])")
        report(resets == earlier + 1 and 0 < now < total and 0 < grown < 3 * total,
               f"loading the module anew is a reset of {arc}", (resets, now, grown))


def check_down(prometheus, path):
    with open(path) as text:
        life = text.read()
    os.remove(path)
    with check("up is 0 while there is nothing to read, and 1 again afterwards"):
        wait_for(lambda: prometheus.value('up{job="tcpstate"}') == 0, "up is 0")
        wait_for(lambda: prometheus.query('ALERTS{alertname="TcpstateDown"}'), "the alert is pending")
        with open(path, "w") as text:
            text.write(life)
        wait_for(lambda: prometheus.value('up{job="tcpstate"}') == 1, "up is 1 again")


VARIABLES = {"$job": ".*", "$instance": ".*", "$from": ".*", "$to": ".*",
             "$__rate_interval": "1m", "$datasource": ""}

# Saved texts have no sockets of now to compare with: tests/exporter/guest asks for these.
NEEDS_VERIFY = "tcpstate_drift_sockets"


def fill_in(expression):
    for name, value in VARIABLES.items():
        expression = expression.replace(name, value)
    assert "$" not in expression, expression
    return expression


def check_dashboard(env, prometheus):
    """Every query of the dashboard, as Grafana would send it, returns data."""
    with open(os.path.join(env.root, "tools/monitoring/grafana/tcpstate.json")) as text:
        dashboard = json.load(text)
    for panel in dashboard["panels"]:
        for target in panel.get("targets", ()):
            expression = fill_in(target["expr"])
            found = prometheus.query(expression)
            numbers = [value for _, value in found if not math.isnan(value)]
            if NEEDS_VERIFY not in expression:
                report(bool(numbers), f"dashboard, {panel['title']}: {target['refId']}", expression)
    for annotation in dashboard["annotations"]["list"]:
        prometheus.query(fill_in(annotation["expr"]))


def check_layout(env):
    """What Grafana would refuse or draw over each other."""
    with open(os.path.join(env.root, "tools/monitoring/grafana/tcpstate.json")) as text:
        dashboard = json.load(text)
    taken, ids = set(), set()
    for panel in dashboard["panels"]:
        place = panel["gridPos"]
        cells = {(x, y) for x in range(place["x"], place["x"] + place["w"])
                 for y in range(place["y"], place["y"] + place["h"])}
        assert not cells & taken and place["x"] + place["w"] <= 24, panel["title"]
        taken |= cells
        assert panel["id"] not in ids and panel["title"], panel
        ids.add(panel["id"])
        assert panel["type"] in ("row", "stat", "timeseries", "heatmap"), panel["type"]
        references = [target["refId"] for target in panel.get("targets", ())]
        assert len(references) == len(set(references)), panel["title"]
        assert panel["type"] == "row" or references, panel["title"]
    names = {variable["name"] for variable in dashboard["templating"]["list"]}
    used = set(re.findall(r"\$\{?([a-z]+)\b", json.dumps(dashboard))) - {"__all"}
    assert used <= names | {"all"}, used - names
    assert dashboard["uid"] and dashboard["schemaVersion"] >= 36


def check_rules(env):
    """The rules by Prometheus' own means, and what their runbooks advise."""
    folder = os.path.join(env.root, "tools/monitoring/prometheus")
    for command in (["check", "rules", "tcpstate.rules.yml"],
                    ["check", "config", "--syntax-only", "scrape.yml"],
                    ["test", "rules", "tcpstate.rules.test.yml"]):
        said = subprocess.run([env.promtool, *command], cwd=folder, capture_output=True, text=True)
        report(said.returncode == 0, "promtool " + " ".join(command), said.stdout + said.stderr)
    with open(os.path.join(folder, "tcpstate.rules.yml")) as text:
        rules = text.read()
    with open(os.path.join(folder, "tcpstate.rules.test.yml")) as text:
        tests = text.read()
    alerts = re.findall(r"- alert: (\w+)", rules)
    report(len(alerts) == 10 and all(f"alertname: {alert}\n" in tests for alert in alerts),
           "every alert has a test", alerts)
    runbooks = [part.split("\n\n")[0] for part in rules.split("runbook:")[1:]]
    advised = [re.findall(r"tcpstate ([a-z]+)\b", part) for part in runbooks]
    commands = {command for words in advised for command in words}
    unknown = [command for command in commands - {"what", "tcpstate"} if subprocess.run(
        [env.tool, command, "--help"], capture_output=True).returncode]
    report(len(runbooks) == len(alerts) and all(advised) and not unknown,
           "every alert has a runbook, which names a command that exists", (advised, unknown))


def run(env):
    check_rules(env)
    with check("the dashboard is laid out so that Grafana can show it"):
        check_layout(env)
    lives = readings(os.path.join(env.root, "tests/tool/input/busy.txt"))
    path = os.path.join(env.folder, "life.txt")
    shutil.copy(env.input, path)
    with Exporter(env.exporter, "--input", path, "--ports", texts.PORTS,
                  "--compat-node-exporter") as exporter, \
            Prometheus(env, [f"127.0.0.1:{exporter.port}"]) as prometheus:
        with check("up is 1"):
            wait_for(lambda: prometheus.value('up{job="tcpstate"}') == 1, "up is 1")
        check_equal(env, prometheus)
        with open(path, "w") as text:
            text.write(lives[0])
        wait_for(lambda: prometheus.value("tcpstate_half_open") is not None, "a scrape")
        check_rates(env, prometheus, lives, path)
        check_down(prometheus, path)
        report(exporter.stop() == 0, "nothing leaks in all of it", exporter.stderr())
