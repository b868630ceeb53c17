# SPDX-License-Identifier: GPL-2.0-only
"""Becomes a command whose standard output is a pipe that nobody reads."""

import os
import signal
import sys

reader, writer = os.pipe()
os.close(reader)
os.dup2(writer, 1)
signal.signal(signal.SIGPIPE, signal.SIG_DFL)
os.execvp(sys.argv[1], sys.argv[1:])
