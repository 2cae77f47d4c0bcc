#include "make-case-pbf.h"

#include <cpl_conv.h>
#include <cpl_vsi.h>
#include <math.h>
#include <ogr_srs_api.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PER_BLOCK = 8000, CLASSES = 3, VARINT_BYTES = 10 };

/* A message in the making. */
struct buffer {
    unsigned char *bytes;
    size_t count, cap;
    bool has_no_memory;
};

static void put_bytes(struct buffer *out, const void *bytes, size_t count)
{
    if (out->count + count > out->cap) {
        size_t cap = 2 * (out->count + count) + 1024;
        unsigned char *grown = realloc(out->bytes, cap);
        if (!grown) {
            out->has_no_memory = true;
            return;
        }
        out->bytes = grown;
        out->cap = cap;
    }
    if (count)
        memcpy(out->bytes + out->count, bytes, count);
    out->count += count;
}

static void put_number(struct buffer *out, uint64_t value)
{
    unsigned char bytes[VARINT_BYTES];
    size_t count = 0;
    do {
        bytes[count] = (unsigned char)(value & 127);
        value >>= 7;
        if (value)
            bytes[count] |= 128;
        count++;
    } while (value);
    put_bytes(out, bytes, count);
}

/* Numbers of either sign, as the step from the one before. */
static void put_step(struct buffer *out, int64_t *last, int64_t value)
{
    int64_t step = value - *last;
    *last = value;
    put_number(out, step < 0 ? ((uint64_t)-step << 1) - 1 : (uint64_t)step << 1);
}

/* A field with a length: text, a message, packed numbers. */
static void put_field(struct buffer *out, uint32_t field, const void *bytes, size_t count)
{
    put_number(out, field << 3 | 2);
    put_number(out, count);
    put_bytes(out, bytes, count);
}

static void put_message(struct buffer *out, uint32_t field, struct buffer *message)
{
    put_field(out, field, message->bytes, message->count);
    out->has_no_memory |= message->has_no_memory;
    message->count = 0;
}

/* Compresses a block and writes it with its header. */
static bool write_block(FILE *file, const char *type, struct buffer *block)
{
    struct buffer blob = {0}, header = {0};
    size_t size;
    void *packed = CPLZLibDeflate(block->bytes, block->count, -1, NULL, 0, &size);
    put_number(&blob, 2 << 3); /* the size when unpacked */
    put_number(&blob, block->count);
    put_field(&blob, 3, packed, packed ? size : 0);
    put_field(&header, 1, type, strlen(type));
    put_number(&header, 3 << 3);
    put_number(&header, blob.count);
    unsigned char length[4] = {0, 0, (unsigned char)(header.count >> 8),
                               (unsigned char)(header.count & 255)};
    bool is_written = packed && !block->has_no_memory && !blob.has_no_memory &&
                      fwrite(length, 1, 4, file) == 4 &&
                      fwrite(header.bytes, 1, header.count, file) == header.count &&
                      fwrite(blob.bytes, 1, blob.count, file) == blob.count;
    VSIFree(packed);
    free(blob.bytes);
    free(header.bytes);
    block->count = 0;
    return is_written;
}

static bool write_header(FILE *file, struct buffer *block)
{
    static const char *const features[] = {"OsmSchema-V0.6", "DenseNodes"};
    for (int i = 0; i < 2; i++)
        put_field(block, 4, features[i], strlen(features[i]));
    return write_block(file, "OSMHeader", block);
}

/* Text 0 is empty, 1 the key, the classes follow. */
static void put_texts(struct buffer *block, struct buffer *scratch, const char *const *classes)
{
    put_field(scratch, 1, "", 0);
    put_field(scratch, 1, "highway", 7);
    for (int i = 0; i < CLASSES; i++)
        put_field(scratch, 1, classes[i], strlen(classes[i]));
    put_message(block, 1, scratch);
}

struct writer {
    FILE *file;
    const struct roadlike *roads;
    const char *const *classes;
    double *lon_deg, *lat_deg;
    struct buffer block, group, item, part;
};

