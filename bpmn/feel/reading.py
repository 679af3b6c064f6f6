"""From text to words: numbers, strings, names and signs, each with its place."""

import re
from typing import NamedTuple

from lark import Lark
from lark.exceptions import UnexpectedCharacters

from bpmn.feel.errors import FeelLimitError, FeelSyntaxError

MAX_TEXT = 4_000

# Keywords are read as names: the parser knows by place whether a name is a keyword.
_WORDS = Lark(
    r"""
    start: (NUMBER | STRING | NAME | SIGN)*
    NUMBER: /([0-9]+(\.[0-9]+)?|\.[0-9]+)([eE][+-]?[0-9]+)?/
    STRING: /"(\\.|[^"\\])*"/s
    NAME: /[^\W\d]\w*/
    SIGN: /\*\*|\.\.|<=|>=|!=|==|->|[-+*\/=<>()\[\]{}.,:?@]/
    COMMENT.2: /\/\/[^\n]*|\/\*(.|\n)*?\*\//
    BLANK: /[\s\u200b\ufeff]+/
    %ignore COMMENT
    %ignore BLANK
    """,
    parser="lalr",
    lexer="basic",
)

KEYWORDS = frozenset(
    [
        "and",
        "or",
        "not",
        "if",
        "then",
        "else",
        "for",
        "return",
        "some",
        "every",
        "satisfies",
        "in",
        "between",
        "function",
        "external",
        "true",
        "false",
        "null",
    ]
)

_ADVICE = {
    "'": 'Zet een tekst tussen dubbele aanhalingstekens: "geld".',
    "‘": 'Zet een tekst tussen rechte dubbele aanhalingstekens: "geld".',
    "’": 'Zet een tekst tussen rechte dubbele aanhalingstekens: "geld".',
    "“": 'Zet een tekst tussen rechte dubbele aanhalingstekens: "geld".',
    "”": 'Zet een tekst tussen rechte dubbele aanhalingstekens: "geld".',
    "„": 'Zet een tekst tussen rechte dubbele aanhalingstekens: "geld".',
    "&": "Schrijf `and` voor en.",
    "|": "Schrijf `or` voor of.",
    "!": "Schrijf `not(...)` voor niet, of `!=` voor ongelijk.",
    "≥": "Schrijf `>=`.",
    "≤": "Schrijf `<=`.",
    "≠": "Schrijf `!=`.",
    "×": "Schrijf `*`.",
    "–": "Schrijf een gewoon minteken: `-`.",
    "−": "Schrijf een gewoon minteken: `-`.",
    "€": "Schrijf een bedrag zonder euroteken.",
    "%": "Schrijf een percentage als getal: 0.25 voor 25 procent.",
    ";": "Schrijf een komma tussen waarden.",
    "`": "Een naam bestaat uit letters, cijfers en liggende streepjes.",
    "$": "Schrijf de naam zonder `${...}`.",
    "#": "Schrijf de naam zonder `#{...}`.",
}


class Word(NamedTuple):
    kind: str  # NUMBER, STRING, NAME, SIGN or END
    text: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """All words, then one END. Raises FeelSyntaxError and FeelLimitError."""
    if len(text) > MAX_TEXT:
        raise FeelLimitError(
            f"De expressie is te lang: {len(text)} tekens, ten hoogste {MAX_TEXT}. Verdeel haar in stukken."
        )
    try:
        words = [
            Word(token.type, str(token), token.start_pos or 0, token.end_pos or 0)
            for token in _WORDS.lex(text)
        ]
    except UnexpectedCharacters as error:
        raise _unreadable(text, error.pos_in_stream or 0) from None
    words.append(Word("END", "", len(text), len(text)))
    return words


def _unreadable(text: str, at: int) -> FeelSyntaxError:
    sign = text[at]
    if sign == '"':
        return FeelSyntaxError("Deze tekst wordt niet gesloten", text, at, len(text), 'Zet er een " achter.')
    return FeelSyntaxError(f"Het teken {sign} hoort hier niet", text, at, None, _ADVICE.get(sign, ""))


_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{6}|.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "'": "'", "\\": "\\"}


def unquote(word: str) -> str:
    """The text of a string literal. An unknown escape stays as it is written (patterns use `\\d`)."""
    body = word[1:-1]
    return _ESCAPE.sub(_unescape, body) if "\\" in body else body


def _unescape(match: re.Match[str]) -> str:
    code = match.group(1)
    if len(code) > 1:
        number = int(code[1:], 16)
        return chr(number) if number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF else "\ufffd"
    return _ESCAPED.get(code, "\\" + code)
