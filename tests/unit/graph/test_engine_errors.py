"""What an engine refuses, in words of ours."""

from __future__ import annotations

from neo4j.exceptions import Neo4jError

from graph.bolt_engine import _plain
from graph.errors import EngineRefused, QueryRejected, QueryTimedOut, QueryTooLarge


def refusal(code: str, message: str) -> Neo4jError:
    error = Neo4jError(message)
    error._neo4j_code, error._message = code, message
    return error


def test_a_query_without_memory_is_no_wrong_query() -> None:
    heap = refusal("Neo.ClientError.General", "Query heap budget exceeded: the in-heap ORDER BY")
    pool = refusal("Neo.TransientError.General.MemoryPoolOutOfMemoryError", "too much")

    assert isinstance(_plain(heap, reading=True), QueryTooLarge)
    assert isinstance(_plain(pool, reading=True), QueryTooLarge)


def test_a_stopped_query_and_a_wrong_one_are_told_apart() -> None:
    late = refusal("Neo.ClientError.Transaction.TransactionTimedOut", "stopped")
    wrong = refusal("Neo.ClientError.Statement.SyntaxError", "no such word")

    assert isinstance(_plain(late, reading=True), QueryTimedOut)
    assert isinstance(_plain(wrong, reading=True), QueryRejected)


def test_who_changes_the_graph_is_not_told_to_narrow_a_query() -> None:
    late = refusal("Neo.DatabaseError.General.UnknownError", "Timeout on locking file")

    refused = _plain(late, reading=False)

    assert isinstance(refused, EngineRefused)
    assert "没有写入" in str(refused)
    assert "Timeout on locking file" in str(refused)
