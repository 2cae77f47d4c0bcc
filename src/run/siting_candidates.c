/* Where new offices may stand: given points, places of people, or junctions; as far as
 * an office could stand there. */
#include "run/siting.h"

#include "base/mem.h"
#include "net/impedance.h"
#include "run/run.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Side of the smallest squares when candidates are thinned. */
#define LEAST_SIDE_M 250.0
#define MOST_TOLD 20u

/* A place that may become a candidate. */
struct spot {
    double x_m, y_m;
    uint64_t rank; /* of the spots of a square the highest stays */
    uint32_t source;
    int64_t column, row; /* of the square */
};

struct spots {
    size_t count;
    struct spot *spots;
};

static enum ws_status no_memory(struct ws_error *err)
{
    return error_set(err, WS_NO_MEMORY, "no memory for candidates");
}

static bool has_roads(const struct run *run)
{
    return run->options->road_count > 0;
}

/* ---- thinning ------------------------------------------------------------------------- */

static int compare_squares(const void *a_ptr, const void *b_ptr)
{
    const struct spot *a = a_ptr, *b = b_ptr;
    if (a->column != b->column)
        return a->column < b->column ? -1 : 1;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    if (a->rank != b->rank)
        return a->rank > b->rank ? -1 : 1;
    return (a->source > b->source) - (a->source < b->source);
}

static bool is_same_square(const struct spot *a, const struct spot *b)
{
    return a->column == b->column && a->row == b->row;
}

/* How many squares of that side hold a spot; sorts the spots by square. */
static size_t count_squares(struct spots *list, double side_m)
{
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        list->spots[i].column = (int64_t)floor(list->spots[i].x_m / side_m);
        list->spots[i].row = (int64_t)floor(list->spots[i].y_m / side_m);
    }
    qsort(list->spots, list->count, sizeof *list->spots, compare_squares);
    for (size_t i = 0; i < list->count; i++)
        count += !i || !is_same_square(&list->spots[i], &list->spots[i - 1]);
    return count;
}

static int compare_places(const void *a_ptr, const void *b_ptr)
{
    const struct spot *a = a_ptr, *b = b_ptr;
    if (a->x_m != b->x_m)
        return a->x_m < b->x_m ? -1 : 1;
    if (a->y_m != b->y_m)
        return a->y_m < b->y_m ? -1 : 1;
    return (a->source > b->source) - (a->source < b->source);
}

/* One spot per square of the smallest side that leaves few enough; then by place, and
 * each place once. Returns the side, 0: none was thinned out. */
static double thin(struct spots *list)
{
    double side_m = LEAST_SIDE_M;
    size_t kept = 0;
    if (list->count <= SITING_MOST_MADE) {
        side_m = 0.0;
    } else {
        while (count_squares(list, side_m) > SITING_MOST_MADE)
            side_m *= 2.0;
        for (size_t i = 0; i < list->count; i++)
            if (!i || !is_same_square(&list->spots[i], &list->spots[i - 1]))
                list->spots[kept++] = list->spots[i];
        list->count = kept;
    }
    if (list->count)
        qsort(list->spots, list->count, sizeof *list->spots, compare_places);
    kept = 0;
    for (size_t i = 0; i < list->count; i++)
        if (!kept || list->spots[kept - 1].x_m != list->spots[i].x_m ||
            list->spots[kept - 1].y_m != list->spots[i].y_m)
            list->spots[kept++] = list->spots[i];
    list->count = kept;
    return side_m;
}

static struct spot spot_at(double x_m, double y_m, uint64_t rank, uint32_t source)
{
    return (struct spot){.x_m = round(x_m), .y_m = round(y_m), .rank = rank, .source = source};
}

/* ---- places of people -------------------------------------------------------------------- */

static void piece_position(const struct run *run, uint32_t piece, double *x_m, double *y_m)
{
    const struct ws_piece *at = &run->spread.pieces[piece];
    if (!has_roads(run)) {
        *x_m = run->spread.x_m[piece];
        *y_m = run->spread.y_m[piece];
        return;
    }
    network_position(&run->net, at->edge, at->from_mm + (at->to_mm - at->from_mm) / 2, x_m, y_m);
}

/* Whole municipalities are no places: there each piece of inhabited road is one, by
 * its length. */
static enum ws_status spots_of_pieces(struct spots *out, const struct run *run,
                                      struct ws_error *err)
{
    const struct spread *spread = &run->spread;
    out->spots = mem_array(spread->piece_count, sizeof *out->spots);
    if (!out->spots)
        return no_memory(err);
    for (uint32_t i = 0; i < spread->piece_count; i++) {
        double x_m, y_m;
        size_t entry = (size_t)spread->part[i] * spread->weight_count;
        if (!spread->people_micro[entry])
            continue;
        piece_position(run, i, &x_m, &y_m);
        out->spots[out->count++] = spot_at(x_m, y_m, piece_weight(&spread->pieces[i]), i);
    }
    return WS_OK;
}

