"""The pictures of bid files are found with their places; what cannot be read is said."""

from __future__ import annotations

import hashlib
import random
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from loaders import pictures
from loaders.document_files import ReadDocument, read_document
from sample_data.documents import docx, photo, png
from tests.unit.loaders.bid_files import zipped

SCENE = photo(random.Random(1))
OTHER = photo(random.Random(2))


def packed(kind: str, mode: str = "RGB", field: int = 12, **said: object) -> bytes:
    """The scene as a picture of another format."""
    file = BytesIO()
    with Image.open(BytesIO(png(SCENE, field))) as image:
        image.convert(mode).save(file, kind, **said)
    return file.getvalue()


def with_pictures(path: Path, *shown: bytes) -> ReadDocument:
    docx(path, ["第一章"], author="某甲", marks=[], pictures=shown)
    return read_document(path)


def scans(path: Path, *pages: Image.Image) -> Path:
    """A PDF of scanned pages, as Pillow writes it."""
    first, *rest = pages
    first.save(path, "PDF", save_all=True, append_images=rest)
    return path


def drawn(writer: PdfWriter, page: int) -> DictionaryObject:
    """The pictures that a page lists."""
    resources = writer.pages[page]["/Resources"].get_object()
    assert isinstance(resources, DictionaryObject)
    objects = resources["/XObject"].get_object()
    assert isinstance(objects, DictionaryObject)
    return objects


def stored(writer: PdfWriter, page: int) -> StreamObject:
    """The first picture of a page, as the file holds it."""
    objects = drawn(writer, page)
    image = objects[next(iter(objects))]
    assert isinstance(image, StreamObject)
    return image


def scene(mode: str, rows: list[bytes] = SCENE) -> Image.Image:
    return Image.open(BytesIO(png(rows, 12))).convert(mode)


def test_pictures_of_a_word_document_say_in_which_paragraph_they_stand(tmp_path: Path) -> None:
    found = with_pictures(tmp_path / "a.docx", png(SCENE, 10), png(OTHER, 10), png(SCENE, 10))

    assert [each.place for each in found.text.pictures] == ["第2段 image0.png", "第3段 image1.png"]
    assert found.properties["pictures"] == 2
    assert [len(each) for each in found.thumbnails] == [128 * 128] * 2
    assert found.remarks == ()


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK", "1"])
def test_scanned_pages_of_a_pdf_say_on_which_page_they_stand(tmp_path: Path, mode: str) -> None:
    found = read_document(scans(tmp_path / "a.pdf", scene(mode), scene(mode, OTHER)))

    assert [each.place for each in found.text.pictures] == ["第1页", "第2页"]
    assert found.remarks == ()


def test_a_picture_that_every_page_lists_stands_where_it_is_drawn(tmp_path: Path) -> None:
    writer = PdfWriter(
        clone_from=PdfReader(scans(tmp_path / "a.pdf", scene("L"), scene("L", OTHER)))
    )
    second = drawn(writer, 1)
    drawn(writer, 0)[NameObject("/other")] = second.raw_get(next(iter(second)))
    writer.write(tmp_path / "b.pdf")

    found = read_document(tmp_path / "b.pdf")

    assert [each.place for each in found.text.pictures] == ["第1页", "第2页"]


