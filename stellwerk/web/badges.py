"""Words and badge kinds of states: the text says it, the badge only helps the eye."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS = {
    "draft": "info",
    "computed": "info",
    "consulted": "info",
    "released": "warning",
    "sent": "success",
    "closed": "success",
    "stopped": "danger",
    "waiting": "info",
    "sending": "info",
    "held_back": "warning",
    "failed": "danger",
    "agreed": "success",
    "objected": "warning",
    "silent": "success",
    "filled": "success",
    "vacant": "warning",
    "returned": "danger",
    "absent": "info",
}
STAFFING: dict[str, str | Promise] = {
    "filled": _("Stelle besetzt"),
    "vacant": _("Stelle unbesetzt"),
    "returned": _("Stelle zurückgegeben"),
    "absent": _("nicht beteiligt"),
}


def kind(state: str) -> str:
    return KINDS.get(state, "info")


def staffing(status: str) -> str | Promise:
    return STAFFING[status]
