import pytest

from config.errors import ConfigError
from engine.definitions.bundle import Bundle, make_bundle
from engine.rehearsal.errors import NoRehearsal
from engine.rehearsal.playing import Played, rehearse, rehearse_turned
from tests.engine.rehearsal.conftest import changed, with_rehearsal


def _played(bundle: Bundle, scenes: str) -> Played:
    (played,) = rehearse(with_rehearsal(bundle, scenes), "proef")
    return played


def _told(bundle: Bundle, scenes: str) -> str:
    """What the one thing that went otherwise says."""
    played = _played(bundle, scenes)
    assert not played.crash
    (failure,) = played.failures
    return failure.message


def test_the_rehearsals_of_the_region_go_as_written(bundle: Bundle) -> None:
    played = rehearse(bundle)

    assert [(one.file, str(one)) for one in played if not one.passed] == []
    assert [one.file for one in played] == ["rehearsals/gewoon.toml", "rehearsals/intrekken.toml"]


def test_a_failure_tells_the_step_the_line_and_what_was_seen(bundle: Bundle) -> None:
    played = _played(bundle, "\n[[stap]]\nis = { klaar = true }\n")

    assert not played.passed
    assert str(played).splitlines() == [
        "FOUT  rehearsals/proef.toml: Proef",
        "      stap 2 (regel 10): De zaak hoort klaar te zijn, maar is bezig: Aanvraag beoordelen.",
    ]


@pytest.mark.parametrize(
    ("scene", "says"),
    [
        ('wie = "ib.beuk"\nziet = { zaak = true }', "Bas Visser ziet de zaak niet."),
        ('wie = "ib.eikel"\nziet_niet = { zaak = true }', "Iris de Boer ziet de zaak, en dat hoort niet."),
        ('wie = "ib.eikel"\nziet = { zaak = false }', "Iris de Boer ziet de zaak, en dat hoort niet."),
        ('wie = "ib.eikel"\nziet = { tekst = ["Piet"] }', 'Iris de Boer ziet de tekst "Piet" niet.'),
        ('wie = "ib.eikel"\nziet_niet = { tekst = ["NOOR"] }', 'Iris de Boer ziet de tekst "NOOR", en dat hoort niet.'),
        ('wie = "ib.beuk"\nziet = { tekst = ["Noor"] }', 'Bas Visser ziet de tekst "Noor" niet.'),
        ('wie = "ib.eikel"\nziet = { stap = "Tweede blik" }', 'Iris de Boer ziet de stap "Tweede blik" niet.'),
        ('wie = "commissie.een"\nziet = { knop = ["Intrekken"] }', 'Carla Smit ziet de knop "Intrekken" niet.'),
        ('wie = "ib.eikel"\nziet = { taak = ["beoordelen"] }', 'Iris de Boer ziet de taak "beoordelen" niet.'),
        ('wie = "ib.beuk"\nziet = { veld = ["start.domein", "beoordelen.besluit"] }', 'Bas Visser ziet het veld "beoordelen.besluit" niet.'),
        ('wie = "ib.eikel"\nziet_niet = { pagina = ["criteria"] }', 'Iris de Boer ziet de pagina "criteria", en dat hoort niet.'),
        ('wie = "directeur.eikel"\nziet = { route = ["hulp"] }', 'Dirk Vos ziet de route "hulp" niet.'),
        ('wie = "commissie.een"\nmag_niet = { doen = "beoordelen" }', "Carla Smit hoort dit niet te mogen, maar mag het wel."),
        ('wie = "ib.beuk"\nmag_niet = { start = "hulp" }', "Bas Visser hoort dit niet te mogen, maar mag het wel."),
        ('wie = "ib.eikel"\nmag_niet = { begint = "intrekken_start" }', "Iris de Boer hoort dit niet te mogen, maar mag het wel."),
        ('wie = "commissie.een"\nmag_niet = { zien = "zaak" }', "Carla Smit hoort dit niet te mogen, maar mag het wel."),
        ('wie = "ib.beuk"\nmag_niet = { zien = "b" }', 'Er is nog geen zaak "b" begonnen.'),
        ('wie = "niemand"\nziet = { zaak = true }', 'De persoon "niemand" staat niet in today/people.toml.'),
        ('bericht = { brief = "toegekend", aan = "ib.eikel" }', 'Verwacht: ten minste één bericht "toegekend" aan ib.eikel. Gezien: 0.'),
        ('bericht = { brief = "toegekend", aan = "niemand" }', 'De persoon "niemand" staat niet in today/people.toml.'),
        ('is = { uitkomst = "toegekend_einde" }', 'De uitkomst hoort "toegekend_einde" te zijn, maar is "".'),
        ('is = { feit = { besluit = "toegekend" } }', 'Het feit "besluit" hoort toegekend te zijn, maar is leeg.'),
        ('is = { fase = "aanvraag" }', 'De zaak hoort in de fase "aanvraag" te staan, maar staat in "besluit".'),
        ('is = { document = ["Besluit"] }', 'Het document "Besluit" hoort er te zijn. Er is: geen.'),
    ],
)  # fmt: skip
def test_what_goes_otherwise_is_told(bundle: Bundle, scene: str, says: str) -> None:
    assert _told(bundle, f"\n[[stap]]\n{scene}\n") == says


