/* The made-up county: what lies in geodata/norrmark is what the generator makes.
 *
 * Texts must be equal byte for byte wherever the tests run. A GeoPackage carries
 * the versions of the libraries that wrote it, so its bytes are compared when
 * the library is the one that wrote the committed files, its content always. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define COMMITTED WS_SOURCE_DIR "/geodata/norrmark/"
#define WROTE_THEM "3.6.2" /* GDAL that wrote the committed GeoPackages */

extern char **environ;

static const char *const TABLES[] = {"kontor.csv",      "befolkning_kommun.csv", "arbetslosa.csv",
                                     "pendling.csv",    "anvisningar.csv",       "pastaenden.csv",
                                     "anteckningar.csv"};
static const char *const MAPS[] = {"kommuner.gpkg", "leveransomraden.gpkg", "rutnat_1km.gpkg",
                                   "vagar.gpkg"};
enum { TABLE_COUNT = sizeof TABLES / sizeof TABLES[0], MAP_COUNT = sizeof MAPS / sizeof MAPS[0] };

/* One committed file and two folders the generator wrote one after the other. */
struct row {
    const char *file, *first, *second;
};

static void run(char *const *words)
{
    pid_t child;
    int status = -1;
    assert_int_equal(posix_spawnp(&child, words[0], NULL, NULL, words, environ), 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static void make(char folder[64])
{
    snprintf(folder, 64, "norrmark-XXXXXX");
    assert_non_null(mkdtemp(folder));
    char *words[] = {WS_MAKE_FIXTURES, folder, NULL};
    run(words);
}

static char *read_all(const char *folder, const char *name, size_t *size)
{
    char path[1200];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    struct stat about;
    assert_int_equal(fstat(fileno(file), &about), 0);
    *size = (size_t)about.st_size;
    char *bytes = malloc(*size + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, *size, file), *size);
    bytes[*size] = '\0';
    fclose(file);
    return bytes;
}

static void assert_same_bytes(const char *a_folder, const char *b_folder, const char *name)
{
    size_t a_size, b_size;
    char *a = read_all(a_folder, name, &a_size), *b = read_all(b_folder, name, &b_size);
    assert_int_equal(a_size, b_size);
    for (size_t i = 0; i < a_size; i++) {
        if (a[i] != b[i])
            fail_msg("%s differs at byte %zu", name, i);
    }
    free(a);
    free(b);
}

/* ---- one test per file ------------------------------------------------------------ */

static void same_as_committed(void **state)
{
    const struct row *row = *state;
    assert_same_bytes(COMMITTED, row->first, row->file);
}

static void same_twice(void **state)
{
    const struct row *row = *state;
    assert_same_bytes(row->first, row->second, row->file);
}

static void map_bytes_as_committed(void **state)
{
    if (strcmp(GDALVersionInfo("RELEASE_NAME"), WROTE_THEM) != 0)
        skip();
    same_as_committed(state);
}

static void assert_same_shape(OGRGeometryH a, OGRGeometryH b)
{
    assert_true((a != NULL) == (b != NULL));
    int size = a ? OGR_G_WkbSize(a) : 0;
    assert_int_equal(size, b ? OGR_G_WkbSize(b) : 0);
    unsigned char *first = malloc((size_t)size + 1), *second = malloc((size_t)size + 1);
    assert_non_null(first);
    assert_non_null(second);
    if (size) {
        assert_int_equal(OGR_G_ExportToWkb(a, wkbNDR, first), OGRERR_NONE);
        assert_int_equal(OGR_G_ExportToWkb(b, wkbNDR, second), OGRERR_NONE);
        assert_memory_equal(first, second, (size_t)size);
    }
    free(first);
    free(second);
}

static void assert_same_row(OGRFeatureH a, OGRFeatureH b)
{
    assert_int_equal(OGR_F_GetFID(a), OGR_F_GetFID(b));
    for (int i = 0; i < OGR_F_GetFieldCount(a); i++) {
        assert_string_equal(OGR_Fld_GetNameRef(OGR_F_GetFieldDefnRef(a, i)),
                            OGR_Fld_GetNameRef(OGR_F_GetFieldDefnRef(b, i)));
        assert_int_equal(OGR_F_IsFieldNull(a, i), OGR_F_IsFieldNull(b, i));
        char text[512];
        snprintf(text, sizeof text, "%s", OGR_F_GetFieldAsString(a, i));
        assert_string_equal(text, OGR_F_GetFieldAsString(b, i));
    }
    assert_same_shape(OGR_F_GetGeometryRef(a), OGR_F_GetGeometryRef(b));
}

static void assert_same_layer(OGRLayerH a, OGRLayerH b)
{
    assert_string_equal(OGR_L_GetName(a), OGR_L_GetName(b));
    assert_int_equal(OGR_L_GetGeomType(a), OGR_L_GetGeomType(b));
    assert_string_equal(OSRGetAuthorityCode(OGR_L_GetSpatialRef(a), NULL), "3006");
    assert_string_equal(OSRGetAuthorityCode(OGR_L_GetSpatialRef(b), NULL), "3006");
    assert_int_equal(OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(a)),
                     OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(b)));
    assert_int_equal(OGR_L_GetFeatureCount(a, 1), OGR_L_GetFeatureCount(b, 1));
    for (OGRFeatureH row; (row = OGR_L_GetNextFeature(a)); OGR_F_Destroy(row)) {
        OGRFeatureH other = OGR_L_GetNextFeature(b);
        assert_non_null(other);
        assert_same_row(row, other);
        OGR_F_Destroy(other);
    }
}

