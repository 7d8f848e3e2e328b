"""The relation picture: firms on the left, what they share on the right; as PNG and as SVG.

Nothing is left to the machine: positions are computed, and PNG text is drawn with the font that is
shipped, so the same findings give the same picture where no Chinese font is installed.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw, ImageFont

from evidence.masking import masked, printable
from graph.records import Edge, Node, NodeKey, Subgraph
from messages import t
from queries.describe import DEVICE_KINDS, display_name, tie

FONT = Path(__file__).parent / "fonts" / "NotoSansSC-subset.otf"
MOST_FIRMS, MOST_THINGS = 16, 18
WIDTH, BOX, GAP, PAD = 1680, 500, 18, 16  # pixels; 1680 px are 16 cm at 267 dpi
TEXT, SMALL, LINE, PORT = 30, 22, 40, 34
REACH = 90  # pixels beside the boxes for the arcs that join two of a column
INK, MUTED, WHITE = "#1f2a44", "#5b6475", "#ffffff"
COLORS = {
    "Company": "#2f6db5",
    "Person": "#a9620f",
    "Expert": "#8255b0",
    "Device": "#c2413b",
    "Account": "#96681a",
    "Phone": "#0f7f95",
    "Email": "#0f7f95",
    "Address": "#7d6550",
    "Document": "#5c6bc0",
    "Lot": "#1b8266",
}
NOT_DRAWN = ("SUBMITTED", "FOR", "HAS_MEMBER")  # what bids and rings are made of
ARCS = ("#2f6db5", "#8255b0", "#1b8266", "#b8336a", "#96681a", "#5b6475")
_NUMBER = re.compile(r" (?:×?\d+%?)")
EVENTS = {
    "make": "used to write",
    "upload": "used to upload",
    "download": "used to download",
    "decrypt": "used to decrypt",
    "price": "used to price",
}


@dataclass(frozen=True, slots=True)
class Tie:
    """One line of the picture: from a firm to a thing, or between two of a column."""

    start: NodeKey
    end: NodeKey
    labels: tuple[str, ...]

    @property
    def label(self) -> str:
        """All that ties the two, in one line."""
        return "、".join(self.labels)


@dataclass(frozen=True, slots=True)
class Relations:
    """What is drawn. `left_out` counts nodes for which there was no room."""

    firms: tuple[Node, ...]
    things: tuple[Node, ...]
    ties: tuple[Tie, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class _Box:
    """A node in its place. `ports` are the heights at which its lines end."""

    node: Node
    lines: tuple[str, ...]
    x: float
    y: float
    height: float
    ties: tuple[Tie, ...]

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    def port(self, tie_: Tie) -> float:
        """Where a line meets the box: each has a place of its own."""
        step = self.height / len(self.ties)
        return self.y + step * (self.ties.index(tie_) + 0.5)


def relations(graph: Subgraph) -> Relations:
    """The picture's content: bids are drawn as ties of their firms, lots only beside experts."""
    nodes = {node.key: node for node in graph.nodes}
    bidders: dict[NodeKey, list[NodeKey]] = defaultdict(list)
    for edge in graph.edges:
        if edge.type == "SUBMITTED":
            bidders[edge.end].append(edge.start)
    counts: dict[tuple[NodeKey, NodeKey, str], int] = defaultdict(int)
    for edge in graph.edges:
        for pair in _ends(edge, nodes, bidders):
            counts[*pair, _label(edge)] += 1
    drawn = {key for start, end, _ in counts for key in (start, end)}
    drawn |= {key for key, node in nodes.items() if node.label == "Company"}
    firms = _chosen([k for k in drawn if nodes[k].label == "Company"], counts, MOST_FIRMS)
    things = _chosen([k for k in drawn if nodes[k].label != "Company"], counts, MOST_THINGS)
    kept = {*firms, *things}
    labels: dict[tuple[NodeKey, NodeKey], list[str]] = defaultdict(list)
    for (start, end, label), n in sorted(counts.items()):
        if start in kept and end in kept:
            labels[start, end].append(label if n == 1 else f"{label} ×{n}")
    ties = [Tie(start, end, tuple(said)) for (start, end), said in labels.items()]
    order = {key: i for i, key in enumerate(firms)}
    beside = {thing: _barycentre(thing, ties, order) for thing in things}
    ordered = sorted(things, key=lambda key: (beside[key], key))
    return Relations(
        tuple(nodes[key] for key in firms),
        tuple(nodes[key] for key in ordered),
        tuple(ties),
        len(drawn) - len(kept),
    )


