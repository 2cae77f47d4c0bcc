#!/usr/bin/python3
"""disk.py PROGRAM [NAME ...]: a disk that fills, and one without room for names.

Each kind of file is written over an old result on a disk in memory (tmpfs, in a mount
namespace of its own) that has room for none of it, a page, a part in steps, almost all;
then with room for no more files and folders, for one, two and so on, and in steps. The run ends with an error that names a
file and says why, the old result whole and nothing beside it; or, where there was room
enough, with the whole new result. The same without an old result. Skipped with a word
where nothing may be mounted.

WS_DISKS=N  steps of the size, and of the names (3)"""
import os
import shutil
import subprocess
import sys
import tempfile

try:
    import case
    import inject
except ImportError as fault:
    print(f"skipped: {fault}")
    sys.exit(77)

STEPS = int(os.environ.get("WS_DISKS", "3"))
PAGE, ROOM, NAMES = 4096, 64 << 20, 1000
WRITE_FAILS = 5
WHY = ("no space left", "disk is full", "disk may be full", "left on the disk",
       "made on the disk")


def own_namespace():
    """Starts itself again where it may mount: what is mounted goes with it."""
    if os.environ.get("WS_DISK_INSIDE"):
        return
    for how in (["unshare", "-rm"], ["unshare", "-m"]):
        place = tempfile.mkdtemp()
        try:
            done = subprocess.run([*how, "mount", "-t", "tmpfs", "-o", "size=1m,nr_inodes=20",
                                   "none", place], check=False, capture_output=True)
        except OSError:
            continue
        finally:
            os.rmdir(place)
        if done.returncode == 0:
            os.execvpe(how[0], [*how, sys.executable, *sys.argv],
                       {**os.environ, "WS_DISK_INSIDE": "1"})
    print("skipped: nothing may be mounted here")
    sys.exit(77)


def mount(*arguments):
    subprocess.run(["mount", *arguments], check=True, capture_output=True)


class Disk:
    """A disk in memory with the old result on it, a copy of `kept`."""

    def __init__(self, folder, program, kept=None):
        self.folder, self.program = folder, program
        os.makedirs(folder, exist_ok=True)
        mount("-t", "tmpfs", "-o", f"size={ROOM},nr_inodes={NAMES}", "none", folder)
        if kept:
            shutil.copytree(kept, folder, symlinks=True, dirs_exist_ok=True)
        self.before = inject.state(folder)

    def used(self):
        """(bytes, files and folders)"""
        room = os.statvfs(self.folder)
        return (room.f_blocks - room.f_bfree) * room.f_frsize, room.f_files - room.f_ffree

    def limit(self, size, names):
        mount("-o", f"remount,size={size},nr_inodes={names}", self.folder)

    def run(self, arguments):
        return inject.run(self.program, self.folder, arguments)

    def end(self):
        subprocess.run(["umount", self.folder], check=True, capture_output=True)


def judge(done, before, after, new):
    """What is wrong with a run on a disk that was short of something."""
    if done.returncode == 0:
        return None if after == new else "exit 0 without the whole result"
    errors = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    if done.returncode != WRITE_FAILS or not errors:
        return f"exit {done.returncode}: {done.stderr[-300:]}"
    if not any(word in errors[0].lower() for word in WHY):
        return f"the error does not say why: {errors[0]}"
    if after != before:
        changed = [path for path in before if after.get(path) != before[path]]
        left = [path for path in after if path not in before]
        return f"changed {changed}, left {left}: {errors[0]}"
    return None


def whole(program, folder, kept, arguments):
    """(the new result, what is used, the bytes and the names it takes), with room."""
    disk = Disk(folder, program, kept)
    start = disk.used()
    done = disk.run(arguments)
    new = inject.state(folder)
    disk.end()
    if done.returncode:
        raise RuntimeError(f"exit {done.returncode}: {done.stderr[-300:]}")
    disk = Disk(folder, program)
    empty = disk.used()
    disk.run(arguments)
    taken = [now - then for now, then in zip(disk.used(), empty)]
    disk.end()
    return new, start, taken


def hunt(program, folder, kept, arguments, name):
    """(runs, refused, faults)"""
    new, start, (size, files) = whole(program, folder, kept, arguments)
    sizes = sorted({0, PAGE, size - PAGE} |
                   {size * step // STEPS // PAGE * PAGE for step in range(1, STEPS + 3)})
    limits = [(start[0] + more, NAMES) for more in sizes]
    names = range(files + 3)
    limits += [(ROOM, start[1] + more)
               for more in sorted({*names[:STEPS], *names[STEPS::max(1, files // STEPS)], files + 2})]
    tried = refused = bad = 0
    for limit in limits:
        disk = Disk(folder, program, kept)
        disk.limit(max(limit[0], PAGE), limit[1])
        done = disk.run(arguments)
        said = judge(done, disk.before, inject.state(folder), new)
        if not said and done.returncode == 0 and limit[0] < start[0] + size:
            said = "exit 0 where there is no room for the result"
        disk.end()
        tried, refused, bad = tried + 1, refused + (done.returncode != 0), bad + bool(said)
        if said:
            print(f"       {name}, {limit[0] - start[0]} bytes, {limit[1] - start[1]} names: {said}")
    return tried, refused, bad


def main():
    own_namespace()
    program = os.path.abspath(sys.argv[1])
    top = tempfile.mkdtemp(prefix="whitespot-disk-")
    folder, inputs, kept = (os.path.join(top, name) for name in ("disk", "inputs", "kept"))
    total = [0, 0, 0]
    runs = case.written(inputs)
    runs.append(("network", ["network", "build", "--roads", os.path.join(inputs, "roads.gpkg"),
                             "-o", "n.wsn"]))
    for name, arguments in runs:
        if sys.argv[2:] and name not in sys.argv[2:]:
            continue
        counts = [0, 0, 0]
        shutil.rmtree(kept, ignore_errors=True)
        os.mkdir(kept)
        if inject.run(program, kept, case.older(arguments)).returncode:
            raise RuntimeError(f"{name}: no old result")
        for old in (kept, None):
            found = hunt(program, folder, old, arguments, name)
            counts = [so_far + more for so_far, more in zip(counts, found)]
        total = [so_far + more for so_far, more in zip(total, counts)]
        print(f"{'FAILED' if counts[2] else 'ok':6} {name}: {counts[0]} runs, "
              f"{counts[1]} refused, {counts[2]} faults", flush=True)
    shutil.rmtree(top)
    print(f"{total[0]} runs, {total[1]} refused, {total[2]} faults")
    sys.exit(1 if total[2] or not total[1] else 0)


if __name__ == "__main__":
    main()
