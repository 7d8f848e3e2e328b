"""One page a signal, for readers who do not open the catalogue's files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from queries.catalogue import Provision, catalogue, register
from queries.checks import GOLDEN
from queries.signal import Signal
from queries.words import needed

HEAD = "<!-- Written by `make docs` from the signal file; change that instead. -->"


def signal_page(signal: Signal, provisions: Mapping[str, Provision], golden: Path = GOLDEN) -> str:
    """The page of one signal, as Markdown: what, example, law, limits, settings, query, graph."""
    laws = [_law(provisions[key]) for key in signal.legal_basis]
    sections = {
        "看什么": signal.summary,
        "示例": _example(golden / signal.id / "expected.json"),
        "为什么重要": signal.why_it_matters,
        "正常解释": _list(signal.innocent_explanations),
        "建议核查": _list(signal.next_steps),
        "看不到什么": _list(signal.blind_spots),
        "法律依据": "\n\n".join(laws),
        "权重": _weight(signal),
        "参数": _parameters(signal),
        "需要的数据": _list(f"{needed(line)}（`{line}`）" for line in signal.requires),
        "参考": _list(signal.references),
        "查询": f"```cypher\n{signal.cypher.strip()}\n```",
        "演示": _demonstration(signal, golden / signal.id / "fires.yaml"),
        "In English": f"**{signal.english.title}.** {signal.english.summary}",
    }
    facts = (
        f"`{signal.id}` · r{signal.revision} · {signal.family.value} · "
        f"{signal.strength.value} · {signal.status}"
    )
    body = "\n\n".join(f"## {title}\n\n{text}" for title, text in sections.items() if text)
    return f"{HEAD}\n\n# {signal.title}\n\n{facts}\n\n{body}\n"


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _example(expected: Path) -> str:
    """What it says of its golden graph, in which all names are letters."""
    if not expected.is_file():
        return ""
    found = json.loads(expected.read_text(encoding="utf-8"))
    return _list(dict.fromkeys(str(finding["sentence"]) for finding in found))


def _demonstration(signal: Signal, fires: Path) -> str:
    if not fires.is_file():
        return ""
    graph = fires.read_text(encoding="utf-8").strip()
    return (
        "上面的示例由下面这个最小的图得出，A、B、C 等为虚构的企业：\n\n"
        f"```yaml\n{graph}\n```\n\n"
        f"运行：`python -m pytest tests/golden -k {signal.id}`"
    )


def _law(provision: Provision) -> str:
    title = f"**《{provision.act}》{provision.article}** [{provision.tag}]"
    # A text that was not checked against the official one is never offered as a quotation.
    return f"{title}\n\n> {provision.text}" if provision.quotable else title


def _weight(signal: Signal) -> str:
    cases = "".join(
        f"\n- {signal.weight.when} = {value}: {bans} bans"
        for value, bans in signal.weight.cases.items()
    )
    return f"{signal.weight.bans} bans. {signal.weight.reason}{cases}"


def _parameters(signal: Signal) -> str:
    if not signal.parameters:
        return ""
    rows = [
        f"| `{name}` | {_cell(p.default)} | {p.unit} | {_cell(p.reason)} | {_cell(p.source)} |"
        for name, p in sorted(signal.parameters.items())
    ]
    return "\n".join(
        ["| 名称 | 默认 | 单位 | 理由 | 来源 |", "| --- | --- | --- | --- | --- |", *rows]
    )


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")


def write_pages(folder: Path) -> tuple[Path, ...]:
    """Write the page of every signal; pages of signals that are gone go too."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = {f"{s.id}.md": signal_page(s, register()) for s in catalogue()}
    for stale in sorted({p.name for p in folder.glob("*.md")} - set(pages)):
        (folder / stale).unlink()
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
    return tuple(folder / name for name in sorted(pages))
