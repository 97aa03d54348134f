"""Driving Chromium over a portal that a thread of this process serves."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, ConsoleMessage, Page
from starlette.types import ASGIApp

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"phone": (360, 740), "desktop": (1280, 800)}


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """Serve an application on a free port of this machine."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@dataclass
class Visit:
    """A page in the browser and everything that it complained of."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Collect errors of scripts and of the console."""
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._hear)
        self.page.on("dialog", lambda dialog: self.complaints.append(f"dialog {dialog.message}"))

    def _hear(self, message: ConsoleMessage) -> None:
        # A page with an error status is told in the console; that is no fault of the page.
        if message.type in ("error", "warning") and "status of 4" not in message.text:
            self.complaints.append(message.text)


@contextmanager
def visiting(
    browser: Browser,
    *,
    size: str = "desktop",
    scheme: str = "light",
    is_scripted: bool = True,
) -> Iterator[Visit]:
    """Open a page of its own and check at the end that nothing was complained of."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        java_script_enabled=is_scripted,
        reduced_motion="reduce",
        has_touch=size == "phone",
    )
    visit = Visit(context.new_page())
    visit.listen()
    yield visit
    context.close()
    assert visit.complaints == []
