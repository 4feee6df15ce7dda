"""The operator writes imprint, privacy notice and accessibility statement."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stellwerk.access import Verb, visible
from stellwerk.actions.site import set_text
from stellwerk.gateways import clock
from stellwerk.models import SiteText
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.office.forms import SiteTextForm


@needs(Verb.OPERATE)
def site_texts(request: SignedIn) -> HttpResponse:
    """Show the text chosen in the address, and save it on POST."""
    wanted = {
        name: request.GET.get(name) or first for name, first in (("kind", "imprint"), ("language", "de"))
    }
    texts = visible(SiteText.objects.order_by("kind", "language"), request.rights)
    present = texts.filter(**wanted).first()
    form = SiteTextForm(request.POST or None, initial={**wanted, "body": present.body if present else ""})
    if form.is_valid():
        set_text(**form.cleaned_data, rights=request.rights, at=clock.now())
        messages.success(request, _("Der Text ist gespeichert und sofort für alle sichtbar."))
        return redirect("site_texts")
    page = {"form": form, "texts": texts}
    return render(request, "office/site_texts.html", page, status=422 if form.errors else 200)
