"""The look of a Chinese office document: fonts, contents, headings, tables, pictures, watermark."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any
from xml.sax.saxutils import quoteattr

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from evidence.masking import masked, printable
from evidence.pagination import pages_of
from evidence.stable_zip import stable
from messages import t

BODY, HEAD, LATIN = "宋体", "黑体", "Times New Roman"
INK, MUTED, ALARM = (
    RGBColor(0x1F, 0x2A, 0x44),
    RGBColor(0x5B, 0x64, 0x75),
    RGBColor(0xB4, 0x23, 0x18),
)
HEAD_FILL, SOFT_FILL, RULE = "DCE3EE", "F4F6FA", "A3AEC2"
PAGE, MARGIN, NARROW = (21.0, 29.7), 2.5, 1.6  # centimetres; the narrow margin is for wide tables
QUOTE = "Law"
LINE = 1.6  # height of a line by the size of its letters; exact, so that pages can be counted
CELL_LINE = 1.3
CONTENTS = ' TOC \\o "1-{depth}" \\h \\z \\u '


class Document:
    """A document that is written from top to bottom. Text is masked and made printable here.

    `number` and `mark` stand on top of every page, `footer` (with `#` for the page and the number
    of pages) at its end, `watermark` across it.
    """

    def __init__(
        self,
        *,
        mark: str,
        number: str,
        footer: str,
        watermark: str,
        title: str,
        author: str,
        at: datetime,
        base: bytes | None = None,
    ) -> None:
        self._docx: Any = docx.Document(None if base is None else BytesIO(base))
        self._tables = self._pictures = 0
        self._contents: Any = None
        self._depth = 0
        self._headings: list[tuple[int, str, str]] = []  # level, text, bookmark
        self._on_new_page = False  # what is written next
        self._styles(own=base is None)
        if base is None:
            self._page()
            self._frame(mark, number, footer, watermark)
        properties = self._docx.core_properties
        properties.title, properties.author, properties.last_modified_by = title, author, author
        properties.created = properties.modified = at.replace(tzinfo=None)
        properties.revision, properties.comments = 1, ""

    @property
    def body(self) -> Any:
        """The document as python-docx holds it, for templates."""
        return self._docx

    @property
    def _width(self) -> float:
        """Centimetres between the margins of the current section."""
        section = self._docx.sections[-1]
        return float((section.page_width - section.left_margin - section.right_margin) / Cm(1))

    def finished(self) -> bytes:
        """The finished file; equal content gives equal bytes."""
        self._fill_contents()
        out = BytesIO()
        self._docx.save(out)
        return stable(out.getvalue())

    def contents(self, title: str, *, depth: int = 2) -> None:
        """The table of contents goes here; it is filled when the document is finished."""
        self._depth = depth
        self.text(title, bold=True, size=15, color=INK, centred=True, before=6, after=12)
        self._contents = self._docx.add_paragraph()
        self.page_break()

    def turned(self, *, wide: bool) -> None:
        """What follows stands on new pages: sideways with narrow margins if `wide`."""
        section = self._docx.add_section(WD_SECTION.NEW_PAGE)
        _thin(self._docx.paragraphs[-1])  # it holds the break, and must not open a page of its own
        short, long = (Cm(side) for side in PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (long, short) if wide else (short, long)
        section.left_margin = section.right_margin = Cm(NARROW if wide else MARGIN)

    def picture(self, png: bytes, caption: str, *, width: float | None = None) -> None:
        """A picture with its number and caption below it."""
        self._pictures += 1
        paragraph = self._docx.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.line_spacing = 1.0  # as high as the picture
        shape = paragraph.add_run().add_picture(BytesIO(png), width=Cm(width or self._width))
        told = t("Figure {n}  {caption}", n=self._pictures, caption=caption)
        shape._inline.docPr.set("descr", masked(printable(told)))
        self.text(told, size=9, color=MUTED, centred=True, before=2, after=10)

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
        if size is not None:
            layout.line_spacing = Pt(round(size * LINE))
        self._begin_page(paragraph)
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
        clean, mark = masked(printable(text)), f"_Toc{len(self._headings) + 1:06d}"
        paragraph = self._docx.add_heading(clean, level=level)
        self._headings.append((level, clean, mark))
        self._begin_page(paragraph)
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for element in (start, end):
            element.set(qn("w:id"), str(len(self._headings)))
        start.set(qn("w:name"), mark)
        paragraph._p.insert(1, start)
        paragraph._p.append(end)

    def quote(self, text: str) -> None:
        """The wording of a provision, apart from the report's own words."""
        self.text(text, style=QUOTE)

    def page_break(self) -> None:
        """The text or heading that follows starts on a new page."""
        self._on_new_page = True

    def _begin_page(self, paragraph: Any) -> None:
        if self._on_new_page:
            paragraph.paragraph_format.page_break_before = True
        self._on_new_page = False

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
        caption: str = "",
    ) -> None:
        """A bordered table; `widths` are parts of the page, `numbers` the right-aligned columns.

        The head repeats on every page, and no row is broken across two.
        """
        everything = [list(head), *rows] if head else list(rows)
        if not everything:
            return
        if caption:
            self._tables += 1
            told = t("Table {n}  {caption}", n=self._tables, caption=caption)
            self.text(told, size=9, color=MUTED, centred=True, before=6, after=3, keep=True)
        table = self._docx.add_table(rows=len(everything), cols=len(widths))
        table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
        shares = [Cm(self._width * width / sum(widths)) for width in widths]
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
                cell.paragraphs[0].paragraph_format.keep_with_next = title  # with the first row
        gap = self._docx.add_paragraph().paragraph_format  # so thin that it opens no page
        gap.line_spacing, gap.space_before, gap.space_after = Pt(1), Pt(0), Pt(8)

    def _page(self) -> None:
        section = self._docx.sections[0]
        section.orientation = WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (Cm(side) for side in PAGE)
        section.left_margin = section.right_margin = Cm(MARGIN)
        section.top_margin, section.bottom_margin = Cm(2.6), Cm(2.3)

    def _styles(self, *, own: bool) -> None:
        """All styles of an own document; of a template only those that it lacks."""
        styles = self._docx.styles
        known = {style.name for style in styles}
        if own:
            _font(styles["Normal"], BODY, 10.5)
            styles["Normal"].paragraph_format.line_spacing = Pt(round(10.5 * LINE))
            language = OxmlElement("w:lang")
            language.set(qn("w:val"), "en-US")
            language.set(qn("w:eastAsia"), "zh-CN")
            styles["Normal"].element.get_or_add_rPr().append(language)
        for level, size in ((1, 15), (2, 12), (3, 10.5)):
            if own or f"Heading {level}" not in known:
                _heading_style(styles, level, size, known)
        for level in (1, 2):
            if f"toc {level}" not in known:
                _contents_style(styles, level)
        if QUOTE not in known:
            law = styles.add_style(QUOTE, WD_STYLE_TYPE.PARAGRAPH)
            law.base_style = styles["Normal"]
            _font(law, BODY, 10)
            law.paragraph_format.left_indent = law.paragraph_format.right_indent = Cm(0.8)

    def _frame(self, mark: str, number: str, footer: str, watermark: str) -> None:
        section = self._docx.sections[0]
        top = section.header.paragraphs[0]
        top.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(top, mark, bold=True, size=9, color=ALARM)
        _run(top, f"    {number}", size=8, color=MUTED)
        top._p.append(_watermark(masked(printable(watermark))))
        bottom = section.footer.paragraphs[0]
        bottom.alignment = WD_ALIGN_PARAGRAPH.CENTER
        before, between, after = footer.split("#")
        _run(bottom, before, size=8, color=MUTED)
        _field(bottom, "PAGE")
        _run(bottom, between, size=8, color=MUTED)
        _field(bottom, "NUMPAGES")
        _run(bottom, after, size=8, color=MUTED)

    def _fill_contents(self) -> None:
        """One line a heading, with its page: a field that says what pages_of counted."""
        if self._contents is None:
            return
        first = place = self._contents
        listed = [entry for entry in self._headings if entry[0] <= self._depth]
        numbers: dict[str, Any] = {}
        for level, text, mark in listed:
            line = self._docx.add_paragraph(style=f"toc {level}")
            place._p.addnext(line._p)
            place = line
            entry, numbers[mark] = _contents_line(text, mark)
            line._p.append(entry)
        self._contents = None
        if place is not first:
            code = CONTENTS.format(depth=self._depth)
            opening = [*_marks("begin"), *_instruction(code), *_marks("separate")]
            start = first._p.getnext()
            for element in reversed(opening):
                start.insert(1, element)
            for element in _marks("end"):
                place._p.append(element)
        first._p.getparent().remove(first._p)
        pages = pages_of(self._docx)
        for mark, number in numbers.items():
            number.find(qn("w:t")).text = str(pages[mark])


