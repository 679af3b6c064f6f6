import pytest

from config.errors import ConfigError
from config.regions import read_region

WHOLE = """
id = "klein"
naam = "Kleine regio"
swv = "PO0000"
afzender = "Het Loket"

[rollen.ib]
naam = "Intern begeleider"
van = "school"
[rollen.commissie]
naam = "Commissie"
van = "samenwerkingsverband"
ziet = "zaken"
leerling = false
beheert = true

[banen]
"School / IB" = "ib"

[[fasen]]
id = "aanvraag"
naam = "Aanvraag"
[[fasen]]
id = "besluit"
naam = "Besluit"
routes = ["hulp"]

[schakelaars.extra]
aan = false
naam = "Extra stap"

[nummers.tlv]
masker = "{swv}-{volgnr:05d}"
per = "schooljaar"

[paginas.formulieren]
titel = "Formulieren"
routes = ["hulp"]

[documenten.criteria]
titel = "Criteria"
versie = "2026-1"

[teksten]
kanaal = "Kindkans"
"""


def test_a_region_is_read_with_everything_in_it() -> None:
    region = read_region(WHOLE.encode())

    assert (region.id, region.name, region.sender) == ("klein", "Kleine regio", "Het Loket")
    assert region.roles["ib"].sees == "taken"
    assert region.roles["ib"].pupil
    assert region.roles["commissie"].sees == "zaken"
    assert not region.roles["commissie"].pupil
    assert region.roles["commissie"].manages
    assert region.lanes == {"School / IB": "ib"}
    assert region.off == {"extra"}
    assert region.numbers["tlv"].per == "schooljaar"
    assert region.pages["formulieren"].routes == ("hulp",)
    assert region.documents["criteria"].version == "2026-1"
    assert region.texts == {"kanaal": "Kindkans"}
    assert (
        region.worded("In {{teksten.kanaal}} en {{ teksten.anders }}.")
        == "In Kindkans en {{ teksten.anders }}."
    )


def test_a_phase_without_routes_belongs_to_every_route() -> None:
    region = read_region(WHOLE.encode())

    assert [phase.id for phase in region.phases_of("hulp")] == ["aanvraag", "besluit"]
    assert [phase.id for phase in region.phases_of("anders")] == ["aanvraag"]


@pytest.mark.parametrize(
    ("old", "new", "key", "says"),
    [
        ('van = "school"', 'vna = "school"', "rollen.ib.vna", 'Bedoelt u "van"?'),
        ('van = "school"', 'van = "schol"', "rollen.ib.van", 'Bedoelt u "school"?'),
        ('"School / IB" = "ib"', '"School / IB" = "ibb"', "banen.School / IB", 'Bedoelt u "ib"?'),
        ('id = "besluit"', 'id = "aanvraag"', "fasen[2].id", "twee keer"),
        ('naam = "Besluit"', "naam = 3", "fasen[2].naam", "tekst"),
        ('id = "klein"', 'id = "../weg"', "id", "kan geen id zijn"),
        ("[rollen.ib]", "[rollen.IB]", "rollen.IB", "kan geen naam zijn"),
        ("{swv}-{volgnr:05d}", "{swv}", "nummers.tlv.masker", "volgnr"),
        ("{swv}-{volgnr:05d}", "{swv.__class__}-{volgnr}", "nummers.tlv.masker", "accolades"),
        ("{swv}-{volgnr:05d}", "{volgnr:999999999d}", "nummers.tlv.masker", "accolades"),
        ('routes = ["hulp"]', 'routes = "hulp"', "fasen[2].routes", "een lijst"),
        ('naam = "Kleine regio"', 'naam = " "', "naam", "niet leeg"),
        ("[[fasen]]", "[fasen]", "", "geen geldige TOML"),
    ],
)
def test_a_mistake_is_refused_with_its_place_and_what_to_do(old: str, new: str, key: str, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_region(WHOLE.replace(old, new, 1).encode())

    assert caught.value.key == key
    assert says in caught.value.message


@pytest.mark.parametrize("data", [b"\xff\xfe", b"a = [" * 5_000, b"[[", b"\x00", b"x" * 1_000_001])
def test_hostile_bytes_are_refused_in_dutch(data: bytes) -> None:
    with pytest.raises(ConfigError):
        read_region(data)


def test_a_phase_may_be_part_of_a_level() -> None:
    data = b'id = "x"\nnaam = "X"\n[[fasen]]\nid = "groep"\nnaam = "1 Groep"\nniveau = "Basisondersteuning"\n'

    assert read_region(data).phases[0].level == "Basisondersteuning"
