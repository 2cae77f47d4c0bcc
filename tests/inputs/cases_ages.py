"""Trap 28: people of certain ages, from columns and from rows (--ages)."""
from cases import A, E, R, case
from cases_people import row_of, total
from world import CODES

FIVES = [(a, a + 4) for a in range(0, 100, 5)]


def people_at(i, age):
    """People of one year of age in a cell; never the same twice in a row."""
    return 1 + (i * 7 + age * 3) % 5


def count(i, low, high):
    """high 100 and more: and over."""
    return sum(people_at(i, age) for age in range(low, min(high, 100) + 1))


def classes(county, names, ages, *more):
    """The cells with a column for each (low, high); names(low, high) tells it."""
    for i, row in enumerate(county.rows["population"]):
        row.pop("bef_totalt")
        for low, high in ages:
            row[names(low, high)] = count(i, low, high)
    county.options += list(more)


def is_count(low, high, cells=64):
    expected = sum(count(i, low, high) for i in range(cells))

    def check(run, _):
        found = total(run)
        label = run.evidence["weights"][0]["label"]
        faults = [] if found == expected else [f"{found} people, expected {expected}"]
        wanted = f"{low}+" if high >= 100 else f"{low}-{high}"
        return faults + ([] if wanted in label else [f"the label is {label}"])
    return check


for _name, _text in (("underscores", lambda a, b: f"bef_{a}_{b}"),
                     ("glued", lambda a, b: f"bef{a:02d}{b:02d}"),
                     ("dashes", lambda a, b: f"{a}-{b}"),
                     ("long dashes and a word", lambda a, b: f"{a}–{b} år"),
                     ("English", lambda a, b: f"age_{a}_{b}"),
                     ("up to but not including", lambda a, b: f"ald{a}_{b + 1}")):
    @case(57, f"ages: five years, {_name}", A, same=False, after=is_count(20, 64))
    def _(county, text=_text):
        classes(county, text, FIVES, "--ages", "20-64")


@case(57, "ages: both ends are included", A, same=False, after=is_count(0, 4))
def _(county):
    classes(county, lambda a, b: f"bef_{a}_{b}", FIVES, "--ages", "0-4")


@case(57, "ages: the open class", A, same=False, after=is_count(65, 100))
def _(county):
    classes(county, lambda a, b: f"bef_{a}_{b}" if b < 100 else f"{a}+",
            [(0, 15), (16, 64), (65, 79), (80, 100)], "--ages", "65+")


@case(57, "ages: a single number is the open class", A, same=False, after=is_count(65, 100))
def _(county):
    classes(county, lambda a, b: f"bef_{a}_{b}" if b < 100 else f"bef_{a}",
            [(0, 15), (16, 64), (65, 79), (80, 100)], "--ages", "65-100")


@case(57, "ages: single years", A, same=False, after=is_count(16, 64))
def _(county):
    classes(county, lambda a, b: f"age{a}", [(a, a if a < 100 else 100) for a in range(101)],
            "--ages", "16-64")


@case(57, "ages: women and men", A, same=False,
      after=lambda run, twin: is_count(20, 64)(run, twin))
def _(county):
    ages = [(0, 19), (20, 44), (45, 64), (65, 79), (80, 100)]
    for i, row in enumerate(county.rows["population"]):
        row.pop("bef_totalt")
        for a, b in ages:
            tail = f"{a}_{b}" if b < 100 else f"{a}"
            women = count(i, a, b) // 3
            row["kv_" + tail], row["man_" + tail] = women, count(i, a, b) - women
    county.options += ["--ages", "20-64"]


@case(57, "ages: the fewest columns of overlapping ones", A, same=False, after=is_count(16, 64))
def _(county):
    classes(county, lambda a, b: f"bef_{a}_{b}",
            [(0, 100 - 1), (0, 15), (16, 19), (20, 64), (16, 64), (15, 74), (20, 74)],
            "--ages", "16-64")


@case(57, "ages: equal columns of two names", A, same=False, after=is_count(16, 64))
def _(county):
    for i, row in enumerate(county.rows["population"]):
        row["bef_16_64"] = row["arb_16_64"] = count(i, 16, 64)
    county.options += ["--ages", "16-64"]


@case(57, "ages: columns that differ for the same ages", E, "bef_16_64", "arb_16_64", "--weight")
def _(county):
    for i, row in enumerate(county.rows["population"]):
        row["bef_16_64"], row["arb_16_64"] = count(i, 16, 64), 1
    county.options += ["--ages", "16-64"]


@case(57, "ages: the text in front chooses", A, same=False, after=is_count(16, 64))
def _(county):
    for i, row in enumerate(county.rows["population"]):
        row["bef_16_64"], row["arbetslosa_16_64"] = 1, count(i, 16, 64)
    county.options += ["--ages", "16-64", "--weight", "arbetslösa"]


def is_split(run, _):
    """16 and 17 are 2 of the 5 years of 15 to 19; the interval holds both ends."""
    faults = []
    known = sum(count(i, 20, 64) for i in range(64))
    edge = sum(count(i, 15, 19) for i in range(64))
    if abs(total(run) - (known + edge * 4 / 5)) > 1e-3:
        faults.append(f"{total(run)} people, expected {known + edge * 4 / 5}")
    weight = run.evidence["weights"][0]
    if abs(weight["people_less"] - edge * 4 / 5) > 1e-3 or abs(weight["people_more"] - edge / 5) > 1e-3:
        faults.append(f"{weight}: expected {edge * 4 / 5} less, {edge / 5} more")
    return faults


@case(57, "ages: a class that does not fit is split evenly", R, "15-19", "4 of 5 years", "interval",
      after=is_split)
