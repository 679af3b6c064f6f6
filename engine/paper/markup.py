"""Markdown as a tree of plain values, which the sheet shows. What people wrote is text in it, and nothing else."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from urllib.parse import urlsplit

from markdown_it.token import Token

from forms.markdown import tokens_of

Node = dict[str, object]

# What stands deeper than this is shown as part of what is around it: there is no room for more on a sheet.
DEEPEST = 16
SCHEMES = ("http", "https", "mailto")


def tree_of(markdown: str) -> list[Node]:
    """The parts of a text: {kind, text} or {kind, inside, …}. `kind` is that of markdown-it, without "_open".

    The highest heading is of level 2, for the title is 1; no level is passed over, and no heading is empty.
    """
    top: list[Node] = []
    open_ones = [top]
    level = 1
    for token in _flat(tokens_of(markdown)):
        if token.nesting == -1:
            open_ones.pop()
        elif token.nesting == 0:
            open_ones[-1].append({"kind": token.type, "text": token.content})
        elif len(open_ones) > DEEPEST:
            open_ones.append(open_ones[-1])
        else:
            node, inside = _part(token, level)
            level = int(str(node.get("level", level)))
            open_ones[-1].append(node)
            open_ones.append(inside)
    return top


def _flat(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens of a line in the place of the line; without headings that say nothing."""
    empty = 0
    for place, token in enumerate(tokens):
        if token.type == "heading_open" and not tokens[place + 1].content.strip():
            empty = 3  # the heading begins, its line, it ends
        if empty:
            empty -= 1
        elif token.type == "inline":
            yield from token.children or ()
        else:
            yield token


def _part(token: Token, level: int) -> tuple[Node, list[Node]]:
    """A part and the list of what will stand in it. `level` is that of the heading before."""
    inside: list[Node] = []
    node: Node = {"kind": token.type.removesuffix("_open"), "inside": inside}
    if node["kind"] == "heading":
        node["level"] = min(max(2, int(token.tag[1])), level + 1)
    elif node["kind"] == "ordered_list":
        node["start"] = int(token.attrs.get("start", 1))
    elif node["kind"] == "link":
        node |= _target(str(token.attrs.get("href", "")))
    return node, inside


def _target(address: str) -> Node:
    """Where a link goes. An address inside the site leads nowhere from paper: then only its words stand there."""
    with suppress(ValueError):
        if urlsplit(address).scheme in SCHEMES:
            return {"to": address}
    return {"kind": "words"}
