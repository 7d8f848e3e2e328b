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
_UNION = re.compile(r"UNION must have the same return column names")
_DAY = re.compile(
    r"cannot parse '|Text cannot be parsed to a|Invalid (?:value for \w+ \(|duration)"
)
_KIND = re.compile(
    r"Type ?mismatch|TypeError|Arithmetic operations require|List index must be|requires numeric|"
    r"^Cannot \w+ `",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"be a non-negative integer|\b(?:SKIP|LIMIT) (?:value|expression) |variables in (?:SKIP|LIMIT)"
)
_TOO_LARGE = re.compile(r"integer (?:literal )?is too large", re.IGNORECASE)
_PARAMETER = re.compile(r"Expected parameter\(s\): (.+)|Parameter not found: (.+)")


def refused_query(message: str) -> str:
    """A sentence for what an engine says of a query."""
    own = message.partition("\n")[0]
    beside = f" ({own})" if len(own) <= LONGEST else ""
    if _ENDS.search(message):
        return t("The query ends too early: something is missing at its end. Complete it.")
    word, place = _WORD.search(message), _PLACE.search(message)
    if word and place:
        said = t(
            "Line {line} cannot be understood from character {column} on, at '{word}'. Check the "
            "words, commas, quotation marks and brackets there.",
            line=place[1],
            column=int(place[2]) + (place[3] is None),  # only who says an offset counts from one
            word=word[1],
        )
        return said + beside
    if said := _unknown(message):
        return said
    if said := _of_values(message):
        return said + beside
    return t("The engine cannot run the query: {error}", error=message)


def not_a_count() -> str:
    """What is said of what stands after SKIP or LIMIT and is no number of rows."""
    return t(
        "SKIP and LIMIT take a whole number of 0 or more, as in LIMIT 10, or a parameter with such "
        "a value; no text and no name of the query."
    )


def _unknown(message: str) -> str:
    """What is said of a name that the engine does not know; else nothing."""
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
    return ""


def _of_values(message: str) -> str:
    """What is said of values and columns that do not fit; else nothing."""
    if message == "/ by zero":
        return t("The query divides by zero. Leave such rows out with WHERE.")
    if _COUNT.search(message):
        return not_a_count()
    if _TOO_LARGE.search(message):
        return t("A whole number is too large: the engines take 64 bits. Write it as text.")
    if _UNION.search(message):
        return t(
            "The parts of a UNION must return columns of the same names. Name them alike with AS."
        )
    if _DAY.search(message):
        return t("A text is no day or time. Write it as 2024-05-06 or 2024-05-06T09:30:00.")
    if _KIND.search(message):
        return t(
            "A value is of another type than is needed there, such as a text where a number "
            "belongs. Check it, or convert it with toInteger, toFloat or toString."
        )
    return ""
