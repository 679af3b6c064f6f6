"""What changes between the published version and a folder: which files, and what in them, told so that one can read it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from typing import Literal

from bpmn.comparing import Change, compare
from bpmn.errors import ModelError
from bpmn.reading import read_model
from engine.definitions.bundle import Bundle

Kind = Literal["nieuw", "gewijzigd", "weg"]

MAX_LINES = 400  # of one file


@dataclass(frozen=True)
class FileDifference:
    """One file. `changes` are those of a diagram, `lines` those of a text: each begins with "+ ", "- " or "  "."""

    file: str
    kind: Kind
    changes: tuple[Change, ...] = ()
    lines: tuple[str, ...] = ()


def differences(old: Bundle | None, new: Bundle) -> list[FileDifference]:
    """From `old` (None: nothing was published yet) to `new`, in order of file. What is the same is left out."""
    before: Mapping[str, bytes] = old.files if old else {}
    return [
        _difference(name, before.get(name), new.files.get(name))
        for name in sorted(before.keys() | new.files.keys())
        if before.get(name) != new.files.get(name)
    ]


def _difference(name: str, old: bytes | None, new: bytes | None) -> FileDifference:
    if old is None:
        return FileDifference(name, "nieuw")
    if new is None:
        return FileDifference(name, "weg")
    if name.endswith(".bpmn"):
        try:
            changes = tuple(compare(read_model(old, name), read_model(new, name)))
            return FileDifference(name, "gewijzigd", changes=changes)
        except ModelError:
            pass  # a diagram that cannot be read is shown as text
    return FileDifference(name, "gewijzigd", lines=tuple(_lines(old, new)))


def _lines(old: bytes, new: bytes) -> Iterator[str]:
    """The lines that changed, with one line around each. The end of a very long difference is left out."""
    before, after = (_readable(data).splitlines() for data in (old, new))
    count = 0
    for line in unified_diff(before, after, n=1, lineterm=""):
        if line.startswith(("---", "+++")) and count < 2:
            count += 1
        elif line.startswith("@@"):
            yield "  …"
        elif count > MAX_LINES:
            yield "  … (de rest is weggelaten)"
            return
        else:
            count += 1
            yield f"{line[0]} {line[1:]}"


def _readable(data: bytes) -> str:
    """A form on one line becomes a line for each word, so that one can see what changed."""
    text = data.decode("utf-8", "replace")
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return text
