"""My account: password, requests to a second person, and for who grants: the accounts."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

import streamlit as st

from evidence.accounts import PERMISSIONS, SHORTEST_PASSWORD, Account, Role, Session, role_name
from evidence.audit import Action, action_name
from evidence.beijing_time import beijing_time, kept_time
from evidence.two_persons import (
    ASKED,
    NEEDS_TWO,
    Pending,
    declined,
    declined_because,
    state_name,
)
from graph.errors import EngineUnavailable
from graph.records import NodeKey
from leads.lead import SubjectKind
from messages import t
from pages.components.frame import PAGES, run_page
from pages.components.literal import literal
from pages.components.refusal import refusal_here
from workspace import Workspace

DONE = "account-done"
MOST_NAMED = 12  # parties of a request
MOST_WAITING = 20  # requests with their buttons: each is a form
LEADS = {kind.value for kind in SubjectKind}  # before the - of a lead's id


def show(workspace: Workspace) -> None:
    """Who is here, then what their role lets them do on this page."""
    session = workspace.door.session
    st.title(t("My account"))
    if session is None:
        st.info(t("This workspace is for one person. `tenderlens account add` makes accounts."))
        return
    if said := st.session_state.pop(DONE, ""):
        st.toast(said, icon=":material/check:")
    _who(session)
    if workspace.may(Action.REQUEST, Action.APPROVE):
        _requests(workspace, session)
    if workspace.may(Action.GRANT):
        _accounts(workspace)
    if workspace.may(Action.SETTING):
        _keys(workspace)
    _password(workspace)


def _done(said: str) -> None:
    """Say it after the page was drawn anew."""
    st.session_state[DONE] = said
    st.rerun()


def _who(session: Session) -> None:
    name, role, until = st.columns(3)
    name.metric(t("Account name"), session.user, border=True)
    role.metric(t("Role"), role_name(session.role.value), border=True)
    until.metric(t("Session ends (Beijing time)"), beijing_time(session.until), border=True)
    allowed = [action_name(a) for a in Action if a in PERMISSIONS[session.role]]
    st.caption(t("This role allows: {actions}", actions=t(", ").join(allowed)))


def _password(workspace: Workspace) -> None:
    with st.expander(t("Change the password"), icon=":material/password:"):
        with st.form("password", border=False, clear_on_submit=True):
            old = st.text_input(t("Present password"), type="password", key="password-old")
            new = st.text_input(
                t("New password"),
                type="password",
                key="password-new",
                help=t("{n} signs or more, without the account's name.", n=SHORTEST_PASSWORD),
            )
            again = st.text_input(t("New password again"), type="password", key="password-again")
            asked = st.form_submit_button(t("Change the password"))
        if not asked:
            return
        if new != again:
            st.warning(t("The two new passwords differ."))
            return
        with refusal_here():
            workspace.change_password(old, new)
            _done(t("The password is changed."))


# Two persons


def _requests(workspace: Workspace, session: Session) -> None:
    st.subheader(t("Requests to a second person"))
    if workspace.may(Action.REQUEST):
        _ask(workspace)
    found = workspace.requests()
    if workspace.may(Action.APPROVE):
        _decide(workspace, [p for p in found if p.state == ASKED and p.asked.by != session.user])
    for one in declined(found, session.user):
        st.warning(literal(declined_because(one)))
    if not found:
        st.caption(t("No requests yet."))
        return
    st.dataframe([_row(one) for one in found], hide_index=True, width="stretch", height="content")


def _row(one: Pending) -> dict[str, str]:
    return {
        t("Request"): one.asked.request,
        t("Action"): action_name(one.asked.action),
        t("About"): one.asked.subject,
        t("Reason"): one.asked.reason,
        t("Asked by"): one.asked.by,
        t("Time (Beijing)"): beijing_time(one.asked.at),
        t("State"): state_name(one.state),
        t("Decided by"): one.by,
        t("Reply"): one.answer,
    }


def _ask(workspace: Workspace) -> None:
    with st.form("request", clear_on_submit=True):
        kind, subject = st.columns([1, 2])
        action = kind.selectbox(
            t("Action"),
            sorted(NEEDS_TWO, key=lambda a: a.value),
            format_func=action_name,
            key="request-action",
        )
        about = subject.text_input(
            t("About"),
            key="request-subject",
            help=t(
                "Id of a lead, key of a node, or `tray` for the case tray. A file is asked for "
                "where a page offers it."
            ),
        )
        reason = st.text_input(t("Reason"), key="request-reason")
        asked = st.form_submit_button(t("Ask for approval"))
    if asked and action is not None:
        with refusal_here():
            made = workspace.request(action, about.strip(), reason)
            _done(t("Request {number} waits for a second person.", number=made.request))


def _decide(workspace: Workspace, waiting: list[Pending]) -> None:
    for one in reversed(waiting[-MOST_WAITING:]):  # the oldest first
        with st.container(border=True):
            what = f"**{one.asked.request}** · {action_name(one.asked.action)}"
            st.markdown(f"{what} · {literal(one.asked.subject)}")
            st.text(
                t(
                    "{user} asks: {reason}",
                    user=one.asked.by,
                    reason=one.asked.reason,
                )
            )
            if one.asked.about:
                st.caption(_parties(workspace, one.asked.about))
            _way_to(one.asked.subject)
            if st.button(t("Approve"), key=f"approve-{one.asked.request}", type="primary"):
                with refusal_here():
                    workspace.approve(one.asked.request)
                    _done(t("{request} is approved: {subject}", request=one.asked.request,
                            subject=one.asked.subject))  # fmt: skip
            _decline(workspace, one)
    if len(waiting) > MOST_WAITING:
        st.caption(
            t("{n} more wait. They follow once these are decided.", n=len(waiting) - MOST_WAITING)
        )


def _decline(workspace: Workspace, one: Pending) -> None:
    number = one.asked.request
    with st.form(f"decline-{number}", border=False):
        reason = st.text_input(
            t("Why it is declined"),
            key=f"decline-reason-{number}",
            help=t("What is missing; whoever asked is told."),
        )
        asked = st.form_submit_button(t("Decline"))
    if asked:
        with refusal_here():
            workspace.decline(number, reason)
            _done(t("{request} is declined: {subject}", request=number,
                    subject=one.asked.subject))  # fmt: skip


def _way_to(subject: str) -> None:
    """A link to the lead or the node that a request names."""
    if subject.partition("-")[0] in LEADS:
        page, asked = "leads", {"lead": subject}
    elif ":" in subject:
        page, asked = "profile", {"key": subject}
    else:
        return
    st.page_link(
        PAGES[page], label=t("Look at it first"), icon=":material/visibility:", query_params=asked
    )


def _parties(workspace: Workspace, about: tuple[NodeKey, ...]) -> str:
    """Whom a request is about, by name."""
    named: dict[NodeKey, str] = {}
    with suppress(EngineUnavailable):  # to decide needs no graph
        named = workspace.names(about[:MOST_NAMED])
    shown = t(", ").join(literal(named.get(key, key)) for key in about[:MOST_NAMED])
    left = len(about) - MOST_NAMED
    return t("About: {names}", names=shown) + (f" +{left}" if left > 0 else "")


# Accounts


def _accounts(workspace: Workspace) -> None:
    st.subheader(t("Accounts"))
    found = workspace.accounts()
    rows = [
        {
            t("Account name"): account.name,
            t("Role"): role_name(account.role.value),
            t("State"): _standing(account),
            t("Known to the identity provider as"): account.identity,
            t("Own keys (回避)"): t(", ").join(account.own),
        }
        for account in found
    ]
    st.dataframe(rows, hide_index=True, width="stretch", height="content")
    new, change = st.columns(2)
    with new:
        _add(workspace)
    with change:
        _change(workspace, found)


def _keys(workspace: Workspace) -> None:
    """The keys that sign dossiers: which one signs now, since when, and what came before it."""
    st.subheader(t("Signing keys"))
    retired = workspace.retired_keys()
    rows = [
        {
            t("Fingerprint"): key.fingerprint,
            t("Signed until"): beijing_time(datetime.fromisoformat(key.until)),
            t("Replaced by whom"): key.by,
        }
        for key in reversed(retired)
    ]
    made = workspace.signing_key_made()
    if made is None:
        st.caption(t("There is none yet: the first dossier makes one."))
    else:
        present = retired[-1].replaced_by if retired else t("printed by `tenderlens keys list`")
        st.caption(
            t(
                "The present key: {fingerprint}, made {time}. Replace it once a year, when who "
                "knew its passphrase leaves, and at once when others may know it: `tenderlens "
                "keys rotate`.",
                fingerprint=present,
                time=beijing_time(datetime.fromisoformat(retired[-1].until) if retired else made),
            )
        )
    if rows:
        st.dataframe(rows, hide_index=True, width="stretch", height="content")


def _standing(account: Account) -> str:
    if account.disabled:
        return t("account closed")
    if account.locked_until:
        return t("locked until {time}", time=kept_time(account.locked_until))
    return t("in use")


def _roles(key: str) -> Role | None:
    return st.selectbox(
        t("Role"),
        list(Role),
        format_func=lambda r: role_name(r.value),
        index=None,
        placeholder=t("choose"),
        key=key,
    )


def _add(workspace: Workspace) -> None:
    with st.form("account-add", clear_on_submit=True):
        st.markdown(f"**{t('A new account')}**")
        name = st.text_input(t("Account name"), key="account-name")
        role = _roles("account-role")
        password = st.text_input(t("First password"), type="password", key="account-password")
        identity = st.text_input(
            t("Known to the identity provider as"),
            key="account-identity",
            help=t("E-mail address or subject; such an account needs no password here."),
        )
        own = st.text_input(
            t("Own keys (回避)"),
            key="account-own",
            help=t("Keys of the person and of firms that are theirs, with commas between them."),
        )
        asked = st.form_submit_button(t("Make the account"))
    if asked and role is not None:
        keys = tuple(key.strip() for key in own.replace("，", ",").split(",") if key.strip())
        with refusal_here():
            workspace.add_account(name.strip(), password, role, keys, identity=identity)
            _done(t("The account {name} is made.", name=name.strip()))


def _change(workspace: Workspace, found: tuple[Account, ...]) -> None:
    with st.form("account-change", clear_on_submit=True):
        st.markdown(f"**{t('Change an account')}**")
        name = st.selectbox(
            t("Account name"),
            [account.name for account in found],
            index=None,
            placeholder=t("choose"),
            key="change-name",
        )
        role = _roles("change-role")
        standing = st.segmented_control(
            t("State"),
            [False, True],
            format_func=lambda closed: t("account closed") if closed else t("in use"),
            key="change-closed",
        )
        asked = st.form_submit_button(t("Change it"))
    if asked and name is not None:
        with refusal_here():
            workspace.change_account(name, role=role, disabled=standing)
            _done(t("The account {name} is changed; its sessions end.", name=name))


if __name__ == "__main__":
    run_page(show, asked=False)
