"""Where things stand, so that someone who opens the repository finds them."""

import ast
from pathlib import Path

import pytest

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


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if path.name == "__init__.py"],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_a_package_starts_empty_or_with_one_docstring(path: Path) -> None:
    body = ast.parse(path.read_text(encoding="utf-8")).body
    assert len(body) <= 1
    assert all(isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) for node in body)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_short_enough_to_read(path: Path) -> None:
    name = str(path.relative_to(ROOT))
    most = 550 if name in LONG or "migrations/versions" in name else 400
    assert len(path.read_text(encoding="utf-8").splitlines()) <= most


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_is_named_after_nothing(path: Path) -> None:
    assert path.stem not in {"utils", "helpers", "common", "manager", "misc"}
    assert not path.stem.endswith("_service")


def test_regions_are_data_only() -> None:
    assert [path for path in (ROOT / "processes").rglob("*") if path.suffix in {".py", ".js", ".sh"}] == []
