import pytest

from config.errors import ConfigError
from engine.definitions.rules import missing_ids, read_carrier, read_rules


def _rules(*ids: str) -> bytes:
    return "".join(f'[[regel]]\nid = "{one}"\nmerk = "I"\n' for one in ids).encode()


def test_a_rule_is_read_with_its_carriers(bundle) -> None:  # type: ignore[no-untyped-def]
    rule = read_rules(bundle.files["rules.toml"])[0]

    assert (rule.id, rule.mark, rule.routes) == ("K-01", "L", ("hulp",))
    assert [(one.kind, one.owner, one.part) for one in rule.carriers] == [
        ("eis", "h_aanvraag", "vorm"),
        ("tabel", "vorm_mag", "1"),
    ]


def test_an_option_has_a_value() -> None:
    carrier = read_carrier("optie:d_arrangement.vorm=op maat = ja")

    assert (carrier.owner, carrier.part, carrier.value) == ("d_arrangement", "vorm", "op maat = ja")


def test_a_gap_between_the_first_and_the_last_rule_is_seen_per_letter() -> None:
    assert missing_ids(read_rules(_rules("D-02", "D-05", "E-1", "D-03"))) == ["D-04"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("eiss:a.b", 'Bedoelt u "eis"'),
        ("eis", "geen drager"),
        ("eis:formulier", "eis:<formulier>.<veld>"),
        ("eis:.veld", "niet compleet"),
        ("optie:a.b", "niet compleet"),
        ("tabel:t", "niet compleet"),
        ("tabel:t#nul", "vanaf 1"),
        ("tabel:t#0", "vanaf 1"),
        ("rol:", "niet compleet"),
    ],
)
def test_a_carrier_that_is_not_complete_is_explained(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says.replace("<", ".").replace(">", ".")):
        read_carrier(text)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[[regel]]\nid = "D-1"\nmerk = "L"\n', "regel[1].citaat"),
        ('[[regel]]\nid = "D-1"\nmerk = "L"\ncitaat = [" "]\n', "regel[1].citaat"),
        ('[[regel]]\nid = "D-1"\nmerk = "X"\n', "regel[1].merk"),
        ('[[regel]]\nid = "D-1"\nmerk = "I"\ndragers = ["stap:a", "stap"]\n', "regel[1].dragers[2]"),
        ('[[regel]]\nid = "D-1"\nmerk = "I"\n' * 2, "regel[2].id"),
        ('[[regels]]\nid = "D-1"\n', "regels"),
    ],
)
def test_a_mistake_in_the_rules_is_refused_with_its_place(text: str, key: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_rules(text.encode())

    assert caught.value.key == key
