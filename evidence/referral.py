"""The referral 问题线索移送 as DOCX: sixteen sections, for discipline inspection or the police."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from evidence.beijing_time import moment
from evidence.clocks import attachments
from evidence.content import Content
from evidence.document import ALARM, MUTED, Document
from evidence.opening import EMPTY, moment_text
from evidence.report import (
    SHOWN,
    Figure,
    cover,
    gaps,
    new_document,
    people_table,
    pictures,
    provision,
    signatures,
    sums,
    timeline,
)
from evidence.thresholds import Thresholds, thresholds_on
from evidence.wording import family_name, in_force, kind_name, or_blank, tag_name
from messages import t
from queries.catalogue import Provision

PERSONS_LISTED, LOTS_LISTED = 20, 20


def referral(content: Content, figures: Sequence[Figure] = ()) -> bytes:
    """The referral; equal content gives equal bytes."""
    page = new_document(content, referral_title())
    cover(page, content, referral_title())
    page.contents(t("Contents"), depth=1)
    for block in blocks(content, figures).values():
        block(page)
    return page.finished()


def referral_title() -> str:
    """What the referral is called."""
    return t("Referral of leads")


def blocks(content: Content, figures: Sequence[Figure]) -> dict[str, Callable[[Document], None]]:
    """The sixteen sections by the name that a template calls them by, in printed order."""
    return {
        "identification": lambda page: _number(page, content),
        "provenance": lambda page: _origin(page, content),
        "persons": lambda page: _persons(page, content),
        "nature": lambda page: _nature(page, content),
        "facts": lambda page: _facts(page, content),
        "subjects": lambda page: _subjects(page, content),
        "pictures": lambda page: pictures(page, figures, t("VII. Relations")),
        "timeline": lambda page: timeline(page, content, t("VIII. Timeline")),
        "exhibits": lambda page: _exhibits(page, content),
        "authorisation": lambda page: _authority(page, content),
        "method": lambda page: _method(page, content),
        "doubts": lambda page: _doubts(page, content),
        "law": lambda page: _law(page, content),
        "conclusion": lambda page: _conclusion(page, content),
        "signatures": lambda page: _signatures(page, content),
        "attachments": _attachments,
    }


def _number(page: Document, content: Content) -> None:
    release = content.release
    page.heading(t("I. Number and mark"))
    page.table(
        [
            [t("Number of the lead"), content.matter.id],
            [t("Number of this export"), content.number],
            [t("Mark"), release.stated_mark],
            [t("Copy number"), t("No. ____ of ____ copies")],
        ],
        (1, 3),
        label_column=True,
    )
    page.text(
        t(
            "The mark is a default for internal material. Whether a level of secrecy applies is "
            "for the organ with that authority; the program assigns none."
        ),
        color=MUTED,
        size=9,
    )


def _origin(page: Document, content: Content) -> None:
    release = content.release
    page.heading(t("II. Origin"))
    page.table(
        [
            [t("Origin of the lead"), release.origin or t("signals of the program (records only)")],
            [t("As of"), f"{content.as_of:%Y-%m-%d}"],
            [t("Prepared by"), release.by],
            [t("Prepared at"), moment(release.at)],
            [t("Purpose"), or_blank(release.purpose)],
            [t("Recipient"), or_blank(release.recipient)],
        ],
        (1, 3),
        label_column=True,
    )


def _persons(page: Document, content: Content) -> None:
    page.heading(t("III. Persons"))
    page.text(
        t(
            "Persons stand apart from firms (section VI). Post, political affiliation and whether "
            "a person is subject to supervision are not in the data: fill them in by hand."
        )
    )
    names = dict.fromkeys((p.name, p.firm) for p in content.people if p.named)
    experts = [n for n in content.graph.nodes if n.label == "Expert"]
    rows = [[str(n.properties.get("name") or n.key), t("evaluation expert")] for n in experts]
    rows += [[name, firm] for name, firm in names]
    page.table(
        [[*row, "", "", ""] for row in (rows[:PERSONS_LISTED] or [["", ""], ["", ""]])],
        (1.4, 2.6, 1.5, 1.2, 1.8),
        head=[
            t("Name of the person"),
            t("Unit in the records"),
            t("Post"),
            t("Political affiliation"),
            t("Subject to supervision"),
        ],
        caption=t("Persons that the records name"),
    )
    if not rows:
        page.text(t("The findings name no natural person."), color=MUTED)
    if len(rows) > PERSONS_LISTED:
        more = len(rows) - PERSONS_LISTED
        page.text(t("{count} more are in rows.xlsx.", count=more), color=MUTED)


def _nature(page: Document, content: Content) -> None:
    page.heading(t("IV. What the lead is about"))
    families = dict.fromkeys(family_name(s.signal.family.value) for s in content.sections)
    page.text(
        t(
            "Possible collusion between bidders, or possible ties of experts; the records concern: "
            "{families}. To be checked.",
            families=t(", ").join(families) or t("none"),
        )
    )


def _facts(page: Document, content: Content) -> None:
    page.heading(t("V. Main facts of the records"))
    if content.matter.red_flag:
        page.text(
            t(
                "Red flag: among the findings are facts that the rules themselves name. They need "
                "checking whatever the index is; each can be rebutted."
            ),
            bold=True,
            color=ALARM,
        )
    if not content.sections:
        page.text(t("There are no findings."))
    for section in content.sections:
        note = t(" (note, not counted)") if section.note else ""
        page.heading(f"{section.words.title}{note}", level=2)
        for exhibit in section.exhibits[:SHOWN]:
            page.text(
                t("{sentence} (exhibit {number})", sentence=exhibit.sentence, number=exhibit.number)
            )
        if len(section.exhibits) > SHOWN:
            page.text(
                t(
                    "{count} more findings of this signal are in rows.xlsx.",
                    count=len(section.exhibits) - SHOWN,
                ),
                color=MUTED,
            )


def _subjects(page: Document, content: Content) -> None:
    page.heading(t("VI. Firms, lots and persons concerned"))
    page.table(
        [
            [str(i), p.name, p.uscc, str(p.findings), t(", ").join(p.signals)]
            for i, p in enumerate(content.parties, start=1)
        ],
        (0.7, 2.6, 2.7, 0.8, 3),
        head=[t("No."), t("Firm"), t("Unified social credit code"), t("Findings"), t("Which")],
        numbers=(3,),
        caption=t("Firms"),
    )
    page.table(
        [
            [
                lot.name,
                lot.opened or EMPTY,
                EMPTY if lot.amount is None else f"{lot.amount:,.2f}",
            ]
            for lot in content.lots[:LOTS_LISTED]
        ],
        (4, 1.3, 1.7),
        head=[t("Lot"), t("Bid opening"), t("Amount of the award")],
        numbers=(2,),
        caption=t("Lots concerned"),
    )
    if len(content.lots) > LOTS_LISTED:
        more = len(content.lots) - LOTS_LISTED
        page.text(t("{count} more are in rows.xlsx.", count=more), color=MUTED)
    people_table(page, content)


def _exhibits(page: Document, content: Content) -> None:
    page.heading(t("IX. List of exhibits"))
    used: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    rows: dict[tuple[str, str], set[int]] = defaultdict(set)
    for exhibit in content.exhibits:
        for cell in exhibit.sources:
            used[cell.batch, cell.sheet][exhibit.number] = None
            rows[cell.batch, cell.sheet].add(cell.row)
    uses = {use.batch.id: use for use in content.batches}
    listed = []
    for i, (batch, sheet) in enumerate(sorted(used), start=1):
        use = uses.get(batch)
        file = batch if use is None else use.batch.file
        listed.append(
            [
                t("E{n}", n=i),
                t("{file}, sheet {sheet}", file=file, sheet=sheet) if sheet else file,
                t("electronic data"),
                _shortened(t(", ").join(used[batch, sheet])),
                str(len(rows[batch, sheet])),
                EMPTY
                if use is None
                else f"{use.batch.operator}\n{moment_text(use.batch.loaded_at)}",
                EMPTY if use is None else sums(use),
            ]
        )
    if not listed:
        page.text(t("The findings rest on derived facts alone; section XI lists the method."))
        return
    page.table(
        listed,
        (0.7, 2, 1, 1.5, 0.8, 1.7, 3.4),
        head=[
            t("No."),
            t("Name"),
            t("Type"),
            t("Shown by it"),
            t("Rows"),
            t("Loaded by, at (UTC)"),
            "SHA-256 / SM3",
        ],
        numbers=(4,),
        size=8,
        caption=t("Exhibits"),
    )
    page.text(
        t(
            "Each cited row stands in rows.xlsx with file, sheet, row and what was read from it. "
            "These are materials of a lead; the originals are for the platform to keep and for the "
            "recipient to collect again."
        ),
        color=MUTED,
        size=9,
    )


def _shortened(text: str, most: int = 60) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


def _authority(page: Document, content: Content) -> None:
    page.heading(t("X. Where the data comes from, and on what authority"))
    page.table(
        [
            [t("Order under which the data was collected"), or_blank(content.release.authority)],
            [t("Files loaded"), str(len(content.batches))],
            [t("Files of which rows are cited"), str(len(content.cited_batches))],
        ],
        (1.6, 3),
        label_column=True,
    )
    if not content.cited_batches:
        return
    page.table(
        [
            [
                use.batch.file,
                or_blank(use.batch.source_system),
                or_blank(use.batch.document_no),
                or_blank(use.batch.as_of),
            ]
            for use in content.cited_batches
        ],
        (3, 2, 2, 1.2),
        head=[t("File"), t("Source system"), t("Number under which obtained"), t("State as of")],
        size=8.5,
        caption=t("Where the cited files come from, as stated when they were loaded"),
    )


def _method(page: Document, content: Content) -> None:
    matter, weights = content.matter, content.weights
    page.heading(t("XI. Method and parameters"))
    if matter.smoke is not None:
        page.text(
            t(
                "Smoke index {value} (interval {low}–{high}), data coverage {coverage}; weights "
                "{weights}. The index orders work and decides nothing.",
                value=f"{matter.smoke.value:.1f}",
                low=f"{matter.smoke.interval[0]:.1f}",
                high=f"{matter.smoke.interval[1]:.1f}",
                coverage=f"{matter.smoke.coverage:.0%}",
                weights=weights.called,
            )
        )
    page.table(
        [
            [
                s.words.title,
                f"{s.signal.id} r{s.signal.revision}",
                "\n".join(f"{k} = {v}" for k, v in sorted(s.run.parameters.items())) or EMPTY,
            ]
            for s in content.sections
        ],
        (2.2, 2.2, 3),
        head=[t("Indicator"), t("Id and revision"), t("Thresholds")],
        caption=t("Signals and their thresholds"),
    )
    page.text(
        t("The queries themselves, with all parameters and sums, are in manifest.json."),
        color=MUTED,
    )


def _doubts(page: Document, content: Content) -> None:
    page.heading(t("XII. What speaks against it, and what is not known"))
    for section in content.sections:
        page.heading(section.words.title, level=2)
        page.text(t("Innocent explanations to check (tick when checked)"), bold=True, keep=True)
        page.items(section.words.innocent_explanations, mark="☐")
        page.text(t("What this signal cannot see"), bold=True, keep=True)
        page.items(section.words.blind_spots)
    gaps(page, content, t("Gaps in the data"), level=2)


def _law(page: Document, content: Content) -> None:
    page.heading(t("XIII. Provisions to compare with"))
    cited: dict[str, tuple[Provision, list[str]]] = {}
    for section in content.sections:
        for law in section.laws:
            cited.setdefault(law.key, (law, []))[1].append(section.number)
    page.table(
        [
            [law.cited_as, tag_name(law.tag), in_force(law, content.lots), t(", ").join(sections)]
            for law, sections in (cited[key] for key in sorted(cited))
        ],
        (3.4, 1.2, 2.4, 1),
        head=[t("Provision"), t("Text"), t("In force"), t("Exhibits of")],
        caption=t("Provisions, and the signals whose facts they name (wording in the report)"),
    )
    if content.frame:
        page.heading(t("Provisions on handing over"), level=2)
    for law in content.frame:
        provision(page, content, law)
    _amounts(page, content)


def _amounts(page: Document, content: Content) -> None:
    edition = thresholds_on(content.as_of)
    if edition is None or not content.lots:
        return
    page.heading(t("Amounts to compare with"), level=2)
    amounts = [lot.amount for lot in content.lots if lot.amount is not None]
    known = f"{max(amounts):,.2f}" if amounts else t("not in the data")
    page.table(
        [
            [t("Amount of the award (largest lot)"), _yuan(edition.project_amount), known],
            [t("Direct economic loss"), _yuan(edition.direct_loss), t("not in the data")],
            [t("Gain"), _yuan(edition.gain), t("not in the data")],
        ],
        (2, 1.6, 1.6),
        head=[t("What"), t("From (yuan)"), t("In the records (yuan)")],
        numbers=(1, 2),
        caption=t("Amounts as of {day}", day=f"{content.as_of:%Y-%m-%d}"),
    )
    page.text(_edition(edition), color=MUTED, size=9)


def _edition(edition: Thresholds) -> str:
    return t(
        "Edition since {since}: 《{source}》〔{tag}〕. Whether an amount is reached, and what "
        "follows from it, is for the competent organ to find out.",
        since=f"{edition.since:%Y-%m-%d}",
        source=edition.source,
        tag=tag_name(edition.tag),
    )


def _yuan(amount: int) -> str:
    return f"{amount:,}"


def _conclusion(page: Document, content: Content) -> None:
    page.heading(t("XIV. Conclusion and proposal"))
    page.text(
        t(
            "About {kind} {name} the records show {count} facts that call for a check. Whether "
            "they have the meaning that the provisions attach to them is for the competent "
            "authority to decide, after hearing the parties.",
            kind=kind_name(content.matter.kind),
            name=content.matter.name,
            count=len(content.matter.findings),
        )
    )
    page.text(t("Proposal of those who handle the lead (tick one):"), bold=True, keep=True)
    page.items(
        [
            t("inquiry by talk or letter"),
            t("preliminary check"),
            t("keep for later check"),
            t("close"),
            t("hand over to the supervising authority, the police or the supervisory organ"),
        ],
        mark="☐",
    )


def _signatures(page: Document, content: Content) -> None:
    page.heading(t("XV. Handled, reviewed, approved"))
    if content.clocks:
        page.table(
            [[c.name, moment(c.starts), moment(c.due), c.law] for c in content.clocks],
            (3, 2, 2, 1),
            head=[t("Time limit"), t("From"), t("Until"), t("Provision")],
            caption=t("Time limits of handing over"),
        )
    else:
        page.text(
            t(
                "No time limit runs yet: three days for the decision and 24 hours for handing over "
                "begin when a person has judged that the lead is to be pursued."
            )
        )
    signatures(page)


def _attachments(page: Document) -> None:
    page.heading(t("XVI. Attachments"))
    page.text(
        t("Required for a handover (article 6; tick what is enclosed):"), bold=True, keep=True
    )
    page.items(attachments(), mark="☐")
    page.text(t("Files of this dossier:"), bold=True, keep=True)
    page.items(
        [
            t("report.docx: analysis report"),
            t("rows.xlsx: one sheet per signal, sources, cited rows"),
            t("pictures: relation pictures"),
            t("network.html: the relations for the browser"),
            t("data.json: everything for machines"),
            t("manifest.json, manifest.sig, SHA256SUMS, SM3SUMS, verify.py: proof and check"),
        ]
    )
