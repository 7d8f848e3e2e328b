"""Finding a party by what a person types: a name, a code, a number, a masked number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from graph import statements
from graph.engine import GraphReader, QueryLimits
from graph.key_reader import ask_by_label
from graph.records import Node, NodeKey, Value
from graph.vocabulary import NODES, SCHEMA
from messages import t
from queries.describe import display_name
from queries.search_list import SearchList

# What of each label is searched, in the order in which a match counts. `name` comes first.
SEARCHED: Mapping[str, tuple[str, ...]] = {
    "Company": ("name", "former_names", "uscc", "org_code", "registration_no"),
    "Person": ("name", "id_masked"),
    "Lot": ("name", "code"),
    "Project": ("name", "code", "investment_code"),
    "Expert": ("name", "expert_no"),
    "Device": ("value",),
    "Account": ("masked", "holder"),
    "Phone": ("masked",),
    "Email": ("masked",),
    "Address": ("text",),
    "Document": ("name", "md5", "sha256"),
    "Contract": ("name", "code"),
    "Penalty": ("code",),
    "Complaint": ("code",),
    "Ring": ("name",),
}
# What is kept as a list: rings come and go with every measure, and are few.
LISTED = {label: fields for label, fields in SEARCHED.items() if label != "Ring"}
LIMITS = QueryLimits(seconds=30.0, rows=10_000)
SHORTEST = 2  # characters of a short name
MASKED = frozenset({"masked", "id_masked"})
# Where Chinese may stand; the rest are codes, numbers and addresses of machines.
IN_WORDS = frozenset({"name", "former_names", "holder", "text", "code"})
PREFIXES = {kind.prefix for kind in NODES}
_HAN = re.compile("[\u3400-\u9fff]")
_REASONS = {
    "name": "name",
    "former_names": "former name",
    "uscc": "unified social credit code",
    "org_code": "organisation code",
    "registration_no": "registration number",
    "id_masked": "masked ID number",
    "code": "number",
    "investment_code": "investment project code",
    "expert_no": "expert number",
    "value": "device number",
    "masked": "masked number",
    "holder": "account holder",
    "text": "address",
    "md5": "file hash",
    "sha256": "file hash",
}


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A node that fits. `matched` is the text that does; `why` says in which way.

    `keyed`: found by its key or a number in full, not by what texts look like.
    """

    key: NodeKey
    label: str
    name: str
    matched: str
    why: str
    keyed: bool = False


def search(
    reader: GraphReader,
    text: str,
    *,
    limit: int = 50,
    kept: SearchList | None = None,
    numbers: Sequence[NodeKey] = (),
) -> tuple[SearchHit, ...]:
    """What fits the text, best first: exact keys, then exact matches, then the shortest names.

    Of several words all must stand in one text. If nothing fits, firms are sought whose name has
    the characters in this order, as the short name of a firm has. At most `limit` hits of each
    label are asked for and `limit` are returned. `kept` is the list of LISTED, if there is one;
    without it the engine looks at every node. `numbers` are the keys of a number typed in full: if
    one is there, no other number that looks alike when masked is found.
    """
    wanted = _plain(text).strip()
    if not wanted:
        return ()
    hits = {hit.key: hit for hit in _by_key(reader, wanted, numbers)}
    typed = _typed(wanted)
    if not hits.keys().isdisjoint(numbers):
        typed = replace(typed, forms=frozenset())
    ranked = sorted(
        (_rank(hit, wanted), hit)
        for hit in (_hit(node, typed) for node in _fitting(reader, kept, SEARCHED, typed, limit))
        if hit.key not in hits
    )
    if not hits and not ranked:
        return tuple(_by_short_name(reader, kept, wanted, limit))
    return (*hits.values(), *(hit for _, hit in ranked))[:limit]


def meant(hits: Sequence[SearchHit], text: str) -> SearchHit | None:
    """The one hit that a text names: by its key, else alone by its name, else the only one."""
    keyed = [hit for hit in hits if same_text(hit.key, text)]
    named = keyed or [hit for hit in hits if same_text(hit.name, text)] or hits
    return named[0] if len(named) == 1 else None


