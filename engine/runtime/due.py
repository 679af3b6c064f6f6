"""When a task should be done: `zeebe:taskSchedule dueDate`."""

from collections.abc import Mapping
from datetime import date, datetime

from bpmn.feel import expressions as feel
from bpmn.feel.errors import FeelError
from bpmn.feel.values import CalendarDays, Months
from engine.runtime import periods
from engine.runtime.errors import RouteError
from engine.runtime.routes import Route


def due_of(
    route: Route, node_id: str, facts: Mapping[str, object], since: datetime
) -> datetime | date | None:
    """The day or moment (UTC) by which the task should be done, None when it says nothing or its facts are not known.

    A duration counts from `since` (aware), when the task began. Raises RouteError when it gives no date or duration.
    """
    node = route.node(node_id)
    if not node.due:
        return None
    try:
        if periods.looks_literal(node.due) and not node.due_is_feel:
            return _due(node.due, since)
        return _due(feel.evaluate(feel.parse(node.due), facts, since).value, since)
    except (periods.NotATime, FeelError) as error:
        raise RouteError(f"De uiterste datum '{node.due}' klopt niet: {error}", node_id) from error


def _due(value: object, since: datetime) -> datetime | date | None:
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    if isinstance(value, Months | CalendarDays) or (isinstance(value, str) and value.startswith("P")):
        return periods.add(since, periods.period_of(value))
    if isinstance(value, str) and "T" not in value:
        periods.parse_moment(value)
        return date.fromisoformat(value)
    if isinstance(value, datetime | str):
        return periods.moment_of(value)
    return periods.add(since, periods.period_of(value))
