/* M1 to M6 against every person of small worlds, and the laws of domain.md. */
#include "decide/administrative.h"
#include "decide/metrics.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ZONES 3u
#define MOST_PERSONS 14u
#define MOST_COINS 10u

/* ---- a small world, person by person ----------------------------------------------- */

struct person {
    uint32_t home, work;
};

struct world {
    uint32_t count;
    struct person persons[MOST_PERSONS];
    uint8_t cover[ZONES];
};

static uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*seed >> 33) % below;
}

static struct world make_world(uint64_t seed)
{
    struct world world = {.count = 1 + draw(&seed, MOST_PERSONS)};
    for (uint32_t zone = 0; zone < ZONES; zone++)
        world.cover[zone] = (uint8_t)draw(&seed, 3);
    for (uint32_t i = 0; i < world.count; i++) {
        uint32_t work = draw(&seed, ZONES + 4);
        world.persons[i].home = draw(&seed, ZONES);
        world.persons[i].work = work < ZONES        ? work
                                : work == ZONES     ? COMMUTING_ELSEWHERE
                                : work == ZONES + 1 ? COMMUTING_UNKNOWN
                                                    : work - ZONES - 2 + draw(&seed, 2);
    }
    return world;
}

/* Coins of a person: is the home covered, the work place, does the person count. */
static uint32_t coins_of(const struct world *world, uint32_t i)
{
    const struct person *person = &world->persons[i];
    uint32_t at_work = person->work;
    bool is_unsure = at_work >= COMMUTING_ELSEWHERE || world->cover[at_work] == AREA_UNSURE;
    uint32_t coins = is_unsure;
    coins += world->cover[person->home] == AREA_UNSURE;
    return coins + (at_work == COMMUTING_UNKNOWN);
}

struct outcome {
    uint32_t both, either, all;
};

/* Counts one assignment of all coins. */
static struct outcome count_world(const struct world *world, uint32_t coins)
{
    struct outcome out = {0, 0, 0};
    for (uint32_t i = 0; i < world->count; i++) {
        const struct person *person = &world->persons[i];
        bool home = world->cover[person->home] == AREA_COVERED, work = false, counts = true;
        if (world->cover[person->home] == AREA_UNSURE) {
            home = coins & 1u;
            coins >>= 1;
        }
        if (person->work < ZONES && world->cover[person->work] != AREA_UNSURE) {
            work = world->cover[person->work] == AREA_COVERED;
        } else {
            work = coins & 1u;
            coins >>= 1;
        }
        if (person->work == COMMUTING_UNKNOWN) {
            counts = coins & 1u;
            coins >>= 1;
        }
        out.all += counts;
        out.both += counts && home && work;
        out.either += counts && (home || work);
    }
    return out;
}

static bool is_below(struct ws_fraction a, struct ws_fraction b)
{
    return a.part * b.whole < b.part * a.whole;
}

static bool is_same(struct ws_fraction a, struct ws_fraction b)
{
    return a.part * b.whole == b.part * a.whole && (a.whole > 0) == (b.whole > 0);
}

static void widen(struct ws_fraction range[2], struct ws_fraction value)
{
    if (!value.whole)
        return;
    if (!range[0].whole || is_below(value, range[0]))
        range[0] = value;
    if (!range[1].whole || is_below(range[1], value))
        range[1] = value;
}

static struct commuting flows_of(const struct world *world, uint32_t *home, uint32_t *work,
                                 uint64_t *people, uint64_t *more)
{
    for (uint32_t i = 0; i < world->count; i++) {
        home[i] = world->persons[i].home;
        work[i] = world->persons[i].work;
        people[i] = WS_MICRO;
        more[i] = 0;
    }
    return (struct commuting){.count = world->count,
                              .home = home,
                              .work = work,
                              .people_micro = people,
                              .more_micro = more};
}

