"""What can't be read is told with the file, the line, and the row and column."""

import pytest

from bpmn.decisions.checking import check_decision
from bpmn.decisions.reading import read_decisions
from bpmn.errors import ModelError
from bpmn.feel.types import BOOLEAN, NUMBER, STRING, context_of, list_of
from tests.bpmn.decisions.making import decision, definitions, read_one, table

GOOD = table(["bedrag"], ["uit"], [["> 1", '"a"']])


@pytest.mark.parametrize(
    "namespace",
    [
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
    ],
)
def test_three_versions_of_the_standard_are_read(namespace: str) -> None:
    assert list(read_decisions(definitions(decision(GOOD), namespace), "t.dmn")) == ["t"]


def test_rows_know_their_number_line_and_note() -> None:
    rule = read_one(GOOD.replace("<rule>", '<rule id="r1"><description>Waarom</description>')).logic.rules[0]  # type: ignore[union-attr]
    assert (rule.number, rule.id, rule.description) == (1, "r1", "Waarom")
    assert rule.line > 3


BAD = [
    ("<x", "geen geldige XML"),
    ('<definitions xmlns="http://example.org/"/>', "geen DMN-bestand"),
    (definitions(decision("")), "leeg of iets anders"),
    (definitions(decision("<invocation/>")), "leeg of iets anders"),
    (definitions(decision(GOOD) + decision(GOOD)), "Twee beslissingen heten t"),
    (definitions(f"<decision>{GOOD}</decision>"), "heeft geen id"),
    (definitions(decision(table(["bedrag"], [], [["-"]]))), "geen kolom met een uitkomst"),
    (definitions(decision(table([""], ["uit"], []))), "zegt niet waar zij naar kijkt"),
    (definitions(decision(table(["a"], ["uit"], [["-"]]))), "Rij 1 heeft 1 + 0 cellen"),
    (definitions(decision(table(["a"], ["uit"], [["-", "1"], ["> >", "1"]]))), "Rij 2, a, `> >`"),
    (definitions(decision(table(["a"], ["uit"], [["-", "'x'"]]))), "dubbele aanhalingstekens"),
    (definitions(decision(table(["a >"], ["uit"], []))), "Kolom 1 (a >), `a >`"),
    (definitions(decision(table(["a"], ["uit"], [], 'hitPolicy="LAST"'))), "De regel LAST"),
    (
        definitions(decision(table(["a"], ["u", "v"], [], 'hitPolicy="COLLECT" aggregation="SUM"'))),
        "maar één uitkomst",
    ),
    (definitions(decision(table(["a"], ["u", "u"], []))), "geef elke een eigen naam"),
    (definitions(decision(GOOD, "a", ["b"]) + decision(GOOD, "b", ["a"])), "in een kring"),
    (definitions(decision(GOOD, "a", ["weg"])), "staat niet in dit bestand"),
    (definitions(decision("<knowledgeRequirement/>" + GOOD)), "los stuk kennis"),
    (
        definitions(decision(GOOD.replace("<inputEntry>", '<inputEntry expressionLanguage="juel">'))),
        "de taal juel kan niet",
    ),
    (
        b'<!DOCTYPE x [<!ENTITY a "b">]><definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>',
        "",
    ),
    (definitions(decision(table(["a"], ["uit"], [["-", "1"]] * 2001))), "meer dan 2000 rijen"),
]


@pytest.mark.parametrize(("data", "message"), BAD, ids=range(len(BAD)))
def test_a_file_that_can_not_be_read_is_refused_with_a_reason(data: bytes | str, message: str) -> None:
    with pytest.raises(ModelError) as caught:
        read_decisions(data if isinstance(data, bytes) else data.encode(), "fout.dmn")
    assert message in caught.value.message
    assert caught.value.file == "fout.dmn"


def test_a_long_chain_of_required_decisions_is_read_or_refused() -> None:
    body = "<literalExpression><text>1</text></literalExpression>"
    chain = "".join(decision(body, f"d{n}", [f"d{n + 1}"]) for n in range(150)) + decision(body, "d150")
    with pytest.raises(ModelError, match="bouwen te diep op elkaar"):
        read_decisions(definitions(chain), "keten.dmn")


TYPES = {"bedrag": NUMBER, "soort": STRING}


def test_a_table_that_fits_has_a_type_and_no_problems() -> None:
    one = read_one(
        table(["bedrag", "soort"], ["a", "b"], [["> 5", '"geld"', "true", "bedrag"]], 'hitPolicy="COLLECT"')
    )
    checked = check_decision(one, TYPES)
    assert checked.problems == ()
    assert checked.type == list_of(context_of({"a": BOOLEAN, "b": NUMBER}))


@pytest.mark.parametrize(
    ("row", "place", "message"),
    [
        (['"veel"', "1"], "Tabel T, rij 1, bedrag", "nooit waar"),
        (["> grens", "1"], "Tabel T, rij 1, bedrag", "De naam `grens` bestaat niet."),
        (["-", "bedrg"], "Tabel T, rij 1, uit", "De naam `bedrg` bestaat niet."),
    ],
)
def test_a_cell_that_does_not_fit_is_found_with_row_and_column(
    row: list[str], place: str, message: str
) -> None:
    problems = check_decision(read_one(table(["bedrag"], ["uit"], [row])), TYPES).problems
    assert [(problem.place, message in problem.message) for problem in problems] == [(place, True)]
    assert problems[0].line > 3


def test_an_outcome_of_another_type_than_its_column_is_found() -> None:
    body = table(["bedrag"], ["uit"], [["-", '"ja"']]).replace('name="uit"', 'name="uit" typeRef="boolean"')
    problems = check_decision(read_one(body), TYPES).problems
    assert [problem.message for problem in problems] == [
        "Deze uitkomst is een tekst; de kolom zegt ja of nee."
    ]


def test_a_column_of_another_type_than_its_expression_is_found() -> None:
    body = table(["bedrag"], ["uit"], []).replace("<inputExpression>", '<inputExpression typeRef="string">')
    problems = check_decision(read_one(body), TYPES).problems
    assert [problem.message for problem in problems] == [
        "De kolom zegt een tekst, maar de uitdrukking geeft een getal."
    ]
