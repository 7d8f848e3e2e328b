"""Who is here, and which pages they may see.

A workspace without accounts is for one person, from the first page on. With accounts, a page is
drawn for the account that signed in. The browser keeps a random token, so that a second tab or a
reload is the same person; what it stands for is known to this process alone, and the cookie that
holds it is out of reach of scripts.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping

import streamlit as st

from evidence.accounts import AccountRefused, NotPermitted, Role, SessionOver, may, role_name
from evidence.audit import Action, action_name
from evidence.beijing_time import beijing_time
from evidence.door import Door
from graph.errors import TenderLensError
from messages import t
from pages.components.literal import literal
from pages.components.seat_cookie import COOKIE, HEADER, PATH, forget, is_kept, ticket_for
from settings import is_loopback
from workspace import Workspace

TOKEN = "seat-token"  # noqa: S105 - the name of a place
OVER = "sign-in-said"
CAME_IN = "came-in"
REFUSED = "sign-in-refused"
LANGUAGE = "language"
BROWSER_SECONDS = 10.0  # within which a browser keeps its token; then the page opens without

# A page opens to whoever may do one of these; nothing stands at pages for everybody who is here.
RIGHTS: Mapping[str, tuple[Action, ...]] = {
    "overview": (Action.VIEW,),
    "leads": (Action.VIEW,),
    "watch": (Action.VIEW,),
    "inspection": (Action.VIEW,),
    "rings": (Action.VIEW,),
    "trends": (Action.VIEW,),
    "profile": (Action.VIEW_PERSON,),
    "network": (Action.VIEW_PERSON,),
    "path": (Action.VIEW_PERSON,),
    "ask": (Action.QUERY,),
    "load": (Action.LOAD,),
    "audit": (Action.READ_LOG,),
    "account": (),
}


def may_see(here: Workspace, page: str) -> bool:
    """Whether a page stands in the navigation of who is here."""
    if page == "account":
        return here.door.session is not None
    return page in RIGHTS and here.may(*RIGHTS[page])


def left_to_others(here: Workspace, action: Action) -> bool:
    """Whether who is here may not do it; then a sentence says who may."""
    session = here.door.session
    if session is None or here.may(action):
        return False
    st.caption(
        t(
            "You are here as {role}. For {action} the roles are: {roles}.",
            role=role_name(session.role.value),
            action=action_name(action),
            roles=t(", ").join(role_name(role.value) for role in Role if may(role, action)),
        )
    )
    return True


def refuse_strangers(shared: Workspace) -> None:
    """Without accounts whoever reaches the pages could do everything: then only this computer."""
    address = str(st.get_option("server.address") or "")
    if not shared.door.accounts.exist() and not is_loopback(address):
        st.error(
            t(
                "{address} is open to other computers, and this workspace has no accounts: "
                "whoever reaches it could do everything. Make accounts first "
                "(`tenderlens account add`), or leave --address out.",
                address=address or "0.0.0.0",  # noqa: S104 - what an empty address listens on
            ),
            icon=":material/block:",
        )
        st.stop()


def entered(shared: Workspace) -> Workspace | None:
    """The workspace as who is here sees it; None while somebody must sign in first."""
    if not shared.door.accounts.exist():
        return shared
    # A table's own ways out, a button for CSV and the clipboard, ask nobody: `offer` makes files.
    st.set_option("client.disableDataExport", True)
    door = _seat(shared)
    if door is None:
        return _vouched_for(shared)
    try:
        door.still_open()
    except SessionOver as over:
        _stand_up()
        st.session_state[OVER] = str(over)
        return None
    return shared.through(door)


def sign_in(shared: Workspace, name: str, password: str) -> None:
    """Take a seat with a password, and draw the page that was asked for. Raises AccountRefused.

    The page waits until the browser keeps its token: who opens another address before that would
    be asked to sign in again.
    """
    _sit_down(shared.login(name, password).door)
    _give_token()
    is_kept(st.session_state[TOKEN], seconds=BROWSER_SECONDS)
    st.session_state[CAME_IN] = True
    st.rerun()


def stands_before_overview(here: Workspace, page: str) -> bool:
    """Whether somebody has just signed in at /, which was the overview's, and may not see that."""
    came_in = st.session_state.pop(CAME_IN, False)
    return came_in and page == "overview" and not may_see(here, page)


