"""A Chromium of the system that takes pictures of parts of a page, over its remote debugging protocol
(https://chromedevtools.github.io/devtools-protocol/). Nothing is downloaded."""

from __future__ import annotations

import asyncio
import base64
import json
import math
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
WIDTH, HEIGHT = 960, 3600
WAIT = 20.0  # seconds
POLL = 0.03
LARGEST_ANSWER = 64 * 2**20

RECTANGLE = """(() => {
  const each = %s.map((selector) => [...document.querySelectorAll(selector)]);
  if (!each.every((some) => some.length)) return null;
  const found = each.flat();
  found[0].scrollIntoView({ block: "start" });
  if (found.some((one) => [...one.querySelectorAll("img")].some((image) => !image.complete))) return null;
  // On whole pixels, wherever the rest of the page has put it: so the same thing is the same picture.
  const part = found[0].getBoundingClientRect().top %% 1;
  const moved = found[0].closest("dialog") ?? document.body;
  if (part > 0.001) moved.style.translate = `0 ${-part}px`;
  const all = found.map((one) => one.getBoundingClientRect());
  const [x, y] = [Math.min(...all.map((r) => r.left)), Math.min(...all.map((r) => r.top))];
  const [right, bottom] = [Math.max(...all.map((r) => r.right)), Math.max(...all.map((r) => r.bottom))];
  return { x, y, width: right - x, height: bottom - y };
})()"""


class NoBrowser(Exception):
    """There is nothing to take pictures with; says what to install."""


class Browser:
    """One page of a browser."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._sent = 0

    async def ask(self, method: str, **params: object) -> Any:  # noqa: ANN401 # as the protocol has it
        """Call a method of the protocol."""
        self._sent += 1
        await self._socket.send_json({"id": self._sent, "method": method, "params": params})
        while True:
            said = await asyncio.wait_for(self._socket.receive_json(), WAIT)
            if said.get("id") != self._sent:
                continue  # an event
            if "error" in said:
                raise RuntimeError(f"{method}: {said['error'].get('message')}")
            return said["result"]

    async def run(self, script: str) -> Any:  # noqa: ANN401 # whatever the script gives
        """The value of this JavaScript on the page."""
        done = await self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in done:
            raise RuntimeError(done["exceptionDetails"].get("exception", {}).get("description", script))
        return done["result"].get("value")

    async def open(self, url: str, before: str) -> None:
        """Open the page anew, with this script run before its own."""
        if self._sent == 0:
            await self.ask("Page.enable")
            await self.ask("Page.setBypassCSP", enabled=True)  # for the style that `before` adds
            await self.ask(
                "Emulation.setDeviceMetricsOverride",
                width=WIDTH, height=HEIGHT, deviceScaleFactor=1, mobile=False,
            )  # fmt: skip
            await self.ask("Emulation.setEmulatedMedia", features=[
                {"name": "prefers-color-scheme", "value": "light"},
                {"name": "prefers-reduced-motion", "value": "reduce"},
            ])  # fmt: skip
        script = await self.ask("Page.addScriptToEvaluateOnNewDocument", source=before)
        await self.ask("Page.navigate", url=url)
        await self.wait("document.readyState === 'complete'")
        await self.ask("Page.removeScriptToEvaluateOnNewDocument", identifier=script["identifier"])

    async def wait(self, script: str) -> Any:  # noqa: ANN401 # whatever the script gives
        """The first value of this script that is anything. Raises `TimeoutError`."""
        async with asyncio.timeout(WAIT):
            while True:
                if found := await self.run(script):
                    return found
                await asyncio.sleep(POLL)

    async def picture(self, selectors: list[str]) -> bytes:
        """A PNG of what is around the elements with these selectors, once all are there."""
        box = await self.wait(RECTANGLE % json.dumps(selectors))
        await asyncio.sleep(0.05)  # a last layout: fonts, scrolling to the end
        box = await self.wait(RECTANGLE % json.dumps(selectors))
        if box["y"] < 0 or box["y"] + box["height"] > HEIGHT:
            raise TimeoutError("it doesn't fit on the page")
        left, top = math.floor(box["x"]), math.floor(box["y"])
        width, height = math.ceil(box["x"] + box["width"]) - left, math.ceil(box["y"] + box["height"]) - top
        clip = {"x": left, "y": top, "width": width, "height": height, "scale": 1}
        shot = await self.ask("Page.captureScreenshot", format="png", clip=clip)
        return base64.b64decode(shot["data"])


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """A browser without a window. Raises `NoBrowser`."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        raise NoBrowser(
            f"No browser for pictures here (looked for {', '.join(NAMES)}). "
            "On Debian and Ubuntu: apt-get install chromium"
        )
    _check_fonts()
    with tempfile.TemporaryDirectory(prefix="scs-bot-pictures-", ignore_cleanup_errors=True) as folder:
        options = ["--headless=new", "--remote-debugging-port=0", f"--user-data-dir={folder}",
                   "--hide-scrollbars", "--disable-gpu", "--no-first-run", "--disable-extensions",
                   "--disable-background-networking",
                   # The same letter always in the same dots: a picture of half the size.
                   "--disable-font-subpixel-positioning", "--disable-lcd-text"]  # fmt: skip
        if os.geteuid() == 0:
            options.append("--no-sandbox")  # Chromium refuses to start as root with it
        process = await asyncio.create_subprocess_exec(
            program, *options, "about:blank", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            async with (
                aiohttp.ClientSession() as http,
                http.ws_connect(await _address(http, Path(folder)), max_msg_size=LARGEST_ANSWER) as socket,
            ):
                yield Browser(socket)
        finally:
            process.terminate()
            await process.wait()


async def _address(http: aiohttp.ClientSession, folder: Path) -> str:
    """Where the first page listens; the browser writes its port into its folder once it is up."""
    told = folder / "DevToolsActivePort"
    try:
        async with asyncio.timeout(WAIT):
            while True:
                if told.exists() and (lines := told.read_text().split()):
                    async with http.get(f"http://127.0.0.1:{lines[0]}/json/list") as answer:
                        pages = [each for each in await answer.json() if each["type"] == "page"]
                    if pages:
                        return str(pages[0]["webSocketDebuggerUrl"])
                await asyncio.sleep(POLL)
    except TimeoutError:
        raise NoBrowser("The browser didn't start. Does `chromium --headless about:blank` work?") from None


def _check_fonts() -> None:
    """Without a font for Japanese the pictures would be rows of boxes."""
    lister = shutil.which("fc-list")
    if lister is None:
        return  # not a system with fontconfig; it will have fonts of its own
    listed = subprocess.run([lister, ":lang=ja"], capture_output=True, check=False)  # noqa: S603 # nobody's input
    if not listed.stdout.strip():
        raise NoBrowser(
            "No font for Japanese is installed. "
            "On Debian and Ubuntu: apt-get install fonts-noto-cjk fonts-noto-color-emoji"
        )
