"""Which regions have a register, or numbers, for the person of this request."""

from config.regions import Region
from engine.casework import register
from engine.casework.overview import may_see_numbers
from webui.acting import desk, my_definitions


def my_registers() -> list[Region]:
    """The regions in whose register this person may look."""
    return [one for one in _regions() if register.may_see_any(desk(), one)]


def has_register() -> bool:
    return bool(my_registers())


def my_overviews() -> list[Region]:
    """The regions whose numbers this person may see."""
    return [one for one in _regions() if may_see_numbers(desk().actor, one)]


def _regions() -> list[Region]:
    return [one.definition.region for one in my_definitions().values()]
