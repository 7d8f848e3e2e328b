"""What a stranger types or writes into a file is a value: no Cypher, no formula, no HTML."""

from __future__ import annotations

import inspect
import json
import traceback
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import openpyxl
import pytest

from evidence.audit import Action
from graph.engine import GraphEngine
from graph.errors import QueryRejected, TenderLensError
from leads.assignments import Stage
from leads.identities import Sameness
from leads.judgements import Verdict
from leads.lead import SubjectKind
from tests.contract.leads_world import NAMES, A, B, T, given_world
from tests.contract.test_dossier import document_lines, dossier
from workspace import Workspace

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
DELETE = "MATCH (n) DETACH DELETE n"
NO_CHARACTER = "\ud800"  # half a pair, as a broken file or a command line may hold it
HOSTILE = (
    f"'}}) {DELETE} //",
    f'"}}) {DELETE} /*',
    f"`) {DELETE} //",
    f"\\u0027}}) {DELETE} //",
    f"\\' OR 1=1 {DELETE}",
    f"]->() {DELETE} WITH 1 AS x MATCH (a)-[r:BID",
    "' OR 'a'='a",
    "$key $keys {key: $key} ${text}",
    "\u202egnp.exe\u202c \u2066x\u2069",
    "a\x00b",
    f"a{NO_CHARACTER}b",
    "%00' UNION MATCH (n) RETURN n //",
)
PREFIXED = (
    "{}",
    "company:{}",
    "lot:{}",
    "person:{}|SAME_AS|person:{}",
    "`Company`:{}",
    "batch:{}:1",
)

Door = Callable[[Workspace, str], object]

# Every method of a workspace that takes text which may come from a person, an address or a file.
DOORS: dict[str, Door] = {
    "where": lambda w, x: w.where(x),
    "unmask": lambda w, x: w.unmask(x, x),
    "unload": lambda w, x: w.unload(x),
    "lead": lambda w, x: w.lead(x),
    "judge": lambda w, x: w.judge([x], Verdict.DISMISSED, x, at=NOON),
    "lot_course": lambda w, x: w.lot_course(x),
    "names": lambda w, x: w.names([x, A]),
    "meetings": lambda w, x: w.meetings([x, A]),
    "profile": lambda w, x: w.profile(x),
    "firm_bids": lambda w, x: w.firm_bids(x),
    "ownership": lambda w, x: (w.ownership(x, day="2026-03-04"), w.ownership(A, day=x)),
    "search": lambda w, x: w.search(x),
    "subgraph": lambda w, x: w.subgraph([x, A]),
    "with_bidders": lambda w, x: w.with_bidders([x, A]),
    "neighbourhood": lambda w, x: w.neighbourhood(x),
    "paths": lambda w, x: w.paths([A, x]),
    "paths, types": lambda w, x: w.paths([A, B], types=[x]),
    "paths, each": lambda w, x: w.paths([A, x, B], order="each"),
    "paths, day": lambda w, x: w.paths([A, B], day=x),
    "surroundings": lambda w, x: w.surroundings([x, A]),
    "expansion": lambda w, x: w.expansion([x, A]),
    "expansion, types": lambda w, x: w.expansion([A], types=[x]),
    "expansion, known": lambda w, x: w.expansion([A], known=[x]),
    "ties": lambda w, x: w.ties([x, A]),
    "degrees": lambda w, x: w.degrees([x, A]),
    "ask, parameters": lambda w, x: w.ask("RETURN $x AS x", {"x": x}),
    "sources": lambda w, x: w.sources([x]),
    "matter": lambda w, x: w.matter(x),
    "clocks": lambda w, x: w.clocks(x),
    "dossier": lambda w, x: w.dossier(x, w.folder / "out"),
    "state_purpose": lambda w, x: w.state_purpose(x, x, x),
    "calendar": lambda w, x: w.calendar(x),
    "history": lambda w, x: w.history(x),
    "request": lambda w, x: w.request(Action.EXPORT, x, x),
    "approve": lambda w, x: w.approve(x),
    "decline": lambda w, x: w.decline(x, x),
    "appoint_purge": lambda w, x: w.appoint_purge(f"person:{x}", NOON.date(), x),
    "measure": lambda w, x: w.measure([x]),
    "assign": lambda w, x: w.assign([x], Stage.ASSIGNED, to=x, due=None, note=x, at=NOON),
    "assignment_history": lambda w, x: w.assignment_history(x),
    "inspectors": lambda w, x: w.inspectors(x),
    "inspection_lots": lambda w, x: w.inspection_lots("band", since=x, until=x, region=x),
    "check_inspection": lambda w, x: w.check_inspection(x),
    "audit_records": lambda w, x: w.audit_records(user=x, text=x),
    "keep_view": lambda w, x: w.keep_view(x, {"kind": [x]}),
    "drop_view": lambda w, x: w.drop_view(x),
    "remove_from_tray": lambda w, x: w.remove_from_tray([x]),
    "login": lambda w, x: w.login(x, x),
    "recognise": lambda w, x: w.recognise({"iss": x, "sub": x, "email": x}),
    # Last: these make the kept answers of the signals void.
    "judge_identities": lambda w, x: w.judge_identities([(x, A)], Sameness.SAME, x, at=NOON),
    "forget_person": lambda w, x: w.forget_person(x if ":" in x else f"person:{x}", x),
}
# Not here, and why.
ELSEWHERE = {
    "ask", "ask_warnings", "explain", "stop_asking",  # their text is Cypher, for a read-only door
    "load", "understand", "save_profile", "calibrate", "back_up",  # files, see tests/property
    "annex", "replay",  # a bundle that verifies
    "add_account", "change_account", "change_password",  # the graph is not asked; see test_accounts
    "draw_inspection", "add_to_tray", "release",
    "take_out",  # a name for the log and the approval
    "leads", "scores",  # a closed choice
    "keep_answers",  # tells how far it is, and hears nothing
}  # fmt: skip


