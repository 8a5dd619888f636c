"""Drives a headless Chromium over the DevTools protocol, on a pipe (--remote-debugging-pipe)."""

import json
import os
import pathlib
import select
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "integration"))
from troupe import PATIENCE, wait_until  # noqa: E402

PROGRAM = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium"))), None)

KEYS = {"Enter": (13, "\r"), "Tab": (9, ""), "Escape": (27, "")}


class Browser:
    """Ends with the `with` block."""

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="troupe-browser-")
        commands, self.commands = os.pipe()
        self.messages, messages = os.pipe()
        # Where the browser expects them; others are closed in the child.
        spare = [os.dup(fd) for fd in (commands, messages)]

        def place():
            os.dup2(spare[0], 3)
            os.dup2(spare[1], 4)

        self.process = subprocess.Popen(
            [PROGRAM, "--headless", "--remote-debugging-pipe", f"--user-data-dir={self.folder}", "--no-first-run",
             "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--no-proxy-server",
             *(["--no-sandbox"] if os.geteuid() == 0 else [])],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, close_fds=False, preexec_fn=place)
        for fd in (commands, messages, *spare):
            os.close(fd)
        self.waiting = b""
        self.last = 0
        self.pages = {}
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        os.close(self.commands)
        os.close(self.messages)
        shutil.rmtree(self.folder, ignore_errors=True)

    def call(self, method, session=None, **parameters):
        """A command's result; events that come before it go to their pages."""
        self.last += 1
        command = {"id": self.last, "method": method, "params": parameters} | ({"sessionId": session} if session else {})
        os.write(self.commands, json.dumps(command).encode() + b"\0")
        deadline = time.monotonic() + PATIENCE
        while True:
            message = self._read(deadline, method)
            if message.get("id") == command["id"]:
                if "error" in message:
                    raise AssertionError(f"{method}: {message['error']}")
                return message["result"]
            if page := self.pages.get(message.get("sessionId")):
                page.hear(message)

    def _read(self, deadline, method):
        while b"\0" not in self.waiting:
            if not select.select([self.messages], [], [], max(0, deadline - time.monotonic()))[0]:
                raise AssertionError(f"the browser does not answer {method}")
            piece = os.read(self.messages, 1 << 20)
            if not piece:
                raise AssertionError(f"the browser ended during {method}")
            self.waiting += piece
        message, self.waiting = self.waiting.split(b"\0", 1)
        return json.loads(message)

    def open(self, url="about:blank", width=1000, height=800):
        return Page(self, url, width, height)


class Page:
    """A tab. `faults` are scripts' exceptions and errors, and what the page's policy has stopped."""

    def __init__(self, browser, url, width, height):
        self.browser = browser
        self.faults = []
        self.contexts = {}
        self.target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = browser.call("Target.attachToTarget", targetId=self.target, flatten=True)["sessionId"]
        browser.pages[self.session] = self
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")
        self.resize(width, height)
        self.go(url)

    def call(self, method, **parameters):
        return self.browser.call(method, self.session, **parameters)

    def hear(self, message):
        method, about = message["method"], message["params"]
        if method == "Runtime.exceptionThrown":
            self.faults.append(about["exceptionDetails"].get("exception", {}).get("description") or about["exceptionDetails"]["text"])
        if method == "Runtime.consoleAPICalled" and about["type"] == "error":
            self.faults.append(str([one.get("description", one.get("value")) for one in about["args"]]))
        if method == "Log.entryAdded" and "Security Policy" in about["entry"]["text"]:
            self.faults.append(about["entry"]["text"])
        if method == "Runtime.executionContextCreated":
            self.contexts[about["context"]["id"]] = about["context"]["origin"]
        if method == "Runtime.executionContextDestroyed":
            self.contexts.pop(about["executionContextId"], None)
        if method == "Runtime.executionContextsCleared":
            self.contexts.clear()

    def go(self, url):
        self.call("Page.navigate", url=url)
        self.wait("document.readyState === 'complete'")

    def reload(self):
        self.run("window.isOld = true")
        self.call("Page.reload")
        self.wait("!window.isOld && document.readyState === 'complete'")

    def close(self):
        self.browser.call("Target.closeTarget", targetId=self.target)
        del self.browser.pages[self.session]

    def resize(self, width, height):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def run(self, script, origin=None):
        """The value of an expression, awaited; in the frame of an origin, or in the page."""
        where = {}
        if origin:
            self.call("Runtime.evaluate", expression="0")  # hears of new frames
            found = [context for context, its in self.contexts.items() if its == origin]
            if not found:
                raise LookupError(f"no frame of {origin} among {self.contexts}")
            where = {"contextId": found[-1]}
        result = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True, userGesture=True, **where)
        if "exceptionDetails" in result:
            details = result["exceptionDetails"]
            raise AssertionError(f"{script}: {details.get('exception', {}).get('description', details['text'])}")
        return result["result"].get("value")

    def wait(self, script, origin=None):
        """Returns once an expression holds."""
        def holds():
            try:
                return self.run(f"!!({script})", origin)
            except (AssertionError, LookupError) as failure:
                if "context" in str(failure) or isinstance(failure, LookupError):
                    return None  # between two documents
                raise
        wait_until(holds, script)

    def press(self, key):
        code, text = KEYS[key]
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code,
                      **({"text": text} if kind == "keyDown" and text else {}))

    def type(self, text):
        self.call("Input.insertText", text=text)

    def click(self, selector):
        """By the mouse, where the element stands: what lies above it gets the click."""
        at = self.run(f"""(() => {{
            const found = document.querySelector({json.dumps(selector)});
            if (!found) throw new Error("there is none");
            found.scrollIntoView({{block: "nearest"}});
            const box = found.getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2];
        }})()""")
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=at[0], y=at[1], button="left", clickCount=1)

    def text(self, selector):
        return self.run(f"document.querySelector({json.dumps(selector)})?.innerText")

    def screenshot(self, path):
        import base64
        pathlib.Path(path).write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))
