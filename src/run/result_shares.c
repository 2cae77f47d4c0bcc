/* Shares as the result hands them out, and those of the people inside the municipalities. */
#include "run/run.h"

#include "base/error.h"
#include "base/mem.h"

#include <assert.h>
#include <inttypes.h>

const struct ws_share *ws_result_share(const struct ws_result *result, uint32_t zone,
                                       uint32_t weight, uint32_t cutoff, uint32_t choice)
{
    uint32_t row = zone == WS_NONE ? result->zone_count : zone;
    if (row > result->zone_count || weight >= result->weight_count ||
        cutoff >= result->cutoff_count || choice >= result->choice_count || !result->shares)
        return NULL;
    size_t index = (size_t)row * result->weight_count + weight;
    return &result->shares[(index * result->cutoff_count + cutoff) * result->choice_count + choice];
}

/* A share of all people says little of the municipalities when more than one of a hundred
 * live outside them, as with the people of the country and the zones of one county. */
static bool is_outside_many(const struct ws_share *nation)
{
    return nation->outside_micro > nation->people_micro / 100 &&
           nation->outside_micro < nation->people_micro;
}

enum ws_status run_inside(struct run *run, struct ws_error *err)
{
    size_t nation = (size_t)run->zones.count * run->population.units.weight_count;
    struct share_plan plan = run_share_plan(run), main_plan = run_main_plan(run);
    if (!is_outside_many(&run->main_shares.rows[nation]))
        return WS_OK;
    uint32_t *together = mem_array(run->zones.count, sizeof *together); /* one group, number 0 */
    if (!together)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " zones", run->zones.count);
    enum ws_status st = shares_group(&run->inside_shares.rows, &run->inside_shares.count,
                                     run->zone_shares.rows, &plan, together, 1, err);
    if (!st)
        st = shares_group(&run->inside_main.rows, &run->inside_main.count, run->main_shares.rows,
                          &main_plan, together, 1, err);
    mem_free(together);
    return st;
}

void run_show_shares(struct run *run)
{
    struct ws_result *result = &run->result;
    result->share_count = run->zone_shares.count;
    result->shares = run->zone_shares.rows;
    result->main_shares = run->main_shares.rows;
    result->county_share_count = run->county_shares.count;
    result->county_shares = run->county_shares.rows;
    result->inside_shares = run->inside_shares.rows;
    result->inside_main_shares = run->inside_main.rows;
}

void run_release_shares(struct run *run)
{
    mem_free(run->zone_shares.rows);
    mem_free(run->county_shares.rows);
    mem_free(run->main_shares.rows);
    mem_free(run->inside_shares.rows);
    mem_free(run->inside_main.rows);
}
