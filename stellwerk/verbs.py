"""What people may do: the verbs, which role may do which, and what is asked of whoever does them."""

from enum import StrEnum

from stellwerk.models import Role


class Verb(StrEnum):
    READ_OFFICE = "read_office"  # the pages of the authority: programme, runs, ledger
    PREPARE = "prepare"  # draft, compute, consult, record answers
    RELEASE = "release"
    STOP = "stop"
    REPEAT = "repeat"  # try a failed dispatch again
    ANSWER = "answer"  # answer for one's own office what it is asked: consultations, opinions
    OBJECT = "object"  # file an objection against a notice to one's own office
    READ_OWN = "read_own"  # one's own grant and letters
    OPERATE = "operate"  # texts of the site, nothing of the cases
    READ_COVERAGE = "read_coverage"  # which service is live where, in every district
    ENTER_COVERAGE = "enter_coverage"  # facts, campaigns, waves and activities of one's own district
    KEEP_CATALOGUE = "keep_catalogue"  # services, online services, priority lists
    PUBLISH = "publish"  # open data
    APPLY = "apply"  # write applications of one's own office
    CERTIFY = "certify"  # read what somebody else of one's own office wrote, and submit it
    READ_PEOPLE = "read_people"  # who belongs to one's own office, in which role
    KEEP_PEOPLE = "keep_people"  # invite people to one's own office, end what they may do there
    READ_LOG = "read_log"  # who read personal data


_OFFICE = frozenset({Verb.READ_OFFICE, Verb.READ_COVERAGE, Verb.READ_PEOPLE})
_OUTSIDE = frozenset(
    {Verb.ANSWER, Verb.OBJECT, Verb.READ_OWN, Verb.READ_COVERAGE, Verb.READ_PEOPLE, Verb.KEEP_PEOPLE}
)
MATRIX: dict[Role, frozenset[Verb]] = {
    Role.PREPARER: _OFFICE | {Verb.PREPARE, Verb.STOP, Verb.REPEAT, Verb.KEEP_CATALOGUE, Verb.PUBLISH},
    Role.RELEASER: _OFFICE | {Verb.RELEASE, Verb.STOP, Verb.REPEAT, Verb.KEEP_PEOPLE},
    Role.AUDITOR: _OFFICE | {Verb.READ_LOG},
    Role.LEADERSHIP: _OFFICE,
    Role.COUNTY: _OUTSIDE | {Verb.APPLY, Verb.CERTIFY},
    Role.ASSOCIATION: _OUTSIDE,
    Role.OPERATOR: frozenset({Verb.OPERATE, Verb.KEEP_CATALOGUE, Verb.READ_PEOPLE, Verb.KEEP_PEOPLE}),
    Role.COORDINATOR: frozenset({Verb.READ_COVERAGE, Verb.ENTER_COVERAGE, Verb.READ_PEOPLE}),
}
# What nobody does in the name of somebody else.
IN_PERSON = frozenset({Verb.CERTIFY, Verb.KEEP_PEOPLE, Verb.OPERATE, Verb.READ_LOG})
# Who does one of these has a second factor, and has shown it lately; paying joins them with its verb.
SECOND_FACTOR = frozenset({Verb.RELEASE})
