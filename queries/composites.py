"""Views that put signals together under the names that supervision staff use (抱团亲密度, 标王 …).

A view adds no evidence: it shows the findings of its signals, and which of them could not be
computed. The weights stay where they are, in the signals.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.records import NodeKey
from messages import t
from queries.describe import signal_title
from queries.finding import Finding
from queries.run import SignalRun


@dataclass(frozen=True, slots=True)
class Part:
    """One signal of a view; with `parts`, only its findings about these steps."""

    signal: str
    parts: tuple[str, ...] = ()

    def shows(self, finding: Finding) -> bool:
        """Whether this finding belongs to the view."""
        return finding.signal == self.signal and (
            not self.parts or finding.values.get("part") in self.parts
        )


@dataclass(frozen=True, slots=True)
class Composite:
    """A named group of signals. `title` and `meaning` are message ids for `messages.t`."""

    id: str
    title: str
    meaning: str
    parts: tuple[Part, ...]

    def __post_init__(self) -> None:
        names = [part.signal for part in self.parts]
        if len(names) == 0 or len(set(names)) < len(names):
            raise ValueError(f"View '{self.id}' needs signals, each of them once.")

    @property
    def signals(self) -> tuple[str, ...]:
        """The ids of its signals, in the order of the view."""
        return tuple(part.signal for part in self.parts)


@dataclass(frozen=True, slots=True)
class CompositeView:
    """What a view shows: findings in the order of its signals, and what could not be asked.

    `notes` say, signal by signal, what is missing: without it nothing found means nothing.
    """

    composite: Composite
    findings: tuple[Finding, ...]
    computed: tuple[str, ...]
    notes: tuple[str, ...]


def _all(*names: str) -> tuple[Part, ...]:
    return tuple(Part(name) for name in names)


COMPOSITES = (
    Composite(
        "intimacy",
        "Closeness of bidders",
        "Who bids together more than chance explains, as a pair, as a ring, as loser and winner.",
        _all(
            "cobid_intimacy", "ring_community", "cover_ring_in_section", "fixed_loser_winner_pair"
        ),
    ),
    Composite(
        "document_sameness",
        "Sameness of bid files",
        "Bid files made on one machine, by one hand or from one text.",
        _all(
            "doc_hw_triple_match",
            "doc_hw_partial_match",
            "upload_hw_triple_match",
            "pricing_lock_match",
            "doc_creation_id_match",
            "ca_key_cross_use",
            "ca_issue_cluster",
            "ip_match",
            "upload_time_cluster",
            "doc_metadata_match",
            "doc_text_similarity",
            "doc_picture_match",
            "boq_unit_price_match",
            "doc_mixed_binding",
            "cross_section_device_reuse",
            "doc_hash_match",
        ),
    ),
    Composite(
        "expert_leaning",
        "Leaning of experts",
        "Experts who score one firm above the panel, copy each other, or go with one firm's wins.",
        _all(
            "expert_score_bias", "expert_identical_scores", "panel_agreement", "expert_winner_lift"
        ),
    ),
    Composite(
        "panels_and_draws",
        "Panels and draws of experts",
        "Experts drawn too often, by one hand, early or not at all, and who often sit together.",
        _all("expert_draw_frequency", "expert_draw_anomaly", "expert_co_panels"),
    ),
    Composite(
        "odd_scores",
        "Odd scores of bidders",
        "Objective items that differ, extreme scores, winners far ahead.",
        _all("score_anomaly", "score_winner_lead"),
    ),
    Composite(
        "shared_errors",
        "Sameness of errors",
        "Rare errors that two bids share.",
        _all("shared_error"),
    ),
    Composite(
        "professional_losers",
        "Professional cover bidders",
        "Firms that bid often and hardly ever win.",
        _all("professional_loser"),
    ),
    Composite(
        "bidding_in_groups",
        "Bidding in groups",
        "Rings, and their share of a lot.",
        _all("ring_community", "cover_ring_in_section"),
    ),
    Composite(
        "kings_of_bidding",
        "Kings of bidding",
        "Firms that win far too often, with others beside them.",
        _all("serial_winner"),
    ),
    Composite(
        "shares_of_wins",
        "Shares of the wins",
        "Who wins in turn, by region, at one buyer or agency, and who makes way for others.",
        _all(
            "win_rotation",
            "territory_allocation",
            "cover_bid_gap",
            "subgroup_screens",
            "buyer_winner_concentration",
            "agency_winner_concentration",
            "intentional_invalid_bid",
            "winner_withdrawal",
            "subcontract_to_loser",
        ),
    ),
    Composite(
        "related_persons",
        "Affiliated persons",
        "People, ownership and kinship that tie bidders, buyers, agencies and experts.",
        _all(
            "shared_project_member",
            "shared_contact_person",
            "shared_agent_handler",
            "social_security_mismatch",
            "pm_concurrent_conflict",
            "personnel_churn",
            "same_principal",
            "control_relation",
            "hidden_common_control",
            "cross_executive_kinship",
            "bidder_buyer_affiliation",
            "agency_bidder_affiliation",
            "expert_conflict",
            "expert_ineligible",
        ),
    ),
    Composite(
        "lent_qualifications",
        "Lent qualifications",
        "Bids made under a borrowed name.",
        _all("qualification_lending"),
    ),
    Composite(
        "tender_documents",
        "Tender documents to be checked",
        "Clauses that may restrict competition.",
        _all("restrictive_clause"),
    ),
)
# The seven stages of a construction project, from approval to the title deed.
STAGES = (
    Composite(
        "stage_approval",
        "Stage 1: approval",
        "Approval before the tender, and one project as one project.",
        (
            Part("order_violation", ("approval_notice",)),
            Part("split_to_evade"),
            Part("threshold_bunching"),
            Part("stage_gap", ("approval>", "approval>tender_notice")),
        ),
    ),
    Composite(
        "stage_land",
        "Stage 2: land and planning permits",
        "Land and planning permits before the building permit.",
        (Part("order_violation", ("land_permit", "planning_permit")),),
    ),
    Composite(
        "stage_tender",
        "Stage 3: tender",
        "Time limits of the tender, from the documents to the award.",
        _all(
            "deadline_doc_sale",
            "deadline_prequal_submit",
            "deadline_bid_prep",
            "deadline_clarify",
            "deadline_objection_in",
            "deadline_objection_out",
            "deadline_open_same_time",
            "deadline_candidate_notice",
            "deadline_gp_award",
            "deadline_written_report",
            "deadline_complaint",
            "expert_panel_composition",
            "tender_manipulation",
        ),
    ),
    Composite(
        "stage_permit",
        "Stage 4: building permit",
        "The building permit, and no work before it.",
        (Part("deadline_permit"), Part("order_violation", ("permit_start",))),
    ),
    Composite(
        "stage_contract",
        "Stage 5: contract and performance",
        "Contract in time, as bid, and done by the winner.",
        (
            Part("deadline_contract"),
            Part("deadline_contract_publish"),
            Part("deadline_deposit_refund"),
            Part("order_violation", ("award_contract", "contract_start")),
            Part("award_deviation"),
            Part("subcontract_to_loser"),
        ),
    ),
    Composite(
        "stage_completion",
        "Stage 6: completion",
        "Completion after the work began, filed in time.",
        (Part("deadline_completion_record"), Part("order_violation", ("start_completion",))),
    ),
    Composite(
        "stage_registration",
        "Stage 7: real estate title",
        "Registration in time.",
        _all("deadline_realestate"),
    ),
)


def composite_view(
    composite: Composite, runs: Iterable[SignalRun], *, about: NodeKey | None = None
) -> CompositeView:
    """The findings of a view; with `about`, those that name this node as subject or evidence."""
    of_signal = {run.signal.id: run for run in runs}
    findings: list[Finding] = []
    computed: list[str] = []
    notes: list[str] = []
    for part in composite.parts:
        run = of_signal.get(part.signal)
        if run is None:
            notes.append(t("{signal} was not run.", signal=part.signal))
            continue
        if run.computed:
            computed.append(part.signal)
        if run.note:
            notes.append(t("{signal}: {note}", signal=signal_title(run.signal), note=run.note))
        findings += [f for f in _strongest(run.findings) if part.shows(f) and _names(f, about)]
    return CompositeView(composite, tuple(findings), tuple(computed), tuple(notes))


def _strongest(findings: Sequence[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: (-finding.grade, finding.id))


def _names(finding: Finding, about: NodeKey | None) -> bool:
    return about is None or about in finding.subjects.values() or about in finding.evidence
