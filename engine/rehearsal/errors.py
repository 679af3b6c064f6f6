"""What can go wrong when a rehearsal is played. Messages are Dutch."""

from engine.errors import EngineError


class NoRehearsal(EngineError):
    """The region has no rehearsal with this name."""


class Unmet(EngineError):
    """Something went otherwise than the rehearsal says: the message tells what was expected and what was seen."""


class Stuck(Unmet):
    """The route could not go on: that tells that something is missing, but not that anybody looked for it."""
