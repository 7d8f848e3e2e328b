"""Document likeness: what the bid files of one lot share that independent authors would not.

Lot by lot, so that memory holds the files of one lot; a first pass over all files counts how many
bidders have each run of characters. What the tender's own files hold never counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from graph.document_texts import SETTLEMENT_FILES, DocumentText, TextStore
from graph.engine import GraphReader
from graph.records import DerivedEdge, Value
from measures.bids import SharedReading
from measures.measure import Derived, Measure
from measures.named_rivals import Rival, named_rivals
from measures.priced_bills import like_bills
from measures.shared_pictures import Shown, digests_of, same_pictures
from measures.shared_text import (
    BETWEEN,
    RUN,
    SIDE,
    Flags,
    Hashes,
    Holders,
    Text,
    among,
    blocks,
    characters,
    distinct,
    held_by_few,
    joined,
    of_few,
    pieces,
    plain,
    runs,
    slip_candidates,
)
from messages import t

_FACTS = """d.key AS document, d.name AS name, d.sha256 AS sha256, d.md5 AS md5,
       d.bytes AS bytes, d.author AS author, d.last_modified_by AS last_modified_by,
       d.company AS maker, d.template AS template, d.document_id AS document_id,
       d.created_at AS created_at, d.characters AS characters, d.pictures AS pictures"""
OF_BIDS = f"""
MATCH (d:Document)-[:BELONGS_TO]->(b:Bid)-[:FOR]->(l:Lot)
MATCH (c:Company)-[s:SUBMITTED]->(b)
WHERE s.role <> 'member'
RETURN l.key AS lot, b.key AS owner, c.key AS company, {_FACTS}
"""
OF_TENDERS = f"""
MATCH (d:Document)-[:BELONGS_TO]->(l:Lot)
WHERE coalesce(d.kind, '') <> '{SETTLEMENT_FILES}'
RETURN l.key AS lot, l.key AS owner, '' AS company, {_FACTS}
"""
BIDDERS = """
MATCH (c:Company)-[:SUBMITTED]->(b:Bid)-[:FOR]->(l:Lot)
WHERE l.key IN $lots
RETURN l.key AS lot, b.key AS bid, c.key AS company, c.name AS name
"""
PROJECTS = """
MATCH (l:Lot) WHERE l.name IS NOT NULL
OPTIONAL MATCH (l)-[:PART_OF]->(p:Project)
RETURN l.key AS lot, l.name AS name, p.name AS project
"""
_SAME, _ALIKE = "完全相同", "画面相同"
_TENDER = -1
SHOWN = 5  # passages kept on an edge
EXCERPT = 60
# What programs put in where nobody said a name, and what half the country uses.
GENERIC = frozenset(
    {"administrator", "admin", "user", "owner", "root", "pc", "unknown", "未知", "用户", "管理员"}
    | {"lenovo", "dell", "hp", "thinkpad", "asus", "acer", "huawei", "apache poi", "python-docx"}
    | {
        "microsoft",
        "windows",
        "office",
        "wps",
        "微软",
        "微软用户",
        "微软中国",
        "microsoft office user",
    }
    | {"normal", "normal.dotm", "normal.dot", "正文.dotm"}
)
# Each with what it adds to the score, and what it is called.
FIELDS = (
    ("document_id", 0.8, "文件标识"),
    ("created_at", 0.2, "创建时间"),
    ("last_modified_by", 0.3, "最后修改者"),
    ("author", 0.3, "作者"),
    ("maker", 0.2, "单位"),
    ("template", 0.2, "模板"),
)
REVISIONS = 0.5  # what revision marks in common add


@dataclass(frozen=True, slots=True)
class LikenessLimits:
    """What counts.

    `bidders`: passages that more bidders have are common, unless they are up to `group` bidders of
    one lot and nobody else, and the lot's tender file is there and does not hold them. `block`:
    characters of a long passage, `telling`: of one that counts alone. `least`: a bid with fewer own
    runs is not compared. `crowd`: a hash or a value of metadata that more bids of a lot have is
    common. `alike`: a picture like more others than that is compared for equality alone.
    `least_containment`: less is no edge, unless a passage is that telling. `usual`: words
    that as many bidders write are common words. `revisions` and `jaccard`: of revision marks in
    common.
    """

    bidders: int = 2
    group: int = 8
    block: int = 100
    telling: int = 300
    least: int = 200
    crowd: int = 20
    alike: int = 64
    least_containment: float = 0.02
    usual: int = 3
    revisions: int = 5
    jaccard: float = 0.3


DEFAULT_LIMITS = LikenessLimits()


@dataclass(slots=True)
class _Owner:
    """A bid, or the tender, with the texts and pictures of its files."""

    key: str
    company: str
    files: list[dict[str, object]] = field(default_factory=list)
    texts: list[tuple[str, str, DocumentText]] = field(default_factory=list)  # key, name, text
    pictures: dict[str, Shown] = field(default_factory=dict)  # by digest, where each first stands

    def whole(self) -> Text:
        return joined(
            (name, ((p.place, p.text) for p in text.passages)) for _, name, text in self.texts
        )


def compute(reader: GraphReader) -> Derived:
    """Compare the files of every lot."""
    of_bids, of_tenders = reader.frame(OF_BIDS), reader.frame(OF_TENDERS)
    if of_bids.empty:
        return Derived()
    texts = reader.texts if isinstance(reader, SharedReading) else None
    notes = [] if texts else [t("There are no texts: hashes and metadata alone were compared.")]
    limits = DEFAULT_LIMITS
    # All questions come before the texts: who is told the same as last time need not read them.
    lots = sorted(set(of_bids["lot"]))
    bidders = _bidders(reader, lots) if texts else {}
    projects = _projects(reader) if texts else ProjectNames(())
    platform = _Platform(of_bids, texts)
    tenders = {str(lot): rows for lot, rows in of_tenders.groupby("lot")}
    edges: list[DerivedEdge] = []
    for lot, rows in of_bids.groupby("lot"):
        owners = _owners(rows, texts)
        tender = _tender(str(lot), tenders.get(str(lot)), texts)
        edges += _equal_files(owners, tender, limits)
        edges += _metadata(owners, tender, platform, limits)
        if texts is None or not any(owner.texts for owner in owners):
            continue
        edges += _compare(str(lot), owners, tender, platform, projects, limits)
        edges += _pictures(owners, tender, platform, texts, limits)
        edges += _bills(owners)
        edges += _named(owners, tender, bidders.get(str(lot), ()))
    return Derived(edges=tuple(edges), notes=tuple(notes))


# What is read


class _Platform:
    """How many bidders have what, over all files."""

    def __init__(self, of_bids: pd.DataFrame, texts: TextStore | None) -> None:
        self.bidders = int(of_bids["company"].nunique())
        values = {
            name: of_bids.dropna(subset=[name]).groupby(name)["company"].nunique()
            for name, _, _ in FIELDS
        }
        self.makers = {
            name: {str(k): int(v) for k, v in held.items()} for name, held in values.items()
        }
        expected = int(pd.to_numeric(of_bids["characters"], errors="coerce").fillna(0).sum())
        self.passages, self.words = Holders(expected), Holders(expected)
        self.pictures = Holders(int(pd.to_numeric(of_bids["pictures"], errors="coerce").sum()))
        if texts is None:
            return
        read = of_bids[of_bids["sha256"].notna()].sort_values(["company", "document"])
        for _, rows in read.groupby("company"):
            whole = _Owner("", "")
            for row in rows.drop_duplicates("sha256").to_dict("records"):
                _read(whole, row, texts)
            codes = characters(whole.whole().text)
            self.passages.add(runs(codes, RUN))
            self.words.add(runs(codes, 2 * SIDE + 1))
            self.pictures.add(distinct(_digests(whole)))


def _owners(rows: pd.DataFrame, texts: TextStore | None) -> list[_Owner]:
    found: dict[str, _Owner] = {}
    seen: set[tuple[str, str]] = set()
    for row in rows.sort_values(["owner", "document"]).to_dict("records"):
        key, document = str(row["owner"]), str(row["document"])
        owner = found.setdefault(key, _Owner(key, str(row["company"])))
        if (key, document) not in seen:
            seen.add((key, document))
            _read(owner, row, texts)
    return list(found.values())


def _tender(lot: str, rows: pd.DataFrame | None, texts: TextStore | None) -> _Owner:
    owners = _owners(rows, texts) if rows is not None else []
    return owners[0] if owners else _Owner(lot, "")


def _read(owner: _Owner, row: Mapping[Any, Any], texts: TextStore | None) -> None:
    # What a file lacks comes as NaN: no two files have that in common.
    owner.files.append({str(k): v for k, v in row.items() if pd.notna(v)})
    sha256 = row["sha256"]
    found = texts.find(sha256.lower()) if texts and isinstance(sha256, str) else None
    if found is not None:
        document, name = str(row["document"]), str(row["name"])
        owner.texts.append((document, name, found))
        for number, each in enumerate(found.pictures):
            shown = Shown(document, name, sha256.lower(), number, each)
            owner.pictures.setdefault(each.digest, shown)


class ProjectNames:
    """The plain names of lots and projects, found in a text by their first run of characters."""

    def __init__(self, rows: Iterable[tuple[str, Sequence[str]]]) -> None:
        self.of_lot = dict(rows)
        names = sorted({n for own in self.of_lot.values() for n in own if len(n) >= RUN})
        first = runs(characters(BETWEEN.join(name[:RUN] for name in names)), RUN)[:: RUN + 1]
        self._names: dict[int, list[str]] = defaultdict(list)
        for start, name in zip(first.tolist(), names, strict=True):
            self._names[start].append(name)
        self._starts = np.array(sorted(self._names), dtype=np.uint64)

    def found_in(self, text: Text, of_text: Hashes) -> Iterator[tuple[int, str]]:
        """Where a name stands in a text, whose runs these are; the longest that fits."""
        for at in np.flatnonzero(among(of_text, self._starts)).tolist():
            fits = [n for n in self._names[int(of_text[at])] if text.text.startswith(n, at)]
            if fits:
                yield at, max(fits, key=len)


def _projects(reader: GraphReader) -> ProjectNames:
    return ProjectNames(
        (str(lot), tuple(plain(str(each)) for each in (name, project) if each))
        for lot, name, project in reader.run(PROJECTS).rows
    )


def _bidders(reader: GraphReader, lots: Sequence[str]) -> dict[str, list[Rival]]:
    """The firms that bid for each lot; the key of one known by its code holds the code."""
    found: dict[str, list[Rival]] = defaultdict(list)
    table = reader.run(BIDDERS, {"lots": [*lots]})
    for lot, bid, company, name in sorted(
        tuple(str(cell or "") for cell in row) for row in table.rows
    ):
        code = plain(company.removeprefix("company:"))
        found[lot].append(Rival(bid, company, plain(name), code if code.isascii() else ""))
    return found


# Text and errors


@dataclass(slots=True)
class _Compared:
    """A bid's text with the runs that count."""

    owner: _Owner
    text: Text
    of_text: Hashes
    own: Hashes  # distinct runs that count, sorted


