"""What Word and WPS refuse and LibreOffice forgives: order of elements, ids, links between parts.

The orders are those of ECMA-376-1, wml.xsd; only sequences are listed, not free choices.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree as ET

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr "
    "suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct "
    "topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind "
    "contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint "
    "noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect "
    "bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW "
    "jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption "
    "tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection "
    "tcFitText vAlign hideMark",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc "
    "pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi "
    "rtlGutter docGrid printerSettings",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden "
    "unhideWhenUsed qFormat locked personal personalCompose personalReply rsid pPr rPr tblPr trPr "
    "tcPr tblStylePr",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    "pBdr": "top left bottom right between bar",
    "tblBorders": "top left start bottom right end insideH insideV",
    "tcBorders": "top left start bottom right end insideH insideV tl2br tr2bl",
    "tblCellMar": "top left start bottom right end",
    "tcMar": "top left start bottom right end",
    "tbl": "tblPr tblGrid tr",
    "tr": "tblPrEx trPr tc",
}
SAME_PLACE = {"headerReference": "footerReference", "start": "left", "end": "right"}
LONGEST_BOOKMARK = 40
MEASURES = {
    *("val", "w", "h", "left", "right", "top", "bottom", "before", "after", "line", "firstLine"),
    *("hanging", "pos", "header", "footer", "gutter", "space", "sz"),
}
FRACTION = re.compile(r"-?\d*\.\d+")


def broken_rules(docx: bytes) -> list[str]:
    """Every rule that a document breaks, in words; none for one that opens."""
    with zipfile.ZipFile(BytesIO(docx)) as pack:
        parts = {name: pack.read(name) for name in pack.namelist()}
    trees = {
        name: ET.fromstring(data)  # noqa: S314 - our own document
        for name, data in parts.items()
        if name.endswith((".xml", ".rels"))
    }
    found = [*_content_types(parts, trees), *_relationships(parts, trees)]
    styles = {s.get(f"{W}styleId") for s in trees["word/styles.xml"].iter(f"{W}style")}
    for name, tree in trees.items():
        if name.startswith("word/") and name.endswith(".xml"):
            broken = (
                *_order(tree), *_tables(tree), *_ids(tree), *_fields(tree), *_measures(tree)
            )  # fmt: skip
            found += [f"{name}: {problem}" for problem in broken]
            used = {
                str(e.get(f"{W}val"))
                for kind in ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link")
                for e in tree.iter(f"{W}{kind}")
            }
            found += [f"{name}: no style {style}" for style in sorted(used - styles)]
    return found


def _content_types(parts: dict[str, bytes], trees: dict[str, ET.Element]) -> Iterator[str]:
    stated = trees["[Content_Types].xml"]
    kinds = {str(e.get("Extension")).lower() for e in stated if e.tag.endswith("Default")}
    named = [str(e.get("PartName")) for e in stated if e.tag.endswith("Override")]
    for name in parts.keys() - {"[Content_Types].xml"}:
        if f"/{name}" not in named and name.rpartition(".")[2].lower() not in kinds:
            yield f"{name} has no content type"
    yield from (f"{name} is named and missing" for name in named if name[1:] not in parts)
    yield from (f"{name} is named twice" for name, n in Counter(named).items() if n > 1)


def _relationships(parts: dict[str, bytes], trees: dict[str, ET.Element]) -> Iterator[str]:
    for name, tree in trees.items():
        if name.endswith(".rels"):
            base = posixpath.dirname(posixpath.dirname(name))
            for link in tree:
                target = str(link.get("Target"))
                path = target[1:] if target.startswith("/") else posixpath.join(base, target)
                if link.get("TargetMode") != "External" and posixpath.normpath(path) not in parts:
                    yield f"{name}: {target} is missing"
            continue
        folder, _, file = name.rpartition("/")
        links = trees.get(f"{folder}/_rels/{file}.rels", ())
        known = {link.get("Id") for link in links}
        asked = {v for e in tree.iter() for k, v in e.attrib.items() if k.startswith(R)}
        yield from (f"{name}: no relation {id_}" for id_ in sorted(asked - known))


def _order(tree: ET.Element) -> Iterator[str]:
    for owner in tree.iter():
        order = ORDERS.get(owner.tag.removeprefix(W)) if owner.tag.startswith(W) else None
        if order is None:
            continue
        place = {name: i for i, name in enumerate(order.split())}
        names = [child.tag.removeprefix(W) for child in owner if child.tag.startswith(W)]
        names = [SAME_PLACE.get(name, name) for name in names]
        known = [place[name] for name in names if name in place]
        if known != sorted(known):
            yield f"{owner.tag.removeprefix(W)}: {' '.join(names)}"
        once = Counter(n for n in names if n not in {"tr", "tc", "footerReference", "tblStylePr"})
        yield from (f"{owner.tag.removeprefix(W)}: {n} twice" for n, c in once.items() if c > 1)


def _tables(tree: ET.Element) -> Iterator[str]:
    for table in tree.iter(f"{W}tbl"):
        grid = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        for row in table.findall(f"{W}tr"):
            spans = [c.find(f"{W}tcPr/{W}gridSpan") for c in row.findall(f"{W}tc")]
            wide = sum(1 if s is None else int(str(s.get(f"{W}val"))) for s in spans)
            if wide != grid:
                yield f"a row of {wide} cells in a table of {grid}"
    for cell in tree.iter(f"{W}tc"):
        if cell[-1].tag != f"{W}p":
            yield "a cell that does not end with a paragraph"


def _ids(tree: ET.Element) -> Iterator[str]:
    drawn = Counter(str(e.get("id")) for e in tree.iter(f"{WP}docPr"))
    yield from (f"docPr {id_} twice" for id_, n in drawn.items() if n > 1)
    marks = list(tree.iter(f"{W}bookmarkStart"))
    names = Counter(str(e.get(f"{W}name")) for e in marks)
    begun = Counter(str(e.get(f"{W}id")) for e in marks)
    ended = Counter(str(e.get(f"{W}id")) for e in tree.iter(f"{W}bookmarkEnd"))
    yield from (f"bookmark {n} twice" for n, c in (names | begun).items() if c > 1)
    yield from (f"bookmark {n} too long" for n in names if len(n) > LONGEST_BOOKMARK)
    if begun != ended:
        yield "a bookmark without its end"
    wanted = {str(e.get(f"{W}anchor")) for e in tree.iter(f"{W}hyperlink") if e.get(f"{W}anchor")}
    yield from (f"no bookmark {name}" for name in sorted(wanted - set(names)))


def _measures(tree: ET.Element) -> Iterator[str]:
    """Lengths and sizes are whole numbers of twips, half points or eighths of a point."""
    for element in tree.iter():
        for name, value in element.attrib.items():
            if name.removeprefix(W) in MEASURES and FRACTION.fullmatch(value):
                yield f"{element.tag.removeprefix(W)}: {name.removeprefix(W)} {value}"


def _fields(tree: ET.Element) -> Iterator[str]:
    depth = 0
    for mark in tree.iter(f"{W}fldChar"):
        depth += {"begin": 1, "end": -1}.get(str(mark.get(f"{W}fldCharType")), 0)
        if depth < 0:
            yield "a field that ends before it begins"
    if depth:
        yield "a field without its end"
