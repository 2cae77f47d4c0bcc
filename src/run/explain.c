/* One place: where it lies, where it meets the road, whom it reaches. */
#include "run/explain.h"

#include "base/mem.h"
#include "net/impedance.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define ZONE_LIMIT_M 2000.0
#define SAME_PLACE_M 0.5

/* ---- where it lies ------------------------------------------------------------- */

static bool read_degrees(double *out, const char *text, size_t length)
{
    char word[32];
    bool is_negative = length && text[0] == '-';
    while (length && text[length - 1] == ' ')
        length--;
    if (is_negative || (length && text[0] == '+')) {
        text++;
        length--;
    }
    if (length >= sizeof word)
        return false;
    memcpy(word, text, length);
    word[length] = '\0';
    if (!options_parse_number(out, word))
        return false;
    *out = is_negative ? -*out : *out;
    return true;
}

static enum ws_status read_place(struct place_facts *facts, const struct run *run, const char *at,
                                 struct ws_error *err)
{
    const char *comma = strchr(at, ',');
    const char *second = comma ? comma + 1 : "";
    while (*second == ' ')
        second++;
    if (!comma || !read_degrees(&facts->lon_deg, at, (size_t)(comma - at)) ||
        !read_degrees(&facts->lat_deg, second, strlen(second)))
        return error_set(err, WS_BAD_OPTION,
                         "--at %.100s: expected LON,LAT in degrees, such as 17.28,60.45", at);
    enum ws_status st =
        io_place(run->io, facts->lon_deg, facts->lat_deg, &facts->x_m, &facts->y_m, err);
    if (st)
        error_prefix(err, "--at");
    return st;
}

static void find_zone(struct place_facts *facts, const struct run *run)
{
    double x_m, y_m;
    facts->zone = locate_point(run->zone_locator, facts->x_m, facts->y_m);
    if (facts->zone != WS_NONE)
        return;
    facts->zone = locate_nearest(run->zone_locator, facts->x_m, facts->y_m, ZONE_LIMIT_M,
                                 &facts->zone_away_m);
    facts->is_swapped = facts->zone == WS_NONE &&
                        !io_place(run->io, facts->lat_deg, facts->lon_deg, &x_m, &y_m, NULL) &&
                        locate_point(run->zone_locator, x_m, y_m) != WS_NONE;
}

static uint32_t unit_of_zone(const struct population *population, uint32_t zone)
{
    for (uint32_t unit = 0; unit < population->units.count; unit++)
        if (zone != WS_NONE && population->zone[unit] == zone)
            return unit;
    return WS_NONE;
}

static uint32_t unit_at_point(const struct ws_points *points, double x_m, double y_m)
{
    uint32_t best = WS_NONE;
    double best_m = SAME_PLACE_M;
    for (uint32_t i = 0; i < points->count; i++) {
        double away_m = hypot(points->x_m[i] - x_m, points->y_m[i] - y_m);
        if (away_m < best_m) {
            best = i;
            best_m = away_m;
        }
    }
    return best;
}

static enum ws_status find_unit(struct place_facts *facts, const struct run *run,
                                struct ws_error *err)
{
    const struct population *population = &run->population;
    struct locator *locator = NULL;
    if (population->shape == UNIT_ZONES) {
        uint32_t zone = locate_point(run->zone_locator, facts->x_m, facts->y_m);
        facts->unit = unit_of_zone(population, zone);
        return WS_OK;
    }
    if (population->shape == UNIT_POINTS) {
        facts->unit = unit_at_point(&population->points, facts->x_m, facts->y_m);
        return WS_OK;
    }
    enum ws_status st = locator_new(&locator, &population->areas, err);
    if (!st)
        facts->unit = locate_point(locator, facts->x_m, facts->y_m);
    locator_free(locator);
    return st;
}

/* ---- whom it reaches ------------------------------------------------------------ */

