"""A PDF as a reader of PDFs sees it."""

import re
from collections.abc import Iterator
from io import BytesIO

from pypdf import PdfReader

from engine.paper.printing import Sheet


def sheet(body: str, **other: object) -> Sheet:
    said: dict[str, object] = {
        "title": "Besluit", "sender": "Het Loket (voorbeeld)", "date": "21 november 2026", "reference": "BER-2026-1",
        "foot": "Controlegetal: 0123", "at": 1_795_255_200,
    }  # fmt: skip
    return Sheet(**{**said, "body": body, **other})  # type: ignore[arg-type]


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def tags_of(pdf: bytes) -> list[str]:
    """The tags of the structure tree, in reading order."""
    root = PdfReader(BytesIO(pdf)).trailer["/Root"]
    return list(_tags(root["/StructTreeRoot"]["/K"]))


def is_accessible(pdf: bytes) -> bool:
    """It says of itself that it is PDF/UA-1, and has the tags for that."""
    root = PdfReader(BytesIO(pdf)).trailer["/Root"]
    said = re.search(rb'pdfuaid:part(>|=")1\b', root["/Metadata"].get_data())
    return bool(root["/MarkInfo"]["/Marked"]) and said is not None


def _tags(part: object) -> Iterator[str]:
    found = part.get_object() if hasattr(part, "get_object") else part
    if isinstance(found, list):
        for one in found:
            yield from _tags(one)
    elif isinstance(found, dict) and "/S" in found:
        yield str(found["/S"]).removeprefix("/")
        yield from _tags(found.get("/K"))
