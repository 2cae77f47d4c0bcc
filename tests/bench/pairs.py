"""Paired runs: ours, theirs, ours, theirs ...; medians; do the results agree?"""

import statistics

from postgres import Failed


class Peer:
    """One program to measure against.

    run      () -> Run; raises Failed
    agree    (ours, theirs) -> None, or what differs; None: equal sums
    target   theirs over ours should be at least this; None: no target
    skipped  why it does not run at all
    is_own   another call of our own, for the price of ours beside it: the ratio
             is ours over that, at most the target, and nothing is compared
    """

    def __init__(self, name, run=None, agree=None, target=None, skipped=None, note="",
                 is_own=False):
        self.name, self.run, self.target, self.is_own = name, run, target, is_own
        self.agree = agree or same_sums
        self.note = note
        self.skipped = skipped
        self.runs, self.ratios = [], []
        self.differs = None

    @property
    def seconds(self):
        return statistics.median(run.seconds for run in self.runs)

    @property
    def ratio(self):
        return statistics.median(self.ratios) if self.ratios else None

    def is_met(self):
        if self.target is None or not self.ratios:
            return None
        return self.ratio <= self.target if self.is_own else self.ratio >= self.target


def same_sums(ours, theirs):
    count = sum(a != b for a, b in zip(ours.sums, theirs.sums))
    if count or len(ours.sums) != len(theirs.sums):
        return "%d of %d sums differ" % (count, len(ours.sums))
    return None


class Row:
    """A workload measured: our runs and the peers'."""

    def __init__(self, workload, what):
        self.workload, self.what = workload, what
        self.runs, self.peers, self.claims = [], [], []

    @property
    def least(self):
        return min(run.seconds for run in self.runs)

    @property
    def median(self):
        return statistics.median(run.seconds for run in self.runs)

    @property
    def bytes(self):
        return max(run.bytes for run in self.runs)

    def claim(self, text, value, target, unit=""):
        """A target that is no ratio to a peer: at most `target`."""
        self.claims.append((text, value, target, unit))


def measure(row, ours, peers, pairs, budget_s):
    """Fills a row. A peer takes part in all pairs, or in as many as fit into its
    time: at least one. So do we, at least two."""
    row.peers = peers
    for i in range(pairs):
        if i > 1 and i * row.median > budget_s:
            break
        mine = ours()
        row.runs.append(mine)
        for peer in peers:
            if peer.skipped or (peer.runs and i * peer.seconds > budget_s):
                continue
            take_turn(peer, mine)
        if row.runs[1:] and any(run.sums != mine.sums for run in row.runs):
            raise SystemExit("%s %s: two runs of our own differ" % (row.workload, row.what))
    return row


def take_turn(peer, mine):
    try:
        run = peer.run()
    except Failed as failure:
        peer.skipped = str(failure)
        return
    peer.runs.append(run)
    if peer.is_own:
        peer.ratios.append(mine.seconds / run.seconds)
    else:
        peer.ratios.append(run.seconds / mine.seconds)
        peer.differs = peer.differs or peer.agree(mine, run)
