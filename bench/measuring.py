"""How a thing is timed here: warmed up, in turn with what it is compared with, the median; and how it is printed."""

import gc
import os
import random
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

SCALE = float(os.environ.get("SCALE", "1"))

Sample = Callable[[], float]  # does the thing once; its milliseconds
Row = tuple[str, float, str]  # what, how much, a remark


def scaled(count: int, least: int = 2) -> int:
    """`count` at full scale, never under `least`."""
    return max(least, int(count * SCALE))


def clocked(work: Callable[[], object]) -> float:
    """How long `work` takes, in milliseconds."""
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


def sample(work: Callable[[], object]) -> Sample:
    """`work` as a thing to be timed whole."""
    return lambda: clocked(work)


def medians(samples: Mapping[str, Sample], times: int, warm_up: int = 1) -> dict[str, float]:
    """The median of each, in milliseconds. They take turns, so that noise of the machine hits all of them alike, and in
    another order every round, so that none always comes after one that leaves the caches full of its own."""
    for _ in range(warm_up):
        for one in samples.values():
            one()
    gc.collect()
    gc.freeze()  # what the setting up left behind is not gone through again and again
    measured: dict[str, list[float]] = {name: [] for name in samples}
    turns = random.Random(1)
    for _ in range(times):
        for name in turns.sample(list(samples), len(samples)):
            measured[name].append(samples[name]())
    gc.unfreeze()
    return {name: statistics.median(found) for name, found in measured.items()}


@dataclass(frozen=True)
class Bar:
    """A promise about a ratio: `value` may be at most `most` (or at least `least`)."""

    text: str
    value: float
    most: float | None = None
    least: float | None = None

    @property
    def holds(self) -> bool:
        return (self.most is None or self.value <= self.most) and (
            self.least is None or self.value >= self.least
        )

    def __str__(self) -> str:
        bound = f"at most {self.most:g}" if self.most is not None else f"at least {self.least:g}"
        return f"  {'holds ' if self.holds else 'MISSED'} {self.text}: {self.value:.2f} ({bound})"


def say(text: str) -> None:
    """A line about how far the setting up is."""
    print(f"  … {text}", flush=True)


def table(title: str, about: str, rows: list[Row], unit: str = "ms") -> None:
    print(f"\n{title}\n  {about}", flush=True)
    for what, value, remark in rows:
        print(f"  {what:<58} {value:>10.3f} {unit:<3} {remark}".rstrip(), flush=True)
