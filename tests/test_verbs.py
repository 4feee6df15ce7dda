"""Which verbs ask for a second factor, and that none of them is done without."""

import ast
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from stellwerk.access import MATRIX, Rights, require, rights_of
from stellwerk.actions.early_starts import decide_early_start
from stellwerk.actions.releases import release_run
from stellwerk.law.working import Refused
from stellwerk.models import Membership, Person, Role, Run
from stellwerk.queries.second_factors import needs_second_factor
from stellwerk.verbs import SECOND_FACTOR, Verb
from tests.house.applications import submitted
from tests.house.cases import RELEASED_AT, person
from tests.house.environment import DAY
from tests.house.source import functions, modules, name
from tests.web.test_access_matrix import own_routes

# The action of each verb that has one; a new one comes here, and fails until it refuses.
ACTIONS: dict[str, Callable[..., Any]] = {
    "release_run": release_run,
    "decide_early_start": decide_early_start,
}


@pytest.fixture
def outside_a_demonstration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DEMO", False)


def holder(verb: Verb) -> Rights:
    """Return somebody of the example who may do this."""
    roles = [role for role, verbs in MATRIX.items() if verb in verbs]
    found = Membership.objects.filter(role__in=roles).order_by("pk")[0]
    return rights_of(found.person, on=DAY)


def test_whoever_releases_needs_one_and_nobody_else_does(db: None) -> None:
    assert Verb.RELEASE in SECOND_FACTOR
    assert {one.person.email for one in map(holder, SECOND_FACTOR) if needs_second_factor(one)}
    assert not needs_second_factor(person("vorbereitung"))


@pytest.mark.parametrize("verb", sorted(SECOND_FACTOR))
def test_a_verb_that_asks_for_one_is_refused_without(
    db: None, verb: Verb, outside_a_demonstration: None
) -> None:
    with pytest.raises(Refused, match="zweiten Faktor"):
        require(holder(verb), verb)


@pytest.mark.parametrize("verb", sorted(SECOND_FACTOR))
def test_it_passes_with_one(db: None, verb: Verb, outside_a_demonstration: None) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(holder(verb).person, generate_totp_secret())

    require(holder(verb), verb)


def test_recovery_codes_alone_are_none(db: None, outside_a_demonstration: None) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    RecoveryCodes.activate(holder(Verb.RELEASE).person)

    with pytest.raises(Refused, match="zweiten Faktor"):
        require(holder(Verb.RELEASE), Verb.RELEASE)


def test_the_factor_is_that_of_who_acts_not_of_the_principal(db: None, outside_a_demonstration: None) -> None:
    principal = holder(Verb.RELEASE)
    rights = Rights(Person(email="vertretung@amt.invalid"), held=principal.held, has_second_factor=False)

    with pytest.raises(Refused, match="zweiten Faktor"):
        require(rights, Verb.RELEASE)


@pytest.mark.parametrize("action", ACTIONS)
def test_the_action_itself_refuses_and_changes_nothing(
    action: str, consulted: Run, refuses: Callable[..., Any], outside_a_demonstration: None
) -> None:
    thing = submitted().pk if "early" in action else consulted.pk

    with refuses("zweiten Faktor"):
        ACTIONS[action](thing, rights=person("freigabe"), at=RELEASED_AT)


def test_no_action_names_such_a_verb_without_asking_access() -> None:
    """Whoever reads the verb hands it to require(), or to a function that locks and calls it."""
    words = {f"Verb.{verb.name}" for verb in SECOND_FACTOR}
    stray = [
        f"{name(path)}:{function.name}"
        for path in modules("stellwerk/actions")
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in words
        if not any(
            isinstance(call, ast.Call)
            and ast.unparse(call.func).rpartition(".")[2].startswith(("require", "locked", "_locked"))
            and any(
                ast.unparse(it) == ast.unparse(node) for it in [*call.args, *[k.value for k in call.keywords]]
            )
            for call in ast.walk(function)
        )
    ]

    assert stray == []


def test_each_page_of_such_a_verb_asks_for_the_factor() -> None:
    pages = {
        str(one.name)
        for one in own_routes()
        if (needed := getattr(one.callback, "needs", None)) and needed <= SECOND_FACTOR
    }

    assert {"run_release", "application_early_decide"} <= pages
    assert Role.RELEASER in MATRIX
