/* Formats, names of files, and the checks before anything is computed. */
#include "io/write.h"

#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"

#include <assert.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define FORMAT_NAMES "GPKG, GeoJSON, ESRI Shapefile, FlatGeobuf, CSV"

static const struct write_format FORMATS[] = {
    {WRITE_GPKG, "GPKG", ".gpkg", "GeoPackage: one file, styled for QGIS (x.gpkg)", false},
    {WRITE_GEOJSON, "GeoJSON", ".geojson", "folder: RFC 7946 in degrees, or --crs out=EPSG:N",
     true},
    {WRITE_SHAPEFILE, "ESRI Shapefile", ".shp", "folder: UTF-8, names of at most 10 bytes", true},
    {WRITE_FLATGEOBUF, "FlatGeobuf", ".fgb", "folder: binary with a spatial index", true},
    {WRITE_CSV, "CSV", ".csv", "folder: tables; points as X and Y, areas as WKT", true},
};

const struct write_format *write_format_of(enum write_kind kind)
{
    assert((size_t)kind < COUNT(FORMATS) && FORMATS[kind].kind == kind);
    return &FORMATS[kind];
}

const char *io_formats(void)
{
    return "GPKG            GeoPackage: one file, styled for QGIS (x.gpkg)\n"
           "GeoJSON         folder: RFC 7946 in degrees; with --crs out=EPSG:N in metres\n"
           "ESRI Shapefile  folder: UTF-8; names of at most 10 bytes, texts of at most 254\n"
           "FlatGeobuf      folder: binary with a spatial index\n"
           "CSV             folder: tables; points as X and Y, areas and lines as WKT; with\n"
           "                --lang sv semicolons and decimal commas\n";
}

static bool ends_with(const char *path, const char *ending)
{
    size_t length = strlen(path), size = strlen(ending);
    return length > size && EQUAL(path + length - size, ending);
}

enum ws_status write_find_format(const struct write_format **out, const struct write_plan *plan,
                                 struct ws_error *err)
{
    const char *name = plan->format ? plan->format : "";
    const struct write_format *format = NULL;
    for (size_t i = 0; i < COUNT(FORMATS); i++)
        if (*name ? EQUAL(FORMATS[i].name, name) : i == 0 && ends_with(plan->path, ".gpkg"))
            format = &FORMATS[i];
    if (!format && !*name)
        return error_set(
            err, WS_BAD_OPTION,
            "%s: no format; expected a name ending in .gpkg, or a format: " FORMAT_NAMES,
            plan->path);
    if (!format)
        return error_set(err, WS_BAD_OPTION,
                         "format '%.40s' is unknown; expected one of " FORMAT_NAMES, name);
    *out = format;
    return WS_OK;
}

/* ---- names ------------------------------------------------------------------- */

char *write_join(const char *folder, const char *name, const char *ending)
{
    size_t size = strlen(folder) + strlen(name) + strlen(ending) + 2;
    char *path = mem_array(size, 1);
    if (path)
        snprintf(path, size, "%s/%s%s", folder, name, ending);
    return path;
}

char *write_target(const struct write_plan *plan)
{
    size_t length = strlen(plan->path);
    while (length > 1 && plan->path[length - 1] == '/')
        length--;
    return mem_string_n(plan->path, length);
}

char *write_evidence_path(const char *target, const struct write_format *format)
{
    if (format->is_folder)
        return write_join(target, "run", ".json");
    static const char ending[] = ".run.json";
    size_t length = strlen(target) - strlen(format->extension);
    char *path = mem_array(length + sizeof ending, 1);
    if (path) {
        memcpy(path, target, length);
        memcpy(path + length, ending, sizeof ending);
    }
    return path;
}

static void layer_path(char out[1024], const struct write_plan *plan, const char *layer,
                       bool is_table)
{
    const struct write_format *format;
    size_t length = strlen(plan->path);
    if (write_find_format(&format, plan, NULL) || !format->is_folder) {
        snprintf(out, 1024, "%s", plan->path);
        return;
    }
    while (length > 1 && plan->path[length - 1] == '/')
        length--;
    snprintf(out, 1024, "%.*s/%s%s", (int)length, plan->path, layer,
             is_table ? ".csv" : format->extension);
}

