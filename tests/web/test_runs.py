"""A run by two people, click by click, and every way in which it says no."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from django.urls import reverse

from stellwerk.models import Answer, Dispatch, Programme, Run, RunState
from tests.house.cases import all_sent, everything
from tests.house.two_people import nobody_overwrites_unseen

VALUES = {
    "title": "Fortführung bis Mitte 2025",
    "last_day": "30.06.2025",
    "letter_date": "08.03.2024",
    "legal_basis": "§§ 23, 44 LHO",
    "reason": "Die Stellen werden weiter gebraucht.",
}


@pytest.fixture
def preparer_browser(browser: Callable[[str], Client]) -> Client:
    return browser("vorbereitung")


@pytest.fixture
def releaser_browser(browser: Callable[[str], Client]) -> Client:
    return browser("freigabe")


def new_run(client: Client, programme: Programme, **changes: str) -> tuple[int, str]:
    terms = str(programme.terms.order_by("-number")[0].pk)
    answer = client.post(
        f"/fortfuehrungen/neu/?programm={programme.slug}", VALUES | {"terms": terms} | changes
    )
    return answer.status_code, answer.content.decode()


def test_two_people_bring_a_run_to_its_end(
    preparer_browser: Client, releaser_browser: Client, programme: Programme
) -> None:
    assert new_run(preparer_browser, programme)[0] == 302
    run = Run.objects.get(title=VALUES["title"])
    steps = {name: reverse(name, args=[run.pk]) for name in ("run_compute", "run_consult", "run_conclude")}

    preparer_browser.post(steps["run_compute"])
    preparer_browser.post(steps["run_consult"])
    for asked in run.consultations.order_by("pk"):
        address = reverse("run_consultation", args=[run.pk, asked.pk])
        preparer_browser.post(address, {"answer": Answer.AGREED, "answered_on": "2024-03-08"})
    preparer_browser.post(steps["run_conclude"])
    answer = releaser_browser.post(reverse("run_release", args=[run.pk]), follow=True)
    all_sent(run)
    preparer_browser.post(reverse("run_close", args=[run.pk]))

    run.refresh_from_db()
    assert "Die Fortführung ist freigegeben" in answer.content.decode()
    assert run.state == RunState.CLOSED
    assert run.prepared_by != run.released_by


def test_an_incomplete_draft_keeps_what_was_typed(preparer_browser: Client, programme: Programme) -> None:
    status, page = new_run(preparer_browser, programme, last_day="", title="Mein <b>Titel</b>")

    assert status == 422
    assert "Mein &lt;b&gt;Titel&lt;/b&gt;" in page
    assert 'href="#id_last_day"' in page
    assert not Run.objects.exists()


def test_an_end_before_the_letters_is_refused_beside_its_field(
    preparer_browser: Client, programme: Programme
) -> None:
    status, page = new_run(preparer_browser, programme, last_day="2024-03-08")

    assert status == 422
    assert page.count("Das neue Ende liegt nicht nach dem Datum der Schreiben.") == 2


def test_a_change_voids_the_result(preparer_browser: Client, computed: Run) -> None:
    values = VALUES | {"terms": str(computed.terms_id), "last_day": "2025-05-31"}

    preparer_browser.post(reverse("run_edit", args=[computed.pk]), values)

    computed.refresh_from_db()
    assert computed.state == RunState.DRAFT
    assert not computed.lines.exists()


def test_too_little_money_is_said_on_the_page_and_changes_nothing(
    preparer_browser: Client, programme: Programme, draft: Run
) -> None:
    programme.budget_years.update(appropriation=0, commitment_authority=0)
    before = everything()

    answer = preparer_browser.post(reverse("run_compute", args=[draft.pk]))

    assert answer.status_code == 422
    assert "Die Mittel reichen nicht" in answer.content.decode()
    assert everything() == before


@pytest.mark.parametrize("step", ["run_compute", "run_consult", "run_conclude", "run_close"])
def test_a_step_is_only_done_by_post(step: str, preparer_browser: Client, draft: Run) -> None:
    before = everything()

    answer = preparer_browser.get(reverse(step, args=[draft.pk]))

    assert answer.status_code == 302
    assert everything() == before


def test_a_step_pressed_twice_is_done_once(preparer_browser: Client, computed: Run) -> None:
    address = reverse("run_consult", args=[computed.pk])

    first, second = preparer_browser.post(address), preparer_browser.post(address)

    assert (first.status_code, second.status_code) == (302, 422)
    assert "schon um Stellungnahme gebeten" in second.content.decode()
    assert computed.consultations.count() == 3


def test_what_if_writes_nothing(preparer_browser: Client, computed: Run) -> None:
    before = everything()

    answer = preparer_browser.get(
        reverse("run_what_if", args=[computed.pk]), {"ende": "2025-03-31", "satz": "4.000"}
    )

    assert "Wenn bis zum 31.03.2025 gefördert wird" in answer.content.decode()
    assert everything() == before


def test_what_if_names_the_missing_money(preparer_browser: Client, computed: Run) -> None:
    answer = preparer_browser.get(
        reverse("run_what_if", args=[computed.pk]), {"ende": "2025-06-30", "satz": "99.000"}
    )

    assert "Im Jahr 2024 fehlen" in answer.content.decode()


def test_objections_need_a_word_and_then_a_treatment(preparer_browser: Client, computed: Run) -> None:
    preparer_browser.post(reverse("run_consult", args=[computed.pk]))
    asked = computed.consultations.order_by("pk")[0]
    address = reverse("run_consultation", args=[computed.pk, asked.pk])
    objection = {"answer": Answer.OBJECTED, "answered_on": "2024-03-08"}

    without = preparer_browser.post(address, objection)
    preparer_browser.post(address, objection | {"remark": "Die Höhe reicht nicht."})
    treated = reverse("run_treatment", args=[computed.pk, asked.pk])
    preparer_browser.post(treated, {"treatment": "Die Höhe wird für 2026 geprüft."})

    asked.refresh_from_db()
    assert without.status_code == 422
    assert asked.treatment == "Die Höhe wird für 2026 geprüft."


def test_who_prepared_may_not_release_even_with_both_roles(
    preparer_browser: Client, consulted: Run, refuses: Callable[..., AbstractContextManager[None]]
) -> None:
    person = consulted.prepared_by
    person.memberships.create(office=consulted.programme.authority, role="releaser")
    address = reverse("run_release", args=[consulted.pk])

    shown, pressed = preparer_browser.get(address), preparer_browser.post(address)

    assert "Ja, freigeben und versenden" not in shown.content.decode()
    for answer in (shown, pressed):
        assert "darf ihn nicht selbst freigeben" in answer.content.decode()
    assert pressed.status_code == 422
    assert not Dispatch.objects.filter(letter__kind="notice").exists()


def test_missing_content_is_named_before_the_release(releaser_browser: Client, consulted: Run) -> None:
    programme = consulted.programme
    programme.purpose = ""
    programme.save()

    page = releaser_browser.get(reverse("run_release", args=[consulted.pk])).content.decode()

    assert "fehlt vorgeschriebener Inhalt" in page
    assert "4.2.3" in page
    assert "Ja, freigeben und versenden" not in page


def test_previews_are_pdf_and_leave_nothing_behind(
    releaser_browser: Client, consulted: Run, fonts: object
) -> None:
    line = consulted.lines.filter(changes=True).order_by("pk")[0]
    before = everything()

    notice = releaser_browser.get(reverse("run_preview_notice", args=[consulted.pk, line.pk]))
    circular = releaser_browser.get(reverse("run_preview_circular", args=[consulted.pk]))

    assert notice.content.startswith(b"%PDF")
    assert circular.content.startswith(b"%PDF")
    assert everything() == before


def test_there_is_no_preview_of_a_notice_that_does_not_exist(
    releaser_browser: Client, consulted: Run
) -> None:
    line = consulted.lines.filter(changes=False).order_by("pk")[0]

    assert (
        releaser_browser.get(reverse("run_preview_notice", args=[consulted.pk, line.pk])).status_code == 404
    )


def test_stopping_asks_for_the_reason_first(releaser_browser: Client, released: Run) -> None:
    address = reverse("run_stop", args=[released.pk])

    without = releaser_browser.post(address, {"reason": ""})
    stopped = releaser_browser.post(address, {"reason": "Der Haushalt ist gesperrt."}, follow=True)

    assert without.status_code == 422
    assert "Die Fortführung ist gestoppt: Der Haushalt ist gesperrt." in stopped.content.decode()
    assert not Dispatch.objects.filter(letter__run=released, letter__kind="notice", state="waiting").exists()


def test_progress_tells_htmx_to_show_the_whole_page_once_all_is_sent(
    releaser_browser: Client, released: Run
) -> None:
    address = reverse("run_progress", args=[released.pk])
    headers = {"HX-Request": "true"}

    under_way = releaser_browser.get(address, headers=headers)
    all_sent(released)
    done = releaser_browser.get(address, headers=headers)

    assert "HX-Refresh" not in under_way.headers
    assert 'hx-trigger="every 2s"' in under_way.content.decode()
    assert done.headers["HX-Refresh"] == "true"
    assert "hx-trigger" not in done.content.decode()


def test_lines_can_be_filtered(preparer_browser: Client, computed: Run) -> None:
    address = reverse("run_lines", args=[computed.pk])

    unchanged = preparer_browser.get(address, {"stand": "unveraendert"}).content.decode()
    found = preparer_browser.get(address, {"q": "Ostalb"}).content.decode()
    nothing = preparer_browser.get(address, {"q": "Hamburg"}).content.decode()

    assert "wird fortgeführt" not in unchanged
    assert "1 Zuwendung gefunden." in found
    assert "Keine Zuwendung passt zu dieser Auswahl" in nothing


def test_an_answer_and_its_treatment_are_not_overwritten_unseen(
    browser: Callable[[str], Client], preparer_browser: Client, computed: Run
) -> None:
    preparer_browser.post(reverse("run_consult", args=[computed.pk]))
    asked, clients = computed.consultations.order_by("pk")[0], [preparer_browser, browser("vorbereitung")]
    answer, treatment = (
        reverse(name, args=[computed.pk, asked.pk]) for name in ("run_consultation", "run_treatment")
    )

    nobody_overwrites_unseen(clients, answer, "remark", ("Zu wenig.", "Zu spät."), answer=Answer.OBJECTED)
    nobody_overwrites_unseen(clients, treatment, "treatment", ("Wird geprüft.", "Bleibt so."))


def test_a_run_is_not_overwritten_unseen(browser: Callable[[str], Client], computed: Run) -> None:
    clients, address = [browser("vorbereitung")] * 2, reverse("run_edit", args=[computed.pk])

    nobody_overwrites_unseen(clients, address, "reason", ("Der eine Grund.", "Der andere Grund."))