def _thin(paragraph: Any) -> None:
    layout = paragraph.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing = Pt(1)
    size = OxmlElement("w:sz")
    size.set(qn("w:val"), "2")
    mark = OxmlElement("w:rPr")
    mark.append(size)
    paragraph._p.pPr.find(qn("w:sectPr")).addprevious(mark)  # the standard's order


def _heading_style(styles: Any, level: int, size: float, known: set[str]) -> None:
    name = f"Heading {level}"
    style = styles[name] if name in known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, True)
    _font(style, HEAD, size)
    style.font.bold, style.font.color.rgb = True, INK
    style.paragraph_format.space_before = Pt(16 if level == 1 else 12)
    style.paragraph_format.space_after = Pt(6)
    style.paragraph_format.keep_with_next = True
    style.paragraph_format.line_spacing = Pt(round(size * LINE))


def _contents_style(styles: Any, level: int) -> None:
    style = styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH, True)
    style.base_style = styles["Normal"]
    _font(style, BODY, 10.5)
    layout = style.paragraph_format
    layout.left_indent, layout.space_after = Cm(0.8 * (level - 1)), Pt(2)
    layout.tab_stops.add_tab_stop(
        Cm(PAGE[0] - 2 * MARGIN), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
    )


def _contents_line(text: str, mark: str) -> tuple[Any, Any]:
    """The line, and in it the run for the number of the page."""
    line = OxmlElement("w:hyperlink")
    line.set(qn("w:anchor"), mark)
    line.set(qn("w:history"), "1")
    for content in (_text(text), _tab()):
        line.append(content)
    for element in (*_marks("begin"), *_instruction(f" PAGEREF {mark} \\h "), *_marks("separate")):
        line.append(element)
    number = _text("")
    for element in (number, *_marks("end")):
        line.append(element)
    return line, number


