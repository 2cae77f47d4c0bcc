/* The table `pilots`: pilot municipalities beside the country. */
#include "run/comparisons.h"
#include "run/decision.h"
#include "run/layers.h"
#include "run/phrases.h"

#include "base/mem.h"
#include "decide/decide.h"

#include <inttypes.h>
#include <string.h>

static bool stands_in(char *const *codes, uint32_t count, const char *code)
{
    for (uint32_t i = 0; i < count; i++)
        if (!strcmp(codes[i], code))
            return true;
    return false;
}

/* Cities of the policy, else those that are built in. */
static bool is_metropolitan(const struct policy *policy, const char *code)
{
    if (policy->metropolitan_count)
        return stands_in(policy->metropolitan, policy->metropolitan_count, code);
    for (uint32_t i = 0; i < PILOTS_CITIES; i++)
        if (!strcmp(pilots_cities[i], code))
            return true;
    return false;
}

/* One municipality after the other: the table needs no arrays of its own. */
static bool make(struct pilot_row out[PILOT_PARTS], const struct run *run)
{
    const struct policy *policy = &run->decision->policy;
    uint32_t weights = run->population.units.weight_count;
    for (int part = 0; part < PILOT_PARTS; part++)
        out[part] = (struct pilot_row){0};
    if (!policy->pilot_count)
        return false;
    for (uint32_t zone = 0; zone < run->zones.count; zone++) {
        const struct ws_share *share = &run->main_shares.rows[(size_t)zone * weights];
        bool is_city = is_metropolitan(policy, run->zones.code[zone]);
        bool is_pilot = stands_in(policy->pilots, policy->pilot_count, run->zones.code[zone]);
        pilots_add(out, &(struct pilot_count){1, share->people_micro, share->covered_micro},
                   is_pilot, is_city);
    }
    return true;
}

void pilots_line(struct run *run)
{
    struct pilot_row rows[PILOT_PARTS];
    if (!make(rows, run))
        return;
    const struct pilot_row *all = &rows[PILOT_ALL], *cities = &rows[PILOT_METROPOLITAN];
    if (!all->pilots.people_micro) {
        comparisons_line(run, "Pilots: none of the municipalities with people is one");
        return;
    }
    comparisons_line(run,
                     "Pilots: %" PRIu32 " of %" PRIu32
                     " municipalities, %.1f %% of the people; metropolitan %" PRIu32 " of %" PRIu32
                     ", %.4g %% of the pilots' people and %.4g %% of the country's",
                     all->pilots.place_count, all->country.place_count,
                     100.0 * pilots_share(&all->pilots, &all->country), cities->pilots.place_count,
                     cities->country.place_count,
                     100.0 * pilots_share(&cities->pilots, &all->pilots),
                     100.0 * pilots_share(&cities->country, &all->country));
}

enum ws_status layers_pilots(struct run_layers *out, const struct run *run, struct ws_error *err)
{
    struct pilot_row rows[PILOT_PARTS];
    if (!make(rows, run))
        return WS_OK;
    struct layer *layer =
        layers_begin(out, "pilots",
                     "Pilot municipalities beside the country: municipalities, people, how both "
                     "divide into metropolitan cities and the rest, and shares covered",
                     PILOT_PARTS, 9);
    if (!layer)
        return layers_no_memory(err, "table", "pilots");
    struct column *part = layers_column(layer, "part", COLUMN_TEXT);
    struct column *places[2] = {layers_column(layer, "pilots", COLUMN_WHOLE),
                                layers_column(layer, "country", COLUMN_WHOLE)};
    struct column *people[2] = {layers_column(layer, "ppl_pilots", COLUMN_REAL),
                                layers_column(layer, "people", COLUMN_REAL)};
    struct column *shares[2] = {layers_column(layer, "of_pilots", COLUMN_REAL),
                                layers_column(layer, "of_country", COLUMN_REAL)};
    struct column *covered[2] = {layers_column(layer, "cov_pilots", COLUMN_REAL),
                                 layers_column(layer, "cov_all", COLUMN_REAL)};
    const struct pilot_row *all = &rows[PILOT_ALL];
    for (uint32_t i = 0; i < PILOT_PARTS; i++) {
        const struct pilot_count *counts[2] = {&rows[i].pilots, &rows[i].country};
        const struct pilot_count *wholes[2] = {&all->pilots, &all->country};
        layers_text(part, i, pilots_part_name((enum pilot_part)i));
        for (int side = 0; side < 2; side++) {
            layers_whole(places[side], i, counts[side]->place_count);
            layers_people(people[side], i, counts[side]->people_micro);
            layers_real(shares[side], i, pilots_share(counts[side], wholes[side]));
            layers_real(covered[side], i, pilots_covered(counts[side]));
        }
    }
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "table", "pilots");
}

static void put_count(struct json *json, const char *key, const struct pilot_count *of,
                      const struct pilot_count *whole)
{
    json_begin_object(json, key);
    json_put_whole(json, "municipalities", of->place_count);
    json_put_people(json, "people", of->people_micro);
    json_put_real(json, "share", pilots_share(of, whole));
    json_put_people(json, "covered", of->covered_micro);
    json_put_real(json, "share_covered", pilots_covered(of));
    json_end(json);
}

void pilots_evidence(struct json *json, const struct run *run)
{
    struct pilot_row rows[PILOT_PARTS];
    if (!make(rows, run))
        return;
    json_begin_array(json, "pilots");
    for (int i = 0; i < PILOT_PARTS; i++) {
        json_begin_object(json, NULL);
        json_put_text(json, "part", pilots_part_name((enum pilot_part)i));
        put_count(json, "pilots", &rows[i].pilots, &rows[PILOT_ALL].pilots);
        put_count(json, "country", &rows[i].country, &rows[PILOT_ALL].country);
        json_end(json);
    }
    json_end(json);
}

/* ---- one municipality ---------------------------------------------------------------- */

static bool is_pilot(const struct run *run, uint32_t zone)
{
    const struct policy *policy = &run->decision->policy;
    return stands_in(policy->pilots, policy->pilot_count, run->zones.code[zone]);
}

void pilots_tell(struct phrases *phrases, const struct run *run, uint32_t zone)
{
    struct pilot_row rows[PILOT_PARTS];
    if (!make(rows, run))
        return;
    const struct pilot_row *all = &rows[PILOT_ALL];
    char pilots[40], country[40];
    phrases_percent(pilots, all->pilots.covered_micro, all->pilots.people_micro, 0);
    phrases_percent(country, all->country.covered_micro, all->country.people_micro, 0);
    phrases_heading(phrases, "Pilots (part of no figure)");
    phrases_add(phrases,
                "  %s of %" PRIu32 " pilots among %" PRIu32
                " municipalities; covered %s %% of the pilots' people, %s %% of all",
                is_pilot(run, zone) ? "one" : "none", all->pilots.place_count,
                all->country.place_count, pilots, country);
    phrases_end_line(phrases);
}

void pilots_evidence_of(struct json *json, const struct run *run, uint32_t zone)
{
    if (run->decision->policy.pilot_count)
        json_put_bool(json, "pilot", is_pilot(run, zone));
}
