"""From slots to what is drawn: only what is there, with the texts that the person typed."""

from bpmn.feel.showing import show
from forms.fields.file import references_in
from forms.filled import Drawn
from forms.formulas import Formula
from forms.model import Form
from forms.slots import Slot

MOST_TABLE_ROWS = 200


def draw(slots: list[Slot], form: Form) -> tuple[Drawn, ...]:
    """The visible fields in order."""
    return tuple(_drawn(slot, form) for slot in slots if not slot.hidden and slot.field.kind != "unknown")


def _drawn(slot: Slot, form: Form) -> Drawn:
    if slot.field.key:
        return _question(slot, form)
    if slot.field.kind == "table" and slot.field.source is not None:
        return Drawn(slot.field, slot.name, cells=_cells(slot, slot.field.source))
    if slot.field.text is not None:
        text = slot.field.text
        return Drawn(
            slot.field, slot.name, text=text.markdown(slot.scope.context(text), slot.scope.around.now)
        )
    return Drawn(slot.field, slot.name, fields=draw(slot.children, form))


def _question(slot: Slot, form: Form) -> Drawn:
    return Drawn(
        field=slot.field,
        name=slot.name,
        texts=slot.given.texts if slot.given is not None else slot.kind.write(slot.value),
        value=slot.value,
        shown="" if slot.value is None else slot.kind.show(slot.field, slot.value),
        error=slot.error,
        steers=bool(form.steering & {slot.field.key, "*"}),
        rows=tuple(draw(row.slots, form) for row in slot.rows),
        files=tuple(references_in(slot.value)) if slot.field.kind == "file" else (),
    )


def _cells(slot: Slot, source: Formula) -> tuple[tuple[str, ...], ...]:
    rows = slot.scope.value(source)
    if not isinstance(rows, list):
        return ()
    return tuple(
        tuple(show(row.get(column.key)) for column in slot.field.columns)
        for row in rows[:MOST_TABLE_ROWS]
        if isinstance(row, dict)
    )
