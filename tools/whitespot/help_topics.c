/* The table of what can be asked about, in the order of the overview. */
#include "help.h"

#include <string.h>

static const char ANALYZE[] =
    "Computes shares, white spots and choice: what part of the people has one, two, three\n"
    "distinct providers within a limit along the roads, with a certified interval.\n"
    "\n"
    "Inputs are any file GDAL reads among GeoPackage, Shapefile, GeoJSON, FlatGeobuf, CSV,\n"
    "GeoTIFF and OpenStreetMap PBF. Options may also stand in a run file (--config).\n"
    "\n"
    "ROLE is municipalities, offices, population, roads, control, supplier-areas, contracts,\n"
    "commuting, unemployed, referrals, claims, notes, remote, applications or candidates. Keys of\n"
    "--field: code, name, county; id, provider, x, y, valid_from, valid_to, known, scheme,\n"
    "accepts_new, closed_to_new, status; people, unit; class, speed, speed_back, oneway, ferry,\n"
    "length. Of contracts: provider, area, contract, participants, capacity, rating, at_risk. Of\n"
    "remote: place, scheme, permitted, network_share, network_low, network_high, ability_share,\n"
    "ability_low, ability_high, visit_capacity. Of notes: date, place, topic, status, count,\n"
    "source, text, actor, step, tags. Of referrals: month, place, opening, in, out, closing,\n"
    "scheme, provider, headline, flow_impaired. Of claims: id, statement, who, date, metric,\n"
    "relation, value, unit, source, population, ages, scheme, as_of, k, t, tolerance. Of\n"
    "commuting: home, work, people. Of unemployed: code, month, people. Of applications:\n"
    "applicant, area, date, outcome, outcome_date, applicant_type, reason, attempt, source,\n"
    "known.\n";

static const char CHECK[] =
    "Reads everything analyze would read and prints, by file, what was found, every error and\n"
    "every repair; goes on after an error; computes no figure. --json prints the same for\n"
    "programs. With an option of site (--add, --candidates ...) it judges the call and the\n"
    "candidates as site would. Exit status: what analyze, or site, would end with.\n";

static const char EXPLAIN[] =
    "Runs the analysis and tells why this one has its figures: the nearest providers with costs\n"
    "and legs, the margin to each limit, and the input rows that decide. Nothing is written but\n"
    "the route.\n";

static const struct ws_option_help EXPLAIN_OPTIONS[] = {
    {.name = "at", .value = "LON,LAT", .help = "a place, in WGS 84 degrees"},
    {.name = "unit", .value = "ID", .help = "a row of the population"},
    {.name = "municipality", .value = "CODE", .help = "a municipality, by code or name"},
    {.name = "route",
     .value = "FILE.geojson",
     .help = "also write the way between --at and its provider"},
    {.name = "rank", .value = "N", .help = "... to the N-th nearest provider", .fallback = "1"},
    {.name = "json", .value = "", .help = "the same facts as JSON", .is_flag = true},
    {.name = NULL}};

static const char NETWORK[] =
    "build reads roads once and keeps the network, for distances and travel times; --roads\n"
    "NET.wsn then opens it at once, with the same figures. It is a cache: a file that is stale,\n"
    "damaged or from elsewhere is refused. Options about roads belong here: --classes, --speed,\n"
    "--no-ferries, --join, --field, --layer, --crs, --where, --oo. Outside Sweden give\n"
    "--municipalities as well, so that both lie in the same working CRS.\n"
    "\n"
    "info tells nodes, edges, kilometres by class, components, ferries, sources, checksum.\n";

static const char COMPARE[] =
    "Sets two analyses side by side, from the evidence they wrote: people and shares by zone,\n"
    "classes, offices that appeared or disappeared, and the options and inputs that differ.\n";

static const struct ws_option_help COMPARE_OPTIONS[] = {
    {.name = "output", .value = "PATH", .help = "tables to x.gpkg, or a folder (-of CSV)"},
    {.name = "format", .value = "NAME", .help = "GPKG or CSV, when the name cannot tell"},
    {.name = "overwrite", .value = "", .help = "replace an existing result", .is_flag = true},
    {.name = "anyway",
     .value = "",
     .help = "also with other weights, limits or numbers of providers: only what both runs have, "
             "classes only of one main limit",
     .is_flag = true},
    {.name = "json", .value = "", .help = "the same as JSON", .is_flag = true},
    {.name = "quiet", .value = "", .help = "no summary; warnings remain", .is_flag = true},
    {.name = NULL}};

