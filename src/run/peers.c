/* The table `peers`: places that are alike, and by what. */
#include "run/comparisons.h"
#include "run/decision.h"
#include "run/layers.h"
#include "run/phrases.h"
#include "run/supplier.h"

#include "base/figures.h"
#include "base/mem.h"
#include "decide/decide.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

/* A layer of zones and what is measured of it. */
struct peer_view {
    const struct run *run;
    const struct decision_row *rows;
    const struct zones *zones;
    const uint32_t *cost_p50;
    bool has_jobless; /* the register tells municipalities */
    uint32_t count;
};

static struct peer_view view_of(const struct run *run, size_t layer)
{
    const struct decision *decision = run->decision;
    const struct supplier *supplier = run->supplier;
    struct peer_view view = {.run = run, .rows = decision->rows, .zones = &run->zones};
    view.cost_p50 = run->cost_p50;
    view.count = decision->zone_count;
    view.has_jobless = run->registers.unemployed.month_count > 0;
    if (layer) {
        view.rows = decision->rows + decision->zone_count;
        view.zones = &supplier->zones;
        view.cost_p50 = supplier->cost_p50;
        view.count = decision->area_count;
        view.has_jobless = false;
    }
    return view;
}

static double jobless_of(const struct peer_view *view, uint32_t zone)
{
    const struct unemployed *table = &view->run->registers.unemployed;
    size_t at = (size_t)table->picked * table->zone_count + zone;
    if (!view->has_jobless || table->more_micro[at])
        return (double)NAN;
    return (double)table->people_micro[at] / (double)view->rows[zone].place.people_micro;
}

/* A place without people is like nothing. */
static double value_of(const struct peer_view *view, enum peer_measure measure, uint32_t zone)
{
    double people = (double)view->rows[zone].place.people_micro / WS_MICRO;
    double m2 = areas_m2(&view->zones->areas, zone);
    if (!(people > 0.0))
        return (double)NAN;
    switch (measure) {
    case PEER_PEOPLE:
        return people;
    case PEER_DENSITY:
        return m2 > 0.0 ? people / m2 * 1e6 : (double)NAN;
    case PEER_WAY:
        return view->cost_p50[zone] < WS_COST_INF ? view->cost_p50[zone] / 1000.0
                                                  : (double)INFINITY;
    default:
        return jobless_of(view, zone);
    }
}

static enum ws_status find_layer(struct run *run, size_t layer, uint32_t most, struct ws_error *err)
{
    struct peer_view view = view_of(run, layer);
    struct peer_places places = {.count = view.count};
    double *values = mem_array((size_t)view.count * PEER_MEASURES, sizeof *values);
    if (!values)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " peers", view.count);
    for (int m = 0; m < PEER_MEASURES; m++) {
        double *of = values + (size_t)m * view.count;
        for (uint32_t zone = 0; zone < view.count; zone++)
            of[zone] = value_of(&view, (enum peer_measure)m, zone);
        places.value[m] = of;
    }
    enum ws_status st = peers_find(&run->decision->peers[layer], &run->decision->peer_count[layer],
                                   &places, most, err);
    mem_free(values);
    return st;
}

enum ws_status run_peers(struct run *run, struct ws_error *err)
{
    const struct policy_value *most = &run->decision->policy.values[POLICY_PEERS];
    if (!most->is_known)
        return WS_OK;
    uint32_t count = (uint32_t)(most->mid / WS_MICRO);
    enum ws_status st = find_layer(run, 0, count, err);
    return st || !run->decision->area_count ? st : find_layer(run, 1, count, err);
}

/* Of ways km or minutes, and "none" where no provider is reached; unemployment in percent. */
static void value_text(char out[FIGURE], const struct peer_view *view, enum peer_measure measure,
                       uint32_t zone)
{
    double value = value_of(view, measure, zone);
    if (measure == PEER_WAY)
        value /= view->run->options->is_time ? 60.0 : 1000.0;
    if (isinf(value))
        snprintf(out, FIGURE, "none");
    else if (measure == PEER_UNEMPLOYMENT)
        figures_fixed(out, 100.0 * value, 1);
    else
        figures_fixed(out, value, measure == PEER_PEOPLE ? 0 : 1);
}

/* "people 1200, 1350; people per km2 2.1, 2.4; ...": of the place and of its peer. */
static void tell(char out[300], const struct peer_view *view, const struct peer *peer)
{
    const char *unit = view->run->options->is_time ? " min" : " km";
    size_t used = 0;
    out[0] = '\0';
    for (int m = 0; m < PEER_MEASURES && used < 300; m++) {
        char own[FIGURE], other[FIGURE];
        enum peer_measure measure = (enum peer_measure)m;
        if (isnan(value_of(view, measure, peer->place)))
            continue;
        value_text(own, view, measure, peer->place);
        value_text(other, view, measure, peer->peer);
        bool is_share = measure == PEER_UNEMPLOYMENT;
        used += (size_t)snprintf(out + used, 300 - used, "%s%s %s%s, %s%s", used ? "; " : "",
                                 peers_measure_name(measure), own, is_share ? " %" : "", other,
                                 measure == PEER_WAY ? unit
                                 : is_share          ? " %"
                                                     : "");
    }
}

/* ---- the table --------------------------------------------------------------------------- */

struct filler {
    uint32_t row;
    struct column *layer, *code, *name, *rank, *peer, *peer_name, *distance, *class, *route, *why;
};

