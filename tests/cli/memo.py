#!/usr/bin/python3
"""Figures of norrmark's memos against the tables of the GeoPackage written beside them.

    memo.py WHITESPOT ROOT

Each memo of the page is read line by line: people, shares and bounds, ways, participants,
unemployed, alternatives, amounts, the lot and the bridge are the table's cells, rounded as
people read them; in English and Swedish, by distance and by time, of municipalities and
supplier areas; a PDF has two to four sheets for each. Exit 77: no program, or no GDAL."""
import math
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from html.parser import HTMLParser

FAILED = []
HARD, THIN = "\u00a0", "\u202f"
PERCENT = re.compile("(?:[<>]" + HARD + ")?[\\d.,]+" + HARD + "%")


def check(name, is_right, said=""):
    print(("ok      " if is_right else "FAILED  ") + name + ("" if is_right else f": {said}"))
    if not is_right:
        FAILED.append(name)


class Memos(HTMLParser):
    """Articles as lists of (tag, text); a dt goes with its dd, cells of a row together."""

    def __init__(self, text):
        super().__init__()
        self.memos, self.label, self.cells, self.text = [], "", None, None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag == "article":
            self.memos.append([])
        elif tag == "tr":
            self.cells = []
        elif tag in ("h1", "h2", "p", "dt", "dd", "th", "td"):
            self.text = ""

    def handle_data(self, data):
        if self.text is not None:
            self.text += data

    def handle_endtag(self, tag):
        if tag == "tr":
            self.memos[-1].append(("row", self.cells))
            self.cells = None
        elif tag in ("th", "td"):
            self.cells.append(self.text)
        elif tag == "dt":
            self.label = self.text
        elif tag == "dd":
            self.memos[-1].append((self.label, self.text))
        elif tag in ("h1", "h2", "p") and self.memos:
            self.memos[-1].append((tag, self.text))
        if tag in ("h1", "h2", "p", "dt", "dd", "th", "td"):
            self.text = None


