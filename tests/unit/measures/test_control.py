"""Control: every link decides, the state and circles end a chain, days are what links share."""

from __future__ import annotations

from measures.control import OPEN, Chain, Link, chains
from measures.hubs import is_state_capital


def link(
    owner: str, firm: str, share: float | None = 0.6, since: str = "", until: str = OPEN
) -> Link:
    return Link(f"company:{owner}", f"company:{firm}", share, since, until)


def told(found: tuple[Chain, ...]) -> dict[str, tuple[int, float | None]]:
    return {f"{c.owner[8:]}>{c.firm[8:]}": (c.hops, c.share) for c in found}


def test_a_chain_is_as_strong_as_its_weakest_link_and_shares_are_not_multiplied() -> None:
    found = chains([link("A", "B", 0.9), link("B", "C", 0.51), link("C", "D", 0.6)])

    assert told(found) == {
        "A>B": (1, 0.9), "A>C": (2, 0.51), "A>D": (3, 0.51),
        "B>C": (1, 0.51), "B>D": (2, 0.51), "C>D": (1, 0.6),
    }  # fmt: skip
    assert {c.via for c in found if c.hops == 3} == {("company:B", "company:C")}


def test_management_is_a_link_without_a_share() -> None:
    assert told(chains([link("A", "B", None), link("B", "C", 0.7)]))["A>C"] == (2, 0.7)
    assert told(chains([link("A", "B", None)])) == {"A>B": (1, None)}


def test_circular_ownership_ends_where_it_began() -> None:
    found = told(chains([link("A", "B"), link("B", "C"), link("C", "A")]))

    assert found == {f"{a}>{b}": (n, 0.6) for a, b, n in
                     [("A", "B", 1), ("A", "C", 2), ("B", "C", 1), ("B", "A", 2), ("C", "A", 1),
                      ("C", "B", 2)]}  # fmt: skip


def test_a_firm_that_owns_itself_is_no_chain() -> None:
    assert chains([link("A", "A")]) == ()


def test_a_chain_holds_while_all_its_links_hold() -> None:
    found = chains([
        link("A", "B", since="2020-01-01", until="2022-12-31"),
        link("B", "C", since="2021-01-01"),
        link("X", "A", since="2023-01-01"),
    ])  # fmt: skip

    days = {f"{c.owner[8:]}>{c.firm[8:]}": (c.since, c.until) for c in found}
    assert days["A>C"] == ("2021-01-01", "2022-12-31")
    assert "X>B" not in days  # it came after A had sold


def test_of_two_chains_the_shorter_stays_unless_the_longer_holds_at_other_times() -> None:
    direct = link("A", "C", until="2020-12-31")
    around = [link("A", "B"), link("B", "C")]

    assert [(c.hops, c.until) for c in chains([direct, *around]) if c.firm == "company:C"
            and c.owner == "company:A"] == [(1, "2020-12-31"), (2, OPEN)]  # fmt: skip
    assert [c.hops for c in chains([link("A", "C"), *around]) if c.firm == "company:C"
            and c.owner == "company:A"] == [1]  # fmt: skip


def test_organs_that_hold_for_the_state_are_told_by_their_name() -> None:
    assert all(map(is_state_capital, [
        "某市人民政府国有资产监督管理委员会", "某省财政厅", "某县人民政府", "某区国资委",
        "某经济开发区管理委员会",
    ]))  # fmt: skip
    assert not any(map(is_state_capital, [
        "某市国有资产经营有限公司", "某财政软件有限公司", "某某建设集团有限公司", None,
    ]))  # fmt: skip
