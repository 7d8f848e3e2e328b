"""A network as files: tables, GraphML, and a page of its own that opens without a connection."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from typing import Final
from xml.etree import ElementTree as ET

from graph.records import RESERVED, Edge, Node, Subgraph, Value
from loaders.problems import neutralised
from messages import language, t
from pages.components.evidence_card import facts_and_results
from pages.components.network import LIBRARY, SCRIPTS, SavedFile, script, ways
from pages.components.network_graph import DERIVED_TYPES, ViewGraph
from pages.components.words import kind_name, relation_name, table_name, value_name
from queries.describe import display_name
from queries.path import known_by_name
from queries.sources import SourceCell
from queries.words import property_name

MOST_SOURCES = 12  # rows that a card of the offline page names
Places = Mapping[str, tuple[float, float]]
GRAPHML: Final = "http://graphml.graphdrawing.org/xmlns"
STAMP: Final = (1980, 1, 1, 0, 0, 0)  # the same picture gives the same bytes


def graphml(graph: Subgraph, places: Places) -> bytes:
    """Nodes and edges with all their properties, as Gephi, yEd, Cytoscape and igraph read them."""
    root = ET.Element("graphml", xmlns=GRAPHML)
    names: dict[tuple[str, str], str] = {}

    def field(owner: ET.Element, domain: str, name: str, value: Value) -> None:
        key = names.setdefault((domain, name), f"d{len(names)}")
        ET.SubElement(owner, "data", key=key).text = _plain(value)

    drawn = ET.Element("graph", id="network", edgedefault="directed")
    for node in graph.nodes:
        made = ET.SubElement(drawn, "node", id=node.key)
        field(made, "node", "label", display_name(node))
        field(made, "node", "kind", node.label)
        for name, value in _stated(node.properties):
            field(made, "node", f"p_{name}", value)
        field(made, "node", "sources", " ".join(node.sources))
        if node.key in places:
            field(made, "node", "x", f"{places[node.key][0]:.1f}")
            field(made, "node", "y", f"{places[node.key][1]:.1f}")
    for number, edge in enumerate(graph.edges):
        made = ET.SubElement(drawn, "edge", id=f"e{number}", source=edge.start, target=edge.end)
        field(made, "edge", "type", edge.type)
        field(made, "edge", "label", relation_name(edge.type))
        field(made, "edge", "nature", _nature(edge))
        for name, value in _stated(edge.properties):
            field(made, "edge", f"p_{name}", value)
        field(made, "edge", "sources", " ".join(edge.sources))
    for (domain, name), key in names.items():
        attributes = {"id": key, "for": domain, "attr.name": name, "attr.type": "string"}
        ET.SubElement(root, "key", attributes)
    root.append(drawn)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _stated(properties: Mapping[str, Value]) -> list[tuple[str, Value]]:
    found = ((n, v) for n, v in sorted(properties.items()) if n not in RESERVED)
    return [(n, v) for n, v in found if v is not None and v != ""]


def _plain(value: Value) -> str:
    text = ";".join(str(v) for v in value) if isinstance(value, list) else str(value)
    return "".join(c for c in text if c >= " " or c in "\t\n")


def _nature(edge: Edge) -> str:
    return "derived" if edge.type in DERIVED_TYPES else "fact"


def tables(graph: Subgraph, cells: Sequence[SourceCell]) -> bytes:
    """Three CSV files in a ZIP: nodes, relations, source rows. No cell runs as a formula."""
    names = {node.key: display_name(node) for node in graph.nodes}
    nodes = [
        (n.key, kind_name(n.label), names[n.key], _said(n.properties), " ".join(n.sources))
        for n in graph.nodes
    ]
    edges = [
        (e.start, names[e.start], relation_name(e.type), e.end, names[e.end], t(_nature(e)),
         _said(e.properties), " ".join(e.sources))
        for e in graph.edges
    ]  # fmt: skip
    rows = [
        (c.reference, c.file, c.sheet, c.row, table_name(c.table), c.batch, c.sha256) for c in cells
    ]
    files: dict[str, tuple[Sequence[str], Sequence[Sequence[object]]]] = {
        t("nodes"): ((t("Key"), t("Kind"), t("Name"), t("Properties"), t("Sources")), nodes),
        t("relations"): (
            (t("From key"), t("From"), t("Relation"), t("To key"), t("To"), t("Nature"),
             t("Properties"), t("Sources")),
            edges,
        ),
        t("source rows"): (
            (t("Reference"), t("File"), t("Sheet"), t("Row"), t("Table"), t("Batch"), "SHA-256"),
            rows,
        ),
    }  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, (header, lines) in files.items():
            packed.writestr(zipfile.ZipInfo(f"{name}.csv", STAMP), _csv(header, lines))
    return out.getvalue()


def _csv(header: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([neutralised(str(cell)) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _said(properties: Mapping[str, Value]) -> str:
    return "；".join(
        f"{property_name(n)}={value_name(n, v, properties.get('currency'))}"
        for n, v in _stated(properties)
    )


def offline_page(
    data: Mapping[str, object], graph: Subgraph, view: ViewGraph, cells: Sequence[SourceCell],
    *, title: str, made: str,
) -> bytes:  # fmt: skip
    """One HTML file with the picture as it stands and a card for each node and line.

    It holds the drawing library, asks no other address and forbids itself to.
    """
    where = {cell.reference: cell for cell in cells}
    names = {node.key: display_name(node) for node in graph.nodes}
    cards = {node.key: _node_card(node, where) for node in graph.nodes}
    cards |= {line: _line_card(edges, names, where) for line, edges in view.members.items()}
    alone = {
        "tools": "plain", "asks": False, "file": None, "menus": {}, "height": 0,
        "keys": ways(full=False),
    }  # fmt: skip
    shown = {**data, **alone, "cards": cards}
    scripts = "\n".join(script(name) for name in SCRIPTS).replace("export default ", "")
    words = {
        "title": escape(title),
        "made": escape(made),
        "lang": language().replace("_", "-"),
        "warning": escape(
            t("Records show, people judge: leads are clues to be checked, not findings.")
        ),
        "hint": escape(t("Click a node or a line to see its properties and sources.")),
        "css": script("network.css"),
        "library": _harmless(script(LIBRARY)),
        "scripts": _harmless(scripts),
        "data": json.dumps(shown, ensure_ascii=False).replace("<", "\\u003c"),
    }
    page = script("offline.html")
    for name, text in words.items():
        page = page.replace(f"%%{name}%%", text)
    return page.encode("utf-8")


def _harmless(source: str) -> str:
    return source.replace("</script", "<\\/script")


def _node_card(node: Node, where: Mapping[str, SourceCell]) -> dict[str, object]:
    notes = [t("Known by name only: the same name is not the same person.")]
    return {
        "kind": kind_name(node.label),
        "title": display_name(node),
        "rows": _card_rows(node),
        "notes": notes if known_by_name(node) else [],
        "sources": _places(node.sources, where),
    }


def _card_rows(node: Node) -> list[list[str]]:
    """What sources state, then what was computed of it under a heading of its own."""
    recorded, computed = facts_and_results(node)
    heading = [(t("Computed"), "")] if computed else []
    return [list(row) for row in (*recorded, *heading, *computed)]


def _line_card(
    edges: Sequence[Edge], names: Mapping[str, str], where: Mapping[str, SourceCell]
) -> dict[str, object]:
    rows = [[relation_name(e.type), ""] for e in edges[:1]]
    for edge in edges:
        rows = [*rows, *([[relation_name(edge.type), ""]] if edge is not edges[0] else [])]
        rows += _rows(edge.properties)
    nature = t("computed relation") if edges[0].type in DERIVED_TYPES else t("recorded fact")
    return {
        "kind": nature,
        "title": f"{names[edges[0].start]} → {names[edges[0].end]}",
        "rows": rows,
        "notes": [],
        "sources": _places([ref for edge in edges for ref in edge.sources], where),
    }


def _rows(properties: Mapping[str, Value]) -> list[list[str]]:
    return [
        [property_name(n), value_name(n, v, properties.get("currency"))]
        for n, v in _stated(properties)
    ]


def _places(references: Sequence[str], where: Mapping[str, SourceCell]) -> list[str]:
    found = [where[ref] for ref in sorted(set(references)) if ref in where]
    said = [
        t("{file}, sheet {sheet}, row {row}", file=c.file, sheet=c.sheet or "—", row=c.row)
        for c in found[:MOST_SOURCES]
    ]
    if len(found) > MOST_SOURCES:
        said.append(t("{count} more.", count=len(found) - MOST_SOURCES))
    return said


def saved(name: str, type_: str, content: bytes, *, number: int) -> SavedFile:
    """A file for the browser to save, told apart from the one before by its number."""
    return SavedFile(f"{number}-{name}", name, type_, content)
