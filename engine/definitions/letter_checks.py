"""What a letter says: it can be filled in, it names what exists, and a mail tells nothing of what was answered."""

from collections.abc import Iterator, Set

from bpmn.feel.errors import FeelError, FeelSyntaxError
from bpmn.feel.template_checking import check_template
from bpmn.feel.templates import names_read
from bpmn.feel.types import ANY, CONTEXT, FeelType, context_of
from bpmn.findings import Finding
from bpmn.lint.names import ALWAYS_KNOWN
from bpmn.model import Node
from config.tables import did_you_mean
from engine.definitions.definition import Definition
from engine.definitions.finding import Place, fault, warning
from engine.definitions.letters import Letter
from engine.definitions.naming import answers_of, drawn_nodes, facts_of
from engine.definitions.parent_checks import invitation_letters
from engine.definitions.register_checks import register_letters
from engine.definitions.term_checks import term_letters

_KNOWN = frozenset({"uitnodiging", "zaak", "school", "antwoorden", "vandaag", "termijn", "bezwaar_tot"})


def check_letters(definition: Definition) -> Iterator[Finding]:
    """All letters of the region, and the shared ones it uses."""
    facts, answers = frozenset(facts_of(definition)), _answers(definition)
    mailed = mailed_letters(definition)
    numbers = given_numbers(definition)
    for letter in definition.letters.values():
        for text, line in ((letter.subject, 1), (letter.body, letter.line)):
            yield from _check_text(letter, text, line, facts, letter.id in mailed)
            yield from _check_answers(letter, text, line, answers)
        yield from _check_headers(letter, numbers, letter.id in mailed)
    used = {name for node in drawn_nodes(definition) for name in letters_of(node)}
    used |= register_letters(definition) | term_letters(definition)
    for letter in definition.letters.values():
        if letter.id not in used:
            yield warning(
                "brief-gebruikt",
                "Geen element gebruikt deze brief.",
                "Haal hem weg of noem hem in een route.",
                Place(letter.file),
            )


def given_numbers(definition: Definition) -> set[str]:
    """The answers in which a route puts a number, also where that is switched off now."""
    jobs = (node for node in drawn_nodes(definition) if node.job == "nummer")
    return {node.headers.get("resultaat") or "nummer" for node in jobs}


def letters_of(node: Node) -> Iterator[str]:
    """The letter that an element sends or keeps as a document."""
    yield from filter(None, (node.properties.get("brief"), node.headers.get("brief")))


def mailed_letters(definition: Definition) -> set[str]:
    """The letters that go out as mail: those of the property `brief`, also where it is switched off now, and those of
    the register and of terms."""
    beside = register_letters(definition) | term_letters(definition) | invitation_letters(definition)
    return beside | {
        node.properties["brief"] for node in drawn_nodes(definition) if "brief" in node.properties
    }


def _check_text(letter: Letter, text: str, line: int, facts: Set[str], mailed: bool) -> Iterator[Finding]:
    try:
        names = names_read(text)
    except FeelSyntaxError as error:
        place = Place(letter.file, line + error.line - 1)
        yield fault("brief-leesbaar", str(error), "Verbeter de tekst tussen {{ en }}.", place)
        return
    except FeelError as error:
        advice = "Maak de brief korter of eenvoudiger."
        yield fault("brief-leesbaar", str(error), advice, Place(letter.file, line))
        return
    for name in sorted(names - _KNOWN - facts):
        hint = did_you_mean(name, _KNOWN | facts)
        message = f'De brief noemt "{name}", maar dat bestaat niet.{hint}'
        yield fault("brief-namen", message, "Verbeter de naam.", Place(letter.file, line))
    if mailed:
        yield from _check_mail(names, facts, Place(letter.file, line))


def _answers(definition: Definition) -> FeelType:
    """`antwoorden` of a letter: what forms ask by step; what other elements answer is not known."""
    steps: dict[str, FeelType] = {node.id: CONTEXT for node in drawn_nodes(definition)}
    return context_of(
        {**steps, **{step: context_of(asked) for step, asked in answers_of(definition).items()}}
    )


def _check_answers(letter: Letter, text: str, line: int, answers: FeelType) -> Iterator[Finding]:
    """The answers that it names are asked; all its other names can be anything here."""
    if "antwoorden" not in text:
        return
    try:
        types = {**dict.fromkeys(names_read(text), ANY), "antwoorden": answers}
    except FeelError:
        return  # what is wrong with it is said elsewhere
    for problem in check_template(text, types):
        rule = "keuze-bestaat" if problem.about_choice else "brief-namen"
        place = Place(letter.file, line + text.count("\n", 0, problem.start))
        yield fault(
            rule, problem.message, problem.advice or "Kijk of de stap en het veld nog zo heten.", place
        )


def _check_mail(names: Set[str], facts: Set[str], place: Place) -> Iterator[Finding]:
    """A mail is a reference to the case: it is not shielded, so it tells no answers."""
    rule, advice = "mail-zonder-antwoorden", "Verwijs naar de zaak met {{zaak.link}}."
    if "antwoorden" in names:
        message = "Deze brief gaat als mail weg en noemt antwoorden. Een mail is niet afgeschermd."
        yield fault(rule, message, advice, place)
    for name in sorted(names & facts - ALWAYS_KNOWN.keys() - {"teksten"}):
        message = f'Deze brief gaat als mail weg en noemt "{name}", dat iemand heeft ingevuld.'
        yield warning(rule, message, advice, place)


def _check_headers(letter: Letter, numbers: Set[str], mailed: bool) -> Iterator[Finding]:
    """A number and a last day to object are of a decision, and that is a document."""
    rule, place = "brief-kop", Place(letter.file, 1)
    if letter.number and letter.number not in numbers:
        message = f'Geen taak "nummer" geeft "{letter.number}".{did_you_mean(letter.number, numbers)}'
        yield fault(rule, message, "Noem bij nummer de kop `resultaat` van die taak.", place)
    if mailed and (letter.number or letter.objection):
        message = "Deze brief gaat als mail weg; een nummer en een bezwaartermijn horen bij een document."
        yield fault(rule, message, "Zet nummer en bezwaar in de brief van het document.", place)
    told = "bezwaar_tot" in _names(letter)
    if told and letter.objection is None:
        message = 'De brief noemt "bezwaar_tot", maar zegt niet hoe lang men bezwaar kan maken.'
        yield fault(rule, message, "Zet boven de brief een regel zoals `bezwaar: P6W`.", place)
    if letter.objection and not told:
        message = "De brief zegt hoe lang men bezwaar kan maken, maar noemt de laatste dag niet."
        yield fault(rule, message, "Noem {{bezwaar_tot}} in de brief, of haal de regel `bezwaar` weg.", place)
    if letter.objection_switch and letter.objection is None:
        message = "Aan `bezwaar_schakelaar` hangt niets: de brief heeft geen `bezwaar`."
        yield fault(rule, message, "Zet `bezwaar` erbij, of haal de regel weg.", place)


def _names(letter: Letter) -> Set[str]:
    try:
        return names_read(letter.body)
    except FeelError:
        return frozenset()  # what is wrong with it is said elsewhere
