#!/usr/bin/python3
"""environment.py PROGRAM [NUMBER|NAME ...]: what one run alone cannot tell (111-123).

The checks in environment_*.py run the program several times on the clean county
in a folder of its own and return faults. Prints each check; exit status 1 when
one fails, 77 when the modules are missing."""
import importlib
import os
import shutil
import sys
import tempfile
import time

try:
    from environment_place import CHECKS, Place
except ImportError as fault:
    print(f"skipped: {fault}")
    sys.exit(77)


def main():
    program = os.path.abspath(sys.argv[1])
    asked = sys.argv[2:]
    for name in sorted(os.listdir(os.path.dirname(os.path.abspath(__file__)))):
        if name.startswith("environment_") and name.endswith(".py"):
            importlib.import_module(name[:-3])
    folder = tempfile.mkdtemp(prefix="whitespot-environment-")
    bad = 0
    for number, name, run in CHECKS:
        if asked and str(number) not in asked and name not in asked:
            continue
        began = time.monotonic()
        faults = run(Place(program, os.path.join(folder, "place")))
        bad += bool(faults)
        print(f"{'FAILED' if faults else 'ok':6} #{number} {name} ({time.monotonic() - began:.0f} s)")
        for fault in faults[:12]:
            print("         " + fault)
    shutil.rmtree(folder)
    print(f"{bad} failed")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
