"""Bid files of one large lot: invented, loaded, compared, timed. Two bidders share draft and scans.

`python -m benchmarks.documents --bids 200 --pages 100 --pictures 20`; the budget at that size is
ten minutes on two cores.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from time import perf_counter, process_time

from PIL import Image

from benchmarks.memory import PeakMemory
from graph.embedded_server import EmbeddedServer
from graph.open_engine import EMBEDDED
from loaders.understanding import Corrections
from sample_data.identifiers import uscc_check
from workspace import Workspace

BUDGET = 600.0  # seconds at 200 bids of 100 pages
CHARACTERS = 900  # of a page
VOCABULARY, WORD = 6_000, 2
SHARED = 0.6  # of the draft that two bidders have in common
ASKED = 0.2  # of a bid that repeats the tender file
SCANS = 3  # that two bidders have in common
SCAN = (1240, 1754)  # a page of A4 at 150 dots an inch
LOT = "T1"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def page(chance: random.Random, words: Sequence[str]) -> str:
    """A page of words, the more frequent the earlier in the list, as in a language."""
    count = CHARACTERS // WORD
    return "".join(words[int(len(words) * chance.random() ** 3)] for _ in range(count))


def scan(chance: random.Random) -> bytes:
    """What costs as much to read as a scanned page."""
    file = BytesIO()
    Image.frombytes("L", (62, 88), chance.randbytes(62 * 88)).resize(SCAN).save(file, "JPEG")
    return file.getvalue()


def write(path: Path, pages: Sequence[str], scans: Sequence[bytes] = ()) -> None:
    """A Word document with a paragraph a page, and scans."""
    path.parent.mkdir(parents=True, exist_ok=True)
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in pages)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("word/document.xml", f"<w:document {_W}>{body}</w:document>")
        for number, each in enumerate(scans):
            archive.writestr(f"word/media/image{number}.jpg", each, zipfile.ZIP_STORED)


def code(number: int) -> str:
    """The invented code of a bidder."""
    first = f"91110000{number:09}"
    return first + uscc_check(first)


def bid_files(folder: Path, bids: int, pages: int, pictures: int, seed: int) -> None:
    """The tender file and the bids; the last two bids share a draft."""
    chance = random.Random(seed)
    words = [
        "".join(chr(0x4E00 + chance.randrange(3500)) for _ in range(WORD))
        for _ in range(VOCABULARY)
    ]
    asked = [page(chance, words) for _ in range(max(int(pages * ASKED), 1))]
    draft = [page(chance, words) for _ in range(int(pages * SHARED))]
    scans = [scan(chance) for _ in range(min(SCANS, pictures))]
    write(folder / LOT / "招标文件" / "招标文件.docx", asked)
    for number in range(bids):
        common = [*asked, *(draft if number >= bids - 2 else ())]
        own = [page(chance, words) for _ in range(pages - len(common))]
        shown = [*scans] if number >= bids - 2 else []
        shown += [scan(chance) for _ in range(pictures - len(shown))]
        write(folder / LOT / code(number) / "技术标.docx", [*common, *own], shown)


def run(bids: int, pages: int, pictures: int, seed: int) -> dict[str, float]:
    """Seconds, and MB of this process; ValueError unless the pair with one draft is found alone."""
    with tempfile.TemporaryDirectory(prefix="tenderlens-") as scratch:
        folder = Path(scratch)
        bid_files(folder / "files", bids, pages, pictures, seed)
        rows = [f"{LOT},一标段,投标人{i}有限公司,{code(i)},1000000" for i in range(bids)]
        header = "标段编号,标段名称,投标人名称,统一社会信用代码,投标报价"
        (folder / "bids.csv").write_text("\n".join([header, *rows]), encoding="utf-8")
        workspace = Workspace(folder / "workspace", graph=EMBEDDED)
        try:
            workspace.load([folder / "bids.csv"])
            with PeakMemory() as memory:
                began, worked = perf_counter(), process_time()
                workspace.load([folder / "files"], corrections=Corrections(table="documents"))
                loaded = perf_counter()
                workspace.measure(["document_likeness"])
                measured, worked = perf_counter(), process_time() - worked
            found = workspace.reader.run(
                "MATCH (a:Bid)-[r:RESEMBLES]->(b:Bid) "
                "WHERE r.kind = 'picture' OR (r.kind = 'text' AND r.score >= 0.5) "
                "RETURN r.kind AS kind, a.key AS one, b.key AS two ORDER BY kind"
            ).rows
        finally:
            workspace.close()
            EmbeddedServer(workspace.folder / "graph").stop()
        pair = sorted(f"bid:{LOT}/{code(i)}" for i in (bids - 2, bids - 1))
        expected = tuple(
            (kind, *pair) for kind in ("picture", "text") if pictures or kind == "text"
        )
        if found != expected:
            raise ValueError(f"Expected {expected} alone, found {found}.")
        return {
            "load_s": loaded - began,
            "compare_s": measured - loaded,
            "processor_s": worked,
            "memory_mb": memory.python,
        }


def main() -> int:
    """Run one size and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bids", type=int, default=200)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--pictures", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    said = parser.parse_args()
    reading = run(said.bids, said.pages, said.pictures, said.seed)
    for name, value in reading.items():
        print(f"{name:12} {value:10.1f}")
    full = said.bids >= 200 and said.pages >= 100
    return int(full and reading["load_s"] + reading["compare_s"] > BUDGET)


if __name__ == "__main__":
    sys.exit(main())
