"""What cells make doubtful together: an amount in the wrong unit, a firm that bids twice."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable

from loaders.amounts import Price
from loaders.identifiers import company_name_key
from loaders.offers import rate_kind
from loaders.parties import Party
from loaders.problems import Complaint

_WAN = 10_000.0
_SLACK = 3.0  # an offer is near its ceiling; a factor of three is far for both
_REMEMBERED_LOTS = 20_000  # the bids of a lot stand close together in an export

WRONG_UNIT = Complaint(
    "is about ten thousand times more or less than the ceiling beside it.",
    "Compare the units: one of the two is in 万元. Name 万元 in the header.",
)
NEGATIVE_FEE = Complaint(
    "is a fee below zero; only a discount (下浮率) can be one.",
    "Compare with the original; a discount belongs in 下浮率, or write 下浮率 beside the number.",
)
BIDS_TWICE = Complaint(
    "bids alone and in a consortium, or in two consortia, for one lot (TL37).",
    "Compare with the original; the bids are kept as they are.",
)


def far_from_ceiling() -> Callable[[float | Price | None, float | None], Complaint | None]:
    """Whether an amount and its ceiling differ by the factor of 万元."""

    def check(offer: float | Price | None, ceiling: float | None) -> Complaint | None:
        amount = offer.amount if isinstance(offer, Price) else offer
        if not amount or not ceiling:
            return None
        ratio = amount / ceiling
        far = any(w / _SLACK < ratio < w * _SLACK for w in (_WAN, 1 / _WAN))
        return Complaint(WRONG_UNIT.rule, WRONG_UNIT.advice, value=offer) if far else None

    return check


def negative_fee() -> Callable[[Price | None], Complaint | None]:
    """Whether what is below zero is no discount."""

    def check(fee: Price | None) -> Complaint | None:
        below = fee is not None and fee.rate is not None and fee.rate < 0
        return NEGATIVE_FEE if below and rate_kind(fee) != "discount" else None

    return check


def bids_twice() -> Callable[..., Complaint | None]:
    """Whether a firm of this bid stands in another bid of the lot, one of them a consortium's."""
    lots: OrderedDict[str, dict[str, tuple[str, bool]]] = OrderedDict()

    def check(
        lot: str | None,
        code: str | None,
        name: str | None,
        lead: Party | None,
        others: Iterable[Party] | None,
        consortium: bool | None,
    ) -> Complaint | None:
        own = _known_by(code, name)
        if lot is None or own is None:
            return None
        head = _known_by(lead.code, lead.name) if lead else own
        known = lots.setdefault(lot, {})
        lots.move_to_end(lot)
        if len(lots) > _REMEMBERED_LOTS:
            lots.popitem(last=False)
        twice = False
        for firm in (own, *(_known_by(o.code, o.name) for o in others or ())):
            if firm is None:
                continue
            before = known.setdefault(firm, (head or own, bool(consortium)))
            twice |= before[0] != head and (before[1] or bool(consortium))
        return Complaint(BIDS_TWICE.rule, BIDS_TWICE.advice, value=name) if twice else None

    return check


def _known_by(code: str | None, name: str | None) -> str | None:
    return code or (company_name_key(name) if name else None)
