"""Every rule that a finding can carry has a page in docs/regels, and every page is of a rule that exists."""

import ast
import re
from pathlib import Path

import pytest

from bpmn.lint.linting import FILE_RULES, ROUTE_RULES

ROOT = Path(__file__).resolve().parents[2]
PAGES = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "docs/regels").glob("[a-z]*.md")}
CHECKS = [*ROOT.glob("forms/**/*.py"), *ROOT.glob("engine/**/*.py")]
MAKERS = {"fault", "warning", "finding", "Finding"}
ONE_PAGE = {"repetitie-": "repetitie-naam"}  # a rule whose end says what was named wrong


def rules_in(path: Path) -> set[str]:
    """The names with a hyphen in a module that makes findings, and what stands first in the call that makes one."""
    source = path.read_text(encoding="utf-8")
    if "bpmn.findings" not in source:
        return set()
    tree = ast.parse(source)
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    found = {text for text in texts if isinstance(text, str) and re.fullmatch("[a-z]+(-[a-z]+)+", text)}
    for call in ast.walk(tree):
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Name)
            and call.func.id in MAKERS
            and call.args
        ):
            found |= named_by(call.args[0])
    return found


def named_by(first: ast.expr) -> set[str]:
    if isinstance(first, ast.Constant) and isinstance(first.value, str):
        return {first.value}
    if isinstance(first, ast.JoinedStr) and isinstance(first.values[0], ast.Constant):
        return {ONE_PAGE[str(first.values[0].value)]}
    return set()


def every_rule() -> set[str]:
    linted = {rule.RULE for rule in (*FILE_RULES, *ROUTE_RULES)}
    return linted.union(*(rules_in(path) for path in CHECKS))


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    assert every_rule() == PAGES.keys()


def test_the_rules_of_forms_regions_letters_and_rehearsals_are_seen() -> None:
    known = {
        "formulier-kring",
        "leesbaar",
        "mail-zonder-antwoorden",
        "repetitie-naam",
        "controle-mislukt",
        "rol",
    }
    assert known <= every_rule()


@pytest.mark.parametrize("rule", sorted(PAGES))
def test_a_page_says_what_why_wrong_and_right(rule: str) -> None:
    text = PAGES[rule]
    assert text.startswith(f"# {rule}\n\nNiveau: ")
    assert re.findall(r"^\*\*(\w+)\.\*\* .", text, re.MULTILINE) == ["Wat", "Waarom", "Fout", "Goed"]


def test_the_first_page_lists_all_rules_with_what_they_ask() -> None:
    listed = re.findall(
        r"^- \[([a-z-]+)\]\(\1\.md\): (.+)$", (ROOT / "docs/regels/README.md").read_text(), re.MULTILINE
    )
    assert sorted(name for name, _ in listed) == sorted(PAGES)
    assert [name for name, what in listed if f"**Wat.** {what}\n" not in PAGES[name]] == []
