"""All built-in functions by name."""

from bpmn.feel.functions import contexts, conversion, lists, numbers, ranges, texts, times
from bpmn.feel.functions.signature import BuiltIn, Signature

_MODULES = (conversion, texts, numbers, lists, contexts, times, ranges)


def _built_ins() -> dict[str, BuiltIn]:
    signatures: dict[str, tuple[Signature, ...]] = {}
    for module in _MODULES:
        for name, signature in module.FUNCTIONS.signatures:
            signatures[name] = (*signatures.get(name, ()), signature)
    return {name: BuiltIn(name, found) for name, found in signatures.items()}


BUILT_INS = _built_ins()
