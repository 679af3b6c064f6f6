"""Judge what is there: conditions and prefilled answers, until nothing changes any more.

A hidden field has no answer, so it can't steer others. Each rule is judged again only when something it reads changed.
"""

from collections import defaultdict, deque
from collections.abc import Iterator

from forms.fields.kind import Given
from forms.slots import Built, Scope, Slot

_STEPS_PER_RULE = 40


def settle(built: Built) -> None:
    """Set `hidden` and `value` of every slot. Ends always: rules that keep changing each other end as hidden."""
    settling = _Settling(list(every_slot(built.slots)))
    settling.run()


def every_slot(slots: list[Slot]) -> Iterator[Slot]:
    """All slots in the order of the form, those in groups and rows too."""
    for slot in slots:
        yield slot
        yield from every_slot(slot.children)
        for row in slot.rows:
            yield from every_slot(row.slots)


class _Settling:
    def __init__(self, slots: list[Slot]) -> None:
        self.slots = slots
        self.ruled = [slot for slot in slots if slot.field.hide or slot.follows]
        self.readers: dict[tuple[int, str], list[Slot]] = defaultdict(list)
        self.deciders: list[Slot] = []
        self.waiting: deque[Slot] = deque()
        self.queued: set[int] = set()
        for slot in self.ruled:
            self._listen(slot)

    def run(self) -> None:
        for slot in self.slots:
            self._publish(slot)
        for slot in self.ruled:
            self._queue(slot)
        for _ in range(_STEPS_PER_RULE * len(self.ruled) + 1):
            if not self.waiting:
                return
            self._judge(self._next())
        self._give_up()

    def _listen(self, slot: Slot) -> None:
        rules = [slot.field.hide, slot.field.prefill if slot.follows else None]
        for name in {name for rule in rules if rule for name in rule.reads}:
            owner = slot.scope.owner(name)
            if owner is not None:
                self.readers[id(owner), name].append(slot)
            elif name == "beslis":
                self.deciders.append(slot)

    def _queue(self, slot: Slot) -> None:
        if id(slot) not in self.queued:
            self.queued.add(id(slot))
            self.waiting.append(slot)

    def _next(self) -> Slot:
        slot = self.waiting.popleft()
        self.queued.discard(id(slot))
        return slot

    def _judge(self, slot: Slot) -> None:
        if slot.field.hide is not None:
            slot.hides = slot.scope.value(slot.field.hide) is True
        if slot.follows and slot.field.prefill is not None and slot.field.kind != "list":
            slot.take(Given(slot.kind.write(slot.scope.value(slot.field.prefill))))
        self._publish(slot)

    def _publish(self, slot: Slot) -> None:
        slot.hidden = slot.hides or (slot.group is not None and slot.group.hidden)
        if slot.field.key:
            value = None if slot.hidden else slot.value
            if slot.scope.values[slot.field.key] != value:
                slot.scope.values[slot.field.key] = value
                self._changed(slot.scope, slot.field.key)
        for child in slot.children:
            self._publish(child)

    def _changed(self, scope: Scope, name: str) -> None:
        """Wake who reads this name, and who reads the list that the row lies in."""
        here: Scope | None = scope
        while here is not None:
            for reader in self.readers.get((id(here), name), ()):
                self._queue(reader)
            name = here.holder
            here = here.outer
        for decider in self.deciders:
            self._queue(decider)

    def _give_up(self) -> None:
        for slot in self.waiting:
            slot.hides = slot.field.hide is not None
        for slot in self.slots:
            self._publish(slot)
