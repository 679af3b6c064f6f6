"""What a letter says: it can be filled in, it names what exists, and a mail tells nothing of what was answered."""

from collections.abc import Iterator

from bpmn.feel.errors import FeelError, FeelSyntaxError
from bpmn.feel.templates import names_read
from bpmn.findings import Finding
from bpmn.lint.names import ALWAYS_KNOWN
from config.tables import did_you_mean
from engine.definitions.definition import Definition
from engine.definitions.finding import fault, warning
from engine.definitions.letters import Letter
from engine.definitions.naming import facts_of

_KNOWN = frozenset({"zaak", "school", "antwoorden", "vandaag"})


def check_letters(definition: Definition) -> Iterator[Finding]:
    """All letters of the region, and the shared ones it uses."""
    facts = frozenset(facts_of(definition))
    mailed = mailed_letters(definition)
    for letter in definition.letters.values():
        for text, line in ((letter.subject, 1), (letter.body, 2)):
            yield from _check_text(letter, text, line, facts, letter.id in mailed)
    used = mailed | {step.letter for route in definition.routes.values() for step in route.steps.values()}
    for letter in definition.letters.values():
        if letter.id not in used:
            yield warning(
                "brief-gebruikt", "Geen element gebruikt deze brief.", "Haal hem weg of noem hem in een route.",
                letter.file,
            )  # fmt: skip


def mailed_letters(definition: Definition) -> set[str]:
    """The letters that go out as mail: those of the property `brief`."""
    return {
        step.node.properties["brief"]
        for route in definition.routes.values()
        for step in route.steps.values()
        if "brief" in step.node.properties
    }


def _check_text(
    letter: Letter, text: str, line: int, facts: frozenset[str], mailed: bool
) -> Iterator[Finding]:
    try:
        names = names_read(text)
    except FeelSyntaxError as error:
        yield fault(
            "brief-leesbaar",
            str(error),
            "Verbeter de tekst tussen {{ en }}.",
            letter.file,
            line + error.line - 1,
        )
        return
    except FeelError as error:
        yield fault("brief-leesbaar", str(error), "Maak de brief korter of eenvoudiger.", letter.file, line)
        return
    for name in sorted(names - _KNOWN - facts):
        yield fault(
            "brief-namen",
            f'De brief noemt "{name}", maar dat bestaat niet.{did_you_mean(name, _KNOWN | facts)}',
            "Verbeter de naam.",
            letter.file,
            line,
        )
    if mailed and "antwoorden" in names:
        yield fault(
            "mail-zonder-antwoorden",
            "Deze brief gaat als mail weg en noemt antwoorden. Een mail is niet afgeschermd.",
            "Verwijs naar de zaak met {{zaak.link}}.",
            letter.file,
            line,
        )
    for name in sorted(names & facts - ALWAYS_KNOWN.keys() if mailed else ()):
        yield warning(
            "mail-zonder-antwoorden",
            f'Deze brief gaat als mail weg en noemt "{name}", dat iemand heeft ingevuld.',
            "Verwijs naar de zaak met {{zaak.link}}.",
            letter.file,
            line,
        )
