#!/usr/bin/python3
"""inject.py PROGRAM [NAME ...]: one call of the system made to fail at each of its indices.

Each format and the pages are written by a small run over an old result; strace makes the
n-th pwrite64, write, fsync, rename, close, mkdir or unlink fail with ENOSPC or EIO. The
run must end with an error, the old result and nothing beside it; or with the whole new
result where the call did not matter (a close; the unlink of a name that the next run
sweeps). A failed fsync, write or rename is never passed over.

WS_INJECT=K  only K indices of each call (1, with one of the two faults; 0: all)"""
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile

try:
    import case
except ImportError as fault:
    print(f"skipped: {fault}")
    sys.exit(77)

MOST = int(os.environ.get("WS_INJECT", "1"))
# Calls that mean the same, and whether a failure may be harmless.
CALLS = [("pwrite64", False), ("write", False), ("fsync", False), ("fdatasync", False),
         ("rename", False), ("renameat2", False), ("close", True), ("mkdir", False),
         ("unlink", True), ("unlinkat", True)]
WITHOUT_LEAKS = {**os.environ, "ASAN_OPTIONS": "detect_leaks=0:exitcode=99"}


def state(folder):
    out = {}
    for base, folders, names in os.walk(folder):
        for name in folders:
            out[os.path.join(base, name)] = "folder"
        for name in names:
            with open(os.path.join(base, name), "rb") as data:
                out[os.path.join(base, name)] = hashlib.sha256(data.read()).digest()
    return out


def put_back(folder, kept):
    shutil.rmtree(folder)
    shutil.copytree(kept, folder, symlinks=True)


def run(program, folder, arguments, *strace):
    line = ["strace", "-f", *strace] if strace else []
    return subprocess.run([*line, program, *arguments, "-q", "--overwrite"], cwd=folder,
                          stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True, errors="replace", check=False,
                          env=WITHOUT_LEAKS, timeout=300)


def indices(program, folder, arguments, call):
    """The numbers of the calls that touch the folder: no library's, no terminal's."""
    log = folder + ".strace"
    run(program, folder, arguments, "-y", "-o", log, "-e", "trace=" + call)
    with open(log, encoding="utf-8", errors="replace") as lines:
        calls = [line for line in lines if re.match(rf"\d+ +{call}\(", line)]
    by_name = call in ("rename", "renameat2", "mkdir", "unlink", "unlinkat")
    own = [i + 1 for i, line in enumerate(calls) if by_name or folder + "/" in line]
    if not MOST or len(own) <= MOST:
        return own, len(own)
    step = len(own) / (MOST + 1)
    return [own[int(step * (i + 1))] for i in range(MOST)], len(own)


def judge(done, before, after, new, may_pass):
    if done.returncode == 0:
        if after == new and may_pass:
            return None
        left = sorted(path for path in after if path not in new)
        if may_pass and left and all(".whitespot-" in path for path in left) and \
                all(after.get(path) == new[path] for path in new):
            return None  # the next run sweeps it
        return f"silent: exit 0, {'the whole result' if after == new else 'another result'}, {left}"
    errors = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    if done.returncode not in (3, 4, 5) or not errors:
        return f"exit {done.returncode}: {done.stderr[-300:]}"
    changed = [path for path in before if after.get(path) != before[path]]
    left = [path for path in after if path not in before]
    if may_pass:
        left = [path for path in left if ".whitespot-" not in path]
    if changed or left:
        return f"exit {done.returncode}: changed {changed}, left {left}: {errors[0]}"
    return None


def hunt(program, folder, kept, arguments, name):
    put_back(folder, kept)
    done = run(program, folder, arguments)
    new, before = state(folder), state(kept)
    before = {path.replace(kept, folder, 1): data for path, data in before.items()}
    if done.returncode or new == before:
        print(f"FAILED {name}: exit {done.returncode}: {done.stderr[-500:]}")
        return 0, 0, 1
    tried = there = bad = 0
    for call, may_pass in CALLS:
        chosen, count = indices(program, folder, arguments, call)
        there += 2 * count
        both = ("ENOSPC", "EIO")
        for fault in both if MOST != 1 else both[len(name) % 2:][:1]:
            for at in chosen:
                put_back(folder, kept)
                done = run(program, folder, arguments, "-o", os.devnull, "-e", "trace=" + call,
                           "-e", f"inject={call}:error={fault}:when={at}")
                said = judge(done, before, state(folder), new, may_pass)
                tried += 1
                bad += said is not None
                if said and bad < 8:
                    print(f"       {name}: {call} {at} {fault}: {said}", flush=True)
    print(f"{'FAILED' if bad else 'ok':6} {name}: {tried} of {there} points, {bad} faults",
          flush=True)
    return tried, there, bad


def main():
    if not shutil.which("strace") or subprocess.run(["strace", "-o", os.devnull, "true"],
                                                    check=False, capture_output=True).returncode:
        print("skipped: no strace, or it may not trace here")
        sys.exit(77)
    program = os.path.abspath(sys.argv[1])
    top = tempfile.mkdtemp(prefix="whitespot-inject-")
    folder, kept = os.path.join(top, "place"), os.path.join(top, "kept")
    tried = there = bad = 0
    for name, arguments in case.written(folder):
        if sys.argv[2:] and name not in sys.argv[2:]:
            continue
        shutil.rmtree(kept, ignore_errors=True)
        case.clear(folder)
        old = case.older(arguments)
        if run(program, folder, old).returncode:
            print(f"FAILED {name}: no old result")
            bad += 1
        shutil.copytree(folder, kept, symlinks=True)
        counts = hunt(program, folder, kept, arguments, name)
        tried, there, bad = tried + counts[0], there + counts[1], bad + counts[2]
    shutil.rmtree(top)
    print(f"{tried} of {there} points, {bad} faults")
    sys.exit(1 if bad or not tried else 0)


if __name__ == "__main__":
    main()