static enum ws_status snap_place(struct place_facts *facts, const struct run *run,
                                 struct ws_error *err)
{
    const struct ws_points points = {.count = 1, .x_m = &facts->x_m, .y_m = &facts->y_m};
    const struct snap_rule rule = {.limit_m = run->options->access_limit_m,
                                   .min_component = run->options->min_component,
                                   .may_use = run->is_served};
    struct ws_snap *snap = NULL;
    enum ws_status st = snap_points(&snap, run->snapper, &points, &rule, run->earth, err);
    if (st)
        return st;
    facts->snap = *snap;
    mem_free(snap);
    if (facts->snap.edge == WS_NONE)
        return WS_OK;
    facts->leg_cost = impedance_leg_cost(run->options->is_time, facts->snap.off_mm,
                                         run->options->access_speed_kmh);
    facts->component = run->net.component[run->net.tail[facts->snap.edge]];
    facts->is_served = run->is_served[facts->component];
    return WS_OK;
}

/* The labels at the foot, and with the leg charged: as a snapped unit's. */
static enum ws_status reach_by_road(struct place_facts *facts, const struct run *run,
                                    struct ws_error *err)
{
    enum ws_status st = snap_place(facts, run, err);
    struct lanes lanes = {0};
    const uint32_t *group = run->offices.points.group;
    if (st || facts->snap.edge == WS_NONE)
        return st;
    assert(run->field.k <= WS_MAX_CHOICE);
    st = lanes_collect(&lanes, &run->net, &run->field, &run->stops, group, run->options->direction,
                       facts->snap.edge, err);
    if (!st)
        lanes_best(&lanes, &run->net, &run->field, group, facts->snap.edge, facts->snap.along_mm,
                   facts->at_foot);
    lanes_release(&lanes);
    for (uint32_t r = 0; !st && r < run->field.k; r++) {
        uint64_t cost = (uint64_t)label_cost(facts->at_foot[r]) + facts->leg_cost;
        if (cost >= WS_COST_INF)
            break;
        facts->label[facts->near_count++] =
            label_make((uint32_t)cost, label_facility(facts->at_foot[r]));
    }
    return st;
}

static void reach_straight(struct place_facts *facts, const struct run *run)
{
    const struct ws_points *offices = &run->offices.points;
    uint32_t k = run_rank_count(run);
    for (uint32_t r = 0; r < k; r++)
        facts->label[r] = LABEL_NONE;
    for (uint32_t i = 0; i < offices->count; i++) {
        double leg_m =
            earth_leg_m(run->earth, facts->x_m, facts->y_m, offices->x_m[i], offices->y_m[i]);
        uint32_t cost = stride_leg_cost(leg_m, run->options->straight_factor);
        if (cost < WS_COST_INF)
            label_insert(facts->label, k, label_make(cost, i), offices->group);
    }
    while (facts->near_count < k && label_cost(facts->label[facts->near_count]) < WS_COST_INF)
        facts->near_count++;
}

uint32_t explain_cost(const struct place_facts *facts, uint32_t choice)
{
    assert(choice > 0);
    return choice <= facts->near_count ? label_cost(facts->label[choice - 1]) : WS_COST_INF;
}

static enum explain_state judge_place(const struct place_facts *facts, const struct run *run)
{
    const struct ws_options *options = run->options;
    if (facts->zone == WS_NONE)
        return STATE_OUTSIDE;
    if (options->road_count && facts->snap.edge == WS_NONE)
        return STATE_OFF_NETWORK;
    if (options->road_count && !facts->is_served)
        return STATE_NO_LINK;
    return explain_cost(facts, 1) <= options->cutoff_cost[options->main_cutoff] ? STATE_COVERED
                                                                                : STATE_UNCOVERED;
}

enum ws_status explain_place(struct place_facts *out, const struct run *run, const char *at,
                             struct ws_error *err)
{
    struct place_facts facts = {.unit = WS_NONE, .snap = {.edge = WS_NONE, .off_mm = WS_COST_INF}};
    enum ws_status st = read_place(&facts, run, at, err);
    if (st)
        return st;
    find_zone(&facts, run);
    st = find_unit(&facts, run, err);
    if (!st && run->options->road_count)
        st = reach_by_road(&facts, run, err);
    else if (!st)
        reach_straight(&facts, run);
    if (st)
        return st;
    facts.state = judge_place(&facts, run);
    *out = facts;
    return WS_OK;
}

