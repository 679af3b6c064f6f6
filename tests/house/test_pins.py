"""What is installed is pinned to the byte, and no file names where it comes from."""

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = ["requirements.txt", "requirements-dev.txt", "requirements-zegel.txt"]


def pinned(name: str) -> list[str]:
    """The requirements of a file, each with its continuation lines joined."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_python_package_is_pinned_with_hashes(name: str) -> None:
    lines = pinned(name)
    assert lines
    for line in lines:
        assert re.match(r"^[a-z0-9._\[\]-]+==\S+ ", line, re.IGNORECASE), line
        assert "--hash=sha256:" in line, line


@pytest.mark.parametrize("name", [*REQUIREMENTS, "webui/package-lock.json", "webui/.npmrc"])
def test_no_lock_file_holds_an_address(name: str) -> None:
    assert "://" not in (ROOT / name).read_text(encoding="utf-8")


def test_every_browser_package_is_pinned_with_a_hash() -> None:
    lock = json.loads((ROOT / "webui/package-lock.json").read_text(encoding="utf-8"))
    packages = {path: entry for path, entry in lock["packages"].items() if path}
    assert packages
    assert [
        path for path, entry in packages.items() if not entry.get("integrity", "").startswith("sha512-")
    ] == []


def test_the_product_installs_nothing_that_its_tests_do_not_see() -> None:
    product = {line.split(" ")[0] for line in pinned("requirements.txt")}
    everything = {line.split(" ")[0] for line in pinned("requirements-dev.txt")}
    assert product <= everything


def test_no_committed_file_names_a_registry_host_or_a_path_of_a_machine() -> None:
    words = [
        "pypi" + ".org",
        "pythonhosted" + ".org",
        "registry.npm" + "js",
        "deb.debian" + ".org",
        "/roo" + "t/",
        "/wor" + "k/main",
    ]
    pattern = "|".join(re.escape(word) for word in words)
    found = subprocess.run(
        ["git", "grep", "-n", "-I", "-E", pattern], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.stdout == ""
