"""What is wrong with a form that can be read: everything a designer must know before it is published."""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from bpmn.feel.reading import KEYWORDS
from bpmn.findings import Finding, Level
from forms.expression_checking import FormNames, check_expressions
from forms.fields.layout import UNKNOWN
from forms.fields.registry import ALL, KINDS
from forms.model import Field, Form, every_field, questions
from forms.patterns import compiled
from forms.uploads import KNOWN_ENDINGS

__all__ = ["FormNames", "check_form"]

_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,59}")
_TAKEN = frozenset({"antwoorden", "school", "ik", "beslis", "rij", "item", "this", "parent"}) | KEYWORDS

Rule = Callable[[Form, Field, FormNames], Iterator[Finding]]


def check_form(form: Form, names: FormNames | None = None) -> list[Finding]:
    """Every finding, in the order of the file. Without `names`, facts, tables and earlier answers are not judged."""
    names = names or FormNames()
    found = list(_double_keys(form, form.fields))
    for field in every_field(form.fields):
        for rule in _RULES:
            found += rule(form, field, names)
    found += check_expressions(form, names)
    order: dict[str, int] = {}
    for number, field in enumerate(every_field(form.fields)):
        order.setdefault(field.id, number)
    return sorted(found, key=lambda each: order[each.element])


def finding(form: Form, field: Field, rule: str, message: str, advice: str, level: Level = "fout") -> Finding:
    name = field.label or field.key
    return Finding(rule, level, message, advice, form.file, field.line, field.id, name)


def _double_keys(form: Form, fields: tuple[Field, ...]) -> Iterator[Finding]:
    level = list(questions(fields))
    counts = Counter(field.key for field in level)
    seen: set[str] = set()
    for field in level:
        if counts[field.key] > 1 and field.key in seen:
            message = f"De sleutel `{field.key}` komt {counts[field.key]} keer voor."
            yield finding(
                form,
                field,
                "formulier-sleutel",
                message,
                "Geef elk veld een eigen sleutel; een blok krijgt die met `blok_voor`.",
            )
        seen.add(field.key)
        yield from _double_keys(form, field.fields)


def _kind(form: Form, field: Field, _names: FormNames) -> Iterator[Finding]:
    if field.kind == UNKNOWN.name:
        known = ", ".join(sorted({kind.type for kind in ALL if kind.type}))
        message = f"De veldsoort `{field.type}` bestaat hier niet; het veld wordt niet getoond."
        yield finding(form, field, "formulier-soort", message, f"Kies uit: {known}.")


def _subtype(form: Form, field: Field, _names: FormNames) -> Iterator[Finding]:
    if field.kind == "date" and field.subtype not in ("", "date"):
        message = f"Dit datumveld vraagt ook een tijd (`{field.subtype}`); hier kan alleen een datum."
        yield finding(form, field, "formulier-soort", message, "Kies bij `subtype` voor date.")
    if field.soort and KINDS[field.kind].soort != field.soort:
        known = sorted(kind.soort for kind in ALL if kind.soort and kind.type == field.type)
        advice = f"Kies uit: {', '.join(known)}." if known else "Haal `soort` weg."
        message = f"`soort` is {field.soort}, en dat bestaat niet bij `{field.type}`."
        yield finding(form, field, "formulier-soort", message, advice)


def _key(form: Form, field: Field, _names: FormNames) -> Iterator[Finding]:
    if field.key and not _KEY.fullmatch(field.key):
        message = f"De sleutel `{field.key}` kan geen naam in een uitdrukking zijn."
        advice = "Gebruik letters, cijfers en liggende streepjes, en begin met een letter."
        yield finding(form, field, "formulier-sleutel", message, advice)
    elif field.key in _TAKEN:
        message = f"De sleutel `{field.key}` heeft al een betekenis."
        yield finding(form, field, "formulier-sleutel", message, "Kies een andere sleutel.")


