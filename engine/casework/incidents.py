"""What cannot be carried out becomes an incident: written in a new transaction, after all of the act is undone."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from bpmn.errors import ModelError
from bpmn.feel.errors import FeelError
from engine.desk import Desk
from engine.errors import CaseStuck
from engine.runtime.errors import RouteError
from engine.store import cases, incidents


@contextmanager
def keeping_incidents(
    desk: Desk, region: str = "", *, task: str = "", case: int | None = None, kind: str = "step"
) -> Iterator[None]:
    """Around a transaction. Raises CaseStuck instead of what the route or its FEEL could not do.

    The incident tells where and which names were read, never what stood in them.
    """
    try:
        yield
    except (RouteError, FeelError, ModelError) as error:
        if case is None and task:
            case = int(task.partition("-")[0])
        raise CaseStuck(_write(desk, region, case, kind, error)) from error


def _write(desk: Desk, region: str, case: int | None, kind: str, error: Exception) -> int:
    node = str(getattr(error, "element", "") or "")
    reads = [name for name, _ in getattr(error, "reads", ())]
    what = str(getattr(error, "message", "")) or type(error).__name__
    detail: Mapping[str, object] = {"reads": reads, "error": type(error).__name__}
    with desk.as_system().transaction() as tx:
        found = cases.find(tx, case) if case is not None else None
        return incidents.add(
            tx, kind, what, case_id=case, region=found.region if found else region, node=node, detail=detail
        )
