"""How a thing is timed here: warmed up, many times, the median; and how a row of the table is printed."""

import gc
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

SCALE = float(os.environ.get("SCALE", "1"))


def scaled(count: int, least: int = 3) -> int:
    """`count` at full scale, never under `least`."""
    return max(least, int(count * SCALE))


def median_ms(work: Callable[[], object], times: int, warm_up: int = 3) -> float:
    """The median time of `work` in milliseconds."""
    for _ in range(min(warm_up, times)):
        work()
    gc.collect()
    return statistics.median(_timed(work) for _ in range(times))


def _timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


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
        bound = f"<= {self.most:g}" if self.most is not None else f">= {self.least:g}"
        return f"  {'holds ' if self.holds else 'MISSED'} {self.text}: {self.value:.2f} ({bound})"


def table(title: str, rows: list[tuple[str, float, str]], unit: str = "ms") -> None:
    """Print (what, value, remark) rows."""
    print(f"\n{title}", flush=True)
    for what, value, remark in rows:
        print(f"  {what:<58} {value:>10.3f} {unit}  {remark}", flush=True)
