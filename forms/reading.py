"""From the bytes of a form file (form-js JSON) to a Form. What has the wrong shape is refused here; what has the right
shape but can't be meant is found by `forms.checking`."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from forms.blocks import Blocks, has_blocks, with_blocks
from forms.blocks import flattened as flattened_with
from forms.candidates import PersonChoice
from forms.errors import FormError
from forms.fields.choice import MOST_OPTIONS
from forms.fields.file import MOST_FILES
from forms.fields.kind import Kind
from forms.fields.layout import MOST_ROWS
from forms.fields.person import PERSON
from forms.fields.registry import KINDS, kind_for
from forms.formulas import Formula, Template, formula_of, template_of
from forms.model import Column, Demand, Field, Form, Option, Pupil, Unknown, every_field
from forms.parts import Part, parse

__all__ = ["Field", "Form", "FormError", "read_form"]

MOST_FIELDS = 300
MOST_DEPTH = 5
_MOST_REPETITIONS = 20
_MOST_LABEL = 1_000
_MOST_DEMANDS = 20
_DEMAND = re.compile(r"eis(_[0-9]{1,2})?")
_DEMAND_TEXT = re.compile(r"eis(_[0-9]{1,2})?_tekst")
_RULES = frozenset({"hide"})
_PUPIL: dict[str, Pupil] = {"": "", "naam": "naam", "geboortedatum": "geboortedatum"}


def read_form(data: bytes, name: str, blocks: Blocks | None = None) -> Form:
    """Read a form file. `name` is the file's name for messages; `blocks` are the forms that may be taken in as a block,
    None leaves every block empty. Raises FormError, and nothing else."""
    root = parse(data, name)
    if blocks is not None and has_blocks(data):
        root = with_blocks(root, blocks, MOST_FIELDS, MOST_DEPTH)
    if root.text("type", _MOST_LABEL) not in ("", "default"):
        root.refuse("type", 'Dit is geen formulier van form-js: bij `type` hoort "default" te staan.')
    if "components" not in root.content:
        root.refuse("components", "Dit is geen formulier: de lijst `components` mist.")
    counter = _Counter(root)
    fields = _fields(root, counter, 1)
    id_ = root.text("id", _MOST_LABEL)
    form = Form(id_, name, root.text("title", _MOST_LABEL) or _title(fields) or id_, fields)
    return replace(form, steering=_steering(fields))


def flattened(data: bytes, name: str, blocks: Blocks) -> bytes:
    """The same form without blocks: their fields stand in it. Raises FormError."""
    return flattened_with(data, name, blocks, MOST_FIELDS, MOST_DEPTH) if has_blocks(data) else data


class _Counter:
    """Counts the fields of one file."""

    def __init__(self, root: Part) -> None:
        self.root = root
        self.fields = 0

    def one_more(self) -> None:
        self.fields += 1
        if self.fields > MOST_FIELDS:
            self.root.refuse(
                "components",
                f"Het formulier heeft meer dan {MOST_FIELDS} velden. Verdeel het over meer formulieren.",
            )


def _fields(parent: Part, counter: _Counter, depth: int) -> tuple[Field, ...]:
    parts = parent.parts("components", MOST_FIELDS)
    if parts and depth > MOST_DEPTH:
        parent.refuse(
            "components", f"Velden staan meer dan {MOST_DEPTH} diep in elkaar. Maak het formulier vlakker."
        )
    return tuple(_field(part, counter, depth) for part in parts)


def _field(part: Part, counter: _Counter, depth: int) -> Field:
    counter.one_more()
    properties = part.part("properties")
    kind = kind_for(part.text("type", 100), _soort(part, properties))
    field = Field(
        kind=kind.name,
        id=part.text("id", 200) or part.text("key", 200) or part.path,
        type=part.text("type", 100),
        soort=properties.text("soort", 100),
        subtype=part.text("subtype", 100),
        key=_key(part, kind),
        label=part.text("label", _MOST_LABEL) or part.text("dateLabel", _MOST_LABEL),
        description=part.text("description"),
        line=part.line,
        hide=formula_of(part.part("conditional").text("hide")),
        fields=_fields(part, counter, depth + 1),
        unknown=_unknown(part, properties, kind),
        switch=properties.text("schakelaar", 100),
        party=kind.name in ("group", "list") and _is_yes(properties, "betrokkene"),
    )
    if not kind.asks:
        return _with_words_to_read(field, part)
    field = _with_properties(_with_limits(_with_choices(field, part), part.part("validate")), properties)
    return replace(field, fact_type=kind.fact_type(field))


def _soort(part: Part, properties: Part) -> str:
    written = properties.text("soort", 100)
    if not written and part.part("validate").text("validationType", 100) == "email":
        return "email"
    return written


def _key(part: Part, kind: Kind) -> str:
    if not kind.asks:
        return ""
    word = "path" if kind.name == "list" else "key"
    key = part.text(word, 100) or (part.text("id", 100) if kind.name == "list" else "")
    if not key:
        part.refuse(word, f"Dit veld heeft geen naam. Vul bij `{word}` een naam in.")
    return key


def _with_words_to_read(field: Field, part: Part) -> Field:
    columns = [
        Column(column.text("key", 100), column.text("label", _MOST_LABEL))
        for column in part.parts("columns", 50)
    ]
    text = part.text("text") if field.kind == "paragraph" else ""
    return replace(
        field,
        text=template_of(text) if text else None,
        columns=tuple(columns),
        source=formula_of(part.text("dataSource")) if field.kind == "table" else None,
    )


def _with_choices(field: Field, part: Part) -> Field:
    options = [
        Option(option.text("value", 200), option.text("label", _MOST_LABEL) or option.text("value", 200))
        for option in part.parts("values", MOST_OPTIONS)
    ]
    accept = [word.strip().lower() for word in part.text("accept", 500).split(",") if word.strip()]
    return replace(
        field,
        options=tuple(options),
        accept=tuple(accept[:MOST_FILES]),
        multiple=part.flag("multiple") if field.kind == "file" else False,
        digits=part.count("decimalDigits", 10) if field.kind == "number" else None,
        repetitions=_repetitions(part) if field.kind == "list" else 1,
        grows=part.flag("allowAddRemove", True),
    )


def _repetitions(part: Part) -> int:
    count = part.count("defaultRepetitions", min(_MOST_REPETITIONS, MOST_ROWS))
    return 1 if count is None else count


def _with_limits(field: Field, validate: Part) -> Field:
    return replace(
        field,
        required=validate.flag("required"),
        min_length=validate.count("minLength", 100_000),
        max_length=validate.count("maxLength", 100_000),
        pattern=validate.text("pattern"),
        minimum=_limit(validate, "min") or (formula_of("0") if field.kind == "amount" else None),
        maximum=_limit(validate, "max"),
    )


def _limit(validate: Part, word: str) -> Formula | None:
    """A number, or FEEL after "="."""
    written = validate.content.get(word)
    if isinstance(written, str) and written.strip().startswith("="):
        return formula_of(validate.text(word))
    number = validate.number(word)
    return None if number is None else formula_of(f"{number:f}")


def _with_properties(field: Field, properties: Part) -> Field:
    return replace(
        field,
        not_before=formula_of(properties.text("niet_voor")),
        not_after=formula_of(properties.text("niet_na")),
        demands=_demands(properties),
        lost_texts=_lost_texts(properties),
        prefill=None if field.kind == "file" else formula_of(properties.text("vooraf")),
        read_only=_is_yes(properties, "alleen_lezen"),
        pupil=_pupil(properties),
        persons=_persons(properties) if field.soort == PERSON.soort == KINDS[field.kind].soort else None,
        logbook=_is_yes(properties, "logboek"),
        logbook_parents=formula_of(properties.text("logboek_ouders")),
        share=formula_of(properties.text("delen_als")),
        fixed_rows=(fixed := _fixed_rows(properties)),
        grows=field.grows and not fixed,
    )


def _is_yes(properties: Part, word: str) -> bool:
    if properties.content.get(word) is True:
        return True
    text = "" if properties.content.get(word) is False else properties.text(word, 100)
    if text not in ("", "ja", "nee"):
        properties.refuse(word, f"Bij `{word}` hoort ja of nee te staan.")
    return text == "ja"


def _fixed_rows(properties: Part) -> bool:
    word = properties.text("rijen", 100)
    if word not in ("", "vast"):
        properties.refuse("rijen", "Bij `rijen` hoort vast te staan, of niets.")
    return word == "vast"


def _persons(properties: Part) -> PersonChoice:
    """Who can be chosen; without a role nobody, and the check says so."""
    roles, shows = properties.text("personen", 1_000), properties.text("personen_toont", 1_000)
    return PersonChoice(_names_in(roles), formula_of(properties.text("personen_waar")), _names_in(shows))


def _names_in(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (name.strip() for name in text.split(","))))


def _pupil(properties: Part) -> Pupil:
    word = properties.text("leerling", 100)
    if word not in _PUPIL:
        properties.refuse("leerling", "Bij `leerling` hoort naam of geboortedatum te staan.")
    return _PUPIL[word]


def _demands(properties: Part) -> tuple[Demand, ...]:
    words = sorted(filter(_DEMAND.fullmatch, properties.content), key=lambda word: (len(word), word))
    if len(words) > _MOST_DEMANDS:
        properties.refuse("eis", f"Dit veld heeft meer dan {_MOST_DEMANDS} eisen. Voeg er een paar samen.")
    made = ((word, formula_of(properties.text(word)), properties.text(f"{word}_tekst")) for word in words)
    return tuple(Demand(word, condition, message) for word, condition, message in made if condition)


def _lost_texts(properties: Part) -> tuple[str, ...]:
    texts = filter(_DEMAND_TEXT.fullmatch, properties.content)
    return tuple(word for word in texts if word.removesuffix("_tekst") not in properties.content)


def _unknown(part: Part, properties: Part, kind: Kind) -> tuple[Unknown, ...]:
    properties_known = kind.properties | {
        word
        for word in properties.content
        if kind.asks and (_DEMAND.fullmatch(word) or _DEMAND_TEXT.fullmatch(word))
    }
    return (
        *_words_beyond(part, "", kind.words),
        *_words_beyond(part.part("validate"), "validate", kind.checks),
        *_words_beyond(part.part("conditional"), "conditional", _RULES),
        *_words_beyond(properties, "properties", properties_known),
    )


def _words_beyond(part: Part, place: str, known: Collection[str]) -> Iterator[Unknown]:
    """The words that say something and that nobody knows: an editor also writes words with an empty value."""
    for word, value in part.content.items():
        if word not in known and value not in (None, False, "", [], {}):
            yield Unknown(place, word[:100])


def _title(fields: tuple[Field, ...]) -> str:
    """The first heading of the form's first text, which is how the form editor lets one write a title."""
    first = fields[0] if fields else None
    if first is None or first.text is None:
        return ""
    line = first.text.text.lstrip().split("\n", 1)[0]
    return line.lstrip("# ").strip() if line.startswith("#") and "{{" not in line else ""


def _steering(fields: tuple[Field, ...]) -> frozenset[str]:
    """The names that are read by what decides what is drawn."""
    reads: set[str] = set()
    for field in every_field(fields):
        where = field.persons.where if field.persons else None
        for rule in (field.hide, field.source, field.text, field.prefill, where):
            reads |= _names(rule)
    for field in every_field(fields):
        if field.key in reads:
            reads |= {inner.key for inner in every_field(field.fields)}
    return frozenset(reads - {""})


def _names(rule: Formula | Template | None) -> set[str]:
    if rule is None:
        return set()
    return {"*" if name == "beslis" else name for name in rule.reads}
