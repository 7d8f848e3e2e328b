"""OCDS files: which releases they hold, one compiled release of each procedure after another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.errors import reason
from graph.records import SourceRef
from loaders.json_stream import JsonBroken, not_json, steps
from loaders.problems import Complaint
from loaders.readers import file_sha256, refused

TABLE = "ocds"
_LISTS = ("releases", "records")
_CONTENT = frozenset({"buyer", "tender", "bids", "awards", "contracts", "planning", "parties"})
_REMEDY = "Load release packages, record packages, releases or records of OCDS 1.0 or 1.1."

NO_OBJECT = Complaint("The release is not an object.", "Look at the file; the release is skipped.")
NO_OCID = Complaint("The release has no ocid.", "Add the ocid of the contracting process.")
LINKED = Complaint(
    "The record only links to its releases.", "Download the releases and load them as files."
)

Release = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """A release: its place in the file (from 1), and what is wrong with it, if anything.

    `places` are those of earlier releases of the same procedure that were merged into it.
    """

    place: int
    release: Release
    complaint: Complaint | None = None
    places: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class OcdsFile:
    """An OCDS file that was read through once. `repeated` are ocids with several releases."""

    path: Path
    name: str
    sha256: str
    kind: str
    total: int
    repeated: frozenset[str]

    def source(self, place: int) -> SourceRef:
        """The reference to a release: its place stands for the row."""
        return SourceRef(self.name, self.sha256, self.kind, place)


def open_ocds(path: Path, name: str) -> OcdsFile:
    """Read a JSON file through. InputRefused if it is no JSON or no OCDS."""
    try:
        if not path.stat().st_size:
            raise refused(name, "The file is empty.", "Export it again.")
        ocids: Counter[str] = Counter()
        total = known = 0
        kind = "release"
        for place, (where, item) in enumerate(_releases(path), 1):
            total, kind = place, where
            if isinstance(item, dict):
                known += bool(item.get("ocid")) or "url" in item
                ocids[str(item.get("ocid"))] += 1
    except (JsonBroken, UnicodeError, RecursionError) as error:
        raise not_json(name, error) from error
    except OSError as error:
        raise refused(
            name, "The file cannot be read ({why}).", "Check its permissions.", why=reason(error)
        ) from error
    if not total or not known:
        raise refused(name, "The JSON is not OCDS: no release with an ocid was found.", _REMEDY)
    repeated = frozenset(o for o, n in ocids.items() if n > 1 and o != "None")
    return OcdsFile(path, name, file_sha256(path), kind, total, repeated)


def compiled_releases(file: OcdsFile) -> Iterator[Found]:
    """Each procedure once. Releases of one ocid are merged by date, the newest last.

    Only procedures with several releases in the file are held back until all have been seen.
    """
    waiting: dict[str, list[tuple[int, Release]]] = {}
    for place, (_, item) in enumerate(_releases(file.path), 1):
        complaint = _complaint(item)
        if complaint is not None:
            yield Found(place, {}, complaint)
        elif item["ocid"] in file.repeated:
            waiting.setdefault(item["ocid"], []).append((place, item))
        else:
            yield Found(place, item)
    for ocid in sorted(waiting):
        ordered = sorted(waiting.pop(ocid), key=lambda each: (str(each[1].get("date")), each[0]))
        merged: Release = {}
        for _, release in ordered:
            merged = _merged(merged, release)
        yield Found(ordered[-1][0], merged, None, tuple(place for place, _ in ordered[:-1]))


def _complaint(item: object) -> Complaint | None:
    if not isinstance(item, dict):
        return NO_OBJECT
    if not isinstance(item.get("ocid"), str) or not item["ocid"].strip():
        return LINKED if "url" in item else NO_OCID
    if "url" in item and not _CONTENT & set(item):
        return LINKED
    return None


def _releases(path: Path) -> Iterator[tuple[str, Any]]:
    """(kind, release) of every release; of a record its compiled release, where it has one."""
    whole: Release = {}
    held: list[Any] = []
    for key, item in steps(path, _LISTS):
        if key in ("releases[]", "[]"):
            # A record at the top of a file also has `releases`; its compiled release may follow.
            if key == "[]" or not _may_be_record(whole, held):
                yield from _of_item(item)
            else:
                held.append(item)
        elif key == "records[]":
            yield from _of_record(item)
        else:
            whole[key] = item
    yield from _of_whole(whole, held)


def _may_be_record(whole: Release, held: list[Any]) -> bool:
    # A package says so before its releases, or in its first release: records hold few releases.
    return not whole.keys() & {"uri", "publishedDate", "extensions"} and len(held) < 1000


def _of_whole(whole: Release, held: list[Any]) -> Iterator[tuple[str, Any]]:
    compiled = whole.get("compiledRelease")
    if isinstance(compiled, dict):
        yield "record", {"ocid": whole.get("ocid"), **compiled}
        return
    for item in held:
        yield "releases", item
    if whole.get("ocid") and whole.keys() & (_CONTENT | {"tag"}):
        yield "release", whole


def _of_item(item: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(item, dict) and _LISTS[0] in item and _LISTS[1] not in item:
        if isinstance(item.get("compiledRelease"), dict) or "ocid" in item:
            yield from _of_record(item)
            return
        for release in item["releases"] if isinstance(item["releases"], list) else ():
            yield "releases", release
        return
    yield "releases", item


def _of_record(record: Any) -> Iterator[tuple[str, Any]]:
    if not isinstance(record, dict):
        yield "records", record
        return
    compiled = record.get("compiledRelease")
    if isinstance(compiled, dict):
        yield "records", {"ocid": record.get("ocid"), **compiled}
        return
    releases = record.get("releases")
    if not isinstance(releases, list) or not releases:
        yield "records", {"ocid": record.get("ocid"), "url": ""}
        return
    for release in releases:
        if isinstance(release, dict) and "ocid" not in release:
            yield "records", {"ocid": record.get("ocid"), **release}
        else:
            yield "records", release


def _merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> Release:
    """The later release over the earlier: objects merge, lists merge by id, else the later counts.

    A null takes a value away (OCDS merging rules, without their identifier-less corner cases).
    """
    merged = dict(old)
    for key, value in new.items():
        before = merged.get(key)
        if value is None:
            merged.pop(key, None)
        elif isinstance(value, dict) and isinstance(before, dict):
            merged[key] = _merged(before, value)
        elif isinstance(value, list) and isinstance(before, list) and _have_ids(before + value):
            merged[key] = _merged_lists(before, value)
        else:
            merged[key] = value
    return merged


def _have_ids(items: list[Any]) -> bool:
    return all(isinstance(i, dict) and i.get("id") is not None for i in items)


def _merged_lists(before: list[Any], after: list[Any]) -> list[Any]:
    by_id = {str(item["id"]): item for item in before}
    for item in after:
        by_id[str(item["id"])] = _merged(by_id.get(str(item["id"]), {}), item)
    return list(by_id.values())
