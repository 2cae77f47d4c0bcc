/* OpenStreetMap extracts: ways that cars may use, by the rules beside the class
 * table (README of the class table): access, ferries, one-ways, areas, tunnels. */
#include "io/read.h"

#include <assert.h>
#include <cpl_conv.h>
#include <cpl_vsi.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* The library's own settings would turn closed roads into polygons and drop
 * the tags that decide. */
static const char SETTINGS[] =
    "attribute_name_laundering=no\n"
    "closed_ways_are_polygons=\n"
    "[points]\nosm_id=no\n"
    "[lines]\nosm_id=yes\nother_tags=no\n"
    "attributes=highway,route,oneway,junction,motorcar,motor_vehicle,vehicle,access,area,tunnel,"
    "maxspeed,maxspeed:forward,maxspeed:backward,duration\n"
    "[multipolygons]\nosm_id=yes\n"
    "[multilinestrings]\nosm_id=yes\n"
    "[other_relations]\nosm_id=yes\n";
static const char SETTINGS_PATH[] = "/vsimem/whitespot_osm.ini";
/* Naming the layer in a query keeps the library from building the others. */
static const char QUERY[] = "SELECT * FROM lines WHERE highway IS NOT NULL OR route = 'ferry'";

enum tag {
    TAG_ID,
    TAG_HIGHWAY,
    TAG_ROUTE,
    TAG_ONEWAY,
    TAG_JUNCTION,
    TAG_MOTORCAR, /* the chain of access, first that is set decides */
    TAG_MOTOR_VEHICLE,
    TAG_VEHICLE,
    TAG_ACCESS,
    TAG_AREA,
    TAG_TUNNEL,
    TAG_MAXSPEED,
    TAG_MAXSPEED_FORWARD,
    TAG_MAXSPEED_BACKWARD,
    TAG_DURATION,
    TAG_COUNT
};
static const char *const TAG_NAMES[TAG_COUNT] = {
    "osm_id",           "highway",           "route",   "oneway", "junction", "motorcar",
    "motor_vehicle",    "vehicle",           "access",  "area",   "tunnel",   "maxspeed",
    "maxspeed:forward", "maxspeed:backward", "duration"};

struct osm_reader {
    struct input *in;
    struct lines_builder *out;
    const struct road_rules *rules;
    struct line_buffer buffer;
    struct tally classes, speeds, oneways;
    int column[TAG_COUNT];
    uint64_t read_count, used_count;
    uint16_t source_index, ferry_class;
};

bool osm_is_extract(const struct ws_source *source)
{
    return input_ends_with(source, ".pbf");
}

/* Text of a tag; NULL when not set. Valid until the next one is asked for. */
static const char *tag(struct osm_reader *reader, OGRFeatureH feature, enum tag tag)
{
    return columns_text(reader->in, feature, reader->column[tag]);
}

static bool tag_is(struct osm_reader *reader, OGRFeatureH feature, enum tag name,
                   const char *const *words)
{
    const char *text = tag(reader, feature, name);
    if (!text)
        return false;
    size_t size = strcspn(text, ";"); /* a list: its first value decides */
    while (size && text[size - 1] == ' ')
        size--;
    for (; *words; words++)
        if (strlen(*words) == size && !strncmp(text, *words, size))
            return true;
    return false;
}

/* ---- rules ------------------------------------------------------------------------------ */

static bool is_closed(struct osm_reader *reader, OGRFeatureH feature)
{
    static const char *const closing[] = {"no",       "private",  "agricultural",
                                          "forestry", "military", NULL};
    for (enum tag chain = TAG_MOTORCAR; chain <= TAG_ACCESS; chain++)
        if (tag(reader, feature, chain))
            return tag_is(reader, feature, chain, closing);
    return false;
}

static bool ferry_takes_cars(struct osm_reader *reader, OGRFeatureH feature)
{
    static const char *const opening[] = {"yes",         "designated", "permissive",
                                          "destination", "customers",  NULL};
    for (enum tag chain = TAG_MOTORCAR; chain <= TAG_VEHICLE; chain++)
        if (tag_is(reader, feature, chain, opening))
            return true;
    return false;
}

