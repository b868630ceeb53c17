# SPDX-License-Identifier: GPL-2.0-only
"""Starts and stops the program under test, and asks it for things."""

import contextlib
import gzip
import http.client
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time

PATIENCE_S = 20


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(fact, what, patience_s=PATIENCE_S):
    """Returns what fact() does as soon as that is true."""
    end = time.monotonic() + patience_s
    while True:
        value = fact()
        if value:
            return value
        if time.monotonic() > end:
            raise TimeoutError(f"waited {patience_s} s in vain: {what}")
        time.sleep(0.05)


class Exporter:
    """One running tcpstate-exporter, as the user that it chooses to be."""

    def __init__(self, program, *options, listen=True, **popen):
        self.port = free_port()
        self.folder = tempfile.mkdtemp()
        os.chmod(self.folder, 0o755)
        self.said = open(os.path.join(self.folder, "stderr"), "w+")
        where = ["--listen", f"127.0.0.1:{self.port}"] if listen else []
        self.process = subprocess.Popen([program, *where, *options], stderr=self.said, **popen)

    def __enter__(self):
        wait_for(lambda: self.process.poll() is not None or self.answers(), "the exporter answers")
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.said.close()
        shutil.rmtree(self.folder)

    def answers(self):
        with contextlib.suppress(OSError):
            return self.get("/healthz").status == 200

    def get(self, path="/metrics", method="GET", body=None, **headers):
        """The answer, with its body, as text if it is not compressed, in .text and .raw."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        connection.request(method, path, body,
                           {name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        answer.raw = answer.read()
        connection.close()
        raw = answer.raw
        if answer.getheader("Content-Encoding") == "gzip":
            raw = gzip.decompress(raw)
        answer.text = raw.decode()
        return answer

    def talk(self, data, patience_s=PATIENCE_S):
        """Sends bytes as they are, returns all that comes back until the end.

        Who is answered before all is sent is reset; the answer is there to be read even so.
        """
        with socket.create_connection(("127.0.0.1", self.port), timeout=patience_s) as client:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                client.sendall(data)
            said = b""
            with contextlib.suppress(ConnectionResetError):
                while piece := client.recv(65536):
                    said += piece
            return said

    def stop(self):
        """Ends it as systemd does. Returns its exit status, which the leak checker sets."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE_S)

    def stderr(self):
        self.said.flush()
        with open(self.said.name) as said:
            return said.read()

    def memory_kib(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(next(line.split()[1] for line in status if line.startswith("VmRSS:")))
