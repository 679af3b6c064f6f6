"""Free text, names, files and what is the pupil's stay with the answers: an expression can't read them."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.subject import Subject

RULE = "geen-feit"


def check(subject: Subject) -> Iterator[Finding]:
    for site, checked in subject.expressions:
        names = {name.partition(".")[0] for name in checked.reads}
        for name in sorted(names & (subject.knowledge.texts - subject.knowledge.local(site.node, {}).keys())):
            message = (
                f"{site.what} leest het veld '{name}'. Tekst, namen, BSN, bestanden en velden met `leerling` "
                "kunnen geen feit zijn."
            )
            yield subject.fault_in(
                RULE,
                site,
                message,
                "Vraag wat de route moet weten met een keuze, getal, datum of vinkje.",
            )
