"""Invented bid files, written as small as their formats allow."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CORE = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
)


def docx(
    path: Path,
    paragraphs: Sequence[str],
    *,
    editor: str = "",
    created: str = "",
    revisions: Sequence[str] = (),
) -> Path:
    """A Word document with these paragraphs."""
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    marks = "".join(f'<w:rsid w:val="{mark}"/>' for mark in revisions)
    parts = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/settings.xml": f"<w:settings {W}><w:rsids>{marks}</w:rsids></w:settings>",
        "docProps/core.xml": (
            f"<cp:coreProperties {CORE}><cp:lastModifiedBy>{editor}</cp:lastModifiedBy>"
            f"<dcterms:created>{created}</dcterms:created></cp:coreProperties>"
        ),
    }
    return zipped(path, parts)


def zipped(path: Path, parts: Mapping[str, str]) -> Path:
    """A zip of texts."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def pdf(path: Path, pages: Sequence[str], *, author: str = "") -> Path:
    """A PDF with a line of ASCII a page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for i, text in enumerate(pages):
        stream = f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * i} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects.append(f"<< /Author ({author}) /CreationDate (D:20240501201100+08'00') >>")
    written, places = "%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n{each}\nendobj\n"
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    written += (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}trailer\n"
        f"<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\n"
        f"startxref\n{len(written)}\n%%EOF\n"
    )
    path.write_bytes(written.encode("ascii"))
    return path


def bill(path: Path, prices: Mapping[str, float]) -> Path:
    """The XML of a pricing program: code to unit price."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = "".join(
        f'<清单 项目编码="{code}" 项目名称="砌筑{code}" 综合单价="{price:.2f}"/>'
        for code, price in prices.items()
    )
    path.write_text(f"<?xml version='1.0' encoding='utf-8'?><工程>{rows}</工程>", encoding="utf-8")
    return path
