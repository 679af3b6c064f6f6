"""Which names an expression takes from outside itself."""

from bpmn.feel.functions.registry import BUILT_INS
from bpmn.feel.syntax import (
    Call,
    ContextOf,
    Filter,
    For,
    FunctionOf,
    Iteration,
    Name,
    Node,
    Quantified,
    children,
)


def free_names(tree: Node) -> frozenset[str]:
    """The names that nothing inside the tree binds, without those of built-in functions that are called."""
    return frozenset(_free(tree))


def _free(node: Node) -> set[str]:
    if isinstance(node, Name):
        return {node.name}
    if isinstance(node, Call):
        return _free_of_call(node)
    if isinstance(node, Filter):
        return _free(node.base) | (_free(node.condition) - {"item"})
    if isinstance(node, For | Quantified):
        return _free_of_iterations(node)
    if isinstance(node, FunctionOf):
        return _free(node.body) - set(node.parameters)
    if isinstance(node, ContextOf):
        return _free_of_context(node)
    return {name for child in children(node) for name in _free(child)}


def _free_of_call(node: Call) -> set[str]:
    names = {name for argument in node.arguments for name in _free(argument)}
    own = _free(node.function)
    if isinstance(node.function, Name) and node.function.name in BUILT_INS:
        own = set()
    return names | own


def _free_of_iterations(node: For | Quantified) -> set[str]:
    body = node.body if isinstance(node, For) else node.condition
    free = _free(body) - ({"partial"} if isinstance(node, For) else set())
    for iteration in reversed(node.iterations):
        free = _free_of_iteration(iteration, free)
    return free


def _free_of_iteration(iteration: Iteration, inside: set[str]) -> set[str]:
    return _free(iteration.domain) | (inside - {iteration.name})


def _free_of_context(node: ContextOf) -> set[str]:
    free: set[str] = set()
    bound: set[str] = set()
    for key, entry in node.entries:
        free |= _free(entry) - bound
        bound.add(key)
    return free