def same_text(a: str, b: str) -> bool:
    """Whether two texts differ at most by spaces, the width of letters, and their case."""
    return _bare(a) == _bare(b)


def _bare(text: str) -> str:
    return "".join(_plain(text).split()).casefold()


def _plain(text: str) -> str:
    """Digits as narrow as usual, and no signs without width, which are pasted along."""
    shown = "".join(one for one in text if unicodedata.category(one) != "Cf")
    return unicodedata.normalize("NFKC", shown)


@dataclass(frozen=True, slots=True)
class _Typed:
    """What was typed, in lower case: its words, as a bare number, and as masked numbers show."""

    words: tuple[str, ...]
    plain: str
    forms: frozenset[str]

    def within(self, text: str) -> bool:
        return all(word in text for word in self.words)

    def fields(self, label: str) -> tuple[str, ...]:
        han = any(_HAN.search(word) for word in self.words)
        return tuple(f for f in SEARCHED[label] if f in IN_WORDS or not han)


def _typed(wanted: str) -> _Typed:
    plain = re.sub(r"[\s:.\-]", "", wanted).lower() or wanted.lower()
    return _Typed(tuple(wanted.lower().split()), plain, _forms(wanted))


def _fitting(
    reader: GraphReader,
    kept: SearchList | None,
    labels: Iterable[str],
    typed: _Typed,
    limit: int,
) -> Iterator[Node]:
    listed = [label for label in labels if kept is not None and label in LISTED]
    for label in labels:
        if label not in listed:
            yield from _by_text(reader, label, typed, limit)
    if kept is not None:
        yield from _by_list(reader, kept, listed, typed, limit)


def _by_short_name(
    reader: GraphReader, kept: SearchList | None, wanted: str, limit: int
) -> Iterable[SearchHit]:
    """Firms by their short name: 泊溪朗业 for 泊溪市朗业市政工程有限公司."""
    characters = [one for one in wanted.lower() if not one.isspace()]
    if len(characters) < SHORTEST or not all(_HAN.match(one) for one in characters):
        return ()
    in_order = re.compile(".*?".join(characters))
    typed = _Typed(tuple(characters), "".join(characters), frozenset())
    found = []
    for node in _fitting(reader, kept, ["Company"], typed, LIMITS.rows):
        for field in typed.fields("Company"):
            stored = str(node.properties.get(field) or "")
            if match := in_order.search(stored.lower()):
                spread, why = match.end() - match.start(), t("short name")
                hit = SearchHit(node.key, node.label, display_name(node), stored, why)
                found.append((spread, len(stored), node.key, hit))
                break
    return [hit for *_, hit in sorted(found)[:limit]]


def _by_key(reader: GraphReader, wanted: str, numbers: Sequence[NodeKey]) -> Iterable[SearchHit]:
    if wanted.split(":", 1)[0] in PREFIXES and ":" in wanted:
        candidates = [wanted]
    else:
        upper = wanted.upper()
        candidates = [f"company:{upper}", *(f"{p}:{wanted}" for p in ("lot", "project", "expert"))]
    for node in reader.subgraph([*candidates, *numbers]).nodes:
        if node.key in numbers:
            shown = node.properties.get("id_masked") or node.properties.get("masked") or ""
            why = t("same number")
            yield SearchHit(node.key, node.label, display_name(node), str(shown), why, keyed=True)
            continue
        own = node.key.split(":", 1)[1]
        fields = [f for f in SEARCHED.get(node.label, ()) if node.properties.get(f) == own]
        why = t(_REASONS[fields[0]]) if fields else t("exact key")
        matched = own if fields else node.key
        yield SearchHit(node.key, node.label, display_name(node), matched, why, keyed=True)


