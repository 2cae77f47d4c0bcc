#include "help.h"

#include <inttypes.h>
#include <string.h>
#include <whitespot/whitespot.h>

static const char OVERVIEW[] =
    "whitespot: who can reach a provider's office, who cannot, and how sure is that?\n"
    "\n"
    "  whitespot analyze --municipalities M --offices O --population P --roads R -o OUT.gpkg\n"
    "\n"
    "Commands\n"
    "  analyze          shares, white spots and choice from your files\n"
    "  check            read and judge the inputs, list every verdict, compute nothing\n"
    "  site             where new offices help most, with a proof or a bound\n"
    "  timeline         the same question on several days: series, changes, gaps in time\n"
    "  compare          what changed between two runs, from their run files\n"
    "  explain          why one place, unit or municipality has its figures\n"
    "  network          prepares roads once (build), or tells what is in one (info)\n"
    "  formats          the output formats\n"
    "  help [COMMAND]   this text, or all options of a command; help policy: its keys and rules\n"
    "                   (help scenario: edits of a what-if)\n"
    "  --version        versions of whitespot and of its libraries\n"
    "\n"
    "Exit status: 0 done, 2 wrong usage, 3 bad data, 4 not found, 5 reading or writing\n"
    "failed, 6 out of memory, 7 too large, 8 cancelled.\n";

static const char ANALYZE[] =
    "whitespot %s [options]\n"
    "\n"
    "%s\n"
    "Inputs are any file GDAL reads among GeoPackage, Shapefile, GeoJSON, FlatGeobuf, CSV,\n"
    "GeoTIFF and OpenStreetMap PBF. Options may also stand in a run file (--config).\n"
    "\n"
    "Short forms: -o PATH for --output, -of NAME for --format, -oo for --oo, -q for --quiet.\n"
    "ROLE is municipalities, offices, population, roads or control. Keys of --field: code, name,\n"
    "county; id, provider, x, y, valid_from, valid_to, known, scheme, accepts_new, closed_to_new,\n"
    "status; people, unit; class, speed, speed_back, oneway, ferry, length.\n"
    "\n"
    "Options\n";

static const char EXPLAIN[] =
    "whitespot explain --at LON,LAT | --unit ID | --municipality CODE [options]\n"
    "\n"
    "Runs the analysis and tells why this one has its figures: the nearest providers\n"
    "with costs and legs, the margin to each limit, and the input rows that decide.\n"
    "Nothing is written but the route.\n"
    "\n"
    "What to explain\n"
    "  --at LON,LAT                   a place, in WGS 84 degrees\n"
    "  --unit ID                      a row of the population\n"
    "  --municipality CODE            a municipality, by code or name\n"
    "  --route FILE.geojson           also write the way between --at and its provider\n"
    "  --rank N                       ... to the N-th nearest provider (1)\n"
    "  --json                         the same facts as JSON\n"
    "\n"
    "Inputs and method: the options of analyze, or a run file (--config)\n";

static const char NETWORK[] =
    "whitespot network build --roads SRC... -o NET.wsn [options]\n"
    "whitespot network info NET.wsn [--json]\n"
    "\n"
    "build reads roads once and keeps the network, for distances and travel times; --roads\n"
    "NET.wsn then opens it at once, with the same figures. It is a cache: a file that is stale,\n"
    "damaged or from elsewhere is refused. Options about roads belong here: --classes, --speed,\n"
    "--no-ferries, --join, --field, --layer, --crs, --where, --oo. Outside Sweden give\n"
    "--municipalities as well, so that both lie in the same working CRS.\n"
    "info tells nodes, edges, kilometres by class, components, ferries, sources, checksum.\n"
    "\n"
    "Options\n";

static const char COMPARE[] =
    "whitespot compare A.run.json B.run.json [-o changes.gpkg]\n"
    "\n"
    "Sets two analyses side by side, from the evidence they wrote: people and shares by zone,\n"
    "classes, offices that appeared or disappeared, and the options and inputs that differ.\n"
    "\n"
    "Options\n"
    "  -o, --output PATH              tables to x.gpkg, or a folder (-of CSV)\n"
    "  --overwrite                    replace an existing result\n"
    "  --anyway                       also with other weights, limits or numbers of providers:\n"
    "                                 only what both runs have\n"
    "  --json                         the same as JSON\n"
    "  -q, --quiet                    no summary; warnings remain\n";

