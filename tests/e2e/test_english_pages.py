"""English pages say everything in English but what the data says."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from pages.components.export import LINE
from pages.components.frame import PAGES
from pages.components.sign_in import LANGUAGE
from tests.e2e.test_pages import fresh_resources
from tests.running_app import ROOT
from workspace import Workspace

__all__ = ["fresh_resources"]


def opened(
    monkeypatch: pytest.MonkeyPatch, workspace: Workspace, page: str, **query: str | list[str]
) -> AppTest:
    """A page in English."""
    monkeypatch.setenv("TENDERLENS_WORKSPACE", str(workspace.folder))
    monkeypatch.setenv("TENDERLENS_GRAPH", "embedded:")
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.session_state[LANGUAGE] = "en"
    app.run()
    for name, value in query.items():
        app.query_params[name] = value
    return app.switch_page(PAGES[page]).run()


def test_kinds_of_tables_are_english_where_files_are_loaded(
    monkeypatch: pytest.MonkeyPatch, embedded_sample: Workspace
) -> None:
    templates = opened(monkeypatch, embedded_sample, "load").selectbox(key="load-template")
    batches = opened(monkeypatch, embedded_sample, "load", section="batches").dataframe[0].value

    assert "companies" in templates.options
    assert "companies" in set(batches["Table"])
    assert all(text.isascii() for text in [*templates.options, *batches["Table"]])


def test_sentences_stand_apart(monkeypatch: pytest.MonkeyPatch, embedded_sample: Workspace) -> None:
    asked = (
        "MATCH (p:Person) WHERE NOT (p)-[:LEGAL_REP_OF]->() "
        "RETURN p.key AS key ORDER BY key LIMIT 40"
    )
    keys = [str(key) for (key,) in embedded_sample.reader.run(asked).rows]

    app = opened(monkeypatch, embedded_sample, "path", party=[keys[0], keys[-1]], hops="1")

    said = "\n".join(str(each.value) for each in app.warning)
    assert "No recorded facts join" in said
    assert "hops. " in said


def test_a_title_of_a_picture_is_not_cut(
    monkeypatch: pytest.MonkeyPatch, embedded_sample: Workspace
) -> None:
    for by in ("month", "province"):
        app = opened(monkeypatch, embedded_sample, "trends", by=by, figure="discount")
        titles = [
            title
            for chart in app.get("vega_lite_chart")
            if isinstance(title := json.loads(chart.proto.spec).get("title"), dict)
        ]
        assert titles
        lines = [line for each in titles for line in (each["text"], *each.get("subtitle", []))]
        assert max(map(len, lines)) <= LINE
