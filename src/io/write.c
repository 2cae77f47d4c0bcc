/* A result to disk: everything aside first, then one rename per final name. */
#include "io/write.h"

#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"

#include <assert.h>
#include <cpl_conv.h>
#include <cpl_error.h>
#include <errno.h>
#include <gdal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- library settings ----------------------------------------------------------- */

/* What would make the bytes differ from day to day or from machine to machine. */
static const char *const SETTINGS[][2] = {
    {"OGR_CURRENT_DATE", WRITE_TIME},
    {"OGR_SQLITE_JOURNAL", "DELETE"},
    {"OGR_SQLITE_SYNCHRONOUS", "OFF"}, /* flushed once, when published */
    {"OGR_SQLITE_CACHE", "64"},        /* MB: spatial indexes are built without rereading */
    {"OGR_GPKG_ALLOW_THREADED_RTREE", "NO"},
    {"OGR_GEOJSON_MAX_OBJ_SIZE", "0"}, /* reading back what we wrote */
    {"OGR_ENABLE_PARTIAL_REPROJECTION", "NO"},
};

struct settings {
    char *old[COUNT(SETTINGS)];
};

static void change_settings(struct settings *settings)
{
    for (size_t i = 0; i < COUNT(SETTINGS); i++) {
        const char *old = CPLGetThreadLocalConfigOption(SETTINGS[i][0], NULL);
        settings->old[i] = old ? CPLStrdup(old) : NULL;
        CPLSetThreadLocalConfigOption(SETTINGS[i][0], SETTINGS[i][1]);
    }
}

static void restore_settings(struct settings *settings)
{
    for (size_t i = 0; i < COUNT(SETTINGS); i++) {
        CPLSetThreadLocalConfigOption(SETTINGS[i][0], settings->old[i]);
        CPLFree(settings->old[i]);
    }
}

/* On a full disk the first message names the cause, the last ones do not. */
static void CPL_STDCALL keep_first(CPLErr class, CPLErrorNum number, const char *text)
{
    struct write_errors *errors = CPLGetErrorHandlerUserData();
    (void)number;
    if (class < CE_Failure)
        return;
    if (!errors->count++)
        snprintf(errors->first, sizeof errors->first, "%s", text);
}

/* ---- reference systems ------------------------------------------------------------ */

static OGRSpatialReferenceH srs_from(const char *wkt, int epsg)
{
    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    OSRSetAxisMappingStrategy(srs, OAMS_TRADITIONAL_GIS_ORDER);
    OGRErr code = wkt ? OSRSetFromUserInput(srs, wkt) : OSRImportFromEPSG(srs, epsg);
    if (code == OGRERR_NONE)
        return srs;
    OSRDestroySpatialReference(srs);
    return NULL;
}

/* The output's reference system and the way to it from the working one. */
static enum ws_status choose_crs(struct writer *writer, const struct io *io, struct ws_error *err)
{
    const char *asked = writer->plan->crs_out, *wkt = io_crs_wkt(io);
    assert(wkt); /* shapes were read, so there is a working system */
    bool is_degrees =
        writer->format->kind == WRITE_GEOJSON && (!asked || !*asked || !strcmp(asked, "EPSG:4326"));
    int epsg = is_degrees ? 4326 : asked && *asked ? atoi(asked + 5) : 0;
    OGRSpatialReferenceH working = srs_from(wkt, 0);
    writer->is_rfc7946 = is_degrees;
    writer->srs = epsg ? srs_from(NULL, epsg) : srs_from(wkt, 0);
    if (working && writer->srs && epsg && !OSRIsSame(working, writer->srs)) {
        writer->to_out = OCTNewCoordinateTransformation(working, writer->srs);
        if (!writer->to_out)
            writer->errors.count++;
    }
    bool is_done = working && writer->srs && !writer->errors.count;
    OSRDestroySpatialReference(working);
    return is_done ? WS_OK
                   : write_failed(writer, err, "the output's reference system cannot be used");
}

