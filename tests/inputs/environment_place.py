"""A folder with the clean county to run the program in, and what runs must keep."""
import hashlib
import os
import subprocess

import world

CHECKS = []
NOBODY = 65534


def check(number, name):
    def note(run):
        CHECKS.append((number, name, run))
        return run
    return note


class Place:
    """A folder with the clean county; start() and run() of the program in it."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.county = world.fresh(folder)
        self.arguments = self.county.arguments()
        self.output = os.path.join(folder, "result.gpkg")

    def start(self, *more, output=True, arguments=None, **rest):
        line = [self.program, "analyze"] + (self.arguments if arguments is None else arguments)
        if output:
            line += ["-o", self.output]
        rest.setdefault("stdin", subprocess.DEVNULL)
        rest.setdefault("stdout", subprocess.PIPE)
        rest.setdefault("stderr", subprocess.PIPE)
        return subprocess.Popen(line + list(more), cwd=self.folder, **rest)

    def run(self, *more, seconds=60, **rest):
        """(exit status, standard output, standard error)"""
        process = self.start(*more, **rest)
        out, err = process.communicate(timeout=seconds)
        return process.returncode, out, (err or b"").decode("utf-8", "replace")

    def pair(self):
        return [self.output, self.output[:-5] + ".run.json"]

    def state(self):
        """Every file with its bytes' hash."""
        out = {}
        for base, folders, names in os.walk(self.folder):
            for name in names:
                path = os.path.join(base, name)
                if os.path.isfile(path):
                    with open(path, "rb") as data:
                        out[path] = hashlib.sha256(data.read()).hexdigest()
            for name in folders:
                out[os.path.join(base, name)] = "folder"
        return out

    def is_sanitized(self):
        """Sanitizers reserve terabytes of addresses: memory cannot be capped."""
        with open(self.program, "rb") as program:
            return b"__asan_init" in program.read()

    def clear(self):
        for path in self.pair():
            if os.path.exists(path):
                os.remove(path)


def refused(done, *words):
    """Faults of a run that must end as an error with these words."""
    status, _, err = done
    if status <= 0:
        return [f"exit {status}, expected an error: {err[-200:]}"]
    first = next((line for line in err.splitlines() if line.startswith("error: ")), "")
    return [f"the error does not say '{word}': {first[:200]}" for word in words if word not in first]


def unchanged(place, before):
    after = place.state()
    return [f"{path} changed or went" for path in before if after.get(path) != before[path]] + \
           [f"left behind: {path}" for path in after if path not in before]
