"""From a property to its cell, from files that disagree to both, from one holder to the next."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph.engine import GraphEngine
from graph.errors import TenderLensError
from loaders.evidence_store import OriginalDamaged
from workspace import Workspace

AT = datetime(2026, 5, 6, tzinfo=UTC)
CODE = "91350200776049653A"
KEY = f"company:{CODE}"
OLD = f"企业名称,统一社会信用代码,登记状态,注册资本(万元)\n甲建设有限公司,{CODE},存续,500\n"
NEW = f"企业名称,统一社会信用代码,登记状态,注册资本(万元)\n甲建设有限公司,{CODE},注销,800\n"
HEADS = (
    "企业名称,统一社会信用代码,法定代表人,法定代表人身份证号,任职起始\n"
    f"甲建设有限公司,{CODE},{{name}},{{number}},{{since}}\n"
)


@pytest.fixture
def engine(one_engine: GraphEngine) -> GraphEngine:
    """What is tested here lies above the seam of the engines; test_engine.py holds them to it."""
    return one_engine


@pytest.fixture
def workspace(engine: GraphEngine, tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "w")
    made.__dict__["engine"] = engine
    return made


def load(workspace: Workspace, tmp_path: Path, name: str, text: str, as_of: str = "") -> str:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    report = workspace.load(
        [file], at=AT, as_of=as_of, source_system="某平台", document_no="调〔2026〕1号"
    )
    assert report.files[0].loaded == 1, report.problems
    return report.files[0].batch


def shown(workspace: Workspace, name: str) -> object:
    return workspace.subgraph([KEY]).nodes[0].properties.get(name)


def test_every_property_leads_to_its_cell(workspace: Workspace, tmp_path: Path) -> None:
    batch = load(workspace, tmp_path, "企业.csv", OLD)

    cells = {cell.property: cell for cell in workspace.where(KEY)}

    capital = cells["registered_capital"]
    assert (capital.value, capital.column, capital.cell) == ("5000000.0", "注册资本(万元)", "500")
    assert (capital.file, capital.row, capital.batch) == ("企业.csv", 2, batch)
    assert (capital.source_system, capital.document_no) == ("某平台", "调〔2026〕1号")
    assert CODE in {c.cell for c in workspace.where(KEY) if c.property == "uscc"}


def test_a_file_stands_behind_what_it_states_alone(workspace: Workspace, tmp_path: Path) -> None:
    load(workspace, tmp_path, "旧.csv", OLD, as_of="2023-01-01")
    load(workspace, tmp_path, "新.csv", NEW, as_of="2025-01-01")
    load(
        workspace,
        tmp_path,
        "投标.csv",
        f"标段编号,投标人名称,投标人代码,投标报价\nL1,甲公司,{CODE},1\n",
    )

    status = [(c.value, c.cell, c.file) for c in workspace.where(KEY) if c.property == "status"]

    assert sorted(status) == [("存续", "存续", "旧.csv"), ("注销", "注销", "新.csv")]


def test_a_column_that_was_not_loaded_is_shown_with_the_row(
    workspace: Workspace, tmp_path: Path
) -> None:
    header, row, _ = OLD.split("\n")
    load(workspace, tmp_path, "企业.csv", f"{header},内部备注,\n{row},见13800138000的来信,无表头\n")

    beside = {c.column: c.cell for c in workspace.where(KEY) if not c.property}

    assert beside == {"内部备注": "见138****8000的来信", "列F": "无表头"}


def test_the_cell_is_shown_after_the_file_is_gone(workspace: Workspace, tmp_path: Path) -> None:
    load(workspace, tmp_path, "企业.csv", OLD)
    (tmp_path / "企业.csv").unlink()

    assert {c.cell for c in workspace.where(KEY) if c.property == "status"} == {"存续"}


def test_a_kept_file_that_was_changed_is_not_shown(workspace: Workspace, tmp_path: Path) -> None:
    load(workspace, tmp_path, "企业.csv", OLD)
    (kept,) = (p for p in (workspace.folder / "originals").rglob("*") if p.is_file())
    kept.chmod(0o600)
    kept.write_text(NEW, encoding="utf-8")

    with pytest.raises(OriginalDamaged):
        workspace.where(KEY)


def test_an_edge_leads_to_its_cells_too(workspace: Workspace, tmp_path: Path) -> None:
    head = HEADS.format(name="张三", number="11010519491231002X", since="2020-01-01")
    load(workspace, tmp_path, "任职.csv", head)
    (edge,) = workspace.neighbourhood(KEY).edges

    cells = {cell.property: cell.cell for cell in workspace.where(edge.id)}

    assert cells["valid_from"] == "2020-01-01"


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ("1000000,下浮率5%", "费率或其它类型报价"),
        ("下浮率5%,", "投标报价"),
        ("下浮率5%,#VALUE!", "投标报价"),
    ],
)
def test_a_rate_leads_to_the_column_that_it_was_read_from(
    workspace: Workspace, tmp_path: Path, cells: str, column: str
) -> None:
    head = "标段编号,投标人名称,投标人代码,投标报价,费率或其它类型报价"
    load(workspace, tmp_path, "投标.csv", f"{head}\nL1,甲公司,{CODE},{cells}\n")
    (bid,) = (n for n in workspace.neighbourhood(KEY).nodes if n.label == "Bid")

    behind = [(c.column, c.cell) for c in workspace.where(bid.key) if c.property == "rate"]

    assert behind == [(column, "下浮率5%")]


def test_what_is_not_there_is_said(workspace: Workspace, tmp_path: Path) -> None:
    load(workspace, tmp_path, "企业.csv", OLD)

    with pytest.raises(TenderLensError):
        workspace.where("company:none")


def test_the_newer_statement_is_shown_whichever_was_loaded_first(
    workspace: Workspace, tmp_path: Path
) -> None:
    load(workspace, tmp_path, "新.csv", NEW, as_of="2026-01-01")
    old = load(workspace, tmp_path, "旧.csv", OLD, as_of="2024-01-01")

    assert shown(workspace, "status") == "注销"
    found = {c.property: [(s.value, s.as_of) for s in c.statements] for c in workspace.conflicts()}
    assert found == {
        "status": [("存续", "2024-01-01"), ("注销", "2026-01-01")],
        "registered_capital": [(5e6, "2024-01-01"), (8e6, "2026-01-01")],
    }

    workspace.unload(old)
    assert shown(workspace, "status") == "注销"
    assert workspace.conflicts() == ()


def test_a_statement_without_a_day_never_stands_against_a_dated_one(
    workspace: Workspace, tmp_path: Path
) -> None:
    load(workspace, tmp_path, "新.csv", NEW, as_of="2026-01-01")
    load(workspace, tmp_path, "无日期.csv", OLD)

    assert shown(workspace, "status") == "注销"


def heads(workspace: Workspace) -> list[tuple[object, ...]]:
    table = workspace.reader.run(
        "MATCH (p:Person)-[r:LEGAL_REP_OF]->(c:Company) "
        "RETURN p.name AS name, r.valid_from AS since, r.valid_to AS until ORDER BY since"
    )
    return list(table.rows)


def test_the_next_holder_ends_the_interval_of_the_last(
    workspace: Workspace, tmp_path: Path
) -> None:
    first = HEADS.format(name="张三", number="11010519491231002X", since="2020-01-01")
    second = HEADS.format(name="李四", number="11010519491231011X", since="2024-03-01")
    load(workspace, tmp_path, "a.csv", first)
    later = load(workspace, tmp_path, "b.csv", second)

    assert heads(workspace) == [("张三", "2020-01-01", "2024-02-29"), ("李四", "2024-03-01", None)]

    workspace.unload(later)
    assert heads(workspace) == [("张三", "2020-01-01", None)]


SHARES = "企业名称,统一社会信用代码,股东名称,持股比例\n"


def shares(workspace: Workspace) -> list[tuple[object, ...]]:
    table = workspace.reader.run(
        "MATCH (p:Person)-[r:SHAREHOLDER_OF]->(c:Company) "
        "RETURN p.name AS name, r.share AS share, r.valid_to AS until ORDER BY name"
    )
    return list(table.rows)


def listed(*holders: str) -> str:
    return SHARES + "".join(f"甲建设有限公司,{CODE},{holder}\n" for holder in holders)


def test_a_newer_full_list_ends_what_it_leaves_out(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "旧.csv").write_text(listed("张三,60%", "李四,40%"), encoding="utf-8")
    (tmp_path / "新.csv").write_text(listed("张三,70%", "王五,30%"), encoding="utf-8")
    workspace.load([tmp_path / "旧.csv"], at=AT, as_of="2023-01-01")
    (newer,) = workspace.load([tmp_path / "新.csv"], at=AT, as_of="2025-01-01").files

    assert shares(workspace) == [
        ("张三", 0.7, None), ("李四", 0.4, "2024-12-31"), ("王五", 0.3, None),
    ]  # fmt: skip

    workspace.unload(newer.batch)
    assert shares(workspace) == [("张三", 0.6, None), ("李四", 0.4, None)]


def test_an_older_full_list_that_comes_later_is_ended_at_once(
    workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "旧.csv").write_text(listed("张三,60%", "李四,40%"), encoding="utf-8")
    (tmp_path / "无日期.csv").write_text(listed("赵六,1%"), encoding="utf-8")
    (tmp_path / "新.csv").write_text(listed("张三,70%"), encoding="utf-8")
    workspace.load([tmp_path / "无日期.csv"], at=AT)
    workspace.load([tmp_path / "新.csv"], at=AT, as_of="2025-01-01")
    workspace.load([tmp_path / "旧.csv"], at=AT, as_of="2023-01-01")

    assert shares(workspace) == [
        ("张三", 0.7, None), ("李四", 0.4, "2024-12-31"), ("赵六", 0.01, None),
    ]  # fmt: skip


def test_the_end_of_an_older_list_goes_with_the_newer_one(
    workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "旧.csv").write_text(listed("张三,60%", "李四,40%"), encoding="utf-8")
    (tmp_path / "新.csv").write_text(listed("张三,70%"), encoding="utf-8")
    (newer,) = workspace.load([tmp_path / "新.csv"], at=AT, as_of="2025-01-01").files
    workspace.load([tmp_path / "旧.csv"], at=AT, as_of="2023-01-01")
    (ended,) = (e for e in workspace.neighbourhood(KEY).edges if "valid_to" in e.properties)

    assert {cell.file for cell in workspace.where(ended.id)} == {"旧.csv", "新.csv"}

    workspace.unload(newer.batch)
    assert shares(workspace) == [("张三", 0.6, None), ("李四", 0.4, None)]


def test_a_fact_that_a_newer_list_ended_goes_with_its_own_list(
    workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "旧.csv").write_text(listed("张三,60%", "李四,40%"), encoding="utf-8")
    (tmp_path / "新.csv").write_text(listed("张三,70%"), encoding="utf-8")
    (older,) = workspace.load([tmp_path / "旧.csv"], at=AT, as_of="2023-01-01").files
    workspace.load([tmp_path / "新.csv"], at=AT, as_of="2025-01-01")

    workspace.unload(older.batch)

    assert shares(workspace) == [("张三", 0.7, None)]


def test_a_register_without_a_column_ends_nothing_of_it(
    workspace: Workspace, tmp_path: Path
) -> None:
    full = "企业名称,统一社会信用代码,联系电话,住所\n"
    (tmp_path / "旧.csv").write_text(
        f"{full}甲建设有限公司,{CODE},13800138000,某市某区某路1号\n", encoding="utf-8"
    )
    (tmp_path / "新.csv").write_text(
        f"企业名称,统一社会信用代码,联系电话\n甲建设有限公司,{CODE},13900139000\n", encoding="utf-8"
    )
    workspace.load([tmp_path / "旧.csv"], at=AT, as_of="2023-01-01")
    workspace.load([tmp_path / "新.csv"], at=AT, as_of="2025-01-01")

    reached = workspace.reader.run(
        "MATCH (:Company)-[r:REACHED_AT]->(n) RETURN labels(n)[0] AS label, r.valid_to AS until "
        "ORDER BY label, until"
    )
    assert set(reached.rows) == {("Address", None), ("Phone", "2024-12-31"), ("Phone", None)}


def test_two_holders_of_whom_nobody_went_are_a_conflict(
    workspace: Workspace, tmp_path: Path
) -> None:
    plain = HEADS.replace(",任职起始", "").replace(",{since}", "")
    load(workspace, tmp_path, "a.csv", plain.format(name="张三", number="11010519491231002X"))
    load(workspace, tmp_path, "b.csv", plain.format(name="李四", number="11010519491231011X"))

    (found,) = [c for c in workspace.conflicts() if c.property == "LEGAL_REP_OF"]
    assert {s.value for s in found.statements} == {"张三", "李四"}
