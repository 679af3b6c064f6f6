"""Handing a form in over HTTP, at the production server with its two processes; and a form of two hundred fields."""

import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from http.client import HTTPConnection
from statistics import median
from time import perf_counter

from bench.databases import KINDS, Places
from bench.measuring import Bar, Row, Sample, clocked, medians, say, scaled, table
from bench.region import SETTINGS, Site
from engine import people
from engine.store.database import open_database
from webui.app import create_app
from webui.commands.serving import PROCESSES, serve
from webui.sessions import COOKIE

HOST = "127.0.0.1"
CLIENTS = 4
TEN = {"akkoord": "ja", "datum": "", "ronde": "0", "verslag": "Kort verslag (synthetisch).", "besproken": "ja"} | {
    f"veld_{number}": "Tekst" for number in range(5)
}  # fmt: skip
MANY = {f"veld_{number}": "ja" for number in range(200)}
ABOUT = (
    f"The production server with {PROCESSES} processes; POST /taken/<task> until the answer, a connection for each request.\n"
    "  The durable step is the same step by complete_task on the same database. They take turns; medians."
)
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Browser:
    """A browser of somebody who is signed in."""

    def __init__(self, port: int, session: str) -> None:
        self._port = port
        self._cookies = {COOKIE: session}
        self._token = ""

    def get(self, path: str) -> str:
        """Read a page; its token and cookies are kept for what is posted next."""
        status, text, cookies = self._ask("GET", path)
        assert status == 200, (path, status)
        self._token = _TOKEN.findall(text)[-1]
        self._cookies |= cookies
        return text

    def post(self, path: str, fields: dict[str, str]) -> None:
        """Hand a form in as a browser does; it must be taken. The redirect, where the message is shown, is not followed."""
        status, text, _ = self._ask("POST", path, {"csrf_token": self._token, "actie": "versturen", **fields})
        assert status == 303, (path, status, text[:2000])

    def _ask(
        self, method: str, path: str, fields: dict[str, str] | None = None
    ) -> tuple[int, str, dict[str, str]]:
        connection = HTTPConnection(HOST, self._port, timeout=60)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        body = None
        if fields is not None:
            headers["Content-Type"] = "multipart/form-data; boundary=grens"
            body = _multipart(fields)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        set_ = [value.partition(";")[0].partition("=") for value in answer.headers.get_all("Set-Cookie", [])]
        return answer.status, text, {name: value for name, _, value in set_}


def _multipart(fields: dict[str, str]) -> bytes:
    parts = [
        f'--grens\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    return ("".join(parts) + "--grens--\r\n").encode()


def measure(places: Places) -> list[Bar]:
    """Print the table of pages; returns what is promised about them."""
    rows: list[Row] = []
    bars: list[Bar] = []
    for kind in KINDS:
        url = places.new(kind, "pages")
        site = Site(open_database(url))
        say(f"{kind}: the server")
        with _serving(url) as port:
            found = medians(_samples(site, port), scaled(60))
            each, per_second = _together(site, port, scaled(60))
        site.database.close()
        step, ten = found["durable step"], found["ten fields: hand in"]
        rows += [(f"{kind}: {name}", value, "") for name, value in found.items()]
        rows.append((f"{kind}: ten fields: hand in, {CLIENTS} clients", each, f"{per_second:.0f} a second"))
        bars.append(Bar(f"ten fields over HTTP / durable step, {kind}", ten / step, most=3))
        for act in ("hand in", "display"):
            value = found[f"two hundred fields: {act}"] / found[f"ten fields: {act}"]
            bars.append(Bar(f"two hundred fields / ten fields, {act}, {kind}", value, most=10))
    table("(d) Pages over HTTP", ABOUT, rows)
    return bars


def _samples(site: Site, port: int) -> dict[str, Sample]:
    browser = _browser(site, port)

    def handing_in(route: str, fields: dict[str, str]) -> Sample:
        def once() -> float:
            path = _new_task(site, route)
            return clocked(lambda: browser.post(path, fields))

        return once

    def display(route: str) -> Sample:
        path = _new_task(site, route)
        return lambda: clocked(lambda: browser.get(path))

    def durable() -> float:
        task = _new_task(site, "meetroute").rpartition("/")[2]
        return clocked(lambda: site.do(task))

    return {
        "ten fields: display": display("meetroute"),
        "durable step": durable,
        "ten fields: hand in": handing_in("meetroute", TEN),
        "two hundred fields: display": display("veel"),
        "two hundred fields: hand in": handing_in("veel", MANY),
    }


def _new_task(site: Site, route: str) -> str:
    """The address of the first task of a new case."""
    return f"/taken/{site.open(site.begin(route=route))[0][0]}"


def _browser(site: Site, port: int) -> Browser:
    person = site.worker.actor.person
    assert person is not None
    with site.database.transaction() as tx:
        return Browser(port, people.begin_session(tx, person))


def _together(site: Site, port: int, times: int) -> tuple[float, float]:
    """Several clients at once: the median of one hand-in in milliseconds, and how many there are in a second."""
    todo = [[_new_task(site, "meetroute") for _ in range(times)] for _ in range(CLIENTS)]
    browsers = [_browser(site, port) for _ in range(CLIENTS)]
    for browser, paths in zip(browsers, todo, strict=True):
        browser.get(paths[0])

    def client(number: int) -> list[float]:
        return [clocked(_posting(browsers[number], path)) for path in todo[number]]

    begin = perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        found = [one for each in pool.map(client, range(CLIENTS)) for one in each]
    return median(found), len(found) / (perf_counter() - begin)


def _posting(browser: Browser, path: str) -> Callable[[], None]:
    return lambda: browser.post(path, TEN)


@contextmanager
def _serving(url: str) -> Iterator[int]:
    """The server in processes of its own, on a free port of this machine."""
    port = _free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "bench.pages", url, str(port)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        if server.stdout.readline().strip() != "ready":
            raise RuntimeError("the server did not start")
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _serve(url: str, port: int) -> None:
    settings = replace(SETTINGS, database=url, base_url=f"http://{HOST}:{port}")
    serve(lambda: create_app(settings, open_database(url)), HOST, port, lambda: print("ready", flush=True))


if __name__ == "__main__":
    _serve(sys.argv[1], int(sys.argv[2]))
