/* tests/cover/world.h: a small network with facilities and people laid out by
 * hand or at random, taken through search, allocation and shares. */
#ifndef COVER_WORLD_H
#define COVER_WORLD_H
#include "base/fixed.h"
#include "base/mem.h"
#include "cover/cover.h"
#include "net/impedance.h"
#include "support/asciimap.h"
#include "support/near.h"
#include "support/oracle.h"
#include <stdlib.h>
#include <string.h>

#define WORLD_FACILITIES 8
#define WORLD_CUTOFFS 4
#define WORLD_SPEED_KMH 15.0

/* A stretch of an edge and whose it is; what a spread is made of. */
struct world_piece {
    uint32_t edge, from_mm, to_mm, off_mm, unit, zone;
};

struct world {
    struct network net;
    uint32_t facility_count, group_count, zone_count;
    struct ws_snap snaps[WORLD_FACILITIES];
    uint32_t leg_cost[WORLD_FACILITIES], group[WORLD_FACILITIES];
    enum ws_direction direction;
    bool is_time;
    uint32_t k, cutoff_count, threads;
    uint32_t cutoff_cost[WORLD_CUTOFFS], choice[WS_MAX_CHOICE];
    struct spread spread;
    /* made by world_run */
    struct stops stops;
    struct field field;
    struct ws_allocation rows;
    uint32_t *part;
};

static inline void world_ok(enum ws_status st, const struct ws_error *err)
{
    if (st)
        fail_msg("%s: %s", ws_status_name(st), err->message);
}

/* ---- networks --------------------------------------------------------------- */

/* A drawn network; every capital letter is a facility on its junction, the same
 * letter the same group. */
static inline void world_draw(struct world *world, const char *map_text, bool is_time)
{
    struct asciimap map;
    asciimap_read(&map, map_text);
    asciimap_build(&world->net, &map, is_time);
    assert_true(map.facilities.count <= WORLD_FACILITIES);
    world->is_time = is_time;
    world->facility_count = map.facilities.count;
    world->group_count = map.group_count;
    world->k = 3;
    world->threads = 1;
    world->zone_count = 1;
    for (uint32_t i = 0; i < map.facilities.count; i++) {
        world->group[i] = map.facilities.group[i];
        world->snaps[i] = (struct ws_snap){.edge = WS_NONE};
        for (uint32_t e = 0; e < world->net.edge_count; e++) {
            const struct network *net = &world->net;
            if (!network_is_canonical(net, e) || world->snaps[i].edge != WS_NONE)
                continue;
            uint32_t ends[2] = {net->tail[e], net->head[e]};
            for (int end = 0; end < 2; end++)
                if (fabs(net->x_m[ends[end]] - map.facilities.x_m[i]) < 1.0 &&
                    fabs(net->y_m[ends[end]] - map.facilities.y_m[i]) < 1.0)
                    world->snaps[i] =
                        (struct ws_snap){.edge = e, .along_mm = end ? net->length_mm[e] : 0};
        }
    }
    asciimap_release(&map);
}

/* The canonical edge between two letters, as drawn: the map must be that of
 * world_draw. */
static inline uint32_t world_edge(const struct world *world, const char *map_text, char from,
                                  char to)
{
    struct asciimap map;
    asciimap_read(&map, map_text);
    uint32_t edge = asciimap_edge(&map, &world->net, from, to);
    if (edge == WS_NONE)
        edge = asciimap_edge(&map, &world->net, to, from);
    asciimap_release(&map);
    assert_true(edge != WS_NONE);
    return network_canonical(&world->net, edge);
}

static inline void world_random_facility(struct world *world, uint64_t *state, uint32_t i)
{
    uint32_t edge = oracle_random(state, world->net.edge_count);
    edge = network_canonical(&world->net, edge);
    uint32_t length_mm = world->net.length_mm[edge];
    uint32_t along_mm = oracle_random(state, 4) ? oracle_random(state, length_mm + 1)
                                                : (oracle_random(state, 2) ? length_mm : 0);
    world->snaps[i] = (struct ws_snap){.edge = edge, .along_mm = along_mm};
    world->leg_cost[i] = oracle_random(state, 3) ? oracle_random(state, 3000) : 0;
    world->group[i] = oracle_random(state, world->group_count);
}

