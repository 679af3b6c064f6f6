"""A region's folder as data: the files as they are, with one checksum.

What the route *is* freezes when it is published; what is true *today* (the folder today/) never does and so does
not count in the checksum.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from engine.definitions.errors import BundleError

MAX_FILES = 500
MAX_FILE_BYTES = 2_000_000
MAX_BYTES = 20_000_000
SHARED = "gedeeld/"
TODAY = "today/"
OVERLAYS = "overlays/"

_KINDS = re.compile(
    r"region\.toml|rules\.toml|[\w-]+\.(?:bpmn|dmn)|forms/[\w-]+\.form|letters/[\w-]+\.md|rehearsals/[\w-]+\.toml"
    r"|overlays/[\w-]+\.toml|today/(?:organisations|people|relations|holidays)\.toml"
)
_NOTE = re.compile(r"[\w -]+\.(?:md|txt)")
_IDS = re.compile(rb'<(?:[\w-]+:)?decision\b[^>]*?\bid="([^"]+)"')


@dataclass(frozen=True)
class Bundle:
    """The files of one region. Names are relative, with "/"; those of the shared folder begin with "gedeeld/".

    `files` freeze when published; `today` are the files of today/, which don't. `checksum` is of `files` alone.
    `beside` are the ids of all forms in the shared folder, where one lies beside the region's; it says what else there was
    to name.
    """

    region: str
    files: Mapping[str, bytes]
    checksum: str
    today: Mapping[str, bytes] = field(default_factory=dict)
    beside: frozenset[str] | None = field(default=None, compare=False)

    def named(self, *endings: str) -> Iterator[tuple[str, bytes]]:
        """The files with one of these endings, in order of name."""
        return ((name, self.files[name]) for name in sorted(self.files) if name.endswith(endings))


def make_bundle(region: str, files: Mapping[str, bytes], today: Mapping[str, bytes] | None = None) -> Bundle:
    """Put files that are in memory together. Raises BundleError at a name or size that is not allowed."""
    _refuse_sizes({**files, **(today or {})})
    for name in files:
        if not _KINDS.fullmatch(name.removeprefix(SHARED)) or name.startswith(TODAY):
            raise BundleError("Dit soort bestand kent Leidraad niet. Haal het weg.", name)
        if name.startswith(SHARED + OVERLAYS):
            raise BundleError("Een overlay hoort bij één regio. Zet hem in de map van die regio.", name)
    return Bundle(region, dict(files), checksum_of(files), dict(today or {}))


def read_folder(folder: Path) -> Bundle:
    """Read a region's folder and the files of ../gedeeld that it uses.

    Hidden files and notes (*.md, *.txt beside region.toml) stay behind. The region's name is the folder's.
    Raises BundleError.
    """
    if not folder.is_dir():
        raise BundleError(f'De map "{folder}" bestaat niet.')
    own = dict(_read_files(folder))
    today = {name: data for name, data in own.items() if name.startswith(TODAY)}
    files = {name: data for name, data in own.items() if name not in today}
    if "region.toml" not in files:
        raise BundleError(f'In de map "{folder.name}" staat geen region.toml. Is dit de map van een regio?')
    shared = folder.parent / "gedeeld"
    if not shared.is_dir() or shared == folder:
        return make_bundle(folder.name, files, today)
    there = dict(_read_files(shared))
    files |= _used(files, {SHARED + name: data for name, data in there.items()})
    beside = frozenset(Path(name).stem for name in there if name.endswith(".form"))
    return replace(make_bundle(folder.name, files, today), beside=beside)


def checksum_of(files: Mapping[str, bytes]) -> str:
    """SHA-256 over names and contents, the same on every machine."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\n{len(files[name])}\n".encode())
        digest.update(files[name])
    return digest.hexdigest()


def _read_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for count, path in enumerate(_walk(folder, folder), 1):
        name = path.relative_to(folder).as_posix()
        if count > MAX_FILES:
            raise BundleError(
                f"Er staan meer dan {MAX_FILES} bestanden in de map. Haal weg wat niet nodig is."
            )
        if _NOTE.fullmatch(name):
            continue
        if not _KINDS.fullmatch(name):
            raise BundleError("Dit soort bestand kent Leidraad niet. Haal het weg uit de map.", name)
        if path.stat().st_size > MAX_FILE_BYTES:
            raise BundleError(f"Het bestand is groter dan {MAX_FILE_BYTES} bytes. Maak het kleiner.", name)
        yield name, path.read_bytes()


def _walk(folder: Path, top: Path, depth: int = 0) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        name = path.relative_to(top).as_posix()
        if path.name.startswith("."):
            continue
        if path.is_symlink():
            raise BundleError(
                "Een verwijzing naar een ander bestand mag niet. Zet het bestand zelf hier.", name
            )
        if path.is_dir():
            if depth:
                raise BundleError("Een map in een map kent Leidraad hier niet. Haal hem weg.", name)
            yield from _walk(path, top, depth + 1)
        elif path.is_file():
            yield path
        else:
            raise BundleError("Dit is geen gewoon bestand. Haal het weg.", name)


def _used(files: Mapping[str, bytes], shared: Mapping[str, bytes]) -> dict[str, bytes]:
    """The shared files that the region's files name, and those that these name in turn."""
    found: dict[str, bytes] = {}
    text = b"\n".join(files.values())
    while more := {
        name: data for name, data in shared.items() if name not in found and _mentioned(name, data, text)
    }:
        found |= more
        text = b"\n".join(more.values())
    return found


def _mentioned(name: str, data: bytes, text: bytes) -> bool:
    """Whether the text names the file. A form is called by names that are also plain words ("leerling"): it is named
    by an element that has it or by a `blok`, and by nothing else."""
    if name.endswith(".form"):
        stem = re.escape(Path(name).stem.encode())
        return (
            re.search(rb"formId\s*=\s*[\"']" + stem + rb"[\"']|\"blok\"\s*:\s*\"" + stem + rb"\"", text)
            or re.search(rb"papier_formulier\"\s+value=\"" + stem + rb"\"", text)
        ) is not None
    names = [Path(name).stem.encode(), *(_IDS.findall(data) if name.endswith(".dmn") else ())]
    return any(re.search(rb"(?<![\w-])" + re.escape(each) + rb"(?![\w-])", text) for each in names)


def _refuse_sizes(files: Mapping[str, bytes]) -> None:
    if len(files) > MAX_FILES:
        raise BundleError(f"Dit zijn meer dan {MAX_FILES} bestanden. Haal weg wat niet nodig is.")
    if sum(map(len, files.values())) > MAX_BYTES:
        raise BundleError(f"De bestanden zijn samen groter dan {MAX_BYTES} bytes. Maak ze kleiner.")
    for name, data in files.items():
        if len(data) > MAX_FILE_BYTES:
            raise BundleError(f"Het bestand is groter dan {MAX_FILE_BYTES} bytes. Maak het kleiner.", name)
