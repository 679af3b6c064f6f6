"""The names that exist in a region: what the linter holds a diagram against."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from bpmn.feel.types import DATE, STRING, FeelType

ALWAYS_KNOWN: Mapping[str, FeelType] = {"schoolsoort": STRING, "gestart_op": DATE}


@dataclass(frozen=True)
class Names:
    """Everything is by id. A form gives the type of each field, or None for a field that can't be a fact.

    A decision gives the names it reads and the type of its result. A process that can be called gives the facts it
    sets (`bpmn.lint.facts.facts_set`). `given` are, per process that is only called, the facts its callers know.
    """

    roles: Mapping[str, str] = field(default_factory=dict)  # id -> label
    lanes: Mapping[str, str] = field(default_factory=dict)  # name of a lane -> id of a role
    forms: Mapping[str, Mapping[str, FeelType | None]] = field(default_factory=dict)
    decisions: Mapping[str, tuple[Collection[str], FeelType]] = field(default_factory=dict)
    letters: Collection[str] = ()
    phases: Collection[str] = ()
    processes: Mapping[str, Mapping[str, FeelType]] = field(default_factory=dict)
    given: Mapping[str, Mapping[str, FeelType]] = field(default_factory=dict)
    switches: Collection[str] = ()
    connectors: Collection[str] = ()
    numbers: Collection[str] = ()
    documents: Collection[str] = ()
    registers: Collection[str] = ()
    pieces: Mapping[str, Collection[str]] = field(default_factory=dict)  # id -> names of the parts
    terms: Mapping[str, Collection[str]] = field(
        default_factory=dict
    )  # id -> "duur", "verlengen": what it has
    committees: Mapping[str, str] = field(default_factory=dict)  # id -> role that chairs it
    facts: Mapping[str, FeelType] = field(default_factory=lambda: dict(ALWAYS_KNOWN))