static const char TIMELINE[] =
    "Runs the analysis on each day, with all that is valid then (nominal) and with what takes\n"
    "people (effective). Tables: series (all figures by day), changes (zones whose class or\n"
    "covered people changed, and the events that did it), gaps (zones without supply, from a day\n"
    "until another, with person-days), and the areas periods (each municipality from a day until\n"
    "it changed, for the time slider of a map). Figures of a day hold until the next one given.\n"
    "Registers, claims, notes, remote support and the policy have no part in it.\n";

static const char SITE[] =
    "The analysis and, beside it, where new offices help most: N offices that bring most\n"
    "people within the main limit, or the fewest for a share of all. Offices that are there\n"
    "stay; each new one is a provider of its own. The layer sites tells rank, place, people\n"
    "gained, people of whom it is the only provider, and what is proved: that no other sites\n"
    "among the candidates do better, or how much better they could be at most.\n";

static const struct help_topic TOPICS[] = {
    {.name = "analyze",
     .summary = "shares, white spots and choice from your files",
     .usage = "whitespot analyze --municipalities M --offices O --population P --roads R "
              "-o OUT [options]\n",
     .text = ANALYZE,
     .has_inputs = true},
    {.name = "check",
     .summary = "read and judge the inputs, list every verdict, compute nothing",
     .usage = "whitespot check [options]\n",
     .text = CHECK,
     .has_inputs = true},
    {.name = "site",
     .summary = "where new offices help most, with a proof or a bound",
     .usage = "whitespot site --add N | --reach SHARE [--candidates SRC] [options]\n",
     .text = SITE,
     .has_inputs = true},
    {.name = "timeline",
     .summary = "the same question on several days: series, changes, gaps in time",
     .usage = "whitespot timeline --dates LIST | --every STEP --from DATE --to DATE [options]\n",
     .text = TIMELINE,
     .has_inputs = true},
    {.name = "compare",
     .summary = "what changed between two runs, from their run files",
     .usage = "whitespot compare A.run.json B.run.json [-o changes.gpkg]\n",
     .text = COMPARE,
     .options = COMPARE_OPTIONS},
    {.name = "explain",
     .summary = "why one place, unit or municipality has its figures",
     .usage = "whitespot explain --at LON,LAT | --unit ID | --municipality CODE [options]\n",
     .text = EXPLAIN,
     .options = EXPLAIN_OPTIONS,
     .has_inputs = true},
    {.name = "network",
     .summary = "prepares roads once (build), or tells what is in one (info)",
     .usage = "whitespot network build --roads SRC... -o NET.wsn [options]\n"
              "whitespot network info NET.wsn [--json]\n",
     .text = NETWORK,
     .has_inputs = true},
    {.name = "formats",
     .summary = "the output formats",
     .usage = "whitespot formats\n",
     .text = "Prints the formats that --format takes, one per line. CSV has commas and decimal\n"
             "points; with --lang sv it has semicolons and decimal commas, as Swedish\n"
             "spreadsheets read it.\n"},
    {.name = "policy",
     .summary = "rules and amounts that the findings follow",
     .usage = "whitespot analyze --policy FILE.json ...\n",
     .text = help_policy,
     .more = help_policy_rules,
     .is_file = true},
    {.name = "scenario",
     .summary = "edits of a what-if",
     .usage = "whitespot analyze --scenario FILE.json [--scenario FILE2.json ...] ...\n",
     .text = help_scenario,
     .is_file = true},
};

const struct help_topic *help_topics(uint32_t *count)
{
    *count = sizeof TOPICS / sizeof *TOPICS;
    return TOPICS;
}

const struct help_topic *help_find(const char *name)
{
    for (size_t i = 0; i < sizeof TOPICS / sizeof *TOPICS; i++)
        if (strcmp(TOPICS[i].name, name) == 0)
            return &TOPICS[i];
    return NULL;
}
