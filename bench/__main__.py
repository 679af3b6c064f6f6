"""`make bench`: measure everything in one run and say which promises hold."""

import time

from bench import lists, pages, size, steps
from bench.databases import places
from bench.measuring import SCALE


def main() -> None:
    begin = time.monotonic()
    print(
        f"Leidraad, measured at scale {SCALE:g}: medians, in turn with what they are compared with",
        flush=True,
    )
    with places() as made:
        bars = [bar for part in (steps, lists, pages, size) for bar in part.measure(made)]
    print("\nWhat is promised")
    for bar in bars:
        print(bar)
    missed = sum(not bar.holds for bar in bars)
    print(f"\n{time.monotonic() - begin:.0f} seconds; {len(bars) - missed} hold, {missed} missed")


if __name__ == "__main__":
    main()
