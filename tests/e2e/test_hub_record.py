"""Hubs tie everybody to everybody: who draws them, or goes through them, is on record."""

from __future__ import annotations

from typing import Any

import pytest

from evidence.audit import Action, AuditLog
from tests.e2e.test_pages import fresh_resources, opened
from workspace import Workspace

__all__ = ["fresh_resources"]

AGENCY_OF = """
MATCH (a:Company)-[:AGENT_FOR]->(l:Lot)
WITH a, count(l) AS lots ORDER BY lots DESC, a.key LIMIT 1
MATCH (a)-[:AGENT_FOR]->(l:Lot) RETURN l.key AS key ORDER BY key LIMIT 2
"""


def of_hubs(workspace: Workspace) -> list[tuple[tuple[str, ...], str | int]]:
    """Whom the records of drawn and hidden hubs are about, and whether they were drawn."""
    entries = (r.entry for r in AuditLog(workspace.folder).records())
    return [
        (e.objects, e.detail["hubs"])
        for e in entries
        if e.action is Action.VIEW and "hubs" in e.detail
    ]


@pytest.mark.parametrize("page", ["network", "path"])
def test_an_address_that_draws_hubs_is_on_record(
    page: str, embedded_sample: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    lots = [str(key) for (key,) in embedded_sample.reader.run(AGENCY_OF).rows]
    before = len(of_hubs(embedded_sample))
    query: dict[str, Any] = {{"network": "key", "path": "party"}[page]: lots, "hubs": "1"}

    app = opened(monkeypatch, embedded_sample.folder, page, **query)

    assert not app.exception
    assert of_hubs(embedded_sample)[before:] == [(tuple(lots), 1)]
