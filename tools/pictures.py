"""Take a picture of every screen, in English and Japanese, and write the pages that show them.

    make pictures

The real app in the local workspace (`tools/tour.py`), seen by a Chromium of the system (`tools/browser.py`).
Each picture is cut to its message, modal or page, in at most 256 colours, and has its line in `SCREENS`;
a picture without one, or a line without a picture, is a fault. Takes two minutes; exits with 1 if a screen
could not be had, 2 without a browser or fonts.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageOps

from bot.bootstrap import load_library
from bot.domain.scenario import Language
from tools.browser import Browser, NoBrowser, open_browser
from tools.screens import PAGES, SCREENS, page
from tools.tour import Look, tour

FOLDER = Path(__file__).parent.parent / "docs" / "screens"
LARGEST, ALL_OF_THEM = 80_000, 3_000_000  # bytes
SHADE = 64  # of 255: what is written in ink differs by more
COLOURS = (256, 128, 64, 32, 16)
MARGIN, PAPER = 8, "white"
WHOLE = """
  .modal { max-height: none !important }
  dialog { box-shadow: none !important; border: 1px solid #c8ced6 !important }
  dialog::backdrop { background: white !important }
  .tools, .dismiss { display: none !important }
"""
"""The whole of a modal, nothing behind it, and no tools of the page."""

BEFORE = """
localStorage.setItem("welcomed", "yes");
localStorage.setItem("language", %(language)s);
sessionStorage.setItem("here", JSON.stringify(%(here)s));
addEventListener("DOMContentLoaded", () => {
  const style = document.createElement("style");
  style.textContent = %(style)s;
  document.head.append(style);
});
"""


class Camera:
    """Takes pictures into a folder."""

    def __init__(self, browser: Browser, folder: Path, language: Language) -> None:
        self._browser = browser
        self._folder = folder
        self._language = language
        self.sizes: dict[str, int] = {}

    async def __call__(self, url: str, look: Look) -> None:
        here = {"person": look.person, "channel": look.channel, "thread": look.thread, "tab": look.tab}
        told = {"language": self._language.value, "here": here, "style": WHOLE}
        before = BEFORE % {name: json.dumps(value) for name, value in told.items()}
        await self._browser.open(url, before)
        await self._browser.wait("Boolean(document.querySelector('#main header'))")
        if look.script:
            await self._browser.wait(
                f"(() => {{ try {{ {look.script}; return true }} catch {{ return false }} }})()"
            )
        await self._browser.run("document.activeElement?.blur()")
        picture = smaller(await self._browser.picture(look.selectors))
        self.sizes[look.name] = await asyncio.to_thread(keep, self._folder / f"{look.name}.png", picture)


def keep(file: Path, picture: bytes) -> int:
    """Write the picture, unless the one that is there looks the same; returns how many bytes are kept. A
    browser's edges of letters differ by a shade from run to run, and colours that are few by another."""
    there = file.read_bytes() if file.exists() else b""
    if there and alike(there, picture):
        return len(there)
    file.write_bytes(picture)
    return len(picture)


def alike(one: bytes, other: bytes) -> bool:
    """Whether two pictures show the same."""
    first, second = (Image.open(BytesIO(each)).convert("RGB") for each in (one, other))
    if first.size != second.size:
        return False
    return max(ImageChops.difference(first, second).tobytes()) <= SHADE


def smaller(picture: bytes) -> bytes:
    """The picture in as many colours as fit into `LARGEST` bytes. They are spread so that small things of a
    colour of their own, such as emoji, keep it."""
    image = ImageOps.expand(Image.open(BytesIO(picture)).convert("RGB"), MARGIN, PAPER)
    for colours in COLOURS:
        written = BytesIO()
        few = image.quantize(colours, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        few.save(written, "PNG", optimize=True)
        if written.tell() <= LARGEST:
            break
    return written.getvalue()


async def take_all() -> list[str]:
    """Every picture and both pages; what went wrong, a line each."""
    library = load_library(())
    wrong: list[str] = []
    total = 0
    for language in Language:
        folder = FOLDER / language
        folder.mkdir(parents=True, exist_ok=True)
        async with open_browser() as browser:
            camera = Camera(browser, folder, language)
            async with tour(library, language, camera) as walk:
                await walk.take()
        total += sum(camera.sizes.values())
        wrong += [f"{language}/{fault}" for fault in faults(camera.sizes, walk.missed)]
        for old in folder.glob("*.png"):
            if old.stem not in SCREENS:
                old.unlink()
        (FOLDER / PAGES[language]).write_text(page(language), encoding="utf-8")
        print(f"{language}: {len(camera.sizes)} pictures, {sum(camera.sizes.values()) // 1000} kB")
    if total > ALL_OF_THEM:
        wrong.append(f"{total} bytes altogether, more than {ALL_OF_THEM}")
    return wrong


def faults(sizes: Mapping[str, int], missed: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with the pictures that were taken."""
    yield from (f"{name}: {why}" for name, why in missed.items())
    yield from (f"{name}: no line in SCREENS" for name in sizes if name not in SCREENS)
    yield from (f"{name}: no picture" for name in SCREENS if name not in sizes and name not in missed)
    yield from (f"{name}: {size} bytes" for name, size in sizes.items() if size > LARGEST)


def main() -> int:
    """Take them all and say what went wrong."""
    logging.basicConfig(level=logging.WARNING)
    try:
        wrong = asyncio.run(take_all())
    except NoBrowser as missing:
        print(missing, file=sys.stderr)
        return 2
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
