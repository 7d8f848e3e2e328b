"""Everything that can be searched, kept as one text file beside the graph.

An engine looks at every node for a word inside a name; a file of all names is read through in a
tenth of a second. One line a node: its fields in lower case, then its key without prefix. Lines
of a label stand together, in the order in which their hits are shown.
"""

from __future__ import annotations

import json
import mmap
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from graph.engine import GraphReader
from graph.records import NodeKey
from graph.vocabulary import SCHEMA

# Groups of nodes come as lists: an engine sends them several times as fast as rows.
NODES = """
MATCH (n:{label})
RETURN substring(n.key, size(n.key) - 2) AS part, collect([n.key, {fields}]) AS nodes
"""
# What may change the searched nodes: batches, and records that were merged or split.
VERSION = """
MATCH (b:Batch) RETURN b.key AS key, b.loaded_at AS at, b.state AS state
UNION ALL
MATCH (a:Alias) WITH count(a) AS merged, max(a.at) AS at
RETURN toString(merged) AS key, at, 'merged' AS state
"""
# Within CALL: beside any other column, an engine counts node by node.
COUNT = """
UNION ALL
CALL () {{ MATCH (n:{label}) RETURN count(n) AS found }}
RETURN '{label}' AS key, toString(found) AS at, 'counted' AS state
"""
BETWEEN, END = "\x1f", "\n"

Fields = Mapping[str, tuple[str, ...]]


def list_version(reader: GraphReader, searched: Fields) -> str:
    """Changes whenever a batch does, records are merged, or nodes come or go."""
    asked = VERSION + "".join(COUNT.format(label=label) for label in searched)
    return json.dumps(sorted(reader.run(asked).rows, key=str), ensure_ascii=False)


def write_list(file: Path, reader: GraphReader, searched: Fields) -> None:
    """Keep these properties of all nodes of these labels; a reader sees all of them or nothing."""
    version = list_version(reader, searched)
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    blocks = {}
    with draft.open("wb") as out:
        for label, fields in searched.items():
            start = out.tell()
            out.writelines(line.encode() for line in _lines(reader, label, fields))
            blocks[label] = (start, out.tell())
        last = {"version": version, "fields": _listed(searched), "blocks": blocks}
        out.write(json.dumps(last, ensure_ascii=False).encode())
    draft.replace(file)


def _lines(reader: GraphReader, label: str, fields: Sequence[str]) -> Iterator[str]:
    asked = NODES.format(label=label, fields=", ".join(f"n.{name}" for name in fields))
    found = []
    for some in reader.frame(asked)["nodes"]:
        for key, *values in some:
            texts = [_one_line(value) for value in values]
            line = BETWEEN.join((*texts, key.split(":", 1)[1])) + END
            first = key if values[0] is None else values[0]
            found.append((len(first), key, line))
    found.sort()
    return (line for _, _, line in found)


def _one_line(value: object) -> str:
    text = "" if value is None else str(value).lower()
    return " ".join(text.split(END)).replace(BETWEEN, " ")


class SearchList:
    """A list that was written, open for reading."""

    def __init__(self, content: mmap.mmap, blocks: Mapping[str, tuple[int, int]]) -> None:
        self._content = content
        self._blocks = blocks

    def find(
        self,
        label: str,
        needles: Iterable[str],
        fits: Callable[[Sequence[str]], bool],
        *,
        most: int,
    ) -> list[NodeKey]:
        """The first nodes of which a text holds a needle (in lower case) and that `fits`."""
        start, end = self._blocks[label]
        content = self._content[start:end]
        prefix = SCHEMA.node(label).prefix
        found: dict[int, NodeKey] = {}
        for needle in {text.encode() for text in needles}:
            hits, at = 0, content.find(needle)
            while at >= 0 and hits < most:
                first, last = content.rfind(b"\n", 0, at) + 1, content.find(b"\n", at)
                *texts, key = content[first:last].decode().split(BETWEEN)
                if fits(texts):
                    found[first] = f"{prefix}:{key}"
                    hits += 1
                at = content.find(needle, last)
        return [found[place] for place in sorted(found)][:most]


def open_list(file: Path, reader: GraphReader, searched: Fields) -> SearchList | None:
    """The list as it was kept; None if the graph, or what is searched, has changed since.

    A file that cannot be read is no loss: the engine is asked.
    """
    with suppress(OSError, ValueError, KeyError):
        with file.open("rb") as stream:
            content = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        last = json.loads(content[content.rfind(b"\n") + 1 :])
        if last["fields"] == _listed(searched) and last["version"] == list_version(
            reader, searched
        ):
            return SearchList(content, last["blocks"])
    return None


def _listed(searched: Fields) -> dict[str, list[str]]:
    return {label: list(fields) for label, fields in searched.items()}