/* ---- spread ----------------------------------------------------------------- */

static inline int world_compare(const void *a_ptr, const void *b_ptr)
{
    const struct world_piece *a = a_ptr, *b = b_ptr;
    const uint32_t x[5] = {a->edge, a->from_mm, a->to_mm, a->unit, a->zone};
    const uint32_t y[5] = {b->edge, b->from_mm, b->to_mm, b->unit, b->zone};
    for (int i = 0; i < 5; i++)
        if (x[i] != y[i])
            return x[i] < y[i] ? -1 : 1;
    return 0;
}

static inline bool world_is_served(const struct world *world, uint32_t edge)
{
    const struct network *net = &world->net;
    for (uint32_t i = 0; i < world->facility_count; i++)
        if (world->snaps[i].edge != WS_NONE &&
            net->component[net->tail[world->snaps[i].edge]] == net->component[net->tail[edge]])
            return true;
    return false;
}

static inline uint32_t world_part(struct spread *spread, uint32_t unit, uint32_t zone)
{
    for (uint32_t part = spread->first_part[unit]; part < spread->first_part[unit + 1]; part++)
        if (spread->zone[part] == zone)
            return part;
    fail();
    return WS_NONE;
}

/* Parts of all units: zones in rising order, WS_NONE last; a unit without a
 * piece has one part off the network in zone 0. */
static inline void world_parts(struct world *world, const struct world_piece *pieces,
                               uint32_t count)
{
    struct spread *spread = &world->spread;
    for (uint32_t unit = 0; unit < spread->unit_count; unit++) {
        spread->first_part[unit] = spread->part_count;
        for (uint32_t z = 0; z <= world->zone_count; z++) {
            uint32_t zone = z < world->zone_count ? z : WS_NONE;
            bool is_used = false;
            for (uint32_t i = 0; i < count; i++)
                is_used = is_used || (pieces[i].unit == unit && pieces[i].zone == zone);
            if (!is_used)
                continue;
            spread->unit[spread->part_count] = unit;
            spread->state[spread->part_count] = PART_ON_NETWORK;
            spread->zone[spread->part_count++] = zone;
        }
        if (spread->first_part[unit] == spread->part_count) {
            spread->unit[spread->part_count] = unit;
            spread->state[spread->part_count++] = PART_OFF_NETWORK;
        }
    }
    spread->first_part[spread->unit_count] = spread->part_count;
}

/* people[unit]: whole persons of weight 0; weight 1 has a third as many
 * micro-people, rounded down. */
static inline void world_spread(struct world *world, struct world_piece *pieces, uint32_t count,
                                const uint32_t *people, uint32_t unit_count)
{
    struct spread *spread = &world->spread;
    size_t most = (size_t)count + unit_count;
    if (count)
        qsort(pieces, count, sizeof *pieces, world_compare);
    *spread = (struct spread){.weight_count = 2,
                              .unit_count = unit_count,
                              .piece_count = count,
                              .unit = mem_array(most, sizeof(uint32_t)),
                              .zone = mem_array(most, sizeof(uint32_t)),
                              .state = mem_array(most, 1),
                              .weight_mm = mem_array(most, sizeof(uint64_t)),
                              .no_link_mm = mem_array(most, sizeof(uint64_t)),
                              .people_micro = mem_array(most, 2 * sizeof(uint64_t)),
                              .first_part = mem_array(unit_count + 1, sizeof(uint32_t)),
                              .pieces = mem_array(count, sizeof(struct ws_piece)),
                              .part = mem_array(count, sizeof(uint32_t))};
    world_parts(world, pieces, count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t part = world_part(spread, pieces[i].unit, pieces[i].zone);
        spread->pieces[i] = (struct ws_piece){pieces[i].edge,   pieces[i].from_mm, pieces[i].to_mm,
                                              pieces[i].off_mm, pieces[i].unit,    pieces[i].zone};
        spread->part[i] = part;
        spread->weight_mm[part] += piece_weight(&spread->pieces[i]);
        if (!world_is_served(world, pieces[i].edge))
            spread->no_link_mm[part] += piece_weight(&spread->pieces[i]);
    }
    for (uint32_t unit = 0; unit < unit_count; unit++)
        for (uint32_t w = 0; w < 2; w++) {
            uint64_t share[64], whole = (uint64_t)people[unit] * WS_MICRO / (w ? 3 : 1);
            uint32_t first = spread->first_part[unit], n = spread->first_part[unit + 1] - first;
            assert_true(n <= 64);
            fixed_split(whole, spread->weight_mm + first, n, share);
            for (uint32_t i = 0; i < n; i++)
                spread->people_micro[2 * (first + i) + w] = share[i];
        }
}

