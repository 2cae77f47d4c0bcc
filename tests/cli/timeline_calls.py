#!/usr/bin/python3
"""timeline_calls.py PROGRAM SOURCE_DIR: calls of timeline that are refused, by what they
name, and what a run file names in vain."""
import json
import os
import shutil
import subprocess
import sys
import tempfile

PROGRAM, SOURCE = (os.path.abspath(word) for word in sys.argv[1:3])
NORRMARK = os.path.join(SOURCE, "geodata", "norrmark")
failed = []


def check(name, holds, detail=""):
    if not holds:
        failed.append(name)
        print(f"FAILED {name}: {detail}")


def call(*words, status=0):
    done = subprocess.run([PROGRAM, *words], capture_output=True, text=True, errors="replace",
                          timeout=900, check=False)
    check(f"exit {status}", done.returncode == status,
          f"{words}: {done.returncode} {done.stderr[-600:]}")
    return done


def refused(name, word, *words, status=2):
    done = call(*words, status=status)
    check(name, word in done.stderr, done.stderr)


def wrong_uses():
    base = ["--config", f"{NORRMARK}/analysis.json"]
    refused("dates for analyze", "belongs to whitespot timeline", "analyze", *base, "--dates",
            "2020-03-29")
    refused("no dates", "--dates is missing", "timeline", *base)
    for name, dates, wrong in (("backwards", "2020-05-01,2020-04-01", "2020-04-01"),
                               ("twice", "2020-04-01,2020-04-01", "2020-04-01"),
                               ("of_unknown_order", "2020-04-01,01/02/18", "01/02/18")):
        done = call("timeline", *base, "--dates", dates, status=2)
        check(f"row_n12_dates_{name}", f"'{wrong}'; expected days YYYY-MM-DD, each after" in
              done.stderr and "is missing" not in done.stderr, done.stderr)
    for role in ("claims", "commuting", "unemployed", "referrals", "notes", "policy",
                 "remote"):
        refused(f"row_n16_{role}_has_no_part", f"--{role} has no part in a timeline", "timeline",
                *base, "--dates", "2020-03-29", f"--{role}", f"{NORRMARK}/kontor.csv")
    told = call("help", "timeline").stdout
    check("row_n16_help_lists_what_is_taken", "--dates LIST" in told and not any(
        f"  --{name} " in told for name in ("as-of", "supply", "claims", "commuting",
                                            "unemployed", "referrals", "notes", "policy",
                                            "remote")))
    refused("one day", "--as-of asks for one day", "timeline", *base, "--dates", "2020-03-29",
            "--as-of", "2020-03-29")
    refused("one kind", "both, nominal and effective", "timeline", *base, "--dates", "2020-03-29",
            "--supply", "effective")
    refused("both ways", "exclude each other", "timeline", *base, "--dates", "2020-03-29",
            "--every", "day", "--from", "2020-03-29", "--to", "2020-03-30")
    refused("half a step", "belong together", "timeline", *base, "--every", "day", "--from",
            "2020-03-29")
    refused("backwards", "--to is before --from", "timeline", *base, "--every", "day", "--from",
            "2020-03-29", "--to", "2020-03-28")
    refused("too many days", "more than 400 days", "timeline", *base, "--every", "day", "--from",
            "2000-03-29", "--to", "2020-03-28", status=7)


def what_a_run_file_names_in_vain():
    """Registers of a run file are told and not read; the days stay the same."""
    with open(f"{NORRMARK}/analysis.json", encoding="utf-8") as text:
        options = json.load(text)
    del options["roads"]
    options["straight-line"] = "1.3"
    for role in ("municipalities", "offices", "population"):
        options[role] = os.path.join(NORRMARK, options[role])
    series = []
    for name, more in (("plain.json", {}), ("named.json", {"claims": "not-there.csv"})):
        with open(name, "w", encoding="utf-8") as out:
            json.dump(dict(options, **more), out)
        told = json.loads(call("timeline", "--config", name, "--dates", "2020-03-29", "--within",
                               "10km", "--json").stdout)
        series.append(told["series"])
    check("row_n16_a_run_file_is_told", any(
        row["role"] == "claims" and "has no part in a timeline" in row["what"]
        for row in told["warnings"]), str(told["warnings"]))
    check("row_n16_same_days", series[0] and series[0] == series[1])


def main():
    folder = tempfile.mkdtemp(prefix="whitespot-timeline-calls-")
    os.chdir(folder)
    wrong_uses()
    what_a_run_file_names_in_vain()
    os.chdir("/")
    shutil.rmtree(folder)
    print(f"{len(failed)} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
