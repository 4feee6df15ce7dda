"""Keep what somebody typed into a form whose session had ended; forget it once it is sent, or too old.

Nothing of a case changes here, so the journal says nothing: what was typed is no act of anybody yet.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from stellwerk.gateways.sealed import seal
from stellwerk.models import KeptForm, Person
from stellwerk.queries.kept_forms import PURPOSE

MOST = 5  # of one person; the oldest gives way


@transaction.atomic(durable=True)
def keep_form(
    person: Person, *, address: str, page: str, fields: Mapping[str, Sequence[str]], at: datetime
) -> KeptForm:
    """Keep the fields for this person alone; the same form again replaces what was kept of it."""
    content = seal(json.dumps(fields), key=settings.SECRET_KEY, purpose=PURPOSE)
    values = {"page": page, "content": content, "kept_at": at}
    kept, _is_new = KeptForm.objects.update_or_create(person=person, address=address, defaults=values)
    rows = KeptForm.objects.filter(person=person).order_by("-kept_at", "-pk")
    KeptForm.objects.filter(pk__in=list(rows.values_list("pk", flat=True)[MOST:])).delete()
    return kept


@transaction.atomic(durable=True)
def drop_form(kept_id: int, *, person: Person) -> None:
    """Forget what was kept, because it was sent now or is not wanted any more."""
    KeptForm.objects.filter(pk=kept_id, person=person).delete()


@transaction.atomic(durable=True)
def forget_kept(*, at: datetime) -> int:
    """Remove what nobody came back for; return how many that were."""
    old = KeptForm.objects.filter(kept_at__lte=at - timedelta(minutes=settings.KEPT_FORM_MINUTES))
    removed, _by_model = old.delete()
    return removed
