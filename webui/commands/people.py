"""`leidraad person add`: somebody with a role and a password, first of all the first administrator."""

import sys
from argparse import Namespace
from getpass import getpass
from pathlib import Path

from config.regions import Region, read_region
from engine import people
from engine.model import Membership, Organisation
from engine.store import memberships
from engine.store import people as rows
from engine.store.database import Tx
from webui.commands.errors import CommandError
from webui.commands.installation import ready_database, settings_for


def add_command(arguments: Namespace) -> int:
    """Add a person, or give one who is there another role. Asks for a password; from a pipe it reads one line."""
    region = _region(Path(arguments.regio))
    if arguments.rol not in region.roles:
        raise CommandError(
            f'de rol "{arguments.rol}" staat niet in region.toml; kies uit: {", ".join(region.roles)}'
        )
    password = _password()
    database = ready_database(settings_for())
    with database.transaction() as tx:
        place = _organisation(tx, region, arguments.rol, arguments.organisatie)
        person = rows.put_person(tx, arguments.aanmeldnaam, arguments.naam, arguments.email)
        memberships.begin(tx, person.id, Membership(region.id, arguments.rol, place, since=None))
    people.set_password(database, arguments.aanmeldnaam, password)
    role = region.roles[arguments.rol].name
    print(f"{arguments.naam} ({arguments.aanmeldnaam}) is {role} bij {place.name}.")
    return 0


def _region(folder: Path) -> Region:
    path = folder / "region.toml"
    if not path.is_file():
        raise CommandError(
            f"in {folder} staat geen region.toml; geef de map van een regio, bijvoorbeeld processes/berseba"
        )
    return read_region(path.read_bytes(), str(path))


def _organisation(tx: Tx, region: Region, role: str, given: str) -> Organisation:
    """The organisation for which the role is held. The partnership itself is made when it is not loaded yet."""
    place = rows.organisation_by_id(tx, given or region.swv)
    if place is not None:
        return place
    if region.roles[role].of == "school" or given:
        raise CommandError(
            f'de organisatie "{given}" is niet bekend; laad eerst de scholen met: leidraad load'
        )
    made = Organisation(region.swv or region.id, "samenwerkingsverband", region.name)
    rows.put_organisations(tx, [made])
    return made


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass(f"Wachtwoord (ten minste {people.SHORTEST_PASSWORD} tekens): ")
    if first != getpass("Nog een keer: "):
        raise CommandError("de wachtwoorden zijn niet gelijk")
    return first