static void fill_layer(struct filler *filler, const struct run *run, size_t layer)
{
    struct peer_view view = view_of(run, layer);
    for (uint32_t p = 0; p < run->decision->peer_count[layer]; p++) {
        char why[300];
        const struct peer *peer = &run->decision->peers[layer][p];
        const struct decision_row *own = &view.rows[peer->place], *other = &view.rows[peer->peer];
        uint32_t i = filler->row++;
        tell(why, &view, peer);
        layers_text(filler->layer, i, own->layer);
        layers_text(filler->code, i, own->code);
        layers_text(filler->name, i, own->name);
        layers_whole(filler->rank, i, peer->rank);
        layers_text(filler->peer, i, other->code);
        layers_text(filler->peer_name, i, other->name);
        layers_real(filler->distance, i, peers_distance(peer));
        if (other->finding.has_class)
            layers_text(filler->class, i, classify_name(other->finding.class_id));
        layers_text(filler->route, i, other->finding.route);
        layers_told(filler->why, i, why);
    }
}

enum ws_status layers_peers(struct run_layers *out, const struct run *run, struct ws_error *err)
{
    const struct decision *decision = run->decision;
    uint32_t count = decision->peer_count[0] + decision->peer_count[1];
    if (!count)
        return WS_OK;
    struct layer *layer = layers_begin(
        out, "peers",
        "Comparable places of each place, with class and route of the comparable one: mean "
        "difference of ranks by people, people per square kilometre, way of half of the people to "
        "the nearest provider, unemployment where it is told; 0 alike, 1 as different as can be",
        count, 10);
    if (!layer)
        return layers_no_memory(err, "table", "peers");
    struct filler filler = {.layer = layers_column(layer, "layer", COLUMN_TEXT),
                            .code = layers_column(layer, "code", COLUMN_TEXT),
                            .name = layers_column(layer, "name", COLUMN_TEXT),
                            .rank = layers_column(layer, "rank", COLUMN_WHOLE),
                            .peer = layers_column(layer, "peer", COLUMN_TEXT),
                            .peer_name = layers_column(layer, "peer_name", COLUMN_TEXT),
                            .distance = layers_column(layer, "apart", COLUMN_REAL),
                            .class = layers_column(layer, "class", COLUMN_TEXT),
                            .route = layers_column(layer, "route", COLUMN_TEXT),
                            .why = layers_sentences(layer, "why")};
    fill_layer(&filler, run, 0);
    fill_layer(&filler, run, 1);
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "table", "peers");
}

/* ---- evidence ------------------------------------------------------------------------------ */

static void put_peer(struct json *json, const struct peer_view *view, const struct peer *peer)
{
    char why[300];
    tell(why, view, peer);
    json_begin_object(json, NULL);
    json_put_text(json, "layer", view->rows[peer->place].layer);
    json_put_text(json, "code", view->rows[peer->place].code);
    json_put_whole(json, "rank", peer->rank);
    json_put_text(json, "peer", view->rows[peer->peer].code);
    json_put_real(json, "distance", peers_distance(peer));
    json_put_whole(json, "measures", peer->measure_count);
    json_put_text(json, "why", why);
    json_end(json);
}

void peers_evidence(struct json *json, const struct run *run)
{
    const struct decision *decision = run->decision;
    if (!decision->peer_count[0] && !decision->peer_count[1])
        return;
    json_begin_array(json, "peers");
    for (size_t layer = 0; layer < 2; layer++) {
        struct peer_view view = view_of(run, layer);
        for (uint32_t p = 0; p < decision->peer_count[layer]; p++)
            put_peer(json, &view, &decision->peers[layer][p]);
    }
    json_end(json);
}

/* ---- one municipality ------------------------------------------------------------------------ */

void peers_evidence_of(struct json *json, const struct run *run, uint32_t zone)
{
    const struct decision *decision = run->decision;
    struct peer_view view = view_of(run, 0);
    if (!decision->peer_count[0])
        return;
    json_begin_array(json, "peers");
    for (uint32_t p = 0; p < decision->peer_count[0]; p++)
        if (decision->peers[0][p].place == zone)
            put_peer(json, &view, &decision->peers[0][p]);
    json_end(json);
}

static void tell_peer(struct phrases *phrases, const struct peer_view *view,
                      const struct peer *peer)
{
    char why[300];
    const struct decision_row *other = &view->rows[peer->peer];
    const struct finding *finding = &other->finding;
    tell(why, view, peer);
    phrases_add(phrases, "  %" PRIu32 ". %s %s: %s, %s; difference %.3f (%s)", peer->rank,
                other->code, other->name,
                finding->has_class ? classify_name(finding->class_id) : "no class",
                finding->route ? finding->route : "no proposal", peers_distance(peer), why);
    phrases_end_line(phrases);
}

void peers_tell(struct phrases *phrases, const struct run *run, uint32_t zone)
{
    const struct decision *decision = run->decision;
    struct peer_view view = view_of(run, 0);
    bool is_first = true;
    for (uint32_t p = 0; p < decision->peer_count[0]; p++) {
        if (decision->peers[0][p].place != zone)
            continue;
        if (is_first)
            phrases_heading(phrases, "Comparable places (0 alike, 1 as different as can be)");
        is_first = false;
        tell_peer(phrases, &view, &decision->peers[0][p]);
    }
}