_ADVICE = {
    "readonly": "Gebruik de eigenschap `alleen_lezen`.",
    "disabled": "Gebruik de eigenschap `alleen_lezen`.",
    "defaultValue": "Gebruik de eigenschap `vooraf`.",
    "valuesKey": "Schrijf de keuzes op bij `values`.",
    "valuesExpression": "Schrijf de keuzes op bij `values`.",
    "path": "Een groep heeft geen pad: geef elk veld zijn eigen sleutel.",
    "columnsExpression": "Schrijf de kolommen op bij `columns`.",
    "disallowPassedDates": "Gebruik de eigenschap `niet_voor` met today().",
}


def _words(form: Form, field: Field, _names: FormNames) -> Iterator[Finding]:
    for unknown in field.unknown if field.kind != UNKNOWN.name else ():
        where = f" bij `{unknown.place}`" if unknown.place else ""
        message = f"Het woord `{unknown.word}`{where} doet hier niets."
        advice = _ADVICE.get(unknown.word, "Haal het weg, of kijk of het goed geschreven is.")
        level: Level = "fout" if unknown.place or unknown.word in _ADVICE else "waarschuwing"
        yield finding(form, field, "formulier-woord", message, advice, level)


def _label(form: Form, field: Field, _names: FormNames) -> Iterator[Finding]:
    if field.key and not field.label.strip():
        message = "Dit veld heeft geen label; niemand ziet of hoort wat er gevraagd wordt."
        yield finding(form, field, "formulier-label", message, "Vul een label in.")
    if "{{" in field.label or "{{" in field.description:
        message = "Een label of uitleg met {{…}} wordt niet ingevuld."
        yield finding(
            form, field, "formulier-label", message, "Zet de tekst in een tekstblok (`text`).", "waarschuwing"
        )


def _options(form: Form, field: Field, _names: FormNames) -> Iterator[Finding]:
    if field.kind not in ("select", "radio", "checklist", "taglist"):
        return
    rule = "formulier-keuzes"
    if not field.options:
        yield finding(form, field, rule, "Dit veld heeft geen keuzes.", "Schrijf de keuzes op bij `values`.")
    for word, of in (("waarde", "value"), ("naam", "label")):
        counts = Counter(getattr(option, of) for option in field.options)
        for text in (text for text, count in counts.items() if count > 1):
            yield finding(
                form,
                field,
                rule,
                f"Twee keuzes hebben de {word} `{text}`.",
                f"Geef elke keuze een eigen {word}.",
            )
    if any(not option.value.strip() for option in field.options):
        yield finding(form, field, rule, "Een keuze heeft geen waarde.", "Vul bij elke keuze `value` in.")


def _pattern(form: Form, field: Field, _names: FormNames) -> Iterator[Finding]:
    if field.pattern and compiled(field.pattern) is None:
        message = f"Het patroon `{field.pattern[:60]}` kan niet."
        advice = "Gebruik geen vooruitkijken `(?=…)`, terugverwijzing `\\1` of herhaling boven 1000; sluit elk haakje."
        yield finding(form, field, "formulier-patroon", message, advice)


def _lengths(form: Form, field: Field, _names: FormNames) -> Iterator[Finding]:
    low, high = field.min_length, field.max_length
    if low is not None and high is not None and low > high:
        message = f"Er zijn ten minste {low} en ten hoogste {high} tekens nodig; dat kan niet samen."
        yield finding(
            form, field, "formulier-grenzen", message, "Maak minLength kleiner of maxLength groter."
        )


def _demands(form: Form, field: Field, _names: FormNames) -> Iterator[Finding]:
    for demand in field.demands:
        if not demand.message.strip():
            message = f"Bij `{demand.word}` staat niet wat iemand leest als het niet klopt."
            yield finding(
                form, field, "formulier-eis", message, f"Vul `{demand.word}_tekst` in, en zeg wat te doen."
            )
    for word in field.lost_texts:
        message = f"Bij `{word}` hoort een eis, en die is er niet."
        yield finding(
            form,
            field,
            "formulier-eis",
            message,
            f"Vul `{word.removesuffix('_tekst')}` in of haal de tekst weg.",
        )


