"""The report 疑似串通投标线索分析报告 as DOCX: for the supervising authority or the police."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from evidence.beijing_time import moment
from evidence.content import LOTS_TABLED, BatchUse, Content, Exhibit, Section
from evidence.document import ALARM, INK, MUTED, Document
from evidence.opening import EMPTY, columns, moment_text
from evidence.wording import (
    band_name,
    family_name,
    in_force,
    kind_name,
    or_blank,
    strength_name,
    tag_name,
    without_judging,
)
from leads.lead import SmokeIndex, SubjectKind
from leads.smoke_index import index
from leads.weights import Cap, Share
from loaders.tables import TABLES
from messages import language, t
from queries.catalogue import Provision
from queries.describe import signal_title
from queries.sources import SourceCell

SHOWN = 30  # findings of one signal that are printed; the workbook has all of them
STEPS_SHOWN = 30  # steps of the waterfall
ROWS_SHOWN = 20  # source rows printed for one finding
PEOPLE_SHOWN, EVENTS_SHOWN = 60, 80
PARTIES_HEARD = 20


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture of the dossier: its file in the bundle, its caption, its pixels."""

    file: str
    caption: str
    png: bytes


def report(content: Content, figures: Sequence[Figure] = ()) -> bytes:
    """The report; equal content gives equal bytes."""
    page = new_document(content, report_title(content))
    cover(page, content, report_title(content))
    page.contents(t("Contents"))
    for block in blocks(content, figures).values():
        block(page)
    return page.finished()


def report_title(content: Content) -> str:
    """What the report is called."""
    if content.matter.kind == SubjectKind.EXPERT:
        return t("Analysis report on leads about an evaluation expert")
    return t("Analysis report on leads of possible bid collusion")


def new_document(content: Content, title: str, *, base: bytes | None = None) -> Document:
    """An empty document with mark, number, footer and watermark; or one over a template."""
    release = content.release
    return Document(
        mark=release.stated_mark,
        number=content.number,
        footer=t(
            "{lead} · prepared by {by}, {at} · page # of #",
            lead=content.matter.id,
            by=release.by.replace("#", ""),
            at=moment(release.at),
        ),
        watermark=f"{release.by} {moment(release.at)}",
        title=title,
        author=release.by,
        at=release.at,
        base=base,
    )


def blocks(content: Content, figures: Sequence[Figure]) -> dict[str, Callable[[Document], None]]:
    """The parts of the report by the name that a template calls them by, in printed order."""
    return {
        "overview": lambda page: _overview(page, content),
        "parties": lambda page: _parties(page, content),
        "details": lambda page: _details(page, content),
        "people": lambda page: _people(page, content),
        "openings": lambda page: _openings(page, content),
        "pictures": lambda page: pictures(page, figures, t("6. Relations")),
        "timeline": lambda page: timeline(page, content, t("7. Timeline")),
        "gaps": lambda page: _gaps(page, content),
        "sources": lambda page: _data(page, content),
        "method": lambda page: _method(page, content),
        "signatures": signatures,
    }