void io_write_path(char out[1024], const struct write_plan *plan, const char *layer)
{
    layer_path(out, plan, layer, false);
}

void io_write_layer_path(char out[1024], const struct write_plan *plan, const struct layer *layer)
{
    layer_path(out, plan, layer->name, layer->geometry == LAYER_TABLE);
}

/* ---- checks ------------------------------------------------------------------- */

struct check {
    const struct write_plan *plan;
    const struct write_format *format;
    char *target, *evidence;
};

static enum ws_status check_name(const struct check *check, struct ws_error *err)
{
    const char *path = check->target, *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    if (!*name || !strcmp(name, ".") || !strcmp(name, ".."))
        return error_set(err, WS_BAD_OPTION, "%s: no name of its own; expected a file or folder",
                         check->plan->path);
    if (strlen(path) > 960)
        return error_set(err, WS_BAD_OPTION,
                         "the output's path has %zu bytes; expected at most 960", strlen(path));
    if (!check->format->is_folder && !ends_with(name, ".gpkg"))
        return error_set(err, WS_BAD_OPTION, "%s: a GeoPackage's name ends in .gpkg", path);
    for (size_t i = 0; check->format->is_folder && i < COUNT(FORMATS); i++)
        if (ends_with(name, FORMATS[i].extension))
            return error_set(err, WS_BAD_OPTION,
                             "%s: %s makes a folder with one file per layer; expected a folder's "
                             "name, without %s",
                             path, check->format->name, FORMATS[i].extension);
    return WS_OK;
}

static enum ws_status check_parent(const struct check *check, struct ws_error *err)
{
    const char *slash = strrchr(check->target, '/');
    size_t length = slash ? (size_t)(slash - check->target) : 0;
    char *parent = slash ? mem_string_n(check->target, length ? length : 1) : mem_string(".");
    if (!parent)
        return error_set(err, WS_NO_MEMORY, "no memory for a path");
    enum ws_status st = WS_OK;
    if (file_kind(parent) != 'd')
        st = error_set(err, WS_NOT_FOUND, "%s: the folder %s is not there; make it first",
                       check->plan->path, parent);
    mem_free(parent);
    return st;
}

/* False: the code is not known, or no code. */
static bool is_known_crs(const char *text)
{
    char *end = NULL;
    long code = EQUALN(text, "EPSG:", 5) ? strtol(text + 5, &end, 10) : 0;
    if (code <= 0 || code > INT32_MAX || *end)
        return false;
    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    CPLPushErrorHandler(CPLQuietErrorHandler);
    bool is_known = OSRImportFromEPSG(srs, (int)code) == OGRERR_NONE;
    CPLPopErrorHandler();
    OSRDestroySpatialReference(srs);
    return is_known;
}

/* A folder of ours holds run.json and files of the kinds we write. Anything
 * else is somebody's work and is not replaced. */
static bool is_own_folder(const char *path)
{
    static const char *const endings[] = {".geojson", ".fgb", ".csv", ".shp", ".shx", ".dbf",
                                          ".prj",     ".cpg", ".qml", ".qmd", ".qix"};
    DIR *folder = opendir(path);
    bool has_evidence = false, is_own = folder != NULL;
    uint32_t count = 0;
    struct dirent *entry;
    while (is_own && (entry = readdir(folder))) {
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
            continue;
        count++;
        bool is_evidence = !strcmp(entry->d_name, "run.json"), is_known = is_evidence;
        for (size_t i = 0; i < COUNT(endings); i++)
            is_known |= ends_with(entry->d_name, endings[i]);
        has_evidence |= is_evidence;
        is_own = is_known;
    }
    if (folder)
        closedir(folder);
    return is_own && (has_evidence || !count);
}

