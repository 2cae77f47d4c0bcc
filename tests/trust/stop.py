#!/usr/bin/python3
"""stop.py PROGRAM SOURCE_DIR: Ctrl-C and SIGTERM in every stage.

Longer runs on Norrmark are stopped at random moments: an analysis with pages, new sites,
a timeline, a network. Each ends with 8 within a second and leaves nothing; one that was
already done ends with 0. The second is that of the clock less what the run was ready and
waited for a processor (/proc/PID/task/*/schedstat): on a quiet machine they are the same,
on a busy one that wait is the machine's. Prints the longest of both and the load, and how
often which stage was met, from --progress.

WS_STOPS=N   moments of each command (3)
WS_SEED=S    of these moments (1)"""
import collections
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

STOPS = int(os.environ.get("WS_STOPS", "3"))


def commands(source):
    config = ["--config", os.path.join(source, "geodata", "norrmark", "analysis.json")]
    return {
        "pages": ["analyze", *config, "--per-office", "--reached-roads", "-o", "a.gpkg", "--report",
                  "sida.html", "--map", "karta.png", "--memo", "pm.pdf"],
        "site": ["site", *config, "--reach", "99%", "-o", "s.gpkg"],
        "timeline": ["timeline", *config, "--dates", "2020-03-29,2020-03-30,2020-04-02", "-o",
                     "t.gpkg"],
        "folder": ["analyze", *config, "--per-office", "-of", "GeoJSON", "-o", "svar"],
        "network": ["network", "build", "--roads",
                    os.path.join(source, "geodata", "norrmark", "vagar.gpkg"), "-o", "n.wsn"],
    }


def catches(process, number):
    """Whether the program has its own handler by now: libraries are loaded before main."""
    try:
        with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
            caught = next(line for line in status if line.startswith("SigCgt:"))
    except (OSError, StopIteration):
        return False
    return int(caught.split()[1], 16) >> (number - 1) & 1 == 1


def clear(folder):
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)


def delays(process):
    """Seconds that each thread has been ready and waited for a processor so far."""
    out = {}
    folder = f"/proc/{process.pid}/task"
    try:
        for thread in os.listdir(folder):
            with open(f"{folder}/{thread}/schedstat", encoding="ascii") as stat:
                out[thread] = int(stat.read().split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        pass  # it ends just now, or the system does not tell: then all time is its own
    return out


class Took:
    """How long a run went on after it was asked to stop: by the clock, and without what
    the thread that waited longest waited for a processor while others had it."""

    def __init__(self, process):
        self.process, self.start = process, delays(process)
        self.latest = dict(self.start)
        self.asked = self.seen = time.monotonic()

    def look(self):
        """It is still there."""
        self.seen = time.monotonic()
        self.latest.update(delays(self.process))

    def clock(self):
        return self.seen - self.asked

    def own(self):
        waited = [late - self.start.get(thread, 0.0) for thread, late in self.latest.items()]
        return max(0.0, self.clock() - max(waited, default=0.0))


def stop(process, number, limit):
    """(fault or None, stage, Took) of a run that is stopped now."""
    early = not catches(process, number)
    took = Took(process)
    process.send_signal(number)
    while process.poll() is None:
        took.look()
        time.sleep(0.005)
    err = process.communicate()[1]
    stage = next((line.split("%", 1)[1].strip() for line in reversed(err.splitlines())
                  if "%" in line and not line.startswith(("error", "warning"))), "start")
    if process.returncode == 0:
        return None, "done", took
    if early and process.returncode == -number:
        return None, "before main", took
    if process.returncode != 8 or "error: " not in err:
        return f"exit {process.returncode} in '{stage}': {err[-200:]}", stage, took
    if took.own() <= limit:
        return None, stage, took
    return f"{took.clock():.2f} s, {took.own():.2f} s its own, in '{stage}'", stage, took


def main():
    program, source = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    with open(program, "rb") as binary:
        limit = 5.0 if b"__asan_init" in binary.read() else 1.0
    top = tempfile.mkdtemp(prefix="whitespot-stop-")
    chance = random.Random(int(os.environ.get("WS_SEED", "1")))
    stages, faults, stopped = collections.Counter(), [], 0
    clock, own = [0.0], [0.0]
    for name, arguments in commands(source).items():
        line = [program, *arguments, "-q", "--progress"]
        began = time.monotonic()
        if subprocess.run(line, cwd=top, capture_output=True, check=False).returncode:
            faults.append(f"{name}: fails when nobody stops it")
        whole = time.monotonic() - began
        for turn in range(STOPS):
            clear(top)
            process = subprocess.Popen(line, cwd=top, stdin=subprocess.DEVNULL, text=True,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            time.sleep(whole * (turn + chance.random()) / STOPS)
            fault, stage, took = stop(process, (signal.SIGINT, signal.SIGTERM)[turn % 2], limit)
            stages[stage] += 1
            stopped += process.returncode == 8
            if process.returncode == 8:
                clock.append(took.clock())
                own.append(took.own())
            left = os.listdir(top)
            if process.returncode and left:
                fault = f"{fault or ''} left {left} in '{stage}'"
            if fault:
                faults.append(f"{name}, turn {turn}: {fault}")
        clear(top)
    shutil.rmtree(top)
    for fault in faults[:20]:
        print("       " + fault)
    print("met: " + ", ".join(f"{stage} {count}" for stage, count in stages.most_common()))
    print(f"stopped at the latest after {max(clock):.2f} s by the clock, {max(own):.2f} s its own; "
          f"{sum(took > limit for took in clock)} after more than {limit:.0f} s by the clock; "
          f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print(f"stopped {stopped} times, {len(faults)} faults")
    sys.exit(1 if faults or not stopped else 0)


if __name__ == "__main__":
    main()
