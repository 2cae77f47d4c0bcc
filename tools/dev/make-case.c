/* make-case FOLDER NODES [SEED]: a seeded case of any size as files.
 *
 * vagar.gpkg (one line per road between two nodes, 3.6 M at 3 M nodes),
 * vagar.osm.pbf (the same as an OpenStreetMap extract), kommuner.gpkg (290 rectangles),
 * rutnat_1km.gpkg (populated cells, 115,000 at 3 M nodes), kontor.csv (170 offices of five
 * providers). SWEREF 99 TM. The same count and seed give the same files. Nothing in it is real. */
#include "make-case-pbf.h"
#include "roadlike.h"

#include <gdal.h>
#include <inttypes.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LEFT_M = 265000, LOW_M = 6120000, COLS = 10, ROWS = 29, OFFICES = 170, CELL_M = 1000 };

/* By kind of road. */
static const char *const classes[] = {"residential", "tertiary", "primary"};

static void stop(const char *what)
{
    fprintf(stderr, "make-case: %s\n", what);
    exit(1);
}

struct out {
    GDALDatasetH dataset;
    OGRLayerH layer;
};

static struct out open_layer(const char *folder, const char *name, OGRwkbGeometryType type)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s.gpkg", folder, name);
    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    GDALDriverH driver = GDALGetDriverByName("GPKG");
    struct out out = {.dataset = GDALCreate(driver, path, 0, 0, 0, GDT_Unknown, NULL)};
    if (!out.dataset || OSRImportFromEPSG(srs, 3006))
        stop(path);
    out.layer = GDALDatasetCreateLayer(out.dataset, name, srs, type, NULL);
    OSRRelease(srs);
    if (!out.layer || GDALDatasetStartTransaction(out.dataset, FALSE))
        stop(path);
    return out;
}

static void add_field(const struct out *out, const char *name, OGRFieldType type)
{
    OGRFieldDefnH field = OGR_Fld_Create(name, type);
    if (OGR_L_CreateField(out->layer, field, TRUE))
        stop(name);
    OGR_Fld_Destroy(field);
}

static void close_layer(struct out *out)
{
    if (GDALDatasetCommitTransaction(out->dataset))
        stop("writing failed");
    GDALClose(out->dataset);
}

static void put(const struct out *out, OGRFeatureH feature, OGRGeometryH shape)
{
    if (OGR_F_SetGeometryDirectly(feature, shape) || OGR_L_CreateFeature(out->layer, feature))
        stop("writing failed");
    OGR_F_Destroy(feature);
}

static OGRGeometryH rectangle(double x_m, double y_m, double width_m, double height_m)
{
    OGRGeometryH ring = OGR_G_CreateGeometry(wkbLinearRing);
    OGRGeometryH area = OGR_G_CreateGeometry(wkbPolygon);
    for (int i = 0; i < 5; i++)
        OGR_G_AddPoint_2D(ring, x_m + (i == 1 || i == 2 ? width_m : 0.0),
                          y_m + (i == 2 || i == 3 ? height_m : 0.0));
    OGR_G_AddGeometryDirectly(area, ring);
    return area;
}

static void write_roads(const char *folder, const struct roadlike *roads)
{
    struct out out = open_layer(folder, "vagar", wkbLineString);
    add_field(&out, "highway", OFTString);
    for (uint32_t e = 0; e < roads->edge_count; e++) {
        OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(out.layer));
        OGRGeometryH line = OGR_G_CreateGeometry(wkbLineString);
        OGR_F_SetFieldString(feature, 0, classes[roads->kind[e]]);
        OGR_G_AddPoint_2D(line, LEFT_M + roads->x_m[roads->from[e]],
                          LOW_M + roads->y_m[roads->from[e]]);
        OGR_G_AddPoint_2D(line, LEFT_M + roads->x_m[roads->to[e]],
                          LOW_M + roads->y_m[roads->to[e]]);
        put(&out, feature, line);
    }
    close_layer(&out);
}

/* Rectangles that hold every node and a rim of 10 km. */
static void write_zones(const char *folder, const struct roadlike *roads)
{
    static const char *const counties[] = {"01", "03", "04", "05", "06", "07", "08",
                                           "09", "10", "12", "13", "14", "17", "18",
                                           "19", "20", "21", "22", "23", "24", "25"};
    struct out out = open_layer(folder, "kommuner", wkbPolygon);
    add_field(&out, "kommunkod", OFTString);
    add_field(&out, "kommunnamn", OFTString);
    double width_m = (roads->width_m + 20000.0) / COLS,
           height_m = (roads->height_m + 20000.0) / ROWS;
    for (int i = 0; i < COLS * ROWS; i++) {
        OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(out.layer));
        char code[16], name[32];
        snprintf(code, sizeof code, "%s%02d", counties[i / 14], 1 + i % 14);
        snprintf(name, sizeof name, "Kommun %03d", i + 1);
        OGR_F_SetFieldString(feature, 0, code);
        OGR_F_SetFieldString(feature, 1, name);
        put(&out, feature,
            rectangle(LEFT_M - 10000.0 + i % COLS * width_m, LOW_M - 10000.0 + i / COLS * height_m,
                      width_m, height_m));
    }
    close_layer(&out);
}