static GDALDatasetH open_map(const char *folder, const char *name)
{
    char path[1200];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    GDALDatasetH map = GDALOpenEx(path, GDAL_OF_VECTOR, NULL, NULL, NULL);
    assert_non_null(map);
    assert_int_equal(GDALDatasetGetLayerCount(map), 1);
    return map;
}

static void map_content_as_committed(void **state)
{
    const struct row *row = *state;
    GDALDatasetH a = open_map(COMMITTED, row->file), b = open_map(row->first, row->file);
    assert_same_layer(GDALDatasetGetLayer(a, 0), GDALDatasetGetLayer(b, 0));
    GDALClose(a);
    GDALClose(b);
}

/* ---- the folder -------------------------------------------------------------------- */

static void checksums_hold(void **state)
{
    (void)state;
    char *words[] = {"sh", "-c", "cd \"$0\" && sha256sum --quiet --strict -c SHA256SUMS", COMMITTED,
                     NULL};
    run(words);
}

static void folder_is_small(void **state)
{
    (void)state;
    static const char *const REST[] = {"README.md", "SHA256SUMS", "analysis.json"};
    size_t total = 0, size;
    for (int i = 0; i < TABLE_COUNT + MAP_COUNT + 3; i++) {
        const char *name = i < TABLE_COUNT               ? TABLES[i]
                           : i < TABLE_COUNT + MAP_COUNT ? MAPS[i - TABLE_COUNT]
                                                         : REST[i - TABLE_COUNT - MAP_COUNT];
        free(read_all(COMMITTED, name, &size));
        total += size;
    }
    assert_in_range(total, 1, 3000000);
}

static void readme_says_it_is_fictional(void **state)
{
    (void)state;
    size_t size;
    char *text = read_all(COMMITTED, "README.md", &size);
    char *end = strchr(text, '\n');
    assert_non_null(end);
    *end = '\0';
    assert_non_null(strstr(text, "fictional"));
    free(text);
}

static struct CMUnitTest named(const char *kind, const struct row *row, CMUnitTestFunction test)
{
    char *name = malloc(96);
    if (!name)
        abort();
    snprintf(name, 96, "%s_%s", kind, row->file);
    return (struct CMUnitTest){.name = name, .test_func = test, .initial_state = (void *)row};
}

static int test_rows(const char *first, const char *second)
{
    struct row rows[TABLE_COUNT + MAP_COUNT];
    struct CMUnitTest tests[2 * TABLE_COUNT + 3 * MAP_COUNT + 3];
    size_t count = 0;
    for (int i = 0; i < TABLE_COUNT + MAP_COUNT; i++) {
        bool is_table = i < TABLE_COUNT;
        rows[i] = (struct row){is_table ? TABLES[i] : MAPS[i - TABLE_COUNT], first, second};
        tests[count++] = named("same_twice", &rows[i], same_twice);
        tests[count++] = named("bytes_as_committed", &rows[i],
                               is_table ? same_as_committed : map_bytes_as_committed);
        if (!is_table)
            tests[count++] = named("content_as_committed", &rows[i], map_content_as_committed);
    }
    size_t named_count = count;
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(checksums_hold);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(folder_is_small);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(readme_says_it_is_fictional);
    int failed = _cmocka_run_group_tests("norrmark", tests, count, NULL, NULL);
    for (size_t i = 0; i < named_count; i++)
        free((void *)tests[i].name);
    return failed;
}

int main(void)
{
    char first[64], second[64];
    make(first);
    make(second);
    GDALAllRegister();
    int failed = test_rows(first, second);
    char *words[] = {"rm", "-r", first, second, NULL};
    run(words);
    return failed;
}
