/* Writing: what is read back is what was in memory, the bytes repeat, and a
 * failed write leaves everything as it was. */
#include "io/write_fixture.h"

#include <cpl_minixml.h>

#include <cpl_conv.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <signal.h>
#include <sys/resource.h>

#include "support/near.h"

static const struct format_row FORMATS[] = {
    {"gpkg", "GPKG", "", "out.gpkg", WRITE_GPKG, 3006},
    {"gpkg_by_name", "", "", "out.gpkg", WRITE_GPKG, 3006},
    {"gpkg_elsewhere", "gpkg", "EPSG:3857", "out.gpkg", WRITE_GPKG, 3857},
    {"geojson", "GeoJSON", "", "out", WRITE_GEOJSON, 4326},
    {"geojson_metres", "geojson", "EPSG:3006", "out", WRITE_GEOJSON, 3006},
    {"shapefile", "ESRI Shapefile", "", "out/", WRITE_SHAPEFILE, 3006},
    {"flatgeobuf", "FlatGeobuf", "", "out", WRITE_FLATGEOBUF, 3006},
    {"csv", "CSV", "", "out", WRITE_CSV, 3006},
};

/* ---- reading back --------------------------------------------------------------------------- */

static GDALDatasetH open_layer(const struct yard *yard, const struct layer *layer, OGRLayerH *out)
{
    char path[1024];
    struct write_plan plan = plan_of(yard);
    io_write_layer_path(path, &plan, layer);
    GDALDatasetH dataset = GDALOpenEx(path, GDAL_OF_VECTOR, NULL, NULL, NULL);
    if (!dataset)
        fail_msg("%s cannot be opened", path);
    *out = yard->row->kind == WRITE_GPKG ? GDALDatasetGetLayerByName(dataset, layer->name)
                                         : GDALDatasetGetLayer(dataset, 0);
    assert_non_null(*out);
    return dataset;
}

/* The row whose first column is key; FlatGeobuf keeps an order of its own. */
static OGRFeatureH find_row(OGRLayerH layer, const char *column, const char *key)
{
    OGRFeatureH feature;
    OGR_L_ResetReading(layer);
    int field = OGR_FD_GetFieldIndex(OGR_L_GetLayerDefn(layer), column);
    assert_int_equal(field >= 0, 1);
    while ((feature = OGR_L_GetNextFeature(layer))) {
        if (!strcmp(OGR_F_GetFieldAsString(feature, field), key))
            return feature;
        OGR_F_Destroy(feature);
    }
    fail_msg("no row %s", key);
    return NULL;
}

/* What a text becomes: guarded in CSV, cut in a Shapefile. */
static void check_text(OGRFeatureH feature, int field, const char *text, enum write_kind kind)
{
    char expected[1024];
    const char *guard = kind == WRITE_CSV && strchr("=+-@\t\r", text[0]) && text[0] ? "'" : "";
    snprintf(expected, sizeof expected, "%s%s", guard, text);
    if (kind == WRITE_SHAPEFILE)
        expected[strlen(expected) > 254 ? 254 : strlen(expected)] = '\0';
    assert_string_equal(OGR_F_GetFieldAsString(feature, field), expected);
}

static void check_value(OGRFeatureH feature, int field, const struct column *column, uint32_t row,
                        enum write_kind kind)
{
    bool is_null = column->type == COLUMN_TEXT    ? !column->text[row]
                   : column->type == COLUMN_WHOLE ? column->whole[row] == COLUMN_WHOLE_NULL
                                                  : isnan(column->real[row]);
    bool is_empty = !OGR_F_IsFieldSetAndNotNull(feature, field) ||
                    (kind == WRITE_CSV && !*OGR_F_GetFieldAsString(feature, field));
    assert_int_equal(is_empty, is_null);
    if (is_null)
        return;
    if (column->type == COLUMN_TEXT)
        check_text(feature, field, column->text[row], kind);
    else if (column->type == COLUMN_WHOLE)
        assert_true(strtoll(OGR_F_GetFieldAsString(feature, field), NULL, 10) ==
                    column->whole[row]);
    else if (kind == WRITE_CSV)
        assert_true(CPLAtof(OGR_F_GetFieldAsString(feature, field)) == column->real[row]);
    else
        assert_true(OGR_F_GetFieldAsDouble(feature, field) == column->real[row]);
}

