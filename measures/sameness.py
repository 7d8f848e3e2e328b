"""Sameness: which two records of persons, or of companies, may be one and the same.

A pair is weighed feature by feature in bans (log10 of a likelihood ratio), after Fellegi and
Sunter, "A Theory for Record Linkage", JASA 64 (1969). How much an equal name says follows from how
often the loaded data holds it; how much a shared firm, telephone or certificate says, from how many
share it. Features that tend to come together (firm, telephone) count in full once, the rest by 0.3.

A pair is `certain` where a rule of identity leaves no doubt: a record without a number whose name
fits one single record with a number, at 0.999 or more. Everything else is for a person to judge.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd
from opencc import OpenCC

from graph.engine import GraphReader
from graph.records import DerivedEdge
from measures.gathered import gathered
from measures.measure import Derived, Measure
from messages import t

PERSONS = """
MATCH (p:Person)
WITH right(p.key, 2) AS part,
     collect([p.key, p.name, p.identity, p.id_masked, p.born_on]) AS rows
RETURN rows
"""
FIRMS_OF_PERSONS = """
MATCH (p:Person)-[:LEGAL_REP_OF|SHAREHOLDER_OF|EXECUTIVE_OF|INSURED_BY|EMPLOYED_BY|CONTACT_OF
                   |REGISTERED_AT]->(c:Company)
WITH DISTINCT p.key AS person, c.key AS firm
WITH right(person, 2) AS part, collect([person, firm]) AS rows
RETURN rows
UNION ALL
MATCH (p:Person)-[:HANDLED|LEADS|MEMBER_OF|CONTACT_FOR]->(:Bid)<-[:SUBMITTED]-(c:Company)
WITH DISTINCT p.key AS person, c.key AS firm
WITH right(person, 2) AS part, collect([person, firm]) AS rows
RETURN rows
"""
CONTACTS_OF = """
MATCH (n:{label})-[:REACHED_AT]->(c:Phone|Email|Address) WHERE c.exempt IS NULL
RETURN n.key AS key, c.key AS shared
"""
CERTIFICATES = """
MATCH (p:Person)-[r:MEMBER_OF]->(:Bid) WHERE r.certificate_no IS NOT NULL
RETURN DISTINCT p.key AS key, r.certificate_no AS shared
UNION
MATCH (p:Person)-[r:REGISTERED_AT]->(:Company) WHERE r.certificate_no IS NOT NULL
RETURN DISTINCT p.key AS key, r.certificate_no AS shared
"""
COMPANIES = """
MATCH (c:Company)
WITH right(c.key, 2) AS part,
     collect([c.key, c.name, c.former_names, c.uscc, c.org_code, c.registration_no,
              c.region]) AS rows
