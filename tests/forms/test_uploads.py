"""Uploaded files are judged by what they are."""

import io
import zipfile

import pytest

from forms.uploads import MOST_BYTES, Upload, ending_of, take_uploads
from tests.forms.making import form_of

FORM = form_of(
    {"type": "filepicker", "key": "opp", "label": "OPP", "accept": ".pdf,.docx"},
    {"type": "dynamiclist", "path": "rijen", "label": "R", "components": [
        {"type": "filepicker", "id": "b", "key": "beeld", "label": "B", "multiple": True, "accept": ".jpeg"}]},
)  # fmt: skip
STORED: list[tuple[str, str]] = []


def store(name: str, type_: str, content: bytes) -> dict[str, object]:
    STORED.append((name, type_))
    return {"id": f"id{len(STORED)}", "name": name, "size": len(content), "type": type_}


def package(**entries: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as whole:
        for name, text in entries.items():
            whole.writestr(name.replace("__", "/"), text)
    return made.getvalue()


WORD = package(**{"[Content_Types].xml": "", "word__document.xml": ""})
MACROS = package(**{"[Content_Types].xml": "", "word__document.xml": "", "word__vbaProject.bin": ""})
ODT = package(mimetype="application/vnd.oasis.opendocument.text")


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (b"%PDF-1.7 ...", ".pdf"),
        (b"\x89PNG\r\n\x1a\n....", ".png"),
        (b"\xff\xd8\xff\xe0....", ".jpg"),
        (WORD, ".docx"),
        (ODT, ".odt"),
        (MACROS, None),
        (b"PK\x03\x04 rubbish", None),
        (WORD[:40], None),
        (b"<html><script>alert(1)</script>", None),
        (b"MZ\x90", None),
        (package(**{"kwaad.exe": "x"}), None),
    ],
    ids=["pdf", "png", "jpg", "docx", "odt", "macros", "rubbish", "half", "html", "program", "zip"],
)
def test_the_content_tells_what_a_file_is(content: bytes, ending: str | None) -> None:
    assert ending_of(content) == ending


def test_a_good_file_is_stored_and_named_without_folders() -> None:
    taken = take_uploads(FORM, {"opp-nieuw": [Upload("C:\\map\\../op\x00p<1>.pdf", b"%PDF-1.7")]}, store)
    assert taken.refused == {}
    reference = taken.files["opp"][0]
    assert (reference["name"], reference["type"], reference["size"]) == ("opp_1_.pdf", "application/pdf", 8)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\x89PNG\r\n\x1a\n", "Kies een van deze soorten: .pdf, .docx"),
        (b"geen pdf", "Kies een van deze soorten"),
        (b"%PDF-" + b"x" * MOST_BYTES, "te groot: 10,0 MB"),
        (b"", "leeg"),
    ],
)
def test_a_wrong_file_is_not_stored(content: bytes, message: str) -> None:
    before = len(STORED)
    taken = take_uploads(FORM, {"opp-nieuw": [Upload("opp.pdf", content)]}, store)
    assert message in taken.refused["opp"]
    assert len(STORED) == before


def test_an_empty_file_input_is_passed_over() -> None:
    taken = take_uploads(FORM, {"opp-nieuw": [Upload("", b"")]}, store)
    assert (taken.files, taken.refused) == ({}, {})


def test_a_file_in_a_row_belongs_to_that_row() -> None:
    taken = take_uploads(
        FORM,
        {"rijen-1-beeld-nieuw": [Upload("a.jpg", b"\xff\xd8\xff"), Upload("b.jpg", b"\xff\xd8\xff")]},
        store,
    )
    assert len(taken.files["rijen-1-beeld"]) == 2


def test_a_file_for_an_input_that_is_not_there_is_not_stored() -> None:
    before = len(STORED)
    assert take_uploads(FORM, {"anders-nieuw": [Upload("a.pdf", b"%PDF-")]}, store).files == {}
    assert len(STORED) == before
