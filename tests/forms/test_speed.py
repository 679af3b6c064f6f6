"""A large form stays quick: people wait for each change they make."""

from time import process_time

from forms.filling import Submitted, fill
from forms.rendering import render_fields
from tests.forms.making import around, form_of

# Generous, because the machine is shared; the measured values are several times smaller.
MOST_TO_FILL = 0.060
MOST_TO_RENDER = 0.200

CHOICES = [{"label": f"Keuze {number}", "value": f"k{number}"} for number in range(5)]
KINDS = [
    {"type": "textfield", "validate": {"maxLength": 80}},
    {"type": "number", "validate": {"min": 0, "max": 100}},
    {"type": "radio", "values": CHOICES},
    {"type": "datetime", "properties": {"niet_na": "today()"}},
]
ANSWERS = ("Een antwoord", "12,5", "k3", "2026-02-03")


def large() -> tuple[list[dict[str, object]], Submitted]:
    """200 fields of four kinds, of which 50 have a condition on another field."""
    parts: list[dict[str, object]] = []
    for number in range(200):
        part = {
            **KINDS[number % 4],
            "key": f"veld_{number}",
            "label": f"Veld {number}",
            "description": "Uitleg bij het veld.",
        }
        if number % 4 == 1:
            part["conditional"] = {
                "hide": f'=veld_{number + 1} = "k1" or veld_{number + 2} > date("2027-01-01")'
            }
        parts.append(part)
    return parts, Submitted({f"veld_{number}": (ANSWERS[number % 4],) for number in range(200)})


def test_two_hundred_fields_are_filled_and_drawn_while_one_blinks() -> None:
    parts, sent = large()
    form = form_of(*parts)
    filled = fill(form, sent, around())
    assert len(filled.fields) == 200
    render_fields(filled, refresh_url="/x")
    to_fill, to_render = [], []
    for _ in range(9):
        started = process_time()
        filled = fill(form, sent, around())
        between = process_time()
        render_fields(filled, refresh_url="/x")
        to_fill.append(between - started)
        to_render.append(process_time() - between)
    assert min(to_fill) < MOST_TO_FILL
    assert min(to_render) < MOST_TO_RENDER
