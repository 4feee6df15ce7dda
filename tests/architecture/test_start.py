"""A start is quick (`make run` promises five seconds): what few pages need is loaded only with them."""

import subprocess
import sys

# Each of these takes a tenth of a second or more to load; see letters/drawing.py and queries/warehouse.py.
HEAVY = {
    "altair",
    "vl_convert",
    "pyarrow",
    "numpy",
    "pandas",
    "rdflib",
    "fontTools.subset",
    "shapely",
    "pyspark",
    "fido2",
    "qrcode",
}
ASK = "import sys, django; django.setup(); import config.urls; print(*sys.modules)"


def test_the_web_application_loads_nothing_heavy_before_it_is_asked_for() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", ASK], capture_output=True, text=True, check=True
    ).stdout.split()

    assert "stellwerk.web.area.maps" in loaded
    assert not HEAVY & set(loaded)
