/* The way that attains a cost: straight to the road, along the edges by following
 * labels, straight to the office. */
#include "run/explain.h"
#include "run/target.h"

#include "base/mem.h"
#include "net/impedance.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* A stretch of a canonical edge, from place to office; from_mm > to_mm runs
 * against the drawing. */
struct step {
    uint32_t edge, from_mm, to_mm, cost;
};

struct track {
    uint32_t rank, facility;
    struct step *steps;
    size_t count, cap;
    double *x, *y; /* of the road, place first */
    size_t vertex_count, x_cap, y_cap;
    double place[2], office[2]; /* degrees */
    uint64_t road_mm;
    uint32_t road_cost;
};

static enum ws_status no_memory(struct ws_error *err)
{
    return error_set(err, WS_NO_MEMORY, "no memory for a route");
}

static void track_release(struct track *track)
{
    mem_free(track->steps);
    mem_free(track->x);
    mem_free(track->y);
}

/* ---- following labels ------------------------------------------------------------ */

static enum ws_status add_step(struct track *track, struct step step, struct ws_error *err)
{
    if (mem_grow(&track->steps, &track->cap, track->count + 1, sizeof *track->steps))
        return no_memory(err);
    track->steps[track->count++] = step;
    track->road_cost += step.cost;
    track->road_mm +=
        step.from_mm > step.to_mm ? step.from_mm - step.to_mm : step.to_mm - step.from_mm;
    return WS_OK;
}

static bool has_label(const struct field *field, uint32_t node, uint64_t label)
{
    for (uint32_t r = 0; r < field->k; r++)
        if (field->label[(size_t)node * field->k + r] == label)
            return true;
    return false;
}

/* The seed by which the office gave the node this label; false: none did. */
static bool find_seed(const struct run *run, uint32_t node, uint64_t label)
{
    struct seed seeds[4];
    uint32_t office = label_facility(label);
    uint32_t count = search_seeds(seeds, &run->net, &run->snaps[office], run->leg_cost[office],
                                  office, run->options->direction);
    for (uint32_t i = 0; i < count; i++)
        if (seeds[i].node == node && seeds[i].label == label)
            return true;
    return false;
}

/* From a node along the office's own road to its foot. */
static enum ws_status finish_at_office(struct track *track, const struct run *run, uint32_t node,
                                       uint64_t label, struct ws_error *err)
{
    const struct ws_snap *snap = &run->snaps[track->facility];
    uint32_t length_mm = run->net.length_mm[snap->edge];
    uint32_t cost = label_cost(label) - run->leg_cost[track->facility];
    if (snap->along_mm == 0 || snap->along_mm == length_mm)
        return WS_OK; /* stands at this junction */
    /* A loop has both ends here: the end whose way costs this much. */
    uint32_t twin = run->net.twin[snap->edge];
    uint32_t from_start = run->options->direction == WS_TO_FACILITY ? snap->edge : twin;
    bool is_start = run->net.tail[snap->edge] == node && from_start != WS_NONE &&
                    along_cost(run->net.cost[from_start], length_mm, snap->along_mm) == cost;
    return add_step(track,
                    (struct step){snap->edge, is_start ? 0 : length_mm, snap->along_mm, cost}, err);
}

/* The lowest edge that leads on from the node (towards the office, or back from
 * it) to one whose label is this one less the edge. WS_NONE: none. */
static uint32_t next_edge(const struct run *run, uint32_t node, uint64_t label)
{
    const struct network *net = &run->net;
    bool is_to = run->options->direction == WS_TO_FACILITY;
    const uint32_t *first = is_to ? net->first_out : net->first_in;
    uint32_t best = WS_NONE;
    for (uint32_t i = first[node]; i < first[node + 1]; i++) {
        uint32_t edge = is_to ? i : net->in_edge[i];
        uint32_t far_node = is_to ? net->head[edge] : net->tail[edge];
        if (edge >= best || net->cost[edge] > label_cost(label))
            continue;
        if (has_label(&run->field, far_node, label - ((uint64_t)net->cost[edge] << 32)))
            best = edge;
    }
    return best;
}