class Tongue:
    """Numbers as the language writes them; the words that the test looks for."""

    def __init__(self, lang):
        self.lang = lang
        words = {
            "en": ["Population", "Have a provider", "Unemployed", "Participants a year", "unknown",
                   "at most ", "Providers inside", "Nearest office, half of the people",
                   "No fixed link", "Contract value, SEK", " (low {}, high {})",
                   "a provider within {1}", "{0} or more providers within {1}",
                   "{} (certain: {} to {})", "Decision memo: "],
            "sv": ["Befolkning", "Har en leverantör", "Arbetslösa", "Deltagare per år",
                   "uppgift saknas", "högst ", "Leverantörer inom",
                   "Närmaste kontor, hälften av personerna", "Utan fast förbindelse",
                   "Avtalsvärde, kr", " (låg {}, hög {})", "en leverantör inom {1}",
                   "minst {0} leverantörer inom {1}", "{} (säkert: {} till {})",
                   "Beslutsunderlag: "]}[lang]
        (self.population, self.have, self.jobless, self.participants, self.unknown, self.most,
         self.inside, self.half, self.link, self.value, self.low_high, self.one, self.many,
         self.certain, self.title) = words

    def whole(self, value):
        number = f"{math.floor(value + 0.5):,}"
        return number.replace(",", THIN) if self.lang == "sv" else number

    def real(self, value, decimals):
        scaled = math.floor(abs(value) * 10**decimals + 0.5)
        text = self.whole(scaled // 10**decimals)
        rest = f"{scaled % 10**decimals:0{decimals}d}".rstrip("0")
        return text + ((("," if self.lang == "sv" else ".") + rest) if rest else "")

    def fixed(self, value):
        """One decimal, 0 or not."""
        tenths = math.floor(abs(value) * 10 + 0.5)
        return self.whole(tenths // 10) + ("," if self.lang == "sv" else ".") + str(tenths % 10)

    def share(self, value, way=0):
        tenths = value * 1000
        tenths = (math.floor(tenths + 0.5) if not way else
                  math.floor(tenths + 1e-9) if way < 0 else math.ceil(tenths - 1e-9))
        if not way and value < 1 and tenths >= 1000:
            return ">" + HARD + self.fixed(99.9) + HARD + "%"
        if not way and value > 0 and tenths < 1:
            return "<" + HARD + self.fixed(0.1) + HARD + "%"
        return self.fixed(tenths / 10) + HARD + "%"


class Book:
    """A run: its page, its tables and its language."""

    def __init__(self, folder, name, lang, options):
        self.tongue, self.name = Tongue(lang), f"{name} {lang}"
        self.is_time = "15min" in " ".join(options)
        base = os.path.join(folder, f"{name}-{lang}")
        call = [WHITESPOT, "analyze", "--config", CONFIG, "--lang", lang, "--quiet", *options]
        for words in (["-o", base + ".gpkg", "--memo", base + ".html"], ["--memo", base + ".pdf"]):
            said = subprocess.run(call + words, capture_output=True, text=True)
            if said.returncode:
                sys.exit(said.stderr)
        with open(base + ".html", encoding="utf-8") as file:
            self.memos = Memos(file.read()).memos
        self.base, self.tables = base, sqlite3.connect(base + ".gpkg")
        self.tables.row_factory = sqlite3.Row

    def rows(self, table, where="1", *values):
        return self.tables.execute(f"select * from {table} where {where}", values).fetchall()

    def check(self, what, is_right, said=""):
        check(f"{self.name}: {what}", is_right, said)


def lines_of(memo, label):
    return [text for name, text in memo if name == label]


def judge_people(book, memo, zone):
    tongue = book.tongue
    said = lines_of(memo, tongue.population)
    book.check("people", len(said) >= 2 and said[1].startswith(tongue.whole(zone["people"]) + " "),
               said)
    have = lines_of(memo, tongue.have)[0]
    want = [f"{tongue.whole(zone['covered'])} ", f" {tongue.whole(zone['people'])} "]
    shares = (zone["share"], zone["share_low"], zone["share_high"])
    bounds = [tongue.share(share, way) for share, way in zip(shares, (0, -1, 1))]
    book.check("covered, share and bounds", have.startswith(want[0]) and want[1] in have and
               PERCENT.findall(have) == bounds, (have, bounds))
    without = [text for tag, text in memo if tag == "p" and
               f" {tongue.whole(zone['people'] - zone['covered'])} " in text]
    left = [tongue.share(1 - share, way) for share, way in
            zip((zone["share"], zone["share_high"], zone["share_low"]), (0, -1, 1))]
    book.check("people without a provider if nothing is done",
               any(PERCENT.findall(text) == left for text in without), (without, left))
    link = lines_of(memo, tongue.link)[0]
    book.check("no fixed link", link.startswith(tongue.whole(zone["no_link"] or 0) + " "), link)
    inside = lines_of(memo, tongue.inside)
    book.check("providers inside", inside == [tongue.whole(zone["providers"])], inside)
    if zone["cost_p50"] is not None:
        way = zone["cost_p50"] / 60 if book.is_time else zone["cost_p50"] / 1000
        way, unit = ((way, "min") if book.is_time else
                     (way, "km") if way >= 1 else (math.floor(way * 1000 + 0.5), "m"))
        want = (tongue.whole(way) if unit == "m" else tongue.fixed(way)) + HARD + unit
        book.check("way of half of the people", lines_of(memo, tongue.half) == [want],
                   (lines_of(memo, tongue.half), want))


def shown(limit, lang):
    number = re.match(r"[\d.]+", limit)[0]
    return (number.replace(".", ",") if lang == "sv" else number) + HARD + limit[len(number):]


def judge_shares(book, memo, zone, layer):
    tongue = book.tongue
    rows = book.rows("coverage", "layer = ? and code = ?", layer, zone["code"])
    book.check("a line for each limit and k", len(rows) == 6, len(rows))
    for row in rows:
        label = (tongue.one if row["k"] == 1 else tongue.many).format(
            row["k"], shown(row["limit"], tongue.lang))
        want = "Folkmängd: " + tongue.certain.format(
            tongue.share(row["share"]), tongue.share(row["share_low"], -1),
            tongue.share(row["share_high"], 1))
        book.check(f"{label}", lines_of(memo, label) == [want], (lines_of(memo, label), want))


def judge_jobless(book, memo, zone, layer):
    tongue = book.tongue
    said = lines_of(memo, tongue.jobless)[0]
    if layer == "municipalities":
        row = book.rows("access_by_need", "code = ?", zone["code"])[0]
        own = [line for line in REGISTER if line[:2] == [zone["code"], row["month"]]]
        book.check("unemployed are the register's", float(own[0][2]) == row["unemployed"], own)
    else:
        row = book.rows("membership", "code = ? and zone is null", zone["code"])[0]
        parts = book.rows("membership", "code = ? and zone is not null", zone["code"])
        told = sum(part["unemployed"] for part in parts if part["whole"])
        book.check("unemployed add up", told == row["unemployed"], told)
        people = sum(part["people"] for part in parts)
        book.check("people of the municipalities add up", abs(people - zone["people"]) < 1e-4)
    book.check("unemployed with month", tongue.whole(row["unemployed"]) + " " in said and
               f"({row['month']})" in said, said)


def judge_amounts(book, memo, zone, layer):
    tongue = book.tongue
    rows = book.rows("allowance", "layer = ? and code = ?", layer, zone["code"])
    cases = {row["scenario"]: row for row in rows}
    said = lines_of(memo, tongue.participants)[0]
    if "mid" in cases:
        low, mid, high = (tongue.fixed(cases[case]["n"]) for case in ("low", "mid", "high"))
        want = mid + tongue.low_high.format(low, high)
        book.check("participants", said == want, (said, want))
    else:
        book.check("participants", said.startswith(tongue.unknown), said)
    table = [cells for tag, cells in memo if tag == "row" and len(cells) == 7][1:]
    book.check("a row for each case", len(table) == len(rows), len(table))
    for cells, row in zip(table, rows):
        want = [tongue.unknown if row[name] is None else how(row[name]) for name, how in
                (("n", tongue.fixed), ("f", tongue.whole), ("m", tongue.whole),
                 ("tau", lambda value: tongue.real(value, 4)), ("breakeven", tongue.fixed),
                 ("s", tongue.whole))]
        book.check("amounts of " + row["scenario"], cells[1:] == want, (cells, want))


def judge_alternatives(book, memo, zone, layer):
    tongue = book.tongue
    rows = book.rows("alternatives", "layer = ? and code = ?", layer, zone["code"])
    table = [cells for tag, cells in memo if tag == "row" and len(cells) == 8][1:]
    book.check("seven alternatives", len(rows) == len(table) == 7, (len(rows), len(table)))
    for cells, row in zip(table, rows):
        newly = (tongue.whole(row["newly"]) if row["newly"] is not None else
                 tongue.most + tongue.whole(row["newly_most"]))
        cost = tongue.unknown if row["cost_low"] is None else tongue.whole(
            row["cost"] if row["cost"] is not None else row["cost_low"])
        value = [tongue.unknown if row[name] is None else tongue.whole(row[name])
                 for name in ("value_sek", "limit_sek")]
        has_value = row["route"] in ("LOU", "DIRECT_AWARD")
        is_right = (cells[1] == newly and cells[2] == str(row["choice"]) and
                    cells[3].startswith(cost) and
                    cells[6] == (" / ".join(value) if has_value else "\u2013"))
        book.check("alternative " + row["route"], is_right, (cells, tuple(row)))


def judge_lot(book, memo, zone, layer):
    tongue = book.tongue
    for lot in book.rows("lots"):
        if zone["code"] not in lot["areas"].split(", "):
            continue
        said = lines_of(memo, tongue.value)
        want = tongue.unknown if lot["value_sek"] is None else tongue.whole(lot["value_sek"])
        book.check("value of the lot", said == [want], (said, want))
        people = lines_of(memo, tongue.population)[2:]
        want = tongue.whole(lot["people"]) + " "
        book.check("people of the lot", any(line.startswith(want) for line in people), people)


def judge_bridge(book, memo, zone, layer):
    row = book.rows("coverage", "layer = ? and code = ? and \"limit\" = ? and k = 1", layer,
                    zone["code"], "15min" if book.is_time else "30km")[0]
    parts = [row[name] for name in ("covered", "uncovered", "no_link", "off_network", "outside")]
    book.check("the table bridges", abs(sum(parts) - row["people"]) < 1e-4, parts)
    parts[2:4] = [parts[2] + parts[3]]
    want = [book.tongue.whole(part) for part in [*parts, row["people"]]]
    said = [text for tag, text in memo if tag == "p" and " = " in text and " + " in text]
    numbers = re.findall(r"[\d,\u202f]+", said[-1]) if said else []
    book.check("the bridge", all(number in numbers for number in want), (said, want))


def judge_memo(book, memo, layer):
    name = memo[0][1].removeprefix(book.tongue.title)
    zone = book.rows(layer, "name = ?", name)[0]
    print(f"        {book.name}: {name}")
    heads = [text for tag, text in memo if tag == "h2"]
    book.check("thirteen parts", [head.split(".")[0] for head in heads] ==
               [str(i) for i in range(1, 14)], heads)
    judge_people(book, memo, zone)
    judge_shares(book, memo, zone, layer)
    for judge in (judge_jobless, judge_amounts, judge_alternatives, judge_lot, judge_bridge):
        judge(book, memo, zone, layer)


def judge(folder, name, layer, options):
    for lang in ("en", "sv"):
        book = Book(folder, name, lang, options)
        thin = book.rows(layer, "class in ('none', 'one', 'two')")
        book.check("a memo for each thin area", len(book.memos) == len(thin) > 0, len(thin))
        for memo in book.memos:
            judge_memo(book, memo, layer)
        with open(book.base + ".pdf", "rb") as file:
            sheets = int(re.search(rb"/Count (\d+)", file.read())[1])
        book.check("two to four sheets each", 2 * len(thin) <= sheets <= 4 * len(thin), sheets)


WHITESPOT, ROOT = map(os.path.abspath, sys.argv[1:3])
NORRMARK = os.path.join(ROOT, "geodata", "norrmark")
CONFIG = os.path.join(NORRMARK, "analysis.json")
if not os.path.exists(WHITESPOT):
    print("skipped: no", WHITESPOT)
    sys.exit(77)
with open(os.path.join(NORRMARK, "arbetslosa.csv"), encoding="utf-8") as register:
    REGISTER = [line.strip().split(",") for line in register]
POLICY = ('{"fixed_cost": {"value": 900000, "low": 800000, "high": 1000000}, "income": 24000,'
          ' "variable_cost": 6000, "participant_share": 0.25, "term": 2, "begun": "2020-04-01"}')
with tempfile.TemporaryDirectory() as FOLDER:
    policy = os.path.join(FOLDER, "policy.json")
    with open(policy, "w", encoding="utf-8") as file:
        file.write(POLICY)
    more = ["--policy", policy, "--unemployed", os.path.join(NORRMARK, "arbetslosa.csv"),
            "--notes", os.path.join(NORRMARK, "anteckningar.csv")]
    judge(FOLDER, "distance", "municipalities", more)
    judge(FOLDER, "time", "municipalities", more + ["--within", "10min,15min"])
    judge(FOLDER, "areas", "supplier_areas", more + [
        "--supplier-areas", os.path.join(NORRMARK, "leveransomraden.gpkg")])
sys.exit(1 if FAILED else 0)