static enum ws_status check_free(const struct check *check, struct ws_error *err)
{
    char wanted = check->format->is_folder ? 'd' : 'f';
    char kind = file_kind(check->target);
    const char *there = kind ? check->target : check->evidence;
    if (!kind && (check->format->is_folder || !file_kind(check->evidence)))
        return WS_OK;
    if (!check->plan->overwrite)
        return error_set(err, WS_IO, "%s exists; use --overwrite to replace it", there);
    if (kind && kind != wanted)
        return error_set(err, WS_IO, "%s exists and is no %s; expected one to replace", there,
                         check->format->is_folder ? "folder" : "regular file");
    if (check->format->is_folder && !is_own_folder(check->target))
        return error_set(err, WS_IO,
                         "%s exists and holds other things than a result; expected an empty "
                         "folder or one with run.json",
                         there);
    return WS_OK;
}

/* A journal left by a crashed writer would be replayed into our file. */
static enum ws_status check_journals(const struct check *check, struct ws_error *err)
{
    static const char *const endings[] = {"-journal", "-wal", "-shm"};
    for (size_t i = 0; !check->format->is_folder && i < COUNT(endings); i++) {
        char path[1024];
        snprintf(path, sizeof path, "%s%s", check->target, endings[i]);
        if (file_kind(path))
            return error_set(err, WS_IO,
                             "%s lies beside the output and would be read with it; "
                             "close the program that uses it, or remove it",
                             path);
    }
    return WS_OK;
}

static bool is_same(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* True when input is the target, its evidence, or lies inside the target. */
static bool is_hit(const struct check *check, const char *input)
{
    struct stat own, other;
    if (stat(input, &other))
        return false;
    if (!stat(check->evidence, &own) && is_same(&own, &other))
        return true;
    if (stat(check->target, &own))
        return false;
    char path[1040];
    snprintf(path, sizeof path, "%.1024s", input);
    /* Folders hold files of one level only; a deeper input is found on the way. */
    for (char *slash; (slash = strrchr(path, '/')); *slash = '\0')
        if (!stat(path, &other) && is_same(&own, &other))
            return true;
    return !stat(path, &other) && is_same(&own, &other);
}

static enum ws_status check_inputs(const struct io *io, const struct check *check,
                                   struct ws_error *err)
{
    uint32_t count = 0;
    const struct ws_input *read = io ? io_inputs(io, &count) : NULL;
    for (uint32_t i = 0; i < count + check->plan->input_count; i++) {
        const char *path = i < count ? read[i].path : check->plan->inputs[i - count];
        if (is_hit(check, path))
            return error_set(err, WS_BAD_OPTION,
                             "%s: the output would replace the input %s; name another place",
                             check->plan->path, path);
    }
    return WS_OK;
}

static enum ws_status run_checks(const struct io *io, const struct check *check,
                                 struct ws_error *err)
{
    const char *crs = check->plan->crs_out ? check->plan->crs_out : "";
    enum ws_status st = WS_OK;
    if (*crs && !is_known_crs(crs))
        st = error_set(err, WS_BAD_OPTION, "--crs out=%s is unknown; expected EPSG:N", crs);
    if (!st)
        st = check_parent(check, err);
    if (!st)
        st = check_inputs(io, check, err);
    if (!st)
        st = check_free(check, err);
    if (!st)
        st = check_journals(check, err);
    return st;
}

enum ws_status io_write_check(const struct io *io, const struct write_plan *plan,
                              struct ws_error *err)
{
    assert(plan && plan->path);
    struct check check = {.plan = plan};
    enum ws_status st = write_find_format(&check.format, plan, err);
    if (st)
        return st;
    check.target = write_target(plan);
    if (!check.target)
        return error_set(err, WS_NO_MEMORY, "no memory for a path");
    st = check_name(&check, err);
    if (!st) {
        check.evidence = write_evidence_path(check.target, check.format);
        st = check.evidence ? run_checks(io, &check, err)
                            : error_set(err, WS_NO_MEMORY, "no memory for a path");
    }
    mem_free(check.evidence);
    mem_free(check.target);
    return st;
}
