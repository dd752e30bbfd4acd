"""Opens a page in headless Chromium and does what a list of steps says.

Standard input: {"page": path, "width": 1280, "height": 900, "steps": [...]}, where a page is a file,
or an address of a server here; each step is one of
  {"evaluate": script}              the value of a script, awaited
  {"click": selector}               a real click in the middle of an element
  {"move": selector, "at": [x, y]}  the pointer at a share of an element's width and height
  {"drag": selector, "from": [x, y], "to": [x, y]}
  {"wheel": selector, "at": [x, y], "by": [x, y], "ctrl": true | false}
  {"tap": selector, "at": [x, y]}   a finger
  {"pinch": selector, "from": [x, x], "to": [x, x]}
                                    two fingers, at shares of an element's width
  {"choose": selector, "value": value}
                                    another value in a list or on a slider
  {"key": key}                      to what has the focus
  {"open": path, "width": 390}      another page, or the same at another width
  {"until": script}                 waits until the value of a script is true; fails if it stays false
  {"run": command}                  a shell line, beside the page
  {"scheme": "light" | "dark"}      what the system asks for
  {"medium": "print" | "screen"}    whose styles are used
  {"screenshot": path}              of the whole page
  {"paper": path}                   the page as PDF, on A4
Standard output: {"results": [one for each step], "requests": [URLs], "errors": [texts]}.

It speaks the DevTools protocol over a pipe: no port, nothing to install.
"""

import base64, json, os, pathlib, subprocess, sys, tempfile, time

# Seconds for what is waited for, on a machine that has much else to do.
PATIENCE = 30