static enum ws_status follow(struct track *track, const struct run *run, uint32_t node,
                             uint64_t label, struct ws_error *err)
{
    const struct network *net = &run->net;
    bool is_to = run->options->direction == WS_TO_FACILITY;
    while (!find_seed(run, node, label)) {
        uint32_t edge = next_edge(run, node, label);
        assert(edge != WS_NONE); /* labels of a finished search have a source */
        uint32_t canonical = network_canonical(net, edge), length_mm = net->length_mm[edge];
        /* From here on, whatever way the traffic runs. */
        bool is_drawn = (edge == canonical) == is_to;
        struct step step = {canonical, is_drawn ? 0 : length_mm, is_drawn ? length_mm : 0,
                            net->cost[edge]};
        enum ws_status st = add_step(track, step, err);
        if (st)
            return st;
        node = is_to ? net->head[edge] : net->tail[edge];
        label -= (uint64_t)net->cost[edge] << 32;
    }
    return finish_at_office(track, run, node, label, err);
}

/* ---- leaving the foot ------------------------------------------------------------- */

/* The lane that attains the label at the foot; NULL: the junction there does. */
static const struct lane *find_lane(const struct lanes *lanes, const struct place_facts *facts,
                                    uint64_t label)
{
    uint32_t p_mm = facts->snap.along_mm;
    for (uint32_t i = 0; i < lanes->count; i++) {
        const struct lane *lane = &lanes->items[i];
        if (lane->facility == label_facility(label) && lane->low_mm <= p_mm &&
            p_mm <= lane->high_mm && lane_cost(lane, lanes->length_mm, p_mm) == label_cost(label))
            return lane;
    }
    return NULL;
}

static enum ws_status leave(struct track *track, const struct run *run,
                            const struct place_facts *facts, const struct lanes *lanes,
                            struct ws_error *err)
{
    const struct network *net = &run->net;
    uint32_t edge = facts->snap.edge, p_mm = facts->snap.along_mm, length_mm = lanes->length_mm;
    uint64_t label = facts->at_foot[track->rank - 1];
    if (p_mm == 0 && has_label(&run->field, net->tail[edge], label))
        return follow(track, run, net->tail[edge], label, err);
    if (p_mm == length_mm && has_label(&run->field, net->head[edge], label))
        return follow(track, run, net->head[edge], label, err);

    const struct lane *lane = find_lane(lanes, facts, label);
    assert(lane);
    uint32_t to_mm = lane->origin_mm;
    struct step step = {edge, p_mm, to_mm, label_cost(label) - lane->base};
    enum ws_status st = p_mm == to_mm ? WS_OK : add_step(track, step, err);
    if (st || (to_mm != 0 && to_mm != length_mm))
        return st; /* the office stands on this road */
    return follow(track, run, to_mm == 0 ? net->tail[edge] : net->head[edge],
                  label_make(lane->base, lane->facility), err);
}

static enum ws_status find_way(struct track *track, const struct run *run,
                               const struct place_facts *facts, struct ws_error *err)
{
    struct lanes lanes = {0};
    enum ws_status st =
        lanes_collect(&lanes, &run->net, &run->field, &run->stops, run->offices.points.group,
                      run->options->direction, facts->snap.edge, err);
    if (!st)
        st = leave(track, run, facts, &lanes, err);
    lanes_release(&lanes);
    return st;
}

/* ---- drawing ----------------------------------------------------------------------- */

static enum ws_status add_vertex(struct track *track, double x, double y, struct ws_error *err)
{
    size_t count = track->vertex_count;
    if (count && !(fabs(track->x[count - 1] - x) > 0.0) && !(fabs(track->y[count - 1] - y) > 0.0))
        return WS_OK; /* stretches share their ends */
    if (mem_grow(&track->x, &track->x_cap, count + 1, sizeof *track->x) ||
        mem_grow(&track->y, &track->y_cap, count + 1, sizeof *track->y))
        return no_memory(err);
    track->x[count] = x;
    track->y[count] = y;
    track->vertex_count++;
    return WS_OK;
}

static enum ws_status add_position(struct track *track, const struct network *net, uint32_t edge,
                                   uint32_t along_mm, struct ws_error *err)
{
    double x_m, y_m;
    network_position(net, edge, along_mm, &x_m, &y_m);
    return add_vertex(track, x_m, y_m, err);
}