/* Nodes per kilometre cell, in a grid over the box. */
static uint32_t *count_nodes(const struct roadlike *roads, uint32_t cols, uint32_t rows)
{
    uint32_t *count = calloc((size_t)cols * rows, sizeof *count);
    if (!count)
        stop("no memory");
    for (uint32_t n = 0; n < roads->node_count; n++) {
        int32_t col = (roads->x_m[n] + 20000) / CELL_M, row = (roads->y_m[n] + 20000) / CELL_M;
        if (col >= 0 && row >= 0 && (uint32_t)col < cols && (uint32_t)row < rows)
            count[(size_t)row * cols + (uint32_t)col]++;
    }
    return count;
}

/* Nodes to ranks: a cell with nodes has their number and one more, an empty one
 * beside it 1, others none. */
static void rank_cells(uint32_t *count, uint32_t cols, uint32_t rows)
{
    for (size_t i = 0; i < (size_t)cols * rows; i++)
        count[i] += count[i] > 0;
    for (size_t i = cols; i < (size_t)cols * (rows - 1); i++)
        if (!count[i] &&
            (count[i - 1] > 1 || count[i + 1] > 1 || count[i - cols] > 1 || count[i + cols] > 1))
            count[i] = 1;
}

/* Cells of at least this rank. */
static uint32_t count_cells(const uint32_t *rank, size_t cell_count, uint32_t least)
{
    uint32_t found = 0;
    for (size_t i = 0; i < cell_count; i++)
        found += rank[i] >= least;
    return found;
}

static void put_cell(const struct out *out, int32_t x_m, int32_t y_m, uint32_t rank)
{
    char name[32];
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(out->layer));
    snprintf(name, sizeof name, "%06" PRId32 "%07" PRId32, x_m, y_m);
    OGR_F_SetFieldString(feature, 0, name);
    OGR_F_SetFieldInteger(feature, 1, rank > 1 ? (int)(rank - 1) * 4 : 3);
    put(out, feature, rectangle(x_m, y_m, CELL_M, CELL_M));
}

/* People where the nodes are: the fullest cells, as many as wanted, then empty
 * ones beside them, whose people live off the road. */
static void write_cells(const char *folder, const struct roadlike *roads, uint32_t wanted)
{
    uint32_t cols = (uint32_t)(roads->width_m + 40000) / CELL_M;
    uint32_t rows = (uint32_t)(roads->height_m + 40000) / CELL_M;
    uint32_t *rank = count_nodes(roads, cols, rows), least = 1, number = 0;
    rank_cells(rank, cols, rows);
    size_t cell_count = (size_t)cols * rows;
    while (count_cells(rank, cell_count, least + 1) >= wanted)
        least++;
    /* Of the least full ones as many as there is still room for, from the south. */
    uint32_t room = wanted - count_cells(rank, cell_count, least + 1);
    struct out out = open_layer(folder, "rutnat_1km", wkbPolygon);
    add_field(&out, "rutid", OFTString);
    add_field(&out, "bef_totalt", OFTInteger);
    for (size_t i = 0; i < cell_count; i++) {
        if (rank[i] < least || (rank[i] == least && room == 0))
            continue;
        room -= rank[i] == least;
        put_cell(&out, (int32_t)(i % cols) * CELL_M - 20000 + LEFT_M,
                 (int32_t)(i / cols) * CELL_M - 20000 + LOW_M, rank[i]);
        number++;
    }
    close_layer(&out);
    free(rank);
    fprintf(stderr, "%" PRIu32 " cells\n", number);
}

static void write_extract(const char *folder, const struct roadlike *roads)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/vagar.osm.pbf", folder);
    if (make_pbf(path, roads, classes, LEFT_M, LOW_M))
        stop(path);
}

static void write_offices(const char *folder, const struct roadlike *roads, uint64_t seed)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/kontor.csv", folder);
    FILE *file = fopen(path, "w");
    if (!file)
        stop(path);
    fputs("kontorid,leverantor,easting,northing\n", file);
    for (int i = 0; i < OFFICES; i++) {
        uint32_t node = roadlike_random(&seed, roads->node_count);
        fprintf(file, "k%03d,Leverantor %c,%" PRId32 ",%" PRId32 "\n", i + 1, 'A' + i % 5,
                LEFT_M + roads->x_m[node], LOW_M + roads->y_m[node]);
    }
    if (fclose(file))
        stop(path);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fputs("usage: make-case FOLDER NODES [SEED]\n", stderr);
        return 2;
    }
    struct roadlike roads;
    uint32_t nodes = (uint32_t)strtoul(argv[2], NULL, 10);
    uint64_t seed = argc > 3 ? strtoull(argv[3], NULL, 10) : 1;
    GDALAllRegister();
    if (nodes < 1000 || roadlike_make(&roads, nodes, seed))
        stop("expected a count of 1000 or more, and memory for it");
    write_roads(argv[1], &roads);
    write_extract(argv[1], &roads);
    write_zones(argv[1], &roads);
    write_cells(argv[1], &roads, (uint32_t)(nodes / 26.0));
    write_offices(argv[1], &roads, seed);
    fprintf(stderr, "%" PRIu32 " nodes, %" PRIu32 " roads\n", roads.node_count, roads.edge_count);
    roadlike_free(&roads);
    return 0;
}
