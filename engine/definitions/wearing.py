"""Which overlay the people and schools of the folder today/ have: in the check and in rehearsals there is no database."""

from collections.abc import Collection, Mapping
from functools import cached_property

from config.errors import ConfigError
from engine.definitions.bundle import TODAY
from engine.definitions.definition import Definition
from engine.definitions.joining import join_ids, joined
from engine.definitions.overlays import fitting
from engine.definitions.scripts import Deed, Script
from engine.definitions.today import Today, read_today
from engine.model import Organisation


class Wearing:
    """The overlays of one region, on whom they are for today."""

    def __init__(self, definition: Definition) -> None:
        self._definition = definition

    def fitting(self, place: Organisation) -> list[str]:
        """The ids of the overlays for an organisation."""
        return fitting(self._definition.overlays.values(), place, self._ties.get(place.id, {}))

    @property
    def schools(self) -> list[Organisation]:
        return [one for one in self._today.organisations.values() if one.kind == "school"]

    def overlay_of(self, login: str) -> str:
        """The overlay that a person begins a case with: that of the first of their organisations. "" when none."""
        return self._people.get(login, "")

    def overlay_in(self, script: Script) -> str:
        """The overlay that a rehearsal is about: that of the school for which a case is first begun in it."""
        for scene in script.scenes:
            if isinstance(scene.action, Deed) and scene.action.verb == "start":
                place = self._today.organisations.get(scene.action.place)
                return join_ids(self.fitting(place)) if place else self.overlay_of(scene.who)
        return ""

    def standing(self, overlay: str) -> frozenset[str]:
        """The switches that are off with an overlay ("": without)."""
        off = self._definition.region.off
        if not overlay:
            return off
        positions = joined(self._definition.overlays, overlay).switches
        turned_off = {name for name, on in positions.items() if not on}
        return frozenset({*off.difference(positions), *turned_off})

    @cached_property
    def _today(self) -> Today:
        bundle = self._definition.bundle
        if not self._definition.overlays:
            return Today({})
        try:
            return read_today(
                {name.removeprefix(TODAY): data for name, data in bundle.today.items()}, bundle.region
            )
        except ConfigError:  # the check says so
            return Today({})

    @cached_property
    def _ties(self) -> Mapping[str, Mapping[str, Collection[str]]]:
        found: dict[str, dict[str, set[str]]] = {}
        for one in self._today.relations or ():
            found.setdefault(one.organisation, {}).setdefault(one.kind, set()).add(one.target)
        return found

    @cached_property
    def _people(self) -> Mapping[str, str]:
        return {
            person.login: join_ids(self.fitting(person.memberships[0].organisation))
            for person in self._today.people or ()
            if person.memberships
        }
