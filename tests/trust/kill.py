#!/usr/bin/python3
"""kill.py PROGRAM: killed at any moment, the old or the new result lies there, whole.

Runs that replace a GeoPackage with its run file and three pages, or a folder, are killed
at random moments, and by strace on the way into each call that changes a name. Every file
is the old one or the new one, a run file never lies beside data it does not speak of, and
the next run takes away what the killed one left.

WS_KILLS=N   random moments (16); from 100 on the calls as well
WS_SEED=S    of these moments (1)"""
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

try:
    import case
    from inject import WITHOUT_LEAKS, state
except ImportError as fault:
    print(f"skipped: {fault}")
    sys.exit(77)

KILLS = int(os.environ.get("WS_KILLS", "16"))
NAMES = "rename,renameat2,link,unlink,unlinkat,mkdir,fsync"


class Target:
    """Two results of one output; runs go from one to the other."""

    def __init__(self, program, folder, name, arguments):
        self.program, self.folder, self.name = program, folder, name
        self.arguments = (arguments, case.older(arguments))
        self.whole, self.seconds, self.turn = [], 0.0, 0
        for arguments in self.arguments:
            began = time.monotonic()
            if self.start(arguments).wait():
                raise RuntimeError(f"{name}: a run without a fault fails")
            self.seconds = time.monotonic() - began
            self.whole.append(state(folder))

    def start(self, arguments, *before):
        return subprocess.Popen([*before, self.program, *arguments, "-q", "--overwrite"],
                                cwd=self.folder, stdin=subprocess.DEVNULL, env=WITHOUT_LEAKS,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def next(self, *before):
        self.turn += 1
        return self.start(self.arguments[self.turn % 2], *before)

    def judge(self):
        """Faults of what lies there now."""
        now = {path: data for path, data in state(self.folder).items() if ".whitespot-" not in path}
        faults = []
        for path in set(self.whole[0]) | set(now):
            kinds = [whole.get(path) for whole in self.whole]
            if path in now and now[path] not in kinds:
                faults.append(f"{path} is neither the old one nor the new one")
            if path not in now and not path.endswith(".run.json"):
                faults.append(f"{path} is gone")
        data, text = (os.path.join(self.folder, name) for name in ("a.gpkg", "a.run.json"))
        if text in now and not any(now[text] == whole[text] and now[data] == whole[data]
                                   for whole in self.whole):
            faults.append("the run file speaks of other data")
        inside = [path for path in now if "/svar/" in path]
        if inside and not any(all(now[path] == whole.get(path) for path in inside)
                              for whole in self.whole):
            faults.append("the folder is a mixture")
        return faults

    def mended(self):
        """The next run succeeds, and nothing of a killed one is left."""
        if self.next().wait():
            return ["the next run fails"]
        now = state(self.folder)
        left = [path for path in now if ".whitespot-" in path]
        return [f"not swept: {path}" for path in left] + \
            ([] if left or now == self.whole[self.turn % 2] else ["the next run is not whole"])


def at_random(target, count, chance):
    faults, killed = [], 0
    for turn in range(count):
        process = target.next()
        time.sleep(chance.random() * target.seconds * 1.1)
        process.kill()
        killed += process.wait() < 0
        found = target.judge()
        if turn % 10 == 9:
            found += target.mended()
        faults += [f"random moment {turn}: {fault}" for fault in found]
    return faults + target.mended(), killed


def at_names(target):
    """Killed on the way into each call that changes a name or flushes."""
    log = target.folder + ".strace"
    target.next("strace", "-f", "-o", log, "-e", "trace=" + NAMES).wait()
    with open(log, encoding="utf-8", errors="replace") as lines:
        calls = re.findall(r"^\d+ +(\w+)\(", lines.read(), re.MULTILINE)
    faults, killed = [], 0
    for call in sorted(set(calls)):
        for at in range(1, calls.count(call) + 1):
            status = target.next("strace", "-f", "-o", os.devnull, "-e", "trace=" + call, "-e",
                                 f"inject={call}:signal=KILL:when={at}").wait()
            killed += status != 0
            found = target.judge() + (target.mended() if at % 4 == 0 else [])
            faults += [f"{call} {at}: {fault}" for fault in found]
    return faults + target.mended(), killed


def main():
    program = os.path.abspath(sys.argv[1])
    top = tempfile.mkdtemp(prefix="whitespot-kill-")
    chance = random.Random(int(os.environ.get("WS_SEED", "1")))
    has_strace = shutil.which("strace") and not subprocess.run(
        ["strace", "-o", os.devnull, "true"], check=False, capture_output=True).returncode
    bad = moments = names = 0
    chosen = ("GPKG and pages", "ESRI Shapefile")
    for name, arguments in case.written(os.path.join(top, "place")):
        if name not in chosen:
            continue
        case.clear(os.path.join(top, "place"))
        target = Target(program, os.path.join(top, "place"), name, arguments)
        faults, killed = at_random(target, KILLS // len(chosen), chance)
        moments += killed
        if has_strace and KILLS >= 100:
            more, killed = at_names(target)
            faults += more
            names += killed
        bad += len(faults)
        for fault in faults[:10]:
            print(f"       {name}: {fault}")
    shutil.rmtree(top)
    print(f"killed at {moments} random moments and at {names} calls, {bad} faults")
    sys.exit(1 if bad or not moments else 0)


if __name__ == "__main__":
    main()