static enum ws_status draw_step(struct track *track, const struct network *net,
                                const struct step *step, struct ws_error *err)
{
    uint32_t first = net->first_xy[step->edge], count = net->first_xy[step->edge + 1] - first;
    bool is_drawn = step->from_mm <= step->to_mm;
    uint32_t low_mm = is_drawn ? step->from_mm : step->to_mm;
    uint32_t high_mm = is_drawn ? step->to_mm : step->from_mm;
    enum ws_status st = add_position(track, net, step->edge, step->from_mm, err);
    for (uint32_t i = 0; !st && i < count; i++) {
        size_t vertex = first + (is_drawn ? i : count - 1 - i);
        if (net->at_mm[vertex] > low_mm && net->at_mm[vertex] < high_mm)
            st = add_vertex(track, net->xy_m[2 * vertex], net->xy_m[2 * vertex + 1], err);
    }
    return st ? st : add_position(track, net, step->edge, step->to_mm, err);
}

/* All positions in degrees; the place as it was asked for. */
static enum ws_status draw(struct track *track, const struct run *run,
                           const struct place_facts *facts, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    track->place[0] = facts->lon_deg;
    track->place[1] = facts->lat_deg;
    track->office[0] = run->offices.points.x_m[track->facility];
    track->office[1] = run->offices.points.y_m[track->facility];
    for (size_t i = 0; !st && i < track->count; i++)
        st = draw_step(track, &run->net, &track->steps[i], err);
    if (!st && !track->count && run->options->road_count)
        st = add_position(track, &run->net, facts->snap.edge, facts->snap.along_mm, err);
    if (!st)
        st = io_degrees(run->io, 1, &track->office[0], &track->office[1], err);
    return st ? st : io_degrees(run->io, track->vertex_count, track->x, track->y, err);
}

/* ---- GeoJSON ------------------------------------------------------------------------- */

/* Nine decimals are a tenth of a millimetre. */
static void put_position(struct json *json, double lon_deg, double lat_deg)
{
    json_begin_array(json, NULL);
    json_put_real(json, NULL, round(lon_deg * 1e9) / 1e9);
    json_put_real(json, NULL, round(lat_deg * 1e9) / 1e9);
    json_end(json);
}

static void begin_part(struct json *json, const char *part, double length_m, uint32_t cost)
{
    json_begin_object(json, NULL);
    json_put_text(json, "type", "Feature");
    json_begin_object(json, "properties");
    json_put_text(json, "part", part);
    json_put_real(json, "length_m", length_m);
    json_put_real(json, "cost", cost / 1000.0);
    json_end(json);
    json_begin_object(json, "geometry");
    json_put_text(json, "type", "LineString");
    json_begin_array(json, "coordinates");
}

static void end_part(struct json *json)
{
    json_end(json);
    json_end(json);
    json_end(json);
}

static void put_leg(struct json *json, const double from[2], const double to[2], double length_m,
                    uint32_t cost)
{
    begin_part(json, "leg", length_m, cost);
    put_position(json, from[0], from[1]);
    put_position(json, to[0], to[1]);
    end_part(json);
}

/* A line needs two positions: a road of no length has its foot twice. */
static void put_road(struct json *json, const struct track *track, bool is_to)
{
    size_t count = track->vertex_count;
    begin_part(json, "road", (double)track->road_mm / 1000.0, track->road_cost);
    for (size_t i = 0; i < count; i++) {
        size_t vertex = is_to ? i : count - 1 - i;
        put_position(json, track->x[vertex], track->y[vertex]);
    }
    if (count == 1)
        put_position(json, track->x[0], track->y[0]);
    end_part(json);
}

