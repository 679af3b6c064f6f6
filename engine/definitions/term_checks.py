"""What region.toml says about terms: the letters exist, and a drawing begins them."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.words import names_in
from config.tables import did_you_mean
from engine.definitions.definition import Definition
from engine.definitions.finding import Place, fault, warning
from engine.definitions.naming import drawn_nodes

FILE = "region.toml"


def term_letters(definition: Definition) -> set[str]:
    """The letters that go out about terms."""
    terms = definition.region.terms.values()
    return {letter for term in terms for letter in (term.reminder_letter, term.late_letter) if letter}


def check_terms(definition: Definition) -> Iterator[Finding]:
    started = {
        name
        for node in drawn_nodes(definition)
        for name in names_in(node.properties.get("termijn_start", ""))
    }
    for term in definition.region.terms.values():
        for letter in filter(None, (term.reminder_letter, term.late_letter)):
            if letter not in definition.letters:
                message = f'De termijn "{term.id}" noemt de brief "{letter}", maar die is er niet.'
                message += did_you_mean(letter, definition.letters)
                yield fault(
                    "termijn-brief",
                    message,
                    f"Maak letters/{letter}.md, of kies een brief die er is.",
                    Place(FILE),
                )
            elif not term.owners:
                message = f'De termijn "{term.id}" heeft een brief, maar niemand krijgt hem.'
                yield fault(
                    "termijn-brief", message, "Zet bij `eigenaar` welke rollen hem krijgen.", Place(FILE)
                )
        if term.id not in started:
            message = f'Geen tekening begint de termijn "{term.id}".'
            yield warning(
                "termijn-gebruikt",
                message,
                "Zet `termijn_start` op een element, of haal de termijn weg.",
                Place(FILE),
            )