/* Three columns of steps; ids count from 1. */
static bool write_nodes(struct writer *writer, uint32_t first, uint32_t end)
{
    const double *columns[3] = {NULL, writer->lat_deg, writer->lon_deg};
    static const uint32_t fields[3] = {1, 8, 9};
    put_texts(&writer->block, &writer->part, writer->classes);
    for (int c = 0; c < 3; c++) {
        int64_t last = 0;
        for (uint32_t n = first; n < end; n++)
            put_step(&writer->part, &last, columns[c] ? llround(columns[c][n] * 1e7) : n + 1);
        put_message(&writer->item, fields[c], &writer->part);
    }
    put_message(&writer->group, 2, &writer->item);
    put_message(&writer->block, 2, &writer->group);
    return write_block(writer->file, "OSMData", &writer->block);
}

static bool write_ways(struct writer *writer, uint32_t first, uint32_t end)
{
    const struct roadlike *roads = writer->roads;
    put_texts(&writer->block, &writer->part, writer->classes);
    for (uint32_t e = first; e < end; e++) {
        unsigned char key = 1, value = (unsigned char)(2 + roads->kind[e]);
        int64_t last = 0;
        put_number(&writer->item, 1 << 3);
        put_number(&writer->item, (uint64_t)e + 1);
        put_field(&writer->item, 2, &key, 1);
        put_field(&writer->item, 3, &value, 1);
        put_step(&writer->part, &last, (int64_t)roads->from[e] + 1);
        put_step(&writer->part, &last, (int64_t)roads->to[e] + 1);
        put_message(&writer->item, 8, &writer->part);
        put_message(&writer->group, 3, &writer->item);
    }
    put_message(&writer->block, 2, &writer->group);
    return write_block(writer->file, "OSMData", &writer->block);
}

static bool write_all(struct writer *writer)
{
    const struct roadlike *roads = writer->roads;
    bool is_written = write_header(writer->file, &writer->block);
    for (uint32_t n = 0; is_written && n < roads->node_count; n += PER_BLOCK)
        is_written = write_nodes(
            writer, n, n + PER_BLOCK < roads->node_count ? n + PER_BLOCK : roads->node_count);
    for (uint32_t e = 0; is_written && e < roads->edge_count; e += PER_BLOCK)
        is_written = write_ways(
            writer, e, e + PER_BLOCK < roads->edge_count ? e + PER_BLOCK : roads->edge_count);
    return is_written;
}

/* SWEREF 99 TM to degrees, in place. */
static bool to_degrees(double *x, double *y, uint32_t count)
{
    OGRSpatialReferenceH plane = OSRNewSpatialReference(NULL), earth = OSRNewSpatialReference(NULL);
    bool is_done = OSRImportFromEPSG(plane, 3006) == OGRERR_NONE &&
                   OSRImportFromEPSG(earth, 4326) == OGRERR_NONE;
    OSRSetAxisMappingStrategy(plane, OAMS_TRADITIONAL_GIS_ORDER);
    OSRSetAxisMappingStrategy(earth, OAMS_TRADITIONAL_GIS_ORDER);
    OGRCoordinateTransformationH way =
        is_done ? OCTNewCoordinateTransformation(plane, earth) : NULL;
    is_done = way && OCTTransform(way, (int)count, x, y, NULL);
    OCTDestroyCoordinateTransformation(way);
    OSRRelease(plane);
    OSRRelease(earth);
    return is_done;
}

int make_pbf(const char *path, const struct roadlike *roads, const char *const *classes,
             double left_m, double low_m)
{
    struct writer writer = {.file = fopen(path, "wb"), .roads = roads, .classes = classes};
    writer.lon_deg = malloc(roads->node_count * sizeof *writer.lon_deg);
    writer.lat_deg = malloc(roads->node_count * sizeof *writer.lat_deg);
    bool is_written = writer.file && writer.lon_deg && writer.lat_deg;
    for (uint32_t n = 0; is_written && n < roads->node_count; n++) {
        writer.lon_deg[n] = left_m + roads->x_m[n];
        writer.lat_deg[n] = low_m + roads->y_m[n];
    }
    is_written = is_written && to_degrees(writer.lon_deg, writer.lat_deg, roads->node_count) &&
                 write_all(&writer);
    if (writer.file && fclose(writer.file))
        is_written = false;
    free(writer.lon_deg);
    free(writer.lat_deg);
    free(writer.block.bytes);
    free(writer.group.bytes);
    free(writer.item.bytes);
    free(writer.part.bytes);
    return is_written ? 0 : -1;
}
