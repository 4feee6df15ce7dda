"""My account: what I typed into a form that was not carried out, where its page cannot show it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stellwerk.actions.kept_forms import drop_form
from stellwerk.gateways import clock
from stellwerk.queries.kept_forms import fields_of, in_force
from stellwerk.web.guards import SignedIn, signed_in
from stellwerk.web.kept_forms import address


@signed_in
def kept_form(request: SignedIn, pk: int) -> HttpResponse:
    """Show what was typed where its form cannot be filled in; forget it on POST."""
    kept = in_force(request.rights.person, at=clock.now()).filter(pk=pk).first()
    if kept is None:
        raise Http404
    if request.method == "POST":
        drop_form(pk, person=request.rights.person)
        messages.success(request, _("Die aufgehobenen Eingaben sind verworfen."))
        return redirect("start")
    fields = [(name, value) for name, values in fields_of(kept).items() for value in values if value]
    page = {"kept": kept, "fields": fields, "again": address(kept)}
    return render(request, "account/kept_form.html", page)
