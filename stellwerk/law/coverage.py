"""Coverage: what may be said of one cell, how people write it, and what several channels come to."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from stellwerk.law.working import N_, Refused, Translate

NOT_RESPONSIBLE, NONE, PLANNED, LIVE = "not_responsible", "none", "planned", "live"
# The strongest word first: a cell is live as soon as one channel is.
STRENGTH = (LIVE, PLANNED, NONE, NOT_RESPONSIBLE)
HIGHEST_LEVEL: Mapping[str, int] = {"1.1": 4, "2.0": 7}
STATES: Mapping[str, tuple[str, ...]] = {
    LIVE: ("live", "l", "online", "ja", "aktiv", "aktiviert", "verfügbar", "freigeschaltet"),
    PLANNED: ("planned", "p", "geplant", "in planung", "vorgesehen"),
    NONE: ("none", "k", "kein angebot", "kein", "nein", "nicht online", "offline", "nicht verfügbar"),
    NOT_RESPONSIBLE: ("not_responsible", "x", "nicht zuständig", "entfällt"),
}
CHANNELS: Mapping[str, tuple[str, ...]] = {
    "any": ("any", "", "ohne angabe", "-"),
    "efa": ("efa", "efa-dienst", "einer für alle", "einer-für-alle", "einer-für-alle-dienst (efa)"),
    "standard": ("standard", "standardprozess"),
    "universal": ("universal", "universalprozess"),
    "own": ("own", "eigener dienst", "eigen", "eigenentwicklung"),
}
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
SERIAL_ZERO = date(1899, 12, 30)  # Excel counts days from here, its invented 29 February 1900 included
DAY_FORMS = (
    (re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})"), (3, 2, 1)),
    (re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})"), (3, 2, 1)),
    (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?"), (1, 2, 3)),
)
LEVEL_FORMS = (
    re.compile(r"(?P<level>\d)\s*\(\s*(?:modell\s*)?(?P<model>\d\.\d)\s*\)", re.IGNORECASE),
    re.compile(r"(?P<model>\d\.\d)\s*:\s*(?P<level>\d)"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What somebody says of one cell, from a day on.

    planned_on      the day it shall be live; with the state planned, and only then
    maturity        level in ``maturity_model``; both or none, and only where it is live
    online_service  number of the online service that makes it live, or shall; None: nobody said which
    """

    ags: str
    service_key: str
    channel: str = "any"
    state: str
    valid_from: date
    planned_on: date | None = None
    maturity: int | None = None
    maturity_model: str = ""
    online_service: int | None = None
    note: str = ""

    @property
    def cell(self) -> tuple[str, str, str]:
        return self.ags, self.service_key, self.channel

    @property
    def words(self) -> str:
        """Return the cell as it is named in a message."""
        return f"{self.ags} / {self.service_key}"


def municipality_key(text: str) -> str:
    """Return the eight digits of a municipality (AGS); a twelve-digit ARS is shortened.

    Spaces, dots and an apostrophe go, and the zero in front that Excel loses comes back.
    Refused: it is no such key.
    """
    digits = _digits(text)
    if len(digits) == 12:
        digits = digits[:5] + digits[9:]
    if len(digits) == 7:
        digits = "0" + digits
    if not re.fullmatch(r"[0-9]{8}", digits) or not "01" <= digits[:2] <= "16":
        raise Refused(
            N_(
                "„%(text)s“ ist kein Gemeindeschlüssel. "
                "Bitte geben Sie die acht Ziffern des AGS an, zum Beispiel 08111000."
            ),
            field="ags",
            text=text.strip(),
        )
    return digits


def service_key(text: str) -> str:
    """Return the fourteen digits of a service (LeiKa-Schlüssel); spaces and an apostrophe go.

    Refused: Excel made a rounded number of it (the last digits are lost), or it is no such key.
    """
    if re.fullmatch(r"\d+([.,]\d+)?E\+?\d+", text.strip(), re.IGNORECASE):
        raise Refused(
            N_(
                "„%(text)s“ ist ein LeiKa-Schlüssel, den die Tabelle als Zahl gerundet hat. "
                "Bitte formatieren Sie die Spalte als Text und fügen Sie die Schlüssel neu ein."
            ),
            field="service_key",
            text=text.strip(),
        )
    digits = _digits(text)
    if not re.fullmatch(r"[0-9]{14}", digits):
        raise Refused(
            N_(
                "„%(text)s“ ist kein LeiKa-Schlüssel. Bitte geben Sie die 14 Ziffern an; "
                "fehlen vorn Nullen, formatieren Sie die Spalte als Text."
            ),
            field="service_key",
            text=text.strip(),
        )
    return digits


def day(text: str) -> date:
    """Return a day written 31.12.2025, 31/12/2025, 2025-12-31, or as Excel's serial number (46022).

    Refused: there is no such day, or it lies outside 2000 to 2099.
    """
    found = _day(text.strip())
    if found is None or not FIRST_DAY <= found <= LAST_DAY:
        raise Refused(
            N_(
                "„%(text)s“ ist kein Datum zwischen 2000 und 2099. "
                "Bitte schreiben Sie es mit vierstelligem Jahr, zum Beispiel 31.12.2025."
            ),
            field="day",
            text=text.strip(),
        )
    return found


def state(text: str) -> str:
    """Return the code of a state written as word, letter or code.

    Refused: the word is not known; an empty cell says nothing, which is not „kein Angebot“.
    """
    return _known(
        text,
        STATES,
        N_(
            "„%(text)s“ ist kein Stand. Erlaubt sind: online (l), geplant (p), kein Angebot (k), "
            "nicht zuständig (x). Bitte lassen Sie die Zeile weg, wenn nichts erhoben ist."
        ),
        "state",
    )