def sign_out(here: Workspace) -> None:
    """Leave the seat; nothing of what was shown stays with this browser session."""
    here.leave()
    vouched_for = bool(claims())
    _stand_up()
    if vouched_for:
        st.logout()
        st.stop()  # running again could drop the way to the provider before the browser has it
    st.rerun()


def who_is_here(here: Workspace) -> None:
    """In the sidebar: the name, the role, until when, and the way out."""
    session = here.door.session
    st.caption(t("All times are Beijing time."))
    if session is None:
        st.caption(
            t("For one person on this computer: no accounts, no access from other machines.")
        )
        return
    _give_token()
    st.markdown(f"**{literal(session.user)}** · {role_name(session.role.value)}")
    st.caption(t("Signed in until {time}", time=beijing_time(session.until)))
    if st.button(t("Sign out"), icon=":material/logout:", key="sign-out"):
        sign_out(here)
    if session.own and here.may(Action.VIEW) and (withheld := _withheld(here)):
        st.caption(t("Not listed, because you are tied to a party (回避): {n} leads", n=withheld))


def said_before() -> str:
    """Why somebody must sign in again, or was not let in; said once."""
    return str(st.session_state.pop(OVER, "") or st.session_state.get(REFUSED, ""))


# An identity provider


def provider_configured() -> bool:
    """Whether `[auth]` stands in the secrets of this installation."""
    return bool(st.secrets.load_if_toml_exists()) and "auth" in st.secrets


def claims() -> dict[str, object]:
    """What the identity provider says about who uses this browser; nothing if nobody signed in."""
    if not provider_configured():
        return {}
    return dict(st.user.to_dict()) if st.user.is_logged_in else {}


def _vouched_for(shared: Workspace) -> Workspace | None:
    told = claims()
    if not told or st.session_state.get(REFUSED):
        return None
    try:
        here = shared.recognise(told)
    except (AccountRefused, NotPermitted) as problem:
        st.session_state[REFUSED] = str(problem)  # said on every run, asked and recorded once
        return None
    _sit_down(here.door)
    return here


# The seat of a browser


@st.cache_resource(show_spinner=False)
def _seats() -> dict[str, Door]:
    """The doors of who signed in, by the hash of the browser's token."""
    return {}


def _place(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _seat(shared: Workspace) -> Door | None:
    token = str(st.session_state.get(TOKEN) or st.context.cookies.get(COOKIE, ""))
    door = _seats().get(_place(token))
    if door is None or door.folder != shared.folder:
        return None
    st.session_state[TOKEN] = token
    return door


def _sit_down(door: Door) -> None:
    token = secrets.token_urlsafe(32)
    seats = _seats()
    for place, other in list(seats.items()):
        if other.session is None or other.session.until <= door.clock():
            del seats[place]
    seats[_place(token)] = door
    st.session_state[TOKEN] = token
    st.session_state.pop(REFUSED, None)


def _stand_up() -> None:
    token = str(st.session_state.get(TOKEN, ""))
    _seats().pop(_place(token), None)
    forget(token)
    spoken = st.session_state.get(LANGUAGE)
    st.session_state.clear()
    if spoken is not None:
        st.session_state[LANGUAGE] = spoken


def _give_token() -> None:
    """Let the browser keep the token until it closes, for this site alone."""
    token = st.session_state[TOKEN]
    if is_kept(token):
        return
    path = f"{str(st.get_option('server.baseUrlPath') or '').strip('/')}/{PATH}".lstrip("/")
    st.html(
        f"<script>fetch('/{path}',{{method:'POST',headers:{{'{HEADER}':'{ticket_for(token)}'}}}})"
        "</script>",
        unsafe_allow_javascript=True,
    )


def _withheld(here: Workspace) -> int:
    try:
        return here.withheld()
    except TenderLensError:  # said by the page itself
        return 0
