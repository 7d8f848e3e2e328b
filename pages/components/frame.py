"""What every page stands in: its language, its workspace, and sentences instead of tracebacks."""

from __future__ import annotations

import functools
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import ParamSpec

import streamlit as st

from evidence.accounts import NotPermitted
from evidence.audit import Action
from graph.errors import EngineUnavailable, GraphChanging, TenderLensError, answerable
from graph.overhearing import overhearing
from loaders.table_map import TableMap
from messages import LANGUAGES, language, set_language, t
from pages.components.cypher_behind import cypher_behind, questions_of_view
from pages.components.going_back import one_step_an_act
from pages.components.hand import watch_hand
from pages.components.literal import literal
from pages.components.load_run import State, current_run
from pages.components.refusal import refusal_here
from pages.components.sign_in import (
    LANGUAGE,
    entered,
    left_to_others,
    may_see,
    refuse_strangers,
    who_is_here,
)
from pages.components.streamlit_words import own_words
from pages.components.tray import tray_sidebar
from workspace import Workspace, open_workspace

ICON = Path(__file__).with_name("icon.png")  # signs by name would be fetched from outside
LANGUAGE_NAMES = {"zh_CN": "中文", "en": "English"}
SPOKEN = "tenderlens-language"  # the cookie of a language that was chosen
KEPT_SECONDS = 365 * 24 * 3600
RECONNECTING = "reconnecting"
UNKNOWN = "unknown-address"
PAGES = {
    "overview": "pages/overview_page.py",
    "leads": "pages/lead_page.py",
    "watch": "pages/watch_page.py",
    "inspection": "pages/inspection_page.py",
    "rings": "pages/ring_page.py",
    "trends": "pages/trend_page.py",
    "profile": "pages/profile_page.py",
    "network": "pages/network_page.py",
    "path": "pages/path_page.py",
    "ask": "pages/ask_page.py",
    "load": "pages/load_page.py",
    "audit": "pages/audit_page.py",
    "account": "pages/account_page.py",
}


def use_language() -> None:
    """Speak the language that was chosen; every run is a new thread and must be told."""
    chosen = st.session_state.get(LANGUAGE) or st.context.cookies.get(SPOKEN)
    set_language(chosen if chosen in LANGUAGES else None)


def _language_stays() -> None:
    """Let the browser keep a language that is not the usual one, for other windows and days."""
    set_language(None)
    usual = language()
    use_language()
    seconds = 0 if language() == usual else KEPT_SECONDS
    st.html(
        f"<script>document.cookie = '{SPOKEN}={language()}; path=/; samesite=strict; "
        f"max-age={seconds}'</script>",
        unsafe_allow_javascript=True,
    )


def sidebar(here: Workspace | None) -> None:
    """The language switch, who is here, and what holds for every page."""
    st.session_state.setdefault(LANGUAGE, language())
    with st.sidebar:
        st.segmented_control(
            "语言 / Language",
            LANGUAGES,
            key=LANGUAGE,
            format_func=LANGUAGE_NAMES.__getitem__,
            required=True,
            on_change=_choices_said_anew,
        )
        use_language()
        _language_stays()
        st.caption(t("Records show, people judge: leads are clues to be checked, not findings."))
        if here is not None:
            who_is_here(here)
        own_words()
        one_step_an_act()
        watch_hand()


def _choices_said_anew() -> None:
    """Send what was chosen to the browser again: it keeps the words of the other language."""
    for key, value in list(st.session_state.items()):
        if _choice(value) or (isinstance(value, list) and value and all(map(_choice, value))):
            st.session_state[key] = value


def _choice(value: object) -> bool:
    """Whether it may be what a select box holds; a button's state must not be set."""
    return isinstance(value, str | int | Enum | TableMap) and not isinstance(value, bool)


@st.cache_resource(show_spinner=False)
def shared_workspace() -> Workspace:
    """The workspace of all sessions; who has signed in sees it through a door of their own."""
    return open_workspace()


def who_entered() -> Workspace | None:
    """The workspace as who is here sees it; None while somebody must sign in first."""
    shared = shared_workspace()
    refuse_strangers(shared)
    return entered(shared)


def run_page(show: Callable[[Workspace], None], *, asked: bool = True) -> None:
    """Show a page. What a person can answer becomes a sentence on the page.

    `asked`: below the page stands the Cypher behind it.
    """
    use_language()

    def whole() -> None:
        st.html(STYLE)
        if language() == "en":
            st.html(ENGLISH_SIGNS)
        workspace = _opened()
        if workspace.door.session is not None:
            st.html(_pictures_stay())
        with overhearing() as heard, refusal_here():
            try:
                show(workspace)
            except GraphChanging as change:
                st.info(literal(change), icon=":material/hourglass_top:")
                _until_settled(workspace)
        if asked:
            questions = questions_of_view(_view_name(), heard)
            cypher_behind(questions, key="behind", asks=may_see(workspace, "ask"))
        if workspace.may(Action.VIEW):
            tray_sidebar(workspace)
            workspace.note_visit()

    _guarded(whole)


