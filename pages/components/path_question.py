"""What the path page is asked, and the address that asks it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from graph.records import NodeKey
from graph.vocabulary import FACT_TYPES
from messages import t
from queries.path import MOST_PARTIES, TELLING, Order

HOPS = tuple(range(2, TELLING + 1))
MOST = (1, 3, 5, 10)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked: parties, how they are paired, over which facts."""

    parties: tuple[NodeKey, ...]
    order: Order = "given"
    hops: int = 6
    most: int = 3
    types: tuple[str, ...] = ()
    day: str | None = None
    through_hubs: bool = False

    def query(self) -> dict[str, str | list[str]]:
        """The parameters of the address; what is as usual is left out."""
        found: dict[str, str | list[str]] = {"party": list(self.parties)}
        usual = Wanted(())
        if self.order != usual.order:
            found["order"] = self.order
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

    @property
    def joined(self) -> tuple[NodeKey, ...]:
        """The parties that are asked about: as many as this order allows, the others wait."""
        return self.parties[: MOST_PARTIES[self.order]]


def read_wanted(query: Mapping[str, list[str]]) -> Wanted:
    """An address taken apart; what cannot be understood is as usual."""
    one = {name: values[-1] for name, values in query.items() if values}
    hops, most = one.get("hops", ""), one.get("most", "")
    orders: dict[str, Order] = {order: order for order in MOST_PARTIES}
    order = orders.get(one.get("order", ""), "given")
    return Wanted(
        parties=tuple(dict.fromkeys(query.get("party", [])))[: MOST_PARTIES["each"]],
        order=order,
        hops=int(hops) if hops.isdigit() and int(hops) in HOPS else 6,
        most=int(most) if most.isdigit() and int(most) in MOST else 3,
        types=tuple(x for x in query.get("types", []) if x in FACT_TYPES),
        day=_day(one.get("day", "")),
        through_hubs=one.get("hubs") == "1",
    )


def left_out(query: Mapping[str, list[str]], order: Order) -> str:
    """What an address says of parties that the page does not take up; empty if it takes up all."""
    stated = query.get("party", [])
    once, most = len(set(stated)), MOST_PARTIES[order]
    said = []
    if once < len(stated):
        said.append(t("A party was named more than once; it stands here once."))
    if once > most:
        said.append(t("A path joins at most {most} parties.", most=most))
        if order != "each":
            said.append(t("Choose “one with each” to check the first against all of them."))
    return " ".join(said)


def _day(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None
