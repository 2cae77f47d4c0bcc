/* Files cut at many places: each cut is refused, and no file is ever changed. */
#include "io/read_fixture.h"

#include "base/checksum.h"
#include "base/file.h"
#include "io/source.h"

#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#define SHAPE_WKT                                                                                  \
    "POLYGON((500000 6600000,510000 6600000,510000 6610000,500000 6610000,500000 6600000))"

static const struct row {
    const char *name, *driver, *file, *cut; /* cut: the file that is cut, of several */
    size_t step;
} ROWS[] = {
    {"geopackage", "GPKG", "a.gpkg", "a.gpkg", 4096 - 511},
    {"flatgeobuf", "FlatGeobuf", "a.fgb", "a.fgb", 1},
    {"geojson", "GeoJSON", "a.geojson", "a.geojson", 1},
    {"shapefile", "ESRI Shapefile", "a.shp", "a.shp", 1},
    {"shapefile_index", "ESRI Shapefile", "a.shp", "a.shx", 1},
    {"shapefile_table", "ESRI Shapefile", "a.shp", "a.dbf", 1},
    {"workbook", "XLSX", "a.xlsx", "a.xlsx", 1},
};

static void write_rows(const char *driver, const char *path)
{
    GDALAllRegister();
    GDALDatasetH dataset =
        GDALCreate(GDALGetDriverByName(driver), path, 0, 0, 0, GDT_Unknown, NULL);
    assert_non_null(dataset);
    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    OSRImportFromEPSG(srs, 3006);
    bool is_sheet = strcmp(driver, "XLSX") == 0;
    OGRLayerH layer = GDALDatasetCreateLayer(dataset, "a", is_sheet ? NULL : srs,
                                             is_sheet ? wkbNone : wkbPolygon, NULL);
    OSRRelease(srs);
    OGRFieldDefnH field = OGR_Fld_Create("kod", OFTString);
    assert_int_equal(OGR_L_CreateField(layer, field, 1), OGRERR_NONE);
    OGR_Fld_Destroy(field);
    for (int i = 0; i < 3; i++) {
        char wkt[] = SHAPE_WKT, *text = wkt, code[8];
        OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
        OGRGeometryH geometry = NULL;
        snprintf(code, sizeof code, "011%d", i);
        OGR_F_SetFieldString(feature, 0, code);
        assert_int_equal(OGR_G_CreateFromWkt(&text, NULL, &geometry), OGRERR_NONE);
        if (is_sheet)
            OGR_G_DestroyGeometry(geometry);
        else
            OGR_F_SetGeometryDirectly(feature, geometry);
        assert_int_equal(OGR_L_CreateFeature(layer, feature), OGRERR_NONE);
        OGR_F_Destroy(feature);
    }
    GDALClose(dataset);
}

static size_t read_bytes(char **out, const char *path)
{
    struct file_map map = {0};
    assert_int_equal(file_map_open(&map, path, NULL), WS_OK);
    size_t size = map.size;
    *out = malloc(size);
    assert_non_null(*out);
    memcpy(*out, map.bytes, size);
    file_map_close(&map);
    return size;
}

static void put(const char *path, const char *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static enum ws_status read_it(struct fixture *fix, const struct ws_source *source)
{
    struct zones zones = {0};
    enum ws_status st = io_read_zones(&zones, fix->io, source, WS_ROLE_MUNICIPALITIES, &fix->err);
    zones_release(&zones);
    return st;
}

static void test_cut(void **state)
{
    const struct row *row = *state;
    struct fixture fix;
    char *bytes, before[CHECKSUM_HEX], after[CHECKSUM_HEX];
    fixture_open(&fix);
    struct ws_source source = source_of(fixture_path(&fix, row->file));
    write_rows(row->driver, source.path);
    const char *cut = strcmp(row->cut, row->file) ? fixture_path(&fix, row->cut) : source.path;
    if (strcmp(row->driver, "ESRI Shapefile") == 0) {
        fixture_path(&fix, "a.shx");
        fixture_path(&fix, "a.dbf");
        fixture_path(&fix, "a.prj");
        fixture_path(&fix, "a.cpg");
    }
    size_t size = read_bytes(&bytes, cut), refused = 0;
    /* The last byte of a table says only that it ends, and a text may end without
     * its line's end. */
    size_t most =
        strcmp(row->cut, "a.dbf") == 0 || strcmp(row->driver, "GeoJSON") == 0 ? size - 1 : size;
    for (size_t left = 0; left < most; left += row->step) {
        put(cut, bytes, left);
        assert_int_equal(checksum_file(cut, before, &fix.err), WS_OK);
        if (read_it(&fix, &source) == WS_OK)
            fail_msg("%zu of %zu bytes are read as if they were all", left, size);
        assert_int_equal(fix.err.status, WS_BAD_DATA);
        assert_says(&fix, row->file);
        assert_int_equal(checksum_file(cut, after, &fix.err), WS_OK);
        assert_string_equal(before, after);
        refused++;
    }
    assert_true(refused > 10);
    free(bytes);
    fixture_close(&fix);
}

static const struct kind_row {
    const char *name, *file, *bytes;
    size_t size;
    enum source_format format;
} KINDS[] = {
    {"kind_of_json", "a.shapes", " {\"type\":1}", 11, FORMAT_JSON},
    {"kind_of_text", "a.dat", "a;b\n1;2\n", 8, FORMAT_TEXT},
    {"kind_of_one_line", "a.dat", "a;b;c", 5, FORMAT_OTHER},
    {"kind_of_a_table_of_one_line", "a.csv", "a;b;c", 5, FORMAT_TEXT},
    {"kind_of_nothing", "a.csv", "", 0, FORMAT_EMPTY},
    {"kind_of_xml", "a.csv", "<?xml?><kml/>", 13, FORMAT_OTHER},
    {"kind_of_utf16", "a.csv",
     "\xff\xfe"
     "a\0",
     4, FORMAT_TEXT},
    {"kind_of_bytes", "a.gpkg", "\1\2\0\3\4", 5, FORMAT_OTHER},
    {"kind_of_database", "a.gpkg", "SQLite format 3", 15, FORMAT_OTHER},
    {"kind_of_zip", "a.gpkg", "PK\3\4", 4, FORMAT_ZIP},
    {"kind_of_raster", "a.gpkg", "II*\0", 4, FORMAT_TIFF},
};

static void test_kind(void **state)
{
    const struct kind_row *row = *state;
    struct fixture fix;
    fixture_open(&fix);
    struct ws_source source = fixture_file(&fix, row->file, row->bytes, row->size);
    assert_int_equal(source_kind(source.path).format, row->format);
    fixture_close(&fix);
}

int main(void)
{
    enum { ROW_COUNT = sizeof ROWS / sizeof *ROWS, KIND_COUNT = sizeof KINDS / sizeof *KINDS };
    struct CMUnitTest tests[ROW_COUNT + KIND_COUNT];
    size_t count = 0;
    for (size_t i = 0; i < ROW_COUNT; i++)
        tests[count++] = (struct CMUnitTest){ROWS[i].name, test_cut, NULL, NULL, (void *)&ROWS[i]};
    for (size_t i = 0; i < KIND_COUNT; i++)
        tests[count++] =
            (struct CMUnitTest){KINDS[i].name, test_kind, NULL, NULL, (void *)&KINDS[i]};
    return _cmocka_run_group_tests("io_source_whole", tests, count, NULL, NULL);
}
