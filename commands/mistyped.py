"""What somebody is told whose command was not understood: the library's sentences in our words."""

from __future__ import annotations

import re
from collections.abc import Callable

import typer

from messages import t

_SENTENCES: tuple[tuple[str, Callable[..., str]], ...] = (
    (
        r"No such option: (\S+) \(Possible options: (.+)\)",
        lambda option, near: t(
            "There is no option {option}. Near: {near}.", option=option, near=near
        ),
    ),
    (r"No such option: (\S+)", lambda option: t("There is no option {option}.", option=option)),
    (
        r"No such command '(.+?)'\. Did you mean (.+)\?",
        lambda name, near: t("There is no command {name}. Near: {near}.", name=name, near=near),
    ),
    (r"No such command '(.+)'\.", lambda name: t("There is no command {name}.", name=name)),
    (r"Missing command\.", lambda: t("A command is missing.")),
    (
        r"Missing (?:argument|option|parameter) '(.+?)'\.",
        lambda name: t("{name} is missing.", name=name),
    ),
    (
        r"Got unexpected extra arguments?(?:\(s\))? \((.+)\)",
        lambda words: t("There is nothing for it to do with: {words}.", words=words),
    ),
    (
        r"Option '(.+)' requires an argument\.",
        lambda option: t("Behind {option} a value is missing.", option=option),
    ),
    (
        r"Option '(.+)' does not take a value\.",
        lambda option: t("{option} takes no value.", option=option),
    ),
    (
        r"Invalid value for '(.+?)': (?:Value error, )?'(.*)' is not one of (.+)\.",
        lambda name, word, names: t(
            "{name} is one of {names}, not '{word}'.", name=name, word=word, names=names
        ),
    ),
    (
        r"Invalid value for '(.+?)': .*valid integer.*",
        lambda name: t("{name} takes a whole number.", name=name),
    ),
    (
        r"Invalid value for '(.+?)': .*valid number.*",
        lambda name: t("{name} takes a number.", name=name),
    ),
    (
        r"Invalid value for '(.+?)': .*greater than or equal to (\S+)",
        lambda name, least: t("{name} is at least {least}.", name=name, least=least),
    ),
    (
        r"Invalid value for '(.+?)': .*less than or equal to (\S+)",
        lambda name, most: t("{name} is at most {most}.", name=name, most=most),
    ),
)


def told(error: typer.TyperException) -> str:
    """The sentence for a mistyped command, and where its help is; empty where help was shown.

    A sentence of the library that is not known here is shown as it is.
    """
    said = error.format_message()
    if not said:
        return ""
    for pattern, say in _SENTENCES:
        if found := re.fullmatch(pattern, said, re.DOTALL):
            said = say(*found.groups())
            break
    context = getattr(error, "ctx", None)
    if context is None:
        return said
    return said + t(" `{command} --help` lists what it takes.", command=context.command_path)
