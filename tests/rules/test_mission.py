"""What the software is for: a region is a drawing in files, coordinators do tasks, and a school follows where its case is."""

import json
import tomllib
from pathlib import Path

import pytest
from lxml import html
from SpiffWorkflow.task import Task as SpiffTask

from engine.definitions.bundle import read_folder
from engine.definitions.checking import check
from engine.errors import NotAllowed
from tests.rules.conftest import PLACES, PROCESSES, ROOT, Settle
from tests.rules.place import Place, words

IRIS, BAS, CORA, CHRIS, ROB = (
    "ib.voorbeeldlinde",
    "ib.proefballon",
    "commissie.d1",
    "commissie.d2",
    "regiomanager.d",
)

REGION = """
id = "verweg"
naam = "Regio Verweg (voorbeeld)"
[rollen.ib]
naam = "Intern begeleider"
van = "school"
[rollen.lid]
naam = "Lid van het loket"
van = "samenwerkingsverband"
ziet = "zaken"
[banen]
"Loket" = "lid"
"""
PEOPLE = """
[[persoon]]
aanmeldnaam = "ib.verweg"
naam = "Iris de Boer"
[[persoon.rol]]
rol = "ib"
organisatie = "99AA00"
[[persoon]]
aanmeldnaam = "lid.verweg"
naam = "Lot Loket"
[[persoon.rol]]
rol = "lid"
organisatie = "PO0000"
"""
PLACES_THERE = """
[[organisatie]]
id = "99AA00"
soort = "school"
naam = "De Verre School (voorbeeld)"
brin = "99AA00"
schoolsoort = "BaO"
[[organisatie]]
id = "PO0000"
soort = "samenwerkingsverband"
naam = "Samenwerkingsverband Verweg"
"""
DRAWING = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="http://leidraad.example/bpmn">
  <bpmn:process id="vragen" name="Vraag stellen" isExecutable="true">
    <bpmn:startEvent id="begin" name="Vraag"><bpmn:extensionElements><zeebe:formDefinition formId="v_vraag" /><zeebe:properties><zeebe:property name="rol" value="ib" /></zeebe:properties></bpmn:extensionElements><bpmn:outgoing>s0</bpmn:outgoing></bpmn:startEvent>
    {steps}
    <bpmn:endEvent id="klaar" name="Klaar"><bpmn:incoming>s{last}</bpmn:incoming></bpmn:endEvent>
    {flows}
  </bpmn:process>
</bpmn:definitions>
"""
STEP = (
    '<bpmn:userTask id="{id}" name="{name}"><bpmn:extensionElements><zeebe:userTask /><zeebe:formDefinition formId="v_antwoord" />'
    '<zeebe:assignmentDefinition candidateGroups="lid" /><zeebe:properties><zeebe:property name="tekst_school" value="{name}." />'
    "</zeebe:properties></bpmn:extensionElements><bpmn:incoming>s{before}</bpmn:incoming><bpmn:outgoing>s{after}</bpmn:outgoing></bpmn:userTask>"
)
FLOW = '<bpmn:sequenceFlow id="s{number}" sourceRef="{source}" targetRef="{target}" />'


def drawing(*steps: str) -> str:
    ids = [name.casefold() for name in steps]
    way = ["begin", *ids, "klaar"]
    return DRAWING.format(
        steps="".join(
            STEP.format(id=one, name=name, before=number, after=number + 1)
            for number, (one, name) in enumerate(zip(ids, steps, strict=True))
        ),
        flows="".join(
            FLOW.format(number=number, source=source, target=target)
            for number, (source, target) in enumerate(zip(way, way[1:], strict=False))
        ),
        last=len(steps),
    )


def form(id_: str, key: str, label: str) -> str:
    field = {"type": "textarea", "id": f"f_{key}", "key": key, "label": label, "validate": {"required": True}}
    return json.dumps({"id": id_, "type": "default", "schemaVersion": 16, "components": [field]})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A region that somebody else wrote: five small files, and nothing of ours."""
    files = {
        "region.toml": REGION, "vragen.bpmn": drawing("Beantwoorden"), "today/people.toml": PEOPLE,
        "today/organisations.toml": PLACES_THERE, "forms/v_vraag.form": form("v_vraag", "vraag", "Uw vraag"),
        "forms/v_antwoord.form": form("v_antwoord", "antwoord", "Ons antwoord"),
    }  # fmt: skip
    for name, text in files.items():
        path = tmp_path / "verweg" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "verweg"


