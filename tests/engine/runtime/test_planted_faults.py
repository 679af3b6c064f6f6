"""Faults that we plant in the runtime on purpose: the walks must notice every one of them."""

from collections.abc import Callable
from typing import Any

import pytest
from SpiffWorkflow.util.task import TaskState

from engine.runtime import events, gateways, loops, packing, running, settling, steps, tokens
from tests.engine.runtime.walking import disagreements

Plant = Callable[[pytest.MonkeyPatch], None]
SEEDS = range(12)


def join_too_early(plant: pytest.MonkeyPatch) -> None:
    plant.setattr(gateways.Parallel, "picked", lambda self, arrivals, scope: arrivals[:1])


def inclusive_join_too_early(plant: pytest.MonkeyPatch) -> None:
    plant.setattr(gateways.Inclusive, "picked", lambda self, arrivals, scope: arrivals[:1])


def lost_timer(plant: pytest.MonkeyPatch) -> None:
    """The moment of a timer is not kept with the case."""
    packed = packing._extra

    def without_moment(token: Any, places: Any) -> dict[str, Any]:
        extra = packed(token, places)
        if isinstance(token.task_spec, events.Boundary):
            extra.pop("k", None)
        return extra

    plant.setattr(packing, "_extra", without_moment)


def double_token(plant: pytest.MonkeyPatch) -> None:
    """Each token that came to a join goes on by itself."""

    def go_on(arrivals: list[Any]) -> None:
        for arrival in arrivals:
            arrival._set_state(TaskState.READY)

    plant.setattr(settling, "go_on_as_one", go_on)


def lost_subscription(plant: pytest.MonkeyPatch) -> None:
    """A message that may come again is waited for once only."""
    again = events.rearm

    def rearm(token: Any) -> None:
        again(token)
        if "due" not in token.internal_data:
            token._set_state(TaskState.CANCELLED)

    plant.setattr(events, "rearm", rearm)


def cancelled_task_kept_alive(plant: pytest.MonkeyPatch) -> None:
    cancel = tokens.cancel

    def cancel_but_tasks(token: Any) -> None:
        if isinstance(token.task_spec, steps.Human):
            tokens.lift(token)
        else:
            cancel(token)

    for module in (tokens, events, steps, loops):
        plant.setattr(module, "cancel", cancel_but_tasks)


def boundary_not_cancelling(plant: pytest.MonkeyPatch) -> None:
    def fired(self: Any, token: Any) -> None:
        tokens.spawn(token.workflow, self.name)
        events.rearm(token)

    plant.setattr(events.Boundary, "fired", fired)


def repetition_finishing_one_early(plant: pytest.MonkeyPatch) -> None:
    plant.setattr(
        loops.MultiInstance,
        "_is_complete",
        lambda self, outer, instance: len(loops.running_instances(outer)) == 1,
    )


def handler_armed_twice(plant: pytest.MonkeyPatch) -> None:
    opened = steps.open_level

    def open_level(level: Any, run: Any, owner: Any) -> None:
        opened(level, run, owner)
        scope = run.root if owner is None else owner.workflow.inside[owner.id]
        for name in level.handlers:
            tokens.place(scope, name)

    plant.setattr(steps, "open_level", open_level)
    plant.setattr(running, "open_level", open_level)


def terminate_leaking(plant: pytest.MonkeyPatch) -> None:
    """An end that stops its own level stops the level around it too."""
    terminate = steps.terminate

    def leaking(scope: Any, by: Any) -> None:
        terminate(scope, by)
        if scope.owner is not None:
            for token in tokens.live_tokens(scope.owner.workflow):
                if token is not scope.owner:
                    token._set_state(TaskState.CANCELLED)

    plant.setattr(steps, "terminate", leaking)


def wrong_branch(plant: pytest.MonkeyPatch) -> None:
    """The last flow is taken when no condition holds, instead of the default flow."""
    plant.setattr(gateways, "default_flow", lambda step, judged: ((step.flows[-1],), ()))


FAULTS: list[tuple[Plant, str]] = [
    (join_too_early, "parallel block in a loop"),
    (inclusive_join_too_early, "inclusive block in a loop"),
    (lost_timer, "events on the edge in a loop"),
    (double_token, "parallel block in a loop"),
    (lost_subscription, "acts beside the route"),
    (cancelled_task_kept_alive, "interrupted sub-process with an end that stops it"),
    (boundary_not_cancelling, "interrupted sub-process with an end that stops it"),
    (repetition_finishing_one_early, "called route, repeated, with jobs"),
    (handler_armed_twice, "acts beside the route"),
    (terminate_leaking, "called route with acts and an end of its own"),
    (wrong_branch, "events inside a sub-process in a loop"),
]


@pytest.mark.parametrize(("fault", "name"), FAULTS, ids=lambda value: getattr(value, "__name__", ""))
def test_the_walks_notice(fault: Plant, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert disagreements(name, SEEDS) == []
    fault(monkeypatch)
    assert disagreements(name, SEEDS) != []


@pytest.mark.slow
def test_the_walks_notice_when_history_is_not_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tree deeper than a thousand is not seen to the bottom: work that waits would be lost without a word."""
    name, seeds = "long loop of small steps", range(60)
    assert disagreements(name, seeds) == []
    monkeypatch.setattr(running, "compact", lambda run: None)
    assert disagreements(name, seeds) != []