static const char TIMELINE[] =
    "whitespot timeline --dates LIST | --every STEP --from DATE --to DATE [options]\n"
    "\n"
    "Runs the analysis on each day, with all that is valid then (nominal) and with what takes\n"
    "people (effective). Tables: series (all figures by day), changes (zones whose class or\n"
    "covered people changed, and the events that did it), gaps (zones without supply, from a day\n"
    "until another, with person-days). Figures of a day hold until the next one given. Registers,\n"
    "claims, notes, remote support and the policy have no part in it.\n"
    "\n"
    "Inputs and method: the options of analyze, or a run file (--config)\n";

static const char SITE[] =
    "whitespot site --add N | --reach SHARE [--candidates SRC] [options]\n"
    "\n"
    "The analysis and, beside it, where new offices help most: N offices that bring most\n"
    "people within the main limit, or the fewest for a share of all. Offices that are there\n"
    "stay; each new one is a provider of its own. The layer sites tells rank, place, people\n"
    "gained, people of whom it is the only provider, and what is proved: that no other sites\n"
    "among the candidates do better, or how much better they could be at most.\n"
    "\n"
    "Inputs and method: the options of analyze, or a run file (--config)\n";

static const char POLICY[] =
    "whitespot analyze --policy FILE.json ...\n"
    "\n"
    "Rules and amounts that the findings follow. No figure of the coverage depends on them.\n"
    "Every key may be left out (the built-in value holds) or null (not known, never 0):\n"
    "\n"
    "  choice               distinct providers that are a real choice (3)\n"
    "  fixed_cost           F, SEK per year and staffed point\n"
    "  income               r, SEK per participant\n"
    "  base_pay, days, result_pay, result_share\n"
    "                       instead of income: r = base_pay x days + result_share x result_pay\n"
    "  variable_cost        v, SEK per participant\n"
    "  taper                tau, share of the margin left to the provider (0)\n"
    "  cap, budget          SEK per area, SEK in all\n"
    "  lot_volume           least participants of a lot, beside n*\n"
    "  lot_travel           km, longest way inside a lot, of runs by distance (50; null: none)\n"
    "  lot_travel_time      minutes, of runs by time (45; null: none)\n"
    "  lot_aim              \"fewest\" lots, or \"even\": the largest as small as can be\n"
    "  lot_neighbours       \"border\", or \"road\": all within the longest way\n"
    "  lot_areas            \"supplier_areas\" where there are any, or \"municipalities\"\n"
    "  term                 years of a contract, options and extensions included\n"
    "  direct_award_limit   SEK, instead of the dated table\n"
    "  participant_share    participants among the unemployed, where contracts tell none\n"
    "  begun                the day the procurement begins, YYYY-MM-DD (--as-of)\n"
    "  services             \"social\" (limits of social and special services) or \"ordinary\"\n"
    "  bands                [[participants, SEK], ...] instead of the formula, from 0 on\n"
    "  offers               codes of municipalities that offer an agreement\n"
    "  routes               [{\"code\", \"route\", \"reason\"}, ...]: decided, with a reason\n"
    "  network_share, ability_share\n"
    "                       of the whole country, where --remote tells none of a place\n"
    "  independent          \"stated\": remote service serves demand x network x ability; else\n"
    "                       anything between the bounds of the two shares\n"
    "  remote               [{\"scheme\", \"from\", \"to\"}, ...]: when it is permitted; or "
    "\"never\"\n"
    "  visits               per person and year who is not served remotely\n"
    "  visit_capacity       visits a year in the whole country\n"
    "  visit_cost           SEK per visit\n"
    "  moved_by             km or minutes, as the limits: farther than that from a provider when\n"
    "                       the most critical office closes is listed in the table `moved`\n"
    "  programme            {\"persons\": \"about 1100\", \"actors\": \"24\", \"cost\": \"over "
    "40000000\",\n"
    "                       \"source\": \"...\"}: of a municipality; ratios keep the sign of "
    "bounds\n"
    "  transfers            [{\"name\", \"payer\", \"gainer\", \"sek\"}, ...]: sums by party, in "
    "all 0\n"
    "  closures             instead of that office: [office, provider, or COLUMN=VALUE of the\n"
    "                       offices, ...], each on its own; then moved_by is 10 unless told\n"
    "\n"
    "A number may be an object: {\"value\": 900000, \"low\": 800000, \"high\": 1000000,\n"
    "\"unit\": \"SEK\", \"mark\": \"P\", \"source\": \"...\", \"from\": DAY, \"to\": DAY}; both\n"
    "days belong to it, on others it is not known. Marks: V verified, R reported, C claimed,\n"
    "D derived, P proposed, N not found.\n"
    "\n"
    "Routes, the first rule that fits; N participants a year, n* = F / (r - v), k = choice:\n"
    "  (a) providers not known: none         (b) N / n* >= k: LOV\n"
    "  (c) N / n* >= 1: LOV_ALLOWANCE        (d) with neighbours in lot_travel N >= n*: LOU\n"
    "  (e) offered: AGREEMENT; value below the limit of the day: DIRECT_AWARD\n"
    "  (f) else REMOTE_VISITS or IN_HOUSE\n"
    "Without N or n* the number of providers decides (k, 1, 0: b, c, d), as a candidate.\n"
    "Allowance: S(n) = max(0, F - (1 - tau) n (r - v)), where providers < k.\n"
    "\n"
    "Lots: areas with providers < k, each in one lot that hangs together, no way inside beyond\n"
    "lot_travel (from where people have their middle to where they have it), participants at\n"
    "least lot_volume and n*; what no lot takes stays alone, below the volume. DIRECT_AWARD when\n"
    "participants x r x term is below the limit of the day, else LOU.\n";

