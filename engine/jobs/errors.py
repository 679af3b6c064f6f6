"""What can go wrong with an effect on the world outside. The messages are Dutch and are shown with the incident."""

from engine.errors import EngineError


class EffectFailed(EngineError):
    """The effect did not happen. `final` is true when trying again cannot help."""

    def __init__(self, message: str, final: bool = False) -> None:
        super().__init__(message)
        self.final = final


class CallFailed(EffectFailed):
    """A connector did not answer, refused, or may not be reached."""


class MailFailed(EffectFailed):
    """The mail server could not be reached or refused the mail."""
