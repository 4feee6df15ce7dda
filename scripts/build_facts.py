"""Build the tables of districts and municipalities from two registry packages and our own corrections.

    python scripts/build_facts.py                            fetches the packages by npm and pip
    python scripts/build_facts.py LANDKREISE DATENGUIDEPY    reads two unpacked packages

The same packages and corrections always give the same bytes.
"""

import csv
import hashlib
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FACTS = HERE.parent / "stellwerk" / "facts"
LAND = "08"

DISTRICTS = "data/districts.csv"
REGIONS = "datenguidepy/package_data/regions.csv"
# What we read of landkreise-deutschland 3.0.0 and datenguidepy 0.4.1.
DIGESTS = {
    DISTRICTS: "681b163fd00e7336f7f9286a50d460b59848d07851603d6b6354997c0bfe480a",
    REGIONS: "32f266f2b8514ca345eff3d579b918544322ab2d4a7641587e9eeb5c2b3887d4",
}
FETCH = (
    ("npm", "pack", "--silent", "landkreise-deutschland@3.0.0"),
    ("pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", "datenguidepy==0.4.1"),
)

Row = dict[str, str]


def main(folders: Sequence[str]) -> None:
    if len(folders) not in (0, 2):
        raise SystemExit(__doc__)
    with tempfile.TemporaryDirectory() as room:
        landkreise, datenguide = map(Path, folders) if folders else fetched(Path(room))
        kreise = rows(landkreise, DISTRICTS, delimiter=";", key="AGS")
        regions = rows(datenguide, REGIONS, delimiter=",", key="region_id")
    write("districts", districts(kreise, regions, ours("districts")))
    write("municipalities", municipalities(regions, ours("corrections")))


def fetched(room: Path) -> list[Path]:
    """Download both packages and unpack each into a folder of its own."""
    folders: list[Path] = []
    for number, command in enumerate(FETCH):
        folder = room / str(number)
        folder.mkdir()
        subprocess.run(command, cwd=folder, check=True)
        (package,) = folder.iterdir()
        with tarfile.open(package) as archive:
            archive.extractall(folder, filter="data")
        package.unlink()
        folders.extend(folder.iterdir())
    return folders


def ours(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / "facts" / f"{name}.toml").read_text(encoding="utf-8"))


def rows(folder: Path, path: str, *, delimiter: str, key: str) -> dict[str, Row]:
    """Return the rows of the Land by key; refuse a file that is not the one we know."""
    content = (folder / path).read_bytes()
    if hashlib.sha256(content).hexdigest() != DIGESTS[path]:
        raise SystemExit(f"{path} is not the file we know: read it again and renew its digest")
    table = csv.DictReader(content.decode("utf-8").splitlines(), delimiter=delimiter)
    return {row[key]: row for row in table if row[key].startswith(LAND)}


def districts(kreise: dict[str, Row], regions: dict[str, Row], own: dict[str, Any]) -> list[Row]:
    """Join key, name and kind with region, court, seat and tile; both packages must agree on the keys."""
    if set(kreise) != {ags for ags in regions if len(ags) == 5}:
        raise SystemExit("the two packages know different districts")
    courts = read(FACTS / "courts.csv", key="government_region")
    tiles = tiles_of(own["map"]["tiles"])
    table = []
    for ags, kreis in sorted(kreise.items()):
        region = regions[ags[:3]]["name"].partition(",")[0]
        column, row = tiles.pop(ags[2:])
        table.append(
            {"ags": ags, "name": kreis["name"], "kind": kreis["type"], "seat": own["seats"][ags[2:]]}
            | {"government_region": region, "court": courts[region]["name"]}
            | {"tile_col": str(column), "tile_row": str(row)}
        )
    if tiles:
        raise SystemExit(f"the map has tiles for no district: {sorted(tiles)}")
    return table


def tiles_of(drawing: str) -> dict[str, tuple[int, int]]:
    """Return column and row of each number in the drawing, counted from 1."""
    places = {}
    for row, line in enumerate(drawing.strip("\n").splitlines(), start=1):
        for column, number in enumerate(line.split(), start=1):
            if number != ".":
                places[number] = (column, row)
    return places


def municipalities(regions: dict[str, Row], own: dict[str, Any]) -> list[Row]:
    """Leave out what is gone or is no municipality, then apply new names and kinds."""
    gone = {entry["ags"] for entry in own["dissolved"] + own["unincorporated"]}
    renamed = {entry["ags"]: entry["name"] for entry in own["renamed"]}
    raised = {entry["ags"] for entry in own["raised"]}
    large = {(LAND + number, name) for number, names in own["large_district_towns"].items() for name in names}
    table = []
    for ags, region in sorted(regions.items()):
        if len(ags) != 8 or ags in gone:
            continue
        name, _, title = region["name"].partition(", ")
        kind = "Stadt" if ags in raised else kind_of(title)
        if (ags[:5], name) in large:
            large.remove((ags[:5], name))
            kind = "Große Kreisstadt"
        table.append({"ags": ags, "name": renamed.get(ags, name), "kind": kind, "district_ags": ags[:5]})
    if large:
        raise SystemExit(f"no such town: {sorted(large)}")
    return table


def kind_of(title: str) -> str:
    """Read the kind from what follows the comma: "Stadt", "Universitätsstadt", "Stadtkreis", nothing."""
    if title.endswith("Stadtkreis"):
        return "Stadtkreis"
    return "Stadt" if title.casefold().endswith("stadt") else "Gemeinde"


def read(path: Path, *, key: str) -> dict[str, Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row[key]: row for row in csv.DictReader(file)}


def write(name: str, table: Iterable[Row]) -> None:
    table = list(table)
    with (FACTS / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
    print(f"{name}.csv: {len(table)} rows")


if __name__ == "__main__":
    main(sys.argv[1:])
