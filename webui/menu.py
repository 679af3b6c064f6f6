"""What stands around every page: who is signed in and where they can go."""

from typing import NamedTuple

from flask import request, url_for

from webui.acting import demo_here, me, my_definitions
from webui.audience import Audience
from webui.committees import address_of, my_committees
from webui.guarding import admitted
from webui.language import gettext
from webui.offers import startable
from webui.registers import has_register, my_overviews


class Item(NamedTuple):
    address: str
    name: str
    current: bool


def around() -> dict[str, object]:
    """For the templates."""
    home = "parents.case" if is_parent() else "start.start"
    return {"me": me(), "menu": items(), "demo_here": demo_here(), "home": url_for(home)}


def is_parent() -> bool:
    actor = me()
    return actor is not None and actor.case is not None


def items() -> list[Item]:
    if me() is None:
        return []
    here = request.script_root + request.path
    return [
        Item(address, name, here == address or here.startswith(address + "/"))
        for audience, address, name in _places()
        if admitted(audience)
    ]


def _places() -> list[tuple[Audience, str, str]]:
    if is_parent():
        return [("ouder", url_for("parents.case"), gettext("Uw zaak"))]
    regions = my_definitions()
    places: list[tuple[Audience, str, str]] = [
        ("aangemeld", url_for("tasks.my_tasks"), gettext("Mijn taken")),
        *_requests(),
        ("medewerker", url_for("cases.all_cases"), gettext("Zaken")),
        *(("aangemeld", address_of(region, one), one.name) for region, one in my_committees()),
        *_registers(),
        ("ontwerper", url_for("design.overview"), gettext("Ontwerpen")),
        ("beheerder", url_for("assigning.left"), gettext("Taken verdelen")),
        ("beheerder", url_for("incidents.overview"), gettext("Storingen")),
    ]
    known = [one.definition.region for one in regions.values()]
    names = [known[0].menu or gettext("Regio")] if len(known) == 1 else [one.name for one in known]
    addresses = [url_for("regions.region", region=region) for region in regions]
    return [*places, *(("aangemeld", address, name) for address, name in zip(addresses, names, strict=True))]


def _requests() -> list[tuple[Audience, str, str]]:
    """For a school, and for who can ask for something: for others that page would stay empty."""
    if not (admitted("school") or startable()):
        return []
    return [("aangemeld", url_for("requests.my_requests"), gettext("Mijn aanvragen"))]


def _registers() -> list[tuple[Audience, str, str]]:
    """What was granted, and the numbers, for who may see them."""
    places: list[tuple[Audience, str, str]] = []
    if has_register():
        places.append(("aangemeld", url_for("register.overview"), gettext("Register")))
    if my_overviews():
        places.append(("aangemeld", url_for("overview.overview"), gettext("Overzicht")))
    return places
