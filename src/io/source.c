/* Opens what may be opened, keeps the first library error, notes each input. */
#include "io/read.h"

#include "base/checksum.h"
#include "base/file.h"

#include <assert.h>
#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static void CPL_STDCALL keep_first(CPLErr level, CPLErrorNum number, const char *message)
{
    (void)number;
    struct library_errors *errors = CPLGetErrorHandlerUserData();
    if (level < CE_Failure || !errors)
        return;
    if (errors->count++ == 0)
        text_copy(errors->first, sizeof errors->first, message);
}

/* What the library may not do behind our back while a layer is read. */
static const char *const GUARDS[][2] = {
    {"OGR_XLSX_FIELD_TYPES", "STRING"},
    {"OGR_XLSX_HEADERS", "FORCE"},
    {"OGR_SQLITE_PRAGMA", "trusted_schema=0"},
    {"GDAL_PAM_ENABLED", "NO"},
    {"SHAPE_RESTORE_SHX", "NO"},
};

void source_begin(struct io *io)
{
    CPLPushErrorHandlerEx(keep_first, &io->library);
    for (size_t i = 0; i < sizeof GUARDS / sizeof *GUARDS; i++)
        CPLSetThreadLocalConfigOption(GUARDS[i][0], GUARDS[i][1]);
}

void source_end(struct io *io)
{
    (void)io;
    for (size_t i = 0; i < sizeof GUARDS / sizeof *GUARDS; i++)
        CPLSetThreadLocalConfigOption(GUARDS[i][0], NULL);
    CPLPopErrorHandler();
}

enum ws_status io_open(struct io **out, struct warnings *warnings, struct ws_error *err)
{
    assert(out && warnings);
    struct io *io = mem_array(1, sizeof *io);
    if (!io)
        return error_set(err, WS_NO_MEMORY, "no memory to open inputs");
    io->warnings = warnings;
    io->box = box_empty();
    source_begin(io);
    GDALAllRegister();
    source_end(io);
    io->library = (struct library_errors){0};
    enum ws_status st = polygons_open(&io->polygons, err);
    if (st) {
        io_close(io);
        return st;
    }
    *out = io;
    return WS_OK;
}

void io_close(struct io *io)
{
    if (!io)
        return;
    polygons_close(io->polygons);
    if (io->working)
        OSRRelease(io->working);
    mem_free(io->working_wkt);
    mem_free(io->inputs);
    mem_free(io->choices);
    mem_free(io);
}

const char *io_crs_wkt(const struct io *io)
{
    return io->working_wkt;
}

const char *io_crs_name(const struct io *io)
{
    return io->working_name;
}

const char *io_choices(const struct io *io)
{
    return io->choices ? io->choices : "";
}

const struct ws_input *io_inputs(const struct io *io, uint32_t *count)
{
    *count = (uint32_t)io->input_count;
    return io->inputs;
}

void io_versions(char gdal[32], char proj[32], char geos[32])
{
    int major = 0, minor = 0, patch = 0;
    snprintf(gdal, 32, "%s", GDALVersionInfo("RELEASE_NAME"));
    OSRGetPROJVersion(&major, &minor, &patch);
    snprintf(proj, 32, "%d.%d.%d", major, minor, patch);
    if (OGRGetGEOSVersion(&major, &minor, &patch))
        snprintf(geos, 32, "%d.%d.%d", major, minor, patch);
    else
        snprintf(geos, 32, "unknown");
}

struct ws_input *input_record(struct input *in)
{
    return &in->io->inputs[in->record];
}