@pytest.mark.parametrize(
    ("scene", "says"),
    [
        ('wie = "commissie.een"\ndoet = "beoordelen"\nantwoorden = { besluit = "misschien" }', "Dit hoort te lukken, maar: besluit: "),
        ('wie = "commissie.een"\ndoet = "beoordelen"\nantwoorden = { besluit = "toegekend", extra = "x" }', "Dit hoort te lukken, maar: "),
        ('wie = "commissie.een"\ndoet = "beoordelen"', "Dit hoort te lukken, maar: besluit: "),
        ('wie = "ib.eikel"\ndoet = "beoordelen"\nantwoorden = { besluit = "toegekend" }', "Dit hoort te lukken, maar: Uw rol mag deze stap niet doen."),
        ('wie = "commissie.een"\ndoet = "tweede_blik"', 'Dit hoort te lukken, maar: "tweede_blik" kan nu niet. Nu wacht: Aanvraag beoordelen.'),
        ('wie = "ib.beuk"\nbegint = "intrekken_start"\nantwoorden = { reden = "x" }', "Dit hoort te lukken, maar: "),
        ('wie = "commissie.een"\ndoet = "beoordelen"\nantwoorden = { besluit = "toegekend" }\ngeweigerd = { veld = "besluit" }', "Dit hoort geweigerd te worden bij besluit, maar het is aangenomen."),
        ('wie = "commissie.een"\ndoet = "beoordelen"\nantwoorden = {}\ngeweigerd = { veld = "reden" }', "Dit hoort geweigerd te worden bij reden, maar: besluit: "),
        ('wie = "commissie.een"\ndoet = "beoordelen"\nantwoorden = {}\ngeweigerd = { veld = "besluit", tekst = "geld" }', 'De weigering hoort "geld" te zeggen, maar zegt: '),
        ('wie = "commissie.een"\ndoet = "tweede_blik"\ngeweigerd = {}', "Dit hoort te lukken, maar: "),
    ],
)  # fmt: skip
def test_an_act_that_goes_otherwise_ends_the_rehearsal(bundle: Bundle, scene: str, says: str) -> None:
    told = _told(bundle, f"\n[[stap]]\n{scene}\n\n[[stap]]\nis = {{ klaar = true }}\n")

    assert told.startswith(says)


def test_a_refusal_of_a_person_can_be_what_is_expected(bundle: Bundle) -> None:
    scene = '\n[[stap]]\nwie = "ib.eikel"\ndoet = "beoordelen"\nantwoorden = {}\ngeweigerd = { tekst = "uw rol mag" }\n'

    assert _played(bundle, scene).passed


def test_two_cases_stay_apart(bundle: Bundle) -> None:
    played = _played(
        bundle,
        """
[[stap]]
wie = "ib.beuk"
start = "hulp"
zaak = "b"
antwoorden = { leerling = "Sam", domein = "leren", vorm = "geld" }

[[stap]]
wie = "ib.beuk"
zaak = "b"
ziet = { tekst = ["Sam"] }
ziet_niet = { tekst = ["Noor"] }

[[stap]]
wie = "ib.beuk"
zaak = "b"
begint = "intrekken_start"
antwoorden = { reden = "Hoeft niet." }

[[stap]]
zaak = "b"
is = { klaar = true, uitkomst = "ingetrokken_einde" }

[[stap]]
is = { klaar = false }
""",
    )

    assert played.failures == ()


def test_what_is_due_on_the_way_happens_at_its_own_time(bundle: Bundle) -> None:
    played = _played(
        bundle,
        """
[[stap]]
klok = "P6D"
[[stap]]
bericht = { brief = "herinnering", aan = "commissie.een", aantal = 0 }
[[stap]]
klok = "2026-12-24T09:00:00"
[[stap]]
bericht = { brief = "herinnering", aan = "commissie.een", aantal = 1, tekst = ["al een week"] }
[[stap]]
bericht = { brief = "herinnering", aan = "commissie.twee", aantal = 1 }
""",
    )

    assert played.failures == ()


def test_a_mail_with_too_much_in_it_is_told(bundle: Bundle) -> None:
    scenes = '\n[[stap]]\nklok = "P8D"\n\n[[stap]]\nbericht = { brief = "herinnering", aan = "commissie.een", niet = ["een week"] }\n'

    assert _told(bundle, scenes) == 'Het bericht "herinnering" noemt "een week", en dat hoort niet.'
    assert "niet" in _told(bundle, scenes.replace('niet = ["een', 'tekst = ["twee'))


