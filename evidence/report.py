"""The report 疑似串通投标线索分析报告 as DOCX."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from evidence.content import Content, Exhibit, Section
from evidence.document import ALARM, INK, MUTED, Document
from evidence.wording import (
    band_name,
    family_name,
    kind_name,
    moment,
    strength_name,
    tag_name,
)
from leads.lead import SubjectKind
from leads.smoke_index import index
from leads.weights import Cap, Share
from messages import t
from queries.catalogue import Provision

SHOWN = 30  # findings of one signal that are printed; the workbook has all of them
STEPS_SHOWN = 30  # steps of the waterfall
ROWS_SHOWN = 20  # source rows printed for one finding


def report(content: Content) -> bytes:
    """The report of one lead; equal content gives equal bytes."""
    title = _title(content)
    page = Document(
        mark=t("Work secret · internal material, keep with care"),
        footer=t(
            "{lead} · prepared by {by}, {at} · page # of #",
            lead=content.lead.id,
            by=content.prepared_by.replace("#", ""),
            at=moment(content.at),
        ),
        title=title,
        author=content.prepared_by,
        at=content.at,
    )
    _cover(page, content, title)
    _overview(page, content)
    _parties(page, content)
    _details(page, content)
    _unanswered(page, content)
    _data(page, content)
    _method(page, content)
    _signatures(page)
    return page.bytes()


def _title(content: Content) -> str:
    if content.lead.kind is SubjectKind.EXPERT:
        return t("Analysis report on leads about an evaluation expert")
    return t("Analysis report on leads of possible bid collusion")


def _cover(page: Document, content: Content, title: str) -> None:
    smoke = content.lead.smoke
    page.text("", before=90)
    page.text(title, bold=True, size=24, color=INK, centred=True, after=18)
    page.text(content.lead.name, bold=True, size=14, centred=True, after=60)
    page.table(
        [
            [t("Lead"), content.lead.id],
            [t("Subject of the lead"), content.lead.name],
            [t("Kind of subject"), kind_name(content.lead.kind.value)],
            [t("Smoke index"), _index_text(content)],
            [t("Level"), band_name(smoke)],
            [t("Data coverage"), f"{smoke.coverage:.0%}（{smoke.coverage_grade}）"],
            [t("Prepared by"), content.prepared_by],
            [t("Prepared at"), moment(content.at)],
            [t("Program"), f"TenderLens {content.program_version}"],
        ],
        (1, 3),
        label_column=True,
        size=11,
    )
    page.text(
        t(
            "This report was produced by a program from the data loaded into it. It says what the "
            "records show. The index is an aid for ordering work; whether anything here is so is "
            "for the competent authority to find out. Every party must have the chance to explain."
        ),
        color=MUTED,
        size=10,
        before=24,
    )
    page.page_break()


def _index_text(content: Content) -> str:
    smoke = content.lead.smoke
    return t(
        "{value} (interval {low}–{high})",
        value=f"{smoke.value:.1f}",
        low=f"{smoke.interval[0]:.1f}",
        high=f"{smoke.interval[1]:.1f}",
    )


def _overview(page: Document, content: Content) -> None:
    smoke = content.lead.smoke
    page.heading(t("1. Overview"))
    if content.lead.red_flag:
        page.text(
            t(
                "Red flag: among the findings are facts that the rules themselves name. They need "
                "checking whatever the index is; each can be rebutted."
            ),
            bold=True,
            color=ALARM,
        )
    if smoke.coverage_grade == "C":
        page.text(t("Too little data: no rating is made."), bold=True, color=ALARM)
    page.table(_overview_rows(content), (1, 3), label_column=True)
    page.heading(t("How the index comes about"), level=2)
    page.table(
        _waterfall(content),
        (0.75, 4.6, 1.6, 1.1, 1.1, 1.1),
        head=[
            t("No."),
            t("What adds to the index"),
            t("Category"),
            t("Bans before discount"),
            t("Bans counted"),
            t("Index so far"),
        ],
        numbers=(3, 4, 5),
        bold_last=True,
    )
    if smoke.without:
        page.heading(t("The index without one family"), level=2)
        page.table(
            [
                [family_name(family), f"{smoke.families[family]:.2f}", f"{value:.1f}"]
                for family, value in sorted(smoke.without.items())
            ],
            (2, 1, 1),
            head=[t("Category left out"), t("Bans of the family"), t("Index then")],
            numbers=(1, 2),
        )


def _overview_rows(content: Content) -> list[list[str]]:
    lead, smoke = content.lead, content.lead.smoke
    counted = sum(not s.note for s in content.sections)
    missing = "、".join(family_name(f) for f in smoke.missing) or t("none")
    return [
        [t("Subject of the lead"), lead.name],
        *([title, value] for title, value in content.facts),
        [t("Smoke index"), _index_text(content)],
        [t("Level"), band_name(smoke)],
        [
            t("What was found"),
            t(
                "{findings} findings of {signals} signals",
                findings=len(lead.findings),
                signals=counted,
            ),
        ],
        [t("Data coverage"), f"{smoke.coverage:.0%}（{smoke.coverage_grade}）"],
        [t("Families without data"), missing],
        [t("Prior"), f"{smoke.prior:.2%}"],
        [t("Sum before discount and caps, for ordering lists"), f"{smoke.ranking:.2f} ban"],
        [t("Weights"), f"{content.weights.label}（{content.weights.version}）"],
    ]  # fmt: skip


def _waterfall(content: Content) -> list[list[str]]:
    smoke, weights = content.lead.smoke, content.weights
    rows = [["", t("Prior"), "", "", "", f"{index(0.0, weights):.1f}"]]
    so_far = 0.0
    for number, item in enumerate(smoke.contributions[:STEPS_SHOWN], start=1):
        so_far += item.points
        rows.append(
            [
                *_step(str(number), item.because, family_name(item.family), item.raw, item.points),
                f"{index(so_far, weights):.1f}",
            ]
        )
    rest = smoke.contributions[STEPS_SHOWN:]
    if rest:
        raw, points = sum(c.raw for c in rest), sum(c.points for c in rest)
        title = t("{count} more, each adding less", count=len(rest))
        rows.append([*_step("", title, "", raw, points), f"{smoke.value:.1f}"])
    total = sum(c.raw for c in smoke.contributions)
    rows.append(
        ["", t("Together"), "", f"{total:.2f}", f"{smoke.evidence:.2f}", f"{smoke.value:.1f}"]
    )
    return rows


def _step(number: str, because: str, family: str, raw: float, points: float) -> list[str]:
    return [number, because, family, f"{raw:.2f}", f"{points:.2f}"]


def _parties(page: Document, content: Content) -> None:
    page.heading(t("2. Firms that findings name"))
    if not content.parties:
        page.text(t("The findings name no firm."))
        return
    page.table(
        [
            [str(i), p.name, p.uscc, str(len(p.signals)), "、".join(p.signals)]
            for i, p in enumerate(content.parties, start=1)
        ],
        (0.75, 2.5, 2.7, 0.8, 3),
        head=[t("No."), t("Firm"), t("Unified social credit code"), t("Indicators"), t("Which")],
        numbers=(3,),
    )


def _details(page: Document, content: Content) -> None:
    page.heading(t("3. The signals in detail"))
    if not content.sections:
        page.text(t("There are no findings."))
    for section in content.sections:
        _section(page, section)


def _section(page: Document, section: Section) -> None:
    signal, words = section.signal, section.words
    title = f"3.{section.exhibits[0].number.split('-')[0]} {words.title}"
    page.heading(f"{title}{t(' (note, not counted)') if section.note else ''}", level=2)
    page.table(
        [
            [
                t("Category"),
                family_name(signal.family.value),
                t("Nature"),
                strength_name(signal.strength.value),
            ],
            [
                t("Bans counted"),
                "—" if section.note else f"{section.points:.2f}",
                t("Indicator"),
                t("{id}, revision {revision}", id=signal.id, revision=signal.revision),
            ],
        ],
        (1, 2, 1, 2),
    )
    page.labelled(t("What is asked: "), words.summary)
    page.labelled(t("Why it matters: "), words.why_it_matters)
    page.heading(t("What the records show"), level=3)
    _exhibits(page, section.exhibits)
    page.heading(t("Provisions to compare with"), level=3)
    for law in section.laws:
        _law(page, law)
    page.heading(t("Innocent explanations to check (tick when checked)"), level=3)
    page.items(words.innocent_explanations, mark="☐")
    page.heading(t("Next steps (tick when done)"), level=3)
    page.items(words.next_steps, mark="☐")
    page.heading(t("What this signal cannot see"), level=3)
    page.items(words.blind_spots)


def _exhibits(page: Document, exhibits: tuple[Exhibit, ...]) -> None:
    page.table(
        [
            [e.number, e.sentence, f"{e.finding.grade:.2f}", f"{e.points:.2f}", _rows(e)]
            for e in exhibits[:SHOWN]
        ],
        (0.75, 3.6, 1, 1, 3.6),
        head=[t("No."), t("What was found"), t("Grade"), t("Bans counted"), t("Source rows")],
        numbers=(2, 3),
        size=8.5,
    )
    if len(exhibits) > SHOWN:
        page.text(
            t(
                "{count} more findings of this signal are in rows.xlsx.",
                count=len(exhibits) - SHOWN,
            ),
            color=MUTED,
        )


def _rows(exhibit: Exhibit) -> str:
    shown = exhibit.sources[:ROWS_SHOWN]
    sheets: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for cell in shown:
        sheets[cell.file, cell.sheet, cell.sha256].append(cell.row)
    lines = [_cited(*sheet, rows) for sheet, rows in sorted(sheets.items())]
    more = len(exhibit.sources) - len(shown)
    if more > 0:
        lines.append(t("{count} more rows are in rows.xlsx.", count=more))
    if exhibit.omitted > 0:
        lines.append(
            t("{count} rows that only mention these parties are not listed.", count=exhibit.omitted)
        )
    return "\n".join(lines) or t("derived; see the measures in section 6")


def _cited(file: str, sheet: str, sha256: str, rows: Sequence[int]) -> str:
    place = t("{file}, sheet {sheet}", file=file, sheet=sheet) if sheet else file
    numbers = ", ".join(str(row) for row in sorted(set(rows)))  # spaces let lines break
    return t("{place}, rows {rows} (SHA-256 {sha}…)", place=place, rows=numbers, sha=sha256[:8])


def _law(page: Document, law: Provision) -> None:
    page.text(f"{law.cited_as}〔{tag_name(law.tag)}〕", bold=True, keep=True, after=1)
    if law.quotable:
        inner = law.text.replace("“", "‘").replace("”", "’")
        page.quote(f"“{inner}”")
    else:
        page.text(
            t("The wording is not verified and therefore not quoted. Look it up before citing it."),
            color=MUTED,
            size=9.5,
        )


def _unanswered(page: Document, content: Content) -> None:
    page.heading(t("4. Signals that could not be computed"))
    if not content.unanswered:
        page.text(t("Every signal had its data."))
        return
    page.text(t("Missing data is not innocence: these questions remain open."))
    page.table(
        [[run.signal.title, run.signal.id, run.note] for run in content.unanswered],
        (2, 2, 3),
        head=[t("Indicator"), t("Id"), t("Why")],
    )


def _data(page: Document, content: Content) -> None:
    page.heading(t("5. Data sources"))
    if not content.batches:
        page.text(t("The findings rest on derived facts alone; section 6 lists the measures."))
        return
    page.table(
        [[b.file, b.table, b.id, str(b.rows), _halved(b.sha256)] for b in content.batches],
        (2.3, 1.1, 1.6, 1.1, 3.6),
        head=[t("File"), t("Table"), t("Batch"), t("Rows cited"), "SHA-256"],
        numbers=(3,),
        size=8.5,
    )


def _halved(sha256: str) -> str:
    """A hash in two lines, so that narrow columns do not break it anywhere."""
    return f"{sha256[:32]}\n{sha256[32:]}" if len(sha256) == 64 else sha256


def _method(page: Document, content: Content) -> None:
    page.heading(t("6. Method and parameters"))
    for text in _method_texts():
        page.text(text)
    page.heading(t("Dials"), level=2)
    page.table(
        _dials(content), (1.6, 0.8, 4), head=[t("Dial"), t("Setting"), t("Reason")], numbers=(1,)
    )
    page.heading(t("Signals and their thresholds"), level=2)
    page.table(
        [
            [
                s.words.title,
                str(s.signal.revision),
                _parameters(s.run.parameters.items()),
            ]
            for s in content.sections
        ],
        (2.4, 0.7, 4),
        head=[t("Indicator"), t("Revision"), t("Thresholds")],
    )  # fmt: skip
    if content.measures:
        page.heading(t("Measures"), level=2)
        page.table(
            [[m.name, m.revision, m.computed_at] for m in content.measures],
            (2, 1, 2),
            head=[t("Measure"), t("Revision"), t("Computed at (UTC)")],
        )
    page.text(
        t(
            "manifest.json holds the full text of every query, its parameters and the SHA-256 of "
            "every file. Run `tenderlens verify manifest.json` to check that nothing was changed."
        ),
        before=6,
    )


def _method_texts() -> tuple[str, ...]:
    return (
        t(
            "Every finding has a weight in bans (log10 of a likelihood ratio) times its grade. "
            "Findings with one root fact count once. Inside a family the second weighs ρ, the "
            "third ρ²; families and all statistics together are capped."
        ),
        t(
            "Index = 100 · odds / (1 + odds), odds = prior / (1 − prior) · 10^(bans counted). The "
            "interval comes from all weights × 0.7 and × 1.3."
        ),
    )


def _dials(content: Content) -> list[list[str]]:
    weights = content.weights
    named: tuple[tuple[str, Share | Cap], ...] = (
        (t("Prior"), weights.prior),
        (t("Discount ρ"), weights.rho),
        (t("Cap of a family"), weights.family_cap),
        (t("Cap of all statistics"), weights.statistical_cap),
        (t("Cap of prices"), weights.price_cap),
        (t("Cap of co-bidding ties"), weights.network_cap),
        (t("Cap of repeated behaviour"), weights.repeated_behaviour_cap),
        (t("Cap of ownership"), weights.equity_cap),
        (t("Cap of repetition over lots"), weights.recurrence_cap),
    )
    own = [(signal, cap) for signal, cap in sorted(weights.signals.items())]
    return [[title, f"{dial.value:g}", dial.reason] for title, dial in (*named, *own)]


def _parameters(parameters: Iterable[tuple[str, object]]) -> str:
    return "\n".join(f"{name} = {value}" for name, value in sorted(parameters)) or "—"


def _signatures(page: Document) -> None:
    page.heading(t("Check and sign"), level=2)
    page.table(
        [
            [role, "", t("Date"), ""]
            for role in (t("Handled by"), t("Reviewed by"), t("Approved by"))
        ],
        (1.2, 3, 0.8, 2),
        size=11,
    )
