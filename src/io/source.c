/* Opens what may be opened, keeps the first library error, notes each input. */
#include "io/read.h"

#include "base/checksum.h"
#include "base/file.h"

#include <assert.h>
#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_http.h>
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

/* A file may name addresses, its CRS for one: nothing is fetched. */
static CPLHTTPResult *refuse_fetch(const char *address, char **options, GDALProgressFunc progress,
                                   void *argument, CPLHTTPFetchWriteFunc write, void *target,
                                   void *user)
{
    (void)options, (void)progress, (void)argument, (void)write, (void)target, (void)user;
    CPLError(CE_Failure, CPLE_HttpResponse, "%s is not fetched", address);
    return NULL;
}

void source_begin(struct io *io)
{
    CPLHTTPPushFetchCallback(refuse_fetch, NULL);
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
    CPLHTTPPopFetchCallback();
}

/* Where the libraries find less they may end the program instead of failing. */
#define LEAST_BYTES (32u << 20)

enum ws_status io_open(struct io **out, struct warnings *warnings, struct ws_error *err)
{
    assert(out && warnings);
    uint64_t has = mem_available();
    if (has < LEAST_BYTES)
        return error_set(err, WS_NO_MEMORY,
                         "no memory to begin: %" PRIu64 " MB are free, at least %u MB are needed",
                         has >> 20, LEAST_BYTES >> 20);
    struct io *io = mem_array(1, sizeof *io);
    if (!io)
        return error_set(err, WS_NO_MEMORY, "no memory to open inputs");
    io->warnings = warnings;
    io->box = box_empty();
    source_begin(io);
    GDALAllRegister();
    OSRSetPROJEnableNetwork(FALSE); /* whatever the environment says */
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
    input_drop_kept(io);
    polygons_close(io->polygons);
    if (io->working)
        OSRRelease(io->working);
    if (io->zones_srs)
        OSRRelease(io->zones_srs);
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

struct io_mark io_mark(const struct io *io)
{
    return (struct io_mark){(uint32_t)io->input_count, strlen(io_choices(io))};
}

void io_rewind(struct io *io, struct io_mark mark)
{
    assert(mark.input_count <= io->input_count && mark.choices_size <= strlen(io_choices(io)));
    io->input_count = mark.input_count;
    if (io->choices)
        io->choices[mark.choices_size] = '\0';
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
    if (status == WS_NO_MEMORY && in->need)
        return error_set(err, status, "%s: %s; the file needs about %" PRIu64 " MB of memory",
                         in->file, words, (in->need >> 20) + 1);
    const char *library = in->io->library.count ? in->io->library.first : "";
    return error_set(err, status, "%s: %s%s%s%s%s%s", in->file, layer, *layer ? ": " : "", words,
                     *library ? " (" : "", library, *library ? ")" : "");
}

/* ---- files ------------------------------------------------------------------------- */

bool input_ends_with(const struct ws_source *source, const char *end)
{
    size_t size = strlen(source->path), end_size = strlen(end);
    return size >= end_size && strcasecmp(source->path + size - end_size, end) == 0;
}

bool input_is_raster(const struct ws_source *source)
{
    return source_kind(source->path).format == FORMAT_TIFF;
}

enum ws_status input_begin(struct input *in, struct io *io, const struct ws_source *source,
                           enum ws_role role, struct ws_error *err)
{
    *in = (struct input){.io = io, .source = source, .role = role};
    in->file = source->given[0] ? source->given : source->path;
    in->box = in->source_box = box_empty();
    io->library = (struct library_errors){0};
    source_begin(io);
    enum ws_status st = input_take_kept(in) ? WS_OK : source_check(in, err);
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
    text_copy(record->licence, sizeof record->licence, source->licence);
    if (!in->dataset)
        st = checksum_file(source->path, in->sha256, err);
    text_copy(record->sha256, sizeof record->sha256, in->sha256);
    return st;
}

void input_close(struct input *in)
{
    if (!in->io)
        return;
    crs_release(&in->crs);
    OGR_F_Destroy(in->pending);
    if (in->dataset)
        GDALClose(in->dataset);
    archive_unmount(in);
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

static bool is_candidate(struct input *in, OGRLayerH layer, bool wants_geometry)
{
    const char *name = OGR_L_GetName(layer);
    return !is_metadata(name) && (!wants_geometry || OGR_L_GetGeomType(layer) != wkbNone) &&
           (in->format != FORMAT_GPKG || gpkg_is_table(in, name));
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
                             : is_candidate(in, layer, wants_geometry);
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
    if (*wanted && in->format == FORMAT_GPKG && !gpkg_is_table(in, wanted))
        return error_set(err, WS_BAD_DATA,
                         "%s: %s: is a view or a virtual table, not rows of its own; save it as a "
                         "layer and name that",
                         in->file, wanted);
    return WS_OK;
}

/* Rows that reading will give. Without a filter the Shapefile library counts rows
 * that are marked as gone. */
static GIntBig count_rows(struct input *in)
{
    GIntBig count = OGR_L_GetFeatureCount(in->layer, TRUE);
    return in->source->where[0] ? count : count - (GIntBig)in->deleted_count;
}

/* What a row takes at the least once it is read: a road is a line, a link and an
 * edge in each direction (measured: 500 to 700 bytes), a unit is a shape. */
static uint64_t row_bytes(enum ws_role role)
{
    return role == WS_ROLE_ROADS ? 250 : role == WS_ROLE_POPULATION ? 120 : 0;
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
    GIntBig count = count_rows(in);
    const char *fault = in->io->library.first;
    bool has_no_crs = in->has_geometry && (!OGR_L_GetSpatialRef(in->layer) ||
                                           strstr(fault, "crs not found") || strstr(fault, "EPSG"));
    if (in->io->library.count && has_no_crs)
        return input_fail(in, WS_BAD_DATA, err,
                          "the CRS it names cannot be used; state it with --crs %s=EPSG:n",
                          ws_role_name(in->role));
    if (in->io->library.count)
        return input_fail(in, WS_BAD_DATA, err, "cannot be read");
    if (count <= 0)
        return input_fail(in, WS_BAD_DATA, err, "the layer is empty%s",
                          in->source->where[0] ? " after the filter" : "");
    in->feature_count = (uint64_t)count;
    return source_check_memory(in, in->feature_count * row_bytes(in->role), err);
}

static char **open_options(const struct input *in)
{
    char **options = CSLTokenizeString2(in->source->open_options, "\n;", CSLT_STRIPLEADSPACES);
    if (in->format == FORMAT_GPKG) {
        options = CSLSetNameValue(options, "LIST_ALL_TABLES", "NO");
        options = CSLSetNameValue(options, "IMMUTABLE", "YES");
    }
    char encoding[64] = "";
    if (in->format == FORMAT_SHAPEFILE)
        text_declared(encoding, sizeof encoding, in->source);
    if (encoding[0])
        options = CSLSetNameValue(options, "ENCODING", encoding);
    return options;
}

/* The one driver that may read this format; NULL: no layers. */
static const char *driver_of(enum source_format format)
{
    switch (format) {
    case FORMAT_GPKG:
        return "GPKG";
    case FORMAT_SHAPEFILE:
    case FORMAT_DBF:
        return "ESRI Shapefile";
    case FORMAT_JSON:
        return "GeoJSON";
    case FORMAT_FLATGEOBUF:
        return "FlatGeobuf";
    case FORMAT_ZIP:
        return "XLSX";
    default:
        return NULL;
    }
}

static enum ws_status open_dataset(struct input *in, struct ws_error *err)
{
    const char *const drivers[] = {driver_of(in->format), NULL};
    if (in->dataset) /* opened ahead */
        return WS_OK;
    if (!drivers[0])
        return error_set(err, WS_BAD_DATA, "%s: is %s; expected %s", in->file,
                         in->format == FORMAT_TIFF ? "a raster" : "an OpenStreetMap extract",
                         in->role == WS_ROLE_MUNICIPALITIES ? "a layer of polygons"
                                                            : "a layer or a table");
    enum ws_status st = in->format == FORMAT_ZIP ? archive_mount(in, err) : WS_OK;
    if (st)
        return st;
    char **options = open_options(in);
    in->dataset = GDALOpenEx(in->path, GDAL_OF_VECTOR | GDAL_OF_VERBOSE_ERROR, drivers,
                             (const char *const *)options, NULL);
    CSLDestroy(options);
    in->is_table = in->format == FORMAT_ZIP;
    if (!in->dataset)
        return input_fail(in, WS_BAD_DATA, err,
                          "cannot be opened as %s; it is damaged: get it again, or save it anew",
                          in->format == FORMAT_GPKG ? "GeoPackage" : drivers[0]);
    return in->format == FORMAT_GPKG ? gpkg_check(in, err) : WS_OK;
}

enum ws_status input_open(struct input *in, struct io *io, const struct ws_source *source,
                          enum ws_role role, bool wants_geometry, struct ws_error *err)
{
    enum ws_status st = input_begin(in, io, source, role, err);
    if (st)
        return st;
    st = in->format == FORMAT_TEXT ? csv_open(in, err) : open_dataset(in, err);
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
    in->dataset = GDALOpenEx(in->path, GDAL_OF_RASTER | GDAL_OF_VERBOSE_ERROR, drivers, NULL, NULL);
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
        return input_fail(in, WS_BAD_OPTION, err, "the filter cannot be used: %s%s=%s%s",
                          *also ? "--eligible" : "--where ", *also ? "" : ws_role_name(in->role),
                          *also ? also : where,
                          strchr(both, '\'') ? ""
                                             : "; a text stands in single quotes: column = 'word'");
    GIntBig count = in->feature_count ? OGR_L_GetFeatureCount(in->layer, TRUE) : 0;
    in->feature_count = count > 0 ? (uint64_t)count : 0;
    return WS_OK;
}

OGRFeatureH input_next(struct input *in)
{
    uint32_t before = in->io->library.count;
    OGRFeatureH feature = in->pending ? in->pending : OGR_L_GetNextFeature(in->layer);
    in->pending = NULL;
    if (!feature || in->io->library.count == before)
        return feature;
    in->failed_fid = OGR_F_GetFID(feature);
    in->has_failed = true;
    OGR_F_Destroy(feature);
    return NULL;
}

enum ws_status input_finish(struct input *in, uint64_t rows_read, uint64_t rows_used,
                            struct ws_error *err)
{
    struct ws_input *record = input_record(in);
    record->rows_read = rows_read;
    record->rows_used = rows_used;
    if (in->has_failed)
        return input_fail(in, WS_BAD_DATA, err, "%s: cannot be read; the file is damaged",
                          judge_label(in, in->failed_fid));
    if (in->io->library.count)
        return input_fail(in, WS_BAD_DATA, err,
                          "is damaged: reading failed after %" PRIu64 " rows; get it again",
                          rows_read);
    enum ws_status st = source_check_same(in, err);
    if (st)
        return st;
    if (rows_read < in->feature_count)
        return input_fail(in, WS_BAD_DATA, err,
                          "%" PRIu64 " features read; the file says %" PRIu64 ": it is cut off",
                          rows_read, in->feature_count);
    st = judge_end(in, err);
    return st ? st : cell_report(in, err);
}
