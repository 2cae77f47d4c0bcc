/* Stocks and flows by hand: the small numbers that must come out. */
#include "decide/reconcile.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define U FLOW_UNKNOWN
#define MOST_ROWS 32u

struct table {
    struct referrals referrals;
    struct referral rows[MOST_ROWS];
    struct headline headlines[2];
    char places[MOST_ROWS][8];
};

static char *text_of(const char *text)
{
    return (char *)(uintptr_t)text;
}

static void add_row(struct table *table, const char *provider, uint64_t opening, uint64_t in,
                    uint64_t out, uint64_t closing)
{
    uint32_t i = table->referrals.count++;
    assert_true(i < MOST_ROWS);
    snprintf(table->places[i], sizeof table->places[i], "%04u", (unsigned)(1000 + i));
    table->rows[i] = (struct referral){.month = "2020-04",
                                       .place = table->places[i],
                                       .zone = i,
                                       .scheme = text_of("KROM"),
                                       .provider = text_of(provider),
                                       .opening = opening,
                                       .in = in,
                                       .out = out,
                                       .closing = closing};
    table->referrals.rows = table->rows;
    table->referrals.has_stocks = true;
}

static void add_headline(struct table *table, uint64_t persons)
{
    table->headlines[0] =
        (struct headline){.month = "2020-04", .scheme = text_of("KROM"), .persons = persons};
    table->referrals.headlines = table->headlines;
    table->referrals.headline_count = 1;
}

/* April 2020 in 32 municipalities: 33 came, one had left. */
static void fill_april(struct table *table)
{
    memset(table, 0, sizeof *table);
    add_row(table, "", 0, 2, 1, 1);
    for (int i = 1; i < 32; i++)
        add_row(table, "", 0, 1, 0, 1);
    add_headline(table, 33);
}

static const struct reconcile_line *find_line(const struct reconcile *lines,
                                              enum reconcile_kind kind)
{
    for (uint32_t i = 0; i < lines->count; i++)
        if (lines->lines[i].kind == kind)
            return &lines->lines[i];
    return NULL;
}

static void says(const struct reconcile_line *line, const char *words)
{
    assert_non_null(line);
    if (!strstr(line->text, words))
        print_message("%s\nexpected: %s\n", line->text, words);
    assert_non_null(strstr(line->text, words));
}

/* ---- flows ---------------------------------------------------------------------------- */

static void row_e4_33_less_1_is_32(void **state)
{
    (void)state;
    struct table table;
    struct reconcile lines = {0};
    struct ws_error err;
    fill_april(&table);
    assert_int_equal(reconcile_flows(&lines, &table.referrals, NULL, &err), WS_OK);
    const struct reconcile_line *bridge = find_line(&lines, RECONCILE_BRIDGE);
    says(bridge, "33 - 1 = 32 persons");
    says(bridge, "32 of 32 municipalities (persons are not places)");
    assert_true(bridge->in == 33 && bridge->out == 1 && bridge->closing == 32);
    const struct reconcile_line *headline = find_line(&lines, RECONCILE_HEADLINE);
    says(headline, "headline 33, there at the end 32: 33 - 1 = 32");
    assert_true(headline->has_unexplained && headline->unexplained == 0);
    reconcile_release(&lines);
}

static void row_e3_referrals_per_municipality(void **state)
{
    (void)state;
    struct table table;
    struct reconcile lines = {0};
    struct ws_error err;
    fill_april(&table);
    assert_int_equal(reconcile_flows(&lines, &table.referrals, NULL, &err), WS_OK);
    const struct reconcile_line *rate = find_line(&lines, RECONCILE_PER_PLACE);
    says(rate, "33 / 32 = 1.03 referrals per municipality");
    assert_true(fabs(rate->rate - 33.0 / 32.0) < 1e-12);
    assert_null(find_line(&lines, RECONCILE_PER_1000)); /* nobody told the unemployed */
    reconcile_release(&lines);
}

