"""Every word on the pages has a look and a Chinese name."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from graph.vocabulary import SCHEMA
from measures.milestone_clocks import COMPLAINT, ORDERS, WITHIN
from messages import catalogue, set_language
from pages.components import streamlit_words, words
from pages.components.record_table import COLUMNS, column_title
from queries import values
from queries.words import PROPERTIES

PAGES = Path(words.__file__).parents[1]
TABLES = (
    words.RELATIONS,
    PROPERTIES,
    words.SUBJECTS,
    words.FAMILIES,
    words.STRENGTHS,
    words.BANDS,
    words.TAGS,
    values.IDENTITIES,
    words.KINDS,
    values.KINDS,
    values.ROLES,
    values.EVENTS,
    values.STATES,
    values.STEPS,
    words.PARTS,
)


def sentences(file: Path) -> set[str]:
    """The first argument of every call of `t` with a literal."""
    return {
        node.args[0].value
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "t"
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


def test_every_label_and_edge_type_of_the_vocabulary_is_named() -> None:
    assert {kind.label for kind in SCHEMA.nodes} <= words.LOOKS.keys()
    assert {kind.type for kind in SCHEMA.edges} <= words.RELATIONS.keys()


def test_every_property_of_the_vocabulary_is_named() -> None:
    named = [p.name for node in SCHEMA.nodes for p in node.properties]
    named += [p.name for edge in SCHEMA.edges for p in edge.properties]
    assert set(named) <= PROPERTIES.keys()


def test_every_kind_of_evaluation_method_is_named() -> None:
    lot = SCHEMA.node("Lot").properties
    told = next(p.meaning for p in lot if p.name == "evaluation_method")
    named = values.WORDED["evaluation_method"]
    assert [kind for kind in told.rstrip(".").split(" | ") if kind not in named] == []


def test_every_part_of_a_time_limit_is_named() -> None:
    assert {limit.part for limit in (*WITHIN, *COMPLAINT)} <= {*words.PARTS, ""}
    steps = {order.part: f"{order.first[0]}>{order.then[0]}" for order in ORDERS}
    assert steps == words.ORDERS
    assert words.part_name("contract_start") == "签订合同 → 开工"


@pytest.mark.parametrize(
    "file", sorted(PAGES.rglob("*.py")), ids=lambda file: str(file.relative_to(PAGES))
)
def test_every_sentence_of_the_pages_is_translated(file: Path) -> None:
    assert sentences(file) - catalogue("zh_CN").keys() == set()


def test_every_word_of_the_tables_is_translated() -> None:
    wanted = {word for table in TABLES for word in table.values()}
    wanted |= {look.name for look in words.LOOKS.values()}
    wanted |= {*streamlit_words.WORDS, *streamlit_words.BEGINNINGS}
    assert wanted - catalogue("zh_CN").keys() == set()


def test_no_word_accuses() -> None:
    said = "".join(v for v in catalogue("zh_CN").values())
    for word in ("嫌疑人", "犯罪分子", "已认定"):
        assert word not in said


def test_values_have_units_and_no_codes() -> None:
    assert words.value_name("registered_capital", 30_000_000) == "3,000.00 万元"
    assert words.value_name("opened_at", "2025-04-15T10:00:00") == "2025-04-15 10:00"
    assert words.value_name("stratum", "2025|*|A08|comprehensive|6-9") == (
        "2025 · 工程 A08 · 综合评估法 · 6-9 家投标"
    )
    assert words.value_name("cv_percentile", 0.1081) == "11%"
    assert words.value_name("regime", "tender") == "招标投标法"


def test_one_subject_of_every_kind_has_a_name_of_its_own() -> None:
    names = [words.one_subject(kind) for kind in words.SUBJECTS]

    assert names == ["标段", "企业", "企业对", "抱团群体", "人员", "专家"]


def test_titles_of_columns_begin_with_a_capital_in_english() -> None:
    set_language("en")

    titles = [column_title(name) for name in (*COLUMNS, *PROPERTIES)]

    assert [title for title in titles if title[0].islower()] == []


def test_kinds_are_told_apart_by_what_stands_in_their_signs_in_both_languages() -> None:
    for spoken in ("zh_CN", "en"):
        set_language(spoken)
        signs = [each.glyph for each in words.LOOKS.values()]
        assert len(set(signs)) == len(signs)
        assert all(sign.isascii() == (spoken == "en") for sign in signs)
