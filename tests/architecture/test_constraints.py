"""What must always be true has a name, and a test that tries to break it."""

from django.apps import apps
from django.db import connection

from tests.house.environment import REPOSITORY

TESTS = REPOSITORY / "tests" / "models"


def test_every_constraint_is_tried_by_name() -> None:
    tried = "".join(path.read_text(encoding="utf-8") for path in TESTS.glob("test_*.py"))
    models = apps.get_app_config("stellwerk").get_models()
    names = {constraint.name for model in models for constraint in model._meta.constraints}

    assert len(names) > 30
    assert {name for name in names if f'"{name}"' not in tried} == set()


def test_every_trigger_is_one_that_the_tests_know(db: None) -> None:
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid::regclass::text LIKE 'stellwerk_%'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        triggers = {name for (name,) in cursor.fetchall()}

    assert {name for name in triggers if not name.endswith("_is_append_only")} == {
        "application_is_certified_by_another",
        "attachment_is_kept",
        "decision_is_kept",
        "decision_round_is_signed_by_others",
        "decision_round_keeps_its_decision",
        "dispatch_is_kept",
        "form_version_is_kept",
        "journal_is_chained",
        "notice_is_kept",
        "opinion_is_kept",
        "opinion_point_is_kept",
        "opinion_request_is_kept",
        "remedy_case_keeps_its_decision",
        "programme_stays_open",
        "round_year_of_a_round_is_kept",
        "run_is_released_by_another",
        "read_entry_is_kept",
        "run_keeps_its_decision",
        "run_keeps_whom_it_was_for",
        "run_line_is_kept",
        "run_year_is_kept",
        "terms_are_kept",
    }


def test_no_key_takes_others_with_it_when_it_is_deleted() -> None:
    rules = {
        f"{model.__name__}.{field.name}": field.remote_field.on_delete.__name__
        for model in apps.get_app_config("stellwerk").get_models()
        for field in model._meta.concrete_fields
        if field.remote_field
    }

    assert {name: rule for name, rule in rules.items() if rule != "PROTECT"} == {}
