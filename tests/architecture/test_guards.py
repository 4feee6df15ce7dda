"""The guards of the tests bite: no way out, no accidental order, no unknown name in a template."""

import socket

import pytest
from django.template import engines
from pytest_socket import SocketConnectBlockedError

from stellwerk.models import Municipality
from tests.house.environment import REPOSITORY


def test_nothing_leaves_this_machine() -> None:
    with (
        pytest.warns(UserWarning, match="tried to use socket"),
        pytest.raises(SocketConnectBlockedError),
        socket.socket() as line,
    ):
        line.connect(("192.0.2.1", 25))


def test_a_query_without_an_order_comes_in_another_one_each_time(db: None) -> None:
    first, second = (list(Municipality.objects.values_list("pk", flat=True)) for _ in range(2))

    assert first != second
    assert sorted(first) == sorted(second)


def test_a_template_of_ours_that_asks_for_the_unknown_fails() -> None:
    template = engines["django"].from_string("{{ amount }}{{ ammount }}")

    with pytest.raises(AssertionError, match="does not know ammount"):
        template.render({"amount": "1.234,56 €"})


def test_all_tests_lie_in_folders_that_mirror_the_house() -> None:
    folders = {path.name for path in (REPOSITORY / "tests").iterdir() if path.is_dir()} - {"__pycache__"}
    mirrors = {path.name for path in (REPOSITORY / "stellwerk").iterdir() if path.is_dir()} | {"config"}

    assert folders - mirrors <= {"architecture", "examples", "faults", "house", "journeys"}