/* One unit per canonical inhabited edge, in zone 0, `people` persons each. */
static inline void world_spread_edges(struct world *world, uint32_t people)
{
    struct world_piece pieces[64];
    uint32_t count = 0, each[64];
    for (uint32_t e = 0; e < world->net.edge_count; e++) {
        if (!network_is_canonical(&world->net, e) || !(world->net.flags[e] & EDGE_INHABITED))
            continue;
        assert_true(count < 64);
        each[count] = people;
        pieces[count] =
            (struct world_piece){.edge = e, .to_mm = world->net.length_mm[e], .unit = count};
        count++;
    }
    world_spread(world, pieces, count, each, count);
}

/* Stretches and snapped points on all edges, of few units in few zones, some
 * outside; the last unit is off the network. */
static inline void world_random_spread(struct world *world, uint64_t *state)
{
    enum { UNITS = 12, MOST = 1024 };
    static _Thread_local struct world_piece pieces[MOST];
    uint32_t count = 0, people[UNITS + MOST], unit_count = UNITS;
    for (uint32_t e = 0; e < world->net.edge_count && count + 4 < MOST; e++) {
        if (!network_is_canonical(&world->net, e))
            continue;
        uint32_t length_mm = world->net.length_mm[e], from_mm = 0;
        while (from_mm < length_mm) {
            uint32_t to_mm = from_mm + 1 + oracle_random(state, length_mm);
            to_mm = to_mm < length_mm ? to_mm : length_mm;
            uint32_t zone = oracle_random(state, world->zone_count + 1);
            if (oracle_random(state, 5) && count + 4 < MOST)
                pieces[count++] = (struct world_piece){e,
                                                       from_mm,
                                                       to_mm,
                                                       0,
                                                       oracle_random(state, UNITS - 1),
                                                       zone < world->zone_count ? zone : WS_NONE};
            from_mm = to_mm;
        }
        if (oracle_random(state, 2)) {
            uint32_t at_mm = oracle_random(state, length_mm + 1);
            pieces[count++] =
                (struct world_piece){e, at_mm, at_mm, oracle_random(state, 2000), unit_count++, 0};
        }
    }
    for (uint32_t unit = 0; unit < unit_count; unit++)
        people[unit] = oracle_random(state, 50);
    world_spread(world, pieces, count, people, unit_count);
}

/* A random network, spread and facilities; cutoffs in rising order. */
static inline void world_random(struct world *world, uint64_t seed, bool is_time)
{
    uint64_t state = seed;
    struct lines lines;
    struct build_notes notes;
    struct ws_error err = {0};
    *world = (struct world){.is_time = is_time,
                            .direction = seed % 2 ? WS_TO_FACILITY : WS_FROM_FACILITY,
                            .group_count = 1 + oracle_random(&state, 4),
                            .zone_count = 3,
                            .k = 3,
                            .threads = 1,
                            .cutoff_count = 3};
    struct impedance impedance = asciimap_impedance(is_time);
    oracle_random_lines(&lines, &state, 14, 4);
    world_ok(build_network(&world->net, &notes, &lines, &impedance, &err), &err);
    lines_release(&lines);
    world->facility_count = 1 + oracle_random(&state, 5);
    for (uint32_t i = 0; i < WORLD_FACILITIES; i++)
        world_random_facility(world, &state, i);
    for (uint32_t c = 0, cost = 0; c < 3; c++)
        world->cutoff_cost[c] = cost += oracle_random(&state, is_time ? 2500 : 40000);
    for (uint32_t i = 0; i < WS_MAX_CHOICE; i++)
        world->choice[i] = i + 1;
    world_random_spread(world, &state);
}

