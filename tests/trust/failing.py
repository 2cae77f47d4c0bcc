#!/usr/bin/python3
"""failing.py DRIVER [NAME ...]: every allocation of ours made to fail, one by one.

Runs every command of case.py with its n-th allocation failing, for every n there is.
The program must end with 6 and an error that says memory, and leave nothing; or, where
it can do without, with 0 and exactly the result of a run in which none fails. In a build
with the address sanitizer a leak or a wild access is a fault as well.

WS_FAILING=K   only K points of each command, spread evenly (4; 0: all)
WS_FAILING_AT=N  only the N-th of each command"""
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile

try:
    import case
except ImportError as fault:
    print(f"skipped: {fault}")
    sys.exit(77)

MOST = int(os.environ.get("WS_FAILING", "4"))
ONLY = int(os.environ.get("WS_FAILING_AT", "0"))
OPTIONS = {"ASAN_OPTIONS": "exitcode=99:detect_leaks=1:allocator_may_return_null=1",
           "UBSAN_OPTIONS": "exitcode=98"}


def state(folder):
    """Every file with its bytes' hash, every folder."""
    out = {}
    for base, folders, names in os.walk(folder):
        for name in folders:
            out[os.path.join(base, name)] = "folder"
        for name in names:
            with open(os.path.join(base, name), "rb") as data:
                out[os.path.join(base, name)] = hashlib.sha256(data.read()).digest()
    return out


def clear(folder, before):
    """Takes away what is there now and was not before."""
    for path in sorted(set(state(folder)) - set(before)):
        if os.path.isdir(path):
            shutil.rmtree(path)
        elif os.path.exists(path):
            os.remove(path)


class Command:
    """One command in a driver of its own."""

    def __init__(self, driver, folder, arguments):
        self.folder, self.said = folder, folder + ".said"
        self.driver = subprocess.Popen(
            [driver, self.said, *arguments], cwd=folder, env={**os.environ, **OPTIONS},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.before = state(folder)

    def run(self, nth):
        """(exit status, allocations, words, new or changed files); clears up."""
        self.driver.stdin.write(f"{nth}\n")
        self.driver.stdin.flush()
        status, made = self.driver.stdout.readline().split()
        with open(self.said, encoding="utf-8", errors="replace") as said:
            words = said.read()
        after = state(self.folder)
        new = {path: data for path, data in after.items() if self.before.get(path) != data}
        gone = [path for path in self.before if path not in after]
        clear(self.folder, self.before)
        return int(status), int(made), words, new, gone

    def end(self):
        self.driver.stdin.close()
        self.driver.wait()
        self.driver.stdout.close()


def judge(done, wanted):
    """What is wrong with a run in which one allocation failed."""
    status, _, words, new, gone = done
    if gone:
        return f"took away {gone}"
    if status == 0:
        return None if new == wanted else f"exit 0 with another result: {words[-200:]}"
    if new:
        return f"exit {status} and left {sorted(new)}"
    errors = [line for line in words.splitlines() if line.startswith("error: ")]
    if status != 6 or not errors or "memory" not in errors[0]:
        return f"exit {status}: {words[-1500:]}"
    return None


def points(made):
    if ONLY:
        return [ONLY]
    if not MOST or made <= MOST:
        return range(1, made + 1)
    return sorted({1 + i * (made - 1) // (MOST - 1) for i in range(MOST)})


def hunt(command, name):
    status, made, words, wanted, _ = command.run(0)
    if status:
        print(f"FAILED {name}: exit {status} when none fails: {words[-1500:]}")
        return 0, 0, 1
    tried = bad = without = 0
    for nth in points(made):
        done = command.run(nth)
        fault = judge(done, wanted)
        tried += 1
        without += done[0] == 0
        if fault:
            bad += 1
            if bad <= 5:
                print(f"       {name}: allocation {nth}: {fault}", flush=True)
    print(f"{'FAILED' if bad else 'ok':6} {name}: {tried} of {made} points, {bad} faults, "
          f"{without} done without", flush=True)
    return tried, made, bad


def main():
    driver = os.path.abspath(sys.argv[1])
    folder = tempfile.mkdtemp(prefix="whitespot-failing-")
    place = os.path.join(folder, "place")
    _, commands = case.commands(place)
    case.pair(driver, place, OPTIONS)
    tried = made = bad = 0
    for name, arguments in commands:
        if sys.argv[2:] and name not in sys.argv[2:]:
            continue
        command = Command(driver, place, arguments)
        counts = hunt(command, name)
        command.end()
        tried, made, bad = tried + counts[0], made + counts[1], bad + counts[2]
    shutil.rmtree(folder)
    print(f"{tried} of {made} points, {bad} faults")
    sys.exit(1 if bad or not tried else 0)


if __name__ == "__main__":
    main()
