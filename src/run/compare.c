/* Two runs side by side; then the public calls. */
#include "run/compare.h"

#include "base/mem.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <whitespot/whitespot.h>

struct comparison {
    struct ws_comparison shown;
    char *path[2];
    struct compared_run sides[2];
    size_t difference_count, difference_cap, class_count, class_cap, office_count, office_cap;
    size_t unlike_count, unlike_cap;
    struct ws_difference *differences;
    struct ws_other *classes, *offices;
    struct ws_unlike *unlikes;
    struct ws_output *outputs;
    char *json;
};

static enum ws_status no_memory(struct ws_error *err)
{
    return error_set(err, WS_NO_MEMORY, "no memory for a comparison");
}

/* ---- may they be compared? --------------------------------------------------------- */

/* Whether some row of the other side has the same weight, limit or choice. */
enum aspect { ASPECT_UNIT, ASPECT_WEIGHT, ASPECT_LIMIT, ASPECT_CHOICE, ASPECTS };

static bool agrees(const struct compared_row *a, const struct compared_row *b, enum aspect aspect)
{
    switch (aspect) {
    case ASPECT_UNIT:
        return a->is_time == b->is_time;
    case ASPECT_WEIGHT:
        return !strcmp(a->weight, b->weight);
    case ASPECT_LIMIT:
        return a->is_time == b->is_time && a->limit_cost == b->limit_cost;
    default:
        return a->choice == b->choice;
    }
}

/* Every zone has a row for each weight, limit and choice: those of one zone tell. */
static uint32_t first_zone_rows(const struct compared_run *run)
{
    uint32_t count = 1;
    while (count < run->row_count && !strcmp(run->rows[count].layer, run->rows[0].layer) &&
           ((run->rows[count].code && run->rows[0].code &&
             !strcmp(run->rows[count].code, run->rows[0].code)) ||
            run->rows[count].code == run->rows[0].code))
        count++;
    return count;
}

static const struct compared_row *find_lone(const struct compared_run *run,
                                            const struct compared_run *other, enum aspect aspect)
{
    uint32_t count = first_zone_rows(run), others = first_zone_rows(other);
    for (uint32_t i = 0; i < count; i++) {
        bool is_met = false;
        for (uint32_t j = 0; j < others && !is_met; j++)
            is_met = agrees(&run->rows[i], &other->rows[j], aspect);
        if (!is_met)
            return &run->rows[i];
    }
    return NULL;
}

static enum ws_status check_side(const struct comparison *comparison, int side,
                                 struct ws_error *err)
{
    static const char *const words[ASPECTS] = {"a cost of its own unit", "weight", "limit",
                                               "number of providers"};
    for (int aspect = 0; aspect < ASPECTS; aspect++) {
        char value[32];
        const struct compared_row *row =
            find_lone(&comparison->sides[side], &comparison->sides[!side], (enum aspect)aspect);
        if (!row)
            continue;
        snprintf(value, sizeof value, "%" PRId64, row->choice);
        return error_set(err, WS_BAD_OPTION,
                         "%s has %s %.64s, %s has not; expected the same weights, limits and "
                         "numbers of providers; --anyway compares what both have",
                         comparison->path[side], words[aspect],
                         aspect == ASPECT_WEIGHT   ? row->weight
                         : aspect == ASPECT_CHOICE ? value
                                                   : row->limit,
                         comparison->path[!side]);
    }
    return WS_OK;
}

/* ---- figures ------------------------------------------------------------------------- */

static enum ws_status add_difference(struct comparison *comparison, const struct compared_row *a,
                                     const struct compared_row *b, struct ws_error *err)
{
    const struct compared_row *row = b ? b : a, *sides[2] = {a, b};
    if (mem_grow(&comparison->differences, &comparison->difference_cap,
                 comparison->difference_count + 1, sizeof *comparison->differences))
        return no_memory(err);
    struct ws_difference *out = &comparison->differences[comparison->difference_count++];
    *out = (struct ws_difference){.layer = row->layer,
                                  .code = row->code,
                                  .name = row->name,
                                  .weight = row->weight,
                                  .limit = row->limit,
                                  .choice = (uint32_t)row->choice};
    for (int side = 0; side < 2; side++) {
        out->is_there[side] = sides[side] != NULL;
        out->people_micro[side] = sides[side] ? sides[side]->people_micro : 0;
        out->covered_micro[side] = sides[side] ? sides[side]->covered_micro : 0;
    }
    return WS_OK;
}