def _ends(
    edge: Edge, nodes: Mapping[NodeKey, Node], bidders: Mapping[NodeKey, Sequence[NodeKey]]
) -> list[tuple[NodeKey, NodeKey]]:
    """Between which drawn nodes an edge runs: a bid stands for the firms that made it."""
    if edge.type in NOT_DRAWN or edge.start not in nodes or edge.end not in nodes:
        return []
    sides = [
        bidders.get(key, []) if nodes[key].label == "Bid" else [key]
        for key in (edge.start, edge.end)
    ]
    with_lot = "Lot" in (nodes[edge.start].label, nodes[edge.end].label)
    if with_lot and nodes[edge.start].label != "Expert":
        return []
    pairs = {
        (a, b) if nodes[a].label == "Company" or nodes[b].label != "Company" else (b, a)
        for a in sides[0]
        for b in sides[1]
        if a != b
    }
    return sorted(pairs)


def _label(edge: Edge) -> str:
    event = EVENTS.get(str(edge.properties.get("event")))
    share, post = edge.properties.get("share"), edge.properties.get("post")
    if event is not None:
        return t(event)
    if isinstance(share, int | float):
        return f"{tie(edge.type)} {share:.0%}"
    return f"{tie(edge.type)}·{post}" if post else tie(edge.type)


def _chosen(
    keys: Iterable[NodeKey], counts: Mapping[tuple[NodeKey, NodeKey, str], int], most: int
) -> list[NodeKey]:
    """Those with the most ties, the others left out; equal ones in order of their keys."""
    degree: dict[NodeKey, int] = defaultdict(int)
    for start, end, _ in counts:
        degree[start] += 1
        degree[end] += 1
    return sorted(sorted(keys, key=lambda key: (-degree[key], key))[:most])


def _barycentre(thing: NodeKey, ties: Iterable[Tie], order: Mapping[NodeKey, int]) -> float:
    places = [order[x.start] for x in ties if x.end == thing and x.start in order]
    return sum(places) / len(places) if places else math.inf


class _Canvas:
    """Draws the same shapes as pixels and as SVG."""

    def __init__(self, width: int, height: int) -> None:
        self.image = Image.new("RGB", (width, height), WHITE)
        self._draw = ImageDraw.Draw(self.image)
        self._svg = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            "font-family=\"'Noto Sans SC','Microsoft YaHei','PingFang SC',SimSun,sans-serif\">"
        ]

    def curve(self, points: Sequence[tuple[float, float]], color: str, *, dashed: bool) -> None:
        for i in range(0, len(points) - 1, 2 if dashed else 1):
            self._draw.line([points[i], points[i + 1]], fill=color, width=3)
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        dash = ' stroke-dasharray="10 8"' if dashed else ""
        self._svg.append(
            f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="3"{dash}/>'
        )

    def box(self, x: float, y: float, width: float, height: float, color: str) -> None:
        self._draw.rounded_rectangle(
            (x, y, x + width, y + height), 12, fill=WHITE, outline=color, width=3
        )
        self._draw.rectangle((x, y + 10, x + 10, y + height - 10), fill=color)
        self._svg.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="12" '
            f'fill="{WHITE}" stroke="{color}" stroke-width="3"/>'
            f'<rect x="{x:.1f}" y="{y + 10:.1f}" width="10" height="{height - 20:.1f}" '
            f'fill="{color}"/>'
        )

    def text(self, x: float, y: float, text: str, size: int, color: str) -> None:
        self._draw.text((x, y), text, font=_font(size), fill=color)
        self._svg.append(
            f'<text x="{x:.1f}" y="{y + size:.1f}" font-size="{size}" fill="{color}">'
            f"{escape(text)}</text>"
        )

    def plate(self, right: float, y: float, text: str, most: float) -> None:
        """A label on a line, ending at `right`, on a white ground, not wider than `most`."""
        shown = _wrapped(text, most, size=SMALL, lines=1)[0]
        left, top = right - _font(SMALL).getlength(shown), y - SMALL * 0.75
        self._draw.rectangle((left - 5, top, right + 5, top + SMALL * 1.45), fill=WHITE)
        self._svg.append(
            f'<rect x="{left - 5:.1f}" y="{top:.1f}" width="{right - left + 10:.1f}" '
            f'height="{SMALL * 1.45:.1f}" fill="{WHITE}"/>'
        )
        self.text(left, top, shown, SMALL, MUTED)

    def png(self) -> bytes:
        out = BytesIO()
        self.image.quantize(64, dither=Image.Dither.NONE).save(out, "PNG", dpi=(267, 267))
        return out.getvalue()

    def svg(self) -> str:
        return "\n".join([*self._svg, "</svg>"])


