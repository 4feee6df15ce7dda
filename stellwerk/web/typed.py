"""What arrives is text without the one character that no database holds (NUL, U+0000)."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase, QueryDict

GetResponse = Callable[[HttpRequest], HttpResponseBase]
NUL = "\x00"
PROGRAMS = "/api/"


class WithoutNul:
    """Drops it from what was typed and from what stands behind the question mark; no address has it.

    Nobody types it; programs that copy tables leave it behind, and attackers try it. What programs send to
    the API is refused there, as its description says.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if NUL in request.path:
            raise BadRequest("an address with NUL")
        if "%00" in request.META.get("QUERY_STRING", "") and not request.path.startswith(PROGRAMS):
            request.GET = _without(request.GET)  # type: ignore[assignment]
        return self._get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Come after the token was looked for, which reads what was sent."""
        if request.method == "POST" and any(
            NUL in it for _name, values in request.POST.lists() for it in values
        ):
            request.POST = _without(request.POST)  # type: ignore[assignment]


def _without(fields: QueryDict) -> QueryDict:
    cleaned = QueryDict(mutable=True, encoding=fields.encoding)
    for name, values in fields.lists():
        cleaned.setlist(name.replace(NUL, ""), [it.replace(NUL, "") for it in values])
    cleaned._mutable = False
    return cleaned
