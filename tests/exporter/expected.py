# SPDX-License-Identifier: GPL-2.0-only
"""What the metrics of a text of /proc should be, worked out without any of the code under test."""

import decimal
import re

STATES = ("LISTEN SYN_SENT SYN_RECV ESTABLISHED FIN_WAIT1 FIN_WAIT2 TIME_WAIT CLOSE_WAIT "
          "LAST_ACK CLOSING").split()
NANO = decimal.Decimal("1e-9")
BOUNDS_NS = [2 ** power for power in range(10, 47)]


def known_arcs(states_h):
    """The arcs that module/states.h lists, as pairs of names."""
    with open(states_h) as source:
        return re.findall(r"^\tARC\((\w+), (\w+)\)", source.read(), re.M)


def series(name, value, **labels):
    return (name, tuple(sorted(labels.items()))), decimal.Decimal(value)


def records(path):
    """The records of the last reading of a file as (text, keyword, {column: field})."""
    columns, found, text = {}, [], None
    with open(path) as lines:
        for line in lines:
            words = line.split()
            if words[0].startswith("tcpstate"):
                text, columns = words[0], {}
                found = [record for record in found if record[0] != text]
            elif words[0] == "#":
                columns[words[1]] = words[2:]
            elif words[0] in columns:
                names = columns[words[0]]
                fields = dict(zip(names, words[1:]))
                if names[-1] == "buckets":
                    fields["buckets"] = words[len(names):]
                found.append((text, words[0], fields))
    return found


def histogram(fields, labels):
    buckets = [(bound, int(number)) for bound, number in
               (bucket.split(":") for bucket in fields["buckets"])]
    for bound_ns in BOUNDS_NS:
        yield series("tcpstate_dwell_seconds_bucket",
                     sum(n for bound, n in buckets if bound != "inf" and int(bound) <= bound_ns),
                     le=float(bound_ns * NANO), **labels)
    yield series("tcpstate_dwell_seconds_bucket", sum(n for _, n in buckets),
                 le=float("inf"), **labels)
    if fields["sum_ns"] == "-":
        return
    yield series("tcpstate_dwell_seconds_count", fields["count"], **labels)
    yield series("tcpstate_dwell_seconds_sum", int(fields["sum_ns"]) * NANO, **labels)


def metrics(path, arcs, ports=(), compat=False):
    """{(name, labels): value} of all samples but those that say when counting began."""
    found = dict([series("tcpstate_up", 1)])
    queues = {}
    for arc_from, arc_to in arcs:
        found.update([series("tcpstate_transitions_total", 0, **{"from": arc_from.lower(),
                                                                "to": arc_to.lower()})])
    for text, keyword, fields in records(path):
        labels = {key: fields[key].lower() for key in ("from", "to") if key in fields}
        if (text, keyword) == ("tcpstate", "state"):
            state = fields["name"].lower()
            found.update([series("tcpstate_sockets", fields["now"], state=state)])
            if compat:
                found.update([series("node_tcp_connection_states", fields["now"], state=state)])
            if fields["age_sum_ns"] != "-":
                found.update([series("tcpstate_state_age_seconds_sum",
                                     int(fields["age_sum_ns"]) * NANO, state=state)])
        elif (text, keyword) == ("tcpstate", "transition"):
            found.update([series("tcpstate_transitions_total", fields["count"], **labels)])
        elif (text, keyword) == ("tcpstate", "gauge"):
            found.update([series("tcpstate_" + fields["name"], fields["value"])])
        elif (text, keyword) == ("tcpstate", "counter"):
            found.update([series(f"tcpstate_{fields['name']}_total", fields["value"])])
        elif (text, keyword) == ("tcpstate_dwell", "dwell"):
            found.update(histogram(fields, labels))
        elif (text, keyword) == ("tcpstate_listeners", "listener"):
            port = int(fields["local"].rpartition(":")[2])
            for name in ("syn_queue", "accept_queue", "backlog"):
                key = (name, port)
                queues[key] = queues.get(key, 0) + int(fields[name])
    for (name, port), value in queues.items():
        if port in ports:
            found.update([series("tcpstate_listener_" + name, value, port=str(port))])
    return found


SAMPLE = re.compile(r'^([a-z_]+)(?:\{(.*)\})? ([-+0-9.e]+)$')
LABEL = re.compile(r'([a-z_]+)="((?:[^"\\]|\\.)*)"(?:,|$)')


def parse(text):
    """{(name, labels): value} of a text of metrics; raises ValueError at what is none."""
    found = {}
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        match = SAMPLE.match(line)
        if not match:
            raise ValueError(f"no sample: {line!r}")
        labels = dict(LABEL.findall(match[2] or ""))
        if "le" in labels:
            labels["le"] = float(labels["le"])
        key, value = series(match[1], match[3], **labels)
        if key in found:
            raise ValueError(f"twice: {line!r}")
        found[key] = value
    return found


def without_times(found):
    """Without when counting began and the info, which have no counterpart in the records."""
    return {key: value for key, value in found.items()
            if not key[0].endswith("_created") and key[0] != "tcpstate_build_info"}


def difference(found, wanted):
    """What differs, for people; empty if nothing does."""
    lines = [f"missing: {key} {wanted[key]}" for key in wanted.keys() - found.keys()]
    lines += [f"not expected: {key} {found[key]}" for key in found.keys() - wanted.keys()]
    lines += [f"{key}: {found[key]} instead of {wanted[key]}"
              for key in wanted.keys() & found.keys() if float(found[key]) != float(wanted[key])]
    return "\n".join(sorted(lines))
