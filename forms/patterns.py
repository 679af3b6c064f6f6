"""Patterns of form files, through re2: a pattern can't take more time than the text is long."""

from functools import lru_cache
from typing import Any

import re2

MOST_SIGNS = 500


@lru_cache(maxsize=1000)
def compiled(pattern: str) -> Any | None:
    """The compiled pattern, or None when re2 does not take it."""
    if len(pattern) > MOST_SIGNS:
        return None
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    try:
        return re2.compile(pattern, options)
    except (re2.error, UnicodeError):
        return None


def found(pattern: str, text: str) -> bool | None:
    """Is the pattern anywhere in the text (as form-js judges)? None when the pattern itself is not right."""
    matcher = compiled(pattern)
    return None if matcher is None else matcher.search(text) is not None
