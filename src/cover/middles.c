/* cover/middles.c: the middle of the people of a zone, and ways between middles. */
#include "cover/middles.h"

#include "base/error.h"
#include "base/fixed.h"
#include "base/mem.h"
#include "base/parallel.h"
#include "cover/cover.h"
#include "net/impedance.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>

/* ---- pieces by zone ------------------------------------------------------------ */

struct lived {
    double x_m, y_m;
    uint64_t people_micro;
    uint32_t piece;
};

struct stand {
    double at_m;
    uint64_t people_micro;
};

/* [from, less) lies before the pivot, [less, more) at it; their people. */
struct parting {
    uint32_t less, more;
    uint64_t less_micro, same_micro;
};

struct finder {
    const struct spread *spread;
    const struct network *net;
    uint32_t *member_of_zone; /* WS_NONE: not asked for */
    uint32_t zone_end;
    uint32_t *first, *piece; /* pieces of each member, in order */
    struct lived *lived;     /* of one member */
    struct stand *stands;    /* of these, one coordinate */
};

static uint32_t member_of(const struct finder *finder, uint32_t piece)
{
    uint32_t zone = finder->spread->zone[finder->spread->part[piece]];
    return zone < finder->zone_end ? finder->member_of_zone[zone] : WS_NONE;
}

static enum ws_status map_zones(struct finder *finder, const uint32_t *zones, uint32_t count,
                                struct ws_error *err)
{
    for (uint32_t i = 0; i < count; i++)
        if (zones[i] >= finder->zone_end)
            finder->zone_end = zones[i] + 1;
    finder->member_of_zone = mem_array(finder->zone_end, sizeof *finder->member_of_zone);
    if (!finder->member_of_zone)
        return error_set(err, WS_NO_MEMORY, "no memory for the middles of %" PRIu32 " zones",
                         count);
    for (uint32_t zone = 0; zone < finder->zone_end; zone++)
        finder->member_of_zone[zone] = WS_NONE;
    for (uint32_t i = 0; i < count; i++)
        finder->member_of_zone[zones[i]] = i;
    return WS_OK;
}

static enum ws_status sort_pieces(struct finder *finder, uint32_t count, struct ws_error *err)
{
    uint32_t piece_count = finder->spread->piece_count, most = 0;
    uint32_t *next = mem_array(count, sizeof *next);
    finder->first = mem_array((size_t)count + 1, sizeof *finder->first);
    finder->piece = mem_array(piece_count, sizeof *finder->piece);
    for (uint32_t i = 0; finder->first && i < piece_count; i++)
        if (member_of(finder, i) != WS_NONE)
            finder->first[member_of(finder, i)]++;
    for (uint32_t i = 0; finder->first && i < count; i++)
        most = finder->first[i] > most ? finder->first[i] : most;
    finder->lived = mem_array(most, sizeof *finder->lived);
    finder->stands = mem_array(most, sizeof *finder->stands);
    if (!next || !finder->first || !finder->piece || !finder->lived || !finder->stands) {
        mem_free(next);
        return error_set(err, WS_NO_MEMORY, "no memory for the middles of %" PRIu32 " zones",
                         count);
    }
    fixed_offsets(finder->first, count);
    for (uint32_t i = 0; i < piece_count; i++) {
        uint32_t member = member_of(finder, i);
        if (member != WS_NONE)
            finder->piece[finder->first[member] + next[member]++] = i;
    }
    mem_free(next);
    return WS_OK;
}

static void finder_release(struct finder *finder)
{
    mem_free(finder->member_of_zone);
    mem_free(finder->first);
    mem_free(finder->piece);
    mem_free(finder->lived);
    mem_free(finder->stands);
}

/* ---- medians ------------------------------------------------------------------- */

static double middle_value(double a, double b, double c)
{
    double low = a < b ? a : b, high = a < b ? b : a;
    return c < low ? low : c > high ? high : c;
}

static void swap(struct stand *a, struct stand *b)
{
    struct stand kept = *a;
    *a = *b;
    *b = kept;
}

