/* Classes, flags and routes, each rule by hand and all of them together. */
#include "decide/findings.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#define SEK UINT64_C(1000000)

static void know(struct policy *policy, enum policy_id id, uint64_t whole)
{
    struct policy_value *value = &policy->values[id];
    value->is_known = true;
    value->low = value->mid = value->high = whole * SEK;
}

static struct policy priced(void)
{
    struct policy policy;
    policy_init(&policy);
    know(&policy, POLICY_FIXED_COST, 900000);
    know(&policy, POLICY_INCOME, 26000);
    know(&policy, POLICY_VARIABLE_COST, 6000);
    know(&policy, POLICY_TERM, 4);
    memcpy(policy.begun, "2025-03-01", 11);
    return policy;
}

static struct finding_place place_of(uint32_t providers, uint64_t participants)
{
    return (struct finding_place){.code = "2501",
                                  .provider_count = providers,
                                  .office_count = providers == WS_NONE ? 0 : providers,
                                  .participants_low = participants * SEK,
                                  .participants_micro = participants * SEK,
                                  .participants_high = participants * SEK,
                                  .neighbour_micro = 0};
}

/* n* = 45, k = 3. */
static const struct volume_row {
    const char *name;
    uint64_t participants, neighbours;
    char rule;
    const char *route;
} VOLUMES[] = {
    {"row_c10_three_break_even", 135, 0, 'b', "LOV"},
    {"row_c10_two_break_even", 134, 0, 'c', "LOV_ALLOWANCE"},
    {"row_c10_one_breaks_even", 45, 0, 'c', "LOV_ALLOWANCE"},
    {"row_a15_neighbours_make_a_lot", 38, 7, 'd', "LOU"},
    {"row_a15_neighbours_are_too_few", 38, 6, 'e', "DIRECT_AWARD"},
    {"row_a15_alone_below_the_limit", 38, 0, 'e', "DIRECT_AWARD"},
    {"row_a15_nobody", 0, 0, 'e', "DIRECT_AWARD"},
};

static void by_volume(void **state)
{
    const struct volume_row *row = *state;
    struct policy policy = priced();
    struct finding_place place = place_of(1, row->participants);
    struct finding finding;
    place.neighbour_count = row->neighbours > 0;
    place.neighbour_micro = row->neighbours * SEK;
    findings_judge(&finding, &place, &policy);
    assert_int_equal(finding.rule, row->rule);
    assert_string_equal(finding.route, row->route);
    assert_false(finding.is_candidate);
    assert_non_null(strstr(finding.why.text[LANG_EN], "n* = 45"));
    policy_release(&policy);
}

/* Amounts are not known: the count alone, and a candidate. */
static const struct count_row {
    const char *name;
    uint32_t providers;
    enum ws_class class_id;
    char rule;
    const char *route;
} COUNTS[] = {
    {"row_a5_nobody_within_reach_is_a_white_spot", 0, WS_CLASS_NONE, 'd', "LOU"},
    {"row_a5_one_provider", 1, WS_CLASS_ONE, 'c', "LOV_ALLOWANCE"},
    {"row_a5_two_providers", 2, WS_CLASS_TWO, 'c', "LOV_ALLOWANCE"},
    {"row_a5_three_providers_are_a_choice", 3, WS_CLASS_FEW, 'b', "LOV"},
    {"row_a5_five_providers", 5, WS_CLASS_MANY, 'b', "LOV"},
};

static void by_count(void **state)
{
    const struct count_row *row = *state;
    struct policy policy;
    struct finding finding;
    policy_init(&policy);
    struct finding_place place = place_of(row->providers, 38);
    findings_judge(&finding, &place, &policy);
    assert_true(finding.has_class && finding.class_id == row->class_id);
    assert_int_equal(finding.rule, row->rule);
    assert_string_equal(finding.route, row->route);
    assert_true(finding.is_candidate);
    assert_non_null(strstr(finding.why.text[LANG_EN], "candidate"));
    assert_non_null(strstr(finding.why.text[LANG_EN], "n* is not known"));
    policy_release(&policy);
}

