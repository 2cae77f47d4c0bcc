/* Pilot municipalities beside the country. */
#include "decide/pilots.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>

static uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*seed >> 33) % below;
}

/* 6 + 7 + 9 + 3 + 3 + 4 by county and place, in order, each once; none of the cities, and
 * not the one that is nearly a pilot. */
static void row_c7_the_codes_that_are_built_in(void **state)
{
    static const struct {
        const char *county;
        uint32_t count;
    } COUNTIES[] = {{"08", 3}, {"10", 4}, {"14", 12}, {"19", 7}, {"24", 6}};
    uint32_t in_county[5] = {0};
    (void)state;
    for (uint32_t i = 0; i < PILOTS_KROM; i++) {
        assert_int_equal(strlen(pilots_krom[i]), 4);
        assert_true(!i || strcmp(pilots_krom[i - 1], pilots_krom[i]) < 0);
        assert_string_not_equal(pilots_krom[i], "1083");
        for (uint32_t c = 0; c < PILOTS_CITIES; c++)
            assert_string_not_equal(pilots_krom[i], pilots_cities[c]);
        for (uint32_t c = 0; c < 5; c++)
            in_county[c] += !strncmp(pilots_krom[i], COUNTIES[c].county, 2);
    }
    for (uint32_t c = 0; c < 5; c++)
        assert_int_equal(in_county[c], COUNTIES[c].count);
}

static void row_c7_metropolitan_share_is_0(void **state)
{
    struct pilot_row rows[PILOT_PARTS] = {0};
    (void)state;
    pilots_add(rows, &(struct pilot_count){1, 300, 150}, true, false);
    pilots_add(rows, &(struct pilot_count){1, 100, 100}, false, false);
    pilots_add(rows, &(struct pilot_count){1, 600, 600}, false, true);
    const struct pilot_row *cities = &rows[PILOT_METROPOLITAN], *all = &rows[PILOT_ALL];
    assert_int_equal(cities->pilots.place_count, 0);
    assert_true(pilots_share(&cities->pilots, &all->pilots) == 0.0);
    assert_true(pilots_share(&cities->country, &all->country) == 0.6);
    assert_true(isnan(pilots_covered(&cities->pilots)));
    assert_true(pilots_covered(&all->pilots) == 0.5);
    assert_true(pilots_covered(&all->country) == 0.85);
}

/* Whoever is a pilot: cities and the rest add up to all, and pilots are a part. */
static void row_c7_parts_add_up(void **state)
{
    uint64_t seed = 7;
    (void)state;
    for (int run = 0; run < 100; run++) {
        struct pilot_row rows[PILOT_PARTS] = {0};
        uint32_t count = draw(&seed, 30);
        uint64_t people = 0;
        for (uint32_t i = 0; i < count; i++) {
            uint64_t more = draw(&seed, 1000);
            people += more;
            pilots_add(rows, &(struct pilot_count){1, more, more / 2}, draw(&seed, 2),
                       draw(&seed, 2));
        }
        const struct pilot_row *a = &rows[PILOT_METROPOLITAN], *b = &rows[PILOT_OTHER];
        const struct pilot_row *all = &rows[PILOT_ALL];
        assert_true(all->country.people_micro == people);
        assert_int_equal(all->country.place_count, count);
        assert_true(a->country.people_micro + b->country.people_micro == people);
        assert_true(a->pilots.people_micro + b->pilots.people_micro == all->pilots.people_micro);
        assert_true(a->pilots.covered_micro + b->pilots.covered_micro == all->pilots.covered_micro);
        for (int p = 0; p < PILOT_PARTS; p++)
            assert_true(rows[p].pilots.place_count <= rows[p].country.place_count);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(row_c7_the_codes_that_are_built_in),
        cmocka_unit_test(row_c7_metropolitan_share_is_0),
        cmocka_unit_test(row_c7_parts_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
