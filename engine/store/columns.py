"""Column types that mean the same on SQLite and PostgreSQL."""

import json
from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect, LargeBinary, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from bpmn.feel.json_values import from_json, to_json


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC: timestamptz on PostgreSQL, sortable text of fixed length on SQLite."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime] | TypeEngine[str]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Text())
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> object:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        value = value.astimezone(UTC)
        if dialect.name != "sqlite":
            return value
        return value.replace(tzinfo=None).isoformat(timespec="microseconds")

    def process_result_value(self, value: object, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        return datetime.fromisoformat(str(value)).replace(tzinfo=UTC)


class Feel(TypeDecorator[object]):
    """A FEEL value as exact JSON text. Never JSONB: that would reorder keys and lose decimals."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:
        return None if value is None else encode(value)

    def process_result_value(self, value: object, dialect: Dialect) -> object:
        return None if value is None else decode(str(value))


def encode(value: object) -> str:
    """The one text of a FEEL value: equal values give equal texts, so a digest over it is stable."""
    return _write(to_json(value))


_write = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def decode(text: str) -> object:
    return from_json(json.loads(text))


Bytes = LargeBinary