enum ws_status input_fail(struct input *in, enum ws_status status, struct ws_error *err,
                          const char *fmt, ...)
{
    if (in->judge.has_no_memory) /* what was misread for want of it is no fault */
        return error_set(err, WS_NO_MEMORY, "%s: no memory to read it", in->file);
    char words[800];
    va_list args;
    va_start(args, fmt);
    vsnprintf(words, sizeof words, fmt, args);
    va_end(args);
    const char *layer = in->is_table ? "" : in->layer_name;
    const char *library = in->io->library.count ? in->io->library.first : "";
    return error_set(err, status, "%s: %s%s%s%s%s%s", in->file, layer, *layer ? ": " : "", words,
                     *library ? " (" : "", library, *library ? ")" : "");
}

/* ---- files ------------------------------------------------------------------------- */

static bool ends_with(const char *path, const char *end)
{
    size_t size = strlen(path), end_size = strlen(end);
    return size >= end_size && strcasecmp(path + size - end_size, end) == 0;
}

bool input_ends_with(const struct ws_source *source, const char *end)
{
    return ends_with(source->path, end);
}

bool input_is_raster(const struct ws_source *source)
{
    return ends_with(source->path, ".tif") || ends_with(source->path, ".tiff");
}

static bool is_delimited_text(const struct ws_source *source)
{
    return ends_with(source->path, ".csv") || ends_with(source->path, ".tsv") ||
           ends_with(source->path, ".txt");
}

static enum ws_status check_file(struct input *in, struct ws_error *err)
{
    const char *path = in->source->path;
    char kind = file_kind(path);
    if (!kind)
        return error_set(err, WS_NOT_FOUND, "%s: there is no such file (%s)", in->file,
                         ws_role_name(in->role));
    if (kind != 'f')
        return error_set(err, WS_BAD_DATA, "%s: is %s; expected a regular file", in->file,
                         kind == 'd' ? "a folder" : "not a regular file");
    struct file_map map = {0};
    enum ws_status st = file_map_open(&map, path, err);
    if (st)
        return st;
    size_t size = map.size;
    file_map_close(&map);
    if (!size)
        return error_set(err, WS_BAD_DATA, "%s: the file is empty", in->file);
    char journal[1100];
    snprintf(journal, sizeof journal, "%s-wal", path);
    if (!ends_with(path, ".gpkg") || file_kind(journal) != 'f')
        return WS_OK;
    st = file_map_open(&map, journal, err);
    size = map.size;
    if (!st)
        file_map_close(&map);
    if (!st && size)
        return error_set(err, WS_BAD_DATA,
                         "%s: a journal lies beside it, so another program has it open or left "
                         "it half written; close that program or save a copy",
                         in->file);
    return st;
}

enum ws_status input_begin(struct input *in, struct io *io, const struct ws_source *source,
                           enum ws_role role, struct ws_error *err)
{
    *in = (struct input){.io = io, .source = source, .role = role};
    in->file = source->given[0] ? source->given : source->path;
    in->box = in->source_box = box_empty();
    io->library = (struct library_errors){0};
    source_begin(io);
    enum ws_status st = check_file(in, err);
    if (st)
        return st;
    if (text_encoding(source->encoding) == TEXT_UNKNOWN)
        return error_set(err, WS_BAD_OPTION,
                         "%s: --encoding %s=%s is not known; expected one of %s", in->file,
                         ws_role_name(role), source->encoding, text_encodings);
    if (mem_grow(&io->inputs, &io->input_cap, io->input_count + 1, sizeof *io->inputs))
        return error_set(err, WS_NO_MEMORY, "no memory for %zu inputs", io->input_count + 1);
    in->record = io->input_count++;
    struct ws_input *record = input_record(in);
    *record = (struct ws_input){.role = role, .accuracy_m = (double)NAN};
    text_copy(record->path, sizeof record->path, in->file);
    return checksum_file(source->path, record->sha256, err);
}

void input_close(struct input *in)
{
    if (!in->io)
        return;
    crs_release(&in->crs);
    if (in->dataset)
        GDALClose(in->dataset);
    mem_free(in->scratch);
    source_end(in->io);
    *in = (struct input){0};
}

/* ---- layers ------------------------------------------------------------------------ */