static enum ws_status read_directions(uint8_t *flags, struct osm_reader *reader,
                                      OGRFeatureH feature, struct ws_error *err)
{
    static const char *const forward[] = {"yes", "true", "1", NULL};
    static const char *const backward[] = {"-1", "reverse", NULL};
    static const char *const both[] = {"no", "false", "0", NULL};
    static const char *const round[] = {"roundabout", "circular", NULL};
    static const char *const motorway[] = {"motorway", NULL};
    *flags = LINE_FORWARD | LINE_BACKWARD;
    const char *text = tag(reader, feature, TAG_ONEWAY);
    if (tag_is(reader, feature, TAG_ONEWAY, forward))
        *flags = LINE_FORWARD;
    else if (tag_is(reader, feature, TAG_ONEWAY, backward))
        *flags = LINE_BACKWARD;
    else if (text && !tag_is(reader, feature, TAG_ONEWAY, both))
        return words_add(&reader->oneways, tag(reader, feature, TAG_ONEWAY), err);
    else if (!text && (tag_is(reader, feature, TAG_JUNCTION, round) ||
                       tag_is(reader, feature, TAG_HIGHWAY, motorway)))
        *flags = LINE_FORWARD;
    return WS_OK;
}

/* Class of a way; *is_open false when cars may not use it. */
static enum ws_status read_class(struct line_row *row, bool *is_open, struct osm_reader *reader,
                                 OGRFeatureH feature, struct ws_error *err)
{
    static const char *const ferry[] = {"ferry", NULL}, *const yes[] = {"yes", NULL},
                             *const no[] = {"no", NULL};
    *is_open = false;
    if (tag_is(reader, feature, TAG_AREA, yes))
        return WS_OK;
    bool is_ferry = tag_is(reader, feature, TAG_ROUTE, ferry);
    const char *highway = tag(reader, feature, TAG_HIGHWAY);
    row->road_class = is_ferry ? reader->ferry_class : line_class(reader->rules, highway);
    if (row->road_class == UINT16_MAX)
        return is_ferry ? WS_OK : words_add(&reader->classes, highway, err);
    *is_open = reader->rules->classes[row->road_class].is_drivable && !is_closed(reader, feature) &&
               (!is_ferry || ferry_takes_cars(reader, feature));
    if (is_ferry)
        row->flags |= LINE_FERRY;
    if (tag(reader, feature, TAG_TUNNEL) && !tag_is(reader, feature, TAG_TUNNEL, no))
        row->flags |= LINE_TUNNEL;
    return WS_OK;
}

/* ---- speeds ------------------------------------------------------------------------------ */

static enum ws_status read_speed(float *kmh, struct osm_reader *reader, OGRFeatureH feature,
                                 enum tag name, struct ws_error *err)
{
    double value;
    const char *text = tag(reader, feature, name);
    if (!text)
        return WS_OK;
    if (value_speed(&value, text) == VALUE_OK && value <= 200.0)
        *kmh = (float)value;
    else if (strcmp(text, "0"))
        return words_add(&reader->speeds, text, err);
    return WS_OK;
}

/* Seconds of "HH:MM" or "HH:MM:SS"; 0: none. */
static double read_duration(const char *text)
{
    unsigned hours = 0, minutes = 0, seconds = 0;
    int parts = text ? sscanf(text, "%4u:%2u:%2u", &hours, &minutes, &seconds) : 0;
    return parts < 2 || minutes > 59 || seconds > 59 ? 0.0
                                                     : hours * 3600.0 + minutes * 60.0 + seconds;
}

static enum ws_status read_speeds(struct line_row *row, struct osm_reader *reader,
                                  OGRFeatureH feature, struct ws_error *err)
{
    row->speed_kmh = row->speed_back_kmh = NAN;
    enum ws_status st = read_speed(&row->speed_kmh, reader, feature, TAG_MAXSPEED, err);
    row->speed_back_kmh = row->speed_kmh;
    if (!st)
        st = read_speed(&row->speed_kmh, reader, feature, TAG_MAXSPEED_FORWARD, err);
    if (!st)
        st = read_speed(&row->speed_back_kmh, reader, feature, TAG_MAXSPEED_BACKWARD, err);
    return st;
}

/* The crossing time of a ferry is its speed over its own length. */
static void set_ferry_speed(struct osm_reader *reader, OGRFeatureH feature, uint32_t line)
{
    struct lines *lines = &reader->out->lines;
    double seconds = read_duration(tag(reader, feature, TAG_DURATION));
    double length_m = lines->at_m[lines->first_xy[line + 1] - 1];
    if (!(lines->flags[line] & LINE_FERRY) || !(seconds > 0.0) || !(length_m > 0.0))
        return;
    lines->speed_kmh[line] = lines->speed_back_kmh[line] = (float)(length_m / seconds * 3.6);
}

/* ---- rows --------------------------------------------------------------------------------- */

