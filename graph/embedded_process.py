"""The process that owns the Java engine of one graph folder: starts it, watches it, ends it.

`python -m graph.embedded_process FOLDER …` is started by `graph.embedded_server` and outlives the
client that asked for it. It holds `server.lock` for as long as it watches. The graph folder:

    credentials.json   generated passwords, mode 0600; made at the first start
    database.json      which database is the graph; its replacement is the moment a bulk load counts
    endpoint.json      where the engine listens; left behind after a stop and then ignored
    databases/         one folder a database; those that database.json does not name are leftovers
    config/ log/       written anew at each start
    *.lock             held by living processes through the operating system, so never stale
"""

from __future__ import annotations

import argparse
import base64
import binascii
import contextlib
import hashlib
import http.client
import importlib.util
import itertools
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import psutil

from graph.errors import EngineBusy, EngineRefused, EngineUnavailable, WorkspaceCorrupt, reason
from messages import t

LOOPBACK = "127.0.0.1"
ENGINE_CLASS = "com.arcadedb.server.ArcadeDBServer"
# The engine serves its default database under Neo4j's own name too. Clients that name this one, or
# none at all, follow `replace_graph` to the new database without being told.
STABLE_NAME = "neo4j"
START_SECONDS = 60.0  # two to three on a quiet machine
STOP_SECONDS = 30.0
PORTS_TRIED = 3
# Java would take options from these, and say so on its output; what is meant for it stands in ours.
JAVA_VARIABLES = ("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")
JAVA_OPTIONS = "TENDERLENS_JAVA_OPTIONS"
# Protocols and consoles that must not listen; `-python-bridge` calls back into Python.
UNUSED_JARS = ("-console-", "-graphql-", "-mcp-", "-postgresw-", "-python-bridge", "-redisw-")