def _compare(
    lot: str,
    owners: Sequence[_Owner],
    tender: _Owner,
    platform: _Platform,
    projects: ProjectNames,
    limits: LikenessLimits,
) -> Iterator[DerivedEdge]:
    asked = tender.whole()
    codes = characters(asked.text)
    asked_runs = distinct(runs(codes, RUN))
    asked_words = distinct(runs(codes, 2 * SIDE + 1))
    bids = [_compared(owner, asked_runs) for owner in owners if owner.texts]
    group = _group(bool(asked.text), len(bids), limits)
    few = of_few([b.own for b in bids], platform.passages, usual=limits.bidders, group=group)
    for bid, own in zip(bids, few, strict=True):
        bid.own = own
    for i, j, shared in held_by_few(few, group):
        one, two = bids[i], bids[j]
        fewest = min(one.own.size, two.own.size)
        score = shared.size / max(fewest, 1)
        much, perhaps = score >= limits.least_containment, shared.size > limits.telling - RUN
        if fewest < limits.least or not (much or perhaps):
            continue
        found = blocks(one.text, two.text, one.of_text, two.of_text, shared)
        longest = max((each.length for each in found), default=0)
        if much or longest >= limits.telling:
            long = pieces(found, one.text, limits.block)
            said = [_excerpt(one.text, two.text, b.one, b.two, b.length) for b in (long or found)]
            yield _edge(one.owner, two.owner, "text", score, len(long), said, longest=longest)
    yield from _errors(lot, bids, asked, codes, asked_words, platform, projects, limits)


