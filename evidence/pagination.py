"""On which page each heading will stand, without an office program.

Documents of `evidence.document` have exact line heights, so that where pages end follows from the
text: a Chinese character is as wide as it is high in every font, other letters are measured as
those of Times New Roman. Programs still differ in where a line ends, so a heading near the end of
a page may come one page earlier or later than counted.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Length
from docx.table import Table
from docx.text.paragraph import Paragraph

# Widths of ASCII in thousandths of the size, from the space on: those of Times New Roman.
_WIDTHS = (
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278,
    500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444,
    921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889, 722, 722,
    556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500,
    333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500,
    500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
)  # fmt: skip
# What stays in one line: a word, or a character with the brackets and stops that belong to it.
_PIECE = re.compile(
    r"[（“‘《「【〔]*(?:[!-,.-~]*-|[!-,.-~]+|.)[）”’》」】〕；：？！…),.;:!?\]}%]*", re.DOTALL
)
_MAY_HANG = " ，。、"  # these may stand beyond the end of a line
_MEETING = re.compile(r"[0-9A-Za-z](?=[^\x00-\x7f])|[^\x00-\x7f](?=[0-9A-Za-z])")
GAP = 0.2  # of the size, where Chinese and Latin letters meet
BORDER = 0.5  # points, above each row


@dataclass(frozen=True, slots=True)
class Block:
    """Something that stands in one piece, with its height in points.

    `lines` of a paragraph may be parted; `headed` is what a table repeats on the next page.
    """

    height: float
    before: float = 0.0
    after: float = 0.0
    lines: int = 1
    keep: bool = False
    headed: float = 0.0
    turn: float = 0.0  # the height of the pages that begin here; 0 where none must
    marks: tuple[str, ...] = ()


def pages_of(document: Any) -> dict[str, int]:
    """For each bookmark of the body its page, counted from 1."""
    blocks = list(_blocks(document))
    pages: dict[str, int] = {}
    page, used, full = 1, 0.0, _height(document.sections[0])
    i = 0
    while i < len(blocks):
        if blocks[i].turn:
            full, page, used = blocks[i].turn, page + 1, 0.0
        group = _together(blocks, i)
        needed = sum(b.before + b.height + b.after for b in group[:-1])
        last = group[-1]
        needed += last.before + _least(last)
        if used and used + needed > full + 0.1:
            page, used = page + 1, group[0].headed - group[0].before  # no space opens a page
        for block in group:
            for mark in block.marks:
                pages[mark] = page
            page, used = _placed(block, page, used, full)
        i += len(group)
    return pages


def _together(blocks: Sequence[Block], start: int) -> Sequence[Block]:
    """A block with those that must stay on its page."""
    end = start
    while blocks[end].keep and end + 1 < len(blocks) and not blocks[end + 1].turn:
        end += 1
    return blocks[start : end + 1]


def _least(block: Block) -> float:
    """What of a block must fit: two lines of a longer paragraph, else all of it."""
    return block.height if block.lines < 4 else block.height / block.lines * 2


def _placed(block: Block, page: int, used: float, full: float) -> tuple[int, float]:
    used += block.before
    line = block.height / block.lines
    rest = block.lines
    while used + rest * line > full + 0.1:
        fitting = int((full + 0.1 - used) / line)
        if rest - fitting == 1:
            fitting -= 1  # no single line stands on the next page
        if fitting < 1 and used <= block.headed:
            break  # higher than a page
        rest -= max(fitting, 0)
        page, used = page + 1, block.headed
    return page, used + rest * line + block.after


def _blocks(document: Any) -> Iterator[Block]:
    sections = list(document.sections)
    current, turn, after = 0, 0.0, 0.0
    for element in document.element.body:
        if element.tag == qn("w:tbl"):
            width_blocks = _rows(Table(element, document))
        elif element.tag == qn("w:p"):
            paragraph = Paragraph(element, document)
            if paragraph.paragraph_format.page_break_before:
                turn = _height(sections[current])
            width_blocks = iter((_paragraph(paragraph, _width(sections[current])),))
        else:
            continue
        for block in width_blocks:
            yield _turned(_collapsed(block, after), turn)
            turn, after = 0.0, block.after
        if element.tag != qn("w:p"):
            continue
        if element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
            current += 1
            turn = _height(sections[current])


def _collapsed(block: Block, after: float) -> Block:
    """Of the space after one paragraph and before the next only the larger is left."""
    return replace(block, before=max(0.0, block.before - after))


def _turned(block: Block, turn: float) -> Block:
    return replace(block, turn=turn) if turn else block


def _paragraph(paragraph: Any, width: float) -> Block:
    layout = _Layout(paragraph)
    picture = paragraph._p.find(f".//{qn('wp:extent')}")
    marks = tuple(mark.get(qn("w:name")) for mark in paragraph._p.iter(qn("w:bookmarkStart")))
    if picture is not None:
        height = Length(int(picture.get("cy"))).pt
        return Block(height, layout.before, layout.after, 1, layout.keep, marks=marks)
    lines = lines_of(paragraph.text, width - layout.indents, layout.size, layout.bold)
    return Block(lines * layout.line, layout.before, layout.after, lines, layout.keep, marks=marks)


class _Layout:
    """What of a paragraph's look says how high it is; the style speaks where it says nothing."""

    def __init__(self, paragraph: Any) -> None:
        own, styles = paragraph.paragraph_format, list(_lineage(paragraph.style))
        formats = [own, *(style.paragraph_format for style in styles)]
        run = paragraph.runs[0].font if paragraph.runs else None
        fonts = [*([] if run is None else [run]), *(style.font for style in styles)]
        self.before = _points(formats, "space_before")
        self.after = _points(formats, "space_after")
        self.line = _points(formats, "line_spacing")
        self.indents = _points(formats, "left_indent") + _points(formats, "right_indent")
        self.keep = any(f.keep_with_next for f in formats if f.keep_with_next is not None)
        self.size = next((f.size.pt for f in fonts if f.size is not None), 10.5)
        self.bold = any(f.bold for f in fonts)


