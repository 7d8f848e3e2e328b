"""The relations as one HTML file that asks for nothing from outside."""

from __future__ import annotations

from html import escape

from evidence.beijing_time import moment
from evidence.content import Content
from evidence.masking import masked, printable
from evidence.picture import Picture, Relations
from messages import language, t
from queries.describe import display_name

STYLE = (
    "body{font-family:'Noto Sans SC','Microsoft YaHei',SimSun,sans-serif;color:#1f2a44;"
    "max-width:1200px;margin:2rem auto;padding:0 1rem}svg{width:100%;height:auto}"
    "table{border-collapse:collapse;width:100%}td,th{border:1px solid #a3aec2;padding:.3rem .6rem;"
    "text-align:left;vertical-align:top}th{background:#dce3ee}.mark{color:#b42318;font-weight:700}"
)
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def network_page(content: Content, drawn: Relations, picture: Picture) -> bytes:
    """Picture and list of ties; names are text, whatever they contain."""
    nodes = {n.key: _shown(display_name(n)) for n in (*drawn.firms, *drawn.things)}
    rows = "".join(
        f"<tr><td>{nodes[x.start]}</td><td>{_shown(x.label)}</td><td>{nodes[x.end]}</td></tr>"
        for x in drawn.ties
    )
    heads = "".join(f"<th>{_shown(title)}</th>" for title in (t("From"), t("Tie"), t("To")))
    release = content.release
    page = (
        f'<!doctype html><html lang="{"en" if language() == "en" else "zh-CN"}"><head>'
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<title>{_shown(content.number)}</title><style>{STYLE}</style></head><body>"
        f'<p class="mark">{_shown(release.stated_mark)}</p><h1>{_shown(content.matter.name)}</h1>'
        f"<p>{_shown(content.number)} · {_shown(release.by)} · {_shown(moment(release.at))}</p>"
        f"{picture.svg}<table><tr>{heads}</tr>{rows}</table></body></html>\n"
    )
    return page.encode()


def _shown(text: str) -> str:
    return escape(masked(printable(text)))
