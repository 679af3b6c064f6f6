"""A form with the answers of one moment: a slot for every field, also in every row of a list.

The tree is made anew for each request and changes while it is filled; nothing of it leaves `forms.filling`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made_by
from datetime import datetime
from typing import Literal

from bpmn.errors import ModelError
from bpmn.feel.errors import FeelError
from forms.candidates import Candidates, nobody
from forms.fields.contact import BSN, not_made_up
from forms.fields.file import FILE, UPLOAD
from forms.fields.kind import Given, Kind, Rejected
from forms.fields.layout import MOST_ROWS
from forms.fields.registry import KINDS
from forms.formulas import Formula, Template
from forms.model import Field
from forms.submitted import COUNT, Submitted, rows_asked

MOST_SLOTS = 10_000

BsnRule = Literal["aan", "uit", "proef"]
Decide = Callable[[str, Mapping[str, object]], object]


@dataclass(frozen=True)
class Surroundings:
    """What a form knows besides its own fields.

    `facts` are those of the case, `answers` those of earlier steps by step and field, `school` and `me` the register
    (school.naam …, ik.naam …). `decide` gives the outcome of a decision table for a context of names and values and
    raises LookupError when there is none. `now` is an aware datetime; `off` are the switches that are off. `persons` are
    who can be chosen for a role, `schools` gives (id, name) of the schools of the region. `bsn` says whether a citizen service number may be asked: "uit" leaves such a field out,
    "proef" takes only made-up numbers.
    """

    facts: Mapping[str, object]
    answers: Mapping[str, Mapping[str, object]]
    school: Mapping[str, object]
    me: Mapping[str, object]
    decide: Decide
    now: datetime
    off: frozenset[str] = frozenset()
    persons: Candidates = nobody
    schools: Callable[[], Sequence[tuple[str, str]]] = tuple
    bsn: BsnRule = "aan"


class Decisions(Mapping[str, object]):
    """`beslis.<table>`: a table is decided when its name is read, on the answers of that moment."""

    def __init__(self, scope: "Scope") -> None:
        self._scope = scope

    def __getitem__(self, table: str) -> object:
        try:
            return self._scope.around.decide(table, self._scope.everything())
        except (LookupError, FeelError, ModelError):
            return None

    def __contains__(self, table: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


class Scope:
    """The answers at one level: of the form itself, or of one row, which also sees what lies around it.

    `values` has every key of the level; a hidden or empty field is None. `holder` is the list the row belongs to.
    """

    __slots__ = ("around", "holder", "outer", "values")

    def __init__(self, around: Surroundings, outer: "Scope | None" = None, holder: str = "") -> None:
        self.around = around
        self.outer = outer
        self.holder = holder
        self.values: dict[str, object] = {}

    def owner(self, name: str) -> "Scope | None":
        """The nearest scope that has this name."""
        scope: Scope | None = self
        while scope is not None and name not in scope.values:
            scope = scope.outer
        return scope

    def context(self, rule: Formula | Template) -> dict[str, object]:
        """What the rule reads, and nothing else: a name that is not there is None."""
        return {name: self._find(name) for name in rule.reads}

    def value(self, rule: Formula) -> object:
        return rule.value(self.context(rule), self.around.now)

    def everything(self) -> dict[str, object]:
        """All names and values: what a decision table is given."""
        outer = self.outer.everything() if self.outer else {**self.around.facts, **self._register()}
        return {**outer, **self.values}

    def _find(self, name: str) -> object:
        scope = self.owner(name)
        if scope is not None:
            return scope.values[name]
        if name == "beslis":
            return Decisions(self)
        found = self._register().get(name)
        return self.around.facts.get(name) if found is None else found

    def _register(self) -> dict[str, object]:
        return {"antwoorden": self.around.answers, "school": self.around.school, "ik": self.around.me}


@dataclass(slots=True, eq=False)
class Slot:
    """One field at one place. `name` is that of its input: "naam", or "betrokkenen-0-naam" in a row.

    `given` is None when the field was not on the page. `hides` says that its own condition hides it, `hidden` that
    it is not there, for that reason or because it lies in a group that is not there.
    """

    field: Field
    kind: Kind
    name: str
    scope: Scope
    group: "Slot | None" = None
    given: Given | None = None
    value: object = None
    problem: str = ""
    error: str = ""
    children: "list[Slot]" = made_by(default_factory=list)
    rows: "list[Row]" = made_by(default_factory=list)
    hides: bool = False
    hidden: bool = False

    @property
    def follows(self) -> bool:
        """Its answer is that of `vooraf`: it is read-only, or nobody saw it yet."""
        return self.field.prefill is not None and (self.field.read_only or self.given is None)

    def take(self, given: Given) -> None:
        """Read what was typed: an answer, or a problem that says what to do."""
        try:
            self.value, self.problem = self.kind.read(self.field, given), ""
        except Rejected as rejected:
            self.value, self.problem = None, str(rejected)


@dataclass(slots=True, eq=False)
class Row:
    scope: Scope
    slots: list[Slot]


@dataclass
class Built:
    """All slots of a form. `names` are the inputs it knows, `dropped` those of fields that are switched off."""

    slots: list[Slot]
    scope: Scope
    names: set[str]
    dropped: list[str]
    full: bool = False  # there were more fields than one page may have


def build(fields: tuple[Field, ...], submitted: Submitted, around: Surroundings) -> Built:
    """A slot for every field with what was given for it. Conditions are not judged yet."""
    built = Built([], Scope(around), set(), [])
    builder = _Builder(dict(submitted.texts), submitted, built)
    built.slots = builder.slots(fields, built.scope, "", None)
    return built


class _Builder:
    def __init__(self, texts: dict[str, tuple[str, ...]], submitted: Submitted, built: Built) -> None:
        self.texts = texts
        self.submitted = submitted
        self.built = built
        self.fixed: dict[str, tuple[str, ...]] = {}
        self.left = MOST_SLOTS

    def slots(self, fields: tuple[Field, ...], scope: Scope, prefix: str, group: Slot | None) -> list[Slot]:
        made = []
        for each in fields:
            if _is_left_out(each, scope.around):
                self.built.dropped += [prefix + key for key in _keys(each)]
            elif self.left > 0:
                self.left -= 1
                made.append(self.slot(each, scope, prefix, group))
            else:
                self.built.full = True
        return made

    def slot(self, each: Field, scope: Scope, prefix: str, group: Slot | None) -> Slot:
        slot = Slot(each, KINDS[each.kind], prefix + (each.key or each.id), scope, group)
        if each.kind == "list":
            self.fill_list(slot)
        elif each.key:
            self.fill_question(slot)
        else:
            slot.children = self.slots(each.fields, scope, prefix, slot)
        return slot

    def fill_question(self, slot: Slot) -> None:
        self.built.names |= {slot.name, slot.name + UPLOAD} if slot.kind is FILE else {slot.name}
        slot.scope.values[slot.field.key] = None
        texts = self.texts.get(slot.name)
        if texts is not None and not slot.field.read_only:
            stored = self.submitted.stored
            slot.given = Given(texts, tuple(stored[text] for text in texts if text in stored))
        slot.take(slot.given or Given(self.fixed.get(slot.name, ()) if slot.field.read_only else ()))
        if slot.kind is BSN and slot.scope.around.bsn == "proef" and slot.value:
            slot.problem = slot.problem or not_made_up(slot.value)
        slot.problem = self.submitted.refused.get(slot.name) or slot.problem

    def fill_list(self, slot: Slot) -> None:
        self.built.names.add(slot.name + COUNT)
        slot.scope.values[slot.field.key] = None
        asked = self._rows(slot)
        if asked > MOST_ROWS:
            slot.problem = f"Gebruik ten hoogste {MOST_ROWS} rijen."
        for number in range(min(asked, MOST_ROWS)):
            row = Row(Scope(slot.scope.around, slot.scope, slot.field.key), [])
            row.slots = self.slots(slot.field.fields, row.scope, f"{slot.name}-{number}-", None)
            slot.rows.append(row)
        slot.value = [row.scope.values for row in slot.rows]

    def _rows(self, slot: Slot) -> int:
        asked = rows_asked(self.texts, slot.name)
        if asked is not None:
            slot.given = Given()
        if slot.field.fixed_rows:
            return self._fixed_rows(slot, asked)
        if asked is not None:
            return asked
        rows = self._rows_before(slot)
        if rows is None:
            return slot.field.repetitions
        self.texts |= _texts_of_rows(slot, rows)
        return len(rows)

    def _rows_before(self, slot: Slot) -> list[object] | None:
        """The rows of `vooraf`, when it gives any."""
        rows = slot.scope.value(slot.field.prefill) if slot.field.prefill else None
        return rows if isinstance(rows, list) else None

    def _fixed_rows(self, slot: Slot, asked: int | None) -> int:
        """As many rows as `vooraf` gives. What the row says itself stands in what is read-only, and elsewhere until
        somebody types; a browser with another number of rows shows an older list."""
        rows = self._rows_before(slot) or []
        texts = _texts_of_rows(slot, rows)
        self.fixed |= texts
        self.texts = {**texts, **self.texts}
        if asked is not None and asked != len(rows):
            slot.problem = f"Er horen hier {len(rows)} rijen te staan. Kijk elke rij na en verstuur opnieuw."
            self.built.dropped += [
                f"{slot.name}-{number}" for number in range(len(rows), min(asked, MOST_ROWS))
            ]
        return len(rows)


def _is_left_out(each: Field, around: Surroundings) -> bool:
    return bool(each.switch) and each.switch in around.off or each.kind == BSN.name and around.bsn == "uit"


def _texts_of_rows(slot: Slot, rows: list[object]) -> dict[str, tuple[str, ...]]:
    texts: dict[str, tuple[str, ...]] = {}
    for number, row in enumerate(rows[:MOST_ROWS]):
        answers = row if isinstance(row, dict) else {}
        texts |= texts_of(slot.field.fields, answers, f"{slot.name}-{number}-")
    return texts


def _keys(each: Field) -> list[str]:
    return [each.key] if each.key else [key for child in each.fields for key in _keys(child)]


def texts_of(
    fields: tuple[Field, ...], answers: Mapping[str, object], prefix: str = ""
) -> dict[str, tuple[str, ...]]:
    """What a browser would have sent for these answers. Fields without an answer are left out."""
    texts: dict[str, tuple[str, ...]] = {}
    for each in fields:
        if not each.key:
            texts |= texts_of(each.fields, answers, prefix)
        elif each.key in answers:
            texts |= _texts_of_one(each, answers[each.key], prefix + each.key)
    return texts


def _texts_of_one(each: Field, value: object, name: str) -> dict[str, tuple[str, ...]]:
    if each.kind != "list":
        return {name: KINDS[each.kind].write(value)}
    rows = value if isinstance(value, list | tuple) else []
    texts: dict[str, tuple[str, ...]] = {name + COUNT: (str(len(rows)),)}
    for number, row in enumerate(rows[:MOST_ROWS]):
        if isinstance(row, Mapping):
            texts |= texts_of(each.fields, row, f"{name}-{number}-")
    return texts
