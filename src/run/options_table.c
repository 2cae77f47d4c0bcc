/* The table of options, in the order of help and evidence. */
#include "run/options.h"

#include "base/error.h"

#include <assert.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define MAX_NAME 31

#define IN(member) offsetof(struct ws_options, member), sizeof((struct ws_options *)0)->member
#define IN_SOURCE(member) offsetof(struct ws_source, member), sizeof((struct ws_source *)0)->member
#define NO_MEMBER 0, 0

#define ROLES                                                                                      \
    "municipalities, offices, population, roads, control, supplier-areas, contracts, commuting, "  \
    "unemployed, referrals, claims, notes, remote, applications or candidates"
#define FLAG OPTION_IS_FLAG
#define QUIET_FLAG (OPTION_IS_FLAG | OPTION_UNLISTED)
#define LIST (OPTION_REPEATS | OPTION_SPLITS)

/* X(name, value, help,
 *   flags, default, reader, member, lowest, highest, expected) */
#define OPTION_MAP(X)                                                                              \
    X("municipalities", "SRC", "zones: polygons with code and name", OPTION_PATH, NULL,            \
      options_apply_source, NO_MEMBER, 0, 0, "a file")                                             \
    X("offices", "SRC", "offices of the providers: points, or a table with coordinates",           \
      OPTION_PATH, NULL, options_apply_source, NO_MEMBER, 0, 0, "a file")                          \
    X("population", "SRC", "people: polygons, points, raster, or a table by zone code",            \
      OPTION_PATH, NULL, options_apply_source, NO_MEMBER, 0, 0, "a file")                          \
    X("weight", "COL[=LABEL]", "people column; the first is the main one", OPTION_REPEATS, NULL,   \
      options_apply_weight, NO_MEMBER, 0, 0, "a column of at most 63 bytes, or COLUMN=LABEL")      \
    X("roads", "SRC",                                                                              \
      "road lines, an OSM extract (.osm.pbf), two tables (edges and nodes), or a "                 \
      "prepared network (.wsn)",                                                                   \
      OPTION_PATH | OPTION_REPEATS, NULL, options_apply_source, NO_MEMBER, 0, 0,                   \
      "at most 8 road sources")                                                                    \
    X("straight-line", "F", "instead of roads: geodesic distance times F", 0, NULL,                \
      options_apply_number, IN(straight_factor), 1.0, 3.0, "a factor from 1.0 to 3.0")             \
    X("control", "SRC", "zone totals that the population is scaled to", OPTION_PATH, NULL,         \
      options_apply_source, NO_MEMBER, 0, 0, "a file")                                             \
    X("commuting", "SRC", "who lives where and works where: home, work, people", OPTION_PATH,      \
      NULL, options_apply_source, NO_MEMBER, 0, 0, "a file")                                       \
    X("unemployed", "SRC", "registered unemployed by municipality and month", OPTION_PATH, NULL,   \
      options_apply_source, NO_MEMBER, 0, 0, "a file")                                             \
    X("referrals", "SRC", "persons referred by month and place: opening, in, out, closing",        \
      OPTION_PATH, NULL, options_apply_source, NO_MEMBER, 0, 0, "a file")                          \
    X("claims", "SRC",                                                                             \
      "statements to be set against the figures: = 70 % is 69.5 to 70.5, about 70 % is 65 to 75 "  \
      "(half a unit of the last digit that is not 0, of a share at most 5 points), = 0 and = 1 "   \
      "of a share are exact; the column tolerance states another width",                           \
      OPTION_PATH, NULL, options_apply_source, NO_MEMBER, 0, 0, "a file")                          \
    X("notes", "SRC", "dated statements about places: shown, part of no figure", OPTION_PATH,      \
      NULL, options_apply_source, NO_MEMBER, 0, 0, "a file")                                       \
    X("remote", "SRC",                                                                             \
      "remote support by place and day: shares of people with a network at home and able to use "  \
      "it, permission, capacity for visits (columns place, permitted, network_share, "             \
      "ability_share, each also _low and _high, visit_capacity, scheme, valid_from, valid_to); "   \
      "or polygons where there is a network; part of no figure of the coverage",                   \
      OPTION_PATH, NULL, options_apply_source, NO_MEMBER, 0, 0, "a file")                          \
    X("applications", "SRC",                                                                       \
      "who applied to deliver where and what came of it: kept as history, part of no figure",      \
      OPTION_PATH, NULL, options_apply_source, NO_MEMBER, 0, 0, "a file")                          \
    X("policy", "FILE", "rules and amounts that findings follow (JSON), instead of the built-in",  \
      OPTION_PATH, NULL, options_apply_source, NO_MEMBER, 0, 0, "a file")                          \
    X("scenario", "FILE", "what if: offices, providers, areas or roads that change (JSON)",        \
      OPTION_PATH | OPTION_REPEATS, NULL, options_apply_source, NO_MEMBER, 0, 0,                   \
      "at most 32 files")                                                                          \
    X("supplier-areas", "SRC",                                                                     \
      "second layer of zones: polygons that may cut municipalities, or a table of "                \
      "municipalities and their areas",                                                            \
      OPTION_PATH, NULL, options_apply_source, NO_MEMBER, 0, 0, "a file")                          \
    X("contracts", "SRC", "contracts: a table of provider and supplier area", OPTION_PATH, NULL,   \
      options_apply_source, NO_MEMBER, 0, 0, "a file")                                             \
    X("within", "LIST", "limits, such as 10km,30km or 15min,30min; the last is the main one",      \
      LIST, "10km,30km", options_apply_within, NO_MEMBER, 0, 0,                                    \
      "numbers with a unit (m km s min h), such as 10km,30km or 15min,30min, below 2147 km "       \
      "or 596 h and whole in mm or ms")                                                            \
    X("main", "LIMIT", "the main limit, when it is not the last", 0, NULL, options_apply_main,     \
      NO_MEMBER, 0, 0, "one of the limits of --within")                                            \
    X("choice", "LIST", "how many distinct providers are asked for", LIST, "1,2,3",                \
      options_apply_choice, NO_MEMBER, 0, 0, "whole numbers from 1 to 16, such as 1,2,3")          \
    X("as-of", "DATE", "rows valid on that day", 0, NULL, options_apply_date, IN(dated.as_of), 0,  \
      0, "a date YYYY-MM-DD")                                                                      \
    X("known-on", "DATE", "as known on that day", 0, NULL, options_apply_date, IN(dated.known_on), \
      0, 0, "a date YYYY-MM-DD")                                                                   \
    X("scheme", "NAME", "rows of that scheme", 0, NULL, options_apply_text, IN(dated.scheme), 0,   \
      0, "a name")                                                                                 \
    X("dates", "LIST", "days of a timeline, in order", LIST | OPTION_TIMELINE, NULL,               \
      options_apply_dates, NO_MEMBER, 0, 0,                                                        \
      "days YYYY-MM-DD, each after the one before, at most 400")                                   \
    X("every", "STEP", "instead: a day every month, week or day", OPTION_TIMELINE, NULL,           \
      options_apply_every, NO_MEMBER, 0, 0, "month, week or day")                                  \
    X("from", "DATE", "the first of these days", OPTION_TIMELINE, NULL, options_apply_date,        \
      IN(from), 0, 0, "a date YYYY-MM-DD")                                                         \
    X("to", "DATE", "none of these days is later", OPTION_TIMELINE, NULL, options_apply_date,      \
      IN(to), 0, 0, "a date YYYY-MM-DD")                                                           \
    X("marker", "DATE=TEXT", "what was decided that day: changes tell which came before them",     \
      OPTION_TIMELINE | OPTION_REPEATS, NULL, options_apply_marker, NO_MEMBER, 0, 0,               \
      "DATE=TEXT, such as 2019-01-11=Agreement, at most 8")                                        \
    X("add", "N", "so many new offices, where they help most", OPTION_SITE, NULL,                  \
      options_apply_whole, IN(site_count), 1, 1000, "a whole number from 1 to 1000")               \
    X("reach", "SHARE", "instead: the fewest new offices for this share of people", OPTION_SITE,   \
      NULL, options_apply_reach, NO_MEMBER, 0, 0,                                                  \
      "a share such as 99% or 99.5%, above 0% and at most 100%")                                   \
    X("aim", "K", "distinct providers people should have (1 unless said)", OPTION_SITE, NULL,      \
      options_apply_whole, IN(site_aim), 1, 16, "a whole number from 1 to 16")                     \
    X("candidates", "SRC", "where new offices may stand: points, or a table with coordinates",     \
      OPTION_PATH | OPTION_SITE, NULL, options_apply_source, NO_MEMBER, 0, 0, "a file")            \
    X("candidates-from", "KIND",                                                                   \
      "instead: settlements, places of people (unless said), or roads, junctions; at most 4,000",  \
      OPTION_SITE, NULL, options_apply_candidates_from, NO_MEMBER, 0, 0, "settlements or roads")   \
    X("supply", "KIND",                                                                            \
      "nominal: offices valid on the day count; effective: those that take people", 0, "nominal",  \
      options_apply_supply, NO_MEMBER, 0, 0, "nominal or effective")                               \
    X("notice", "TIME", "how long before its end an office is 'ending': 3m (months) or 90d", 0,    \
      "3m", options_apply_notice, NO_MEMBER, 0, 0,                                                 \
      "months or days, such as 3m or 90d; 0d for never")                                           \
    X("eligible", "WHERE", "offices that count: a filter in OGR SQL", 0, NULL, options_apply_text, \
      IN(eligible), 0, 0, "a filter")                                                              \
    X("where", "ROLE=WHERE", "rows of an input that count: a filter in OGR SQL", OPTION_KEYED,     \
      NULL, options_apply_role_text, IN_SOURCE(where), 0, 0, "ROLE=WHERE with ROLE " ROLES)        \
    X("field", "ROLE.KEY=COL", "the column that means KEY, such as offices.provider=aktor",        \
      OPTION_KEYED, NULL, options_apply_field, NO_MEMBER, 0, 0,                                    \
      "ROLE.KEY=COLUMN, such as offices.provider=aktor, with ROLE " ROLES)                         \
    X("layer", "ROLE=NAME", "the layer of a file that has several", OPTION_KEYED, NULL,            \
      options_apply_role_text, IN_SOURCE(layer), 0, 0, "ROLE=NAME with ROLE " ROLES)               \
    X("crs", "ROLE=EPSG:N", "the reference system a file does not tell; out=EPSG:N for output",    \
      OPTION_KEYED, NULL, options_apply_crs, IN_SOURCE(crs), 0, 0,                                 \
      "ROLE=EPSG:N with ROLE out, " ROLES)                                                         \
    X("encoding", "ROLE=NAME", "the encoding of a file's text", OPTION_KEYED, NULL,                \
      options_apply_role_text, IN_SOURCE(encoding), 0, 0, "ROLE=NAME with ROLE " ROLES)            \
    X("licence", "ROLE=TEXT", "the licence of an input, told where the result goes", OPTION_KEYED, \
      NULL, options_apply_role_text, IN_SOURCE(licence), 0, 0, "ROLE=TEXT with ROLE " ROLES)       \
    X("oo", "ROLE=K=V", "an open option of GDAL's driver", OPTION_KEYED | OPTION_REPEATS, NULL,    \
      options_apply_open_option, NO_MEMBER, 0, 0, "ROLE=KEY=VALUE with ROLE " ROLES)               \
    X("strict", "", "any repair or left-out row is an error", FLAG, NULL, options_apply_flag,      \
      IN(strict), 0, 0, "nothing, true or false")                                                  \
    X("access-limit", "M", "how far people may live from a road", 0, "2km", options_apply_metres,  \
      IN(access_limit_m), 0.001, 50000, "a length above 0 and at most 50 km, such as 2km or 500m") \
    X("office-access-limit", "M", "how far an office may stand from a road", 0, "500m",            \
      options_apply_metres, IN(office_access_limit_m), 0.001, 50000,                               \
      "a length above 0 and at most 50 km, such as 2km or 500m")                                   \
    X("direction", "WAY", "to-office: people travel there; from-office: staff come to them", 0,    \
      "to-office", options_apply_direction, NO_MEMBER, 0, 0, "to-office or from-office")           \
    X("min-component", "N", "separate road pieces below N junctions and ends are not snapped to",  \
      0, "100", options_apply_whole, IN(min_component), 0, 999999999, "a whole number")            \
    X("access-speed", "KMH", "speed between the door and the road", 0, "15", options_apply_number, \
      IN(access_speed_kmh), 0.1, 130, "km/h from 0.1 to 130")                                      \
    X("no-ferries", "", "ferries do not run", FLAG, NULL, options_apply_no_ferries, NO_MEMBER, 0,  \
      0, "nothing, true or false")                                                                 \
    X("classes", "FILE", "road class table (CSV) instead of the built-in one", OPTION_PATH, NULL,  \
      options_apply_classes, IN(classes), 0, 0, "a file")                                          \
    X("speed", "FROM", "speeds from the class table or from the source", 0, "table",               \
      options_apply_speed, NO_MEMBER, 0, 0, "table or source")                                     \
    X("join", "M", "road ends that lie this close to another road are joined to it", 0, NULL,      \
      options_apply_metres, IN(join_m), 0, 100, "a length from 0m to 100m")                        \
    X("ages", "A-B", "people of these ages, both ends included; from age classes", 0, NULL,        \
      options_apply_ages, IN(ages), 0, 0, "ages such as 16-64 or 80+")                             \
    X("pad-codes", "", "puts lost zeros back in front of codes (114 to 0114)", FLAG, NULL,         \
      options_apply_pad_codes, NO_MEMBER, 0, 0, "nothing, true or false")                          \
    X("format", "NAME", "GPKG, GeoJSON, ESRI Shapefile, FlatGeobuf or CSV", 0, NULL,               \
      options_apply_text, IN(format), 0, 0, "a format's name")                                     \
    X("reached-roads", "", "also write the roads within the limits", FLAG, NULL,                   \
      options_apply_flag, IN(reached_roads), 0, 0, "nothing, true or false")                       \
    X("shape-resolution", "M", "detail of drawn catchments; five times that without roads", 0,     \
      "100m", options_apply_metres, IN(shape_resolution_m), 1, 10000, "a length from 1m to 10km")  \
    X("per-office", "", "also write one catchment per office and limit", FLAG, NULL,               \
      options_apply_flag, IN(per_office), 0, 0, "nothing, true or false")                          \
    X("output", "PATH", "where the result goes: x.gpkg, or a folder",                              \
      OPTION_PATH | OPTION_UNLISTED, NULL, options_apply_path, IN(output), 0, 0, "a path")         \
    X("report", "FILE.html", "a page with figures, map and tables that opens by itself",           \
      OPTION_PATH | OPTION_UNLISTED, NULL, options_apply_path, IN(report), 0, 0,                   \
      "a name that ends in .html")                                                                 \
    X("map", "FILE", "a map on one sheet: .png, .svg or .pdf",                                     \
      OPTION_PATH | OPTION_UNLISTED | OPTION_REPEATS, NULL, options_apply_map, NO_MEMBER, 0, 0,    \
      "at most 8 names that end in .png, .svg or .pdf")                                            \
    X("memo", "FILE", "decision memos of the thin areas: .pdf or .html",                           \
      OPTION_PATH | OPTION_UNLISTED, NULL, options_apply_path, IN(memo), 0, 0,                     \
      "a name that ends in .pdf or .html")                                                         \
    X("lang", "WORD",                                                                              \
      "sv or en: of report and map (else that of the environment), of aliases and legends in "     \
      "QGIS (else sv); sv also turns CSV to semicolons and decimal commas",                        \
      0, NULL, options_apply_lang, NO_MEMBER, 0, 0, "sv or en")                                    \
    X("overwrite", "", "replace an existing result", QUIET_FLAG, NULL, options_apply_flag,         \
      IN(overwrite), 0, 0, "nothing, true or false")                                               \
    X("threads", "N", "0: as many as there are processors", OPTION_UNLISTED, "0",                  \
      options_apply_whole, IN(threads), 0, 1024, "a whole number from 0 to 1024")                  \
    X("quiet", "", "no summary, no progress; warnings remain", QUIET_FLAG, NULL,                   \
      options_apply_flag, IN(quiet), 0, 0, "nothing, true or false")                               \
    X("progress", "", "show progress", QUIET_FLAG, NULL, options_apply_flag, IN(show_progress), 0, \
      0, "nothing, true or false")                                                                 \
    X("json", "", "print the evidence and nothing else", QUIET_FLAG, NULL, options_apply_flag,     \
      IN(json), 0, 0, "nothing, true or false")                                                    \
    X("config", "FILE", "a run file, or the evidence of an earlier run",                           \
      OPTION_PATH | OPTION_UNLISTED, NULL, options_apply_path, IN(config), 0, 0, "a file")

