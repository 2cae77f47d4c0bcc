/* What zones and offices are, in the evidence: what a comparison with another run
 * needs beside the figures. */
#include "run/run.h"
#include "run/supplier.h"

#include "decide/decide.h"

static void put_zone(struct json *json, const char *layer, const struct zones *zones,
                     const uint32_t *median_choice, const struct paper *paper, uint32_t zone)
{
    uint32_t choice = median_choice[zone];
    json_begin_object(json, NULL);
    json_put_text(json, "layer", layer);
    json_put_text(json, "code", zones->code[zone]);
    json_put_text(json, "name", zones->name[zone]);
    json_put_text(json, "class", choice == WS_NONE ? NULL : classify_name(classify_choice(choice)));
    json_put_whole(json, "own_providers", paper->together[zone]);
    json_end(json);
}

/* The headline of a run whose people live outside its zones to a part. */
static void put_inside(struct json *json, const struct run *run)
{
    json_begin_array(json, "inside");
    for (uint32_t i = 0; i < run->inside_shares.count; i++) {
        const struct ws_share *row = &run->inside_shares.rows[i];
        json_begin_object(json, NULL);
        json_put_text(json, "weight", run->population.weight_name[row->weight]);
        json_put_whole(json, "limit_cost", row->cutoff_cost);
        json_put_whole(json, "k", row->choice);
        json_put_people(json, "people", row->people_micro);
        json_put_people(json, "covered", row->covered_micro);
        json_put_real(json, "share", share_fraction(row, row->covered_micro));
        json_put_real(json, "share_low", share_low(row));
        json_put_real(json, "share_high", share_high(row));
        json_end(json);
    }
    json_end(json);
}

void evidence_zones(struct json *json, const struct run *run)
{
    const struct supplier *supplier = run->supplier;
    if (run->inside_shares.count)
        put_inside(json, run);
    json_begin_array(json, "zones");
    for (uint32_t zone = 0; zone < run->zones.count; zone++)
        put_zone(json, "municipalities", &run->zones, run->median_choice, &supplier->municipalities,
                 zone);
    for (uint32_t area = 0; supplier->has_areas && area < supplier->zones.count; area++)
        put_zone(json, "supplier_areas", &supplier->zones, supplier->median_choice,
                 &supplier->areas, area);
    json_end(json);
    json_begin_array(json, "office_rows");
    for (uint32_t i = 0; i < run->offices.points.count; i++) {
        uint32_t zone = run->office_zone[i];
        json_begin_object(json, NULL);
        json_put_text(json, "office", run->offices.id[i]);
        json_put_text(json, "provider", run->offices.provider[run->offices.points.group[i]]);
        json_put_text(json, "state", supply_name((enum supply_state)run->offices.state[i]));
        json_put_text(json, "code", zone == WS_NONE ? NULL : run->zones.code[zone]);
        json_end(json);
    }
    json_end(json);
}
