# SPDX-License-Identifier: GPL-2.0-only
"""Prints TAP: one line a check, the plan at the end."""

import contextlib
import sys
import traceback

count = 0
failures = 0


def report(passed, name, said=""):
    """One check, with what there is to say if it did not pass."""
    global count, failures
    count += 1
    failures += not passed
    print(f"{'ok' if passed else 'not ok'} {count} - {name}")
    if not passed and said:
        for line in str(said).splitlines()[:40]:
            print("#", line)
    sys.stdout.flush()


@contextlib.contextmanager
def check(name):
    """The checks within are one: it passes if nothing is raised."""
    try:
        yield
    except Exception:
        report(False, name, traceback.format_exc())
    else:
        report(True, name)


def done():
    """The plan; returns the exit status."""
    print(f"1..{count}")
    return 1 if failures or not count else 0
