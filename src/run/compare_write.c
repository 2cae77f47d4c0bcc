/* A comparison as tables and as JSON. */
#include "run/compare.h"

#include <math.h>

double compare_percent(const struct ws_difference *row, int side)
{
    if (!row->is_there[side] || !row->people_micro[side])
        return (double)NAN;
    return 100.0 * (double)row->covered_micro[side] / (double)row->people_micro[side];
}

/* ---- tables ---------------------------------------------------------------------- */

static enum ws_status add_changes(struct run_layers *out, const struct ws_comparison *shown,
                                  struct ws_error *err)
{
    static const char *const names[2][3] = {{"people_a", "covered_a", "share_a"},
                                            {"people_b", "covered_b", "share_b"}};
    struct layer *layer =
        layers_begin(out, "changes",
                     "Figures that differ between two runs, a and b, and those of the nation; "
                     "points: of a percentage",
                     shown->difference_count, 16);
    if (!layer)
        return layers_no_memory(err, "table", "changes");
    struct column *of = layers_column(layer, "layer", COLUMN_TEXT);
    struct column *code = layers_column(layer, "code", COLUMN_TEXT);
    struct column *name = layers_column(layer, "name", COLUMN_TEXT);
    struct column *weight = layers_column(layer, "weight", COLUMN_TEXT);
    struct column *limit = layers_column(layer, "limit", COLUMN_TEXT);
    struct column *k = layers_column(layer, "k", COLUMN_WHOLE);
    struct column *sides[2][3];
    for (int side = 0; side < 2; side++)
        for (int c = 0; c < 3; c++)
            sides[side][c] = layers_column(layer, names[side][c], COLUMN_REAL);
    struct column *more = layers_column(layer, "covered_more", COLUMN_REAL);
    struct column *points = layers_column(layer, "points", COLUMN_REAL);
    for (uint32_t i = 0; i < shown->difference_count; i++) {
        const struct ws_difference *row = &shown->differences[i];
        layers_text(of, i, row->layer);
        layers_text(code, i, row->code);
        layers_text(name, i, row->name);
        layers_text(weight, i, row->weight);
        layers_text(limit, i, row->limit);
        layers_whole(k, i, row->choice);
        for (int side = 0; side < 2; side++) {
            if (!row->is_there[side])
                continue;
            layers_people(sides[side][0], i, row->people_micro[side]);
            layers_people(sides[side][1], i, row->covered_micro[side]);
            layers_real(sides[side][2], i, compare_percent(row, side) / 100.0);
        }
        if (!row->is_there[0] || !row->is_there[1])
            continue;
        int64_t micro = (int64_t)row->covered_micro[1] - (int64_t)row->covered_micro[0];
        layers_real(more, i, (double)micro / WS_MICRO);
        layers_real(points, i, compare_percent(row, 1) - compare_percent(row, 0));
    }
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "table", "changes");
}

/* Six columns of text, from a row of any of the other tables. */
struct text_table {
    const char *name, *description, *columns[6];
    uint32_t row_count;
    void (*row)(const char *cells[6], const struct ws_comparison *shown, uint32_t row);
};

static const char *presence(const bool is_there[2])
{
    return !is_there[0] ? "appeared" : !is_there[1] ? "disappeared" : "changed";
}

static void class_row(const char *cells[6], const struct ws_comparison *shown, uint32_t row)
{
    const struct ws_other *of = &shown->classes[row];
    const char *texts[6] = {of->layer,   of->code,    of->name,
                            of->says[0], of->says[1], presence(of->is_there)};
    for (int i = 0; i < 6; i++)
        cells[i] = texts[i];
}

static void office_row(const char *cells[6], const struct ws_comparison *shown, uint32_t row)
{
    const struct ws_other *of = &shown->offices[row];
    const char *texts[6] = {of->code,    of->layer,   of->name,
                            of->says[0], of->says[1], presence(of->is_there)};
    for (int i = 0; i < 6; i++)
        cells[i] = texts[i];
}

static void unlike_row(const char *cells[6], const struct ws_comparison *shown, uint32_t row)
{
    const struct ws_unlike *of = &shown->unlikes[row];
    const char *texts[6] = {of->what, of->name, of->says[0], of->says[1], NULL, NULL};
    for (int i = 0; i < 6; i++)
        cells[i] = texts[i];
}

