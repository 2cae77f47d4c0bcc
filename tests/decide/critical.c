/* The fewest offices on which a zone hangs, against every set tried by hand. */
#include "decide/critical.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/mem.h"

#define OFFICES 6
#define MOST 64

struct scene {
    uint64_t people[4], have[4];
    struct critical_loss losses[MOST];
    struct critical_zones zones;
};

static void set_up(struct scene *scene, uint32_t zone_count)
{
    scene->zones = (struct critical_zones){.zone_count = zone_count,
                                           .office_count = OFFICES,
                                           .people_micro = scene->people,
                                           .have_micro = scene->have,
                                           .loss_count = scene->zones.loss_count,
                                           .losses = scene->losses};
}

static void add(struct scene *scene, uint32_t zone, uint32_t office, uint32_t other, uint64_t lost)
{
    scene->losses[scene->zones.loss_count++] = (struct critical_loss){zone, office, other, lost};
}

static void check_set(const struct scene *scene, uint32_t office, uint32_t other, uint32_t count)
{
    struct critical_set set;
    assert_int_equal(critical_sets(&set, &scene->zones, NULL), WS_OK);
    assert_int_equal(set.office, office);
    assert_int_equal(set.other, other);
    assert_int_equal(set.set_count, count);
}

/* ---- by hand ------------------------------------------------------------------------- */

/* 100 people, 80 have a provider; 31 must lose it for fewer than 50 to be left. */
static struct scene eighty(void)
{
    return (struct scene){.people = {100}, .have = {80}};
}

static void row_b21_one_office_turns_the_municipality_white(void **state)
{
    (void)state;
    struct scene scene = eighty();
    add(&scene, 0, 1, WS_NONE, 30);
    add(&scene, 0, 2, WS_NONE, 31);
    set_up(&scene, 1);
    check_set(&scene, 2, WS_NONE, 1);
    assert_false(critical_whitens(&scene.zones, 0, 30));
    assert_true(critical_whitens(&scene.zones, 0, 31));
}

static void row_d3_two_offices_turn_it_white_together(void **state)
{
    (void)state;
    struct scene scene = eighty();
    add(&scene, 0, 0, 3, 20);
    add(&scene, 0, 1, WS_NONE, 30);
    add(&scene, 0, 3, WS_NONE, 11);
    add(&scene, 0, 4, WS_NONE, 1);
    set_up(&scene, 1);
    /* 1 with 3: 41; 1 with 4: 31; 0 with 3: 31. */
    check_set(&scene, 1, 3, 3);
    assert_int_equal(critical_lost(&scene.zones, 0, 0, 3), 31);
    assert_int_equal(critical_lost(&scene.zones, 0, 0, WS_NONE), 0);
}

static void of_equal_sets_the_first_is_told(void **state)
{
    (void)state;
    struct scene scene = eighty();
    add(&scene, 0, 2, WS_NONE, 40);
    add(&scene, 0, 4, WS_NONE, 40);
    set_up(&scene, 1);
    check_set(&scene, 2, WS_NONE, 2);
}

static void white_and_empty_zones_cannot_turn(void **state)
{
    (void)state;
    struct scene scene = {.people = {100, 0}, .have = {49, 0}};
    struct critical_set sets[2];
    add(&scene, 0, 2, WS_NONE, 49);
    set_up(&scene, 2);
    assert_int_equal(critical_sets(sets, &scene.zones, NULL), WS_OK);
    for (int zone = 0; zone < 2; zone++) {
        assert_false(sets[zone].can_turn);
        assert_int_equal(sets[zone].office, WS_NONE);
        assert_int_equal(sets[zone].set_count, 0);
    }
}

static void three_offices_are_no_pair(void **state)
{
    (void)state;
    struct scene scene = eighty();
    for (uint32_t office = 0; office < 3; office++)
        add(&scene, 0, office, WS_NONE, 15);
    set_up(&scene, 1);
    check_set(&scene, WS_NONE, WS_NONE, 0);
}

/* ---- at random ------------------------------------------------------------------------- */

static uint32_t draw(uint64_t *state, uint32_t bound)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (uint32_t)(*state % bound);
}

