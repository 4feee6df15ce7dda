"""What leaves as CSV or XLSX cannot become a formula."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from stellwerk.web.exports import table

EVIL = ["=1+1", "+49 711", "-2", "@SUM(A1)", "\t=1", "  =1+1", "\n@SUM(A1)", "＝1+1"]


@pytest.mark.parametrize("cell", EVIL)
def test_csv_quotes_what_a_spreadsheet_would_take_for_a_formula(cell: str) -> None:
    answer = table("csv", "liste", ["Name"], [[cell]])

    assert f"'{cell}" in b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize("cell", EVIL)
def test_xlsx_keeps_text_as_text(cell: str, db: None) -> None:
    answer = table("xlsx", "liste", ["Name"], [[cell]])

    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    answer.close()
    assert book.get_sheet_by_index(0).to_python()[1] == [cell]
