"""What a dossier is about, and under which order it leaves the building."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from evidence.approval import Approval
from evidence.purpose import Purpose
from graph.errors import TenderLensError
from graph.records import NodeKey
from leads.lead import Lead, SmokeIndex
from messages import t
from queries.finding import Finding
from queries.run import SignalRun, deemed

TRAY = "tray"
_EDGE = re.compile(r"\|[A-Z_]+\|")  # between start and end in the id of an edge
# 国家秘密 has three levels; 工作秘密 is none of them.
_STATE_SECRET = re.compile(r"绝\s*密|机\s*密|(?<!工作)秘\s*密")


class DossierRefused(TenderLensError):
    """The dossier cannot be written, or not like this."""


@dataclass(frozen=True, slots=True)
class Matter:
    """The subject of a dossier with everything found about it.

    `kind` is that of a lead, or `tray`; `smoke` is None where no index is formed: a tray, or a
    subject without findings. `keys` are the subject's nodes, or those that a person pinned.
    """

    id: str
    kind: str
    keys: tuple[NodeKey, ...]
    name: str
    smoke: SmokeIndex | None
    findings: tuple[Finding, ...]
    notes: tuple[Finding, ...] = ()
    red_flag: bool = False
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """Who lets the dossier leave, when, to whom and what for. Empty: not stated, and shown so."""

    by: str
    at: datetime
    program_version: str
    purpose: str = ""
    recipient: str = ""
    approver: str = ""
    origin: str = ""  # where the lead came from: 系统预警, 投诉, 巡察, 审计
    authority: str = ""  # under which order the data was collected: 调取文号
    mark: str = ""
    audit_head: str = ""  # SEQ:HASH of the audit log, which this dossier anchors
    approval: Approval | None = None  # on record, where accounts need a second person

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError(f"Release: {self.at} has no time zone.")
        if _STATE_SECRET.search(self.mark):
            raise DossierRefused(
                t(
                    "The mark '{mark}' is a level of state secrets. Only an organ with that "
                    "authority sets it, on a network that is cleared for it: TenderLens does not. "
                    "Leave the mark out, or choose another.",
                    mark=self.mark,
                )
            )

    def approved(self, approval: Approval | None) -> Release:
        """With the approval on record: it outranks an approver and fills a purpose as typed."""
        if approval is None:
            return self
        return replace(
            self,
            approver=f"{approval.by}（{approval.request}）",
            purpose=self.purpose or approval.reason,
            approval=approval,
        )

    def stated_for(self, purpose: Purpose | None) -> Release:
        """With the purpose and order recorded for the case, where none was typed."""
        if purpose is None:
            return self
        return replace(
            self,
            purpose=self.purpose or purpose.purpose,
            authority=self.authority or purpose.authority,
        )

    @property
    def stated_mark(self) -> str:
        """The mark on every page."""
        return self.mark or t("Work secret · internal material, keep with care")


def of_lead(lead: Lead) -> Matter:
    """A lead as it stands in the list."""
    return Matter(
        lead.id, lead.kind.value, lead.keys, lead.name, lead.smoke, lead.findings, lead.notes,
        lead.red_flag,
    )  # fmt: skip


def of_tray(
    name: str,
    *,
    nodes: Sequence[NodeKey],
    edges: Sequence[str] = (),
    pinned: Collection[str] = (),
    runs: Iterable[SignalRun],
    remark: str = "",
) -> Matter:
    """What a person put together: nodes, edges (by their id), findings (by theirs).

    A finding comes in if it was pinned, or if it cites two of the nodes or more; the ends of an
    edge count as nodes. Raises DossierRefused for a finding that no signal finds.
    """
    ends = [end for edge in edges for end in _EDGE.split(edge, maxsplit=1)]
    keys = tuple(dict.fromkeys((*nodes, *(end.split("|")[0] for end in ends))))
    inside = frozenset(keys)
    chosen: list[tuple[Finding, bool]] = []
    for run in runs:
        for finding in run.findings:
            cited = inside.intersection((*finding.subjects.values(), *finding.evidence))
            if finding.id in pinned or len(cited) >= 2:
                chosen.append((finding, deemed(run.signal, finding)))
    unknown = sorted(set(pinned) - {finding.id for finding, _ in chosen})
    if unknown:
        raise DossierRefused(
            t(
                "The case tray '{name}' holds the finding '{id}', which no signal finds any more. "
                "Take it out of the tray, or load the data again that it came from.",
                name=name,
                id=unknown[0],
            )
        )
    return Matter(
        id=f"{TRAY}-{hashlib.sha256(chr(10).join(sorted(keys)).encode()).hexdigest()[:12]}",
        kind=TRAY,
        keys=keys,
        name=name,
        smoke=None,
        findings=tuple(finding for finding, _ in chosen),
        red_flag=any(flag for _, flag in chosen),
        remark=remark,
    )


def without_findings(kind: str, id_: str, key: NodeKey, name: str) -> Matter:
    """A subject about which no signal found anything: said as such, with no index."""
    return Matter(id_, kind, (key,), name, None, ())
