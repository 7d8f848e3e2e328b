"""What the path page is asked, and the address that asks it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from graph.records import NodeKey
from graph.vocabulary import FACT_TYPES
from messages import t
from queries.path import MOST_PARTIES, TELLING

HOPS = tuple(range(2, TELLING + 1))
MOST = (1, 3, 5, 10)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked: parties, in which order, over which facts."""

    parties: tuple[NodeKey, ...]
    ordered: bool = True
    hops: int = 6
    most: int = 3
    types: tuple[str, ...] = ()
    day: str | None = None
    through_hubs: bool = False

    def query(self) -> dict[str, str | list[str]]:
        """The parameters of the address; what is as usual is left out."""
        found: dict[str, str | list[str]] = {"party": list(self.parties)}
        usual = Wanted(())
        if not self.ordered:
            found["order"] = "any"
        if self.hops != usual.hops:
            found["hops"] = str(self.hops)
        if self.most != usual.most:
            found["most"] = str(self.most)
        if self.types:
            found["types"] = sorted(self.types)
        if self.day:
            found["day"] = self.day
        if self.through_hubs:
            found["hubs"] = "1"
        return found


def read_wanted(query: Mapping[str, list[str]]) -> Wanted:
    """An address taken apart; what cannot be understood is as usual."""
    one = {name: values[-1] for name, values in query.items() if values}
    hops, most = one.get("hops", ""), one.get("most", "")
    return Wanted(
        parties=tuple(dict.fromkeys(query.get("party", [])))[:MOST_PARTIES],
        ordered=one.get("order") != "any",
        hops=int(hops) if hops.isdigit() and int(hops) in HOPS else 6,
        most=int(most) if most.isdigit() and int(most) in MOST else 3,
        types=tuple(x for x in query.get("types", []) if x in FACT_TYPES),
        day=_day(one.get("day", "")),
        through_hubs=one.get("hubs") == "1",
    )


def left_out(query: Mapping[str, list[str]]) -> str:
    """What an address says of parties that the page does not take up; empty if it takes up all."""
    stated = query.get("party", [])
    once = len(set(stated))
    said = []
    if once < len(stated):
        said.append(t("A party was named more than once; it stands here once."))
    if once > MOST_PARTIES:
        said.append(t("A path joins at most {most} parties.", most=MOST_PARTIES))
    return " ".join(said)


def _day(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None
