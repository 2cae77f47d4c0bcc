/* Roads from a layer of lines. */
#include "io/read.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define MOST_KMH 200.0

struct road_columns {
    int road_class, speed, speed_back, oneway, no_forward, no_back, ferry, closed, tunnel, length;
    double length_unit_m, speed_unit_kmh;
};

/* What is read once and told at the end. */
struct road_reader {
    struct input *in;
    struct lines_builder *out;
    const struct road_rules *rules;
    struct road_columns columns;
    struct line_buffer buffer;
    struct tally classes, speeds, oneways;
    uint64_t read_count, used_count, closed_count;
    uint16_t source_index;
};

static bool is_class(const void *rules, const char *word)
{
    return line_class(rules, word) != UINT16_MAX;
}

/* A class column is one only when the table knows a value of it. */
static enum ws_status confirm_class(struct road_reader *reader, struct ws_error *err)
{
    struct input *in = reader->in;
    int column = reader->columns.road_class;
    if (column < 0)
        return WS_OK;
    uint64_t filled, passed;
    columns_count(in, column, is_class, reader->rules, &filled, &passed);
    if (passed)
        return WS_OK;
    reader->columns.road_class = -1;
    return judge_repair(in, -1, "all roads are open", err,
                        "column %s holds no value of the class table; ignored",
                        columns_name(in, column));
}

static bool name_ends(struct input *in, int column, const char *end)
{
    char folded[128];
    if (column < 0)
        return false;
    text_fold(folded, sizeof folded, columns_name(in, column));
    size_t size = strlen(folded), end_size = strlen(end);
    return size >= end_size && !strcmp(folded + size - end_size, end);
}

static enum ws_status find_columns(struct road_reader *reader, struct ws_error *err)
{
    struct road_columns *columns = &reader->columns;
    const struct {
        int *column;
        struct column_key key;
    } looks[] = {
        {&columns->road_class, {"class", "highway fclass klass181", "", false, false}},
        {&columns->speed,
         {"speed", "hastighet speedkmh maxspeed fhogst225 speed", "", false, false}},
        {&columns->speed_back, {"speed_back", "bhogst225 speedback", "", false, false}},
        {&columns->oneway, {"oneway", "oneway enkelriktad", "", false, false}},
        {&columns->no_forward, {"no_forward", "fforbjudenfardriktning", "", false, false}},
        {&columns->no_back, {"no_back", "bforbjudenfardriktning", "", false, false}},
        {&columns->ferry, {"ferry", "farjeled ferry", "", false, false}},
        {&columns->closed, {"closed", "closed", "", false, false}},
        {&columns->tunnel, {"tunnel", "tunnel", "", false, false}},
        {&columns->length, {"length", "", "", false, false}},
    };
    enum ws_status st = WS_OK;
    for (size_t i = 0; !st && i < sizeof looks / sizeof *looks; i++)
        st = columns_find(looks[i].column, reader->in, &looks[i].key, NULL, NULL, err);
    if (st)
        return st;
    columns->length_unit_m = name_ends(reader->in, columns->length, "km") ? 1000.0 : 1.0;
    columns->speed_unit_kmh = name_ends(reader->in, columns->speed, "mph") ? 1.609344 : 1.0;
    return confirm_class(reader, err);
}

/* ---- cells --------------------------------------------------------------------------------- */

/* A mark that something is so: yes, true, 1, or any word but a no. */
static bool is_marked(struct road_reader *reader, OGRFeatureH feature, int column)
{
    const char *text = columns_text(reader->in, feature, column);
    bool marked = true;
    return text && value_bool(&marked, text) != VALUE_MISSING && marked;
}

