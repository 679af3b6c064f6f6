"""What can be wrong with a route: it can't be loaded, or it can't go on. Messages are Dutch."""


class RouteError(Exception):
    """A route cannot run, or cannot go on. Nothing was returned, so nothing changed.

    `message` says what is wrong and what to do; `element` is the id of the element, empty when it is about the whole
    route; `reads` are the (name, value) pairs that the expression read, when one went wrong.
    """

    def __init__(self, message: str, element: str = "", reads: tuple[tuple[str, object], ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.element = element
        self.reads = reads

    def __str__(self) -> str:
        return f"{self.message} (element '{self.element}')" if self.element else self.message


class NotWaiting(RouteError):
    """The task, job or subscription does not wait (any more): somebody was first, or it was cancelled."""