RETURN rows
"""
HEADS = """
MATCH (p:Person)-[:LEGAL_REP_OF]->(c:Company)
WITH right(c.key, 2) AS part, collect([c.key, p.key]) AS rows
RETURN rows
"""
TIED = """
MATCH (a:Company)-[:SHAREHOLDER_OF|MANAGED_BY]->(b:Company) RETURN a.key AS key, b.key AS shared
UNION
MATCH (a:Person)-[:RELATIVE_OF]->(b:Person) RETURN a.key AS key, b.key AS shared
"""
PERSON_COLUMNS = ("key", "name", "identity", "id_masked", "born_on")
COMPANY_COLUMNS = (
    "key", "name", "former_names", "uscc", "org_code", "registration_no", "region",
)  # fmt: skip
SHARED_COLUMNS = ("key", "shared")

LISTED = 0.02  # candidates below are not worth a person's time
CERTAIN = 0.999
RIVAL = 0.2  # a second candidate this good makes the first uncertain
FEW = 5  # so few share it that names need not be alike to be compared
CROWD = 30  # a block of more is compared with its best known record alone
CORRELATED = 0.3
SMALL_STAFF = 30  # the graph seldom knows everybody who works for a firm
BIRTHDAYS = 15_000  # of working people
TYPO, FORMER, KEPT = 0.03, 0.5, 0.9
CODE_DIFFERS, REGION_EQUAL = -6.0, 0.5  # bans
STRENGTH = {"id": 3, "phone": 2, "scoped": 1}
LEGAL_FORM = re.compile(r"(公司|厂|院|所|中心|社|集团|事务所|大学|医院|局|委员会)$")
NUMERAL = re.compile(r"[0-9一二三四五六七八九十甲乙丙丁东南西北]")
BRANCH_SIGN = re.compile(r"[分公司支行院]")
NUMERALS = re.compile(rf"{NUMERAL.pattern}|分公司|支行|分院")
CODE_LENGTH = 9  # of 组织机构代码
# A firm that no register describes has its code in its key alone.
CODED_KEY = re.compile(r"company:([0-9A-Z]{2}\d{6}[0-9A-Z]{10}|\d{15}|(?=.*\d)[0-9A-Z]{8}[0-9X])")
PAIRS_AT_A_TIME = 200_000

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def probability(features: Iterable[tuple[str, float, str]]) -> float:
    """That two records are one. Of features that come together, one counts in full, others 0.3."""
    rest, shared = 0.0, []
    for name, bans, _ in features:
        if name.startswith("shared_"):
            shared.append(bans)
        else:
            rest += bans
    shared.sort(reverse=True)
    total = rest + sum(shared[:1]) + CORRELATED * sum(shared[1:])
    return 1.0 / (1.0 + math.pow(10.0, -max(min(total, 12.0), -12.0)))


@dataclass(frozen=True, slots=True)
class Weighed:
    """Two records with what speaks for and against their sameness, in bans."""

    start: str
    end: str
    features: tuple[tuple[str, float, str], ...]
    score: float

    @property
    def reasons(self) -> list[str]:
        """One text a feature: `name|bans|detail`."""
        return [f"{name}|{bans:+.2f}|{detail}" for name, bans, detail in self.features]


@dataclass(slots=True)
class _Records:
    """Records with what they share, by key."""

    rows: Mapping[str, Mapping[str, object]]
    spelled: Mapping[str, str]
    named: Counter[str] = field(default_factory=Counter)
    shared: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    degree: dict[str, Counter[str]] = field(default_factory=dict)

    def share(self, kind: str, pairs: pd.DataFrame) -> None:
        """Take in who shares what of one kind."""
        of: dict[str, set[str]] = defaultdict(set)
        for key, shared in zip(pairs["key"], pairs["shared"], strict=True):
            if key in self.rows:
                of[str(key)].add(str(shared))
        self.shared[kind] = dict(of)
        self.degree[kind] = Counter(s for some in of.values() for s in some)

    def text(self, key: str, name: str) -> str:
        value = self.rows[key].get(name)
        return value if isinstance(value, str) else ""

    def best_shared(self, kind: str, one: str, two: str) -> tuple[str, int] | None:
        """What both share of this kind and the fewest others do."""
        of = self.shared.get(kind, {})
        both = of.get(one, set()) & of.get(two, set())
        if not both:
            return None
        best = min(both, key=lambda s: (self.degree[kind][s], s))
        return best, self.degree[kind][best]

    def shares(self, key: str) -> bool:
        """Whether anything of any kind belongs to this one and to another."""
        return any(
            self.degree[kind][each] > 1
            for kind, of in self.shared.items()
            for each in of.get(key, ())
        )


_SIGNS = str.maketrans("（）【】〔〕[]•", "()()()()·")


@lru_cache(maxsize=1)
def _simplified() -> OpenCC:
    return OpenCC("t2s")


def compared(name: object) -> str:
    """A name as it is compared: Traditional characters as Simplified, no spaces and brackets."""
    return _compared(name) if isinstance(name, str) else ""


@lru_cache(maxsize=100_000)  # persons share their names
def _compared(name: str) -> str:
    plain = "".join(name.split()).upper().translate(_SIGNS)
    if plain.isascii():
        return plain
    return str(_simplified().convert(plain)).replace("有限责任公司", "有限公司")


def candidates(
    persons: pd.DataFrame,
    companies: pd.DataFrame,
    shared: Mapping[str, pd.DataFrame],
) -> list[tuple[Weighed, bool]]:
    """Pairs of records that may be one, best first, each with whether it is certain.

    `persons` has PERSON_COLUMNS, `companies` COMPANY_COLUMNS. `shared` maps `firms`, `contacts`,
    `certificates` (of persons), `company_contacts`, `heads` (of companies) to SHARED_COLUMNS, and
    `tied` to pairs that a source ties to each other: these are two.
    """
    tied = shared.get("tied", pd.DataFrame(columns=list(SHARED_COLUMNS)))
    apart = {(str(one), str(two)) for one, two in zip(tied["key"], tied["shared"], strict=True)}
    found = [*person_pairs(persons, shared), *company_pairs(companies, shared)]
    listed = [
        (pair, certain)
        for pair, certain in found
        if pair.score >= LISTED and not {(pair.start, pair.end), (pair.end, pair.start)} & apart
    ]
    return sorted(listed, key=lambda each: (-each[0].score, each[0].start, each[0].end))


# Persons


def person_pairs(
    persons: pd.DataFrame, shared: Mapping[str, pd.DataFrame]
) -> list[tuple[Weighed, bool]]:
    """Persons that may be one, each with whether that is certain."""
    records = _records(persons)
    for kind in ("firms", "contacts", "certificates"):
        records.share(kind, shared.get(kind, pd.DataFrame(columns=list(SHARED_COLUMNS))))
    weighed = [_weigh_persons(records, one, two) for one, two in sorted(_person_blocks(records))]
    return _settled(weighed, lambda key: STRENGTH.get(records.text(key, "identity"), 0))


def _records(frame: pd.DataFrame) -> _Records:
    names = [str(name) for name in frame.columns]
    values = zip(*(frame[name].tolist() for name in names), strict=True)
    every = (dict(zip(names, row, strict=True)) for row in values)
    rows: dict[str, Mapping[str, object]] = {str(row["key"]): row for row in every}
    spelled = {key: compared(row["name"]) for key, row in rows.items()}
    return _Records(rows, spelled, Counter(name for name in spelled.values() if name))


def _person_blocks(records: _Records) -> set[tuple[str, str]]:
    """Pairs worth weighing: those that share more than a name, and the rarest names alone."""
    blocks: dict[Hashable, list[str]] = defaultdict(list)
    for kind in ("firms", "contacts", "certificates"):
        for key, some in records.shared[kind].items():
            for each in some:
                for block in _sharing_blocks(records, kind, each, records.spelled[key]):
                    blocks[block].append(key)
    for key, name in records.spelled.items():
        born = records.text(key, "born_on")
        if born:
            blocks["born", name, born].append(key)
        if name and records.named[name] == 2:
            blocks["rare", name].append(key)
    return _pairs_of(blocks.values(), records)


def _sharing_blocks(records: _Records, kind: str, shared: str, name: str) -> Iterator[Hashable]:
    """In which blocks somebody of this name stands for what is shared."""
    yield kind, shared, name
    if kind == "certificates" or records.degree[kind][shared] <= FEW:
        yield kind, shared
    elif len(name) > 2:
        for cut in _one_less(name):
            yield kind, shared, "typo", cut


def _one_less(name: str) -> set[str]:
    """The name and each form of it with one character left out: two such names meet in one."""
    return {name, *(name[:i] + name[i + 1 :] for i in range(len(name)))}


def _pairs_of(blocks: Iterable[Sequence[str]], records: _Records) -> set[tuple[str, str]]:
    pairs: set[tuple[str, str]] = set()
    for block in blocks:
        members = sorted(set(block))
        if len(members) < 2:
            continue
        if len(members) <= CROWD:
            pairs.update(combinations(members, 2))
            continue
        best = max(members, key=lambda k: (STRENGTH.get(records.text(k, "identity"), 0), k))
        pairs.update((min(best, k), max(best, k)) for k in members if k != best)
    return pairs


def _weigh_persons(records: _Records, one: str, two: str) -> Weighed:
    everyone = len(records.rows)
    features = [("prior", -math.log10(max(everyone, 2)), str(everyone))]
    names = records.spelled[one], records.spelled[two]
    features.append(_name_feature(names, records.named, everyone))
    features += _shared_features(
        records, one, two, {"firms": SMALL_STAFF, "contacts": 2, "certificates": 1}
    )
    born = records.text(one, "born_on"), records.text(two, "born_on")
    if all(born):
        equal = born[0] == born[1]
        features.append(
            ("born_equal", math.log10(KEPT * BIRTHDAYS), born[0])
            if equal
            else ("born_differs", -3.5, f"{born[0]} ≠ {born[1]}")
        )
    masked = records.text(one, "id_masked"), records.text(two, "id_masked")
    if all(masked):
        features.append(
            ("id_alike", -1.0, masked[0])
            if masked[0] == masked[1]
            else ("id_differs", -6.0, f"{masked[0]} ≠ {masked[1]}")
        )
    return Weighed(one, two, tuple(features), probability(features))


def _name_feature(
    names: tuple[str, str], named: Counter[str], everyone: int
) -> tuple[str, float, str]:
    if names[0] == names[1]:
        return "name_equal", math.log10(everyone / named[names[0]]), f"×{named[names[0]]}"
    if min(map(len, names)) > 1 and _one_less(names[0]) & _one_less(names[1]):
        others = named[names[0]] + named[names[1]]
        detail = f"{names[0]} ≈ {names[1]}"
        return "name_alike", math.log10(max(TYPO * everyone / others, 1e-3)), detail
    return "name_differs", -3.0, f"{names[0]} ≠ {names[1]}"


def _shared_features(
    records: _Records, one: str, two: str, least: Mapping[str, int]
) -> Iterator[tuple[str, float, str]]:
    for kind, smallest in least.items():
        best = records.best_shared(kind, one, two)
        if best is not None:
            what, degree = best
            bans = math.log10(max(KEPT * len(records.rows) / max(degree, smallest), 1.0))
            yield f"shared_{kind}", min(bans, 6.0), what


# Companies


def company_pairs(
    companies: pd.DataFrame, shared: Mapping[str, pd.DataFrame]
) -> list[tuple[Weighed, bool]]:
    """Companies that may be one, each with whether that is certain."""
    records = _records(companies)
    for kind, name in (("contacts", "company_contacts"), ("heads", "heads")):
        records.share(kind, shared.get(name, pd.DataFrame(columns=list(SHARED_COLUMNS))))
    former = {
        key: {compared(part) for part in re.split("[；;]", records.text(key, "former_names"))}
        - {""}
        for key in records.rows
    }
    keys = sorted(records.rows)
    near = _near_names([records.spelled[key] for key in keys])
    chance = _Chance.of(records, keys, near)
    if _best_of_strangers(records, chance) < LISTED:
        near = near[:, ~_strangers(records, former, keys, near)]
    blocks: dict[Hashable, list[str]] = defaultdict(list)
    for key, name in records.spelled.items():
        for each in {name, *former[key]} if len(name) > 1 else former[key]:
            blocks["name", each].append(key)
        if code := records.text(key, "org_code"):
            blocks["code", code].append(key)
    pairs = _pairs_of(blocks.values(), records)
    pairs.update((keys[one], keys[two]) for one, two in near.T.tolist())
    weighed = [_weigh_companies(records, former, chance, a, b) for a, b in sorted(pairs)]
    return _settled(weighed, lambda key: 3 if _code(records, key) else 1)


@dataclass(frozen=True, slots=True)
class _Chance:
    """How often two firms have alike names, and a record has no code, for no reason."""

    alike: float
    codeless: float

    @staticmethod
    def of(records: _Records, keys: Sequence[str], near: Integers) -> _Chance:
        """As the records show it: those with different codes are different firms."""
        coded = np.array([bool(_code(records, key)) for key in keys], dtype=bool)
        apart = int(coded[near].all(axis=0).sum())
        pairs = max(int(coded.sum()) * (int(coded.sum()) - 1) / 2, 1)
        return _Chance(max(apart, 1) / pairs, 1 - int(coded.sum()) / max(len(keys), 1))


def _best_of_strangers(records: _Records, chance: _Chance) -> float:
    """The most that a pair can reach of which `_strangers` is true."""
    return probability(
        (
            ("prior", -math.log10(max(len(records.rows), 2)), ""),
            ("name_alike", math.log10(max(TYPO / chance.alike, 1.0)), ""),
            ("code_differs", CODE_DIFFERS, ""),
            ("region_equal", REGION_EQUAL, ""),
        )
    )


def _strangers(
    records: _Records, former: Mapping[str, Collection[str]], keys: Sequence[str], near: Integers
) -> Flags:
    """Which pairs (places in `keys`) have two codes and nothing in common but most of a name.

    In a large market nearly all pairs with alike names are that, and weighing them takes longest.
    """
    codes = np.array([_organisation(records, key) for key in keys], dtype=f"<U{CODE_LENGTH}")
    signs = codes.view(np.uint32).reshape(len(keys), CODE_LENGTH)
    sharing = np.array([records.shares(key) for key in keys], dtype=bool)
    renamed = np.array([bool(former[key]) for key in keys], dtype=bool)
    result: Flags = np.logical_not(sharing[near].all(axis=0) | renamed[near].any(axis=0))
    for first in range(0, near.shape[1], PAIRS_AT_A_TIME):
        part = slice(first, first + PAIRS_AT_A_TIME)
        one, two = signs[near[:, part]]
        result[part] &= ((one != two) & (one > 0) & (two > 0)).sum(axis=1) > 1
    return result


def _near_names(names: Sequence[str]) -> Integers:
    """Pairs (places in `names`, as two rows) of names that differ by one slip."""
    cuts = [(cut, at) for at, name in enumerate(names) if len(name) >= 5 for cut in _one_less(name)]
    block = pd.factorize(np.array([cut for cut, _ in cuts], dtype=object))[0]
    order = np.argsort(block, kind="stable")
    block, at = block[order], np.array([at for _, at in cuts], dtype=np.int64)[order]
    small = (np.bincount(block, minlength=1) <= CROWD)[block]
    block, at = block[small], at[small]
    found = [np.empty((2, 0), dtype=np.int64)]
    for step in range(1, CROWD):
        together = np.flatnonzero(block[step:] == block[:-step])
        found.append(np.vstack([at[together], at[together + step]]))
    numbers = np.unique(np.concatenate(found, axis=1).T, axis=0).T
    return numbers[:, _differ_by_a_slip(names, numbers)]


def _differ_by_a_slip(names: Sequence[str], pairs: Integers) -> Flags:
    """Which pairs of places hold different names that are `_alike`."""
    spelled, numerals, branches, parts = (
        pd.factorize(np.array(values, dtype=object))[0][pairs]
        for values in (
            names,
            ["".join(sorted(NUMERAL.findall(name))) for name in names],
            [name.count("分公司") for name in names],
            ["".join(sorted(BRANCH_SIGN.findall(name))) for name in names],
        )
    )
    result = (spelled[0] != spelled[1]) & (numerals[0] == numerals[1])
    result &= branches[0] == branches[1]
    for place in np.flatnonzero(result & (parts[0] != parts[1])).tolist():
        result[place] = _alike(names[pairs[0, place]], names[pairs[1, place]])
    return np.asarray(result, dtype=bool)


def _alike(one: str, two: str) -> bool:
    """Whether names differ by a slip, not by a number, a direction or a branch."""
    every = dict.fromkeys(one + two)
    signs = "".join(sign for sign in every if one.count(sign) != two.count(sign))
    return not NUMERALS.search(signs) and one.count("分公司") == two.count("分公司")


def _code(records: _Records, key: str) -> str:
    names = ("uscc", "org_code", "registration_no")
    stated = next((text for name in names if (text := records.text(key, name))), "")
    return stated or _code_in(key)


def _code_in(key: str) -> str:
    found = CODED_KEY.fullmatch(key)
    return found[1] if found else ""


def _organisation(records: _Records, key: str) -> str:
    stated = records.text(key, "org_code") or records.text(key, "uscc")[8:17]
    if stated:
        return stated
    code = _code_in(key)
    return code[8:17] if len(code) == 18 else code if len(code) == CODE_LENGTH else ""


def _weigh_companies(
    records: _Records, former: Mapping[str, Collection[str]], chance: _Chance, one: str, two: str
) -> Weighed:
    everyone = len(records.rows)
    features = [("prior", -math.log10(max(everyone, 2)), str(everyone))]
    names = records.spelled[one], records.spelled[two]
    if names[0] == names[1] or names[0] in former[two] or names[1] in former[one]:
        # Within one registration authority a name is registered once.
        unique = len(names[0]) >= 6 and LEGAL_FORM.search(names[0]) is not None
        bans = math.log10(max(everyone, 2)) + (3.3 if unique else 0.5)
        same = names[0] == names[1]
        what = "company_name_equal" if same else "former_name"
        features.append((what, bans if same else bans + math.log10(FORMER), names[1]))
    elif _one_less(names[0]) & _one_less(names[1]) and _alike(*names):
        ratio = max(TYPO / chance.alike, 1.0)
        features.append(("name_alike", math.log10(ratio), f"{names[0]} ≈ {names[1]}"))
    else:
        features.append(("name_differs", -3.0, f"{names[0]} ≠ {names[1]}"))
    features += _shared_features(records, one, two, {"contacts": 1, "heads": 1})
    features += _code_features(records, one, two)
    if bool(_code(records, one)) != bool(_code(records, two)):
        features.append(("one_without_code", -math.log10(max(chance.codeless, 0.01)), ""))
    region = records.text(one, "region"), records.text(two, "region")
    if all(region):
        agree = region[0].startswith(region[1]) or region[1].startswith(region[0])
        features.append(
            ("region_equal", REGION_EQUAL, region[0])
            if agree
            else ("region_differs", -1.5, f"{region[0]} ≠ {region[1]}")
        )
    return Weighed(one, two, tuple(features), probability(features))


def _code_features(records: _Records, one: str, two: str) -> Iterator[tuple[str, float, str]]:
    org = [_organisation(records, key) for key in (one, two)]
    if all(org):
        equal = org[0] == org[1]
        yield (
            ("code_equal", 6.0, org[0])
            if equal
            else (
                ("code_slip", 1.0, f"{org[0]} ≈ {org[1]}")
                if sum(a != b for a, b in zip(*org, strict=False)) == 1
                else ("code_differs", CODE_DIFFERS, f"{org[0]} ≠ {org[1]}")
            )
        )


# What is certain


def _settled(
    weighed: Sequence[Weighed], strength: Callable[[str], int]
) -> list[tuple[Weighed, bool]]:
    """Each pair with whether it is certain: the weaker record fits one stronger record alone."""
    rivals: dict[str, list[Weighed]] = defaultdict(list)
    for pair in weighed:
        if pair.score >= RIVAL:
            rivals[pair.start].append(pair)
            rivals[pair.end].append(pair)
    return [(pair, _is_certain(pair, rivals, strength)) for pair in weighed]


def _is_certain(
    pair: Weighed, rivals: Mapping[str, Sequence[Weighed]], strength: Callable[[str], int]
) -> bool:
    names = {name for name, _, _ in pair.features}
    if pair.score < CERTAIN or not names & {"name_equal", "company_name_equal", "former_name"}:
        return False
    if names & {"id_differs", "born_differs", "code_differs", "code_slip", "region_differs"}:
        return False
    weak, strong = sorted((pair.start, pair.end), key=lambda k: (strength(k), k))
    if strength(weak) >= 3:
        return "code_equal" in names
    others = {p.end if p.start == weak else p.start for p in rivals[weak]} - {strong}
    return all(strength(other) < strength(strong) for other in others)


# The measure


def compute(reader: GraphReader) -> Derived:
    """MAYBE_SAME edges; start key < end key."""
    found = candidates(
        gathered(reader, PERSONS, PERSON_COLUMNS),
        gathered(reader, COMPANIES, COMPANY_COLUMNS),
        {
            "firms": gathered(reader, FIRMS_OF_PERSONS, SHARED_COLUMNS),
            "contacts": reader.frame(CONTACTS_OF.format(label="Person")),
            "certificates": reader.frame(CERTIFICATES),
            "company_contacts": reader.frame(CONTACTS_OF.format(label="Company")),
            "heads": gathered(reader, HEADS, SHARED_COLUMNS),
            "tied": reader.frame(TIED),
        },
    )
    edges = tuple(
        DerivedEdge(
            "MAYBE_SAME",
            pair.start,
            pair.end,
            {"score": round(pair.score, 6), "certain": certain, "reasons": list(pair.reasons)},
        )
        for pair, certain in found
    )
    sure = sum(certain for _, certain in found)
    notes = (
        t(
            "{all} pairs may be one and the same: {certain} beyond doubt, {rest} for a person "
            "to judge.",
            all=len(edges),
            certain=sure,
            rest=len(edges) - sure,
        ),
    )
    return Derived(edges=edges, notes=notes if edges else ())


SAMENESS = Measure(
    name="sameness",
    title="Who may be one and the same",
    summary="Weighs records of persons and of companies that may be one, feature by feature.",
    revision=2,
    requires=("Company",),
    compute=compute,
)
