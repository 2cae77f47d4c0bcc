/* An evidence file as rows to compare. Nobody vouches for it: every figure is
 * looked at before it is used. */
#include "run/compare.h"

#include "base/mem.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum ws_status no_memory(struct ws_error *err, const char *path)
{
    return error_set(err, WS_NO_MEMORY, "no memory for %s", path);
}

static int compare_texts(const char *a, const char *b)
{
    if (!a || !b)
        return (a != NULL) - (b != NULL);
    return strcmp(a, b);
}

static int compare_numbers(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* ---- coverage ------------------------------------------------------------------- */

int compare_rows(const struct compared_row *a, const struct compared_row *b)
{
    int order = compare_texts(a->layer, b->layer);
    if (!order)
        order = compare_texts(a->code, b->code);
    if (!order && !a->code)
        order = compare_texts(a->name, b->name);
    if (!order)
        order = compare_texts(a->weight, b->weight);
    if (!order)
        order = compare_numbers(a->is_time, b->is_time);
    if (!order)
        order = compare_numbers(a->limit_cost, b->limit_cost);
    return order ? order : compare_numbers(a->choice, b->choice);
}

int compare_sorted(const void *a, const void *b)
{
    return compare_rows(a, b);
}

/* "15min" "90s" "1h" are times, "10km" "500m" are not. */
static bool is_time(const char *limit)
{
    size_t size = strlen(limit);
    return size && (limit[size - 1] == 'n' || limit[size - 1] == 's' || limit[size - 1] == 'h');
}

/* The parts that the people of a row fall into. NULL: they are in order. */
static const char *judge_parts(struct compared_row *row, const struct json_value *from)
{
    static const char *const others[] = {"uncovered", "off_network", "no_link"};
    uint64_t sum_micro = row->covered_micro, low_micro, high_micro, other_micro;
    if (!json_get_people(&row->outside_micro, json_get(from, "outside")) ||
        !json_get_people(&low_micro, json_get(from, "low")) ||
        !json_get_people(&high_micro, json_get(from, "high")))
        return "expected low, high and outside";
    sum_micro += row->outside_micro;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (!json_get_people(&other_micro, json_get(from, others[i])))
            return "expected uncovered, off_network and no_link";
        sum_micro += other_micro;
    }
    if (sum_micro != row->people_micro)
        return "covered, uncovered, off_network, no_link and outside do not add up to people";
    if (low_micro > row->covered_micro || row->covered_micro > high_micro ||
        high_micro > row->people_micro)
        return "low, covered, high and people do not follow one another";
    return NULL;
}

/* Shares are doubles of whole numbers; nothing else is as near. */
#define NEAR 1e-9

/* Counts that are withheld widen the interval and never narrow it. */
static const char *judge_shares(const struct compared_row *row, const struct json_value *from)
{
    double share = json_get_real(json_get(from, "share")), people = (double)row->people_micro;
    double least = json_get_real(json_get(from, "share_low"));
    double most = json_get_real(json_get(from, "share_high"));
    uint64_t low_micro = 0, high_micro = 0;
    if (!row->people_micro)
        return isnan(share) && isnan(least) && isnan(most) ? NULL : "a share of nobody";
    bool are_there = json_get_people(&low_micro, json_get(from, "low")) &&
                     json_get_people(&high_micro, json_get(from, "high"));
    if (!are_there || !(fabs(share - (double)row->covered_micro / people) <= NEAR))
        return "share is not covered over people";
    if (!(least >= 0.0 && least <= (double)low_micro / people + NEAR))
        return "share_low is above low over people";
    if (!(most <= 1.0 && most >= (double)high_micro / people - NEAR))
        return "share_high is below high over people";
    return NULL;
}

/* NULL, or what is wrong with the row. */
static const char *read_row(struct compared_row *row, const struct json_value *from)
{
    *row = (struct compared_row){.layer = json_get_text(json_get(from, "layer")),
                                 .code = json_get_text(json_get(from, "code")),
                                 .name = json_get_text(json_get(from, "name")),
                                 .weight = json_get_text(json_get(from, "weight")),
                                 .limit = json_get_text(json_get(from, "limit"))};
    bool is_row = row->layer && row->weight && row->limit &&
                  json_get_whole(&row->limit_cost, json_get(from, "limit_cost")) &&
                  json_get_whole(&row->choice, json_get(from, "k")) && row->limit_cost > 0 &&
                  row->limit_cost < WS_COST_INF && row->choice > 0 &&
                  row->choice <= WS_MAX_CHOICE &&
                  json_get_people(&row->people_micro, json_get(from, "people")) &&
                  json_get_people(&row->covered_micro, json_get(from, "covered")) &&
                  row->covered_micro <= row->people_micro;
    if (!is_row)
        return "expected layer, weight, limit, limit_cost, k, people and covered <= people";
    row->is_time = is_time(row->limit);
    const char *wrong = judge_parts(row, from);
    return wrong ? wrong : judge_shares(row, from);
}