def channel(text: str) -> str:
    """Return the code of a channel; an empty text says nothing about it.

    Refused: the word is not known.
    """
    return _known(
        text,
        CHANNELS,
        N_(
            "„%(text)s“ ist keine Art. Erlaubt sind: EfA, Standardprozess, Universalprozess, "
            "eigener Dienst, ohne Angabe. Bitte wählen Sie eine davon."
        ),
        "channel",
    )


def maturity(text: str) -> tuple[int | None, str]:
    """Return level and model of "3 (1.1)" or "2.0:5"; (None, "") of an empty text.

    Refused: the model is missing (the levels of the two mean different things), or it has no such level.
    """
    if not text.strip():
        return None, ""
    for form in LEVEL_FORMS:
        if found := form.fullmatch(text.strip()):
            level, model = int(found["level"]), found["model"]
            if level <= HIGHEST_LEVEL.get(model, -1):
                return level, model
    raise Refused(
        N_(
            "„%(text)s“ ist kein Reifegrad. Bitte geben Sie Stufe und Modell an: "
            "0 bis 4 im Modell 1.1, zum Beispiel 3 (1.1), oder 0 bis 7 im Modell 2.0, zum Beispiel 5 (2.0)."
        ),
        field="maturity",
        text=text.strip(),
    )


def require_sound(entry: Entry) -> None:
    """Let an entry pass whose parts fit together.

    Refused: planned without a day, or a day, maturity or online service that has no place; the cell is named.
    ValueError: a code that ``state``, ``channel`` or ``maturity`` would never return.
    """
    if (
        entry.state not in STATES
        or entry.channel not in CHANNELS
        or not FIRST_DAY <= entry.valid_from <= LAST_DAY
    ):
        raise ValueError(f"not an entry: {entry}")
    if (entry.maturity is None) != (not entry.maturity_model):
        raise ValueError(f"level and model belong together: {entry}")
    if entry.maturity is not None and not 0 <= entry.maturity <= HIGHEST_LEVEL.get(entry.maturity_model, -1):
        raise ValueError(f"no such level: {entry}")
    _require_fitting(entry)


def _require_fitting(entry: Entry) -> None:
    """Refuse a day, a maturity or an online service that has no place beside the state, or a missing day."""
    if entry.state == PLANNED and entry.planned_on is None:
        raise Refused(
            N_(
                "%(cell)s: Für „geplant“ fehlt der Tag. Bitte geben Sie an, wann der Dienst online sein soll."
            ),
            field="planned_on",
            cell=entry.words,
        )
    if entry.state != PLANNED and entry.planned_on is not None:
        raise Refused(
            N_("%(cell)s: Ein geplanter Tag gehört nur zu „geplant“. Bitte lassen Sie ihn weg."),
            field="planned_on",
            cell=entry.words,
        )
    if entry.state != LIVE and entry.maturity is not None:
        raise Refused(
            N_("%(cell)s: Ein Reifegrad gehört nur zu „online“. Bitte lassen Sie ihn weg."),
            field="maturity",
            cell=entry.words,
        )
    if entry.state not in (LIVE, PLANNED) and entry.online_service is not None:
        raise Refused(
            N_("%(cell)s: Ein Onlinedienst gehört nur zu „online“ und „geplant“. Bitte lassen Sie ihn weg."),
            field="online_service",
            cell=entry.words,
        )


def summary(states: Iterable[str]) -> str:
    """Return what the channels of a cell come to: the strongest of their states.

    ValueError: there is none; not collected is no state.
    """
    return min(states, key=STRENGTH.index)


def weakest(states: Iterable[str]) -> str:
    """Return the state that may be said of all together: live only if all are."""
    return max(states, key=STRENGTH.index)


def age_in_words(days: int, translate: Translate = str) -> str:
    """Say how long ago something was checked."""
    if days < 2:
        return translate(N_("seit heute") if days < 1 else N_("seit gestern"))
    for end, unit, text in (
        (14, 1, N_("%(count)s Tage alt")),
        (60, 7, N_("%(count)s Wochen alt")),
        (365, 30, N_("%(count)s Monate alt")),
        (730, 365, N_("älter als ein Jahr")),
    ):
        if days < end:
            return translate(text) % {"count": days // unit}
    return translate(N_("älter als %(count)s Jahre")) % {"count": days // 365}


def _digits(text: str) -> str:
    """Return a key without what sheets and people put into it; a cell that is a number ends in .0 at most."""
    return re.sub(r"[\s.'’`\u00a0\u202f\ufeff]", "", re.sub(r"^(\d{7,14})[.,]0$", r"\1", text.strip()))


def _day(text: str) -> date | None:
    if serial := re.fullmatch(r"(\d{5})(?:[.,]0+)?", text):
        return SERIAL_ZERO + timedelta(days=int(serial[1]))
    for form, order in DAY_FORMS:
        if found := form.fullmatch(text):
            year, month, number = (int(found[part]) for part in order)
            try:
                return date(year, month, number)
            except ValueError:
                return None
    return None


def _known(text: str, words: Mapping[str, tuple[str, ...]], refusal: str, field: str) -> str:
    said = " ".join(text.lower().split())
    for code, known in words.items():
        if said in known:
            return code
    raise Refused(refusal, field=field, text=text.strip())
