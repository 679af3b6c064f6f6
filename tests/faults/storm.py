"""Walkers and workers in processes of their own, killed at random and begun again, round after round."""

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing.context import ForkServerProcess
from random import Random

from engine.store import answers, cases
from tests.engine.mini import Mini
from tests.faults.children import Journal, Place, child, walk, work

WALKERS = ("walker-0", "walker-1")
WORKERS = ("worker-0", "worker-1")
A_WEEK_AND_A_DAY = timedelta(days=8)


@dataclass
class Storm:
    """`kills` counts, by name, the children that were killed from outside and those that came to their moment."""

    place: Place
    random: Random
    kills: Counter[str] = field(default_factory=Counter)
    running: dict[str, ForkServerProcess] = field(default_factory=dict)

    def blow(self, rounds: int, kills: int) -> None:
        """In each round so many kills; between two rounds all are dead, and timers and leases come due."""
        for _ in range(rounds):
            for name in (*WALKERS, *WORKERS):
                self._begin(name)
            for _ in range(kills):
                time.sleep(self.random.uniform(0.02, 0.4))
                name = self.random.choice(list(self.running))
                self._kill(name)
                self._begin(name)
            for name in list(self.running):
                self._kill(name)
            self.place.move(A_WEEK_AND_A_DAY)

    def _begin(self, name: str) -> None:
        number = int(name[-1])
        if name in WALKERS:
            self.running[name] = child(walk, self.place, number, self.random.getrandbits(30))
        else:
            self.running[name] = child(work, self.place, self.random.choice((0, self.random.randint(1, 150))))

    def _kill(self, name: str) -> None:
        process = self.running.pop(name)
        process.kill()
        process.join(30)
        assert process.exitcode == -9, f"{name} came to an end by itself: {process.exitcode}"
        self.kills[name[:6]] += 1


def check_journals(place: Place, mini: Mini) -> list[str]:
    """What a walker was told that it did, is there once; what it never heard of is there once or not at all."""
    signs = _signs(mini)
    found = []
    for journal in (Journal(place.folder / name).read() for name in WALKERS):
        for sign in journal.meant():
            times, did = signs[sign], journal.results().get(sign) == "did"
            if times > 1 or (did and times != 1):
                found.append(f"{sign}: {times} times, {journal.results().get(sign, 'never heard')}")
    return found


def _signs(mini: Mini) -> Counter[str]:
    """How often each sign stands in an answer."""
    with mini.database.transaction(writes=False) as tx:
        visits = [one for case in cases.all_ids(tx) for one in answers.of_case(tx, case)]
    return Counter(str(value) for one in visits for value in one.values.values())
