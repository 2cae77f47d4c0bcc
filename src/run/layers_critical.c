/* The table `critical`, and the same in the evidence. */
#include "run/critical.h"
#include "run/layers.h"

#include <string.h>

/* What is told in the evidence; the table has all. */
#define ROWS_TOLD 10u

static const char *const KINDS[] = {"office", "provider", "pair", "at_risk"};
static const char *const PEOPLE[] = {"people_last", "people_2nd", "people_3rd"};

static const char *office_id(const struct run *run, uint32_t office)
{
    return office == WS_NONE ? NULL : run->offices.id[office];
}

static const char *provider_name(const struct run *run, const struct ws_critical *row)
{
    return row->group == WS_NONE ? NULL : run->offices.provider[row->group];
}

/* A pair tells who is left without any; the others all three. */
static bool is_known(const struct ws_critical *row, size_t rank)
{
    return rank == 0 || row->has_ranks;
}

enum ws_status layers_critical(struct run_layers *out, const struct run *run, struct ws_error *err)
{
    const struct critical *critical = run->critical;
    struct layer *layer =
        layers_begin(out, "critical",
                     "Who loses the only, second, third provider when an office, a provider, a "
                     "pair of offices or all at risk close; main limit, first weight",
                     critical->row_count, 8);
    if (!layer)
        return layers_no_memory(err, "table", "critical");
    struct column *kind = layers_column(layer, "kind", COLUMN_TEXT);
    struct column *office = layers_column(layer, "office", COLUMN_TEXT);
    struct column *provider = layers_column(layer, "provider", COLUMN_TEXT);
    struct column *people[3];
    for (size_t k = 0; k < 3; k++)
        people[k] = layers_column(layer, PEOPLE[k], COLUMN_REAL);
    struct column *whitens = layers_column(layer, "whitens", COLUMN_TEXT);
    struct column *office2 = layers_column(layer, "office2", COLUMN_TEXT);
    for (uint32_t i = 0; i < critical->row_count; i++) {
        const struct ws_critical *row = &critical->rows[i];
        layers_text(kind, i, KINDS[row->kind]);
        layers_text(office, i, office_id(run, row->facility));
        layers_text(provider, i, provider_name(run, row));
        for (size_t k = 0; k < 3; k++)
            if (is_known(row, k))
                layers_people(people[k], i, row->people_micro[k]);
        layers_text(whitens, i, row->whitens ? row->whitens : "");
        layers_text(office2, i, office_id(run, row->other));
    }
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "table", "critical");
}

static void put_row(struct json *json, const struct run *run, const struct ws_critical *row)
{
    json_begin_object(json, NULL);
    json_put_text(json, "kind", KINDS[row->kind]);
    json_put_text(json, "office", office_id(run, row->facility));
    json_put_text(json, "office2", office_id(run, row->other));
    json_put_text(json, "provider", provider_name(run, row));
    for (size_t k = 0; k < 3; k++) {
        if (is_known(row, k))
            json_put_people(json, PEOPLE[k], row->people_micro[k]);
        else
            json_put_text(json, PEOPLE[k], NULL);
    }
    json_put_text(json, "whitens", row->whitens ? row->whitens : "");
    json_end(json);
}

/* Municipalities that one or two closures turn white, with the fewest that do. */
static void put_sets(struct json *json, const struct run *run)
{
    json_begin_array(json, "municipalities");
    for (uint32_t zone = 0; zone < run->zones.count; zone++) {
        const struct critical_set *set = &run->critical->sets[zone];
        if (set->office == WS_NONE)
            continue;
        json_begin_object(json, NULL);
        json_put_text(json, "code", run->zones.code[zone]);
        json_put_text(json, "name", run->zones.name[zone]);
        json_put_text(json, "office", office_id(run, set->office));
        json_put_text(json, "office2", office_id(run, set->other));
        json_put_people(json, "people_last", set->lost_micro);
        json_put_whole(json, "ways", set->set_count);
        json_end(json);
    }
    json_end(json);
}

void critical_evidence(struct json *json, const struct run *run)
{
    const struct critical *critical = run->critical;
    if (!critical)
        return;
    json_begin_object(json, "critical");
    json_put_whole(json, "rows", critical->row_count);
    json_put_whole(json, "at_risk_offices", critical->at_risk_count);
    put_sets(json, run);
    json_begin_array(json, "top");
    for (uint32_t i = 0, told = 0; i < critical->row_count; i++) {
        told = i && critical->rows[i - 1].kind == critical->rows[i].kind ? told + 1 : 0;
        if (told < ROWS_TOLD)
            put_row(json, run, &critical->rows[i]);
    }
    json_end(json);
    json_end(json);
}