/* Rows whose reader is ready, kept out until something acts on them: an option
 * without effect would be a lie. Moving a row up makes it public. */
#define OPTION_LATER(X)                                                                            \
    X("edge", "RULE", "whether offices beyond the border were asked for", 0, NULL,                 \
      options_apply_edge, NO_MEMBER, 0, 0, "included or excluded")

#define HELP_ROW(name, value, help, flags, fallback, apply, member, low, high, expected)           \
    {name,                                                                                         \
     value,                                                                                        \
     help,                                                                                         \
     fallback,                                                                                     \
     ((flags)&OPTION_IS_FLAG) != 0,                                                                \
     ((flags) & (OPTION_REPEATS | OPTION_KEYED)) != 0,                                             \
     (flags)&OPTION_TIMELINE ? "timeline"                                                          \
     : (flags)&OPTION_SITE   ? "site"                                                              \
                             : NULL},
#define RULE_ROW(name, value, help, flags, fallback, apply, member, low, high, expected)           \
    {flags, fallback, apply, member, low, high, expected},
#define NAME_ROW(name, value, help, flags, fallback, apply, member, low, high, expected) name,

static const struct ws_option_help HELP[] = {OPTION_MAP(HELP_ROW)};
static const struct option_rule RULES[] = {OPTION_MAP(RULE_ROW) OPTION_LATER(RULE_ROW)};

