"""What votes come to, by the rule of the committee. The first who voted chairs."""

from datetime import UTC, datetime

import pytest

from config.committees import Committee, Decides, Tie
from engine.casework.committee import Tally, outcome_of
from engine.store.committees import Item, Vote

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
WORDS = {"v": "voor", "t": "tegen", "o": "onthouden", "b": "betrokken"}


def tally(decides: Decides, tie: Tie, said: str) -> Tally:
    committee = Committee("c", "Commissie", "lid", "voorzitter", 1, decides, tie)
    votes = tuple(Vote("1", 1, number, WORDS[sign], NOW) for number, sign in enumerate(said))
    present = tuple(one.person for one in votes if one.choice != "betrokken")
    item = Item("1", 1, "regio", "c", "stap", NOW)
    return Tally(committee, item, None, {}, present, {}, votes)


@pytest.mark.parametrize(
    ("decides", "tie", "said", "outcome"),
    [
        ("meerderheid", "afgewezen", "vvt", "voor"),
        ("meerderheid", "afgewezen", "vtt", "tegen"),
        ("meerderheid", "afgewezen", "vooo", "voor"),
        ("meerderheid", "afgewezen", "ootb", "tegen"),
        ("meerderheid", "afgewezen", "vt", "tegen"),
        ("meerderheid", "afgewezen", "oo", "tegen"),
        ("meerderheid", "voorzitter", "vt", "voor"),
        ("meerderheid", "voorzitter", "tv", "tegen"),
        ("meerderheid", "voorzitter", "ovt", ""),
        ("meerderheid", "voorzitter", "ttv", "tegen"),
        ("unaniem", "afgewezen", "vvv", "voor"),
        ("unaniem", "afgewezen", "vvo", "voor"),
        ("unaniem", "afgewezen", "vvt", "tegen"),
        ("unaniem", "voorzitter", "vt", "tegen"),
        ("unaniem", "afgewezen", "oo", "tegen"),
    ],
)
def test_the_rule_of_the_committee_says_what_votes_come_to(
    decides: Decides, tie: Tie, said: str, outcome: str
) -> None:
    assert outcome_of(tally(decides, tie, said), chair=0) == outcome


def test_the_vote_of_who_is_not_there_any_more_does_not_count() -> None:
    known = tally("meerderheid", "afgewezen", "vtb")
    assert (known.count("voor"), known.count("tegen"), known.count("betrokken")) == (1, 1, 0)
    assert known.silent == ()