/* Of the options of analyze those that a timeline refuses. */
static bool is_of_one_day(const char *name)
{
    static const char *const names[] = {"as-of",     "supply",   "commuting",   "unemployed",
                                        "referrals", "claims",   "notes",       "policy",
                                        "remote",    "scenario", "applications"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static void print_options(FILE *out, const char *topic)
{
    uint32_t count = 0;
    bool is_timeline = strcmp(topic, "timeline") == 0;
    const struct ws_option_help *help = ws_options_help(&count);
    for (uint32_t i = 0; i < count; i++) {
        char left[64];
        const char *command = help[i].command;
        if ((command && strcmp(command, topic) != 0) ||
            (is_timeline && is_of_one_day(help[i].name)))
            continue;
        snprintf(left, sizeof left, "--%s%s%s", help[i].name, help[i].is_flag ? "" : " ",
                 help[i].is_flag ? "" : help[i].value);
        fprintf(out, "  %-30s %s%s", left, help[i].help,
                help[i].is_repeatable ? " (repeatable)" : "");
        if (help[i].fallback)
            fprintf(out, " (default %s)", help[i].fallback);
        fputc('\n', out);
    }
}

bool help_print(FILE *out, const char *topic)
{
    if (!topic) {
        fputs(OVERVIEW, out);
        return true;
    }
    if (strcmp(topic, "analyze") == 0)
        fprintf(out, ANALYZE, topic, "Computes shares, white spots and choice.\n");
    else if (strcmp(topic, "check") == 0)
        fprintf(
            out, ANALYZE, topic,
            "Reads everything analyze would read and prints, by file, what was found, every\n"
            "error and every repair; goes on after an error; computes no figure. --json prints\n"
            "the same for programs. Exit status: what analyze would end with.\n");
    else if (strcmp(topic, "explain") == 0)
        fputs(EXPLAIN, out);
    else if (strcmp(topic, "timeline") == 0)
        fputs(TIMELINE, out);
    else if (strcmp(topic, "site") == 0)
        fputs(SITE, out);
    else if (strcmp(topic, "network") == 0)
        fputs(NETWORK, out);
    else if (strcmp(topic, "policy") == 0) {
        fputs(POLICY, out);
        return true;
    } else if (strcmp(topic, "scenario") == 0) {
        fputs(help_scenario, out);
        return true;
    } else if (strcmp(topic, "compare") == 0) {
        fputs(COMPARE, out);
        return true;
    } else if (strcmp(topic, "formats") == 0 || strcmp(topic, "help") == 0) {
        fputs(OVERVIEW, out);
        return true;
    } else
        return false;
    print_options(out, topic);
    return true;
}

const char *help_commands(void)
{
    return "analyze, check, explain, site, timeline, compare, network, formats, help";
}
