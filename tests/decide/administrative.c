/* Distinct providers of a zone by contract or office, against trying every pair. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "decide/administrative.h"

#define ZONES 3

static const struct row {
    const char *name;
    struct zone_reason reasons[8];
    uint32_t count;
    uint32_t distinct[ZONES];
} ROWS[] = {
    {"nobody", {{0, 0}}, 0, {0, 0, 0}},
    {"row_b4_five_offices_of_one_provider_are_one",
     {{1, 7}, {1, 7}, {1, 7}, {1, 7}, {1, 7}},
     5,
     {0, 1, 0}},
    {"contract_and_office_of_one_provider", {{0, 2}, {0, 2}}, 2, {1, 0, 0}},
    {"two_providers", {{0, 2}, {0, 1}}, 2, {2, 0, 0}},
    {"one_provider_in_two_zones", {{0, 2}, {2, 2}}, 2, {1, 0, 1}},
    {"on_no_map", {{WS_NONE, 2}, {2, 2}, {WS_NONE, 1}}, 3, {0, 0, 1}},
};
#define ROW_COUNT (sizeof ROWS / sizeof *ROWS)

static void test_row(void **state)
{
    const struct row *row = *state;
    uint32_t distinct[ZONES] = {99, 99, 99};
    assert_int_equal(administrative_count(distinct, ZONES, row->reasons, row->count, NULL), WS_OK);
    for (uint32_t zone = 0; zone < ZONES; zone++)
        assert_int_equal(distinct[zone], row->distinct[zone]);
}

static void agrees_with_trying_every_provider(void **state)
{
    (void)state;
    uint32_t seed = 12345;
    for (int round = 0; round < 50; round++) {
        struct zone_reason reasons[40];
        uint32_t distinct[ZONES], count = 0;
        for (; count < (uint32_t)round % 40; count++) {
            seed = seed * 1664525u + 1013904223u;
            uint32_t zone = seed >> 16 & 3;
            reasons[count] = (struct zone_reason){zone < ZONES ? zone : WS_NONE, seed >> 24 & 7};
        }
        assert_int_equal(administrative_count(distinct, ZONES, reasons, count, NULL), WS_OK);
        for (uint32_t zone = 0; zone < ZONES; zone++) {
            uint32_t expected = 0;
            for (uint32_t provider = 0; provider < 8; provider++) {
                uint32_t is_there = 0;
                for (uint32_t i = 0; i < count; i++)
                    is_there |= reasons[i].zone == zone && reasons[i].provider == provider;
                expected += is_there;
            }
            assert_int_equal(distinct[zone], expected);
        }
    }
}

int main(void)
{
    struct CMUnitTest tests[ROW_COUNT + 1] = {cmocka_unit_test(agrees_with_trying_every_provider)};
    for (size_t i = 0; i < ROW_COUNT; i++)
        tests[i + 1] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = test_row, .initial_state = (void *)&ROWS[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
