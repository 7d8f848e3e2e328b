"""Starts Streamlit: `python -m pages.components.server run app.py …`, options as usual.

Streamlit takes a folder named `pages` for its older kind of page until `st.navigation` has run
once. Told beforehand, it finds every page from the first visit on, also by its address.
"""

from __future__ import annotations

import sys

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web.cli import main

if __name__ == "__main__":
    PagesManager.uses_pages_directory = False
    sys.exit(main(prog_name="streamlit"))
