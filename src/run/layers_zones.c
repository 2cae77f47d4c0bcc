/* Layers of municipalities and white spots. */
#include "run/explain.h"
#include "run/layers.h"

#include "base/mem.h"
#include "decide/decide.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

/* The share row of a zone, first weight, at the main limit; NULL when this
 * choice was not asked for. */
static const struct ws_share *main_row(const struct run *run, uint32_t zone, uint32_t choice)
{
    const struct ws_options *options = run->options;
    for (uint32_t k = 0; k < options->choice_count; k++)
        if (options->choice[k] == choice)
            return ws_result_share(&run->result, zone, 0, options->main_cutoff, k);
    return NULL;
}

static const struct ws_share *lead_row(const struct run *run, uint32_t zone)
{
    return &run->main_shares.rows[(size_t)zone * run->population.units.weight_count];
}

static void fill_shares(struct layer *layer, const struct run *run)
{
    struct column *people = layers_column(layer, "people", COLUMN_REAL);
    struct column *covered = layers_column(layer, "covered", COLUMN_REAL);
    struct column *share = layers_column(layer, "share", COLUMN_REAL);
    struct column *low = layers_column(layer, "share_low", COLUMN_REAL);
    struct column *high = layers_column(layer, "share_high", COLUMN_REAL);
    struct column *choice2 = layers_column(layer, "choice2", COLUMN_REAL);
    struct column *choice3 = layers_column(layer, "choice3", COLUMN_REAL);
    for (uint32_t zone = 0; zone < run->zones.count; zone++) {
        const struct ws_share *row = lead_row(run, zone);
        const struct ws_share *two = main_row(run, zone, 2), *three = main_row(run, zone, 3);
        layers_people(people, zone, row->people_micro);
        layers_people(covered, zone, row->covered_micro);
        layers_real(share, zone, share_fraction(row, row->covered_micro));
        layers_real(low, zone, share_low(row));
        layers_real(high, zone, share_high(row));
        if (two)
            layers_real(choice2, zone, share_fraction(two, two->covered_micro));
        if (three)
            layers_real(choice3, zone, share_fraction(three, three->covered_micro));
    }
}

/* Distinct providers with an office in the zone. */
static int64_t providers_inside(const struct run *run, uint32_t zone, bool *is_seen)
{
    int64_t count = 0;
    for (uint32_t g = 0; g < run->offices.provider_count; g++)
        is_seen[g] = false;
    for (uint32_t i = 0; i < run->offices.points.count; i++) {
        uint32_t group = run->offices.points.group[i];
        if (run->office_zone[i] != zone || is_seen[group])
            continue;
        is_seen[group] = true;
        count++;
    }
    return count;
}

static enum ws_status fill_offices(struct layer *layer, const struct run *run, struct ws_error *err)
{
    struct column *offices = layers_column(layer, "offices", COLUMN_WHOLE);
    struct column *providers = layers_column(layer, "providers", COLUMN_WHOLE);
    struct column *reachable = layers_column(layer, "reachable", COLUMN_REAL);
    bool *is_seen = mem_array(run->offices.provider_count, sizeof *is_seen);
    if (!is_seen)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " providers",
                         run->offices.provider_count);
    for (uint32_t zone = 0; zone < run->zones.count; zone++) {
        int64_t inside = 0;
        for (uint32_t i = 0; i < run->offices.points.count; i++)
            inside += run->office_zone[i] == zone;
        layers_whole(offices, zone, inside);
        layers_whole(providers, zone, providers_inside(run, zone, is_seen));
        const struct ws_share *row = lead_row(run, zone);
        if (row->people_micro)
            layers_real(reachable, zone,
                        (double)run->reach.group_sum_micro[zone] / (double)row->people_micro);
    }
    mem_free(is_seen);
    return WS_OK;
}

static void fill_costs(struct layer *layer, const struct run *run)
{
    struct column *p50 = layers_column(layer, "cost_p50", COLUMN_REAL);
    struct column *p90 = layers_column(layer, "cost_p90", COLUMN_REAL);
    struct column *off = layers_column(layer, "off_network", COLUMN_REAL);
    struct column *no_link = layers_column(layer, "no_link", COLUMN_REAL);
    for (uint32_t zone = 0; zone < run->zones.count; zone++) {
        const struct ws_share *row = lead_row(run, zone);
        layers_cost(p50, zone, run->cost_p50[zone]);
        layers_cost(p90, zone, run->cost_p90[zone]);
        layers_people(off, zone, row->off_network_micro);
        layers_people(no_link, zone, row->no_link_micro);
    }
}