static const char *const LATER[] = {
    OPTION_LATER(NAME_ROW) "lco",
};

const struct ws_option_help *ws_options_help(uint32_t *count)
{
    assert(count);
    *count = COUNT(HELP);
    return HELP;
}

uint16_t options_count(void)
{
    return COUNT(HELP);
}

const char *options_name(uint16_t option)
{
    assert(option < COUNT(HELP));
    return HELP[option].name;
}

const struct option_rule *options_rule(uint16_t option)
{
    assert(option < COUNT(HELP));
    return &RULES[option];
}

uint16_t options_find(const char *name)
{
    for (uint16_t i = 0; i < COUNT(HELP); i++)
        if (!strcmp(HELP[i].name, name))
            return i;
    return UINT16_MAX;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Letters to change, add or take away (Levenshtein), row by row. */
size_t options_distance(const char *from, const char *to)
{
    size_t row[MAX_NAME + 1], width = strlen(to);
    assert(width <= MAX_NAME);
    for (size_t j = 0; j <= width; j++)
        row[j] = j;
    for (size_t i = 1; from[i - 1]; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= width; j++) {
            size_t changed = diagonal + (from[i - 1] != to[j - 1]);
            diagonal = row[j];
            row[j] = least(changed, least(row[j], row[j - 1]) + 1);
        }
    }
    return row[width];
}

enum ws_status options_unknown(const char *name, struct ws_error *err)
{
    for (size_t i = 0; i < COUNT(LATER); i++)
        if (!strcmp(LATER[i], name))
            return error_set(err, WS_BAD_OPTION, "--%s is not available in this version", name);

    size_t best = 0, best_distance = SIZE_MAX;
    for (size_t i = 0; i < COUNT(HELP) && strlen(name) <= MAX_NAME; i++) {
        size_t distance = options_distance(name, HELP[i].name);
        if (distance < best_distance) {
            best = i;
            best_distance = distance;
        }
    }
    /* Beyond half of the letters a guess would be noise. */
    if (best_distance > strlen(name) / 2)
        return error_set(err, WS_BAD_OPTION, "--%.64s: no such option; see whitespot help analyze",
                         name);
    return error_set(err, WS_BAD_OPTION, "--%s: no such option; the nearest is --%s", name,
                     HELP[best].name);
}
