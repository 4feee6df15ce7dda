"""The law's own calculators, with their workings."""

import json
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from stellwerk.law.deadlines import Channel, appeal_period
from stellwerk.law.figures import figure_on, load_figures
from stellwerk.law.funding import funding
from stellwerk.law.interest import DayCount, interest
from stellwerk.law.money import euro
from stellwerk.law.periods import german, through
from stellwerk.law.terms import DayRule, FinancingType, Staffing, Terms, VacancyRule
from stellwerk.law.working import N_, Refused, Working

app = typer.Typer(no_args_is_help=True)
console = Console(highlight=False)
Day = Annotated[datetime, typer.Argument(formats=["%Y-%m-%d", "%d.%m.%Y"])]
AsJson = Annotated[bool, typer.Option("--json", help="Ausgabe als JSON")]


@app.command("funding")
def calc_funding(
    first_day: Day,
    last_day: Day,
    rate: Annotated[str, typer.Option(help="Festbetrag je VZÄ und Monat in Euro")],
    share: Annotated[str, typer.Option(help="Stellenanteil, 0 bis 1")] = "1",
    day_rule: Annotated[DayRule, typer.Option(help="angebrochene Monate")] = DayRule.CALENDAR_DAYS,
    as_json: AsJson = False,
) -> None:
    """Förderung einer Stelle für einen Zeitraum, nach Haushaltsjahren."""
    if last_day < first_day:
        raise Refused(N_("Der letzte Tag liegt vor dem ersten. Bitte prüfen Sie die beiden Tage."))
    period, part = through(first_day.date(), last_day.date()), _number(share)
    terms = Terms(
        label="Eingabe",
        financing_type=FinancingType.FESTBETRAG,
        monthly_rate=_number(rate),
        percent=None,
        monthly_cap=None,
        day_rule=day_rule,
        vacancy_rule=VacancyRule.OCCUPIED_ONLY,
        longest_months=None,
        minimum_share=Decimal(0),
        is_example=False,
    )
    if not 0 < part <= 1:
        raise Refused(N_("Der Stellenanteil muss größer als 0 und höchstens 1 sein."))
    result = funding(
        period,
        approved_share=part,
        staffing=[Staffing(period.start, period.end, part)],
        terms=terms,
        costs=None,
    )
    _show(
        result.working, as_json, by_year={str(year): str(amount) for year, amount in result.by_year.items()}
    )


@app.command("deadline")
def calc_deadline(
    dispatched: Day,
    channel: Annotated[Channel, typer.Option(help="Weg: post, email oder portal")] = Channel.EMAIL,
    as_json: AsJson = False,
) -> None:
    """Bekanntgabe und Ende der Klagefrist eines Bescheids, in beiden Lesarten."""
    appeal = appeal_period(dispatched.date(), channel=channel, figures=load_figures())
    steps = Working(appeal.ends.day, (*appeal.announced.steps, *appeal.ends.steps))
    extra = {
        "announced_on": appeal.announced.day.isoformat(),
        "announced_on_shifted": appeal.announced_shifted.day.isoformat(),
        "ends_on": appeal.ends.day.isoformat(),
        "ends_on_shifted": appeal.ends_shifted.day.isoformat(),
        "final_from_safe": appeal.final_from_safe.isoformat(),
    }
    _show(steps, as_json, **extra)


@app.command("interest")
def calc_interest(
    amount: Annotated[str, typer.Argument(help="Betrag in Euro")],
    first_day: Day,
    last_day: Day,
    day_count: Annotated[
        DayCount, typer.Option(help="Zinstage; das Gesetz legt sie nicht fest")
    ] = DayCount.ACT_365,
    as_json: AsJson = False,
) -> None:
    """Erstattungszinsen: fünf Prozentpunkte über dem Basiszinssatz, § 49a Abs. 3 LVwVfG."""
    figures = load_figures()
    start: date = first_day.date()
    working = interest(
        _number(amount),
        start,
        last_day.date() + timedelta(days=1),
        base_rates=[figure for figure in figures if figure.name == "base_rate"],
        margin=figure_on(figures, "interest_margin", start).value,
        day_count=day_count,
    )
    _show(working, as_json)


def _number(text: str) -> Decimal:
    plain = text.replace(".", "").replace(",", ".") if "," in text else text
    try:
        return Decimal(plain)
    except InvalidOperation as wrong:
        raise Refused(
            N_("„%(text)s“ ist keine Zahl. Bitte schreiben Sie zum Beispiel 5.800,00."), text=text
        ) from wrong


def _show(working: Working, as_json: bool, **extra: object) -> None:
    if as_json:
        result = working.result
        print(
            json.dumps(
                {"result": str(result), **extra, "steps": working.rows()}, ensure_ascii=False, indent=2
            )
        )
        return
    table = Table(show_header=True)
    table.add_column("Rechenschritt")
    table.add_column("Ergebnis", justify="right")
    table.add_column("Grundlage")
    for step in working.steps:
        table.add_row(step.sentence(), step.value, step.source)
    console.print(table)
    result = working.result
    console.print("Ergebnis:", euro(result) if isinstance(result, Decimal) else german(working.day))
    for name, value in extra.items():
        console.print(f"{name}: {value}")
