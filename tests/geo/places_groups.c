/* Zones joined by name: whose ground is whose, and all of it is somebody's. */
#include "tiling.h"

#include "base/mem.h"
#include "geo/places.h"
#include "geo/polygon.h"

/* Four squares of 1 m: 0 and 1 below, 2 and 3 above. */
static const struct row {
    const char *name, *group[4];
    uint32_t area_of[4], count;
    const char *names[4];
    double m2[4];
} ROWS[] = {
    {"two_by_two", {"B", "B", "A", "A"}, {1, 1, 0, 0}, 2, {"A", "B"}, {2, 2}},
    {"each_its_own", {"d", "c", "b", "a"}, {3, 2, 1, 0}, 4, {"a", "b", "c", "d"}, {1, 1, 1, 1}},
    {"all_in_one", {"x", "x", "x", "x"}, {0, 0, 0, 0}, 1, {"x"}, {4}},
    {"apart", {"x", "y", "y", "x"}, {0, 1, 1, 0}, 2, {"x", "y"}, {2, 2}},
    {"some_in_none", {NULL, "x", NULL, "x"}, {WS_NONE, 0, WS_NONE, 0}, 1, {"x"}, {2}},
    {"all_in_none", {NULL}, {WS_NONE, WS_NONE, WS_NONE, WS_NONE}, 0, {NULL}, {0}},
};

static double area_m2(const struct areas *areas, uint32_t area)
{
    double sum_m2 = 0.0;
    for (uint32_t ring = areas->first_ring[area]; ring < areas->first_ring[area + 1]; ring++)
        for (uint32_t v = areas->first_xy[ring]; v + 1 < areas->first_xy[ring + 1]; v++) {
            const double *a = areas->xy_m + 2 * (size_t)v;
            sum_m2 += (a[0] * a[3] - a[2] * a[1]) / 2.0;
        }
    return fabs(sum_m2);
}

static enum ws_status group(struct zones *out, uint32_t *area_of, const char *const *names,
                            struct ws_error *err)
{
    struct tiling tiling = {2, 0.0, 0.0, 1.0, 0.0, false};
    struct zones zones = {.count = 4, .areas = tiling_areas(&tiling, false)};
    struct polygons *polygons = NULL;
    assert_int_equal(polygons_open(&polygons, err), WS_OK);
    *out = (struct zones){0};
    enum ws_status st = zones_of_groups(out, area_of, &zones, names, polygons, err);
    polygons_close(polygons);
    areas_release(&zones.areas);
    return st;
}

static void joins(void **state)
{
    const struct row *row = *state;
    struct zones out;
    uint32_t area_of[4];
    struct ws_error err = {0};
    assert_int_equal(group(&out, area_of, row->group, &err), WS_OK);
    assert_int_equal(out.count, row->count);
    assert_true(out.has_code);
    for (uint32_t i = 0; i < 4; i++)
        assert_int_equal(area_of[i], row->area_of[i]);
    for (uint32_t i = 0; i < row->count; i++) {
        assert_string_equal(out.code[i], row->names[i]);
        assert_string_equal(out.name[i], row->names[i]);
        assert_near(area_m2(&out.areas, i), row->m2[i], 1e-9);
        assert_int_equal(out.areas.fid[i], i + 1);
    }
    zones_release(&out);
}

static void no_memory_joins_nothing(void **state)
{
    (void)state;
    for (uint64_t nth = 1;; nth++) {
        struct zones out;
        uint32_t area_of[4];
        struct ws_error err = {0};
        struct tiling tiling = {2, 0.0, 0.0, 1.0, 0.0, false};
        struct zones zones = {.count = 4, .areas = tiling_areas(&tiling, false)};
        struct polygons *polygons = NULL;
        assert_int_equal(polygons_open(&polygons, &err), WS_OK);
        out = (struct zones){0};
        mem_fail_at(nth);
        enum ws_status st = zones_of_groups(&out, area_of, &zones, ROWS[0].group, polygons, &err);
        mem_fail_at(0);
        polygons_close(polygons);
        areas_release(&zones.areas);
        zones_release(&out);
        if (!st)
            return;
        assert_int_equal(st, WS_NO_MEMORY);
        assert_true(nth < 100);
    }
}

int main(void)
{
    struct CMUnitTest tests[COUNT_OF(ROWS) + 1] = {cmocka_unit_test(no_memory_joins_nothing)};
    for (size_t i = 0; i < COUNT_OF(ROWS); i++)
        tests[i + 1] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = joins, .initial_state = (void *)(uintptr_t)&ROWS[i]};
    return cmocka_run_group_tests_name("geo_places_groups", tests, NULL, NULL);
}
