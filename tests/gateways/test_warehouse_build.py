"""Writing a snapshot: which districts are counted together."""

import pytest

from stellwerk.gateways.warehouse_build import batches


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ({}, []),
        ({"08115": 3, "08116": 3, "08117": 3}, [["08115", "08116"], ["08117"]]),
        ({"08115": 9, "08116": 1}, [["08115"], ["08116"]]),
        ({"08115": 0, "08116": 0}, [["08115", "08116"]]),
    ],
)
def test_districts_are_put_together_while_there_is_room(
    sizes: dict[str, int], expected: list[list[str]]
) -> None:
    assert batches(sizes, most=6) == expected