/* Puts those before the pivot first and those behind it last. */
static struct parting part_at(struct stand *stands, uint32_t from, uint32_t end, double pivot_m)
{
    struct parting parting = {.less = from, .more = end};
    uint32_t at = from;
    while (at < parting.more) {
        if (stands[at].at_m < pivot_m) {
            parting.less_micro += stands[at].people_micro;
            swap(&stands[at++], &stands[parting.less++]);
        } else if (stands[at].at_m > pivot_m) {
            swap(&stands[at], &stands[--parting.more]);
        } else {
            parting.same_micro += stands[at++].people_micro;
        }
    }
    return parting;
}

/* The least place up to which `half_micro` people, at least 1 and at most all of them,
 * are reached: a weighted median found by parting, not by sorting (Hoare 1961,
 * "Algorithm 65: find", doi 10.1145/366622.366647). */
static double half_of(struct stand *stands, uint32_t count, uint64_t half_micro)
{
    uint32_t from = 0, end = count;
    while (end - from > 1) {
        double pivot_m = middle_value(stands[from].at_m, stands[from + (end - from) / 2].at_m,
                                      stands[end - 1].at_m);
        struct parting parting = part_at(stands, from, end, pivot_m);
        if (parting.less_micro >= half_micro) {
            end = parting.less;
            continue;
        }
        half_micro -= parting.less_micro;
        if (parting.same_micro >= half_micro)
            return pivot_m;
        half_micro -= parting.same_micro;
        from = parting.more;
    }
    return stands[from].at_m;
}

static struct lived live_at(const struct finder *finder, uint32_t at)
{
    const struct spread *spread = finder->spread;
    const struct ws_piece *piece = &spread->pieces[at];
    uint32_t part = spread->part[at];
    struct lived lived = {.piece = at};
    if (finder->net)
        network_position(finder->net, piece->edge,
                         piece->from_mm + (piece->to_mm - piece->from_mm) / 2, &lived.x_m,
                         &lived.y_m);
    else
        lived = (struct lived){spread->x_m[at], spread->y_m[at], 0, at};
    lived.people_micro = fixed_mul_div(spread->people_micro[(size_t)part * spread->weight_count],
                                       piece_weight(piece), spread->weight_mm[part]);
    return lived;
}

/* Of the rows with people the one nearest to the medians; NULL: nobody. */
static const struct lived *middle_of(const struct lived *rows, struct stand *stands, uint32_t count)
{
    uint64_t all_micro = 0;
    for (uint32_t i = 0; i < count; i++)
        all_micro += rows[i].people_micro;
    if (!all_micro)
        return NULL;
    for (uint32_t i = 0; i < count; i++)
        stands[i] = (struct stand){rows[i].x_m, rows[i].people_micro};
    double x_m = half_of(stands, count, all_micro - all_micro / 2);
    for (uint32_t i = 0; i < count; i++)
        stands[i] = (struct stand){rows[i].y_m, rows[i].people_micro};
    double y_m = half_of(stands, count, all_micro - all_micro / 2);
    const struct lived *best = NULL;
    double best_m = (double)INFINITY;
    for (uint32_t i = 0; i < count; i++) {
        double distance_m = hypot(rows[i].x_m - x_m, rows[i].y_m - y_m);
        bool is_nearer =
            distance_m < best_m || (best && distance_m == best_m && rows[i].piece < best->piece);
        if (rows[i].people_micro && is_nearer) {
            best = &rows[i];
            best_m = distance_m;
        }
    }
    return best;
}

