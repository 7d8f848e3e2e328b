"""Loading as a whole: twice is once, order does not matter, and a batch can be taken back."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from graph.engine import GraphEngine
from graph.errors import InputRefused
from graph.records import BatchInfo
from leads.identities import Sameness
from loaders.earlier_states import REPLACES
from loaders.load import LoadReport, Origin, load_files, take_back
from loaders.understanding import Corrections
from messages import t
from workspace import Workspace

KEY = b"a key for tests, 32 bytes long.."
AT = datetime(2024, 1, 1, tzinfo=UTC)
CODES = ("91350200776049653A", "91440101MA5CJQ4N59", "913502000728319549")
OTHER_CODE = "123502001549897397"
IDS = ("11010519491231002X", "440101199001010017", "350200198511081239")
HEADERS = (
    "标段编号,投标人名称,投标人代码,投标报价,项目负责人,项目负责人身份证号,联系人,联系电话,是否中标"
)

# Rows that agree with one another: a lot and a bidder decide what the row says.
bids = st.lists(
    st.tuples(st.integers(1, 3), st.integers(0, 2)), min_size=1, max_size=8, unique=True
)
# A few loads tell as much as many, and each takes a second.
few = settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def engine(one_engine: GraphEngine) -> GraphEngine:
    """What is tested here lies above the seam of the engines; test_engine.py holds them to it."""
    return one_engine


def lines_of(rows: Sequence[tuple[int, int]]) -> list[str]:
    """CSV lines for (lot, bidder)."""
    return [
        f"L{lot},{'甲乙丙'[who]}公司,{CODES[who]},{lot}0{who}.5,{'张王李'[who]}三,{IDS[who]},"
        f"{'赵钱孙'[who]}四,1380013800{(lot + who) % 2},{'是' if who == 0 else '否'}"
        for lot, who in rows
    ]


def load(engine: GraphEngine, name: str, lines: Sequence[str]) -> LoadReport:
    """Load a file of bids with this name and these lines."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text("\n".join([HEADERS, *lines]) + "\n", encoding="utf-8")
        return load_files([path], engine, identity_key=KEY, origin=Origin("test", AT))


def snapshot(engine: GraphEngine, *, sources: bool = True) -> tuple[list[str], list[str]]:
    """All nodes but batches, and all edges, as sorted text."""
    nodes = engine.reader.run(
        "MATCH (n) WHERE NOT n:Batch RETURN n.key AS key, properties(n) AS p ORDER BY key"
    )
    edges = engine.reader.run(
        "MATCH (a)-[r]->(b) RETURN type(r) AS t, a.key AS a, b.key AS b, properties(r) AS p"
    )
    return (
        [_line(row["key"], row["p"], sources) for row in nodes.dicts()],
        sorted(_line([row["t"], row["a"], row["b"]], row["p"], sources) for row in edges.dicts()),
    )


def _line(name: object, properties: Any, sources: bool) -> str:
    kept = {
        k: v for k, v in properties.items() if sources or k not in ("sources", "claims", "ended_by")
    }
    if sources and isinstance(kept.get("sources"), list):
        kept["sources"] = sorted(kept["sources"])
    return json.dumps([name, kept], ensure_ascii=False, sort_keys=True, default=str)


@few
@given(rows=bids)
def test_loading_twice_is_loading_once(engine: GraphEngine, rows: list[tuple[int, int]]) -> None:
    engine.writer.clear()
    first = load(engine, "bids.csv", lines_of(rows))
    once = snapshot(engine)

    second = load(engine, "bids.csv", lines_of(rows))

    assert snapshot(engine) == once
    assert [f.already_loaded for f in (*first.files, *second.files)] == [False, True]
    assert second.files[0].rows == first.files[0].rows == len(rows)


