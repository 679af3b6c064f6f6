"""The door to values: what kinds there are in Python, their exact JSON form, and how a person reads them.

null is None; boolean is bool; string is str; number is Decimal; date, time and (aware) datetime are those of
`datetime`; days and time duration is timedelta; years and months duration is Months; list is list; context is dict.
"""

from bpmn.feel.json_values import from_json, to_json
from bpmn.feel.primitives import AMSTERDAM, CalendarDays, Function, Months, NotAValue, Range, from_python
from bpmn.feel.showing import show

__all__ = [
    "AMSTERDAM",
    "CalendarDays",
    "Function",
    "Months",
    "NotAValue",
    "Range",
    "from_json",
    "from_python",
    "show",
    "to_json",
]
