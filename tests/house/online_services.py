"""An online service of the catalogue, as somebody of the authority keeps it."""

from stellwerk.access import Rights
from stellwerk.actions.online_services import keep_online_service
from stellwerk.models import Channel, OnlineService
from tests.house.cases import ASKED_AT

NAME = "Bauantrag digital"


def kept_online_service(rights: Rights) -> OnlineService:
    """Return the online service; the same one when asked again."""
    found = OnlineService.objects.filter(name=NAME).order_by("pk").first()
    return found or keep_online_service(
        None,
        name=NAME,
        channel=Channel.EFA,
        url="https://bauen.beispiel.invalid/",
        source="Onlinedienst-Liste, Beispiel",
        keys=["99012008001000", "99012010001000"],
        rights=rights,
        at=ASKED_AT,
    )
