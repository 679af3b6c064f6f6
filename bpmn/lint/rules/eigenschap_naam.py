"""The names of properties are known, and stand where they mean something."""

from collections.abc import Iterator
from difflib import get_close_matches

from bpmn.findings import Finding
from bpmn.lint.subject import Subject
from bpmn.lint.words import ANYWHERE, PLACE_WORDS, PLACES, belongs

RULE = "eigenschap-naam"


def check(subject: Subject) -> Iterator[Finding]:
    for node in subject.nodes():
        for name in node.properties:
            if name not in PLACES and name not in ANYWHERE:
                close = get_close_matches(name.lower().replace("-", "_"), (*PLACES, *ANYWHERE), 1)
                advice = (
                    f"Bedoelt u '{close[0]}'?"
                    if close
                    else f"Bekende eigenschappen: {', '.join((*PLACES, *ANYWHERE))}."
                )
                yield subject.warning(
                    RULE, node, f"De eigenschap '{name}' is niet bekend en doet niets.", advice
                )
            elif not belongs(name, node):
                advice = f"Ze hoort op {PLACE_WORDS[PLACES[name]]}."
                yield subject.warning(RULE, node, f"De eigenschap '{name}' doet hier niets.", advice)
