"""Reading much of the graph: many rows in one, since a row costs more to stream than its cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

import pandas as pd

from graph.engine import GraphReader
from graph.records import Value


def gathered(
    reader: GraphReader,
    cypher: str,
    columns: Sequence[str],
    parameters: Mapping[str, Value] | None = None,
) -> pd.DataFrame:
    """What a statement returns whose one column `rows` holds lists of rows; in no order.

    Such a statement ends with `WITH right(n.key, 2) AS part, collect([…]) AS rows RETURN rows`: the
    last signs of a key make some hundred parts. Each row has a value for each of `columns`.
    """
    found = reader.frame(cypher, parameters)
    rows = list(chain.from_iterable(found["rows"])) if len(found) else []
    return pd.DataFrame(rows, columns=[*columns], dtype=None if rows else object)


def rows_of(frame: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    """Rows as tuples; a fraction of the time of `itertuples` where columns hold texts."""
    return zip(*(frame[name].tolist() for name in frame.columns), strict=True)
