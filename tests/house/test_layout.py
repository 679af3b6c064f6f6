"""Where things stand, so that someone who opens the repository finds them."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ["bpmn", "config", "engine", "forms", "webui"]
MODULES = sorted(
    path
    for package in PACKAGES
    for path in (ROOT / package).rglob("*.py")
    if "node_modules" not in path.parts
)

# Longer than a module should be, and why: each is one list of small, equal things that reads best in one place.
LONG = {
    "bpmn/feel/parsing.py": "one function per construct of the grammar",
    "bpmn/feel/interpreting.py": "one function per kind of node",
    "bpmn/feel/checking.py": "one function per kind of node",
    "engine/store/schema.py": "every table",
}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_a_package_starts_empty_or_with_one_docstring() -> None:
    assert [name_of(path) for path in MODULES if path.name == "__init__.py" and not is_bare(path)] == []


def is_bare(path: Path) -> bool:
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return len(body) <= 1 and all(
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) for node in body
    )


def test_a_module_is_short_enough_to_read() -> None:
    assert {name_of(path): lines for path in MODULES if (lines := lines_of(path)) > most_lines(path)} == {}


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def most_lines(path: Path) -> int:
    return 550 if name_of(path) in LONG or "migrations" in path.parts else 400


def test_no_module_is_named_after_nothing() -> None:
    empty = {"utils", "helpers", "common", "manager", "misc"}
    assert [name_of(path) for path in MODULES if path.stem in empty or path.stem.endswith("_service")] == []


def test_regions_are_data_only() -> None:
    code = {".py", ".js", ".sh"}
    assert [name_of(path) for path in (ROOT / "processes").rglob("*") if path.suffix in code] == []