@few
@given(rows=bids)
def test_a_load_that_was_cut_off_is_loaded_again(
    engine: GraphEngine, rows: list[tuple[int, int]]
) -> None:
    engine.writer.clear()
    (file,) = load(engine, "bids.csv", lines_of(rows)).files
    once = snapshot(engine)
    begun = BatchInfo(file.batch, file.table, file.file, file.sha256, ("",), "test", "2024-01-01")
    engine.writer.begin_batch(begun)  # as it stands when the load is killed

    (again,) = load(engine, "bids.csv", lines_of(rows)).files

    assert not again.already_loaded
    assert again.nodes == again.edges == 0
    assert snapshot(engine) == once


@few
@given(rows=bids, seed=st.integers(0, 99))
def test_the_order_of_rows_never_matters(
    engine: GraphEngine, rows: list[tuple[int, int]], seed: int
) -> None:
    engine.writer.clear()
    load(engine, "bids.csv", lines_of(rows))
    straight = snapshot(engine, sources=False)
    engine.writer.clear()

    load(engine, "bids.csv", lines_of(random.Random(seed).sample(rows, len(rows))))

    assert snapshot(engine, sources=False) == straight


@few
@given(before=bids, rows=bids)
def test_a_batch_taken_back_leaves_the_graph_as_before(
    engine: GraphEngine, before: list[tuple[int, int]], rows: list[tuple[int, int]]
) -> None:
    engine.writer.clear()
    load(engine, "first.csv", lines_of(before))
    was = snapshot(engine)

    report = load(engine, "second.csv", [*lines_of(rows), "L9,丁公司,,1,,,,,"])
    changed = snapshot(engine)
    engine.writer.remove_batch(report.files[0].batch)

    assert changed != was
    assert snapshot(engine) == was


FIRMS = (f"甲公司,{CODES[0]}", f"乙公司,{CODES[1]}")
HOLDERS = (f"张三,{IDS[0]}", f"李四,{IDS[1]}", f"王五,{IDS[2]}", f"丁公司,{CODES[2]}")
HEADS_LIST = "企业名称,统一社会信用代码,法定代表人,法定代表人身份证号,任职起始"
HOLDERS_LIST = "企业名称,统一社会信用代码,股东名称,股东证件号码,起始日期"
# A file of the heads of a firm or its shareholders: who, since when, as of which day.
lists = st.lists(
    st.tuples(
        st.booleans(),
        st.sampled_from(("", "2021-05-01", "2022-05-01", "2023-05-01", "2024-05-01")),
        st.lists(
            st.tuples(
                st.sampled_from(FIRMS),
                st.sampled_from(HOLDERS),
                st.sampled_from(("", "2020-03-01", "2022-03-01", "2024-03-01")),
            ),
            min_size=1,
            max_size=4,
            unique_by=lambda row: row[:2],
        ),
    ),
    min_size=3,
    max_size=4,
    # A file with the same rows again is the same file.
    unique_by=(lambda each: each[1], lambda each: repr([each[0], each[2]])),
)


def load_list(
    engine: GraphEngine, folder: Path, heads: bool, day: str, rows: list[tuple[str, str, str]]
) -> str:
    path = folder / f"{day or 'undated'}.csv"
    header = HEADS_LIST if heads else HOLDERS_LIST
    lines = [",".join(row) for row in rows if not heads or not row[1].startswith("丁")]
    path.write_text(
        "\n".join([header, *lines, f"{FIRMS[0]},{HOLDERS[0]},"]) + "\n", encoding="utf-8"
    )
    origin = Origin("test", AT, as_of=day)
    (file,) = load_files([path], engine, identity_key=KEY, origin=origin).files
    assert file.rejected == 0
    return file.batch


@settings(few, max_examples=2, phases=[Phase.generate])
@given(files=lists, chance=st.randoms(use_true_random=False))
def test_lists_taken_back_leave_what_the_others_state_in_any_order(
    engine: GraphEngine, tmp_path: Path, files: list[Any], chance: random.Random
) -> None:
    engine.writer.clear()
    batches = [(file, load_list(engine, tmp_path, *file)) for file in files]
    gone = chance.sample(batches, chance.randint(1, 2))
    for _, batch in gone:
        take_back(engine, batch)
    was = snapshot(engine, sources=False)
    rest = sorted((file for file in files if file not in [g for g, _ in gone]), key=repr)
    engine.writer.clear()

    for file in chance.sample(rest, len(rest)):
        load_list(engine, tmp_path, *file)

    assert snapshot(engine, sources=False) == was


