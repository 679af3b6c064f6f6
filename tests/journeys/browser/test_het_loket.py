"""The procedure of Berséba from beginning to end, by people in browsers, on the server as it runs in production."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.browser.production import Server
from tests.journeys.browser.visiting import Answers, Visitor

MONTHS = "januari,februari,maart,april,mei,juni,juli,augustus,september,oktober,november,december"

pytestmark = [pytest.mark.browser, pytest.mark.slow]

IRIS, DAAN, BAS = "ib.voorbeeldlinde", "directeur.voorbeeldlinde", "ib.proefballon"
CORA, CHRIS = "commissie.d1", "commissie.d2"
OLGA, KARIM = "deskundige.d1", "deskundige.d2"
ROB, LOTTE, OTTO = "regiomanager.d", "loketcoordinator.d", "ontwerper"
COEN = "coordinator.voorbeeldregio"
COMMITTEE = "/commissies/toekenning"

PUPIL = {"naam_leerling": "Sem Testers", "geboortedatum": "2018-09-02", "groep": "5"}
ANOTHER_PUPIL = {"naam_leerling": "Yara Proef", "geboortedatum": "2016-01-30", "groep": "7"}
WHY_AND_WHEN = {
    "bijdrage_aan_eigen_school": "Met deze hulp kan de leerling in de eigen groep blijven.",
    "periode_van": "2026-12-01",
    "periode_tot": "2027-07-31",
}
MONEY = {"vorm_arrangement": "geld", "bedrag": "2500", "besteding": "Een onderwijsassistent in de klas."}
MONEY_FOR_BEHAVIOUR = {**PUPIL, "domein": ["gedrag_seo"], **MONEY, **WHY_AND_WHEN}
MONEY_FOR_THE_BODY = {**PUPIL, "domein": ["lichamelijk"], **MONEY, **WHY_AND_WHEN}
GUIDANCE = {**PUPIL, "domein": ["lichamelijk"], "vorm_arrangement": "natura", "uren_ab": "20", **WHY_AND_WHEN}
TLV = {
    **PUPIL,
    "inspanningen_school": "Extra instructie in een kleine groep.",
    "effect_onvoldoende_toelichting": "De leerling gaat te weinig vooruit.",
    "gewenste_voorziening": "SO",
    "gewenste_duur": "langer",
    "ouders_standpunt": "akkoord",
    "zienswijze_ouders": "De ouders vinden dit een goede stap.",
}
COMPLETE = {"dossier_compleet": "ja"}
ADVICE = {
    "onafhankelijk": "ja",
    "advies_deskundige": "SO",
    "onderbouwing": "Meer hulp dan de school kan geven.",
    "ondertekening-akkoord": "ja",
}
FIRST_ADVICE = {"discipline": "orthopedagoog", **ADVICE}
SECOND_ADVICE = {"discipline": "kinder_jeugdpsycholoog", **ADVICE}
NEGATIVE = {
    "aanvraag_terecht": "nee",
    "advies": "negatief",
    "reden_negatief": "valt_binnen_basisondersteuning",
    "motivering": "De school kan nog meer doen.",
}
AWARDED = {
    "aanwezige_leden": "C. Eerste, C. Tweede",
    "criteria_toets-0-criterium": "De basisondersteuning is ingezet",
    "criteria_toets-0-oordeel": "voldoet",
    "besluit": "toegekend",
    "motivering": "Past bij de criteria.",
}

TUESDAY = "Dat doet zij elke dinsdag."

Come = Callable[..., Visitor]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = Server(tmp_path)
    made.start()
    yield made
    made.kill()


@pytest.fixture
def come(browser: Browser, server: Server, axe: str) -> Iterator[Come]:
    """Somebody comes, in a browser of their own, and signs in. `critical`: they look hard at every page."""
    visitors: list[Visitor] = []

    def arrive(login: str, critical: bool = False) -> Visitor:
        visitors.append(Visitor(browser, server.address, axe if critical else ""))
        return visitors[-1].signed_in(login)

    yield arrive
    for visitor in visitors:
        visitor.close()
    assert [complaint for visitor in visitors for complaint in visitor.complaints] == []


def request(visitor: Visitor, route: str, answers: Answers) -> str:
    """Hands in a request; returns its reference."""
    visitor.go(f"/aanvragen/berseba/{route}")
    visitor.send(answers, "Versturen")
    visitor.page.wait_for_url("**/volgen/*")
    return visitor.page.url.rsplit("/", 1)[1]


def do(visitor: Visitor, step: str, answers: Answers) -> None:
    """Opens the one task with this name and hands it in."""
    open_task(visitor, step)
    visitor.send(answers, "Klaar")
    assert visitor.page.url.endswith("/taken"), visitor.text()


def open_task(visitor: Visitor, step: str) -> str:
    """Returns the address of the task."""
    visitor.go("/taken")
    visitor.press(f"{step} – Sem Testers")
    return visitor.page.url


def the_committee_votes(come: Come, reference: str, choice: str) -> None:
    """The chair and a member are there, and think the same of what waits for them."""
    cora, chris = come(CORA, critical=True), come(CHRIS, critical=True)
    cora.go(COMMITTEE)
    if "Er is nu geen vergadering" in cora.text():
        for name in ("Cora Eerste", "Chris Tweede"):
            cora.page.get_by_label(name, exact=True).check()
        cora.press("Beginnen")
    for member in (cora, chris):
        member.go(COMMITTEE)
        member.page.locator("li.rij", has_text=reference).locator(".rij__naam a").click()
        member.send({"stem": choice, "reden": "Zo zie ik het."}, "Stemmen")
        assert f"U stemde: {choice}" in member.text()


def until_two_experts(come: Come) -> str:
    reference = request(come(IRIS), "loket_tlv", TLV)
    do(come(CORA), "Dossier controleren", COMPLETE)
    return reference


def test_money_for_behaviour_is_refused_with_the_reason_and_guidance_is_offered_instead(come: Come) -> None:
    iris = come(IRIS, critical=True)
    iris.go("/aanvragen/berseba/loket_arrangement")
    iris.send(MONEY_FOR_BEHAVIOUR, "Versturen")
    at_the_field = iris.page.locator("#vorm_arrangement-groep")
    expect(at_the_field).to_contain_text("geen arrangementen in geld worden toegekend bij gedrag")
    expect(at_the_field).to_contain_text("dan vraagt u zelf ambulante begeleiding aan")
    assert iris.page.get_by_label("Naam van de leerling").input_value() == "Sem Testers"
    iris.send({"vorm_arrangement": "natura", "uren_ab": "20"}, "Versturen")
    assert "U neemt zelf het initiatief voor de ambulante begeleiding" in iris.text()
    followed = iris.page.url
    iris.press("Ambulante begeleiding aanvragen")
    iris.send({"ab_dienst": "Dienst Ambulant", "ab_aanvraagdatum": "2026-01-15"}, "Klaar")
    iris.go(followed)
    expect(iris.page.locator(".nu")).to_have_text("Ambulante begeleiding aangevraagd")


def test_money_for_a_limitation_is_awarded_and_can_be_used_from_the_first_of_the_next_month(
    come: Come,
) -> None:
    iris, cora = come(IRIS, critical=True), come(CORA, critical=True)
    reference = request(iris, "loket_arrangement", MONEY_FOR_THE_BODY)
    do(cora, "Aanvraag controleren", {"aanvraag_compleet": "ja"})
    the_committee_votes(come, reference, "voor")
    open_task(cora, "Beoordelen en besluiten")
    decided_on = cora.page.locator("#vergaderdatum").input_value()
    cora.send(AWARDED, "Klaar")
    iris.go("/taken")
    iris.press("Personele ondersteuning organiseren – Sem Testers")
    expect(iris.page.locator("#geld_beschikbaar_vanaf")).to_contain_text(first_of_next_month(decided_on))
    staffed = {"wie_ondersteunt": "Onderwijsassistent", "uren_per_week": "6", "startdatum": "2027-01-04"}
    iris.send(staffed, "Klaar")
    iris.go(f"/volgen/{reference}")
    expect(iris.page.locator(".nu")).to_have_text("Toegekend en geregeld")
    iris.press("Besluit")
    assert f"beschikbaar vanaf {first_of_next_month(decided_on)}" in iris.text()


def first_of_next_month(day: str) -> str:
    year, month = int(day[:4]), int(day[5:7])
    return f"1 {MONTHS.split(',')[month % 12]} {year + month // 12}"


def test_a_negative_advice_is_signed_all_the_same_with_a_motivation_a_number_and_a_document(
    come: Come,
) -> None:
    iris, cora, olga, rob = (
        come(IRIS, critical=True),
        come(CORA, critical=True),
        come(OLGA, critical=True),
        come(ROB, critical=True),
    )
    reference = request(iris, "loket_tlv", TLV)
    do(cora, "Dossier controleren", {"dossier_compleet": "nee", "ontbreekt": "Het OPP ontbreekt."})
    open_task(iris, "Dossier aanvullen")
    assert "Het OPP ontbreekt." in iris.text()
    iris.send({"aanvulling": "Hierbij het OPP."}, "Klaar")
    do(cora, "Dossier controleren", COMPLETE)
    second = open_task(olga, "Tweede deskundige adviseert")
    do(olga, "Eerste deskundige adviseert", FIRST_ADVICE)
    olga.go(second)
    assert "U deed zelf: Eerste deskundige adviseert. Iemand anders moet deze stap doen." in olga.text()
    expect(olga.named("Klaar")).to_have_count(0)
    do(come(KARIM, critical=True), "Tweede deskundige adviseert", SECOND_ADVICE)
    the_committee_votes(come, reference, "tegen")
    do(cora, "Aanvraag afwegen en adviseren", NEGATIVE)
    open_task(rob, "Al dan niet ondertekenen")
    rob.send({"besluit": "ondertekenen", "categorie": "2"}, "Klaar")
    expect(rob.page.locator("#motivering_afwijking-fout")).to_contain_text("Vul dit veld in")
    rob.send({"motivering_afwijking": "De thuissituatie vraagt dit."}, "Klaar")
    iris.go(f"/volgen/{reference}")
    expect(iris.page.locator(".nu")).to_contain_text("De handtekening moet er nog onder.")
    do(rob, "TLV ondertekenen", {"ondertekening-akkoord": "ja"})
    iris.go(f"/volgen/{reference}")
    expect(iris.page.locator(".nu")).to_have_text("TLV afgegeven")
    iris.press("Toelaatbaarheidsverklaring")
    assert re.search(r"Nummer: PO9903-\d{4}-SO2-00001", iris.text())
    assert "Waarom de regiomanager afwijkt van het advies: De thuissituatie vraagt dit." in iris.text()
    expect(iris.named("Afdrukken")).to_be_visible()
    iris.page.emulate_media(media="print")
    expect(iris.page.locator("header.kop")).to_be_hidden()
    expect(iris.page.locator("article.brief")).to_be_visible()


@pytest.mark.parametrize("login", [BAS, COEN])
def test_another_school_and_another_region_find_nothing(come: Come, login: str) -> None:
    iris, cora, stranger = come(IRIS), come(CORA), come(login, critical=True)
    reference = request(iris, "loket_arrangement", GUIDANCE)
    do(cora, "Aanvraag controleren", {"aanvraag_compleet": "ja"})
    the_committee_votes(come, reference, "voor")
    do(cora, "Beoordelen en besluiten", AWARDED)
    iris.go(f"/zaken/{reference}")
    linked = f'main a[href*="/{reference}"]'
    addresses = iris.page.locator(linked).evaluate_all("all => all.map(a => a.pathname)")
    addresses += [f"/zaken/{reference}", open_task(iris, "Ambulante begeleiding aanvragen")]
    for part in ("/volgen/", "/antwoorden/", "/documenten/", "/handelingen/"):
        assert any(part in address for address in addresses), part
    for address in addresses:
        assert iris.page.request.get(address).status == 200, address
        refused = stranger.page.goto(address)
        assert refused is not None
        assert refused.status == 404, address
        assert "Sem Testers" not in stranger.text()
    stranger.look()
    for page in ("/", "/taken", "/aanvragen", "/zaken"):
        stranger.go(page)
        finds_nothing(stranger, reference)
    token = stranger.page.locator('[name="csrf_token"]').first.get_attribute("value")
    for sought in ("Sem Testers", "Testers", reference):  # an empty list offers no search: as if it did
        sent = {"csrf_token": str(token), "zoek": sought}
        found = stranger.page.request.post("/taken" if login == BAS else "/zaken", form=sent)
        assert found.status == 200
        stranger.go(found.url)
        assert f'href="/zaken/{reference}' not in found.text()
        assert stranger.page.locator(".rij").count() == 0


def finds_nothing(visitor: Visitor, reference: str) -> None:
    assert "Sem Testers" not in visitor.text()
    assert reference not in visitor.text()


def test_a_designer_changes_the_folder_rehearses_and_publishes_and_running_cases_keep_what_they_had(
    come: Come, server: Server
) -> None:
    iris, cora, otto = come(IRIS), come(CORA), come(OTTO, critical=True)
    old = request(iris, "loket_arrangement", GUIDANCE)
    change(server.processes / "berseba")
    otto.go("/ontwerpen/berseba")
    assert "Gewijzigd sinds versie 1" in otto.text()
    files = otto.page.locator("main .rij__naam").all_inner_texts()
    assert {"loket_arrangement.bpmn", "forms/d_intrekken.form"} <= set(files)
    assert "uren_toegekend >= 10" in otto.text()
    assert "1 lopende zaak blijft op de versie waarmee zij begon." in otto.text()
    rehearsals = otto.page.locator("#repetities .rij")
    expect(rehearsals.first).to_be_visible(timeout=60_000)
    assert set(rehearsals.locator(".rij__eind").all_inner_texts()) == {"Goed"}
    otto.send({"reden": "Voor een paar uren vraagt de school niets aan."}, "Publiceren als versie 2")
    assert "Versie 2 is gepubliceerd" in otto.text()
    new = request(iris, "loket_arrangement", {**GUIDANCE, **ANOTHER_PUPIL})
    for reference, told, outcome in (
        (old, False, "U regelt zelf de ambulante begeleiding."),
        (new, True, "Toegekend en geregeld"),
    ):
        iris.go(f"/volgen/{reference}")
        assert (TUESDAY in iris.text()) is told
        award_five_hours(come, cora, reference)
        iris.go(f"/volgen/{reference}")
        expect(iris.page.locator(".nu")).to_contain_text(outcome)


def change(folder: Path) -> None:
    """A text, a condition, and a text of a form."""
    checks = "De commissie van toekenning kijkt of uw aanvraag compleet is."
    replace(folder / "loket_arrangement.bpmn", checks, f"{checks} {TUESDAY}")
    natura = 'vorm_arrangement = "natura" or vorm_arrangement = "beide"'
    replace(folder / "loket_arrangement.bpmn", f"={natura}<", f"=({natura}) and uren_toegekend &gt;= 10<")
    replace(
        folder / "forms/d_intrekken.form", "Waarom trekt u de aanvraag in?", "Waarom stopt u met de aanvraag?"
    )


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (path.name, old)
    path.write_text(text.replace(old, new), encoding="utf-8")


def award_five_hours(come: Come, cora: Visitor, reference: str) -> None:
    do_what_waits(cora, reference, {"aanvraag_compleet": "ja"})
    the_committee_votes(come, reference, "voor")
    do_what_waits(cora, reference, {**AWARDED, "uren_toegekend": "5"})


def do_what_waits(visitor: Visitor, reference: str, answers: Answers) -> None:
    visitor.go(f"/zaken/{reference}")
    visitor.page.locator(".nu a").click()
    visitor.send(answers, "Klaar")


def test_a_half_filled_form_survives_a_reload_a_colleague_and_being_away_too_long(
    come: Come, server: Server
) -> None:
    iris = come(IRIS)
    start = "/aanvragen/berseba/loket_arrangement"
    iris.go(start)
    iris.fill_in(PUPIL)
    expect(iris.page.locator("#bewaard")).to_contain_text("Concept bewaard om")
    iris.page.reload()
    expect(iris.page.get_by_label("Naam van de leerling")).to_have_value("Sem Testers")
    daan = come(DAAN)
    daan.go("/aanvragen")
    assert "door Iris de Boer" in daan.text()
    daan.press("Arrangement aanvragen")
    expect(daan.page.get_by_label("Naam van de leerling")).to_have_value("Sem Testers")
    daan.fill_in({"domein": ["lichamelijk"], **MONEY, **WHY_AND_WHEN})
    away_for_three_hours(server)
    daan.press("Versturen")
    assert "Wat u had ingevuld is als concept bewaard" in daan.text()
    daan.page.locator(f'button[value="{DAAN}"]').click()
    expect(daan.page.get_by_label("Waaraan besteedt u het geld?")).to_have_value(MONEY["besteding"])
    daan.press("Versturen")
    assert "/volgen/" in daan.page.url


def away_for_three_hours(server: Server) -> None:
    with sqlite3.connect(server.var / "leidraad.db", timeout=10) as database:
        database.execute("update session set seen = datetime(seen, '-3 hours')")
    database.close()


def test_two_people_who_hand_in_the_same_task_at_once_do_it_once(come: Come) -> None:
    iris, cora, chris = come(IRIS), come(CORA), come(CHRIS)
    reference = request(iris, "loket_tlv", TLV)
    for one in (cora, chris):
        open_task(one, "Dossier controleren")
        one.fill_in(COMPLETE)
    hand_in_at_once(cora, chris)
    done, late = sorted((cora, chris), key=lambda one: not one.page.url.endswith("/taken"))
    assert f"Gedaan. De zaak {reference} gaat verder." in done.text()
    assert "Deze stap is al gedaan door" in late.text()
    assert "Er is niets dubbel opgeslagen." in late.text()
    late.look()


def test_two_experts_who_advise_at_once_both_count(come: Come) -> None:
    reference = until_two_experts(come)
    olga, karim = come(OLGA), come(KARIM)
    open_task(olga, "Eerste deskundige adviseert")
    olga.fill_in(FIRST_ADVICE)
    open_task(karim, "Tweede deskundige adviseert")
    karim.fill_in(SECOND_ADVICE)
    hand_in_at_once(olga, karim)
    for one in (olga, karim):
        assert f"Gedaan. De zaak {reference} gaat verder." in one.text()
    open_task(come(CORA), "Aanvraag afwegen en adviseren")


def hand_in_at_once(*visitors: Visitor) -> None:
    """Each presses the button in their own browser before any of them has an answer."""
    for visitor in visitors:
        visitor.page.evaluate(
            "setTimeout(() => document.querySelector('button[value=versturen]').click(), 300)"
        )
    for visitor in visitors:
        expect(visitor.page.locator("button[value=versturen]")).to_have_count(0)


def test_after_eight_weeks_het_loket_is_told_and_no_mail_names_the_pupil(come: Come, server: Server) -> None:
    reference = until_two_experts(come)
    do(come(OLGA), "Eerste deskundige adviseert", FIRST_ADVICE)
    do(come(KARIM), "Tweede deskundige adviseert", SECOND_ADVICE)
    lotte = come(LOTTE)
    told = f"De beslistermijn van aanvraag {reference} is voorbij"
    for _ in range(8):
        assert told not in mailbox(lotte)
        lotte.go("/demo/klok")
        lotte.press("Een week vooruit")
    lotte.go("/demo/klok")
    lotte.press("Een dag vooruit")
    to_her = f"{told} – lotte.loket@loket.example"
    for _ in range(200):  # the worker sends one mail after another: hers need not be the first
        if to_her in (mails := mailbox(lotte)):
            break
    assert to_her in mails
    assert f"Over aanvraag {reference} moet bijna besloten zijn – lotte.loket@loket.example" in mails
    assert f"Uw aanvraag {reference} is ontvangen – iris.de.boer@voorbeeldlinde.example" in mails
    assert "Sem Testers" not in mails
    assert "Testers" not in mails
    assert "**" not in mails
    assert (
        f"bekijk uw aanvraag: http://localhost:{server.address.rsplit(':')[-1]}/volgen/{reference}" in mails
    )


def mailbox(visitor: Visitor) -> str:
    """Every mail of the demonstration, opened or not."""
    visitor.page.goto("/demo/post")
    return visitor.page.locator("main").text_content() or ""


def test_a_server_that_is_killed_amid_the_work_loses_nothing_that_it_confirmed(
    come: Come, server: Server
) -> None:
    iris, cora = come(IRIS), come(CORA)
    reference = request(iris, "loket_tlv", TLV)
    open_task(cora, "Dossier controleren")
    cora.fill_in({"dossier_compleet": "nee", "ontbreekt": "Het OPP ontbreekt."})
    expect(cora.page.locator("#bewaard")).to_contain_text("Concept bewaard om")
    iris.go("/aanvragen/berseba/loket_arrangement")
    iris.fill_in(PUPIL)
    expect(iris.page.locator("#bewaard")).to_contain_text("Concept bewaard om")
    for visitor in (iris, cora):
        visitor.page.evaluate(
            "setTimeout(() => document.querySelector('button[value=versturen]').click(), 300)"
        )
    iris.page.wait_for_timeout(310)
    server.kill()
    server.start()
    iris.signed_in(IRIS).go(f"/volgen/{reference}")
    iris.go("/aanvragen/berseba/loket_arrangement")
    expect(iris.page.get_by_label("Naam van de leerling")).to_have_value("Sem Testers")
    iris.send({"domein": ["lichamelijk"], **MONEY, **WHY_AND_WHEN}, "Versturen")
    cora.signed_in(CORA).go("/taken")
    if cora.named("Dossier controleren – Sem Testers").count():
        cora.press("Dossier controleren – Sem Testers")
        expect(cora.page.get_by_label("Wat ontbreekt er?")).to_have_value("Het OPP ontbreekt.")
        cora.press("Klaar")
    open_task(iris, "Dossier aanvullen")
