"""What a command cannot do. The message is one Dutch line that says what to do."""


class CommandError(Exception):
    pass
