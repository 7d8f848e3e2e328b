"""The help of every command in the language that was chosen before it."""

from __future__ import annotations

from typing import Any

import typer
from typer import rich_utils
from typer.main import get_command

from messages import t


def spoken(app: typer.Typer) -> Any:
    """The program, as the library makes it of its commands, with every text of its help said."""
    rich_utils.OPTIONS_PANEL_TITLE = t("Options")
    rich_utils.ARGUMENTS_PANEL_TITLE = t("Arguments")
    rich_utils.COMMANDS_PANEL_TITLE = t("Commands")
    rich_utils.REQUIRED_LONG_STRING = t("[required]")
    rich_utils.DEFAULT_STRING = t("[default: {}]")
    program = get_command(app)
    _say(program)
    return program


def _say(command: Any) -> None:
    command.help = t(command.help or "")
    own = command.get_help_option(typer.Context(command))
    for parameter in (*command.params, *([own] if own else [])):
        if getattr(parameter, "help", None):
            parameter.help = t(parameter.help)
    for each in getattr(command, "commands", {}).values():
        _say(each)