def _group(asked: bool, bids: int, limits: LikenessLimits) -> int:
    """How many bidders of the lot may share what counts: not all, whose source may be the tender.

    Where the tender file is not there, what three share may well come from it.
    """
    return max(limits.bidders, min(limits.group, bids - 1)) if asked else limits.bidders


def _compared(owner: _Owner, asked: Hashes) -> _Compared:
    text = owner.whole()
    of_text = runs(characters(text.text), RUN)
    own = distinct(of_text)
    return _Compared(owner, text, of_text, own[~among(own, asked)])


def _errors(
    lot: str,
    bids: Sequence[_Compared],
    asked: Text,
    asked_codes: Hashes,
    asked_words: Hashes,
    platform: _Platform,
    projects: ProjectNames,
    limits: LikenessLimits,
) -> Iterator[DerivedEdge]:
    """Slips that two bids alone have, and names of other projects left over in two alone."""
    usual: list[Hashes] = [runs(asked_codes, 2 * SIDE + 1, SIDE)]
    for bid in bids:
        words, contexts = _words(bid.text)
        usual.append(distinct(contexts[_is_usual(words, asked_words, platform, limits)]))
    around = distinct(np.concatenate(usual))
    slips: list[dict[int, int]] = []  # of each bid, where its slips stand
    for bid in bids:
        words, contexts = _words(bid.text)
        known = _is_usual(words, asked_words, platform, limits)
        known |= platform.words.of(words) > limits.bidders
        where = np.flatnonzero(slip_candidates(bid.text, known, around, contexts))
        slips.append(dict(zip(words[where].tolist(), where.tolist(), strict=True)))
    shared: dict[tuple[int, int], list[tuple[int, str]]] = defaultdict(list)
    rare = [distinct(np.array([*s], dtype=np.uint64)) for s in slips]
    for i, j, same in held_by_few(rare, limits.bidders):
        for word in same.tolist():
            here, there = slips[i][word], slips[j][word]
            shared[i, j].append((here, _slip(bids[i].text, bids[j].text, here, there)))
    for pair, at, name in _left_over(lot, bids, asked, projects):
        shared[pair].append((at, name))
    alone = 1 / (platform.bidders + 2)
    for (i, j), found in sorted(shared.items()):
        said = [line for _, line in sorted(found)]
        p_value = alone ** len(said)
        yield _edge(bids[i].owner, bids[j].owner, "error", 1 - p_value, len(said), said, p_value)


