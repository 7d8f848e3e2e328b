"""A Neo4j Community server for the tests: put together by Maven, started, thrown away."""

import hashlib
import os
import re
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

import psutil

from graph.embedded_process import JAVA_OPTIONS

POM: Final = Path(__file__).with_name("pom.xml")
CACHE: Final = Path(__file__).parents[2] / ".cache" / "neo4j"
OLDEST_JAVA: Final = 17
SECONDS_TO_ASSEMBLE: Final = 600
SECONDS_TO_START: Final = 180

# Tests throw the store away, so nothing is allocated ahead. Port 0: the system picks a free one.
CONFIGURATION: Final = """\
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:0
server.http.enabled=false
server.https.enabled=false
dbms.usage_report.enabled=false
server.memory.pagecache.size=128m
db.tx_log.preallocate=false
"""


class Neo4jMissing(Exception):
    """There is no Neo4j server to be had on this machine; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Neo4jServer:
    """Where a server answers, and as whom to speak to it. `borrowed`: not started by the tests."""

    url: str
    user: str
    password: str
    borrowed: bool = False

    def __post_init__(self) -> None:
        if "://" not in self.url or "@" in self.url:
            raise ValueError(
                f"NEO4J_URL is '{self.url}'; it must look like bolt://host:port, "
                "with the name and password in NEO4J_USER and NEO4J_PASSWORD."
            )

    @property
    def url_with_password(self) -> str:
        """The one-line form that `--graph` takes: `bolt://user:password@host:port`."""
        scheme, host = self.url.split("://", 1)
        return f"{scheme}://{quote(self.user, safe='')}:{quote(self.password, safe='')}@{host}"


@contextmanager
def running_neo4j(*, heap: str = "1g") -> Iterator[Neo4jServer]:
    """Yield an empty server of its own, or the one that NEO4J_URL names; raises Neo4jMissing."""
    borrowed = server_from_environment()
    if borrowed is not None:
        yield borrowed
        return
    classpath = f"{assemble()}{os.sep}*"
    home = Path(tempfile.mkdtemp(prefix="tenderlens-neo4j-"))
    try:
        password = _set_password(home, classpath)
        process = _launch(home, classpath, heap)
        try:
            port = _wait_until_started(process, home)
            yield Neo4jServer(f"bolt://127.0.0.1:{port}", "neo4j", password)
        finally:
            # An orderly stop takes ten seconds to close connections and save a store nobody reads.
            process.kill()
            process.wait()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def server_from_environment() -> Neo4jServer | None:
    """The server that NEO4J_URL names, if it names one."""
    url = os.environ.get("NEO4J_URL")
    if not url:
        return None
    user = os.environ.get("NEO4J_USER", "neo4j")
    return Neo4jServer(url, user, os.environ.get("NEO4J_PASSWORD", ""), borrowed=True)


def what_neo4j_lacks() -> str | None:
    """What keeps `running_neo4j` from working here, in one line, or None."""
    if server_from_environment() is not None:
        return None
    version = java_version()
    if version is None or version < OLDEST_JAVA:
        found = "no Java is installed" if version is None else f"the Java here is {version}"
        return f"Neo4j runs on Java {OLDEST_JAVA} or newer and {found}"
    if not is_assembled() and shutil.which("mvn") is None:
        return "Maven (mvn), which puts the Neo4j server together, is not installed"
    return None


def java_version() -> int | None:
    """The major version of the Java that would be used, or None without one."""
    try:
        said = subprocess.run([_java(), "-version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    version = re.search(r'version "(?:1\.)?(\d+)', said.stderr)
    return int(version.group(1)) if version is not None else None


def is_assembled() -> bool:
    """Whether `assemble` would find its work done."""
    return _jars().is_dir()


def assemble() -> Path:
    """Return the folder of jars that make up the server; Maven fills it once per pom.xml."""
    jars = _jars()
    if is_assembled():
        return jars
    lacks = what_neo4j_lacks()
    if lacks is not None:
        raise Neo4jMissing(f"{lacks}.")
    CACHE.mkdir(parents=True, exist_ok=True)
    # Renamed into place when it is whole: a folder with the final name is never half filled.
    with tempfile.TemporaryDirectory(dir=CACHE) as unfinished:
        _copy_jars(Path(unfinished) / "jars")
        if not is_assembled():
            (Path(unfinished) / "jars").rename(jars)
    return jars


def _jars() -> Path:
    return CACHE / hashlib.sha256(POM.read_bytes()).hexdigest()[:12]


def _copy_jars(folder: Path) -> None:
    command = ["mvn", "--batch-mode", "--no-transfer-progress", "--file", str(POM)]
    command += ["dependency:copy-dependencies", "-DincludeScope=runtime"]
    command += [f"-DoutputDirectory={folder}"]
    try:
        subprocess.run(
            command, capture_output=True, text=True, check=True, timeout=SECONDS_TO_ASSEMBLE
        )
    except subprocess.TimeoutExpired as error:
        raise Neo4jMissing(
            f"Maven did not fetch the Neo4j server within {SECONDS_TO_ASSEMBLE} seconds; try again."
        ) from error
    except subprocess.CalledProcessError as error:
        reasons = [line for line in str(error.stdout).splitlines() if "ERROR" in line]
        reason = reasons[0] if reasons else "it gave no reason"
        raise Neo4jMissing(f"Maven could not fetch the Neo4j server: {reason}") from error


def _java() -> str:
    home = os.environ.get("JAVA_HOME")
    return str(Path(home) / "bin" / "java") if home else "java"


def _set_password(home: Path, classpath: str) -> str:
    configuration = home / "conf"
    configuration.mkdir()
    (configuration / "neo4j.conf").write_text(CONFIGURATION, encoding="utf-8")
    # Hexadecimal: a password that began with a dash would be read as an option.
    password = secrets.token_hex(16)
    command = [_java(), "-XX:TieredStopAtLevel=1", "-cp", classpath, "org.neo4j.cli.AdminTool"]
    command += ["dbms", "set-initial-password", password]
    places = {"NEO4J_HOME": str(home), "NEO4J_CONF": str(configuration)}
    subprocess.run(command, env={**os.environ, **places}, capture_output=True, check=True)
    return password


def _launch(home: Path, classpath: str, heap: str) -> subprocess.Popen[bytes]:
    options = os.environ.get(JAVA_OPTIONS, "").split()  # tests compile quickly, benchmarks well
    command = [_java(), *options, f"-Xms{heap}", f"-Xmx{heap}", "-cp", classpath]
    for package in ("java.nio", "java.io", "sun.nio.ch"):
        command += ["--add-opens", f"java.base/{package}=ALL-UNNAMED"]
    command += ["org.neo4j.server.CommunityEntryPoint"]
    command += [f"--home-dir={home}", f"--config-dir={home / 'conf'}"]
    if shutil.which("setpriv") is not None:
        # A test run that is killed takes its server with it.
        command = ["setpriv", "--pdeathsig", "KILL", *command]
    with (home / "console.log").open("wb") as console:
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=console, stderr=subprocess.STDOUT
        )


def _wait_until_started(process: subprocess.Popen[bytes], home: Path) -> int:
    log = home / "logs" / "neo4j.log"
    deadline = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and time.monotonic() < deadline:
        if log.is_file() and log.read_text(encoding="utf-8").rstrip().endswith("Started."):
            return _listening_port(process.pid)
        time.sleep(0.05)
    said = "".join(
        file.read_text(encoding="utf-8")[-2000:]
        for file in (home / "console.log", log)
        if file.is_file()
    )
    raise RuntimeError(f"Neo4j did not start within {SECONDS_TO_START} seconds. It said:\n{said}")


def _listening_port(pid: int) -> int:
    ports = [
        connection.laddr.port
        for connection in psutil.Process(pid).net_connections(kind="tcp")
        if connection.status == psutil.CONN_LISTEN
    ]
    if len(ports) != 1:
        raise RuntimeError(f"Neo4j should listen on its Bolt port alone; it listens on {ports}.")
    return ports[0]
