"""Answers in a rehearsal that their field would never take: no option of a choice, no date, no number."""

from collections.abc import Iterator, Mapping

from config.tables import did_you_mean
from forms.fields.kind import Given, Rejected
from forms.fields.registry import KINDS
from forms.model import Field, questions

_NOT_TYPED = ("file", "list")  # a file is a name in a rehearsal; of a list the rows are looked at


def wrong_answers(fields: tuple[Field, ...], answers: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """(what is wrong, what to do) of each answer, those in rows too. Names that the form does not have are passed by."""
    for field in questions(fields):
        answer = answers.get(field.key)
        if field.kind == "list":
            for row in answer if isinstance(answer, list) else ():
                yield from wrong_answers(field.fields, row if isinstance(row, Mapping) else {})
        elif answer is not None and field.kind not in _NOT_TYPED:
            yield from _wrong(field, answer)


def _wrong(field: Field, answer: object) -> Iterator[tuple[str, str]]:
    kind = KINDS[field.kind]
    given = kind.write(answer)
    try:
        kind.read(field, Given(given))
    except Rejected as error:
        known = {option.value for option in field.options if option.value.strip()}
        strange = [text for text in given if text and text not in known] if known else list(given)
        hint = did_you_mean(strange[0], known) if known and strange else ""
        advice = f"Kies uit: {', '.join(sorted(known))}." if known else str(error)
        message = f'het antwoord "{", ".join(strange)[:60]}" past niet bij het veld "{field.key}".{hint}'
        yield message, advice