@dataclass(frozen=True, slots=True)
class Picture:
    """One drawing in both forms."""

    png: bytes
    svg: str


def draw(content: Relations) -> Picture:
    """The picture; equal content gives equal bytes."""
    firms = {node.key for node in content.firms}
    across = [x for x in content.ties if (x.start in firms) is not (x.end in firms)]
    beside = [x for x in content.ties if x not in across]
    place = {node.key: i for i, node in enumerate((*content.firms, *content.things))}
    across.sort(key=lambda x: (place[x.start], place[x.end]))
    left = _column(content.firms, float(REACH), across, beside, firm=True)
    right = _column(content.things, float(WIDTH - BOX - REACH), across, beside, firm=False)
    shift = (_bottom(left) - _bottom(right)) / 2
    left, right = _moved(left, max(0.0, -shift)), _moved(right, max(0.0, shift))
    legend = {label: ARCS[i % len(ARCS)] for i, label in enumerate(_arc_labels(beside))}
    base = max(_bottom(left), _bottom(right)) + PAD
    rows = _legend_rows(legend)
    canvas = _Canvas(WIDTH, math.ceil(base + PORT * len(rows) + (PAD if rows else 0)))
    boxes = {box.node.key: box for box in (*left, *right)}
    for tie_ in beside:
        _arc(canvas, boxes[tie_.start], boxes[tie_.end], tie_, legend[_arc_label(tie_)])
    for tie_ in across:
        _line(canvas, boxes[tie_.start], boxes[tie_.end], tie_)
    for tie_ in across:
        room = WIDTH - 2 * (BOX + REACH) - 120
        canvas.plate(WIDTH - BOX - REACH - 14, boxes[tie_.end].port(tie_), tie_.label, room)
    for box in boxes.values():
        _put_box(canvas, box)
    for number, row in enumerate(rows):
        for x, label in row:
            y = base + PORT * number
            canvas.curve(
                [(x + 8 * i, y + SMALL * 0.7) for i in range(8)], legend[label], dashed=True
            )
            canvas.text(x + 70, y, label, SMALL, MUTED)
    return Picture(canvas.png(), canvas.svg())


def _arc_label(tie_: Tie) -> str:
    return _NUMBER.sub("", tie_.label)  # shares and numbers apart, equal ties are drawn alike


def _arc_labels(ties: Iterable[Tie]) -> list[str]:
    return sorted({_arc_label(tie_) for tie_ in ties})


def _legend_rows(legend: Iterable[str]) -> list[list[tuple[float, str]]]:
    rows: list[list[tuple[float, str]]] = []
    x = float(WIDTH)
    for label in legend:
        width = 110 + _font(SMALL).getlength(label)
        if x + width > WIDTH - REACH:
            rows.append([])
            x = float(REACH)
        rows[-1].append((x, label))
        x += width
    return rows


def _bottom(boxes: Sequence[_Box]) -> float:
    return max((box.y + box.height for box in boxes), default=0.0)