static void metrics_equal_every_person(void **state)
{
    (void)state;
    uint32_t tried = 0;
    for (uint64_t seed = 1; seed <= 400; seed++) {
        struct world world = make_world(seed);
        uint32_t coins = 0, home[MOST_PERSONS], work[MOST_PERSONS];
        uint64_t people[MOST_PERSONS], more[MOST_PERSONS];
        for (uint32_t i = 0; i < world.count; i++)
            coins += coins_of(&world, i);
        if (coins > MOST_COINS)
            continue;
        tried++;
        struct ws_fraction both[2] = {{0, 0}, {0, 0}}, either[2] = {{0, 0}, {0, 0}};
        for (uint32_t toss = 0; toss < 1u << coins; toss++) {
            struct outcome out = count_world(&world, toss);
            widen(both, (struct ws_fraction){out.both, out.all});
            widen(either, (struct ws_fraction){out.either, out.all});
        }
        struct commuting flows = flows_of(&world, home, work, people, more);
        struct commuting_shares shares;
        metrics_commuting(&shares, &flows, world.cover);
        assert_true(is_same(shares.both.low, both[0]) && is_same(shares.both.high, both[1]));
        assert_true(is_same(shares.either.low, either[0]) &&
                    is_same(shares.either.high, either[1]));
        assert_true(shares.both.part_micro + shares.either.part_micro ==
                    shares.home.part_micro + shares.work.part_micro);
        assert_true(shares.both.part_micro <= shares.home.part_micro &&
                    shares.home.part_micro <= shares.either.part_micro &&
                    shares.either.part_micro <= shares.either.whole_micro);
    }
    assert_true(tried > 100);
}

/* M1: each person of a unit may live in any zone the unit lies in. */
static void residents_equal_every_person(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        uint64_t s = seed, people[8];
        uint32_t unit[8], zone[8], parts = 0;
        uint8_t cover[ZONES];
        uint64_t low = 0, high = 0, part = 0, whole = 0;
        for (uint32_t z = 0; z < ZONES; z++)
            cover[z] = (uint8_t)draw(&s, 2);
        for (uint32_t u = 0; u < 4; u++) {
            uint32_t count = 1 + draw(&s, 2), covered = 0;
            uint64_t sum = 0;
            for (uint32_t p = 0; p < count; p++, parts++) {
                unit[parts] = u;
                zone[parts] = draw(&s, ZONES + 1);
                zone[parts] = zone[parts] == ZONES ? WS_NONE : zone[parts];
                people[parts] = draw(&s, 5) * (uint64_t)WS_MICRO;
                bool is_covered = zone[parts] != WS_NONE && cover[zone[parts]] == AREA_COVERED;
                covered += is_covered;
                sum += people[parts];
                part += is_covered ? people[parts] : 0;
            }
            whole += sum;
            low += covered == count ? sum : 0;
            high += covered ? sum : 0;
        }
        struct people_parts given = {
            .count = parts, .unit = unit, .zone = zone, .people_micro = people, .stride = 1};
        struct metric_share share = metrics_residents(&given, cover);
        assert_true(share.part_micro == part && share.whole_micro == whole);
        if (!whole)
            continue;
        assert_true(is_same(share.low, (struct ws_fraction){low, whole}));
        assert_true(is_same(share.high, (struct ws_fraction){high, whole}));
    }
}

/* ---- counts that are withheld ------------------------------------------------------- */

static void withheld_counts_widen(void **state)
{
    (void)state;
    const uint64_t people[2] = {90 * (uint64_t)WS_MICRO, 0};
    const uint64_t few[2] = {0, 4 * (uint64_t)WS_MICRO}, unknown[2] = {0, WS_UNBOUNDED};
    const uint8_t cover[2] = {AREA_COVERED, AREA_UNCOVERED};
    struct metric_share share = metrics_zone_people(people, few, 2, 10 * (uint64_t)WS_MICRO, cover);
    assert_true(is_same(share.low, (struct ws_fraction){90, 104}));
    assert_true(is_same(share.high, (struct ws_fraction){90, 100}));
    assert_true(share.unknown_micro == 10 * (uint64_t)WS_MICRO);
    share = metrics_zone_people(people, unknown, 2, 0, cover);
    assert_true(share.low.part == 0 && share.low.whole == 1); /* nobody can say how many */
    assert_true(is_same(share.high, (struct ws_fraction){1, 1}));
    assert_false(share.has_value); /* 90 of 90 would be a guess */
}

static void a_count_may_have_no_end(void **state)
{
    (void)state;
    assert_true(isnan(metrics_end((struct ws_fraction){METRICS_NO_END, 1})));
    assert_true(metrics_end((struct ws_fraction){17, 1}) == 17.0);
    assert_true(metrics_end((struct ws_fraction){1, 2}) == 0.5);
}

