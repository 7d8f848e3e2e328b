"""What each batch says about one node or edge, folded into what the graph shows.

A node that several files describe keeps each file's statement (`claims`), so that taking one batch
back restores what the others say, and so that contradictions stay visible. That holds for a mention
in passing too, once a batch: a firm keeps its name while any file gives it. An element that only
one batch states carries no claims: its properties are that batch's statement.

The end of an edge that follows from others' statements (`ended_by` names the source) is nobody's
statement about it: whoever writes the edge drops it, and it is inferred anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import orjson

from graph.records import Value

WEAK, STRONG = "w", "s"


@dataclass(frozen=True, slots=True)
class Claim:
    """One batch's statement, as of a day where that is known (ISO).

    A weak one (a mention in passing) only fills gaps.
    """

    batch: str
    weak: bool
    properties: Mapping[str, Value]
    as_of: str = ""

    def text(self) -> str:
        """The form kept in `claims`: `<batch>|<w or s>|<JSON>`, of a dated one `s@<day>`."""
        body = orjson.dumps(self.properties, option=orjson.OPT_SORT_KEYS).decode()
        strength = WEAK if self.weak else STRONG
        dated = f"{strength}@{self.as_of}" if self.as_of else strength
        return f"{self.batch}|{dated}|{body}"

    @staticmethod
    def parse(text: str) -> Claim:
        """The reverse of `text`."""
        batch, dated, body = text.split("|", 2)
        strength, _, as_of = dated.partition("@")
        return Claim(batch, strength == WEAK, orjson.loads(body), as_of)


@dataclass(slots=True)
class Element:
    """A node or an edge while it is being written: what it shows, who says so."""

    properties: dict[str, Value] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)
    mentioned: bool = False  # nothing but mentions so far
    claims: list[Claim] = field(default_factory=list)  # empty while one undated batch states it
    ended: bool = False  # stored with an end that was inferred

    def batches(self) -> set[str]:
        """The batches that state this element."""
        return {s.split(":", 1)[0] for s in self.sources}

    def fold(
        self,
        batch: str,
        source: str,
        properties: Mapping[str, Value],
        *,
        weak: bool,
        as_of: str = "",
    ) -> bool:
        """Add one row's statement. Returns whether anything changed; saying it twice does not."""
        said: dict[str, Value] = {k: v for k, v in properties.items() if v is not None}
        if not self.sources:
            self.properties, self.sources, self.mentioned = said, [source], weak
            self.claims = [Claim(batch, weak, said, as_of)] if as_of else []
            return True
        own = self._own(batch)
        if weak:
            said = {k: v for k, v in said.items() if own is None or k not in own.properties}
            if not said:
                return False
        elif own is not None and not own.weak and own.properties.items() >= said.items():
            return False
        self._state(batch, own, said, weak, as_of)
        if source not in self.sources:
            self.sources.append(source)
        return True

    def _own(self, batch: str) -> Claim | None:
        """What the batch states so far."""
        if self.claims:
            return next((c for c in self.claims if c.batch == batch), None)
        if batch in self.batches():
            return Claim(batch, self.mentioned, self.properties)
        return None

    def _state(
        self, batch: str, own: Claim | None, said: dict[str, Value], weak: bool, as_of: str
    ) -> None:
        if own is not None and not self.claims:
            self.properties = self.properties | said
            self.mentioned = self.mentioned and weak
            return
        self.claims = self._statements()
        if own is None:
            self.claims.append(Claim(batch, weak, said, as_of))
            if weak and not as_of:  # the last to be asked: it fills what all others leave open
                self.properties = {**said, **self.properties}
                return
        else:
            both = Claim(batch, own.weak and weak, {**own.properties, **said}, as_of)
            if own.properties:
                self.claims = [both if c.batch == batch else c for c in self.claims]
            else:  # what said nothing so far takes its place now, wherever it was named
                self.claims = [*(c for c in self.claims if c.batch != batch), both]
        self._show()

    def _show(self) -> None:
        shown: dict[str, Value] = {}
        # The newest is shown; a statement without a day never stands against one that has it.
        weak = sorted((c for c in self.claims if c.weak), key=lambda c: c.as_of, reverse=True)
        for claim in weak:
            shown = {**claim.properties, **shown}
        for claim in sorted((c for c in self.claims if not c.weak), key=lambda c: c.as_of):
            shown.update(claim.properties)
        self.properties = shown
        self.mentioned = all(c.weak for c in self.claims)

    def without(self, batch: str) -> Element | None:
        """The element as the other batches state it; None if no other does."""
        if batch not in self.batches():
            return self if self.sources else None
        sources = [s for s in self.sources if s.split(":", 1)[0] != batch]
        if not sources:
            return None
        return Element._of(sources, [c for c in self.claims if c.batch != batch])

    def joined(self, other: Element) -> Element:
        """The element as this and `other`, an earlier or later record of it, state it together."""
        mine = {c.batch: c for c in self._statements()}
        for each in other._statements():
            own = mine.get(each.batch, each)
            both = {**own.properties, **each.properties}
            mine[each.batch] = Claim(each.batch, own.weak and each.weak, both, each.as_of)
        sources = [*dict.fromkeys((*self.sources, *other.sources))]
        return Element._of(sources, [*mine.values()], ended=self.ended)

    @staticmethod
    def _of(sources: list[str], claims: list[Claim], *, ended: bool = False) -> Element:
        made = Element(sources=sources, claims=claims, ended=ended)
        made._show()
        if len(made.claims) == 1 and not made.claims[0].as_of:
            made.claims = []
        return made

    def _statements(self) -> list[Claim]:
        """What each batch states."""
        if self.claims or not self.sources:
            return self.claims
        return [Claim(min(self.batches()), self.mentioned, self.properties)]

    def stored(self) -> dict[str, Value]:
        """Properties as they are written to the graph, bookkeeping included."""
        out: dict[str, Value] = {"valid_to": None, "ended_by": None} if self.ended else {}
        out |= self.properties
        out["sources"] = list(self.sources)
        if self.mentioned:
            out["mentioned"] = True
        if self.claims:
            out["claims"] = [c.text() for c in self.claims]
        return out

    @staticmethod
    def read(stored: Mapping[str, Value], facts: Iterable[str]) -> Element:
        """The element that `stored` came from. `facts` names the properties that sources state."""
        sources, claims = stored.get("sources"), stored.get("claims")
        ended = stored.get("ended_by") is not None
        return Element(
            properties={
                k: stored[k]
                for k in facts
                if stored.get(k) is not None and not (ended and k == "valid_to")
            },
            sources=[str(s) for s in sources] if isinstance(sources, list) else [],
            mentioned=stored.get("mentioned") is True,
            claims=[Claim.parse(str(c)) for c in claims] if isinstance(claims, list) else [],
            ended=ended,
        )
