"""Every page of the application: its address, who opens it, and on which of the prepared things.

Where a value begins with a colon, it is the name of something that test_every_page prepared.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.urls import reverse

PREPARER, RELEASER, AUDITOR = "vorbereitung", "freigabe", "pruefung"
COUNTY, ASSOCIATION, OPERATOR, NOBODY = "landkreis", "verband", "betrieb", ""
COORDINATOR = "koordination"  # of the Landkreis Böblingen


@dataclass(frozen=True, slots=True)
class Place:
    """status is what the server answers; what follows a redirect counts."""

    name: str
    who: str
    args: Mapping[str, str] = field(default_factory=dict, hash=False)
    query: str = ""
    status: int = 200

    def __str__(self) -> str:
        parts = (self.name, *self.args.values(), self.query, self.who or "nobody")
        return "-".join(part for part in parts if part)

    def path(self, known: Mapping[str, int | str]) -> str:
        args = {key: known[value[1:]] if value.startswith(":") else value for key, value in self.args.items()}
        return reverse(self.name, kwargs=args) + (f"?{self.query}" if self.query else "")


def _runs(name: str, who: str, *states: str) -> list[Place]:
    return [Place(name, who, {"pk": f":{state}"}) for state in states]


PROGRAMME = {"slug": "e-government-koordination"}
PAGES: list[Place] = [
    Place("account_login", NOBODY),
    Place("account_logout", COUNTY),
    Place("account_change_password", COUNTY),
    Place("calculators", NOBODY),
    Place(
        "calc_funding",
        NOBODY,
        query="start=2024-01-15&last_day=2025-06-30&monthly_rate=5000&share=0,5&day_rule=calendar_days",
    ),
    Place("calc_funding", NOBODY, query="start=2024-01-15&last_day=2023-06-30", status=422),
    Place("calc_deadline", NOBODY, query="dispatched_on=2024-03-08&channel=email"),
    Place(
        "calc_interest",
        NOBODY,
        query="amount=1234,56&start=2023-11-15&last_day=2024-02-29&day_count=act/365",
    ),
    Place("imprint", NOBODY),
    Place("privacy", NOBODY),
    Place("accessibility", NOBODY),
    Place("open_data", NOBODY),
    Place("open_data_set", NOBODY),
    Place("open_data_version", NOBODY, {"version": "v1"}),
    Place("api_docs", NOBODY),
    Place("publication", PREPARER, query="day=2024-03-08"),
    Place("tokens", COORDINATOR),
    Place("start", PREPARER),
    Place("start", COUNTY),
    Place("start", ASSOCIATION),
    Place("start", COORDINATOR),
    Place("programmes", PREPARER),
    Place("programme", PREPARER, PROGRAMME),
    Place("grants", AUDITOR, query="q=Heil"),
    Place("grants", AUDITOR, query="q=gibt+es+nicht"),
    Place("grant", PREPARER, {"pk": ":grant"}),
    Place("grant", COUNTY, {"pk": ":grant"}, "am=2020-01-01"),
    Place("grant", COUNTY, {"pk": ":other_grant"}, status=404),
    Place("grant_working", COUNTY, {"pk": ":grant", "number": "1"}),
    Place("run_new", PREPARER, query="programm=e-government-koordination"),
    Place("run_new", AUDITOR, query="programm=e-government-koordination", status=403),
    *_runs("run", PREPARER, "draft", "asked", "held_back", "closed", "stopped"),
    *_runs("run", RELEASER, "consulted"),
    *_runs("run_edit", PREPARER, "draft"),
    *_runs("run_lines", PREPARER, "draft"),
    Place("run_lines", PREPARER, {"pk": ":computed"}, "q=Heil"),
    Place("run_line", AUDITOR, {"pk": ":computed", "line_id": ":line"}),
    Place("run_what_if", PREPARER, {"pk": ":computed"}, "ende=2025-12-31&satz=7000"),
    Place("run_what_if", PREPARER, {"pk": ":computed"}, "ende=2026-12-31", 422),
    Place("run_consultation", PREPARER, {"pk": ":asked", "consultation_id": ":own_question"}),
    Place("run_treatment", PREPARER, {"pk": ":asked", "consultation_id": ":objection"}),
    Place("run_preview", RELEASER, {"pk": ":consulted"}, "q=Heil"),
    *_runs("run_release", RELEASER, "consulted"),
    *_runs("run_stop", RELEASER, "held_back"),
    Place("letter", COUNTY, {"pk": ":letter"}),
    Place("ledger", AUDITOR, query="q=Heil"),
    Place("ledger", AUDITOR, query="spalte=adresse&spalte=kennung&sort=-versandt"),
    Place("grants", AUDITOR, query="q=Heidenhiem"),
    Place("list_exports", AUDITOR),
    Place("list_export", AUDITOR, {"pk": ":list_export"}),
    Place("journal", AUDITOR),
    Place("journal", RELEASER, query="beginn=2001-01-01&ende=2001-01-31"),
    Place("dispatch_problems", PREPARER),
    Place("forgotten", PREPARER),
    Place("own_grants", COUNTY),
    Place("own_letters", COUNTY),
    Place("asked", ASSOCIATION),
    Place("consultation", ASSOCIATION, {"pk": ":own_question"}),
    Place("area", COORDINATOR),
    Place("area", COUNTY),
    Place("waves", COORDINATOR),
    Place("waves", AUDITOR, query="q=gibt+es+nicht"),
    Place("wave_new", COORDINATOR),
    Place("wave_new", COORDINATOR, query="kreis=08115&leistung=99012008001000&auswahl=without"),
    Place("wave", COORDINATOR, {"pk": ":wave"}),
    Place("wave_days", COORDINATOR, {"pk": ":wave"}),
    Place("wave_chain", COORDINATOR, {"pk": ":wave"}),
    Place("activities", COORDINATOR, query="kreis="),
    Place("activities", AUDITOR, query="q=gibt+es+nicht"),
    Place("activity", COUNTY, {"pk": ":activity"}),
    Place("activity_new", COORDINATOR),
    Place("activity_edit", COORDINATOR, {"pk": ":activity"}),
    Place("activity_effects", AUDITOR, query="kreis="),
    Place("area_map", AUDITOR, query="leistungen=alle"),
    Place("area_map", COORDINATOR),
    Place("area_municipalities", COORDINATOR),
    Place("area_municipalities", AUDITOR, query="kreis="),
    Place("area_heat_map", COORDINATOR),
    Place("area_heat_map", AUDITOR, query="kreis="),
    Place("area_over_time", AUDITOR, query="kreis="),
    Place("figures", COORDINATOR, query="kreis=08115"),
    Place("figure", AUDITOR, {"key": "municipalities"}),
    Place("figure", COORDINATOR, {"key": "inhabitants"}, query="nach=groesse"),
    Place("figure_series", AUDITOR, {"key": "federal"}, query="nach=kreis"),
    Place("figure_series", COORDINATOR, {"key": "reached"}, query="kreis=08115"),
    Place("freshness", COORDINATOR),
    Place("freshness", AUDITOR, query="nach=service&kreis="),
    Place("town_halls", COORDINATOR),
    Place("town_halls", AUDITOR, query="stand=fehlt&q=gibt+es+nicht"),
    Place("town_hall", COORDINATOR, {"ags": "08115045"}),
    Place("town_halls_paste", COORDINATOR),
    Place("campaigns", COORDINATOR),
    Place("campaigns", AUDITOR),
    Place("campaign_new", COORDINATOR, query="monate=12"),
    Place("campaign", COORDINATOR, {"pk": ":campaign"}),
    Place("campaign", AUDITOR, {"pk": ":draft_campaign"}),
    Place("campaign_send", COORDINATOR, {"pk": ":draft_campaign"}),
    Place("campaign_remind", COORDINATOR, {"pk": ":campaign"}),
    Place("campaign_close", COORDINATOR, {"pk": ":campaign"}),
    Place("campaign_discard", COORDINATOR, {"pk": ":draft_campaign"}),
    Place("confirmation", NOBODY, {"token": ":token"}),
    Place("confirmation", NOBODY, {"token": "x"}, status=404),
    Place("confirmation_correct", NOBODY, {"token": ":token"}),
    Place("services", COORDINATOR, query="q=Hund&themenfeld=5"),
    Place("services", OPERATOR, query="liste=beispiel"),
    Place("services", AUDITOR, query="q=gibt+es+nicht"),
    Place("service", COORDINATOR, {"key": "99012008001000"}),
    Place("service", OPERATOR, {"key": "99102013002000"}),
    Place("service", COUNTY, {"key": "99999999999999"}, status=404),
    Place("online_services", PREPARER),
    Place("online_services", ASSOCIATION, query="q=gibt+es+nicht"),
    Place("online_service", PREPARER, {"pk": ":online_service"}),
    Place("online_service", COORDINATOR, {"pk": ":online_service"}),
    Place("online_service_new", OPERATOR, query="leistung=99012008001000"),
    Place("online_service_edit", PREPARER, {"pk": ":online_service"}),
    Place("online_service_maintenance", PREPARER, {"pk": ":online_service"}),
    Place("online_services_import", PREPARER),
    Place("priority_lists", COORDINATOR),
    Place("priority_list", PREPARER, {"slug": "beispiel"}),
    Place("priority_list_new", PREPARER),
    Place("priority_list_edit", OPERATOR, {"slug": "beispiel"}),
    Place("municipalities", COORDINATOR),
    Place("municipalities", AUDITOR, query="q=gibt+es+nicht"),
    Place("municipality", COUNTY, {"ags": "08115045"}),
    Place("municipality", COORDINATOR, {"ags": "08115045"}, "stand=fehlt"),
    Place("cell", AUDITOR, {"ags": "08115045", "key": "99027002012000"}),
    Place("cell", AUDITOR, {"ags": "08115045", "key": "99027002012000"}, "wissen_am=2020-01-01"),
    Place("cell_ask", ASSOCIATION, {"ags": "08115045", "key": "99027002012000"}),
    Place("change_sets", COORDINATOR),
    Place("change_set", COORDINATOR, {"pk": ":change"}),
    Place("change_set_undo", COORDINATOR, {"pk": ":change"}),
    Place("change_set_undo", PREPARER, {"pk": ":change"}, status=403),
    Place("inquiries", COORDINATOR),
    Place("inquiries", AUDITOR, query="stand=beantwortet"),
    Place("inquiry", COORDINATOR, {"pk": ":inquiry"}),
    Place("grid", COORDINATOR),
    Place("grid", COORDINATOR, query="liste=beispiel&q=Hund"),
    Place("grid", COORDINATOR, query="q=gibt+es+nicht"),
    Place("grid", AUDITOR, status=403),
    Place("bulk", COORDINATOR),
    Place("intakes", COORDINATOR),
    Place("intakes", AUDITOR),
    Place("intake", COORDINATOR, {"pk": ":intake"}),
    Place("intake", COORDINATOR, {"pk": ":intake"}, "vergleich=changed"),
    Place("intake", AUDITOR, {"pk": ":intake"}, "vergleich=same"),
    Place("intake", COORDINATOR, {"pk": ":proposals"}),
    Place("mismatches", COORDINATOR, query="richtung=dort"),
    Place("mismatches", AUDITOR, query="quelle=service_list&richtung=dort"),
    Place("intake_paste", COORDINATOR),
    Place("intake_file", COORDINATOR),
    Place("intake_compare", COORDINATOR),
    Place("site_texts", OPERATOR),
    Place("mailbox", AUDITOR),
    Place("mail", AUDITOR, {"key": ":mail"}),
]
STEPS = ("rows", "apply", "again", "discard", "undo")  # of an intake
# What a GET leads to from these is one of the pages above; nothing happens on the way.
LEADS_ELSEWHERE: list[Place] = [
    *(Place(f"intake_{step}", COORDINATOR, {"pk": ":intake"}) for step in STEPS),
    Place("wave_close", COORDINATOR, {"pk": ":wave"}),
    Place("set_language", NOBODY),
    *_runs("run_compute", PREPARER, "draft"),
    *_runs("run_consult", PREPARER, "computed"),
    *_runs("run_conclude", PREPARER, "asked"),
    *_runs("run_close", PREPARER, "held_back"),
    Place("dispatch_repeat", PREPARER, {"pk": ":held_back_dispatch"}),
    Place("dispatch_repeat_many", PREPARER),
    Place("list_export_ask", AUDITOR, {"key": "journal"}),
    Place("saved_view", AUDITOR, {"pk": ":saved_view"}),
    Place("saved_view_forget", AUDITOR, {"pk": ":saved_view"}),
    Place("saved_view_save", AUDITOR, {"key": "journal"}),
    Place("token_revoke", COORDINATOR, {"pk": "1"}),
]
# What is no page, and how it begins.
FILES: dict[Place, bytes] = {
    Place("services_export", COORDINATOR, {"kind": "csv"}): b"\xef\xbb\xbf",
    Place("online_services_export", AUDITOR, {"kind": "xlsx"}): b"PK",
    Place("waves_export", AUDITOR, {"kind": "csv"}): b"\xef\xbb\xbf",
    Place("wave_export", AUDITOR, {"pk": ":wave", "kind": "xlsx"}): b"PK",
    Place("activities_export", AUDITOR, {"kind": "xlsx"}): b"PK",
    Place("campaign_export", COORDINATOR, {"pk": ":campaign", "kind": "csv"}): b"\xef\xbb\xbf",
    Place("campaign_letter", COORDINATOR, {"pk": ":draft_campaign", "ags": "08115045"}): b"%PDF",
    Place("area_picture", AUDITOR, {"which": "kreise"}): b"<svg",
    Place("area_report", COORDINATOR): b"%PDF",
    Place("figure_export", AUDITOR, {"key": "municipalities", "kind": "csv"}): b"\xef\xbb\xbf",
    Place("figure_series_export", AUDITOR, {"key": "planned", "kind": "csv"}): b"\xef\xbb\xbf",
    Place("freshness_export", AUDITOR, {"kind": "xlsx"}): b"PK",
    Place("town_halls_export", COORDINATOR, {"kind": "csv"}): b"\xef\xbb\xbf",
    Place("letter_pdf", COUNTY, {"pk": ":letter"}): b"%PDF",
    Place("run_preview_circular", RELEASER, {"pk": ":consulted"}): b"%PDF",
    Place("run_preview_notice", RELEASER, {"pk": ":computed", "line_id": ":line"}): b"%PDF",
    Place("municipality_export", AUDITOR, {"ags": "08115045", "kind": "csv"}): b"\xef\xbb\xbf",
    Place("municipality_export", AUDITOR, {"ags": "08115045", "kind": "xlsx"}): b"PK",
    Place("grid_export", COORDINATOR, {"kind": "csv"}): b"\xef\xbb\xbf",
    Place("grid_export", COORDINATOR, {"kind": "xlsx"}): b"PK",
    Place("intake_template", COORDINATOR): b"PK",
    Place("mismatches_export", AUDITOR, {"kind": "xlsx"}): b"PK",
    Place("journal_chain", AUDITOR): b"",
    Place("journal_anchors", AUDITOR): b"",
    Place("journal_check", AUDITOR): b'"""',
    Place("list_export_file", AUDITOR, {"pk": ":list_export"}): b"\xef\xbb\xbf",
    Place("notice_schema", NOBODY): b"{",
    Place("open_data_file", NOBODY, {"version": "latest", "name": "coverage.csv"}): b"ags,service_key,",
    Place("open_data_catalogue", NOBODY, {"spelling": "ttl"}): b"@prefix",
    Place("api_openapi", NOBODY): b"{",
    Place("api_services", NOBODY): b"{",
    Place("api_municipalities", NOBODY): b"{",
    Place("api_indicators", NOBODY): b"[",
    Place("run_progress", PREPARER, {"pk": ":held_back"}): b"<div",
    Place("publication_progress", PREPARER): b"<div",
}
# What only programs with a token get: tests/api.
FOR_PROGRAMS = {"api_coverage", "api_import", "api_indicator"}
