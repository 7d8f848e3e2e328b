"""How well records of one person or firm are found: invented records whose truth is known.

`python -m benchmarks.identity [--persons N] [--companies N] [--seed S]` prints precision of the
automatic merges and recall of the list for review. The world: a fifth of the people have common
names, 2,000 of them one name; records without ID number are known by firm, telephone or both; some
names hold a slip; firms appear under former names, in Traditional characters, without their code,
and beside sisters whose names differ by a numeral.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from time import perf_counter

import pandas as pd
from rich.console import Console
from rich.table import Table
from scipy.cluster.hierarchy import DisjointSet

from measures.sameness import COMPANY_COLUMNS, PERSON_COLUMNS, SHARED_COLUMNS, candidates

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅文建国志海波宁云飞鹏浩宇晨曦雨欣怡嘉"
    "俊凯博睿哲思远泽轩子涵梓萱语桐诗琪雅婷佳慧淑珍振东永康世昌德福长春景天乐安瑞祥庆丰立成"
)
PLACES = ("虚构市", "云梦市", "青禾县", "临江市", "安澜区", "望川县", "广济市", "长泽区")
TRADES = ("建设工程", "市政园林", "路桥", "水利水电", "装饰", "信息技术", "医疗器械", "物业服务")
COMMON = "王伟"
# Trade names draw from the first level of GB 2312, every fifth character.
LEVEL_1 = [
    bytes((row, cell)).decode("gb2312") for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFF)
]
TRADE_NAMES = LEVEL_1[::5]


@dataclass(slots=True)
class World:
    """Records, what they share, and which record is whose."""

    persons: list[tuple[str, str, str, str | None, str | None]] = field(default_factory=list)
    companies: list[tuple[str | None, ...]] = field(default_factory=list)
    shared: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    owner: dict[str, int] = field(default_factory=dict)

    def share(self, kind: str, key: str, what: str) -> None:
        """Let a record share something."""
        self.shared.setdefault(kind, []).append((key, what))

    def frames(self) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, pd.DataFrame]]:
        """As the measure reads them."""
        return (
            pd.DataFrame(self.persons, columns=list(PERSON_COLUMNS)),
            pd.DataFrame(self.companies, columns=list(COMPANY_COLUMNS)),
            {k: pd.DataFrame(v, columns=list(SHARED_COLUMNS)) for k, v in self.shared.items()},
        )


def world(*, persons: int, companies: int, seed: int) -> World:
    """An invented world."""
    chance, made = random.Random(seed), World()
    for number in range(persons):
        _person(made, number, max(companies, 1), chance)
    for number in range(companies):
        _company(made, -1 - number, chance)
    return made


def _slip(name: str, chance: random.Random) -> str:
    place = chance.randrange(len(name))
    return name[:place] + chance.choice(GIVEN) + name[place + 1 :]


def _person(made: World, number: int, companies: int, chance: random.Random) -> None:
    if number < 2000:
        name = COMMON
    else:
        name = chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2))))
    born = f"{chance.randint(1955, 2000)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    firm, phone = f"company:{chance.randrange(companies)}", f"phone:{number}"
    certificate = f"C{number}" if chance.random() < 0.3 else None
    records = ["id"] if chance.random() < 0.8 else []
    records += [r for r in ("scoped", "phone", "second_id_file") if chance.random() < 0.25]
    for place, kind in enumerate(records or ["scoped"]):
        key = f"person:{number}-{place}"
        with_id = kind in ("id",)
        spelled = name if chance.random() > 0.02 or with_id else _slip(name, chance)
        made.owner[key] = number
        identity = {"id": "id", "second_id_file": "phone"}.get(kind, kind)
        masked = f"{number % 900000 + 100000}********{number % 10000:04}" if with_id else None
        stated = born if with_id or chance.random() < 0.3 else None
        made.persons.append((key, spelled, identity, masked, stated))
        made.share("firms", key, firm)
        if kind == "second_id_file" or chance.random() < 0.1:  # moved to another firm
            made.share("firms", key, f"company:{chance.randrange(companies)}")
        if kind != "scoped" and chance.random() < 0.8:
            made.share("contacts", key, phone)
        if certificate and chance.random() < 0.7:
            made.share("certificates", key, certificate)


TRADITIONAL = str.maketrans("设园联东华广云长泽临", "設園聯東華廣雲長澤臨")


def _company(made: World, number: int, chance: random.Random) -> None:
    place = chance.choice(PLACES)
    trunk = "".join(chance.choices(TRADE_NAMES, k=2)) + chance.choice(TRADES)
    name = f"{place}{trunk}有限公司"
    former = f"{place}{''.join(chance.choices(TRADE_NAMES, k=2))}{chance.choice(TRADES)}有限公司"
    code = f"91{-number:015d}A"
    key = f"company:{code}"
    made.owner[key] = number
    known_as = former if chance.random() < 0.15 else None
    made.companies.append((key, name, known_as, code, code[8:17], None, place))
    made.share("company_contacts", key, f"phone:c{number}")
    made.share("heads", key, f"person:h{number}")
    if chance.random() < 0.2:  # a sister, not the same
        sister = code[:-1] + "B"
        made.owner[f"company:{sister}"] = number - 10_000_000
        label = f"{place}{trunk}第{chance.choice('二三四')}有限公司"
        made.companies.append((f"company:{sister}", label, None, sister, None, None, place))
        made.share("company_contacts", f"company:{sister}", f"phone:c{number}")
    for other in _other_spellings(name, known_as, chance):
        alias = f"company:{other}"
        if alias not in made.owner:
            made.owner[alias] = number
            made.companies.append((alias, other, None, None, None, None, None))
            if chance.random() < 0.5:
                made.share("company_contacts", alias, f"phone:c{number}")


def _other_spellings(name: str, former: str | None, chance: random.Random) -> Iterator[str]:
    if former:
        yield former
    if chance.random() < 0.1:
        yield name.translate(TRADITIONAL)
    if chance.random() < 0.1:
        yield _slip(name[:-4], chance) + name[-4:]
    if chance.random() < 0.1:
        yield name.replace("有限公司", "有限责任公司 ")


@dataclass(frozen=True, slots=True)
class Quality:
    """Automatic merges and how many are right; pairs of one owner and how many are found.

    A pair is found if right pairs of the list lead from one record to the other.
    """

    merged: int
    right: int
    true: int
    found: int
    listed: int

    @property
    def precision(self) -> float:
        """Right automatic merges / automatic merges."""
        return self.right / self.merged if self.merged else 1.0

    @property
    def recall(self) -> float:
        """Found pairs / pairs of one owner."""
        return self.found / self.true if self.true else 1.0


def quality(made: World, prefix: str) -> Quality:
    """Precision and recall for keys that start with `prefix`."""
    mine = [(w, sure) for w, sure in candidates(*made.frames()) if w.start.startswith(prefix)]
    merged = [w for w, sure in mine if sure]
    groups = Counter(owner for key, owner in made.owner.items() if key.startswith(prefix))
    joined = DisjointSet([key for key in made.owner if key.startswith(prefix)])
    for pair, _ in mine:
        if made.owner[pair.start] == made.owner[pair.end]:
            joined.merge(pair.start, pair.end)
    return Quality(
        merged=len(merged),
        right=sum(made.owner[w.start] == made.owner[w.end] for w in merged),
        true=sum(n * (n - 1) // 2 for n in groups.values()),
        found=sum(len(some) * (len(some) - 1) // 2 for some in joined.subsets()),
        listed=len(mine),
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.identity", description=__doc__)
    parser.add_argument("--persons", type=int, default=50_000)
    parser.add_argument("--companies", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=20260)
    chosen = parser.parse_args()
    made = world(persons=chosen.persons, companies=chosen.companies, seed=chosen.seed)
    table = Table("records", "n", "merged", "precision", "listed", "true", "recall", "seconds")
    for name, prefix, n in (
        ("persons", "person:", len(made.persons)),
        ("companies", "company:", len(made.companies)),
    ):
        started = perf_counter()
        q = quality(made, prefix)
        seconds = f"{perf_counter() - started:.1f}"
        table.add_row(
            name, f"{n:,}", f"{q.merged:,}", f"{q.precision:.4f}", f"{q.listed:,}", f"{q.true:,}",
            f"{q.recall:.3f}", seconds,
        )  # fmt: skip
    Console().print(table)


if __name__ == "__main__":
    main()
