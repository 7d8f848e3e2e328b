"""The invented market while it is being made: firms, lots, bids, experts and what ties them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

FIRST_DAY = dt.date(2024, 7, 1)
LAST_DAY = dt.date(2026, 6, 30)
# From here on results, contracts and steps are on record; still later, each trace of a bid.
AWARDS_SINCE = dt.date(2025, 10, 1)
TRACES_SINCE = dt.date(2026, 4, 1)


@dataclass(frozen=True, slots=True)
class Person:
    """A natural person; `id_number` is empty where the files do not give one."""

    name: str
    id_number: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom a bid names for questions."""

    name: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class Machine:
    """A computer as the bidding platform logs it."""

    mac: str
    cpu: str
    disk: str
    ip: str


@dataclass(frozen=True, slots=True)
class Payment:
    """Who paid a bid deposit, from which account."""

    payer: str
    account: str
    bank: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """A buyer, agency, institute or owner: it appears in the files and never bids."""

    name: str
    uscc: str
    region: str
    nature: str
    head: Person
    address: str
    founded: dt.date


@dataclass(slots=True, eq=False)
class Firm:
    """A bidder with everything it uses when it bids. Stories change parts of it before bidding.

    Two firms of one `group` never meet by chance: only a story brings them into one lot.
    """

    name: str
    uscc: str
    region: str
    nature: str
    head: Person
    head_since: dt.date
    founded: dt.date
    capital_wan: int
    address: str
    phone: str
    email: str
    managers: tuple[Person, ...]
    engineers: tuple[Person, ...]
    handler: Person
    contact: Contact
    payment: Payment
    machine: Machine
    lock: str
    certificate: str
    efficiency: float
    former_names: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Shareholding:
    """A stake in `company`; `kind` is 自然人, 企业 or 国资."""

    company: str
    company_uscc: str
    holder: str
    kind: str
    holder_id: str
    share: float
    amount_wan: float
    since: dt.date
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A post held in a firm."""

    company: str
    company_uscc: str
    person: Person
    post: str
    since: dt.date
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Insurance:
    """Who pays a person's social insurance."""

    person: Person
    company: str
    company_uscc: str
    since: dt.date
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Registration:
    """With whom a person's certificate is registered."""

    person: Person
    licence: str
    company: str
    company_uscc: str
    since: dt.date
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Management:
    """A body that another one manages without holding shares; `kind` as the form words it."""

    company: str
    company_uscc: str
    manager: str
    manager_uscc: str
    kind: str
    since: dt.date


@dataclass(frozen=True, slots=True)
class Kinship:
    """What someone has declared of a relative."""

    person: Person
    employer: str
    kind: str
    relative: Person
    relative_employer: str


