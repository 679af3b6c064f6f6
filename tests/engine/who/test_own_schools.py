"""A school reads who is tied to it today, and a region without such roles says nothing."""

from dataclasses import replace

from engine.casework.own_schools import own_schools
from engine.definitions.reading import read_definition
from tests.engine.who.conftest import BUNDLE, Teams

REGION = read_definition(BUNDLE).region


def read(teams: Teams, login: str) -> list[tuple[str, str]]:
    return [(one.name, one.email) for school in own_schools(teams.desk(login), REGION) for one in school.tied]


def test_a_school_reads_who_is_tied_to_it(teams: Teams) -> None:
    assert {name for name, _ in read(teams, "ib.eikel")} == {"Els Visser", "Nadia Mulder"}
    assert {name for name, _ in read(teams, "ib.beuk")} == {"Tom Dijk", "Olaf Groen"}
    assert read(teams, "bpo.els") == read(teams, "beheerder") == []


def test_an_address_stands_there_in_a_role_that_can_be_reached(teams: Teams) -> None:
    assert {email for _, email in read(teams, "ib.eikel")} == {""}
    roles = {**REGION.roles, "bpo": replace(REGION.roles["bpo"], reachable=True)}
    found = own_schools(teams.desk("ib.eikel"), replace(REGION, roles=roles))
    assert {one.name: "@" in one.email for one in found[0].tied} == {
        "Els Visser": True,
        "Nadia Mulder": False,
    }


def test_who_is_no_longer_tied_is_gone_at_once(teams: Teams) -> None:
    teams.change("relations.toml", 'naar = "bpo.els"', 'naar = "bpo.tom"')
    assert {name for name, _ in read(teams, "ib.eikel")} == {"Tom Dijk", "Nadia Mulder"}