def _words(text: Text) -> tuple[Hashes, Hashes]:
    """The runs around each character, with and without it; computed anew to spare memory."""
    codes = characters(text.text)
    return runs(codes, 2 * SIDE + 1), runs(codes, 2 * SIDE + 1, SIDE)


def _is_usual(
    words: Hashes, asked_words: Hashes, platform: _Platform, limits: LikenessLimits
) -> Flags:
    usual: Flags = (platform.words.of(words) >= limits.usual) | among(words, asked_words)
    return usual


def _slip(one: Text, two: Text, i: int, j: int) -> str:
    written = one.text[i : i + 2 * SIDE + 1]
    return f"“{written}”（“{written[SIDE]}”字与通行写法不同）：{one.place(i)} / {two.place(j)}"


def _left_over(
    lot: str, bids: Sequence[_Compared], asked: Text, projects: ProjectNames
) -> Iterator[tuple[tuple[int, int], int, str]]:
    """Names of other lots and projects that two bids alone hold and the tender does not."""
    own = projects.of_lot.get(lot, ())
    holders: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, bid in enumerate(bids):
        for at, name in projects.found_in(bid.text, bid.of_text):
            held = holders[name]
            if not held or held[-1][0] != number:
                held.append((number, at))
    for name, held in sorted(holders.items()):
        foreign = not any(name in mine or mine in name for mine in own)
        if len(held) == 2 and foreign and name not in asked.text:
            (i, at_one), (j, at_two) = held
            places = f"{bids[i].text.place(at_one)} / {bids[j].text.place(at_two)}"
            yield (i, j), at_one, f"他项目名称“{name}”：{places}"


def _excerpt(one: Text, two: Text, i: int, j: int, length: int) -> str:
    said = one.text[i : i + min(length, EXCERPT)]
    more = "…" if length > EXCERPT else ""
    return f"{one.place(i)} / {two.place(j)}（{length}字）：{said}{more}"