static void row_e3_per_1000_unemployed(void **state)
{
    (void)state;
    struct table table = {.referrals = {.count = 0}};
    struct reconcile lines = {0};
    struct ws_error err;
    uint64_t people[2] = {500 * (uint64_t)WS_MICRO, 1500 * (uint64_t)WS_MICRO}, more[2] = {0, 0};
    char months[1][8] = {"2020-04"};
    struct unemployed unemployed = {.month_count = 1,
                                    .zone_count = 2,
                                    .month = months,
                                    .people_micro = people,
                                    .more_micro = more};
    add_row(&table, "", 0, 3, 0, 3);
    add_row(&table, "", 0, 1, 0, 1);
    assert_int_equal(reconcile_flows(&lines, &table.referrals, &unemployed, &err), WS_OK);
    uint32_t count = 0;
    for (uint32_t i = 0; i < lines.count; i++) {
        if (lines.lines[i].kind != RECONCILE_PER_1000)
            continue;
        double expected = count == 0 ? 6.0 : count == 1 ? 1000.0 / 1500.0 : 2.0;
        assert_true(fabs(lines.lines[i].rate - expected) < 1e-12);
        count++;
    }
    assert_int_equal(count, 3);
    reconcile_release(&lines);
    lines = (struct reconcile){0};
    more[1] = WS_UNBOUNDED; /* withheld: neither that place nor the whole */
    assert_int_equal(reconcile_flows(&lines, &table.referrals, &unemployed, &err), WS_OK);
    count = 0;
    for (uint32_t i = 0; i < lines.count; i++)
        count += lines.lines[i].kind == RECONCILE_PER_1000;
    assert_int_equal(count, 1);
    reconcile_release(&lines);
}

static void unknown_stays_unknown(void **state)
{
    (void)state;
    struct table table = {.referrals = {.count = 0}};
    struct reconcile lines = {0};
    struct ws_error err;
    add_row(&table, "", 0, 30, 1, 29);
    add_row(&table, "", 0, U, 0, U);
    add_row(&table, "", 0, U, 0, U);
    assert_int_equal(reconcile_flows(&lines, &table.referrals, NULL, &err), WS_OK);
    const struct reconcile_line *bridge = find_line(&lines, RECONCILE_BRIDGE);
    says(bridge, "at least 30, 2 unknown");
    says(bridge, "somebody came to at least 1 of 3 municipalities");
    says(bridge, "; no bridge, not all rows tell in, closing");
    assert_true(bridge->in == U && bridge->closing == U && bridge->out == 1);
    const struct reconcile_line *rate = find_line(&lines, RECONCILE_PER_PLACE);
    says(rate, "at least 30 / 3");
    assert_true(isnan(rate->rate));
    reconcile_release(&lines);
}

/* Suppression leaves a remainder, and the total is intact. */
static void row_e11_what_is_withheld_is_the_remainder(void **state)
{
    (void)state;
    struct table table = {.referrals = {.count = 0}};
    struct reconcile lines = {0};
    struct ws_error err;
    add_row(&table, "", U, 30, U, U);
    add_row(&table, "", U, U, U, U);
    add_headline(&table, 33);
    assert_int_equal(reconcile_flows(&lines, &table.referrals, NULL, &err), WS_OK);
    const struct reconcile_line *rest = find_line(&lines, RECONCILE_REMAINDER);
    says(rest, "33 in all, 30 told by place, 3 remain in 1 rows");
    assert_true(rest->registry + (uint64_t)rest->unexplained == rest->reported);
    assert_null(find_line(&lines, RECONCILE_HEADLINE));
    reconcile_release(&lines);
}

static void a_headline_that_differs_is_unexplained(void **state)
{
    (void)state;
    struct table table = {.referrals = {.count = 0}};
    struct reconcile lines = {0};
    struct ws_error err;
    add_row(&table, "", 0, 30, 0, 30);
    add_headline(&table, 33);
    assert_int_equal(reconcile_flows(&lines, &table.referrals, NULL, &err), WS_OK);
    says(find_line(&lines, RECONCILE_HEADLINE), "headline 33, rows 30: 3 unexplained");
    reconcile_release(&lines);
}

