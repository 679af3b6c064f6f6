"""A place in the words of a text: looking ahead, taking words, and saying in Dutch what was expected."""

from bpmn.feel.errors import FeelSyntaxError
from bpmn.feel.reading import KEYWORDS, Word, words_of


class Cursor:
    """Stands before one word of a text. Raises FeelSyntaxError and FeelLimitError when made."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = words_of(text)
        self.at = 0

    # words

    @property
    def word(self) -> Word:
        return self.words[self.at]

    def ahead(self, count: int = 1) -> Word:
        return self.words[min(self.at + count, len(self.words) - 1)]

    def take(self) -> Word:
        word = self.words[self.at]
        if word.kind != "END":
            self.at += 1
        return word

    def sees(self, text: str) -> bool:
        word = self.words[self.at]
        return word.text == text and word.kind in ("SIGN", "NAME")

    def skip(self, text: str) -> bool:
        if self.sees(text):
            self.at += 1
            return True
        return False

    def expect(self, text: str, what: str) -> Word:
        if not self.sees(text):
            raise self.unexpected(f"Hier hoort {text} te staan{what}")
        return self.take()

    def end_of_last(self) -> int:
        return self.words[max(self.at - 1, 0)].end

    def finish(self) -> None:
        if self.word.kind != "END":
            raise self.unexpected("")

    # errors

    def unexpected(self, expected: str) -> FeelSyntaxError:
        word = self.word
        before = self.words[self.at - 1] if self.at else None
        special = self.known_mistake(word, before)
        if special:
            return FeelSyntaxError(special[0], self.text, word.start, word.end, special[1])
        if word.kind == "END":
            advice = f"{expected}." if expected else "Vul aan wat er nog moet komen."
            return FeelSyntaxError("De expressie is niet af", self.text, word.start, word.end, advice)
        message = expected or f"`{word.text}` hoort hier niet"
        return FeelSyntaxError(message, self.text, word.start, word.end)

    def known_mistake(self, word: Word, before: Word | None) -> tuple[str, str] | None:
        """Message and advice for what people often write by mistake."""
        if word.text == "==" or (before and (before.text, word.text) == ("=", "=")):
            return "`==` bestaat niet", "Gebruik één =."
        if before and (before.text, word.text) in (("=", ">"), ("=", "<"), ("<", ">")):
            right = {"=>": ">=", "=<": "<=", "<>": "!="}[before.text + word.text]
            return f"`{before.text}{word.text}` bestaat niet", f"Schrijf `{right}`."
        if before and word.text == "," and before.kind == self.ahead().kind == "NUMBER":
            right = f"{before.text.replace('.', '')}.{self.ahead().text}"
            return "In een getal staat een punt, geen komma", f"Schrijf {right}."
        if before and _is_value(before) and _is_value(word):
            return (
                f"Tussen `{before.text}` en `{word.text}` ontbreekt een teken",
                "Zet er bijvoorbeeld =, and of een komma tussen; een tekst staat tussen dubbele aanhalingstekens.",
            )
        return None


def _is_value(word: Word) -> bool:
    return word.kind in ("NUMBER", "STRING") or (
        word.kind == "NAME" and word.text not in KEYWORDS - {"true", "false", "null"}
    )
