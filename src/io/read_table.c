/* Tables by municipality: people, control totals; and the class table. */
#include "io/people.h"

#include "base/fixed.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define MOST_LISTED 20

void table_release(struct table_sums *sums)
{
    mem_free(sums->counts);
    mem_free(sums->fid);
    units_release(&sums->unknown);
    *sums = (struct table_sums){0};
}

/* What reading one table needs beside its sums. */
struct table_reader {
    struct input *in;
    const struct join *join;
    struct people *people;
    struct long_rows rows;
    struct tally totals; /* rows of the whole country or of a county */
};

/* ---- rows --------------------------------------------------------------------------------------
 */

static void add_known(struct table_sums *sums, struct table_reader *reader, uint32_t zone,
                      int64_t fid)
{
    if (sums->fid[zone] >= 0 && !reader->rows.has_parts) {
        judge_fault(reader->in, fid,
                    "%s has a row already, %s %" PRId64 "; its people would count twice",
                    reader->join->zones->code[zone], reader->in->is_table ? "line" : "feature",
                    sums->fid[zone]);
        return;
    }
    if (sums->fid[zone] < 0)
        sums->fid[zone] = fid;
}

static enum ws_status add_row(struct table_sums *sums, struct table_reader *reader,
                              OGRFeatureH feature, const char *code, uint32_t zone,
                              struct ws_error *err)
{
    struct counts counts;
    uint32_t part[2], weights = reader->people->count;
    int64_t fid = OGR_F_GetFID(feature);
    enum ws_status st = long_row(&reader->rows, reader->in, feature, zone, part, err);
    if (st || !part[0])
        return st;
    people_read(reader->people, reader->in, feature, &counts);
    counts_split(&counts, weights, part[0], part[1]);
    if (zone == WS_NONE) {
        struct unit_row row = {.zone = WS_NONE, .has_code = true, .fid = fid};
        return units_add(&sums->unknown, &row, code, &counts, err);
    }
    counts_add(&sums->counts[zone], &counts, weights);
    add_known(sums, reader, zone, fid);
    return WS_OK;
}

static enum ws_status read_row(struct table_sums *sums, struct table_reader *reader,
                               OGRFeatureH feature, struct ws_error *err)
{
    struct input *in = reader->in;
    char code[128];
    const char *text = columns_text(in, feature, reader->join->column);
    if (!text || value_is_missing(text)) {
        judge_fault(in, OGR_F_GetFID(feature), "%s is %s; expected a code",
                    columns_name(in, reader->join->column), text ? text : "blank");
        return WS_OK;
    }
    text_copy(code, sizeof code, text);
    judge_name(in, OGR_F_GetFID(feature), code);
    uint32_t zone = join_zone(reader->join, code);
    if (zone == WS_NONE && join_is_sum(reader->join->zones, code)) {
        input_record(in)->left_out++;
        return words_add(&reader->totals, code, err);
    }
    return add_row(sums, reader, feature, code, zone, err);
}

/* ---- all rows
 * ------------------------------------------------------------------------------------ */

/* A row of no municipality that holds exactly the people of all of them. */
static bool is_sum_of_all(const struct table_sums *sums, const struct table_reader *reader,
                          const struct unit_row *row)
{
    uint32_t weights = reader->people->count;
    const uint64_t *own = units_counts(&sums->unknown, row);
    for (uint32_t w = 0; w < weights; w++) {
        uint64_t sum_micro = 0;
        for (uint32_t i = 0; i < reader->join->zones->count; i++)
            sum_micro += sums->counts[i].people_micro[w];
        if (own[w] != sum_micro || !sum_micro)
            return false;
    }
    return true;
}

/* Takes rows that are the sum of the others from the unknown ones. */
static enum ws_status drop_sums(struct table_sums *sums, struct table_reader *reader,
                                struct ws_error *err)
{
    size_t kept = 0;
    struct units_builder *unknown = &sums->unknown;
    enum ws_status st = WS_OK;
    for (size_t i = 0; i < unknown->count; i++) {
        struct unit_row row = unknown->rows[i];
        if (st || !is_sum_of_all(sums, reader, &row)) {
            unknown->rows[kept++] = row;
            continue;
        }
        st = words_add(&reader->totals, row.name, err);
        input_record(reader->in)->left_out++;
        mem_free(row.name);
    }
    unknown->count = kept;
    return st;
}

