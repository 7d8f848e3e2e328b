"""One step back in the browser for each thing that a person did.

Streamlit adds a step whenever a script says the address: for what a page fills in by itself, and,
where a script goes to another page, for the parameters of that page at the address of the one that
is left. *Back* then leads to a page without what was seen on it. Beside the page a script lets the
first address after a key or a click be a step; what follows by itself takes its place.
"""

from __future__ import annotations

import streamlit as st

SCRIPT = """<script>
(() => {
  if (globalThis.tenderlensSteps) return;
  const steps = (globalThis.tenderlensSteps = { acted: false });
  for (const act of ['pointerdown', 'keydown']) {
    addEventListener(act, () => { steps.acted = true; }, true);
  }
  const push = history.pushState.bind(history);
  history.pushState = (...step) => {
    const { acted } = steps;
    steps.acted = false;
    return acted ? push(...step) : history.replaceState(...step);
  };
})();
</script>"""


def one_step_an_act() -> None:
    """Let the browser keep one address for each act; once a page."""
    st.html(SCRIPT, unsafe_allow_javascript=True)