def test_pictures_of_a_workbook_say_sheet_and_row(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("封面")
        book.add_worksheet("证书").insert_image(
            6, 1, "a.png", {"image_data": BytesIO(png(SCENE, 10))}
        )

    found = read_document(tmp_path / "a.xlsx")

    assert [each.place for each in found.text.pictures] == ["证书 第7行 image1.png"]


@pytest.mark.parametrize(
    "again",
    [
        png(SCENE, 17),
        packed("JPEG", quality=30),
        packed("JPEG", "CMYK", quality=80),
        packed("WEBP", quality=40),
        packed("TIFF", "L"),
        packed("PNG", "RGBA", 20),
        packed("GIF"),
    ],
)
def test_another_size_or_format_looks_nearly_the_same(again: bytes, tmp_path: Path) -> None:
    one, two = with_pictures(tmp_path / "a.docx", png(SCENE, 12), again).text.pictures

    assert (int(one.look, 16) ^ int(two.look, 16)).bit_count() <= 4
    assert one.digest != two.digest


def test_small_and_blank_pictures_do_not_count(tmp_path: Path) -> None:
    blank = BytesIO()
    page = Image.new("L", (1240, 1754), 250)
    page.paste(0, (600, 1700, 640, 1720))  # the number of a page
    page.save(blank, "PNG")

    found = with_pictures(tmp_path / "a.docx", png(SCENE, 5), blank.getvalue())

    assert (found.text.pictures, found.remarks) == ((), ())


def test_what_cannot_be_read_is_counted_and_said(tmp_path: Path) -> None:
    whole = packed("JPEG")
    # A PNG that says it has 65,536 pixels either way.
    bomb = png(SCENE, 10)[:16] + b"\x00\x01\x00\x00" * 2 + b"\x08\x00\x00\x00\x00"
    postscript = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 200 200\nshowpage\n"
    path = zipped(tmp_path / "a.docx", {"word/document.xml": "<w/>"})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/media/a.jpg", whole[: len(whole) // 2])
        archive.writestr("word/media/b.emf", b"\x01\x00\x00\x00 no picture")
        archive.writestr("word/media/c.png", bomb)
        archive.writestr("word/media/d.eps", postscript)
        archive.writestr("word/media/e.png", png(SCENE, 10))

    found = read_document(path)

    assert [each.place for each in found.text.pictures] == ["e.png"]
    (remark,) = found.remarks
    assert remark.rule == pictures.UNREAD.rule
    assert dict(remark.fields)["count"] == "4"


def test_a_loose_picture_is_read_as_one_of_its_bid(tmp_path: Path) -> None:
    for name, stored in (("a.PNG", png(SCENE, 12)), ("b.jpg", packed("JPEG", quality=60))):
        (tmp_path / name).write_bytes(stored)
        found = read_document(tmp_path / name)

        (picture,) = found.text.pictures
        assert picture.digest == hashlib.sha256(stored).hexdigest()
        assert found.properties == {"characters": 0, "pictures": 1}
        assert found.remarks == ()


def test_the_pages_of_a_scan_in_one_file_are_pictures_each(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    scene("1").save(path, save_all=True, append_images=[scene("1", OTHER)], compression="group4")

    found = read_document(path)

    assert [each.place for each in found.text.pictures] == ["第1页", "第2页"]
    assert found.properties["pages"] == 2


@pytest.mark.parametrize("stored", [b"no picture", packed("JPEG")[:900], packed("TIFF")[:900]])
def test_a_loose_picture_that_is_none_is_said_to_be(tmp_path: Path, stored: bytes) -> None:
    (tmp_path / "a.jpeg").write_bytes(stored)

    found = read_document(tmp_path / "a.jpeg")

    assert found.text.pictures == ()
    assert [remark.rule for remark in found.remarks] == [pictures.UNREAD.rule]


def test_filters_of_a_pdf_that_nobody_knows_are_said(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(scans(tmp_path / "a.pdf", scene("RGB"), scene("L"))))
    for page, name in enumerate(("/JBIG2Decode", "/NoSuchDecode")):
        stored(writer, page)[NameObject("/Filter")] = NameObject(name)
    writer.write(tmp_path / "b.pdf")

    found = read_document(tmp_path / "b.pdf")

    assert found.text.pictures == ()
    (remark,) = found.remarks
    assert dict(remark.fields) == {"count": "2", "kinds": "JBIG2Decode, NoSuchDecode"}


def test_a_file_of_too_many_pictures_says_how_many_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MOST_WORK", 2 * 160 * 120)
    shown = [png(photo(random.Random(seed)), 10) for seed in range(5)]

    found = with_pictures(tmp_path / "a.docx", *shown)

    assert len(found.text.pictures) == 2
    assert found.remarks == (pictures.TOO_MANY.with_fields(count=3),)


def test_a_page_of_a_bomb_costs_no_memory(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(scans(tmp_path / "a.pdf", scene("RGB"))))
    image = stored(writer, 0)
    image._data = zlib.compress(bytes(120 << 20))
    image[NameObject("/Filter")] = NameObject("/FlateDecode")
    writer.write(tmp_path / "b.pdf")

    found = read_document(tmp_path / "b.pdf")

    assert dict(found.remarks[0].fields)["count"] == "1"
