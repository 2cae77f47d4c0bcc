/* Registers: whether the numbers of a row bridge, against trying all that are not told;
 * places of applications; and that what is filled is given back (the sanitizer counts). */
#include "random.h"

#include "base/mem.h"
#include "geo/contracts.h"
#include "geo/registers.h"
#include "geo/remote.h"

/* ---- opening + in = out + closing ----------------------------------------------------- */

#define MOST 4u

/* Tries 0 .. 2 * MOST in the place of what is not told. */
static bool is_possible(const uint64_t *told)
{
    uint64_t tried[4];
    uint32_t ways = 1;
    for (int i = 0; i < 4; i++)
        ways *= told[i] == FLOW_UNKNOWN ? 2 * MOST + 1 : 1;
    for (uint32_t way = 0; way < ways; way++) {
        uint32_t rest = way;
        for (int i = 0; i < 4; i++) {
            tried[i] = told[i] == FLOW_UNKNOWN ? rest % (2 * MOST + 1) : told[i];
            rest /= told[i] == FLOW_UNKNOWN ? 2 * MOST + 1 : 1;
        }
        if (tried[0] + tried[1] == tried[2] + tried[3])
            return true;
    }
    return false;
}

static void bridges_where_some_numbers_do(void **state)
{
    uint32_t bridging = 0, broken = 0;
    (void)state;
    for (uint32_t all = 0; all < (MOST + 1) * (MOST + 1) * (MOST + 1) * (MOST + 1); all++) {
        uint64_t told[4];
        uint32_t rest = all;
        for (int i = 0; i < 4; i++) {
            told[i] = rest % (MOST + 1) == MOST ? FLOW_UNKNOWN : rest % (MOST + 1);
            rest /= MOST + 1;
        }
        struct referral row = {
            .opening = told[0], .in = told[1], .out = told[2], .closing = told[3]};
        assert_int_equal(referral_bridges(&row), is_possible(told));
        bridging += referral_bridges(&row);
        broken += !referral_bridges(&row);
    }
    assert_true(bridging > 100 && broken > 100);
}

/* ---- places of applications ----------------------------------------------------------- */

static const struct place {
    const char *name;
    uint32_t zone, area;
    const char *place;
    uint32_t other_zone, other_area;
    const char *other;
    bool is_same;
} PLACES[] = {
    {"zone_by_two_names", 3, WS_NONE, "Norra", 3, WS_NONE, "NORRA kommun", true},
    {"two_zones", 3, WS_NONE, "Norra", 4, WS_NONE, "Norra", false},
    {"area_by_two_names", WS_NONE, 2, "A", WS_NONE, 2, "B", true},
    {"two_areas", WS_NONE, 2, "A", WS_NONE, 1, "A", false},
    {"a_zone_and_an_area", 2, WS_NONE, "A", WS_NONE, 2, "A", false},
    {"neither_same_name", WS_NONE, WS_NONE, "A", WS_NONE, WS_NONE, "A", true},
    {"neither_two_names", WS_NONE, WS_NONE, "A", WS_NONE, WS_NONE, "a", false},
    {"one_is_no_place_of_ours", WS_NONE, WS_NONE, "A", 3, WS_NONE, "A", false},
    {"one_is_no_area_of_ours", WS_NONE, WS_NONE, "A", WS_NONE, 3, "A", false},
};

static void same_place(void **state)
{
    const struct place *row = *state;
    char first[16], second[16];
    strcpy(first, row->place);
    strcpy(second, row->other);
    struct application a = {.zone = row->zone, .area = row->area, .place = first};
    struct application b = {.zone = row->other_zone, .area = row->other_area, .place = second};
    assert_int_equal(application_is_same_place(&a, &b), row->is_same);
    assert_int_equal(application_is_same_place(&b, &a), row->is_same);
}

/* ---- remote --------------------------------------------------------------------------- */

