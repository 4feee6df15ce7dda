"""The grid as HTML: one field per cell that takes a letter. Composed here: a page has up to 900."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stellwerk.law.coverage import LIVE, NONE, NOT_RESPONSIBLE, PLANNED
from stellwerk.models import Municipality, Service
from stellwerk.queries.coverage import Cell

LETTERS = {LIVE: "l", PLANNED: "p", NONE: "k", NOT_RESPONSIBLE: "x"}
Cells = Mapping[tuple[str, int], Cell]


@dataclass(frozen=True, slots=True)
class Grid:
    """Municipalities down, services across, and what is known of each cell on the day."""

    places: Sequence[Municipality]
    services: Sequence[Service]
    cells: Cells

    def letter(self, place: Municipality, service: Service) -> str:
        cell = self.cells.get((place.ags, service.pk))
        return LETTERS.get(cell.state, "") if cell else ""

    def seen(self, place: Municipality, service: Service) -> str:
        """Return which fact the page shows: "0" for none, "" where several kinds make up the cell."""
        cell = self.cells.get((place.ags, service.pk))
        if cell is None or not cell.open:
            return "0"
        return str(*cell.open.values()) if len(cell.open) == 1 else ""

    @property
    def has_examples(self) -> bool:
        return any(fact.source == "example" for cell in self.cells.values() for fact in cell.facts.values())


def name(place: Municipality, service: Service) -> str:
    """Return the name of the field of a cell; it consists of digits and dashes."""
    return f"z-{place.ags}-{service.pk}"


def head(grid: Grid) -> SafeString:
    return format_html_join(
        "",
        '<th scope="col" class="grid__service"><span>{}</span> <span class="grid__key">{}</span></th>',
        ((service.name, service.key) for service in grid.services),
    )


def body(grid: Grid, typed: Mapping[str, str]) -> SafeString:
    """Return the rows.

    typed  name of a field → what somebody typed and was refused; it is shown in place of what is known
    """
    services = [(service, escape(service.name)) for service in grid.services]
    stand = escape(_("Stand"))
    return SafeString("".join(_row(grid, place, services, typed, stand) for place in grid.places))


def _row(
    grid: Grid,
    place: Municipality,
    services: Sequence[tuple[Service, SafeString]],
    typed: Mapping[str, str],
    stand: SafeString,
) -> str:
    """Return a row. Names are escaped once and not once a cell: that is half of the page's time."""
    town, cells = escape(place.name), []
    for service, title in services:
        field, letter = name(place, service), grid.letter(place, service)
        said = typed.get(field, letter)
        mark = ' class="is-changed"' if said != letter else ""
        value = said if said == letter else escape(said)
        cells.append(
            f'<td><input name="{field}" value="{value}" aria-label="{town} – {title}: {stand}"{mark}></td>'
        )
    return f'<tr><th scope="row">{town}</th>{"".join(cells)}</tr>'


def seen(grid: Grid) -> SafeString:
    """Return hidden fields that say what the page shows, so that only what was changed is compared."""
    shown = (
        (
            "gesehen",
            ",".join(grid.seen(place, service) for place in grid.places for service in grid.services),
        ),
        ("buchstaben", "".join(grid.letter(p, s) or "-" for p in grid.places for s in grid.services)),
        ("orte", ",".join(place.ags for place in grid.places)),
        ("leistungen", ",".join(service.key for service in grid.services)),
        ("nummern", ",".join(str(service.pk) for service in grid.services)),
    )
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', shown)


def legend() -> SafeString:
    words = (("l", _("online")), ("p", _("geplant")), ("k", _("kein Angebot")), ("x", _("nicht zuständig")))
    return format_html('<ul class="legend">{}<li>{}</li></ul>', format_html_join(
        "", "<li><kbd>{}</kbd> {}</li>", words), _("leer: nicht erhoben"))  # fmt: skip