static bool has_shapes(const struct layer *layers, uint32_t layer_count)
{
    for (uint32_t i = 0; i < layer_count; i++)
        if (layers[i].geometry != LAYER_TABLE)
            return true;
    return false;
}

/* ---- files in the work folder -------------------------------------------------------- */

static GDALDatasetH create(struct writer *writer, const char *path, enum write_kind kind)
{
    GDALDriverH driver = GDALGetDriverByName(write_format_of(kind)->name);
    assert(driver); /* io_open() registers all formats of the table */
    return driver && !writer->errors.count ? GDALCreate(driver, path, 0, 0, 0, GDT_Unknown, NULL)
                                           : NULL;
}

/* Errors of the last flush show in the handler; GDALClose() of GDAL 3.6 returns
 * nothing. */
static enum ws_status close_dataset(struct writer *writer, GDALDatasetH dataset, enum ws_status st,
                                    struct ws_error *err)
{
    if (dataset)
        GDALClose(dataset);
    if (!st && writer->errors.count)
        return write_failed(writer, err, "cannot be written");
    return st;
}

static enum ws_status write_text(const struct writer *writer, const char *path, const char *text,
                                 struct ws_error *err)
{
    FILE *file = fopen(path, "wb");
    bool is_done = file && fwrite(text, 1, strlen(text), file) == strlen(text);
    int code = errno;
    if (file && fclose(file)) {
        code = is_done ? errno : code;
        is_done = false;
    }
    if (is_done)
        return WS_OK;
    return error_set(err, WS_IO, "%s: %s: %s", writer->plan->path, strrchr(path, '/') + 1,
                     strerror(code));
}

static enum ws_status fill_gpkg(struct writer *writer, GDALDatasetH dataset,
                                const struct layer *layers, uint32_t layer_count,
                                struct ws_error *err)
{
    enum ws_status st = WS_OK;
    if (GDALDatasetStartTransaction(dataset, FALSE) != OGRERR_NONE)
        return write_failed(writer, err, "no transaction");
    for (uint32_t i = 0; !st && i < layer_count; i++)
        st = write_layer(writer, dataset, &layers[i], WRITE_GPKG, err);
    if (!st)
        st = styles_add(writer, dataset, layers, layer_count, err);
    if (!st)
        st = styles_add_project(writer, dataset, layers, layer_count, err);
    if (!st)
        st = styles_add_about(writer, dataset, layers, layer_count, err);
    if (st) {
        GDALDatasetRollbackTransaction(dataset);
        return st;
    }
    return GDALDatasetCommitTransaction(dataset) == OGRERR_NONE
               ? WS_OK
               : write_failed(writer, err, "cannot be written");
}

static enum ws_status write_gpkg(struct writer *writer, const char *path,
                                 const struct layer *layers, uint32_t layer_count,
                                 struct ws_error *err)
{
    GDALDatasetH dataset = create(writer, path, WRITE_GPKG);
    enum ws_status st = dataset ? fill_gpkg(writer, dataset, layers, layer_count, err)
                                : write_failed(writer, err, "cannot be made");
    st = close_dataset(writer, dataset, st, err);
    if (!st)
        st = write_verify(writer, path, WRITE_GPKG, layers, layer_count, err);
    return st;
}

/* A text beside the layer's file: "name" + ending. */
static enum ws_status write_beside(struct writer *writer, const struct layer *layer,
                                   const char *ending, const char *text, struct ws_error *err)
{
    char *path = write_join(writer->folder, layer->name, ending);
    enum ws_status st = path ? write_text(writer, path, text, err)
                             : error_set(err, WS_NO_MEMORY, "no memory for a path");
    mem_free(path);
    return st;
}

