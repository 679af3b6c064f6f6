"""Several overlays that are for one school, as one: in the order of their files, and none says what another says."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from config.overlays import Overlay

JOIN = "+"  # between the ids of overlays; no id has it


def join_ids(ids: Iterable[str]) -> str:
    """What a case remembers of the overlays that its school had; "" when none."""
    return JOIN.join(ids)


def ids_in(joined: str) -> tuple[str, ...]:
    return tuple(filter(None, joined.split(JOIN)))


def joined(overlays: Mapping[str, Overlay], name: str) -> Overlay:
    """The overlay of this name, or those of these names as one. What is said twice (a finding) is said by the first.

    Raises KeyError at a name that is not there.
    """
    first, *others = (overlays[one] for one in ids_in(name))
    for other in others:
        taken = {(extra.form, extra.component["key"]) for extra in first.fields}
        more = (one for one in other.fields if (one.form, one.component["key"]) not in taken)
        first = replace(
            first,
            texts={**other.texts, **first.texts},
            switches={**other.switches, **first.switches},
            terms={**other.terms, **first.terms},
            labels={**other.labels, **first.labels},
            fields=(*first.fields, *more),
        )
    return replace(first, id=name, lines=None if others else first.lines)


def said_twice(overlays: Sequence[Overlay]) -> list[str]:
    """What more than one of these says, in words."""
    counted = Counter(name for one in overlays for name in dict.fromkeys(_says(one)))
    return sorted(name for name, times in counted.items() if times > 1)


def _says(overlay: Overlay) -> Iterator[str]:
    groups = {
        "tekst": overlay.texts,
        "schakelaar": overlay.switches,
        "termijn": overlay.terms,
        "label": overlay.labels,
    }
    for what, names in groups.items():
        yield from (f"{what} {name}" for name in names)
    yield from (f"veld {one.form}.{one.component['key']}" for one in overlay.fields)