static void put_middle(struct middles *out, const struct finder *finder, uint32_t member)
{
    uint32_t count = finder->first[member + 1] - finder->first[member];
    for (uint32_t i = 0; i < count; i++)
        finder->lived[i] = live_at(finder, finder->piece[finder->first[member] + i]);
    const struct lived *middle = middle_of(finder->lived, finder->stands, count);
    out->pieces[member] = (struct ws_piece){.edge = WS_NONE, .unit = WS_NONE, .zone = WS_NONE};
    out->x_m[member] = out->y_m[member] = (double)NAN;
    if (!middle)
        return;
    struct ws_piece piece = finder->spread->pieces[middle->piece];
    piece.from_mm = piece.to_mm = piece.from_mm + (piece.to_mm - piece.from_mm) / 2;
    out->pieces[member] = piece;
    out->x_m[member] = middle->x_m;
    out->y_m[member] = middle->y_m;
}

enum ws_status middles_find(struct middles *out, const struct spread *spread,
                            const struct network *net, const uint32_t *zones, uint32_t count,
                            struct ws_error *err)
{
    assert(out && spread && (zones || !count));
    struct finder finder = {.spread = spread, .net = net};
    struct middles middles = {.count = count,
                              .pieces = mem_array(count, sizeof *middles.pieces),
                              .x_m = mem_array(count, sizeof *middles.x_m),
                              .y_m = mem_array(count, sizeof *middles.y_m)};
    enum ws_status st = WS_OK;
    if (!middles.pieces || !middles.x_m || !middles.y_m)
        st = error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " middles", count);
    if (!st)
        st = map_zones(&finder, zones, count, err);
    if (!st)
        st = sort_pieces(&finder, count, err);
    for (uint32_t i = 0; !st && i < count; i++)
        put_middle(&middles, &finder, i);
    finder_release(&finder);
    if (st)
        middles_release(&middles);
    else
        *out = middles;
    return st;
}

void middles_release(struct middles *middles)
{
    if (!middles)
        return;
    mem_free(middles->pieces);
    mem_free(middles->x_m);
    mem_free(middles->y_m);
    *middles = (struct middles){0};
}

/* ---- ways ---------------------------------------------------------------------- */

struct walker {
    struct search *search;
    struct earth *earth;
};

struct journey {
    const struct middles *middles;
    const struct travel_plan *plan;
    uint32_t cutoff_cost;
    struct spread targets; /* the middles as pieces, part i is middle i */
    struct walker *walkers;
    uint32_t *cost;
};

static bool has_middle(const struct middles *middles, uint32_t i)
{
    return !isnan(middles->x_m[i]);
}

static enum ws_status make_targets(struct journey *journey, struct ws_error *err)
{
    const struct middles *middles = journey->middles;
    struct spread *targets = &journey->targets;
    targets->part_count = middles->count;
    targets->pieces = mem_array(middles->count, sizeof *targets->pieces);
    targets->part = mem_array(middles->count, sizeof *targets->part);
    if (!targets->pieces || !targets->part)
        return error_set(err, WS_NO_MEMORY, "no memory for the ways between %" PRIu32 " zones",
                         middles->count);
    for (uint32_t i = 0; i < middles->count; i++)
        if (has_middle(middles, i)) {
            targets->pieces[targets->piece_count] = middles->pieces[i];
            targets->part[targets->piece_count++] = i;
        }
    return WS_OK;
}