static void participants_unknown_make_a_candidate(void **state)
{
    (void)state;
    struct policy policy = priced();
    struct finding finding;
    struct finding_place place = place_of(1, 0);
    place.participants_micro = WS_UNBOUNDED;
    findings_judge(&finding, &place, &policy);
    assert_true(finding.is_candidate && finding.rule == 'c');
    assert_non_null(strstr(finding.why.text[LANG_EN], "participants are not known"));
    policy_release(&policy);
}

static void low_and_high_participants_make_a_candidate(void **state)
{
    (void)state;
    struct policy policy = priced();
    struct finding finding;
    struct finding_place place = place_of(1, 50);
    place.participants_low = 40 * SEK;
    findings_judge(&finding, &place, &policy);
    assert_true(finding.is_candidate && finding.rule == 'c');
    policy_release(&policy);
}

static void no_data_proposes_nothing(void **state)
{
    (void)state;
    struct policy policy = priced();
    struct finding finding;
    struct finding_place place = place_of(WS_NONE, 500);
    findings_judge(&finding, &place, &policy);
    assert_true(finding.flags == FINDING_NO_DATA && finding.rule == 'a' && !finding.route);
    assert_false(finding.has_class);
    policy_release(&policy);
}

/* The same area, another day: the row is chosen by the day the procurement begins.
 * 150 participants a lot would need; 38 x 26 000 x 4 = 3 952 000 SEK. */
static const struct day_row {
    const char *name, *begun, *route, *word;
} DAYS[] = {
    {"row_a15_january_2022", "2022-01-31", "REMOTE_VISITS", "626284 SEK"},
    {"row_a15_february_2022", "2022-02-01", "DIRECT_AWARD", "7802550 SEK"},
    {"row_a15_last_day_of_2025", "2025-12-31", "DIRECT_AWARD", "8109450 SEK"},
    {"row_a15_2026_is_not_known", "2026-01-01", "REMOTE_VISITS", "2026-01-01 is not known"},
    {"row_a15_no_day", "", "REMOTE_VISITS", "is not known"},
};

static void by_day(void **state)
{
    const struct day_row *row = *state;
    struct policy policy = priced();
    struct finding finding;
    struct finding_place place = place_of(1, 38);
    memcpy(policy.begun, row->begun, strlen(row->begun) + 1);
    findings_judge(&finding, &place, &policy);
    assert_string_equal(finding.route, row->route);
    assert_non_null(strstr(finding.why.text[LANG_EN], row->word));
    policy_release(&policy);
}

static void row_a13_an_offer_is_an_agreement_since_december_2022(void **state)
{
    (void)state;
    char *offers[] = {"0114", "2501"};
    struct policy policy = priced();
    struct finding finding;
    struct finding_place place = place_of(1, 38);
    policy.offers = offers;
    policy.offer_count = 2;
    findings_judge(&finding, &place, &policy);
    assert_string_equal(finding.route, "AGREEMENT");
    memcpy(policy.begun, "2022-11-30", 11);
    findings_judge(&finding, &place, &policy);
    assert_string_equal(finding.route, "DIRECT_AWARD");
    memcpy(policy.begun, "2022-12-01", 11);
    findings_judge(&finding, &place, &policy);
    assert_string_equal(finding.route, "AGREEMENT");
    place.code = "2502";
    findings_judge(&finding, &place, &policy);
    assert_string_equal(finding.route, "DIRECT_AWARD");
}

/* Different solutions in different regions: 60 + 12 + 9 = 81. */
static void row_a13_routes_of_81_areas(void **state)
{
    (void)state;
    char *offers[] = {"9"};
    struct policy policy = priced();
    uint32_t lov = 0, lou = 0, agreement = 0;
    policy.offers = offers;
    policy.offer_count = 1;
    for (uint32_t i = 0; i < 81; i++) {
        struct finding finding;
        struct finding_place place = place_of(1, i < 60 ? 135 + i : 20);
        place.code = i < 72 ? "1" : "9";
        place.neighbour_count = i < 72;
        place.neighbour_micro = 25 * SEK;
        findings_judge(&finding, &place, &policy);
        lov += !strcmp(finding.route, "LOV");
        lou += !strcmp(finding.route, "LOU");
        agreement += !strcmp(finding.route, "AGREEMENT");
    }
    assert_int_equal(lov, 60);
    assert_int_equal(lou, 12);
    assert_int_equal(agreement, 9);
    assert_int_equal(lov + lou + agreement, 81);
}

