"""Archives of tables: what is read out of them, what is only named, what is refused."""

import zipfile
from pathlib import Path

import pytest

from graph.errors import InputRefused
from loaders.archives import unpack
from tests.unit.loaders.test_inputs import BIDS, COMPANIES, dry


def archive(path: Path, members: dict[str, str]) -> Path:
    """A zip archive of these texts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in members.items():
            packed.writestr(name, text)
    return path


def test_the_tables_of_an_archive_are_loaded_and_other_files_named(tmp_path: Path) -> None:
    path = archive(
        tmp_path / "all.zip",
        {"b/投标.csv": BIDS, "a.csv": COMPANIES, "扫描件.pdf": "%PDF", "__MACOSX/._a.csv": "x"},
    )

    report = dry(path)

    assert [file.file for file in report.files] == ["all.zip/a.csv", "all.zip/b/投标.csv"]
    assert [p.source.file for p in report.problems if not p.source.row] == ["all.zip/扫描件.pdf"]


def test_a_member_is_the_same_batch_as_the_file_alone(tmp_path: Path) -> None:
    path = archive(tmp_path / "all.zip", {"bids.csv": BIDS})
    alone = tmp_path / "other.csv"
    alone.write_text(BIDS, encoding="utf-8")

    assert dry(path).files[0].batch == dry(alone).files[0].batch


def test_names_packed_under_a_chinese_windows_are_read(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    archive(path, {"XXXX.csv": BIDS})
    path.write_bytes(path.read_bytes().replace(b"XXXX", "投标".encode("gb18030")))

    assert dry(path).files[0].file == "all.zip/投标.csv"


def test_no_member_leaves_the_folder_it_is_unpacked_into(tmp_path: Path) -> None:
    path = archive(tmp_path / "all.zip", {"../../up.csv": BIDS, "/root.csv": BIDS})

    found, _ = unpack(path, "all.zip", tmp_path / "in", wanted={".csv"})

    assert [each.name for each in found] == ["all.zip/root.csv", "all.zip/up.csv"]
    assert {each.path.parent for each in found} == {tmp_path / "in"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04 no archive", "损坏"),
        (b"", "损坏"),
        (b"plain text", "损坏"),
    ],
)
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "all.zip"
    path.write_bytes(content)

    with pytest.raises(InputRefused, match=rf"all\.zip.*{words}"):
        dry(path)


def test_an_archive_whose_table_of_contents_points_before_its_beginning_is_refused(
    tmp_path: Path,
) -> None:
    path = archive(tmp_path / "all.zip", {"bids.csv": BIDS})
    data = bytearray(path.read_bytes())
    data[-6:-2] = (int.from_bytes(data[-6:-2], "little") + 1_000).to_bytes(4, "little")
    path.write_bytes(data)

    with pytest.raises(InputRefused, match=r"all\.zip.*损坏"):
        dry(path)


def test_a_locked_archive_and_a_renamed_workbook_are_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "all.zip", {"bids.csv": BIDS})
    data = bytearray(path.read_bytes())
    for sign in (b"PK\x03\x04", b"PK\x01\x02"):
        data[data.index(sign) + (6 if sign.endswith(b"\x04") else 8)] |= 1
    path.write_bytes(data)

    with pytest.raises(InputRefused, match="密码"):
        dry(path)
    with pytest.raises(InputRefused, match="工作簿"):
        dry(archive(tmp_path / "book.zip", {"[Content_Types].xml": "<x/>"}))


def test_a_member_without_a_name_is_named_as_not_read(tmp_path: Path) -> None:
    path = archive(tmp_path / "all.zip", {"bids.csv": BIDS, "x.pdf": ""})
    path.write_bytes(path.read_bytes().replace(b"x.pdf", b"\x00.pdf"))

    (file,) = dry(path).files

    assert (file.rows, len(file.problems)) == (3, 3)


def test_an_archive_without_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="没有可导入"):
        dry(archive(tmp_path / "all.zip", {"a.pdf": "x"}))