static void row_e6_impaired_flow_is_explained(void **state)
{
    (void)state;
    struct table table = {.referrals = {.count = 0}};
    struct reconcile lines = {0};
    struct ws_error err;
    add_row(&table, "", 0, 0, 0, 0);
    assert_int_equal(reconcile_flows(&lines, &table.referrals, NULL, &err), WS_OK);
    assert_null(find_line(&lines, RECONCILE_IMPAIRED));
    reconcile_release(&lines);
    lines = (struct reconcile){0};
    table.rows[0].is_impaired = true;
    assert_int_equal(reconcile_flows(&lines, &table.referrals, NULL, &err), WS_OK);
    says(find_line(&lines, RECONCILE_IMPAIRED), "explained as flow, not as a lack of supply");
    reconcile_release(&lines);
}

/* ---- providers -------------------------------------------------------------------------- */

static void row_e5_providers_that_wait(void **state)
{
    (void)state;
    struct table table = {.referrals = {.count = 0}};
    struct reconcile lines = {0};
    struct ws_error err;
    const struct reconcile_provider providers[] = {
        {"A", "2020-03-30"}, {"B", "2020-03-30"}, {"C", ""}, {"D", "2020-03-30"}};
    add_row(&table, "A", 0, 1, 0, 1);
    add_row(&table, "B", 0, 0, 0, 0);
    add_row(&table, "D", 0, U, 0, U); /* nobody can say: not listed */
    assert_int_equal(
        reconcile_idle(&lines, &table.referrals, "2020-04", providers, 4, "2020-05-01", &err),
        WS_OK);
    assert_int_equal(lines.count, 2);
    assert_string_equal(lines.lines[0].provider, "B");
    says(&lines.lines[0], "nobody referred in 2020-04; there since 2020-03-30, 32 days");
    assert_true(fabs(lines.lines[0].rate - 32.0) < 1e-12);
    assert_string_equal(lines.lines[1].provider, "C");
    assert_true(isnan(lines.lines[1].rate));
    reconcile_release(&lines);
}

/* ---- counts ------------------------------------------------------------------------------- */

static void row_b1_reported_36_registry_32(void **state)
{
    (void)state;
    struct reconcile lines = {0};
    struct ws_error err;
    assert_int_equal(reconcile_count(&lines, "B1", "municipalities", 36, 32, "2021-04-15", &err),
                     WS_OK);
    says(&lines.lines[0], "reported 36, registry 32: 4 unexplained");
    assert_true(lines.lines[0].unexplained == 4);
    assert_int_equal(reconcile_count(&lines, "B1", "municipalities", 290, 290, "2021-12-07", &err),
                     WS_OK);
    assert_null(strstr(lines.lines[1].text, "unexplained"));
    reconcile_release(&lines);
}

static const struct parts {
    const char *name;
    uint64_t parts[6];
    uint32_t count;
    uint64_t whole;
    const char *says;
    int64_t unexplained;
} PARTS[] = {
    {"row_b1_the_stages_are_all_municipalities",
     {32, 53, 101, 104},
     4,
     290,
     "32 + 53 + 101 + 104 = 290",
     0},
    {"row_b2_the_pilots_by_group", {6, 7, 9, 3, 3, 4}, 6, 32, "6 + 7 + 9 + 3 + 3 + 4 = 32", 0},
    {"no_room_for_four_more",
     {32, 4, 53, 101, 104},
     5,
     290,
     "= 294; expected 290: 4 unexplained",
     4},
    {"one_is_missing", {32, 53, 101, 103}, 4, 290, "= 289; expected 290: -1 unexplained", -1},
};

static void parts_and_whole(void **state)
{
    const struct parts *row = *state;
    struct reconcile lines = {0};
    struct ws_error err;
    assert_int_equal(
        reconcile_parts(&lines, "municipalities", row->parts, row->count, row->whole, &err), WS_OK);
    says(&lines.lines[0], row->says);
    assert_true(lines.lines[0].unexplained == row->unexplained);
    reconcile_release(&lines);
}

