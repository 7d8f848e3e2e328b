"""What holds for every signal: checked over the whole catalogue, all problems together."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from string import Formatter

from graph.cypher_text import (
    Shape,
    Token,
    aggregate_calls,
    clauses,
    items,
    parameters_of,
    returned,
    stands_alone,
    tokens,
)
from graph.engine import GraphReader
from graph.errors import QueryRejected
from graph.vocabulary import SCHEMA
from messages import t
from queries.ask import aggregate_traps, check_read_only
from queries.catalogue import CatalogueBroken, catalogue, register
from queries.run import requirements
from queries.signal import Signal
from queries.unheld import unheld

LOCK = Path(__file__).parent / "signals.lock.json"
GOLDEN = Path(__file__).parents[1] / "tests" / "golden" / "signals"
GOLDEN_FILES = ("fires.yaml", "stays_silent.yaml", "expected.json")
# Judgements belong to authorities: a signal says what the records show.
JUDGING_WORDS = ("认定", "违法", "犯罪", "guilty", "illegal", "criminal", "suspect")
# These exist on one engine only, or mean something else on the other.
UNPORTABLE = frozenset(
    ["ELEMENTID", "ID", "SHORTESTPATH", "ALLSHORTESTPATHS", "DATE", "DATETIME", "DURATION"]
)
COMPARISONS = frozenset(["<", "<=", ">", ">=", "=", "<>"])
TO_FILL = "待填"  # what the skeleton of a new signal leaves to its author
HARMLESS_NUMBERS = frozenset(["0", "1", "0.0", "1.0"])


@dataclass(frozen=True, slots=True)
class CheckProblem:
    """One thing that does not hold: where, which rule, what to do."""

    file: str
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.message}"


def check_catalogue(
    reader: GraphReader | None,
    *,
    folder: Path | None = None,
    lock: Path = LOCK,
    golden: Path = GOLDEN,
    today: str | None = None,
) -> tuple[CheckProblem, ...]:
    """Everything that does not hold for the catalogue.

    With a reader each query is explained on that engine. `today` (ISO) is the day on which the
    cited provisions must be in force; without it, the current one.
    """
    try:
        signals = catalogue(folder)
        register()
    except CatalogueBroken as error:
        return tuple(CheckProblem("", "format", problem) for problem in error.problems)
    day = today or datetime.now(UTC).date().isoformat()
    found = list(_twice(signals))
    locked = read_lock(lock)
    for signal in signals:
        found += check_signal(signal)
        found += _law(signal, day)
        found += _locked(signal, locked)
        found += _golden(signal, golden)
        found += [] if reader is None else _explained(signal, reader)
    return tuple(found)


def check_signal(signal: Signal) -> tuple[CheckProblem, ...]:
    """What one file alone can get wrong."""
    return tuple(problem for check in CHECKS for problem in check(signal))


def _problem(signal: Signal, rule: str, message: str) -> CheckProblem:
    return CheckProblem(f"{signal.file.parent.name}/{signal.file.name}", rule, message)


def _twice(signals: Sequence[Signal]) -> Iterator[CheckProblem]:
    counted = Counter(signal.title for signal in signals)
    for signal in signals:
        if counted[signal.title] > 1:
            yield _problem(
                signal,
                "title",
                t("the title '{title}' is taken. Choose another.", title=signal.title),
            )


def _place(signal: Signal) -> Iterator[CheckProblem]:
    if signal.file.stem != signal.id:
        yield _problem(
            signal, "id", t("the id is '{id}'. Name the file {id}.cypher.", id=signal.id)
        )
    if signal.file.parent.name != signal.family.value:
        yield _problem(
            signal,
            "family",
            t("the family is '{family}'. Keep the file in that folder.", family=signal.family),
        )


def _parameters(signal: Signal) -> Iterator[CheckProblem]:
    used, declared = parameters_of(signal.cypher), set(signal.parameters)
    for name in sorted(used - declared):
        yield _problem(
            signal, "parameters", t("${name} is not declared. Add it to parameters.", name=name)
        )
    for name in sorted(declared - used):
        yield _problem(
            signal,
            "parameters",
            t("the query does not use '{name}'. Remove it from parameters.", name=name),
        )


def _columns(signal: Signal) -> Iterator[CheckProblem]:
    columns = returned(signal.cypher)
    promised = {
        "subjects": signal.subjects,
        "identity": signal.identity,
        "evidence": signal.evidence,
        "counted": signal.counted,
        "weight.when": [] if signal.weight.when is None else [signal.weight.when],
        "root_fact": _fields(signal.root_fact),
        "sentence": _fields(signal.sentence),
        "english.sentence": _fields(signal.english.sentence),
    }
    for place, names in promised.items():
        for name in names:
            if name not in columns:
                yield _problem(
                    signal,
                    "columns",
                    t(
                        "{place} names '{name}', which RETURN does not. Add … AS {name}.",
                        place=place,
                        name=name,
                    ),
                )
    if "" in columns:
        yield _problem(signal, "columns", t("a returned column has no name. Add AS."))


def _fields(template: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(template) if name]


def _shape(signal: Signal) -> Iterator[CheckProblem]:
    try:
        check_read_only(signal.cypher)
    except QueryRejected as error:
        yield _problem(signal, "read-only", str(error))
    last = [clause.name for clause in clauses(tokens(signal.cypher)) if clause.depth == 0]
    if "LIMIT" in last or "SKIP" in last:
        yield _problem(signal, "limit", t("LIMIT hides findings. Remove it."))
    if last[-2:] != ["RETURN", "ORDER"]:
        yield _problem(signal, "order", t("the answer has no order. End with ORDER BY."))


def _thresholds(signal: Signal) -> Iterator[CheckProblem]:
    for before, after in pairwise(tokens(signal.cypher)):
        compared = before.shape is Shape.SYMBOL and before.text in COMPARISONS
        number = after if compared else before
        beside = compared or (after.shape is Shape.SYMBOL and after.text in COMPARISONS)
        if beside and number.shape is Shape.NUMBER and number.text not in HARMLESS_NUMBERS:
            yield _problem(
                signal,
                "thresholds",
                t("{number} is compared with. Make it a parameter.", number=number.text),
            )


def _aggregates(signal: Signal) -> Iterator[CheckProblem]:
    pieces = tokens(signal.cypher)
    said = t("an aggregate has company. Write WITH …, aggregate AS x and use x in the next clause.")
    lonely = all(_lonely(clause.name, clause.body) for clause in clauses(pieces))
    if not lonely or aggregate_traps(pieces):
        yield _problem(signal, "aggregates", said)


def _lonely(name: str, body: Sequence[Token]) -> bool:
    if name in {"WITH", "RETURN"}:
        return all(
            stands_alone(item.expression) or not aggregate_calls(item.expression)
            for item in items(body)
        )
    return name not in {"WHERE", "ORDER", "UNWIND"} or not aggregate_calls(body)


def _portable(signal: Signal) -> Iterator[CheckProblem]:
    for before, after in pairwise(tokens(signal.cypher)):
        if before.word in UNPORTABLE and after.is_symbol("("):
            yield _problem(
                signal,
                "portable",
                t("{name}() does not mean the same on every engine.", name=before.text),
            )


def _vocabulary(signal: Signal) -> Iterator[CheckProblem]:
    known = {p.name for kind in SCHEMA.nodes for p in kind.properties} | {"key", "sources"}
    known |= {p.name for kind in SCHEMA.edges for p in kind.properties}
    pieces = tokens(signal.cypher)
    named = {name for name in _labels_and_types(pieces) if not _in_schema(name)}
    computed = _computed(pieces)
    stored = {
        name.text
        for owner, dot, name in zip(pieces, pieces[1:], pieces[2:], strict=False)
        if dot.is_symbol(".") and owner.shape is Shape.WORD and owner.text not in computed
    }
    for name in sorted(named | (stored - known)):
        yield _problem(
            signal, "vocabulary", t("'{name}' is not in the vocabulary. Correct it.", name=name)
        )
    for sentence in unheld(signal.cypher):
        yield _problem(signal, "vocabulary", sentence)


def _labels_and_types(pieces: Sequence[Token]) -> Iterator[str]:
    """Words after a colon that begin upper case, and those that bars add to them."""
    following = False
    for before, after in pairwise(pieces):
        opened = before.is_symbol(":") or (following and before.is_symbol("|"))
        if opened and after.shape is Shape.WORD and after.text[0].isupper():
            following = True
            if after.word not in {"CASE", "TRUE", "FALSE", "NULL", "NOT", "EXISTS"}:
                yield after.text
        elif not after.is_symbol("|"):
            following = False


def _in_schema(name: str) -> bool:
    return SCHEMA.has_node(name) or SCHEMA.has_edge(name)


def _computed(pieces: Sequence[Token]) -> set[str]:
    """Variables that hold what the query made, maps perhaps, and not what the graph stores."""
    found = set()
    for clause in clauses(pieces):
        if clause.name == "UNWIND" and clause.body:
            found.add(clause.body[-1].text)
        if clause.name == "WITH":
            found |= {item.name for item in items(clause.body) if len(item.expression) > 1}
    return found


def _requires(signal: Signal) -> Iterator[CheckProblem]:
    for text in signal.requires:
        try:
            requirements(text)
        except QueryRejected as error:
            yield _problem(signal, "requires", str(error))


def _words(signal: Signal) -> Iterator[CheckProblem]:
    english = signal.english
    said = [signal.title, signal.summary, signal.sentence, *signal.next_steps]
    said += [english.title, english.summary, english.sentence, *english.next_steps]
    for word in JUDGING_WORDS:
        if any(word in text.lower() for text in said):
            yield _problem(
                signal,
                "words",
                t("'{word}' is a judgement. Say what the records show.", word=word),
            )


def _filled(signal: Signal) -> Iterator[CheckProblem]:
    left = signal.model_dump_json().count(TO_FILL)
    if left:
        yield _problem(
            signal,
            "filled",
            t(
                "{count} places still say {mark}. Write what they ask for, and the English too.",
                count=left,
                mark=TO_FILL,
            ),
        )


def _cases(signal: Signal) -> Iterator[CheckProblem]:
    if (signal.weight.when is None) != (not signal.weight.cases):
        yield _problem(signal, "weight", t("weight.when and weight.cases belong together."))


def _law(signal: Signal, day: str) -> Iterator[CheckProblem]:
    known = register()
    for key in signal.legal_basis:
        if key not in known:
            yield _problem(
                signal, "law", t("'{key}' is not in the register. Add the provision.", key=key)
            )
        elif not known[key].in_force(day):
            yield _problem(signal, "law", t("'{key}' is not in force on {day}.", key=key, day=day))


def _golden(signal: Signal, golden: Path) -> Iterator[CheckProblem]:
    if signal.status == "draft" or not golden.is_dir():  # an installed product has no tests
        return
    for name in GOLDEN_FILES:
        if not (golden / signal.id / name).is_file():
            yield _problem(
                signal,
                "golden",
                t(
                    "status '{status}' needs {file}.",
                    status=signal.status,
                    file=f"{signal.id}/{name}",
                ),
            )


def _explained(signal: Signal, reader: GraphReader) -> Iterator[CheckProblem]:
    try:
        reader.run(f"EXPLAIN {signal.cypher}", dict(signal.defaults))  # type: ignore[arg-type]
    except QueryRejected as error:
        yield _problem(signal, "engine", str(error))


CHECKS: tuple[Callable[[Signal], Iterable[CheckProblem]], ...] = (
    _place,
    _parameters,
    _columns,
    _shape,
    _thresholds,
    _aggregates,
    _portable,
    _vocabulary,
    _requires,
    _words,
    _filled,
    _cases,
)


def content_hash(signal: Signal) -> str:
    """SHA-256 of the file, line ends aside: what a finding's revision stands for."""
    text = signal.file.read_text(encoding="utf-8").replace("\r\n", "\n")
    return hashlib.sha256(text.encode()).hexdigest()


