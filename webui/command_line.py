"""The command `leidraad`: beside the pages, on the same functions."""

import argparse
import sys
from collections.abc import Callable, Sequence

from bpmn.errors import ModelError
from config.errors import ConfigError
from engine.errors import EngineError
from webui.commands import demo, designing, people, running
from webui.commands.errors import CommandError

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns its exit status; an error that a person can act on is one line on the error stream."""
    found = parser().parse_args(arguments)
    command: Command = found.command
    try:
        return command(found)
    except (CommandError, EngineError, ModelError, ConfigError) as error:
        print(f"leidraad: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 141


def parser() -> argparse.ArgumentParser:
    """Every command with its words."""
    top = argparse.ArgumentParser(
        prog="leidraad", description="Leidraad: routes van onderwijsregio's, uit bestanden."
    )
    commands = top.add_subparsers(required=True, metavar="OPDRACHT")
    _designing(commands)
    _running(commands)
    _people(commands)
    return top


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, text: str, command: Command
) -> argparse.ArgumentParser:
    one = commands.add_parser(name, help=text, description=text)
    one.set_defaults(command=command)
    return one


def _designing(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    check = _add(commands, "check", "controleer de map van een regio", designing.check_command)
    check.add_argument("--json", action="store_true", help="bevindingen als JSON")
    rehearse = _add(commands, "rehearse", "speel de repetities van een regio", designing.rehearse_command)
    rehearse.add_argument("--naam", default="", help="alleen deze repetitie (naam van het bestand)")
    rehearse.add_argument("--standen", action="store_true", help="speel ze ook met elke schakelaar andersom")
    rules = _add(commands, "rules", "bewijs de regels van een regio", designing.rules_command)
    publish = _add(commands, "publish", "publiceer de map als volgende versie", designing.publish_command)
    publish.add_argument("--reden", required=True, help="waarom deze versie er komt")
    load = _add(commands, "load", "laad scholen, mensen, relaties en vrije dagen", designing.load_command)
    load.add_argument("--ja", action="store_true", help="niet vragen, meteen laden")
    for one in (check, rehearse, rules, publish, load):
        one.add_argument("map", help="map van de regio, bijvoorbeeld processes/berseba")


def _running(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    run = _add(commands, "run", "start de pagina's met een werker ernaast", running.run_command)
    run.add_argument("--adres", default=running.LOCAL, help="adres om op te luisteren (127.0.0.1)")
    show = _add(commands, "demo", "richt een oefenomgeving in en start haar", demo.demo_command)
    show.add_argument("--leeg", action="store_true", help="zonder voorbeeldzaken")
    for one in (run, show):
        one.add_argument("--port", type=int, default=None, help="poort (8000)")
    worker = _add(commands, "worker", "doe termijnen, mail, berichten en koppelingen", running.worker_command)
    worker.add_argument("--eenmaal", action="store_true", help="doe wat nu moet en stop")
    worker.add_argument("--ouder", type=int, default=None, help=argparse.SUPPRESS)
    _add(commands, "jobs", "toon wat wacht en wat mislukte", running.jobs_command)
    _add(commands, "upgrade", "breng de database bij", running.upgrade_command)
    audit = commands.add_parser("audit", help="kijk het verhaal van alle zaken na").add_subparsers(
        required=True
    )
    _add(audit, "verify", "zoek veranderde, ontbrekende en afgekapte regels", running.audit_command)
    reset = _add(commands, "reset", "begin opnieuw met een lege database", running.reset_command)
    reset.add_argument("--ja", action="store_true", help="niet vragen")


def _people(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    person = commands.add_parser("person", help="mensen").add_subparsers(required=True)
    add = _add(person, "add", "voeg iemand toe met een rol, en vraag een wachtwoord", people.add_command)
    add.add_argument("aanmeldnaam")
    add.add_argument("naam")
    add.add_argument("--email", default="")
    add.add_argument("--regio", required=True, help="map van de regio, bijvoorbeeld processes/berseba")
    add.add_argument("--rol", default="beheerder")
    add.add_argument("--organisatie", default="", help="id van de school of het samenwerkingsverband")


if __name__ == "__main__":
    sys.exit(main())