bool compare_is_same(const struct compared_row *a, const struct compared_row *b)
{
    return a && b && a->people_micro == b->people_micro && a->covered_micro == b->covered_micro;
}

struct difference_taker {
    struct comparison *comparison;
    bool anyway;
};

/* Of two rows those that differ; the nation always, since it is the headline. */
static enum ws_status add_rows(void *context, const struct compared_row *a,
                               const struct compared_row *b, struct ws_error *err)
{
    struct difference_taker *taker = context;
    struct comparison *comparison = taker->comparison;
    bool is_nation = a && b && !strcmp(a->layer, "national");
    bool is_same = compare_is_same(a, b);
    comparison->shown.same_count += is_same;
    if (taker->anyway && (!a || !b))
        return WS_OK;
    comparison->shown.changed_count += !is_same;
    if (is_same && !is_nation)
        return WS_OK;
    return add_difference(comparison, a, b, err);
}

enum ws_status compare_walk(const struct compared_run *first, const struct compared_run *second,
                            compared_taker *take, void *context, struct ws_error *err)
{
    uint32_t i = 0, j = 0;
    enum ws_status st = WS_OK;
    while (!st && (i < first->row_count || j < second->row_count)) {
        int order = i == first->row_count    ? 1
                    : j == second->row_count ? -1
                                             : compare_rows(&first->rows[i], &second->rows[j]);
        st = take(context, order <= 0 ? &first->rows[i] : NULL,
                  order >= 0 ? &second->rows[j] : NULL, err);
        i += order <= 0;
        j += order >= 0;
    }
    return st;
}

static enum ws_status compare_figures(struct comparison *comparison, bool anyway,
                                      struct ws_error *err)
{
    struct difference_taker taker = {comparison, anyway};
    return compare_walk(&comparison->sides[0], &comparison->sides[1], add_rows, &taker, err);
}

/* ---- everything else ------------------------------------------------------------------- */

static bool is_same(const char *a, const char *b)
{
    return a && b ? !strcmp(a, b) : a == b;
}

typedef enum ws_status item_taker(struct comparison *comparison, const struct compared_item *a,
                                  const struct compared_item *b, struct ws_error *err);

/* Items of both sides in one walk; equal ones are passed over. */
static enum ws_status walk(struct comparison *comparison, const struct compared_items *first,
                           const struct compared_items *second, item_taker *take,
                           struct ws_error *err)
{
    uint32_t i = 0, j = 0;
    enum ws_status st = WS_OK;
    while (!st && (i < first->count || j < second->count)) {
        const struct compared_item *a = i < first->count ? &first->items[i] : NULL;
        const struct compared_item *b = j < second->count ? &second->items[j] : NULL;
        int order = !a ? 1 : !b ? -1 : compare_items(a, b);
        if (order || !is_same(a->says[0], b->says[0]) || !is_same(a->says[1], b->says[1]))
            st = take(comparison, order <= 0 ? a : NULL, order >= 0 ? b : NULL, err);
        i += order <= 0;
        j += order >= 0;
    }
    return st;
}

static enum ws_status add_class(struct comparison *comparison, const struct compared_item *a,
                                const struct compared_item *b, struct ws_error *err)
{
    const struct compared_item *item = b ? b : a;
    if (mem_grow(&comparison->classes, &comparison->class_cap, comparison->class_count + 1,
                 sizeof *comparison->classes))
        return no_memory(err);
    comparison->classes[comparison->class_count++] =
        (struct ws_other){.layer = item->key[0],
                          .code = item->key[1],
                          .name = item->name,
                          .is_there = {a != NULL, b != NULL},
                          .says = {a ? a->says[0] : NULL, b ? b->says[0] : NULL}};
    return WS_OK;
}

static enum ws_status add_office(struct comparison *comparison, const struct compared_item *a,
                                 const struct compared_item *b, struct ws_error *err)
{
    const struct compared_item *item = b ? b : a;
    if (mem_grow(&comparison->offices, &comparison->office_cap, comparison->office_count + 1,
                 sizeof *comparison->offices))
        return no_memory(err);
    comparison->offices[comparison->office_count++] =
        (struct ws_other){.layer = item->says[1],
                          .code = item->key[0],
                          .name = item->name,
                          .is_there = {a != NULL, b != NULL},
                          .says = {a ? a->says[0] : NULL, b ? b->says[0] : NULL}};
    return WS_OK;
}