/* ---- runs ------------------------------------------------------------------- */

static inline struct allocate_plan world_plan(const struct world *world)
{
    return (struct allocate_plan){.net = &world->net,
                                  .field = &world->field,
                                  .stops = &world->stops,
                                  .group = world->group,
                                  .direction = world->direction,
                                  .is_time = world->is_time,
                                  .access_speed_kmh = WORLD_SPEED_KMH,
                                  .cutoff_cost = world->cutoff_cost,
                                  .cutoff_count = world->cutoff_count,
                                  .threads = world->threads};
}

static inline void world_forget(struct world *world)
{
    stops_release(&world->stops);
    field_release(&world->field);
    allocation_release(&world->rows);
    mem_free(world->part);
    world->part = NULL;
}

static inline void world_search(struct world *world)
{
    struct ws_error err = {0};
    struct search *search = NULL;
    struct seed seeds[4 * WORLD_FACILITIES];
    uint32_t count = 0;
    struct search_plan plan = {.net = &world->net,
                               .group = world->group,
                               .k = world->k,
                               .cutoff_cost = WS_COST_INF - 1,
                               .direction = world->direction};
    world_ok(stops_new(&world->stops, world->snaps, world->leg_cost, world->facility_count, &err),
             &err);
    for (uint32_t i = 0; i < world->facility_count; i++)
        if (world->snaps[i].edge != WS_NONE)
            count += search_seeds(seeds + count, &world->net, &world->snaps[i], world->leg_cost[i],
                                  i, world->direction);
    world_ok(search_new(&search, &plan, &err), &err);
    world_ok(search_run(search, seeds, count, &err), &err);
    search_take(search, &world->field);
    search_free(search);
}

/* Search and allocation anew. */
static inline void world_run(struct world *world)
{
    struct ws_error err = {0};
    world_forget(world);
    world_search(world);
    struct allocate_plan plan = world_plan(world);
    world_ok(allocate_pieces(&world->rows, &world->part, &world->spread, &plan, &err), &err);
}

static inline struct share_plan world_share_plan(const struct world *world)
{
    return (struct share_plan){.spread = &world->spread,
                               .allocation = &world->rows,
                               .part = world->part,
                               .zone_count = world->zone_count,
                               .cutoff_count = world->cutoff_count,
                               .choice_count = world->k,
                               .cutoff_cost = world->cutoff_cost,
                               .choice = world->choice};
}

/* Rows [zone][weight][cutoff][choice], nation last; free with mem_free(). */
static inline struct ws_share *world_shares(const struct world *world, uint32_t *count)
{
    struct ws_error err = {0};
    struct ws_share *rows = NULL;
    struct share_plan plan = world_share_plan(world);
    world_ok(shares_sum(&rows, count, &plan, &err), &err);
    return rows;
}

static inline const struct ws_share *world_share(const struct world *world,
                                                 const struct ws_share *rows, uint32_t zone,
                                                 uint32_t cutoff, uint32_t choice)
{
    return &rows[((size_t)zone * 2 * world->cutoff_count + cutoff) * world->k + choice - 1];
}

/* Reach of all facilities; the points only carry the groups. */
static inline void world_reach(struct world *world, struct reach *out, uint32_t main_cutoff)
{
    struct ws_error err = {0};
    struct allocate_plan roads = world_plan(world);
    struct ws_points facilities = {.count = world->facility_count, .group = world->group};
    struct reach_plan plan = {.spread = &world->spread,
                              .allocation = &world->rows,
                              .part = world->part,
                              .roads = &roads,
                              .facility_snaps = world->snaps,
                              .leg_cost = world->leg_cost,
                              .facilities = &facilities,
                              .group_count = world->group_count,
                              .zone_count = world->zone_count,
                              .cutoff_cost = world->cutoff_cost,
                              .cutoff_count = world->cutoff_count,
                              .main_cutoff = main_cutoff,
                              .threads = world->threads};
    world_ok(reach_facilities(out, &plan, &err), &err);
}

static inline void world_release(struct world *world)
{
    world_forget(world);
    spread_release(&world->spread);
    network_release(&world->net);
    *world = (struct world){0};
}

