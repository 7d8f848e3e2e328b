"""Reading signal files and the register: every problem is named, none is swallowed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from messages import set_language
from queries.catalogue import SIGNALS, CatalogueBroken, Provision, catalogue, load_signal, register

GOOD = (SIGNALS / "device" / "pricing_lock_match.cypher").read_text("utf-8")


def written(folder: Path, text: str, name: str = "pricing_lock_match") -> Path:
    file = folder / f"{name}.cypher"
    file.write_text(text, encoding="utf-8")
    return file


def problems(folder: Path) -> str:
    with pytest.raises(CatalogueBroken) as broken:
        catalogue(folder)
    return str(broken.value)


def test_a_signal_carries_its_query_without_the_front_matter(tmp_path: Path) -> None:
    signal = load_signal(written(tmp_path, GOOD))

    assert signal.cypher.startswith("MATCH (lock:Device")
    assert signal.defaults == {"pirated_from": 20, "max_firms": 200}


def test_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    file = tmp_path / "crlf.cypher"
    file.write_bytes(GOOD.replace("\n", "\r\n").encode())

    assert load_signal(file).cypher == load_signal(written(tmp_path, GOOD)).cypher


def test_an_unknown_key_is_an_error(tmp_path: Path) -> None:
    written(tmp_path, GOOD.replace("revision: 3", "revision: 3\ntreshold: 3"))

    assert "treshold" in problems(tmp_path)


def test_a_repeated_key_is_an_error(tmp_path: Path) -> None:
    written(tmp_path, GOOD.replace("revision: 3", "revision: 3\nrevision: 2"))

    assert "revision" in problems(tmp_path)


def test_an_empty_legal_basis_is_an_error(tmp_path: Path) -> None:
    written(tmp_path, GOOD.replace("legal_basis: [TL40, M37, FJ-LT, DQ-LT]", "legal_basis: []"))

    assert "legal_basis" in problems(tmp_path)


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    written(tmp_path, "MATCH (n) RETURN n", "no_front_matter")
    written(tmp_path, GOOD.replace("revision: 3", "revision: 0"))
    written(tmp_path, GOOD, "a_copy")
    written(tmp_path, GOOD, "b_copy")

    said = problems(tmp_path)

    assert "no_front_matter" in said
    assert "revision" in said
    assert "b_copy.cypher" in said  # its id belongs to a_copy


def test_the_query_cannot_be_stated_twice(tmp_path: Path) -> None:
    written(tmp_path, GOOD.replace("revision: 3", "revision: 3\ncypher: RETURN 1"))

    assert "cypher" in problems(tmp_path)


def test_a_broken_register_names_the_entry(tmp_path: Path) -> None:
    file = tmp_path / "register.yaml"
    file.write_text('X1:\n  act: "Some act"\n  article: "Art. 1"\n', encoding="utf-8")

    with pytest.raises(CatalogueBroken, match="X1"):
        register(file)


@pytest.mark.parametrize(("tag", "quotable"), [("V", True), ("V-s", False), ("memory", False)])
def test_only_a_verified_text_is_quotable(tag: str, quotable: bool) -> None:
    provision = Provision(
        key="X1",
        act="Some act",
        article="Art. 1",
        text="Some text",
        tag=tag,  # type: ignore[arg-type]
        in_force_from="2020-01-01",
        in_force_to="2020-12-31",
    )

    assert provision.quotable is quotable
    assert provision.in_force("2020-12-31")
    assert not provision.in_force("2021-01-01")


def test_every_note_on_law_is_there_in_both_languages() -> None:
    laws = register().values()

    assert [law.key for law in laws if bool(law.note) != bool(law.note_in_english)] == []
    set_language("en")
    assert [law.key for law in laws if re.search("[\u4e00-\u9fff]", law.remark)] == []