def facts(engine: GraphEngine) -> list[tuple[str, ...]]:
    """Who holds what since when until when, whatever the key of the firm."""
    found = engine.reader.run(
        "MATCH (p)-[r:LEGAL_REP_OF|SHAREHOLDER_OF]->(c:Company) "
        "RETURN type(r) AS t, p.key AS p, c.name AS c, r.valid_from AS since, r.valid_to AS until"
    )
    return sorted(tuple(map(str, row)) for row in found.rows)


@settings(few, max_examples=2, phases=[Phase.generate])
@given(files=lists, chance=st.randoms(use_true_random=False))
def test_records_that_become_one_have_the_ends_as_if_they_had_been_one(
    engine: GraphEngine, tmp_path: Path, files: list[Any], chance: random.Random
) -> None:
    one, two = f"company:{CODES[0]}", f"company:{OTHER_CODE}"
    otherwise = [chance.random() < 0.5 for _ in files]
    workspace = Workspace(tmp_path / "workspace")
    workspace.__dict__["engine"] = engine

    def load_all(other: Sequence[bool]) -> None:
        engine.writer.clear()
        for (heads, day, rows), coded in zip(files, other, strict=True):
            code = OTHER_CODE if coded else CODES[0]
            known = [(firm.replace(CODES[0], code), *rest) for firm, *rest in rows]
            load_list(engine, tmp_path, heads, day, known)

    load_all([False] * len(files))
    was_one = facts(engine)
    load_all(otherwise)
    were_two = facts(engine)

    workspace.judge_identities([(one, two)], Sameness.SAME, "one seal", at=AT)
    assert facts(engine) == was_one
    workspace.judge_identities([(one, two)], Sameness.DIFFERENT, "another seal", at=AT)
    assert facts(engine) == were_two


def test_a_name_stays_while_a_file_that_states_it_does(engine: GraphEngine, tmp_path: Path) -> None:
    engine.writer.clear()
    rows = (FIRMS[0], HOLDERS[0])
    first = load_list(engine, tmp_path, False, "2021-05-01", [(*rows, "2020-03-01")])
    load_list(engine, tmp_path, False, "2022-05-01", [(*rows, "")])

    take_back(engine, first)

    named = engine.reader.run("MATCH (c:Company) RETURN c.name AS name").rows
    assert named == ((FIRMS[0].partition(",")[0],),)


def test_a_file_that_breaks_on_the_way_leaves_nothing_behind(engine: GraphEngine) -> None:
    load(engine, "first.csv", lines_of([(1, 0)]))
    was = snapshot(engine)
    rows = [f"K{n},丁公司,,1,,,,," for n in range(5_500)]

    with pytest.raises(InputRefused, match=r"broken\.csv"):
        load(engine, "broken.csv", [*rows, 'L2,"' + "戊" * 200_000])

    assert snapshot(engine) == was
    batches = engine.reader.run("MATCH (b:Batch) RETURN b.name AS name").rows
    assert batches == (("first.csv",),)


def test_a_refused_file_keeps_the_others_from_being_written(
    engine: GraphEngine, tmp_path: Path
) -> None:
    good = "\n".join([HEADERS, *lines_of([(1, 0)])])
    (tmp_path / "a.csv").write_text(good, encoding="utf-8")
    (tmp_path / "b.csv").write_text("品名,单价\n砖,1\n", encoding="utf-8")

    with pytest.raises(InputRefused, match=r"b\.csv"):
        load_files([tmp_path], engine, identity_key=KEY, origin=Origin("test", AT))

    assert snapshot(engine) == ([], [])