class Browser:
    def __init__(self, home):
        # Chromium reads messages from descriptor 3 and writes them to 4, each ended by a zero byte.
        (child_in, self.sink), (self.source, child_out) = os.pipe(), os.pipe()

        def descriptors():
            pairs = [os.dup(child_in), os.dup(child_out)]
            for target, source in zip((3, 4), pairs):
                os.dup2(source, target)

        self.process = subprocess.Popen(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             "--user-data-dir=" + home, "--no-first-run", "--disable-background-networking",
             "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--remote-debugging-pipe"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            preexec_fn=descriptors, close_fds=False)
        os.close(child_in)
        os.close(child_out)
        self.buffer, self.count, self.session = b"", 0, None
        self.requests, self.errors, self.loaded = [], [], False
        self.medium, self.scheme = "", "light"

    def receive(self):
        while b"\0" not in self.buffer:
            part = os.read(self.source, 1 << 20)
            if not part:
                raise SystemExit("chromium ended")
            self.buffer += part
        text, self.buffer = self.buffer.split(b"\0", 1)
        message = json.loads(text)
        self.note(message.get("method"), message.get("params", {}))
        return message

    def note(self, method, params):
        if method == "Page.loadEventFired":
            self.loaded = True
        if method == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])
        if method == "Runtime.exceptionThrown":
            details = params["exceptionDetails"]
            self.errors.append(details.get("exception", {}).get("description", details["text"]))
        if method == "Runtime.consoleAPICalled" and params["type"] in ("error", "warning", "assert"):
            self.errors.append(" ".join(str(value.get("value")) for value in params["args"]))
        if method == "Log.entryAdded" and params["entry"]["level"] in ("error", "warning"):
            self.errors.append(params["entry"]["text"])

    def call(self, method, **params):
        self.count += 1
        message = {"id": self.count, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.sink, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == self.count:
                if "error" in answer:
                    raise SystemExit(f"{method}: {answer['error']}")
                return answer["result"]

    def start(self):
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(domain + ".enable")

    def open(self, path, width, height=900):
        self.loaded = False
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=width < 600)
        self.call("Emulation.setTouchEmulationEnabled", enabled=width < 600, maxTouchPoints=2)
        self.call("Page.navigate", url=path if "://" in path else pathlib.Path(path).resolve().as_uri())
        while not self.loaded:
            self.receive()
        self.settle()

    def evaluate(self, script):
        answer = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise SystemExit(f"{script}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def settle(self):
        """Until what is drawn in the next frames has been drawn."""
        self.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 20))))")

    def point(self, selector, share=(0.5, 0.5)):
        box = self.evaluate(
            "(() => { const node = document.querySelector(%s); node.scrollIntoView({block: 'center'});"
            " const box = node.getBoundingClientRect(); return [box.x, box.y, box.width, box.height]; })()"
            % json.dumps(selector))
        return box[0] + box[2] * share[0], box[1] + box[3] * share[1]

    def mouse(self, kind, x, y, buttons=0):
        self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, buttons=buttons,
                  button="none" if kind == "mouseMoved" and not buttons else "left", clickCount=1)

    def touch(self, kind, *points):
        self.call("Input.dispatchTouchEvent", type=kind, touchPoints=[
            {"x": x, "y": y, "id": index} for index, (x, y) in enumerate(points)])

    def emulate(self):
        self.call("Emulation.setEmulatedMedia", media=self.medium,
                  features=[{"name": "prefers-color-scheme", "value": self.scheme}])

    def do(self, step):
        if "evaluate" in step:
            return self.evaluate(step["evaluate"])
        if "open" in step:
            self.open(step["open"], step["width"])
        if "until" in step:
            end = time.monotonic() + PATIENCE
            while not self.evaluate(step["until"]):
                if time.monotonic() > end:
                    text = self.evaluate("document.body.innerText")
                    raise SystemExit(f"not true within {PATIENCE} s: {step['until']}\non the page: {text}")
                time.sleep(0.05)
        if "run" in step:
            subprocess.run(
                ["sh", "-c", step["run"]], check=True, stdout=subprocess.DEVNULL, timeout=PATIENCE)
        if "click" in step:
            x, y = self.point(step["click"])
            for kind, buttons in (("mouseMoved", 0), ("mousePressed", 1), ("mouseReleased", 0)):
                self.mouse(kind, x, y, buttons)
        if "move" in step:
            self.mouse("mouseMoved", *self.point(step["move"], step["at"]))
        if "drag" in step:
            start, end = (self.point(step["drag"], step[key]) for key in ("from", "to"))
            self.mouse("mouseMoved", *start)
            self.mouse("mousePressed", *start, 1)
            for share in (0.25, 0.5, 0.75, 1):
                self.mouse("mouseMoved", *(a + (b - a) * share for a, b in zip(start, end)), 1)
            self.mouse("mouseReleased", *end)
        if "wheel" in step:
            x, y = self.point(step["wheel"], step["at"])
            self.call("Input.dispatchMouseEvent", type="mouseWheel", x=x, y=y, deltaX=step["by"][0],
                      deltaY=step["by"][1], modifiers=2 if step["ctrl"] else 0)
        if "tap" in step:
            place = self.point(step["tap"], step["at"])
            self.touch("touchStart", place)
            self.touch("touchEnd")
        if "pinch" in step:
            start, end = ([self.point(step["pinch"], (share, 0.5)) for share in step[key]]
                          for key in ("from", "to"))
            self.touch("touchStart", *start)
            for share in (0.25, 0.5, 0.75, 1):
                self.touch("touchMove", *(
                    (a + (b - a) * share, y) for (a, y), (b, _) in zip(start, end)))
            self.touch("touchEnd")
        if "choose" in step:
            self.evaluate(
                "(node => { node.value = %s; for (const kind of ['input', 'change'])"
                " node.dispatchEvent(new Event(kind)); })(document.querySelector(%s))"
                % (json.dumps(str(step["value"])), json.dumps(step["choose"])))
        if "key" in step:
            text = {"text": step["key"]} if len(step["key"]) == 1 else {}
            self.call("Input.dispatchKeyEvent", type="keyDown", key=step["key"], **text)
            self.call("Input.dispatchKeyEvent", type="keyUp", key=step["key"])
        if "scheme" in step:
            self.scheme = step["scheme"]
            self.emulate()
        if "medium" in step:
            self.medium = step["medium"]
            self.emulate()
        if "screenshot" in step:
            self.settle()
            image = self.call("Page.captureScreenshot", captureBeyondViewport=True, format="png")
            pathlib.Path(step["screenshot"]).write_bytes(base64.b64decode(image["data"]))
        if "paper" in step:
            paper = self.call("Page.printToPDF", paperWidth=8.27, paperHeight=11.69)
            pathlib.Path(step["paper"]).write_bytes(base64.b64decode(paper["data"]))
        self.settle()
        return None

    def close(self):
        self.process.terminate()
        self.process.wait()


def main():
    task = json.load(sys.stdin)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        browser = Browser(home)
        try:
            browser.start()
            browser.open(task["page"], task["width"], task["height"])
            results = [browser.do(step) for step in task["steps"]]
        finally:
            browser.close()
    json.dump({"results": results, "requests": browser.requests, "errors": browser.errors}, sys.stdout)


main()
