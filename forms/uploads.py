"""Look at an uploaded file before it is stored: its size and what it really is, by content and not by its name."""

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from forms.fields.file import MOST_FILES, UPLOAD, is_reference, size_text
from forms.fields.kind import Reference, Rejected
from forms.fields.text import one_line
from forms.model import Field, Form, every_field

MOST_BYTES = 10_000_000
DEFAULT_ACCEPT = (".pdf", ".docx", ".odt", ".jpg", ".png")

_SIGNATURES = (
    (b"%PDF-", ".pdf"),
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
)
_OFFICE = {"word/": ".docx", "xl/": ".xlsx", "ppt/": ".pptx"}
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": ".odt",
    b"application/vnd.oasis.opendocument.spreadsheet": ".ods",
    b"application/vnd.oasis.opendocument.presentation": ".odp",
}
_MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
}
KNOWN_ENDINGS = frozenset(_MEDIA_TYPES) | {".jpeg"}
_MOST_ENTRIES = 5_000

StoreFile = Callable[[str, str, bytes], Reference]
"""Stores a file and gives its reference: (name, media type, content) -> {"id", "name", "size", "type"}."""


@dataclass(frozen=True)
class Upload:
    """A file as the browser sent it: its name there and its content."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Taken:
    """`files`: references by the name of the field; `refused`: why a file was not stored. For `Submitted`."""

    files: Mapping[str, tuple[Reference, ...]]
    refused: Mapping[str, str]


def take_uploads(form: Form, uploads: Mapping[str, Sequence[Upload]], store_file: StoreFile) -> Taken:
    """Check each upload by the input it came from ("verslag-nieuw"), and store the good ones.

    Empty file inputs, and inputs that the form does not have, are passed over.
    """
    files: dict[str, tuple[Reference, ...]] = {}
    refused: dict[str, str] = {}
    fields = {field.key: field for field in every_field(form.fields) if field.kind == "file"}
    for input_name, given in uploads.items():
        name = input_name.removesuffix(UPLOAD)
        chosen = [upload for upload in given if upload.name or upload.content]
        field = fields.get(name.rsplit("-", 1)[-1])
        if field is None or not chosen:
            continue
        try:
            files[name] = _stored(field, chosen, store_file)
        except Rejected as rejected:
            refused[name] = str(rejected)
    return Taken(files, refused)


def _stored(field: Field, chosen: list[Upload], store_file: StoreFile) -> tuple[Reference, ...]:
    if len(chosen) > (MOST_FILES if field.multiple else 1):
        raise Rejected("Kies niet meer bestanden dan hier mogen.")
    types = [media_type(field, upload) for upload in chosen]
    pairs = zip(chosen, types, strict=True)
    stored = (store_file(_plain_name(upload.name), type_, upload.content) for upload, type_ in pairs)
    return tuple(reference for reference in stored if is_reference(reference))


def media_type(field: Field, upload: Upload) -> str:
    """What the file is, by its content. Raises Rejected when it is too large or of a kind this field does not take."""
    if not upload.content:
        raise Rejected("Dit bestand is leeg. Kies een ander bestand.")
    if len(upload.content) > MOST_BYTES:
        raise Rejected(
            f"Dit bestand is te groot: {size_text(len(upload.content))}. Ten hoogste {size_text(MOST_BYTES)} mag."
        )
    ending = ending_of(upload.content)
    allowed = endings_allowed(field)
    if ending is None or ending not in allowed:
        raise Rejected(f"Dit soort bestand kan hier niet. Kies een van deze soorten: {', '.join(allowed)}.")
    return _MEDIA_TYPES[ending]


def endings_allowed(field: Field) -> tuple[str, ...]:
    """The endings a field takes, ".jpeg" written as ".jpg"."""
    allowed = [".jpg" if ending == ".jpeg" else ending for ending in field.accept]
    return tuple(dict.fromkeys(ending for ending in allowed if ending in _MEDIA_TYPES)) or DEFAULT_ACCEPT


def ending_of(content: bytes) -> str | None:
    """The ending that belongs to this content, or None when it is none of the kinds we know."""
    for signature, ending in _SIGNATURES:
        if content.startswith(signature):
            return ending
    return _ending_of_package(content) if content.startswith(b"PK\x03\x04") else None


def _ending_of_package(content: bytes) -> str | None:
    """Of a zip: an office document without macros. Only the list of entries is read, and a first small entry."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
            if len(names) > _MOST_ENTRIES or any(_is_macro(name) for name in names):
                return None
            if "mimetype" in names and package.getinfo("mimetype").file_size < 200:
                return _OPEN_DOCUMENT.get(package.read("mimetype").strip())
            if "[Content_Types].xml" in names:
                return next(
                    (end for start, end in _OFFICE.items() if any(n.startswith(start) for n in names)), None
                )
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
        return None
    return None


def _is_macro(name: str) -> bool:
    lowered = name.lower()
    return lowered.endswith("vbaproject.bin") or lowered.startswith("basic/")


def _plain_name(name: str) -> str:
    """The name without folders, control characters and signs that mean something to a file system."""
    last = one_line(name).replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join("_" if sign in '<>:"|?*' else sign for sign in last).strip(". ")
    return plain[-120:] or "bestand"