def _column(
    nodes: Sequence[Node], x: float, across: Sequence[Tie], beside: Sequence[Tie], *, firm: bool
) -> list[_Box]:
    boxes, y = [], float(PAD)
    for node in nodes:
        own = (tie_.start if firm else tie_.end for tie_ in across)
        ties = tuple(tie_ for tie_, key in zip(across, own, strict=True) if key == node.key)
        lines = _wrapped(_name(node), BOX - 44)
        arcs = sum(node.key in (tie_.start, tie_.end) for tie_ in beside)
        height = max(LINE * len(lines) + 22, PORT * len(ties) + 12, 14 * arcs)
        boxes.append(_Box(node, lines, x, y, height, ties))
        y += height + GAP
    return boxes


def _moved(boxes: Sequence[_Box], by: float) -> list[_Box]:
    return [replace(box, y=box.y + by) for box in boxes]


def _put_box(canvas: _Canvas, box: _Box) -> None:
    canvas.box(box.x, box.y, BOX, box.height, COLORS.get(box.node.label, MUTED))
    top = box.middle - LINE * len(box.lines) / 2 - 2
    for number, line in enumerate(box.lines):
        canvas.text(box.x + 26, top + number * LINE, line, TEXT, INK)


def _name(node: Node) -> str:
    name = masked(printable(display_name(node)))
    kind = str(node.properties.get("kind"))
    if node.label == "Device" and kind in DEVICE_KINDS:
        return name
    title = {
        "Person": t("Person"),
        "Expert": t("Expert"),
        "Account": t("Account"),
        "Phone": t("Telephone"),
        "Email": t("E-mail"),
        "Address": t("Address"),
        "Document": t("Document"),
    }.get(node.label)
    return name if title is None else f"{title} {name}"


def _line(canvas: _Canvas, firm: _Box, thing: _Box, tie_: Tie) -> None:
    a, b = (firm.x + BOX, firm.port(tie_)), (thing.x, thing.port(tie_))
    middle = (a[0] + b[0]) / 2
    color = COLORS.get(thing.node.label, MUTED)
    canvas.curve(_bezier(a, (middle, a[1]), (middle, b[1]), b), color, dashed=False)


def _arc(canvas: _Canvas, one: _Box, other: _Box, tie_: Tie, color: str) -> None:
    """Outside of the column, the further apart the two, the wider."""
    left = one.x < WIDTH / 2
    edge = one.x if left else one.x + BOX
    spread = min(1.0, 0.35 + abs(one.middle - other.middle) / 900)
    reach = edge + (-1 if left else 1) * REACH * 1.25 * spread
    offset = 5 * (sum(map(ord, tie_.end)) % 5 - 2)
    ends = ((edge, one.middle + offset), (edge, other.middle - offset))
    points = _bezier(ends[0], (reach, ends[0][1]), (reach, ends[1][1]), ends[1])
    canvas.curve(points, color, dashed=True)


Point = tuple[float, float]


def _bezier(a: Point, b: Point, c: Point, d: Point, steps: int = 24) -> list[Point]:
    found = []
    for i in range(steps + 1):
        s = i / steps
        w = ((1 - s) ** 3, 3 * (1 - s) ** 2 * s, 3 * (1 - s) * s**2, s**3)
        found.append(
            (
                sum(k * p[0] for k, p in zip(w, (a, b, c, d), strict=True)),
                sum(k * p[1] for k, p in zip(w, (a, b, c, d), strict=True)),
            )
        )
    return found


def _wrapped(text: str, width: float, *, size: int = TEXT, lines: int = 3) -> tuple[str, ...]:
    """Text in lines that fit; what does not fit into so many ends with an ellipsis."""
    found: list[str] = [""]
    for sign in text.replace("\n", " "):
        if _font(size).getlength(found[-1] + sign) > width:
            if len(found) == lines:
                return (*found[:-1], found[-1][:-1] + "…")
            found.append("")
        found[-1] += sign
    return tuple(found)


@lru_cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size, layout_engine=ImageFont.Layout.BASIC)
