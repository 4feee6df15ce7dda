"""The tables beside heat map and development, composed at once: templates would take too long for them."""

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from stellwerk.letters.atlas import HeatMap, TimeLines
from stellwerk.letters.pictures import in_words

_HEAD = '<th scope="row" class="kern-table__header">{}</th>'
_ROW = '<tr class="kern-table__row">' + _HEAD + "{}</tr>"


def heat_rows(heat: HeatMap) -> SafeString:
    """Return a row for each municipality or district: its services by class."""
    return format_html_join(
        "",
        _ROW,
        (
            (
                row.name,
                format_html_join(
                    "",
                    '<td class="kern-table__cell">{}<div class="muted">{}</div></td>',
                    ((len(names), "; ".join(names)) for names in row.services.values()),
                ),
            )
            for row in heat.rows
        ),
    )


def time_rows(time: TimeLines) -> SafeString:
    """Return a row for each district: its share on each day."""
    cell = '<td class="kern-table__cell kern-table__cell--numeric">{}</td>'
    return format_html_join(
        "",
        _ROW,
        (
            (time.names[key], format_html_join("", cell, ((in_words(share),) for _day, share in points)))
            for key, points in time.lines.items()
        ),
    )
