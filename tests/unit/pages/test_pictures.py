"""A picture that the browser draws leaves like any other file: allowed, approved, recorded."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit as st

from evidence.accounts import Accounts, Role
from evidence.audit import Action
from pages.components import network
from workspace import Workspace

PASSWORD = "three lanterns, one bridge"


@pytest.fixture
def seats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[Role, Workspace]:
    """One workspace with accounts, as each of four persons sees it."""
    monkeypatch.setattr("evidence.accounts.MEMORY_KIB", 64)
    monkeypatch.setattr("evidence.accounts.PASSES", 1)
    roles = (Role.SECURITY, Role.ANALYST, Role.APPROVER, Role.READER)
    for role in roles:
        Accounts(tmp_path).add(role.value, PASSWORD, role)
    return {role: Workspace(tmp_path).login(role.value, PASSWORD) for role in roles}


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    kept: dict[str, object] = {}
    monkeypatch.setattr(st, "session_state", kept)
    return kept


@pytest.mark.parametrize("form", ["png", "svg"])
def test_a_picture_is_refused_until_a_second_person_approved_it(
    seats: dict[Role, Workspace],
    state: dict[str, object],
    monkeypatch: pytest.MonkeyPatch,
    form: str,
) -> None:
    analyst = seats[Role.ANALYST]
    monkeypatch.setattr(network, "who_entered", lambda: analyst)

    network._let_out("net", form, ())

    assert "另一人批准" in str(state.pop("net-refused"))
    assert state == {}

    asked = analyst.request(Action.EXPORT, f"关系网络.{form}", "附卷", ())
    seats[Role.APPROVER].approve(asked.request)
    network._let_out("net", form, ())

    assert set(state) == {"net-picture"}
    told = [record.entry for record in analyst.door.log.records()]
    denied = [e.objects for e in told if e.action == Action.DENIED]
    exported = [e.detail.get("approver") for e in told if e.action == Action.EXPORT]
    assert denied == [(f"关系网络.{form}",)]
    assert exported == [Role.APPROVER.value, None]  # before, and its result


def test_who_may_not_export_gets_no_picture(
    seats: dict[Role, Workspace], state: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "who_entered", lambda: seats[Role.READER])

    network._let_out("net", "png", ())

    assert set(state) == {"net-refused"}