def read_lock(lock: Path = LOCK) -> Mapping[str, Mapping[str, object]]:
    """What the lock file says of each signal: revision and sha256."""
    if not lock.is_file():
        return {}
    stated = json.loads(lock.read_text(encoding="utf-8"))
    return dict(stated)


def _locked(signal: Signal, locked: Mapping[str, Mapping[str, object]]) -> Iterator[CheckProblem]:
    entry = locked.get(signal.id)
    if entry is None:
        yield _problem(signal, "lock", t("the lock file lacks it. Run 'signals check --lock'."))
    elif entry["sha256"] != content_hash(signal):
        raised = signal.revision > int(str(entry["revision"]))
        said = (
            t("the lock file has an older revision. Run 'signals check --lock'.")
            if raised
            else t("it changed since revision {revision}. Raise it.", revision=signal.revision)
        )
        yield _problem(signal, "lock", said)


def update_lock(folder: Path | None = None, lock: Path = LOCK) -> tuple[str, ...]:
    """Write the lock file anew; returns the ids that changed without a raised revision.

    Those keep their old entry, so that the check goes on naming them.
    """
    before = read_lock(lock)
    after: dict[str, Mapping[str, object]] = {}
    refused = []
    for signal in catalogue(folder):
        entry = before.get(signal.id)
        now = content_hash(signal)
        changed = entry is not None and entry["sha256"] != now
        if entry is not None and changed and signal.revision <= int(str(entry["revision"])):
            refused.append(signal.id)
            after[signal.id] = entry
        else:
            after[signal.id] = {"revision": signal.revision, "sha256": now}
    text = json.dumps(after, ensure_ascii=False, indent=1, sort_keys=True)
    lock.write_text(f"{text}\n", encoding="utf-8")
    return tuple(refused)
