/* The layer `sites`, and the same in the evidence. */
#include "run/layers.h"
#include "run/siting.h"

static double share_of(const struct ws_siting *shown, uint64_t people_micro)
{
    return shown->people_micro ? (double)people_micro / (double)shown->people_micro : 0.0;
}

static void fill(struct layer *layer, const struct ws_siting *shown)
{
    struct column *rank = layers_column(layer, "rank", COLUMN_WHOLE);
    struct column *id = layers_column(layer, "site", COLUMN_TEXT);
    struct column *code = layers_column(layer, "code", COLUMN_TEXT);
    struct column *place = layers_column(layer, "place", COLUMN_TEXT);
    struct column *people = layers_column(layer, "people", COLUMN_REAL);
    struct column *only = layers_column(layer, "only_here", COLUMN_REAL);
    struct column *covered = layers_column(layer, "covered", COLUMN_REAL);
    struct column *share = layers_column(layer, "share", COLUMN_REAL);
    struct column *east = layers_column(layer, "east_m", COLUMN_REAL);
    struct column *north = layers_column(layer, "north_m", COLUMN_REAL);
    struct column *why = layers_sentences(layer, "why");
    for (uint32_t i = 0; i < layer->row_count; i++) {
        const struct ws_site *site = &shown->sites[i];
        layers_whole(rank, i, i + 1);
        layers_text(id, i, site->id);
        layers_text(code, i, site->code);
        layers_text(place, i, site->name);
        layers_people(people, i, site->people_micro);
        layers_people(only, i, site->only_micro);
        layers_people(covered, i, site->covered_micro);
        if (shown->people_micro)
            layers_real(share, i, share_of(shown, site->covered_micro));
        layers_real(east, i, site->x_m);
        layers_real(north, i, site->y_m);
        layers_told(why, i, site->why);
    }
}

enum ws_status layers_sites(struct run_layers *out, const struct run *run, struct ws_error *err)
{
    const struct siting *siting = run->siting;
    struct layer *layer =
        layers_begin(out, "sites",
                     "Where new offices help most: people gained one after the other, main limit, "
                     "first weight",
                     siting->shown.site_count, 11);
    if (!layer)
        return layers_no_memory(err, "layer", "sites");
    layer->geometry = LAYER_POINTS;
    layer->points = &siting->points;
    fill(layer, &siting->shown);
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "layer", "sites");
}

static void put_site(struct json *json, const struct ws_siting *shown, uint32_t i)
{
    const struct ws_site *site = &shown->sites[i];
    json_begin_object(json, NULL);
    json_put_whole(json, "rank", i + 1);
    json_put_text(json, "site", site->id);
    json_put_text(json, "code", site->code);
    json_put_text(json, "place", site->name);
    json_put_real(json, "east_m", site->x_m);
    json_put_real(json, "north_m", site->y_m);
    json_put_people(json, "people", site->people_micro);
    json_put_people(json, "only_here", site->only_micro);
    json_put_people(json, "covered", site->covered_micro);
    json_put_real(json, "share", share_of(shown, site->covered_micro));
    json_end(json);
}

/* What bounds the answer: people for a number of offices, offices for a share. */
static void put_bound(struct json *json, const struct ws_siting *shown)
{
    json_put_people(json, "gained", shown->gained_micro);
    if (shown->goal_micro) {
        json_put_people(json, "goal", shown->goal_micro);
        json_put_bool(json, "reached", shown->is_reached);
        json_put_whole(json, "at_least", shown->least_count);
    } else {
        json_put_people(json, "gained_at_most", shown->bound_micro);
    }
    json_put_people(json, "gained_by_all_candidates", shown->all_micro);
    json_put_bool(json, "proved", shown->is_proved);
    json_put_text(json, "why", shown->proof);
}

void siting_evidence(struct json *json, const struct run *run)
{
    if (!run->siting)
        return;
    const struct ws_siting *shown = &run->siting->shown;
    json_begin_object(json, "sites");
    json_put_text(json, "limit", shown->limit);
    json_put_text(json, "weight", run->population.weight_name[0]);
    json_put_whole(json, "k", shown->aim);
    json_put_text(json, "candidates_are", shown->candidates);
    json_put_whole(json, "candidates", shown->candidate_count);
    json_put_whole(json, "unusable_candidates", shown->unusable_count);
    json_put_people(json, "people", shown->people_micro);
    json_put_people(json, "people_outside", shown->outside_micro);
    json_put_people(json, "covered_before", shown->before_micro);
    put_bound(json, shown);
    json_begin_array(json, "offices");
    for (uint32_t i = 0; i < shown->site_count; i++)
        put_site(json, shown, i);
    json_end(json);
    json_end(json);
}