static void row_c10_an_override_keeps_its_reason_and_the_rule(void **state)
{
    (void)state;
    struct policy_override row = {"2501", "TRIAL", "council decision 14"};
    struct policy policy = priced();
    struct finding finding;
    struct finding_place place = place_of(1, 50);
    policy.overrides = &row;
    policy.override_count = 1;
    findings_judge(&finding, &place, &policy);
    assert_true(finding.is_override && finding.rule == 'c');
    assert_string_equal(finding.route, "TRIAL");
    assert_non_null(strstr(finding.why.text[LANG_EN], "council decision 14"));
    assert_non_null(strstr(finding.why.text[LANG_EN], "(c) LOV_ALLOWANCE"));
    place.code = "25";
    findings_judge(&finding, &place, &policy);
    assert_false(finding.is_override);
}

static const struct flag_row {
    const char *name;
    uint32_t providers, offices, supply, taking, ending, contracts, risky;
    const char *text;
} FLAG_ROWS[] = {
    {"row_a5_open_offices", 2, 2, 2, 2, 0, 0, 0, ""},
    {"row_a5_office_in_the_next_area_only", 1, 0, 0, 0, 0, 0, 0, "neighbour_only"},
    {"row_a5_nobody_anywhere", 0, 0, 0, 0, 0, 0, 0, ""},
    {"row_a5_none_takes_anybody_new", 1, 1, 2, 0, 0, 0, 0, "closed_to_new"},
    {"row_a5_one_of_two_is_closed", 2, 2, 2, 1, 0, 0, 0, ""},
    {"row_a5_all_are_ending", 2, 2, 2, 2, 2, 0, 0, "ending"},
    {"row_a5_one_of_two_is_ending", 2, 2, 2, 2, 1, 0, 0, ""},
    {"row_a5_all_contracts_at_risk", 1, 1, 3, 3, 0, 2, 2, "at_risk"},
    {"row_a5_one_contract_at_risk", 1, 1, 3, 3, 0, 2, 1, ""},
    {"row_a5_nobody_can_tell", WS_NONE, 0, 0, 0, 0, 0, 0, "no_data"},
    {"row_a5_several", 1, 0, 1, 1, 1, 1, 1, "neighbour_only, ending, at_risk"},
};

static void flags(void **state)
{
    const struct flag_row *row = *state;
    char text[96];
    struct finding_place place = {.code = "1",
                                  .provider_count = row->providers,
                                  .office_count = row->offices,
                                  .supply_count = row->supply,
                                  .taking_count = row->taking,
                                  .ending_count = row->ending,
                                  .contract_count = row->contracts,
                                  .risky_count = row->risky};
    findings_flags_text(text, findings_flags(&place));
    assert_string_equal(text, row->text);
}

/* The first rule that fits, in whole numbers and without the code. */
static char oracle(uint64_t n, uint64_t beside, bool has_neighbour, uint64_t k, bool is_known)
{
    if (n / 45 >= k)
        return 'b';
    if (n / 45 >= 1)
        return 'c';
    if (has_neighbour && n + beside >= 45)
        return 'd';
    return is_known && n * 26000 * 4 < 8109450 ? 'e' : 'f';
}

static void rules_against_an_oracle(void **state)
{
    (void)state;
    struct policy policy = priced();
    for (uint64_t n = 0; n < 200; n++)
        for (uint64_t beside = 0; beside < 60; beside += 5)
            for (uint64_t k = 1; k < 5; k++)
                for (uint32_t c = 0; c < 4; c++) {
                    struct finding finding;
                    struct finding_place place = place_of(1, n);
                    know(&policy, POLICY_CHOICE, k);
                    memcpy(policy.begun, c & 1 ? "2025-01-01" : "2027-01-01", 11);
                    place.neighbour_count = c / 2;
                    place.neighbour_micro = beside * SEK;
                    findings_judge(&finding, &place, &policy);
                    assert_int_equal(finding.rule, oracle(n, beside, c / 2, k, c & 1));
                }
}