def _text(text: str) -> Any:
    run, content = OxmlElement("w:r"), OxmlElement("w:t")
    content.text = text
    content.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(content)
    return run


def _tab() -> Any:
    run = OxmlElement("w:r")
    run.append(OxmlElement("w:tab"))
    return run


def _marks(kind: str) -> list[Any]:
    run, mark = OxmlElement("w:r"), OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    run.append(mark)
    return [run]


def _instruction(code: str) -> list[Any]:
    run, instruction = OxmlElement("w:r"), OxmlElement("w:instrText")
    instruction.text = code
    instruction.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(instruction)
    return [run]


def _watermark(text: str) -> Any:
    """WordArt across the page, written as Word, WPS and LibreOffice all understand it."""
    return parse_xml(
        '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:w10="urn:schemas-microsoft-com:office:word"><w:rPr><w:noProof/></w:rPr><w:pict>'
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
        'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
        '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
        '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
        '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
        '<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/>'
        '</v:shapetype><v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s2049" '
        'type="#_x0000_t136" style="position:absolute;margin-left:0;margin-top:0;width:440pt;'
        "height:38pt;rotation:315;z-index:-251658752;mso-position-horizontal:center;"
        "mso-position-horizontal-relative:margin;mso-position-vertical:center;"
        'mso-position-vertical-relative:margin" o:allowincell="f" fillcolor="#c8ced8" '
        'stroked="f"><v:fill opacity=".45"/>'
        f'<v:textpath style="font-family:&quot;{BODY}&quot;;font-size:1pt" '
        f"string={quoteattr(text)}/>"
        '<w10:wrap anchorx="margin" anchory="margin"/></v:shape></w:pict></w:r>'
    )


def _run(
    paragraph: Any,
    text: str,
    *,
    bold: bool = False,
    size: float | None = None,
    color: RGBColor | None = None,
) -> Any:
    run = paragraph.add_run(masked(printable(text)))
    if bold:
        run.bold = True
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
        paragraph.paragraph_format.line_spacing = Pt(round(size * CELL_LINE, 1))
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
    for elements in (_marks("begin"), _instruction(code), _marks("separate"), [_text("1")],
                     _marks("end")):  # fmt: skip
        for element in elements:
            paragraph._p.append(element)
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb = Pt(8), MUTED
