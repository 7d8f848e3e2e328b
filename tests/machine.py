"""What some tests need from the machine beyond Python, what is missing, and how to get it."""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from tests.neo4j_server.start import (
    Neo4jMissing,
    assemble,
    is_assembled,
    server_from_environment,
    what_neo4j_lacks,
)

REAL_DATA: Final = Path(__file__).parents[1].parent / "shared" / "data"
CHROMIUM_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium_path() -> Path | None:
    """The Chromium to drive: CHROMIUM in the environment, else the first on the PATH."""
    named = os.environ.get("CHROMIUM")
    names = (named,) if named else CHROMIUM_NAMES
    found = (shutil.which(name) for name in names)
    return next((Path(path) for path in found if path is not None), None)


def what_browser_lacks() -> str | None:
    """Chromium, what drives it, and on Linux a font with Chinese characters: boxes without."""
    if chromium_path() is None:
        return "Chromium is not installed, nor named in CHROMIUM"
    driver = [sys.executable, "-m", "playwright", "--version"]
    started = subprocess.run(driver, capture_output=True, text=True, check=False)
    if started.returncode != 0:
        said = started.stderr.strip().splitlines() or [f"exit code {started.returncode}"]
        return f"Playwright's driver does not start ({said[0]})"
    if platform.system() == "Linux" and not _has_chinese_font():
        return "no font with Chinese characters is installed"
    return None


def what_data_lacks() -> str | None:
    """The optional folder of real public data that may lie beside the checkout."""
    if REAL_DATA.is_dir():
        return None
    return "../shared/data, the optional folder of real public data, is not there"


def _has_chinese_font() -> bool:
    if shutil.which("fc-list") is None:
        return False
    fonts = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False)
    return fonts.stdout.strip() != ""


@dataclass(frozen=True, slots=True)
class Need:
    """One thing tests need: `lacks` says what is missing; `packages` are Debian's, with choices."""

    name: str
    lacks: Callable[[], str | None]
    packages: tuple[tuple[str, ...], ...]
    otherwise: str

    def missing(self) -> str | None:
        """What is missing and how to get it, in one line, or None."""
        lacks = self.lacks()
        if lacks is None:
            return None
        if not self.packages:
            return f"{lacks}. {self.otherwise}"
        names = " ".join(choices[0] for choices in self.packages)
        return f"{lacks}. On Debian or Ubuntu: apt-get install {names}. {self.otherwise}"


NEEDS: Final[Mapping[str, Need]] = {
    need.name: need
    for need in (
        Need(
            "neo4j",
            what_neo4j_lacks,
            (("openjdk-17-jre-headless", "openjdk-21-jre-headless"), ("maven",)),
            "Or name an empty server in NEO4J_URL, NEO4J_USER and NEO4J_PASSWORD.",
        ),
        Need(
            "browser",
            what_browser_lacks,
            (
                ("chromium",),
                ("libatomic1",),
                ("fontconfig",),
                ("fonts-wqy-microhei", "fonts-noto-cjk"),
            ),
            "Or name a Chromium in CHROMIUM.",
        ),
        Need("data", what_data_lacks, (), "It is not part of the project; everything else runs."),
    )
}


def required(environment: Mapping[str, str]) -> frozenset[str]:
    """The names in TENDERLENS_REQUIRE, whose absence is a failure; raises ValueError on others."""
    asked = environment.get("TENDERLENS_REQUIRE", "")
    names = frozenset(name.strip() for name in asked.split(",") if name.strip())
    unknown = sorted(names - NEEDS.keys())
    if unknown:
        raise ValueError(
            f"TENDERLENS_REQUIRE names {', '.join(unknown)}; it knows {', '.join(sorted(NEEDS))}."
        )
    return names


def need(name: str) -> None:
    """Skip the test when the machine lacks this; fail it when TENDERLENS_REQUIRE names it."""
    missing = NEEDS[name].missing()
    if missing is not None:
        go_without(name, missing)


def go_without(name: str, reason: str) -> None:
    """Skip or fail the test for want of what is named."""
    if name in required(os.environ):
        pytest.fail(f"TENDERLENS_REQUIRE asks for {name}: {reason}", pytrace=False)
    pytest.skip(f"{name}: {reason}")


def prepare() -> Iterator[str]:
    """Install what is missing where that is allowed; yield what was done and what still lacks."""
    wanting = [need for need in NEEDS.values() if need.packages and need.lacks() is not None]
    if wanting and _may_install():
        yield f"Installing for the tests: {', '.join(need.name for need in wanting)}."
        yield from _install([choices for need in wanting for choices in need.packages])
    if what_neo4j_lacks() is None and server_from_environment() is None and not is_assembled():
        yield "Putting Neo4j together with Maven (130 MB, once)."
        try:
            assemble()
        except Neo4jMissing as reason:
            yield str(reason)
    for need in NEEDS.values():
        missing = need.missing()
        if missing is not None:
            yield f"Not here: {need.name}: {missing}"


def _may_install() -> bool:
    return shutil.which("apt-get") is not None and os.geteuid() == 0


def _install(packages: list[tuple[str, ...]]) -> Iterator[str]:
    chosen = [_offered(choices) for choices in packages]
    if None in chosen:
        _apt_get("update")
        chosen = [_offered(choices) for choices in packages]
    names = [name for name in chosen if name is not None]
    for choices, name in zip(packages, chosen, strict=True):
        if name is None:
            yield f"apt-get offers no package {' or '.join(choices)}."
    # A package list that has grown old names files that are gone; a new list then helps.
    said = _apt_get("install", *names)
    if said is not None and _apt_get("update") is None:
        said = _apt_get("install", *names)
    if said is not None:
        yield f"apt-get install {' '.join(names)} failed: {said}"


def _offered(choices: tuple[str, ...]) -> str | None:
    """The first of these packages that the package lists hold with something to install."""
    for name in choices:
        policy = subprocess.run(
            ["apt-cache", "policy", name], capture_output=True, text=True, check=False
        )
        if "Candidate:" in policy.stdout and "Candidate: (none)" not in policy.stdout:
            return name
    return None


def _apt_get(action: str, *packages: str) -> str | None:
    """Run apt-get without questions; the last line it said when it failed, else None."""
    command = ["apt-get", "--yes", "--quiet", "--no-install-recommends"]
    command += ["--option", "DPkg::Lock::Timeout=300", action, *packages]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"}
    done = subprocess.run(command, env=quiet, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return None
    lines = (done.stderr or done.stdout).strip().splitlines()
    return lines[-1] if lines else f"exit code {done.returncode}"


if __name__ == "__main__":
    for line in prepare():
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
