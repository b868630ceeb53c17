# SPDX-License-Identifier: GPL-2.0-only
"""Prints TAP: a line a test, the plan at the end. As tap.sh and tap.h."""

import contextlib
import sys
import traceback

count = 0
failures = 0


def report(passed, name, said=""):
    """A test that was made already, with what there is to say if it did not pass."""
    global count, failures
    count += 1
    failures += not passed
    print(f"{'ok' if passed else 'not ok'} {count} - {name}")
    if not passed and said:
        for line in str(said).splitlines()[:100]:
            print("#", line)
    sys.stdout.flush()


@contextlib.contextmanager
def check(name):
    """What is within is a test: it passes if nothing is raised."""
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
