"""A document as a PDF: what it says, that everybody can read it, and that no text does anything to it."""

import os
import subprocess
import sys
import time
from contextlib import suppress
from io import BytesIO

import pytest
from pypdf import PdfReader

from engine.errors import NotPrinted
from engine.paper.printing import LONGEST, print_sheet
from tests.engine.paper.reading_back import is_accessible, sheet, tags_of, text_of

LETTER = """Beste **collega**,

## Waarom

De school *kan* dit zelf. Lees [de regels](https://loket.example/regels).

#### Wat nu

- bellen
- schrijven

1. eerst
2. dan

> De wet zegt het.

| uren | vorm |
|------|------|
| 12   | natura |
"""


def test_the_text_of_a_letter_stands_in_the_pdf_with_its_letterhead_and_pages() -> None:
    text = text_of(print_sheet(sheet(LETTER)))

    assert "Het Loket (voorbeeld)" in text
    assert "21 november 2026" in text
    assert "BER-2026-1" in text
    assert "Controlegetal: 0123" in text
    assert "Pagina 1 van 1" in text
    for words in (
        "Beste collega,",
        "De school kan dit zelf.",
        "de regels",
        "bellen",
        "De wet zegt het.",
        "natura",
    ):
        assert words in text


def test_a_screen_reader_hears_what_is_a_heading_a_list_and_a_table() -> None:
    pdf = print_sheet(sheet(LETTER))
    tags = tags_of(pdf)
    about = PdfReader(BytesIO(pdf))

    assert is_accessible(pdf)
    assert about.trailer["/Root"]["/Lang"] == "nl-NL"
    assert about.metadata is not None
    assert about.metadata.title == "Besluit"
    assert [tag for tag in tags if tag.startswith("H")] == ["H1", "H2", "H3"]
    assert {"P", "L", "LI", "BlockQuote", "Table", "THead", "TH", "TD", "Link", "Strong", "Em"} <= set(tags)


def test_every_font_is_inside_the_file() -> None:
    fonts = _fonts(PdfReader(BytesIO(print_sheet(sheet(LETTER)))))

    assert fonts
    assert all("/FontFile3" in font or "/FontFile2" in font for font in fonts)


def _fonts(pdf: PdfReader) -> list[object]:
    found = [font.get_object() for page in pdf.pages for font in page["/Resources"]["/Font"].values()]
    below = [font["/DescendantFonts"][0].get_object() for font in found]
    return [font["/FontDescriptor"].get_object() for font in below]


def test_a_long_letter_has_page_numbers() -> None:
    assert "Pagina 3 van 3" in text_of(print_sheet(sheet("Een regel.\n\n" * 90)))


def test_the_same_text_gives_the_same_bytes_and_another_text_gives_others() -> None:
    first = print_sheet(sheet(LETTER))

    assert print_sheet(sheet(LETTER)) == first
    assert print_sheet(sheet(LETTER + "!")) != first


@pytest.mark.parametrize(
    "hostile",
    [
        '#eval("1+1")',
        '#read("/etc/passwd")',
        '#import "@preview/x:0.1.0": *',
        "$x^2$ @noot <label> _a_ ~ -- ... = kop",
        '"]} #{panic()} {[(',
        "#sys.inputs #include('a.typ')",
        "{{1+1}} {% x %} ${x} %s {0}",
    ],
)
def test_what_people_wrote_stands_there_as_they_wrote_it(hostile: str) -> None:
    pdf = print_sheet(sheet(f"`{hostile}`", title=hostile, sender=hostile, reference=hostile, foot=hostile))

    assert is_accessible(pdf)
    assert text_of(pdf).replace("\n", " ").count(hostile) == 5


@pytest.mark.parametrize(
    "hostile",
    [
        "\\ \\\\ \\# \\$ * ** *** _ __ ` ``",
        "# \n\n## **\n\n###### x",
        "- " * 500,
        ">" * 500,
        "**a " * 500 + "b** " * 500,
        "&#0; &#x202e; <script>alert(1)</script>",
        "[a](javascript:alert(1)) [b](http://[) [](https://x.example) [c](/zaken/1)",
        "![plaatje](/etc/passwd)",
        "",
        "\x00\x07\ue000\U0010ffff",
        "漢字 😀",
        "ş ğ ł Ω Ж ć ẞ ệ → € ½",
        "|a" * 300 + "\n" + "|-" * 300,
    ],
)
def test_no_text_breaks_a_letter(hostile: str) -> None:
    assert "Besluit" in text_of(print_sheet(sheet(hostile)))


def test_a_link_leads_to_the_web_and_nowhere_else() -> None:
    body = "[a](https://x.example/a) [b](file:///etc/passwd) [c](ftp://x.example) [d](/zaken/1) [e](mailto:a@x.example)"
    pages = PdfReader(BytesIO(print_sheet(sheet(body)))).pages
    links = {note.get_object()["/A"]["/URI"] for page in pages for note in page.get("/Annots", [])}

    assert links == {"https://x.example/a", "mailto:a@x.example"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "hostile", ["[" * 200_000, "[(" * 100_000, "*a " * 60_000, "`" * 200_000, "x\n\n" * 100_000]
)
def test_a_text_made_to_hang_ends_within_its_time(hostile: str) -> None:
    began = time.monotonic()
    with suppress(NotPrinted):
        assert print_sheet(sheet(hostile))
    assert time.monotonic() - began < 30


def test_a_text_that_is_too_long_is_refused_at_once() -> None:
    began = time.monotonic()
    with pytest.raises(NotPrinted):
        print_sheet(sheet("x" * (LONGEST + 1)))
    assert time.monotonic() - began < 1


def test_the_process_that_sets_a_sheet_knows_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its environment has no secret, and it cannot write a file."""
    monkeypatch.setenv("LEIDRAAD_GEHEIM", "s" * 40)
    seen: list[object] = []
    real = subprocess.run

    def watched(*command: object, **how: object) -> object:
        seen.append(how["env"])
        return real(*command, **how)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", watched)
    print_sheet(sheet("Ja"))

    assert seen == [{"RAYON_NUM_THREADS": "1"}]
    assert "LEIDRAAD_GEHEIM" in os.environ


def test_a_sheet_that_is_no_sheet_gives_no_pdf() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-m", "engine.paper.setting"],
        input=b'{"body": 1}',
        capture_output=True,
        check=False,
    )

    assert done.returncode != 0
    assert done.stdout == b""