/* In the direction of travel. */
static void put_parts(struct json *json, const struct run *run, const struct place_facts *facts,
                      const struct track *track)
{
    bool is_to = run->options->direction == WS_TO_FACILITY;
    const double *start = is_to ? track->place : track->office;
    const double *end = is_to ? track->office : track->place;
    uint32_t cost = label_cost(facts->label[track->rank - 1]);
    if (!run->options->road_count) {
        put_leg(json, start, end, cost / 1000.0 / run->options->straight_factor, cost);
        return;
    }
    size_t last = track->vertex_count - 1;
    const double at_place[2] = {track->x[0], track->y[0]};
    const double at_office[2] = {track->x[last], track->y[last]};
    uint32_t place_mm = facts->snap.off_mm, office_mm = run->snaps[track->facility].off_mm;
    uint32_t place_cost = facts->leg_cost, office_cost = run->leg_cost[track->facility];
    assert((uint64_t)place_cost + track->road_cost + office_cost == cost);
    put_leg(json, start, is_to ? at_place : at_office, (is_to ? place_mm : office_mm) / 1000.0,
            is_to ? place_cost : office_cost);
    put_road(json, track, is_to);
    put_leg(json, is_to ? at_office : at_place, end, (is_to ? office_mm : place_mm) / 1000.0,
            is_to ? office_cost : place_cost);
}

static enum ws_status route_json(char **out, const struct run *run, const struct place_facts *facts,
                                 const struct track *track, struct ws_error *err)
{
    struct json *json = NULL;
    const struct offices *offices = &run->offices;
    enum ws_status st = json_new(&json, err);
    if (st)
        return st;
    json_begin_object(json, NULL);
    json_put_text(json, "type", "FeatureCollection");
    json_put_text(json, "office", offices->id[track->facility]);
    json_put_text(json, "provider", offices->provider[offices->points.group[track->facility]]);
    json_put_whole(json, "rank", track->rank);
    json_put_real(json, "cost", label_cost(facts->label[track->rank - 1]) / 1000.0);
    json_put_text(json, "cost_unit", run->options->is_time ? "s" : "m");
    json_begin_array(json, "features");
    put_parts(json, run, facts, track);
    json_end(json);
    json_end(json);
    st = json_text(out, json, err);
    json_free(json);
    return st;
}

/* ---- the file ------------------------------------------------------------------------- */

/* The text is taken over. */
static enum ws_status write_file(const struct run *run, const char *path, char *text,
                                 bool overwrite, struct ws_error *err)
{
    struct target target = {0};
    enum ws_status st = target_hold(&target, path, text, strlen(text), err);
    if (!st && !run_may_write(run->options))
        st = error_set(err, WS_CANCELLED, "stopped while writing; nothing was written");
    if (!st)
        st = target_prepare(&target, err);
    if (!st)
        st = target_publish(&target, overwrite, err);
    target_release(&target);
    return st;
}

static enum ws_status write_route(const struct run *run, const struct place_facts *facts,
                                  struct track *track, const char *path, bool overwrite,
                                  struct ws_error *err)
{
    char *text = NULL;
    enum ws_status st = run->options->road_count ? find_way(track, run, facts, err) : WS_OK;
    if (!st)
        st = draw(track, run, facts, err);
    if (!st)
        st = route_json(&text, run, facts, track, err);
    if (!st)
        st = write_file(run, path, text, overwrite, err);
    return st;
}

enum ws_status ws_result_route(struct ws_result *result, const struct ws_place *place,
                               uint32_t rank, const char *path, bool overwrite,
                               struct ws_error *err)
{
    struct place_facts facts;
    if (!result || !path || !place || !place->at || place->unit || place->municipality)
        return error_set(err, WS_BAD_OPTION, "a route starts at a place; expected --at LON,LAT");
    const struct run *run = result->run;
    if (!run->median_choice)
        return error_set(err, WS_BAD_OPTION,
                         "a check has no routes; expected the result of an "
                         "analysis");
    enum ws_status st = target_check(run, path, overwrite, err);
    if (!st)
        st = explain_place(&facts, run, place->at, err);
    if (st)
        return st;
    if (rank < 1 || rank > facts.near_count)
        return error_set(err, WS_NOT_FOUND,
                         "no route to provider %" PRIu32 " from %.60s: %" PRIu32 " can be reached",
                         rank, place->at, facts.near_count);
    struct track track = {.rank = rank, .facility = label_facility(facts.label[rank - 1])};
    st = write_route(run, &facts, &track, path, overwrite, err);
    track_release(&track);
    return st;
}