/* km/h of a column; NaN: unknown. */
static enum ws_status read_speed(float *kmh, struct road_reader *reader, OGRFeatureH feature,
                                 int column, struct ws_error *err)
{
    struct input *in = reader->in;
    const char *text = columns_text(in, feature, column);
    double value = 0.0;
    *kmh = NAN;
    if (!text)
        return WS_OK;
    if (columns_is_number(in, column)) {
        value = OGR_F_GetFieldAsDouble(feature, column);
        if (!(value >= 0.0) || value * reader->columns.speed_unit_kmh > MOST_KMH) {
            judge_fault(in, OGR_F_GetFID(feature), "%s is %s km/h; expected 0 to %g",
                        columns_name(in, column), text, MOST_KMH);
            return WS_OK;
        }
    } else if (value_speed(&value, text) != VALUE_OK || value > MOST_KMH) {
        return strcmp(text, "0") ? words_add(&reader->speeds, text, err) : WS_OK;
    }
    if (value > 0.0)
        *kmh = (float)(value * reader->columns.speed_unit_kmh);
    return WS_OK;
}

static bool is_word(const char *text, const char *const *words)
{
    for (; *words; words++)
        if (!strcasecmp(text, *words))
            return true;
    return false;
}

/* Directions of a line as LINE_FORWARD and LINE_BACKWARD. */
static enum ws_status read_directions(uint8_t *flags, struct road_reader *reader,
                                      OGRFeatureH feature, struct ws_error *err)
{
    static const char *const forward[] = {"yes", "true", "1", "f", "ft", "ja", NULL};
    static const char *const backward[] = {"-1", "reverse", "t", "tf", NULL};
    static const char *const both[] = {"b", "no", "false", "0", "nej", NULL};
    const struct road_columns *columns = &reader->columns;
    const char *text = columns_text(reader->in, feature, columns->oneway);
    *flags = LINE_FORWARD | LINE_BACKWARD;
    if (text && is_word(text, forward))
        *flags = LINE_FORWARD;
    else if (text && is_word(text, backward))
        *flags = LINE_BACKWARD;
    else if (text && !is_word(text, both))
        return words_add(&reader->oneways, text, err);
    if (is_marked(reader, feature, columns->no_forward))
        *flags &= (uint8_t)~LINE_FORWARD;
    if (is_marked(reader, feature, columns->no_back))
        *flags &= (uint8_t)~LINE_BACKWARD;
    return WS_OK;
}

static double read_length(struct road_reader *reader, OGRFeatureH feature)
{
    struct input *in = reader->in;
    int column = reader->columns.length;
    double value;
    if (column < 0)
        return (double)NAN;
    enum value kind = value_cell(&value, in, feature, column);
    if (kind == VALUE_OK && value >= 0.0)
        return value * reader->columns.length_unit_m;
    if (kind == VALUE_OK || kind == VALUE_BAD)
        judge_fault(in, OGR_F_GetFID(feature), "%s is %.40s; expected a length",
                    columns_name(in, column), OGR_F_GetFieldAsString(feature, column));
    return (double)NAN;
}

/* ---- rows ----------------------------------------------------------------------------------- */

/* The class of a line; *is_open false when cars may not use it. */
static enum ws_status read_class(struct line_row *row, bool *is_open, struct road_reader *reader,
                                 OGRFeatureH feature, struct ws_error *err)
{
    *is_open = true;
    row->road_class = UINT16_MAX;
    if (reader->columns.road_class < 0)
        return WS_OK;
    const char *text = columns_text(reader->in, feature, reader->columns.road_class);
    row->road_class = line_class(reader->rules, text ? text : "");
    *is_open = row->road_class != UINT16_MAX && reader->rules->classes[row->road_class].is_drivable;
    if (row->road_class == UINT16_MAX)
        return words_add(&reader->classes, text ? text : "(blank)", err);
    if (reader->rules->classes[row->road_class].is_ferry)
        row->flags |= LINE_FERRY;
    return WS_OK;
}

