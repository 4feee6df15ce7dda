"""A refusal speaks the reader's language through and through."""

from stellwerk.law.working import N_, Refused

ENGLISH = {"Es fehlt %(what)s. %(where)s": "%(what)s is missing. %(where)s", "ein Ort": "A place"}


def english(text: str) -> str:
    return ENGLISH.get(text, text)


def test_marked_values_are_translated_with_the_sentence() -> None:
    no = Refused(N_("Es fehlt %(what)s. %(where)s"), what=N_("ein Ort"), where="Ulm")

    assert str(no) == "Es fehlt ein Ort. Ulm"
    assert no.sentence(english) == "A place is missing. Ulm"


def test_a_refusal_inside_a_refusal_is_translated_too() -> None:
    inner = Refused(N_("Es fehlt %(what)s. %(where)s"), what=N_("ein Ort"), where="Ulm")
    outer = Refused(N_("Zuwendung %(file)s: %(sentence)s"), file="7", sentence=inner)

    assert outer.sentence(english) == "Zuwendung 7: A place is missing. Ulm"


def test_names_that_happen_to_have_a_translation_stay_as_they_are() -> None:
    assert (
        Refused(N_("Es fehlt %(what)s. %(where)s"), what="ein Ort", where="Ulm")
        .sentence(english)
        .startswith("ein Ort")
    )