static void nothing_is_told_of_remote_support(void **state)
{
    struct remote remote = {.has_presence = true};
    (void)state;
    assert_true(remote_init(&remote, 3, 2));
    assert_false(remote.has_presence);
    for (uint32_t i = 0; i < 6; i++) {
        const struct remote_place *place = i < 3   ? &remote.zones[i]
                                           : i < 5 ? &remote.areas[i - 3]
                                                   : &remote.nation;
        assert_false(place->is_named || place->is_told || place->network.is_known);
        assert_int_equal(place->word, REMOTE_NOT_TOLD);
        assert_int_equal(place->network.low_micro, 0);
        assert_int_equal(place->network.high_micro, 1000000);
        assert_int_equal(place->ability.high_micro, 1000000);
        assert_true(place->capacity_micro == WS_UNBOUNDED);
    }
    remote_release(&remote);
    assert_null(remote.zones);
    for (uint64_t nth = 1; nth <= 2; nth++) {
        mem_fail_at(nth);
        assert_false(remote_init(&remote, 3, 2));
        mem_fail_at(0);
        remote_release(&remote);
    }
}

/* ---- given back ------------------------------------------------------------------------ */

static char *word(void)
{
    return mem_string("word");
}

static void registers_are_given_back(void **state)
{
    struct commuting commuting = {.count = 2, .home = mem_array(2, 4), .work = mem_array(2, 4)};
    struct unemployed unemployed = {.month_count = 1, .month = mem_array(1, 8)};
    struct claims claims = {.count = 2, .items = mem_array(2, sizeof(struct claim))};
    struct referrals referrals = {.count = 1,
                                  .headline_count = 1,
                                  .rows = mem_array(1, sizeof(struct referral)),
                                  .headlines = mem_array(1, sizeof(struct headline))};
    struct notes notes = {.count = 1, .items = mem_array(1, sizeof(struct note))};
    struct applications applications = {.count = 1,
                                        .items = mem_array(1, sizeof(struct application))};
    (void)state;
    commuting.people_micro = mem_array(2, 8);
    unemployed.people_micro = mem_array(1, 8);
    claims.items[0] = (struct claim){.id = word(), .statement = word(), .said = word()};
    referrals.rows[0] = (struct referral){.place = word(), .scheme = word(), .provider = word()};
    referrals.headlines[0].scheme = word();
    notes.items[0] = (struct note){.place = word(), .topic = word(), .tags = word()};
    applications.items[0] = (struct application){.applicant = word(), .reason = word()};
    commuting_release(&commuting);
    unemployed_release(&unemployed);
    claims_release(&claims);
    referrals_release(&referrals);
    notes_release(&notes);
    applications_release(&applications);
    assert_true(!commuting.count && !unemployed.month && !claims.items && !referrals.rows &&
                !notes.items && !applications.items);
}

static void contracts_are_given_back(void **state)
{
    struct contracts contracts = {.count = 2,
                                  .area = mem_array(2, sizeof(char *)),
                                  .provider = mem_array(2, sizeof(char *)),
                                  .id = mem_array(2, sizeof(char *)),
                                  .zone = mem_array(2, 4)};
    (void)state;
    contracts.area[0] = word();
    contracts.provider[1] = word();
    contracts_release(&contracts);
    assert_int_equal(contracts.count, 0);
    assert_null(contracts.area);
}

static void nothing_is_given_back(void **state)
{
    (void)state;
    commuting_release(NULL);
    unemployed_release(NULL);
    claims_release(NULL);
    referrals_release(NULL);
    notes_release(NULL);
    applications_release(NULL);
    contracts_release(NULL);
    remote_release(NULL);
}

int main(void)
{
    struct CMUnitTest tests[16] = {
        cmocka_unit_test(bridges_where_some_numbers_do),
        cmocka_unit_test(nothing_is_told_of_remote_support),
        cmocka_unit_test(registers_are_given_back),
        cmocka_unit_test(contracts_are_given_back),
        cmocka_unit_test(nothing_is_given_back),
    };
    size_t count = 5;
    for (size_t i = 0; i < COUNT_OF(PLACES); i++)
        tests[count++] = (struct CMUnitTest){.name = PLACES[i].name,
                                             .test_func = same_place,
                                             .initial_state = (void *)(uintptr_t)&PLACES[i]};
    return _cmocka_run_group_tests("geo_registers", tests, count, NULL, NULL);
}
