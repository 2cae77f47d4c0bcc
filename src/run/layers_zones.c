/* Layers of zones (municipalities, supplier areas) and of white spots. */
#include "run/decision.h"
#include "run/explain.h"
#include "run/layers.h"
#include "run/supplier.h"

#include "base/mem.h"
#include "decide/decide.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

/* The products that a layer of zones shows; rows as in ws_result.shares. */
struct zone_view {
    const struct zones *zones;
    const struct ws_share *shares, *main_shares;
    const uint32_t *office_zone, *cost_p50, *cost_p90, *median_choice;
    const uint64_t *group_sum_micro;
    const struct paper *paper;
    const struct decision_row *findings; /* per zone */
};

/* The share row of a zone, first weight, at the main limit; NULL when this
 * choice was not asked for. */
static const struct ws_share *main_row(const struct run *run, const struct zone_view *view,
                                       uint32_t zone, uint32_t choice)
{
    const struct ws_options *options = run->options;
    size_t row = (size_t)zone * run->population.units.weight_count * options->cutoff_count +
                 options->main_cutoff;
    for (uint32_t k = 0; k < options->choice_count; k++)
        if (options->choice[k] == choice)
            return &view->shares[row * options->choice_count + k];
    return NULL;
}

static const struct ws_share *lead_row(const struct run *run, const struct zone_view *view,
                                       uint32_t zone)
{
    return &view->main_shares[(size_t)zone * run->population.units.weight_count];
}

