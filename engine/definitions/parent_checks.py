"""What the region says of parents: who is invited with which fields and letter, and that they begin no route."""

from collections.abc import Iterator

from bpmn.feel.errors import FeelError
from bpmn.feel.templates import names_read
from bpmn.findings import Finding
from bpmn.model import Node
from config.parents import PARENT
from config.tables import did_you_mean
from engine.definitions.definition import Definition
from engine.definitions.finding import Place, fault, warning
from engine.runtime.periods import NotATime, parse_period
from forms.model import Field, Form, questions

INVITE = "uitnodigen"
LISTS = ("ouders", "ouders_met_gezag", "ouders_op_papier")
_FIELDS = ("naam", "email", "mobiel")


def invitation_letters(definition: Definition) -> set[str]:
    """The letters that invite: they go out as mail."""
    return {node.headers["brief"] for _, node in _inviting(definition) if "brief" in node.headers}


def check_parents(definition: Definition) -> Iterator[Finding]:
    for file, node in _inviting(definition):
        place = Place(file, node.line, node.id)
        yield from _check_role(definition, node, place)
        yield from _check_letter(definition, node, place)
        yield from _check_fields(definition, node, place)
        yield from _check_validity(node, place)
    yield from _check_starts(definition)


def _inviting(definition: Definition) -> Iterator[tuple[str, Node]]:
    for file, model in definition.models.items():
        for process in model.processes.values():
            for node in process.nodes.values():
                if node.job == INVITE:
                    yield file, node


def _check_role(definition: Definition, node: Node, place: Place) -> Iterator[Finding]:
    roles, name = definition.region.roles_of(PARENT), node.headers.get("rol", "")
    if name not in roles:
        message = f'"{name}" is geen rol van ouders.{did_you_mean(name, roles)}'
        yield fault("ouder-rol", message, f'Zet in region.toml een rol met van = "{PARENT}".', place)


def _check_letter(definition: Definition, node: Node, place: Place) -> Iterator[Finding]:
    letter = definition.letters.get(node.headers.get("brief", ""))
    if letter is None:
        message = f'De brief "{node.headers.get("brief", "")}" bestaat niet.'
        yield fault("ouder-brief", message, "Zet de brief in letters/ of verbeter de naam.", place)
        return
    try:
        names = names_read(letter.body)
    except FeelError:
        return  # told at the letter
    if "uitnodiging" not in names:
        advice = "Zet {{uitnodiging.link}} in de brief."
        yield fault("ouder-brief", "In deze uitnodiging staat geen link.", advice, Place(letter.file))


def _check_fields(definition: Definition, node: Node, place: Place) -> Iterator[Finding]:
    """Each named field stands in one form, and must be filled in: the form refuses, not the invitation."""
    rows = node.headers.get("lijst", "")
    wanted = {word: node.headers[word] for word in (*_FIELDS, "gezag", "papier") if node.headers.get(word)}
    forms = [fields for form in definition.forms.values() if (fields := _asked(form, rows)) is not None]
    fitting = [fields for fields in forms if set(wanted.values()) <= fields.keys()]
    if not fitting:
        where = f'een lijst "{rows}"' if rows else "één formulier"
        names = ", ".join(wanted.values())
        message = f"Er is geen formulier met deze velden in {where}: {names}."
        yield fault("ouder-velden", message, "Verbeter de namen of zet de velden in het formulier.", place)
        return
    for word in ("email", "mobiel"):
        if word in wanted and not all(fields[wanted[word]].required for fields in fitting):
            message = f'"{wanted[word]}" mag leeg blijven. Zonder mailadres en mobiel nummer wordt een ouder niet uitgenodigd.'
            yield warning("ouder-velden", message, "Maak het veld verplicht.", place)


def _asked(form: Form, rows: str) -> dict[str, Field] | None:
    """The fields by key at the level that is meant; None when the form has no such list."""
    top = {field.key: field for field in questions(form.fields)}
    if not rows:
        return top
    return {field.key: field for field in questions(top[rows].fields)} if rows in top else None


def _check_validity(node: Node, place: Place) -> Iterator[Finding]:
    text = node.headers.get("geldig", "")
    try:
        fits = not text or bool(parse_period(text))
    except NotATime:
        fits = False
    if not fits:
        message = f'"{text}" is geen duur. Zo lang werkt de link uit de mail.'
        yield fault("ouder-geldig", message, "Schrijf bijvoorbeeld P14D.", place)


def _check_starts(definition: Definition) -> Iterator[Finding]:
    parents = definition.region.roles_of(PARENT)
    for route in definition.routes.values():
        for role in route.start_roles:
            if role in parents:
                message = f'"{role}" is een rol van ouders. Een ouder kan geen route beginnen.'
                yield fault("ouder-begint", message, "Kies een andere rol.", Place(route.file))
