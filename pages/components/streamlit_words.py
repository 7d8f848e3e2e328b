"""The words that Streamlit itself writes, in the language of the page: it has English alone.

A script beside the page replaces them where they stand whole in a menu, a tip, an empty field or
the name of a sign. What data says is left alone: Markdown, tables, code and what people type.
"""

from __future__ import annotations

import json

import streamlit as st

from messages import language, t

WORDS = (
    "Search", "Close Search", "Next Result", "Previous Result", "Type to search",
    "Download as CSV", "Show/hide columns", "Add row", "Delete row(s)", "Clear selection",
    "Sort ascending", "Sort descending", "Format", "Autosize", "Pin column", "Unpin column",
    "Hide column", "Statistics", "Copy column name", "Dataframe column menu", "Automatic",
    "Localized", "Plain", "Compact", "Dollar", "Euro", "Yen", "Percent", "Scientific",
    "Accounting", "Distance", "Calendar", "Duration", "Distinct", "Empty", "Values", "Minimum",
    "Maximum", "Median", "Average", "Standard deviation", "Sum", "Range", "Based on sample",
    "Select all", "No results", "Choose an option", "Choose options", "Choose or add an option",
    "Choose or add options", "Add an option", "Add options", "No options to select",
    "Clear value", "Clear all", "Open", "Selected values", "Clear entry", "Increment", "Decrement",
    "Choose date", "Choose date range", "Clear date", "Clear dates", "Date range",
    "Use arrow keys to navigate dates. Enter to select. Escape to close.",
    "Press Enter to apply", "Press Ctrl+Enter to apply", "Press Enter to submit form",
    "Press Ctrl+Enter to submit form", "Drag and drop files here", "Drag and drop a file here",
    "Add files", "Download as PNG", "Copy Vega-Lite spec", "Show chart", "Show data", "Fullscreen",
    "Close fullscreen", "Copy to clipboard", "Copied", "Close", "Cancel", "Stop", "Stopping...",
    "Running...", "Collapse sidebar", "Expand sidebar", "Sidebar", "App pages", "Main menu",
    "Rerun", "Scroll tabs left", "Scroll tabs right", "Skip to main content", "Show password text",
    "Hide password text", "Link to heading", "No data", "Connecting", "Connection error",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your "
    "terminal:",
)  # fmt: skip
# What follows is typed, chosen, a day or the name of a field.
BEGINNINGS = ("Add: ", "Remove ", "Choose date, ", "Help for ")
SCRIPT = """<script>
(() => {
  const said = globalThis.tenderlensWords ??= {words: new Map(), beginnings: [], seen: null};
  const given = %s;
  document.documentElement.lang = given.spoken; // for readers aloud, and the signs of a font
  // The calendar of a date field and the figures of tables speak what the browser says it speaks.
  for (const [name, said] of [['language', given.spoken], ['languages', [given.spoken]]]) {
    Object.defineProperty(navigator, name, {configurable: true, get: () => said});
  }
  said.words = new Map(given.words);
  said.beginnings = given.beginnings;
  const data = '[data-testid="stMarkdown"],[data-testid="stHeading"],[data-testid="stCode"],'
    + '[data-testid="stMetric"],[data-testid="stBidiComponent"],[data-testid="stAlert"],canvas,'
    + 'pre,code,textarea,script,style';
  const names = ['aria-label', 'title', 'placeholder'];
  const other = (text) => {
    const whole = said.words.get(text.trim());
    if (whole !== undefined) return whole;
    const begun = said.beginnings.find(([start]) => text.startsWith(start));
    return begun === undefined ? undefined : begun[1] + text.slice(begun[0].length);
  };
  const text = (node) => {
    const better = other(node.nodeValue);
    if (better !== undefined && !node.parentElement?.closest(data)) node.nodeValue = better;
  };
  const named = (element) => {
    for (const name of names) {
      const better = element.hasAttribute(name) ? other(element.getAttribute(name)) : undefined;
      if (better !== undefined) element.setAttribute(name, better);
    }
  };
  const below = (root) => {
    if (root.nodeType === Node.TEXT_NODE) return text(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    named(root);
    for (const element of root.querySelectorAll(names.map((n) => `[${n}]`).join())) named(element);
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) text(walk.currentNode);
  };
  below(document.body);
  if (said.seen) return;
  said.seen = new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === 'attributes') named(change.target);
      else if (change.type === 'characterData') text(change.target);
      else change.addedNodes.forEach(below);
    }
  });
  said.seen.observe(document.body, {
    childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: names,
  });
})();
</script>"""


def own_words() -> None:
    """Let the browser replace Streamlit's words; nothing on an English page."""
    english = language() == "en"
    given = {
        "spoken": "en" if english else "zh-CN",
        "words": [] if english else [[word, t(word)] for word in WORDS],
        "beginnings": [] if english else [[start, t(start)] for start in BEGINNINGS],
    }
    text = json.dumps(given, ensure_ascii=False).replace("<", "\\u003c")
    st.html(SCRIPT % text, unsafe_allow_javascript=True)