/* Names as write_fields() chose them are tested apart; here the order counts. */
static void check_row_of(const struct yard *yard, OGRLayerH read, const struct layer *layer,
                         uint32_t row)
{
    enum write_kind kind = layer->geometry == LAYER_TABLE && yard->row->kind != WRITE_GPKG
                               ? WRITE_CSV
                               : yard->row->kind;
    OGRFeatureH feature = find_row(read, layer->columns[0].name, layer->columns[0].text[row]);
    int extra = OGR_F_GetFieldCount(feature) - (int)layer->column_count;
    bool has_shape_columns = kind == WRITE_CSV && layer->geometry != LAYER_TABLE;
    assert_int_equal(extra, !has_shape_columns ? 0 : layer->geometry == LAYER_POINTS ? 2 : 1);
    for (uint32_t i = 0; i < layer->column_count; i++)
        check_value(feature, (int)i + extra, &layer->columns[i], row, kind);
    OGR_F_Destroy(feature);
}

/* The last of the areas and of the points. */
static bool lacks_shape(const struct layer *layer, uint32_t row)
{
    bool has_such = layer == &LAYERS[0] || layer == &LAYERS[1];
    return has_such && row + 1 == layer->row_count;
}

static void test_values(void **state)
{
    const struct yard *yard = *state;
    struct write_plan plan = plan_of(yard);
    write_or_fail(yard, &plan);
    for (size_t i = 0; i < COUNT(LAYERS); i++) {
        OGRLayerH read;
        GDALDatasetH dataset = open_layer(yard, &LAYERS[i], &read);
        uint32_t count = 0;
        for (uint32_t row = 0; row < LAYERS[i].row_count; row++) {
            if (yard->row->kind == WRITE_FLATGEOBUF && lacks_shape(&LAYERS[i], row))
                continue;
            check_row_of(yard, read, &LAYERS[i], row);
            count++;
        }
        assert_int_equal(OGR_L_GetFeatureCount(read, TRUE), count);
        GDALClose(dataset);
    }
}

/* The shape of a row as it came back, moved to the working CRS by hand. */
static OGRGeometryH shape_of(const struct yard *yard, const struct layer *layer, uint32_t row)
{
    OGRLayerH read;
    GDALDatasetH dataset = open_layer(yard, layer, &read);
    OGRFeatureH feature = find_row(read, layer->columns[0].name, layer->columns[0].text[row]);
    OGRGeometryH shape = OGR_F_GetGeometryRef(feature);
    shape = shape ? OGR_G_Clone(shape) : NULL;
    /* A CSV's points are columns to GDAL until it is told. */
    if (!shape && yard->row->kind == WRITE_CSV && layer->geometry == LAYER_POINTS &&
        *OGR_F_GetFieldAsString(feature, 0)) {
        shape = OGR_G_CreateGeometry(wkbPoint);
        OGR_G_SetPoint_2D(shape, 0, CPLAtof(OGR_F_GetFieldAsString(feature, 0)),
                          CPLAtof(OGR_F_GetFieldAsString(feature, 1)));
    }
    OGR_F_Destroy(feature);
    GDALClose(dataset);
    if (!shape || yard->row->epsg == 3006)
        return shape;
    OGRSpatialReferenceH from = OSRNewSpatialReference(NULL), to = OSRNewSpatialReference(NULL);
    OSRSetAxisMappingStrategy(from, OAMS_TRADITIONAL_GIS_ORDER);
    OSRSetAxisMappingStrategy(to, OAMS_TRADITIONAL_GIS_ORDER);
    OSRImportFromEPSG(from, yard->row->epsg);
    OSRImportFromEPSG(to, 3006);
    OGRCoordinateTransformationH back = OCTNewCoordinateTransformation(from, to);
    assert_int_equal(OGR_G_Transform(shape, back), OGRERR_NONE);
    OCTDestroyCoordinateTransformation(back);
    OSRDestroySpatialReference(from);
    OSRDestroySpatialReference(to);
    return shape;
}

/* Seven decimals of a degree are a centimetre. */
static double tolerance_m(const struct yard *yard)
{
    return yard->row->epsg == 4326 ? 0.02 : 0.001;
}

static void test_points(void **state)
{
    const struct yard *yard = *state;
    struct write_plan plan = plan_of(yard);
    write_or_fail(yard, &plan);
    for (uint32_t row = 0; row < 3; row++) {
        OGRGeometryH shape = shape_of(yard, &LAYERS[1], row);
        assert_non_null(shape);
        assert_near(OGR_G_GetX(shape, 0), POINT_X[row], tolerance_m(yard));
        assert_near(OGR_G_GetY(shape, 0), POINT_Y[row], tolerance_m(yard));
        OGR_G_DestroyGeometry(shape);
    }
    if (yard->row->kind != WRITE_FLATGEOBUF)
        assert_null(shape_of(yard, &LAYERS[1], 3));
}