@pytest.fixture
def workspace(one_engine: GraphEngine, tmp_path: Path) -> Workspace:
    given_world(one_engine)
    made = Workspace(tmp_path / "w")
    made.__dict__["engine"] = one_engine
    return made


def hostile() -> Iterator[str]:
    for i, text in enumerate(HOSTILE):
        yield text if i % 2 else PREFIXED[i // 2 % len(PREFIXED)].replace("{}", text)


def all_there(engine: GraphEngine) -> tuple[object, ...]:
    """Numbers that any written or deleted element changes."""
    nodes = engine.reader.run("MATCH (n) RETURN count(n) AS n").rows
    return (*nodes, *engine.reader.run("MATCH ()-[r]->() RETURN count(r) AS n").rows)


def test_no_text_becomes_cypher(workspace: Workspace) -> None:
    before = all_there(workspace.engine)
    broken = []
    for name, door in DOORS.items():
        for text in hostile():
            try:
                door(workspace, text)
            except QueryRejected as problem:
                if type(problem.__cause__).__module__.startswith("neo4j"):  # read as a query
                    broken.append((name, text, str(problem)))
            except TenderLensError:
                pass
            except Exception as problem:
                broken.append((name, text, repr(problem)))
        if all_there(workspace.engine) != before:
            broken.append((name, "the graph changed", ""))
            break

    said = "\n".join(f"{name}: {text!r}: {problem[:200]}" for name, text, problem in broken)
    assert not broken, said


def test_every_door_that_takes_text_is_tried() -> None:
    taking = {
        name
        for name, method in vars(Workspace).items()
        if callable(method)
        and not name.startswith("_")
        and any(
            word in str(parameter.annotation)
            for parameter in inspect.signature(method).parameters.values()
            for word in ("str", "NodeKey", "Query", "TrayItem")
        )
    }

    assert taking - ELSEWHERE - {name.partition(",")[0] for name in DOORS} == set()


SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>&#x3c;svg/onload=alert(1)&#x3e;"
NAME_A = f"甲{SCRIPT}]]></text></svg>'\" */ // MATCH (n) DETACH DELETE n"
NAME_B = '=HYPERLINK("//evil.example","乙")\u202egnp\u202c\r\nBEGIN:VALARM ![x](//evil.example/x)'
NAME_T = "@SUM(1+1)*cmd|' /C calc'!A0"


class Tags(HTMLParser):
    """The tags and attributes of a page as a browser finds them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses |= {str(v) for name, v in attrs if name in ("src", "href")}


def test_a_hostile_name_is_text_in_every_part_of_a_dossier(
    one_engine: GraphEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key, name in ((A, NAME_A), (B, NAME_B), (T, NAME_T)):
        monkeypatch.setitem(NAMES, key, name)
    given_world(one_engine)

    parts = dossier(one_engine, tmp_path, SubjectKind.LOT, T).parts

    page = Tags()
    page.feed(parts["network.html"].decode())
    assert page.tags & {"script", "img", "iframe", "object", "a", "link"} == set()
    assert not any(name.startswith("on") for name in page.attributes)
    assert not any("evil" in address for address in page.addresses)
    drawn = ET.fromstring(parts["pictures/relations.svg"])  # noqa: S314 - our own picture
    assert {e.tag.rpartition("}")[2] for e in drawn.iter()} & {"script", "a", "image"} == set()
    for name in ("report.docx", "referral.docx"):
        assert any("<script>" in line for line in document_lines(parts[name]))
        with zipfile.ZipFile(BytesIO(parts[name])) as packed:
            for part in packed.namelist():
                if part.endswith((".xml", ".rels")):
                    ET.fromstring(packed.read(part))  # noqa: S314 - our own document
                    assert b"evil" not in packed.read(part) or "rels" not in part
        docx.Document(BytesIO(parts[name]))
    book = openpyxl.load_workbook(BytesIO(parts["rows.xlsx"]))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not any(str(cell.value or "").startswith(("=", "@", "+", "-")) for cell in cells)
    assert not any(cell.hyperlink for cell in cells)
    said = json.loads(parts["data.json"])
    assert "\u202e" not in json.dumps(said, ensure_ascii=False)


def test_a_refused_address_does_not_repeat_its_password(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, graph="bolt://reader:s3cret-and-long@127.0.0.1:9/graph")

    with pytest.raises(TenderLensError) as refused:
        workspace.counts()

    told = "".join(traceback.format_exception(refused.value))
    assert "s3cret-and-long" not in told
    workspace.close()
    log = (tmp_path / "audit" / "log.jsonl").read_text() if (tmp_path / "audit").exists() else ""
    assert "s3cret-and-long" not in log
