"""Places: whether what the figures need is known of them."""

from stellwerk.models import Municipality


def populations_are_missing() -> bool:
    """Say whether some municipality has no population yet: none is shipped, the authority imports them."""
    return Municipality.objects.filter(gone_on=None, population=None).exists()