static void test_areas(void **state)
{
    const struct yard *yard = *state;
    struct write_plan plan = plan_of(yard);
    write_or_fail(yard, &plan);
    OGRGeometryH square = shape_of(yard, &LAYERS[0], 0), islands = shape_of(yard, &LAYERS[0], 1);
    assert_near(OGR_G_Area(square), 2000.0 * 2000.0, 2000.0 * 8 * tolerance_m(yard));
    assert_near(OGR_G_Area(islands), 1000000.0 - 40000.0 + 250000.0,
                1700.0 * 8 * tolerance_m(yard));
    assert_int_equal(OGR_G_GetGeometryCount(islands), 2);
    OGRGeometryH first = OGR_G_GetGeometryRef(islands, 0);
    OGRGeometryH second = OGR_G_GetGeometryRef(islands, 1);
    int rings = OGR_G_GetGeometryCount(first) + OGR_G_GetGeometryCount(second);
    assert_int_equal(rings, 3);
    assert_near(OGR_G_Area(first) + OGR_G_Area(second), OGR_G_Area(islands), 1e-6);
    if (yard->row->kind != WRITE_FLATGEOBUF)
        assert_null(shape_of(yard, &LAYERS[0], 2));
    OGR_G_DestroyGeometry(square);
    OGR_G_DestroyGeometry(islands);
}

static void test_lines(void **state)
{
    const struct yard *yard = *state;
    struct write_plan plan = plan_of(yard);
    write_or_fail(yard, &plan);
    OGRGeometryH two = shape_of(yard, &LAYERS[2], 0), one = shape_of(yard, &LAYERS[2], 1);
    assert_near(OGR_G_Length(two), 200.0 * sqrt(2.0) + 100.0, 8 * tolerance_m(yard));
    assert_near(OGR_G_Length(one), 300.0, 8 * tolerance_m(yard));
    OGR_G_DestroyGeometry(two);
    OGR_G_DestroyGeometry(one);
}

/* FlatGeobuf holds no row without a shape: the whole layer is there as CSV. */
static void test_rows_without_shape(void **state)
{
    const struct yard *yard = *state;
    struct write_plan plan = plan_of(yard);
    write_or_fail(yard, &plan);
    for (size_t i = 0; i < 3; i++) {
        char path[1024];
        struct layer table = LAYERS[i];
        table.geometry = LAYER_TABLE;
        io_write_layer_path(path, &plan, &table);
        bool is_needed =
            yard->row->kind == WRITE_FLATGEOBUF && lacks_shape(&LAYERS[i], table.row_count - 1);
        bool has_tables = yard->row->kind != WRITE_GPKG && yard->row->kind != WRITE_CSV;
        bool is_there = has_tables && file_kind(path) == 'f';
        assert_int_equal(is_there, is_needed);
        if (!is_needed)
            continue;
        GDALDatasetH dataset = GDALOpenEx(path, GDAL_OF_VECTOR, NULL, NULL, NULL);
        assert_non_null(dataset);
        OGRLayerH read = GDALDatasetGetLayer(dataset, 0);
        for (uint32_t row = 0; row < table.row_count; row++)
            check_row_of(yard, read, &table, row);
        GDALClose(dataset);
    }
}

static void expect_text(const char *path, const char *text)
{
    char *read = mem_array(strlen(text) + 2, 1);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fread(read, 1, strlen(text) + 1, file), strlen(text));
    fclose(file);
    assert_string_equal(read, text);
    mem_free(read);
}

