"""A dossier verifies, and does not after any one byte changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.bundle import MANIFEST, SUMS, manifest, sums, write_folder
from evidence.report import report
from evidence.verify import verify
from evidence.workbook import workbook
from tests.contract.leads_world import bare_content


def bundle() -> dict[str, bytes]:
    content = bare_content()
    files = {"report.docx": report(content), "rows.xlsx": workbook(content)}
    files[MANIFEST] = manifest(content, files)
    files[SUMS] = sums(files)
    return files


FILES = bundle()
one_folder_for_all = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "lot-0123456789ab"
    write_folder(path, FILES)
    return path


@one_folder_for_all
@given(st.data())
def test_any_changed_byte_is_found(folder: Path, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(FILES)))
    place = data.draw(st.integers(0, len(FILES[name]) - 1))
    change = data.draw(st.integers(1, 255))
    content = bytearray(FILES[name])
    content[place] ^= change

    (folder / name).write_bytes(content)
    changed = verify(folder)
    (folder / name).write_bytes(FILES[name])

    assert not changed.ok
    assert changed.problems
    assert verify(folder).ok


@one_folder_for_all
@given(st.sampled_from(sorted(FILES)), st.binary(min_size=1, max_size=20))
def test_an_appended_byte_is_found(folder: Path, name: str, more: bytes) -> None:
    (folder / name).write_bytes(FILES[name] + more)
    changed = verify(folder)
    (folder / name).write_bytes(FILES[name])

    assert not changed.ok


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_missing_file_is_found(folder: Path, name: str) -> None:
    (folder / name).unlink()

    report = verify(folder)

    assert not report.ok
    assert name in report.problems[0]


@pytest.mark.parametrize("name", ["more.txt", ".hidden"])
def test_an_added_file_is_found(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"")

    report = verify(folder / MANIFEST)

    assert not report.ok
    assert name in report.problems[0]


def test_an_added_folder_is_found(folder: Path) -> None:
    (folder / "more").mkdir()

    assert not verify(folder).ok


def test_what_is_no_dossier_is_named(tmp_path: Path) -> None:
    report = verify(tmp_path / "nowhere" / MANIFEST)

    assert not report.ok
    assert "nowhere" in report.problems[0]
