"""Text from data inside Markdown: names, reasons and file names are drawn as they are written."""

from __future__ import annotations

import re

APART = "\u2060"  # word joiner: no width, but what it parts is no longer replaced
_SPACE = re.compile(r"[ \t\r\n]+")
_SIGNS = re.compile(r"[\\`*_{}\[\]<&~$|]|:(?=[A-Za-z:])")
_START = re.compile(r"^(?:[#+\-=>]|\d+(?=[.)](?: |$)))")
# Streamlit replaces these in the parsed text, where a backslash no longer says anything: emoji and
# signs by name, addresses that become links, arrows and dashes.
_REPLACED = re.compile(
    r":(?=material/|[\w+-]*[a-z_+-][\w+-]*:|1(?:00|234):)"
    r"|https?(?=://)|www(?=\.)|(?<=\w)@(?=\w)"
    r"|(?<!\S)[-<>~](?=(?:->|[->=])(?!\S))",
    re.IGNORECASE,
)


def literal(text: object) -> str:
    """`text` on one line, for a place that renders Markdown."""
    parted = _REPLACED.sub(lambda found: found[0] + APART, _SPACE.sub(" ", str(text)).strip(" "))
    return _START.sub(_told, _SIGNS.sub(lambda found: "\\" + found[0], parted))


def _told(found: re.Match[str]) -> str:
    return f"{found[0]}\\" if found[0].isdecimal() else f"\\{found[0]}"


def in_badge(text: object) -> str:
    """`text` for `st.badge`, which escapes square brackets by itself."""
    return literal(text).replace("\\[", "[").replace("\\]", "]")