/* ---- months --------------------------------------------------------------------------------- */

static void the_month_of_the_day_or_the_last_before(void **state)
{
    (void)state;
    struct table table = {.referrals = {.count = 0}};
    add_row(&table, "", 0, 1, 0, 1);
    add_row(&table, "", 1, 2, 0, 3);
    memcpy(table.rows[1].month, "2020-06", 8);
    assert_string_equal(reconcile_month(&table.referrals, "2020-04-15"), "2020-04");
    assert_string_equal(reconcile_month(&table.referrals, "2020-05-15"), "2020-04");
    assert_string_equal(reconcile_month(&table.referrals, ""), "2020-06");
    assert_string_equal(reconcile_month(&table.referrals, "2020-03-31"), "");
}

static void sums_of_a_month_have_bounds(void **state)
{
    (void)state;
    struct table table = {.referrals = {.count = 0}};
    struct reconcile_sum in, closing;
    add_row(&table, "", 0, 13, 1, 12);
    add_row(&table, "", 0, U, 0, U);
    table.rows[1].in_below = 5;
    reconcile_month_sums(&in, &closing, &table.referrals, "2020-04");
    assert_true(in.known == 13 && in.unknown_count == 1 && in.most == 17);
    assert_true(closing.known == 12 && closing.unknown_count == 1 && closing.most == U);
    reconcile_month_sums(&in, &closing, &table.referrals, "2020-05");
    assert_true(in.known == 0 && in.unknown_count == 0 && in.most == 0);
}

/* opening + in - out = closing, or not; what is not told cannot be broken. */
static void rows_bridge_or_not(void **state)
{
    (void)state;
    struct referral row = {.opening = 5, .in = 33, .out = 1, .closing = 37};
    assert_true(referral_bridges(&row));
    row.closing = 36;
    assert_false(referral_bridges(&row));
    row.out = U;
    assert_true(referral_bridges(&row));
    row.closing = 39; /* one more than were there */
    assert_false(referral_bridges(&row));
    row = (struct referral){.opening = U, .in = 13, .out = 1, .closing = 12};
    assert_true(referral_bridges(&row));
    row.closing = 11; /* fewer than came */
    assert_false(referral_bridges(&row));
    row.closing = U;
    assert_true(referral_bridges(&row));
    row = (struct referral){.opening = 0, .in = 0, .out = 3, .closing = 0};
    assert_false(referral_bridges(&row)); /* more left than were there */
}

int main(void)
{
    enum { PART_COUNT = sizeof PARTS / sizeof *PARTS };
    const struct CMUnitTest fixed[] = {
        cmocka_unit_test(row_e4_33_less_1_is_32),
        cmocka_unit_test(row_e3_referrals_per_municipality),
        cmocka_unit_test(row_e3_per_1000_unemployed),
        cmocka_unit_test(unknown_stays_unknown),
        cmocka_unit_test(row_e11_what_is_withheld_is_the_remainder),
        cmocka_unit_test(a_headline_that_differs_is_unexplained),
        cmocka_unit_test(row_e6_impaired_flow_is_explained),
        cmocka_unit_test(row_e5_providers_that_wait),
        cmocka_unit_test(row_b1_reported_36_registry_32),
        cmocka_unit_test(the_month_of_the_day_or_the_last_before),
        cmocka_unit_test(sums_of_a_month_have_bounds),
        cmocka_unit_test(rows_bridge_or_not),
    };
    enum { FIXED = sizeof fixed / sizeof *fixed };
    struct CMUnitTest tests[FIXED + PART_COUNT];
    memcpy(tests, fixed, sizeof fixed);
    for (int i = 0; i < PART_COUNT; i++)
        tests[FIXED + i] = (struct CMUnitTest){.name = PARTS[i].name,
                                               .test_func = parts_and_whole,
                                               .initial_state = (void *)(uintptr_t)&PARTS[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
