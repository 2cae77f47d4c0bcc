/* OpenStreetMap extracts: ways that cars may use, by the rules beside the class
 * table (README of the class table): access, ferries, one-ways, areas, tunnels. */
#include "io/read_roads.h"

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
/* Keeps the library from building the other layers. A query over the lines would as
 * well, but copies every feature on its way. */
static const char INTEREST[] = "SET interest_layers = lines";
static const char WAYS[] = "highway IS NOT NULL OR route = 'ferry'";

struct osm_reader {
    struct input *in;
    struct lines_builder *out;
    const struct road_rules *rules;
    struct line_buffer buffer;
    struct road_tags tags;
    struct road_words words;
    int id_column;
    uint64_t read_count, used_count;
    uint16_t source_index, ferry_class;
};

bool osm_is_extract(const struct ws_source *source)
{
    return source_kind(source->path).format == FORMAT_OSM;
}

static enum ws_status read_directions(uint8_t *flags, struct osm_reader *reader,
                                      OGRFeatureH feature, struct ws_error *err)
{
    char text[64];
    const char *word = tags_text(&reader->tags, feature, TAG_ONEWAY);
    if (!word && tags_is_forward(&reader->tags, feature)) {
        *flags = LINE_FORWARD;
        return WS_OK;
    }
    text_copy(text, sizeof text, word ? word : "");
    text[strcspn(text, ";")] = '\0'; /* a list: its first value decides */
    return cells_oneway(flags, &reader->words, word ? text : NULL, err);
}

/* Class of a way; *is_open false when cars may not use it. */
static enum ws_status read_class(struct line_row *row, bool *is_open, struct osm_reader *reader,
                                 OGRFeatureH feature, struct ws_error *err)
{
    static const char *const no[] = {"no", NULL}, *const yes[] = {"yes", NULL};
    struct road_tags *tags = &reader->tags;
    *is_open = false;
    if (tags_is(tags, feature, TAG_AREA, yes))
        return WS_OK;
    bool is_ferry = tags_is_ferry(tags, feature);
    const char *highway = tags_text(tags, feature, TAG_HIGHWAY);
    row->road_class =
        is_ferry ? reader->ferry_class : line_class(reader->rules, highway ? highway : "");
    if (row->road_class == UINT16_MAX && !is_ferry) {
        road_sum_add(&reader->words.unknown_class, row->fid,
                     line_length_m(&reader->buffer, OGR_F_GetGeometryRef(feature)));
        return words_add(&reader->words.classes, highway ? highway : "(blank)", err);
    }
    *is_open = row->road_class != UINT16_MAX &&
               reader->rules->classes[row->road_class].is_drivable &&
               !tags_is_closed(tags, feature);
    if (is_ferry)
        row->flags |= LINE_FERRY;
    if (tags_text(tags, feature, TAG_TUNNEL) && !tags_is(tags, feature, TAG_TUNNEL, no))
        row->flags |= LINE_TUNNEL;
    return WS_OK;
}

/* A direction's own limit, where it is known, comes before the common one. */
static enum ws_status read_speeds(struct line_row *row, struct osm_reader *reader,
                                  OGRFeatureH feature, struct ws_error *err)
{
    float forward = NAN, back = NAN;
    struct road_tags *tags = &reader->tags;
    const char *text = tags_text(tags, feature, TAG_MAXSPEED);
    enum ws_status st =
        cells_speed(&row->speed_kmh, &reader->words, text, 1.0, row->fid, false, err);
    row->speed_back_kmh = row->speed_kmh;
    text = tags_text(tags, feature, TAG_MAXSPEED_FORWARD);
    if (!st && text)
        st = cells_speed(&forward, &reader->words, text, 1.0, row->fid, false, err);
    text = tags_text(tags, feature, TAG_MAXSPEED_BACKWARD);
    if (!st && text)
        st = cells_speed(&back, &reader->words, text, 1.0, row->fid, false, err);
    row->speed_kmh = isnan(forward) ? row->speed_kmh : forward;
    row->speed_back_kmh = isnan(back) ? row->speed_back_kmh : back;
    return st;
}

/* ---- rows --------------------------------------------------------------------------------- */

static enum ws_status read_way(struct osm_reader *reader, OGRFeatureH feature, struct ws_error *err)
{
    struct line_row row = {
        .source = reader->source_index, .boarding_s = NAN, .length_m = (double)NAN};
    bool is_open = false;
    row.fid = OGR_F_GetFieldAsInteger64(feature, reader->id_column);
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
        tags_set_ferry_speed(&reader->tags, feature, &reader->out->lines,
                             reader->out->lines.count - 1);
    reader->used_count += taken > 0;
    return st;
}

static enum ws_status report(struct osm_reader *reader, struct ws_error *err)
{
    enum ws_status st = line_finish(&reader->buffer, reader->in, err);
    return st ? st : cells_report(&reader->words, err);
}

