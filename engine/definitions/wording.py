"""The region's own words ([teksten] of region.toml) in what is plain text: labels of forms and texts at elements."""

from dataclasses import replace

from config.regions import Region
from forms.model import Field, Form


def worded(form: Form, region: Region) -> Form:
    """The form with `{{teksten.<naam>}}` filled in where no FEEL is read: titles, labels, explanations, options,
    messages."""
    return replace(form, title=region.worded(form.title), fields=_fields(form.fields, region))


def _fields(fields: tuple[Field, ...], region: Region) -> tuple[Field, ...]:
    return tuple(_field(field, region) for field in fields)


def _field(field: Field, region: Region) -> Field:
    return replace(
        field,
        label=region.worded(field.label),
        description=region.worded(field.description),
        options=tuple(replace(option, label=region.worded(option.label)) for option in field.options),
        demands=tuple(replace(each, message=region.worded(each.message)) for each in field.demands),
        fields=_fields(field.fields, region),
    )
