"""Recipients: which kinds of bodies may apply to a programme, and from where."""

from collections.abc import Collection

from stellwerk.law.working import N_, Refused


def require_recipient(
    name: str, *, kind: str, district: str, kinds: Collection[str], territory: Collection[str]
) -> None:
    """Refuse a body that may not receive money of the programme.

    kind       key of its kind; kinds are those that may receive, none means every kind
    district   key of its district, empty where it has none
    territory  keys of districts; none means the whole Land

    Law: programme terms (who may receive); VV Nr. 1 zu § 44 LHO sets only the frame.
    """
    if kinds and kind not in kinds:
        raise Refused(
            N_("%(name)s gehört nicht zu den Antragsberechtigten dieses Programms."),
            field="office",
            name=name,
        )
    if territory and district and district not in territory:
        raise Refused(
            N_("%(name)s liegt nicht in dem Gebiet, für das dieses Programm gilt."), field="office", name=name
        )
