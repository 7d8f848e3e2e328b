"""The documents: their links lead somewhere, and their words are those of the code."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace

import pytest

import loaders.keys
import loaders.table_map
from graph.vocabulary import SCHEMA
from leads.lead import SubjectKind
from loaders import shared_columns
from loaders.cells import CellKind
from loaders.tables import TABLES
from measures.catalogue import MEASURES
from messages import language, set_language
from pages.components.words import kind_name, relation_name
from queries.catalogue import catalogue
from queries.checks import JUDGING_WORDS
from queries.signal import Family, Strength

ROOT = Path(__file__).parents[2]
ROOT_PAGES = ("README.md", "README.zh-CN.md", "CHANGELOG.md", "CONTRIBUTING.md", "PHILOSOPHY.md")
PAGES = (*(ROOT / name for name in ROOT_PAGES), *sorted((ROOT / "docs").rglob("*.md")))
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
IDS = {page: str(page.relative_to(ROOT)) for page in PAGES}
LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)


@pytest.fixture(autouse=True)
def in_chinese() -> Iterator[None]:
    before = language()
    set_language("zh_CN")
    yield
    set_language(before)


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def anchors(page: Path) -> set[str]:
    """The headings of a page, as links name them."""
    headings = re.findall(r"^#+ (.+)$", text_of(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).strip().replace(" ", "-") for h in headings}


def section(page: Path, heading: str) -> str:
    """What stands under a heading, up to the next one of its depth."""
    depth = heading.split(" ")[0]
    _, _, rest = text_of(page).partition(f"{heading}\n")
    assert rest, f"{page.name} has no heading '{heading}'"
    return re.split(rf"^#{{1,{len(depth)}}} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def rows(page: Path, heading: str) -> dict[str, list[str]]:
    """The table under a heading: first cell, without marks, to the other cells."""
    found = {}
    for line in section(page, heading).splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and not set(line) <= set("|-: "):
            found[re.sub(r"\[?`([^`]+)`.*", r"\1", cells[0])] = cells[1:]
    return found


def words(heading: str) -> Mapping[str, list[str]]:
    """A table of the page of words, without its header."""
    return dict(list(rows(ROOT / "docs" / "words.md", heading).items())[1:])


@pytest.mark.parametrize("page", PAGES, ids=IDS.__getitem__)
def test_every_relative_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    broken = []
    for link in LINK.findall(text_of(page)):
        if "://" in link:
            continue
        name, _, heading = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        known = target.exists() and (not heading or heading in anchors(target))
        broken += [] if known else [link]

    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=IDS.__getitem__)
def test_no_document_passes_judgement(page: Path) -> None:
    # The law speaks for itself: block quotes are its text. Headers are what the sources write.
    spared = (">", "|") if page.parent.name == "tables" else (">",)
    lines = [line for line in text_of(page).lower().splitlines() if not line.startswith(spared)]
    text = "\n".join(lines)

    assert [word for word in JUDGING_WORDS if word in text] == []


def test_the_words_name_every_kind_of_node_as_the_pages_do() -> None:
    named = {label: cells[0] for label, cells in words("## Node kinds").items()}

    assert named == {kind.label: kind_name(kind.label) for kind in SCHEMA.nodes}


def test_the_words_name_every_kind_of_edge_as_the_pages_do() -> None:
    named = {type_: cells[0] for type_, cells in words("## Edge kinds").items()}

    assert named == {kind.type: relation_name(kind.type) for kind in SCHEMA.edges}


def test_the_words_name_every_end_an_edge_may_have() -> None:
    told = {type_: set(re.findall(r":(\w+)", c[1])) for type_, c in words("## Edge kinds").items()}

    ends = {kind.type: {end for pair in kind.ends for end in pair} for kind in SCHEMA.edges}
    assert told == ends


def test_the_words_name_families_strengths_and_subjects() -> None:
    assert set(words("## Families")) == {family.value for family in Family}
    assert set(words("## Strengths")) == {strength.value for strength in Strength}
    assert set(words("## Subjects")) == {kind.value for kind in SubjectKind}


def test_the_words_name_properties_that_the_vocabulary_has() -> None:
    known = {f"{kind.label}.{p.name}" for kind in SCHEMA.nodes for p in kind.properties}
    screens = {f"Lot.{name}" for name in words("## Price screens")}

    assert {*words("## Properties that other standards name too"), *screens} - known == set()


def test_the_words_list_the_catalogue_of_signals() -> None:
    assert dict(words("## Signals")) == {
        s.id: [s.title, s.english.title, f"`{s.family.value}`", f"`{s.strength.value}`"]
        for s in catalogue()
    }


def test_the_changelog_names_every_signal_and_no_other() -> None:
    parts = re.findall(
        r"^### Signals\n(.*?)(?=^##|\Z)", text_of(ROOT / "CHANGELOG.md"), re.M | re.S
    )

    named = set(re.findall(r"^- `(\w+)`", "\n".join(parts), re.MULTILINE))

    assert named == {signal.id for signal in catalogue()}


def test_the_sample_names_signals_that_exist() -> None:
    stories = re.findall(r"^\| `\w+` \|.*$", text_of(ROOT / "sample_data" / "README.md"), re.M)

    named = {id_ for line in stories for id_ in re.findall(r"`(\w+)`", line.split("|")[4])}

    assert len(stories) > 0
    assert named - {signal.id for signal in catalogue()} == set()


@pytest.mark.parametrize("page", READMES, ids=IDS.__getitem__)
def test_the_readmes_name_every_table(page: Path) -> None:
    told = dict(re.findall(r"(\w+) `(\w+)`", "\n".join(re.findall(r"^\|.*$", text_of(page), re.M))))

    assert {name: title for title, name in told.items()} == {t.name: t.title for t in TABLES}


def test_both_readmes_give_the_same_commands() -> None:
    def commands(page: Path) -> list[str]:
        lines = "\n".join(body for _, body in FENCE.findall(text_of(page))).splitlines()
        plain = [re.sub(r" +#.*| (?:FILE|FOLDER|文件夹|文件)…", "", line) for line in lines]
        return [line.strip() for line in plain]

    english, chinese = (commands(page) for page in READMES)

    assert english == chinese


def test_both_tours_show_every_picture_that_is_drawn() -> None:
    def pictures(page: str) -> list[str]:
        return re.findall(r"!\[[^\]]+\]\((.+?)\)", text_of(ROOT / "docs" / page))

    english, chinese = (pictures(page) for page in ("tour.md", "tour.zh-CN.md"))

    assert english == chinese
    assert set(english) == {f"images/{f.name}" for f in (ROOT / "docs" / "images").glob("*.png")}


def test_the_first_decision_names_every_runtime_dependency() -> None:
    lines = text_of(ROOT / "requirements.in").splitlines()
    needed = {line.split("==")[0] for line in lines if "==" in line}
    record = ROOT / "docs" / "decisions" / "0001-layout-and-packaging.md"

    assert needed - set(rows(record, "## Decision")) == set()


def test_the_index_lists_every_decision() -> None:
    records = {f"decisions/{file.name}" for file in (ROOT / "docs" / "decisions").glob("*.md")}

    assert records - set(LINK.findall(text_of(ROOT / "docs" / "index.md"))) == set()


def test_the_table_that_is_shown_as_an_example_can_be_declared() -> None:
    blocks = FENCE.findall(text_of(ROOT / "docs" / "add_a_table.md"))
    key_function, table = (textwrap.dedent(body) for kind, body in blocks if kind == "python")
    keys = dict(vars(loaders.keys))
    exec(key_function, keys)  # noqa: S102 (our own page)
    names = {**vars(shared_columns), **vars(loaders.table_map), "CellKind": CellKind}
    names["keys"] = SimpleNamespace(**keys)

    exec(table, names)  # noqa: S102

    assert isinstance(names["PENALTIES"], loaders.table_map.TableMap)


def test_the_changelog_names_every_measure() -> None:
    line = re.search(r"^- Measures: (.+)\.$", text_of(ROOT / "CHANGELOG.md"), re.MULTILINE)

    assert line is not None
    assert line.group(1).split(", ") == [measure.title.lower() for measure in MEASURES]
