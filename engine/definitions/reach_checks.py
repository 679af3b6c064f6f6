"""For whom an overlay is: the kind of thing that schools share, and which of them, as they stand in today/."""

from collections.abc import Iterator, Mapping

from bpmn.findings import Finding
from config.overlays import Overlay
from config.tables import did_you_mean
from engine.definitions.definition import Definition
from engine.definitions.finding import Place, warning
from engine.definitions.person_checks import today_of
from engine.definitions.today import Today

RULE = "overlay-voor"


def check_reach(definition: Definition) -> Iterator[Finding]:
    """Every overlay that is `voor` something names what there is today."""
    today = today_of(definition)
    if today is None or not today.organisations:
        return
    known = _shared_by_schools(today)
    for overlay in definition.overlays.values():
        if overlay.kind:
            yield from _check(overlay, known)


def _check(overlay: Overlay, known: Mapping[str, set[str]]) -> Iterator[Finding]:
    place = Place(overlay.file, overlay.line_of("voor"))
    if overlay.kind not in known:
        message = f'Bij `voor` staat soort = "{overlay.kind}", maar geen school heeft dat.{did_you_mean(overlay.kind, known)}'
        yield warning(RULE, message, f"Kies uit: {', '.join(sorted(known))}.", place)
        return
    for value in overlay.values:
        if value not in known[overlay.kind]:
            hint = did_you_mean(value, known[overlay.kind])
            message = f'Bij `voor` staat {overlay.kind} "{value}", maar geen school hoort daarbij.{hint}'
            yield warning(RULE, message, "Verbeter de naam, of zet die in today/.", place)


def _shared_by_schools(today: Today) -> dict[str, set[str]]:
    """Per kind what schools have of it."""
    schools = [one for one in today.organisations.values() if one.kind == "school"]
    found = {
        "gemeente": {one.municipality for one in schools} - {""},
        "bestuur": {one.board for one in schools} - {""},
        "school": {one.id for one in schools},
    }
    for relation in today.relations or ():
        found.setdefault(relation.kind, set()).add(relation.target)
    return found
