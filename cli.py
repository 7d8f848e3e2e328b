"""The terminal front door: every command of `commands/`, one program."""

from __future__ import annotations

import sys
from typing import NoReturn

# Each registers its commands, in the order in which the help lists them.
from commands import (  # noqa: F401  # isort: skip
    start,
    loading,
    identity,
    measuring,
    judging,
    asking,
    handing_over,
    answering_for,
    keeping,
    server,
)
from commands.front import REFUSED, app, err
from graph.errors import TenderLensError

__all__ = ["app", "main"]


def main() -> NoReturn:
    """Run a command; what a person can act on becomes one sentence and exit code 1."""
    try:
        app()
    except TenderLensError as error:
        err.print(str(error), style="red")
        sys.exit(REFUSED)
    sys.exit(0)


if __name__ == "__main__":
    main()
