"""Files that nobody should upload: each is refused or read within two seconds, with the file and the line."""

import time

import pytest

from bpmn.drawing import draw
from bpmn.errors import ModelError
from bpmn.reading import read_model
from tests.bpmn.diagrams import HEAD, diagram, element, scope

ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{ENTITIES}]><x>&e9;</x>'
EXTERNAL = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>'
REFUSED = {
    "lachbom": LAUGHS.encode(),
    "externe entiteit": EXTERNAL.encode(),
    "doctype": b'<!DOCTYPE definitions SYSTEM "http://example.invalid/x.dtd"><definitions/>',
    "drie megabyte": diagram("start -> einde") + b" " * 3_000_000,
    "diep": b"<a>" * 5_000 + b"</a>" * 5_000,
    "iets minder diep": b"<a>" * 150 + b"</a>" * 150,
    "geen xml": b"Dit is een brief.",
    "leeg": b"",
    "nullen": bytes(1000),
    "html": b"<html><body>Route</body></html>",
    "afgebroken": diagram("start -> a -> einde")[:-40],
    "onbekende tekenset": b'<?xml version="1.0" encoding="klingon"?><x/>',
    "kapotte tekens": diagram("start -> einde").replace(b'name="Route"', b'name="\xff\xfe"'),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_quickly_and_in_dutch(name):
    begin = time.process_time()
    with pytest.raises(ModelError) as refused:
        read_model(REFUSED[name], "boos.bpmn")
    assert time.process_time() - begin < 2
    assert str(refused.value).startswith("boos.bpmn")
    assert "root:x:" not in str(refused.value)


@pytest.mark.parametrize("name", ["afgebroken", "doctype", "html", "iets minder diep"])
def test_a_refusal_names_the_line(name):
    with pytest.raises(ModelError) as refused:
        read_model(REFUSED[name], "boos.bpmn")
    assert refused.value.line


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-16", "windows-1252"])
def test_a_file_in_another_encoding_is_read_as_it_says(encoding):
    text = diagram("start -> einde").decode().replace('name="Route"', 'name="Één route"')
    data = text.replace('encoding="UTF-8"', f'encoding="{encoding}"').encode(encoding)
    assert read_model(data, "route.bpmn").processes["route"].name == "Één route"


def test_sub_processes_with_the_id_of_what_holds_them_do_not_make_a_circle():
    inner = element("subProcess", "route", scope("start2 -> b -> einde2"))
    data = diagram("start -> deel -> einde", elements={"deel": element("subProcess", "deel", inner)})
    model = read_model(data, "route.bpmn")
    assert [name for name, _ in model.duplicates] == ["route"]
    for node in model.processes["route"].nodes.values():
        assert node.parent in ("route", "deel")


def test_a_coordinate_that_is_no_number_is_refused_at_its_line():
    shape = '\n<bpmndi:BPMNShape id="s" bpmnElement="start"><dc:Bounds x="links" y="0" width="36" height="36"/></bpmndi:BPMNShape>'
    top = f'<bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement="route">{shape}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>'
    data = diagram("start -> einde", top=top)
    line = data[: data.index(b"links")].count(b"\n") + 1
    with pytest.raises(ModelError) as refused:
        draw(data, "route", {}, "Route", "")
    assert refused.value.line == line


def test_ten_thousand_unknown_elements_are_read_in_time():
    data = (
        HEAD + '<bpmn:process id="p">' + '<bpmn:wat a="b"/>' * 10_000 + "</bpmn:process></bpmn:definitions>"
    ).encode()
    begin = time.process_time()
    model = read_model(data, "druk.bpmn")
    assert time.process_time() - begin < 2
    assert len(model.deviations) <= 25
