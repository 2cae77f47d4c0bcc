/* Tables by municipality: people, control totals; and the class table. */
#include "io/read.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define MOST_LISTED 20

void table_release(struct table_sums *sums)
{
    mem_free(sums->micro);
    mem_free(sums->fid);
    units_release(&sums->unknown);
    *sums = (struct table_sums){0};
}

static bool is_total_word(const void *unused, const char *text)
{
    (void)unused;
    return text_same_folded(text, "totalt") || text_same_folded(text, "total") ||
           text_same_folded(text, "samtliga");
}

/* A table with a row for each age or sex adds up, unless it also has totals. */
static enum ws_status find_parts(bool *has_parts, struct input *in, struct ws_error *err)
{
    static const char *const keys[][2] = {
        {"age", "alder age"}, {"sex", "kon sex"}, {"birth", "fodelseregion"}};
    *has_parts = false;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct column_key key = {keys[i][0], keys[i][1], "", false, false};
        int column;
        uint64_t filled = 0, totals = 0;
        enum ws_status st = columns_find(&column, in, &key, NULL, NULL, err);
        if (st)
            return st;
        if (column < 0)
            continue;
        columns_count(in, column, is_total_word, NULL, &filled, &totals);
        if (totals && totals < filled)
            return input_fail(in, WS_BAD_DATA, err,
                              "column %s has totals beside their parts; keep one kind with "
                              "--where %s=...",
                              columns_name(in, column), ws_role_name(in->role));
        *has_parts = *has_parts || !totals;
    }
    return WS_OK;
}

static void add_known(struct table_sums *sums, struct input *in, const struct join *join,
                      uint32_t zone, int64_t fid, bool has_parts)
{
    if (sums->fid[zone] >= 0 && !has_parts) {
        judge_fault(in, fid, "%s has a row already, %s %" PRId64, join->zones->code[zone],
                    in->is_table ? "line" : "feature", sums->fid[zone]);
        return;
    }
    if (sums->fid[zone] < 0)
        sums->fid[zone] = fid;
}

static enum ws_status read_row(struct table_sums *sums, struct input *in, const struct join *join,
                               struct people *people, OGRFeatureH feature, bool has_parts,
                               struct ws_error *err)
{
    uint64_t micro[WS_MAX_WEIGHTS];
    int64_t fid = OGR_F_GetFID(feature);
    char code[128];
    const char *text = columns_text(in, feature, join->column);
    if (!text) {
        judge_fault(in, fid, "%s is blank; expected a code", columns_name(in, join->column));
        return WS_OK;
    }
    text_copy(code, sizeof code, text);
    uint32_t zone = join_zone(join, code);
    if (zone == WS_NONE && join_is_total(code)) {
        input_record(in)->left_out++;
        return judge_repair(in, fid, "1 row left out", err, "%s is the whole country", code);
    }
    people_read(people, in, feature, micro);
    if (zone == WS_NONE) {
        struct unit_row row = {.zone = WS_NONE, .has_code = true, .fid = fid};
        return units_add(&sums->unknown, &row, code, micro, err);
    }
    for (uint32_t w = 0; w < people->count; w++)
        sums->micro[(size_t)zone * people->count + w] += micro[w];
    add_known(sums, in, join, zone, fid, has_parts);
    return WS_OK;
}

