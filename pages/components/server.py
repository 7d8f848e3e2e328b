"""Starts Streamlit: `python -m pages.components.server run app.py …`, options as usual.

Streamlit takes a folder named `pages` for its older kind of page until `st.navigation` has run
once. Told beforehand, it finds every page from the first visit on, also by its address. What every
page needs is imported here too, so that the first visitor does not wait for it.
"""

from __future__ import annotations

import sys

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web.cli import main

import pages.components.frame  # noqa: F401 - the imports are what is wanted

if __name__ == "__main__":
    PagesManager.uses_pages_directory = False
    sys.exit(main(prog_name="streamlit"))
