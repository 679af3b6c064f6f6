"""Which rows are hit and what that gives, for every hit policy."""

import time
from decimal import Decimal

import pytest

from bpmn.decisions.checking import check_decision
from bpmn.decisions.deciding import decide, names_read
from bpmn.decisions.reading import read_decisions
from tests.bpmn.decisions.making import NOW, decided, decision, definitions, read_one, table

ROWS = [["> 0", '"a"'], ["> 10", '"b"'], ["> 10", '"b"'], ["> 99", '"c"']]
NUMBERS = [["> 0", "1"], ["> 10", "2.5"], ["> 10", "2.5"]]


def answer(policy: str, bedrag: object, rows: list[list[str]] = ROWS, values: str = "") -> object:
    found = decided(table(["bedrag"], ["uit"], rows, policy, [values]), bedrag=bedrag)
    return found.value if not found.problems else found.problems[0]


def test_one_row_gives_its_outcome() -> None:
    found = decided(table(["bedrag"], ["uit"], ROWS), bedrag=5)
    assert (found.value, found.rows, found.problems) == ("a", (1,), ())
    assert found.reads == (("bedrag", 5),)


def test_two_rows_are_too_many_for_unique() -> None:
    found = decided(table(["bedrag"], ["uit"], ROWS), bedrag=11)
    assert found.value is None
    assert found.rows == (1, 2, 3)
    assert found.problems == ("Tabel T: de rijen 1 en 2 en 3 passen allemaal, en er mag er maar één passen.",)


def test_first_stops_at_the_first_row() -> None:
    found = decided(table(["bedrag"], ["uit"], ROWS, 'hitPolicy="FIRST"'), bedrag=11)
    assert (found.value, found.rows) == ("a", (1,))


def test_any_wants_the_same_outcome() -> None:
    assert answer('hitPolicy="ANY"', 11, ROWS[1:]) == "b"
    assert "de rijen 1 en 2 passen allebei en geven bij uit iets anders" in str(answer('hitPolicy="ANY"', 11))


def test_priority_and_output_order_follow_the_allowed_values() -> None:
    assert answer('hitPolicy="PRIORITY"', 100, values='"c", "b", "a"') == "c"
    assert answer('hitPolicy="OUTPUT ORDER"', 100, values='"b", "c", "a"') == ["b", "b", "c", "a"]


def test_rule_order_and_collect_give_a_list() -> None:
    assert answer('hitPolicy="RULE ORDER"', 11) == ["a", "b", "b"]
    assert answer('hitPolicy="COLLECT"', 100) == ["a", "b", "b", "c"]


def test_collect_can_add_up_count_and_take_the_least_or_most() -> None:
    def collected(aggregation: str, bedrag: int = 11) -> object:
        return answer(f'hitPolicy="COLLECT" aggregation="{aggregation}"', bedrag, NUMBERS)

    assert collected("SUM") == 6
    assert collected("MIN") == 1
    assert collected("MAX") == Decimal("2.5")
    assert collected("COUNT") == 3
    assert collected("COUNT", -1) == 0
    assert collected("SUM", -1) is None


def test_what_can_not_be_added_up_is_a_problem() -> None:
    message = answer('hitPolicy="COLLECT" aggregation="SUM"', 11)
    assert message == "Tabel T, uit: deze uitkomsten zijn niet samen te nemen. Geef in elke rij een getal."


def test_no_row_gives_null_or_an_empty_list() -> None:
    assert answer("", -1) is None
    assert answer('hitPolicy="COLLECT"', -1) == []


def test_a_default_outcome_holds_when_no_row_does() -> None:
    body = table(["bedrag"], ["uit"], ROWS).replace(
        '<output name="uit">',
        '<output name="uit"><defaultOutputEntry><text>"geen"</text></defaultOutputEntry>',
    )
    assert decided(body, bedrag=-1).value == "geen"


