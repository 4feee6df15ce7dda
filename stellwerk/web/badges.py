"""Words and badge kinds of states: the text says it, the badge only helps the eye."""

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from stellwerk.models import (
    Answer,
    ApplicationState,
    CheckState,
    CoverageState,
    DispatchState,
    OpinionAnswer,
    OpinionState,
    Outcome,
    RemedyState,
    RunState,
    Treatment,
)
from stellwerk.queries import grants

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
    "done": "success",
    "late": "warning",
    "live": "success",
    "planned": "info",
    "none": "warning",
    "not_responsible": "info",
    "missing": "info",
    "to_certify": "warning",
    "submitted": "info",
    "correction": "warning",
    "ready": "success",
    "decided": "success",
    "withdrawn": "danger",
    "open": "warning",
    "fulfilled": "success",
    "not_fulfilled": "danger",
    "not_needed": "info",
    "asked": "info",
    "reminded": "warning",
    "answered": "success",
    "no_remark": "success",
    "followed": "success",
    "partly": "warning",
    "not_followed": "info",
    "approve": "success",
    "refuse": "danger",
}
STAFFING: dict[str, str | Promise] = {**grants.STAFFING, "absent": _("nicht beteiligt")}

ROLLOUT: dict[str, str | Promise] = {
    "done": _("online"),
    "late": _("verspätet"),
    "next": _("als Nächstes"),
    "later": _("später"),
}
COVERAGE: dict[str, str | Promise] = {**dict(CoverageState.choices), "missing": _("nicht erhoben")}
LABELS: dict[str, str | Promise] = {
    **dict(RunState.choices),
    **dict(DispatchState.choices),
    **dict(Answer.choices),
    **dict(ApplicationState.choices),
    **dict(CheckState.choices),
    **dict(OpinionState.choices),
    **dict(OpinionAnswer.choices),
    **dict(Treatment.choices),
    **dict(RemedyState.choices),
    **STAFFING,
    **ROLLOUT,
    **COVERAGE,
    "approve": Outcome.APPROVE.label,
    "refuse": Outcome.REFUSE.label,
}
# Python, not a template: a list shows one in each row.
_BADGE = (
    '<span class="kern-badge kern-badge--small kern-badge--{0}">'
    '<span class="kern-icon kern-icon--{0}" aria-hidden="true"></span>'
    '<span class="kern-label">{1}</span></span>'
)


def badge(kind: str, text: str | Promise) -> SafeString:
    """Return a badge; kind is info, success, warning or danger."""
    return format_html(_BADGE, kind, text)


def state(key: str) -> SafeString:
    """Return the badge of a stored state."""
    return badge(kind(key), LABELS[key])


def kind(key: str) -> str:
    return KINDS.get(key, "info")


def staffing(status: str) -> str | Promise:
    return STAFFING[status]