/* "name.qml", which QGIS reads by itself, "name_share.qml" to choose, "name.qmd". */
static enum ws_status write_sidecars(struct writer *writer, const struct layer *layer,
                                     enum write_kind kind, struct ws_error *err)
{
    static const char *const ENDINGS[] = {[STYLE_DEFAULT] = ".qml", [STYLE_SHARE] = "_share.qml"};
    struct style_plan plan = styles_plan(writer, kind);
    enum ws_status st = WS_OK;
    for (int view = 0; !st && view < STYLE_VIEWS; view++) {
        char *qml = NULL;
        st = styles_qml(&qml, layer, (enum style_view)view, &plan, err);
        if (!st && qml)
            st = write_beside(writer, layer, ENDINGS[view], qml, err);
        mem_free(qml);
    }
    char *qmd = NULL;
    if (!st)
        st = styles_qmd(&qmd, writer, layer, err);
    if (!st)
        st = write_beside(writer, layer, ".qmd", qmd, err);
    mem_free(qmd);
    return st;
}

static enum ws_status write_file_as(struct writer *writer, const struct layer *layer,
                                    enum write_kind kind, struct ws_error *err)
{
    char *path = write_join(writer->folder, layer->name, write_format_of(kind)->extension);
    if (!path)
        return error_set(err, WS_NO_MEMORY, "no memory for a path");
    GDALDatasetH dataset = create(writer, path, kind);
    enum ws_status st = dataset ? write_layer(writer, dataset, layer, kind, err)
                                : write_failed(writer, err, layer->name);
    st = close_dataset(writer, dataset, st, err);
    if (!st)
        st = write_verify(writer, path, kind, layer, 1, err);
    mem_free(path);
    return st;
}

/* One layer as a file of its own, with what the file cannot hold beside it. */
static enum ws_status write_file(struct writer *writer, const struct layer *layer,
                                 struct ws_error *err)
{
    struct layer table = *layer;
    table.geometry = LAYER_TABLE;
    enum write_kind kind = layer->geometry == LAYER_TABLE ? WRITE_CSV : writer->format->kind;
    enum ws_status st = write_file_as(writer, layer, kind, err);
    /* Of CSV QGIS sees the shapes only when told. */
    if (!st)
        st = write_sidecars(writer, kind == WRITE_CSV ? &table : layer, kind, err);
    if (!st && layer->geometry != LAYER_TABLE && write_row_count(layer, kind) < layer->row_count)
        st = write_file_as(writer, &table, WRITE_CSV, err);
    return st;
}

/* ---- what a Shapefile cuts -------------------------------------------------------------- */

/* Rows of columns.csv: own names beside the short ones, texts that were cut. */
struct cuts {
    uint32_t count;
    size_t cap;
    struct cut {
        const char *layer, *column;
        char name[72];
        int64_t cut_count;
    } * rows;
};

static enum ws_status find_cuts(struct cuts *cuts, const struct layer *layer, struct ws_error *err)
{
    struct write_field *fields = NULL;
    enum ws_status st = write_fields(&fields, layer, WRITE_SHAPEFILE, err);
    for (uint32_t i = 0; !st && i < layer->column_count; i++) {
        if (!strcmp(fields[i].name, layer->columns[i].name) && !fields[i].cut_count)
            continue;
        if (mem_grow(&cuts->rows, &cuts->cap, (size_t)cuts->count + 1, sizeof *cuts->rows)) {
            st = error_set(err, WS_NO_MEMORY, "no memory for the list of cut columns");
            break;
        }
        struct cut *row = &cuts->rows[cuts->count++];
        *row = (struct cut){layer->name, layer->columns[i].name, "", fields[i].cut_count};
        snprintf(row->name, sizeof row->name, "%s", fields[i].name);
    }
    mem_free(fields);
    return st;
}

