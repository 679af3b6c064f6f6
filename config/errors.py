"""What can be wrong with a settings or region file. Messages are Dutch and say what to do."""


class ConfigError(Exception):
    """A TOML file cannot be read or says something that is not allowed.

    `message` says what is wrong and what to do; `file` is the name as its writer knows it; `key` is the path of the
    key ("rollen.ib.van", "stap[2].wie"), empty when it is about the whole file; `line` is 1-based or None.
    """

    def __init__(self, message: str, file: str, key: str = "", line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.file = file
        self.key = key
        self.line = line

    def __str__(self) -> str:
        place = self.file + (f", regel {self.line}" if self.line else "")
        return f"{place}, {self.key}: {self.message}" if self.key else f"{place}: {self.message}"
