"""Other ways to arrange a network: owners above, in a circle, along time, in groups."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from pages.components.network_graph import ViewEdge, ViewGraph, ViewNode
from pages.components.network_layout import positions

Places = dict[str, tuple[float, float]]

ACROSS, DOWN = 136.0, 128.0  # px between neighbours of one row, between rows
ROW = 14  # nodes of one row before the next begins, at least
WIDER = 1.6  # how much wider than high a picture of many rows is
STACKED = 6  # nodes of one moment that stand below one another
SWEEPS = 6
MOST_WIDER = 2.2  # how far a group among many other nodes is spread, so that it can be read
OWNERSHIP = frozenset({"SHAREHOLDER_OF", "CONTROLS", "LEGAL_REP_OF"})
# Who stands below whom where ownership says nothing: persons, firms, bids, lots, projects.
RANKS = {
    "Ring": -1, "Person": 0, "Company": 1, "Phone": 2, "Email": 2, "Address": 2, "Account": 2,
    "Device": 2, "Penalty": 2, "Bid": 3, "Document": 4, "Lot": 4, "Contract": 5, "Complaint": 5,
    "Expert": 5, "Project": 6, "Milestone": 7,
}  # fmt: skip
DAYS_WIDTH = 1500.0
LANES = ("Person", "Company", "Bid", "Lot", "Expert")


def arranged(layout: str, graph: ViewGraph, groups: Mapping[str, str] | None = None) -> Places:
    """A place for every node; the same graph always stands the same."""
    if groups:
        return grouped(graph, groups)
    if layout == "hierarchy":
        return hierarchy(graph)
    if layout == "circle":
        return circle(graph)
    if layout == "timeline":
        return timeline(graph)
    return positions(
        tuple(sorted(n.id for n in graph.nodes)),
        tuple(sorted((e.source, e.target) for e in graph.edges)),
    )


def hierarchy(graph: ViewGraph) -> Places:
    """Owners above what they own, then bids, lots, projects; lines cross as little as may be."""
    depth = _owned_depth(graph)
    deepest = max(depth.values(), default=0) + 1
    rank = {node.id: float(RANKS.get(node.kind, 2)) for node in graph.nodes}
    for node in graph.nodes:  # firms between 1 and 2, owners above what they own
        if node.id in depth and node.kind == "Company":
            rank[node.id] = 1 + depth[node.id] / deepest
    return _rows(graph, rank)


def _owned_depth(graph: ViewGraph) -> dict[str, int]:
    """How many owners stand above, at most; a circle of owners counts once around."""
    owners: dict[str, set[str]] = defaultdict(set)
    for edge in graph.edges:
        if OWNERSHIP & set(edge.types):
            owners[edge.target].add(edge.source)
            owners.setdefault(edge.source, set())
    depth = dict.fromkeys(owners, 0)
    for _ in range(min(len(owners), 12)):
        for key in sorted(owners):
            above = [depth[o] for o in owners[key] if depth[o] < 12]
            depth[key] = max([depth[key], *(d + 1 for d in above)])
    return depth


def _rows(graph: ViewGraph, rank: Mapping[str, float]) -> Places:
    near = _near(graph)
    rows: dict[float, list[str]] = defaultdict(list)
    for node in sorted(graph.nodes, key=lambda n: (n.kind, n.id)):
        rows[rank[node.id]].append(node.id)
    order = [rows[r] for r in sorted(rows)]
    at = {key: float(i) for row in order for i, key in enumerate(row)}
    for _ in range(SWEEPS):
        for row in (*order, *reversed(order)):
            middle = {k: _mean([at[o] for o in near.get(k, ())], at[k]) for k in row}
            row.sort(key=lambda k: (middle[k], k))
            for i, key in enumerate(row):
                at[key] = i - len(row) / 2
    wide = max(ROW, math.ceil(math.sqrt(WIDER * len(graph.nodes))))
    lines = [row[i : i + wide] for row in order for i in range(0, len(row), wide)]
    return {
        key: ((i - (len(line) - 1) / 2) * ACROSS, number * DOWN)
        for number, line in enumerate(lines)
        for i, key in enumerate(line)
    }


def _near(graph: ViewGraph) -> dict[str, list[str]]:
    near: dict[str, list[str]] = defaultdict(list)
    for edge in graph.edges:
        near[edge.source].append(edge.target)
        near[edge.target].append(edge.source)
    return near


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def circle(graph: ViewGraph) -> Places:
    """Around one middle, kind beside kind; neighbours of one kind stand together.

    Many nodes stand on several circles by turns: on one alone they would be too small to see.
    """
    kinds = sorted({n.kind for n in graph.nodes}, key=lambda k: (RANKS.get(k, 2), k))
    near = _near(graph)
    ordered = sorted(
        graph.nodes, key=lambda n: (kinds.index(n.kind), min(near.get(n.id, [n.id])), n.id)
    )
    circles = max(1, math.isqrt(len(ordered) // 8))  # so that the outermost is smallest
    innermost = max(190.0, len(ordered) / circles * 92.0 / (2 * math.pi))
    places: Places = {}
    for i, node in enumerate(ordered):
        radius = innermost + i % circles * DOWN
        angle = 2 * math.pi * i / len(ordered)
        places[node.id] = (1.25 * radius * math.sin(angle), -radius * math.cos(angle))
    return places


def timeline(graph: ViewGraph) -> Places:
    """From left to right as time goes, each kind in its lane; what has no day stands between."""
    x = _moments(graph)
    lanes: dict[str, list[ViewNode]] = defaultdict(list)
    for node in sorted(graph.nodes, key=lambda n: (x.get(n.id, -ACROSS), n.id)):
        lanes[node.kind if node.kind in LANES else "Device"].append(node)
    places: Places = {}
    top = 0.0
    for lane in ("Person", "Company", "Device", "Bid", "Lot", "Expert"):
        here = lanes.get(lane, [])
        for some in ([n for n in here if n.day], [n for n in here if not n.day]):
            stacked = _stacked({n.id: x.get(n.id, -ACROSS) for n in some})
            deepest = max((row for _, row in stacked.values()), default=-1) + 1
            if deepest > STACKED and not some[0].day:
                stacked = _spread({n.id: x.get(n.id, -ACROSS) for n in some})
                deepest = STACKED
            places |= {key: (at, top + row * 84.0) for key, (at, row) in stacked.items()}
            top += deepest * 84.0
        top += 70.0 if here else 0.0
    return places


def _stacked(wanted: Mapping[str, float]) -> dict[str, tuple[float, int]]:
    """Each where it wants to stand, in the first row that is free there."""
    ends: list[float] = []
    found: dict[str, tuple[float, int]] = {}
    for key, at in wanted.items():
        free = next((i for i, end in enumerate(ends) if end + ACROSS <= at), len(ends))
        ends[free : free + 1] = [at]
        found[key] = (at, free)
    return found


def _spread(wanted: Mapping[str, float]) -> dict[str, tuple[float, int]]:
    """In their order but side by side: without a day of their own they may stand anywhere."""
    columns = math.ceil(len(wanted) / STACKED)
    left = _mean(list(wanted.values()), 0.0) - ACROSS * (columns - 1) / 2
    return {key: (left + ACROSS * (i // STACKED), i % STACKED) for i, key in enumerate(wanted)}


def months(graph: ViewGraph) -> list[tuple[str, float, float]]:
    """The signs above a timeline: each month that occurs, and where it begins."""
    x, found = _moments(graph), dict[str, float]()
    for node in graph.nodes:
        if node.day:
            found[node.day[:7]] = min(x[node.id], found.get(node.day[:7], x[node.id]))
    signs: list[tuple[str, float, float]] = []
    for month, at in sorted(found.items()):
        if not signs or at - signs[-1][1] >= ACROSS:
            signs.append((month, at, -96.0))
    return signs


def _moments(graph: ViewGraph) -> dict[str, float]:
    days = {n.id: n.day for n in graph.nodes if n.day}
    near = _near(graph)
    order = sorted(set(days.values()))
    step = max(DAYS_WIDTH, len(order) * 60.0) / max(len(order) - 1, 1)
    x = {key: order.index(day) * step for key, day in days.items()}
    for _ in range(3):
        for node in graph.nodes:
            if node.id not in days:
                known = [x[o] for o in near.get(node.id, ()) if o in x]
                if known:
                    x[node.id] = _mean(known, 0.0)
    return x


def grouped(graph: ViewGraph, groups: Mapping[str, str]) -> Places:
    """Each group arranged by itself; what is in no group stands around, else they fill rows."""
    members: dict[str, list[str]] = defaultdict(list)
    for node in graph.nodes:
        if node.id in groups:
            members[groups[node.id]].append(node.id)
    order = sorted(members, key=lambda g: (-len(members[g]), g))
    blocks = {name: _block(sorted(members[name]), graph.edges) for name in order}
    if len(graph.nodes) > sum(map(len, members.values())):
        return _around(graph, groups, blocks)
    return _in_rows(list(blocks.values()))


def _around(graph: ViewGraph, groups: Mapping[str, str], blocks: Mapping[str, Places]) -> Places:
    """Each group is one point of a force layout, which then makes room for the whole of it."""
    alone = {node.id: groups.get(node.id, "") for node in graph.nodes}
    point = {key: f"group:{name}" if name else key for key, name in alone.items()}
    wider = min(max(1.0, math.sqrt(len(graph.nodes) / 45)), MOST_WIDER)  # seen from afar
    blocks = {
        name: {key: (x * wider, y * wider) for key, (x, y) in block.items()}
        for name, block in blocks.items()
    }
    places = positions(
        tuple(sorted(set(point.values()))),
        tuple(sorted({(point[e.source], point[e.target]) for e in graph.edges})),
    )
    for name, block in blocks.items():
        across, down = _size(block)
        x0, y0 = places[f"group:{name}"]
        for key, (x, y) in places.items():  # outwards: nothing comes nearer to anything
            far = max(abs(x - x0) / across, abs(y - y0) / down)
            if far > 0:
                more = 0.5 / far
                places[key] = (x + (x - x0) * more, y + (y - y0) * more)
    for name, block in blocks.items():
        x0, y0 = places.pop(f"group:{name}")
        middle = [
            (min(p[i] for p in block.values()) + max(p[i] for p in block.values())) / 2
            for i in (0, 1)
        ]
        places |= {k: (x - middle[0] + x0, y - middle[1] + y0) for k, (x, y) in block.items()}
    return places


def _in_rows(blocks: Sequence[Places]) -> Places:
    area = sum(_size(b)[0] * _size(b)[1] for b in blocks)
    width = max(1000.0, math.sqrt(area) * 1.5)
    places: Places = {}
    x = y = high = 0.0
    for block in blocks:
        across, down = _size(block)
        if x > 0 and x + across > width:
            x, y, high = 0.0, y + high, 0.0
        left, top = (min(p[i] for p in block.values()) for i in (0, 1))
        places |= {k: (px - left + x, py - top + y) for k, (px, py) in block.items()}
        x, high = x + across, max(high, down)
    return places


def _block(keys: Sequence[str], edges: Sequence[ViewEdge]) -> Places:
    inner = tuple(sorted((e.source, e.target) for e in edges if {e.source, e.target} <= set(keys)))
    if inner:
        return positions(tuple(keys), inner)
    columns = max(1, math.ceil(math.sqrt(len(keys) * 0.8)))
    return {
        key: ((i % columns) * ACROSS, (i // columns) * DOWN * 0.75) for i, key in enumerate(keys)
    }


def _size(block: Places) -> tuple[float, float]:
    across = max(p[0] for p in block.values()) - min(p[0] for p in block.values())
    down = max(p[1] for p in block.values()) - min(p[1] for p in block.values())
    return across + 230.0, down + 210.0