/* Tables of styles, projects and bookkeeping are not layers. */
static bool is_metadata(const char *name)
{
    return strcasecmp(name, "layer_styles") == 0 || strcasecmp(name, "qgis_projects") == 0 ||
           strncasecmp(name, "gpkg_", 5) == 0 || strncasecmp(name, "rtree_", 6) == 0 ||
           strncasecmp(name, "sqlite_", 7) == 0;
}

static bool is_candidate(OGRLayerH layer, bool wants_geometry)
{
    return !is_metadata(OGR_L_GetName(layer)) &&
           (!wants_geometry || OGR_L_GetGeomType(layer) != wkbNone);
}

static void list_layers(char *out, size_t room, GDALDatasetH dataset)
{
    size_t used = 0;
    out[0] = '\0';
    for (int i = 0; i < GDALDatasetGetLayerCount(dataset); i++) {
        const char *name = OGR_L_GetName(GDALDatasetGetLayer(dataset, i));
        if (is_metadata(name) || used + 4 >= room)
            continue;
        snprintf(out + used, room - used, "%s%s", used ? ", " : "", name);
        used += strlen(out + used);
    }
}

static enum ws_status choose_layer(struct input *in, bool wants_geometry, struct ws_error *err)
{
    const char *wanted = in->source->layer;
    int found = 0;
    char names[256];
    list_layers(names, sizeof names, in->dataset);
    for (int i = 0; i < GDALDatasetGetLayerCount(in->dataset); i++) {
        OGRLayerH layer = GDALDatasetGetLayer(in->dataset, i);
        bool takes = *wanted ? strcmp(OGR_L_GetName(layer), wanted) == 0
                             : is_candidate(layer, wants_geometry);
        if (takes && found++ == 0)
            in->layer = layer;
    }
    const char *role = ws_role_name(in->role);
    if (!found && *wanted)
        return error_set(err, WS_NOT_FOUND, "%s: %s: there is no such layer; it has %s", in->file,
                         wanted, names);
    if (!found)
        return error_set(err, WS_BAD_DATA, "%s: no layer with %s; it has %s", in->file,
                         wants_geometry ? "geometry" : "rows", *names ? names : "none");
    if (found > 1 && !*wanted)
        return error_set(err, WS_BAD_DATA,
                         "%s: several layers and none is named: %s; choose with --layer %s=NAME",
                         in->file, names, role);
    return WS_OK;
}

static enum ws_status adopt_layer(struct input *in, struct ws_error *err)
{
    in->defn = OGR_L_GetLayerDefn(in->layer);
    in->has_geometry = !in->is_table && OGR_L_GetGeomType(in->layer) != wkbNone;
    text_copy(in->layer_name, sizeof in->layer_name, OGR_L_GetName(in->layer));
    struct ws_input *record = input_record(in);
    text_copy(record->layer, sizeof record->layer, in->layer_name);
    value_take_options(in);
    enum ws_status st = input_filter(in, "", err);
    if (st)
        return st;
    GIntBig count = OGR_L_GetFeatureCount(in->layer, TRUE);
    if (in->io->library.count)
        return input_fail(in, WS_BAD_DATA, err, "cannot be read");
    if (count <= 0)
        return input_fail(in, WS_BAD_DATA, err, "the layer is empty%s",
                          in->source->where[0] ? " after the filter" : "");
    in->feature_count = (uint64_t)count;
    return WS_OK;
}

static char **open_options(const struct input *in)
{
    char **options = CSLTokenizeString2(in->source->open_options, "\n;", CSLT_STRIPLEADSPACES);
    if (ends_with(in->source->path, ".gpkg")) {
        options = CSLSetNameValue(options, "LIST_ALL_TABLES", "NO");
        options = CSLSetNameValue(options, "IMMUTABLE", "YES");
    }
    if (in->source->encoding[0] && ends_with(in->source->path, ".shp"))
        options = CSLSetNameValue(options, "ENCODING",
                                  text_encoding_name(in->source->encoding));
    return options;
}

