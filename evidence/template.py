"""Own layouts: a DOCX in which `{{name}}` stands where a word or a whole part is to go."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from evidence.document import Document
from evidence.masking import masked, printable
from graph.errors import TenderLensError
from messages import t

FIELD = re.compile(r"\{\{\s*(\w+)\s*\}\}")
Block = Callable[[Document], None]


class TemplateRefused(TenderLensError):
    """A template asks for something that there is not, or in a place where it cannot stand."""


def filled(page: Document, fields: Mapping[str, str], blocks: Mapping[str, Block]) -> bytes:
    """The document over a template with every `{{name}}` replaced.

    `fields` are words, which may stand inside a sentence, a table, a header; `blocks` are parts
    with headings and tables, which stand alone in a paragraph of the body. Raises TemplateRefused
    naming every unknown field, before anything is filled.
    """
    _check(page.body, fields, blocks)
    for paragraph in list(_paragraphs(page.body)):
        names = FIELD.findall(paragraph.text)
        if len(names) == 1 and names[0] in blocks:
            _put_block(page, paragraph, blocks[names[0]])
        elif names:
            _put_words(paragraph, fields)
    return page.finished()


def _check(document: Any, fields: Mapping[str, str], blocks: Mapping[str, Block]) -> None:
    body = {id(paragraph._p) for paragraph in document.paragraphs}
    unknown: set[str] = set()
    misplaced: set[str] = set()
    for paragraph in _paragraphs(document):
        for name in FIELD.findall(paragraph.text):
            if name in blocks:
                alone = FIELD.fullmatch(paragraph.text.strip()) is not None
                if not alone or id(paragraph._p) not in body:
                    misplaced.add(name)
            elif name not in fields:
                unknown.add(name)
    if unknown:
        raise TemplateRefused(
            t(
                "The template asks for fields that there are not: {unknown}. Words: {fields}. "
                "Parts, alone in a paragraph: {blocks}.",
                unknown=", ".join(sorted(unknown)),
                fields=", ".join(sorted(fields)),
                blocks=", ".join(blocks),
            )
        )
    if misplaced:
        raise TemplateRefused(
            t(
                "These parts must stand alone in a paragraph, outside of tables, headers and "
                "footers: {names}.",
                names=", ".join(sorted(misplaced)),
            )
        )


def _paragraphs(document: Any) -> Iterator[Any]:
    """Every paragraph: of the body, of tables in any depth, of headers and footers."""
    yield from _inside(document)
    for section in document.sections:
        for part in (section.header, section.footer):
            if not part.is_linked_to_previous:
                yield from _inside(part)


def _inside(container: Any) -> Iterator[Any]:
    yield from container.paragraphs
    for table in container.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from _inside(cell)


def _put_block(page: Document, paragraph: Any, block: Block) -> None:
    """What the block writes at the end is moved to where its name stood."""
    body = page.body.element.body
    before = {id(element) for element in body}
    kept = list(body)  # keeps the ids from being given to new elements
    block(page)
    written = [e for e in body if id(e) not in before]
    place = paragraph._p
    for element in written:
        place.addnext(element)
        place = element
    paragraph._p.getparent().remove(paragraph._p)
    del kept


def _put_words(paragraph: Any, fields: Mapping[str, str]) -> None:
    """Replace in the runs: a name that Word split over several keeps the look of its first one."""
    runs = paragraph.runs
    text = "".join(run.text for run in runs)
    starts = [sum(len(run.text) for run in runs[:i]) for i in range(len(runs))]
    for found in reversed(list(FIELD.finditer(text))):
        first = max(i for i, start in enumerate(starts) if start <= found.start())
        last = max(i for i, start in enumerate(starts) if start < found.end())
        head = runs[first].text[: found.start() - starts[first]]
        tail = runs[last].text[found.end() - starts[last] :]
        word = masked(printable(fields[found.group(1)]))
        if first == last:
            runs[first].text = head + word + tail
        else:
            runs[first].text, runs[last].text = head + word, tail
            for run in runs[first + 1 : last]:
                run.text = ""
