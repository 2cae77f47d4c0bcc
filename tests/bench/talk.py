"""Programs: those that are asked run by run (talk.h), and those that run once."""

import collections
import os
import subprocess
import tempfile
import time

from postgres import Failed

# seconds; bytes: of the structure or the largest memory; sums: what must agree
Run = collections.namedtuple("Run", "seconds bytes sums")


class Talker:
    def __init__(self, *words):
        self.name = os.path.basename(words[0])
        self.says = tempfile.TemporaryFile(mode="w+")
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=self.says, universal_newlines=True, bufsize=1)
        self.peak_bytes = 0
        ready = self._line()
        self.nodes, self.arcs = int(ready[1]), int(ready[2])

    def _line(self):
        line = self.process.stdout.readline()
        if line:
            return line.rstrip("\n").split("\t")
        self.close()
        self.says.seek(0)
        raise Failed("%s: %s" % (self.name, self.says.read()[-300:].strip()))

    def ask(self, *words):
        self.process.stdin.write(" ".join(str(word) for word in words) + "\n")
        self.process.stdin.flush()
        answer = self._line()
        return Run(float(answer[0]), int(answer[1]), tuple(int(sum) for sum in answer[2:]))

    def close(self):
        if self.process.returncode is not None:
            return
        self.process.stdin.close()
        _, status, usage = os.wait4(self.process.pid, 0)
        self.process.returncode = status
        self.peak_bytes = usage.ru_maxrss * 1024


def run_once(words, limit_s=None, **options):
    """Seconds and largest memory of a program from start to end."""
    with tempfile.TemporaryFile(mode="w+") as says:
        start = time.monotonic()
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=says, stderr=says,
                                   start_new_session=True, **options)
        status, usage = wait(process, start, limit_s)
        seconds = time.monotonic() - start
        if status is None:
            raise Failed("over %d s" % limit_s)
        if status:
            says.seek(0)
            raise Failed("%s: %s" % (os.path.basename(words[0]), says.read()[-300:].strip()))
    return Run(seconds, usage.ru_maxrss * 1024, ())


def wait(process, start, limit_s):
    """Exit status (None: stopped at the limit) and what it used."""
    while limit_s:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = status
            return status, usage
        if time.monotonic() - start > limit_s:
            # Its session is its own, so this ends it and what it started.
            os.killpg(process.pid, 15)
            process.wait()
            return None, None
        time.sleep(0.02)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    return status, usage
