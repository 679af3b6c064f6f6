"""Three-valued logic and comparing, on values: true, false, or null with a warning that says why."""

from collections.abc import Callable, Iterable

from bpmn.feel.comparing import contains, equal, kind_in_dutch, order
from bpmn.feel.primitives import Range
from bpmn.feel.syntax import Node
from bpmn.feel.work import Work


def compared(work: Work, node: Node, terms: tuple[object, str, object]) -> bool | None:
    """The verdict of one comparison; null, with a warning, for unlike kinds."""
    left, sign, right = terms
    verdict: bool | None
    if sign in ("=", "!="):
        same = equal(left, right, work.charge)
        verdict = None if same is None else same == (sign == "=")
    else:
        place = order(left, right)
        verdict = None if place is None else _ORDERS[sign](place)
    if verdict is None:
        work.warn_at(
            node, f"{capital(kind_in_dutch(left))} en {kind_in_dutch(right)} zijn niet te vergelijken."
        )
    return verdict


_ORDERS: dict[str, Callable[[int], bool]] = {
    "<": lambda place: place < 0,
    "<=": lambda place: place <= 0,
    ">": lambda place: place > 0,
    ">=": lambda place: place >= 0,
}


def is_member(work: Work, node: Node, value: object, group: object) -> bool | None:
    """Whether the value is the same as, or lies in, the list or range."""
    if isinstance(group, Range) and not isinstance(value, Range):
        inside = contains(group, value)
        if inside is None:
            work.warn_at(node, f"{capital(kind_in_dutch(value))} is niet met dit bereik te vergelijken.")
        return inside
    if isinstance(group, list):
        if isinstance(value, list) and equal(value, group, work.charge):
            return True
        return any_of(is_member(work, node, value, item) for item in group)
    return compared(work, node, (value, "=", group))


def verdict_on(work: Work, node: Node, value: object) -> bool | None:
    """A condition as it counts: what is no boolean is null."""
    if value is None or isinstance(value, bool):
        return value
    work.warn_at(node, f"Hier hoort ja of nee te staan, niet {kind_in_dutch(value)}.")
    return None


def all_of(verdicts: Iterable[bool | None]) -> bool | None:
    """False when one is false, else null when one is null, else true."""
    result: bool | None = True
    for verdict in verdicts:
        if verdict is False:
            return False
        if verdict is None:
            result = None
    return result


def any_of(verdicts: Iterable[bool | None]) -> bool | None:
    """True when one is true, else null when one is null, else false."""
    result: bool | None = False
    for verdict in verdicts:
        if verdict is True:
            return True
        if verdict is None:
            result = None
    return result


def capital(text: str) -> str:
    """With a capital, to begin a sentence."""
    return text[:1].upper() + text[1:]