# Pictures


def _digests(owner: _Owner) -> Hashes:
    return digests_of([each.picture for each in owner.pictures.values()])


def _pictures(
    owners: Sequence[_Owner],
    tender: _Owner,
    platform: _Platform,
    texts: TextStore,
    limits: LikenessLimits,
) -> Iterator[DerivedEdge]:
    """Pictures that two bids show, the tender does not, and few bidders have."""
    shown = [*tender.pictures.values()]
    owned = [_TENDER] * len(shown)
    for number, owner in enumerate(owners):
        shown += owner.pictures.values()
        owned += [number] * len(owner.pictures)
    if not shown:
        return
    same = same_pictures(shown, np.array(owned), texts, limits.alike)
    given = {j for i, j in same if owned[i] == _TENDER}
    held: dict[int, set[int]] = defaultdict(set)
    for pair in same:
        for each in pair:
            held[each] |= {owned[other] for other in pair}
    anywhere = platform.pictures.of(digests_of([each.picture for each in shown])).tolist()
    group = _group(bool(tender.texts), len(owners), limits)
    few = {
        each
        for each, bids in held.items()
        if len(bids) <= group and anywhere[each] <= max(limits.bidders, len(bids))
    } - given
    pairs: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for i, j in same:
        if {i, j} <= few and owned[i] != _TENDER:
            pairs[owned[i], owned[j]].append((i, j))
    for (one, two), found in sorted(pairs.items()):
        yield _picture_edge(owners[one], owners[two], [(shown[i], shown[j]) for i, j in found])


def _picture_edge(one: _Owner, two: _Owner, found: Sequence[tuple[Shown, Shown]]) -> DerivedEdge:
    """The pictures that two bids have in common, the equal ones first."""
    count = min(
        len({a.picture.digest for a, _ in found}), len({b.picture.digest for _, b in found})
    )
    equal = {a.picture.digest for a, b in found if a.picture.digest == b.picture.digest}
    said = [
        f"{a.place()} / {b.place()}（{_SAME if a.picture.digest in equal else _ALIKE}，"
        f"{a.picture.width}×{a.picture.height}像素）"
        for a, b in sorted(
            found,
            key=lambda pair: (
                pair[0].picture.digest not in equal,
                pair[0].place(),
                pair[1].place(),
            ),
        )
    ]
    score = count / min(len(one.pictures), len(two.pictures))
    facts = _edge(one, two, "picture", score, count, said)
    documents: list[Value] = [*sorted({each.document for pair in found for each in pair})]
    return replace(
        facts, properties={**facts.properties, "equal": len(equal), "documents": documents}
    )


# Files, metadata, bills, names


def _equal_files(
    owners: Sequence[_Owner], tender: _Owner, limits: LikenessLimits
) -> Iterator[DerivedEdge]:
    own = {file.get(kind) for file in tender.files for kind in ("sha256", "md5")}
    names: dict[tuple[int, int], dict[str, str]] = defaultdict(dict)
    for kind in ("sha256", "md5"):
        for value, held in _holders(owners, kind):
            if value in own or len(held) > limits.crowd:
                continue
            for i, j in combinations(held, 2):
                file = next(f for f in owners[i].files if f.get(kind) == value)
                if file.get("bytes") != 0:
                    names[i, j].setdefault(str(file["document"]), str(file.get("name", value)))
    for (i, j), files in sorted(names.items()):
        yield _edge(owners[i], owners[j], "hash", 1.0, len(files), sorted(files.values()))


def _metadata(
    owners: Sequence[_Owner], tender: _Owner, platform: _Platform, limits: LikenessLimits
) -> Iterator[DerivedEdge]:
    scores: dict[tuple[int, int], float] = defaultdict(float)
    said: dict[tuple[int, int], list[str]] = defaultdict(list)
    for pair, adds, line in (
        *_equal_values(owners, tender, platform, limits),
        *_equal_revisions(owners, tender, limits),
    ):
        scores[pair] += adds
        said[pair].append(line)
    for (i, j), lines in sorted(said.items()):
        yield _edge(owners[i], owners[j], "metadata", min(scores[i, j], 1.0), len(lines), lines)


