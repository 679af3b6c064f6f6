from dataclasses import replace

from engine.definitions.bundle import Bundle
from engine.definitions.differences import MAX_LINES, differences


def _with(bundle: Bundle, **files: bytes | None) -> Bundle:
    merged = {**bundle.files, **{name.replace("__", "."): data for name, data in files.items()}}
    return replace(bundle, files={name: data for name, data in merged.items() if data is not None})


def test_the_same_folder_has_no_differences(bundle: Bundle) -> None:
    assert differences(bundle, bundle) == []


def test_before_the_first_publication_every_file_is_new(bundle: Bundle) -> None:
    found = differences(None, bundle)

    assert {one.kind for one in found} == {"nieuw"}
    assert [one.file for one in found] == sorted(bundle.files)


def test_a_diagram_tells_what_changed_in_it(bundle: Bundle) -> None:
    diagram = bundle.files["hulp.bpmn"].replace(b'name="Aanvraag beoordelen"', b'name="Aanvraag wegen"')
    (one,) = differences(bundle, _with(bundle, hulp__bpmn=diagram))

    assert (one.file, one.kind, one.lines) == ("hulp.bpmn", "gewijzigd", ())
    assert [change.element for change in one.changes][0] == "beoordelen"


def test_a_text_tells_its_lines(bundle: Bundle) -> None:
    text = bundle.files["region.toml"].replace(b'naam = "Directeur"', b'naam = "Schoolleider"')
    (one,) = differences(bundle, _with(bundle, region__toml=text))

    assert '- naam = "Directeur"' in one.lines
    assert '+ naam = "Schoolleider"' in one.lines


def test_a_diagram_that_cannot_be_read_is_compared_as_text(bundle: Bundle) -> None:
    (one,) = differences(bundle, _with(bundle, hulp__bpmn=b"<kapot"))

    assert "+ <kapot" in one.lines


def test_a_file_that_is_gone_or_very_different_stays_short(bundle: Bundle) -> None:
    long = b"\n".join(b"regel %d" % number for number in range(5_000))
    gone, changed = differences(bundle, _with(bundle, region__toml=long, rules__toml=None))[::-1]

    assert (gone.file, gone.kind) == ("rules.toml", "weg")
    assert len(changed.lines) <= MAX_LINES + 2


def test_a_form_on_one_line_shows_only_the_words_that_changed(bundle: Bundle) -> None:
    form = bundle.files["forms/h_besluit.form"].replace(b"Afgewezen", b"Niet toegekend")
    on_one_line = b" ".join(form.split())
    (one,) = differences(bundle, _with(bundle, **{"forms/h_besluit__form": on_one_line}))

    assert [" ".join(line.split()) for line in one.lines if line[0] in "+-"] == [
        '- "label": "Afgewezen",',
        '+ "label": "Niet toegekend",',
    ]
