/* Whatever the spelling, the same vertices; whatever is broken, refused. What
 * the numbers of a geometry must be is tested with the polygons. */
#include "wkb_draw.h"

#include "geo/wkb.h"

/* Two parts, one with a hole. */
static const double NUMBERS[] = {PART, RING, 0, 0,  10, 0,  10, 10, 0, 10, 0, 0,
                                 RING, 2,    2, 4,  2,  4,  4,  2,  4, 2,  2, PART,
                                 RING, 20,   0, 21, 0,  21, 1,  20, 0, END};

/* Spellings of the same geometry. */
static const struct spelling {
    const char *name;
    uint32_t more;
    int extra;
    bool is_big;
} SPELLINGS[] = {
    {"016_big_endian", 0, 0, true},
    {"016_z", 1000, 1, false},
    {"016_m", 2000, 1, false},
    {"016_zm", 3000, 2, true},
    {"016_older_z", 0x80000000u, 1, false},
    {"016_older_m_srid", 0x60000000u, 1, true},
    {"016_older_zm", 0xc0000000u, 2, false},
};

/* Each also cut short at every byte: refused, never read past the end. */
static void test_spelling(void **context)
{
    const struct spelling *spelling = *context;
    struct wkb_reader reader = {0};
    struct bytes wkb = {.is_big = spelling->is_big};
    put_geometry(&wkb, NUMBERS, spelling->more, spelling->extra);
    assert_int_equal(wkb_read(&reader, wkb.at, wkb.size, NULL), WS_OK);
    check_unchanged(&reader.drawing.areas, NUMBERS);
    for (size_t size = 0; size < wkb.size; size++) {
        uint8_t *exact = malloc(size ? size : 1); /* the sanitizer guards its end */
        assert_non_null(exact);
        memcpy(exact, wkb.at, size);
        assert_int_equal(wkb_read(&reader, exact, size, NULL), WS_BAD_DATA);
        free(exact);
    }
    put_count(&wkb, 0);
    assert_int_equal(wkb_read(&reader, wkb.at, wkb.size, NULL), WS_BAD_DATA);
    wkb_release(&reader);
}

/* Heads that promise more than there is, and types that are no polygons. */
static void test_bad_heads(void **context)
{
    (void)context;
    static const uint32_t heads[][3] = {
        {3, 2000000000u, 4}, {3, 1, 2000000000u}, {6, 2000000000u, 3}, {3, UINT32_MAX, UINT32_MAX},
        {1, 0, 0},           {2, 0, 0},           {7, 0, 0},           {10, 1, 0},
        {4003, 1, 0},        {16, 0, 0},          {1003, 1, 1},
    };
    struct wkb_reader reader = {0};
    for (size_t i = 0; i < COUNT_OF(heads); i++) {
        struct bytes wkb = {0};
        put_head(&wkb, heads[i][0]);
        put_count(&wkb, heads[i][1]);
        put_count(&wkb, heads[i][2]);
        put_count(&wkb, 0);
        assert_int_equal(wkb_read(&reader, wkb.at, wkb.size, NULL), WS_BAD_DATA);
    }
    uint8_t wild[] = {2, 3, 0, 0, 0, 0, 0, 0, 0};
    assert_int_equal(wkb_read(&reader, wild, sizeof wild, NULL), WS_BAD_DATA);
    wkb_release(&reader);
}

/* One wild number anywhere is seen before any geometry library sees it. */
static void test_wild_numbers(void **context)
{
    (void)context;
    const double wild[] = {(double)NAN, HUGE_VAL, -HUGE_VAL, 1e308, -1.000001e9};
    struct wkb_reader reader = {0};
    for (size_t i = 0; i < COUNT_OF(wild); i++)
        for (size_t n = 0; n + 1 < COUNT_OF(NUMBERS); n++) {
            double numbers[COUNT_OF(NUMBERS)];
            memcpy(numbers, NUMBERS, sizeof numbers);
            if (numbers[n] == PART || numbers[n] == RING)
                continue;
            numbers[n] = wild[i];
            struct bytes wkb = {0};
            struct ws_error err = {0};
            put_geometry(&wkb, numbers, 0, 0);
            assert_int_equal(wkb_read(&reader, wkb.at, wkb.size, &err), WS_BAD_DATA);
            assert_non_null(strstr(err.message, "expected finite metres"));
        }
    wkb_release(&reader);
}

int main(void)
{
    struct CMUnitTest tests[COUNT_OF(SPELLINGS) + 2];
    size_t count = 0;
    for (size_t i = 0; i < COUNT_OF(SPELLINGS); i++)
        tests[count++] = (struct CMUnitTest){.name = SPELLINGS[i].name,
                                             .test_func = test_spelling,
                                             .initial_state = (void *)&SPELLINGS[i]};
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_bad_heads);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(test_wild_numbers);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