def write_private(file: Path, text: str) -> None:
    """Replace `file` at once and for good; only its owner may read it."""
    draft = file.with_name(f"{file.name}.{os.getpid()}.{threading.get_ident()}.new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    for _ in range(50):
        try:
            draft.replace(file)
            return
        except PermissionError:  # Windows, while another process reads the old file
            time.sleep(0.02)
    draft.replace(file)


def read_text(file: Path) -> str | None:
    """What the file holds; None when there is none. EngineUnavailable when it may not be read."""
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise EngineUnavailable(
            t(
                "{file} cannot be read: {reason}. The graph of a workspace belongs to the account"
                " that made it: use that account, or another workspace.",
                file=file,
                reason=reason(error),
            )
        ) from error


class FileLock:
    """A lock that the operating system drops when its holder dies."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._descriptor: int | None = None

    def acquire(self, *, seconds: float) -> bool:
        """True when the lock is held; False when another process held it for all of `seconds`."""
        descriptor = os.open(self.file, os.O_RDWR | os.O_CREAT, 0o600)
        deadline = time.monotonic() + seconds
        while not _lock(descriptor):
            if time.monotonic() >= deadline:
                os.close(descriptor)
                return False
            time.sleep(0.02)
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


CHANGE_SECONDS = 10.0


@contextlib.contextmanager
def changing(file: Path) -> Iterator[None]:
    """Nobody else adds to a file, or writes it anew, meanwhile. Raises EngineBusy.

    Whoever changes a file that several processes change does it inside; readers need not.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(file.with_name(f"{file.name}.lock"))
    if not lock.acquire(seconds=CHANGE_SECONDS):
        raise EngineBusy(t("Another program is changing {file}. Try again.", file=file))
    try:
        yield
    finally:
        lock.release()


def _lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Passwords:
    """`root` is for the HTTP listener and stays inside these two modules."""

    root: str = field(repr=False)
    writer: str = field(repr=False)
    reader: str = field(repr=False)

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            if not isinstance(value, str) or len(value) < 8:
                raise ValueError(f"the password of '{name}' is shorter than 8 characters")


@dataclass(frozen=True, slots=True)
class Address:
    """Where an engine listens and which processes make it up."""

    pid: int
    watcher: int
    bolt_port: int
    http_port: int

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            if not isinstance(value, int) or value <= 0:
                raise ValueError(f"'{name}' is {value!r}; it must be a positive number")


@dataclass(frozen=True, slots=True)
class GraphFolder:
    """The files of one graph folder."""

    path: Path

    @property
    def databases(self) -> Path:
        return self.path / "databases"

    @property
    def log(self) -> Path:
        return self.path / "log"

    @property
    def error_file(self) -> Path:
        return self.log / "start-error.json"

    @property
    def endpoint_file(self) -> Path:
        return self.path / "endpoint.json"

    @property
    def credentials_file(self) -> Path:
        return self.path / "credentials.json"

    @property
    def database_file(self) -> Path:
        return self.path / "database.json"

    def lock(self, name: str) -> FileLock:
        return FileLock(self.path / f"{name}.lock")

    def prepare(self) -> None:
        """Make the folders; raise EngineUnavailable when the place cannot be written."""
        try:
            for folder in (self.path, self.databases, self.log, self.path / "config"):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(self.path / "start.lock", os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as error:
            raise EngineUnavailable(
                t(
                    "The graph folder {folder} cannot be written: {reason}. Give your account write"
                    " access to it or free some disk space, or choose another workspace.",
                    folder=self.path,
                    reason=reason(error),
                )
            ) from error

    def address(self) -> Address | None:
        """What endpoint.json says, true or not; None when there is no such file."""
        if (text := read_text(self.endpoint_file)) is None:
            return None
        try:
            return Address(**json.loads(text))
        except (ValueError, TypeError) as error:
            raise WorkspaceCorrupt(
                t(
                    "{file} cannot be understood ({reason}). Delete it: a running engine writes it"
                    " again within seconds, and the graph itself is not touched.",
                    file=self.endpoint_file,
                    reason=error,
                )
            ) from error

    def passwords(self) -> Passwords:
        try:
            return Passwords(**json.loads(read_text(self.credentials_file) or ""))
        except (ValueError, TypeError) as error:
            raise WorkspaceCorrupt(
                t(
                    "{file} cannot be understood ({reason}). Run `graph stop`, delete the file and"
                    " open the workspace again: new passwords are made, and the graph itself is not"
                    " touched.",
                    file=self.credentials_file,
                    reason=error,
                )
            ) from error

    def make_passwords(self) -> Passwords:
        """The passwords of this folder, made on first use: a notebook's stay valid."""
        if self.credentials_file.exists():
            return self.passwords()
        made = Passwords(*(secrets.token_urlsafe(24) for _ in range(3)))
        write_private(self.credentials_file, json.dumps(asdict(made), indent=1))
        return made

    def database(self) -> str | None:
        """The name of the database that is the graph; None in a folder that never had one."""
        present = self.database_names()
        if (text := read_text(self.database_file)) is None:
            if len(present) <= 1:
                return present[0] if present else None
            raise self._database_unclear("it is missing", present)
        try:
            name = json.loads(text)["database"]
        except (ValueError, TypeError, KeyError) as error:
            raise self._database_unclear(str(error), present) from error
        if name not in present:
            raise self._database_unclear(f"databases/{name} is missing", present)
        return str(name)

    def _database_unclear(self, reason: str, present: list[str]) -> WorkspaceCorrupt:
        return WorkspaceCorrupt(
            t(
                "{file} does not say which database is the graph ({reason}). Restore it from a"
                ' copy, or write {{"database": "NAME"}} into it, where NAME is one of: {names}.',
                file=self.database_file,
                reason=reason,
                names=", ".join(present) or "-",
            )
        )

    def set_database(self, name: str) -> None:
        write_private(self.database_file, json.dumps({"database": name}))

    def database_names(self) -> list[str]:
        found = [p.name for p in self.databases.glob("graph_*") if p.is_dir()]
        return sorted(found, key=lambda name: (len(name), name))

    def next_database(self) -> str:
        numbers = [int(m[1]) for n in self.database_names() if (m := re.match(r"graph_(\d+)$", n))]
        return f"graph_{max(numbers, default=0) + 1}"

    def remove_leftovers(self) -> None:
        """Delete what an interrupted bulk load or replacement left. The engine must not run."""
        current = self.database()
        for name in self.database_names():
            if name != current:
                shutil.rmtree(self.databases / name)

    def engine(self) -> psutil.Process | None:
        """The living Java process of this folder, whatever the files say of it."""
        address = None
        with contextlib.suppress(WorkspaceCorrupt):
            address = self.address()
        if address is not None and self.is_engine(address.pid):
            return psutil.Process(address.pid)
        for process in psutil.process_iter(["pid", "name"]):
            if process.info["name"] in ("java", "java.exe") and self.is_engine(process.pid):
                return process
        return None

    def is_engine(self, pid: int) -> bool:
        return _command_has(pid, self.mark)

    def is_watched(self, address: Address) -> bool:
        return _command_has(address.watcher, str(self.path))

    @property
    def mark(self) -> str:
        """An argument of every engine of this folder. A reused process number does not have it."""
        return f"-Dtenderlens.folder={self.path}"


def _command_has(pid: int, argument: str) -> bool:
    try:
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and argument in process.cmdline()
    except psutil.Error:
        return False


def listens(port: int) -> bool:
    try:
        socket.create_connection((LOOPBACK, port), timeout=1).close()
    except OSError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Admin:
    """The engine's HTTP listener, for what Bolt cannot do: databases, types, bulk loads."""

    port: int
    password: str = field(repr=False)

    def server(self, command: str, *, seconds: float = 60) -> None:
        self._post("/api/v1/server", {"command": command}, seconds=seconds)

    def command(self, database: str, statement: str, *, seconds: float | None = None) -> None:
        """Run SQL, or Cypher when it is a schema statement in the form `CREATE … FOR (…)`.

        Building an index is not subject to the engine's query limit, so neither limit by default.
        SQL runs outside a transaction: in one, the engine builds no index from sorted keys.
        """
        cypher = re.search(r"\bFOR\s*\(", statement, re.IGNORECASE) is not None
        language = "opencypher" if cypher else "sql"
        body = {"language": language, "command": statement, "autoCommit": cypher}
        self._post(f"/api/v1/command/{database}", body, seconds=seconds)

    def query(self, database: str, cypher: str, *, seconds: float = 5) -> None:
        body = {"language": "opencypher", "command": cypher}
        self._post(f"/api/v1/query/{database}", body, seconds=seconds)

    def load(self, database: str, lines: Iterator[bytes]) -> dict[str, Any]:
        """Stream JSON lines into the batch loader; vertices must precede the edges.

        References by position cost 12 bytes a vertex. By name, and echoed, two million of them end
        an engine of 3 GB; so does a commit of all of them at once, which is the default.
        """
        options = "parallelFlush=true&commitEvery=50000&refMode=ordinal&echoIdMapping=false"
        path = f"/api/v1/batch/{database}?{options}"
        return self._send(path, lines, content_type="application/x-ndjson", seconds=None)

    def is_ready(self) -> bool:
        """True when the engine that listens there accepts this folder's password."""
        try:
            self._send("/api/v1/databases", None, content_type="application/json", seconds=2)
        except (OSError, EngineRefused):
            return False
        return True

    def _post(self, path: str, body: Mapping[str, object], *, seconds: float | None) -> None:
        content = iter([json.dumps(body).encode()])
        self._send(path, content, content_type="application/json", seconds=seconds)

    def _send(
        self, path: str, body: Iterator[bytes] | None, *, content_type: str, seconds: float | None
    ) -> dict[str, Any]:
        """Raise OSError when the engine is gone, EngineRefused with its reason when it says no."""
        secret = base64.b64encode(f"root:{self.password}".encode()).decode()
        headers = {"Authorization": f"Basic {secret}", "Content-Type": content_type}
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=seconds)
        with contextlib.closing(connection):
            connection.connect()
            # A refusal may arrive before the whole body is sent; the answer says why.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                method = "GET" if body is None else "POST"
                connection.request(method, path, body=body, headers=headers)
            try:
                response = connection.getresponse()
                answer = _json_or_text(response.read())
            except http.client.HTTPException as error:
                raise ConnectionResetError(str(error)) from error
        if response.status >= 300:
            reason = answer.get("detail") or answer.get("error") or f"HTTP {response.status}"
            raise EngineRefused(str(reason))
        return answer


def _json_or_text(content: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(content or b"{}")
    except ValueError:
        return {"error": content.decode(errors="replace")}
    return answer if isinstance(answer, dict) else {"answer": answer}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one engine may use, and how long it waits for clients."""

    heap_mb: int
    idle_minutes: float
    query_seconds: float

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            if not value > 0:
                raise ValueError(f"'{name}' is {value}; it must be more than 0.")


def engine_home() -> Path:
    """Where the wheel keeps the Java runtime and the engine. Importing it would start a bridge."""
    spec = importlib.util.find_spec("arcadedb_embedded")
    places = spec.submodule_search_locations if spec is not None else None
    return Path(places[0]) if places else Path("arcadedb_embedded")


def java_binary(home: Path) -> Path:
    """The bundled Java; EngineUnavailable when the installation lacks it."""
    java = home / "jre" / "bin" / ("java.exe" if sys.platform == "win32" else "java")
    if not java.is_file():
        raise EngineUnavailable(
            t(
                "The Java runtime of the graph engine is missing: {file}. Install it again:"
                " `pip install --force-reinstall --no-deps arcadedb-embedded`.",
                file=java,
            )
        )
    return java


def java_arguments(folder: GraphFolder, home: Path, limits: Limits, bolt_port: int) -> list[str]:
    """The command line of the engine. It is visible to every user, so it holds no secret."""
    http_port = min(free_port(), 65_000)
    settings: dict[str, object] = {
        "server.rootPath": ".",
        # The modes differ in what errors say: production hides why a query was refused.
        "server.mode": "development",
        "server.httpIncomingHost": LOOPBACK,
        # The engine takes the first free port of this range; Bolt accepts a single port only.
        "server.httpIncomingPort": f"{http_port}-{http_port + 50}",
        "server.httpBodyContentMaxSize": -1,
        "server.httpWorkerThreads": 32,
        # A bulk load pauses where lines are put together, on a busy machine for half a minute.
        "network.socketTimeout": 600_000,
        # Pages stay in memory. At the default, a quarter of the heap, a graph of a million bids is
        # read from its files again and again: a path then takes twice as long.
        "maxPageRAM": limits.heap_mb * 2 // 5,
        "server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
        "bolt.host": LOOPBACK,
        "bolt.port": bolt_port,
        "bolt.defaultDatabase": folder.database() or "",
        "command.timeout": round(limits.query_seconds * 1000),
        # A list of ten million numbers, the default, ends a small engine.
        "queryMaxRangeSize": 1_000_000,
        # Acknowledged work survives a power cut too, not only a killed process.
        "txWalFlush": 1,
        "support.autoRegister": "false",
        "serverMetrics": "false",
        "polyglotEngineEnabled": "false",
        "opencypher.loadCsv.allowFileUrls": "false",
        "opencypher.loadCsv.allowRemoteUrls": "false",
        "server.security.importAllowedLocalPaths": str(folder.path / "import"),
    }
    jars = [str(jar) for jar in sorted((home / "jars").glob("*.jar"))]
    return [
        str(java_binary(home)),
        f"-Xmx{limits.heap_mb}m",
        *os.environ.get(JAVA_OPTIONS, "").split(),
        # Half-alive after running out of memory is worse than a restart that replays the log.
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:+UseCompactObjectHeaders",
        "-XX:-UsePerfData",
        f"-XX:ErrorFile={Path('log') / 'java-crash.log'}",
        "--add-modules=jdk.incubator.vector",
        "--enable-native-access=ALL-UNNAMED",
        "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
        "--add-opens=java.base/java.nio.channels.spi=ALL-UNNAMED",
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "-Djava.awt.headless=true",
        "-Dfile.encoding=UTF8",
        "-Duser.timezone=UTC",
        "-Duser.language=en",
        f"-Djava.util.logging.config.file={Path('config') / 'logging.properties'}",
        folder.mark,
        *(f"-Darcadedb.{name}={value}" for name, value in settings.items()),
        "-cp",
        os.pathsep.join(j for j in jars if not any(part in Path(j).name for part in UNUSED_JARS)),
        ENGINE_CLASS,
    ]


def write_config(folder: GraphFolder, passwords: Passwords) -> None:
    """Users with hashed passwords, what each may do, and a log that does not grow for ever."""
    everything = ["createRecord", "readRecord", "updateRecord", "deleteRecord"]
    groups = {
        "admin": _group(["updateSecurity", "updateSchema", "updateDatabaseSettings"], everything),
        "writer": _group(["updateSchema"], everything),
        "reader": _group([], ["readRecord"]),
    }
    users = {"root": "admin", "writer": "writer", "reader": "reader"}
    config = folder.path / "config"
    write_private(
        config / "server-users.jsonl",
        "".join(
            json.dumps(
                {
                    "name": user,
                    "password": hashed(getattr(passwords, user)),
                    "databases": {"*": [group]},
                }
            )
            + "\n"
            for user, group in users.items()
        ),
    )
    write_private(
        config / "server-groups.json",
        json.dumps({"version": 1, "databases": {"*": {"groups": groups}}}),
    )
    write_private(
        config / "logging.properties",
        "handlers=java.util.logging.FileHandler\n"
        ".level=INFO\n"
        "java.util.logging.FileHandler.pattern=log/engine.%g.log\n"
        "java.util.logging.FileHandler.limit=5000000\n"
        "java.util.logging.FileHandler.count=3\n"
        "java.util.logging.FileHandler.encoding=UTF-8\n"
        "java.util.logging.FileHandler.formatter=com.arcadedb.log.LogFormatter\n",
    )
    for old in sorted(folder.log.glob("server-event-log-*"))[:-5]:
        old.unlink(missing_ok=True)


def _group(access: list[str], records: list[str]) -> dict[str, object]:
    return {
        "access": access,
        "resultSetLimit": -1,
        "readTimeout": -1,
        "types": {"*": {"access": records}},
    }


def hashed(password: str) -> str:
    """In the form the engine keeps. Few rounds suffice: the passwords are random, not chosen."""
    rounds = 10_000
    salt = base64.b64encode(secrets.token_bytes(32)).decode()
    digest = hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), rounds, 32)
    return f"PBKDF2WithHmacSHA256${rounds}${salt}${binascii.b2a_base64(digest).decode().strip()}"


def free_port() -> int:
    """A port that is free now; another program may take it before the engine does."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def bolt_ports(folder: GraphFolder) -> Iterator[int]:
    """The port of last time, so that a notebook's URL stays valid, then what the system offers."""
    with contextlib.suppress(WorkspaceCorrupt):
        if (address := folder.address()) is not None and not listens(address.bolt_port):
            yield address.bolt_port
    while True:
        yield free_port()


class PortTaken(Exception):
    """Another program took the port after it was chosen."""


def start_engine(
    folder: GraphFolder, home: Path, limits: Limits, *, ports: Iterable[int] | None = None
) -> Address:
    """Start Java and return once it answers with this folder's passwords.

    `ports` are tried for Bolt in their order, PORTS_TRIED at most.
    """
    folder.remove_leftovers()
    passwords = folder.make_passwords()
    write_config(folder, passwords)
    for port in itertools.islice(bolt_ports(folder) if ports is None else ports, PORTS_TRIED):
        with contextlib.suppress(PortTaken):
            address = _start_java(folder, java_arguments(folder, home, limits, port), port)
            name = folder.database()
            if name is None:
                name = folder.next_database()
                Admin(address.http_port, passwords.root).server(f"create database {name}")
            folder.set_database(name)
            return address
    raise EngineUnavailable(
        t(
            "No port of {host} could be had for the graph engine in {count} attempts: other"
            " programs took each one first. Try again.",
            host=LOOPBACK,
            count=PORTS_TRIED,
        )
    )


def _start_java(folder: GraphFolder, arguments: list[str], port: int) -> Address:
    with (folder.log / "java.out").open("wb") as output:
        process = subprocess.Popen(
            arguments,
            cwd=folder.path,
            env={k: v for k, v in os.environ.items() if k not in JAVA_VARIABLES},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        return _await_ready(folder, process, port)
    except BaseException:
        process.kill()
        process.wait()
        raise


def _await_ready(folder: GraphFolder, process: subprocess.Popen[bytes], port: int) -> Address:
    password = folder.passwords().root
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        listening = _listening_ports(process.pid)
        for http_port in listening - {port}:
            if port in listening and Admin(http_port, password).is_ready():
                return Address(process.pid, os.getpid(), port, http_port)
        if "Unable to listen for BOLT" in (text := _log_text(folder)):
            raise PortTaken
        if process.poll() is not None or 'Exception in thread "main"' in text:
            raise _stopped_while_starting(folder)
        time.sleep(0.05)
    raise EngineUnavailable(
        t(
            "The graph engine did not answer within {seconds} s of its start. Stop other heavy"
            " programs and try again; {log} tells more.",
            seconds=round(START_SECONDS),
            log=folder.log,
        )
    )


def _listening_ports(pid: int) -> set[int]:
    try:
        connections = psutil.Process(pid).net_connections(kind="tcp")
    except psutil.Error:
        return set()
    return {c.laddr.port for c in connections if c.status == psutil.CONN_LISTEN}


def _log_text(folder: GraphFolder) -> str:
    return read_text(folder.log / "java.out") or ""


def _stopped_while_starting(folder: GraphFolder) -> EngineUnavailable:
    lines = [line.strip() for line in _log_text(folder).splitlines()]
    causes = [line for line in lines if line.startswith("Caused by: ")]
    told = [line for line in lines if line != "" and not line.startswith("WARNING")]
    reason = causes[-1].removeprefix("Caused by: ") if causes else " ".join(told[:2])
    return EngineUnavailable(
        t(
            "The graph engine stopped while starting ({reason}). Check the memory setting and the"
            " free disk space, then try again; {log} tells more.",
            reason=reason or "-",
            log=folder.log,
        )
    )


def stop_engine(folder: GraphFolder, process: psutil.Process) -> None:
    """Ask first, so that everything is written out; then insist."""
    with contextlib.suppress(OSError, EngineRefused, WorkspaceCorrupt):
        address = folder.address()
        if address is not None and address.pid == process.pid:
            Admin(address.http_port, folder.passwords().root).server("shutdown", seconds=5)
    if _gone(process, STOP_SECONDS if sys.platform == "win32" else 5):
        return
    with contextlib.suppress(psutil.Error):
        process.terminate()
    if not _gone(process, STOP_SECONDS):
        with contextlib.suppress(psutil.Error):
            process.kill()
        _gone(process, 5)


def _gone(process: psutil.Process, seconds: float) -> bool:
    try:
        process.wait(timeout=seconds)
    except psutil.TimeoutExpired:
        return False
    except psutil.Error:
        return True
    return True


def client_count(process: psutil.Process, ports: Iterable[int]) -> int:
    """Connections that clients hold to these ports of the engine."""
    wanted = set(ports)
    try:
        connections = process.net_connections(kind="tcp")
    except psutil.Error:
        return 0
    return sum(c.status == psutil.CONN_ESTABLISHED and c.laddr.port in wanted for c in connections)


# One of each shape the product asks, so that the first user does not wait for Java to warm up.
WARMING_QUERIES = (
    "MATCH (n) RETURN n LIMIT 25",
    "MATCH (n) WHERE n.name CONTAINS 'a' RETURN n.key AS key LIMIT 5",
    "MATCH (a)-[r]->(b) WITH a, r, b LIMIT 25 RETURN type(r) AS type, a.key AS a, b.key AS b",
    "MATCH (a)-[r]->(b) WITH a LIMIT 1 MATCH p = (a)-[*1..2]-(c) RETURN p LIMIT 25",
)


class Watch:
    """Looks after one running engine until it ends, is asked to end, or nobody needs it."""

    def __init__(self, folder: GraphFolder, address: Address, limits: Limits) -> None:
        self.folder = folder
        self.address = address
        self.limits = limits
        self.process = psutil.Process(address.pid)
        self.admin = Admin(address.http_port, folder.passwords().root)
        self.served = folder.database()
        self.asked_to_end = False
        self.last_used = time.time()

    def run(self) -> None:
        self.publish()
        for query in WARMING_QUERIES:
            with contextlib.suppress(OSError, EngineRefused):
                self.admin.query(STABLE_NAME if self.served is None else self.served, query)
        interval = max(0.1, min(1.0, self.limits.idle_minutes * 6))
        while not _gone(self.process, interval):
            if self.asked_to_end or self.is_idle():
                stop_engine(self.folder, self.process)
                return
            self.heal()

    def publish(self) -> None:
        write_private(self.folder.endpoint_file, json.dumps(asdict(self.address)))

    def is_idle(self) -> bool:
        """Clients touch endpoint.json when they ask for the engine, before they connect."""
        ports = (self.address.bolt_port, self.address.http_port)
        if client_count(self.process, ports) > 0:
            self.last_used = time.time()
        with contextlib.suppress(OSError):
            self.last_used = max(self.last_used, self.folder.endpoint_file.stat().st_mtime)
        return time.time() - self.last_used > self.limits.idle_minutes * 60

    def heal(self) -> None:
        """Put right what a killed client or a careless hand left half done."""
        with contextlib.suppress(OSError, EngineRefused, WorkspaceCorrupt):
            current = self.folder.database()
            if current is not None and current != self.served:
                serve_database(self.admin, current)
                self.served = current
        with contextlib.suppress(OSError):
            try:
                written = self.folder.address()
            except WorkspaceCorrupt:
                written = None
            if written != self.address:
                self.publish()


def serve_database(admin: Admin, name: str) -> None:
    """Make `name` the database that clients get who name none, or STABLE_NAME."""
    admin.server(f"set server setting arcadedb.bolt.defaultDatabase {name}")


def serve(folder: GraphFolder, home: Path, limits: Limits, ending: threading.Event) -> None:
    """Start or adopt the engine of `folder` and watch it until it ends."""
    lock = folder.lock("server")
    if not lock.acquire(seconds=10):
        return  # another watcher looks after this folder
    try:
        address = adopted(folder) or start_engine(folder, home, limits)
        watch = Watch(folder, address, limits)

        def end(_signal: int, _frame: FrameType | None) -> None:
            watch.asked_to_end = True

        for number in _ending_signals():
            signal.signal(number, end)
        watch.asked_to_end = ending.is_set()
        watch.run()
    finally:
        lock.release()


def adopted(folder: GraphFolder) -> Address | None:
    """The engine that outlived its watcher; one that cannot be used is ended."""
    process = folder.engine()
    if process is None:
        return None
    address = None
    with contextlib.suppress(WorkspaceCorrupt):
        address = folder.address()
    if address is not None and address.pid == process.pid and listens(address.bolt_port):
        return Address(address.pid, os.getpid(), address.bolt_port, address.http_port)
    stop_engine(folder, process)
    return None


def _ending_signals() -> tuple[signal.Signals, ...]:
    return (signal.SIGTERM, signal.SIGINT)


def main(arguments: list[str] | None = None) -> int:
    """Exit 0 after an orderly end; 1 with the sentence in log/start-error.json."""
    parser = argparse.ArgumentParser(prog="graph.embedded_process")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--heap-mb", type=int, required=True)
    parser.add_argument("--idle-minutes", type=float, required=True)
    parser.add_argument("--query-seconds", type=float, required=True)
    given = parser.parse_args(arguments)
    # Java can crash when it is told to end while it starts, so such wishes wait until it is up.
    ending = threading.Event()
    for number in _ending_signals():
        signal.signal(number, lambda *_: ending.set())
    os.umask(0o077)
    folder = GraphFolder(given.folder)
    limits = Limits(given.heap_mb, given.idle_minutes, given.query_seconds)
    try:
        serve(folder, given.home, limits, ending)
    except (EngineUnavailable, EngineBusy, WorkspaceCorrupt, OSError) as error:
        kind = type(error).__name__
        with contextlib.suppress(OSError):
            write_private(folder.error_file, json.dumps({"kind": kind, "message": str(error)}))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
