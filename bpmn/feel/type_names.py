"""`instance of`: whether a value is of the type that is written."""

from bpmn.feel.comparing import kind_of
from bpmn.feel.primitives import Range
from bpmn.feel.syntax import TypeName

SIMPLE_TYPES = {
    "number": "number",
    "string": "string",
    "boolean": "boolean",
    "date": "date",
    "time": "time",
    "date and time": "date time",
    "days and time duration": "days and time duration",
    "years and months duration": "years and months duration",
    "list": "list",
    "context": "context",
    "range": "range",
    "function": "function",
}


def is_instance(value: object, wanted: TypeName) -> bool | None:
    """None when there is no such type. null is an instance of Null and Any of everything else."""
    if wanted.name in ("Any", "Null"):
        return (value is None) == (wanted.name == "Null")
    kind = SIMPLE_TYPES.get(wanted.name)
    if kind is None:
        return None
    if kind_of(value) != kind:
        return False
    return _parts_fit(value, wanted)


def _parts_fit(value: object, wanted: TypeName) -> bool | None:
    if isinstance(value, list) and wanted.arguments:
        return all(fits(item, wanted.arguments[0]) for item in value)
    if isinstance(value, Range) and wanted.arguments:
        return bool(fits(value.low, wanted.arguments[0]) and fits(value.high, wanted.arguments[0]))
    if isinstance(value, dict) and wanted.fields:
        pairs = zip(wanted.fields, wanted.arguments, strict=True)
        return all(name in value and fits(value[name], kind) for name, kind in pairs)
    return True


def fits(value: object, wanted: TypeName) -> bool | None:
    """Like is_instance, but null fits every type: a list of numbers may have gaps."""
    return value is None or is_instance(value, wanted)
