"""The look of a Chinese office document: fonts, headings, tables, header and footer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from evidence.masking import masked, printable
from evidence.stable_zip import stable

BODY, HEAD, LATIN = "宋体", "黑体", "Times New Roman"
INK, MUTED, ALARM = (
    RGBColor(0x1F, 0x2A, 0x44),
    RGBColor(0x5B, 0x64, 0x75),
    RGBColor(0xB4, 0x23, 0x18),
)
HEAD_FILL, SOFT_FILL, RULE = "DCE3EE", "F4F6FA", "A3AEC2"
WIDTH = 16.0  # centimetres between the margins of an A4 page
QUOTE = "Law"


class Document:
    """A document that is written from top to bottom. Text is masked and made printable here."""

    def __init__(self, *, mark: str, footer: str, title: str, author: str, at: datetime) -> None:
        self._docx: Any = docx.Document()
        self._page()
        self._styles()
        self._frame(mark, footer)
        properties = self._docx.core_properties
        properties.title, properties.author, properties.last_modified_by = title, author, author
        properties.created = properties.modified = at.replace(tzinfo=None)
        properties.revision, properties.comments = 1, ""

    def bytes(self) -> bytes:
        """The finished file; equal content gives equal bytes."""
        out = BytesIO()
        self._docx.save(out)
        return stable(out.getvalue())

    def text(
        self,
        text: str,
        *,
        bold: bool = False,
        size: float | None = None,
        color: RGBColor | None = None,
        centred: bool = False,
        before: float = 0,
        after: float = 4,
        style: str | None = None,
        keep: bool = False,
    ) -> None:
        """One paragraph."""
        paragraph = self._docx.add_paragraph(style=style)
        _run(paragraph, text, bold=bold, size=size, color=color)
        layout = paragraph.paragraph_format
        layout.space_before, layout.space_after = Pt(before), Pt(after)
        layout.keep_with_next = keep
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def labelled(self, label: str, text: str) -> None:
        """A paragraph that opens with its label in bold."""
        paragraph = self._docx.add_paragraph()
        _run(paragraph, label, bold=True, color=INK)
        _run(paragraph, text)
        paragraph.paragraph_format.space_after = Pt(4)

    def items(self, texts: Sequence[str], *, mark: str = "•") -> None:
        """A list; `mark` stands before each item."""
        for text in texts:
            paragraph = self._docx.add_paragraph()
            layout = paragraph.paragraph_format
            layout.left_indent, layout.first_line_indent = Cm(0.9), Cm(-0.5)
            layout.space_after = Pt(2)
            _run(paragraph, f"{mark} {text}")

    def heading(self, text: str, *, level: int = 1) -> None:
        """A heading that stays with what follows it."""
        self._docx.add_heading(masked(printable(text)), level=level)

    def quote(self, text: str) -> None:
        """The wording of a provision, apart from the report's own words."""
        self.text(text, style=QUOTE)

    def page_break(self) -> None:
        """What follows starts on a new page."""
        self._docx.add_page_break()

    def table(
        self,
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        *,
        head: Sequence[str] = (),
        numbers: Sequence[int] = (),
        label_column: bool = False,
        bold_last: bool = False,
        size: float = 9,
    ) -> None:
        """A bordered table; `widths` are parts of the page, `numbers` the right-aligned columns.

        The head repeats on every page, and no row is broken across two.
        """
        everything = [list(head), *rows] if head else list(rows)
        if not everything:
            return
        table = self._docx.add_table(rows=len(everything), cols=len(widths))
        table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
        shares = [Cm(WIDTH * width / sum(widths)) for width in widths]
        for column, share in zip(table.columns, shares, strict=True):
            column.width = share
        _ruled(table)
        _padded(table)
        for i, (line, row) in enumerate(zip(everything, table.rows, strict=True)):
            title = bool(head) and i == 0
            last = bold_last and i == len(everything) - 1
            _unbroken(row, repeated=title)
            for j, (cell, text) in enumerate(zip(row.cells, line, strict=True)):
                label = label_column and j == 0
                cell.width = shares[j]
                _fill(cell, HEAD_FILL if title else SOFT_FILL if label or last else None)
                _put(cell, text, bold=title or label or last, right=j in numbers, size=size)
        self.text("", size=4, after=2)

    def _page(self) -> None:
        section = self._docx.sections[0]
        section.orientation = WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Cm(21.0), Cm(29.7)
        section.left_margin = section.right_margin = Cm((21.0 - WIDTH) / 2)
        section.top_margin, section.bottom_margin = Cm(2.6), Cm(2.3)

    def _styles(self) -> None:
        styles = self._docx.styles
        _font(styles["Normal"], BODY, 10.5)
        styles["Normal"].paragraph_format.line_spacing = 1.25
        for level, size in ((1, 15), (2, 12), (3, 10.5)):
            style = styles[f"Heading {level}"]
            _font(style, HEAD, size)
            style.font.bold, style.font.color.rgb = True, INK
            style.paragraph_format.space_before = Pt(16 if level == 1 else 12)
            style.paragraph_format.space_after = Pt(6)
        law = styles.add_style(QUOTE, 1)
        law.base_style = styles["Normal"]
        _font(law, BODY, 10)
        law.paragraph_format.left_indent = law.paragraph_format.right_indent = Cm(0.8)

    def _frame(self, mark: str, footer: str) -> None:
        section = self._docx.sections[0]
        top = section.header.paragraphs[0]
        top.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _run(top, mark, bold=True, size=9, color=ALARM)
        bottom = section.footer.paragraphs[0]
        bottom.alignment = WD_ALIGN_PARAGRAPH.CENTER
        before, between, after = footer.split("#")
        _run(bottom, before, size=8, color=MUTED)
        _field(bottom, "PAGE")
        _run(bottom, between, size=8, color=MUTED)
        _field(bottom, "NUMPAGES")
        _run(bottom, after, size=8, color=MUTED)


def _run(
    paragraph: Any,
    text: str,
    *,
    bold: bool = False,
    size: float | None = None,
    color: RGBColor | None = None,
) -> Any:
    run = paragraph.add_run(masked(printable(text)))
    run.bold = bold
    if size is not None:
        run.font.size = Pt(size)
    if color is not None:
        run.font.color.rgb = color
    return run


def _font(style: Any, name: str, size: float) -> None:
    style.font.name, style.font.size = LATIN, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), name)


def _put(cell: Any, text: str, *, bold: bool, right: bool, size: float) -> None:
    lines = text.split("\n")
    for i, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if i == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(1)
        paragraph.paragraph_format.line_spacing = 1.0
        if right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _run(paragraph, line, bold=bold, size=size, color=INK if bold else None)


def _fill(cell: Any, color: str | None) -> None:
    if color is not None:
        shading = OxmlElement("w:shd")
        shading.set(qn("w:val"), "clear")
        shading.set(qn("w:fill"), color)
        cell._tc.get_or_add_tcPr().append(shading)


def _ruled(table: Any) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        border = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", RULE)):
            border.set(qn(f"w:{name}"), value)
        borders.append(border)
    # Word wants the parts of a table's properties in the order of the standard.
    table._tbl.tblPr.find(qn("w:tblLayout")).addprevious(borders)


def _padded(table: Any) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side, twips in (("top", 50), ("left", 90), ("bottom", 40), ("right", 90)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)


def _unbroken(row: Any, *, repeated: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if repeated:
        properties.append(OxmlElement("w:tblHeader"))


def _field(paragraph: Any, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        run = _run(paragraph, "", size=8, color=MUTED)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        else:
            instruction = OxmlElement("w:instrText")
            instruction.text = text
            run._r.append(instruction)
