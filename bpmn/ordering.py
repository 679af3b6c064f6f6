"""Put the nodes of one scope in the order in which they come, whatever loops there are."""

from collections.abc import Mapping, Sequence


def forward_order(first: Sequence[str], after: Mapping[str, Sequence[str]]) -> list[str]:
    """All nodes that `first` leads to, so that every flow points forward but for those that close a loop.

    `after` gives what follows each node. Depth first, and then the other way round.
    """
    finished: list[str] = []
    seen: set[str] = set()
    for begin in first:
        stack = [] if begin in seen else [(begin, iter(after[begin]))]
        seen.add(begin)
        while stack:
            node, targets = stack[-1]
            target = next((each for each in targets if each not in seen), None)
            if target is None:
                finished.append(node)
                stack.pop()
            else:
                seen.add(target)
                stack.append((target, iter(after[target])))
    return finished[::-1]


def depths(order: Sequence[str], after: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """How many steps each node lies from the beginning, along the longest way without going back."""
    rank = {node: number for number, node in enumerate(order)}
    depth = dict.fromkeys(order, 0)
    for node in order:
        for target in after[node]:
            if rank[target] > rank[node]:
                depth[target] = max(depth[target], depth[node] + 1)
    return depth
