#include "io/read_fixture.h"

#include "base/mem.h"

#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <sys/stat.h>

/* ---- one square in every format --------------------------------------------------------- */

static GDALDatasetH create(const char *driver, const char *path)
{
    GDALAllRegister();
    GDALDatasetH dataset =
        GDALCreate(GDALGetDriverByName(driver), path, 0, 0, 0, GDT_Unknown, NULL);
    assert_non_null(dataset);
    return dataset;
}

static OGRLayerH add_layer(GDALDatasetH dataset, const char *name, int epsg,
                           OGRwkbGeometryType type)
{
    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    OSRImportFromEPSG(srs, epsg);
    OSRSetAxisMappingStrategy(srs, OAMS_TRADITIONAL_GIS_ORDER);
    OGRLayerH layer =
        GDALDatasetCreateLayer(dataset, name, type == wkbNone ? NULL : srs, type, NULL);
    OSRRelease(srs);
    assert_non_null(layer);
    OGRFieldDefnH field = OGR_Fld_Create("kod", OFTString);
    assert_int_equal(OGR_L_CreateField(layer, field, 1), OGRERR_NONE);
    OGR_Fld_Destroy(field);
    return layer;
}

static void add_feature(OGRLayerH layer, const char *code, const char *wkt)
{
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
    OGR_F_SetFieldString(feature, 0, code);
    OGRGeometryH geometry = NULL;
    char copy[1024], *text = copy;
    snprintf(copy, sizeof copy, "%s", wkt);
    if (*wkt) {
        assert_int_equal(OGR_G_CreateFromWkt(&text, NULL, &geometry), OGRERR_NONE);
        OGR_F_SetGeometryDirectly(feature, geometry);
    }
    assert_int_equal(OGR_L_CreateFeature(layer, feature), OGRERR_NONE);
    OGR_F_Destroy(feature);
}

#define SQUARE_WKT                                                                                 \
    "POLYGON((500000 6600000,510000 6600000,510000 6610000,500000 6610000,500000 6600000))"

static const struct format {
    const char *name, *driver, *file;
    OGRwkbGeometryType type;
    const char *wkt;
} FORMATS[] = {
    {"geopackage", "GPKG", "a.gpkg", wkbPolygon, SQUARE_WKT},
    {"flatgeobuf", "FlatGeobuf", "a.fgb", wkbPolygon, SQUARE_WKT},
    {"shapefile", "ESRI Shapefile", "a.shp", wkbPolygon, SQUARE_WKT},
    {"geojson", "GeoJSON", "a.geojson", wkbPolygon,
     "POLYGON((15 59.53,15.17 59.53,15.17 59.62,15 59.62,15 59.53))"},
    {"with_z", "GPKG", "a.gpkg", wkbPolygon25D,
     "POLYGON Z((500000 6600000 1,510000 6600000 1,510000 6610000 1,500000 6600000 1))"},
    {"curves", "GPKG", "a.gpkg", wkbCurvePolygon,
     "CURVEPOLYGON(CIRCULARSTRING(500000 6600000,505000 6605000,510000 6600000,505000 6595000,"
     "500000 6600000))"},
};

static void test_format(void **state)
{
    const struct format *row = *state;
    struct fixture fix;
    struct zones zones = {0};
    fixture_open(&fix);
    struct ws_source source = source_of(fixture_path(&fix, row->file));
    bool is_geojson = strcmp(row->driver, "GeoJSON") == 0;
    GDALDatasetH dataset = create(row->driver, source.path);
    add_feature(add_layer(dataset, "a", is_geojson ? 4326 : 3006, row->type), "0114", row->wkt);
    GDALClose(dataset);
    if (strcmp(row->driver, "ESRI Shapefile") == 0) {
        fixture_path(&fix, "a.shx");
        fixture_path(&fix, "a.dbf");
        fixture_path(&fix, "a.prj");
    }
    assert_status(&fix, io_read_zones(&zones, fix.io, &source, WS_ROLE_MUNICIPALITIES, &fix.err),
                  WS_OK);
    assert_int_equal(zones.count, 1);
    assert_string_equal(zones.code[0], "0114");
    assert_string_equal(io_crs_name(fix.io), "EPSG:3006");
    assert_int_equal(fix.warnings.count, 0);
    zones_release(&zones);
    fixture_close(&fix);
}

/* ---- what is not a layer, and what must not be opened ---------------------------------------- */