static enum ws_status read_road(struct road_reader *reader, OGRFeatureH feature,
                                struct ws_error *err)
{
    const struct road_columns *columns = &reader->columns;
    struct line_row row = {
        .fid = OGR_F_GetFID(feature), .source = reader->source_index, .boarding_s = NAN};
    bool is_open;
    enum ws_status st = read_directions(&row.flags, reader, feature, err);
    if (!st)
        st = read_class(&row, &is_open, reader, feature, err);
    if (st)
        return st;
    if (!is_open || is_marked(reader, feature, columns->closed) ||
        !(row.flags & (LINE_FORWARD | LINE_BACKWARD))) {
        reader->closed_count++;
        return WS_OK;
    }
    row.flags |= is_marked(reader, feature, columns->ferry) ? LINE_FERRY : 0;
    row.flags |= is_marked(reader, feature, columns->tunnel) ? LINE_TUNNEL : 0;
    row.length_m = read_length(reader, feature);
    st = read_speed(&row.speed_kmh, reader, feature, columns->speed, err);
    row.speed_back_kmh = row.speed_kmh;
    if (!st && columns->speed_back >= 0)
        st = read_speed(&row.speed_back_kmh, reader, feature, columns->speed_back, err);
    uint32_t taken = 0;
    if (!st)
        st = line_add(&reader->buffer, reader->in, reader->out, &row, OGR_F_GetGeometryRef(feature),
                      &taken, err);
    if (taken > 1 && !isnan(row.length_m))
        judge_fault(reader->in, row.fid, "a length of its own and %" PRIu32 " parts", taken);
    reader->used_count += taken > 0;
    return st;
}

static enum ws_status read_rows(struct road_reader *reader, struct ws_error *err)
{
    OGR_L_ResetReading(reader->in->layer);
    for (OGRFeatureH feature; (feature = input_next(reader->in)); reader->read_count++) {
        enum ws_status st = read_road(reader, feature, err);
        OGR_F_Destroy(feature);
        if (st)
            return st;
    }
    return input_finish(reader->in, reader->read_count, reader->used_count, err);
}

static enum ws_status report(struct road_reader *reader, struct ws_error *err)
{
    struct input *in = reader->in;
    enum ws_status st = line_finish(&reader->buffer, in, err);
    if (!st)
        st = tally_report(&reader->classes, in, "classes that the table does not know",
                          "not driven", err);
    if (!st)
        st =
            tally_report(&reader->speeds, in, "speeds that are no number", "taken as unknown", err);
    if (!st)
        st = tally_report(&reader->oneways, in, "one-way words that are not known",
                          "open both ways", err);
    return st;
}

static enum ws_status read_layer(struct road_reader *reader, struct ws_error *err)
{
    struct input *in = reader->in;
    enum ws_status st = crs_of_layer(in, OGR_L_GetSpatialRef(in->layer), err);
    if (!st)
        st = crs_connect(&in->crs, in, err);
    if (!st)
        st = line_open(&reader->buffer, in, err);
    if (!st)
        st = find_columns(reader, err);
    if (!st)
        st = read_rows(reader, err);
    if (!st)
        st = crs_check_place(in, err);
    return st ? st : report(reader, err);
}

enum ws_status io_read_roads(struct lines_builder *out, struct io *io,
                             const struct ws_source *source, uint16_t source_index,
                             const struct road_rules *rules, struct ws_error *err)
{
    assert(out && io && source && rules && io->working);
    if (osm_is_extract(source))
        return osm_read(out, io, source, source_index, rules, err);
    struct input in = {0};
    struct road_reader reader = {
        .in = &in, .out = out, .rules = rules, .source_index = source_index};
    enum ws_status st = input_open(&in, io, source, WS_ROLE_ROADS, true, err);
    if (!st)
        st = read_layer(&reader, err);
    line_close(&reader.buffer);
    words_release(&reader.classes);
    words_release(&reader.speeds);
    words_release(&reader.oneways);
    input_close(&in);
    return st;
}
