#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Holds every document that tcpstate's --json prints against the schemas in tools/schema.

usage: schemas.py TCPSTATE [COMMAND=FILE...]

FILE holds a document that COMMAND printed elsewhere. Prints a line for each thing that it
checks: 1 or 0, and what it is. What is wrong goes to standard error.
"""

import copy
import glob
import json
import os
import re
import subprocess
import sys

import jsonschema

FOLDER = "../../tools/schema"
# Commands that print no JSON: a full screen, a status line, other formats, a recording.
WITHOUT = {"top", "check", "metrics", "record"}
# Objects whose members are named by the module, not by the tool.
MAPS = {"info", "gauges", "counters"}
# No member of any document is like this.
WRONG = [[-0.5]]


def read(path):
    """Return: the contents of a file."""
    with open(path, encoding="utf-8") as file:
        return file.read()


def run(*words):
    """Return: exit status and standard output of tcpstate."""
    done = subprocess.run([sys.argv[1], *words], stdin=subprocess.DEVNULL, capture_output=True,
                          check=False, text=True)
    return done.returncode, done.stdout


def tell(good, name, wrong=""):
    """Prints one result."""
    print(int(bool(good)), "schema:", name)
    if not good:
        print(f"{name}: {wrong}", file=sys.stderr)


def commands():
    """Return: every command of --help, and whether it takes --json."""
    listed = run("--help")[1].split("\nOptions")[0]
    names = re.findall(r"^  ([a-z]+)  ", listed, re.M)
    return {name: "--json" in run(name, "--help")[1] for name in names}


def columns():
    """Return: the names of the columns of the list of sockets."""
    listed = run("sockets", "--help")[1].split("\nColumns")[1].split("\nFields")[0]
    return re.findall(r"^  ([a-z]+)  ", listed, re.M)


def questions():
    """Return: all that explain can be asked for."""
    states = [state["state"] for state in json.loads(run("explain", "-j")[1])["states"]]
    return [[], *([state] for state in states), *([a, b] for a in states for b in states)]


def invocations(command):
    """Return: command lines that may print a document."""
    inputs = sorted(glob.glob("input/*.txt"))
    if command == "verify":
        return []
    if command == "explain":
        return [["explain", "-j", *words] for words in questions()]
    if command == "diff":
        return [["diff", "-j", file] for file in inputs]
    lines = [[command, "-j", "-f", file] for file in inputs]
    if command == "sockets":
        lines += [["sockets", "-j", "-f", file, "-o", ",".join(columns())] for file in inputs]
    if command == "listeners":
        lines += [["listeners", "-j", "-p", "-f", file] for file in inputs]
    return lines


def documents_of(command, elsewhere):
    """Return: every document that the command prints, and those that it printed elsewhere."""
    printed = [json.loads(read(path)) for name, path in elsewhere if name == command]
    for words in invocations(command):
        status, text = run(*words)
        # diff says by 1 that something moved, why that something is wrong.
        if status == 0 or (command in ("diff", "why") and status == 1):
            printed.append(json.loads(text))
    return printed


def shortened(part):
    """Return: a copy in which a list has its first element only: the others are made alike."""
    if isinstance(part, list):
        return [shortened(element) for element in part[:1]]
    if isinstance(part, dict):
        return {key: shortened(value) for key, value in part.items()}
    return part


def spoilt(document, path=()):
    """Yield copies of the document, each with one member renamed or of another type."""
    part = document
    for step in path:
        part = part[step]
    for key in range(len(part)) if isinstance(part, list) else part:
        for renamed in (False, True):
            if renamed and (isinstance(part, list) or MAPS & set(path[-1:])):
                continue
            broken = copy.deepcopy(document)
            inner = broken
            for step in path:
                inner = inner[step]
            if renamed:
                inner["another"] = inner.pop(key)
            else:
                inner[key] = WRONG
            yield f"{path} {key} {'renamed' if renamed else 'of another type'}", broken
        if isinstance(part[key], (dict, list)):
            yield from spoilt(document, (*path, key))


def check_command(command, elsewhere):
    """Prints the results of one command."""
    schema = json.loads(read(f"{FOLDER}/{command}.schema.json"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    documents = documents_of(command, elsewhere)
    wrong = [error for document in documents for error in validator.iter_errors(document)]
    tell(documents and not wrong, f"all documents of {command} are as it says",
         wrong[0] if wrong else "no documents")
    # The fullest document of each kind: not all have sockets, or findings.
    kinds = {tuple(document): document for document in
             sorted(map(shortened, documents), key=lambda document: len(json.dumps(document)))}
    changes = [change for document in kinds.values() for change in spoilt(document)]
    missed = [what for what, broken in changes if validator.is_valid(broken)]
    tell(len(changes) > 3 and not missed,
         f"a member of {command} that is renamed or of another type is noticed", missed)


def main():
    """Prints the results of all commands."""
    elsewhere = [argument.split("=", 1) for argument in sys.argv[2:]]
    known = commands()
    files = {os.path.basename(path).split(".")[0] for path in glob.glob(f"{FOLDER}/*.json")}
    printing = {name for name, prints in known.items() if prints}
    tell(printing == files, "every command with --json has one", printing ^ files)
    tell(set(known) - printing <= WITHOUT, "commands without JSON are those that are known to be",
         set(known) - printing - WITHOUT)
    version = re.search(r"#define JSON_SCHEMA (\d+)", read("../../tools/output/json.h")).group(1)
    versions = {found for name in files
                for found in re.findall(r'"const": (\d+)', read(f"{FOLDER}/{name}.schema.json"))}
    tell(versions == {version}, "the version is that of the code", versions)
    sockets = json.loads(read(f"{FOLDER}/sockets.schema.json"))["$defs"]["sockets"]["items"]
    members = [{"age": "age_s"}.get(name, name) for name in columns()]
    tell(list(sockets["properties"]) == members, "the columns of sockets are those of the table",
         [list(sockets["properties"]), members])
    for command in sorted(printing & files):
        check_command(command, elsewhere)


main()
