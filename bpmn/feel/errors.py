"""What can be wrong with a FEEL text: it can't be read, or it asks too much."""


class FeelError(Exception):
    """Something is wrong with a FEEL text; the message is Dutch and for the designer."""


class FeelSyntaxError(FeelError):
    """The text is not FEEL.

    `start` and `end` are 0-based offsets in `text`; `line` and `column` count from 1.
    `message` says what is wrong, `advice` what to do (may be empty).
    """

    def __init__(self, message: str, text: str, start: int, end: int | None = None, advice: str = "") -> None:
        self.message = message
        self.advice = advice
        self.text = text
        self.start = min(start, len(text))
        self.end = max(self.start, self.start + 1 if end is None else end)
        before = text[: self.start]
        self.line = before.count("\n") + 1
        self.column = self.start - (before.rfind("\n") + 1) + 1
        place = f"teken {self.column}" if self.line == 1 else f"regel {self.line}, teken {self.column}"
        super().__init__(" ".join(filter(None, [f"{message} ({place}).", advice])))


class FeelLimitError(FeelError):
    """The text is too long, too deep, or makes too much work or too large a value."""
