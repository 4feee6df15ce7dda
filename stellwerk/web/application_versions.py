"""Two versions of an application side by side: who saved them, and what they differ in."""

from django.http import Http404

from stellwerk.models import Application
from stellwerk.queries import applications as ask
from stellwerk.queries.calls import definition as definition_of
from stellwerk.queries.prefill import names_of
from stellwerk.web.answers import differences, spoken_of
from stellwerk.web.guards import SignedIn

MOST_VERSIONS = 200  # offered for choosing; older ones stay stored


def versions_page(request: SignedIn, found: Application, *, only_submitted: bool) -> dict[str, object]:
    """Return the versions and, of the two that were asked for, the differences."""
    rows = list(ask.versions(found, only_submitted=only_submitted).defer("answers")[:MOST_VERSIONS])
    numbers = [row.number for row in rows]
    older, newer = (_number(request, name, numbers) for name in ("alt", "neu"))
    older = older if older is not None else (numbers[1] if len(numbers) > 1 else 0)
    newer = newer if newer is not None else (numbers[0] if numbers else 0)
    definition = definition_of(found.form_version)
    before, after = ask.answers_of(found, older), ask.answers_of(found, newer)
    names = names_of(spoken_of(definition, before, after))
    return {
        "application": found,
        "versions": rows,
        "older": older,
        "newer": newer,
        "differences": differences(definition, before, after, names=names),
    }


def _number(request: SignedIn, name: str, known: list[int]) -> int | None:
    word = request.GET.get(name, "")
    if not word:
        return None
    if word.isascii() and word.isdigit() and len(word) < 10 and int(word) in {0, *known}:
        return int(word)
    raise Http404