static enum ws_status add_unlike(struct comparison *comparison, const struct ws_unlike *unlike,
                                 struct ws_error *err)
{
    if (mem_grow(&comparison->unlikes, &comparison->unlike_cap, comparison->unlike_count + 1,
                 sizeof *comparison->unlikes))
        return no_memory(err);
    comparison->unlikes[comparison->unlike_count++] = *unlike;
    return WS_OK;
}

static enum ws_status add_input(struct comparison *comparison, const struct compared_item *a,
                                const struct compared_item *b, struct ws_error *err)
{
    const struct compared_item *item = b ? b : a;
    const char *sum = item->key[1] ? item->key[1] : "";
    struct ws_unlike unlike = {
        "input", item->name ? item->name : item->key[0], {a ? sum : NULL, b ? sum : NULL}};
    return add_unlike(comparison, &unlike, err);
}

static enum ws_status compare_options(struct comparison *comparison, struct ws_error *err)
{
    const struct compared_run *first = &comparison->sides[0], *second = &comparison->sides[1];
    size_t i = 0, j = 0;
    enum ws_status st = WS_OK;
    while (!st && (i < first->option_count || j < second->option_count)) {
        const struct compared_pair *a = i < first->option_count ? &first->options[i] : NULL;
        const struct compared_pair *b = j < second->option_count ? &second->options[j] : NULL;
        int order = !a ? 1 : !b ? -1 : strcmp(a->key, b->key);
        struct ws_unlike unlike = {"option",
                                   order <= 0 ? a->key : b->key,
                                   {order <= 0 ? a->text : NULL, order >= 0 ? b->text : NULL}};
        if (order || strcmp(a->text, b->text) != 0)
            st = add_unlike(comparison, &unlike, err);
        i += order <= 0;
        j += order >= 0;
    }
    return st;
}

/* ---- classes -------------------------------------------------------------------------------- */

static const char *option_text(const struct compared_run *run, const char *name)
{
    for (size_t i = 0; i < run->option_count; i++)
        if (!strcmp(run->options[i].key, name))
            return run->options[i].text;
    return NULL;
}

/* What classes are about: --main, else the last limit of --within, as a row of the
 * figures has it. Options are kept as JSON. NULL: it is not told. */
static const struct compared_row *main_row(const struct compared_run *run)
{
    static const char marks[] = "\"[], ";
    const char *text = option_text(run, "main");
    text = text ? text : option_text(run, "within");
    size_t end = text ? strlen(text) : 0;
    while (end && strchr(marks, text[end - 1]))
        end--;
    size_t start = end;
    while (start && !strchr(marks, text[start - 1]))
        start--;
    for (uint32_t i = 0; end > start && i < run->row_count; i++)
        if (strlen(run->rows[i].limit) == end - start &&
            !memcmp(run->rows[i].limit, text + start, end - start))
            return &run->rows[i];
    return NULL;
}

/* 30km and 30000m are one limit; what a file does not tell is no difference. */
static enum ws_status compare_classes(struct comparison *comparison, struct ws_error *err)
{
    struct ws_comparison *shown = &comparison->shown;
    const struct compared_row *a = main_row(&comparison->sides[0]);
    const struct compared_row *b = main_row(&comparison->sides[1]);
    shown->main_limit[0] = a ? a->limit : NULL;
    shown->main_limit[1] = b ? b->limit : NULL;
    shown->has_classes = !a || !b || agrees(a, b, ASPECT_LIMIT);
    return shown->has_classes ? walk(comparison, &comparison->sides[0].zones,
                                     &comparison->sides[1].zones, add_class, err)
                              : WS_OK;
}

/* ---- public calls -------------------------------------------------------------------------- */

static void comparison_free(struct comparison *comparison)
{
    for (int side = 0; side < 2; side++) {
        compare_release(&comparison->sides[side]);
        mem_free(comparison->path[side]);
    }
    mem_free(comparison->differences);
    mem_free(comparison->classes);
    mem_free(comparison->offices);
    mem_free(comparison->unlikes);
    mem_free(comparison->outputs);
    mem_free(comparison->json);
    mem_free(comparison);
}