def _(county):
    classes(county, lambda a, b: f"bef_{a}_{b}", FIVES, "--ages", "16-64")


@case(57, "ages: nothing holds them", E, "population", "--ages", "80+", "bef_0_15")
def _(county):
    classes(county, lambda a, b: f"bef_{a}_{b}", [(0, 15), (16, 64)], "--ages", "80+")


@case(57, "ages: a gap between classes", E, "--ages", "16-64", "bef_16_19")
def _(county):
    classes(county, lambda a, b: f"bef_{a}_{b}", [(16, 19), (25, 64)], "--ages", "16-64")


@case(57, "ages: women without men", E, "kv_16_64", "women and men")
def _(county):
    for row in county.rows["population"]:
        row["kv_16_64"] = row.pop("bef_totalt")
    county.options += ["--ages", "16-64"]


@case(57, "ages: no classes", E, "--ages", "none")
def _(county):
    county.options += ["--ages", "16-64"]


@case(57, "ages: a column of all ages", E, "--ages", "--weight", "bef_totalt")
def _(county):
    county.options += ["--ages", "16-64", "--weight", "bef_totalt"]


@case(57, "ages: shares of ages are no people", E, "--ages")
def _(county):
    for row in county.rows["population"]:
        row["share16_64"] = 0.6
    county.options += ["--ages", "16-64"]


for _text in ("64-16", "16", "x-64", "16-64-70", "", "-5-10", "16 - 64"):
    @case(57, f"ages: the option '{_text}'", E, "--ages", "16-64 or 80+")
    def _(county, text=_text):
        county.options += ["--ages", text]


@case(57, "ages: withheld counts of a class", R, "<5", "up to 8 people more", "interval")
def _(county):
    classes(county, lambda a, b: f"bef_{a}_{b}", FIVES, "--ages", "20-64")
    for row in county.rows["population"]:
        row.update({k: str(v) for k, v in row.items() if k.startswith("bef_")})
    county.rows["population"][3]["bef_20_24"] = county.rows["population"][9]["bef_25_29"] = "<5"


# ---- rows --------------------------------------------------------------------------------------

def long_table(county, ages, names, sexes=("män", "kvinnor"), rest=""):
    lines = ["kommunkod;ålder;kön;folkmängd"]
    for i, (code, _) in enumerate(CODES):
        for low, high in ages:
            for s, sex in enumerate(sexes):
                people = count(i, low, high) // 2 + (count(i, low, high) % 2 if s else 0)
                lines.append(f"{code};{names(low, high)};{sex};{people}")
    county.text("population", "\n".join(lines) + "\n" + rest)


SINGLE = [(a, a if a < 100 else 100) for a in range(101)]


@case(57, "ages: rows of single years and sexes", A, same=False, after=is_count(16, 64, 4))
def _(county):
    long_table(county, SINGLE, lambda a, b: str(a))
    county.options += ["--ages", "16-64"]


@case(57, "ages: rows, 100 is and over", A, same=False, after=is_count(65, 100, 4))
def _(county):
    long_table(county, SINGLE, lambda a, b: f"{a} år" if a < 100 else "100+ år")
    county.options += ["--ages", "65+"]


@case(57, "ages: rows of classes with totals", A, same=False, after=is_count(20, 64, 4))
def _(county):
    long_table(county, FIVES + [(0, 100)], lambda a, b: f"{a}-{b} år" if (a, b) != (0, 100) else "totalt")
    county.options += ["--ages", "20-64"]


@case(57, "ages: rows, totals of the sexes are not added", R, "totals", "left out",
      after=lambda run, twin: [] if total(run) == 4 * 9 * 10 else [f"{total(run)} people"])
def _(county):
    lines = ["kommunkod,ålder,kön,antal"]
    for code, _ in CODES:
        for low, high in FIVES:
            lines += [f"{code},{low}-{high},{sex},{n}"
                      for sex, n in (("män", 4), ("kvinnor", 5), ("totalt", 10))]
    county.text("population", "\n".join(lines) + "\n")
    county.options += ["--ages", "20-64"]


@case(57, "ages: rows with the whole country", R, "Riket", "sum of others",
      after=is_count(16, 64, 4))
def _(county):
    long_table(county, SINGLE, lambda a, b: str(a), rest="Riket;20;män;900\nRiket;21;män;900\n")
    county.options += ["--ages", "16-64"]


@case(57, "ages: a row of ages nobody can read", E, "ålder", "okänd", "--ages")
def _(county):
    long_table(county, SINGLE, lambda a, b: str(a) if a != 50 else "okänd")
    county.options += ["--ages", "16-64"]


@case(57, "ages: rows split evenly", R, "15-19", "4 of 5 years", "interval")
def _(county):
    long_table(county, FIVES, lambda a, b: f"{a}-{b}")
    county.options += ["--ages", "16-64"]


@case(57, "ages: one age is missing in one municipality", R, "2132", "missing", "interval")
def _(county):
    long_table(county, SINGLE, lambda a, b: str(a))
    text = open(county.path["population"], encoding="utf-8").read()
    at = text.index("2132;33;män")
    county.text("population", text[:at] + text[text.index("\n", at) + 1:])
    county.options += ["--ages", "16-64"]


@case(57, "ages: with control totals of the same ages", A, same=False,
      after=lambda run, twin: [] if [row_of(run, c)["people"] for c, _ in CODES] ==
      [1000, 2000, 3000, 4000] else ["not scaled"])
def _(county):
    classes(county, lambda a, b: f"bef_{a}_{b}", FIVES, "--ages", "20-64")
    county.text("control", "kommunkod,bef_20_64,bef_16_64\n" +
                "".join(f"{c},{1000 * (i + 1)},7\n" for i, (c, _) in enumerate(CODES)))
