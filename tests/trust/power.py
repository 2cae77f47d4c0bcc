#!/usr/bin/python3
"""power.py PROGRAM: the power goes at any moment, the old or the new result is on disk.

Results are replaced on an ext4 in a file behind a loop device. At random moments the
file is copied as it is: what had reached the disk by then. Each copy is mounted, its
journal replayed, and every result in it must be whole, old or new. The negative control
runs the same with fsync doing nothing (strace): there some copies must be torn, or the
test would see nothing. Without root or loop devices it is skipped.

WS_POWER=N   copies (4), and half as many of the control"""
import os
import random
import shutil
import signal
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

COPIES = int(os.environ.get("WS_POWER", "4"))
# A commit every second, and data that wait: what a careless program loses most.
MOUNT = "loop,commit=1,noauto_da_alloc"
NO_FSYNC = ["strace", "-f", "-o", os.devnull, "-e", "trace=fsync,fdatasync", "-e",
            "inject=fsync,fdatasync:retval=0"]


def ok(*line):
    return subprocess.run(line, check=False, capture_output=True).returncode == 0


class Disk:
    def __init__(self, top):
        self.image, self.at = os.path.join(top, "disk"), os.path.join(top, "mounted")
        self.copy, self.seen = os.path.join(top, "copy"), os.path.join(top, "seen")
        self.is_mounted = False
        os.mkdir(self.at)
        os.mkdir(self.seen)

    def open(self):
        with open(self.image, "wb") as out:
            out.truncate(32 << 20)
        self.is_mounted = ok("mkfs.ext4", "-q", "-F", self.image) and \
            ok("mount", "-o", MOUNT, self.image, self.at)
        return self.is_mounted

    def close(self):
        if self.is_mounted:
            ok("umount", self.at)
        self.is_mounted = False

    def cut(self):
        """The files as they are after the power came back; None: no file system."""
        shutil.copyfile(self.image, self.copy)
        if not ok("mount", "-o", "loop", self.copy, self.seen):
            return None
        found = {os.path.relpath(path, self.seen): data
                 for path, data in state(self.seen).items() if "lost+found" not in path}
        ok("umount", self.seen)
        return found


def start(program, folder, arguments, before=()):
    return subprocess.Popen([*before, program, *arguments, "-q", "--overwrite"], cwd=folder,
                            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL, env=WITHOUT_LEAKS)


def torn(found, wholes):
    if found is None:
        return "the file system cannot be mounted"
    for name, data in found.items():
        if ".whitespot-" not in name and data not in [whole.get(name) for whole in wholes]:
            return f"{name} is neither the old one nor the new one"
    return None if any("a.gpkg" == name for name in found) else "a.gpkg is gone"


def hunt(disk, program, folder, runs, chance):
    """Torn copies with the fsync of the program."""
    wholes, seconds = [], 1.0
    for arguments in runs:
        began = time.monotonic()
        start(program, folder, arguments).wait()
        seconds = time.monotonic() - began
        wholes.append({os.path.relpath(path, disk.at): data
                       for path, data in state(disk.at).items()})
    ok("sync")
    faults = []
    for turn in range(COPIES):
        process = start(program, folder, runs[turn % 2])
        time.sleep(seconds * (0.4 + 0.9 * chance.random()))
        process.send_signal(signal.SIGSTOP)
        fault = torn(disk.cut(), wholes)
        process.send_signal(signal.SIGCONT)
        process.wait()
        faults += [f"copy {turn}: {fault}"] if fault else []
    return faults, wholes


def control(disk, program, folder, runs, wholes):
    """How many copies are torn when fsync does nothing."""
    bad = 0
    for turn in range(max(2, COPIES // 2)):
        start(program, folder, runs[turn % 2], NO_FSYNC).wait()
        time.sleep(2.2)
        bad += torn(disk.cut(), wholes) is not None
    return bad


def main():
    program = os.path.abspath(sys.argv[1])
    top = tempfile.mkdtemp(prefix="whitespot-power-")
    disk = Disk(top)
    try:
        if os.getuid() or not shutil.which("mkfs.ext4") or not disk.open():
            print("skipped: no root, no mkfs.ext4 or no loop device here")
            sys.exit(77)
        folder = os.path.join(top, "place")
        arguments = case.written(folder)[0][1]
        arguments[arguments.index("-o") + 1] = os.path.join(disk.at, "a.gpkg")
        runs = [arguments, case.older(arguments)]
        faults, wholes = hunt(disk, program, folder, runs, random.Random(1))
        has_strace = shutil.which("strace") is not None
        missed = control(disk, program, folder, runs, wholes) if has_strace else None
    finally:
        disk.close()
        shutil.rmtree(top, ignore_errors=True)
    for fault in faults[:10]:
        print("       " + fault)
    if missed == 0:
        print("       without fsync nothing is torn: the test sees nothing")
    print(f"{len(faults)} of {COPIES} copies torn; without fsync {missed} of {max(2, COPIES // 2)}")
    sys.exit(1 if faults or missed == 0 else 0)


if __name__ == "__main__":
    main()