#define TABLES 3
static void tables_of(struct text_table tables[TABLES], const struct ws_comparison *shown)
{
    const struct text_table all[TABLES] = {
        {"classes",
         "Zones whose class differs",
         {"layer", "code", "name", "before", "after", "what"},
         shown->class_count,
         class_row},
        {"offices",
         "Offices that appeared, disappeared or changed their state or provider",
         {"office", "provider", "code", "before", "after", "what"},
         shown->office_count,
         office_row},
        {"unlike",
         "Options and inputs in which the two runs differ",
         {"what", "name", "a", "b", NULL, NULL},
         shown->unlike_count,
         unlike_row},
    };
    for (int i = 0; i < TABLES; i++)
        tables[i] = all[i];
}

static enum ws_status add_table(struct run_layers *out, const struct text_table *table,
                                const struct ws_comparison *shown, struct ws_error *err)
{
    struct column *columns[6] = {0};
    struct layer *layer = layers_begin(out, table->name, table->description, table->row_count, 6);
    if (!layer)
        return layers_no_memory(err, "table", table->name);
    for (int c = 0; c < 6 && table->columns[c]; c++)
        columns[c] = layers_column(layer, table->columns[c], COLUMN_TEXT);
    for (uint32_t i = 0; i < table->row_count; i++) {
        const char *cells[6];
        table->row(cells, shown, i);
        for (int c = 0; c < 6; c++)
            layers_text(columns[c], i, cells[c]);
    }
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "table", table->name);
}

enum ws_status compare_layers(struct run_layers *out, const struct ws_comparison *shown,
                              struct ws_error *err)
{
    struct text_table tables[TABLES];
    struct run_layers layers = {0};
    tables_of(tables, shown);
    enum ws_status st = add_changes(&layers, shown, err);
    for (int i = 0; !st && i < TABLES; i++)
        st = add_table(&layers, &tables[i], shown, err);
    if (st)
        run_layers_release(&layers);
    else
        *out = layers;
    return st;
}

/* ---- JSON --------------------------------------------------------------------------- */

static void put_people(struct json *json, const char *key, const struct ws_difference *row,
                       int side, const uint64_t micro[2])
{
    if (row->is_there[side])
        json_put_people(json, key, micro[side]);
    else
        json_put_text(json, key, NULL);
}

static void put_changes(struct json *json, const struct ws_comparison *shown)
{
    json_begin_array(json, "changes");
    for (uint32_t i = 0; i < shown->difference_count; i++) {
        const struct ws_difference *row = &shown->differences[i];
        json_begin_object(json, NULL);
        json_put_text(json, "layer", row->layer);
        json_put_text(json, "code", row->code);
        json_put_text(json, "name", row->name);
        json_put_text(json, "weight", row->weight);
        json_put_text(json, "limit", row->limit);
        json_put_whole(json, "k", row->choice);
        put_people(json, "people_a", row, 0, row->people_micro);
        put_people(json, "covered_a", row, 0, row->covered_micro);
        put_people(json, "people_b", row, 1, row->people_micro);
        put_people(json, "covered_b", row, 1, row->covered_micro);
        json_put_real(json, "points", compare_percent(row, 1) - compare_percent(row, 0));
        json_end(json);
    }
    json_end(json);
}

static void put_table(struct json *json, const struct text_table *table,
                      const struct ws_comparison *shown)
{
    json_begin_array(json, table->name);
    for (uint32_t i = 0; i < table->row_count; i++) {
        const char *cells[6];
        table->row(cells, shown, i);
        json_begin_object(json, NULL);
        for (int c = 0; c < 6 && table->columns[c]; c++)
            json_put_text(json, table->columns[c], cells[c]);
        json_end(json);
    }
    json_end(json);
}

enum ws_status compare_json(char **out, const struct ws_comparison *shown, struct ws_error *err)
{
    struct json *json = NULL;
    struct text_table tables[TABLES];
    enum ws_status st = json_new(&json, err);
    if (st)
        return st;
    tables_of(tables, shown);
    json_begin_object(json, NULL);
    json_put_text(json, "a", shown->path[0]);
    json_put_text(json, "b", shown->path[1]);
    json_put_whole(json, "rows_differ", shown->changed_count);
    json_put_whole(json, "rows_equal", shown->same_count);
    json_put_text(json, "main_limit_a", shown->main_limit[0]);
    json_put_text(json, "main_limit_b", shown->main_limit[1]);
    json_put_bool(json, "classes_compared", shown->has_classes);
    put_changes(json, shown);
    for (int i = 0; i < TABLES; i++)
        put_table(json, &tables[i], shown);
    json_end(json);
    st = json_text(out, json, err);
    json_free(json);
    return st;
}
