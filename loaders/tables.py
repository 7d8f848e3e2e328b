"""All tables that can be loaded."""

from __future__ import annotations

from collections.abc import Iterable

from loaders.accounts import ACCOUNTS, TRANSFERS
from loaders.avoidances import AVOIDANCES
from loaders.bids import BIDS
from loaders.companies import COMPANIES
from loaders.complaints import COMPLAINTS
from loaders.contracts import CONTRACTS, STAFF, SUBCONTRACTS
from loaders.deposits import DEPOSITS
from loaders.devices import DEVICES
from loaders.draws import DRAWS
from loaders.exemptions import EXEMPTIONS
from loaders.experts import EXPERTS, PANELS
from loaders.guarantees import GUARANTEES
from loaders.inspectors import INSPECTORS
from loaders.kinships import KINSHIPS
from loaders.management import MANAGEMENT
from loaders.members import MEMBERS
from loaders.milestones import MILESTONES
from loaders.notices import AWARD_NOTICES, CANDIDATE_NOTICES, NOTICE_STAFF
from loaders.openings import OPENINGS
from loaders.ownership import OWNERSHIP
from loaders.penalties import PENALTIES
from loaders.personnel import INSURANCE, PERSONNEL
from loaders.readers import plain_header
from loaders.registrations import REGISTRATIONS
from loaders.results import AWARDS, CANDIDATES, RESULTS
from loaders.scores import SCORES
from loaders.services import SERVICES
from loaders.shareholders import SHAREHOLDERS
from loaders.table_map import TableMap
from loaders.tenders import TENDERS
from loaders.traces import TRACES

# In the order in which files are loaded: tables that describe come before those that mention.
TABLES: tuple[TableMap, ...] = (
    COMPANIES,
    TENDERS,
    EXPERTS,
    SHAREHOLDERS,
    OWNERSHIP,
    MANAGEMENT,
    PERSONNEL,
    INSURANCE,
    REGISTRATIONS,
    KINSHIPS,
    INSPECTORS,
    ACCOUNTS,
    BIDS,
    OPENINGS,
    RESULTS,
    CANDIDATES,
    AWARDS,
    CANDIDATE_NOTICES,
    AWARD_NOTICES,
    NOTICE_STAFF,
    DRAWS,
    PANELS,
    AVOIDANCES,
    DEVICES,
    TRACES,
    DEPOSITS,
    GUARANTEES,
    MEMBERS,
    SCORES,
    CONTRACTS,
    STAFF,
    SUBCONTRACTS,
    SERVICES,
    MILESTONES,
    PENALTIES,
    COMPLAINTS,
    TRANSFERS,
    EXEMPTIONS,
)
BY_NAME = {table.name: table for table in TABLES}
NOTES_SHEET = "填写说明"  # the sheet of a template that explains it: never data
_SPELLINGS = frozenset(plain_header(h) for t in TABLES for c in t.columns for h in c.headers)


def headers_known(cells: Iterable[str]) -> int:
    """How many of these cells are headers of some table."""
    return sum(plain_header(cell) in _SPELLINGS for cell in cells)
