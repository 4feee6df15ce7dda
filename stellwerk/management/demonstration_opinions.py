"""The demonstration of opinions: two associations are asked about an application, one has answered."""

from datetime import timedelta

from stellwerk.actions.opinion_answers import answer_opinion
from stellwerk.actions.opinions import ask_opinions
from stellwerk.gateways import clock
from stellwerk.management.demonstration import Say, person
from stellwerk.management.demonstration_calls import load_calls
from stellwerk.models import Application, Office, Opinion, OpinionAnswer, OpinionRequest, SilenceRule

TITLE = "Umfang der beantragten Stelle (Beispiel)"
QUESTION = "Beispielfrage: Halten Sie den beantragten Umfang der Stelle für nötig? Was sollten wir bedenken?"
ANSWER = "Beispieltext: Wir begrüßen den Antrag."
POINTS = ("Beispielpunkt: Die Stelle sollte auch kleine Gemeinden regelmäßig vor Ort beraten.",)
BODIES = ("gemeindetag", "landkreistag")
DAYS = 14


def load_opinions(say: Say) -> OpinionRequest:
    """Add the example's request with one answered and one open body, once."""
    if found := OpinionRequest.objects.filter(title=TITLE).first():
        return found
    say("Zwei Verbände werden um Stellungnahme gebeten (Beispiel)")
    call = load_calls(say)
    about = Application.objects.filter(call=call, applicant__key="LRA-08115", submitted_at__isnull=False)
    made = ask_opinions(
        call.programme,
        rights=person("vorbereitung"),
        at=clock.now(),
        title=TITLE,
        question=QUESTION,
        due_on=clock.today() + timedelta(days=DAYS),
        offices=list(Office.objects.filter(key__in=BODIES).order_by("key")),
        call=call,
        sections=["post"],
        applications=list(about.order_by("pk")),
        silence_rule=SilenceRule.CONSENT,
    )
    answered = Opinion.objects.get(request=made, office__key="landkreistag")
    answer_opinion(
        answered.pk,
        rights=person("verband"),
        at=clock.now(),
        answer=OpinionAnswer.AGREED,
        text=ANSWER,
        points=POINTS,
    )
    return made
