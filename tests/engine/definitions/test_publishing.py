from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import text

from engine.definitions import catalogue
from engine.definitions.bundle import Bundle
from engine.definitions.errors import NotPublishable, Unchanged
from engine.definitions.loading import load
from engine.definitions.publishing import publish
from engine.desk import Desk
from engine.errors import NotAllowed, NothingPublished
from engine.people import actor_of
from engine.store import people
from tests.engine.definitions.conftest import KLEIN, changed


def _as(desk: Desk, login: str) -> Desk:
    with desk.reading() as tx:
        person = people.person_by_login(tx, login)
        assert person is not None
        return replace(desk, actor=actor_of(tx, person))


def test_publishing_freezes_the_files_as_version_one(system: Desk, bundle: Bundle) -> None:
    published = publish(system, bundle, " eerste keer ")

    assert (published.version, published.reason) == (1, "eerste keer")
    with system.reading() as tx:
        assert catalogue.by_id(tx, published.id) == published
        assert catalogue.current(tx, "klein").id == published.id
        assert catalogue.regions(tx) == ["klein"]


def test_a_second_version_leaves_the_first_as_it_was(system: Desk, bundle: Bundle) -> None:
    first = publish(system, bundle, "een")
    second = publish(
        system, changed(bundle, "hulp.bpmn", 'name="Hulp aanvragen"', 'name="Hulp vragen"'), "twee"
    )

    assert second.version == 2
    with system.reading() as tx:
        assert catalogue.by_id(tx, first.id).definition.routes["hulp"].name == "Hulp aanvragen"
        assert catalogue.current(tx, "klein").definition.routes["hulp"].name == "Hulp vragen"


def test_the_same_folder_is_not_published_twice(system: Desk, bundle: Bundle) -> None:
    publish(system, bundle, "een")

    with pytest.raises(Unchanged) as caught:
        publish(system, bundle, "nog eens")

    assert caught.value.version == 1


def test_a_fault_stops_publishing_and_nothing_is_kept(system: Desk, bundle: Bundle) -> None:
    with pytest.raises(NotPublishable) as caught:
        publish(system, changed(bundle, "hulp.bpmn", 'formId="h_besluit"', 'formId="weg"'), "fout")

    assert any(finding.level == "fout" for finding in caught.value.findings)
    with system.reading() as tx, pytest.raises(NothingPublished):
        catalogue.current(tx, "klein")


def test_a_warning_does_not_stop_publishing(system: Desk, bundle: Bundle) -> None:
    assert (
        publish(
            system, changed(bundle, "region.toml", '"School" = "ib"', '"Scholen" = "ib"'), "let op"
        ).version
        == 1
    )


def test_only_a_designer_of_the_region_publishes(system: Desk, bundle: Bundle) -> None:
    load(system, KLEIN)
    other = changed(bundle, "letters/toegekend.md", "Lees het", "Lees dat")
    with pytest.raises(NotAllowed):  # nothing is published yet, so no role says that she designs
        publish(_as(system, "ontwerper"), bundle, "een")
    publish(system, bundle, "een")

    with pytest.raises(NotAllowed):
        publish(_as(system, "beheerder"), other, "twee")
    published = publish(_as(system, "ontwerper"), other, "twee")

    assert (published.version, published.by) == (2, "Olga Prins")


def test_two_who_publish_at_the_same_moment_get_a_version_each(system: Desk, bundle: Bundle) -> None:
    publish(system, bundle, "een")
    folders = [changed(bundle, "letters/toegekend.md", "Lees het", f"Lees het {word}") for word in "abcd"]
    together = Barrier(len(folders))

    def one(folder: Bundle) -> int:
        together.wait(30)
        return publish(system, folder, "tegelijk").version

    with ThreadPoolExecutor(len(folders)) as threads:
        versions = list(threads.map(one, folders))

    assert sorted(versions) == [2, 3, 4, 5]


def test_two_who_publish_the_same_folder_at_once_publish_it_once(system: Desk, bundle: Bundle) -> None:
    together = Barrier(3)

    def one(_: int) -> str:
        together.wait(30)
        try:
            return f"versie {publish(system, bundle, 'tegelijk').version}"
        except Unchanged as error:
            return error.message

    with ThreadPoolExecutor(3) as threads:
        told = sorted(threads.map(one, range(3)))

    unchanged = "Er is niets veranderd: de map is gelijk aan versie 1."
    assert told == [unchanged, unchanged, "versie 1"]


def test_what_is_true_today_is_not_frozen(system: Desk, bundle: Bundle) -> None:
    published = publish(system, bundle, "een")

    assert published.definition.bundle.today == {}
    assert not any(name.startswith("today/") for name in published.definition.bundle.files)


def test_files_that_were_changed_in_the_database_are_refused(system: Desk, bundle: Bundle) -> None:
    marked = changed(bundle, "letters/toegekend.md", "Lees het", "Lees het nu")
    published = publish(system, marked, "een")
    catalogue.forget()
    with system.transaction() as tx:
        tx.connection.execute(
            text(
                "update definition_file set sha256 = (select max(sha256) from blob) where path = 'rules.toml'"
            )
        )

    with system.reading() as tx, pytest.raises(NothingPublished, match="controlesom"):
        catalogue.by_id(tx, published.id)


def test_a_definition_is_kept_between_transactions(system: Desk, bundle: Bundle) -> None:
    published = publish(system, bundle, "een")

    with system.reading() as tx:
        assert catalogue.by_id(tx, published.id).definition is catalogue.current(tx, "klein").definition
