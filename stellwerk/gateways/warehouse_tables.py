"""The tables of a snapshot, as Ibis sees them: their names, columns and types, bound to no engine yet."""

import ibis
import ibis.expr.types as ir

CHANNELS = ("any", "efa", "standard", "universal", "own")
LEVELS = {"1.1": range(5), "2.0": range(8)}  # the two models of maturity; never mixed
STATES = ("live", "planned", "none", "not_responsible")
SOURCES = ("coordinator", "municipality", "pvog", "service_list", "import", "example")
CONFIDENCES = ("low", "medium", "high")
LEVEL_COLUMNS = {
    model: tuple(f"m{model.replace('.', '')}_{level}" for level in levels) for model, levels in LEVELS.items()
}
# What a cube counts: cells (one municipality × one service) by state, with their inhabitants.
MEASURES = (
    *STATES,
    "live_people",
    "planned_people",
    "none_people",
    *(f"live_{channel}" for channel in CHANNELS),
    *(f"live_{channel}_people" for channel in CHANNELS),
    *LEVEL_COLUMNS["1.1"],
    *LEVEL_COLUMNS["2.0"],
)
COUNTED = dict.fromkeys(MEASURES, "int64")
DELTAS = dict.fromkeys((*STATES, "live_people", "planned_people", "none_people"), "int64")
FACT_COLUMNS = {
    "ags": "string",
    "service_key": "string",
    "channel": "string",
    "state": "string",
    "planned_on": "date",
    "maturity": "int16",
    "maturity_model": "string",
    "valid_from": "date",
    "valid_to": "date",
    "source": "string",
    "confidence": "string",
    "checked_on": "date",
}
PLACE = {"district_key": "string", "land": "string"}  # folders of the coverage, columns everywhere else
SCHEMAS: dict[str, dict[str, str]] = {
    "coverage": FACT_COLUMNS | PLACE,
    "municipality": {
        "ags": "string",
        "name": "string",
        "district_key": "string",
        "district_name": "string",
        "district_kind": "string",
        "region": "string",
        "land": "string",
        "kind": "string",
        "size_class": "string",
        "population": "int64",
        "gone_on": "date",
    },
    "service": {
        "service_key": "string",
        "name": "string",
        "ozg_number": "string",
        "subject_area_number": "int64",
        "subject_area": "string",
        "life_situation": "string",
        "execution_type": "string",
        "priority": "int64",
        "gone_on": "date",
    },
    "contact": {"ags": "string", "contact_on": "date"},
    "cube_service": PLACE
    | {"region": "string", "service_key": "string", "subject_area_number": "int64"}
    | COUNTED,
    "cube_municipality": PLACE
    | {"region": "string", "size_class": "string", "ags": "string", "subject_area_number": "int64"}
    | COUNTED,
    "cube_total": {"service_key": "string", "subject_area_number": "int64"} | COUNTED,
    "change": PLACE | {"region": "string", "subject_area_number": "int64", "month": "date"} | DELTAS,
}
# What there is only while a snapshot is built: cells merged from facts, and the days on which they change.
# Cells of one kind are alike in all that is counted (queries/counting.py puts it into one number).
CELL = {
    "district_key": "string",
    "ags": "string",
    "service_key": "string",
    "subject_area_number": "int64",
    "population": "int64",
    "kind": "int64",
}
STEP = {"ags": "string", "service_key": "string", "on": "date", "before": "int64", "after": "int64"}
TABLES: dict[str, ir.Table] = {
    name: ibis.table(schema, name=name) for name, schema in (SCHEMAS | {"cell": CELL, "step": STEP}).items()
}
# Written for each district in this order, and put together for all of them.
CUBES = {
    "cube_service": "service_key",
    "cube_municipality": "ags, subject_area_number",
    "change": "subject_area_number, month",
}
SIZE_CLASSES = (0, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)


def size_class(population: int | None) -> str:
    """Return the class of population a municipality belongs to, by its lower bound; "" where unknown."""
    if population is None:
        return ""
    return str(max(bound for bound in SIZE_CLASSES if bound <= population))