static enum ws_status read_way(struct osm_reader *reader, OGRFeatureH feature, struct ws_error *err)
{
    struct line_row row = {
        .source = reader->source_index, .boarding_s = NAN, .length_m = (double)NAN};
    bool is_open = false;
    row.fid = OGR_F_GetFieldAsInteger64(feature, reader->column[TAG_ID]);
    enum ws_status st = read_class(&row, &is_open, reader, feature, err);
    if (st || !is_open)
        return st;
    uint8_t directions;
    st = read_directions(&directions, reader, feature, err);
    row.flags |= directions;
    if (!st)
        st = read_speeds(&row, reader, feature, err);
    uint32_t taken = 0;
    if (!st)
        st = line_add(&reader->buffer, reader->in, reader->out, &row, OGR_F_GetGeometryRef(feature),
                      &taken, err);
    if (!st && taken)
        set_ferry_speed(reader, feature, reader->out->lines.count - 1);
    reader->used_count += taken > 0;
    return st;
}

static enum ws_status report(struct osm_reader *reader, struct ws_error *err)
{
    struct input *in = reader->in;
    enum ws_status st = line_finish(&reader->buffer, in, err);
    if (!st)
        st = judge_repair(in, -1, "gates and bollards do not close a road", err,
                          "barriers on nodes are not read");
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

static enum ws_status open_extract(struct input *in, struct ws_error *err)
{
    static const char *const drivers[] = {"OSM", NULL};
    const char *const options[] = {"CONFIG_FILE=/vsimem/whitespot_osm.ini", NULL};
    VSILFILE *settings = VSIFileFromMemBuffer(SETTINGS_PATH, (GByte *)(uintptr_t)SETTINGS,
                                              sizeof SETTINGS - 1, FALSE);
    if (settings) {
        VSIFCloseL(settings);
        in->dataset = GDALOpenEx(in->source->path, GDAL_OF_VECTOR | GDAL_OF_VERBOSE_ERROR, drivers,
                                 options, NULL);
    }
    if (in->dataset)
        in->layer = GDALDatasetExecuteSQL(in->dataset, QUERY, NULL, NULL);
    text_copy(in->layer_name, sizeof in->layer_name, "lines");
    text_copy(input_record(in)->layer, sizeof input_record(in)->layer, "lines");
    if (!in->layer)
        return input_fail(in, WS_BAD_DATA, err, "cannot be opened as an OpenStreetMap extract");
    in->defn = OGR_L_GetLayerDefn(in->layer);
    in->has_geometry = true;
    return WS_OK;
}

static enum ws_status read_ways(struct osm_reader *reader, struct ws_error *err)
{
    struct input *in = reader->in;
    for (enum tag t = 0; t < TAG_COUNT; t++) {
        reader->column[t] = OGR_FD_GetFieldIndex(in->defn, TAG_NAMES[t]);
        assert(reader->column[t] >= 0);
    }
    enum ws_status st = WS_OK;
    for (OGRFeatureH feature; !st && (feature = input_next(in)); reader->read_count++) {
        st = read_way(reader, feature, err);
        OGR_F_Destroy(feature);
    }
    if (!st && !reader->used_count)
        return input_fail(in, WS_BAD_DATA, err, "no way that cars may use");
    return st ? st : input_finish(in, reader->read_count, reader->used_count, err);
}

enum ws_status osm_read(struct lines_builder *out, struct io *io, const struct ws_source *source,
                        uint16_t source_index, const struct road_rules *rules, struct ws_error *err)
{
    struct input in = {0};
    struct osm_reader reader = {.in = &in,
                                .out = out,
                                .rules = rules,
                                .source_index = source_index,
                                .ferry_class = line_class(rules, "ferry")};
    enum ws_status st = input_begin(&in, io, source, WS_ROLE_ROADS, err);
    if (!st)
        st = open_extract(&in, err);
    if (!st)
        st = input_filter(&in, "", err);
    if (!st)
        st = crs_define(&in.crs, &in, "EPSG:4326", err);
    if (!st)
        st = crs_connect(&in.crs, &in, err);
    if (!st)
        st = line_open(&reader.buffer, &in, err);
    if (!st)
        st = read_ways(&reader, err);
    if (!st)
        st = crs_check_place(&in, err);
    if (!st)
        st = report(&reader, err);
    line_close(&reader.buffer);
    words_release(&reader.classes);
    words_release(&reader.speeds);
    words_release(&reader.oneways);
    if (in.layer)
        GDALDatasetReleaseResultSet(in.dataset, in.layer);
    input_close(&in);
    VSIUnlink(SETTINGS_PATH);
    return st;
}
