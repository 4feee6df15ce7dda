"""Keys for other systems, under the person's account: make one, see it once, withdraw it."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from stellwerk.access import Verb
from stellwerk.actions.tokens import create_token, revoke_token
from stellwerk.gateways import clock
from stellwerk.law.working import Refused
from stellwerk.queries.tokens import own
from stellwerk.web.guards import SignedIn, needs
from stellwerk.web.paging import leaf
from stellwerk.web.refusals import refused


class TokenForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Wofür"),
        max_length=120,
        help_text=gettext_lazy("Zum Beispiel der Name des Programms, das den Schlüssel benutzt."),
    )


@needs(Verb.READ_COVERAGE)
@never_cache
def tokens(request: SignedIn) -> HttpResponse:
    """List one's own tokens; make one on POST and show it this one time."""
    form, secret = TokenForm(request.POST or None), ""
    if form.is_valid():
        try:
            _token, secret = create_token(form.cleaned_data["name"], rights=request.rights, at=clock.now())
        except Refused as no:
            refused(form, no)
    page = {
        "form": TokenForm() if secret else form,
        "secret": secret,
        "leaf": leaf(request, own(request.rights)),
    }
    return render(request, "account/tokens.html", page, status=422 if form.errors else 200)


@needs(Verb.READ_COVERAGE)
def token_revoke(request: SignedIn, pk: int) -> HttpResponse:
    if request.method == "POST":
        token = revoke_token(pk, rights=request.rights, at=clock.now())
        messages.success(request, _("Der Schlüssel „%(name)s“ ist zurückgezogen.") % {"name": token.name})
    return redirect("tokens")