def unknown_address(first: str) -> None:
    """Say once that the address has no page; the first page stands at / and has no other."""
    asked = str(st.session_state.pop(UNKNOWN, None) or first)
    if asked != first:
        st.info(
            t("There is no page at /{address}. This is the first page.", address=literal(asked)),
            icon=":material/wrong_location:",
        )


def _view_name() -> str:
    """The page with what its address says: another lead, firm or filter is another view."""
    stated = sorted((name, *st.query_params.get_all(name)) for name in st.query_params)
    return f"{st.context.url} {stated}"


P = ParamSpec("P")


def fragment(part: Callable[P, None]) -> Callable[P, None]:
    """A part of a page that runs again by itself, with the same care as the whole."""
    return st.fragment(_careful(part))


def polling(part: Callable[P, None]) -> Callable[P, None]:
    """A fragment that also runs again every second, to follow what goes on beside the page."""
    return st.fragment(_careful(part), run_every=1.0)


def _careful(part: Callable[P, None]) -> Callable[P, None]:
    @functools.wraps(part)
    def careful(*args: P.args, **kwargs: P.kwargs) -> None:
        use_language()
        _guarded(lambda: part(*args, **kwargs))

    return careful


@polling
def _until_settled(workspace: Workspace) -> None:
    """Show the page once the change is done."""
    if workspace.settled():
        st.rerun()


def _opened() -> Workspace:
    with st.spinner(t("Opening the graph …")):
        here = who_entered()
    if here is None:
        raise NotPermitted(t("This workspace has accounts. Sign in first."))
    if here.cut_off():
        with st.spinner(t("A load or a taking back was cut off: what it left is taken back …")):
            here.take_back_cut_off()
    return here


def _guarded(act: Callable[[], None]) -> None:
    try:
        act()
        st.session_state.pop(RECONNECTING, None)
    except EngineUnavailable as problem:
        shared_workspace.clear()
        if not st.session_state.get(RECONNECTING):  # an idle server may have stopped: once more
            st.session_state[RECONNECTING] = True
            st.rerun()
        st.session_state.pop(RECONNECTING, None)
        st.error(literal(problem), icon=":material/power_off:")
        st.info(t("The data is safe. Do what is said above, then try again."))
        st.button(t("Try again"), type="primary", key="try-again")
    except (TenderLensError, OSError) as problem:
        st.error(literal(answerable(problem)), icon=":material/error:")