def _in_rows(form: Form) -> frozenset[str]:
    """The ids of the fields in rows of lists: these may have the value of the row."""
    lists = (field for field in every_field(form.fields) if field.kind == "list")
    return frozenset(inner.id for one in lists for inner in every_field(one.fields))


def _prefill(form: Form, field: Field, _names: FormNames) -> Iterator[Finding]:
    if field.read_only and field.prefill is None and field.id not in _in_rows(form):
        message = "Dit veld is alleen te lezen en heeft geen waarde."
        yield finding(
            form, field, "formulier-vooraf", message, "Vul `vooraf` in, of haal `alleen_lezen` weg."
        )


def _fixed_rows(form: Form, field: Field, _names: FormNames) -> Iterator[Finding]:
    """Rows that come from elsewhere: a fixed list has them, and only there a field of the row can be read-only."""
    if field.fixed_rows and field.prefill is None:
        message = "De rijen staan vast, maar er staat niet welke rijen dat zijn."
        yield finding(form, field, "formulier-rijen", message, "Vul `vooraf` in, of haal `rijen` weg.")
    if field.kind == "list" and not field.fixed_rows:
        for inner in questions(field.fields):
            if inner.read_only and inner.prefill is None:
                message = f"Het veld `{inner.key}` is alleen te lezen en heeft geen waarde."
                advice = "Vul er `vooraf` in, of zet bij de lijst `rijen` op vast en `vooraf`."
                yield finding(form, inner, "formulier-vooraf", message, advice)


def _logbook(form: Form, field: Field, _names: FormNames) -> Iterator[Finding]:
    if field.logbook_parents is not None and not field.logbook:
        message = "Bij `logboek_ouders` hoort `logboek`: nu komt dit antwoord niet in het logboek."
        yield finding(form, field, "formulier-logboek", message, "Zet `logboek` op ja, of haal het weg.")


def _pupil(form: Form, field: Field, _names: FormNames) -> Iterator[Finding]:
    if (field.pupil == "naam") != (field.kind in ("text", "name")) and field.pupil:
        yield finding(
            form, field, "formulier-leerling",
            f"`leerling` is {field.pupil}, en dat past niet bij deze veldsoort.",
            "naam hoort bij een tekstveld, geboortedatum bij een datum.",
        )  # fmt: skip


def _switch(form: Form, field: Field, names: FormNames) -> Iterator[Finding]:
    if field.switch and names.switches is not None and field.switch not in names.switches:
        message = f"De schakelaar `{field.switch}` bestaat niet."
        known = ", ".join(sorted(names.switches)) or "er is er geen"
        yield finding(
            form, field, "formulier-schakelaar", message, f"Zet haar in region.toml of kies uit: {known}."
        )


def _file(form: Form, field: Field, _names: FormNames) -> Iterator[Finding]:
    for ending in (ending for ending in field.accept if ending not in KNOWN_ENDINGS):
        message = f"De bestandssoort `{ending}` is niet op inhoud te herkennen en wordt niet aangenomen."
        yield finding(
            form, field, "formulier-bestand", message, f"Kies uit: {', '.join(sorted(KNOWN_ENDINGS))}."
        )


def _table(form: Form, field: Field, _names: FormNames) -> Iterator[Finding]:
    if field.kind == "table" and (not field.columns or field.source is None):
        message = "Deze tabel heeft geen kolommen of geen gegevens."
        yield finding(form, field, "formulier-tabel", message, "Vul `columns` en `dataSource` in.")


def _empty(form: Form, field: Field, _names: FormNames) -> Iterator[Finding]:
    if field.kind in ("group", "list") and not field.fields:
        yield finding(
            form, field, "formulier-leeg", "Hier staat geen veld in.", "Zet er velden in of haal het weg."
        )


_RULES: tuple[Rule, ...] = (
    _kind, _subtype, _key, _words, _label, _options, _pattern, _lengths, _demands, _prefill, _fixed_rows, _logbook,
    _pupil, _switch, _file, _table, _empty,
)  # fmt: skip
