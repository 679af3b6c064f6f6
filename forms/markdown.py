"""Markdown of form texts and pages to HTML: no raw HTML, no pictures, and answers that can't become markup."""

import re
from collections.abc import Callable
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

_SIGNS = re.compile(r"([!-/:-@\[-`{-~])")
_BREAKS = re.compile(r"[ \t]*\n\s*")
_CLASSES = {
    "p": "nl-paragraph",
    "a": "nl-link",
    "ul": "utrecht-unordered-list",
    "ol": "utrecht-ordered-list",
    "table": "utrecht-table utrecht-table--html-table",
}
_READER = (
    MarkdownIt("commonmark", {"html": False, "breaks": False})
    .enable("table")
    .disable(["image", "html_block"])
)


def escaped(text: str) -> str:
    """An answer as it must stand in Markdown to be read as plain text. A line end becomes a line break."""
    return _BREAKS.sub("\\\n", _SIGNS.sub(r"\\\1", text.strip()))


@lru_cache(maxsize=1024)
def html_of(text: str, top: int = 2) -> Markup:
    """Markdown as safe HTML in the house style; its highest heading becomes level `top` (1 to 6)."""
    tokens = _READER.parse(text)
    for token in tokens:
        _dress(token, top)
        for child in token.children or ():
            _dress(child, top)
    return Markup(_render(tokens))  # noqa: S704 - html is off in the reader, so all text in it is escaped


def tokens_of(text: str) -> list[Token]:
    """What the text says, for who shows it in another way than as HTML."""
    return _READER.parse(text)


def _dress(token: Token, top: int) -> None:
    """Give the tag its class, and lower a heading that would stand above those of the page."""
    if token.type in ("heading_open", "heading_close"):
        level = min(6, max(top, int(token.tag[1])))
        token.tag = f"h{level}"
        if token.nesting == 1:
            token.attrJoin("class", f"nl-heading nl-heading--level-{level}")
    elif token.nesting == 1 and token.tag in _CLASSES:
        token.attrJoin("class", _CLASSES[token.tag])


def _render(tokens: list[Token]) -> str:
    render: Callable[..., object] = _READER.renderer.render
    return str(render(tokens, _READER.options, {}))
