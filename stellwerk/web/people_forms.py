"""The forms around people: the filter, an invitation, the end of a role, a substitution, who read what."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from stellwerk.access import Rights
from stellwerk.models import Membership, Office, Person, ReadKind, Role
from stellwerk.queries.people import colleagues, offices_to_keep, roles_to_give
from stellwerk.web.fields import DayField
from stellwerk.web.seen import SeenForm

STANDS = [("", _("heute")), ("alle", _("alle, auch beendete"))]


class PeopleFilter(forms.Form):
    q = forms.CharField(label=_("Suche nach Name, E-Mail oder Stelle"), max_length=100, required=False)
    rolle = forms.ChoiceField(label=_("Rolle"), choices=[("", _("alle")), *Role.choices], required=False)
    stand = forms.ChoiceField(label=_("Stand"), choices=STANDS, required=False)

    def narrow(self, rows: QuerySet[Membership], *, on: date) -> QuerySet[Membership]:
        self.is_valid()
        for word in self.cleaned_data.get("q", "").split():
            rows = rows.filter(
                Q(person__name__icontains=word)
                | Q(person__email__icontains=word)
                | Q(office__name__icontains=word)
            )
        if role := self.cleaned_data.get("rolle"):
            rows = rows.filter(role=role)
        if self.cleaned_data.get("stand") != "alle":
            rows = rows.filter(Q(ends_on=None) | Q(ends_on__gt=on))
        return rows


class InviteForm(forms.Form):
    """Whom, for which office, in which role, from when to when; offered is what one may give."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(
        label=_("E-Mail"),
        help_text=_("Die dienstliche Adresse der Person. Dorthin geht der Link; er gilt nur einmal."),
        max_length=254,
    )
    office = forms.ModelChoiceField(Office.objects.none(), label=_("Stelle im Verteiler"), empty_label=None)
    role = forms.ChoiceField(label=_("Rolle"))
    starts_on = DayField(label=_("Erster Tag"))
    last_day = DayField(label=_("Letzter Tag"), required=False)

    def __init__(self, *args: Any, rights: Rights, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.rights = rights
        self.fields["starts_on"].initial = today
        offices = offices_to_keep(rights)
        field, role = self.fields["office"], self.fields["role"]
        assert isinstance(field, forms.ModelChoiceField)
        assert isinstance(role, forms.ChoiceField)
        field.queryset = offices
        given = {one for office in offices[:2] for one in roles_to_give(rights, office)}
        offered = [one for one in Role if one in given] if offices.count() == 1 else list(Role)
        role.choices = [(one.value, one.label) for one in offered]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        office, role = found.get("office"), found.get("role")
        if office and role and Role(role) not in roles_to_give(self.rights, office):
            self.add_error(
                "role",
                _("Diese Rolle können Sie für diese Stelle nicht vergeben. Bitte wählen Sie eine andere."),
            )
        start, last = found.get("starts_on"), found.get("last_day")
        if start and last and last < start:
            self.add_error("last_day", _("Das Ende liegt vor dem Beginn. Bitte prüfen Sie beide Tage."))
        return found

    @property
    def said(self) -> dict[str, Any]:
        """Return what the action asks for; the last day becomes the first one without the role."""
        values = self.cleaned_data
        last = values["last_day"]
        return {
            **{name: values[name] for name in ("name", "email", "office", "starts_on")},
            "role": Role(values["role"]),
            "ends_on": last + timedelta(days=1) if last else None,
        }


class EndForm(SeenForm):
    last_day = DayField(label=_("Letzter Tag"), help_text=_("An diesem Tag gilt die Rolle noch."))


class SubstitutionForm(forms.Form):
    principal = forms.ModelChoiceField(Person.objects.none(), label=_("Vertreten wird"), empty_label=None)
    substitute = forms.ModelChoiceField(Person.objects.none(), label=_("Es vertritt"), empty_label=None)
    starts_on = DayField(label=_("Erster Tag"))
    last_day = DayField(label=_("Letzter Tag"))

    def __init__(self, *args: Any, principals: QuerySet[Person], person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        first, second = self.fields["principal"], self.fields["substitute"]
        assert isinstance(first, forms.ModelChoiceField)
        assert isinstance(second, forms.ModelChoiceField)
        first.queryset, first.initial = principals, person.pk
        keys = set(principals.values_list("pk", flat=True)) | set(
            colleagues(person).values_list("pk", flat=True)
        )
        second.queryset = Person.objects.filter(pk__in=keys, is_active=True).order_by("name", "pk")


class ReadFilter(forms.Form):
    q = forms.CharField(label=_("Suche nach Person oder Adresse der Seite"), max_length=100, required=False)
    art = forms.ChoiceField(label=_("Art"), choices=[("", _("alle")), *ReadKind.choices], required=False)
    ab_tag = DayField(label=_("von"), required=False)
    bis_tag = DayField(label=_("bis"), required=False)

    @property
    def wanted(self) -> dict[str, Any]:
        self.is_valid()
        said = self.cleaned_data
        return {
            "words": said.get("q", ""),
            "kind": said.get("art", ""),
            "since": said.get("ab_tag"),
            "until": said.get("bis_tag"),
        }