/* ---- what is not known, or not permitted ------------------------------------------------- */

static void no_neighbours_ways(struct finding_place *place, struct policy *policy)
{
    (void)policy;
    place->is_way_unknown = true;
}

static void no_neighbours_participants(struct finding_place *place, struct policy *policy)
{
    (void)policy;
    place->neighbour_count = 1;
    place->neighbour_micro = WS_UNBOUNDED;
}

static void no_margin(struct finding_place *place, struct policy *policy)
{
    know(policy, POLICY_VARIABLE_COST, 26000);
    place->neighbour_count = 2;
    place->neighbour_micro = 1000 * SEK;
}

static void a_least_volume(struct finding_place *place, struct policy *policy)
{
    know(policy, POLICY_LOT_VOLUME, 60);
    place->neighbour_count = 1;
    place->neighbour_micro = 21 * SEK;
}

static void a_lower_least_volume(struct finding_place *place, struct policy *policy)
{
    know(policy, POLICY_LOT_VOLUME, 44);
    place->neighbour_count = 1;
    place->neighbour_micro = 7 * SEK;
}

static void no_term(struct finding_place *place, struct policy *policy)
{
    (void)place;
    policy->values[POLICY_TERM].is_known = false;
}

static void no_limit_and_no_remote(struct finding_place *place, struct policy *policy)
{
    policy->begun[0] = '\0';
    place->is_remote_off = true;
}

static void no_limit(struct finding_place *place, struct policy *policy)
{
    (void)place;
    policy->begun[0] = '\0';
}

static void more_than_the_high_end(struct finding_place *place, struct policy *policy)
{
    (void)policy;
    place->participants_high = 45 * SEK;
}

/* 38 participants, 45 break even; each with one thing changed. */
static const struct case_row {
    const char *name;
    void (*change)(struct finding_place *, struct policy *);
    char rule;
    const char *route;
    bool is_candidate;
    const char *why;
} CASES[] = {
    {"ways_are_not_measured", no_neighbours_ways, 'e', "DIRECT_AWARD", true, "not measured"},
    {"neighbours_are_not_known", no_neighbours_participants, 'd', "LOU", true, "not known"},
    {"nobody_can_break_even", no_margin, 'e', "DIRECT_AWARD", false, "more than anybody has"},
    {"below_the_least_volume", a_least_volume, 'e', "DIRECT_AWARD", false, "a lot needs 60"},
    {"break_even_is_above_the_least_volume", a_lower_least_volume, 'd', "LOU", false,
     "a lot needs 45"},
    {"the_value_is_not_known", no_term, 'f', "REMOTE_VISITS", false,
     "the value of a contract is not known; or IN_HOUSE"},
    {"remote_is_not_permitted", no_limit_and_no_remote, 'f', "IN_HOUSE", false,
     "remote support is not permitted"},
    {"remote_is_not_forbidden", no_limit, 'f', "REMOTE_VISITS", false, "or IN_HOUSE"},
    {"another_rule_at_the_high_end", more_than_the_high_end, 'e', "DIRECT_AWARD", true, "45"},
};

static void by_case(void **state)
{
    const struct case_row *row = *state;
    struct policy policy = priced();
    struct finding_place place = place_of(1, 38);
    struct finding finding;
    row->change(&place, &policy);
    findings_judge(&finding, &place, &policy);
    assert_int_equal(finding.rule, row->rule);
    assert_string_equal(finding.route, row->route);
    assert_int_equal(finding.is_candidate, row->is_candidate);
    if (!strstr(finding.why.text[LANG_EN], row->why))
        fail_msg("'%s' does not tell '%s'", finding.why.text[LANG_EN], row->why);
    policy_release(&policy);
}

