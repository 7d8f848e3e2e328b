"""The Python that runs this program, by a path that holds in every folder."""

from __future__ import annotations

import os
import sys

# Where PATH names a folder relative to the one the program was started in, `sys.executable` does
# too, and a child process that starts in another folder would not find it. Symbolic links stay: the
# one in a virtual environment is what makes it the environment's.
INTERPRETER = os.path.abspath(sys.executable)  # noqa: PTH100  Path.absolute keeps `..`
