/* Roads from a layer of lines: OpenStreetMap's words, Geofabrik's and NVDB's
 * columns, or plain ones. */
#include "io/read_roads.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- classes ----------------------------------------------------------------------------- */

/* NVDB's functional classes 0 to 9 in the words of the class table. */
static const char *const FUNCTIONAL[10] = {"trunk",       "primary",    "primary",  "secondary",
                                           "secondary",   "tertiary",   "tertiary", "unclassified",
                                           "residential", "residential"};
static const char FUNCTIONAL_NOTE[] =
    "0 = trunk, 1-2 = primary, 3-4 = secondary, 5-6 = tertiary, 7 = unclassified, 8-9 "
    "= residential; Motorvag = motorway, Motortrafikled = trunk";

/* Row of the class table for a word: as it is, its first value, or what other
 * publishers call it. */
static uint16_t class_of_word(const struct road_reader *reader, const char *text)
{
    char first[48];
    uint16_t row = line_class(reader->rules, text);
    if (row != UINT16_MAX)
        return row;
    if (reader->columns.is_functional && text[0] >= '0' && text[0] <= '9' && !text[1])
        return line_class(reader->rules, FUNCTIONAL[text[0] - '0']);
    if (!strncmp(text, "track_grade", 11)) /* Geofabrik */
        return line_class(reader->rules, "track");
    if (!strcmp(text, "unknown")) /* Geofabrik: a road of unknown kind */
        return line_class(reader->rules, "road");
    text_copy(first, sizeof first, text + (strncmp(text, "['", 2) ? 0 : 2));
    first[strcspn(first, ";'")] = '\0';
    return *first ? line_class(reader->rules, first) : UINT16_MAX;
}

static bool is_class(const void *reader, const char *word)
{
    return class_of_word(reader, word) != UINT16_MAX;
}

/* A class column is one only when the table knows a value of it. */
static enum ws_status confirm_class(struct road_reader *reader, struct ws_error *err)
{
    struct input *in = reader->in;
    int column = reader->columns.road_class;
    if (column < 0)
        return WS_OK;
    if (columns_any(in, column, is_class, reader))
        return reader->columns.is_functional
                   ? columns_remark(in, "class_words", FUNCTIONAL_NOTE, err)
                   : WS_OK;
    reader->columns.road_class = -1;
    reader->columns.is_osm = reader->columns.is_functional = false;
    return judge_repair(in, -1, "all roads are open", err,
                        "column %s holds no value of the class table; ignored",
                        columns_name(in, column));
}

/* ---- columns ------------------------------------------------------------------------------- */

static void fold_name(char folded[128], struct input *in, int column)
{
    folded[0] = '\0';
    if (column >= 0)
        text_fold(folded, 128, columns_name(in, column));
}

static bool is_named(struct input *in, int column, const char *name)
{
    char folded[128];
    fold_name(folded, in, column);
    return !strcmp(folded, name);
}

static bool name_ends(struct input *in, int column, const char *end)
{
    char folded[128];
    fold_name(folded, in, column);
    size_t size = strlen(folded), end_size = strlen(end);
    return size >= end_size && !strcmp(folded + size - end_size, end);
}

static bool is_geofabrik_letter(const void *unused, const char *text)
{
    (void)unused;
    return !strcasecmp(text, "b") || !strcasecmp(text, "ft") || !strcasecmp(text, "tf");
}

/* What the names say about units, and the values about letters. */
static void find_meanings(struct road_reader *reader)
{
    struct road_columns *columns = &reader->columns;
    struct input *in = reader->in;
    bool has_letters = false, is_geofabrik = is_named(in, columns->road_class, "fclass");
    columns->length_unit_m = name_ends(in, columns->length, "km") ? 1000.0 : 1.0;
    columns->speed_unit_kmh = name_ends(in, columns->speed, "mph")   ? 1.609344
                              : name_ends(in, columns->speed, "mps") ? 3.6
                                                                     : 1.0;
    columns->is_functional = is_named(in, columns->road_class, "klass181");
    columns->is_osm = is_named(in, columns->road_class, "highway");
    if (columns->oneway >= 0 && !is_geofabrik)
        has_letters = columns_any(in, columns->oneway, is_geofabrik_letter, NULL);
    reader->words.letters_are_directions = is_geofabrik || has_letters;
    reader->words.zero_is_none = is_geofabrik;
    if (columns->speed >= 0)
        text_copy(reader->words.speed_name, sizeof reader->words.speed_name,
                  columns_name(in, columns->speed));
}

