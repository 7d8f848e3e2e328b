"""Why an engine cannot run a query, in the reader's words where its reason is a known one."""

from __future__ import annotations

import re

from messages import t

LONGEST = 120  # signs of an engine's own words beside ours; longer ones are lists of all it knows
_ENDS = re.compile(r"'<EOF>'|Invalid input ''")
_WORD = re.compile(r"input '(.+?)'(?=[ ,:]|$)")
_PLACE = re.compile(r"\bline (\d+)(?::|, column )(\d+)( \(offset)?")
_UNNAMED = re.compile(r"Variable [`'](.+?)[`'] not defined")
_FUNCTION = re.compile(r"Unknown function '(.+?)'")
_PARAMETER = re.compile(r"Expected parameter\(s\): (.+)|Parameter not found: (.+)")


def refused_query(message: str) -> str:
    """A sentence for what an engine says of a query."""
    if _ENDS.search(message):
        return t("The query ends too early: something is missing at its end. Complete it.")
    word, place = _WORD.search(message), _PLACE.search(message)
    if word and place:
        own = message.splitlines()[0]
        return t(
            "Line {line} cannot be understood from character {column} on, at '{word}'. Check the "
            "words, commas, quotation marks and brackets there.",
            line=place[1],
            column=int(place[2]) + (place[3] is None),  # only who says an offset counts from one
            word=word[1],
        ) + (f" ({own})" if len(own) <= LONGEST else "")
    if unnamed := _UNNAMED.search(message):
        return t(
            "'{name}' is used, but nothing before it is called so. Name it in MATCH, WITH or "
            "UNWIND, or put a text into quotation marks.",
            name=unnamed[1],
        )
    if function := _FUNCTION.search(message):
        return t("There is no function '{name}'. Check its spelling.", name=function[1])
    if missing := _PARAMETER.search(message):
        return t("The query needs a value for: {names}.", names=missing[1] or missing[2])
    if message == "/ by zero":
        return t("The query divides by zero. Leave such rows out with WHERE.")
    return t("The engine cannot run the query: {error}", error=message)
