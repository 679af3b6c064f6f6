import shutil
from pathlib import Path

import pytest

from engine.definitions import bundle as bundles
from engine.definitions.bundle import Bundle, make_bundle, read_folder
from engine.definitions.errors import BundleError


@pytest.fixture
def copy(tmp_path: Path, folder: Path) -> Path:
    return Path(shutil.copytree(folder, tmp_path / "klein"))


def test_a_folder_is_read_with_what_freezes_and_what_is_true_today_apart(bundle: Bundle) -> None:
    assert bundle.region == "klein"
    assert {"region.toml", "hulp.bpmn", "vorm_mag.dmn", "forms/h_aanvraag.form"} <= bundle.files.keys()
    assert set(bundle.today) == {
        f"today/{name}.toml" for name in ("organisations", "people", "relations", "holidays")
    }


def test_the_checksum_is_the_same_for_the_same_files_and_ignores_what_is_true_today(
    copy: Path, bundle: Bundle
) -> None:
    (copy / "today" / "people.toml").write_text("")

    assert read_folder(copy).checksum == bundle.checksum

    (copy / "letters" / "toegekend.md").write_text("# Anders\n")

    assert read_folder(copy).checksum != bundle.checksum


def test_moving_text_from_one_file_to_the_next_changes_the_checksum() -> None:
    one = make_bundle("r", {"region.toml": b"", "letters/a.md": b"x\ny"})
    other = make_bundle("r", {"region.toml": b"", "letters/a.md": b"x\n", "letters/b.md": b"y"})

    assert one.checksum != other.checksum


def test_notes_and_hidden_files_stay_behind(copy: Path, bundle: Bundle) -> None:
    (copy / "LEESMIJ.md").write_text("voor onszelf")
    (copy / ".DS_Store").write_text("x")

    assert read_folder(copy) == bundle


@pytest.mark.parametrize(
    "name", ["script.py", "forms/x.json", "letters/brief.html", "hulp.bpmn.bak", "today/extra.toml"]
)
def test_a_file_of_an_unknown_kind_is_refused_by_name(copy: Path, name: str) -> None:
    (copy / name).write_text("x")

    with pytest.raises(BundleError, match=name):
        read_folder(copy)


def test_a_link_out_of_the_folder_is_refused(copy: Path) -> None:
    (copy / "letters" / "geheim.md").symlink_to("/etc/passwd")

    with pytest.raises(BundleError, match="geheim.md"):
        read_folder(copy)


def test_a_linked_folder_is_refused(copy: Path) -> None:
    shutil.rmtree(copy / "rehearsals")
    (copy / "rehearsals").symlink_to(copy / "letters")

    with pytest.raises(BundleError, match="rehearsals"):
        read_folder(copy)


def test_a_folder_too_deep_is_refused(copy: Path) -> None:
    (copy / "forms" / "oud").mkdir()
    (copy / "forms" / "oud" / "a.form").write_text("{}")

    with pytest.raises(BundleError, match="forms/oud"):
        read_folder(copy)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(copy: Path) -> None:
    with (copy / "groot.bpmn").open("wb") as file:
        file.truncate(bundles.MAX_FILE_BYTES + 1)

    with pytest.raises(BundleError, match="groot.bpmn"):
        read_folder(copy)


@pytest.mark.slow
def test_too_many_files_are_refused(copy: Path) -> None:
    for number in range(bundles.MAX_FILES):
        (copy / "letters" / f"b{number}.md").write_text("# x")

    with pytest.raises(BundleError, match="bestanden"):
        read_folder(copy)


def test_files_that_are_too_large_together_are_refused() -> None:
    files = {f"letters/b{number}.md": b"x" * 1_900_000 for number in range(11)}

    with pytest.raises(BundleError, match="samen groter"):
        make_bundle("r", files)


@pytest.mark.parametrize(
    "name", ["../region.toml", "/etc/passwd", "forms/../x.form", "forms\\x.form", "today/people.toml"]
)
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(BundleError):
        make_bundle("r", {name: b""})


def test_a_folder_without_region_toml_is_no_region(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="region.toml"):
        read_folder(tmp_path)


def test_only_the_shared_files_that_are_named_come_along(copy: Path) -> None:
    shared = copy.parent / "gedeeld"
    (shared / "forms").mkdir(parents=True)
    (shared / "forms" / "h_extra.form").write_text("{}")
    (shared / "forms" / "ander.form").write_text("{}")
    (shared / "tabellen.dmn").write_text('<definitions><decision id="d_gedeeld"/></definitions>')
    (shared / "advies.bpmn").write_text('<x formId="h_extra" decisionId="d_gedeeld"/>')
    hulp = (copy / "hulp.bpmn").read_text()
    (copy / "hulp.bpmn").write_text(hulp.replace('name="Hulp nodig"', 'name="Hulp nodig, advies"'))

    assert {name for name in read_folder(copy).files if name.startswith("gedeeld/")} == {
        "gedeeld/advies.bpmn",
        "gedeeld/forms/h_extra.form",
        "gedeeld/tabellen.dmn",
    }
