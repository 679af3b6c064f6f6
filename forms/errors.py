"""What can be wrong with a form file. Messages are Dutch and say what to do."""


class FormError(Exception):
    """A form file cannot be read.

    `message` is Dutch and says what is wrong and what to do; `file` is the name as the designer knows it;
    `line` is 1-based or None; `path` is the place in the JSON ("components[2].validate.min"), or empty.
    """

    def __init__(self, message: str, file: str, line: int | None = None, path: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.file = file
        self.line = line
        self.path = path

    def __str__(self) -> str:
        place = self.file + (f", regel {self.line}" if self.line else "")
        what = f" ({self.path})" if self.path else ""
        return f"{place}{what}: {self.message}"


class NoSuchBlock(FormError):
    """A form names a block that there is no form for. `block` is the name."""

    def __init__(self, message: str, file: str, line: int | None, path: str, *, block: str) -> None:
        super().__init__(message, file, line, path)
        self.block = block