static OGRLayerH choose_lines(GDALDatasetH dataset)
{
    OGRLayerH none = GDALDatasetExecuteSQL(dataset, INTEREST, NULL, NULL);
    if (none) /* the command has no answer */
        GDALDatasetReleaseResultSet(dataset, none);
    OGRLayerH lines = GDALDatasetGetLayerByName(dataset, "lines");
    return lines && OGR_L_SetAttributeFilter(lines, WAYS) == OGRERR_NONE ? lines : NULL;
}

/* A filter of the user is tried alone, for its own words, and then joins that of the
 * ways. */
static enum ws_status filter_ways(struct input *in, struct ws_error *err)
{
    char both[2300];
    if (!in->source->where[0])
        return WS_OK;
    enum ws_status st = input_filter(in, "", err);
    if (st)
        return st;
    snprintf(both, sizeof both, "(%s) AND (%s)", in->source->where, WAYS);
    OGR_L_ResetReading(in->layer);
    if (OGR_L_SetAttributeFilter(in->layer, both) != OGRERR_NONE)
        return input_fail(in, WS_BAD_OPTION, err, "the filter cannot be used: %s", both);
    return WS_OK;
}

static enum ws_status open_extract(struct input *in, struct ws_error *err)
{
    static const char *const drivers[] = {"OSM", NULL};
    const char *const options[] = {"CONFIG_FILE=/vsimem/whitespot_osm.ini", NULL};
    VSILFILE *settings = in->dataset
                             ? NULL /* opened ahead */
                             : VSIFileFromMemBuffer(SETTINGS_PATH, (GByte *)(uintptr_t)SETTINGS,
                                                    sizeof SETTINGS - 1, FALSE);
    if (settings) {
        VSIFCloseL(settings);
        in->dataset =
            GDALOpenEx(in->path, GDAL_OF_VECTOR | GDAL_OF_VERBOSE_ERROR, drivers, options, NULL);
    }
    if (in->dataset && !in->layer)
        in->layer = choose_lines(in->dataset);
    text_copy(in->layer_name, sizeof in->layer_name, "lines");
    text_copy(input_record(in)->layer, sizeof input_record(in)->layer, "lines");
    if (!in->layer)
        return input_fail(in, WS_BAD_DATA, err, "cannot be opened as an OpenStreetMap extract");
    in->defn = OGR_L_GetLayerDefn(in->layer);
    in->has_geometry = true;
    return WS_OK;
}

/* Not of a class that the table knows as closed. */
static bool is_wanted(const void *context, OGRFeatureH feature)
{
    const struct osm_reader *reader = context;
    return line_is_driven(reader->rules,
                          OGR_F_GetFieldAsString(feature, reader->tags.column[TAG_HIGHWAY]));
}

static enum ws_status read_ways(struct osm_reader *reader, struct ws_error *err)
{
    struct input *in = reader->in;
    tags_find(&reader->tags, in);
    reader->id_column = columns_named(in, "osm_id");
    assert(reader->id_column >= 0 && reader->tags.column[TAG_HIGHWAY] >= 0);
    struct line_batch batch = {.in = in,
                               .buffer = &reader->buffer,
                               .is_wanted = is_wanted,
                               .reader = reader,
                               .threads = reader->rules->threads};
    enum ws_status st = WS_OK;
    batch_open(&batch);
    for (OGRFeatureH feature; !st && (feature = batch_next(&batch)); reader->read_count++) {
        st = read_way(reader, feature, err);
        OGR_F_Destroy(feature);
    }
    batch_close(&batch);
    if (!st && !reader->used_count && !in->io->library.count)
        return input_fail(in, WS_BAD_DATA, err, "no way that cars may use");
    return st ? st : input_finish(in, reader->read_count, reader->used_count, err);
}

enum ws_status osm_open(struct input *in, struct io *io, const struct ws_source *source,
                        struct ws_error *err)
{
    enum ws_status st = input_begin(in, io, source, WS_ROLE_ROADS, err);
    if (!st)
        st = open_extract(in, err);
    if (!st)
        st = filter_ways(in, err);
    return st ? st : crs_define(&in->crs, in, "EPSG:4326", err);
}

void osm_close(struct input *in)
{
    OGR_F_Destroy(in->pending);
    in->pending = NULL;
    input_close(in);
    VSIUnlink(SETTINGS_PATH);
}

enum ws_status osm_read(struct lines_builder *out, struct io *io, const struct ws_source *source,
                        uint16_t source_index, const struct road_rules *rules, struct ws_error *err)
{
    struct input in = {0};
    struct osm_reader reader = {.in = &in,
                                .out = out,
                                .rules = rules,
                                .source_index = source_index,
                                .words = {.in = &in,
                                          .uses_speed = rules->uses_speed,
                                          .is_extract = true,
                                          .zero_is_none = true,
                                          .speed_name = "maxspeed"},
                                .ferry_class = line_class(rules, "ferry")};
    enum ws_status st = osm_open(&in, io, source, err);
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
    cells_release(&reader.words);
    osm_close(&in);
    return st;
}
