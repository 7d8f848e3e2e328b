"""The record of the bid opening (开标信息表): fifteen columns, one row a bid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.engine import GraphReader
from graph.records import Cell, NodeKey
from messages import t

EMPTY = "—"


@dataclass(frozen=True, slots=True)
class Opening:
    """The opening of one lot: its name and the rows under `columns()`."""

    lot: NodeKey
    name: str
    rows: tuple[tuple[str, ...], ...]


def columns() -> tuple[str, ...]:
    """The fifteen headings."""
    return (
        t("No."),
        t("Bid opening"),
        t("Bidder"),
        t("Contact person"),
        t("Telephone"),
        t("IP of download"),
        t("Time of upload"),
        t("IP of upload"),
        t("Decrypted"),
        t("IP of decryption"),
        t("File code"),
        t("Pricing lock"),
        t("Kind of price"),
        t("Price of the bid"),
        t("Remark"),
    )


def opening(lot: NodeKey, reader: GraphReader) -> Opening:
    """The opening of this lot as far as the loaded data tells it; gaps are dashes."""
    names = reader.run(
        "MATCH (l:Lot {key: $key}) RETURN l.name AS name, l.opened_at AS opened", {"key": lot}
    ).dicts()
    name, opened = (names[0]["name"], names[0]["opened"]) if names else (lot, None)
    bids = reader.run(
        "MATCH (l:Lot {key: $key})<-[:FOR]-(b:Bid)<-[s:SUBMITTED]-(c:Company) "
        "RETURN b.key AS bid, c.name AS bidder, b.price AS price, b.rate AS rate, "
        "b.price_text AS price_text, b.submitted_at AS submitted, b.status AS status, "
        "b.valid AS valid, b.consortium AS consortium, b.won AS won ORDER BY bid, bidder",
        {"key": lot},
    ).dicts()
    by_bid: dict[str, list[Mapping[str, Cell]]] = defaultdict(list)
    for row in bids:
        by_bid[str(row["bid"])].append(row)
    traces = _traces(lot, reader)
    people = _contacts(lot, reader)
    rows = sorted(
        (_row(found, traces[bid], people[bid], opened) for bid, found in by_bid.items()),
        key=lambda row: row[1:],
    )
    numbered = tuple((str(i), *row[1:]) for i, row in enumerate(rows, start=1))
    return Opening(lot, str(name or lot), numbered)


def _traces(lot: NodeKey, reader: GraphReader) -> dict[str, dict[str, list[str]]]:
    """For each bid what its electronic traces say, by column."""
    traces: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    table = reader.run(
        "MATCH (l:Lot {key: $key})<-[:FOR]-(b:Bid)<-[u:USED_IN]-(d:Device) "
        "RETURN b.key AS bid, d.kind AS kind, d.value AS value, u.event AS event, u.at AS at "
        "ORDER BY bid, event, kind, value",
        {"key": lot},
    )
    for bid, kind, value, event, at in table.rows:
        found = traces[str(bid)]
        if kind == "ip":
            found[f"{event} ip"].append(str(value))
        elif kind in ("creation_id", "machine"):
            found["file"].append(str(value))
        elif kind == "lock":
            found["lock"].append(str(value))
        if at is not None:
            found[f"{event} at"].append(moment_text(at))
        found[str(event)].append(str(value))
    return traces


def _contacts(lot: NodeKey, reader: GraphReader) -> dict[str, dict[str, list[str]]]:
    people: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for kind, question in (
        (
            "name",
            "MATCH (l:Lot {key: $key})<-[:FOR]-(b:Bid)<-[:CONTACT_FOR]-(p:Person) "
            "RETURN b.key AS bid, p.name AS said ORDER BY bid, said",
        ),
        (
            "phone",
            "MATCH (l:Lot {key: $key})<-[:FOR]-(b:Bid)<-[:GIVEN_IN]-(p:Phone) "
            "RETURN b.key AS bid, p.masked AS said ORDER BY bid, said",
        ),
    ):
        for bid, said in reader.run(question, {"key": lot}).rows:
            people[str(bid)][kind].append(str(said))
    return people


def _row(
    found: list[Mapping[str, Cell]],
    traces: Mapping[str, list[str]],
    people: Mapping[str, list[str]],
    opened: Cell,
) -> tuple[str, ...]:
    bid = found[0]
    uploaded = traces.get("upload at") or [moment_text(bid["submitted"])]
    return (
        "",
        moment_text(opened),
        t(", ").join(str(row["bidder"]) for row in found),
        _joined(people.get("name", ())),
        _joined(people.get("phone", ())),
        _joined(traces.get("download ip", ())),
        _joined(uploaded),
        _joined(traces.get("upload ip", ())),
        t("decrypted") if "decrypt" in traces else EMPTY,
        _joined(traces.get("decrypt ip", ())),
        _joined(traces.get("file", ())),
        _joined(traces.get("lock", ())),
        _price_kind(bid),
        _price(bid),
        _remark(bid, consortium=len(found) > 1),
    )


def _joined(parts: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(part for part in parts if part)) or EMPTY


def moment_text(stored: Cell) -> str:
    """A stored moment as people write it: `2024-05-06 09:30:00`."""
    return EMPTY if stored is None else str(stored).replace("T", " ").removesuffix("Z")


def _price_kind(bid: Mapping[str, Cell]) -> str:
    if bid["rate"] is not None:
        return t("rate")
    return t("total price") if bid["price"] is not None else EMPTY


def _price(bid: Mapping[str, Cell]) -> str:
    if isinstance(bid["price"], int | float):
        return f"{bid['price']:,.2f}"
    if isinstance(bid["rate"], int | float):
        return f"{bid['rate']:.2%}"
    return str(bid["price_text"] or EMPTY)


def _remark(bid: Mapping[str, Cell], *, consortium: bool) -> str:
    parts = [t("consortium")] if consortium or bid["consortium"] else []
    if bid["won"]:
        parts.append(t("won the lot"))
    if bid["valid"] is False:
        parts.append(t("not valid"))
    if bid["status"]:
        parts.append(str(bid["status"]))
    return "；".join(dict.fromkeys(parts)) or EMPTY
