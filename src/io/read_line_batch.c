/* Lines of many features measured at once: the library is read by one thread, what
 * it gave is measured by all. Rows are then read one by one, in the order of the
 * layer, and find their line measured; a line with anything odd about it is left
 * to them, so every word is said where it always is. */
#include "io/read_lines.h"

#include "base/parallel.h"

#include <cpl_error.h>
#include <string.h>

#define BATCH 4096u /* features */
#define CHUNK 256u
#define BATCH_NUMBERS ((size_t)1 << 20)
#define MOST_VERTICES (1 << 16) /* longer lines are left to their row */

/* Handles of one worker: the library's are for one thread at a time. */
struct batch_worker {
    struct crs crs;
    OGRCoordinateTransformationH to_degrees;
};

static bool copy_way(OGRCoordinateTransformationH *out, OGRCoordinateTransformationH way)
{
    *out = way ? OCTClone(way) : NULL;
    return !way || *out;
}

void batch_open(struct line_batch *batch)
{
    if (batch->threads < 2)
        return;
    batch->features = mem_array(BATCH, sizeof *batch->features);
    batch->lines = mem_array(BATCH, sizeof *batch->lines);
    batch->workers = mem_array(batch->threads, sizeof *batch->workers);
    bool is_ready = batch->features && batch->lines && batch->workers;
    batch->worker_count = batch->threads;
    for (uint32_t w = 0; is_ready && w < batch->threads; w++) {
        struct batch_worker *worker = &batch->workers[w];
        worker->crs = batch->in->crs;
        bool has_ways = copy_way(&worker->crs.to_working, batch->in->crs.to_working);
        is_ready = copy_way(&worker->to_degrees, batch->buffer->to_degrees) && has_ways;
    }
    if (!is_ready)
        batch->threads = 1;
}

void batch_close(struct line_batch *batch)
{
    batch->buffer->ahead = (struct line_ahead){0};
    for (; batch->next < batch->count; batch->next++)
        OGR_F_Destroy(batch->features[batch->next]);
    for (uint32_t w = 0; batch->workers && w < batch->worker_count; w++) {
        OCTDestroyCoordinateTransformation(batch->workers[w].crs.to_working);
        OCTDestroyCoordinateTransformation(batch->workers[w].to_degrees);
    }
    mem_free(batch->features);
    mem_free(batch->lines);
    mem_free(batch->workers);
    mem_free(batch->numbers);
}

/* The one line of a feature, or NULL. */
static OGRGeometryH single_line(OGRFeatureH feature)
{
    OGRGeometryH shape = OGR_F_GetGeometryRef(feature);
    OGRwkbGeometryType type = shape ? wkbFlatten(OGR_G_GetGeometryType(shape)) : wkbNone;
    if (type == wkbMultiLineString && OGR_G_GetGeometryCount(shape) == 1) {
        shape = OGR_G_GetGeometryRef(shape, 0);
        type = wkbLineString;
    }
    return type == wkbLineString ? shape : NULL;
}

/* Finds room for the line of a feature; *used grows by its numbers. */
static void plan_line(struct line_batch *batch, uint32_t place, size_t *used)
{
    struct batch_line *line = &batch->lines[place];
    OGRFeatureH feature = batch->features[place];
    *line = (struct batch_line){.first = *used};
    if (batch->is_wanted && !batch->is_wanted(batch->reader, feature))
        return;
    OGRGeometryH shape = single_line(feature);
    int count = shape ? OGR_G_GetPointCount(shape) : 0;
    if (count < 2 || count > MOST_VERTICES)
        return;
    line->shape = shape;
    line->count = count;
    *used += LINE_ROOM * (size_t)count;
}

static bool measure_line(struct line_batch *batch, const struct batch_line *line,
                         const struct batch_worker *worker)
{
    struct line_room room;
    size_t count = (size_t)line->count;
    const char *why;
    line_lay_room(&room, batch->numbers + line->first, count);
    OGR_G_GetPoints(line->shape, room.x, sizeof *room.x, room.y, sizeof *room.y, NULL, 0);
    for (size_t i = 0; i < count; i++)
        if (line_is_origin(room.x[i], room.y[i]))
            return false;
    return line_measure(&room, count, &worker->crs, batch->buffer, worker->to_degrees, &why);
}

static enum ws_status measure_chunk(void *context, uint32_t chunk, uint32_t worker,
                                    struct ws_error *err)
{
    struct line_batch *batch = context;
    uint32_t end = (chunk + 1) * CHUNK < batch->count ? (chunk + 1) * CHUNK : batch->count;
    (void)err;
    CPLPushErrorHandler(CPLQuietErrorHandler); /* whoever reads the row hears it again */
    for (uint32_t i = chunk * CHUNK; i < end; i++)
        if (batch->lines[i].shape)
            batch->lines[i].is_good =
                measure_line(batch, &batch->lines[i], &batch->workers[worker]);
    CPLPopErrorHandler();
    return WS_OK;
}

static void fill(struct line_batch *batch)
{
    size_t used = 0;
    batch->count = batch->next = 0;
    while (batch->count < BATCH && used < BATCH_NUMBERS) {
        OGRFeatureH feature = input_next(batch->in);
        if (!feature)
            break;
        batch->features[batch->count] = feature;
        plan_line(batch, batch->count++, &used);
    }
    batch->is_over = batch->count < BATCH && used < BATCH_NUMBERS;
    bool has_room = !mem_grow(&batch->numbers, &batch->number_cap, used, sizeof *batch->numbers);
    if (!has_room || parallel_for((batch->count + CHUNK - 1) / CHUNK, batch->threads, measure_chunk,
                                  batch, NULL))
        for (uint32_t i = 0; i < batch->count; i++) /* left to the rows */
            batch->lines[i].is_good = false;
}

OGRFeatureH batch_next(struct line_batch *batch)
{
    struct line_ahead *ahead = &batch->buffer->ahead;
    *ahead = (struct line_ahead){0};
    if (batch->threads < 2)
        return input_next(batch->in);
    if (batch->next == batch->count && !batch->is_over)
        fill(batch);
    if (batch->next == batch->count)
        return NULL;
    const struct batch_line *line = &batch->lines[batch->next];
    if (line->is_good) {
        ahead->shape = line->shape;
        ahead->count = line->count;
        line_lay_room(&ahead->room, batch->numbers + line->first, (size_t)line->count);
    }
    return batch->features[batch->next++];
}
