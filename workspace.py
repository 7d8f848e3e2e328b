"""One investigation: a folder, a graph, and the one door through which both are used."""

from __future__ import annotations

import contextlib
import copy
import hashlib
import json
import os
import secrets
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pandas as pd

from evidence.accounts import Account, Accounts, NotPermitted, Role, Session, identities, may
from evidence.annex import Annex, AnnexRefused, cited, write_annex
from evidence.approval import last_used
from evidence.audit import Action, AuditCheck, Head, Record
from evidence.audit_report import Oddity, oddities
from evidence.backup import Backup, back_up, restore
from evidence.calendar import calendar
from evidence.clocks import CHINA, Clock, handover_clocks, pursued_since
from evidence.complaints import OpenComplaint, open_complaints
from evidence.door import PERSONS, Door, check_characters, permitted, recorded
from evidence.dossier import Dossier, Frame, Templates, compile_dossier
from evidence.matter import TRAY, Matter, Release, of_lead, of_tray, without_findings
from evidence.purpose import FILE as PURPOSES
from evidence.purpose import Purpose, purposes, state_purpose
from evidence.recusal import SHORTEST_NAME, Circle, circle, require_distance
from evidence.replay import ReplayReport, replay
from evidence.retention import DISMISSED, Appointed, Due, appoint, appointed, carried_out, due
from evidence.signing import RetiredKey, Signer, retired_keys, rotate, signer
from evidence.two_persons import (
    NEEDS_TWO,
    Pending,
    RequestRefused,
    Step,
    approve,
    ask_for,
    decline,
    pending,
    steps,
)
from graph.document_texts import TextStore
from graph.embedded_process import FileLock
from graph.embedded_server import EmbeddedServer, ServerEndpoint
from graph.engine import AdHocReader, GraphEngine, QueryLimits
from graph.errors import EngineBusy, GraphChanging, TenderLensError, WorkspaceCorrupt, reason
from graph.node_merger import Merge, MergeRefused
from graph.open_engine import EMBEDDED, EmbeddedEngine, EngineSettings, open_engine
from graph.records import BatchInfo, Node, NodeKey, Subgraph, Table, Value
from leads.assignments import FILE as ASSIGNMENTS
from leads.assignments import (
    Assignment,
    Stage,
    assignments,
    current,
    take_step,
)
from leads.calibrate import Calibration, calibrate, contributions, read_labels
from leads.identities import FILE as IDENTITY_JUDGEMENTS
from leads.identities import (
    IdentityJudgement,
    MergedRecord,
    Sameness,
    SamenessCandidate,
    append_identity_judgements,
    double_bids,
    identity_judgements,
    merged_records,
    outdated_merges,
    sameness_candidates,
    wanted_merges,
)
from leads.inspection import FOLDER as INSPECTIONS
from leads.inspection import (
    DrawLot,
    DrawPerson,
    DrawRecord,
    DrawRefused,
    DrawRules,
    KeptRecords,
    differences,
    drawn_lots,
    keep_record,
    kept_records,
    lots_to_draw,
    population_hash,
    record_from,
    record_hash,
    record_text,
    recorded_draw,
    text_of,
)
from leads.judgements import FILE as JUDGEMENTS
from leads.judgements import (
    Judgement,
    Verdict,
    append_judgement,
    erase_reasons,
    judgements,
    latest,
    reasons_to_erase,
    redact,
)
from leads.kept_leads import keep_leads, kept_leads, leads_version
from leads.lead import Lead, SubjectKind
from leads.leads import lead_by_id, lead_id, leads_from, scores
from leads.precision import SignalPrecision, precision_by_signal
from leads.subjects import names_of
from leads.trays import TrayItem, add_to_tray, remove_from_tray, tray
from leads.views import (
    Query,
    Visit,
    drop_view,
    keep_view,
    mark_seen,
    note_visit,
    seen_leads,
    views,
    visit_before,
)
from leads.weights import DEFAULT_FILE, Weights, load_weights
from loaders.evidence_store import EvidenceStore
from loaders.identifiers import KeyedHash
from loaders.inputs import understood_files
from loaders.keys import keys_of_number, typed_in_full
from loaders.load import LoadReport, Origin, Progress, load_files, take_back, time_of_loading
from loaders.profiles import Profile, load_profiles, save_profile
from loaders.succession import infer_ends
from loaders.understanding import Corrections, FileMapping, profile_of
from loaders.where import CellBehind, cells_behind, own_cells
from messages import t
from queries.ask import ask, explain, warnings
from queries.catalogue import Provision, catalogue, register
from queries.checks import LOCK
from queries.conflicts import Conflict, conflicts
from queries.describe import signal_title
from queries.inspectors import Inspector, barred, inspectors
from queries.kept_answers import keep_answer, keep_frame, kept_answer, kept_frame
from queries.kept_runs import keep_runs, kept_runs
from queries.library import FOLDER as QUESTIONS
from queries.library import forget_questions
from queries.lots import LOTS_ASKED, LotCourse, lot_course, lot_facts
from queries.meetings import Meetings, meetings
from queries.overview import Counts, batches, counts
from queries.ownership import Ownership, ownership
from queries.path import Order, PathFound, paths
from queries.profiles import Profile as NodeProfile
from queries.profiles import complaints, firm_bids, profile, rings, time_warnings
from queries.run import SignalRun, run_signals
from queries.search import LISTED, SearchHit, search
from queries.search_list import open_list, write_list
from queries.signal import Signal
from queries.sources import SourceCell, element, sources, with_bidders
from queries.surroundings import (
    Expansion,
    Surroundings,
    degrees_of,
    expansion,
    surroundings,
    ties_of,
)
from queries.unheld import unheld
from settings import VERSION, Settings, load_settings

if TYPE_CHECKING:
    from measures.measure import MeasureReport, MeasureState

EVIDENCE_STORE = "originals"
TEXTS = "texts"
IDENTITY_KEY = Path("keys") / "identity.key"
SIGNING_KEY = Path("keys") / "signing.key"
PROFILES = Path("profiles")
KEPT_RUNS = Path("cache") / "signal_runs.json"
KEPT_LEADS = Path("cache") / "leads.json"
KEPT_LOTS = Path("cache") / "lots.parquet"
KEPT_COUNTS = Path("cache") / "counts.json"
SEARCH_LIST = Path("cache") / "search.txt"
KEPT_FILES = (KEPT_RUNS, KEPT_LEADS, KEPT_LOTS, KEPT_COUNTS, SEARCH_LIST)
WRITING_LOCK = "writing.lock"
SAMENESS = "sameness"  # the measure that proposes merges
# When the batches were loaded that are not whole: of a load, or a taking back, that is under way
# or was cut off.
UNFINISHED_NOTE = "loading.txt"
SUBJECT_NODES = frozenset(kind.value for kind in SubjectKind) - {SubjectKind.PAIR.value}