static enum ws_status tell_unknown(const struct table_sums *sums, struct input *in,
                                   struct ws_error *err)
{
    struct tally codes = {0};
    enum ws_status st = WS_OK;
    uint64_t people = 0;
    for (size_t i = 0; !st && i < sums->unknown.count; i++) {
        people += units_counts(&sums->unknown, &sums->unknown.rows[i])[0];
        st = words_add(&codes, sums->unknown.rows[i].name, err);
    }
    char effect[80];
    uint64_t whole = (people + WS_MICRO / 2) / WS_MICRO;
    snprintf(effect, sizeof effect,
             whole == 1 ? "%zu rows, %" PRIu64 " person outside"
                        : "%zu rows, %" PRIu64 " people outside",
             sums->unknown.count, whole);
    if (!st)
        st = tally_report(&codes, in, "codes of no municipality", effect, err);
    words_release(&codes);
    return st;
}

/* Every zone has its row, and the rows of no zone are told. */
static enum ws_status judge_rows(struct table_sums *sums, struct table_reader *reader,
                                 struct ws_error *err)
{
    struct input *in = reader->in;
    const struct zones *zones = reader->join->zones;
    char missing[300] = "";
    uint32_t count = 0;
    for (uint32_t i = 0; i < zones->count; i++) {
        if (sums->fid[i] >= 0)
            continue;
        size_t used = strlen(missing);
        if (count++ < MOST_LISTED)
            snprintf(missing + used, sizeof missing - used, "%s%s", used ? ", " : "",
                     zones->code[i]);
    }
    enum ws_status st = drop_sums(sums, reader, err);
    char strays[200] = "";
    for (size_t i = 0, used = 0; count && i < sums->unknown.count && used + 64 < sizeof strays; i++)
        used += (size_t)snprintf(
            strays + used, sizeof strays - used, "%s%.40s",
            used ? ", " : "; rows of no municipality: ", sums->unknown.rows[i].name);
    if (count)
        judge_fault(in, -1, "%" PRIu32 " of %" PRIu32 " municipalities have no row: %s%s%s", count,
                    zones->count, missing, count > MOST_LISTED ? " ..." : "", strays);
    if (!st)
        st = tally_report(&reader->totals, in, "rows that are the sum of others",
                          "left out: their people are counted in the municipalities", err);
    return st ? st : tell_unknown(sums, in, err);
}

/* Places that lack some kinds of rows: nobody knows how many people those hold. */
static enum ws_status judge_kinds(struct table_sums *sums, struct table_reader *reader,
                                  struct ws_error *err)
{
    uint32_t zones = reader->join->zones->count;
    bool *lacks_rows = mem_array(zones, sizeof *lacks_rows);
    if (!lacks_rows)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " municipalities", zones);
    enum ws_status st =
        long_finish(&reader->rows, reader->in, reader->join->zones, lacks_rows, err);
    for (uint32_t i = 0; i < zones; i++)
        for (uint32_t w = 0; lacks_rows[i] && w < reader->people->count; w++)
            sums->counts[i].more_micro[w] = WS_UNBOUNDED;
    mem_free(lacks_rows);
    return st;
}

static enum ws_status read_rows(struct table_sums *sums, struct table_reader *reader,
                                struct ws_error *err)
{
    struct input *in = reader->in;
    enum ws_status st = long_find(&reader->rows, in, reader->people, err);
    uint64_t count = 0;
    OGR_L_ResetReading(in->layer);
    for (OGRFeatureH feature; !st && (feature = input_next(in)); count++) {
        st = read_row(sums, reader, feature, err);
        OGR_F_Destroy(feature);
    }
    if (!st)
        st = judge_kinds(sums, reader, err);
    if (!st)
        st = judge_rows(sums, reader, err);
    return st ? st : input_finish(in, count, count - input_record(in)->left_out, err);
}

