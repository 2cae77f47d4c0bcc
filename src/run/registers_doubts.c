/* Registers that count more people in a place than live there: told with the figures.
 *
 * It is no fault. A grid cut off at a border holds some of the people of a place, and a
 * weight may count some ages alone; the register may be right where the people are few. */
#include "run/registers.h"

#include "base/fixed.h"
#include "base/mem.h"
#include "base/text.h"
#include "run/run.h"

#include <inttypes.h>
#include <stdio.h>

/* Places named in one line; the others are counted. */
#define NAMED 3u

/* What a register counts in each zone, beside the people there. */
struct register_counts {
    enum ws_role role;
    const char *who;
    uint64_t *count_micro;
    uint32_t *month;       /* of unemployed: the month of that count; NULL: no months */
    uint64_t *most_people; /* of the first weight, with what is withheld; WS_UNBOUNDED */
};

static uint64_t whole(uint64_t people_micro)
{
    return (people_micro + WS_MICRO / 2) / WS_MICRO;
}

static void sum_people(uint64_t *most_people, const struct run *run)
{
    const struct spread *spread = &run->spread;
    for (uint32_t part = 0; part < spread->part_count; part++) {
        size_t entry = (size_t)part * spread->weight_count;
        uint32_t zone = spread->zone[part];
        if (zone == WS_NONE)
            continue;
        most_people[zone] = fixed_add_bound(most_people[zone], spread->people_micro[entry]);
        if (spread->more_micro)
            most_people[zone] = fixed_add_bound(most_people[zone], spread->more_micro[entry]);
    }
}

static void name_place(struct text *out, const struct run *run,
                       const struct register_counts *counts, uint32_t zone)
{
    const struct unemployed *table = &run->registers.unemployed;
    const char *month = counts->month ? table->month[counts->month[zone]] : "";
    text_add(out, "%s%s%s%s, %" PRIu64 " of %s%" PRIu64, out->length ? "; " : "",
             run->zones.code[zone], *month ? ", " : "", month, whole(counts->count_micro[zone]),
             run->spread.more_micro ? "at most " : "", whole(counts->most_people[zone]));
}

static enum ws_status tell_places(struct run *run, const struct register_counts *counts,
                                  struct ws_error *err)
{
    uint32_t above = 0;
    struct text named = {0};
    char *list = NULL;
    for (uint32_t zone = 0; zone < run->zones.count; zone++)
        if (counts->count_micro[zone] > counts->most_people[zone] && above++ < NAMED)
            name_place(&named, run, counts, zone);
    enum ws_status st = above ? text_take(&list, &named, err) : WS_OK;
    struct place place = {.role = ws_role_name(counts->role),
                          .file = run->options->source[counts->role].given};
    if (!st && above)
        st = warnings_add(&run->warnings, place,
                          "counted as they stand, and shares and rates follow them: a digit too "
                          "many, or people that are not all there?",
                          err, "%" PRIu32 " municipalit%s more %s than people (%s): %s%s", above,
                          above == 1 ? "y has" : "ies have", counts->who,
                          run->population.weight_label[0], list, above > NAMED ? "; ..." : "");
    mem_free(list);
    text_release(&named);
    return st;
}

/* The month with most of them. */
static void count_unemployed(struct register_counts *counts, const struct unemployed *table)
{
    for (uint32_t month = 0; month < table->month_count; month++)
        for (uint32_t zone = 0; zone < table->zone_count; zone++) {
            uint64_t people = table->people_micro[(size_t)month * table->zone_count + zone];
            if (people <= counts->count_micro[zone])
                continue;
            counts->count_micro[zone] = people;
            counts->month[zone] = month;
        }
}

static enum ws_status tell_unemployed(struct run *run, struct register_counts *counts,
                                      struct ws_error *err)
{
    const struct unemployed *table = &run->registers.unemployed;
    if (!table->month_count)
        return WS_OK;
    counts->month = mem_array(run->zones.count, sizeof *counts->month);
    if (!counts->month)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " zones", run->zones.count);
    counts->role = WS_ROLE_UNEMPLOYED;
    counts->who = "unemployed";
    count_unemployed(counts, table);
    return tell_places(run, counts, err);
}

static enum ws_status tell_employed(struct run *run, struct register_counts *counts,
                                    struct ws_error *err)
{
    const struct commuting *flows = &run->registers.commuting;
    counts->role = WS_ROLE_COMMUTING;
    counts->who = "employed residents";
    for (uint32_t i = 0; i < flows->count; i++)
        counts->count_micro[flows->home[i]] += flows->people_micro[i];
    return tell_places(run, counts, err);
}

enum ws_status run_doubt_registers(struct run *run, struct ws_error *err)
{
    typedef enum ws_status teller(struct run *, struct register_counts *, struct ws_error *);
    static teller *const tellers[] = {tell_employed, tell_unemployed};
    uint32_t zones = run->zones.count;
    enum ws_status st = WS_OK;
    for (size_t i = 0; !st && i < sizeof tellers / sizeof *tellers; i++) {
        struct register_counts counts = {
            .count_micro = mem_array(zones, sizeof *counts.count_micro),
            .most_people = mem_array(zones, sizeof *counts.most_people)};
        if (!counts.count_micro || !counts.most_people)
            st = error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " zones", zones);
        if (!st) {
            sum_people(counts.most_people, run);
            st = tellers[i](run, &counts, err);
        }
        mem_free(counts.count_micro);
        mem_free(counts.most_people);
        mem_free(counts.month);
    }
    return st;
}