/* The middle of the road, or of the lattice, that each unit's people live along. */
static enum ws_status spots_of_units(struct spots *out, const struct run *run, struct ws_error *err)
{
    const struct spread *spread = &run->spread;
    uint32_t weights = run->population.units.weight_count;
    uint64_t *passed = mem_array(spread->unit_count, sizeof *passed);
    uint64_t *whole = mem_array(spread->unit_count, sizeof *whole);
    out->spots = mem_array(spread->unit_count, sizeof *out->spots);
    bool has_room = passed && whole && out->spots;
    for (uint32_t part = 0; has_room && part < spread->part_count; part++)
        whole[spread->unit[part]] += spread->weight_mm[part];
    for (uint32_t i = 0; has_room && i < spread->piece_count; i++) {
        uint32_t unit = spread->pieces[i].unit;
        uint64_t before = passed[unit], people;
        double x_m, y_m;
        passed[unit] += piece_weight(&spread->pieces[i]);
        people = run->population.units.people_micro[(size_t)unit * weights];
        if (!people || before * 2 >= whole[unit] || passed[unit] * 2 < whole[unit])
            continue;
        piece_position(run, i, &x_m, &y_m);
        out->spots[out->count++] = spot_at(x_m, y_m, people, unit);
    }
    mem_free(passed);
    mem_free(whole);
    return has_room ? WS_OK : no_memory(err);
}

/* ---- junctions ---------------------------------------------------------------------------------
 */

static bool can_stop_at(const struct network *net, uint32_t node)
{
    for (uint32_t e = net->first_out[node]; e < net->first_out[node + 1]; e++)
        if (net->flags[e] & EDGE_STOP && !(net->flags[e] & EDGE_FERRY))
            return true;
    return false;
}

/* Of the junctions of a square the one that most roads leave stays. */
static enum ws_status spots_of_nodes(struct spots *out, const struct run *run, struct ws_error *err)
{
    const struct network *net = &run->net;
    out->spots = mem_array(net->node_count, sizeof *out->spots);
    if (!out->spots)
        return no_memory(err);
    for (uint32_t node = 0; node < net->node_count; node++)
        if (can_stop_at(net, node))
            out->spots[out->count++] =
                spot_at(net->x_m[node], net->y_m[node],
                        net->first_out[node + 1] - net->first_out[node], node);
    return WS_OK;
}

/* ---- candidates -------------------------------------------------------------------------------
 */

static enum ws_status take_spots(struct siting *siting, const struct run *run,
                                 const struct spots *list, struct ws_error *err)
{
    struct candidates *out = &siting->candidates;
    bool has_names = !run->options->sites_at_roads && run->population.shape != UNIT_ZONES;
    out->points.x_m = mem_array(list->count, sizeof(double));
    out->points.y_m = mem_array(list->count, sizeof(double));
    out->id = mem_array(list->count, sizeof *out->id);
    if (!out->points.x_m || !out->points.y_m || !out->id)
        return no_memory(err);
    for (size_t i = 0; i < list->count; i++) {
        const struct spot *spot = &list->spots[i];
        char place[64];
        snprintf(place, sizeof place, "%.0f %.0f", spot->x_m, spot->y_m);
        out->id[i] = mem_string(has_names ? run->population.name[spot->source] : place);
        if (!out->id[i])
            return no_memory(err);
        out->points.x_m[i] = spot->x_m;
        out->points.y_m[i] = spot->y_m;
        out->points.count++;
    }
    return WS_OK;
}

static void tell_words(struct siting *siting, const struct run *run)
{
    const char *what = run->options->sites_at_roads ? "junctions"
                       : run->population.shape == UNIT_ZONES
                           ? "inhabited roads"
                           : "places where people of one unit live";
    if (siting->thin_m > 0.0)
        snprintf(siting->words, sizeof siting->words, "%s, one per square of %.10g m", what,
                 siting->thin_m);
    else
        snprintf(siting->words, sizeof siting->words, "%s, all of them", what);
}

static enum ws_status make_candidates(struct run *run, struct ws_error *err)
{
    struct spots list = {0};
    enum ws_status st = run->options->sites_at_roads          ? spots_of_nodes(&list, run, err)
                        : run->population.shape == UNIT_ZONES ? spots_of_pieces(&list, run, err)
                                                              : spots_of_units(&list, run, err);
    if (!st) {
        run->siting->thin_m = thin(&list);
        tell_words(run->siting, run);
        st = take_spots(run->siting, run, &list, err);
    }
    mem_free(list.spots);
    return st;
}

