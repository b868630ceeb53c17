# SPDX-License-Identifier: GPL-2.0-only
"""On demand: the page in a real browser. Counts change by themselves, nothing foreign is asked."""

import base64
import json
import os
import shutil
import subprocess

import scraped
from service import Exporter, wait_for
from tap import check, report


class Browser:
    """A Chromium without a screen, spoken to by its protocol for developers on two pipes."""

    def __init__(self, folder):
        to_read, self.to_browser = os.pipe()
        self.from_browser, to_write = os.pipe()
        self.folder = os.path.join(folder, "chromium")
        self.events, self.number, self.rest = [], 0, b""
        # The pipes have to be files 3 and 4 of the browser.
        self.process = subprocess.Popen(
            ["bash", "-c", f'exec "$@" 3<&{to_read} 4>&{to_write}', "-", "chromium",
             "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
             "--window-size=1200,1700", f"--user-data-dir={self.folder}", "--remote-debugging-pipe"],
            pass_fds=[to_read, to_write], stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(to_write)
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    session = None

    def close(self):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def message(self):
        while b"\0" not in self.rest:
            piece = os.read(self.from_browser, 1 << 16)
            if not piece:
                raise EOFError("the browser has ended")
            self.rest += piece
        one, _, self.rest = self.rest.partition(b"\0")
        return json.loads(one)

    def call(self, method, **parameters):
        self.number += 1
        request = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            request["sessionId"] = self.session
        os.write(self.to_browser, json.dumps(request).encode() + b"\0")
        while True:
            answer = self.message()
            if answer.get("id") == self.number:
                return answer["result"]
            self.events.append(answer)

    def evaluate(self, expression):
        return self.call("Runtime.evaluate", expression=expression)["result"].get("value")


CLOSE_WAIT = ("[...document.querySelectorAll('tr')].find(row => row.cells[0].textContent == "
              "'CLOSE_WAIT')?.cells[1].textContent")


def run(env):
    lives = scraped.readings(os.path.join(env.root, "tests/tool/input/busy.txt"))
    path = os.path.join(env.folder, "life.txt")
    with open(path, "w") as text:
        text.write(lives[0])
    browser = Browser(env.folder)
    try:
        with Exporter(env.exporter, "--input", path) as exporter:
            for domain in ("Network", "Runtime", "Log", "Page"):
                browser.call(domain + ".enable")
            browser.call("Page.navigate", url=f"http://127.0.0.1:{exporter.port}/")
            with check("the page shows the counts"):
                wait_for(lambda: browser.evaluate(CLOSE_WAIT) == "20", "20 in CLOSE_WAIT")
            with open(path, "w") as text:
                text.write(lives[2])
            with check("they change by themselves"):
                wait_for(lambda: browser.evaluate(CLOSE_WAIT) == "24", "24 in CLOSE_WAIT")
            picture = browser.call("Page.captureScreenshot")["data"]
            folder = os.path.join(env.root, "build/check")
            os.makedirs(folder, exist_ok=True)
            with open(os.path.join(folder, "exporter-page.png"), "wb") as out:
                out.write(base64.b64decode(picture))
            errors = [event for event in browser.events if event["method"] in
                      ("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled")]
            report(not errors, "no error on the console", errors)
            asked = [event["params"]["request"]["url"] for event in browser.events
                     if event["method"] == "Network.requestWillBeSent"]
            foreign = [url for url in asked if not url.startswith(
                (f"http://127.0.0.1:{exporter.port}/", "data:,"))]
            report(len(asked) >= 3 and not foreign, "nobody else is asked for anything", asked)
            os.remove(path)
            with check("without anything to read the page says so"):
                wait_for(lambda: "No such file" in browser.evaluate("document.body.innerText"),
                         "the reason")
    finally:
        browser.close()