/* ---- names ---------------------------------------------------------------------- */

const char *explain_state_name(enum explain_state state)
{
    static const char *const names[] = {"covered",       "partly",      "uncovered",
                                        "no_fixed_link", "off_network", "outside"};
    return names[state];
}

struct row_label explain_row(const struct ws_source *source, int64_t fid)
{
    static const char *const tables[] = {".csv", ".tsv", ".txt", ".xlsx"};
    struct row_label label = {.file = source->given};
    const char *dot = strrchr(source->path, '.');
    const char *word = "feature";
    char ending[8] = "";
    for (size_t i = 0; dot && dot[i] && i + 1 < sizeof ending; i++)
        ending[i] = (char)(dot[i] >= 'A' && dot[i] <= 'Z' ? dot[i] - 'A' + 'a' : dot[i]);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (!strcmp(ending, tables[i]))
            word = "line";
    if (fid >= 0)
        snprintf(label.row, sizeof label.row, "%s %" PRId64, word, fid);
    return label;
}

struct row_label explain_road(const struct run *run, uint32_t edge)
{
    return explain_row(&run->road_sources[run->net.source[edge]], run->net.fid[edge]);
}

struct row_label explain_unit_row(const struct run *run, uint32_t unit)
{
    const int64_t *fid = run->population.units.fid;
    return explain_row(&run->options->source[WS_ROLE_POPULATION], fid ? fid[unit] : -1);
}

const char *explain_class_of_road(const struct run *run, uint32_t edge)
{
    uint16_t class_id = run->net.road_class[edge];
    return class_id < run->class_count ? run->classes[class_id].name : NULL;
}

/* ---- public calls ---------------------------------------------------------------- */

static enum ws_status explain_at(char **text, const struct run *run, const char *at, bool is_json,
                                 struct ws_error *err)
{
    struct place_facts facts;
    enum ws_status st = explain_place(&facts, run, at, err);
    if (st)
        return st;
    return is_json ? explain_place_json(text, run, &facts, err)
                   : explain_place_text(text, run, &facts, err);
}

static enum ws_status explain_unit_id(char **text, const struct run *run, const char *id,
                                      bool is_json, struct ws_error *err)
{
    struct unit_facts *facts = mem_array(1, sizeof *facts);
    if (!facts)
        return error_set(err, WS_NO_MEMORY, "no memory to explain a unit");
    enum ws_status st = explain_unit(facts, run, id, err);
    if (!st)
        st = is_json ? explain_unit_json(text, run, facts, err)
                     : explain_unit_text(text, run, facts, err);
    mem_free(facts);
    return st;
}

static enum ws_status explain_municipality(char **text, const struct run *run, const char *id,
                                           bool is_json, struct ws_error *err)
{
    uint32_t zone;
    enum ws_status st = explain_zone(&zone, run, id, err);
    if (st)
        return st;
    return is_json ? explain_zone_json(text, run, zone, err)
                   : explain_zone_text(text, run, zone, err);
}

enum ws_status ws_result_explain(char **text, struct ws_result *result,
                                 const struct ws_place *place, bool is_json, struct ws_error *err)
{
    if (!text || !result || !place ||
        (place->at != NULL) + (place->unit != NULL) + (place->municipality != NULL) != 1)
        return error_set(err, WS_BAD_OPTION,
                         "explain what? expected one of --at LON,LAT, --unit ID and "
                         "--municipality CODE");
    const struct run *run = result->run;
    if (!run->median_choice)
        return error_set(err, WS_BAD_OPTION,
                         "a check has no figures to explain; expected the "
                         "result of an analysis");
    if (place->at)
        return explain_at(text, run, place->at, is_json, err);
    if (place->unit)
        return explain_unit_id(text, run, place->unit, is_json, err);
    return explain_municipality(text, run, place->municipality, is_json, err);
}

void ws_text_free(char *text)
{
    mem_free(text);
}