/* Every zone has its row, and the rows of no zone are told. */
static enum ws_status judge_rows(const struct table_sums *sums, struct input *in,
                                 const struct join *join, struct ws_error *err)
{
    char missing[300] = "";
    uint32_t count = 0;
    for (uint32_t i = 0; i < join->zones->count; i++) {
        if (sums->fid[i] >= 0)
            continue;
        size_t used = strlen(missing);
        if (count++ < MOST_LISTED)
            snprintf(missing + used, sizeof missing - used, "%s%s", used ? ", " : "",
                     join->zones->code[i]);
    }
    if (count)
        judge_fault(in, -1, "%" PRIu32 " of %" PRIu32 " municipalities have no row: %s%s", count,
                    join->zones->count, missing, count > MOST_LISTED ? " ..." : "");
    struct tally codes = {0};
    enum ws_status st = WS_OK;
    uint64_t people = 0;
    for (size_t i = 0; !st && i < sums->unknown.count; i++) {
        people += sums->unknown.people_micro[i * sums->unknown.weight_count];
        st = words_add(&codes, sums->unknown.rows[i].name, err);
    }
    char effect[80];
    snprintf(effect, sizeof effect, "%zu rows, %.1f people outside", sums->unknown.count,
             (double)people / WS_MICRO);
    if (!st)
        st = tally_report(&codes, in, "codes of no municipality", effect, err);
    words_release(&codes);
    return st;
}

enum ws_status table_read(struct table_sums *out, struct input *in, const struct join *join,
                          struct people *people, struct ws_error *err)
{
    uint32_t zones = join->zones->count;
    *out = (struct table_sums){.unknown = {.weight_count = people->count, .is_zone = true}};
    out->micro = mem_array((size_t)zones * people->count, sizeof *out->micro);
    out->fid = mem_array(zones, sizeof *out->fid);
    if (!out->micro || !out->fid)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " rows", zones);
    for (uint32_t i = 0; i < zones; i++)
        out->fid[i] = -1;
    bool has_parts;
    enum ws_status st = find_parts(&has_parts, in, err);
    uint64_t count = 0;
    OGR_L_ResetReading(in->layer);
    for (OGRFeatureH feature; !st && (feature = input_next(in)); count++) {
        st = read_row(out, in, join, people, feature, has_parts, err);
        OGR_F_Destroy(feature);
    }
    if (!st)
        st = judge_rows(out, in, join, err);
    return st ? st : input_finish(in, count, count - input_record(in)->left_out, err);
}

/* ---- control totals -----------------------------------------------------------------------------
 */

static enum ws_status read_totals(struct table_sums *sums, struct input *in,
                                  const struct ws_weight *weights, uint32_t weight_count,
                                  const struct zones *zones, struct ws_error *err)
{
    struct people people;
    struct join join;
    /* One weight may go by its own name in the table. */
    bool is_named = weight_count > 1 || (weight_count && columns_named(in, weights->column) >= 0);
    enum ws_status st = people_find(&people, in, weights, is_named ? weight_count : 0, err);
    if (!st)
        st = join_find(&join, in, zones, true, err);
    if (!st && join.column < 0)
        st = input_fail(in, WS_BAD_DATA, err, "no column joins the rows to the municipalities");
    if (!st)
        st = table_read(sums, in, &join, &people, err);
    return st ? st : people_finish(&people, in, err);
}

enum ws_status io_read_totals(uint64_t **total_micro, struct io *io, const struct ws_source *source,
                              const struct ws_weight *weights, uint32_t weight_count,
                              const struct zones *zones, struct ws_error *err)
{
    assert(total_micro && io && source && zones);
    struct input in = {0};
    struct table_sums sums = {0};
    enum ws_status st = input_open(&in, io, source, WS_ROLE_CONTROL, false, err);
    if (!st)
        st = read_totals(&sums, &in, weights, weight_count, zones, err);
    if (!st) {
        *total_micro = sums.micro;
        sums.micro = NULL;
    }
    table_release(&sums);
    input_close(&in);
    return st;
}

/* ---- class table
 * ----------------------------------------------------------------------------------- */

enum class_column {
    CLASS_NAME,
    CLASS_SPEED,
    CLASS_DRIVABLE,
    CLASS_INHABITED,
    CLASS_STOP,
    CLASS_FERRY,
    CLASS_TUNNEL,
    CLASS_COLUMNS
};

