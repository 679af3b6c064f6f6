"""Files: an answer is the reference of a stored file, never the file itself. See `forms.uploads` for its content."""

from collections.abc import Mapping
from decimal import Decimal

from forms.fields.kind import QUESTION_PROPERTIES, QUESTION_WORDS, Given, Kind, Reference, Rejected
from forms.model import Field

MOST_FILES = 20
UPLOAD = "-nieuw"  # behind the name of the field: the input for a new file; the name itself holds ids
_WORDS_OF_REFERENCE = ("id", "name", "size", "type")


def _read_files(field: Field, given: Given) -> object:
    known = {str(reference["id"]): dict(reference) for reference in given.files}
    asked = [text for text in dict.fromkeys(given.texts) if text]
    if any(text not in known for text in asked):
        raise Rejected("Dit bestand is hier niet bekend. Kies het bestand opnieuw.")
    chosen = [known[text] for text in asked]
    if len(chosen) > MOST_FILES:
        raise Rejected(f"Voeg ten hoogste {MOST_FILES} bestanden toe.")
    if field.multiple:
        return chosen
    return chosen[-1] if chosen else None  # a new file takes the place of the old one


def _write_files(value: object) -> tuple[str, ...]:
    return tuple(str(reference["id"]) for reference in references_in(value)) or ("",)


def references_in(value: object) -> list[Reference]:
    """The file references in an answer, from before or from now; what is no reference is left out."""
    items = value if isinstance(value, list | tuple) else [value]
    return [item for item in items if isinstance(item, Mapping) and is_reference(item)]


def is_reference(item: object) -> bool:
    """Is this {"id": text, "name": text, "size": whole number, "type": text}?"""
    if not isinstance(item, Mapping) or not all(word in item for word in _WORDS_OF_REFERENCE):
        return False
    texts = (item["id"], item["name"], item["type"])
    size = item["size"]
    is_size = isinstance(size, int | Decimal) and not isinstance(size, bool)
    return all(isinstance(text, str) for text in texts) and bool(item["id"]) and is_size


def _show_files(_field: Field, value: object) -> str:
    return ", ".join(file_text(reference) for reference in references_in(value))


def file_text(reference: Reference) -> str:
    """`verslag.pdf (12 kB)`."""
    return f"{reference['name']} ({size_text(int(reference['size']))})"


def size_text(size: int) -> str:
    if size < 1000:
        return f"{size} bytes"
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")


FILE = Kind(
    "file",
    "filepicker",
    read=_read_files,
    write=_write_files,
    show=_show_files,
    words=QUESTION_WORDS | {"accept", "multiple"},
    properties=(QUESTION_PROPERTIES - {"vooraf", "alleen_lezen"}) | {"delen_als"},
    missing="Voeg een bestand toe.",
)