def _lineage(style: Any) -> Iterator[Any]:
    while style is not None:
        yield style
        style = style.base_style


def _points(formats: Sequence[Any], name: str) -> float:
    for layout in formats:
        value = getattr(layout, name)
        if isinstance(value, Length):
            return float(value.pt)
    return 0.0


def _rows(table: Any) -> Iterator[Block]:
    """One block a row, none of which may be parted."""
    margins = {m.tag: int(m.get(qn("w:w"))) / 20 for m in table._tbl.tblPr.iter()
               if m.get(qn("w:type")) == "dxa" and m.get(qn("w:w"))}  # fmt: skip
    sides = margins.get(qn("w:left"), 0.0) + margins.get(qn("w:right"), 0.0)
    above = margins.get(qn("w:top"), 0.0) + margins.get(qn("w:bottom"), 0.0) + BORDER
    headed = 0.0
    for row in table.rows:
        cells, heights, keep = row._tr.tc_lst, [0.0], False
        for cell in cells:
            width = cell.width.pt - sides
            blocks = [_paragraph(Paragraph(p, table), width) for p in cell.p_lst]
            heights.append(sum(b.before + b.height + b.after for b in blocks))
            keep = keep or any(b.keep for b in blocks)
        height = max(heights) + above
        yield Block(height, keep=keep, headed=headed)
        if row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None:
            headed += height


def lines_of(text: str, width: float, size: float, bold: bool = False) -> int:
    """How many lines the text takes in a column of `width` points."""
    lines = 0
    for part in text.split("\n"):
        lines += 1
        used = 0.0
        for piece in _PIECE.findall(part):
            wide = sum(map(_wide, piece)) * size * (1.04 if bold and piece.isascii() else 1)
            wide += len(_MEETING.findall(piece)) * GAP * size
            if used + wide <= width + 0.1 or piece in _MAY_HANG:
                used += wide
                continue
            if wide > width:  # broken where the line ends
                lines += math.ceil((used + wide) / width) - 1
                used = (used + wide) % width
            else:
                lines, used = lines + 1, wide
    return lines


def _wide(letter: str) -> float:
    if " " <= letter <= "~":
        return _WIDTHS[ord(letter) - 32] / 1000
    return 1.0 if unicodedata.east_asian_width(letter) in "WFA" else 0.5


def _width(section: Any) -> float:
    return float(Length(section.page_width - section.left_margin - section.right_margin).pt)


def _height(section: Any) -> float:
    return float(Length(section.page_height - section.top_margin - section.bottom_margin).pt)