static enum ws_status write_cuts(struct writer *writer, const struct cuts *cuts,
                                 struct ws_error *err)
{
    struct column columns[] = {{.name = "layer", .type = COLUMN_TEXT},
                               {.name = "column", .type = COLUMN_TEXT},
                               {.name = "written_as", .type = COLUMN_TEXT},
                               {.name = "texts_cut", .type = COLUMN_WHOLE}};
    char **texts = mem_array(3 * (size_t)cuts->count, sizeof *texts);
    int64_t *wholes = mem_array(cuts->count, sizeof *wholes);
    enum ws_status st = WS_OK;
    if (!texts || !wholes)
        st = error_set(err, WS_NO_MEMORY, "no memory for the list of cut columns");
    for (size_t i = 0; !st && i < cuts->count; i++) {
        const struct cut *row = &cuts->rows[i];
        const char *const own[] = {row->layer, row->column, row->name};
        for (size_t c = 0; !st && c < COUNT(own); c++)
            if (!(texts[c * cuts->count + i] = mem_string(own[c])))
                st = error_set(err, WS_NO_MEMORY, "no memory for the list of cut columns");
        wholes[i] = row->cut_count;
    }
    for (size_t c = 0; c < 3; c++)
        columns[c].text = texts ? texts + c * cuts->count : NULL;
    columns[3].whole = wholes;
    struct layer layer = {.name = "columns",
                          .description = "Columns whose names or texts a Shapefile cuts",
                          .row_count = cuts->count,
                          .column_count = COUNT(columns),
                          .columns = columns};
    if (!st)
        st = write_file(writer, &layer, err);
    for (size_t i = 0; texts && i < 3 * (size_t)cuts->count; i++)
        mem_free(texts[i]);
    mem_free(texts);
    mem_free(wholes);
    return st;
}

static enum ws_status list_cuts(struct writer *writer, const struct layer *layers,
                                uint32_t layer_count, struct ws_error *err)
{
    struct cuts cuts = {0};
    enum ws_status st = WS_OK;
    for (uint32_t i = 0; !st && i < layer_count; i++)
        if (layers[i].geometry != LAYER_TABLE)
            st = find_cuts(&cuts, &layers[i], err);
    if (!st && cuts.count)
        st = write_cuts(writer, &cuts, err);
    mem_free(cuts.rows);
    return st;
}

/* ---- the whole ------------------------------------------------------------------------------ */

static enum ws_status write_folder(struct writer *writer, const struct layer *layers,
                                   uint32_t layer_count, struct ws_error *err)
{
    if (mkdir(writer->folder, 0777))
        return error_set(err, WS_IO, "%s: no folder can be made: %s", writer->plan->path,
                         strerror(errno));
    enum ws_status st = WS_OK;
    for (uint32_t i = 0; !st && i < layer_count; i++)
        st = write_file(writer, &layers[i], err);
    if (!st && writer->format->kind == WRITE_SHAPEFILE)
        st = list_cuts(writer, layers, layer_count, err);
    return st;
}

/* Names of one write; all end in the same folder or its work folder. */
struct names {
    char *target, *evidence;                         /* final */
    char *aside, *data, *text, *old_data, *old_text; /* in the work folder */
};

static enum ws_status make_names(struct names *names, const struct writer *writer,
                                 struct ws_error *err)
{
    names->target = write_target(writer->plan);
    names->evidence = names->target ? write_evidence_path(names->target, writer->format) : NULL;
    if (!names->evidence)
        return error_set(err, WS_NO_MEMORY, "no memory for a path");
    enum ws_status st = file_aside_new(&names->aside, names->target, err);
    if (st)
        return st;
    const char *slash = strrchr(names->target, '/');
    const char *name = slash ? slash + 1 : names->target;
    names->data = write_join(names->aside, name, "");
    names->text = names->data ? write_evidence_path(names->data, writer->format) : NULL;
    names->old_data = write_join(names->aside, "old", "");
    names->old_text = write_join(names->aside, "old", ".run.json");
    bool has_all = names->text && names->old_data && names->old_text;
    return has_all ? WS_OK : error_set(err, WS_NO_MEMORY, "no memory for a path");
}

/* After a failure: whatever was there before comes back. The old data have a
 * second name in the work folder, where the file system knows such. */
static void unpublish(const struct names *names, bool has_new, struct ws_error *err)
{
    bool is_lost = false;
    if (has_new && file_kind(names->old_data))
        is_lost |= file_publish(names->old_data, names->target, true, NULL) != WS_OK;
    else if (has_new)
        is_lost |= file_publish(names->target, names->data, false, NULL) != WS_OK;
    if (file_kind(names->old_text))
        is_lost |= file_publish(names->old_text, names->evidence, false, NULL) != WS_OK;
    if (is_lost)
        error_prefix(err, "%s is left without %s", names->target, names->evidence);
}

