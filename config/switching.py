"""What of region.toml hangs on a switch: pages, tabs, terms, committees and the criteria of a guiding document."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Protocol, TypeVar

from config.regions import Document, Region


class _Switched(Protocol):
    @property
    def switch(self) -> str: ...


_S = TypeVar("_S", bound=_Switched)


def without(region: Region, off: frozenset[str]) -> Region:
    """The region as it is with these switches off. The criteria that stay are written under their document."""
    return replace(
        region,
        pages=_left(region.pages, off),
        tabs=_left(region.tabs, off),
        terms=_left(region.terms, off),
        committees=_left(region.committees, off),
        documents={key: _written(each, off) for key, each in _left(region.documents, off).items()},
    )


def named(region: Region) -> Iterator[tuple[str, str]]:
    """(where it stands, switch) of everything in region.toml that names one."""
    for group, things in (
        ("paginas", region.pages),
        ("tabs", region.tabs),
        ("termijnen", region.terms),
        ("commissies", region.committees),
        ("documenten", region.documents),
    ):
        yield from ((f"{group}.{key}", each.switch) for key, each in things.items() if each.switch)
    for key, document in region.documents.items():
        yield from ((f"documenten.{key}", row.switch) for row in document.criteria if row.switch)


def _left(things: Mapping[str, _S], off: frozenset[str]) -> dict[str, _S]:
    return {key: each for key, each in things.items() if each.switch not in off}


def _written(document: Document, off: frozenset[str]) -> Document:
    rows = tuple(row for row in document.criteria if row.switch not in off)
    lines = "\n".join(f"- {row.text}" for row in rows)
    text = "\n\n".join(filter(None, (document.text, lines)))
    return replace(document, text=text, criteria=rows)
