"""A form asks for a citizen service number only where the region says that it may, and why."""

from collections.abc import Iterator

from bpmn.findings import Finding
from engine.definitions.bundle import SHARED
from engine.definitions.definition import Definition
from engine.definitions.finding import Place, fault, warning
from forms.model import every_field


def check_bsn(definition: Definition) -> Iterator[Finding]:
    """Of the region's own forms, with their blocks: a shared form asks nothing by itself."""
    asked = [
        (form.file, field)
        for form in definition.forms.values()
        if not form.file.startswith(SHARED)
        for field in every_field(form.fields)
        if field.kind == "bsn"
    ]
    bsn = definition.region.bsn
    if bsn is None:
        for file, field in asked:
            yield fault(
                "bsn-grondslag",
                f"Het veld `{field.key}` vraagt een burgerservicenummer, en region.toml zegt niet dat dat mag.",
                "Zet [bsn] in region.toml, met `aan`, `grondslag` en `rollen`, of haal het veld weg.",
                Place(file, field.line, field.id),
            )
    elif bsn.on and not asked:
        yield warning(
            "bsn-grondslag",
            "Geen formulier vraagt een burgerservicenummer.",
            "Zet `aan` bij [bsn] op false, of haal [bsn] weg.",
            Place("region.toml"),
        )
