"""Invent what the coordinators of the example did and plan: activities, waves, a campaign, a question."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone

from stellwerk.law.rollout import spread
from stellwerk.models import (
    Activity,
    ActivityFormat,
    Campaign,
    CoverageFact,
    CoverageState,
    Inquiry,
    Membership,
    Municipality,
    Person,
    Role,
    Service,
    Wave,
    WaveTarget,
)

# Days ago, format, subject, one municipality in …, participants.
ACTIVITIES = (
    (521, ActivityFormat.WORKSHOP, "Auftakt: Onlinedienste gemeinsam einführen", 2, 31),
    (468, ActivityFormat.NEWSLETTER, "Rundbrief 1: Was sich im Katalog geändert hat", 1, None),
    (402, ActivityFormat.CONSULTATION_HOUR, "Sprechstunde: erste Schritte im Portal", 5, 7),
    (341, ActivityFormat.VISIT, "Termin vor Ort: Bürgerbüro", 9, 4),
    (287, ActivityFormat.WORKSHOP, "Workshop: vom Formular zum Onlinedienst", 3, 18),
    (233, ActivityFormat.CONSULTATION_HOUR, "Sprechstunde: Bezahlen im Netz", 6, 5),
    (180, ActivityFormat.NEWSLETTER, "Rundbrief 2: neue Dienste zum Nachnutzen", 1, None),
    (132, ActivityFormat.CALL, "Beratung am Telefon: Anbindung des Fachverfahrens", 12, 1),
    (96, ActivityFormat.WORKSHOP, "Workshop: Rückfragen aus den Gemeinden", 4, 14),
    (54, ActivityFormat.VISIT, "Termin vor Ort: Standesamt", 8, 3),
    (33, ActivityFormat.CONSULTATION_HOUR, "Sprechstunde: Welle vorbereiten", 5, 6),
    (9, ActivityFormat.CALL, "Beratung am Telefon: Dienst freischalten", 11, 2),
)
WAVE_SIZE = 10
WAVE_DAYS = 91
CAMPAIGN_SERVICES = 6
CAMPAIGN_TEXT = (
    "Beispieltext: Bitte sehen Sie Ihre Liste durch und bestätigen Sie, was noch stimmt. "
    "Was sich geändert hat, können Sie dort gleich berichtigen."
)


def add_work(district: str, *, at: datetime) -> None:
    """Add activities, two waves, a drafted campaign and a question to a district that has a coordinator."""
    held = Membership.objects.filter(role=Role.COORDINATOR, office__district=district)
    coordinator = Person.objects.filter(memberships__in=held).order_by("pk").first()
    places = list(Municipality.objects.filter(district=district, gone_on=None).order_by("ags"))
    services = list(Service.objects.filter(coverage__municipality__in=places).distinct().order_by("key"))
    if coordinator is None or not services:
        return
    today = timezone.localdate(at)
    _activities(district, places, services, by=coordinator, at=at)
    _waves(district, places, services, by=coordinator, at=at)
    campaign = Campaign.objects.create(
        title="Frühjahrsabfrage (Beispiel)",
        district_id=district,
        text=CAMPAIGN_TEXT,
        due_on=today + timedelta(days=28),
        by=coordinator,
        created_at=at,
    )
    campaign.services.set(services[:CAMPAIGN_SERVICES])
    Inquiry.objects.create(
        municipality=places[len(places) // 2],
        service=services[0],
        question="Beispielfrage: Ist der Dienst auch für Anträge von Firmen offen?",
        asked_by=coordinator,
        asked_at=at - timedelta(days=6),
    )


def _activities(
    district: str, places: Sequence[Municipality], services: Sequence[Service], *, by: Person, at: datetime
) -> None:
    for number, (days, form, title, step, participants) in enumerate(ACTIVITIES):
        activity = Activity.objects.create(
            district_id=district,
            on=timezone.localdate(at) - timedelta(days=days),
            format=form,
            title=f"{title} (Beispiel)",
            participants=participants,
            by=by,
            recorded_at=at - timedelta(days=days - 1),
            is_example=True,
        )
        activity.municipalities.set(places[number % step :: step])
        if form != ActivityFormat.NEWSLETTER:
            activity.services.set(services[number * 2 % len(services) :][:3])


def _waves(
    district: str, places: Sequence[Municipality], services: Sequence[Service], *, by: Person, at: datetime
) -> None:
    """Let one wave be under way, a second one wait for it, a third one lie further ahead."""
    before: Wave | None = None
    starts_on = timezone.localdate(at) - timedelta(days=WAVE_DAYS - 12)
    for number, (service, ags) in enumerate(_worth_a_wave(services, places, since=starts_on), start=1):
        wave = Wave.objects.create(
            title=f"Welle {number} (Beispiel)",
            service=service,
            district_id=district,
            after=before,
            starts_on=starts_on,
            due_on=starts_on + timedelta(days=WAVE_DAYS),
            by=by,
            created_at=at - timedelta(days=WAVE_DAYS),
        )
        days = spread(len(ags), wave.starts_on, wave.due_on)
        WaveTarget.objects.bulk_create(
            WaveTarget(wave=wave, municipality_id=key, planned_on=day)
            for key, day in zip(ags, days, strict=True)
        )
        before, starts_on = wave, wave.due_on + timedelta(days=1)


def _worth_a_wave(
    services: Sequence[Service], places: Sequence[Municipality], *, since: date
) -> list[tuple[Service, list[str]]]:
    """Return three services with places: who went online since the day, and then who is not yet."""
    reached: dict[int, list[str]] = {service.pk: [] for service in services}
    lacking: dict[int, list[str]] = {service.pk: [] for service in services}
    facts = CoverageFact.objects.filter(
        municipality__in=places, service__in=services, replaced_by=None, valid_to=None
    ).order_by("valid_from", "municipality_id", "pk")
    for service, ags, state, day in facts.values_list("service_id", "municipality_id", "state", "valid_from"):
        if state == CoverageState.LIVE and day >= since:
            reached[service].append(ags)
        elif state in (CoverageState.NONE, CoverageState.PLANNED):
            lacking[service].append(ags)
    ranked = sorted(services, key=lambda one: (-min(3, len(reached[one.pk])), -len(lacking[one.pk]), one.key))
    return [
        (one, (reached[one.pk][:4] + lacking[one.pk])[:WAVE_SIZE]) for one in ranked[:3] if lacking[one.pk]
    ]
