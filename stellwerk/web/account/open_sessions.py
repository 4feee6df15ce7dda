"""My account: where I am signed in, and signing out everywhere else."""

import re

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stellwerk.actions.open_sessions import end_other_sessions
from stellwerk.gateways import clock
from stellwerk.web.guards import SignedIn, signed_in

BROWSERS = ("Edg", "OPR", "Firefox", "Chrome", "Safari")  # many say that they are the later ones, too
NAMES = {"Edg": "Edge", "OPR": "Opera"}
SYSTEMS = ("Windows", "Android", "iPhone", "iPad", "Mac OS X", "Linux")


@signed_in
def open_sessions(request: SignedIn) -> HttpResponse:
    """Show every session that is still open; end all others on POST."""
    key = request.session.session_key or ""
    if request.method == "POST":
        ended = end_other_sessions(request.rights.person, but=key, at=clock.now())
        text = ngettext("%(n)s andere Sitzung ist beendet.", "%(n)s andere Sitzungen sind beendet.", ended)
        messages.success(request, text % {"n": ended})
        return redirect("usersessions_list")
    found = UserSession.objects.filter(user_id=request.rights.person.pk).order_by("-created_at", "-pk")
    rows = [(one, browser_of(one.user_agent), one.session_key == key) for one in found if one.exists()]
    return render(request, "usersessions/sessions.html", {"rows": rows, "has_others": len(rows) > 1})


def browser_of(told: str) -> str:
    """Return browser and system in two words, as far as what the browser says of itself tells."""
    browser = next((NAMES.get(it, it) for it in BROWSERS if re.search(rf"\b{it}/", told)), "")
    system = next((it for it in SYSTEMS if it in told), "")
    return ", ".join(it for it in (browser, system) if it) or _("unbekannter Browser")
