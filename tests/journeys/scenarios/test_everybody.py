"""A region in Chromium: each role that does something in its rehearsals does it at a screen, wide and narrow, and looks
around; so does who has nothing to do. Every test run walks two regions. TOUR=rollen walks all of them (a quarter of an
hour); with TOUR=heel everybody does every step that they do in any rehearsal, and looks around after each. SCREENS=<folder>
keeps a picture of every page."""

import os
from contextlib import closing

import pytest
from playwright.sync_api import Browser

from tests.journeys.scenarios.conftest import PROCESSES, Settle
from tests.journeys.scenarios.tour import Rehearsals, Tour

TOUR = os.environ.get("TOUR", "")
EVERY = sorted(path.parent.name for path in PROCESSES.glob("*/region.toml"))
REGIONS = EVERY if TOUR else ["digidoor", "voorbeeld"]
WHOLE = TOUR == "heel"

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("region", REGIONS)
def test_everybody_of_a_region_can_use_every_page_they_come_to(
    region: str, settle: Settle, browser: Browser, axe: str
) -> None:
    rehearsals = Rehearsals(PROCESSES / region)
    chosen = rehearsals.for_every_step() if WHOLE else rehearsals.for_every_role()
    assert chosen
    looked: set[str] = set()
    for script in chosen:
        with closing(Tour(browser, settle(region, script.clock), axe)) as tour:
            tour.play(script)
            around = [*tour.people, *(rehearsals.bystanders() if script is chosen[-1] else ())]
            for login in around:
                if WHOLE or not rehearsals.roles_in([login]) <= looked:
                    tour.looks_around(login)
                    looked |= rehearsals.roles_in([login])
