"""Every address × every role: who gets in is written down here once more, independently of the code."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from stellwerk.models import Campaign, Dispatch, Grant, Run
from tests.house.applications import case
from tests.house.area import planned_wave, recorded_activity
from tests.house.campaigns import SINDELFINGEN
from tests.house.campaigns import drafted as drafted_campaign
from tests.house.cases import person
from tests.house.coverage import asked, changed
from tests.house.decisions import case as decision_case
from tests.house.intakes import brought
from tests.house.online_services import kept_online_service
from tests.house.opinions import pages as opinion_pages
from tests.web.conftest import OWN_OFFICE

PREPARER, RELEASER, AUDITOR = "vorbereitung", "freigabe", "pruefung"
COUNTY, ASSOCIATION, OPERATOR = "landkreis", "verband", "betrieb"
COORDINATOR = "koordination"  # of the Landkreis Böblingen
EVERYBODY = frozenset({PREPARER, RELEASER, AUDITOR, COUNTY, ASSOCIATION, OPERATOR, COORDINATOR})
READERS = EVERYBODY - {OPERATOR}  # of coverage, in every district
OFFICE = frozenset({PREPARER, RELEASER, AUDITOR})
OWN = frozenset({COUNTY, ASSOCIATION})
KEEPERS = frozenset({RELEASER, COUNTY, ASSOCIATION, OPERATOR})  # of the people of their own office
PUBLIC = {
    "accessibility",
    "account_inactive",
    "account_link",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "calc_deadline",
    "calc_funding",
    "calc_interest",
    "calculators",
    "confirmation",
    "confirmation_correct",
    "decision_schema",
    "imprint",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "notice_schema",
    "oidc_login",
    "open_data",
    "open_data_catalogue",
    "open_data_file",
    "open_data_set",
    "open_data_version",
    "openid_connect_callback",
    "privacy",
    "set_language",
    "sign_in_link",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
}
# Public addresses of a thing that must be there first: tried beside it.
PUBLIC_THINGS = {
    "account_link",
    "account_reset_password_from_key",
    "confirmation",
    "confirmation_correct",
    "open_data_catalogue",
    "open_data_file",
    "open_data_version",
    "openid_connect_callback",
}
# Doors that are shut unless somebody stands between two steps, or another house is named: tried beside it.
PUBLIC_STEPS = {
    "mfa_authenticate",
    "mfa_login_webauthn",
    "oidc_login",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
}
MAY_OPEN: dict[str, frozenset[str]] = {
    "account_change_password": EVERYBODY,
    "account_reauthenticate": EVERYBODY,
    "account_set_password": EVERYBODY,
    "activities": READERS,
    "activities_export": READERS,
    "activity": READERS,
    "activity_edit": frozenset({COORDINATOR}),
    "activity_effects": READERS,
    "activity_new": frozenset({COORDINATOR}),
    "application": OFFICE,
    "application_assign": frozenset({PREPARER}),
    "application_certify": frozenset({COUNTY}),
    "application_correction": frozenset({PREPARER}),
    "application_early_decide": frozenset({RELEASER}),
    "application_early_start": frozenset({PREPARER}),
    "application_flag": frozenset({PREPARER}),
    "application_flag_clear": frozenset({PREPARER}),
    "application_give_back": frozenset({COUNTY}),
    "application_hand_over": frozenset({COUNTY}),
    "application_note": frozenset({PREPARER}),
    "application_point": frozenset({PREPARER}),
    "application_ready": frozenset({PREPARER}),
    "application_reopen": frozenset({PREPARER}),
    "application_section": frozenset({COUNTY}),
    "application_versions": OFFICE,
    "application_withdraw": frozenset({COUNTY}),
    "applications": OFFICE,
    "applications_assign": frozenset({PREPARER}),
    "applications_assigned": OFFICE,
    "applications_inbox": OFFICE,
    "applications_mine": OFFICE,
    "attachment": OFFICE | {COUNTY},
    "attachment_new": frozenset({COUNTY}),
    "attachment_remove": frozenset({COUNTY}),
    "call": OFFICE,
    "call_edit": frozenset({PREPARER}),
    "call_new": frozenset({PREPARER}),
    "calls": OFFICE,
    "form": OFFICE,
    "form_arrange": frozenset({PREPARER}),
    "form_export": OFFICE,
    "form_import": frozenset({PREPARER}),
    "form_new": frozenset({PREPARER}),
    "form_piece": frozenset({PREPARER}),
    "form_piece_new": frozenset({PREPARER}),
    "form_publish": frozenset({PREPARER}),
    "form_version": OFFICE,
    "forms": OFFICE,
    "open_call": frozenset({COUNTY}),
    "open_calls": frozenset({COUNTY}),
    "own_application": frozenset({COUNTY}),
    "own_applications": frozenset({COUNTY}),
    "own_versions": frozenset({COUNTY}),
    "receipt": frozenset({COUNTY}),
    "receipt_pdf": OFFICE | {COUNTY},
    "area": READERS,
    "area_heat_map": READERS,
    "area_map": READERS,
    "area_municipalities": READERS,
    "area_over_time": READERS,
    "area_picture": READERS,
    "area_report": READERS,
    "asked": OWN,
    "campaign": OFFICE | {COORDINATOR},
    "campaign_close": frozenset({COORDINATOR}),
    "campaign_discard": frozenset({COORDINATOR}),
    "campaign_export": OFFICE | {COORDINATOR},
    "campaign_letter": OFFICE | {COORDINATOR},
    "campaign_new": frozenset({COORDINATOR}),
    "campaign_remind": frozenset({COORDINATOR}),
    "campaign_send": frozenset({COORDINATOR}),
    "campaigns": OFFICE | {COORDINATOR},
    "cell": READERS,
    "cell_ask": READERS,
    "change_set": READERS,
    "change_set_undo": frozenset({COORDINATOR}),
    "change_sets": READERS,
    "consultation": OWN,
    "bulk": frozenset({COORDINATOR}),
    "decision_bulk": frozenset({PREPARER}),
    "decision_compute": frozenset({PREPARER}),
    "decision_countersign": frozenset({RELEASER}),
    "decision_preview_notice": OFFICE,
    "decision_release": frozenset({RELEASER}),
    "decision_remove": frozenset({PREPARER}),
    "decision_round": OFFICE,
    "decision_round_edit": frozenset({PREPARER}),
    "decision_round_new": frozenset({PREPARER}),
    "decision_rounds": OFFICE,
    "decision_row": OFFICE,
    "decision_stop": frozenset({PREPARER, RELEASER}),
    "decision_variant_take": frozenset({PREPARER}),
    "decision_variants": OFFICE,
    "dispatch_problems": OFFICE,
    "dispatch_repeat": frozenset({PREPARER, RELEASER}),
    "dispatch_repeat_many": frozenset({PREPARER, RELEASER}),
    "figure": READERS,
    "figure_export": READERS,
    "figure_series": READERS,
    "figure_series_export": READERS,
    "figures": READERS,
    "forgotten": OFFICE,
    "freshness": READERS,
    "freshness_export": READERS,
    "grant": OFFICE | OWN,
    "grant_working": OFFICE | OWN,
    "grants": OFFICE,
    "grid": frozenset({COORDINATOR}),
    "grid_export": frozenset({COORDINATOR}),
    "intake": OFFICE | {COORDINATOR},
    "intake_again": frozenset({COORDINATOR}),
    "intake_apply": frozenset({COORDINATOR}),
    "intake_compare": frozenset({COORDINATOR}),
    "intake_discard": frozenset({COORDINATOR}),
    "intake_file": frozenset({COORDINATOR}),
    "intake_paste": frozenset({COORDINATOR}),
    "intake_rows": frozenset({COORDINATOR}),
    "intake_template": frozenset({COORDINATOR}),
    "intake_undo": frozenset({COORDINATOR}),
    "intakes": OFFICE | {COORDINATOR},
    "inquiries": READERS,
    "inquiry": READERS,
    "journal": OFFICE,
    "journal_anchors": OFFICE,
    "journal_chain": OFFICE,
    "journal_check": OFFICE,
    "kept_form": EVERYBODY,
    "ledger": OFFICE,
    "letter": OFFICE | OWN,
    "letter_pdf": OFFICE | OWN,
    # Whose a file or a view is, decides: somebody else's is not found.
    "list_export": EVERYBODY,
    "list_export_ask": OFFICE,
    "list_export_file": EVERYBODY,
    "list_exports": EVERYBODY,
    "mail": OFFICE,
    "membership_end": KEEPERS,
    "mfa_activate_totp": EVERYBODY,
    "mfa_add_webauthn": EVERYBODY,
    "mfa_deactivate_totp": EVERYBODY,
    "mfa_generate_recovery_codes": EVERYBODY,
    "mfa_index": EVERYBODY,
    "mfa_reauthenticate": EVERYBODY,
    "mfa_reauthenticate_webauthn": EVERYBODY,
    "mfa_remove_webauthn": EVERYBODY,
    "mfa_view_recovery_codes": EVERYBODY,
    "mismatches": OFFICE | {COORDINATOR},
    "mismatches_export": OFFICE | {COORDINATOR},
    "mailbox": OFFICE,
    "online_service": EVERYBODY,
    "online_service_edit": frozenset({PREPARER, OPERATOR}),
    "online_service_maintenance": frozenset({PREPARER, OPERATOR}),
    "online_service_new": frozenset({PREPARER, OPERATOR}),
    "online_services": EVERYBODY,
    "online_services_export": EVERYBODY,
    "online_services_import": frozenset({PREPARER, OPERATOR}),
    "municipalities": READERS,
    "municipality": READERS,
    "municipality_export": READERS,
    "opinion_export": OFFICE,
    "opinion_file": OFFICE | OWN,
    "opinion_point": frozenset({PREPARER}),
    "opinion_record": frozenset({PREPARER}),
    "opinion_remind": frozenset({PREPARER}),
    "opinion_request": OFFICE,
    "opinion_request_new": frozenset({PREPARER}),
    "opinion_requests": OFFICE,
    "opinion_silence": frozenset({PREPARER}),
    "opinion_synopsis": OFFICE,
    "opinion_withdraw": frozenset({PREPARER}),
    "own_opinion": OWN,
    "remedies": OFFICE | OWN,
    "remedy": OFFICE | OWN,
    "remedy_decide": frozenset({RELEASER}),
    "remedy_effect": frozenset({PREPARER}),
    "remedy_form": frozenset({PREPARER}),
    "remedy_immediate": frozenset({RELEASER}),
    "remedy_new": OWN | {PREPARER},
    "remedy_propose": frozenset({PREPARER}),
    "own_grants": OWN,
    "own_letters": OWN,
    "people": EVERYBODY,
    "person_invite": KEEPERS,
    "person_invite_again": KEEPERS,
    "priority_list": EVERYBODY,
    "priority_list_edit": frozenset({PREPARER, OPERATOR}),
    "priority_list_new": frozenset({PREPARER, OPERATOR}),
    "priority_lists": EVERYBODY,
    "programme": OFFICE,
    "programme_new": frozenset({PREPARER}),
    "programmes": OFFICE,
    "publication": frozenset({PREPARER}),
    "publication_progress": frozenset({PREPARER}),
    "read_entries": frozenset({AUDITOR}),
    "run": OFFICE,
    "run_close": frozenset({PREPARER}),
    "run_compute": frozenset({PREPARER}),
    "run_conclude": frozenset({PREPARER}),
    "run_consult": frozenset({PREPARER}),
    "run_consultation": frozenset({PREPARER}),
    "run_edit": frozenset({PREPARER}),
    "run_line": OFFICE,
    "run_lines": OFFICE,
    "run_new": frozenset({PREPARER}),
    "run_preview": OFFICE,
    "run_preview_circular": OFFICE,
    "run_preview_notice": OFFICE,
    "run_progress": OFFICE,
    "run_release": frozenset({RELEASER}),
    "run_stop": frozenset({PREPARER, RELEASER}),
    "run_treatment": frozenset({PREPARER}),
    "run_what_if": OFFICE,
    "saved_view": EVERYBODY,
    "saved_view_forget": EVERYBODY,
    "saved_view_save": OFFICE,
    "service": EVERYBODY,
    "services": EVERYBODY,
    "services_export": EVERYBODY,
    "set_up_missing": OFFICE,
    "set_up_open": frozenset({PREPARER}),
    "set_up_remove": frozenset({PREPARER}),
    "set_up_step": frozenset({PREPARER}),
    "set_up_try": frozenset({PREPARER}),
    "site_texts": frozenset({OPERATOR}),
    "start": EVERYBODY,
    "substitution_begin": EVERYBODY,
    "substitution_end": EVERYBODY,
    "substitution_leave": EVERYBODY,
    "substitution_new": EVERYBODY,
    "substitutions": EVERYBODY,
    "token_revoke": READERS,
    "town_hall": frozenset({COORDINATOR}),
    "town_halls": OFFICE | {COORDINATOR},
    "town_halls_export": OFFICE | {COORDINATOR},
    "town_halls_paste": frozenset({COORDINATOR}),
    "tokens": READERS,
    "usersessions_list": EVERYBODY,
    "wave": READERS,
    "wave_chain": frozenset({COORDINATOR}),
    "wave_close": frozenset({COORDINATOR}),
    "wave_days": frozenset({COORDINATOR}),
    "wave_export": READERS,
    "wave_new": frozenset({COORDINATOR}),
    "waves": READERS,
    "waves_export": READERS,
}


def patterns(entries: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for entry in entries:
        if isinstance(entry, URLResolver):
            yield from patterns(entry.url_patterns)
        else:
            yield entry


def own_routes() -> list[URLPattern]:
    return [one for one in patterns(get_resolver().url_patterns) if "api" not in str(one.lookup_str)]


def addresses(run: Run) -> dict[str, str]:
    """Return an existing thing of the run for every route."""
    line = run.lines.filter(changes=True).order_by("pk")[0]
    consultation = run.consultations.get(office__key="landkreistag")
    grant = Grant.objects.get(recipient__key=OWN_OFFICE)
    letter = run.letters.filter(grant=grant).get()
    dispatch = Dispatch.objects.filter(letter=letter).order_by("pk")[0]
    round_ = Campaign.objects.order_by("pk").first() or drafted_campaign(person(COORDINATOR))
    campaign = [round_.pk]
    wave, activity = [planned_wave(person(COORDINATOR)).pk], [recorded_activity(person(COORDINATOR)).pk]
    online_service = [kept_online_service(person(PREPARER)).pk]
    intake = [brought(person(COORDINATOR)).pk]
    change = [changed(person(COORDINATOR)).pk]
    things = {
        "cell": [SINDELFINGEN, "99027002012000"],
        "cell_ask": [SINDELFINGEN, "99027002012000"],
        "change_set": change,
        "change_set_undo": change,
        "inquiry": [asked(person(COORDINATOR)).pk],
        "municipality": [SINDELFINGEN],
        "municipality_export": [SINDELFINGEN, "csv"],
        "grid_export": ["csv"],
        "intake": intake,
        **{f"intake_{step}": intake for step in ("again", "apply", "discard", "rows", "undo")},
        "online_service": online_service,
        "online_service_edit": online_service,
        "online_service_maintenance": online_service,
        "online_services_export": ["csv"],
        "priority_list": ["beispiel"],
        "priority_list_edit": ["beispiel"],
        "service": ["99012008001000"],
        "services_export": ["csv"],
        "area_picture": ["kreise"],
        "figure": ["municipalities"],
        "figure_export": ["municipalities", "csv"],
        "figure_series": ["municipalities"],
        "figure_series_export": ["municipalities", "csv"],
        **{name: wave for name in MAY_OPEN if name.startswith("wave_") and name != "wave_new"},
        "activities_export": ["csv"],
        "activity": activity,
        "activity_edit": activity,
        "wave": wave,
        "wave_export": [*wave, "csv"],
        "waves_export": ["csv"],
        **{name: campaign for name in MAY_OPEN if name.startswith("campaign_") and name != "campaign_new"},
        "campaign": campaign,
        "campaign_export": [*campaign, "csv"],
        "campaign_letter": [*campaign, SINDELFINGEN],
        "freshness_export": ["csv"],
        **case(),
        **opinion_pages(run),
        **decision_case(),
        "consultation": [consultation.pk],
        "dispatch_repeat": [dispatch.pk],
        "grant": [grant.pk],
        "grant_working": [grant.pk, 1],
        "list_export": [1],
        "list_export_ask": ["zuwendungen"],
        "list_export_file": [1],
        "saved_view": [1],
        "saved_view_forget": [1],
        "saved_view_save": ["zuwendungen"],
        "kept_form": [1],
        "letter": [letter.pk],
        "letter_pdf": [letter.pk],
        "mail": ["0"],
        "membership_end": [1],
        "mfa_remove_webauthn": [1],
        "person_invite_again": [1],
        "substitution_begin": [1],
        "substitution_end": [1],
        "mismatches_export": ["csv"],
        **{
            name: [run.programme.slug]
            for name in ("programme", "set_up_missing", "set_up_open", "set_up_try")
        },
        "set_up_step": [run.programme.slug, "grundlagen"],
        "set_up_remove": [run.programme.slug, "kennzahlen", "besetzt"],
        "run_consultation": [run.pk, consultation.pk],
        "run_treatment": [run.pk, consultation.pk],
        "run_line": [run.pk, line.pk],
        "run_preview_notice": [run.pk, line.pk],
        "token_revoke": [1],
        "town_hall": [SINDELFINGEN],
        "town_halls_export": ["csv"],
    }
    numbered = [name for name in MAY_OPEN if name.startswith("run") and name != "run_new"]
    made = {
        name: reverse(name, args=things.get(name, [run.pk] if name in numbered else [])) for name in MAY_OPEN
    }
    made["run_new"] += f"?programm={run.programme.slug}"
    return made


def test_every_route_is_in_the_table_and_every_view_carries_its_rule() -> None:
    routes = own_routes()

    assert {one.name for one in routes} == set(MAY_OPEN) | PUBLIC
    for one in routes:
        is_public = not getattr(one.callback, "login_required", True)
        assert is_public == (one.name in PUBLIC), one.name
        assert is_public or hasattr(one.callback, "needs"), one.name


@pytest.mark.parametrize("name", sorted(EVERYBODY))
def test_a_role_opens_what_it_may_and_nothing_else(
    name: str, browser: Callable[[str], Client], released: Run
) -> None:
    client = browser(name)

    statuses = {route: client.get(address).status_code for route, address in addresses(released).items()}

    assert {route for route, status in statuses.items() if status != 403} == {
        route for route, roles in MAY_OPEN.items() if name in roles
    }
    assert not {route: status for route, status in statuses.items() if status >= 500}


def test_nobody_gets_in_without_signing_in(client: Client, released: Run) -> None:
    for route, address in addresses(released).items():
        answer = client.get(address)

        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/konto/anmelden/"), (
            route
        )


def test_public_pages_open_for_everybody(client: Client, db: None) -> None:
    for name in PUBLIC - PUBLIC_THINGS - PUBLIC_STEPS - {"set_language", "account_logout"}:
        assert client.get(reverse(name)).status_code == 200, name


def test_a_county_finds_no_other_grant_and_no_other_letter(
    browser: Callable[[str], Client], own_grant: Grant, other_grant: Grant, released: Run
) -> None:
    county = browser(COUNTY)
    Dispatch.objects.filter(letter__run=released).update(state="sent", sent_at=released.released_at)
    own, other = (released.letters.get(grant=grant) for grant in (own_grant, other_grant))

    assert county.get(reverse("grant", args=[own_grant.pk])).status_code == 200
    assert county.get(reverse("letter", args=[own.pk])).status_code == 200
    assert county.get(reverse("grant", args=[other_grant.pk])).status_code == 404
    assert county.get(reverse("grant_working", args=[other_grant.pk, 1])).status_code == 404
    assert county.get(reverse("letter", args=[other.pk])).status_code == 404
    assert county.get(reverse("letter_pdf", args=[other.pk])).status_code == 404


def test_an_association_sees_only_what_it_was_asked(browser: Callable[[str], Client], released: Run) -> None:
    association = browser(ASSOCIATION)
    own = released.consultations.get(office__key="landkreistag")
    other = released.consultations.exclude(pk=own.pk).order_by("pk")[0]

    assert association.get(reverse("consultation", args=[own.pk])).status_code == 200
    assert association.get(reverse("consultation", args=[other.pk])).status_code == 404
