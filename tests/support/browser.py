"""Chromium, driven over the pipe of its debugging protocol: no library, no port, no driver beside it.

One browser has many tabs; each tab has its width, its ground (light or dark), and scripts or none.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
needed = pytest.mark.skipif(not CHROMIUM, reason="there is no chromium on this machine")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--hide-scrollbars", "--remote-debugging-pipe",
)  # fmt: skip
#: seconds within which the browser answers, on a busy machine too
PATIENCE_S = 150.0
_BLOCK = 1 << 20
#: what a key is called by its number, and what it types
_KEYS = {"Tab": (9, ""), "Enter": (13, "\r"), "Escape": (27, ""), "ArrowUp": (38, ""), "ArrowDown": (40, "")}


class Trouble(AssertionError):
    """The browser, or a page in it, did not do what it was told."""


class Browser:
    """A running Chromium."""

    def __init__(self, profile: Path) -> None:
        told, self._write = _pipe()
        self._read, tells = _pipe()
        nothing = os.open(os.devnull, os.O_RDWR)
        places = ((nothing, 0), (nothing, 1), (nothing, 2), (told, 3), (tells, 4))
        self._pid = os.posix_spawn(
            CHROMIUM,
            [CHROMIUM, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
            os.environ,
            file_actions=[(os.POSIX_SPAWN_DUP2, old, new) for old, new in places],
        )
        for end in (told, tells, nothing):
            os.close(end)
        self._rest = b""
        self._number = 0
        self._tabs: dict[str, Tab] = {}

    def ask(self, method: str, session: str = "", **parameters: Any) -> dict[str, Any]:
        """What the browser answers to a command; events that come meanwhile go to their tabs."""
        self._number += 1
        told: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        os.write(self._write, json.dumps(told | ({"sessionId": session} if session else {})).encode() + b"\0")
        while True:
            heard = self.listen()
            if heard.get("id") == self._number:
                if "error" in heard:
                    raise Trouble(f"{method}: {heard['error']['message']}")
                found: dict[str, Any] = heard["result"]
                return found

    def listen(self, patience: float = PATIENCE_S) -> dict[str, Any]:
        """The next message of the browser; of an event its tab takes note."""
        while b"\0" not in self._rest:
            if not select.select([self._read], [], [], patience)[0]:
                raise Trouble("the browser says nothing")
            block = os.read(self._read, _BLOCK)
            if not block:
                raise Trouble("the browser has ended")
            self._rest += block
        line, _, self._rest = self._rest.partition(b"\0")
        heard: dict[str, Any] = json.loads(line)
        if heard.get("sessionId") in self._tabs and "method" in heard:
            self._tabs[heard["sessionId"]].note(heard["method"], heard["params"])
        return heard

    @contextmanager
    def tab(self, width: int = 1280, dark: bool = False, script: bool = True) -> Iterator[Tab]:
        """A tab of its own, without a history or a cache, to the end of the block."""
        context = self.ask("Target.createBrowserContext")["browserContextId"]
        target = self.ask("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
        session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        one = self._tabs[session] = Tab(self, session)
        try:
            one.prepare(width, dark, script)
            yield one
        finally:
            del self._tabs[session]
            self.ask("Target.disposeBrowserContext", browserContextId=context)

    def close(self) -> None:
        """End the browser."""
        os.kill(self._pid, signal.SIGTERM)
        os.waitpid(self._pid, 0)
        os.close(self._write)
        os.close(self._read)


class Tab:
    """A page in the browser, as somebody sees and uses it."""

    def __init__(self, browser: Browser, session: str) -> None:
        self._browser = browser
        self._session = session
        self._loads = 0
        #: what the page has logged, errors and what was refused included, since it was opened
        self.console: list[str] = []
        #: addresses of all that was asked for since the page was opened
        self.asked: list[str] = []
        #: bytes that were transferred since
        self.weight = 0

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """What the browser answers to a command about this tab."""
        return self._browser.ask(method, self._session, **parameters)

    def prepare(self, width: int, dark: bool, script: bool) -> None:
        """Set how the tab looks, and have it tell what happens."""
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.ask(f"{domain}.enable")
        self.ask("Network.setCacheDisabled", cacheDisabled=True)
        self.ask("Emulation.setScriptExecutionDisabled", value=not script)
        self.ask("Emulation.setFocusEmulationEnabled", enabled=True)
        self.look(width, dark)

    def look(self, width: int, dark: bool = False) -> None:
        """Give the tab another width and ground."""
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.ask("Emulation.setEmulatedMedia", features=[scheme])

    def note(self, event: str, told: dict[str, Any]) -> None:
        """Take note of an event."""
        if event == "Page.loadEventFired":
            self._loads += 1
        elif event == "Network.requestWillBeSent":
            self.asked.append(told["request"]["url"])
        elif event == "Network.loadingFinished":
            self.weight += int(told["encodedDataLength"])
        elif event == "Log.entryAdded":
            self.console.append(told["entry"]["text"])
        elif event == "Runtime.exceptionThrown":
            self.console.append(json.dumps(told["exceptionDetails"]))
        elif event == "Runtime.consoleAPICalled":
            self.console.append(json.dumps(told["args"]))

    def open(self, address: str) -> None:
        """Go to an address, and wait until its page and all that it loads are there."""
        self.console, self.asked, self.weight = [], [], 0
        with self.loading():
            refused = self.ask("Page.navigate", url=address).get("errorText")
            if refused:
                raise Trouble(f"{address}: {refused}")

    @contextmanager
    def loading(self) -> Iterator[None]:
        """What is done in the block leads to another page; the end of the block waits for it."""
        before = self._loads
        yield
        end = time.monotonic() + PATIENCE_S
        while self._loads == before:
            self._browser.listen(max(0.0, end - time.monotonic()))

    def value(self, code: str) -> Any:
        """What an expression of JavaScript is on the page; a promise is waited for."""
        told = self.ask("Runtime.evaluate", expression=code, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in told:
            raise Trouble(json.dumps(told["exceptionDetails"]))
        return told["result"].get("value")

    def until(self, code: str) -> Any:
        """The value of an expression as soon as it is true."""
        end = time.monotonic() + PATIENCE_S
        while not (found := self.value(code)):
            if time.monotonic() > end:
                raise Trouble(f"waited in vain for {code}")
            time.sleep(0.02)
        return found

    @property
    def path(self) -> str:
        """Path and query of the page."""
        found: str = self.value("location.pathname + location.search")
        return found

    @property
    def text(self) -> str:
        """The text that can be seen: what is folded away is not in it."""
        found: str = self.value("document.body.innerText")
        return found

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            number, text = _KEYS[key]
            told = {"key": key, "code": key, "windowsVirtualKeyCode": number} | ({"text": text} if text else {})
            self.ask("Input.dispatchKeyEvent", type="keyDown", **told)
            self.ask("Input.dispatchKeyEvent", type="keyUp", **told)

    def write(self, words: str) -> None:
        """Type words where the focus is."""
        self.ask("Input.insertText", text=words)

    def click(self, selector: str, words: str = "") -> None:
        """Click with the mouse on the first thing of a selector that can be seen and has the words."""
        where = self.value(f"""(() => {{
            const fits = one => one.checkVisibility() && one.textContent.includes({json.dumps(words)});
            const one = [...document.querySelectorAll({json.dumps(selector)})].find(fits);
            if (!one) return null;
            one.scrollIntoView({{block: "center", behavior: "instant"}});
            const box = one.getClientRects()[0];
            return [box.x + box.width / 2, box.y + box.height / 2];
        }})()""")
        if where is None:
            raise Trouble(f"{self.path} shows no {selector} with {words!r}")
        for kind in ("mousePressed", "mouseReleased"):
            self.ask("Input.dispatchMouseEvent", type=kind, x=where[0], y=where[1], button="left", clickCount=1)

    def follow(self, selector: str, words: str = "") -> None:
        """Click on a link, and wait for where it leads."""
        with self.loading():
            self.click(selector, words)

    def shot(self, path: Path, whole: bool = True) -> None:
        """A picture of the page."""
        told = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(told["data"]))


@contextmanager
def running() -> Iterator[Browser]:
    """A browser to the end of the block, with a profile that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="cnskg-browser-", ignore_cleanup_errors=True) as folder:
        one = Browser(Path(folder))
        try:
            yield one
        finally:
            one.close()


def _pipe() -> tuple[int, int]:
    """A pipe whose ends are none of the first descriptors, which the browser gets others at."""
    ends = os.pipe()
    moved: Callable[[int], int] = lambda end: fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10)  # noqa: E731
    found = moved(ends[0]), moved(ends[1])
    for end in ends:
        os.close(end)
    return found