static void nobody_is_not_defined(void **state)
{
    (void)state;
    const uint64_t nobody[2] = {0, 0};
    const uint8_t cover[2] = {AREA_COVERED, AREA_UNCOVERED};
    struct metric_share share = metrics_zone_people(nobody, nobody, 2, 0, cover);
    char text[48];
    assert_false(share.has_value);
    assert_true(share.low.whole == 0 && share.high.whole == 0);
    metrics_interval_text(text, share.low, share.high, 1);
    assert_string_equal(text, "not defined");
}

/* ---- laws ----------------------------------------------------------------------------- */

static void more_providers_asked_never_raise(void **state)
{
    (void)state;
    const uint32_t providers[4] = {0, 1, 3, 7};
    const uint64_t people[4] = {WS_MICRO, 2 * WS_MICRO, 3 * WS_MICRO, 4 * WS_MICRO};
    const uint64_t none[4] = {0, 0, 0, 0};
    uint64_t last = UINT64_MAX;
    for (uint32_t k = 1; k <= 8; k++) {
        uint8_t cover[4];
        metrics_cover(cover, providers, 4, k);
        uint64_t part = metrics_zone_people(people, none, 4, 0, cover).part_micro;
        assert_true(part <= last);
        last = part;
    }
    assert_true(last == 0);
}

/* ---- the interval of live and work ------------------------------------------------------ */

static const struct margins {
    const char *name;
    uint32_t p, q; /* percent */
    const char *both, *either;
} MARGINS[] = {
    {"row_a8_p_q_99_is_98_99", 99, 99,
     "98\xe2\x80\x93"
     "99 %",
     "99\xe2\x80\x93"
     "100 %"},
    {"row_a8_half_and_half", 50, 50,
     "0\xe2\x80\x93"
     "50 %",
     "50\xe2\x80\x93"
     "100 %"},
    {"row_a8_all_and_some", 100, 30, "30 %", "100 %"},
    {"row_a8_nobody_at_home", 0, 40, "0 %", "40 %"},
    {"row_a8_thin_sides_add", 10, 20,
     "0\xe2\x80\x93"
     "10 %",
     "20\xe2\x80\x93"
     "30 %"},
};

static void margins_of_both(void **state)
{
    const struct margins *row = *state;
    struct margin home = {{row->p, 100}, {row->p, 100}}, work = {{row->q, 100}, {row->q, 100}};
    struct metric_share both, either;
    char text[48];
    metrics_margins(&both, &either, home, work);
    assert_false(both.has_value);
    metrics_interval_text(text, both.low, both.high, 0);
    assert_string_equal(text, row->both);
    metrics_interval_text(text, either.low, either.high, 0);
    assert_string_equal(text, row->either);
}

/* Whatever the flows, what is said from their margins alone holds. */
static void row_a8_the_interval_holds_the_flows(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        struct world world = make_world(seed);
        uint32_t home[MOST_PERSONS], work[MOST_PERSONS];
        uint64_t people[MOST_PERSONS], more[MOST_PERSONS];
        for (uint32_t z = 0; z < ZONES; z++)
            world.cover[z] = world.cover[z] == AREA_UNSURE ? AREA_COVERED : world.cover[z];
        for (uint32_t i = 0; i < world.count; i++)
            world.persons[i].work %= ZONES;
        struct commuting flows = flows_of(&world, home, work, people, more);
        struct commuting_shares shares;
        struct metric_share both, either;
        metrics_commuting(&shares, &flows, world.cover);
        metrics_margins(&both, &either, (struct margin){shares.home.low, shares.home.high},
                        (struct margin){shares.work.low, shares.work.high});
        assert_false(is_below(shares.both.low, both.low) || is_below(both.high, shares.both.high));
        assert_false(is_below(shares.either.low, either.low) ||
                     is_below(either.high, shares.either.high));
    }
}

static void rounding_goes_outwards(void **state)
{
    (void)state;
    char text[48];
    metrics_interval_text(text, (struct ws_fraction){9934, 10000},
                          (struct ws_fraction){9934, 10000}, 1);
    assert_string_equal(text, "99.3\xe2\x80\x93"
                              "99.4 %");
    metrics_interval_text(text, (struct ws_fraction){133, 290}, (struct ws_fraction){133, 290}, 2);
    assert_string_equal(text, "45.86\xe2\x80\x93"
                              "45.87 %");
}