def cover(page: Document, content: Content, title: str) -> None:
    """The first page: what this is, about whom, from whom, to whom."""
    matter, release = content.matter, content.release
    page.text("", before=70)
    page.text(title, bold=True, size=24, color=INK, centred=True, after=18)
    page.text(matter.name, bold=True, size=14, centred=True, after=44)
    page.table(
        [
            [t("Number of this export"), content.number],
            [t("Subject of the lead"), matter.name],
            [t("Kind of subject"), kind_name(matter.kind)],
            *([] if matter.smoke is None else _cover_index(matter.smoke)),
            [t("Purpose"), or_blank(release.purpose)],
            [t("Recipient"), or_blank(release.recipient)],
            [t("Prepared by"), release.by],
            [t("Approved by"), or_blank(release.approver)],
            [t("Prepared at"), moment(release.at)],
            [t("Program"), f"TenderLens {release.program_version}"],
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
        before=18,
    )
    page.page_break()


def _cover_index(smoke: SmokeIndex) -> list[list[str]]:
    return [
        [t("Smoke index"), _index_text(smoke)],
        [t("Level"), band_name(smoke)],
        [t("Data coverage"), f"{smoke.coverage:.0%}（{smoke.coverage_grade}）"],
    ]


def _index_text(smoke: SmokeIndex) -> str:
    return t(
        "{value} (interval {low}–{high})",
        value=f"{smoke.value:.1f}",
        low=f"{smoke.interval[0]:.1f}",
        high=f"{smoke.interval[1]:.1f}",
    )


def _overview(page: Document, content: Content) -> None:
    matter, smoke = content.matter, content.matter.smoke
    page.heading(t("1. Overview"))
    if matter.red_flag:
        page.text(
            t(
                "Red flag: among the findings are facts that the rules themselves name. They need "
                "checking whatever the index is; each can be rebutted."
            ),
            bold=True,
            color=ALARM,
        )
    if smoke is not None and smoke.coverage_grade == "C":
        page.text(t("Too little data: no rating is made."), bold=True, color=ALARM)
    page.table(
        _overview_rows(content), (1, 3), label_column=True, caption=t("The lead at a glance")
    )
    if smoke is None:
        page.text(t("No index is formed: it is defined for leads, not for what people collect."))
        return
    page.heading(t("How the index comes about"), level=2)
    page.table(
        _waterfall(content, smoke),
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
        caption=t("Steps of the index"),
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
    matter = content.matter
    counted = sum(not s.note for s in content.sections)
    rows = [
        [t("Subject of the lead"), matter.name],
        *([title, value] for title, value in content.facts),
    ]
    if matter.smoke is not None:
        rows += _cover_index(matter.smoke)
    rows.append(
        [
            t("What was found"),
            t(
                "{findings} findings of {signals} signals",
                findings=len(matter.findings),
                signals=counted,
            ),
        ]
    )
    if matter.remark:
        rows.append([t("Remark"), matter.remark])
    if matter.smoke is None:
        return rows
    smoke = matter.smoke
    missing = t(", ").join(family_name(f) for f in smoke.missing) or t("none")
    return [
        *rows,
        [t("Families without data"), missing],
        [t("Prior"), f"{smoke.prior:.2%}"],
        [t("Sum before discount and caps, for ordering lists"), f"{smoke.ranking:.2f} ban"],
        [t("Weights"), content.weights.called],
    ]


def _waterfall(content: Content, smoke: SmokeIndex) -> list[list[str]]:
    weights = content.weights
    sentences = {e.finding.id: e.sentence for e in content.exhibits}
    rows = [["", t("Prior"), "", "", "", f"{index(0.0, weights):.1f}"]]
    so_far = 0.0
    for number, item in enumerate(smoke.contributions[:STEPS_SHOWN], start=1):
        so_far += item.points
        because = next((sentences[f] for f in item.findings if f in sentences), item.because)
        rows.append(
            [
                *_step(str(number), because, family_name(item.family), item.raw, item.points),
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
            [str(i), p.name, p.uscc, str(len(p.signals)), t(", ").join(p.signals)]
            for i, p in enumerate(content.parties, start=1)
        ],
        (0.75, 2.5, 2.7, 0.8, 3),
        head=[t("No."), t("Firm"), t("Unified social credit code"), t("Indicators"), t("Which")],
        numbers=(3,),
        caption=t("Firms that findings name, without buyer and agency"),
    )
    page.table(
        [[p.name, "", ""] for p in content.parties[:PARTIES_HEARD]],
        (2, 3, 2),
        head=[t("Party"), t("What the party says, and what it shows for it"), t("Heard on, by")],
        caption=t("What the parties say (to be filled in by those who check)"),
    )


def _details(page: Document, content: Content) -> None:
    page.page_break()
    page.heading(t("3. The signals in detail"))
    if not content.sections:
        page.text(t("There are no findings."))
    for section in content.sections:
        _section(page, content, section)


def _section(page: Document, content: Content, section: Section) -> None:
    signal, words = section.signal, section.words
    title = f"3.{section.number} {words.title}"
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
                _bans(content, section.note, section.points),
                t("Indicator"),
                t("{id}, revision {revision}", id=signal.id, revision=signal.revision),
            ],
        ],
        (1, 2, 1, 2),
    )
    page.labelled(t("What is asked: "), words.summary)
    page.labelled(t("Why it matters: "), words.why_it_matters)
    page.heading(t("What the records show"), level=3)
    _exhibits(page, content, section)
    page.heading(t("Provisions to compare with"), level=3)
    for law in section.laws:
        provision(page, content, law)
    page.heading(t("Innocent explanations to check (tick when checked)"), level=3)
    page.items(words.innocent_explanations, mark="☐")
    page.heading(t("Next steps (tick when done)"), level=3)
    page.items(words.next_steps, mark="☐")
    page.heading(t("What this signal cannot see"), level=3)
    page.items(words.blind_spots)


def _bans(content: Content, note: bool, points: float) -> str:
    """What something adds to the index; nothing where none is formed."""
    return EMPTY if note or content.matter.smoke is None else f"{points:.2f}"


