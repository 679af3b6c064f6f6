"""What cannot be carried out becomes an incident: written in a new transaction, after all of the act is undone."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from bpmn.errors import ModelError
from bpmn.feel.errors import FeelError
from engine.desk import Desk
from engine.errors import CaseStuck, EngineError
from engine.runtime.errors import RouteError
from engine.store import cases, incidents
from engine.store.database import Unreachable
from engine.store.register import WARNING

BY_ITSELF = ("timer", "term", WARNING)  # what nobody waits for

log = logging.getLogger(__name__)


@contextmanager
def keeping_incidents(
    desk: Desk, region: str = "", *, task: str = "", case: int | None = None, kind: str = "step"
) -> Iterator[None]:
    """Around a transaction. Raises CaseStuck instead of what the route or its FEEL could not do.

    What the case does by itself gets an incident for what nobody foresaw too: it would stop the worker, and every other
    case with it. The incident tells where and which names were read, never what stood in them.
    """
    if case is None and task:
        case = int(task.partition("-")[0])
    try:
        yield
    except (RouteError, FeelError, ModelError) as error:
        raise CaseStuck(_write(desk, region, case, kind, error)) from error
    except (EngineError, Unreachable):
        raise
    except Exception as error:
        if kind not in BY_ITSELF:
            raise
        log.error("%s in case %s", type(error).__name__, case)  # its message may hold personal data
        unforeseen = RouteError(f"Dit ging onverwacht mis ({type(error).__name__}).")
        raise CaseStuck(_write(desk, region, case, kind, unforeseen)) from error


def _write(desk: Desk, region: str, case: int | None, kind: str, error: Exception) -> int:
    node = str(getattr(error, "element", "") or "")
    reads = [name for name, _ in getattr(error, "reads", ())]
    what = str(getattr(error, "message", "")) or type(error).__name__
    detail: Mapping[str, object] = {"reads": reads, "error": type(error).__name__}
    with desk.as_system().transaction() as tx:
        found = cases.summaries(tx, [case]).get(case) if case is not None else None
        return incidents.add(
            tx, kind, what, case_id=case, region=found.region if found else region, node=node, detail=detail
        )
