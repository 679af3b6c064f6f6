"""What can go wrong when a rehearsal is asked for. Messages are Dutch."""

from engine.errors import EngineError


class NoRehearsal(EngineError):
    """The region has no rehearsal with this name."""
