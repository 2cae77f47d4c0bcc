"""pages.py PROGRAM PAGES_FOLDER ARGS_C: the manual pages, the completions and `whitespot help`
tell the same options; the program takes each, and each it takes is told; the
pages are set without a warning. 77: groff is not there (the rest was judged)."""

import os
import re
import shutil
import subprocess
import sys

PROGRAM, PAGES, ARGS = map(os.path.abspath, sys.argv[1:4])
failures = []


def check(name, is_right, what=""):
    if not is_right:
        failures.append(name)
        print("FAILED", name, what)


def run(*words, **more):
    return subprocess.run(words, capture_output=True, text=True, timeout=120, **more)


def read(name):
    with open(os.path.join(PAGES, name), encoding="utf-8") as file:
        return file.read()


def options_of(lines):
    """Names and short forms at the start of lines: {"--output", "-o", ...}."""
    words = set()
    for line in lines:
        while match := re.match(r"(--?[A-Za-z][a-z-]*)(, )?", line):
            words.add(match[1])
            line = line[match.end() :]
            if not match[2]:
                break
    return words


def of_help(topic):
    told = run(PROGRAM, "help", topic).stdout.splitlines()
    return options_of(line[2:] for line in told if line.startswith("  -"))


def of_man(text):
    lines = text.replace("\\-", "-").splitlines()
    return options_of(b[3:] for a, b in zip(lines, lines[1:]) if a == ".TP" and b.startswith(".B -"))


def of_bash(topic):
    found = re.search(r"^    %s\) words=\"(--[^\"]*)\"" % topic, read("whitespot.bash"), re.M)
    return set(found[1].split()) if found else set()


def of_zsh(topic):
    found = re.search(r"^    %s\)\n        specs=\(\n(.*?)^        \) ;;" % topic, read("_whitespot"), re.M | re.S)
    return set(re.findall(r"^ +'\*?(--[a-z-]+)", found[1], re.M)) if found else set()


def long_ones(words):
    return {word for word in words if word.startswith("--")}


def judge_lists():
    overview = run(PROGRAM, "help").stdout
    commands = re.findall(r"^  ([a-z]+)  ", overview, re.M)
    files = re.findall(r"^  help ([a-z]+) ", overview, re.M)
    check("commands are found", {"analyze", "compare", "network"} <= set(commands), commands)
    check("files are found", set(files) == {"policy", "scenario"}, files)
    pages = {"whitespot-%s.1" % c for c in commands} | {"whitespot-%s.5" % f for f in files}
    there = {n for n in os.listdir(PAGES) if re.search(r"\.[15]$", n)}
    check("a page for each", there == pages | {"whitespot.1"}, there ^ pages)
    front = read("whitespot.1").replace("\\-", "-")
    for name in pages:
        check("named on the front page: " + name, name[:-2] + " (" + name[-1] + ")" in front)
    everything = set()
    for command in commands:
        told = of_help(command)
        everything |= told
        check(command + ": manual page", of_man(read("whitespot-%s.1" % command)) == told)
        check(command + ": bash", of_bash(command) == long_ones(told), of_bash(command) ^ long_ones(told))
        check(command + ": zsh", of_zsh(command) == long_ones(told), of_zsh(command) ^ long_ones(told))
    check("there are options", len(everything) > 60, len(everything))
    return everything


def judge_program(everything):
    owners = {"--anyway": "compare", "--add": "site", "--dates": "timeline", "--rank": "explain"}
    for option in sorted(everything):
        said = run(PROGRAM, owners.get(option, "analyze"), option, "1").stderr
        check("taken: " + option, not re.search("no such option|unknown option", said), said)
    said = run(PROGRAM, "analyze", "--nosuch", "1").stderr
    check("what is unknown is told", "no such option" in said, said)
    with open(ARGS, encoding="utf-8") as file:
        source = file.read()
    own = set(re.findall(r'strcmp\(name, "([a-z-]+)"\)', source)) - {"help", "version"}
    check("options of the program are found in its source", {"json", "rank"} <= own, own)
    check("all of them are told", {"--" + name for name in own} <= everything, own)
    short = set(re.findall(r'^    \{"(-[A-Za-z]+)", "[a-z]+"\}', source, re.M)) - {"-h", "-V"}
    check("short forms are told", short and short <= everything, short - everything)


def judge_bash():
    if not shutil.which("bash"):
        print("bash is not there: its completion was not run")
        return
    rows = [
        ("whitespot ana", "analyze"),
        ("whitespot analyze --munic", "--municipalities"),
        ("whitespot explain --ra", "--rank"),
        ("whitespot network inf", "info"),
        ("whitespot help scen", "scenario"),
        ("whitespot analyze --lang s", "sv"),
        ("whitespot compare --any", "--anyway"),
        ("whitespot analyze -o whitespot.ba", "whitespot.bash"),
    ]
    for line, answer in rows:
        words = line.split(" ")
        script = '. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _whitespot; echo "${COMPREPLY[*]}"'
        done = run("bash", "-c", script, "bash", os.path.join(PAGES, "whitespot.bash"), *words, cwd=PAGES)
        check("bash completes " + line, done.stdout.strip() == answer, done.stdout + done.stderr)


def judge_zsh():
    if not shutil.which("zsh"):
        print("zsh is not there: its completion was not read by it")
        return
    done = run("zsh", "-f", "-n", os.path.join(PAGES, "_whitespot"))
    check("zsh reads its completion", done.returncode == 0 and not done.stderr, done.stderr)


def judge_setting():
    if not shutil.which("groff"):
        return False
    bad = run("groff", "-ww", "-man", "-Tutf8", input=".TH X 1\n.SH NAME\nx \\- y\n.NOSUCH\n")
    check("groff warns", bad.stderr != "")
    for name in sorted(n for n in os.listdir(PAGES) if re.search(r"\.[15]$", n)):
        path = os.path.join(PAGES, name)
        done = run("groff", "-ww", "-man", "-Tutf8", "-P-c", path)
        check("groff: " + name, done.returncode == 0 and not done.stderr and done.stdout, done.stderr)
        if shutil.which("man"):
            done = run("man", "--warnings", "-E", "UTF-8", "-l", path)
            check("man: " + name, done.returncode == 0 and not done.stderr, done.stderr)
    return True


judge_program(judge_lists())
judge_bash()
judge_zsh()
has_groff = judge_setting()
print(len(failures), "failures")
if failures:
    sys.exit(1)
if not has_groff:
    print("skipped: groff is not there, so no page was set (groff-base)")
    sys.exit(77)
