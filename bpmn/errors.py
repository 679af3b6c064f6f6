"""What can be wrong with a model file. Messages are Dutch and say what to do."""


class ModelError(Exception):
    """A model file cannot be read.

    `message` is Dutch and says what is wrong and what to do; `file` is the name as the designer knows it;
    `line` is 1-based or None; `element` is the id of the element, or None.
    """

    def __init__(self, message: str, file: str, line: int | None = None, element: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.file = file
        self.line = line
        self.element = element

    def __str__(self) -> str:
        place = self.file + (f", regel {self.line}" if self.line else "")
        what = f" ({self.element})" if self.element else ""
        return f"{place}{what}: {self.message}"
