/* What a prepared network needs of this room: a line among the inputs, and a
 * working CRS when there are only roads. */
#include "io/read.h"

#include "base/checksum.h"

#include <math.h>
#include <string.h>

enum ws_status io_note_file(struct io *io, const struct ws_source *source, enum ws_role role,
                            uint64_t rows, struct ws_error *err)
{
    if (mem_grow(&io->inputs, &io->input_cap, io->input_count + 1, sizeof *io->inputs))
        return error_set(err, WS_NO_MEMORY, "no memory for %zu inputs", io->input_count + 1);
    struct ws_input *record = &io->inputs[io->input_count++];
    *record = (struct ws_input){
        .role = role, .accuracy_m = nan(""), .rows_read = rows, .rows_used = rows};
    text_copy(record->path, sizeof record->path, source->given[0] ? source->given : source->path);
    return checksum_file(source->path, record->sha256, err);
}

enum ws_status io_note_prepared(struct io *io, const struct ws_source *source, uint64_t edges,
                                struct ws_error *err)
{
    enum ws_status st = io_note_file(io, source, WS_ROLE_ROADS, edges, err);
    if (st)
        return st;
    struct ws_input *record = &io->inputs[io->input_count - 1];
    record->accuracy_m = 0.0;
    text_copy(record->crs, sizeof record->crs, io->working_name);
    return WS_OK;
}

/* A vertex of the first line that has one. */
static bool first_vertex(struct input *in, double xy[2])
{
    bool is_found = false;
    for (OGRFeatureH feature; !is_found && (feature = input_next(in)); OGR_F_Destroy(feature)) {
        OGRGeometryH shape = OGR_F_GetGeometryRef(feature);
        while (shape && OGR_G_GetGeometryCount(shape) > 0)
            shape = OGR_G_GetGeometryRef(shape, 0);
        is_found = shape && OGR_G_GetPointCount(shape) > 0;
        if (is_found) {
            xy[0] = OGR_G_GetX(shape, 0);
            xy[1] = OGR_G_GetY(shape, 0);
        }
    }
    return is_found;
}

static enum ws_status choose(struct input *in, struct ws_error *err)
{
    double xy[2];
    if (!first_vertex(in, xy) || !isfinite(xy[0]) || !isfinite(xy[1]))
        return input_fail(in, WS_BAD_DATA, err, "no line with a place to choose a working CRS by");
    const struct box box = {xy[0], xy[1], xy[0], xy[1]};
    return crs_choose_working(in, &box, err);
}

enum ws_status io_assume_crs(struct io *io, const struct ws_source *source, struct ws_error *err)
{
    struct input in = {0};
    size_t first_note = io->warnings->count;
    enum ws_status st;
    bool is_extract = osm_is_extract(source);
    if (is_extract) {
        st = osm_open(&in, io, source, err);
    } else {
        st = input_open(&in, io, source, WS_ROLE_ROADS, true, err);
        if (!st)
            st = crs_of_layer(&in, OGR_L_GetSpatialRef(in.layer), err);
    }
    if (!st)
        st = choose(&in, err);
    if (is_extract)
        osm_close(&in);
    else
        input_close(&in);
    /* The roads are read again for their lines, and told then. */
    if (!st) {
        io->input_count--;
        warnings_cut(io->warnings, first_note);
    }
    return st;
}
