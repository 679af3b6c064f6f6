"""Routes built of nested blocks are sound by construction; the explorer must agree, and must notice a broken join."""

import pytest

from bpmn.exploring import explore
from bpmn.reading import read_model
from bpmn.switching import without
from tests.bpmn.blocks import Blocks


@pytest.mark.parametrize("seed", range(150))
def test_a_route_of_nested_blocks_is_sound(seed):
    explored = explore(read_model(Blocks(seed).route(), "route.bpmn").processes["route"], limit=60_000)
    assert explored.problems == ()


@pytest.mark.parametrize("seed", range(100))
def test_a_route_of_nested_blocks_stays_sound_when_a_switch_is_off(seed):
    model = read_model(Blocks(seed, switches=True).route(), "route.bpmn")
    process = without(model, frozenset({"extra"})).processes["route"]
    assert explore(process, limit=60_000).problems == ()
    assert all(node.properties.get("schakelaar") is None for node in process.nodes.values())
    for node in process.nodes.values():
        assert node.kind == "endEvent" or node.by_event or node.outgoing
        assert {process.flows[flow].target for flow in node.outgoing} <= process.nodes.keys()


@pytest.mark.slow
def test_a_wrong_join_in_a_nested_route_is_noticed():
    noticed = tried = 0
    for seed in range(130):
        data = Blocks(seed).route().decode()
        process = read_model(data.encode(), "route.bpmn").processes["route"]
        joins = [
            node.id
            for node in process.nodes.values()
            if node.is_gateway and len(node.incoming) > 1 and len(node.outgoing) == 1
        ]
        wrong = {"exclusiveGateway": "parallelGateway", "parallelGateway": "exclusiveGateway"}
        join = next((each for each in joins if process.nodes[each].kind in wrong), None)
        if join is None:
            continue
        old = process.nodes[join].kind
        broken = data.replace(
            f'<bpmn:{old} id="{join}"></bpmn:{old}>', f'<bpmn:{wrong[old]} id="{join}"></bpmn:{wrong[old]}>'
        )
        assert broken != data
        tried += 1
        noticed += bool(explore(read_model(broken.encode(), "route.bpmn").processes["route"]).problems)
    assert tried > 50
    assert noticed == tried
