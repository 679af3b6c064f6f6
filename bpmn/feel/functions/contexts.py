"""Functions on contexts."""

from bpmn.feel.functions.signature import Shelf, Work

FUNCTIONS = Shelf()
_built_in = FUNCTIONS


@_built_in("get value", "m: context, key: string", "any")
def get_value(work: Work, fields: dict[str, object], key: str) -> object:
    return fields.get(key)


@_built_in("get value", "context: context, keys: list", "any")
def get_value_along(work: Work, fields: dict[str, object], keys: list[object]) -> object:
    value: object = fields
    for key in keys:
        value = value.get(str(key)) if isinstance(value, dict) and isinstance(key, str) else None
    return value


@_built_in("get entries", "m: context", "list")
def get_entries(work: Work, fields: dict[str, object]) -> list[object]:
    work.charge(len(fields))
    return [{"key": key, "value": value} for key, value in fields.items()]


@_built_in("context put", "context: context, key: string, value: any", "context")
def context_put(work: Work, fields: dict[str, object], key: str, value: object) -> dict[str, object]:
    work.charge(len(fields))
    return {**fields, key: value}


@_built_in("context put", "context: context, keys: list, value: any", "context")
def context_put_along(
    work: Work, fields: dict[str, object], keys: list[object], value: object
) -> dict[str, object]:
    if not keys or not isinstance(keys[0], str):
        raise ValueError
    inner = fields.get(keys[0])
    if len(keys) == 1:
        return context_put(work, fields, keys[0], value)
    if not isinstance(inner, dict) or len(keys) > 30:
        raise ValueError
    return context_put(work, fields, keys[0], context_put_along(work, inner, keys[1:], value))


@_built_in("context merge", "contexts: list", "context")
def context_merge(work: Work, contexts: list[object]) -> dict[str, object]:
    merged: dict[str, object] = {}
    for fields in contexts:
        if not isinstance(fields, dict):
            raise ValueError
        work.charge(len(fields))
        merged |= fields
    return merged


@_built_in("context", "entries: list", "context")
def context(work: Work, entries: list[object]) -> dict[str, object]:
    made: dict[str, object] = {}
    for entry in entries:
        if not isinstance(entry, dict) or not isinstance(entry.get("key"), str) or "value" not in entry:
            raise ValueError
        if entry["key"] in made:
            raise ValueError
        made[entry["key"]] = entry["value"]
    return made
