"""For each rule one wrong diagram, with the elements that the rule must find, and one right one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bpmn.feel.types import BOOLEAN, DATE, NUMBER, STRING, choice_of, context_of, list_of
from bpmn.lint.names import ALWAYS_KNOWN, Names
from tests.bpmn.diagrams import (
    boundary,
    diagram,
    element,
    extensions,
    message,
    messages,
    properties,
    scope,
    script,
    step,
    timer,
)

NAMES = Names(
    roles={"ib": "Intern begeleider", "commissie": "Commissie"},
    lanes={"Commissie": "commissie"},
    forms={
        "formulier": {
            "bedrag": NUMBER,
            "besluit": STRING,
            "akkoord": BOOLEAN,
            "datum": DATE,
            "leden": list_of(STRING),
            "vorm": choice_of(["geld", "natura"]),
            "naam": None,
        },
        "leeg": {},
        "later": {"uitslag": NUMBER},
        "instemmen": {"instemming": STRING},
    },
    decisions={"tabel": (("bedrag",), STRING), "vreemd": (("gewicht",), STRING)},
    letters=("toegekend",),
    phases=("aanvraag", "besluit"),
    processes={"deelroute": {"advies": STRING}},
    switches=("deskundigen",),
    connectors=("dossiers",),
    numbers=("tlv",),
    documents=("criteria",),
    registers=("tlv",),
    pieces={"opp": ("handelingsdeel",)},
    facts={**ALWAYS_KNOWN, "stukken": context_of({"opp": context_of({"handelingsdeel": STRING})})},
    terms={"beslissen": ("duur", "verlengen"), "geldig": ()},
    committees={"toekenning": "commissie"},
)
START = element(
    "startEvent",
    "start",
    extensions('<zeebe:formDefinition formId="formulier"/>', properties(fase="aanvraag", rol="ib")),
)


FAILURE = '<bpmn:error id="f" name="f"/>'
FAILING = element("endEvent", "einde2", '<bpmn:errorEventDefinition errorRef="f"/>')


def route(*chains: str, top: str = "", inside: str = "", process: str = "route", **elements: str) -> bytes:
    """A diagram of a route that a role can begin with a form."""
    return diagram(*chains, elements={"start": START, **elements}, top=top, inside=inside, process=process)


def node(kind: str, key: str, *parts: str, **attributes: str) -> str:
    return element(kind, key, extensions(*parts), **attributes)


def loop(inside: str, **attributes: str) -> str:
    return element("multiInstanceLoopCharacteristics", "", inside, **attributes).replace(' id=""', "")


def over(collection: str, item: str, output: str = "") -> str:
    return loop(
        extensions(
            f'<zeebe:loopCharacteristics inputCollection="={collection}" inputElement="{item}" {output}/>'
        )
    )


@dataclass(frozen=True)
class Example:
    """`finds` are the elements the rule must name in the wrong diagram ("" is the file as a whole)."""

    wrong: bytes
    right: bytes
    finds: frozenset[str]
    level: str = "fout"
    names: Names = field(default_factory=lambda: NAMES)


def example(wrong: bytes, right: bytes, *finds: str, level: str = "fout") -> Example:
    return Example(wrong, right, frozenset(finds), level)


PLAIN = route("start -> a -> einde")


def choice(condition: str) -> bytes:
    return route("start -> xor", f"xor -> a : {condition}", "a -> einde", "xor -> b : anders", "b -> einde")


def catching(definition: str, top: str = "") -> bytes:
    return route(
        "start -> vang -> einde", vang=element("intermediateCatchEvent", "vang", definition), top=top
    )


def tasked(**words: str) -> bytes:
    return route("start -> a -> einde", a=step("a", **words))


def establishing(piece: str) -> str:
    headers = (
        f'<zeebe:header key="stuk" value="{piece}"/><zeebe:header key="vereist" value="handelingsdeel"/>'
    )
    job = f'<zeebe:taskDefinition type="vaststellen"/><zeebe:taskHeaders>{headers}</zeebe:taskHeaders>'
    return node("serviceTask", "v", job)


def act(*chains: str, begin: str = "", **elements: str) -> str:
    started = element("startEvent", "begin", begin or message("stop"), isInterrupting="false")
    return element(
        "subProcess",
        "stoppen",
        scope(*chains, elements={"begin": started, **elements}),
        triggeredByEvent="true",
    )


EXAMPLES: Mapping[str, Example] = {
    # the file
    "bpmn-standaard": example(
        PLAIN.replace(b"</bpmn:process>", b"<bpmn:raar/></bpmn:process>"), PLAIN, "", level="waarschuwing"
    ),
    "dubbele-id": example(PLAIN.replace(b'id="einde"', b'id="a"'), PLAIN, "a"),
    "verwijzing": example(PLAIN.replace(b'targetRef="einde"', b'targetRef="weg"'), PLAIN, "a_einde"),
    "uitvoerbaar": example(PLAIN.replace(b' isExecutable="true"', b""), PLAIN, "route"),
    "alleen-tekening": example(
        route(
            "start -> a -> einde",
            inside='<bpmn:dataObjectReference id="dossier" dataObjectRef="d"/><bpmn:dataObject id="d"/>',
        ),
        PLAIN,
        "dossier",
        level="waarschuwing",
    ),
    "isteken": example(
        choice("bedrag > 1").replace(b">=bedrag", b">bedrag"),
        choice("bedrag > 1"),
        "xor_a",
        level="waarschuwing",
    ),
    "herhaald": example(
        PLAIN.replace(
            b"</zeebe:properties></bpmn:extensionElements></bpmn:userTask>",
            b'<zeebe:property name="tekst_school" value="x"/></zeebe:properties></bpmn:extensionElements></bpmn:userTask>',
        ),
        PLAIN,
        "a",
    ),
    "onbekende-uitbreiding": example(
        PLAIN.replace(b"<zeebe:userTask/>", b"<zeebe:taskListeners/>"), PLAIN, "a"
    ),
    # how it hangs together
    "begin": example(diagram("a -> einde"), PLAIN, "route"),
    "einde": example(route("start -> a"), PLAIN, "route", "a"),
    "onbereikbaar": example(route("start -> a -> einde", "los -> einde"), PLAIN, "los"),
    "pijlen": example(
        route("start -> a -> einde", "a -> b -> einde"),
        route("start -> a -> en_s -> einde", "en_s -> b -> einde"),
        "a",
    ),
    "voorwaarde-plaats": example(
        route("start -> a -> einde : bedrag > 1"), route("start -> a -> einde"), "a_einde"
    ),
    "poort": example(
        route("start -> xor -> a -> einde", "xor -> b -> einde"),
        choice("bedrag > 1"),
        "xor",
        "xor_a",
        "xor_b",
    ),
    "niet-ondersteund": example(
        catching('<bpmn:linkEventDefinition name="verder"/>'),
        catching(timer("P1D")),
        "vang",
    ),
    "gebeurtenispoort": example(
        route(
            "start -> wacht -> t1 -> einde",
            "wacht -> a -> einde",
            t1=element("intermediateCatchEvent", "t1", timer("P1D")),
        ),
        route(
            "start -> wacht -> t1 -> einde",
            "wacht -> t2 -> einde",
            "wacht -> t3 -> einde",
            t1=element("intermediateCatchEvent", "t1", timer("P1D")),
            t2=element("intermediateCatchEvent", "t2", timer("P2D")),
            t3=element("intermediateCatchEvent", "t3", message("m")),
            top=messages("m"),
        ),
        "a",
    ),
    # expressions
    "andere-taal": example(
        choice("bedrag > 1").replace(b">=bedrag > 1<", b">${bedrag > 1}<"), choice("bedrag > 1"), "xor_a"
    ),
    "expressie": example(choice("bedrga > 1"), choice("bedrag > 1"), "xor_a"),
    "soort-uitkomst": example(catching(timer("= bedrag")), catching(timer('= duration("P7D")')), "vang"),
    "voorwaarde-waar": example(choice("bedrag + 1"), choice("bedrag > 1"), "xor_a"),
    "keuze-bestaat": example(choice('vorm = "gel"'), choice('vorm = "geld"'), "xor_a"),
    "knop": example(
        route("start -> a -> einde", top=messages("stop"), inside=act("begin -> b -> einde2")),
        route(
            "start -> a -> einde",
            top=messages("stop"),
            inside=act(
                "begin -> b -> einde2", begin=extensions(properties(knop="Stoppen")) + message("stop")
            ),
        ),
        "begin",
        level="waarschuwing",
    ),
    "geen-feit": example(choice('naam = "x"'), choice('besluit = "x"'), "xor_a"),
    "feit-eerder": example(
        route(
            "start -> xor",
            "xor -> a : uitslag > 1",
            "xor -> einde : anders",
            "a -> einde",
            a=step("a", form="later"),
        ),
        route(
            "start -> a -> xor",
            "xor -> b : uitslag > 1",
            "xor -> einde : anders",
            "b -> einde",
            a=step("a", form="later"),
        ),
        "xor_a",
    ),
    "naam-botst": example(
        route("start -> a -> einde", a=step("a", over("leden", "besluit"))),
        route("start -> a -> einde", a=step("a", over("leden", "lid"))),
        "a",
    ),
    "timer": example(catching(timer("14 dagen")), catching(timer("P14D")), "vang"),
    # names
    "formulier": example(
        route("start -> a -> b -> einde", a=step("a", form=""), b=step("b", form="weg")), PLAIN, "a", "b"
    ),
    "rol": example(
        route("start -> a -> b -> einde", a=step("a", role=""), b=step("b", role="niemand")), PLAIN, "a", "b"
    ),
    "toewijzing": example(
        PLAIN.replace(b'candidateGroups="ib"', b'assignee="jan" candidateGroups="ib"'), PLAIN, "a"
    ),
    "brief": example(
        route(
            "start -> z -> y -> einde",
            z=node("sendTask", "z"),
            y=node("sendTask", "y", properties(brief="weg", aan="iedereen")),
        ),
        route(
            "start -> z -> einde",
            z=node("sendTask", "z", properties(brief="toegekend", aan="aanvrager, school, commissie")),
        ),
        "z",
        "y",
    ),
    "fase": example(tasked(fase="nergens"), tasked(fase="besluit"), "a"),
    "stuk": example(
        route(
            "start -> a -> b -> c -> d -> v -> einde",
            a=step("a", stuk="weg"),
            b=step("b", instemming="opp#weg"),
            c=step("c", ondertekent="a, nergens, stuk:weg"),
            d=step("d", verklaring="Ik onderteken dit."),
            v=establishing("weg"),
        ),
        route(
            "start -> a -> b -> c -> einde",
            a=step("a", stuk="opp"),
            b=step("b", form="instemmen", instemming="opp#handelingsdeel"),
            c=step("c", ondertekent="a, start, stuk:opp", verklaring="Ik onderteken dit."),
        ),
        "a",
        "b",
        "c",
        "d",
        "v",
    ),
    "vaststellen-poort": example(
        route("start -> v -> einde", v=establishing("opp")),
        route(
            "start -> xor",
            'xor -> v : stukken.opp.handelingsdeel = "gegeven"',
            "v -> einde",
            "xor -> b : anders",
            "b -> einde",
            v=establishing("opp"),
        ),
        "v",
        level="waarschuwing",
    ),
    "schakelaar": example(tasked(schakelaar="weg"), tasked(schakelaar="deskundigen"), "a"),
    "beslissing": example(
        route(
            "start -> b -> c -> d -> einde",
            b=node("businessRuleTask", "b"),
            c=node("businessRuleTask", "c", '<zeebe:calledDecision decisionId="weg" resultVariable="x"/>'),
            d=node("businessRuleTask", "d", '<zeebe:calledDecision decisionId="vreemd" resultVariable="y"/>'),
        ),
        route(
            "start -> b -> einde",
            b=node("businessRuleTask", "b", '<zeebe:calledDecision decisionId="tabel" resultVariable="x"/>'),
        ),
        "b",
        "c",
        "d",
    ),
    "deelroute": example(
        route("start -> c -> einde", c=node("callActivity", "c", '<zeebe:calledElement processId="weg"/>')),
        route(
            "start -> c -> einde", c=node("callActivity", "c", '<zeebe:calledElement processId="deelroute"/>')
        ),
        "c",
    ),
    "koppeling": example(
        route(
            "start -> s -> n -> einde",
            s=node("serviceTask", "s", '<zeebe:taskDefinition type="weg"/>'),
            n=node("serviceTask", "n", '<zeebe:taskDefinition type="nummer"/>'),
        ),
        route(
            "start -> s -> n -> einde",
            s=node("serviceTask", "s", '<zeebe:taskDefinition type="dossiers"/>'),
            n=node(
                "serviceTask",
                "n",
                '<zeebe:taskDefinition type="nummer"/><zeebe:taskHeaders><zeebe:header key="reeks" value="tlv"/><zeebe:header key="resultaat" value="nummer"/></zeebe:taskHeaders>',
            ),
        ),
        "s",
        "n",
    ),
    "register": example(
        route(
            "start -> s -> w -> einde",
            s=node(
                "serviceTask",
                "s",
                '<zeebe:taskDefinition type="register"/><zeebe:taskHeaders><zeebe:header key="soort" value="tvl"/><zeebe:header key="van" value="dattum"/><zeebe:header key="tot" value="=datum +"/><zeebe:header key="einde" value="datum"/></zeebe:taskHeaders>',
            ),
            w=node(
                "serviceTask",
                "w",
                '<zeebe:taskDefinition type="register_wijzig"/><zeebe:taskHeaders><zeebe:header key="reden" value="naam"/><zeebe:header key="beeindigt" value="misschien"/></zeebe:taskHeaders>',
            ),
        ),
        route(
            "start -> s -> w -> einde",
            s=node(
                "serviceTask",
                "s",
                '<zeebe:taskDefinition type="register"/><zeebe:taskHeaders><zeebe:header key="soort" value="tlv"/><zeebe:header key="van" value="datum"/><zeebe:header key="tot" value="=datum + duration(&quot;P1Y&quot;)"/><zeebe:header key="kostendrager" value="=&quot;samenwerkingsverband&quot;"/></zeebe:taskHeaders>',
            ),
            w=node(
                "serviceTask",
                "w",
                '<zeebe:taskDefinition type="register_wijzig"/><zeebe:taskHeaders><zeebe:header key="reden" value="naam"/><zeebe:header key="beeindigt" value="ja"/></zeebe:taskHeaders>',
            ),
        ),
        "s",
        "w",
    ),
    "bericht": example(
        route(
            "start -> r -> v -> einde",
            r=element("receiveTask", "r"),
            v=element("intermediateCatchEvent", "v"),
        ),
        route(
            "start -> r -> einde", r=element("receiveTask", "r", messageRef="bericht_m"), top=messages("m")
        ),
        "r",
        "v",
    ),
    "fout-opvangen": example(
        route(
            "start -> deel -> einde",
            deel=element("subProcess", "deel", scope("start2 -> a -> einde2", elements={"einde2": FAILING})),
            top=FAILURE,
        ),
        route(
            "start -> deel -> einde",
            "grens -> einde",
            deel=element(
                "subProcess",
                "deel",
                scope(
                    "start2 -> xor",
                    "xor -> einde2 : bedrag > 1",
                    "xor -> einde3 : anders",
                    elements={"einde2": FAILING},
                ),
            ),
            grens=boundary("grens", "deel", '<bpmn:errorEventDefinition errorRef="f"/>'),
            top=FAILURE,
        ),
        "einde2",
    ),
    "script": example(
        route("start -> s -> einde", s=element("scriptTask", "s")),
        route("start -> s -> einde", s=element("scriptTask", "s", script("bedrag + 1", "meer"))),
        "s",
    ),
    "herhaling": example(
        route("start -> a -> einde", a=step("a", loop(""))),
        route("start -> a -> einde", a=step("a", over("leden", "lid"))),
        "a",
    ),
    "lang-pad": example(
        route("start -> " + " -> ".join(f"s{n}" for n in range(310)) + " -> einde"), PLAIN, "einde"
    ),
    "eindeloze-lus": example(
        route("start -> a -> b -> a", "c -> einde"),
        route("start -> a -> xor", "xor -> a : bedrag > 1", "xor -> einde : anders"),
        "start",
    ),
    "eigenschap-naam": example(
        tasked(tekstschool="x", knop="Stop"), tasked(niet_door="start"), "a", level="waarschuwing"
    ),
    "eigenschap-waarde": example(
        tasked(niet_door="weg", relatie="buurman"),
        tasked(niet_door="start", relatie="genoemd_in:naam", toont="start"),
        "a",
    ),
    "termijn": example(
        tasked(
            termijn_start="geldig",
            termijn_stop="weg",
            termijn_verleng="geldig",
            termijn_tot="beslissen: datum",
        ),
        tasked(
            termijn_start="beslissen, geldig",
            termijn_tot="geldig: datum",
            termijn_pauze="beslissen",
            termijn_verleng="beslissen",
        ),
        "a",
    ),
    "commissie": example(
        route(
            "start -> a -> b -> c -> einde",
            a=step("a", role="commissie", commissie="weg"),
            b=step("b", role="ib", commissie="toekenning", commissie_besluit="besluit: ja"),
            c=step("c", commissie_besluit="uitslag: ja, nee"),
        ),
        route(
            "start -> a -> einde",
            a=step(
                "a", role="commissie", commissie="toekenning", commissie_besluit="besluit: ja | deels, nee"
            ),
        ),
        "a",
        "b",
        "c",
    ),
    "tekst-school": example(tasked(tekst_school=""), tasked(), "a", level="waarschuwing"),
    # walking
    "vastloper": example(
        route(
            "start -> xor", "xor -> a : bedrag > 1", "xor -> b : anders", "a -> en_j -> einde", "b -> en_j"
        ),
        route("start -> en_s -> a -> en_j -> einde", "en_s -> b -> en_j"),
        "en_j",
    ),
    "dubbel-token": example(
        route("start -> en_s -> a -> c -> einde", "en_s -> b -> c"),
        route("start -> en_s -> a -> en_j -> c -> einde", "en_s -> b -> en_j"),
        "c",
    ),
    "dode-stap": example(
        route(
            "start -> deel -> b -> einde",
            "grens -> c -> einde",
            deel=element(
                "subProcess",
                "deel",
                scope(
                    "start2 -> a -> einde2",
                    elements={
                        "einde2": element("endEvent", "einde2", '<bpmn:errorEventDefinition errorRef="f"/>')
                    },
                ),
            ),
            grens=boundary("grens", "deel", '<bpmn:errorEventDefinition errorRef="f"/>'),
            top='<bpmn:error id="f" name="f"/>',
        ),
        PLAIN,
        "b",
    ),
    "te-groot": example(
        route(
            "start -> en_s",
            "en_j -> einde",
            *(f"en_s -> {' -> '.join(f'{letter}{n}' for n in range(6))} -> en_j" for letter in "abcdef"),
        ),
        PLAIN,
        "route",
        level="waarschuwing",
    ),
}
