"""A page is filled in as a person would fill it in, and stays as it is everywhere else."""

from stellwerk.web.refill import forms_of, refilled

PAGE = """<!doctype html><body><header><form method="post" action="/sprache/"><input name="text"></form>
</header><main id="inhalt">
<form method="post" novalidate><input type="hidden" name="csrfmiddlewaretoken" value="neu">
<input type="hidden" name="seen" value="7"><input name="title" value="alt" required>
<textarea name="text" rows="3">
alt &amp; neu</textarea>
<select name="kind"><option value="a" selected>A<option value="b">B</select>
<select name="many" multiple><option value="1" selected>1</option><option value="2">2</option></select>
<input type="checkbox" name="tick" value="1" checked><input type="checkbox" name="tick" value="2">
<input type="radio" name="one" value="x"><input type="radio" name="one" value="y" checked/>
<input name="twice" value=""><input name="twice" value="">
<input type="password" name="password"><input type="file" name="file"><button name="go" value="1">Los</button>
</form><form method="get"><input name="title" value="suche"></form></main></body>"""


def filled(typed: dict[str, list[str]], page: str = PAGE) -> str:
    made = refilled(page, shown_at="/a/?b=1", sent_to="/a/?eingaben=3", typed=typed, notice="<p>Hinweis</p>")
    assert made is not None
    return made


def test_every_kind_of_field_is_filled() -> None:
    page = filled(
        {
            "csrfmiddlewaretoken": ["alt"],
            "seen": ["5"],
            "title": ['"><script>'],
            "text": ["</textarea><b>"],
            "kind": ["b"],
            "many": ["2"],
            "tick": ["2"],
            "one": ["x"],
            "twice": ["eins", "zwei"],
            "password": ["geheim"],
        }
    )

    assert '<main id="inhalt"><p>Hinweis</p>' in page
    assert '<form method="post" novalidate action="/a/?eingaben=3">' in page
    assert 'name="csrfmiddlewaretoken" value="neu"' in page
    assert '<input type="hidden" name="seen" value="5">' in page
    assert '<input name="title" value="&quot;&gt;&lt;script&gt;" required>' in page
    assert '<textarea name="text" rows="3">\n&lt;/textarea&gt;&lt;b&gt;</textarea>' in page
    assert '<option value="a">A<option value="b" selected>B</select>' in page
    assert '<option value="1">1</option><option value="2" selected>' in page
    assert 'name="tick" value="1"><input type="checkbox" name="tick" value="2" checked>' in page
    assert 'value="x" checked><input type="radio" name="one" value="y">' in page
    assert '<input name="twice" value="eins"><input name="twice" value="zwei">' in page
    assert "geheim" not in page
    assert '<input name="title" value="suche">' in page


def test_what_was_not_sent_stays_but_boxes_that_were_not_ticked() -> None:
    page = filled({})

    assert 'name="title" value="alt"' in page
    assert '<option value="a" selected>' in page
    assert 'name="tick" value="1">' in page
    assert "\nalt &amp; neu</textarea>" in page


def test_of_two_forms_to_one_address_the_one_that_fits_is_filled() -> None:
    row = '<form method="post" action="/a/"><input type="hidden" name="row" value="{}"><input name="note">'
    row += "</form>"
    page = f"<main>{row.format(1)}{row.format(2)}</main>"

    made = filled({"row": ["2"], "note": ["hier"]}, page)

    assert made.index("hier") > made.index('value="2"')
    assert made.count("hier") == 1


def test_a_control_outside_of_its_form_belongs_to_it() -> None:
    page = '<main><form id="f" method="post" action="/a/"></form><input form="f" name="note"></main>'

    assert 'name="note" value="hier"' in filled({"note": ["hier"]}, page)


def test_a_page_without_the_form_is_not_touched() -> None:
    assert refilled(PAGE, shown_at="/a/", sent_to="/b/", typed={}, notice="") is None
    assert len(forms_of(PAGE)) == 2
