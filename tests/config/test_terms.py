import pytest

from config.errors import ConfigError
from config.regions import read_region
from config.terms import Span, read_span

HEAD = 'id = "r"\nnaam = "R"\n[rollen.ib]\nnaam = "IB"\nvan = "school"\n[schakelaars.x]\nnaam = "X"\n[termijnen.t]\n'


def test_a_term_says_how_long_and_which_days_count() -> None:
    term = read_region(
        f'{HEAD}naam = "T"\nduur = "P20D"\ntelt = "werkdagen"\nherinnering = ["P5D"]\nverlengen = "P10D"\n'
        'eigenaar = ["ib"]\nzichtbaar = ["school"]\nschakelaar = "x"'.encode()
    ).terms["t"]
    assert (term.span, term.counts, term.reminders) == (
        Span("P20D", 0, 20),
        "werkdagen",
        (Span("P5D", 0, 5),),
    )
    assert (term.extension, term.owners, term.seen_by, term.switch) == (
        Span("P10D", 0, 10),
        ("ib",),
        ("school",),
        "x",
    )


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        ('duur = "P8W"', "termijnen.t.naam", "ontbreekt"),
        ('naam = "T"\nduur = "PT4H"', "termijnen.t.duur", "P14D"),
        ('naam = "T"\nduur = "P0D"', "termijnen.t.duur", "P14D"),
        ('naam = "T"\nduur = "P99Y"', "termijnen.t.duur", "P14D"),
        ('naam = "T"\nduur = "P1W2"', "termijnen.t.duur", "P14D"),
        ('naam = "T"\nduur = "P٣D"', "termijnen.t.duur", "P14D"),
        ('naam = "T"\nduur = "P4W"\ntelt = "schooldagen"', "termijnen.t.duur", "aantal dagen"),
        ('naam = "T"\nduur = "P4D"\ntelt = "uren"', "termijnen.t.telt", "kalenderdagen"),
        ('naam = "T"\nherinnering = ["P1D", "P1D"]', "termijnen.t.herinnering", "één keer"),
        ('naam = "T"\neigenaar = ["ibb"]', "termijnen.t.eigenaar", 'Bedoelt u "ib"'),
        ('naam = "T"\nzichtbaar = ["ouders"]', "termijnen.t.zichtbaar", "[rollen]"),
        ('naam = "T"\nschakelaar = "y"', "termijnen.t.schakelaar", "[schakelaars]"),
        ('naam = "T"\nduuur = "P4D"', "termijnen.t.duuur", 'Bedoelt u "duur"'),
    ],
)
def test_what_a_term_cannot_say_is_refused_with_the_key(text: str, key: str, words: str) -> None:
    with pytest.raises(ConfigError) as refused:
        read_region(f"{HEAD}{text}".encode())
    assert refused.value.key == key
    assert words in refused.value.message


def test_a_span_is_whole_days_and_months() -> None:
    assert read_span("P1Y2M3W4D") == Span("P1Y2M3W4D", 14, 25)
    for text in ("", "P", "14D", "P-1D", "P1.5D", "P1DT1H", "P9999D"):
        assert read_span(text) is None