static void fill_shares(struct layer *layer, const struct run *run, const struct zone_view *view)
{
    struct column *people = layers_column(layer, "people", COLUMN_REAL);
    struct column *covered = layers_column(layer, "covered", COLUMN_REAL);
    struct column *share = layers_column(layer, "share", COLUMN_REAL);
    struct column *low = layers_column(layer, "share_low", COLUMN_REAL);
    struct column *high = layers_column(layer, "share_high", COLUMN_REAL);
    struct column *choice2 = layers_column(layer, "choice2", COLUMN_REAL);
    struct column *choice3 = layers_column(layer, "choice3", COLUMN_REAL);
    for (uint32_t zone = 0; zone < view->zones->count; zone++) {
        const struct ws_share *row = lead_row(run, view, zone);
        const struct ws_share *two = main_row(run, view, zone, 2);
        const struct ws_share *three = main_row(run, view, zone, 3);
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

static void fill_offices(struct layer *layer, const struct run *run, const struct zone_view *view)
{
    struct column *offices = layers_column(layer, "offices", COLUMN_WHOLE);
    struct column *providers = layers_column(layer, "providers", COLUMN_WHOLE);
    struct column *reachable = layers_column(layer, "reachable", COLUMN_REAL);
    for (uint32_t zone = 0; zone < view->zones->count; zone++) {
        int64_t inside = 0;
        for (uint32_t i = 0; i < run->offices.points.count; i++)
            inside += view->office_zone[i] == zone;
        layers_whole(offices, zone, inside);
        layers_whole(providers, zone, view->paper->by_office[zone]);
        const struct ws_share *row = lead_row(run, view, zone);
        if (row->people_micro)
            layers_real(reachable, zone,
                        (double)view->group_sum_micro[zone] / (double)row->people_micro);
    }
}

static void fill_costs(struct layer *layer, const struct run *run, const struct zone_view *view)
{
    struct column *p50 = layers_column(layer, "cost_p50", COLUMN_REAL);
    struct column *p90 = layers_column(layer, "cost_p90", COLUMN_REAL);
    struct column *off = layers_column(layer, "off_network", COLUMN_REAL);
    struct column *no_link = layers_column(layer, "no_link", COLUMN_REAL);
    for (uint32_t zone = 0; zone < view->zones->count; zone++) {
        const struct ws_share *row = lead_row(run, view, zone);
        layers_cost(p50, zone, view->cost_p50[zone]);
        layers_cost(p90, zone, view->cost_p90[zone]);
        layers_people(off, zone, row->off_network_micro);
        layers_people(no_link, zone, row->no_link_micro);
    }
}

/* On paper: a contract for the zone, or an office inside. */
static void fill_class(struct layer *layer, const struct run *run, const struct zone_view *view)
{
    struct column *class_id = layers_column(layer, "class", COLUMN_TEXT);
    struct column *why = layers_sentences(layer, "class_why");
    struct column *flags = layers_column(layer, "flags", COLUMN_TEXT);
    struct column *adm = layers_column(layer, "adm_cover", COLUMN_WHOLE);
    struct column *adm_providers = layers_column(layer, "adm_prov", COLUMN_WHOLE);
    struct column *contracts =
        run->supplier->has_contracts ? layers_column(layer, "contracts", COLUMN_WHOLE) : NULL;
    for (uint32_t zone = 0; zone < view->zones->count; zone++) {
        uint32_t providers = view->median_choice[zone];
        char text[160];
        layers_whole(adm, zone, view->paper->together[zone] > 0);
        layers_whole(adm_providers, zone, view->paper->together[zone]);
        layers_whole(contracts, zone, view->paper->contract_count[zone]);
        const struct sentence reason = explain_choice(run, providers);
        layers_say(why, zone, &reason);
        findings_flags_text(text, view->findings[zone].finding.flags);
        layers_text(flags, zone, text[0] ? text : NULL);
        if (providers != WS_NONE)
            layers_text(class_id, zone, classify_name(classify_choice(providers)));
    }
}

static enum ws_status fill_zones(struct layer *layer, const struct run *run,
                                 const struct zone_view *view, struct ws_error *err)
{
    layer->geometry = LAYER_AREAS;
    layer->areas = &view->zones->areas;
    struct column *code = layers_column(layer, "code", COLUMN_TEXT);
    struct column *name = layers_column(layer, "name", COLUMN_TEXT);
    for (uint32_t zone = 0; zone < view->zones->count; zone++) {
        layers_text(code, zone, view->zones->code[zone]);
        layers_text(name, zone, view->zones->name[zone]);
    }
    fill_shares(layer, run, view);
    fill_offices(layer, run, view);
    fill_costs(layer, run, view);
    fill_class(layer, run, view);
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "layer", layer->name);
}

enum ws_status layers_municipalities(struct run_layers *out, const struct run *run,
                                     struct ws_error *err)
{
    const struct zone_view view = {
        .zones = &run->zones,
        .shares = run->zone_shares.rows,
        .main_shares = run->main_shares.rows,
        .office_zone = run->office_zone,
        .cost_p50 = run->cost_p50,
        .cost_p90 = run->cost_p90,
        .median_choice = run->median_choice,
        .group_sum_micro = run->reach.group_sum_micro,
        .paper = &run->supplier->municipalities,
        .findings = run->decision->rows,
    };
    struct layer *layer =
        layers_begin(out, "municipalities",
                     "Municipalities: people, share with a provider within the main limit",
                     run->zones.count, 24);
    return layer ? fill_zones(layer, run, &view, err)
                 : layers_no_memory(err, "layer", "municipalities");
}

enum ws_status layers_supplier_areas(struct run_layers *out, const struct run *run,
                                     struct ws_error *err)
{
    const struct supplier *supplier = run->supplier;
    const struct zone_view view = {
        .zones = &supplier->zones,
        .shares = supplier->shares,
        .main_shares = supplier->main_shares,
        .office_zone = supplier->office_area,
        .cost_p50 = supplier->cost_p50,
        .cost_p90 = supplier->cost_p90,
        .median_choice = supplier->median_choice,
        .group_sum_micro = supplier->group_sum_micro,
        .paper = &supplier->areas,
        .findings = &run->decision->rows[run->decision->zone_count],
    };
    struct layer *layer =
        layers_begin(out, "supplier_areas",
                     "Supplier areas: people, share with a provider within the main limit",
                     supplier->zones.count, 24);
    return layer ? fill_zones(layer, run, &view, err)
                 : layers_no_memory(err, "layer", "supplier_areas");
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
        return layers_no_memory(err, "layer", "white_spots");
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
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "layer", "white_spots");
}