/* ---- on the network -----------------------------------------------------------------------------
 */

/* People who stand at one point may be snapped elsewhere when a small piece of road
 * gets its first office; those who live along roads may not. */
static bool has_snapped_people(const struct spread *spread)
{
    for (uint32_t part = 0; part < spread->part_count; part++)
        if (spread->state[part] == PART_OFF_NETWORK)
            return true;
    for (uint32_t i = 0; i < spread->piece_count; i++)
        if (spread->pieces[i].from_mm == spread->pieces[i].to_mm)
            return true;
    return false;
}

static bool is_small_piece(const struct run *run, const struct ws_snap *snap)
{
    uint32_t component = run->net.component[run->net.tail[snap->edge]];
    return !run->is_served[component] &&
           run->net.component_node_count[component] < run->options->min_component;
}

static enum ws_status tell_unusable(struct run *run, uint32_t candidate, const char *what,
                                    struct ws_error *err)
{
    char feature[110];
    const struct siting *siting = run->siting;
    if (!run->options->is_given[WS_ROLE_CANDIDATES] || siting->unusable_count > MOST_TOLD)
        return WS_OK;
    snprintf(feature, sizeof feature, "candidate %.90s", siting->candidates.id[candidate]);
    struct place place = {.role = ws_role_name(WS_ROLE_CANDIDATES),
                          .file = run->options->source[WS_ROLE_CANDIDATES].given,
                          .feature = feature};
    return warnings_add(&run->warnings, place, "no office is tried there", err, "%s", what);
}

static enum ws_status judge(struct run *run, uint32_t candidate, bool has_points,
                            struct ws_error *err)
{
    struct siting *siting = run->siting;
    struct ws_snap *snap = &siting->snaps[candidate];
    char what[160];
    if (snap->edge == WS_NONE && snap->off_mm < WS_COST_INF) {
        snprintf(what, sizeof what, "the nearest road to stop at is %.0f m away (limit %.0f m)",
                 snap->off_mm / 1000.0, run->options->office_access_limit_m);
    } else if (snap->edge == WS_NONE) {
        snprintf(what, sizeof what, "no road to stop at within %.0f m (limit %.0f m)",
                 10.0 * run->options->office_access_limit_m, run->options->office_access_limit_m);
    } else if (has_points && is_small_piece(run, snap)) {
        snap->edge = WS_NONE;
        snprintf(what, sizeof what,
                 "stands on a separate piece of road; with an office there people would be counted "
                 "on other roads");
    } else {
        siting->leg_cost[candidate] =
            impedance_leg_cost(run->options->is_time, snap->off_mm, run->options->access_speed_kmh);
        return WS_OK;
    }
    siting->unusable_count++;
    return tell_unusable(run, candidate, what, err);
}

static enum ws_status tell_rest(struct run *run, struct ws_error *err)
{
    const struct siting *siting = run->siting;
    struct place place = {.role = ws_role_name(WS_ROLE_CANDIDATES),
                          .file = run->options->source[WS_ROLE_CANDIDATES].given};
    if (!run->options->is_given[WS_ROLE_CANDIDATES] || siting->unusable_count <= MOST_TOLD)
        return WS_OK;
    return warnings_add(&run->warnings, place, "no office is tried there", err,
                        "%" PRIu32
                        " more candidates are too far from a road, or on separate pieces",
                        siting->unusable_count - MOST_TOLD);
}

static enum ws_status snap_candidates(struct run *run, struct ws_error *err)
{
    struct siting *siting = run->siting;
    uint32_t count = siting->candidates.points.count;
    struct snap_rule rule = {.limit_m = run->options->office_access_limit_m,
                             .min_component = run->options->min_component};
    enum ws_status st = snap_points(&siting->snaps, run->snapper, &siting->candidates.points, &rule,
                                    run->earth, err);
    if (st)
        return st;
    siting->leg_cost = mem_array(count, sizeof *siting->leg_cost);
    if (!siting->leg_cost)
        return no_memory(err);
    bool has_points = has_snapped_people(&run->spread);
    for (uint32_t i = 0; !st && i < count; i++)
        st = judge(run, i, has_points, err);
    return st ? st : tell_rest(run, err);
}

enum ws_status siting_candidates(struct run *run, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    if (run->options->is_given[WS_ROLE_CANDIDATES])
        snprintf(run->siting->words, sizeof run->siting->words, "the points given");
    else
        st = make_candidates(run, err);
    return st || !has_roads(run) ? st : snap_candidates(run, err);
}
