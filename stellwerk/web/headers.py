"""What browsers are told with every answer: whom to trust, what to leave off, what not to keep."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponseBase]
OPEN = ("/daten/", "/api/", "/schema/")  # what other sites may show or load
# Nothing of a device is needed but the passkeys of its owner.
PERMISSIONS = (
    "accelerometer=(), autoplay=(), camera=(), display-capture=(), fullscreen=(), geolocation=(), "
    "gyroscope=(), hid=(), microphone=(), midi=(), payment=(), screen-wake-lock=(), serial=(), usb=(), "
    "publickey-credentials-create=(self), publickey-credentials-get=(self)"
)


def headers(get_response: GetResponse) -> GetResponse:
    """Add to what Django says: resources are for this site alone, and personal pages for no cache."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        answer = get_response(request)
        scope = "cross-origin" if request.path.startswith(OPEN) else "same-origin"
        answer.headers.setdefault("Cross-Origin-Resource-Policy", scope)
        answer.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if hasattr(request, "rights"):  # somebody is signed in
            answer.headers.setdefault("Cache-Control", "private, no-store")
        return answer

    return middleware
