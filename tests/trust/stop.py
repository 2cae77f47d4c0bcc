#!/usr/bin/python3
"""stop.py PROGRAM SOURCE_DIR: Ctrl-C and SIGTERM in every stage.

Longer runs on Norrmark are stopped at random moments: an analysis with pages, new sites,
a timeline, a network. Each ends with 8 within a second and leaves nothing; one that was
already done ends with 0. Prints how often which stage was met, from --progress.

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


def used(process):
    """Seconds of processors that it has taken so far."""
    try:
        with open(f"/proc/{process.pid}/stat", encoding="ascii") as stat:
            words = stat.read().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def stop(process, number, limit):
    """(fault or None, stage) of a run that is stopped now. What it waits for other
    programs on a machine with much to do is not its own: the shorter of both counts."""
    early = not catches(process, number)
    before = used(process)
    process.send_signal(number)
    asked = time.monotonic()
    took = before
    while process.poll() is None:
        took = max(took, used(process))
        time.sleep(0.005)
    err = process.communicate()[1]
    waited = min(time.monotonic() - asked, took - before + 0.2)
    stage = next((line.split("%", 1)[1].strip() for line in reversed(err.splitlines())
                  if "%" in line and not line.startswith(("error", "warning"))), "start")
    if process.returncode == 0:
        return None, "done"
    if early and process.returncode == -number:
        return None, "before main"
    if process.returncode != 8 or "error: " not in err:
        return f"exit {process.returncode} in '{stage}': {err[-200:]}", stage
    return (f"{waited:.1f} s in '{stage}'" if waited > limit else None), stage


def main():
    program, source = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    with open(program, "rb") as binary:
        limit = 5.0 if b"__asan_init" in binary.read() else 1.0
    top = tempfile.mkdtemp(prefix="whitespot-stop-")
    chance = random.Random(int(os.environ.get("WS_SEED", "1")))
    stages, faults, stopped = collections.Counter(), [], 0
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
            fault, stage = stop(process, (signal.SIGINT, signal.SIGTERM)[turn % 2], limit)
            stages[stage] += 1
            stopped += process.returncode == 8
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
    print(f"stopped {stopped} times, {len(faults)} faults")
    sys.exit(1 if faults or not stopped else 0)


if __name__ == "__main__":
    main()
