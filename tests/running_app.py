"""The sample in a workspace of its own, and the app on a free port of this machine."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
SAMPLE: Final = ROOT / "sample_data"
SERVER: Final = (sys.executable, "-m", "pages.components.server")
START_SECONDS: Final = 60.0


@contextlib.contextmanager
def loaded_sample(folder: Path) -> Iterator[Path]:
    """`folder` as a workspace with the sample loaded and measured; its engine stops at the end."""
    from graph.embedded_server import EmbeddedServer
    from workspace import Workspace

    workspace = Workspace(folder, graph="embedded:")
    try:
        workspace.load([SAMPLE])
        workspace.measure()
        yield folder
    finally:
        workspace.close()
        EmbeddedServer(folder / "graph").stop()


@contextlib.contextmanager
def running_app(folder: Path, port: int | None = None, **environment: str) -> Iterator[str]:
    """The address of the app on this workspace; it stops with the block."""
    port = port or free_port()
    address = f"http://127.0.0.1:{port}"
    settings = {"TENDERLENS_WORKSPACE": str(folder), "TENDERLENS_GRAPH": "embedded:"}
    with (folder / "app.log").open("w") as log:
        process = subprocess.Popen(
            [*SERVER, "run", "app.py", "--server.port", str(port)],
            cwd=ROOT,
            env={**os.environ, **settings, **environment},
            stdout=log,
            stderr=log,
        )
    try:
        wait_until_up(f"{address}/_stcore/health", process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def free_port() -> int:
    """One that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_up(address: str, process: subprocess.Popen[bytes]) -> None:
    """Return once something answers there; RuntimeError if the process ends or takes too long."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(address, timeout=2).close()  # noqa: S310 - a loopback address
            return
        time.sleep(0.1)
    raise RuntimeError(f"The app did not answer at {address} within {START_SECONDS:.0f} s.")