/* QGIS reads the style beside any file, but a CSV's shapes only when told. */
static void test_sidecars(void **state)
{
    const struct yard *yard = *state;
    struct write_plan plan = plan_of(yard);
    write_or_fail(yard, &plan);
    bool is_beside = yard->row->kind != WRITE_GPKG, is_csv = yard->row->kind == WRITE_CSV;
    uint32_t count = 0;
    for (size_t i = 0; i < COUNT(LAYERS); i++) {
        char path[64], *qml = NULL;
        struct layer layer = LAYERS[i];
        if (is_csv)
            layer.geometry = LAYER_TABLE;
        struct style_plan styles = {
            .lang = LANG_EN, .kind = layer.geometry == LAYER_TABLE ? WRITE_CSV : yard->row->kind};
        snprintf(path, sizeof path, "out/%s.qml", layer.name);
        assert_int_equal(styles_qml(&qml, &layer, STYLE_DEFAULT, &styles, NULL), WS_OK);
        assert_non_null(qml);
        assert_int_equal(file_kind(path) == 'f', is_beside);
        count += strstr(qml, "<renderer-v2") != NULL;
        if (is_beside)
            expect_text(path, qml);
        mem_free(qml);
        snprintf(path, sizeof path, "out/%s.qmd", layer.name);
        assert_int_equal(file_kind(path) == 'f', is_beside);
        snprintf(path, sizeof path, "out/%s_share.qml", layer.name);
        assert_int_equal(file_kind(path) == 'f', is_beside && !is_csv && i == 0);
    }
    assert_int_equal(count, is_csv ? 0 : 4);
}

/* A Shapefile cuts names, and its style speaks of the columns as it has them. */
static void test_names_of_aliases(void **state)
{
    const struct yard *yard = *state;
    struct write_plan plan = plan_of(yard);
    char path[64];
    if (yard->row->kind == WRITE_GPKG || yard->row->kind == WRITE_CSV)
        return;
    write_or_fail(yard, &plan);
    CPLXMLNode *tree = CPLParseXMLFile("out/municipalities.qml");
    assert_non_null(tree);
    snprintf(path, sizeof path, "out/municipalities%s",
             write_format_of(yard->row->kind)->extension);
    GDALDatasetH dataset = GDALOpenEx(path, GDAL_OF_VECTOR, NULL, NULL, NULL);
    assert_non_null(dataset);
    OGRFeatureDefnH defn = OGR_L_GetLayerDefn(GDALDatasetGetLayer(dataset, 0));
    const CPLXMLNode *alias = CPLGetXMLNode(tree, "=qgis.aliases")->psChild;
    uint32_t titled = 0;
    for (int i = 0; i < OGR_FD_GetFieldCount(defn); i++, alias = alias->psNext) {
        assert_non_null(alias);
        assert_string_equal(CPLGetXMLValue((CPLXMLNode *)alias, "field", ""),
                            OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(defn, i)));
        titled += *CPLGetXMLValue((CPLXMLNode *)alias, "name", "") != '\0';
    }
    assert_null(alias);
    assert_int_equal(titled, COUNT(AREA_COLUMNS));
    CPLDestroyXMLNode(tree);
    GDALClose(dataset);
}

/* ---- bytes, refusals, leftovers ------------------------------------------------------------ */

static void test_bytes_repeat(void **state)
{
    const struct yard *yard = *state;
    struct write_plan plan = plan_of(yard);
    write_or_fail(yard, &plan);
    struct tree first = look_around();
    plan.overwrite = true;
    CPLSetConfigOption("OGR_SQLITE_JOURNAL", "WAL"); /* somebody else's setting */
    write_or_fail(yard, &plan);
    CPLSetConfigOption("OGR_SQLITE_JOURNAL", NULL);
    struct tree second = look_around();
    assert_same_tree(&second, &first);
    assert_true(first.count > (yard->row->kind == WRITE_GPKG ? 2 : 6));
}

static void test_existing(void **state)
{
    const struct yard *yard = *state;
    struct ws_error err = {0};
    struct write_plan plan = plan_of(yard);
    write_or_fail(yard, &plan);
    struct tree before = look_around();
    assert_int_equal(io_write_check(yard->io, &plan, &err), WS_IO);
    assert_non_null(strstr(err.message, "exists; use --overwrite"));
    assert_int_equal(io_write(yard->io, LAYERS, COUNT(LAYERS), &plan, NULL), WS_IO);
    struct tree after = look_around();
    assert_same_tree(&after, &before);

    /* Overwriting leaves nothing of the old: fewer layers, other evidence. */
    plan.overwrite = true;
    plan.evidence = "{}\n";
    assert_int_equal(io_write(yard->io, LAYERS + 3, 1, &plan, &err), WS_OK);
    after = look_around();
    /* A table has its names and where it comes from beside it. */
    assert_int_equal(after.count, yard->row->kind == WRITE_GPKG ? 3 : 6);
}