/* ---- millimetre by millimetre ----------------------------------------------- */

/* What the judge of allocations knows: the cost of every node to every
 * facility, found by trying all there is. */
struct world_judge {
    const struct world *world;
    struct oracle_facility facilities[WORLD_FACILITIES];
    uint32_t *node_cost[WORLD_FACILITIES];
};

static inline void world_judge_init(struct world_judge *judge, const struct world *world)
{
    *judge = (struct world_judge){.world = world};
    for (uint32_t f = 0; f < world->facility_count; f++) {
        judge->facilities[f] = (struct oracle_facility){
            .snap = world->snaps[f], .leg_cost = world->leg_cost[f], .group = world->group[f]};
        judge->node_cost[f] =
            oracle_node_costs(&world->net, &judge->facilities[f], world->direction);
    }
}

static inline void world_judge_release(struct world_judge *judge)
{
    for (uint32_t f = 0; f < WORLD_FACILITIES; f++)
        mem_free(judge->node_cost[f]);
}

/* Cost at p of one way to a facility: 0 by the start of the edge, 1 by its end,
 * 2 straight along it. */
static inline uint64_t world_way(const struct world_judge *judge, uint32_t f, uint32_t edge,
                                 uint32_t p_mm, int way)
{
    const struct network *net = &judge->world->net;
    const struct oracle_facility *facility = &judge->facilities[f];
    uint32_t end_mm = way == 0 ? 0 : way == 1 ? net->length_mm[edge] : facility->snap.along_mm;
    uint64_t cost = way == 0   ? judge->node_cost[f][net->tail[edge]]
                    : way == 1 ? judge->node_cost[f][net->head[edge]]
                               : facility->leg_cost;
    if (way == 2 && facility->snap.edge != edge)
        return WS_COST_INF;
    bool is_onward = (p_mm <= end_mm) == (judge->world->direction == WS_TO_FACILITY);
    uint32_t directed = is_onward ? edge : net->twin[edge];
    uint64_t d_mm = p_mm <= end_mm ? end_mm - p_mm : p_mm - end_mm;
    if (d_mm == 0)
        return cost;
    if (directed == WS_NONE)
        return WS_COST_INF;
    return cost + (net->cost[directed] * d_mm + net->length_mm[edge] - 1) / net->length_mm[edge];
}

/* True when the group reaches all of the millimetre [p, p + 1) by one way. */
static inline bool world_reaches(const struct world_judge *judge, uint32_t group, uint32_t edge,
                                 uint32_t p_mm, uint32_t cutoff_cost)
{
    for (uint32_t f = 0; f < judge->world->facility_count; f++)
        for (int way = 0; judge->world->group[f] == group && way < 3; way++) {
            uint64_t from = world_way(judge, f, edge, p_mm, way);
            uint64_t to = world_way(judge, f, edge, p_mm + 1, way);
            if (from <= cutoff_cost && to <= cutoff_cost)
                return true;
        }
    return false;
}

static inline uint32_t world_groups_at(const struct world_judge *judge, uint32_t edge,
                                       uint32_t p_mm, uint32_t cutoff_cost)
{
    uint32_t count = 0;
    for (uint32_t group = 0; group < judge->world->group_count; group++)
        count += world_reaches(judge, group, edge, p_mm, cutoff_cost);
    return count;
}

/* The k nearest labels at a position, by the oracle. */
static inline void world_nearest(const struct world_judge *judge, uint32_t edge, uint32_t p_mm,
                                 uint32_t leg_cost, uint64_t *label)
{
    const struct world *world = judge->world;
    uint32_t cost[WORLD_FACILITIES];
    for (uint32_t f = 0; f < world->facility_count; f++) {
        uint64_t sum = (uint64_t)oracle_cost_at(&world->net, &judge->facilities[f],
                                                judge->node_cost[f], world->direction, edge, p_mm) +
                       leg_cost;
        cost[f] = sum < WS_COST_INF ? (uint32_t)sum : WS_COST_INF;
    }
    oracle_nearest(label, world->k, cost, judge->facilities, world->facility_count,
                   WS_COST_INF - 1);
}
#endif
