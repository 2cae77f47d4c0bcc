"""cases.py: how a case of the catalogue is told.

    @case(23, "two municipalities overlap", R, "overlap", "2101", "km2")
    def _(county):
        county.rows["municipalities"][0]["geom"] = ...

The number is that of the catalogue; several cases may carry one."""

from judge import A, E, R

__all__ = ["A", "E", "R", "CASES", "Skip", "case"]

CASES = []


class Skip(Exception):
    """This machine cannot make the case; say why."""


class Case:
    def __init__(self, number, name, verdict, words, make, rest):
        self.number, self.name, self.verdict = number, name, verdict
        self.words, self.make = words, make
        self.same = rest.pop("same", verdict == A)    # figures as the clean twin's
        self.after = rest.pop("after", None)          # after(run, twin) -> list of faults
        self.never = rest.pop("never", ())            # words the error must not hold
        self.seconds = rest.pop("seconds", 60)
        self.skips = Skip
        assert not rest, rest


def case(number, name, verdict, *words, **rest):
    """verdict: E, R or A; words must all be in the message. Options: same,
    after, never, seconds."""
    def note(make):
        CASES.append(Case(number, name, verdict, words, make, rest))
        return make
    return note