def test_a_form_that_can_be_opened_is_seen_with_its_fields(bundle: Bundle) -> None:
    scenes = """
[[stap]]
wie = "commissie.een"
ziet = { veld = ["beoordelen.besluit", "start.leerling"], tekst = ["Toegekend", "Noor"], taak = ["beoordelen"] }
"""

    assert _played(bundle, scenes).failures == ()


def test_a_file_is_put_up_by_its_name(bundle: Bundle) -> None:
    form = bundle.files["forms/h_besluit.form"].replace(
        b'"components": [',
        b'"components": [{"type": "filepicker", "id": "f_bijlage", "key": "bijlage", "label": "Bijlage", "validate": {"required": true}},',
    )
    other = make_bundle("klein", {**bundle.files, "forms/h_besluit.form": form}, bundle.today)
    scene = '\n[[stap]]\nwie = "commissie.een"\ndoet = "beoordelen"\nantwoorden = { besluit = "toegekend", bijlage = "plan.pdf" }\n'
    seen = '\n[[stap]]\nwie = "commissie.twee"\nziet = { tekst = ["plan.pdf"] }\n'

    assert _played(other, scene + seen).failures == ()
    assert "bijlage" in _told(other, scene.replace(', bijlage = "plan.pdf"', ""))


def test_a_route_that_cannot_be_loaded_is_a_crash_and_no_failure(bundle: Bundle) -> None:
    broken = changed(bundle, "hulp.bpmn", 'sourceRef="start"', 'sourceRef="nergens"')
    (played,) = rehearse(with_rehearsal(broken, ""), "proef")

    assert "niet te laden" in played.crash
    assert played.results == ()


def test_a_rehearsal_that_cannot_be_read_is_told_and_the_others_play(bundle: Bundle) -> None:
    other = make_bundle("klein", {**bundle.files, "rehearsals/kapot.toml": b"[[stap]"}, bundle.today)
    played = {one.file: one.passed for one in rehearse(other)}

    assert played == {
        "rehearsals/gewoon.toml": True,
        "rehearsals/intrekken.toml": True,
        "rehearsals/kapot.toml": False,
    }


def test_an_unknown_rehearsal_is_refused(bundle: Bundle) -> None:
    with pytest.raises(NoRehearsal, match="bestaat_niet"):
        rehearse(bundle, "bestaat_niet")


def test_people_that_cannot_be_read_are_refused_before_anything_plays(bundle: Bundle) -> None:
    with pytest.raises(ConfigError):
        rehearse(make_bundle("klein", bundle.files, {"today/people.toml": b"[[persoon]]"}))


def test_a_rehearsal_leaves_nothing_for_the_next(bundle: Bundle) -> None:
    twice = with_rehearsal(bundle, '\n[[stap]]\nwie = "commissie.een"\nziet = { taak = ["beoordelen"] }\n')
    other = make_bundle(
        "klein",
        {**twice.files, "rehearsals/leeg.toml": b'naam = "Leeg"\nklok = "2026-11-21"\n[[stap]]\nwie = "commissie.een"\nziet_niet = { taak = ["beoordelen"] }\n'},
        bundle.today,
    )  # fmt: skip

    assert [one.passed for one in rehearse(other)] == [True, True, True, True]


def test_a_timer_that_the_route_cannot_carry_out_is_told(bundle: Bundle) -> None:
    """Where the reminder was sent, there is now a gateway that leads nowhere."""
    diagram = bundle.files["hulp.bpmn"].decode()
    start, end = diagram.index('<bpmn:sendTask id="herinnering"'), diagram.index("</bpmn:sendTask>")
    task = diagram[start : end + len("</bpmn:sendTask>")]
    extension = task[task.index("<bpmn:extensionElements>") : task.index("<bpmn:incoming>")]
    diagram = diagram.replace(task, task.replace(extension, "").replace("sendTask", "exclusiveGateway"))
    flow = '<bpmn:sequenceFlow id="naar_herinnerd" sourceRef="herinnering" targetRef="herinnerd"'
    never = '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=false</bpmn:conditionExpression>'
    diagram = diagram.replace(f"{flow} />", f"{flow}>{never}</bpmn:sequenceFlow>")
    other = make_bundle("klein", {**bundle.files, "hulp.bpmn": diagram.encode()}, bundle.today)

    assert _told(other, '\n[[stap]]\nklok = "P8D"\n').startswith("De route loopt vast bij herinnering: ")


def test_every_switch_is_turned_once_and_what_says_itself_how_it_stands_is_left_out(bundle: Bundle) -> None:
    pinned = changed(
        bundle, "rehearsals/intrekken.toml", "klok", "schakelaars = { tweede_blik = false }\nklok"
    )
    (title, played), *others = rehearse_turned(pinned)

    assert (title, others) == ("schakelaar tweede_blik uit", [])
    assert [(one.file, one.passed) for one in played] == [("rehearsals/gewoon.toml", True)]
