"""The terminal front door: every command of `commands/`, one program."""

from __future__ import annotations

import os
import signal
import sys
from typing import NoReturn

from messages import t

_INTERRUPTED = 130


def _stop(*_: object) -> NoReturn:
    sys.stderr.write(t("Stopped.") + "\n")
    sys.stderr.flush()
    os._exit(_INTERRUPTED)


# The libraries take a second to be read. Who stops the program meanwhile is shown no traceback.
_usual = signal.getsignal(signal.SIGINT)
if _usual is signal.default_int_handler:
    signal.signal(signal.SIGINT, _stop)

# Each registers its commands, in the order in which the help lists them.
from commands import (  # noqa: E402, F401  # isort: skip
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
import typer  # noqa: E402

from commands.front import REFUSED, app, err  # noqa: E402
from commands.mistyped import told  # noqa: E402
from commands.spoken_help import spoken  # noqa: E402
from graph.errors import TenderLensError, answerable  # noqa: E402

if _usual is signal.default_int_handler:
    signal.signal(signal.SIGINT, _usual)

__all__ = ["app", "main"]


def main() -> NoReturn:
    """Run a command; what a person can act on becomes one sentence and exit code 1 or 2."""
    try:
        sys.exit(spoken(app)(prog_name="tenderlens", standalone_mode=False))
    except (TenderLensError, OSError) as error:
        err.print(str(answerable(error)), style="red")
        sys.exit(REFUSED)
    except typer.TyperException as error:
        if sentence := told(error):
            err.print(sentence, style="red")
        sys.exit(error.exit_code)
    except typer.Abort:
        err.print(t("Stopped."))
        sys.exit(REFUSED)
    except KeyboardInterrupt:
        err.print(t("Stopped."))
        sys.exit(_INTERRUPTED)


if __name__ == "__main__":
    main()