class Workspace:
    """A folder with settings, keys and the embedded graph; or keys and a graph elsewhere.

    `graph` overrides the address in the settings. Opening is cheap: the engine is contacted when
    first asked. Raises WorkspaceCorrupt if the folder's files cannot be understood.
    """

    def __init__(
        self, folder: Path, *, graph: str | None = None, session: Session | None = None
    ) -> None:
        self.folder = folder.resolve()
        self.settings: Settings = load_settings(self.folder)
        self.graph = graph or self.settings.graph
        self.door = Door(self.folder, self.settings.user, session, settings=self._stated_settings())
        self._kept = _Kept()

    # Who uses it

    @property
    def user(self) -> str:
        """Who is here: the account that logged in, or who works on this computer."""
        return self.door.user

    def may(self, *actions: Action) -> bool:
        """Whether who is here may do one of these; asking is not recorded."""
        session = self.door.session
        if session is None:
            return not self.door.accounts.exist()
        return any(may(session.role, action) for action in actions)

    def through(self, door: Door) -> Workspace:
        """The workspace as who stands in `door` sees it: one graph, and answers kept for all."""
        self.engine  # noqa: B018 - opened here, so that there is one for all
        mine = copy.copy(self)
        mine.door = door
        return mine

    def login(self, name: str, password: str) -> Workspace:
        """The workspace as the account sees it, on the same graph. Raises AccountRefused."""
        check_characters((name, password))
        return self._come_in(
            name or "-",
            lambda accounts, now: accounts.authenticate(name, password, now),
        )

    def recognise(self, claims: Mapping[str, object]) -> Workspace:
        """The same for whom an identity provider vouches, see evidence.accounts.identities."""
        told = " / ".join(sorted(identities(claims))) or "-"
        return self._come_in(told, lambda accounts, now: accounts.recognise(claims, now))

    def _come_in(self, name: str, show: Callable[[Accounts, datetime], Session]) -> Workspace:
        door = Door(self.folder, name, clock=self.door.clock)
        door.record(Action.LOGIN, [name])
        try:
            session = show(door.accounts, door.clock())
        except TenderLensError:
            door.deny(Action.LOGIN, [name])
            raise
        mine = Door(self.folder, session.user, session, clock=self.door.clock)
        mine.record(Action.LOGIN, [session.user], result="done")
        return self.through(mine)

    def leave(self) -> None:
        """Record that who is here goes."""
        self.door.record(Action.LOGIN, [self.user], result="left")

    @recorded(Action.LOGIN)
    def change_password(self, old: str, new: str) -> None:
        """Replace one's own password. Raises AccountRefused."""
        self.door.accounts.change_password(self.user, old, new, self.door.clock())

    @recorded(Action.READ_LOG)
    def audit_check(self, anchor: Head | None = None) -> AuditCheck:
        """Whether the audit log's chain holds, and holds the record that was anchored."""
        return self.door.log.verify(anchor)

    @permitted(Action.READ_LOG)
    def audit_head(self) -> Head:
        """The last record: kept elsewhere, it shows later that nothing was cut off."""
        return self.door.log.head()

    @recorded(Action.READ_LOG, "user", "action", "since", "until", "text")
    def audit_records(
        self,
        *,
        user: str = "",
        action: Action | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        text: str = "",
    ) -> tuple[Record, ...]:
        """The records of the audit log, oldest first: of a user, an action, from a time on.

        `until` is the first moment that is left out; `text` stands in an object, a detail or the
        reason.
        """
        return tuple(
            record
            for record in self.door.log.records()
            if (not user or record.entry.user == user)
            and (action is None or record.entry.action is action)
            and (since is None or record.entry.at >= since)
            and (until is None or record.entry.at < until)
            and (not text or record.entry.tells(text))
        )

    @recorded(Action.READ_LOG)
    def audit_report(self) -> tuple[Oddity, ...]:
        """What is out of the ordinary in the audit log."""
        own = {account.name: frozenset(account.own) for account in self.door.accounts.all()}
        return oddities(self.door.log.records(), own)

    @recorded(Action.GRANT, view=True)
    def accounts(self) -> tuple[Account, ...]:
        """The accounts by name."""
        return self.door.accounts.all()

    @recorded(Action.GRANT, "name", "role")
    def add_account(
        self,
        name: str,
        password: str,
        role: Role,
        own: tuple[NodeKey, ...] = (),
        *,
        identity: str = "",
    ) -> None:
        """Make an account; `own` are the keys of the person and of firms that are theirs.

        `identity`: how an identity provider knows the person, who then has no password here.
        """
        self.door.accounts.add(name, password, role, own, identity=identity)

    @recorded(Action.GRANT, "name", "role")
    def change_account(
        self, name: str, *, role: Role | None = None, disabled: bool | None = None
    ) -> None:
        """Give an account another role, or close or open it."""
        self.door.accounts.change(name, role=role, disabled=disabled)

    @recorded(Action.REQUEST, "action", "subject", "about")
    def request(
        self,
        action: Action,
        subject: str,
        reason: str,
        about: Sequence[NodeKey] | None = None,
    ) -> Step:
        """Ask a second person to approve an export or unmasking.

        `about` are those whom a file is about; of a lead, a node or the tray they are known, and
        one that is not there cannot be asked for. Who is tied to one of them does not ask (回避).
        """
        if about is None and action in NEEDS_TWO:
            self._must_be_there(subject)
        parties = (*(about or ()), *self._parties(subject))
        self._keep_distance_from(subject, parties)
        now = self.door.clock()
        return ask_for(self.folder, action, subject, reason, self.user, now, parties)

    @recorded(Action.APPROVE, "request")
    def approve(self, request: str) -> Step:
        """Approve what somebody else asked for; not where one is tied to a party of it (回避)."""
        self._keep_distance_from_request(request)
        return approve(self.folder, request, self.user, self.door.clock())

    @recorded(Action.DECLINE, "request")
    def decline(self, request: str, reason: str) -> Step:
        """Decline what somebody else asked for, and why; not where one is tied to a party of it."""
        self._keep_distance_from_request(request)
        return decline(self.folder, request, reason, self.user, self.door.clock())

    def _keep_distance_from_request(self, request: str) -> None:
        for one in pending(self.folder, self.door.clock()):
            if one.asked.request == request:
                self._keep_distance_from(one.asked.subject, one.asked.about)

    def _keep_distance_from(self, subject: str, parties: Sequence[NodeKey]) -> None:
        """Refuse what a request names: these parties, and those of a lead or node."""
        if self._circle.own:
            lead = next((x for x in self._all_leads() if x.id == subject), None)
            self._keep_distance([*parties, *([subject] if lead is None else lead.keys)])

    def _must_be_there(self, subject: str) -> None:
        """Refuse what is no lead, no node, not the tray and no kind of which there are scores."""
        there = subject in {TRAY, *SubjectKind} or any(x.id == subject for x in self._all_leads())
        if not there and not self.reader.subgraph([subject]).nodes:
            raise RequestRefused(
                t(
                    "There is no lead and no node '{subject}'. Copy the id of a lead from the "
                    "list, or the key of a node, or write `tray` for the case tray.",
                    subject=subject,
                )
            )

    def _parties(self, subject: str) -> tuple[NodeKey, ...]:
        """Whom the tray is about; anything else is named by its id or key, or told apart."""
        if subject != TRAY:
            return ()
        items = self.tray()
        named = {item.ref for item in items if item.kind == "node"}
        for item in items:
            named |= set(_ends(item.ref)) if item.kind == "edge" else set()
        pinned = {item.ref for item in items if item.kind == "finding"}
        for run in self._all_runs() if pinned else ():
            for finding in run.findings:
                named |= set(finding.subjects.values()) if finding.id in pinned else set()
        return tuple(sorted(named))

    @permitted(Action.REQUEST, Action.APPROVE)
    def requests(self) -> tuple[Pending, ...]:
        """Requests with where they stand: all for who may approve, else one's own."""
        found = pending(self.folder, self.door.clock())
        session = self.door.session
        if session is None or may(session.role, Action.APPROVE):
            return found
        return tuple(one for one in found if one.asked.by == self.user)

    @recorded(Action.PURGE, "key")
    def forget_person(self, key: NodeKey, reason: str) -> int:
        """Take a person out of the graph, the tray and what was kept; the log is the certificate.

        Questions, saved or remembered, that name the person go too, and the name goes out of what
        was typed about leads and records. Returns how many nodes and edges went.
        The original files stay: they are evidence.
        """
        self._check_purge(key, reason)
        return self._forget(key)

    def _forget(self, key: NodeKey) -> int:
        with self._alone():
            named = "MATCH (p:Person {key: $key}) RETURN p.name AS name"
            names = [str(row[0] or "") for row in self.reader.run(named, {"key": key}).rows]
            forget_questions(self.folder / QUESTIONS, [key, *names])
            self._redact(key, names)
            gone = self.engine.writer.forget_node(key)
            self._kept.clear()
            for file in KEPT_FILES:
                (self.folder / file).unlink(missing_ok=True)
            pinned = [item.ref for item in self.tray() if key in item.ref.split("|")]
            self.remove_from_tray(pinned)
        return gone

    def _redact(self, key: NodeKey, names: Iterable[str]) -> None:
        """Take names out of what people typed; one record says in how many places."""
        words = [name for name in names if len(name) >= SHORTEST_NAME]
        mark = t("[name of a purged person]")
        typed = (
            (JUDGEMENTS, "reason"),
            (IDENTITY_JUDGEMENTS, "reason"),
            (ASSIGNMENTS, "note"),
            (PURPOSES, "purpose"),
        )
        places = sum(redact(self.folder / f, field, words, instead=mark) for f, field in typed)
        if places:
            self.door.record(Action.PURGE, [key], detail={"redacted": places}, result="done")

    def _check_purge(self, key: NodeKey, reason: str) -> None:
        if not key.startswith(PERSONS):
            raise TenderLensError(t("'{key}' is no person: persons alone are purged.", key=key))
        if not reason.strip():
            raise TenderLensError(t("A purge needs a reason: the rule or the order behind it."))
        if not self.reader.subgraph([key]).nodes:
            raise TenderLensError(
                t(
                    "The graph holds no person '{person}'. Look the key up with `tenderlens "
                    "search` by a part of the name.",
                    person=key,
                )
            )

    @recorded(Action.PURGE)
    def purge_dismissed(self, days: int) -> int:
        """Erase the reasons of leads that were dismissed so many days ago; returns how many."""
        before = self.door.clock() - timedelta(days=days)
        with self._alone():
            erased = erase_reasons(self.folder, before=before, instead=_erased(days))
        return len(erased)

    @recorded(Action.PURGE, "key")
    def appoint_purge(self, key: NodeKey, on: date, reason: str) -> None:
        """Set the day from which a person is due to be purged, and the rule behind it."""
        self._check_purge(key, reason)
        now = self.door.clock()
        appoint(self.folder, Appointed(key, on.isoformat(), reason, self.user, now))

    @recorded(Action.PURGE, view=True)
    def retention(self) -> tuple[Due, ...]:
        """What has a day from which it need not be kept, soonest first."""
        days = self.settings.retention_days
        known = reasons_to_erase(
            judgements(self.folder),
            before=datetime.max.replace(tzinfo=UTC),
            instead=_erased(days),
        )
        return due(appointed(self.folder), known, days=days)

    @recorded(Action.PURGE)
    def purge_due(self) -> tuple[Due, ...]:
        """Purge all that is due today; each person has a record of its own as certificate."""
        now = self.door.clock()
        today = now.astimezone(CHINA).date().isoformat()
        ripe = tuple(one for one in self.retention() if one.on <= today)
        for one in appointed(self.folder):
            if one.on <= today:
                gone = self._forget(one.person)
                carried_out(self.folder, one, by=self.user, at=now)
                self.door.record(
                    Action.PURGE,
                    [one.person],
                    detail={"count": gone},
                    reason=one.reason,
                    result="done",
                )
        if any(one.kind == DISMISSED for one in ripe):
            self.purge_dismissed(self.settings.retention_days)
        return ripe

    @recorded(Action.SETTING)
    def rotate_signing_key(self) -> tuple[Signer, Signer]:
        """Replace the key that signs dossiers; (old, new). Dossiers of the old one still verify."""
        with self._alone():
            return rotate(self.folder / SIGNING_KEY, by=self.user, at=self.door.clock())

    @permitted(Action.SETTING, Action.EXPORT, Action.READ_LOG)
    def retired_keys(self) -> tuple[RetiredKey, ...]:
        """The public halves of the keys that signed before."""
        return retired_keys(self.folder / SIGNING_KEY)

    @permitted(Action.SETTING, Action.EXPORT, Action.READ_LOG)
    def signing_key_made(self) -> datetime | None:
        """When the key that signs now was written; None before the first dossier."""
        file = self.folder / SIGNING_KEY
        return datetime.fromtimestamp(file.stat().st_mtime, UTC) if file.exists() else None

    @recorded(Action.BACKUP, "file")
    def back_up(self, file: Path, *, passphrase: str, at: datetime) -> Backup:
        """Write this workspace to one ZIP; the embedded graph is stopped meanwhile."""
        embedded = self.graph == EMBEDDED
        if "engine" in self.__dict__:
            self.engine.close()
            del self.__dict__["engine"]
        with self._alone(), contextlib.ExitStack() as held:
            if embedded:
                held.enter_context(EmbeddedServer(self.folder / "graph").stopped())
            return back_up(
                self.folder, file, passphrase=passphrase, graph=embedded, version=VERSION, at=at
            )

    def _stated_settings(self) -> dict[str, str]:
        """The settings as the audit log tells them: no password, and own weights by their hash."""
        stated = {name: str(value) for name, value in self.settings.model_dump().items()}
        stated["graph"] = self.settings.graph.rpartition("@")[2]
        stated["program"] = VERSION
        for name, file in (("shipped_weights", DEFAULT_FILE), ("signals", LOCK)):
            stated[f"{name}_sha256"] = hashlib.sha256(file.read_bytes()).hexdigest()
        own = self.folder / self.settings.weights
        if self.settings.weights and own.is_file():
            stated["weights_sha256"] = hashlib.sha256(own.read_bytes()).hexdigest()
        return stated

    @property
    def _circle(self) -> Circle:
        """Who is close to the account that is here; nobody, where it states no keys of its own."""
        own = self.door.session.own if self.door.session else ()
        if not own:
            return Circle()
        asked = (self.data_version(), *own)
        if asked not in self._kept.circles:
            self._kept.circles[asked] = circle(self.reader, own)
        return self._kept.circles[asked]

    def _keep_distance(self, parties: Iterable[NodeKey]) -> None:
        """Refuse a case to an account that is tied to one of its parties (回避)."""
        if (near := self._circle).own:
            known = list(parties)
            with self._said_why(known):
                require_distance(self.reader, near, known)

    def _keep_from_naming(self, cypher: str, parameters: Mapping[str, Value] | None) -> None:
        """Refuse a question whose text, or a text given with it, names a party of one's circle."""
        near = self._circle
        values = [v[0] if isinstance(v, list) and len(v) == 1 else v
                  for v in (parameters or {}).values()]  # fmt: skip
        for text in (cypher, *(v for v in values if isinstance(v, str))):
            if named := near.named_in(text):
                with self._said_why([named]):
                    require_distance(self.reader, near, [named])

    @contextlib.contextmanager
    def _said_why(self, parties: Sequence[NodeKey]) -> Iterator[None]:
        try:
            yield
        except NotPermitted as problem:
            self.door.deny(Action.VIEW, parties, reason=str(problem))
            raise

    @permitted(Action.VIEW)
    def withheld(self) -> int:
        """How many leads are not listed for who is here, who is tied to a party (回避)."""
        near = self._circle
        return sum(near.holds(lead.keys) for lead in self._all_leads()) if near.own else 0

    # What it is made of

    @cached_property
    def engine(self) -> GraphEngine:
        """The graph; the embedded server is started when it is first asked something."""
        self._make_folder()
        own = EngineSettings(self.settings.heap_mb, self.settings.idle_minutes)
        return open_engine(self.graph, folder=self.folder / "graph", settings=own)

    @permitted(Action.SETTING)
    def server(self) -> EmbeddedServer:
        """The server of the embedded graph; raises TenderLensError if the graph is elsewhere."""
        engine = self.engine
        if not isinstance(engine, EmbeddedEngine):
            raise TenderLensError(
                t(
                    "The graph at {name} is not run by this workspace. Leave --graph out to use "
                    "the embedded one.",
                    name=engine.name,
                )
            )
        return engine.server

    @recorded(Action.QUERY)
    def hand_out_reading(self) -> ServerEndpoint:
        """Address and credentials with which a notebook may read; where there are accounts, none.

        What a notebook asks is in no log, knows no role and no 回避.
        """
        if self.door.session is not None:
            raise NotPermitted(
                t(
                    "With accounts, the graph is read through this program alone: what a notebook "
                    "asks would be in no log and know no roles."
                )
            )
        return self.server().ensure()

    @property
    def reader(self) -> AdHocReader:
        """The read-only door of the graph; what a load that was cut off left is gone before."""
        self.take_back_cut_off()
        return self.engine.reader

    @property
    def weights(self) -> Weights:
        """The weights of the smoke index that this workspace uses."""
        own = self.settings.weights
        return load_weights(self.folder / own if own else None)

    @cached_property
    def identity_key(self) -> bytes:
        """The secret under which ID numbers, phones and accounts are hashed; made on first use."""
        file = self.folder / IDENTITY_KEY
        self._make_folder()
        if not file.exists():
            file.parent.mkdir(mode=0o700, exist_ok=True)
            with contextlib.suppress(FileExistsError):
                made = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(made, "w", encoding="ascii") as stream:
                    stream.write(secrets.token_hex(32) + "\n")
        try:
            key = bytes.fromhex(file.read_text(encoding="ascii"))
        except (ValueError, OSError) as error:
            raise WorkspaceCorrupt(_bad_key(file)) from error
        if len(key) != 32:
            raise WorkspaceCorrupt(_bad_key(file))
        return key

    def _make_folder(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WorkspaceCorrupt(
                t(
                    "The workspace folder {folder} cannot be made: {reason}. "
                    "Choose another with --workspace.",
                    folder=self.folder,
                    reason=reason(error),
                )
            ) from error

    # Data in

    @recorded(Action.LOAD, "paths_")
    def load(
        self,
        paths_: Sequence[Path],
        *,
        corrections: Corrections | None = None,
        problems: Path | None = None,
        dry_run: bool = False,
        progress: Callable[[Progress], None] | None = None,
        at: datetime | None = None,
        source_system: str = "",
        document_no: str = "",
        as_of: str = "",
    ) -> LoadReport:
        """Load files, folders and archives; see loaders.load.load_files. One load at a time.

        The files are kept in the evidence store. `as_of` is the day whose state they describe.
        """
        moment = at or datetime.now(UTC)
        self.take_back_cut_off()
        with self._alone():
            if not dry_run:
                self._note_unfinished(time_of_loading(moment))
            try:
                report = load_files(
                    paths_,
                    self.engine,
                    identity_key=self.identity_key,
                    origin=Origin(self.user, moment, source_system, document_no, as_of),
                    store=self.evidence_store,
                    texts=self.texts,
                    corrections=corrections,
                    profiles=self.profiles(),
                    problems=problems,
                    dry_run=dry_run,
                    progress=progress,
                    take_batch_back=self._take_back,
                )
            except TenderLensError:
                with contextlib.suppress(TenderLensError):
                    if self._is_settled():
                        self._forget_unfinished()
                raise
            judged = identity_judgements(self.folder)
            if not dry_run and (judged or self.merged_records()):
                self._settle_identities(judged, datetime.now(UTC))
            self._forget_unfinished()
            return report

    @property
    def evidence_store(self) -> EvidenceStore:
        """The original files of all loads."""
        return EvidenceStore(self.folder / EVIDENCE_STORE)

    @property
    def texts(self) -> TextStore:
        """The texts of all bid files that were loaded."""
        return TextStore(self.folder / TEXTS)

    @recorded(Action.VIEW, "key")
    def where(self, key: str) -> tuple[CellBehind, ...]:
        """The cells behind a node (its key) or an edge (its id `start|TYPE|end`).

        Raises TenderLensError if the graph has no such element.
        """
        self._keep_distance([key, *_ends(key)])
        return self._cells(key)

    @recorded(Action.UNMASK, "key")
    def unmask(self, key: NodeKey, reason: str) -> tuple[CellBehind, ...]:
        """The same with the numbers of persons as the original files have them.

        The graph knows keyed hashes alone: what was loaded without its file being kept stays
        masked. Raises TenderLensError without a reason.
        """
        if not reason.strip():
            raise TenderLensError(t("Unmasking needs a reason: the case and the duty behind it."))
        self._keep_distance([key, *_ends(key)])
        return own_cells(self._cells(key), self._cells(key, whole=True))

    def _cells(self, key: str, *, whole: bool = False) -> tuple[CellBehind, ...]:
        found = element(self.reader, key)
        name = found.label if isinstance(found, Node) else found.type
        kept = {batch.id: batch for batch in self.batches()}
        return cells_behind(
            name, found.properties, found.sources, kept, self.evidence_store, whole=whole
        )

    @recorded(Action.VIEW)
    def conflicts(self) -> tuple[Conflict, ...]:
        """Facts that two files state differently."""
        return conflicts(self.reader, self.batches())

    @permitted(Action.LOAD)
    def understand(
        self, paths_: Sequence[Path], corrections: Corrections | None = None
    ) -> tuple[FileMapping, ...]:
        """What the files are taken for, before they are loaded; no engine is needed."""
        with TemporaryDirectory(prefix="tenderlens-") as scratch:
            return understood_files(
                paths_,
                scratch=Path(scratch),
                corrections=corrections,
                profiles=self.profiles(),
            )

    @permitted(Action.LOAD)
    def profiles(self) -> tuple[Profile, ...]:
        """The profiles that were kept in this workspace, by name."""
        return load_profiles(self.folder / PROFILES)

    @recorded(Action.SETTING, "name")
    def save_profile(
        self, paths_: Sequence[Path], name: str, corrections: Corrections | None = None
    ) -> Path:
        """Keep how the one sheet of these files is understood, for later files of its shape."""
        self._make_folder()
        profile = profile_of(self.understand(paths_, corrections), name)
        return save_profile(profile, self.folder / PROFILES)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        self._make_folder()
        lock = FileLock(self.folder / WRITING_LOCK)
        if not lock.acquire(seconds=0):
            raise EngineBusy(
                t(
                    "Another program is changing the graph of {folder}. Wait until it has "
                    "finished, then run this again.",
                    folder=self.folder,
                )
            )
        try:
            yield
        finally:
            lock.release()

    @recorded(Action.UNLOAD, "batch")
    def unload(self, batch: str) -> int:
        """Take a batch back; returns how many nodes and edges went. Raises for an unknown batch.

        If it breaks off, the rest goes when the graph is next read.
        """
        known = {b.id for b in self.batches()}
        if batch not in known:
            raise TenderLensError(
                t(
                    "There is no batch '{batch}'. `tenderlens batches` lists the loaded ones.",
                    batch=batch,
                )
            )
        with self._alone():
            removed = self._take_back(batch)
            self._forget_unfinished()
            return removed

    def _take_back(self, batch: str) -> int:
        writer, reader, now = self.engine.writer, self.engine.reader, datetime.now(UTC)
        self._note_unfinished(*(b.loaded_at for b in batches(reader) if b.id == batch))
        wanted = wanted_merges(reader, identity_judgements(self.folder), at=now)
        writer.split_nodes([record.was for record in merged_records(reader)])
        removed = take_back(self.engine, batch)
        if self._merge(wanted, now):
            infer_ends(self.engine)
        return removed

    def _note_unfinished(self, *moments: str) -> None:
        """Note when the batches were loaded that are about to be changed."""
        file = self.folder / UNFINISHED_NOTE
        known = file.read_text(encoding="ascii").split() if file.exists() else []
        file.write_text("\n".join(dict.fromkeys([*known, *moments])), encoding="ascii")

    def _forget_unfinished(self) -> None:
        (self.folder / UNFINISHED_NOTE).unlink(missing_ok=True)

    def cut_off(self) -> bool:
        """Whether a load or a taking back that this workspace began may be there in half."""
        return (self.folder / UNFINISHED_NOTE).exists()

    def take_back_cut_off(self) -> None:
        """A batch is there as a whole or not at all, even if a load or its end was cut off.

        Only what this workspace began: another may be loading into the same server.
        """
        lock = FileLock(self.folder / WRITING_LOCK)
        if not self.cut_off() or not lock.acquire(seconds=0):
            return  # whoever holds the lock is at work still
        try:
            began = (self.folder / UNFINISHED_NOTE).read_text(encoding="ascii").split()
            for batch in batches(self.engine.reader):
                if batch.state != "loaded" and batch.loaded_at in began:
                    self.door.record(Action.UNLOAD, [batch.id], result="cut off before")
                    self._take_back(batch.id)
            self._settle_identities(identity_judgements(self.folder), datetime.now(UTC))
            infer_ends(self.engine)
            self._forget_unfinished()
        finally:
            lock.release()

    @permitted(Action.VIEW, Action.LOAD)
    def batches(self) -> tuple[BatchInfo, ...]:
        """The loaded files, in the order of loading."""
        return batches(self.reader)

    # Computing

    @recorded(Action.MEASURE, "names")
    def measure(
        self,
        names: Sequence[str] | None = None,
        *,
        progress: Callable[[str], None] | None = None,
        at: datetime | None = None,
        anew: bool = False,
    ) -> tuple[MeasureReport, ...]:
        """Run measures and write their derived facts; all of them without names.

        One whose data did not change since its last run is passed over, unless `anew`.
        """
        moment = at or datetime.now(UTC)
        with self._alone():
            if names is not None and SAMENESS not in names:
                return self._measured(names, moment, progress, anew)
            first = self._measured([SAMENESS], moment, progress, anew)
            self._settle_identities(identity_judgements(self.folder), moment)
            rest = [state.name for state in self.measures() if state.name != SAMENESS]
            chosen = rest if names is None else [name for name in rest if name in names]
            reports = (*first, *self._measured(chosen, moment, progress, anew))
            if names is None:
                self._keep_search_list(progress)
            return reports

    def _keep_search_list(self, progress: Callable[[str], None] | None) -> None:
        """Write down what can be searched: thereafter a search takes a tenth of its time."""
        file, reader = self.folder / SEARCH_LIST, self.engine.reader
        if open_list(file, reader, LISTED) is None:
            if progress is not None:
                progress(t("Names and numbers for searching: writing them down"))
            write_list(file, reader, LISTED)

    def _measured(
        self,
        names: Sequence[str],
        at: datetime,
        progress: Callable[[str], None] | None,
        anew: bool,
    ) -> tuple[MeasureReport, ...]:
        from measures.catalogue import run_measures  # brings the statistics library

        return run_measures(
            names, self.engine, at=at, texts=self.texts, progress=progress, anew=anew
        )

    @permitted(Action.MEASURE)
    def keep_answers(self, progress: Callable[[str], None] | None = None) -> None:
        """Work out what the pages show first, so that nobody waits for it there."""

        def tell(run: SignalRun) -> None:
            if progress is not None:
                progress(t("Asked the signal “{title}”", title=signal_title(run.signal)))

        self._all_runs(tell)
        if progress is not None:
            progress(t("Forming the leads …"))
        self._all_leads()
        self.lots()
        self.counts()

    @permitted(Action.VIEW, Action.MEASURE)
    def measures(self) -> tuple[MeasureState, ...]:
        """Which measures ran, when, and whether data came after them."""
        from measures.catalogue import measure_states  # brings the statistics library

        return measure_states(self.reader)

    # Who is who

    @recorded(Action.VIEW)
    def sameness_candidates(self) -> tuple[SamenessCandidate, ...]:
        """Records that may be one, the most probable first, with what was decided about them."""
        return sameness_candidates(self.reader, identity_judgements(self.folder))

    @recorded(Action.VIEW)
    def merged_records(self) -> tuple[MergedRecord, ...]:
        """The merges that hold; those of bids follow from those of companies."""
        return merged_records(self.reader)

    @recorded(Action.JUDGEMENT, "pairs")
    def judge_identities(
        self,
        pairs: Sequence[tuple[NodeKey, NodeKey]],
        verdict: Sameness,
        reason: str,
        *,
        at: datetime,
    ) -> tuple[int, int]:
        """Record one decision about each pair and carry it out; (merged, split) records.

        Raises IdentityRefused without a reason or for records of two kinds, MergeRefused where a
        source ties two to each other; then nothing is recorded of any pair.
        """
        self._keep_distance(key for pair in pairs for key in pair)
        made = [
            IdentityJudgement(min(pair), max(pair), verdict, reason, self.user, at)
            for pair in pairs
        ]
        with self._alone():
            before = identity_judgements(self.folder)
            try:
                settled = self._settle_identities([*before, *made], at)
            except MergeRefused:
                self._settle_identities(before, at)
                raise
            append_identity_judgements(self.folder, made)
        return settled

    def _settle_identities(
        self, judged: Sequence[IdentityJudgement], at: datetime
    ) -> tuple[int, int]:
        """Make the graph hold the merges that should hold, and no others."""
        wanted = wanted_merges(self.reader, judged, at=at)
        into = {merge.drop: merge.keep for merge in wanted}
        split = self.engine.writer.split_nodes(outdated_merges(self.reader, into))
        merged = self._merge(wanted, at)
        if merged or split:
            infer_ends(self.engine)
        return merged, split

    def _merge(self, wanted: Sequence[Merge], at: datetime) -> int:
        writer = self.engine.writer
        merged = writer.merge_nodes(wanted, proposed_by=SAMENESS)
        firms = {merge.keep for merge in wanted if merge.keep.startswith("company:")}
        if firms:
            merged += writer.merge_nodes(
                double_bids(self.reader, firms, at=at), proposed_by=SAMENESS
            )
        return merged

    def signals(self) -> tuple[Signal, ...]:
        """The catalogue."""
        return catalogue()

    @recorded(Action.VIEW)
    def precision(self) -> tuple[SignalPrecision, ...]:
        """What became of each signal's leads, by the latest judgement of each."""
        return precision_by_signal(self._all_leads(), latest(judgements(self.folder)))

    def register(self) -> Mapping[str, Provision]:
        """The legal register."""
        return register()

    @recorded(Action.VIEW)
    def signal_runs(
        self, progress: Callable[[SignalRun], None] | None = None
    ) -> tuple[SignalRun, ...]:
        """Every signal, run on the graph as it is; kept until the data changes.

        Findings about one's own circle are left out.
        """
        near, runs = self._circle, self._all_runs(progress)
        if not near.own:
            return runs
        return tuple(
            replace(
                run,
                findings=tuple(f for f in run.findings if not near.holds(f.subjects.values())),
            )
            for run in runs
        )

    def _all_runs(
        self, progress: Callable[[SignalRun], None] | None = None
    ) -> tuple[SignalRun, ...]:
        return self._runs_of_version(progress)[1]

    def _runs_of_version(
        self, progress: Callable[[SignalRun], None] | None
    ) -> tuple[str, tuple[SignalRun, ...]]:
        """The version of the data, and its runs; who comes meanwhile waits for them."""
        kept = self._kept
        with kept.making:
            version = self._settled_version()
            if kept.runs is not None and kept.runs[0] == version:
                return kept.runs
            file = self.folder / KEPT_RUNS
            runs = kept_runs(file, version, self.signals())
            if runs is None:
                runs = run_signals(self.signals(), self.reader, progress=progress)
                if self._settled_version() != version:
                    return version, runs
                if all(not run.problem for run in runs):
                    keep_runs(file, version, runs)
            kept.runs, kept.leads = (version, runs), None
            return kept.runs

    def data_version(self) -> str:
        """Changes whenever a batch or a measure does, and with the graph that is asked."""
        table = self.reader.run(
            "MATCH (b:Batch) RETURN b.key AS key, b.loaded_at AS at, b.state AS state "
            "UNION ALL MATCH (m:Measure) RETURN m.key AS key, m.computed_at AS at, "
            "m.touched AS state"
        )
        return json.dumps([self.engine.name, *sorted(table.rows)], ensure_ascii=False)

    @permitted(Action.VIEW)
    def settled(self) -> bool:
        """Whether no file is being loaded or taken back."""
        self.take_back_cut_off()
        return self._is_settled()

    def _is_settled(self) -> bool:
        return all(batch.state == "loaded" for batch in batches(self.engine.reader))

    def _settled_version(self) -> str:
        """The version of the data; raises GraphChanging while a file is loaded or taken back."""
        for batch in batches(self.reader):
            if batch.state != "loaded":
                raise GraphChanging(self._changing(batch))
        return self.data_version()

    def _changing(self, batch: BatchInfo) -> str:
        loading = t("{file} is being loaded: leads and figures follow after it.", file=batch.file)
        going = t("{file} is being taken back: leads and figures follow after it.", file=batch.file)
        said = loading if batch.state == "loading" else going
        if self.cut_off():
            return said
        return t(
            "{said} It was begun elsewhere; if no program is at it any more, take batch {batch} "
            "back.",
            said=said,
            batch=batch.id,
        )

    # Answers

    @recorded(Action.VIEW, "kind")
    def leads(
        self,
        kind: SubjectKind | str | None = None,
        *,
        minimum: float = 0.0,
        progress: Callable[[SignalRun], None] | None = None,
    ) -> tuple[Lead, ...]:
        """Leads, highest index first; of one kind, at or above a minimum.

        Those of one's own circle are left out; `withheld` counts them. `progress` hears of each
        signal that had to be asked.
        """
        near, found = self._circle, self._all_leads(kind, progress)
        if not near.own and minimum <= 0:
            return found
        return tuple(x for x in found if x.smoke.value >= minimum and not near.holds(x.keys))

    def _all_leads(
        self,
        kind: SubjectKind | str | None = None,
        progress: Callable[[SignalRun], None] | None = None,
    ) -> tuple[Lead, ...]:
        data, runs = self._runs_of_version(progress)
        kept, weights = self._kept, self.weights
        with kept.making:
            version = leads_version(data, runs, weights)
            if kept.leads is None or kept.leads[0] != version:
                file = self.folder / KEPT_LEADS
                leads = kept_leads(file, version, runs)
                if leads is None:
                    leads = leads_from(runs, self.reader, weights)
                    if self._settled_version() != data:
                        version = ""  # formed of two states: shown once, kept for nobody
                    elif all(not run.problem for run in runs):
                        keep_leads(file, version, runs, leads)
                kept.leads = (version, leads)
            leads = kept.leads[1]
        chosen = None if kind is None else SubjectKind(kind)
        return leads if chosen is None else tuple(x for x in leads if x.kind is chosen)

    @recorded(Action.VIEW, "lead_id")
    def lead(self, lead_id: str, *, progress: Callable[[SignalRun], None] | None = None) -> Lead:
        """One lead by its id; raises LeadUnknown. `progress` as for all leads."""
        found = lead_by_id(self._all_leads(progress=progress), lead_id)
        self._keep_distance(found.keys)
        return found

    @recorded(Action.VIEW)
    def calibrate(self, labels: Path) -> Calibration:
        """Fit the families' factors to labelled lots; nothing is written."""
        stated = read_labels(labels)
        known = set(self.reader.frame("MATCH (l:Lot) RETURN l.key AS key")["key"])
        here = stated[stated["key"].isin(known)].reset_index(drop=True)
        bans = contributions(self._all_leads(), here["key"].tolist())
        return calibrate(here, bans, unknown=len(stated) - len(here))

    @recorded(Action.EXPORT, "kind")
    def scores(self, kind: SubjectKind | str) -> pd.DataFrame:
        """Every subject of a kind with its index, no threshold; see leads.leads.scores."""
        found = scores(SubjectKind(kind), self._all_runs(), self.reader, self.weights)
        near = self._circle
        return found[[not near.holds([str(key)]) for key in found["key"]]] if near.own else found

    @recorded(Action.VIEW)
    def judged(self) -> dict[str, Judgement]:
        """The latest judgement of each lead that has one."""
        return latest(judgements(self.folder))

    @recorded(Action.VIEW, "lead")
    def history(self, lead: str) -> tuple[Judgement, ...]:
        """Every judgement of one lead, oldest first."""
        if self._circle.own:
            self.lead(lead)
        return tuple(j for j in judgements(self.folder) if j.lead == lead)

    @recorded(Action.JUDGEMENT, "leads")
    def judge(self, leads: Sequence[str], verdict: Verdict, reason: str, *, at: datetime) -> None:
        """Record one decision about each of these leads; raises LeadUnknown, JudgementRefused."""
        by = self.user
        for lead in leads:
            self.lead(lead)  # must exist, and refuses a case of one's own circle
        for made in [Judgement(lead, verdict, reason, by, at) for lead in leads]:
            append_judgement(self.folder, made)

    @recorded(Action.VIEW)
    def assigned(self) -> dict[str, Assignment]:
        """Where the work on each assigned lead stands."""
        return current(assignments(self.folder))

    @recorded(Action.VIEW, "lead")
    def assignment_history(self, lead: str) -> tuple[Assignment, ...]:
        """Every step of the work on one lead, oldest first."""
        return tuple(step for step in assignments(self.folder) if step.lead == lead)

    @recorded(Action.JUDGEMENT, "leads")
    def assign(
        self,
        leads: Sequence[str],
        stage: Stage,
        *,
        to: str = "",
        due: date | None = None,
        note: str = "",
        at: datetime,
    ) -> None:
        """Record one step of the work on these leads; all or none. Raises AssignmentRefused."""
        for lead in leads:
            self.lead(lead)  # must exist, and refuses a case of one's own circle
        take_step(self.folder, leads, stage, to=to, due=due, note=note, by=self.user, at=at)

    # Random inspection

    @recorded(Action.VIEW)
    def inspectors(self, day: str) -> tuple[Inspector, ...]:
        """Everybody on the roster of inspectors on this day."""
        return inspectors(self.reader, day=day)

    @recorded(Action.VIEW)
    def inspection_lots(
        self, by: str, *, since: str = "", until: str = "", region: str = ""
    ) -> tuple[DrawLot, ...]:
        """The lots to draw from, each with its class or the band of its lead."""
        leads = self.leads(SubjectKind.LOT) if by == "band" else ()
        bands = {lead.keys[0]: lead.smoke.band for lead in leads}
        return lots_to_draw(self.lots(), bands, by=by, since=since, until=until, region=region)

    @recorded(Action.JUDGEMENT)
    def draw_inspection(
        self,
        rules: DrawRules,
        *,
        since: str = "",
        until: str = "",
        region: str = "",
        at: datetime,
    ) -> DrawRecord:
        """Draw lots and inspectors; the record is kept and its hash written into the audit log.

        Whoever is tied to a party of a lot is not sent there. Raises DrawRefused.
        """
        lots = self.inspection_lots(rules.by, since=since, until=until, region=region)
        drawn = [lot.key for lot in drawn_lots(lots, rules)]
        if not drawn:
            raise DrawRefused(
                t(
                    "No lot is drawn: no lot fits, or every ratio is 0. Take a longer time, "
                    "another region, or a ratio above 0 for a class that there is."
                )
            )
        people = [
            DrawPerson(who.key, who.name, who.unit, who.certain)
            for who in self.inspectors(at.date().isoformat())
        ]
        if not people and rules.inspectors_a_lot:
            raise DrawRefused(
                t("No inspector is on the roster. Load the table of inspectors, or draw lots only.")
            )
        away = barred(self.reader, [who.key for who in people], drawn)
        same = population_hash(lots)
        kept = kept_records(self.folder).records
        earlier = sum(one.population_sha256 == same for one in kept)
        record = recorded_draw(
            lots, people, away, rules, user=self.user, at=at, attempt=earlier + 1
        )
        text = record_text(record)
        self.door.record(
            Action.JUDGEMENT,
            [record.id],
            detail={"door": "draw_inspection", "sha256": record_hash(text), "seed": rules.seed},
            result="drawn",
        )
        keep_record(self.folder, record)
        return record

    @recorded(Action.VIEW)
    def inspections(self) -> KeptRecords:
        """Every draw of this workspace, newest first, and the files that are damaged."""
        return kept_records(self.folder)

    @recorded(Action.VIEW, "wanted")
    def check_inspection(self, wanted: str | Path) -> tuple[DrawRecord, tuple[str, ...]]:
        """A draw by its id or file, and every way in which drawing again differs from it.

        A record of this workspace must also have the hash that the audit log states.
        """
        file = self.folder / INSPECTIONS / f"{wanted}.json"
        file = file if file.is_file() else Path(wanted)
        if not file.is_file():
            raise DrawRefused(
                t(
                    "There is no record of a draw '{id}'. Name a draw that `tenderlens inspect "
                    "list` lists, or the file of a record.",
                    id=wanted,
                )
            )
        text = text_of(file)
        record = record_from(text, file=file)
        problems = differences(record)
        stated = {
            str(x.entry.detail.get("sha256"))
            for x in self.door.log.records()
            if x.entry.result == "drawn" and record.id in x.entry.objects
        }
        if record_hash(text) not in stated:
            problems += (t("The audit log of this workspace states no draw with this hash."),)
        return record, problems

    @permitted(Action.VIEW)
    def views(self) -> dict[str, dict[str, list[str]]]:
        """The views of the lead list that this person saved."""
        return views(self.folder, self.user)

    @permitted(Action.VIEW)
    def keep_view(self, name: str, query: Query) -> None:
        """Keep the filters of the lead list under a name."""
        keep_view(self.folder, self.user, name, query)

    @permitted(Action.VIEW)
    def drop_view(self, name: str) -> None:
        """Forget a saved view."""
        drop_view(self.folder, self.user, name)

    @permitted(Action.VIEW)
    def seen_leads(self) -> frozenset[str] | None:
        """The leads that this person last marked as seen; None if they never did."""
        return seen_leads(self.folder, self.user)

    @permitted(Action.VIEW)
    def visit_before(self) -> Visit | None:
        """When this person was here before this visit, and the leads of then; None in the first."""
        return visit_before(self.folder, self.user, at=self.door.clock())

    @permitted(Action.VIEW)
    def note_visit(self) -> None:
        """Remember that this person is here, and the leads that there are, once they are formed."""
        formed = self._kept.leads
        if formed is None:
            return
        with contextlib.suppress(OSError):  # on a full disk the visit before stays the last
            ids = (lead.id for lead in formed[1])
            note_visit(self.folder, self.user, ids, at=self.door.clock())

    @permitted(Action.VIEW)
    def mark_leads_seen(self) -> None:
        """From now on, leads that are there now are not new."""
        mark_seen(self.folder, self.user, [lead.id for lead in self._all_leads()])

    @recorded(Action.VIEW)
    def lots(self) -> pd.DataFrame:
        """One row a lot, see queries.lots.lot_facts; kept until the data changes."""
        kept, file = self._kept, self.folder / KEPT_LOTS
        with kept.making:
            data = self._settled_version()
            version = f"{data} {LOTS_ASKED}"
            if kept.lots is None or kept.lots[0] != version:
                lots = kept_frame(file, version)
                if lots is None:
                    lots = lot_facts(self.reader)
                    if self._settled_version() != data:
                        return lots
                    keep_frame(file, version, lots)
                kept.lots = (version, lots)
            return kept.lots[1]

    @recorded(Action.VIEW, "lot")
    def lot_course(self, lot: NodeKey) -> LotCourse:
        """Bids, rings and dated steps of one lot."""
        self._keep_distance([lot])
        return lot_course(self.reader, lot)

    @recorded(Action.VIEW, "keys")
    def names(self, keys: Sequence[NodeKey]) -> dict[NodeKey, str]:
        """The names of subjects of leads, by key."""
        return names_of([k for k in keys if k.partition(":")[0] in SUBJECT_NODES], self.reader)

    @recorded(Action.VIEW, "firms")
    def meetings(self, firms: Sequence[NodeKey]) -> Meetings:
        """In how many lots these firms met, two by two."""
        return meetings(self.reader, firms)

    @recorded(Action.VIEW, "key")
    def profile(self, key: NodeKey, look: str = "") -> NodeProfile:
        """What the page of this node shows, with the section to `look` at; or ProfileUnknown."""
        self._keep_distance([key])
        return profile(self.reader, key, look)

    @recorded(Action.VIEW, "person")
    def firm_bids(self, person: NodeKey) -> Table:
        """The bids of all firms in which a person has or had a post, beside their days there."""
        self._keep_distance([person])
        return firm_bids(self.reader, person)

    @recorded(Action.VIEW, "firm")
    def ownership(self, firm: NodeKey, *, day: str) -> Ownership:
        """Who stands above a firm, up to its ultimate controller, by the shares of a day (ISO)."""
        self._keep_distance([firm])
        return ownership(self.reader, firm, day=day)

    @recorded(Action.VIEW)
    def rings(self) -> Table:
        """All rings, the first to look at first."""
        return rings(self.reader)

    @recorded(Action.VIEW)
    def time_warnings(self) -> Table:
        """Time limits that were missed, are open beyond their day, or end soon."""
        return time_warnings(self.reader)

    @recorded(Action.VIEW)
    def complaints(self) -> Table:
        """Complaints with what they are about and who filed them."""
        return complaints(self.reader)

    @permitted(Action.VIEW)
    def counts(self) -> Counts:
        """How much of what the graph holds; kept until the data changes."""
        file, version = self.folder / KEPT_COUNTS, self._settled_version()
        numbers = kept_answer(file, version)
        if numbers is not None:
            return Counts(numbers["nodes"], numbers["edges"], batches(self.reader))
        counted = counts(self.reader)
        if self._settled_version() == version:
            keep_answer(file, version, {"nodes": counted.nodes, "edges": counted.edges})
        return counted

    @recorded(Action.SEARCH, "text")
    def search(self, text: str, limit: int = 50) -> tuple[SearchHit, ...]:
        """Nodes by name, code, number in full or masked number."""
        kept = open_list(self.folder / SEARCH_LIST, self.reader, LISTED)
        numbers: Sequence[NodeKey] = ()
        if typed_in_full(text):
            numbers = keys_of_number(KeyedHash(self.identity_key), text)
        return search(self.reader, text, limit=limit, kept=kept, numbers=numbers)

    @recorded(Action.VIEW, "keys")
    def subgraph(self, keys: Iterable[NodeKey]) -> Subgraph:
        """These nodes and the edges among them."""
        return self.reader.subgraph(keys)

    @recorded(Action.VIEW, "keys")
    def with_bidders(self, keys: Iterable[NodeKey]) -> Subgraph:
        """These nodes, with the lots and bidders of the bids among them."""
        return with_bidders(self.reader, keys)

    @recorded(Action.VIEW, "key")
    def neighbourhood(self, key: NodeKey, *, hops: int = 1, max_nodes: int = 200) -> Subgraph:
        """What lies around a node."""
        self._keep_distance([key])
        return self.reader.neighbourhood(key, hops=hops, max_nodes=max_nodes)

    @recorded(Action.VIEW, "keys")
    def paths(
        self,
        keys: Sequence[NodeKey],
        *,
        hops: int = 6,
        most: int = 3,
        types: Sequence[str] = (),
        day: str | None = None,
        through_hubs: bool = False,
        order: Order = "given",
        progress: Callable[[int, int], None] | None = None,
    ) -> tuple[PathFound, ...]:
        """How parties are connected: pair after pair, as a tree, or the first with each other."""
        self._keep_distance(keys)
        return paths(
            self.reader, keys, hops=hops, most=most, types=types, day=day,
            through_hubs=through_hubs, order=order, progress=progress,
        )  # fmt: skip

    @recorded(Action.VIEW, "roots")
    def surroundings(
        self, roots: Sequence[NodeKey], *, hops: int = 1, most: int = 60, through_hubs: bool = False
    ) -> Surroundings:
        """What lies around some nodes, hubs told apart and not walked through."""
        self._keep_distance(roots)
        return surroundings(self.reader, roots, hops=hops, most=most, through_hubs=through_hubs)

    @recorded(Action.VIEW, "keys")
    def expansion(
        self,
        keys: Sequence[NodeKey],
        *,
        types: Sequence[str] = (),
        known: Collection[NodeKey] = (),
        most: int = 30,
    ) -> Expansion:
        """The next neighbours of nodes along some relations, without those already known."""
        self._keep_distance(keys)
        return expansion(self.reader, keys, types=types, known=known, most=most)

    @recorded(Action.VIEW, "keys")
    def degrees(self, keys: Iterable[NodeKey]) -> dict[NodeKey, int]:
        """How many different neighbours these nodes have."""
        return degrees_of(self.reader, keys)

    @recorded(Action.VIEW, "keys")
    def ties(self, keys: Iterable[NodeKey]) -> dict[NodeKey, dict[str, int]]:
        """How many neighbours each relation of these nodes leads to."""
        return ties_of(self.reader, keys)

    @recorded(Action.VIEW)
    def tray(self) -> tuple[TrayItem, ...]:
        """What was laid aside in this workspace."""
        return tray(self.folder)

    @recorded(Action.VIEW)
    def add_to_tray(self, items: Iterable[TrayItem]) -> int:
        """Lay items aside; returns how many were new."""
        return add_to_tray(self.folder, items)

    @recorded(Action.VIEW)
    def remove_from_tray(self, refs: Iterable[str]) -> None:
        """Take items out of the tray."""
        remove_from_tray(self.folder, refs)

    @recorded(Action.QUERY)
    def ask(
        self,
        cypher: str,
        parameters: Mapping[str, Value] | None = None,
        *,
        limits: QueryLimits | None = None,
    ) -> Table:
        """Ad-hoc Cypher, read-only and limited."""
        own = QueryLimits(self.settings.query_seconds, self.settings.query_rows)
        self._keep_from_naming(cypher, parameters)
        return ask(self.reader, cypher, parameters, limits=limits or own)

    @permitted(Action.QUERY)
    def explain(self, cypher: str, parameters: Mapping[str, Value] | None = None) -> str:
        """How the engine would answer a question; it is not run."""
        return explain(self.reader, cypher, parameters)

    @permitted(Action.QUERY)
    def stop_asking(self, cypher: str) -> None:
        """End every run of this very text; who asked it gets QueryTimedOut."""
        self.reader.stop(cypher)

    def ask_warnings(self, cypher: str) -> list[str]:
        """What an engine would answer wrongly in this query, or by nothing at all."""
        return [*warnings(cypher), *unheld(cypher)]

    @recorded(Action.VIEW, "references")
    def sources(self, references: Iterable[str]) -> tuple[SourceCell, ...]:
        """The rows behind source references."""
        return sources(self.reader, references)

    @property
    def signer(self) -> Signer:
        """The key that signs dossiers; made on first use. See evidence.signing.signer."""
        self._make_folder()
        return signer(self.folder / SIGNING_KEY)

    def release(
        self,
        *,
        at: datetime | None = None,
        purpose: str = "",
        recipient: str = "",
        approver: str = "",
        origin: str = "",
        authority: str = "",
        mark: str = "",
    ) -> Release:
        """Under which order a dossier leaves, as stated."""
        return Release(
            self.user, at or datetime.now(UTC), VERSION, purpose, recipient, approver, origin,
            authority, mark,
        )  # fmt: skip

    @recorded(Action.VIEW, "subject")
    def matter(self, subject: str) -> Matter:
        """What a dossier can be about: a lead by its id, or any subject by the key of its node.

        A firm about which nothing was found has a dossier too, which says so. `tray` is what lies
        in the case tray. Raises LeadUnknown.
        """
        if subject == TRAY:
            return self._tray_matter()
        leads = self._all_leads()
        for lead in leads:
            if subject == lead.id or lead.keys == (subject,):
                self._keep_distance(lead.keys)
                return of_lead(lead)
        self._keep_distance([subject])
        kind, _, _ = subject.partition(":")
        found = self.reader.subgraph([subject]).nodes if kind in SUBJECT_NODES else ()
        if not found:
            return of_lead(lead_by_id(leads, subject))
        name = str(found[0].properties.get("name") or subject)
        return without_findings(kind, lead_id(SubjectKind(kind), [subject]), subject, name)

    def _tray_matter(self) -> Matter:
        items = self.tray()
        return of_tray(
            t("Case tray: {count} items", count=len(items)),
            nodes=[item.ref for item in items if item.kind == "node"],
            edges=[item.ref for item in items if item.kind == "edge"],
            pinned=[item.ref for item in items if item.kind == "finding"],
            runs=self._all_runs(),
            remark=_said_of(items),
        )

    @permitted(Action.VIEW)
    def clocks(self, lead: str) -> tuple[Clock, ...]:
        """The time limits of a lead, from when a person judged it worth pursuing; else none."""
        since = pursued_since(judgements(self.folder)).get(lead)
        return () if since is None else handover_clocks(since)

    @recorded(Action.EXPORT, "subject", parties=lambda self, subject: self._parties(subject))
    def dossier(
        self,
        subject: str,
        out: Path,
        *,
        release: Release | None = None,
        templates: Templates | None = None,
        at: datetime | None = None,
    ) -> Dossier:
        """Write the dossier of a lead, a node or the tray below `out`; see `matter`."""
        matter = self.matter(subject)
        self._keep_distance((*matter.keys, *self._parties(subject)))
        stated = self._on_record(release or self.release(at=at), subject, matter)
        return compile_dossier(
            matter,
            self._all_runs(),
            self.reader,
            stated,
            Frame(self.weights, self.signer, self.register(), templates or Templates()),
            out=out,
            clocks=(*self.clocks(matter.id), *self._complaint_clocks(matter)),
            originals=self.evidence_store,
        )

    def _on_record(self, stated: Release, subject: str, matter: Matter) -> Release:
        """With what is on record besides what was typed: approval, purpose, head of the log."""
        if self.door.session is not None:
            known = steps(self.folder)
            stated = stated.approved(last_used(known, Action.EXPORT, subject, self.user))
        stated = stated.stated_for(purposes(self.folder).get(matter.id))
        head = stated.audit_head or str(self.door.log.head())
        return replace(stated, audit_head=head)

    def _complaint_clocks(self, matter: Matter) -> Iterator[Clock]:
        for complaint in self.open_complaints(matter):
            for clock in complaint.clocks:
                yield replace(clock, name=f"{clock.name}（{complaint.code}）")

    @recorded(Action.VIEW)
    def open_complaints(self, about: Matter | Lead | None = None) -> tuple[OpenComplaint, ...]:
        """Complaints without a decision, with their time limits; about a lead's lots and firms."""
        if about is None:
            return open_complaints(self.reader)
        named = {key for f in about.findings for key in f.subjects.values()}
        lots = {key for key in named if key.startswith("lot:")}
        return open_complaints(self.reader, {*about.keys, *lots})

    @recorded(Action.JUDGEMENT, "subject")
    def state_purpose(self, subject: str, purpose: str, authority: str = "") -> None:
        """Record what a lead is looked into for; its dossiers say so unless told otherwise."""
        self.lead(subject)  # must exist, and refuses a case of one's own circle
        now = self.door.clock()
        state_purpose(self.folder, Purpose(subject, purpose, authority, self.user, now))

    @permitted(Action.VIEW)
    def purposes(self) -> Mapping[str, Purpose]:
        """What each lead is looked into for, where somebody said so."""
        return purposes(self.folder)

    @recorded(Action.UNMASK, "subject")
    def annex(self, subject: str, dossier: Path, *, passphrase: str, reason: str) -> Annex:
        """Write the cited rows with whole numbers, sealed, beside a dossier about this subject.

        Raises AnnexRefused for another subject than the dossier's, or without a reason.
        """
        about = cited(dossier)
        if subject != about.subject or not reason.strip():
            raise AnnexRefused(
                t(
                    "An annex needs the subject that its dossier is about ({subject}), and a "
                    "reason.",
                    subject=about.subject,
                )
            )
        self._keep_distance(about.keys)
        return write_annex(
            dossier,
            about,
            self.batches(),
            self.evidence_store,
            passphrase=passphrase,
            by=self.user,
            at=self.door.clock(),
        )

    @recorded(Action.EXPORT, "name", "about")
    def take_out(
        self,
        name: str,  # noqa: ARG002 - for the record and the approval
        content: Callable[[], bytes],
        about: Sequence[NodeKey] = (),
    ) -> bytes:
        """What is on the screen as a file of this name, made once it may leave."""
        self._keep_distance(about)
        return content()

    @recorded(Action.VIEW, "lead")
    def calendar(self, lead: str | None = None, *, at: datetime | None = None) -> tuple[bytes, int]:
        """Time limits as iCalendar: of one lead, or of all pursued ones and all complaints.

        Returns the file and how many there are.
        """
        about = [self.lead(lead)] if lead else self.leads()
        since = pursued_since(judgements(self.folder))
        ends = [
            (x.id, x.name, clock)
            for x in about
            if x.id in since
            for clock in handover_clocks(since[x.id])
        ]
        waiting = self.open_complaints(about[0] if lead else None)
        ends += [(c.code, c.name, clock) for c in waiting for clock in c.clocks]
        return calendar(ends, self.register(), at=at or datetime.now(UTC)), len(ends)

    @recorded(Action.QUERY, "bundle")
    def replay(self, bundle: Path) -> ReplayReport:
        """Ask again what a dossier recorded, on this graph."""
        return replay(bundle, self.reader)

    def close(self) -> None:
        """Let go of the graph's connections; the embedded server keeps running."""
        if "engine" in self.__dict__:
            self.engine.close()


@dataclass(slots=True)
class _Kept:
    """Answers that hold until the data changes, for everybody who uses a workspace."""

    runs: tuple[str, tuple[SignalRun, ...]] | None = None
    leads: tuple[str, tuple[Lead, ...]] | None = None
    lots: tuple[str, pd.DataFrame] | None = None
    circles: dict[tuple[str, ...], Circle] = field(default_factory=dict)
    making: threading.RLock = field(default_factory=threading.RLock)  # one works, others wait

    def clear(self) -> None:
        """Forget all of them."""
        self.runs = self.leads = self.lots = None
        self.circles.clear()


def _ends(key: str) -> tuple[NodeKey, ...]:
    """The two nodes of an edge's id, see queries.sources.element; nothing for a node's key."""
    parts = key.split("|")
    return (parts[0], parts[2]) if len(parts) >= 3 else ()


def _erased(days: int) -> str:
    return t("Erased after {days} days.", days=days)


def _said_of(items: Sequence[TrayItem]) -> str:
    """What was laid aside, then each note; all on lines of their own."""
    return "\n".join(item.name for item in sorted(items, key=lambda item: item.kind == "note"))


def _bad_key(file: Path) -> str:
    return t(
        "{file} is not the key of this workspace: 64 hexadecimal digits are expected. Restore it "
        "from a backup; without it, persons already loaded cannot be matched again.",
        file=file,
    )


def open_workspace(folder: Path | None = None, *, graph: str | None = None) -> Workspace:
    """The workspace in `folder`, else in TENDERLENS_WORKSPACE, else in ./workspace."""
    return Workspace(
        folder or Path(os.environ.get("TENDERLENS_WORKSPACE", "workspace")), graph=graph
    )


def restore_workspace(file: Path, into: Path, *, passphrase: str) -> Backup:
    """Make a workspace from a backup, and write that into its audit log. See evidence.backup."""
    done = restore(file, into, passphrase=passphrase)
    door = Door(into.resolve(), load_settings(into).user)
    door.record(Action.RESTORE, [file.name], detail={"head": done.head}, result="done")
    return done
