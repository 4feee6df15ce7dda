"""Short lists to take along at once: CSV row by row, XLSX in constant memory."""

from collections.abc import Iterable
from tempfile import TemporaryFile

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse

from stellwerk.gateways.list_files import MEDIA_TYPES, Row, csv_lines, write_xlsx

XLSX = MEDIA_TYPES["xlsx"]


def table(kind: str, name: str, head: Row, rows: Iterable[Row]) -> HttpResponseBase:
    """Return the rows as a download; kind is csv or xlsx."""
    return _xlsx(name, head, rows) if kind == "xlsx" else _csv(name, head, rows)


def _csv(name: str, head: Row, rows: Iterable[Row]) -> HttpResponseBase:
    answer = StreamingHttpResponse(csv_lines(head, rows), content_type=MEDIA_TYPES["csv"])
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _xlsx(name: str, head: Row, rows: Iterable[Row]) -> HttpResponseBase:
    file = TemporaryFile()  # noqa: SIM115  (the response closes it)
    write_xlsx(file, head, rows)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