/* Data first. An old run file goes before them, so that at no moment one lies
 * beside data it does not speak of. */
static enum ws_status publish_pair(const struct names *names, bool overwrite, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    /* Where links are unknown only the very last step cannot be undone. */
    bool is_kept = overwrite && !link(names->target, names->old_data);
    (void)is_kept;
    if (overwrite && file_kind(names->evidence))
        st = file_publish(names->evidence, names->old_text, false, err);
    if (st)
        return st;
    st = file_publish(names->data, names->target, overwrite, err);
    bool has_new = !st;
    if (!st)
        st = file_publish(names->text, names->evidence, overwrite, err);
    if (st)
        unpublish(names, has_new, err);
    return st;
}

enum ws_status write_ask(const struct writer *writer, struct ws_error *err)
{
    const struct write_plan *plan = writer->plan;
    if (!plan->may_go_on || plan->may_go_on(plan->asked))
        return WS_OK;
    return error_set(err, WS_CANCELLED, "stopped while writing; nothing was written");
}

static enum ws_status write_all(struct writer *writer, const struct layer *layers,
                                uint32_t layer_count, struct ws_error *err)
{
    struct names names = {0};
    const struct write_plan *plan = writer->plan;
    enum ws_status st = write_ask(writer, err);
    if (!st)
        st = make_names(&names, writer, err);
    writer->folder = names.data;
    if (!st)
        st = writer->format->is_folder ? write_folder(writer, layers, layer_count, err)
                                       : write_gpkg(writer, names.data, layers, layer_count, err);
    if (!st)
        st = write_text(writer, names.text, plan->evidence, err);
    if (!st)
        st = write_ask(writer, err);
    int lock = st ? -1 : file_folder_lock(names.target);
    if (!st && plan->publish_beside)
        st = plan->publish_beside(plan->beside, err);
    if (!st)
        st = writer->format->is_folder
                 ? file_publish(names.data, names.target, plan->overwrite, err)
                 : publish_pair(&names, plan->overwrite, err);
    file_folder_unlock(lock);
    file_aside_remove(names.aside);
    mem_free(names.old_text);
    mem_free(names.old_data);
    mem_free(names.text);
    mem_free(names.data);
    mem_free(names.aside);
    mem_free(names.evidence);
    mem_free(names.target);
    return st;
}

/* Layer names become files and tables. */
static bool has_plain_names(const struct layer *layers, uint32_t layer_count)
{
    for (uint32_t i = 0; i < layer_count; i++) {
        const char *name = layers[i].name;
        if (!*name || strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") != strlen(name))
            return false;
    }
    return true;
}

enum ws_status io_write(const struct io *io, const struct layer *layers, uint32_t layer_count,
                        const struct write_plan *plan, struct ws_error *err)
{
    assert(io && layers && layer_count && plan && plan->evidence);
    if (!has_plain_names(layers, layer_count))
        return error_set(err, WS_BAD_OPTION, "a layer has a name that is not plain lower case");
    struct writer writer = {.plan = plan};
    writer.inputs = io_inputs(io, &writer.input_count);
    struct settings settings;
    enum ws_status st = io_write_check(io, plan, err);
    if (!st)
        st = write_find_format(&writer.format, plan, err);
    if (st)
        return st;

    change_settings(&settings);
    CPLPushErrorHandlerEx(keep_first, &writer.errors);
    if (has_shapes(layers, layer_count))
        st = choose_crs(&writer, io, err);
    if (!st)
        st = write_all(&writer, layers, layer_count, err);
    OCTDestroyCoordinateTransformation(writer.to_out);
    OSRDestroySpatialReference(writer.srs);
    CPLPopErrorHandler();
    restore_settings(&settings);
    return st;
}