def _equal_values(
    owners: Sequence[_Owner], tender: _Owner, platform: _Platform, limits: LikenessLimits
) -> Iterator[tuple[tuple[int, int], float, str]]:
    for name, adds, title in FIELDS:
        own = {str(file.get(name)) for file in tender.files}
        once: set[tuple[int, int]] = set()
        for value, held in _holders(owners, name):
            # What most bidders of a lot share comes from where all of them could get it.
            common = len(held) > max(2, len(owners) // 2) or (
                max(len(held), platform.makers[name].get(value, 0)) > limits.crowd
            )
            if common or value.strip().lower() in GENERIC or value in own:
                continue
            for pair in combinations(held, 2):
                yield pair, 0.0 if pair in once else adds, f"{title}：{value}"
                once.add(pair)


def _equal_revisions(
    owners: Sequence[_Owner], tender: _Owner, limits: LikenessLimits
) -> Iterator[tuple[tuple[int, int], float, str]]:
    given = {mark for *_, text in tender.texts for mark in text.revisions}
    marks = [
        {mark for *_, text in owner.texts for mark in text.revisions} - given for owner in owners
    ]
    counts: dict[tuple[int, int], int] = defaultdict(int)
    for held in _by_mark(marks).values():
        if len(held) <= limits.crowd:
            for pair in combinations(held, 2):
                counts[pair] += 1
    for (i, j), count in sorted(counts.items()):
        jaccard = count / len(marks[i] | marks[j])
        if count >= limits.revisions and jaccard >= limits.jaccard:
            yield (i, j), REVISIONS, f"修订标识（rsid）{count}个相同"


def _by_mark(marks: Sequence[set[str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, own in enumerate(marks):
        for mark in own:
            found[mark].append(number)
    return found


def _holders(owners: Sequence[_Owner], name: str) -> Iterator[tuple[str, list[int]]]:
    """Each value that two owners or more have, and who."""
    found: dict[str, set[int]] = defaultdict(set)
    for number, owner in enumerate(owners):
        for file in owner.files:
            if file.get(name):
                found[str(file[name])].add(number)
    for value, held in sorted(found.items()):
        if len(held) > 1:
            yield value, sorted(held)


def _bills(owners: Sequence[_Owner]) -> Iterator[DerivedEdge]:
    priced = [owner for owner in owners if any(text.lines for *_, text in owner.texts)]
    bills = [
        {f"{line.code} {line.name}": line.price for *_, text in owner.texts for line in text.lines}
        for owner in priced
    ]
    for like in like_bills(bills):
        one, two = priced[like.one], priced[like.two]
        yield _edge(one, two, "boq", like.share, like.count, like.said, like.p_value)


def _named(
    owners: Sequence[_Owner], tender: _Owner, rivals: Sequence[Rival]
) -> Iterator[DerivedEdge]:
    asked = tender.whole().text
    for owner in owners:
        for document, name, text in owner.texts:
            whole = joined([(name, ((p.place, p.text) for p in text.passages))])
            for company, at in sorted(named_rivals(whole.text, owner.key, rivals, asked).items()):
                places: list[Value] = [
                    f"{whole.place(i)}：…{whole.text[max(i - 15, 0) : i + 30]}…".replace("\x00", "")
                    for i in at[:SHOWN]
                ]
                yield DerivedEdge("NAMES", document, company, {"places": places})


def _edge(
    one: _Owner,
    two: _Owner,
    kind: str,
    score: float,
    count: int,
    said: Iterable[str],
    p_value: float | None = None,
    *,
    longest: int | None = None,
) -> DerivedEdge:
    first, second = sorted((one.key, two.key))
    passages: list[Value] = [*said]
    facts: dict[str, Value] = {
        "kind": kind,
        "score": round(score, 6),
        "count": count,
        "passages": passages[:SHOWN],
    }
    if p_value is not None:
        facts["p_value"] = p_value
    if longest is not None:
        facts["longest"] = longest
    return DerivedEdge("RESEMBLES", first, second, facts)


DOCUMENT_LIKENESS = Measure(
    name="document_likeness",
    title="Document likeness",
    summary="Passages, rare errors, pictures, metadata, unit prices and rivals' names of files.",
    revision=5,
    requires=("Document", "BELONGS_TO", "FOR"),
    compute=compute,
)
