"""The app served by a process of its own, and the Chromium that looks at it: for tests, benchmarks and pictures."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

ROOT = Path(__file__).parents[1]
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
_NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    """The path of a Chromium: the one that CHROMIUM names, or one that is installed; None where there is none."""
    found = (os.environ.get("CHROMIUM"), *map(shutil.which, _NAMES), "/usr/bin/chromium")
    return next((path for path in found if path and Path(path).exists()), None)


def launched(playwright: Playwright, path: str) -> Browser:
    """The Chromium of a path, which asks no other host for anything of its own accord."""
    return playwright.chromium.launch(executable_path=path, args=list(FLAGS))


class Server:
    """``panel serve --warm`` of one or more scripts, which can be frozen, stopped and started again at its port.

    Parameters
    ----------
    *scripts : pathlib.Path

    Raises
    ------
    RuntimeError
        With what the server said, where it cannot serve.
    """

    def __init__(self, *scripts: Path) -> None:
        self.scripts = scripts
        self._log = tempfile.TemporaryFile("w+")  # noqa: SIM115 - open as long as the server
        self._read = 0
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.start()

    def start(self) -> None:
        """Serve, and wait for the first page."""
        command = [sys.executable, "-m", "panel", "serve", *map(str, self.scripts), "--port", str(self.port), "--warm"]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=self._log, stderr=self._log)
        is_there, until = False, time.monotonic() + 120
        while not is_there and time.monotonic() < until and self._process.poll() is None:
            with contextlib.suppress(urllib.error.URLError, ConnectionError):
                urllib.request.urlopen(self.address(), timeout=60).close()
                is_there = True
            if not is_there:
                time.sleep(0.1)
        errors = self.errors()
        if errors or not is_there:
            self.stop()
            raise RuntimeError(f"{self.address()} could not be served\n{errors}")

    def errors(self) -> str:
        """What the server has complained about since this was last asked."""
        self._log.seek(self._read)
        said = self._log.read()
        self._read = self._log.tell()
        closed = "WebSocketClosedError" in said  # a page was closed while it was spoken to
        return said if "ERROR" in said or "Error running" in said or ("Traceback" in said and not closed) else ""

    def address(self, app: str = "") -> str:
        """Where an app is served, by the name of its script; by default the first."""
        return f"http://localhost:{self.port}/{app or self.scripts[0].stem}"

    @property
    def memory(self) -> float:
        """Resident memory of the process, in MB."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    def stop(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()

    @contextlib.contextmanager
    def frozen(self) -> Iterator[None]:
        """No answer comes from the server while this lasts."""
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)


@contextlib.contextmanager
def serving(*scripts: Path) -> Iterator[Server]:
    """A server of scripts, stopped at the end."""
    server = Server(*scripts)
    try:
        yield server
    finally:
        server.stop()