def _by_list(
    reader: GraphReader, kept: SearchList, labels: Iterable[str], typed: _Typed, limit: int
) -> Iterable[Node]:
    longest = max(typed.words, key=len)
    masks = {form.lower() for form in typed.forms}
    keys: list[NodeKey] = []
    for label in labels:
        fields = typed.fields(label)
        needles = {longest, typed.plain} if "value" in fields else {longest}
        if MASKED.intersection(fields):
            needles |= masks
        keys += kept.find(label, needles, _fits(label, fields, typed, masks), most=limit)
    rows = ask_by_label(reader, keys, statements.whole_nodes, limits=LIMITS)
    return [Node(str(stored["key"]), label, stored) for label, nodes in rows for stored in nodes]


def _fits(
    label: str, fields: Collection[str], typed: _Typed, masks: Collection[str]
) -> Callable[[Sequence[str]], bool]:
    """Whether the texts of a node fit, as `_test` has the engine say it."""
    places = [(place, f) for place, f in enumerate(SEARCHED[label]) if f in fields]

    def fits(texts: Sequence[str]) -> bool:
        return any(
            typed.within(texts[place])
            or (field == "value" and typed.plain in texts[place])
            or (field in MASKED and texts[place] in masks)
            for place, field in places
        )

    return fits


def _by_text(reader: GraphReader, label: str, typed: _Typed, limit: int) -> Iterable[Node]:
    fields = typed.fields(label)
    if not fields:
        return
    words = {f"word{place}": word for place, word in enumerate(typed.words)}
    cased = any(word != word.upper() for word in typed.words)
    tests = " OR ".join(_test(field, words, cased=cased) for field in fields)
    table = reader.run(
        f"MATCH (n:{label}) WHERE {tests} RETURN n ORDER BY size(coalesce(n.{fields[0]}, n.key)), "
        f"n.key LIMIT $limit",
        {
            **words,
            "plain": typed.plain,
            "forms": list[Value](sorted(typed.forms)),
            "limit": limit,
        },
        limits=LIMITS,
    )
    yield from (node for (node,) in table.rows if isinstance(node, Node))


def _test(field: str, words: Iterable[str], *, cased: bool) -> str:
    stored = f"toLower(n.{field})" if cased else f"n.{field}"  # lowering every name is dear
    within = " AND ".join(f"{stored} CONTAINS ${word}" for word in words)
    if field in MASKED:
        return f"n.{field} IN $forms OR ({within})"
    if field == "value":  # numbers of machines are kept bare, their network addresses with points
        return f"({within}) OR {stored} CONTAINS $plain"
    return f"({within})"


def _hit(node: Node, typed: _Typed) -> SearchHit:
    fields = typed.fields(node.label)
    for field in fields:
        stored = str(node.properties.get(field) or "")
        if stored and typed.within(stored.lower()):
            return SearchHit(node.key, node.label, display_name(node), stored, t(_REASONS[field]))
        if stored in typed.forms:
            why = t("same masked form; it may be another number")
            return SearchHit(node.key, node.label, display_name(node), stored, why)
    stored = str(node.properties.get(fields[0]) or node.key)
    return SearchHit(node.key, node.label, display_name(node), stored, t(_REASONS[fields[0]]))


def _rank(hit: SearchHit, wanted: str) -> tuple[bool, int, int, NodeKey]:
    labels = [kind.label for kind in SCHEMA.nodes]
    exact = hit.matched.lower() == wanted.lower()
    return (not exact, len(hit.matched), labels.index(hit.label), hit.key)


def _forms(wanted: str) -> frozenset[str]:
    """How a number typed in full looks when it is masked."""
    plain = re.sub(r"[\s\-]", "", wanted)
    forms: set[str] = set()
    if re.fullmatch(r"1\d{10}", plain):
        forms.add(f"{plain[:3]}****{plain[-4:]}")
    if re.fullmatch(r"\d{17}[\dXx]", plain):
        forms.add(f"{plain[:6]}********{plain[-4:].upper()}")
    if re.fullmatch(r"\d{9,}", plain):
        forms |= {plain[-4:], f"****{plain[-4:]}"}
    if re.fullmatch(r"[^@\s]+@[^@\s]+", plain):
        forms.add(f"{plain[0]}***@{plain.split('@')[1]}".lower())
    return frozenset(forms)
