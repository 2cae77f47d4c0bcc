"""Two runs at once, signals, and what a killed run leaves (116-118)."""
import os
import signal
import subprocess
import time

from environment_place import check, refused, unchanged

# ---- 116 - 118: two runs, signals, what a killed run leaves -----------------------------------------

def others(place):
    arguments = list(place.arguments)
    arguments[arguments.index("--within") + 1] = "2km,6km"
    return arguments


@check(116, "two runs on one output: one whole winner")
def _(place):
    wanted = []
    for arguments in (place.arguments, others(place)):
        place.run(arguments=arguments)
        wanted.append([place.state()[path] for path in place.pair()])
        place.clear()
    before = place.state()
    faults = []
    for turn in range(12):
        more = ["--overwrite"] if turn % 2 else []
        runs = [place.start(*more), place.start(*more, arguments=others(place))]
        texts = [run.communicate()[1].decode() for run in runs]
        good = [run.returncode == 0 for run in runs]
        state = place.state()
        found = [state.get(path) for path in place.pair()]
        if found not in wanted:
            faults.append(f"turn {turn}: the result is a mixture or missing: {texts}")
        if not any(good) or (not more and all(good)):
            faults.append(f"turn {turn}: {sum(good)} runs succeeded")
        if not more and any(good) and found != wanted[good.index(True)]:
            faults.append(f"turn {turn}: the result is not the winner's")
        place.clear()
        faults += unchanged(place, before)
    return faults


def catches(process, number):
    """Whether the program has its own handler by now: libraries are loaded before main."""
    try:
        with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
            caught = next(line for line in status if line.startswith("SigCgt:"))
    except (OSError, StopIteration):
        return False  # it has ended
    return int(caught.split()[1], 16) >> (number - 1) & 1 == 1


@check(117, "INT, TERM and HUP at any moment: the end within a second, nothing left")
def _(place):
    began = time.monotonic()
    place.run()
    whole = time.monotonic() - began
    place.clear()
    before = place.state()
    faults, caught_count = [], 0
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        for step in range(12):
            process = place.start()
            time.sleep(whole * (0.05 + step / 11))
            early = not catches(process, number)
            caught_count += not early
            process.send_signal(number)
            asked = time.monotonic()
            _, err = process.communicate()
            waited = time.monotonic() - asked
            if waited > 1.5:
                faults.append(f"{number.name} at step {step}: {waited:.1f} s")
            if process.returncode == 0:
                place.clear()
            elif process.returncode < 0 and not (early and process.returncode == -number):
                faults.append(f"{number.name} at step {step}: ended by {process.returncode}")
            elif process.returncode > 0 and b"error: " not in err:
                faults.append(f"{number.name} at step {step}: no error line")
            faults += unchanged(place, before)
    if caught_count < 12:
        faults.append(f"only {caught_count} of 36 signals found the program's handler")
    return faults


@check(117, "a reader that goes away")
def _(place):
    before = place.state()
    reader, writer = os.pipe()
    os.close(reader)
    done = place.run("--json", stdout=writer, output=False)
    os.close(writer)
    return refused(done, "standard output") + unchanged(place, before)


@check(118, "the next run takes away what a killed one left")
def _(place):
    dead = subprocess.Popen(["true"])
    dead.wait()
    stale = place.county.file(f".whitespot-result.gpkg-{dead.pid}.tmp")
    alive = place.county.file(f".whitespot-result.gpkg-{os.getpid()}.tmp")
    foreign = place.county.file(f".whitespot-other.gpkg-{dead.pid}.tmp")
    for folder in (stale, alive, foreign):
        os.mkdir(folder)
        with open(os.path.join(folder, "result.gpkg"), "w", encoding="utf-8") as out:
            out.write("half")
    status, _, err = place.run()
    faults = [f"exit {status}: {err[-200:]}"] if status else []
    if os.path.exists(stale):
        faults.append("the folder of a dead run is still there")
    if not os.path.exists(alive) or not os.path.exists(foreign):
        faults.append("a folder of a living run, or of another output, was taken away")
    return faults


@check(118, "killed at any moment: the old result or the new one")
def _(place):
    began = time.monotonic()
    place.run()
    whole = time.monotonic() - began
    old = [place.state()[path] for path in place.pair()]
    place.run("--overwrite", arguments=others(place))
    new = [place.state()[path] for path in place.pair()]
    place.run("--overwrite")
    faults = []
    for step in range(14):
        process = place.start("--overwrite", arguments=others(place))
        time.sleep(whole * (0.5 + step / 20))
        process.kill()
        process.communicate()
        state = place.state()
        found = [state.get(path) for path in place.pair()]
        whole_pairs = (old, new, [old[0], None], [new[0], None])
        if found not in whole_pairs:
            faults.append(f"step {step}: neither the old nor the new result")
        status, _, err = place.run("--overwrite")
        if status or [place.state()[path] for path in place.pair()] != old:
            faults.append(f"step {step}: the next run does not mend it: {err[-200:]}")
        faults += [f"step {step}: left behind {path}" for path in place.state()
                   if ".whitespot-" in path]
    return faults