enum ws_status input_open(struct input *in, struct io *io, const struct ws_source *source,
                          enum ws_role role, bool wants_geometry, struct ws_error *err)
{
    static const char *const drivers[] = {"GPKG",       "ESRI Shapefile", "GeoJSON",
                                          "FlatGeobuf", "XLSX",           NULL};
    enum ws_status st = input_begin(in, io, source, role, err);
    if (st)
        return st;
    if (is_delimited_text(source)) {
        st = csv_open(in, err);
    } else {
        char **options = open_options(in);
        in->dataset = GDALOpenEx(source->path, GDAL_OF_VECTOR | GDAL_OF_VERBOSE_ERROR, drivers,
                                 (const char *const *)options, NULL);
        CSLDestroy(options);
        in->is_table = ends_with(source->path, ".xlsx");
        if (!in->dataset)
            st = error_set(err, WS_BAD_DATA,
                           "%s: cannot be opened as GeoPackage, Shapefile, GeoJSON, FlatGeobuf, "
                           "CSV or XLSX%s%s",
                           in->file, io->library.count ? ": " : "", io->library.first);
    }
    if (!st)
        st = choose_layer(in, wants_geometry, err);
    return st ? st : adopt_layer(in, err);
}

enum ws_status input_open_raster(struct input *in, struct io *io, const struct ws_source *source,
                                 enum ws_role role, struct ws_error *err)
{
    static const char *const drivers[] = {"GTiff", NULL};
    enum ws_status st = input_begin(in, io, source, role, err);
    if (st)
        return st;
    in->dataset =
        GDALOpenEx(source->path, GDAL_OF_RASTER | GDAL_OF_VERBOSE_ERROR, drivers, NULL, NULL);
    if (!in->dataset)
        return input_fail(in, WS_BAD_DATA, err, "cannot be opened as GeoTIFF");
    return WS_OK;
}

enum ws_status input_filter(struct input *in, const char *also, struct ws_error *err)
{
    const char *where = in->source->where;
    if (!*where && !*also)
        return WS_OK;
    char both[2200];
    if (*where && *also)
        snprintf(both, sizeof both, "(%s) AND (%s)", where, also);
    else
        snprintf(both, sizeof both, "%s", *where ? where : also);
    bool is_bad = OGR_L_SetAttributeFilter(in->layer, both) != OGRERR_NONE;
    if (!is_bad) { /* some drivers compile the filter only when a row is asked for */
        OGR_L_ResetReading(in->layer);
        OGR_F_Destroy(OGR_L_GetNextFeature(in->layer));
        OGR_L_ResetReading(in->layer);
    }
    if (is_bad || in->io->library.count)
        return input_fail(in, WS_BAD_OPTION, err, "the filter cannot be used: %s", both);
    GIntBig count = in->feature_count ? OGR_L_GetFeatureCount(in->layer, TRUE) : 0;
    in->feature_count = count > 0 ? (uint64_t)count : 0;
    return WS_OK;
}

OGRFeatureH input_next(struct input *in)
{
    return OGR_L_GetNextFeature(in->layer);
}

enum ws_status input_finish(struct input *in, uint64_t rows_read, uint64_t rows_used,
                            struct ws_error *err)
{
    struct ws_input *record = input_record(in);
    record->rows_read = rows_read;
    record->rows_used = rows_used;
    if (in->io->library.count)
        return input_fail(in, WS_BAD_DATA, err, "reading failed after %" PRIu64 " rows", rows_read);
    if (rows_read < in->feature_count)
        return input_fail(in, WS_BAD_DATA, err,
                          "%" PRIu64 " features read; the file says %" PRIu64 ": it is cut off",
                          rows_read, in->feature_count);
    enum ws_status st = judge_end(in, err);
    return st ? st : cell_report(in, err);
}
