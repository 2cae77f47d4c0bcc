/* What a drawing leaves open, and the faces of crossing segments. */
#include "tiling.h"
#include "wkb_draw.h"

#include "geo/polygon.h"

#define SQUARE(x, y, s) RING, x, y, (x) + (s), y, (x) + (s), (y) + (s), x, (y) + (s), x, y

static struct polygons *opened(void)
{
    struct polygons *polygons = NULL;
    assert_int_equal(polygons_open(&polygons, NULL), WS_OK);
    return polygons;
}

/* What is inside by one reading and outside by another. */
static void test_unsure(void **context)
{
    (void)context;
    static const struct unsure {
        double numbers[MAX_NUMBERS], unsure_m2;
    } rows[] = {
        {{PART, SQUARE(0, 0, 10), END}, 0.0},
        {{PART, RING, 0, 0, 10, 10, 10, 0, 0, 10, 0, 0, END}, 0.0},
        /* the square in the middle is run round twice */
        {{PART, RING, 0, 0, 6, 0, 6, 6, 2, 6, 2, 2, 8, 2, 8, 8, 0, 8, 0, 0, END}, 16.0},
        {{PART, SQUARE(0, 0, 10), SQUARE(20, 0, 2), END}, 4.0},
        {{PART, SQUARE(0, 0, 10), SQUARE(8, 0, 4), END}, 8.0},
        {{PART, SQUARE(0, 0, 10), PART, SQUARE(5, 0, 10), END}, 0.0},
    };
    struct polygons *polygons = opened();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct areas_builder out = {0};
        struct bytes wkb = {0};
        struct mend mend;
        put_geometry(&wkb, rows[i].numbers, 0, 0);
        assert_int_equal(polygons_mend(polygons, &out, wkb.at, wkb.size, 1, &mend, NULL), WS_OK);
        assert_near(mend.unsure_m2, rows[i].unsure_m2, 1e-9);
        areas_release(&out.areas);
    }
    polygons_close(polygons);
}

/* Two squares that share half a side, and a segment that leads nowhere. */
static void test_faces(void **context)
{
    (void)context;
    static const double segments[] = {0, 0, 4, 0, 4, 0, 4, 4, 4, 4, 0, 4, 0, 4, 0, 0,
                                      4, 1, 7, 1, 7, 1, 7, 3, 7, 3, 4, 3, 9, 9, 5, 2};
    struct polygons *polygons = opened();
    struct areas_builder out = {0};
    assert_int_equal(polygons_faces(polygons, &out, segments, 8, NULL), WS_OK);
    assert_int_equal(out.areas.count, 2);
    double one = areas_m2(&out.areas, 0), two = areas_m2(&out.areas, 1);
    assert_near(fmin(one, two), 6.0, 1e-9);
    assert_near(fmax(one, two), 16.0, 1e-9);
    areas_release(&out.areas);
    polygons_close(polygons);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_unsure),
        cmocka_unit_test(test_faces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