def test_x01_a_folder_of_files_is_a_region_without_a_line_of_code(settle: Settle, folder: Path) -> None:
    assert [str(one) for one in check(read_folder(folder)) if one.level == "fout"] == []
    place = settle("klein")
    place.stage.published = place.also(folder)
    place.begins("ib.verweg", "vragen", {"vraag": "Hoe gaat dit?"})
    assert place.open_steps() == ["beantwoorden"]
    place.does("lid.verweg", "beantwoorden", antwoord="Zo gaat dit.")
    assert place.case.status == "finished"
    assert place.case.outcome == "klaar"


def test_x01_another_drawing_is_another_procedure_and_a_running_case_keeps_its_own(
    settle: Settle, folder: Path
) -> None:
    place = settle("klein")
    place.stage.published = place.also(folder)
    place.begins("ib.verweg", "vragen", {"vraag": "Eerst"}, name="oud")
    (folder / "vragen.bpmn").write_text(drawing("Beantwoorden", "Nalezen"), encoding="utf-8")
    place.publishes(read_folder(folder))
    place.begins("ib.verweg", "vragen", {"vraag": "Daarna"})
    place.does("lid.verweg", "beantwoorden", antwoord="Zo.")
    assert place.open_steps() == ["nalezen"]
    place.stage.cases["zaak"] = place.stage.cases["oud"]
    place.does("lid.verweg", "beantwoorden", antwoord="Zo.")
    assert place.case.status == "finished"


