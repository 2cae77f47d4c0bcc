"""judge.py: one run of the program, and what must hold of any run.

The laws need no right answer: a run ends in time and without a crash, an error
says which file and publishes nothing, inputs keep their bytes, and the figures
of a success balance (inputs.md, section 8)."""
import hashlib
import json
import os
import subprocess

E, R, A = "E", "R", "A"
STATES = ("covered", "uncovered", "off_network", "no_link", "outside")
CRASH_WORDS = ("AddressSanitizer", "runtime error:", "LeakSanitizer", "Assertion", "Segmentation")


class Run:
    """exit, error and warning lines, evidence (None after a failure)."""

    def __init__(self, status, out, err, evidence):
        self.status, self.out, self.err, self.evidence = status, out, err, evidence

    @property
    def errors(self):
        return [line for line in self.err.splitlines() if line.startswith("error: ")]

    @property
    def warnings(self):
        """As text: from the evidence when there is one."""
        if self.evidence is None:
            return [line for line in self.err.splitlines() if line.startswith("warning: ")]
        return [": ".join(str(w[k]) for k in ("role", "file", "layer", "feature", "what", "effect"))
                for w in self.evidence["warnings"]]

    def figures(self):
        """What must be equal for two inputs that mean the same."""
        return [{k: v for k, v in row.items() if k != "name"} for row in self.evidence["coverage"]]


def _hashes(folder):
    out = {}
    for base, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(base, name)
            if os.path.isfile(path) and not os.path.islink(path):
                with open(path, "rb") as data:
                    out[path] = hashlib.sha256(data.read()).hexdigest()
    return out


def run(program, arguments, folder, seconds=60, command="analyze", look=None):
    """Runs the program in `folder`; returns (Run, list of broken laws). look(path,
    evidence) may judge the result's GeoPackage before it is taken away."""
    before = _hashes(folder)
    output = os.path.join(folder, "result.gpkg")
    line = [program, command] + arguments
    if command == "analyze":
        line += ["--json", "-o", output]
    env = dict(os.environ)
    if "LOCPATH" in env:  # the C library itself loses a few bytes of such locales
        env["ASAN_OPTIONS"] = "detect_leaks=0"
    try:
        done = subprocess.run(line, cwd=folder, capture_output=True, timeout=seconds, check=False,
                              stdin=subprocess.DEVNULL, env=env)
    except subprocess.TimeoutExpired:
        return None, [f"did not end within {seconds} s"]
    out, err = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
    evidence = None
    broken = []
    if done.returncode == 0 and command == "analyze":
        try:
            evidence = json.loads(out, parse_constant=lambda word: broken.append("JSON holds " + word))
        except ValueError as fault:
            broken.append(f"evidence is no JSON: {fault}")
    result = Run(done.returncode, out, err, evidence)
    broken += _laws_of_ending(result, output, command)
    broken += [f"{path} changed" for path, value in before.items()
               if _hashes(folder).get(path) != value]
    left = set(_hashes(folder)) - set(before) - {output, output[:-5] + ".run.json"}
    broken += [f"left behind: {path}" for path in sorted(left)]
    if evidence is not None:
        broken += laws_of_figures(evidence)
    if evidence is not None and look and os.path.exists(output):
        broken += look(output, evidence)
    for path in (output, output[:-5] + ".run.json"):
        if os.path.exists(path):
            os.remove(path)
    return result, broken


def _laws_of_ending(result, output, command):
    broken = []
    if result.status < 0 or result.status > 8 or any(w in result.err for w in CRASH_WORDS):
        broken.append(f"crashed with {result.status}: {result.err[-600:]}")
    if result.status == 0 and result.errors:
        broken.append("an error was printed and the exit is 0")
    if command != "analyze":
        return broken
    if result.status and not result.errors:
        broken.append(f"exit {result.status} without an error line")
    if result.status and (os.path.exists(output) or result.out):
        broken.append("something was published though the run failed")
    if not result.status and not os.path.exists(output):
        broken.append("exit 0 and no output")
    return broken


def _micro(value):
    return round(value * 1_000_000)


def _differ(one, other, people):
    """Exact up to a billion people; beyond that a double holds no millionths."""
    return abs(one - other) > _micro(people) >> 50


def laws_of_figures(evidence):
    """The bridge, the interval, the order of limits and choices."""
    broken, by_key = [], {}
    for row in evidence["coverage"]:
        where = "{layer} {code} {weight} {limit} k={k}".format(**row)
        bridge = sum(_micro(row[name]) for name in STATES)
        if _differ(bridge, _micro(row["people"]), row["people"]):
            broken.append(f"{where}: the bridge does not close")
        if not 0 <= row["low"] <= row["covered"] <= row["high"] <= row["people"]:
            broken.append(f"{where}: low <= covered <= high <= people does not hold")
        shares = [row[name] for name in ("share_low", "share", "share_high")]
        if row["people"] == 0 and shares[1] is not None:
            broken.append(f"{where}: a share of nobody")
        if row["people"] and not (None not in shares and 0 <= shares[0] <= shares[1] + 1e-9 and
                                  shares[1] <= shares[2] + 1e-9 <= 1 + 2e-9):
            broken.append(f"{where}: 0 <= share_low <= share <= share_high <= 1 does not hold")
        by_key[row["layer"], row["code"], row["weight"], row["limit_cost"], row["k"]] = row
    for (layer, code, weight, limit, k), row in by_key.items():
        for other, less in by_key.items():
            if other[:3] != (layer, code, weight):
                continue
            if other[3] <= limit and other[4] >= k and less["covered"] > row["covered"]:
                broken.append(f"{layer} {code}: a shorter limit or larger choice covers more")
    return broken + _laws_of_sums(evidence)


def _laws_of_sums(evidence):
    """The municipalities and what is outside add up to the nation."""
    broken, sums = [], {}
    for row in evidence["coverage"]:
        key = (row["weight"], row["limit"], row["k"])
        if row["layer"] == "municipalities":
            total = sums.setdefault(key, dict.fromkeys(("people",) + STATES, 0))
            for name in total:
                total[name] += _micro(row[name])
    for row in evidence["coverage"]:
        if row["layer"] != "national":
            continue
        total = sums[row["weight"], row["limit"], row["k"]]
        for name in ("covered", "uncovered", "off_network", "no_link"):
            if _differ(total[name], _micro(row[name]), row["people"]):
                broken.append(f"national {name} is not the sum of the municipalities")
    return broken


def verdict(result):
    if result.status:
        return E
    return R if result.evidence["warnings"] else A