enum ws_status table_read(struct table_sums *out, struct input *in, const struct join *join,
                          struct people *people, struct ws_error *err)
{
    uint32_t zones = join->zones->count;
    struct table_reader reader = {.in = in, .join = join, .people = people};
    *out = (struct table_sums){.unknown = {.weight_count = people->count, .is_zone = true}};
    out->counts = mem_array(zones, sizeof *out->counts);
    out->fid = mem_array(zones, sizeof *out->fid);
    if (!out->counts || !out->fid)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " rows", zones);
    for (uint32_t i = 0; i < zones; i++)
        out->fid[i] = -1;
    enum ws_status st = read_rows(out, &reader, err);
    long_release(&reader.rows);
    words_release(&reader.totals);
    return st;
}

/* ---- control totals -----------------------------------------------------------------------------
 */

/* Totals that people are scaled to must be known. */
static enum ws_status take_totals(uint64_t **total_micro, const struct table_sums *sums,
                                  struct input *in, const struct zones *zones, uint32_t weights,
                                  struct ws_error *err)
{
    uint64_t *totals = mem_array((size_t)zones->count * weights, sizeof *totals);
    if (!totals)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " totals", zones->count);
    for (uint32_t i = 0; i < zones->count; i++)
        for (uint32_t w = 0; w < weights; w++) {
            totals[(size_t)i * weights + w] = sums->counts[i].people_micro[w];
            if (sums->counts[i].less_micro[w] || sums->counts[i].more_micro[w])
                judge_fault(in, sums->fid[i],
                            "the total of %s is not known: a count is withheld, missing, or of "
                            "other ages",
                            zones->code[i]);
        }
    enum ws_status st = judge_end(in, err);
    if (st)
        mem_free(totals);
    else
        *total_micro = totals;
    return st;
}

/* The totals go by another name than the people scaled to them. */
static enum ws_status tell_other_name(struct input *in, const char *weight,
                                      const struct people *people, struct ws_error *err)
{
    char effect[200];
    snprintf(effect, sizeof effect,
             "%.60s is scaled to %.60s; --field control.people=COLUMN "
             "names another",
             weight, people->weight[0].column);
    return judge_repair(in, -1, effect, err, "no column is named %s", weight);
}

static enum ws_status read_totals(uint64_t **total_micro, struct input *in,
                                  const struct people_wanted *wanted, const struct zones *zones,
                                  struct ws_error *err)
{
    struct people people;
    struct join join;
    struct table_sums sums = {0};
    struct people_wanted own = *wanted;
    /* One weight may go by its own name in the table. */
    if (own.weight_count == 1 && columns_named(in, own.weights->column) < 0)
        own.weight_count = 0;
    enum ws_status st = people_find(&people, in, &own, err);
    if (!st && wanted->weight_count == 1 && !own.weight_count)
        st = tell_other_name(in, wanted->weights->column, &people, err);
    if (!st)
        st = join_find(&join, in, zones, true, err);
    if (!st && join.column < 0)
        st = input_fail(in, WS_BAD_DATA, err, "no column joins the rows to the municipalities");
    if (!st)
        st = table_read(&sums, in, &join, &people, err);
    if (!st)
        st = people_finish(&people, in, err);
    if (!st)
        st = take_totals(total_micro, &sums, in, zones, people.count, err);
    table_release(&sums);
    return st;
}

enum ws_status io_read_totals(uint64_t **total_micro, struct io *io, const struct ws_source *source,
                              const struct people_wanted *wanted, const struct zones *zones,
                              struct ws_error *err)
{
    assert(total_micro && io && source && wanted && zones);
    struct input in = {0};
    enum ws_status st = input_open(&in, io, source, WS_ROLE_CONTROL, false, err);
    if (!st)
        st = read_totals(total_micro, &in, wanted, zones, err);
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
    if (!file_kind(path))
        return error_set(err, WS_NOT_FOUND, "%s: there is no such file (--classes)", path);
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
