"""Lists of applications: the inbox, one's own, those of a call, a county's; and many assigned at once."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stellwerk.management.exports import write_export
from stellwerk.models import Application, Call, ListExport, Person
from tests.house.applications import OTHER_WRITER, WRITER, begun, opened, submitted
from tests.house.cases import person
from tests.house.many import many

Browser = Callable[[str], Client]
PREPARER, RELEASER, AUDITOR = "vorbereitung", "freigabe", "pruefung"


def text(client: Client, name: str, *args: object, query: str = "") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def own() -> Person:
    return person(PREPARER).person


def test_what_nobody_has_taken_is_in_the_inbox_the_oldest_first(browser: Browser) -> None:
    taken, *others = many(4)
    Application.objects.filter(pk=taken.pk).update(assigned_to=own())

    page = text(browser(PREPARER), "applications_inbox")

    places = [page.index(one.file_number) for one in others]
    assert places == sorted(places, reverse=True)
    assert taken.file_number not in page
    assert "3 Anträge gefunden." in page


def test_my_cases_are_mine_until_they_are_decided(browser: Browser) -> None:
    first, second, _third = many(3)
    Application.objects.filter(pk__in=[first.pk, second.pk]).update(assigned_to=own())
    Application.objects.filter(pk=second.pk).update(state="decided")

    page = text(browser(PREPARER), "applications_mine")

    assert "1 Antrag gefunden." in page
    assert first.file_number in page
    assert "Ihnen ist kein laufender Antrag zugewiesen" in text(browser(RELEASER), "applications_mine")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("stand=submitted", 5),
        ("stand=laufend", 6),
        ("stand=decided", 1),
        ("wer=niemand", 6),
        ("markiert=ja", 1),
        ("markiert=nein", 6),
        ("betrag_von=10.003&betrag_bis=10005", 3),
        ("eingang_bis=07.03.2024", 0),
        ("eingang_von=2024-03-08&eingang_bis=2024-03-08", 7),
        ("q=Ostalb", 7),
        ("q=Ostalp+Kopie", 6),
    ],
)
def test_filters_narrow_the_list(browser: Browser, query: str, count: int) -> None:
    made = many(7)
    Application.objects.filter(pk=made[1].pk).update(state="ready", assigned_to=own())
    Application.objects.filter(pk=made[2].pk).update(state="decided")
    made[3].flags.create(reason="Test", by=own(), at=made[0].submitted_at)

    page = text(browser(AUDITOR), "applications", query=f"?{query}")

    assert (f"{count} Antr" in page) if count else ("Kein Antrag passt" in page)


def test_a_filter_can_name_a_person_and_a_call(browser: Browser) -> None:
    first, _second = many(2)
    Application.objects.filter(pk=first.pk).update(assigned_to=own())
    client = browser(AUDITOR)

    assert "1 Antrag gefunden" in text(client, "applications", query=f"?wer={own().pk}")
    assert "2 Anträge gefunden" in text(client, "applications", query=f"?aufruf={first.call_id}")
    assert "2 Anträge gefunden" in text(client, "applications", query="?aufruf=999999")


def test_a_call_shows_its_own_and_sorts_them(browser: Browser) -> None:
    first, *_others = many(3)
    other = begun(
        opened(title="Anderer Aufruf", form_version=first.form_version), by=OTHER_WRITER, office="LRA-08115"
    )
    client = browser(PREPARER)

    page = text(client, "call", first.call_id, query=f"?aufruf={other.call_id}&sort=-beantragt")

    assert "3 Anträge gefunden." in page
    assert f'value="aufruf={first.call_id}&amp;sort=-beantragt"' in page
    assert 'aria-sort="descending"' in page
    assert "Kein Antrag passt" in text(client, "call", other.call_id)


def test_further_filters_open_where_one_of_them_narrows(browser: Browser) -> None:
    many(1)
    client = browser(AUDITOR)

    assert '<details class="more" open>' in text(client, "applications", query="?markiert=nein")
    assert '<details class="more" open>' not in text(client, "applications", query="?stand=submitted")


def test_example_values_are_called_so(browser: Browser) -> None:
    application = submitted()
    Application.objects.update(is_example=True)

    for name, who in (("applications", AUDITOR), ("own_applications", WRITER)):
        assert "(Beispielwert)" in text(browser(who), name)
    Application.objects.filter(pk=application.pk).update(is_example=False)
    assert "(Beispielwert)" not in text(browser(AUDITOR), "applications")


def test_a_county_sees_its_own_with_drafts_and_nobody_elses(browser: Browser) -> None:
    call = opened(only_one=False)
    draft, other = begun(call), begun(call, by=OTHER_WRITER, office="LRA-08115")

    page = text(browser(WRITER), "own_applications", query="?stand=draft")

    assert draft.file_number in page
    assert other.file_number not in page
    assert reverse("own_application", args=[draft.pk]) in page


def test_a_county_takes_its_list_along_and_not_the_authoritys(browser: Browser) -> None:
    own_draft = begun()
    client = browser(WRITER)

    client.post(reverse("list_export_ask", args=["antraege"]), {"kind": "csv", "query": ""})
    export = ListExport.objects.get()
    write_export(export.pk)
    file = client.get(reverse("list_export_file", args=[export.pk]))

    assert own_draft.file_number.encode() in b"".join(file.streaming_content)  # type: ignore[attr-defined]
    for key in ("vorgaenge", "eingang", "meine-vorgaenge"):
        answer = client.post(reverse("list_export_ask", args=[key]), {"kind": "csv", "query": ""})
        assert answer.status_code == 403


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("applications", ""),
        ("applications", "?stand=submitted&betrag_von=10000"),
        ("applications", "?q=Kopie"),
        ("applications", "?sort=antragsteller"),
        ("applications_inbox", ""),
        ("applications_mine", ""),
        ("call", ""),
        ("own_applications", ""),
    ],
)
def test_three_hundred_rows_take_as_many_queries_as_three(browser: Browser, name: str, query: str) -> None:
    made = many(3)
    args = [made[0].call_id] if name == "call" else []
    Application.objects.update(assigned_to=own() if name == "applications_mine" else None)
    client = browser(WRITER if name == "own_applications" else PREPARER)
    address = reverse(name, args=args) + query
    client.get(address)

    before = _asked(client, address)
    many(298, assigned_to=own() if name == "applications_mine" else None)

    assert _asked(client, address) == before
    assert before <= 12


def _asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_one_page_holds_sixty_and_leads_to_the_next(browser: Browser) -> None:
    many(61)

    page = text(browser(AUDITOR), "applications")

    assert page.count('<tr class="kern-table__row"><th scope="row"') == 60
    assert "Seite 1 von 2" in page


# --- many at once --------------------------------------------------------------------------------


def assign(client: Client, status: int = 200, **values: object) -> str:
    answer = client.post(reverse("applications_assign"), values, follow=True)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def test_all_that_are_found_are_assigned_after_a_question(browser: Browser) -> None:
    many(4)
    client = browser(PREPARER)
    found = {"liste": "eingang", "was": "alle", "query": "betrag_bis=20000", "gesehen": "3"}

    asked = assign(client, **found)
    before = Application.objects.exclude(assigned_to=None).count()
    done = assign(client, **found, tun="zuweisen", to=own().pk)

    assert "3 Anträge sind ausgewählt." in asked
    assert "Noch ist nichts geändert." in asked
    assert before == 0
    assert "3 Anträge sind zugewiesen." in done
    assert Application.objects.filter(assigned_to=own(), amount_asked__lt=20_000).count() == 3
    assert Application.objects.get(amount_asked=Decimal("69600.00")).assigned_to is None


def test_picked_ones_are_assigned_and_each_says_what_came_of_it(browser: Browser) -> None:
    first, second, third = many(3)
    Application.objects.filter(pk=second.pk).update(state="decided")
    client = browser(PREPARER)
    picked = {"liste": "vorgaenge", "was": "ausgewaehlte", "auswahl": [first.pk, second.pk]}

    asked = assign(client, **picked)
    done = assign(client, **picked, tun="zuweisen", to=own().pk)

    assert "Diese Anträge bleiben, wie sie sind" in asked
    assert f'name="auswahl" value="{first.pk}"' in asked
    assert "1 Antrag ist zugewiesen." in done
    assert "1 Antrag bleibt, wie er war." in done
    assert "wird nicht mehr geprüft" in done
    assert third.file_number not in done


def test_a_refusal_stands_beside_the_person(browser: Browser) -> None:
    (only,) = many(1)
    Application.objects.update(assigned_to=own())
    client = browser(PREPARER)

    page = assign(client, 422, liste="vorgaenge", auswahl=only.pk, tun="zuweisen", to=own().pk)

    assert "Keiner der ausgewählten Anträge lässt sich so zuweisen." in page


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"liste": "vorgaenge"}, 422),
        ({"liste": "vorgaenge", "auswahl": "0"}, 404),
        ({"liste": "vorgaenge", "auswahl": "99999999999999999999999"}, 404),
        ({"liste": "journal", "was": "alle", "query": "", "gesehen": "1"}, 404),
        ({"liste": "eingang", "was": "alle", "query": "", "gesehen": "x"}, 422),
    ],
)
def test_what_was_not_on_the_page_is_refused(browser: Browser, values: dict[str, str], status: int) -> None:
    many(1)

    assign(browser(PREPARER), status, **values)


def test_who_only_reads_has_no_boxes_and_no_step(browser: Browser) -> None:
    many(1)
    client = browser(AUDITOR)

    assert 'name="auswahl"' not in text(client, "applications")
    assert client.post(reverse("applications_assign"), {}).status_code == 403
    assert 'name="auswahl"' in text(browser(PREPARER), "call", Call.objects.get().pk)