static enum ws_status find_class_columns(int columns[CLASS_COLUMNS], struct input *in,
                                         struct ws_error *err)
{
    static const struct column_key keys[CLASS_COLUMNS] = {
        {"class", "class highway fclass", "", true, false},
        {"speed_kmh", "speedkmh speed", "", true, false},
        {"drivable", "drivable", "", true, false},
        {"inhabited", "inhabited", "", true, false},
        {"stop", "stop", "", true, false},
        {"ferry", "ferry", "", false, false},
        {"tunnel", "tunnel", "", false, false},
    };
    enum ws_status st = WS_OK;
    for (int i = 0; !st && i < CLASS_COLUMNS; i++)
        st = columns_find(&columns[i], in, &keys[i], NULL, NULL, err);
    return st;
}

static void read_flag(bool *flag, struct input *in, OGRFeatureH feature, int column)
{
    const char *text = columns_text(in, feature, column);
    if (column >= 0 && (!text || value_bool(flag, text) != VALUE_OK))
        judge_fault(in, OGR_F_GetFID(feature), "%s is %.40s; expected 1 or 0",
                    columns_name(in, column), text ? text : "blank");
}

static struct ws_road_class read_class(struct input *in, OGRFeatureH feature,
                                       const int columns[CLASS_COLUMNS])
{
    struct ws_road_class row = {0};
    int64_t fid = OGR_F_GetFID(feature);
    const char *name = columns_text(in, feature, columns[CLASS_NAME]);
    if (!name || strlen(name) >= sizeof row.name)
        judge_fault(in, fid, "a class needs a name of 1 to %zu bytes", sizeof row.name - 1);
    else
        text_copy(row.name, sizeof row.name, name);
    if (value_cell(&row.speed_kmh, in, feature, columns[CLASS_SPEED]) != VALUE_OK ||
        !(row.speed_kmh > 0.0) || row.speed_kmh > 200.0)
        judge_fault(in, fid, "the speed of %s is not above 0 and at most 200 km/h", row.name);
    row.is_ferry = !strcmp(row.name, "ferry");
    read_flag(&row.is_drivable, in, feature, columns[CLASS_DRIVABLE]);
    read_flag(&row.is_inhabited, in, feature, columns[CLASS_INHABITED]);
    read_flag(&row.is_stop, in, feature, columns[CLASS_STOP]);
    read_flag(&row.is_ferry, in, feature, columns[CLASS_FERRY]);
    read_flag(&row.is_tunnel, in, feature, columns[CLASS_TUNNEL]);
    return row;
}

static enum ws_status read_classes(struct ws_road_class **rows, size_t *count, struct input *in,
                                   struct ws_error *err)
{
    int columns[CLASS_COLUMNS];
    size_t cap = 0;
    enum ws_status st = find_class_columns(columns, in, err);
    OGR_L_ResetReading(in->layer);
    for (OGRFeatureH feature; !st && (feature = input_next(in));) {
        struct ws_road_class row = read_class(in, feature, columns);
        for (size_t i = 0; i < *count; i++)
            if (!strcmp((*rows)[i].name, row.name))
                judge_fault(in, OGR_F_GetFID(feature), "class %s occurs twice", row.name);
        if (mem_grow(rows, &cap, *count + 1, sizeof row))
            st = error_set(err, WS_NO_MEMORY, "no memory for classes");
        else
            (*rows)[(*count)++] = row;
        OGR_F_Destroy(feature);
    }
    return st ? st : input_finish(in, *count, *count, err);
}

enum ws_status io_read_classes(struct ws_road_class **out, uint32_t *count, struct io *io,
                               const char *path, struct ws_error *err)
{
    assert(out && count && io && path);
    struct ws_source source = {0};
    struct input in = {0};
    struct ws_road_class *rows = NULL;
    size_t row_count = 0;
    text_copy(source.path, sizeof source.path, path);
    enum ws_status st = input_open(&in, io, &source, WS_ROLE_ROADS, false, err);
    if (!st)
        st = read_classes(&rows, &row_count, &in, err);
    input_close(&in);
    if (st) {
        mem_free(rows);
        return st;
    }
    *out = rows;
    *count = (uint32_t)row_count;
    return WS_OK;
}