/* ---- all rows together ------------------------------------------------------------ */

static bool is_same_zone(const struct compared_row *a, const struct compared_row *b)
{
    return !strcmp(a->layer, b->layer) && !compare_texts(a->code, b->code) &&
           (a->code || !compare_texts(a->name, b->name));
}

static bool is_same_question(const struct compared_row *a, const struct compared_row *b)
{
    return !strcmp(a->weight, b->weight) && a->is_time == b->is_time &&
           a->limit_cost == b->limit_cost && a->choice == b->choice;
}

/* Sorted rows: every zone has one per weight, limit and number of providers. */
static enum ws_status check_questions(const struct compared_run *run, uint32_t step,
                                      const char *path, struct ws_error *err)
{
    uint32_t lone = WS_NONE;
    for (uint32_t i = 0; lone == WS_NONE && i < run->row_count; i++)
        if (!is_same_zone(&run->rows[i], &run->rows[i - i % step]) ||
            !is_same_question(&run->rows[i], &run->rows[i % step]))
            lone = i;
    if (lone == WS_NONE && run->row_count % step)
        lone = run->row_count - 1;
    if (lone == WS_NONE)
        return WS_OK;
    const struct compared_row *row = &run->rows[lone];
    return error_set(err, WS_BAD_DATA,
                     "%s: coverage: at %.80s %.80s a row is missing or one too many; expected one "
                     "per weight, limit and k in every zone, as the analysis wrote it",
                     path, row->layer, row->code ? row->code : "");
}

/* Municipalities and those outside of them are the nation. */
static enum ws_status check_nation(const struct compared_run *run, uint32_t step, const char *path,
                                   struct ws_error *err)
{
    for (uint32_t question = 0; question < step; question++) {
        const struct compared_row *nation = NULL;
        uint64_t people_micro = 0, covered_micro = 0;
        bool has_zones = false;
        for (uint32_t i = question; i < run->row_count; i += step) {
            const struct compared_row *row = &run->rows[i];
            if (!strcmp(row->layer, "national"))
                nation = row;
            if (strcmp(row->layer, "municipalities") != 0)
                continue;
            people_micro += row->people_micro;
            covered_micro += row->covered_micro;
            has_zones = true;
        }
        if (has_zones && nation &&
            (people_micro + nation->outside_micro != nation->people_micro ||
             covered_micro != nation->covered_micro))
            return error_set(err, WS_BAD_DATA,
                             "%s: coverage: the municipalities do not add up to the nation "
                             "(%.64s, %.32s, k %" PRId64 "); expected the file as the analysis "
                             "wrote it",
                             path, nation->weight, nation->limit, nation->choice);
    }
    return WS_OK;
}

static enum ws_status check_rows(const struct compared_run *run, const char *path,
                                 struct ws_error *err)
{
    uint32_t step = 1;
    for (uint32_t i = 1; i < run->row_count; i++)
        if (!compare_rows(&run->rows[i - 1], &run->rows[i]))
            return error_set(err, WS_BAD_DATA, "%s: coverage: %.80s %.80s stands twice", path,
                             run->rows[i].layer, run->rows[i].code ? run->rows[i].code : "");
    while (step < run->row_count && is_same_zone(&run->rows[0], &run->rows[step]))
        step++;
    enum ws_status st = check_questions(run, step, path, err);
    return st ? st : check_nation(run, step, path, err);
}

static enum ws_status read_coverage(struct compared_run *run, const struct json_value *root,
                                    const char *path, struct ws_error *err)
{
    const struct json_value *rows = json_get(root, "coverage");
    size_t count = json_get_count(rows);
    if (!count && json_get(root, "series"))
        return error_set(err, WS_BAD_DATA,
                         "%s: the evidence of a timeline, which holds its own changes; expected "
                         "that of an analysis",
                         path);
    if (!count || count >= UINT32_MAX || !json_get_item(rows, 0))
        return error_set(err, WS_BAD_DATA,
                         "%s: no rows in \"coverage\"; expected the evidence of an analysis "
                         "(x.run.json)",
                         path);
    run->rows = mem_array(count, sizeof *run->rows);
    if (!run->rows)
        return no_memory(err, path);
    for (size_t i = 0; i < count; i++) {
        const char *wrong = read_row(&run->rows[run->row_count++], json_get_item(rows, i));
        if (wrong)
            return error_set(err, WS_BAD_DATA, "%s: coverage: row %zu: %s", path, i + 1, wrong);
    }
    qsort(run->rows, run->row_count, sizeof *run->rows, compare_sorted);
    return check_rows(run, path, err);
}

/* ---- zones, offices, inputs --------------------------------------------------------- */

