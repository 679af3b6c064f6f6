"""The routes that the runtime and the referee walk at random, and what a walker may say in them.

Conditions are yes-or-no facts or not(fact); times are whole days; so the referee needs no expression language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.bpmn.diagrams import (
    boundary,
    diagram,
    element,
    extensions,
    message,
    messages,
    scope,
    script,
    timer,
)

START, END = "start", "einde"


@dataclass(frozen=True)
class Walkable:
    """`files` are the BPMN files by name, `flags` the facts that every act sets at random, `fixed` facts that stay."""

    files: Mapping[str, bytes]
    flags: tuple[str, ...] = ()
    fixed: Mapping[str, object] = field(default_factory=dict)
    process: str = "route"


def loop(collection: str = "namen", together: bool = True, output: str = "", until: str = "") -> str:
    given = f' outputCollection="{output}" outputElement="=oordeel"' if output else ""
    stop = f"<bpmn:completionCondition>={until}</bpmn:completionCondition>" if until else ""
    words = extensions(
        f'<zeebe:loopCharacteristics inputCollection="={collection}" inputElement="naam"{given}/>'
    )
    way = "" if together else ' isSequential="true"'
    return (
        f"<bpmn:multiInstanceLoopCharacteristics{way}>{words}{stop}</bpmn:multiInstanceLoopCharacteristics>"
    )


def sub(node: str, *chains: str, inside: str = "", elements: Mapping[str, str] | None = None) -> str:
    return element("subProcess", node, inside + scope(*chains, elements=elements))


def handler(
    node: str, event: str, *chains: str, interrupting: bool, elements: Mapping[str, str] | None = None
) -> str:
    """An event sub-process; its start event is `start_<node>`."""
    begin = element("startEvent", f"start_{node}", event, isInterrupting="" if interrupting else "false")
    inside = scope(*chains, elements={f"start_{node}": begin, **(elements or {})})
    return element("subProcess", node, inside, triggeredByEvent="true")


def catch(node: str, event: str) -> str:
    return element("intermediateCatchEvent", node, event)


def one(
    *chains: str, top: str = "", inside: str = "", elements: Mapping[str, str] | None = None
) -> dict[str, bytes]:
    return {"route.bpmn": diagram(*chains, top=top, inside=inside, elements=elements)}


CALLED = diagram(
    "start_c -> en_c1 -> c_lezen -> en_c2 -> xor_c -> c_eind : anders",
    "en_c1 -> c_rekenen -> en_c2",
    "xor_c -> c_nog_eens : nog_eens",
    "c_nog_eens -> c_eind",
    process="gedeeld",
    elements={"c_rekenen": element("serviceTask", "c_rekenen"), "c_eind": element("endEvent", "c_eind")},
)
CALL = extensions('<zeebe:calledElement processId="gedeeld"/>')
TERMINATE = "<bpmn:terminateEventDefinition/>"

THROWN = (
    '<bpmn:error id="stuk" name="stuk" errorCode="E1"/><bpmn:error id="stukker" name="stukker" errorCode="E2"/>'
    '<bpmn:escalation id="hulp" name="hulp" escalationCode="H1"/><bpmn:signal id="sein" name="sein"/>'
)


def throws(kind: str, reference: str) -> str:
    return f'<bpmn:{kind}EventDefinition {kind}Ref="{reference}"/>'


def when(condition: str) -> str:
    return f"<bpmn:conditionalEventDefinition><bpmn:condition>={condition}</bpmn:condition></bpmn:conditionalEventDefinition>"


ROUTES: dict[str, Walkable] = {
    "parallel block in a loop": Walkable(
        one(
            "start -> xor_in -> intake -> en_1 -> a -> en_2 -> na -> xor_uit -> einde : anders",
            "en_1 -> b -> en_2",
            "en_1 -> c -> en_2",
            "xor_uit -> xor_in : opnieuw",
        ),
        ("opnieuw",),
    ),
    "inclusive block in a loop": Walkable(
        one(
            "start -> xor_in -> intake -> of_1 -> a : wil_a",
            "of_1 -> b : wil_b",
            "of_1 -> c : anders",
            "a -> of_2 -> na -> xor_uit -> einde : anders",
            "b -> of_2",
            "c -> of_2",
            "xor_uit -> xor_in : opnieuw",
        ),
        ("opnieuw", "wil_a", "wil_b"),
    ),
    "loop inside a branch of an inclusive block inside a parallel block": Walkable(
        one(
            "start -> xor_0 -> en_1 -> of_1 -> xor_b -> b -> b2 -> xor_c -> of_2 : anders",
            "of_1 -> c : wil_c",
            "c -> of_2 -> d -> en_2 -> na -> xor_9 -> einde : anders",
            "xor_c -> xor_b : overdoen",
            "xor_9 -> xor_0 : opnieuw",
            "en_1 -> e -> en_2",
            elements={
                "of_1": element("inclusiveGateway", "of_1", default="of_1_xor_b"),
            },
        ),
        ("overdoen", "opnieuw", "wil_c"),
    ),
    "parallel repetition with results in a loop": Walkable(
        one(
            "start -> xor_in -> beoordelen -> na -> xor_uit -> einde : anders",
            "xor_uit -> xor_in : opnieuw",
            "te_laat -> laat -> einde_2",
            top=messages("m"),
            elements={
                "beoordelen": element("userTask", "beoordelen", loop(output="oordelen", until="genoeg")),
                "te_laat": boundary("te_laat", "beoordelen", timer("P6D")),
                "einde_2": element("endEvent", "einde_2"),
            },
        ),
        ("opnieuw", "genoeg", "oordeel"),
        {"namen": ["An", "Bo", "Cas"], "oordelen": []},
    ),
    "sequential repetition of a sub-process in a loop": Walkable(
        one(
            "start -> xor_in -> reeks -> na -> xor_uit -> einde : anders",
            "xor_uit -> xor_in : opnieuw",
            elements={
                "reeks": sub(
                    "reeks",
                    "start_r -> en_r1 -> r_a -> en_r2 -> xor_r -> einde_r : anders",
                    "en_r1 -> r_b -> en_r2",
                    "xor_r -> r_c : diep",
                    "r_c -> einde_r2",
                    inside=loop(together=False, output="oordelen"),
                )
            },
        ),
        ("opnieuw", "diep", "oordeel"),
        {"namen": ["An", "Bo"], "oordelen": []},
    ),
    "acts beside the route": Walkable(
        one(
            "start -> xor_in -> a -> en_1 -> b -> en_2 -> xor_uit -> einde : anders",
            "en_1 -> c -> en_2",
            "xor_uit -> xor_in : opnieuw",
            top=messages("advies", "intrekken", "bijlage"),
            elements={
                "vragen": handler(
                    "vragen", message("advies"), "start_vragen -> v_a -> v_b -> einde_v", interrupting=False
                ),
                "stoppen": handler(
                    "stoppen", message("intrekken"), "start_stoppen -> s_a -> einde_s", interrupting=True
                ),
                "tweede": handler(
                    "tweede", message("bijlage"), "start_tweede -> t_a -> einde_t", interrupting=False
                ),
            },
        ),
        ("opnieuw",),
    ),
    "events inside a sub-process in a loop": Walkable(
        one(
            "start -> xor_in -> deel -> na -> xor_uit -> einde : anders",
            "xor_uit -> xor_in : opnieuw",
            top=messages("m"),
            elements={
                "deel": sub(
                    "deel",
                    "start_d -> en_1 -> d_a -> en_2 -> d_c -> einde_d",
                    "en_1 -> d_b -> en_2",
                    elements={
                        "elke": handler(
                            "elke",
                            timer("R3/P2D", "timeCycle"),
                            "start_elke -> e_a -> einde_e",
                            interrupting=False,
                        ),
                        "over": handler(
                            "over",
                            timer("P9D"),
                            "start_over -> o_a -> en_o1 -> o_b -> en_o2 -> einde_o",
                            "en_o1 -> o_c -> en_o2",
                            interrupting=True,
                        ),
                        "roep": handler(
                            "roep", message("m"), "start_roep -> m_a -> einde_m", interrupting=False
                        ),
                    },
                )
            },
        ),
        ("opnieuw",),
    ),
    "handlers inside handlers": Walkable(
        one(
            "start -> xor_in -> a -> b -> xor_uit -> einde : anders",
            "xor_uit -> xor_in : opnieuw",
            top=messages("buiten", "binnen", "weg"),
            elements={
                "buiten": handler(
                    "buiten",
                    message("buiten"),
                    "start_buiten -> xor_bi -> u_a -> xor_bu -> einde_bu : anders",
                    "xor_bu -> xor_bi : opnieuw",
                    interrupting=True,
                    elements={
                        "binnen": handler(
                            "binnen", message("binnen"), "start_binnen -> i_a -> einde_bi", interrupting=False
                        ),
                        "weg": handler(
                            "weg", message("weg"), "start_weg -> w_a -> einde_w", interrupting=True
                        ),
                    },
                )
            },
        ),
        ("opnieuw",),
    ),
    "events on the edge in a loop": Walkable(
        one(
            "start -> xor_in -> u -> v -> xor_uit -> einde : anders",
            "xor_uit -> xor_in : opnieuw",
            "b1 -> herinneren -> einde_1",
            "b2 -> xor_laat -> laat -> einde_2",
            "b3 -> extra -> einde_3",
            top=messages("m"),
            elements={
                "b1": boundary("b1", "u", timer("R3/P1D", "timeCycle"), interrupting=False),
                "b2": boundary("b2", "u", timer("P10D")),
                "b3": boundary("b3", "u", message("m"), interrupting=False),
                "einde_3": element("endEvent", "einde_3", message("m")),
            },
        ),
        ("opnieuw",),
    ),
    "first event wins in a loop": Walkable(
        one(
            "start -> xor_in -> wacht -> komt -> a -> xor_uit -> einde : anders",
            "wacht -> kort -> b -> xor_uit",
            "wacht -> lang -> c -> xor_uit",
            "wacht -> ontvangen -> d -> xor_uit",
            "xor_uit -> xor_in : opnieuw",
            top=messages("m", "o"),
            elements={
                "komt": catch("komt", message("m")),
                "kort": catch("kort", timer("P3D")),
                "lang": catch("lang", timer("P7D")),
                "ontvangen": element("receiveTask", "ontvangen", messageRef="bericht_o"),
            },
        ),
        ("opnieuw",),
    ),
    "interrupted sub-process with an end that stops it": Walkable(
        one(
            "start -> xor_in -> deel -> na -> xor_uit -> einde : anders",
            "xor_uit -> xor_in : opnieuw",
            "weg -> laat -> xor_uit",
            "ook -> o_a -> einde_ook",
            top=messages("m", "n"),
            elements={
                "deel": sub(
                    "deel",
                    "start_d -> en_1 -> d_a -> xor_d -> einde_d : anders",
                    "xor_d -> stop : ho",
                    "en_1 -> d_b -> d_wacht -> d_c -> einde_d2",
                    elements={
                        "stop": element("endEvent", "stop", TERMINATE),
                        "d_wacht": catch("d_wacht", timer("P2D")),
                    },
                ),
                "weg": boundary("weg", "deel", message("m")),
                "ook": boundary("ook", "deel", message("n"), interrupting=False),
            },
        ),
        ("opnieuw", "ho"),
    ),
    "end that stops the case, with acts": Walkable(
        one(
            "start -> en_1 -> a -> xor_a -> stop : ho",
            "xor_a -> einde : anders",
            "en_1 -> xor_b -> b -> c -> xor_c -> einde_c : anders",
            "xor_c -> xor_b : opnieuw",
            top=messages("m"),
            elements={
                "stop": element("endEvent", "stop", TERMINATE),
                "act": handler(
                    "act",
                    message("m"),
                    "start_act -> en_h -> h_a -> xor_h -> einde_h : anders",
                    "xor_h -> stop_h : klaar",
                    "en_h -> h_b -> einde_h2",
                    interrupting=False,
                    elements={"stop_h": element("endEvent", "stop_h", TERMINATE)},
                ),
            },
        ),
        ("ho", "klaar", "opnieuw"),
    ),
    "called route, repeated, with jobs": Walkable(
        {
            "route.bpmn": diagram(
                "start -> xor_in -> roep -> na -> xor_uit -> einde : anders",
                "xor_uit -> xor_in : opnieuw",
                elements={"roep": element("callActivity", "roep", CALL + loop(until="genoeg"))},
            ),
            "gedeeld.bpmn": CALLED,
        },
        ("opnieuw", "nog_eens", "genoeg"),
        {"namen": ["An", "Bo", "Cas"]},
    ),
    "work without people": Walkable(
        one(
            "start -> xor_in -> zet -> stuur -> en_1 -> klus -> en_2 -> gooi -> na -> xor_uit -> klaar : anders",
            "en_1 -> klus_2 -> en_2",
            "xor_uit -> xor_in : opnieuw",
            "te_lang -> t_a -> einde_t",
            top=messages("m"),
            elements={
                "zet": element("scriptTask", "zet", script("not(opnieuw)", "anders_om")),
                "stuur": element("sendTask", "stuur"),
                "klus": element("serviceTask", "klus"),
                "klus_2": element("serviceTask", "klus_2", loop()),
                "te_lang": boundary("te_lang", "klus", timer("P2D"), interrupting=False),
                "gooi": element("intermediateThrowEvent", "gooi", message("m")),
                "klaar": element("endEvent", "klaar", message("m")),
            },
        ),
        ("opnieuw",),
        {"namen": ["An", "Bo"], "anders_om": False},
    ),
    "again as long as": Walkable(
        one(
            "start -> eerst -> deel -> na -> einde",
            elements={
                "eerst": element(
                    "userTask",
                    "eerst",
                    '<bpmn:standardLoopCharacteristics loopMaximum="4"><bpmn:loopCondition>=opnieuw</bpmn:loopCondition>'
                    "</bpmn:standardLoopCharacteristics>",
                ),
                "deel": sub(
                    "deel",
                    "start_d -> d_a -> d_b -> einde_d",
                    inside='<bpmn:standardLoopCharacteristics testBefore="true"><bpmn:loopCondition>=opnieuw'
                    "</bpmn:loopCondition></bpmn:standardLoopCharacteristics>",
                ),
            },
        ),
        ("opnieuw",),
    ),
    "all at once": Walkable(
        one(
            "start -> xor_in -> of_1 -> deel : wil_deel",
            "of_1 -> werk : anders",
            "of_1 -> los : wil_los",
            "deel -> of_2 -> na -> xor_uit -> einde : anders",
            "werk -> of_2",
            "los -> of_2",
            "op_tijd -> of_2",
            "xor_uit -> xor_in : opnieuw",
            top=messages("m", "n", "stop"),
            elements={
                "werk": element("userTask", "werk", loop()),
                "op_tijd": boundary("op_tijd", "los", timer("P4D")),
                "deel": sub(
                    "deel",
                    "start_d -> en_1 -> d_a -> en_2 -> einde_d",
                    "en_1 -> d_b -> en_2",
                    inside=loop(together=False),
                    elements={
                        "erbij": handler(
                            "erbij", message("n"), "start_erbij -> b_a -> einde_b", interrupting=False
                        ),
                        "maan": handler(
                            "maan",
                            timer("R/P3D", "timeCycle"),
                            "start_maan -> m_a -> einde_m",
                            interrupting=False,
                        ),
                    },
                ),
                "stoppen": handler(
                    "stoppen", message("stop"), "start_stoppen -> s_a -> einde_s", interrupting=True
                ),
                "vraag": handler(
                    "vraag",
                    message("m"),
                    "start_vraag -> en_v -> v_a -> en_w -> einde_v",
                    "en_v -> v_b -> en_w",
                    interrupting=False,
                ),
            },
        ),
        ("opnieuw", "wil_deel", "wil_los"),
        {"namen": ["An", "Bo"]},
    ),
    "called route with acts and an end of its own": Walkable(
        {
            "route.bpmn": diagram(
                "start -> xor_in -> roep -> na -> xor_uit -> einde : anders",
                "xor_uit -> xor_in : opnieuw",
                "te_laat -> xor_uit",
                top=messages("m"),
                elements={
                    "roep": element("callActivity", "roep", CALL),
                    "te_laat": boundary("te_laat", "roep", timer("P8D")),
                    "act": handler(
                        "act", message("m"), "start_act -> act_a -> einde_act", interrupting=False
                    ),
                },
            ),
            "gedeeld.bpmn": diagram(
                "start_c -> en_c -> c_a -> xor_c -> c_stop : ho",
                "xor_c -> c_eind : anders",
                "en_c -> c_b -> c_datum -> c_d -> einde_c",
                process="gedeeld",
                top=messages("binnen"),
                elements={
                    "c_stop": element("endEvent", "c_stop", TERMINATE),
                    "c_eind": element("endEvent", "c_eind"),
                    "c_datum": catch("c_datum", timer("2026-04-01T09:00:00", "timeDate")),
                    "c_act": handler(
                        "c_act", message("binnen"), "start_c_act -> c_x -> einde_c_act", interrupting=False
                    ),
                },
            ),
        },
        ("opnieuw", "ho"),
    ),
    "repetition and a race inside an act": Walkable(
        one(
            "start -> xor_in -> a -> xor_uit -> einde : anders",
            "xor_uit -> xor_in : opnieuw",
            top=messages("m", "n"),
            elements={
                "act": handler(
                    "act",
                    message("m"),
                    "start_act -> horen -> wacht -> komt -> b -> einde_act",
                    "wacht -> op -> c -> einde_op",
                    interrupting=True,
                    elements={
                        "horen": element("userTask", "horen", loop(until="genoeg")),
                        "komt": catch("komt", message("n")),
                        "op": catch("op", timer("P3D")),
                    },
                )
            },
        ),
        ("opnieuw", "genoeg"),
        {"namen": ["An", "Bo", "Cas"]},
    ),
    "long loop of small steps": Walkable(
        one(
            "start -> xor_in -> s1 -> s2 -> s3 -> s4 -> s5 -> s6 -> s7 -> s8 -> a -> xor_uit -> einde : anders",
            "xor_uit -> xor_in : opnieuw",
            elements={
                f"s{n}": element("scriptTask", f"s{n}", script("not(opnieuw)", "om")) for n in range(1, 9)
            },
        ),
        ("opnieuw",),
        {"om": False},
    ),
    "what a route throws itself, in a loop": Walkable(
        one(
            "start -> xor_in -> en_1 -> deel -> xor_uit -> einde : anders",
            "en_1 -> luister -> l_a -> einde_l",
            "xor_uit -> xor_in : opnieuw",
            "mis -> m_a -> xor_uit",
            "hoger -> h_a -> einde_h",
            "klaar -> k_a -> einde_k",
            top=THROWN,
            elements={
                "luister": catch("luister", throws("signal", "sein")),
                "deel": sub(
                    "deel",
                    "start_d -> en_d -> d_a -> xor_d -> fout : fout_gaat",
                    "xor_d -> d_roep -> d_c -> einde_d : anders",
                    "en_d -> d_b -> seint",
                    inside=loop(together=False),
                    elements={
                        "xor_d": element("exclusiveGateway", "xor_d", default="xor_d_d_roep"),
                        "fout": element("endEvent", "fout", throws("error", "stuk")),
                        "d_roep": element("intermediateThrowEvent", "d_roep", throws("escalation", "hulp")),
                        "seint": element("endEvent", "seint", throws("signal", "sein")),
                    },
                ),
                "mis": boundary("mis", "deel", "<bpmn:errorEventDefinition/>"),
                "hoger": boundary("hoger", "deel", throws("escalation", "hulp"), interrupting=False),
                "klaar": boundary("klaar", "deel", when("klaar_is"), interrupting=False),
                "hoort": handler(
                    "hoort", throws("signal", "sein"), "start_hoort -> s_a -> einde_s", interrupting=False
                ),
            },
        ),
        ("opnieuw", "fout_gaat", "klaar_is"),
        {"namen": ["An", "Bo"]},
    ),
    "handlers of what goes wrong inside": Walkable(
        one(
            "start -> xor_in -> deel -> na -> xor_uit -> einde : anders",
            "xor_uit -> xor_in : opnieuw",
            "dieper -> w_a -> xor_uit",
            top=THROWN,
            elements={
                "deel": sub(
                    "deel",
                    "start_d -> en_d -> d_a -> xor_d -> fout : fout_gaat",
                    "xor_d -> einde_d : anders",
                    "en_d -> d_b -> einde_d2",
                    elements={
                        "fout": element("endEvent", "fout", throws("error", "stuk")),
                        "herstel": handler(
                            "herstel",
                            throws("error", "stuk"),
                            "start_herstel -> r_a -> xor_r -> einde_r : anders",
                            "xor_r -> fout_2 : erger",
                            interrupting=True,
                            elements={"fout_2": element("endEvent", "fout_2", throws("error", "stukker"))},
                        ),
                        "alarm": handler(
                            "alarm", when("alarm_is"), "start_alarm -> al_a -> einde_al", interrupting=False
                        ),
                    },
                ),
                "dieper": boundary("dieper", "deel", throws("error", "stukker")),
            },
        ),
        ("opnieuw", "fout_gaat", "erger", "alarm_is"),
    ),
}
