"""Built-in names that contain spaces: FEEL has no others, so they can be found by a list."""

_FUNCTIONS = """
date and time; years and months duration; string length; upper case; lower case; substring before;
substring after; starts with; ends with; string join; list contains; list replace; insert before; index of;
distinct values; round up; round down; round half up; round half down; met by; overlaps before; overlaps after;
finished by; started by; day of year; day of week; month of year; week of year; get value; get entries;
context put; context merge
"""
_FIELDS = "time offset; start included; end included"
_TYPES = "date and time; days and time duration; years and months duration"


def _by_first_word(names: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """First word -> the whole names, longest first."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for name in sorted(names.split(";"), key=len, reverse=True):
        parts = tuple(name.split())
        found[parts[0]] = (*found.get(parts[0], ()), parts)
    return found


SPACED_FUNCTIONS = _by_first_word(_FUNCTIONS)
SPACED_FIELDS = _by_first_word(_FIELDS)
SPACED_TYPES = _by_first_word(_TYPES)
