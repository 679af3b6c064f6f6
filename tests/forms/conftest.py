"""Fixtures for the tests of forms."""

import pytest

from forms.filling import Surroundings
from tests.forms.making import around


@pytest.fixture
def here() -> Surroundings:
    """Surroundings that know nothing, on 21 November 2026."""
    return around()
