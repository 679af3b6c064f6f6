"""What is recorded on paper: by which roles, of whom, and on a form that keeps the evidence."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.words import PAPER, PAPER_FORM, names_in
from bpmn.model import Node
from config.parents import PARENT
from config.tables import did_you_mean
from engine.definitions.definition import Definition
from engine.definitions.finding import Place, fault
from forms.model import Field, questions

RULE = "op-papier"
_KINDS = {"instemming": ("radio", "select", "checkbox"), "datum": ("date",), "bewijs": ("file",)}


def check_paper(definition: Definition) -> Iterator[Finding]:
    for file, model in definition.models.items():
        for process in model.processes.values():
            for node in process.nodes.values():
                if node.properties.get(PAPER) or node.properties.get(PAPER_FORM):
                    place = Place(file, node.line, node.id)
                    for message, advice in (*_who(definition, node), *_what(node), *_form(definition, node)):
                        yield fault(RULE, message, advice, place)


def _who(definition: Definition, node: Node) -> Iterator[tuple[str, str]]:
    roles, named = definition.region.roles, names_in(node.properties.get(PAPER, ""))
    if not named:
        yield f"Er staat niet wie dit op papier vastlegt ('{PAPER}').", "Noem een of meer rollen."
    for name in named:
        if name not in roles:
            yield (
                f"De rol '{name}' bij '{PAPER}' bestaat niet.{did_you_mean(name, roles)}",
                "Noem een rol van de regio.",
            )
        elif roles[name].of == PARENT:
            yield (
                f"'{name}' is een rol van ouders. Een ouder legt niet vast wat een ander zei.",
                "Noem een andere rol.",
            )


def _what(node: Node) -> Iterator[tuple[str, str]]:
    if node.properties.get("relatie") != "partij" or not node.properties.get("instemming"):
        message = f"'{PAPER}' hoort bij een stap die elke ouder apart om instemming vraagt."
        yield message, "Zet 'instemming' en 'relatie = partij' bij deze stap, of haal het weg."
    if node.properties.get("ondertekent"):
        yield "Een handtekening wordt niet op papier vastgelegd.", "Laat een andere stap ondertekenen."


def _form(definition: Definition, node: Node) -> Iterator[tuple[str, str]]:
    name = node.properties.get(PAPER_FORM, "")
    form = definition.forms.get(name)
    if form is None:
        yield (
            f"'{PAPER_FORM}' noemt '{name}', maar dat formulier is er niet."
            if name
            else f"'{PAPER_FORM}' ontbreekt.",
            "Noem een formulier met de velden instemming, datum en bewijs, bijvoorbeeld op_papier.",
        )
        return
    fields = {field.key: field for field in questions(form.fields)}
    for key, kinds in _KINDS.items():
        if not _fits(fields.get(key), kinds):
            message = f"Het formulier '{name}' heeft geen verplicht veld '{key}' van de goede soort."
            yield (
                message,
                "Vraag wat de ouder zei (instemming), wanneer (datum) en het bewijs (bewijs, een bestand).",
            )


def _fits(field: Field | None, kinds: tuple[str, ...]) -> bool:
    return field is not None and field.kind in kinds and (field.required or field.kind == "checkbox")