/* The middle is a facility of its own, alone; all middles look for it. */
static enum ws_status walk_roads(struct journey *journey, struct walker *walker, uint32_t from,
                                 struct ws_error *err)
{
    const struct allocate_plan *roads = journey->plan->roads;
    const struct ws_piece *piece = &journey->middles->pieces[from];
    const uint32_t group = 0;
    struct ws_snap snap = {piece->edge, piece->from_mm, piece->off_mm};
    uint32_t leg_cost = impedance_leg_cost(roads->is_time, piece->off_mm, roads->access_speed_kmh);
    struct search_plan search = {.net = roads->net,
                                 .k = 1,
                                 .cutoff_cost = journey->cutoff_cost,
                                 .direction = roads->direction,
                                 .skeleton = roads->skeleton};
    struct ws_allocation found = {0};
    struct stops stops = {0};
    struct seed seeds[4];
    uint32_t *part = NULL, seed_count;
    enum ws_status st = walker->search ? WS_OK : search_new(&walker->search, &search, err);
    if (st)
        return st;
    seed_count = search_seeds(seeds, roads->net, &snap, leg_cost, 0, roads->direction);
    st = search_run(walker->search, seeds, seed_count, err);
    if (!st)
        st = stops_new(&stops, &snap, &leg_cost, 1, err);
    if (!st) {
        struct allocate_plan allocate = *roads;
        allocate.field = search_field(walker->search);
        allocate.stops = &stops;
        allocate.group = &group;
        allocate.cutoff_cost = &journey->cutoff_cost;
        allocate.cutoff_count = 1;
        allocate.threads = 1;
        st = allocate_pieces(&found, &part, &journey->targets, &allocate, err);
    }
    for (uint32_t row = 0; !st && row < found.count; row++)
        if (allocation_within(&found, row, 0, journey->cutoff_cost))
            journey->cost[(size_t)part[row] * journey->middles->count + from] =
                found.cost_from[row];
    allocation_release(&found);
    stops_release(&stops);
    mem_free(part);
    return st;
}

static enum ws_status walk_straight(struct journey *journey, struct walker *walker, uint32_t from,
                                    struct ws_error *err)
{
    const struct middles *middles = journey->middles;
    const struct straight_plan *straight = journey->plan->straight;
    enum ws_status st =
        walker->earth ? WS_OK : earth_open(&walker->earth, straight->working_crs, err);
    for (uint32_t to = 0; !st && to < middles->count; to++) {
        if (!has_middle(middles, to))
            continue;
        double leg_m = earth_leg_m(walker->earth, middles->x_m[to], middles->y_m[to],
                                   middles->x_m[from], middles->y_m[from]);
        uint32_t cost = stride_leg_cost(leg_m, straight->factor);
        if (cost <= journey->cutoff_cost)
            journey->cost[(size_t)to * middles->count + from] = cost;
    }
    return st;
}

static enum ws_status walk(void *context, uint32_t from, uint32_t worker, struct ws_error *err)
{
    struct journey *journey = context;
    if (!has_middle(journey->middles, from))
        return WS_OK;
    return journey->plan->roads ? walk_roads(journey, &journey->walkers[worker], from, err)
                                : walk_straight(journey, &journey->walkers[worker], from, err);
}

/* There and back: the longer one. */
static void even_out(uint32_t *cost, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        cost[(size_t)i * count + i] = 0;
        for (uint32_t j = 0; j < i; j++) {
            uint32_t *there = &cost[(size_t)i * count + j], *back = &cost[(size_t)j * count + i];
            *there = *back = *there > *back ? *there : *back;
        }
    }
}

enum ws_status middles_travel(uint32_t *cost, const struct middles *middles,
                              const struct travel_plan *plan, struct ws_error *err)
{
    assert(cost && middles && plan && !plan->roads != !plan->straight);
    uint32_t threads = plan->threads ? plan->threads : 1;
    struct journey journey = {.middles = middles,
                              .plan = plan,
                              .cutoff_cost = plan->cutoff_cost < WS_COST_INF ? plan->cutoff_cost
                                                                             : WS_COST_INF - 1,
                              .cost = cost,
                              .walkers = mem_array(threads, sizeof *journey.walkers)};
    for (size_t at = 0; at < (size_t)middles->count * middles->count; at++)
        cost[at] = WS_COST_INF;
    enum ws_status st = journey.walkers
                            ? make_targets(&journey, err)
                            : error_set(err, WS_NO_MEMORY, "no memory for the ways between zones");
    if (!st)
        st = parallel_for(middles->count, threads, walk, &journey, err);
    if (!st)
        even_out(cost, middles->count);
    for (uint32_t i = 0; journey.walkers && i < threads; i++) {
        search_free(journey.walkers[i].search);
        earth_close(journey.walkers[i].earth);
    }
    mem_free(journey.walkers);
    mem_free(journey.targets.pieces);
    mem_free(journey.targets.part);
    return st;
}