# Where the keyboard stands shows on links of pages too. Streamlit's own colours of captions,
# quotations, main buttons, words in charts and code are too faint to read for many; those of code
# are the editor's. At 1024 px: a narrow sidebar, less air, columns of `stacks-…` containers
# below one another, more room for the panel beside the picture of `splits-…` containers.
STYLE = """<style>
:is([data-testid="stSidebarNavLink"], [data-testid="stPageLink-NavLink"]):focus-visible {
  outline: 2px solid light-dark(#1d5fa8, #5aa2ec); outline-offset: -2px;
}
[data-testid="stElementToolbar"]:focus-within { opacity: 1; top: -2.4rem; z-index: 9; }
:is([data-testid="stElementToolbarButton"] button:focus-visible,
[data-testid="stDataFrameResizable"]:focus-within) {
  outline: 2px solid light-dark(#1d5fa8, #5aa2ec);
}
[data-testid="stCaptionContainer"] { opacity: .75; }
[data-testid="stVegaLiteChart"] text[fill="#808495"] { fill: #5c6675; }
[data-testid="stBaseButton-primary"], [data-testid="stBaseButton-primaryFormSubmit"] {
  color: light-dark(#ffffff, #10161f) !important;
}
[data-testid="stMarkdownContainer"] blockquote { opacity: .8; }
[data-testid="stCode"] .token.token { color: inherit; }
[data-testid="stCode"] .token.keyword { color: light-dark(#1f5fa8, #7db4f5); }
[data-testid="stCode"] :is(.token.class-name, .token.relationship) {
  color: light-dark(#1a7448, #7fcfa0);
}
[data-testid="stCode"] .token.string { color: light-dark(#a0490f, #f0b27a); }
[data-testid="stCode"] .token.variable { color: light-dark(#8255b0, #c9a5f5); }
[data-testid="stBaseButton-tertiary"] p { text-align: start; }
[data-testid="stMetricLabel"] p, [data-testid="stSidebarNavLink"] span {
  white-space: normal; overflow: visible; text-overflow: clip;
}
@media (max-width: 1200px) {
  section[data-testid="stSidebar"][data-collapsed="false"] {
    width: 12.5rem !important; min-width: 12.5rem !important; max-width: 12.5rem !important;
  }
  section[data-testid="stSidebar"] [data-testid="stSidebarContent"] { padding-inline: .6rem; }
  section[data-testid="stSidebar"] [data-testid="stSidebarUserContent"] {
    padding-inline: .2rem;
  }
  section[data-testid="stSidebar"] [data-testid="stSidebarUserContent"] button {
    padding-inline: .55rem; min-height: 2rem; gap: .25rem;
  }
  section[data-testid="stSidebar"] .st-key-tray { padding-inline: .6rem; }
  section[data-testid="stSidebar"] .st-key-tray [data-testid="stPopoverButton"] p {
    font-size: .85rem;
  }
  .stMainBlockContainer [data-testid="stMetricValue"] { font-size: 1.15rem; }
  [class*="st-key-splits-"] > [data-testid="stLayoutWrapper"]
    > [data-testid="stHorizontalBlock"] > [data-testid="stColumn"],
  [class*="st-key-splits-"] > [data-testid="stHorizontalBlock"] > [data-testid="stColumn"] {
    flex: 1 1 0; min-width: 0;
  }
  [class*="st-key-splits-"] > [data-testid="stLayoutWrapper"]
    > [data-testid="stHorizontalBlock"] > [data-testid="stColumn"]:first-child,
  [class*="st-key-splits-"] > [data-testid="stHorizontalBlock"]
    > [data-testid="stColumn"]:first-child { flex-grow: 1.75; }
  .stMainBlockContainer { padding-inline: 1.2rem !important; padding-top: 3rem !important; }
  [class*="st-key-stacks-"] > [data-testid="stLayoutWrapper"] > [data-testid="stHorizontalBlock"],
  [class*="st-key-stacks-"] > [data-testid="stHorizontalBlock"] { flex-wrap: wrap; }
  [class*="st-key-stacks-"] > [data-testid="stLayoutWrapper"] > [data-testid="stHorizontalBlock"]
    > [data-testid="stColumn"],
  [class*="st-key-stacks-"] > [data-testid="stHorizontalBlock"] > [data-testid="stColumn"] {
    min-width: 100%;
  }
  [class*="st-key-stacks-profile"] > [data-testid="stLayoutWrapper"]
    > [data-testid="stHorizontalBlock"] > [data-testid="stColumn"]:first-child,
  [class*="st-key-stacks-profile"] > [data-testid="stHorizontalBlock"]
    > [data-testid="stColumn"]:first-child { order: 2; }
}
</style>"""

# Quotation marks and dots of a Chinese font are as wide as a character.
ENGLISH_SIGNS = """<style>@font-face {
  font-family: "English signs"; unicode-range: U+2018-201D, U+2026;
  src: local("Noto Sans"), local("Segoe UI"), local("Helvetica Neue"), local("Arial"),
    local("Liberation Sans"), local("DejaVu Sans");
}</style>"""


def _pictures_stay() -> str:
    """With accounts a chart gives no file unasked: its signs for that are shown where it may."""
    taking = ("Download as PNG", "Copy Vega-Lite spec")
    labels = ",".join(f'[aria-label="{name}"]' for each in taking for name in (each, t(each)))
    button = f'[data-testid="stElementToolbarButton"]:has(button:is({labels}))'
    return (
        f"<style>{button} {{ display: none; }} "
        f'[class*="st-key-freed-"] {button} {{ display: block; }}</style>'
    )


def spread() -> None:
    """Use the whole window: networks and tables of many columns need the room."""
    st.html(
        "<style>.stMainBlockContainer{padding:2.4rem 1.5rem 1.5rem}"
        ".stMainBlockContainer h1{font-size:1.4rem;padding:.3rem 0 .7rem}"
        "[data-testid='stColumn'] h1{white-space:nowrap}</style>"
    )


def nothing_loaded() -> None:
    """What to do while the graph is empty."""
    here = who_entered()
    run = current_run(here) if here is not None else None
    if run is not None and run.state is State.LOADING:
        st.info(
            t("Files are being loaded. They are shown here once that is finished."),
            icon=":material/hourglass_top:",
        )
        link_to_load()
        return
    st.info(t("The graph is empty. Load files first, then come back."), icon=":material/inbox:")
    link_to_load()
    st.markdown(t("In a terminal, in the project folder:"))
    st.code(
        "python cli.py load sample_data\npython cli.py measure\npython cli.py leads",
        language="bash",
    )
    st.markdown(t("`make demo` does all of this with the sample data, which is invented."))


def link_to_load() -> None:
    """A link to the page that loads files, for who may load."""
    here = who_entered()
    if here is not None and not left_to_others(here, Action.LOAD):
        st.page_link(PAGES["load"], label=t("Load data"), icon=":material/upload_file:")
