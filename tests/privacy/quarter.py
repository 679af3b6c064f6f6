"""Many regions on one database: parents, a committee, plans in versions, a register, terms, letters; and all strangers.

Of each region one case, of school 99AA00, about a child with a name that stands nowhere else.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sqlalchemy import select

from config.settings import Settings
from engine.casework import cases
from engine.casework.files import keep_file
from engine.casework.invited import revoke
from engine.clock import day
from engine.definitions.bundle import read_folder
from engine.definitions.loading import load
from engine.definitions.publishing import publish
from engine.desk import Desk
from engine.model import Case, Membership, Organisation, Person
from engine.people import begin_session
from engine.store import answers, documents, incidents, memberships, people, substitutes, tasks, waits
from engine.store.database import Database, Tx
from engine.store.schema import upload
from tests.engine.committee.conftest import Town as Committee
from tests.engine.mini import Mini
from tests.engine.pieces.conftest import PLAN
from tests.engine.pieces.conftest import Town as Pieces
from tests.engine.register.conftest import Town as Register
from tests.parents.family import ASKED, OOM, Family
from tests.webui.installation import REGIONS

FOLDERS = ("ouders", "commissie", "stukken", "register", "termijnen", "brieven", "klein")
WORD = "Zandkorrel"
CHILD = f"Noor {WORD}"
SCHOOL, ELSEWHERE = "99AA00", Organisation("99ZZ00", "school", "De Vreemde (voorbeeld)", "99ZZ00", "BaO")
PDF = b"%PDF-1.4\n%een bestand\n"
STRANGERS = (
    "andere.school", "andere.regio", "rol.voorbij", "vervanging.voorbij", "vervanging.later", "ouder.elders",
    "ouder.ingetrokken",
)  # fmt: skip


@dataclass(frozen=True)
class Quarter:
    """`sessions` are the tokens of the strangers."""

    settings: Settings
    database: Database
    cases: dict[str, Case] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)

    def desk(self, login: str) -> Desk:
        return Mini(self.database, self.settings).desk(login)

    def begin(self, login: str, region: str, route: str, **given: object) -> Case:
        case = self.cases[region] = cases.start_case(self.desk(login), region, route, given)
        return case


def build(database: Database, settings: Settings) -> Quarter:
    quarter = Quarter(replace(settings, processes=REGIONS), database)
    system = Mini(database, settings).system
    for region in FOLDERS:
        publish(system, read_folder(REGIONS / region), "Eerste versie", try_out=True)
        load(system, REGIONS / region)
    _begin_cases(quarter)
    _let_in(quarter)
    return quarter


def _begin_cases(quarter: Quarter) -> None:
    database, settings = quarter.database, quarter.settings
    family = Family(database, settings)
    file = keep_file(quarter.desk("ib.eikel"), f"{WORD}.pdf", "application/pdf", PDF)
    rows = [{"bestand": file, "vertrouwelijk": "nee"}]
    asked = {**ASKED, "leerling_naam": CHILD, "bijlagen": rows}
    family.asked_for_opinion(quarter.begin("ib.eikel", "ouders", "plan", **asked))
    committee = Committee(database, settings)
    case = quarter.begin("ib.linde", "commissie", "aanvraag", leerling=CHILD, vraag=f"Hulp voor {WORD}.")
    committee.do("lid.vier", case, "voorbereiden", advies=f"Ken {WORD} dit toe.")
    committee.met()
    committee.vote("lid.een", committee.task(case, "beoordelen"), "tegen", f"{WORD} heeft al hulp.")
    pieces = Pieces(database, settings)
    case = quarter.begin("ib.linde", "stukken", "plan", leerling=CHILD, aanleiding=f"{WORD} leest niet.")
    pieces.do("ib.linde", case, "opstellen", **{**PLAN, "beschrijving": f"{WORD} leest met moeite."})
    pieces.agreed(case)
    quarter.cases["register"] = Register(database, settings).granted(pupil=CHILD)
    quarter.begin("ib.eikel", "termijnen", "toekenning", leerling=CHILD, hulp=f"Rekenen voor {WORD}")
    case = quarter.begin("ib.eikel", "brieven", "besluit", leerling=CHILD)
    decided = {"besluit": "wel hulp", "motivering": f"{WORD} heeft dit nodig."}
    Mini(database, settings).do("beslisser", case, "beslissen", **decided)
    with database.transaction() as tx:
        for one in quarter.cases.values():
            incidents.add(tx, "step", "Het lukt niet.", case_id=one.id, region=one.region)


def _let_in(quarter: Quarter) -> None:
    """Everybody who may see nothing of it, each with a session that holds."""
    family = Family(quarter.database, quarter.settings)
    other = family.begun(leerling_naam="Sem Testers")
    quarter.sessions["ouder.elders"] = family.session(other)
    mine = quarter.cases["ouders"]
    quarter.sessions["ouder.ingetrokken"] = family.session(mine, OOM)
    revoke(quarter.desk("ib.eikel"), mine.reference, family.parent(mine, OOM).id)
    with quarter.database.transaction() as tx:
        people.put_organisations(tx, [ELSEWHERE])
        today, here = day(tx.now), people.organisation_by_id(tx, SCHOOL)
        assert here
        away = people.person_by_login(tx, "ib.eikel")
        assert away
        for login in STRANGERS[:5]:
            person = people.put_person(tx, login, login.replace(".", " ").title())
            quarter.sessions[login] = begin_session(tx, person)
            for region in FOLDERS[:-1]:
                if login.startswith(("andere.school", "vervanging")):
                    memberships.begin(tx, person.id, Membership(region, "ib", ELSEWHERE))
                if login == "rol.voorbij":
                    ended = Membership(region, "ib", here, until=today)
                    memberships.begin(tx, person.id, ended)
                first = (
                    today - timedelta(days=9) if login == "vervanging.voorbij" else today + timedelta(days=1)
                )
                if login.startswith("vervanging"):
                    _stand_in(tx, region, away, person, first)
            if login == "andere.regio":
                for role in ("ib", "directeur", "commissielid", "ontwerper", "beheerder"):
                    memberships.begin(tx, person.id, Membership("klein", role, here))


def _stand_in(tx: Tx, region: str, away: Person, by: Person, first: date) -> None:
    substitutes.add(tx, region, away.id, by.id, first, first + timedelta(days=9))


def things_of(quarter: Quarter, case: Case) -> Iterator[dict[str, object]]:
    """Everything of a case that an address can name: the words of an address with what stands there."""
    zaak = {"reference": case.reference, "region": case.region, "route": case.route}
    with quarter.database.transaction(writes=False) as tx:
        numbered = _numbered(
            answer=(one.id for one in answers.of_case(tx, case.id)),
            document=(one.id for one in documents.of_case(tx, case.id)),
            act=(one.id for one in waits.of_case(tx, case.id)),
            task=(one.id for one in tasks.of_case(tx, case.id)),
            upload=(row.id for row in tx.rows(select(upload.c.id).where(upload.c.case == case.id))),
            incident=(one.id for one in incidents.open_in(tx, [case.region])),
        )
        yield from ({**zaak, **one} for one in [{}, *numbered])
        if case.region == "commissie":
            task = tasks.open_of_case(tx, case.id)[0].id
            yield {**zaak, "committee": "toekenning", "task": task}
    if case.region == "ouders":
        parent = Family(quarter.database, quarter.settings).parent(case).id
        yield from ({**zaak, "parent": parent, "what": what} for what in ("opnieuw", "intrekken", "toelaten"))
    if case.region == "stukken":
        yield {**zaak, "piece": "opp", "number": 1}
    if case.region == "register":
        yield {**zaak, "row": Register(quarter.database, quarter.settings).rows(case)[0].id}
    if case.region == "termijnen":
        acts = ("pauzeren", "hervatten", "verlengen")
        yield from ({**zaak, "term": "beslistermijn", "act": act} for act in acts)


def _numbered(**ids: Iterable[object]) -> list[dict[str, object]]:
    return [{name: one} for name, found in ids.items() for one in found]