static void test_evidence(void **state)
{
    const struct yard *yard = *state;
    char text[64] = "";
    struct write_plan plan = plan_of(yard);
    write_or_fail(yard, &plan);
    FILE *file = fopen(yard->row->kind == WRITE_GPKG ? "out.run.json" : "out/run.json", "rb");
    assert_non_null(file);
    assert_int_equal(fread(text, 1, sizeof text, file), strlen(EVIDENCE));
    fclose(file);
    assert_string_equal(text, EVIDENCE);
}

/* The disk is full after `most` bytes of one file. */
static enum ws_status write_limited(const struct yard *yard, const struct write_plan *plan,
                                    rlim_t most, struct ws_error *err)
{
    struct rlimit old, low;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    low = old;
    low.rlim_cur = most;
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &low), 0);
    enum ws_status st = io_write(yard->io, LAYERS, COUNT(LAYERS), plan, err);
    setrlimit(RLIMIT_FSIZE, &old);
    signal(SIGXFSZ, handler);
    return st;
}

static void check_full_disk(const struct yard *yard, const struct write_plan *plan)
{
    static const rlim_t sizes[] = {0,     1,     50,     99,     150,    200,    300,
                                   400,   500,   600,    800,    1000,   1200,   1400,
                                   1800,  2500,  4000,   8192,   16384,  40000,  65536,
                                   90000, 98304, 120000, 200000, 400000, 1000000};
    struct tree before = look_around();
    uint32_t refused = 0;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct ws_error err = {0};
        enum ws_status st = write_limited(yard, plan, sizes[i], &err);
        if (!st)
            break;
        refused++;
        assert_int_equal(st, WS_IO);
        assert_int_equal(err.status, WS_IO);
        assert_non_null(strstr(err.message, "out"));
        struct tree after = look_around();
        assert_same_tree(&after, &before);
    }
    assert_true(refused > 5 && refused < COUNT(sizes));
}

static void test_full_disk(void **state)
{
    const struct yard *yard = *state;
    struct write_plan plan = plan_of(yard);
    check_full_disk(yard, &plan);
    /* What came through in the end is whole. */
    struct tree limited = look_around();
    plan.overwrite = true;
    write_or_fail(yard, &plan);
    struct tree whole = look_around();
    assert_same_tree(&limited, &whole);
}

static void test_full_disk_keeps_old(void **state)
{
    const struct yard *yard = *state;
    struct write_plan plan = plan_of(yard);
    assert_int_equal(io_write(yard->io, LAYERS + 3, 1, &plan, NULL), WS_OK);
    plan.overwrite = true;
    plan.evidence = "{\"a longer one\": \"than before\"}\n";
    check_full_disk(yard, &plan);
}

/* The n-th allocation of ours fails: never half a result. */
static void test_no_memory(void **state)
{
    const struct yard *yard = *state;
    struct write_plan plan = plan_of(yard);
    struct tree before = look_around();
    enum ws_status st = WS_NO_MEMORY;
    for (uint64_t n = 1; st; n++) {
        assert_true(n < 2000);
        mem_fail_at(n);
        st = io_write(yard->io, LAYERS, 2, &plan, NULL);
        mem_fail_at(0);
        if (!st)
            break;
        struct tree after = look_around();
        assert_int_equal(st, WS_NO_MEMORY);
        assert_same_tree(&after, &before);
    }
}

static const struct deed {
    const char *name;
    CMUnitTestFunction run;
} DEEDS[] = {
    {"values", test_values},
    {"points", test_points},
    {"areas", test_areas},
    {"lines", test_lines},
    {"bytes", test_bytes_repeat},
    {"existing", test_existing},
    {"evidence", test_evidence},
    {"full_disk", test_full_disk},
    {"full_disk_keeps_old", test_full_disk_keeps_old},
    {"no_memory", test_no_memory},
    {"rows_without_shape", test_rows_without_shape},
    {"sidecars", test_sidecars},
    {"names_of_aliases", test_names_of_aliases},
};

int main(void)
{
    static struct CMUnitTest tests[COUNT(FORMATS) * COUNT(DEEDS)];
    static char labels[COUNT(FORMATS) * COUNT(DEEDS)][64];
    size_t count = 0;
    for (size_t f = 0; f < COUNT(FORMATS); f++)
        for (size_t d = 0; d < COUNT(DEEDS); d++) {
            snprintf(labels[count], sizeof labels[0], "%s_%s", FORMATS[f].name, DEEDS[d].name);
            add_test(tests, &count, labels[count], DEEDS[d].run, &FORMATS[f]);
        }
    return cmocka_run_group_tests_name("formats", tests, NULL, NULL);
}
