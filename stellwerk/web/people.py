"""People of an office: who belongs to it in which role; invite somebody, end a role."""

from collections.abc import Mapping
from datetime import timedelta

from allauth.core.ratelimit import consume_or_429
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from stellwerk.access import Verb
from stellwerk.actions.people import end_membership, invite_again, invite_person
from stellwerk.gateways import clock
from stellwerk.law.working import Refused
from stellwerk.models import AccountLink, Person
from stellwerk.queries import people as ask
from stellwerk.queries.account_links import newest_invitations
from stellwerk.queries.second_factors import with_second_factor
from stellwerk.web.guards import SignedIn, needs, reads_personal
from stellwerk.web.paging import leaf
from stellwerk.web.people_forms import EndForm, InviteForm, PeopleFilter
from stellwerk.web.refusals import refused


@needs(Verb.READ_PEOPLE, Verb.OPERATE)
@reads_personal
def people(request: SignedIn) -> HttpResponse:
    """List who belongs to one's own office; who operates the house sees all offices."""
    form = PeopleFilter(request.GET)
    shown = leaf(request, form.narrow(ask.memberships(request.rights), on=clock.today()))
    keys = {one.person_id for one in shown.page}
    invited, secured = newest_invitations(keys), with_second_factor(keys)
    page = {
        "form": form,
        "leaf": shown,
        "lines": [
            (one, _signs_in(one.person, invited, secured), ask.may_end(request.rights, one, on=clock.today()))
            for one in shown.page
        ],
        "invited": invited,
        "today": clock.today(),
        "may_keep": request.rights.may(Verb.KEEP_PEOPLE),
    }
    return render(request, "people/people.html", page)


@needs(Verb.KEEP_PEOPLE)
@reads_personal
def person_invite(request: SignedIn) -> HttpResponse:
    form = InviteForm(request.POST or None, rights=request.rights, today=clock.today())
    if form.is_valid():
        limited: HttpResponse | None = consume_or_429(request, action="invite", user=request.user)
        if limited:
            return limited
        try:
            made = invite_person(**form.said, rights=request.rights, at=clock.now())
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("%(name)s ist eingeladen.") % {"name": made.person.name})
            return redirect("people")
    return render(request, "people/invite.html", {"form": form}, status=422 if form.errors else 200)


@needs(Verb.KEEP_PEOPLE)
@reads_personal
def membership_end(request: SignedIn, pk: int) -> HttpResponse:
    one = get_object_or_404(ask.memberships(request.rights), pk=pk)
    last_day = one.ends_on - timedelta(days=1) if one.ends_on else clock.today()
    form = EndForm(request.POST or None, initial={"last_day": last_day})
    if form.is_valid():
        try:
            end_membership(pk, last_day=form.cleaned_data["last_day"], rights=request.rights, at=clock.now())
        except Refused as no:
            refused(form, no)
        else:
            messages.success(request, _("Die Rolle ist beendet. Was die Person getan hat, bleibt."))
            return redirect("people")
    return render(request, "people/end.html", {"form": form, "one": one}, status=422 if form.errors else 200)


@needs(Verb.KEEP_PEOPLE)
def person_invite_again(request: SignedIn, pk: int) -> HttpResponse:
    if not ask.memberships(request.rights).filter(person=pk).exists():
        raise Http404
    if request.method == "POST":
        person = invite_again(pk, rights=request.rights, at=clock.now())
        messages.success(request, _("%(name)s bekommt einen neuen Link.") % {"name": person.name})
    return redirect("people")


def _signs_in(person: Person, invited: Mapping[int, AccountLink], secured: set[int]) -> str:
    """Say in words how far somebody's account is."""
    if person.last_login:
        return _("mit zweitem Faktor") if person.pk in secured else _("ohne zweiten Faktor")
    if link := invited.get(person.pk):
        return _("eingeladen, E-Mail: %(state)s") % {"state": link.get_state_display()}
    return _("noch nicht angemeldet")