/* Names cut to ten characters are those of shapefiles. */
enum ws_status roads_find_columns(struct road_reader *reader, bool is_table, struct ws_error *err)
{
    struct road_columns *columns = &reader->columns;
    const struct {
        int *column;
        struct column_key key;
    } looks[] = {
        {&columns->road_class, {"class", "highway fclass klass181", "", false, false}},
        {&columns->speed,
         {"speed", "hastighet speedkmh maxspeed fhogst225 fhogst22 speed speedmps speedms", "",
          false, false}},
        {&columns->speed_back, {"speed_back", "bhogst225 bhogst22 speedback", "", false, false}},
        {&columns->oneway, {"oneway", "oneway enkelriktad", "", false, false}},
        {&columns->no_forward,
         {"no_forward", "fforbjudenfardriktning fforbjude", "", false, false}},
        {&columns->no_back, {"no_back", "bforbjudenfardriktning bforbjude", "", false, false}},
        {&columns->ferry, {"ferry", "farjeled ferry", "", false, false}},
        {&columns->closed, {"closed", "closed avstangd", "", false, false}},
        {&columns->tunnel, {"tunnel", "tunnel", "", false, false}},
        {&columns->network, {"network", "vagtr474", "", false, false}},
        {&columns->motorway, {"motorway", "motorvag", "", false, false}},
        {&columns->motor_road, {"motor_road", "motortrafikled motortrafi", "", false, false}},
        {&columns->removed, {"removed", "removecode", "", false, false}},
        {&columns->edge_id, {"edge_id", "edgeid kantid lankid linkid", "id", false, false}},
        {&columns->length,
         {"length", is_table ? "langdm lengthm lengthkm langdkm extlen length langd" : "", "",
          false, false}},
    };
    enum ws_status st = WS_OK;
    for (size_t i = 0; !st && i < sizeof looks / sizeof *looks; i++)
        st = columns_find(looks[i].column, reader->in, &looks[i].key, NULL, NULL, err);
    if (st)
        return st;
    find_meanings(reader);
    st = confirm_class(reader, err);
    tags_find(&reader->tags, reader->in);
    return st;
}

/* ---- cells --------------------------------------------------------------------------------- */