def test_a_workbook_that_breaks_on_the_way_leaves_nothing_behind(
    engine: GraphEngine, tmp_path: Path
) -> None:
    load(engine, "first.csv", lines_of([(1, 0)]))
    was = snapshot(engine)
    path = tmp_path / "broken.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADERS.split(","))
        for row in range(1, 5_200):
            sheet.write_row(row, 0, [f"K{row}", "丁公司", "", "1"])
        # One cell may hold 32,767 characters, but a row not so many of them.
        sheet.write_row(5_200, 0, ["戊" * 32_000] * 140)

    with pytest.raises(InputRefused, match=r"broken\.xlsx"):
        load_files([path], engine, identity_key=KEY, origin=Origin("test", AT))

    assert snapshot(engine) == was
    assert engine.reader.run("MATCH (b:Batch) RETURN b.name AS name").rows == (("first.csv",),)


@few
@given(rows=bids, seed=st.integers(0, 999))
def test_a_damaged_file_is_loaded_as_far_as_it_says_or_not_at_all(
    engine: GraphEngine, rows: list[tuple[int, int]], seed: int
) -> None:
    engine.writer.clear()
    chance = random.Random(seed)
    lines = lines_of(rows)
    at = chance.randrange(len(lines))
    lines[at] = "".join(chance.sample(lines[at], len(lines[at])))

    try:
        (file,) = load(engine, "bids.csv", lines).files
    except InputRefused:
        assert snapshot(engine) == ([], [])
        return

    batches = engine.reader.run("MATCH (b:Batch) RETURN b.state, b.rows, b.rejected").rows
    assert batches == (("loaded", file.loaded, file.rejected),)
    assert file.rows == len(lines)


def test_a_row_that_was_corrected_arrives_once(engine: GraphEngine, tmp_path: Path) -> None:
    wrong = [
        *lines_of([(1, 0)]),
        f"L1,乙公司,{CODES[1]},300,,,,,也许",
        f",丙公司,{CODES[2]},7,,,,,",
    ]
    right = [wrong[0], wrong[1].replace("也许", "否"), f"L1{wrong[2]}"]
    path, problems = tmp_path / "bids.csv", tmp_path / "problems.xlsx"
    path.write_text("\n".join([HEADERS, *wrong]), encoding="utf-8")
    options: Any = {"identity_key": KEY, "origin": Origin("test", AT)}
    (first,) = load_files([path], engine, problems=problems, **options).files
    book = openpyxl.load_workbook(problems)
    sheet = book.worksheets[1]
    header = [cell.value for cell in sheet[1]]
    sheet.cell(2, header.index("是否中标") + 1).value = "否"
    sheet.cell(3, header.index("标段编号") + 1).value = "L1"
    book.save(problems)

    (again,) = load_files([problems], engine, **options).files
    corrected = snapshot(engine, sources=False)
    engine.writer.clear()
    load(engine, "right.csv", right)

    assert (first.loaded, first.warned, first.rejected) == (2, 1, 1)
    assert (again.loaded, again.warned, again.rejected) == (2, 0, 0)
    assert corrected == snapshot(engine, sources=False)