@dataclass(frozen=True, slots=True)
class Account:
    """A bank account of a firm or a person."""

    holder: str
    uscc: str
    id_number: str
    account: str
    bank: str
    basic: bool
    since: dt.date


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money that went from one account to another."""

    payer: Payment
    payee: Payment
    amount: float
    at: dt.datetime
    purpose: str


@dataclass(frozen=True, slots=True)
class Guarantee:
    """A letter of guarantee in place of a deposit."""

    code: str
    issuer: str
    issued: dt.datetime
    premium: float
    payment: Payment
    applicant: Person
    phone: str


@dataclass(frozen=True, slots=True)
class FormerHead:
    """A legal representative who has left."""

    firm: Firm
    person: Person
    since: dt.date
    until: dt.date


@dataclass(slots=True, eq=False)
class Expert:
    """A member of the pool. `conflicts` are firms in whose lots chance never seats the expert."""

    number: str
    person: Person
    employer: Organisation
    specialty: str
    title: str
    avoids: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    claimed: bool = False
    by_story: bool = False  # chance seats the expert no more


@dataclass(frozen=True, slots=True)
class Market:
    """Lots of one class in one region, and how bidders behave there."""

    code: str
    class_code: str
    region: str
    trade: str
    lots: int
    firms: int
    bidders: tuple[int, int]
    regime: str
    evaluations: tuple[tuple[str, float], ...]
    ceiling_wan: float
    names: tuple[str, ...]


@dataclass(slots=True, eq=False)
class Bid:
    """One offer. A consortium is one bid with `partners`."""

    firm: Firm
    price: float
    manager: Person
    team: tuple[tuple[Person, str, str], ...]
    handler: Person
    contact: Contact
    upload: Machine
    locks: tuple[str, ...]
    payment: Payment
    submitted: dt.datetime
    partners: tuple[Firm, ...] = ()
    valid: bool = True
    won: bool = False
    rank: int = 0
    score: float | None = None
    quality: float = 0.0
    outcome: str = ""
    reason: str = ""
    gave_up: str = ""
    certificate: str = ""
    file_code: str = ""
    download_ip: str = ""
    decrypt_ip: str = ""
    guarantee: Guarantee | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """Points one expert gave one bid for one item."""

    expert: Expert
    bid: Bid
    item: str
    maximum: float
    points: float


@dataclass(slots=True, eq=False)
class Lot:
    """A lot. `taken` is true once a story has claimed it."""

    market: Market
    code: str
    name: str
    project_code: str
    investment_code: str
    project_name: str
    buyer: Organisation
    agency: Organisation
    method: str
    evaluation: str
    ceiling: float
    opened: dt.datetime
    taken: bool = False
    bids: list[Bid] = field(default_factory=list)
    panel: list[Expert] = field(default_factory=list)
    scores: list[Score] = field(default_factory=list)
    postponements: int = 0
    downloads: int = 0
    breach: str = ""
    traced: bool = False
    price_change: float = 1.0
    steps: dict[str, dt.date] = field(default_factory=dict)

    @property
    def winner(self) -> Bid:
        """The bid that won."""
        return next(bid for bid in self.bids if bid.won)

    @property
    def traces_on_record(self) -> bool:
        """Whether the opening record and the traces of the files are in the files."""
        return self.traced or self.opened.date() >= TRACES_SINCE

    @property
    def awarded_on_record(self) -> bool:
        """Whether results, contract and steps of the lot are in the files."""
        return self.opened.date() >= AWARDS_SINCE

    def bid_of(self, firm: Firm) -> Bid:
        """The bid of this firm; it must have one."""
        return next(bid for bid in self.bids if bid.firm is firm)


@dataclass(frozen=True, slots=True)
class Contract:
    """What was signed for a lot. `staff` are people on site: person, post, firm of the person."""

    code: str
    lot: Lot
    supplier: Firm
    manager: Person
    amount: float
    signed: dt.date
    starts: dt.date
    completed: dt.date
    change: float = 0.0
    staff: tuple[tuple[Person, str, str, str], ...] = ()
    subcontracts: tuple[tuple[str, str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """Work done for a project before it was tendered."""

    lot: Lot
    company: str
    company_uscc: str
    service: str


@dataclass(frozen=True, slots=True)
class Penalty:
    """A published penalty or an entry in a list."""

    firm: Firm
    code: str
    authority: str
    decided: dt.date
    kind: str
    restriction: str
    since: dt.date
    until: dt.date
    repaired: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint about a lot, with the days of its steps."""

    code: str
    lot: Lot
    firm: Firm
    known: dt.date
    received: dt.date
    accepted: dt.date
    decided: dt.date
    result: str


@dataclass(frozen=True, slots=True)
class Draw:
    """An expert who came out of a draw."""

    number: str
    lot: Lot
    expert: Expert
    at: dt.datetime
    by: str
    replacement: bool = False
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Exemption:
    """A number whose sharing is explained."""

    kind: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class LookAlike:
    """What resembles a story and is innocent."""

    title: str
    why: str
    lots: tuple[Lot, ...] = ()
    firms: tuple[Firm, ...] = ()
    experts: tuple[Expert, ...] = ()


@dataclass(frozen=True, slots=True)
class Expected:
    """Leads of one kind in which a story must show, by the keys that the graph gives to them.

    A ring is known by its members: `keys` then holds them all, once.
    """

    kind: str
    keys: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Story:
    """What was planted: its subjects, the signals it must raise, and its innocent look-alikes.

    `kind` is hard, statistical or presumptive: of the last, only the signals are promised.
    """

    id: str
    title: str
    family: str
    kind: str
    leads: tuple[Expected, ...]
    signals: tuple[str, ...]
    lots: tuple[Lot, ...]
    firms: tuple[Firm, ...]
    look_alikes: tuple[LookAlike, ...]
    experts: tuple[Expert, ...] = ()


@dataclass(frozen=True, slots=True)
class Inspector:
    """Someone who may be sent to inspect."""

    number: str
    person: Person
    unit: str
    specialty: str


@dataclass(slots=True)
class World:
    """Everything that is written out."""

    firms: list[Firm] = field(default_factory=list)
    organisations: list[Organisation] = field(default_factory=list)
    lots: list[Lot] = field(default_factory=list)
    experts: list[Expert] = field(default_factory=list)
    shareholdings: list[Shareholding] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    insurances: list[Insurance] = field(default_factory=list)
    former_heads: list[FormerHead] = field(default_factory=list)
    exemptions: list[Exemption] = field(default_factory=list)
    registrations: list[Registration] = field(default_factory=list)
    management: list[Management] = field(default_factory=list)
    kinships: list[Kinship] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    transfers: list[Transfer] = field(default_factory=list)
    contracts: list[Contract] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)
    penalties: list[Penalty] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    draws: list[Draw] = field(default_factory=list)
    inspectors: list[Inspector] = field(default_factory=list)
    sublet: list[tuple[Lot, Firm, float]] = field(default_factory=list)
    on_site: list[tuple[Lot, Person, str, Firm]] = field(default_factory=list)
    bound: dict[str, Person] = field(default_factory=dict)
    redrawn: dict[str, tuple[Expert, ...]] = field(default_factory=dict)
    stories: list[Story] = field(default_factory=list)
