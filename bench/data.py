"""Grants in any number: the shipped example, and offices that repeat its patterns, all under .invalid."""

from decimal import Decimal

from django.db import connection

from stellwerk.actions.example import load_example
from stellwerk.models import (
    BudgetYear,
    Grant,
    Notice,
    Occupancy,
    Office,
    OfficeKind,
    Part,
    Participation,
    Post,
    Programme,
    Tranche,
)

BATCH = 1000
PLENTY = Decimal("9000000000.00")


def fill(grants: int) -> Programme:
    """Load the example and add offices with post, staffing, grant and approval up to a number of grants."""
    programme = load_example(password="benchmark-only")
    BudgetYear.objects.filter(programme=programme).update(appropriation=PLENTY, commitment_authority=PLENTY)
    related = "post", "recipient"
    patterns = list(Grant.objects.filter(programme=programme).select_related(*related).order_by("pk"))
    pairs = [(patterns[n % len(patterns)], n) for n in range(grants - len(patterns))]
    offices = Office.objects.bulk_create([_office(like, n) for like, n in pairs], BATCH)
    Participation.objects.bulk_create(
        [Participation(programme=programme, office=office, part=Part.CIRCULAR) for office in offices], BATCH
    )
    likes = [like for like, _n in pairs]
    posts = Post.objects.bulk_create(
        [_post(like, office) for like, office in zip(likes, offices, strict=True)], BATCH
    )
    _occupy(likes, posts)
    made = [_grant(like, post) for like, post in zip(likes, posts, strict=True)]
    _approve(likes, Grant.objects.bulk_create(made, BATCH))
    return programme


def gather_statistics() -> None:
    """Let the database look at what was filled in, as it does by itself after a while."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _office(like: Grant, number: int) -> Office:
    return Office(
        key=f"BENCH-{number:05}",
        kind=OfficeKind.DISTRICT_OFFICE,
        name=f"Beispielstelle Nummer {number:05}",
        legal_entity=f"Beispielkörperschaft Nummer {number:05}",
        city="Beispielstadt",
        court=like.recipient.court,
        court_seat=like.recipient.court_seat,
        email=f"poststelle@bench-{number:05}.stellwerk.invalid",
        electronic_access=True,
    )


def _post(like: Grant, office: Office) -> Post:
    share = like.post.approved_share
    return Post(programme_id=like.programme_id, employer=office, number=office.key, approved_share=share)


def _grant(like: Grant, post: Post) -> Grant:
    return Grant(
        programme_id=like.programme_id,
        post=post,
        recipient=post.employer,
        file_number=f"Beispiel-{post.number}",
        starts_on=like.starts_on,
        is_example=True,
    )


def _occupy(likes: list[Grant], posts: list[Post]) -> None:
    shipped: dict[int, list[Occupancy]] = {}
    for one in Occupancy.objects.order_by("pk"):
        shipped.setdefault(one.post_id, []).append(one)
    copies = [
        Occupancy(
            post=post, seat=one.seat, starts_on=one.starts_on, ends_on=one.ends_on,
            share=one.share, is_example=True,
        )
        for like, post in zip(likes, posts, strict=True)
        for one in shipped.get(like.post_id, [])
    ]  # fmt: skip
    Occupancy.objects.bulk_create(copies, BATCH)


def _approve(likes: list[Grant], grants: list[Grant]) -> None:
    shipped = {notice.grant_id: notice for notice in Notice.objects.prefetch_related("tranches")}
    notices = Notice.objects.bulk_create(
        [_notice(shipped[like.pk], grant) for like, grant in zip(likes, grants, strict=True)], BATCH
    )
    tranches = [
        Tranche(notice=notice, year=one.year, amount=one.amount)
        for like, notice in zip(likes, notices, strict=True)
        for one in shipped[like.pk].tranches.all()
    ]
    Tranche.objects.bulk_create(tranches, BATCH)


def _notice(like: Notice, grant: Grant) -> Notice:
    return Notice(
        grant=grant, number=0, kind=like.kind, issued_on=like.issued_on, period_end=like.period_end,
        terms_id=like.terms_id, working=like.working,
    )  # fmt: skip
