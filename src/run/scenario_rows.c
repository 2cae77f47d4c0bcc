/* Figures of a run before and after a scenario, row by row. */
#include "run/scenario.h"

#include "base/mem.h"
#include "decide/decide.h"
#include "run/compare.h"
#include "run/supplier.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static enum ws_status no_memory(struct ws_error *err)
{
    return error_set(err, WS_NO_MEMORY, "no memory for the rows of a scenario");
}

/* The rows of a run as a comparison takes them. */
static enum ws_status take_rows(struct compared_run *out, const struct run *run,
                                struct ws_error *err)
{
    struct row_name name;
    const struct ws_share *share;
    const char *limit;
    out->rows = mem_array(evidence_row_count(run), sizeof *out->rows);
    if (!out->rows)
        return no_memory(err);
    for (uint32_t i = 0; evidence_row(run, i, &name, &share, &limit); i++)
        out->rows[out->row_count++] =
            (struct compared_row){.layer = name.layer,
                                  .code = name.code,
                                  .name = name.name,
                                  .weight = run->population.weight_name[share->weight],
                                  .limit = limit,
                                  .limit_cost = share->cutoff_cost,
                                  .choice = share->choice,
                                  .is_time = run->options->is_time,
                                  .people_micro = share->people_micro,
                                  .covered_micro = share->covered_micro,
                                  .number = i};
    if (out->row_count)
        qsort(out->rows, out->row_count, sizeof *out->rows, compare_sorted);
    return WS_OK;
}

/* What the zone of a row is: its class and its providers on paper. */
static void describe_zone(uint32_t *class_id, uint32_t *own, const struct run *run, uint32_t row)
{
    const struct supplier *supplier = run->supplier;
    uint32_t zones = run->zone_shares.count, counties = run->county_shares.count;
    bool is_area = row >= zones + counties;
    *class_id = *own = WS_NONE;
    if (row >= zones && !is_area)
        return;
    const struct ws_share *share =
        is_area ? &supplier->shares[row - zones - counties] : &run->zone_shares.rows[row];
    uint32_t zone = share->zone, count = is_area ? supplier->zones.count : run->zones.count;
    if (zone >= count)
        return;
    uint32_t choice = is_area ? supplier->median_choice[zone] : run->median_choice[zone];
    *class_id = choice == WS_NONE ? WS_NONE : (uint32_t)classify_choice(choice);
    *own = is_area ? supplier->areas.together[zone] : supplier->municipalities.together[zone];
}

struct row_taker {
    struct scenario_outcome *out;
    const struct run *sides[2];
    bool is_points;
};

/* Texts of the overlay do not last. */
static const char *keep(struct scenario_outcome *out, const char *text, bool *has_room)
{
    if (!text)
        return NULL;
    for (size_t i = out->text_count; i > 0; i--)
        if (!strcmp(out->texts[i - 1], text))
            return out->texts[i - 1];
    char *own = mem_string(text);
    if (!own || mem_grow(&out->texts, &out->text_cap, out->text_count + 1, sizeof *out->texts)) {
        mem_free(own);
        *has_room = false;
        return NULL;
    }
    out->texts[out->text_count++] = own;
    return own;
}

static enum ws_status take_pair(void *context, const struct compared_row *a,
                                const struct compared_row *b, struct ws_error *err)
{
    struct row_taker *taker = context;
    struct scenario_outcome *out = taker->out;
    const struct compared_row *sides[2] = {a, b}, *row = a ? a : b;
    bool has_room = true;
    if (mem_grow(&out->rows, &out->row_cap, out->row_count + 1, sizeof *out->rows))
        return no_memory(err);
    struct ws_scenario_row *to = &out->rows[out->row_count++];
    *to = (struct ws_scenario_row){
        .layer = row->layer, /* a word of the program */
        .code = a ? row->code : keep(out, row->code, &has_room),
        .name = a ? row->name : keep(out, row->name, &has_room),
        .weight = a ? row->weight : keep(out, row->weight, &has_room),
        .limit = a ? row->limit : keep(out, row->limit, &has_room),
        .choice = (uint32_t)row->choice,
        .is_points = taker->is_points,
    };
    for (int side = 0; side < 2; side++) {
        to->class_id[side] = to->own[side] = WS_NONE;
        if (!sides[side])
            continue;
        to->is_there[side] = true;
        to->people_micro[side] = sides[side]->people_micro;
        to->covered_micro[side] = sides[side]->covered_micro;
        if (!taker->is_points)
            describe_zone(&to->class_id[side], &to->own[side], taker->sides[side],
                          sides[side]->number);
    }
    return has_room ? WS_OK : no_memory(err);
}

enum ws_status scenario_rows(struct scenario_outcome *out, const struct run *base,
                             const struct run *overlay, struct ws_error *err)
{
    struct compared_run sides[2] = {{0}, {0}};
    struct row_taker taker = {out, {base, overlay}, false};
    enum ws_status st = take_rows(&sides[0], base, err);
    if (!st)
        st = take_rows(&sides[1], overlay, err);
    if (!st)
        st = compare_walk(&sides[0], &sides[1], take_pair, &taker, err);
    mem_free(sides[0].rows);
    mem_free(sides[1].rows);
    return st;
}

/* ---- points without a provider ----------------------------------------------------------- */

/* The municipalities and the nation with any point at all, at every limit. */
static enum ws_status take_points(struct compared_run *out, const struct run *run,
                                  struct ws_error *err)
{
    static const uint32_t one = 1;
    struct share_plan plan = run_share_plan(run);
    struct ws_share *shares = NULL;
    uint32_t count = 0;
    plan.choice = &one;
    plan.choice_count = 1;
    enum ws_status st = shares_sum(&shares, &count, &plan, err);
    if (st)
        return st;
    out->rows = mem_array(count, sizeof *out->rows);
    for (uint32_t i = 0; out->rows && i < count; i++) {
        const struct ws_share *share = &shares[i];
        bool is_nation = share->zone == WS_NONE;
        struct compared_row *row = &out->rows[out->row_count++];
        *row = (struct compared_row){.layer = is_nation ? "national" : "municipalities",
                                     .code = is_nation ? NULL : run->zones.code[share->zone],
                                     .name = is_nation ? NULL : run->zones.name[share->zone],
                                     .weight = run->population.weight_name[share->weight],
                                     .limit_cost = share->cutoff_cost,
                                     .choice = 1,
                                     .is_time = run->options->is_time,
                                     .people_micro = share->people_micro,
                                     .covered_micro = share->covered_micro};
        for (uint32_t c = 0; c < run->options->cutoff_count; c++)
            if (run->options->cutoff_cost[c] == share->cutoff_cost)
                row->limit = run->options->cutoff_text[c];
    }
    mem_free(shares);
    if (out->row_count)
        qsort(out->rows, out->row_count, sizeof *out->rows, compare_sorted);
    return out->rows ? WS_OK : no_memory(err);
}

enum ws_status scenario_point_rows(struct scenario_outcome *out, const struct run *base,
                                   const struct run *overlay, struct ws_error *err)
{
    struct compared_run sides[2] = {{0}, {0}};
    struct row_taker taker = {out, {base, overlay}, true};
    enum ws_status st = take_points(&sides[0], base, err);
    if (!st)
        st = take_points(&sides[1], overlay, err);
    if (!st)
        st = compare_walk(&sides[0], &sides[1], take_pair, &taker, err);
    mem_free(sides[0].rows);
    mem_free(sides[1].rows);
    return st;
}