/* A mark that something is so: yes, true, 1, -1, or any word but a no. */
static bool is_marked(struct road_reader *reader, OGRFeatureH feature, int column)
{
    const char *text = columns_text(reader->in, feature, column);
    bool marked = true;
    return text && value_bool(&marked, text) != VALUE_MISSING && marked;
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

/* Text of a speed cell; a number that is none is spelled out. */
static const char *speed_text(struct road_reader *reader, OGRFeatureH feature, int column)
{
    struct input *in = reader->in;
    if (column >= 0 && columns_is_number(in, column) &&
        OGR_F_IsFieldSetAndNotNull(feature, column) &&
        !isfinite(OGR_F_GetFieldAsDouble(feature, column)))
        return isnan(OGR_F_GetFieldAsDouble(feature, column)) ? "nan" : "inf";
    return columns_text(in, feature, column);
}

/* A class where a limit below 40 km/h is rare. */
static bool is_major(const struct road_reader *reader, const struct line_row *row)
{
    static const char *const words[] = {"motorway", "trunk", "primary", "secondary"};
    for (size_t i = 0; i < sizeof words / sizeof *words && row->road_class != UINT16_MAX; i++)
        if (!strcmp(reader->rules->classes[row->road_class].name, words[i]))
            return true;
    return false;
}

static enum ws_status read_speeds(struct line_row *row, struct road_reader *reader,
                                  OGRFeatureH feature, struct ws_error *err)
{
    const struct road_columns *columns = &reader->columns;
    float back = NAN;
    row->speed_kmh = row->speed_back_kmh = NAN;
    if (columns->speed < 0)
        return WS_OK;
    enum ws_status st =
        cells_speed(&row->speed_kmh, &reader->words, speed_text(reader, feature, columns->speed),
                    columns->speed_unit_kmh, row->fid, is_major(reader, row), err);
    row->speed_back_kmh = row->speed_kmh;
    const char *text = speed_text(reader, feature, columns->speed_back);
    if (!st && text)
        st = cells_speed(&back, &reader->words, text, columns->speed_unit_kmh, row->fid,
                         is_major(reader, row), err);
    row->speed_back_kmh = isnan(back) ? row->speed_back_kmh : back;
    return st;
}

/* Directions of a line as LINE_FORWARD and LINE_BACKWARD. */
static enum ws_status read_directions(uint8_t *flags, struct road_reader *reader,
                                      OGRFeatureH feature, struct ws_error *err)
{
    const struct road_columns *columns = &reader->columns;
    char word[64];
    const char *text = columns_text(reader->in, feature, columns->oneway);
    if (!text && columns->is_osm)
        text = tags_text(&reader->tags, feature, TAG_ONEWAY);
    text_copy(word, sizeof word, text ? text : "");
    word[strcspn(word, ";")] = '\0'; /* a list: its first value decides */
    enum ws_status st = cells_oneway(flags, &reader->words, text ? word : NULL, err);
    if (!text && columns->is_osm && tags_is_forward(&reader->tags, feature))
        *flags = LINE_FORWARD;
    if (is_marked(reader, feature, columns->no_forward))
        *flags &= (uint8_t)~LINE_FORWARD;
    if (is_marked(reader, feature, columns->no_back))
        *flags &= (uint8_t)~LINE_BACKWARD;
    return st;
}

/* ---- rows ----------------------------------------------------------------------------------- */

/* Whether cars drive on this kind of network; NVDB's others are for bicycles (2)
 * and people on foot (4). */
static enum ws_status read_network(bool *is_open, struct road_reader *reader, OGRFeatureH feature,
                                   struct ws_error *err)
{
    static const char *const others[] = {"2", "4", "cykelnat", "gangnat", "cykel", "gang"};
    char folded[64];
    const char *text = columns_text(reader->in, feature, reader->columns.network);
    *is_open = true;
    if (!text)
        return WS_OK;
    text_fold(folded, sizeof folded, text);
    if (!strcmp(folded, "1") || !strcmp(folded, "bilnat") || !strcmp(folded, "bil"))
        return WS_OK;
    *is_open = false;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (!strcmp(folded, others[i]))
            return WS_OK;
    return words_add(&reader->words.networks, text, err);
}

static enum ws_status refuse_class(struct road_reader *reader, OGRFeatureH feature,
                                   const char *text, struct ws_error *err)
{
    /* A layer of all of OpenStreetMap's lines: without highway it is no road. */
    if (!text && reader->columns.is_osm && reader->tags.rest >= 0)
        return WS_OK;
    road_sum_add(&reader->words.unknown_class, OGR_F_GetFID(feature),
                 line_length_m(&reader->buffer, OGR_F_GetGeometryRef(feature)));
    return words_add(&reader->words.classes, text ? text : "(blank)", err);
}

/* The class of a line; *is_open false when cars may not use it. */
static enum ws_status read_class(struct line_row *row, bool *is_open, struct road_reader *reader,
                                 OGRFeatureH feature, struct ws_error *err)
{
    const struct road_columns *columns = &reader->columns;
    row->road_class = UINT16_MAX;
    if (columns->road_class < 0)
        return WS_OK;
    /* What other columns say comes first: a text lasts until the next is asked for. */
    const char *word = NULL;
    if (columns->is_osm && tags_is_ferry(&reader->tags, feature))
        word = "ferry";
    else if (columns->is_functional && is_marked(reader, feature, columns->motorway))
        word = "motorway";
    else if (columns->is_functional && is_marked(reader, feature, columns->motor_road))
        word = "trunk";
    const char *text = word ? word : columns_text(reader->in, feature, columns->road_class);
    row->road_class = text ? class_of_word(reader, text) : UINT16_MAX;
    if (row->road_class == UINT16_MAX) {
        *is_open = false;
        return refuse_class(reader, feature, text, err);
    }
    const struct ws_road_class *own = &reader->rules->classes[row->road_class];
    *is_open &= own->is_drivable && !(columns->is_osm && tags_is_closed(&reader->tags, feature));
    row->flags |= own->is_ferry ? LINE_FERRY : 0;
    return WS_OK;
}

/* Closed by what the row says of itself; listed, unlike classes nobody drives. */
static bool is_closed(struct road_reader *reader, OGRFeatureH feature, OGRGeometryH geometry)
{
    const struct road_columns *columns = &reader->columns;
    if (!is_marked(reader, feature, columns->closed) &&
        !is_marked(reader, feature, columns->removed))
        return false;
    road_sum_add(&reader->words.closed, OGR_F_GetFID(feature),
                 line_length_m(&reader->buffer, geometry));
    return true;
}

static enum ws_status note_id(struct road_reader *reader, OGRFeatureH feature,
                              struct ws_error *err);

enum ws_status roads_read_row(struct road_reader *reader, OGRFeatureH feature,
                              OGRGeometryH geometry, uint8_t directions, struct ws_error *err)
{
    const struct road_columns *columns = &reader->columns;
    struct line_row row = {
        .fid = OGR_F_GetFID(feature), .source = reader->source_index, .boarding_s = NAN};
    bool is_open = true;
    enum ws_status st = note_id(reader, feature, err);
    if (!st)
        st = read_network(&is_open, reader, feature, err);
    if (st || !is_open)
        return st;
    st = read_class(&row, &is_open, reader, feature, err);
    if (st || !is_open || is_closed(reader, feature, geometry))
        return st;
    uint8_t open;
    st = read_directions(&open, reader, feature, err);
    row.flags |= open & directions;
    if (st || !(row.flags & (LINE_FORWARD | LINE_BACKWARD)))
        return st;
    row.flags |= is_marked(reader, feature, columns->ferry) ? LINE_FERRY : 0;
    row.flags |= is_marked(reader, feature, columns->tunnel) ? LINE_TUNNEL : 0;
    row.length_m = read_length(reader, feature);
    st = read_speeds(&row, reader, feature, err);
    uint32_t taken = 0;
    if (!st)
        st = line_add(&reader->buffer, reader->in, reader->out, &row, geometry, &taken, err);
    if (taken > 1 && !isnan(row.length_m))
        judge_fault(reader->in, row.fid, "a length of its own and %" PRIu32 " parts", taken);
    if (!st && taken && columns->is_osm)
        tags_set_ferry_speed(&reader->tags, feature, &reader->out->lines,
                             reader->out->lines.count - 1);
    reader->used_count += taken > 0;
    return st;
}

/* ---- ids ------------------------------------------------------------------------------------- */

static enum ws_status note_id(struct road_reader *reader, OGRFeatureH feature, struct ws_error *err)
{
    struct road_ids *ids = &reader->ids;
    const char *text = columns_text(reader->in, feature, reader->columns.edge_id);
    if (!text)
        return WS_OK;
    if (mem_grow(&ids->texts, &ids->cap, ids->count + 1, sizeof *ids->texts))
        return error_set(err, WS_NO_MEMORY, "no memory for %zu edge ids", ids->count + 1);
    ids->texts[ids->count] = judge_copy(reader->in, text);
    ids->count += ids->texts[ids->count] != NULL;
    return WS_OK;
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static enum ws_status report_ids(struct road_reader *reader, struct ws_error *err)
{
    struct road_ids *ids = &reader->ids;
    uint64_t repeated = 0;
    const char *first = NULL;
    if (ids->count)
        qsort(ids->texts, ids->count, sizeof *ids->texts, compare_texts);
    for (size_t i = 1; i < ids->count; i++) {
        bool is_twin = !strcmp(ids->texts[i], ids->texts[i - 1]);
        bool is_known = i > 1 && !strcmp(ids->texts[i], ids->texts[i - 2]);
        first = is_twin && !first ? ids->texts[i] : first;
        repeated += is_twin && !is_known;
    }
    if (!repeated)
        return WS_OK;
    return judge_repair(reader->in, -1, "all of them are roads; only messages use the id", err,
                        "%s: %" PRIu64 " edge %s more than once (%.60s)",
                        columns_name(reader->in, reader->columns.edge_id), repeated,
                        repeated == 1 ? "id stands" : "ids stand", first);
}

/* ---- the layer ------------------------------------------------------------------------------- */

enum ws_status roads_report(struct road_reader *reader, struct ws_error *err)
{
    enum ws_status st = report_ids(reader, err);
    if (!st)
        st = line_finish(&reader->buffer, reader->in, err);
    return st ? st : cells_report(&reader->words, err);
}

void roads_release(struct road_reader *reader)
{
    line_close(&reader->buffer);
    cells_release(&reader->words);
    for (size_t i = 0; i < reader->ids.count; i++)
        mem_free(reader->ids.texts[i]);
    mem_free(reader->ids.texts);
}

/* Not of a class that the table knows as closed. */
static bool is_wanted(const void *context, OGRFeatureH feature)
{
    const struct road_reader *reader = context;
    int column = reader->columns.road_class;
    return column < 0 || line_is_driven(reader->rules, OGR_F_GetFieldAsString(feature, column));
}

static enum ws_status read_rows(struct road_reader *reader, struct ws_error *err)
{
    struct line_batch batch = {.in = reader->in,
                               .buffer = &reader->buffer,
                               .is_wanted = is_wanted,
                               .reader = reader,
                               .threads = reader->rules->threads};
    enum ws_status st = WS_OK;
    batch_open(&batch);
    OGR_L_ResetReading(reader->in->layer);
    for (OGRFeatureH feature; !st && (feature = batch_next(&batch)); OGR_F_Destroy(feature)) {
        st = roads_read_row(reader, feature, OGR_F_GetGeometryRef(feature),
                            LINE_FORWARD | LINE_BACKWARD, err);
        reader->read_count += !st;
    }
    batch_close(&batch);
    return st ? st : input_finish(reader->in, reader->read_count, reader->used_count, err);
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
        st = roads_find_columns(reader, false, err);
    if (!st)
        st = read_rows(reader, err);
    if (!st)
        st = crs_check_place(in, err);
    return st ? st : roads_report(reader, err);
}

enum ws_status io_read_roads(struct lines_builder *out, struct io *io,
                             const struct ws_source *source, uint16_t source_index,
                             const struct road_rules *rules, struct ws_error *err)
{
    assert(out && io && source && rules && io->working);
    if (osm_is_extract(source))
        return osm_read(out, io, source, source_index, rules, err);
    struct input in = {0};
    struct road_reader reader = {.in = &in,
                                 .out = out,
                                 .rules = rules,
                                 .words = {.in = &in, .uses_speed = rules->uses_speed},
                                 .source_index = source_index};
    enum ws_status st;
    if (io_road_kind(source) == IO_ROAD_EDGES) {
        st = road_tables_read(&reader, io, source, err);
    } else {
        st = input_open(&in, io, source, WS_ROLE_ROADS, true, err);
        if (!st)
            st = read_layer(&reader, err);
    }
    roads_release(&reader);
    input_close(&in);
    return st;
}
