"""What came back from a person: names and texts, uploaded files, and the button of a row that was pressed."""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace

from forms.fields.file import is_reference
from forms.fields.kind import Reference

_MOST_NAMES = 20_000
COUNT = "-aantal"


@dataclass(frozen=True)
class Submitted:
    """`texts`: what was typed or chosen, by the name of the input; a name that was on the page is there, if only with "".

    `files`: references of files stored just now, by the name of the field (see `forms.uploads`). `stored`: references this person may name
    in this form, by id (those of the draft). `refused`: why an upload was not taken, by the name of the field.
    `action`: the button of a row, as "betrokkenen+", "betrokkenen-3-weg" or "verslag-<id>-weg"; "" for none.
    """

    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, tuple[Reference, ...]] = field(default_factory=dict)
    stored: Mapping[str, Reference] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)
    action: str = ""


def submitted_from(
    pairs: Iterable[tuple[str, str]],
    own: Container[str] = (),
    files: Mapping[str, tuple[Reference, ...]] | None = None,
    stored: Mapping[str, Reference] | None = None,
    refused: Mapping[str, str] | None = None,
) -> Submitted:
    """The names and texts of a request. `own` are names of the page itself (its token, its buttons): left out."""
    texts: dict[str, list[str]] = {}
    action = ""
    for name, text in pairs:
        if name == "rij":
            action = text
        elif name not in own and len(texts) < _MOST_NAMES:
            texts.setdefault(name, []).append(text)
    return Submitted(
        {name: tuple(all_) for name, all_ in texts.items()}, files or {}, stored or {}, refused or {}, action
    )


def settled(submitted: Submitted) -> Submitted:
    """The same with uploads among the stored files and the row's button done: how a draft keeps it."""
    taken = _with_uploads(submitted)
    if not taken.action:
        return taken
    return replace(taken, texts=_acted(taken.texts, taken.action), action="")


def _with_uploads(submitted: Submitted) -> Submitted:
    if not submitted.files:
        return submitted
    texts, stored = dict(submitted.texts), dict(submitted.stored)
    for name, references in submitted.files.items():
        good = [reference for reference in references if is_reference(reference)]
        stored.update((str(reference["id"]), reference) for reference in good)
        texts[name] = (*texts.get(name, ()), *(str(reference["id"]) for reference in good))
    return replace(submitted, texts=texts, stored=stored, files={})


def _acted(texts: Mapping[str, tuple[str, ...]], action: str) -> Mapping[str, tuple[str, ...]]:
    if action.endswith("+"):
        return _one_row_more(texts, action[:-1])
    if not action.endswith("-weg"):
        return texts
    target = action.removesuffix("-weg")
    for name in _prefixes(target):
        rest = target[len(name) + 1 :]
        if name + COUNT in texts and re.fullmatch(r"[0-9]{1,3}", rest):
            return _without_row(texts, name, int(rest))
        if rest in texts.get(name, ()):
            return {**texts, name: tuple(text for text in texts[name] if text != rest) or ("",)}
    return texts


def _prefixes(target: str) -> list[str]:
    """Where a name may end in "naam-rest", longest first: the id of a file may hold hyphens."""
    return [target[: match.start()] for match in re.finditer("-", target)][::-1]


def rows_asked(texts: Mapping[str, tuple[str, ...]], name: str) -> int | None:
    """How many rows the browser had of a list, or None when the list was not on the page."""
    given = texts.get(name + COUNT)
    if given and re.fullmatch(r"[0-9]{1,6}", given[-1]):
        return int(given[-1])
    start = name + "-"
    rows = [
        int(match[1])
        for key in texts
        if key.startswith(start) and (match := re.match(r"([0-9]{1,6})-", key[len(start) :]))
    ]
    return max(rows) + 1 if rows else None


def _one_row_more(texts: Mapping[str, tuple[str, ...]], name: str) -> Mapping[str, tuple[str, ...]]:
    if name + COUNT not in texts:
        return texts
    return {**texts, name + COUNT: (str((rows_asked(texts, name) or 0) + 1),)}


def _without_row(texts: Mapping[str, tuple[str, ...]], name: str, gone: int) -> Mapping[str, tuple[str, ...]]:
    rows = rows_asked(texts, name) or 0
    if gone >= rows:
        return texts
    kept: dict[str, tuple[str, ...]] = {}
    row = re.compile(re.escape(name) + r"-([0-9]{1,6})-(.*)", re.DOTALL)
    for key, values in texts.items():
        match = row.fullmatch(key)
        if match is None:
            kept[key] = values
        elif int(match[1]) != gone:
            number = int(match[1])
            kept[f"{name}-{number - (number > gone)}-{match[2]}"] = values
    kept[name + COUNT] = (str(rows - 1),)
    return kept


def draft_of(submitted: Submitted) -> dict[str, object]:
    """What was typed, as JSON: nothing is checked, nothing is lost. `from_draft` reads it."""
    taken = settled(submitted)
    named = {text for texts in taken.texts.values() for text in texts}
    return {
        "texts": {name: list(texts) for name, texts in taken.texts.items()},
        "files": {id_: dict(reference) for id_, reference in taken.stored.items() if id_ in named},
    }


def from_draft(draft: Mapping[str, object]) -> Submitted:
    """What `draft_of` wrote. What is not of that form is left out: an old draft never stops a person."""
    texts = draft.get("texts")
    files = draft.get("files")
    return Submitted(
        texts={
            name: tuple(text for text in given if isinstance(text, str))
            for name, given in (texts.items() if isinstance(texts, Mapping) else ())
            if isinstance(name, str) and isinstance(given, list | tuple)
        },
        stored={
            id_: dict(reference)
            for id_, reference in (files.items() if isinstance(files, Mapping) else ())
            if isinstance(id_, str) and is_reference(reference)
        },
    )