static void test_styles_are_no_layer(void **state)
{
    (void)state;
    struct fixture fix;
    struct zones zones = {0};
    fixture_open(&fix);
    struct ws_source source = source_of(fixture_path(&fix, "a.gpkg"));
    GDALDatasetH dataset = create("GPKG", source.path);
    add_feature(add_layer(dataset, "kommuner", 3006, wkbPolygon), "0114", SQUARE_WKT);
    add_feature(add_layer(dataset, "layer_styles", 3006, wkbNone), "style", "");
    GDALClose(dataset);
    assert_status(&fix, io_read_zones(&zones, fix.io, &source, WS_ROLE_MUNICIPALITIES, &fix.err),
                  WS_OK);
    zones_release(&zones);
    fixture_close(&fix);
}

static void test_choice_of_layers(void **state)
{
    (void)state;
    struct fixture fix;
    struct zones zones = {0};
    fixture_open(&fix);
    struct ws_source source = source_of(fixture_path(&fix, "a.gpkg"));
    GDALDatasetH dataset = create("GPKG", source.path);
    add_feature(add_layer(dataset, "one", 3006, wkbPolygon), "0114", SQUARE_WKT);
    add_layer(dataset, "two", 3006, wkbPolygon);
    GDALClose(dataset);
    assert_status(&fix, io_read_zones(&zones, fix.io, &source, WS_ROLE_MUNICIPALITIES, &fix.err),
                  WS_BAD_DATA);
    assert_says(&fix, "one, two; choose with --layer municipalities=NAME");
    strcpy(source.layer, "two");
    assert_status(&fix, io_read_zones(&zones, fix.io, &source, WS_ROLE_MUNICIPALITIES, &fix.err),
                  WS_BAD_DATA);
    assert_says(&fix, "a.gpkg: two: the layer is empty");
    strcpy(source.layer, "three");
    assert_status(&fix, io_read_zones(&zones, fix.io, &source, WS_ROLE_MUNICIPALITIES, &fix.err),
                  WS_NOT_FOUND);
    strcpy(source.layer, "one");
    assert_status(&fix, io_read_zones(&zones, fix.io, &source, WS_ROLE_MUNICIPALITIES, &fix.err),
                  WS_OK);
    zones_release(&zones);
    fixture_close(&fix);
}

static const struct refused {
    const char *name, *file, *text;
    enum ws_status status;
} REFUSED[] = {
    {"virtual_dataset_in_disguise", "a.geojson",
     "<OGRVRTDataSource><OGRVRTLayer name=\"a\"><SrcDataSource>/etc/passwd</SrcDataSource>"
     "</OGRVRTLayer></OGRVRTDataSource>",
     WS_BAD_DATA},
    {"gml", "a.gml", "<gml:FeatureCollection xmlns:gml=\"http://www.opengis.net/gml\"/>",
     WS_BAD_DATA},
    {"kml", "a.kml", "<kml><Document/></kml>", WS_BAD_DATA},
    {"empty_file", "a.gpkg", "", WS_BAD_DATA},
    {"cut_geopackage", "a.gpkg", "SQLite format 3", WS_BAD_DATA},
};

static void test_refused(void **state)
{
    const struct refused *row = *state;
    struct fixture fix;
    struct zones zones = {0};
    fixture_open(&fix);
    struct ws_source source = fixture_text(&fix, row->file, row->text);
    assert_status(&fix, io_read_zones(&zones, fix.io, &source, WS_ROLE_MUNICIPALITIES, &fix.err),
                  row->status);
    assert_says(&fix, row->file);
    fixture_close(&fix);
}

/* A pipe would hang the library for ever. */
static void test_pipe(void **state)
{
    (void)state;
    struct fixture fix;
    struct zones zones = {0};
    fixture_open(&fix);
    struct ws_source source = source_of(fixture_path(&fix, "a.gpkg"));
    assert_int_equal(mkfifo(source.path, 0600), 0);
    assert_status(&fix, io_read_zones(&zones, fix.io, &source, WS_ROLE_MUNICIPALITIES, &fix.err),
                  WS_BAD_DATA);
    assert_says(&fix, "not a regular file");
    fixture_close(&fix);
}

static void test_journal(void **state)
{
    (void)state;
    struct fixture fix;
    struct zones zones = {0};
    fixture_open(&fix);
    struct ws_source source = source_of(fixture_path(&fix, "a.gpkg"));
    GDALDatasetH dataset = create("GPKG", source.path);
    add_feature(add_layer(dataset, "a", 3006, wkbPolygon), "0114", SQUARE_WKT);
    GDALClose(dataset);
    fixture_text(&fix, "a.gpkg-wal", "half a page");
    assert_status(&fix, io_read_zones(&zones, fix.io, &source, WS_ROLE_MUNICIPALITIES, &fix.err),
                  WS_BAD_DATA);
    assert_says(&fix, "a journal lies beside it");
    fixture_close(&fix);
}

