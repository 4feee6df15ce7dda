"""Whether the journal is unchanged, asked in the database and outside of it."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import connection

from stellwerk.gateways import verify_journal
from stellwerk.models import JournalAnchor, JournalEntry, JournalLink, Person
from stellwerk.queries import journal as ask
from tests.house.cases import person

AT = datetime(2024, 3, 8, 9, 30, tzinfo=UTC)


@pytest.fixture
def journal(own_database: str) -> str:
    """Work in a database whose journal has entries with everything that is hard to spell."""
    for number, text in enumerate(["Größe „fünf“", 'mit "Zeichen" \\ und\nneuer Zeile', "=SUMME(A1)"]):
        JournalEntry.objects.create(
            at=AT, by=Person.objects.order_by("pk")[number], verb="try", thing="run", thing_id=number,
            text=text, details={"b": [1, None, "ü"], "a": {"x": 1.5}},
        )  # fmt: skip
    return own_database


def changed(statement: str) -> None:
    """Do what nobody may, as an administrator of the database could."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET session_replication_role = DEFAULT")


def outside(anchors: verify_journal.Anchors | None = None) -> tuple[int, str]:
    return verify_journal.first_fault("".join(ask.chain_lines()).splitlines(), anchors or {})


def test_an_untouched_journal_is_whole(journal: str) -> None:
    found = ask.check_chain()

    assert found.is_whole
    assert found.entries == JournalEntry.objects.count() == outside()[0]
    assert outside()[1] == ""


@pytest.mark.parametrize(
    "what",
    [
        "text = 'nie gesagt'",
        "at = at - interval '1 microsecond'",
        "by_id = NULL",
        "thing_id = thing_id + 1000",
        "details = '{}'",
    ],
)
def test_a_changed_entry_is_found(journal: str, what: str) -> None:
    entry = JournalEntry.objects.filter(verb="try").order_by("pk")[1]
    position = entry.link.position

    changed(f"UPDATE stellwerk_journalentry SET {what} WHERE id = {entry.pk}")

    assert ask.check_chain().broken == position
    assert outside() == (position - 1, f"Stelle {position}: Prüfsumme stimmt nicht")


def test_a_missing_entry_is_found(journal: str) -> None:
    entry = JournalEntry.objects.filter(verb="try").order_by("pk")[1]
    position = entry.link.position

    changed(
        f"DELETE FROM stellwerk_journallink WHERE entry_id = {entry.pk};"
        f"DELETE FROM stellwerk_journalentry WHERE id = {entry.pk}"
    )

    assert ask.check_chain().broken == position + 1
    assert outside()[0] == position - 1


def test_an_entry_beside_the_chain_is_found(journal: str) -> None:
    changed(
        "INSERT INTO stellwerk_journalentry (at, verb, thing, thing_id, text, details)"
        " VALUES (now(), 'forged', 'run', 1, 'untergeschoben', '{}')"
    )

    assert ask.check_chain().unlinked == 1
    assert not ask.check_chain().is_whole


def test_an_anchor_shows_that_the_whole_chain_was_made_anew(journal: str) -> None:
    last = JournalLink.objects.order_by("-position")[0]
    JournalAnchor.objects.create(day=AT.date(), position=last.position, sha256=last.sha256, made_at=AT)
    kept = {last.position: last.sha256}
    assert ask.check_chain().is_whole
    assert outside(kept)[1] == ""

    changed("UPDATE stellwerk_journalentry SET text = 'anders' WHERE verb = 'try'")
    changed(
        "DELETE FROM stellwerk_journallink;"
        "SELECT stellwerk_link_entry(it) FROM (SELECT * FROM stellwerk_journalentry ORDER BY id) it"
    )

    assert (ask.check_chain().broken, ask.check_chain().moved) == (None, last.position)
    assert outside()[1] == ""
    assert outside(kept)[1] == f"Stelle {last.position}: der Anker sagt etwas anderes"


def test_a_journal_cut_off_before_an_anchor_is_found(journal: str) -> None:
    count = JournalEntry.objects.count()

    assert outside({count + 5: "0" * 64})[1].startswith(f"Stelle {count + 5}: der Anker nennt sie")


def test_the_chain_is_read_in_portions(journal: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = "".join(ask.chain_lines())
    monkeypatch.setattr(ask, "AT_ONCE", 2)

    assert "".join(ask.chain_lines()) == whole


def test_the_program_alone_says_what_it_found(
    journal: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, anchors = tmp_path / "journal.txt", tmp_path / "anker.txt"
    file.write_text("".join(ask.chain_lines()), encoding="utf-8")
    last = JournalLink.objects.order_by("-position")[0]
    anchors.write_text(f"2024-03-08 {last.position} {last.sha256}\n")

    assert verify_journal.main([str(file), str(anchors)]) == 0
    assert capsys.readouterr().out == f"Unverändert: {last.position} Einträge, 1 Anker.\n"
    file.write_text(file.read_text(encoding="utf-8").replace("Größe", "Grösse"), encoding="utf-8")
    assert verify_journal.main([str(file)]) == 1
    file.write_bytes(b"\xff\xfe")
    assert verify_journal.main([str(file)]) == 2
    assert verify_journal.main([]) == 2


def test_entries_are_found_by_person_word_and_day(journal: str) -> None:
    rights = person("pruefung")
    someone = Person.objects.order_by("pk")[0]

    assert {it.by_id for it in ask.entries(rights, by=someone.pk)} == {someone.pk}
    assert [it.text for it in ask.entries(rights, q="summe")] == ["=SUMME(A1)"]
    assert ask.entries(rights, since=date(2024, 3, 8), until=date(2024, 3, 8), q="try").count() == 3
    assert ask.entries(rights, since=date(2024, 3, 9), q="try").count() == 0
    assert not ask.entries(person("landkreis")).exists()