def _exhibits(page: Document, content: Content, section: Section) -> None:
    exhibits = section.exhibits
    page.table(
        [
            [
                e.number,
                e.sentence,
                f"{e.finding.grade:.2f}",
                _bans(content, section.note, e.points),
                _rows(e),
            ]
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
    lines = cited_rows(shown)
    more = len(exhibit.sources) - len(shown)
    if more > 0:
        lines.append(t("{count} more rows are in rows.xlsx.", count=more))
    if exhibit.omitted > 0:
        lines.append(
            t("{count} rows that only mention these parties are not listed.", count=exhibit.omitted)
        )
    return "\n".join(lines) or t("derived; see the measures in section 10")


def cited_rows(cells: Iterable[SourceCell]) -> list[str]:
    """Rows as a reader looks them up: one line a sheet."""
    sheets: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for cell in cells:
        sheets[cell.file, cell.sheet, cell.sha256].append(cell.row)
    return [_cited(*sheet, rows) for sheet, rows in sorted(sheets.items())]


def _cited(file: str, sheet: str, sha256: str, rows: Sequence[int]) -> str:
    place = t("{file}, sheet {sheet}", file=file, sheet=sheet) if sheet else file
    numbers = ", ".join(str(row) for row in sorted(set(rows)))  # spaces let lines break
    return t("{place}, rows {rows} (SHA-256 {sha}…)", place=place, rows=numbers, sha=sha256[:8])


def provision(page: Document, content: Content, law: Provision) -> None:
    """A provision with its tag and its dates; its text only if it was read in full."""
    page.text(
        f"{law.cited_as}〔{tag_name(law.tag)}；{in_force(law, content.lots)}〕",
        bold=True,
        keep=True,
        after=1,
    )
    if law.quotable:
        inner = law.text.replace("“", "‘").replace("”", "’")
        page.quote(f"“{inner}”")
    else:
        page.text(
            t("The wording is not verified and therefore not quoted. Look it up before citing it."),
            color=MUTED,
            size=9.5,
        )
    if law.remark:
        page.text(t("Note: {note}", note=without_judging(law.remark)), color=MUTED, size=9.5)


def _people(page: Document, content: Content) -> None:
    page.heading(t("4. Persons related to the firms"))
    people_table(page, content)


def people_table(page: Document, content: Content) -> None:
    """Persons in their roles; numbers masked."""
    if not content.people:
        page.text(t("The loaded data names no persons of these firms."))
        return
    page.table(
        [
            [str(i), p.firm, p.firm_kind, p.name, p.id_masked, p.phone, p.role]
            for i, p in enumerate(content.people[:PEOPLE_SHOWN], start=1)
        ],
        (0.7, 3, 1.2, 1.2, 2.4, 1.8, 2.2),
        head=[
            t("No."),
            t("Firm"),
            t("Kind of firm"),
            t("Name of the person"),
            t("ID number (masked)"),
            t("Telephone"),
            t("Role of the person"),
        ],
        size=8.5,
        caption=t("Persons; those that findings name come first"),
    )
    if len(content.people) > PEOPLE_SHOWN:
        more = len(content.people) - PEOPLE_SHOWN
        page.text(t("{count} more are in rows.xlsx.", count=more), color=MUTED)


def _openings(page: Document, content: Content) -> None:
    page.turned(wide=True)
    page.heading(t("5. Record of the bid opening"))
    if not content.openings:
        page.text(t("The findings concern no lot."))
    if len(content.lots) > LOTS_TABLED:
        page.text(
            t(
                "{shown} of {all} lots are shown, those with most findings.",
                shown=LOTS_TABLED,
                all=len(content.lots),
            ),
            color=MUTED,
        )
    page.text(
        t(
            "A dash means that the loaded data has no value there. Time limits of confidentiality "
            "before the opening and the award are for the recipient to keep."
        ),
        color=MUTED,
        size=9,
    )
    for table in content.openings:
        page.table(
            table.rows,
            (0.6, 1.6, 2.3, 1.1, 1.5, 1.75, 1.6, 1.75, 0.9, 1.75, 1.4, 1.6, 0.9, 1.8, 1.1),
            head=columns(),
            numbers=(13,),
            size=7,
            caption=table.name,
        )
    page.turned(wide=False)


def pictures(page: Document, figures: Sequence[Figure], heading: str) -> None:
    """The relation pictures, with how to read them."""
    page.heading(heading)
    if not figures:
        page.text(t("There is nothing to draw: the findings name no firms."))
    for figure in figures:
        page.picture(figure.png, figure.caption)
    if figures:
        page.text(
            t(
                "Left: firms. Right: what the records name together with them. Solid lines are "
                "facts of source rows, bids standing for their firms; dashed lines join two of one "
                "column. ×n: in n places. The queries are in manifest.json."
            ),
            color=MUTED,
            size=9,
        )


def timeline(page: Document, content: Content, heading: str) -> None:
    """What the records date, oldest first."""
    page.heading(heading)
    if not content.events:
        page.text(t("The loaded data dates nothing here."))
        return
    shown = content.events[:EVENTS_SHOWN]
    page.table(
        [
            [e.at, e.lot, e.what, "\n".join(_event_rows(content, e.references)) or EMPTY]
            for e in shown
        ],
        (1.5, 2, 3, 2.6),
        head=[t("When"), t("Lot"), t("What"), t("Source rows")],
        size=8.5,
        caption=t("What the records date"),
    )
    if len(content.events) > len(shown):
        more = len(content.events) - len(shown)
        page.text(t("{count} more are in rows.xlsx.", count=more), color=MUTED)


def _event_rows(content: Content, references: Sequence[str]) -> list[str]:
    return cited_rows(content.cells[r] for r in references[:1] if r in content.cells)


def _gaps(page: Document, content: Content) -> None:
    page.page_break()
    gaps(page, content, t("8. Signals that could not be computed"))


def gaps(page: Document, content: Content, heading: str, *, level: int = 1) -> None:
    """What could not be asked, so that silence is not taken for innocence."""
    page.heading(heading, level=level)
    page.text(t("Missing data is not innocence: these questions remain open."))
    if not content.unanswered:
        page.text(t("Every signal had its data."))
        return
    page.table(
        [[signal_title(run.signal), run.signal.id, run.note] for run in content.unanswered],
        (2, 2, 3),
        head=[t("Indicator"), t("Id"), t("Why")],
        caption=t("Signals that could not be computed"),
    )


def _data(page: Document, content: Content) -> None:
    page.heading(t("9. Data sources"))
    if not content.cited_batches:
        page.text(t("The findings rest on derived facts alone; section 10 lists the measures."))
        return
    page.table(
        [
            [
                use.batch.file,
                _tables(use.batch.table),
                f"{use.batch.operator}\n{moment_text(use.batch.loaded_at)[:16]}",
                str(use.cited),
                sums(use),
            ]
            for use in content.cited_batches
        ],
        (2.3, 1.1, 1.6, 0.9, 3.8),
        head=[t("File"), t("Table"), t("Loaded by, at (UTC)"), t("Rows cited"), "SHA-256 / SM3"],
        numbers=(3,),
        size=8.5,
        caption=t("Files of which rows are cited"),
    )
    page.text(
        t("{count} files are loaded in all; manifest.json names each.", count=len(content.batches)),
        color=MUTED,
    )


def _tables(names: str) -> str:
    """What kinds of table a file was taken for: their titles, in English their names."""
    titles = {} if language() == "en" else {table.name: table.title for table in TABLES}
    return t(", ").join(titles.get(name, name) for name in names.split(", "))


def _measure(name: str) -> str:
    from measures.catalogue import MEASURES  # brings the statistics library

    title = next((t(measure.title) for measure in MEASURES if measure.name == name), "")
    return f"{title}（{name}）" if title else name


def sums(use: BatchUse) -> str:
    """The hashes of a file, each in two lines, so that narrow columns break them nowhere else."""
    return _halved(use.batch.sha256) + (f"\nSM3\n{_halved(use.sm3)}" if use.sm3 else "")


def _halved(digest: str) -> str:
    return f"{digest[:32]}\n{digest[32:]}" if len(digest) == 64 else digest


def _method(page: Document, content: Content) -> None:
    page.heading(t("10. Method and parameters"))
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
            [
                [_measure(m.name), m.revision, moment_text(m.computed_at)[:19]]
                for m in content.measures
            ],
            (3, 0.7, 1.6),
            head=[t("Measure"), t("Revision"), t("Computed at (UTC)")],
        )
    page.text(
        t(
            "manifest.json holds the full text of every query, its parameters and the sums "
            "(SHA-256, SM3) of every file. verify.py in this dossier checks that nothing was "
            "changed."
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
    return [[title, f"{dial.value:g}", dial.because] for title, dial in (*named, *own)]


def _parameters(parameters: Iterable[tuple[str, object]]) -> str:
    return "\n".join(f"{name} = {value}" for name, value in sorted(parameters)) or "—"


def signatures(page: Document) -> None:
    """Where those who handle, review and approve sign by hand."""
    page.heading(t("Check and sign"), level=2)
    page.table(
        [
            [role, "", t("Date"), ""]
            for role in (t("Handled by"), t("Reviewed by"), t("Approved by"))
        ],
        (1.2, 3, 0.8, 2),
        size=11,
    )
