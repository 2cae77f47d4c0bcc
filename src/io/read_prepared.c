/* What a prepared network needs of this room: a line among the inputs, and a
 * working CRS when there are only roads. */
#include "io/read.h"

#include <math.h>
#include <string.h>

/* Starts a line; its checksum is still to come. */
static enum ws_status note(struct ws_input **out, struct io *io, const struct ws_source *source,
                           enum ws_role role, uint64_t rows, struct ws_error *err)
{
    if (mem_grow(&io->inputs, &io->input_cap, io->input_count + 1, sizeof *io->inputs))
        return error_set(err, WS_NO_MEMORY, "no memory for %zu inputs", io->input_count + 1);
    struct ws_input *record = &io->inputs[io->input_count++];
    *record = (struct ws_input){
        .role = role, .accuracy_m = nan(""), .rows_read = rows, .rows_used = rows};
    text_copy(record->path, sizeof record->path, source->given[0] ? source->given : source->path);
    text_copy(record->licence, sizeof record->licence, source->licence);
    *out = record;
    return WS_OK;
}

enum ws_status io_note_file(struct io *io, const struct ws_source *source, enum ws_role role,
                            uint64_t rows, struct ws_error *err)
{
    struct ws_input *record = NULL;
    enum ws_status st = note(&record, io, source, role, rows, err);
    return st ? st : checksum_file(source->path, record->sha256, err);
}

enum ws_status io_note_prepared(struct io *io, const struct ws_source *source, const char *sha256,
                                uint64_t edges, struct ws_error *err)
{
    struct ws_input *record = NULL;
    enum ws_status st = note(&record, io, source, WS_ROLE_ROADS, edges, err);
    if (st)
        return st;
    record->accuracy_m = 0.0;
    text_copy(record->sha256, sizeof record->sha256, sha256);
    text_copy(record->crs, sizeof record->crs, io->working_name);
    return WS_OK;
}

/* ---- a layer opened ahead ---------------------------------------------------------- */

enum ws_status input_keep(struct input *in, struct ws_error *err)
{
    struct input *kept = mem_array(1, sizeof *kept);
    if (!kept)
        return error_set(err, WS_NO_MEMORY, "no memory to keep %s open", in->file);
    *kept = *in;
    source_end(in->io);
    in->io->ahead = kept;
    *in = (struct input){0};
    return WS_OK;
}

bool input_take_kept(struct input *in)
{
    struct input *kept = in->io->ahead;
    if (!kept || kept->source != in->source || kept->role != in->role)
        return false;
    in->format = kept->format;
    memcpy(in->path, kept->path, sizeof in->path);
    memcpy(in->marks, kept->marks, sizeof in->marks);
    memcpy(in->sha256, kept->sha256, sizeof in->sha256);
    in->deleted_count = kept->deleted_count;
    in->need = kept->need;
    in->dataset = kept->dataset;
    in->layer = kept->layer;
    in->pending = kept->pending;
    crs_release(&kept->crs);
    mem_free(kept->scratch);
    mem_free(kept);
    in->io->ahead = NULL;
    return true;
}

static void close_either(struct input *in)
{
    if (in->io && osm_is_extract(in->source))
        osm_close(in);
    else
        input_close(in);
}

void input_drop_kept(struct io *io)
{
    if (!io->ahead)
        return;
    source_begin(io);
    close_either(io->ahead);
    mem_free(io->ahead);
    io->ahead = NULL;
}

/* ---- a working CRS for roads alone --------------------------------------------------- */

/* A vertex of the first line that has one. When that is the first feature and
 * nothing is left out, it waits for the reader: to come to it again, a library
 * would read all nodes of an extract again. */
static bool first_vertex(struct input *in, double xy[2])
{
    bool is_found = false;
    uint64_t count = 0;
    for (OGRFeatureH feature; !is_found && (feature = input_next(in)); count++) {
        OGRGeometryH shape = OGR_F_GetGeometryRef(feature);
        while (shape && OGR_G_GetGeometryCount(shape) > 0)
            shape = OGR_G_GetGeometryRef(shape, 0);
        is_found = shape && OGR_G_GetPointCount(shape) > 0;
        if (is_found) {
            xy[0] = OGR_G_GetX(shape, 0);
            xy[1] = OGR_G_GetY(shape, 0);
        }
        if (is_found && !count && in->format == FORMAT_OSM && !in->source->where[0])
            in->pending = feature;
        else
            OGR_F_Destroy(feature);
    }
    return is_found;
}

static enum ws_status choose(struct input *in, struct ws_error *err)
{
    double xy[2];
    if (!first_vertex(in, xy) || !isfinite(xy[0]) || !isfinite(xy[1]))
        return input_fail(in, WS_BAD_DATA, err, "no line with a place to choose a working CRS by");
    if (!in->pending)
        OGR_L_ResetReading(in->layer);
    const struct box box = {xy[0], xy[1], xy[0], xy[1]};
    return crs_choose_working(in, &box, err);
}

enum ws_status io_assume_crs(struct io *io, const struct ws_source *source, struct ws_error *err)
{
    struct input in = {0};
    size_t first_note = io->warnings->count;
    enum ws_status st;
    if (osm_is_extract(source)) {
        st = osm_open(&in, io, source, err);
    } else {
        st = input_open(&in, io, source, WS_ROLE_ROADS, true, err);
        if (!st)
            st = crs_of_layer(&in, OGR_L_GetSpatialRef(in.layer), err);
    }
    if (!st)
        st = choose(&in, err);
    /* The layer's reader tells all of it again, in its own place. */
    if (!st) {
        io->input_count--;
        warnings_cut(io->warnings, first_note);
    }
    if (!st && !in.is_table)
        st = input_keep(&in, err);
    close_either(&in);
    return st;
}