def test_x01_the_drawing_is_carried_out_by_spiffworkflow(
    settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []
    run = SpiffTask.run

    def seen(token: SpiffTask) -> object:
        ran.append(str(token.task_spec.name))
        return run(token)

    monkeypatch.setattr(SpiffTask, "run", seen)
    settle("klein").plays("gewoon").past("beoordelen")
    assert {"start", "beoordelen"} <= set(ran)


def test_x01_every_region_is_files_only() -> None:
    kinds = {path.suffix for path in (ROOT / "processes").rglob("*") if path.is_file()}
    assert kinds == {".bpmn", ".dmn", ".form", ".md", ".toml"}
    assert len(PROCESSES) >= 5
    for region in PROCESSES:
        assert tomllib.loads((PLACES[region] / "region.toml").read_text(encoding="utf-8"))["id"] == region


# ----------------------------------------------------------------


@pytest.fixture
def loket(settle: Settle) -> Place:
    """A request of Iris lies with the committee of Het Loket."""
    return settle("berseba", played="tlv_afgegeven", until="dossier_controleren")


def rows(place: Place, login: str, address: str = "/taken") -> list[str]:
    """The lines of a list, as they are read."""
    found = html.fromstring(place.person(login).page(address).text).xpath(
        '//li[contains(concat(" ", @class, " "), " rij ")]'
    )
    return [" ".join(" ".join(one.itertext()).split()) for one in found]


def test_x02_a_task_lies_with_everybody_of_the_role_with_the_pupil_and_the_route(loket: Place) -> None:
    for login in (CORA, CHRIS):
        (line,) = rows(loket, login)
        for word in ("Dossier controleren", "Noor Voorbeeld", loket.case.reference, "De Voorbeeldlinde"):
            assert word in line, (login, word)


def test_x02_nobody_else_sees_it_or_opens_it(loket: Place) -> None:
    loket.also(PLACES["klein"])
    task = f"/taken/{loket.task('dossier_controleren').id}"
    assert loket.person(CORA).page(task).status_code == 200
    for login in (BAS, "deskundige.d1", "commissie.een", "ib.eikel", "ontwerper", "beheerder"):
        assert not [line for line in rows(loket, login) if loket.case.reference in line], login
    for login in (BAS, "commissie.een", "ib.eikel"):  # another school, another region
        assert loket.person(login).page(task).status_code == 404, login


def test_x02_who_picks_it_up_has_it(loket: Place) -> None:
    task = f"/taken/{loket.task('dossier_controleren').id}"
    assert loket.person(CORA).press(task, f"{task}/oppakken").status_code == 303
    assert loket.task("dossier_controleren").assignee
    taken = "Iemand anders heeft deze stap opgepakt"
    assert taken in loket.person(CHRIS).reads(task)
    with pytest.raises(NotAllowed, match=taken):
        loket.does(CHRIS, "dossier_controleren", **loket.answers("dossier_controleren"))


def test_x02_what_is_done_is_not_there_any_more(loket: Place) -> None:
    loket.past("dossier_controleren")
    for login in (CORA, CHRIS):
        assert not [line for line in rows(loket, login) if "Dossier controleren" in line]


def test_x02_a_task_says_when_it_is_due_and_that_it_is_late(settle: Settle) -> None:
    place = settle("termijnen")
    place.begins("ib.eikel", "toekenning", {"leerling": "Noor Voorbeeld", "hulp": "Rekenen"})
    (line,) = rows(place, "beoordelaar")
    assert "Nog 6 dagen" in line
    assert rows(place, "beoordelaar", "/taken?wanneer=te-laat") == []
    place.pass_days(60)
    late = rows(place, "beoordelaar", "/taken?wanneer=te-laat")
    assert [
        line for line in late if line.startswith("Beoordelen") and "Te laat: uiterlijk 27 november" in line
    ]


# ----------------------------------------------------------------


def test_x03_a_school_reads_where_its_case_is_who_acts_since_when_and_what_follows(loket: Place) -> None:
    loket.stage.work()
    page = html.fromstring(loket.person(IRIS).page(f"/volgen/{loket.case.reference}").text)
    main = " ".join(" ".join(page.xpath("//main")[0].itertext()).split())
    bar = [" ".join(one.itertext()) for one in page.xpath('//ol[@class="fasen"]/li')]
    assert bar == [
        "Aanvraag : klaar", "Dossier compleet : nu bezig", "Advies : komt nog", "Ondertekenen : komt nog",
        "Uitkomst : komt nog",
    ]  # fmt: skip
    assert "De commissie van toekenning kijkt of uw dossier compleet is." in main
    assert "Aan de beurt: Lid van de commissie van toekenning" in main
    assert "sinds 21 november 2026" in main
    assert "Wat komt er daarna?" in main
    assert "Al gedaan" in main


def test_x03_it_moves_along_with_every_step(loket: Place) -> None:
    follow = f"/volgen/{loket.case.reference}"
    before = loket.person(IRIS).reads(follow)
    loket.pass_days(3)
    loket.until("afweging")
    after = loket.person(IRIS).reads(follow)
    assert before != after
    assert "weegt af of uw aanvraag terecht is" in after
    assert "sinds 24 november 2026" in after
    loket.to_the_end()
    assert "TLV afgegeven" in loket.person(IRIS).reads(follow)


def test_x03_another_school_finds_nothing_of_it(loket: Place) -> None:
    reference = loket.case.reference
    never = words(loket.person(BAS).page("/volgen/2026-999999"))
    for page in ("volgen", "zaken"):
        answer = loket.person(BAS).page(f"/{page}/{reference}")
        assert answer.status_code == 404
        assert words(answer) == never
    for address in ("/aanvragen", "/taken", "/zaken", "/register"):
        answer = loket.person(BAS).page(address)
        assert reference not in answer.text
        assert "Noor" not in answer.text