int compare_items(const struct compared_item *a, const struct compared_item *b)
{
    int order = 0;
    for (size_t i = 0; !order && i < 3; i++)
        order = compare_texts(a->key[i], b->key[i]);
    return order;
}

static int compare_sorted_items(const void *a, const void *b)
{
    return compare_items(a, b);
}

/* Which members of an object make an item. */
struct item_keys {
    const char *array, *key[3], *name, *says[2];
};

static enum ws_status read_items(struct compared_items *out, const struct json_value *root,
                                 const struct item_keys *keys, const char *path,
                                 struct ws_error *err)
{
    const struct json_value *rows = json_get(root, keys->array);
    size_t count = json_get_count(rows);
    if (count >= UINT32_MAX)
        return error_set(err, WS_TOO_LARGE, "%s: %s has %zu rows", path, keys->array, count);
    out->items = mem_array(count, sizeof *out->items);
    if (!out->items)
        return no_memory(err, path);
    for (size_t i = 0; i < count; i++) {
        const struct json_value *from = json_get_item(rows, i);
        struct compared_item *item = &out->items[out->count++];
        for (size_t k = 0; k < 3; k++)
            item->key[k] = keys->key[k] ? json_get_text(json_get(from, keys->key[k])) : NULL;
        for (size_t k = 0; k < 2; k++)
            item->says[k] = keys->says[k] ? json_get_text(json_get(from, keys->says[k])) : NULL;
        item->name = keys->name ? json_get_text(json_get(from, keys->name)) : NULL;
        if (!item->key[0])
            return error_set(err, WS_BAD_DATA, "%s: %s: row %zu has no %s", path, keys->array,
                             i + 1, keys->key[0]);
    }
    if (count)
        qsort(out->items, count, sizeof *out->items, compare_sorted_items);
    return WS_OK;
}

/* ---- options --------------------------------------------------------------------------- */

struct option_reader {
    struct compared_run *run;
    const char *path;
};

static enum ws_status take_option(void *context, const char *key, const char *text,
                                  struct ws_error *err)
{
    struct option_reader *reader = context;
    struct compared_run *run = reader->run;
    if (mem_grow(&run->options, &run->option_cap, run->option_count + 1, sizeof *run->options))
        return no_memory(err, reader->path);
    struct compared_pair *pair = &run->options[run->option_count++];
    *pair = (struct compared_pair){mem_string(key), mem_string(text)};
    return pair->key && pair->text ? WS_OK : no_memory(err, reader->path);
}

static int compare_pairs(const void *a, const void *b)
{
    return strcmp(((const struct compared_pair *)a)->key, ((const struct compared_pair *)b)->key);
}

static enum ws_status read_options(struct compared_run *run, const struct json_value *root,
                                   const char *path, struct ws_error *err)
{
    struct option_reader reader = {run, path};
    const struct json_value *version = json_get(root, "whitespot");
    enum ws_status st = json_each(json_get(root, "options"), take_option, &reader, err);
    if (!st && json_get_text(version))
        st = take_option(&reader, "(version of whitespot)", json_get_text(version), err);
    if (!st && run->option_count)
        qsort(run->options, run->option_count, sizeof *run->options, compare_pairs);
    return st;
}

/* ---- the file ---------------------------------------------------------------------------- */

enum ws_status compare_read(struct compared_run *out, const char *path, struct ws_error *err)
{
    static const struct item_keys zones = {"zones", {"layer", "code", NULL}, "name", {"class"}};
    static const struct item_keys offices = {
        "office_rows", {"office", NULL, NULL}, "code", {"state", "provider"}};
    static const struct item_keys inputs = {"inputs", {"role", "sha256", "layer"}, "path", {NULL}};
    struct compared_run run = {0};
    struct ws_error failure = {0};
    enum ws_status st = json_file_open(&run.file, path, &failure);
    if (st)
        return error_set(err, st, "%s%s", failure.message,
                         st == WS_BAD_DATA ? "; expected the x.run.json that an analysis wrote"
                                           : "");
    const struct json_value *root = json_file_root(run.file);
    st = read_coverage(&run, root, path, err);
    if (!st)
        st = read_items(&run.zones, root, &zones, path, err);
    if (!st)
        st = read_items(&run.offices, root, &offices, path, err);
    if (!st)
        st = read_items(&run.inputs, root, &inputs, path, err);
    if (!st)
        st = read_options(&run, root, path, err);
    if (st)
        compare_release(&run);
    else
        *out = run;
    return st;
}

void compare_release(struct compared_run *run)
{
    for (size_t i = 0; i < run->option_count; i++) {
        mem_free(run->options[i].key);
        mem_free(run->options[i].text);
    }
    mem_free(run->options);
    mem_free(run->rows);
    mem_free(run->zones.items);
    mem_free(run->offices.items);
    mem_free(run->inputs.items);
    json_file_close(run->file);
    *run = (struct compared_run){0};
}