def corrected(path: Path, *rows: dict[str, str]) -> Path:
    """The workbook of problems with these cells in its first rows, by header."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[1]
    header = [cell.value for cell in sheet[1]]
    for number, cells in enumerate(rows, 2):
        for name, cell in cells.items():
            sheet.cell(number, header.index(name) + 1).value = cell
    book.save(path)
    return path


def test_a_correction_that_makes_a_row_another_firms_is_given_back(
    engine: GraphEngine, tmp_path: Path
) -> None:
    path, problems = tmp_path / "bids.csv", tmp_path / "problems.xlsx"
    slip = f"{CODES[0][:-1]}{'B' if CODES[0][-1] != 'B' else 'C'}"
    path.write_text(f"{HEADERS}\nL1,甲公司,{slip},100,,,,,\n", encoding="utf-8")
    options: Any = {"identity_key": KEY, "origin": Origin("test", AT)}
    (first,) = load_files([path], engine, problems=problems, **options).files
    was = snapshot(engine)

    (again,) = load_files([corrected(problems, {"投标人代码": CODES[0]})], engine, **options).files

    assert (first.warned, again.rejected) == (1, 1)
    assert f"unload {first.batch}" in again.problems[0].advice
    assert snapshot(engine) == was
    engine.writer.remove_batch(first.batch)
    engine.writer.remove_batch(again.batch)
    (alone,) = load_files([problems], engine, **options).files
    assert (alone.loaded, alone.problems) == (1, ())


def test_a_later_state_of_a_workbook_takes_the_place_of_the_earlier(
    engine: GraphEngine, tmp_path: Path
) -> None:
    path, problems = tmp_path / "bids.csv", tmp_path / "problems.xlsx"
    wrong = [f",甲公司,{CODES[0]},100,,,,,", f",乙公司,{CODES[1]},200,,,,,"]
    path.write_text("\n".join([HEADERS, *wrong]), encoding="utf-8")
    options: Any = {"identity_key": KEY, "origin": Origin("test", AT)}
    load_files([path], engine, problems=problems, **options)
    once = Path(shutil.copy(corrected(problems, {"标段编号": "L1"}), tmp_path / "once.xlsx"))
    (first,) = load_files([once], engine, **options).files
    twice = corrected(problems, {"标段编号": "L2"}, {"标段编号": "L2"})

    with pytest.raises(InputRefused, match=r"once\.xlsx"):
        load_files([once, twice], engine, **options)
    (second,) = load_files([twice], engine, **options).files

    assert (first.loaded, first.rejected) == (1, 1)
    assert (second.loaded, second.rejected) == (2, 0)
    assert [p.rule for p in second.problems] == [
        t(REPLACES.rule, file="once.xlsx", batch=first.batch)
    ]
    bids = engine.reader.run("MATCH (b:Bid) RETURN b.key AS key, size(b.sources) AS n ORDER BY key")
    assert [(str(key)[4:6].upper(), n) for key, n in bids.rows] == [("L2", 1), ("L2", 1)]
    shorter = openpyxl.load_workbook(twice)
    shorter.worksheets[1].delete_rows(2)
    shorter.save(tmp_path / "shorter.xlsx")
    with pytest.raises(InputRefused, match=f"unload {second.batch}"):
        load_files([tmp_path / "shorter.xlsx"], engine, **options)


def test_a_corrected_value_is_shown_before_a_dated_original(
    engine: GraphEngine, tmp_path: Path
) -> None:
    path, problems = tmp_path / "bids.csv", tmp_path / "problems.xlsx"
    path.write_text(f"{HEADERS}\nL1,甲公司,{CODES[0]},100,,,,,也许\n", encoding="utf-8")
    dated = Origin("test", AT, as_of="2024-01-01")
    load_files([path], engine, identity_key=KEY, origin=dated, problems=problems)

    changed = corrected(problems, {"投标报价": "111", "是否中标": "否"})
    load_files([changed], engine, identity_key=KEY, origin=Origin("test", AT))

    shown = engine.reader.run("MATCH (b:Bid) RETURN b.price AS price, b.won AS won")
    assert shown.rows == ((111.0, False),)


def test_a_loaded_file_is_not_read_in_another_way_in_silence(
    engine: GraphEngine, tmp_path: Path
) -> None:
    path = tmp_path / "bids.csv"
    path.write_text("\n".join([HEADERS, *lines_of([(1, 0)])]), encoding="utf-8")
    options: dict[str, Any] = {"identity_key": KEY, "origin": Origin("test", AT)}
    (file,) = load_files([path], engine, **options).files
    others: tuple[dict[str, Any], ...] = (
        {"corrections": Corrections(columns={"投标报价": ""})},
        {"corrections": Corrections(stated={"lot": "L9"})},
        {"origin": Origin("test", AT, as_of="2024-01-01")},
    )

    for other in others:
        with pytest.raises(InputRefused, match=f"unload {file.batch}"):
            load_files([path], engine, **(options | other))

    assert load_files([path], engine, **options).files[0].already_loaded