static void show(struct comparison *comparison)
{
    struct ws_comparison *shown = &comparison->shown;
    for (int side = 0; side < 2; side++)
        shown->path[side] = comparison->path[side];
    shown->difference_count = (uint32_t)comparison->difference_count;
    shown->differences = comparison->differences;
    shown->class_count = (uint32_t)comparison->class_count;
    shown->classes = comparison->classes;
    shown->office_count = (uint32_t)comparison->office_count;
    shown->offices = comparison->offices;
    shown->unlike_count = (uint32_t)comparison->unlike_count;
    shown->unlikes = comparison->unlikes;
    shown->comparison = comparison;
}

static enum ws_status compare(struct comparison *comparison, bool anyway, struct ws_error *err)
{
    struct compared_run *first = &comparison->sides[0], *second = &comparison->sides[1];
    enum ws_status st = compare_read(first, comparison->path[0], err);
    if (!st)
        st = compare_read(second, comparison->path[1], err);
    for (int side = 0; !st && !anyway && side < 2; side++)
        st = check_side(comparison, side, err);
    if (!st)
        st = compare_figures(comparison, anyway, err);
    if (!st)
        st = compare_classes(comparison, err);
    if (!st)
        st = walk(comparison, &first->offices, &second->offices, add_office, err);
    if (!st)
        st = compare_options(comparison, err);
    return st ? st : walk(comparison, &first->inputs, &second->inputs, add_input, err);
}

enum ws_status ws_compare(struct ws_comparison **out, const char *first, const char *second,
                          bool anyway, struct ws_error *err)
{
    if (!out || !first || !second)
        return error_set(err, WS_BAD_OPTION, "compare: expected two run files");
    struct comparison *comparison = mem_array(1, sizeof *comparison);
    if (!comparison)
        return no_memory(err);
    comparison->path[0] = mem_string(first);
    comparison->path[1] = mem_string(second);
    enum ws_status st = comparison->path[0] && comparison->path[1]
                            ? compare(comparison, anyway, err)
                            : no_memory(err);
    if (st) {
        comparison_free(comparison);
        return st;
    }
    show(comparison);
    *out = &comparison->shown;
    return WS_OK;
}

static enum ws_status list_outputs(struct comparison *comparison, const struct run_layers *layers,
                                   const struct write_plan *plan, struct ws_error *err)
{
    mem_free(comparison->outputs);
    comparison->outputs = mem_array(layers->count, sizeof *comparison->outputs);
    if (!comparison->outputs)
        return no_memory(err);
    for (uint32_t i = 0; i < layers->count; i++) {
        struct ws_output *output = &comparison->outputs[i];
        io_write_layer_path(output->path, plan, &layers->layers[i]);
        snprintf(output->layer, sizeof output->layer, "%s", layers->layers[i].name);
        output->rows = layers->layers[i].row_count;
    }
    comparison->shown.outputs = comparison->outputs;
    comparison->shown.output_count = layers->count;
    return WS_OK;
}

enum ws_status ws_comparison_write(struct ws_comparison *shown, const char *path,
                                   const char *format, bool overwrite, struct ws_error *err)
{
    struct warnings warnings = {0};
    struct io *io = NULL;
    struct run_layers layers = {0};
    struct write_plan plan = {.path = path,
                              .format = format ? format : "",
                              .crs_out = "",
                              .overwrite = overwrite,
                              .program = "Whitespot " WS_VERSION,
                              .inputs = shown->path,
                              .input_count = 2};
    enum ws_status st = io_open(&io, &warnings, err);
    if (!st)
        st = io_write_check(io, &plan, err);
    if (!st)
        st = compare_layers(&layers, shown, err);
    if (!st)
        st = list_outputs(shown->comparison, &layers, &plan, err);
    if (!st) {
        plan.evidence = ws_comparison_json(shown, err);
        st = plan.evidence ? io_write(io, layers.layers, layers.count, &plan, err) : WS_NO_MEMORY;
    }
    run_layers_release(&layers);
    io_close(io);
    warnings_release(&warnings);
    return st;
}

const char *ws_comparison_json(struct ws_comparison *shown, struct ws_error *err)
{
    char *text = NULL;
    if (compare_json(&text, shown, err))
        return NULL;
    mem_free(shown->comparison->json);
    shown->comparison->json = text;
    return text;
}

void ws_comparison_free(struct ws_comparison *comparison)
{
    if (comparison)
        comparison_free(comparison->comparison);
}
