"""Where nodes stand on the first drawing: stress majorization, computed once, the same every time.

The method: SMACOF with weights 1/d² on graph distances, started from classical scaling (Gansner,
Koren and North, "Graph Drawing by Stress Majorization", 2004). Then labels are pushed apart.
It grows with the square of the nodes; larger parts are scaled from pivots (Brandes and Pich,
"Eigensolver Methods for Progressive Multidimensional Scaling of Large Data", 2006) and then let
their neighbourhoods settle: an overview of thousands.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components, shortest_path
from scipy.spatial import cKDTree

Floats = NDArray[np.float64]

EDGE = 138.0  # px between neighbours
LABEL = np.array([122.0, 84.0])  # room that a node with its label takes
ROUNDS = 90  # fewer in large graphs: each round costs the square of the nodes
GAP = 60.0
ROW = 640.0  # unconnected parts fill a row of this width before the next one begins
STRETCH = 1.1  # labels are wide: lines that lie need more room than lines that stand
WIDTH = 1.3  # pictures are about this much wider than high
MOST_EXACT = 360  # a part with more nodes is scaled from pivots
PIVOTS = 60
SETTLING = 150  # steps in which a large part settles
CALM = 50  # of these the last, in which nodes only make room for one another
NEAR = 8  # nodes that push one another away


def positions(
    nodes: Sequence[str], edges: Sequence[tuple[str, str]]
) -> dict[str, tuple[float, float]]:
    """A place in px for every node. Unconnected parts stand side by side, the largest first."""
    if not nodes:
        return {}
    order = sorted(set(nodes))
    index = {name: i for i, name in enumerate(order)}
    links = sorted({(index[a], index[b]) for a, b in edges if a != b})
    size = len(order)
    ends = np.array(links, dtype=np.int64).reshape(-1, 2)
    ones = np.ones(len(links))
    matrix = coo_array((ones, (ends[:, 0], ends[:, 1])), shape=(size, size)).tocsr()
    count, part = connected_components(matrix, directed=False)
    parts = [np.flatnonzero(part == p) for p in range(count)]
    parts.sort(key=lambda members: (-len(members), int(members[0])))
    drawn = [(members, _part(matrix[members][:, members])) for members in parts]
    places = _side_by_side(drawn, size)
    return {name: (float(places[i, 0]), float(places[i, 1])) for i, name in enumerate(order)}


def _part(matrix: csr_array) -> Floats:
    size = matrix.shape[0]
    if size == 1:
        return np.zeros((1, 2))
    if size > MOST_EXACT:
        return _settled(matrix, _from_pivots(matrix))
    return _component(np.asarray(shortest_path(matrix, directed=False, unweighted=True)))


def _from_pivots(matrix: csr_array) -> Floats:
    """Scaled from the distances to some nodes, each as far as can be from those before it."""
    size = matrix.shape[0]
    at = int(np.argmax(np.diff(matrix.indptr)))
    nearest = np.full(size, np.inf)
    columns = []
    for _ in range(min(PIVOTS, size)):
        far = np.asarray(
            shortest_path(matrix, directed=False, unweighted=True, indices=at), dtype=np.float64
        )
        columns.append(far)
        nearest = np.minimum(nearest, far)
        at = int(np.argmax(nearest))
    squared = np.column_stack(columns) ** 2
    centred = squared - squared.mean(axis=0) - squared.mean(axis=1)[:, None] + squared.mean()
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    places = centred @ axes[:2].T
    for axis in range(2):  # a singular vector has no sign: choose one
        largest = int(np.argmax(np.abs(places[:, axis])))
        places[:, axis] *= 1.0 if places[largest, axis] >= 0 else -1.0
    places /= max(float(places.std()), 1e-9)
    angle = np.arange(size) * 2.399963
    spiral = np.column_stack([np.cos(angle), np.sin(angle)])
    return np.asarray((places + 0.08 * spiral) * EDGE * size**0.5 / 3, dtype=np.float64)


def _settled(matrix: csr_array, places: Floats) -> Floats:
    """Neighbours pull, whoever stands nearest pushes; the steps grow shorter."""
    links = coo_array(matrix)
    start, end = links.row, links.col
    degree = np.maximum(np.bincount(start, minlength=len(places)), 1)[:, None]
    for step in range(SETTLING):
        heat = 1.0 - step / SETTLING
        pull = np.zeros_like(places)
        gap = places[end] - places[start]
        length = np.maximum(np.hypot(gap[:, 0], gap[:, 1]), 1.0)[:, None]
        np.add.at(pull, start, gap / length * (length - EDGE * 0.6) * 0.5)
        spots = cKDTree(places)
        found = spots.query(places, k=NEAR + 1)
        far, near = np.asarray(found[0]), np.asarray(found[1])
        push = np.zeros_like(places)
        for rank in range(1, near.shape[1]):
            away = places - places[near[:, rank]]
            room = np.maximum(EDGE * 0.62 - far[:, rank], 0.0)[:, None]
            push += away / np.maximum(far[:, rank], 1.0)[:, None] * room * 0.45
        places = places + pull / degree * (0.25 + 0.55 * heat) * (step < SETTLING - CALM) + push
    return np.asarray(_upright(places) * np.array([STRETCH, 1.0]), dtype=np.float64)


def _component(distance: Floats) -> Floats:
    size = len(distance)
    target = distance * EDGE
    places = _scaling(target)
    weights = 1.0 / np.maximum(target, 1.0) ** 2
    np.fill_diagonal(weights, 0.0)
    laplacian = np.diag(weights.sum(axis=1)) - weights
    inverse = np.linalg.pinv(laplacian)
    for _ in range(min(ROUNDS, 24 + 9000 // size)):
        places = inverse @ (_guttman(places, target, weights) @ places)
    return _apart(_upright(places) * np.array([STRETCH, 1.0]))


def _scaling(target: Floats) -> Floats:
    """Classical scaling, with a spiral added so that equal rows do not fall together."""
    size = len(target)
    centre: Floats = np.eye(size) - 1.0 / size
    values, vectors = np.linalg.eigh(-0.5 * centre @ target**2 @ centre)
    top = np.argsort(values)[::-1][:2]
    places = vectors[:, top] * np.sqrt(np.maximum(values[top], 1.0))
    for axis in range(places.shape[1]):  # eigenvectors have no sign: choose one
        largest = int(np.argmax(np.abs(places[:, axis])))
        places[:, axis] *= 1.0 if places[largest, axis] >= 0 else -1.0
    angle = np.arange(size) * 2.399963
    spiral: Floats = np.column_stack([np.cos(angle), np.sin(angle)])
    return np.asarray(places + 9.0 * spiral, dtype=np.float64)


def _guttman(places: Floats, target: Floats, weights: Floats) -> Floats:
    gap = places[:, None, :] - places[None, :, :]
    length = np.sqrt((gap**2).sum(axis=2))
    matrix = -weights * target / np.maximum(length, 1e-6)
    np.fill_diagonal(matrix, 0.0)
    np.fill_diagonal(matrix, -matrix.sum(axis=1))
    return np.asarray(matrix, dtype=np.float64)


def _upright(places: Floats) -> Floats:
    """Turned so that the long side lies horizontally."""
    centred = places - places.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    turned = np.asarray(centred @ axes.T, dtype=np.float64)
    for axis in range(2):
        largest = int(np.argmax(np.abs(turned[:, axis])))
        turned[:, axis] *= 1.0 if turned[largest, axis] >= 0 else -1.0
    return turned


def _apart(places: Floats) -> Floats:
    """Pushes nodes apart until no label box covers another, or 160 rounds have passed."""
    size = len(places)
    upper = np.triu_indices(size, 1)
    for _ in range(160):
        gap = places[upper[0]] - places[upper[1]]
        overlap = LABEL - np.abs(gap)
        hit = np.flatnonzero((overlap > 0.5).all(axis=1))
        if len(hit) == 0:
            break
        axis = np.argmin(overlap[hit] / LABEL, axis=1)
        sign = np.where(gap[hit, axis] >= 0, 1.0, -1.0)
        push = 0.26 * overlap[hit, axis] * sign
        np.add.at(places, (upper[0][hit], axis), push)
        np.add.at(places, (upper[1][hit], axis), -push)
    return places


def _side_by_side(drawn: list[tuple[NDArray[np.int64], Floats]], size: int) -> Floats:
    """Rows of components under the largest one."""
    places = np.zeros((size, 2))
    boxes = [np.ptp(part, axis=0) + LABEL for _, part in drawn]
    area = sum(float(box[0] * box[1]) for box in boxes)
    row_width = max(float(boxes[0][0]), ROW, (WIDTH * area) ** 0.5)
    x = y = row_height = 0.0
    for (members, part), box in zip(drawn, boxes, strict=True):
        if x > 0 and x + float(box[0]) > row_width:
            x, y, row_height = 0.0, y + row_height + GAP, 0.0
        places[members] = part - part.min(axis=0) + np.array([x, y]) + LABEL / 2
        x += float(box[0]) + GAP
        row_height = max(row_height, float(box[1]))
    return places
