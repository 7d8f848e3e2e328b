"""Kept questions are files that can be read back, shared and searched."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records import Value
from queries.library import (
    HISTORY,
    HISTORY_KEPT,
    KINDS,
    LibraryBroken,
    SavedQuery,
    delete_query,
    history,
    parameter_text,
    parameter_value,
    parameters_of,
    query_text,
    read_query,
    read_query_file,
    remember,
    save_query,
    saved_queries,
)

AT = datetime(2026, 1, 2, tzinfo=UTC)
ASKED = SavedQuery("共用手机", "MATCH (p:Phone) RETURN p", ("人员", "a: b"))


def test_a_question_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    save_query(tmp_path, ASKED)

    assert saved_queries(tmp_path) == ((ASKED,), ())
    assert read_query(query_text(ASKED), "other") == ASKED


def test_a_question_without_front_matter_is_called_like_its_file() -> None:
    assert read_query("RETURN 1 AS one", "一") == SavedQuery("一", "RETURN 1 AS one")


@pytest.mark.parametrize(
    "text",
    ["/*---\ntitle: [\n---*/\nRETURN 1", "/*---\nwho: x\n---*/\nRETURN 1", "/*---\ntitle: x\n"],
)
def test_a_broken_file_is_named_and_hides_no_other(tmp_path: Path, text: str) -> None:
    save_query(tmp_path, ASKED)
    (tmp_path / "broken.cypher").write_text(text, encoding="utf-8")

    found, wrong = saved_queries(tmp_path)

    assert found == (ASKED,)
    assert "broken" in wrong[0]
    assert "标题 title" in wrong[0]


def test_a_question_saved_in_gb18030_is_read_and_a_picture_is_no_question() -> None:
    assert read_query_file(query_text(ASKED).encode("gb18030"), "x") == ASKED
    with pytest.raises(LibraryBroken, match="不是文本文件"):
        read_query_file(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "picture")


@pytest.mark.parametrize("title", ["", "../x", "a/b", "x" * 65])
def test_a_title_stays_in_its_folder(title: str) -> None:
    with pytest.raises(LibraryBroken):
        SavedQuery(title, "RETURN 1")


def test_search_takes_title_tags_and_text() -> None:
    assert ASKED.found_by("手机 人员")
    assert ASKED.found_by("phone")
    assert not ASKED.found_by("phone 企业")


def test_a_deleted_question_is_gone_and_a_renamed_file_too(tmp_path: Path) -> None:
    save_query(tmp_path, ASKED).rename(tmp_path / "copy.cypher")

    delete_query(tmp_path, ASKED.title)

    assert saved_queries(tmp_path) == ((), ())


def test_the_last_questions_are_kept_each_once_the_newest_first(tmp_path: Path) -> None:
    for n in range(HISTORY_KEPT + 5):
        remember(tmp_path, f"RETURN {n}", {"n": n}, at=AT)
    remember(tmp_path, "RETURN 40", {}, at=AT)

    kept = history(tmp_path)

    assert [asked.cypher for asked in kept[:2]] == ["RETURN 40", f"RETURN {HISTORY_KEPT + 4}"]
    assert len(kept) == HISTORY_KEPT


def test_a_line_that_was_cut_off_loses_itself_alone(tmp_path: Path) -> None:
    remember(tmp_path, "RETURN 1", {}, at=AT)
    with (tmp_path / HISTORY).open("a", encoding="utf-8") as file:
        file.write('{"cypher": "RET')

    assert [asked.cypher for asked in history(tmp_path)] == ["RETURN 1"]


def test_parameters_are_read_from_the_question_and_not_from_its_strings() -> None:
    cypher = "MATCH (c {key: $key}) WHERE c.name <> '$no' // $none\nRETURN $n, $key"

    assert parameters_of(cypher) == ("key", "n")


def test_what_is_written_into_a_field_becomes_a_value_of_its_kind() -> None:
    assert parameter_value("n", "integer", " 7 ") == 7
    assert parameter_value("n", "number", "0.5") == 0.5
    assert parameter_value("n", "list", "甲，乙\n丙") == ["甲", "乙", "丙"]
    assert parameter_value("n", "text", "007") == "007"
    with pytest.raises(LibraryBroken, match="n"):
        parameter_value("n", "integer", "七")


@given(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.lists(st.text(), max_size=4)
    | st.lists(st.integers(), max_size=4)
)
def test_the_field_of_a_parameter_says_what_was_given(value: Value) -> None:
    kind, text = parameter_text(value)

    assert kind in KINDS
    assert parameter_value("n", kind, text) == value


def test_what_is_no_json_is_a_sentence() -> None:
    with pytest.raises(LibraryBroken, match="JSON"):
        parameter_value("n", "json", "[1,")
