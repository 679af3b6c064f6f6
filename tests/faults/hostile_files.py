"""Folders that nobody should publish: the small region with one thing in it that is broken on purpose, or hostile."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROUTE, TABLE, FORM, LETTER = "hulp.bpmn", "vorm_mag.dmn", "forms/h_aanvraag.form", "letters/toegekend.md"
REGION, RULES, REHEARSAL = "region.toml", "rules.toml", "rehearsals/gewoon.toml"
CONDITION = '=besluit = "toegekend"'

Change = Callable[[Path], None]


@dataclass(frozen=True)
class Hostile:
    """`file` is the file that the message must name; `element` and `line` say whether it must name those too."""

    file: str
    change: Change
    element: str = ""
    line: bool = False


def written(name: str, data: bytes | str) -> Change:
    def write(folder: Path) -> None:
        (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())

    return write


def replaced(name: str, old: str, new: str) -> Change:
    def replace(folder: Path) -> None:
        text = (folder / name).read_text()
        assert old in text, f"{old} does not stand in {name}"
        (folder / name).write_text(text.replace(old, new, 1))

    return replace


def encoded(name: str, encoding: str) -> Change:
    """The same text, in an encoding that the file does not say."""

    def encode(folder: Path) -> None:
        (folder / name).write_bytes((folder / name).read_text().encode(encoding))

    return encode


def linked(name: str, to: str) -> Change:
    def link(folder: Path) -> None:
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(to)

    return link


def condition(text: str) -> Hostile:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return Hostile(ROUTE, replaced(ROUTE, CONDITION, "=" + escaped), "naar_toegekend", line=True)


def timer(kind: str, text: str) -> Hostile:
    old = '<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P7D</bpmn:timeDuration>'
    new = f'<bpmn:{kind} xsi:type="bpmn:tFormalExpression">{text}</bpmn:{kind}>'
    return Hostile(ROUTE, replaced(ROUTE, old, new), "wacht_een_week", line=True)


def cell(text: str) -> Hostile:
    return Hostile(TABLE, replaced(TABLE, "<text>false</text>", f"<text>{text}</text>"), line=True)


def form_rule(text: str) -> Hostile:
    return Hostile(FORM, replaced(FORM, '"eis": "beslis.vorm_mag"', f'"eis": {json.dumps(text)}'), line=True)


def in_process(xml: str) -> Change:
    """More elements in the process, after its last flow."""
    return replaced(ROUTE, "  </bpmn:process>", xml + "\n  </bpmn:process>")


def laughs(root: str) -> str:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY e0 "ha">{entities}]>\n<{root}>&e9;</{root}>'


EXTERNAL = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>'
FLOW = '<bpmn:sequenceFlow id="{0}" sourceRef="{1}" targetRef="{2}" />'


def chain(length: int) -> str:
    nodes = "".join(f'<bpmn:task id="n{n}" name="Stap {n}"/>' for n in range(length))
    flows = "".join(FLOW.format(f"f{n}", f"n{n}", f"n{n + 1}") for n in range(length - 1))
    return nodes + flows


def parallel(width: int) -> str:
    """A block with so many sides that its states cannot be counted out."""
    sides = "".join(
        f'<bpmn:userTask id="z{n}" name="Zijde {n}"/>{FLOW.format(f"in{n}", "wijd", f"z{n}")}{FLOW.format(f"uit{n}", f"z{n}", "samen")}'
        for n in range(width)
    )
    return (
        '<bpmn:parallelGateway id="wijd"/><bpmn:parallelGateway id="samen"/>'
        f"{FLOW.format('erin', 'wijd_begin', 'wijd')}<bpmn:startEvent id='wijd_begin'/>{sides}"
        f"<bpmn:endEvent id='wijd_einde'/>{FLOW.format('eruit', 'samen', 'wijd_einde')}"
    )


def nested(depth: int) -> str:
    opened = "".join(f'<bpmn:subProcess id="diep{n}">' for n in range(depth))
    return opened + "</bpmn:subProcess>" * depth


def calls(id_: str, other: str) -> str:
    head = '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="x">'
    call = f'<bpmn:callActivity id="roep_{id_}" name="Roep"><bpmn:extensionElements><zeebe:calledElement processId="{other}"/></bpmn:extensionElements></bpmn:callActivity>'
    flows = FLOW.format("a", f"begin_{id_}", f"roep_{id_}") + FLOW.format("b", f"roep_{id_}", f"einde_{id_}")
    body = f'<bpmn:startEvent id="begin_{id_}"/>{call}<bpmn:endEvent id="einde_{id_}"/>{flows}'
    return f'{head}<bpmn:process id="{id_}" name="{id_}" isExecutable="true">{body}</bpmn:process></bpmn:definitions>'


def two_that_call_each_other(folder: Path) -> None:
    written("ping.bpmn", calls("ping", "pong"))(folder)
    written("pong.bpmn", calls("pong", "ping"))(folder)


def form_with(part: str) -> str:
    return '{"id": "h_aanvraag", "type": "default",\n "components": [' + part + "]}"


def many_fields(number: int) -> str:
    part = '{"type": "textfield", "id": "v%d", "key": "v%d", "label": "V"}'
    return form_with(",".join(part % (n, n) for n in range(number)))


def many_files(folder: Path) -> None:
    for number in range(600):
        (folder / "letters" / f"brief_{number}.md").write_text("# Brief\n\nTekst.\n")


def large_together(folder: Path) -> None:
    for number in range(12):
        (folder / "letters" / f"brief_{number}.md").write_text("# Brief\n" + "x" * 1_900_000)


BOMB = "count(for i in 1..3000 return for j in 1..3000 return i * j) = 1"
LOOP = "{f: function(g, n) g(g, n + 1), r: f(f, 1)}.r = 1"
GROWING = (
    "{"
    + "a0: [1], "
    + ", ".join(f"a{n}: concatenate(a{n - 1}, a{n - 1})" for n in range(1, 40))
    + "}.a39 = 1"
)
DEEP = "(" * 5000 + "1" + ")" * 5000
BIG = "9**9**9 = besluit"

FILES: dict[str, Hostile] = {
    # XML
    "lachbom in een route": Hostile(ROUTE, written(ROUTE, laughs("definitions")), line=True),
    "lachbom in een tabel": Hostile(TABLE, written(TABLE, laughs("definitions")), line=True),
    "externe entiteit": Hostile(ROUTE, written(ROUTE, EXTERNAL), line=True),
    "externe entiteit in een tabel": Hostile(TABLE, written(TABLE, EXTERNAL), line=True),
    "doctype": Hostile(ROUTE, replaced(ROUTE, "<bpmn:definitions", '<!DOCTYPE bpmn:definitions SYSTEM "http://example.invalid/x">\n<bpmn:definitions'), line=True),
    "halve xml": Hostile(ROUTE, replaced(ROUTE, "</bpmn:process>", ""), line=True),
    "nullen in een route": Hostile(ROUTE, replaced(ROUTE, "Hulp aanvragen", "Hulp\x00aanvragen"), line=True),
    "vijfhonderd deelprocessen in elkaar": Hostile(ROUTE, in_process(nested(500)), line=True),
    "tienduizend stappen": Hostile(ROUTE, in_process(chain(10_000)), line=True),
    "tweeduizend stappen": Hostile(ROUTE, in_process(chain(2_000)), line=True),
    "veertig zijden tegelijk": Hostile(ROUTE, in_process(parallel(40)), line=True),
    "deelroutes die elkaar roepen": Hostile("ping.bpmn", two_that_call_each_other, "ping", line=True),
    "een deelroute die zichzelf roept": Hostile("zelf.bpmn", written("zelf.bpmn", calls("zelf", "zelf")), "roep_zelf", line=True),
    "een pijl naar niets": Hostile(ROUTE, replaced(ROUTE, 'targetRef="besluit_poort"', 'targetRef="nergens"'), "naar_poort", line=True),
    # bestanden en namen
    "route van drie megabyte": Hostile(ROUTE, written(ROUTE, b" " * 3_000_000)),
    "brief van drie megabyte": Hostile(LETTER, written(LETTER, b"# x\n" + b"x" * 3_000_000)),
    "zeshonderd bestanden": Hostile("", many_files),
    "samen te groot": Hostile("", large_together),
    "een link": Hostile("letters/geheim.md", linked("letters/geheim.md", "/etc/passwd")),
    "een link als route": Hostile(ROUTE, linked(ROUTE, "/etc/passwd")),
    "een link als regio": Hostile(REGION, linked(REGION, "/etc/passwd")),
    "een naam met punten": Hostile("..weg.bpmn", written("x..weg.bpmn", b"<a/>")),
    "een programma": Hostile("hulp.py", written("hulp.py", b"import os")),
    "een naam met een regeleinde": Hostile("a\nb.bpmn", written("a\nb.bpmn", b"<a/>")),
    # uitdrukkingen in een route
    "een lijst die groeit in een voorwaarde": condition(GROWING),
    "een diepe voorwaarde": condition(DEEP),
    "een lange voorwaarde": condition("besluit = " + " + ".join(["1"] * 20_000)),
    "python in een voorwaarde": condition('__import__("os").system("true")'),
    "een onbekende naam in een voorwaarde": condition("bestaat_niet = 1"),
    "een kwaadaardig patroon in een voorwaarde": condition('matches(besluit, "(a+)+$(?=b)\\1")'),
    "een lege voorwaarde": condition(""),
    "een timer die altijd afgaat": timer("timeCycle", "R/PT0S"),
    "een timer van niets": timer("timeCycle", "R/PT0.001S"),
    "een timer over tienduizend jaar": timer("timeDuration", "P99999Y"),
    "een timer met een bom": timer("timeDuration", f"={BOMB}"),
    "een timer die niets zegt": timer("timeDuration", "binnenkort"),
    "een negatieve timer": timer("timeCycle", "R5/-P1D"),
    # tabellen
    "een halve cel": cell('if "a" then'),
    "te veel rijen": Hostile(TABLE, replaced(TABLE, '      <rule id="rij_2">', "".join(f'<rule id="x{n}"><inputEntry id="a{n}"><text>"x"</text></inputEntry><inputEntry id="b{n}"><text>-</text></inputEntry><outputEntry id="c{n}"><text>true</text></outputEntry></rule>' for n in range(8_000)) + '\n      <rule id="rij_2">')),
    # formulieren
    "diepe json": Hostile(FORM, written(FORM, "[" * 100_000)),
    "diepe json in een veld": Hostile(FORM, written(FORM, form_with('{"type": "text", "id": "a", "text": ' + "[" * 100_000 + "]" * 100_000 + "}"))),
    "een groot getal": Hostile(FORM, written(FORM, form_with('{"type": "number", "id": "a", "key": "a", "label": "A", "validate": {"max": 1' + "0" * 100_000 + "}}"))),
    "een macht zonder einde": Hostile(FORM, written(FORM, form_with('{"type": "textfield", "id": "a", "key": "a", "label": "A", "validate": {"maxLength": 1e999999}}')), line=True),
    "geen getal": Hostile(FORM, written(FORM, form_with('{"type": "number", "id": "a", "key": "a", "label": "A", "validate": {"max": NaN}}')), line=True),
    "oneindig": Hostile(FORM, written(FORM, form_with('{"type": "number", "id": "a", "key": "a", "label": "A", "validate": {"min": -Infinity}}')), line=True),
    "twee keer dezelfde sleutel": Hostile(FORM, written(FORM, form_with('{"type": "text", "type": "number", "id": "a", "key": "a", "label": "A"}')), line=True),
    "twee velden met dezelfde naam": Hostile(FORM, written(FORM, form_with('{"type": "textfield", "id": "a", "key": "a", "label": "A"},\n{"type": "number", "id": "b", "key": "a", "label": "B"}')), line=True),
    "formulier in utf-16": Hostile(FORM, encoded(FORM, "utf-16")),
    "nullen in een formulier": Hostile(FORM, replaced(FORM, "Domein", "Do\x00mein"), line=True),
    "tienduizend velden": Hostile(FORM, written(FORM, many_fields(10_000))),
    "een kwaadaardig patroon": Hostile(FORM, written(FORM, form_with('{"type": "textfield", "id": "a", "key": "a", "label": "A", "validate": {"pattern": "^(a+)+\\\\1$"}}')), line=True),
    "een diepe eis": form_rule(DEEP),
    "velden die elkaar verbergen": Hostile(FORM, written(FORM, form_with('{"type": "textfield", "id": "a", "key": "a", "label": "A", "conditional": {"hide": "=b = null"}},\n{"type": "textfield", "id": "b", "key": "b", "label": "B", "conditional": {"hide": "=a = null"}}')), line=True),
    # brieven
    "een lus zonder einde in een brief": Hostile(LETTER, written(LETTER, "# Brief\n\n{{#loop [1,2]}}x\n"), line=True),
    "diepe lussen in een brief": Hostile(LETTER, written(LETTER, "# Brief\n\n" + "{{#if true}}" * 5_000), line=True),
    "een brief in utf-16": Hostile(LETTER, encoded(LETTER, "utf-16")),
    "een brief zonder onderwerp": Hostile(LETTER, written(LETTER, "")),
    "een nul in een brief": Hostile(LETTER, replaced(LETTER, "Lees het", "Lees\x00het"), line=True),
    # toml
    "een halve regio": Hostile(REGION, written(REGION, 'id = "klein'), line=True),
    "een regio in utf-16": Hostile(REGION, encoded(REGION, "utf-16")),
    "een nul in een regio": Hostile(REGION, replaced(REGION, "Het Loket", "Het\x00Loket"), line=True),
    "twee keer dezelfde sleutel in een regio": Hostile(REGION, replaced(REGION, 'id = "klein"', 'id = "klein"\nid = "klein"'), line=True),
    "een diepe regio": Hostile(REGION, written(REGION, "a = " + "[" * 50_000)),
    "een diepe sleutel in een regio": Hostile(REGION, written(REGION, ".".join(["a"] * 50_000) + " = 1")),
    "een onbekend woord in een regio": Hostile(REGION, replaced(REGION, "swv =", 'commando = "rm"\nswv ='), line=True),
    "een andere regio": Hostile(REGION, replaced(REGION, 'id = "klein"', 'id = "../../klein"'), line=True),
    "een nummer met een bom": Hostile(REGION, replaced(REGION, "[banen]", '[nummers.tlv]\nmasker = "{volgnr:0999999999d}"\nper = "jaar"\n\n[banen]')),
    "regels zonder einde": Hostile(RULES, written(RULES, '[[regel]]\nid = "K-01"\ncitaat = ["'), line=True),
    "een drager die niet bestaat": Hostile(RULES, replaced(RULES, "eis:h_aanvraag.vorm", "eis:../../x.y"), line=True),
    "diepe regels": Hostile(RULES, written(RULES, "a = " + "{a = " * 20_000)),
    "duizenden regels": Hostile(RULES, written(RULES, "".join(f'[[regel]]\nid = "X-{n}"\nmerk = "Q"\n' for n in range(20_000)))),
    "een halve repetitie": Hostile(REHEARSAL, written(REHEARSAL, "[[stap]\n"), line=True),
    "een repetitie met een klok zonder einde": Hostile(REHEARSAL, replaced(REHEARSAL, "2026-11-21T10:00:00", "99999-99-99T99:99:99")),
    "een repetitie in utf-16": Hostile(REHEARSAL, encoded(REHEARSAL, "utf-16")),
    "een repetitie met duizenden stappen": Hostile(REHEARSAL, written(REHEARSAL, 'naam = "x"\n' + '[[stap]]\nwie = "niemand"\nstart = "nergens"\n' * 20_000)),
}  # fmt: skip

# What can only be known when it happens: these may be published, and must do no harm then.
ASLEEP: dict[str, Hostile] = {
    "een bom in een voorwaarde": condition(BOMB),
    "een lus in een voorwaarde": condition(LOOP),
    "een lijst die groeit in een voorwaarde": condition(GROWING),
    "delen door nul in een voorwaarde": condition("1 / 0 > 1"),
    "een bom in een cel": cell(BOMB),
    "een lus in een cel": cell(LOOP),
    "een cel met een onbekende naam": cell("bestaat_niet"),
    "een bom in een eis": form_rule(BOMB),
    "een lus in een eis": form_rule(LOOP),
    "een bom in een brief": Hostile(LETTER, written(LETTER, "# Brief\n\n{{count(for i in 1..3000 return for j in 1..3000 return i)}}\n")),
    "een lus in een brief": Hostile(LETTER, written(LETTER, "# Brief\n\n{{{f: function(g, n) g(g, n + 1), r: f(f, 1)}.r}}\n")),
    "een timer met een bom": timer("timeDuration", f"={BOMB}"),
}  # fmt: skip