static void fill_class(struct layer *layer, const struct run *run)
{
    struct column *class_id = layers_column(layer, "class", COLUMN_TEXT);
    struct column *why = layers_column(layer, "class_why", COLUMN_TEXT);
    struct column *adm = layers_column(layer, "adm_cover", COLUMN_WHOLE);
    for (uint32_t zone = 0; zone < run->zones.count; zone++) {
        uint32_t providers = run->median_choice[zone];
        char text[160];
        bool is_inside = false;
        for (uint32_t i = 0; i < run->offices.points.count && !is_inside; i++)
            is_inside = run->office_zone[i] == zone;
        layers_whole(adm, zone, is_inside);
        explain_class(text, run, zone);
        layers_text(why, zone, text);
        if (providers != WS_NONE)
            layers_text(class_id, zone, classify_name(classify_choice(providers)));
    }
}

static enum ws_status no_memory(struct ws_error *err, const char *layer)
{
    return error_set(err, WS_NO_MEMORY, "no memory for the layer %s", layer);
}

enum ws_status layers_municipalities(struct run_layers *out, const struct run *run,
                                     struct ws_error *err)
{
    struct layer *layer =
        layers_begin(out, "municipalities",
                     "Municipalities: people, share with a provider within the main limit",
                     run->zones.count, 24);
    if (!layer)
        return no_memory(err, "municipalities");
    layer->geometry = LAYER_AREAS;
    layer->areas = &run->zones.areas;
    struct column *code = layers_column(layer, "code", COLUMN_TEXT);
    struct column *name = layers_column(layer, "name", COLUMN_TEXT);
    for (uint32_t zone = 0; zone < run->zones.count; zone++) {
        layers_text(code, zone, run->zones.code[zone]);
        layers_text(name, zone, run->zones.name[zone]);
    }
    fill_shares(layer, run);
    enum ws_status st = fill_offices(layer, run, err);
    if (st)
        return st;
    fill_costs(layer, run);
    fill_class(layer, run);
    return layers_is_whole(layer) ? WS_OK : no_memory(err, "municipalities");
}

enum ws_status layers_white_spots(struct run_layers *out, const struct run *run,
                                  struct ws_error *err)
{
    const struct gaps *gaps = &run->gaps;
    struct layer *layer =
        layers_begin(out, "white_spots",
                     "White spots: connected places where people have no provider within "
                     "the main limit, by people",
                     gaps->count, 10);
    if (!layer)
        return no_memory(err, "white_spots");
    layer->geometry = LAYER_AREAS;
    layer->areas = &gaps->outlines;
    struct column *code = layers_column(layer, "code", COLUMN_TEXT);
    struct column *name = layers_column(layer, "name", COLUMN_TEXT);
    struct column *people = layers_column(layer, "people", COLUMN_REAL);
    struct column *area = layers_column(layer, "area_km2", COLUMN_REAL);
    struct column *nearest = layers_column(layer, "nearest", COLUMN_TEXT);
    struct column *cost =
        layers_column(layer, run->options->is_time ? "nearest_s" : "nearest_m", COLUMN_REAL);
    struct column *rank = layers_column(layer, "rank", COLUMN_WHOLE);
    for (uint32_t g = 0; g < gaps->count; g++) {
        const struct ws_gap *gap = &gaps->gaps[g];
        layers_text(code, g, run->zones.code[gap->zone]);
        layers_text(name, g, run->zones.name[gap->zone]);
        layers_people(people, g, gap->people_micro);
        layers_real(area, g, gap->area_m2 / 1e6);
        if (gap->facility != WS_NONE)
            layers_text(nearest, g, run->offices.id[gap->facility]);
        layers_cost(cost, g, gap->cost);
        layers_whole(rank, g, (int64_t)g + 1);
    }
    return layers_is_whole(layer) ? WS_OK : no_memory(err, "white_spots");
}
