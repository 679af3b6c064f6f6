"""Every rule finds what is wrong in its wrong diagram, at the right element, and nothing in its right one."""

from pathlib import Path

import pytest

from bpmn.findings import Finding
from bpmn.lint.linting import FILE_RULES, ROUTE_RULES, lint
from bpmn.lint.names import Names
from bpmn.reading import read_model
from tests.bpmn.lint.examples import EXAMPLES, NAMES, PLAIN

RULES = {rule.RULE: rule for rule in (*FILE_RULES, *ROUTE_RULES)}
UNCLEAN = ("te-groot",)


def findings(data: bytes, names: Names = NAMES) -> list[Finding]:
    return lint(read_model(data, "route.bpmn"), names)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_finds_what_is_wrong_where_it_is_wrong(rule):
    example = EXAMPLES[rule]
    found = [finding for finding in findings(example.wrong) if finding.rule == rule]
    assert {finding.element for finding in found} >= example.finds
    assert {finding.level for finding in found} == {example.level}
    for finding in found:
        assert finding.message.endswith((".", "?"))
        assert finding.advice
        assert finding.line


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_has_nothing_to_say_about_what_is_right(rule):
    assert [finding for finding in findings(EXAMPLES[rule].right) if finding.rule == rule] == []


@pytest.mark.parametrize("rule", RULES)
def test_the_right_diagram_is_right_for_all_rules(rule):
    assert [finding for finding in findings(EXAMPLES[rule].right) if finding.level == "fout"] == []


def test_every_rule_has_a_file_of_its_name_and_an_example():
    modules = {module.__name__.rpartition(".")[2].replace("_", "-") for module in RULES.values()}
    files = {
        path.stem.replace("_", "-")
        for path in Path(next(iter(RULES.values())).__file__).parent.glob("[a-z]*.py")
    }
    assert set(RULES) == modules == files == set(EXAMPLES)


def test_a_plain_route_has_no_findings_at_all():
    assert findings(PLAIN) == []