static void test_versions(void **state)
{
    (void)state;
    char gdal[32], proj[32], geos[32];
    io_versions(gdal, proj, geos);
    assert_true(gdal[0] >= '3' && strchr(gdal, '.'));
    assert_true(proj[0] >= '6' && strchr(proj, '.'));
    assert_true(geos[0] >= '3' && strchr(geos, '.'));
}

static void test_choices(void **state)
{
    (void)state;
    struct fixture fix;
    struct zones zones = {0};
    fixture_open(&fix);
    read_three_zones(&fix, &zones);
    assert_string_equal(io_choices(fix.io),
                        "municipalities.name = kommunnamn\nmunicipalities.code = kommunkod\n");
    zones_release(&zones);
    fixture_close(&fix);
}

/* ---- allocation n fails ------------------------------------------------------------------------
 */

static enum ws_status read_all(struct fixture *fix, const struct ws_source sources[4])
{
    static const struct ws_road_class classes[] = {{"primary", 80, true, true, true, false, false}};
    const struct road_rules rules = {.classes = classes, .class_count = 1};
    const struct people_wanted wanted = {0};
    const struct dated dated = {0};
    struct warnings warnings = {0};
    struct io *io = NULL;
    struct zones zones = {0};
    struct offices offices = {0};
    struct population population = {0};
    struct lines_builder lines = {0};
    enum ws_status st = io_open(&io, &warnings, &fix->err);
    if (!st)
        st = io_read_zones(&zones, io, &sources[0], WS_ROLE_MUNICIPALITIES, &fix->err);
    if (!st)
        st = io_read_offices(&offices, io, &sources[1], &dated, "", &zones, &fix->err);
    if (!st)
        st = io_read_population(&population, io, &sources[2], &wanted, &zones, &fix->err);
    if (!st)
        st = io_read_roads(&lines, io, &sources[3], 0, &rules, &fix->err);
    lines_release(&lines.lines);
    population_release(&population);
    offices_release(&offices);
    zones_release(&zones);
    io_close(io);
    warnings_release(&warnings);
    return st;
}

static void test_no_memory(void **state)
{
    (void)state;
    struct fixture fix;
    fixture_open(&fix);
    const struct ws_source sources[4] = {
        fixture_text(&fix, "zones.geojson", ZONES),
        fixture_text(&fix, "offices.csv",
                     "id,provider,lon,lat\na,P,15.1,59.55\nb,,15.2,59.56\nc,Q,,\n"),
        fixture_text(&fix, "people.csv", "kommunkod,pop\n0114,1\n0115,NULL\n0117,3\n9999,4\n"),
        fixture_text(&fix, "roads.geojson",
                     LAYER(SWEREF, FEATURE("\"highway\":\"primary\",\"maxspeed\":\"walk\"",
                                           "{\"type\":\"LineString\",\"coordinates\":"
                                           "[[500000,6600000],[500300,6600400]]}"))),
    };
    assert_status(&fix, read_all(&fix, sources), WS_OK);
    uint64_t nth = 0;
    enum ws_status st = WS_NO_MEMORY;
    while (st != WS_OK) {
        mem_fail_at(++nth);
        st = read_all(&fix, sources);
        mem_fail_at(0);
        if (st != WS_OK && st != WS_NO_MEMORY)
            fail_msg("allocation %llu: %s", (unsigned long long)nth, fix.err.message);
        assert_true(nth < 5000);
    }
    assert_true(nth > 100);
    fixture_close(&fix);
}

int main(void)
{
    enum {
        FORMAT_COUNT = sizeof FORMATS / sizeof *FORMATS,
        REFUSED_COUNT = sizeof REFUSED / sizeof *REFUSED
    };
    const struct CMUnitTest single[] = {
        cmocka_unit_test(test_styles_are_no_layer),
        cmocka_unit_test(test_choice_of_layers),
        cmocka_unit_test(test_pipe),
        cmocka_unit_test(test_journal),
        cmocka_unit_test(test_versions),
        cmocka_unit_test(test_choices),
        cmocka_unit_test(test_no_memory),
    };
    enum { SINGLE_COUNT = sizeof single / sizeof *single };
    struct CMUnitTest tests[FORMAT_COUNT + REFUSED_COUNT + SINGLE_COUNT];
    size_t count = 0;
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        tests[count++] =
            (struct CMUnitTest){FORMATS[i].name, test_format, NULL, NULL, (void *)&FORMATS[i]};
    for (size_t i = 0; i < REFUSED_COUNT; i++)
        tests[count++] =
            (struct CMUnitTest){REFUSED[i].name, test_refused, NULL, NULL, (void *)&REFUSED[i]};
    for (size_t i = 0; i < SINGLE_COUNT; i++)
        tests[count++] = single[i];
    return _cmocka_run_group_tests("io_source", tests, count, NULL, NULL);
}