/* ---- places ------------------------------------------------------------------------------ */

static void row_a7_municipalities_without_an_office(void **state)
{
    (void)state;
    enum { ALL = 290, WITH = 133 };
    uint8_t cover[ALL];
    for (int i = 0; i < ALL; i++)
        cover[i] = i < WITH ? AREA_COVERED : AREA_UNCOVERED;
    struct metric_share share = metrics_zones(cover, ALL);
    assert_true(share.part_micro / WS_MICRO == 290 - 157);
    assert_true((share.whole_micro - share.part_micro) / WS_MICRO == 157);
    assert_true(is_same(share.low, share.high));
}

/* 41 companies with 170 offices are at most 41 choices, in one place perhaps one. */
static void row_b4_offices_are_no_choice(void **state)
{
    (void)state;
    enum { OFFICES = 170, COMPANIES = 41 };
    uint32_t providers[2];
    struct zone_reason reasons[OFFICES];
    struct ws_error err;
    for (uint32_t i = 0; i < OFFICES; i++)
        reasons[i] = (struct zone_reason){i < 5 ? 0 : 1, i < 5 ? 0 : i % COMPANIES};
    assert_int_equal(administrative_count(providers, 2, reasons, OFFICES, &err), WS_OK);
    assert_int_equal(providers[0], 1);
    assert_int_equal(providers[1], COMPANIES);
}

/* An area may cut a municipality: covered here, not there. */
static void cut_zones_are_unsure(void **state)
{
    (void)state;
    const uint32_t zone[] = {0, 1, 1, 2, WS_NONE, 2}, area[] = {0, 0, 1, 1, WS_NONE, 2};
    const uint8_t cover[] = {AREA_COVERED, AREA_UNCOVERED, AREA_UNCOVERED};
    uint8_t zone_cover[4];
    metrics_cover_zones(zone_cover, 4, zone, area, 6, cover);
    assert_int_equal(zone_cover[0], AREA_COVERED);
    assert_int_equal(zone_cover[1], AREA_UNSURE);
    assert_int_equal(zone_cover[2], AREA_UNCOVERED);
    assert_int_equal(zone_cover[3], AREA_UNCOVERED); /* no part of it is anywhere */
}

static void names_are_found(void **state)
{
    (void)state;
    for (int id = 0; id < WS_METRIC_IDS; id++) {
        assert_int_equal(metrics_find(metrics_name((enum ws_metric_id)id)), id);
        assert_int_equal(metrics_find(metrics_long_name((enum ws_metric_id)id)), id);
    }
    assert_int_equal(metrics_find("M7"), WS_METRIC_IDS);
}

int main(void)
{
    enum { MARGIN_COUNT = sizeof MARGINS / sizeof *MARGINS };
    const struct CMUnitTest fixed[] = {
        cmocka_unit_test(metrics_equal_every_person),
        cmocka_unit_test(residents_equal_every_person),
        cmocka_unit_test(withheld_counts_widen),
        cmocka_unit_test(a_count_may_have_no_end),
        cmocka_unit_test(nobody_is_not_defined),
        cmocka_unit_test(more_providers_asked_never_raise),
        cmocka_unit_test(row_a8_the_interval_holds_the_flows),
        cmocka_unit_test(rounding_goes_outwards),
        cmocka_unit_test(row_a7_municipalities_without_an_office),
        cmocka_unit_test(row_b4_offices_are_no_choice),
        cmocka_unit_test(cut_zones_are_unsure),
        cmocka_unit_test(names_are_found),
    };
    enum { FIXED = sizeof fixed / sizeof *fixed };
    struct CMUnitTest tests[FIXED + MARGIN_COUNT];
    memcpy(tests, fixed, sizeof fixed);
    for (int i = 0; i < MARGIN_COUNT; i++)
        tests[FIXED + i] = (struct CMUnitTest){.name = MARGINS[i].name,
                                               .test_func = margins_of_both,
                                               .initial_state = (void *)(uintptr_t)&MARGINS[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