static void fill(struct scene *scene, uint64_t *state)
{
    for (uint32_t zone = 0; zone < 4; zone++) {
        uint64_t sum = 0;
        for (uint32_t a = 0; a < OFFICES; a++)
            for (uint32_t b = a + 1; b <= OFFICES && scene->zones.loss_count < MOST; b++) {
                if (draw(state, 3))
                    continue;
                uint64_t lost = draw(state, 12);
                add(scene, zone, a, b == OFFICES ? WS_NONE : b, lost);
                sum += lost;
            }
        scene->have[zone] = sum + draw(state, 20);
        scene->people[zone] = scene->have[zone] + draw(state, 40);
    }
    set_up(scene, 4);
}

/* Every set of one, then of two, offices, each loss looked at. */
static struct critical_set slow(const struct scene *scene, uint32_t zone)
{
    struct critical_set best = {.office = WS_NONE, .other = WS_NONE};
    uint64_t need = scene->people[zone] - scene->people[zone] / 2;
    best.can_turn = scene->people[zone] && scene->have[zone] >= need;
    for (int size = 1; best.can_turn && size <= 2 && best.office == WS_NONE; size++)
        for (uint32_t a = 0; a < OFFICES; a++)
            for (uint32_t b = size == 1 ? a : a + 1; b < (size == 1 ? a + 1 : OFFICES); b++) {
                uint64_t lost = 0;
                for (uint32_t i = 0; i < scene->zones.loss_count; i++) {
                    const struct critical_loss *loss = &scene->losses[i];
                    bool is_first = loss->office == a || loss->office == b;
                    bool is_second = loss->other == WS_NONE || loss->other == a || loss->other == b;
                    if (loss->zone == zone && is_first && is_second)
                        lost += loss->people_micro;
                }
                if (scene->have[zone] - lost >= need)
                    continue;
                best.set_count++;
                if (best.office != WS_NONE && best.lost_micro >= lost)
                    continue;
                best.office = a;
                best.other = size == 1 ? WS_NONE : b;
                best.lost_micro = lost;
            }
    return best;
}

static int by_place(const void *a_ptr, const void *b_ptr)
{
    const struct critical_loss *a = a_ptr, *b = b_ptr;
    if (a->zone != b->zone)
        return a->zone < b->zone ? -1 : 1;
    if (a->office != b->office)
        return a->office < b->office ? -1 : 1;
    return (a->other > b->other) - (a->other < b->other);
}

static void sets_are_those_of_trying_all(void **state)
{
    (void)state;
    uint32_t singles = 0, pairs = 0, none = 0;
    for (uint64_t seed = 1; seed <= 400; seed++) {
        uint64_t lottery = seed * 2654435761u;
        struct scene scene = {.people = {0}};
        struct critical_set sets[4];
        fill(&scene, &lottery);
        qsort(scene.losses, scene.zones.loss_count, sizeof *scene.losses, by_place);
        assert_int_equal(critical_sets(sets, &scene.zones, NULL), WS_OK);
        for (uint32_t zone = 0; zone < 4; zone++) {
            struct critical_set expected = slow(&scene, zone);
            assert_int_equal(sets[zone].can_turn, expected.can_turn);
            assert_int_equal(sets[zone].office, expected.office);
            assert_int_equal(sets[zone].other, expected.other);
            assert_int_equal(sets[zone].lost_micro, expected.lost_micro);
            assert_int_equal(sets[zone].set_count, expected.set_count);
            singles += expected.office != WS_NONE && expected.other == WS_NONE;
            pairs += expected.other != WS_NONE;
            none += expected.office == WS_NONE;
        }
    }
    assert_true(singles > 20 && pairs > 20 && none > 20);
}

static void failing_memory_is_told(void **state)
{
    (void)state;
    struct scene scene = eighty();
    struct critical_set set;
    add(&scene, 0, 2, WS_NONE, 40);
    set_up(&scene, 1);
    for (uint64_t nth = 1; nth <= 4; nth++) {
        struct ws_error err = {0};
        mem_fail_at(nth);
        assert_int_equal(critical_sets(&set, &scene.zones, &err), WS_NO_MEMORY);
        mem_fail_at(0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(row_b21_one_office_turns_the_municipality_white),
        cmocka_unit_test(row_d3_two_offices_turn_it_white_together),
        cmocka_unit_test(of_equal_sets_the_first_is_told),
        cmocka_unit_test(white_and_empty_zones_cannot_turn),
        cmocka_unit_test(three_offices_are_no_pair),
        cmocka_unit_test(sets_are_those_of_trying_all),
        cmocka_unit_test(failing_memory_is_told),
    };
    return cmocka_run_group_tests_name("critical", tests, NULL, NULL);
}
