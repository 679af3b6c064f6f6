"""The browser files: from a lock file that names no address, built once, with the licences of what is in them."""

import json
import time
from pathlib import Path

import pytest

from webui import browser_build
from webui.browser_build import BuildFailed, build, read_manifest

FREE = {"EUPL-1.2", "MIT", "0BSD", "BSD-0-Clause", "MPL-2.0", "Apache-2.0"}


def lock() -> dict[str, dict[str, str]]:
    read = json.loads((browser_build.HERE / "package-lock.json").read_text(encoding="utf-8"))
    packages: dict[str, dict[str, str]] = read["packages"]
    return packages


def test_the_lock_file_names_no_address_and_holds_a_digest_of_every_package() -> None:
    assert "://" not in (browser_build.HERE / "package-lock.json").read_text(encoding="utf-8")
    for name, package in lock().items():
        assert not name or package["integrity"].startswith("sha512-"), name


def test_every_package_may_be_passed_on() -> None:
    assert {package["license"] for name, package in lock().items() if name} <= FREE


def test_versions_are_exact() -> None:
    wanted = json.loads((browser_build.HERE / "package.json").read_text(encoding="utf-8"))
    for version in {**wanted["dependencies"], **wanted["devDependencies"]}.values():
        assert version[0].isdigit()


def test_building_again_does_nothing_and_takes_no_time() -> None:
    build()
    started = time.monotonic()
    assert build() is False
    assert time.monotonic() - started < 0.2


def test_what_is_built_has_its_digest_in_its_name_and_its_licences_beside_it() -> None:
    names = read_manifest()
    assert set(names) == {"site.js", "theme.css"}
    for name in names.values():
        assert (browser_build.VENDOR / name).stat().st_size > 1000
    notices = (browser_build.VENDOR / "THIRD-PARTY.txt").read_text(encoding="utf-8")
    assert "htmx.org" in notices
    assert "EUROPEAN UNION PUBLIC LICENCE" in notices.upper()


def test_without_a_build_the_message_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser_build, "VENDOR", tmp_path)
    with pytest.raises(BuildFailed, match="python -m webui.browser_build"):
        read_manifest()


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("https_proxy", "http://127.0.0.1:9", "geen verbinding"),
        ("npm_config_registry", "http://127.0.0.1:9", "geen verbinding"),
    ],
)
def test_without_a_network_there_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str, value: str, words: str
) -> None:
    for name in ("package.json", "package-lock.json", ".npmrc"):
        (tmp_path / name).write_bytes((browser_build.HERE / name).read_bytes())
    monkeypatch.setattr(browser_build, "HERE", tmp_path)
    monkeypatch.setattr(browser_build, "MODULES", tmp_path / "node_modules")
    monkeypatch.setenv(setting, value)
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    with pytest.raises(BuildFailed, match=words) as failed:
        build()
    assert "\n" not in str(failed.value)