static void remote_alone_is_told(void **state)
{
    (void)state;
    char text[96];
    struct finding_place place = place_of(0, 38);
    place.is_remote_only = true;
    findings_flags_text(text, findings_flags(&place));
    assert_string_equal(text, "remote_only");
}

/* Nothing was proposed, and somebody decided all the same. */
static void a_decision_where_no_rule_proposes(void **state)
{
    (void)state;
    struct policy_override row = {"2501", "IN_HOUSE", "minutes 7"};
    struct policy policy = priced();
    struct finding finding;
    struct finding_place place = place_of(WS_NONE, 50);
    policy.overrides = &row;
    policy.override_count = 1;
    findings_judge(&finding, &place, &policy);
    assert_true(finding.is_override && finding.rule == 'a');
    assert_string_equal(finding.route, "IN_HOUSE");
    assert_non_null(strstr(finding.why.text[LANG_EN], "by rule (a) no proposal"));
}

/* Without a fixed cost one participant is enough; without a margin none are. */
static void least_volume_of_a_lot(void **state)
{
    (void)state;
    struct policy policy;
    policy_init(&policy);
    assert_int_equal(findings_lot_volume(&policy), 0);
    know(&policy, POLICY_LOT_VOLUME, 12);
    assert_int_equal(findings_lot_volume(&policy), 12 * SEK);
    policy_release(&policy);
    policy = priced();
    assert_int_equal(findings_lot_volume(&policy), 45 * SEK);
    policy.values[POLICY_FIXED_COST].mid += 1;
    assert_int_equal(findings_lot_volume(&policy), 45 * SEK + 1);
    /* The highest quotient whose millionths still are a number. */
    policy.values[POLICY_FIXED_COST].mid = WS_UNBOUNDED / WS_MICRO - 2;
    policy.values[POLICY_INCOME].mid = policy.values[POLICY_VARIABLE_COST].mid + 1;
    assert_true(findings_lot_volume(&policy) == (WS_UNBOUNDED / WS_MICRO - 2) * WS_MICRO);
    policy.values[POLICY_FIXED_COST].mid++;
    assert_true(findings_lot_volume(&policy) == WS_UNBOUNDED);
    know(&policy, POLICY_FIXED_COST, 0);
    assert_int_equal(findings_lot_volume(&policy), 0);
    know(&policy, POLICY_VARIABLE_COST, 26000);
    assert_true(findings_lot_volume(&policy) == WS_UNBOUNDED);
    policy_release(&policy);
}

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))
#define ADD(rows, function)                                                                        \
    for (size_t i = 0; i < COUNT(rows); i++)                                                       \
        tests[count++] = (struct CMUnitTest)                                                       \
        {                                                                                          \
            .name = (rows)[i].name, .test_func = (function),                                       \
            .initial_state = (void *)(uintptr_t) & (rows)[i]                                       \
        }

int main(void)
{
    struct CMUnitTest tests[COUNT(VOLUMES) + COUNT(COUNTS) + COUNT(DAYS) + COUNT(FLAG_ROWS) +
                            COUNT(CASES) + 10] = {
        cmocka_unit_test(participants_unknown_make_a_candidate),
        cmocka_unit_test(low_and_high_participants_make_a_candidate),
        cmocka_unit_test(no_data_proposes_nothing),
        cmocka_unit_test(row_a13_an_offer_is_an_agreement_since_december_2022),
        cmocka_unit_test(row_a13_routes_of_81_areas),
        cmocka_unit_test(row_c10_an_override_keeps_its_reason_and_the_rule),
        cmocka_unit_test(rules_against_an_oracle),
        cmocka_unit_test(remote_alone_is_told),
        cmocka_unit_test(a_decision_where_no_rule_proposes),
        cmocka_unit_test(least_volume_of_a_lot),
    };
    size_t count = 10;
    ADD(VOLUMES, by_volume);
    ADD(COUNTS, by_count);
    ADD(DAYS, by_day);
    ADD(FLAG_ROWS, flags);
    ADD(CASES, by_case);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