def test_several_outcomes_are_a_context() -> None:
    body = table(["bedrag"], ["a", "b"], [["-", "1", "bedrag * 2"]])
    assert decided(body, bedrag=4).value == {"a": 1, "b": 8}


def test_every_column_must_pass() -> None:
    body = table(["soort", "bedrag"], ["uit"], [['"geld"', "> 5", "1"], ["", "-", "2"]], 'hitPolicy="FIRST"')
    assert decided(body, soort="geld", bedrag=6).value == 1
    assert decided(body, soort="geld", bedrag=5).value == 2
    assert decided(body, soort="uren", bedrag=6).value == 2


def test_an_outcome_may_be_a_list() -> None:
    found = decided(table(["bedrag"], ["uit"], [["-", '["a", "b"]']]), bedrag=1)
    assert found.value == ["a", "b"]


def test_a_missing_name_is_told_with_table_row_and_column() -> None:
    found = decided(table(["bedrag"], ["uit"], [["> grens", "1"], ["-", "2"]], 'hitPolicy="FIRST"'), bedrag=1)
    assert found.value == 2
    assert found.warnings[0] == "Tabel T, rij 1, bedrag: De naam `grens` heeft hier geen waarde."


def test_required_decisions_come_first_and_are_names() -> None:
    data = definitions(
        decision(
            "<literalExpression><text>eerst + midden.x</text></literalExpression>",
            "slot",
            ["midden", "eerst"],
        )
        + decision(
            table(["eerst"], ["x", "y"], [["> 3", "10", "1"], ["-", "20", "2"]], 'hitPolicy="FIRST"'),
            "midden",
            ["eerst"],
        )
        + decision("<literalExpression><text>bedrag * 2</text></literalExpression>", "eerst")
    )
    found = read_decisions(data, "keten.dmn")
    assert list(found) == ["slot", "midden", "eerst"]
    result = decide(found["slot"], {"bedrag": 2}, NOW)
    assert result.value == 14
    assert result.reads == (("bedrag", 2),)
    assert names_read(found["slot"]) == {"bedrag"}


def test_decisions_that_share_what_they_need_are_decided_once() -> None:
    body = "<literalExpression><text>{}</text></literalExpression>"
    parts = [decision(body.format("1"), "d0"), decision(body.format("d0 + 1"), "d1", ["d0"])]
    parts += [
        decision(body.format(f"d{n - 1} + d{n - 2}"), f"d{n}", [f"d{n - 1}", f"d{n - 2}"])
        for n in range(2, 29)
    ]
    last = read_decisions(definitions("".join(parts)), "keten.dmn")["d28"]
    assert decide(last, {}, NOW).value == 832040
    assert names_read(last) == frozenset()
    assert check_decision(last, {}).problems == ()


def test_names_that_a_table_needs() -> None:
    one = read_one(table(["kind.leeftijd"], ["uit"], [["> grens, ? < 3", "bedrag"]]))
    assert names_read(one) == {"kind", "grens", "bedrag"}


@pytest.mark.parametrize(
    "cell", ["count(for i in 1..99999 return i) > 3", "some x in 1..9999, y in 1..9999 satisfies false"]
)
def test_a_hostile_table_ends_soon_with_a_problem(cell: str) -> None:
    begun = time.process_time()
    found = decided(table(["1"], ["uit"], [[cell, "1"]] * 500))
    assert time.process_time() - begun < 1.5
    assert found.value is None
    assert found.problems[0].startswith("Tabel T, rij ")


def test_a_table_is_decided_fast_enough_to_ask_on_every_page() -> None:
    one = read_one(
        table(
            ["a", "b", "c"],
            ["x", "y"],
            [[f"> {n}", '"p", "q"', "-", "1", "a + b"] for n in range(30)],
            'hitPolicy="FIRST"',
        )
    )
    begun = time.process_time()
    for _ in range(20):
        decide(one, {"a": -1, "b": "p", "c": 3}, NOW)
    assert (time.process_time() - begun) / 20 < 0.01
