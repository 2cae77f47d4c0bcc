/* Options: words to numbers, defaults, refusals. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "run/options.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- words to numbers ---------------------------------------------------------- */

static const struct limit_row {
    const char *name, *text;
    bool is_good, is_time;
    uint32_t cost;
} LIMITS[] = {
    {"limit_10km", "10km", true, false, 10000000},
    {"limit_7.5km", "7.5km", true, false, 7500000},
    {"limit_500m", "500m", true, false, 500000},
    {"limit_one_millimetre", "0.001m", true, false, 1},
    {"limit_15min", "15min", true, true, 900000},
    {"limit_90s", "90s", true, true, 90000},
    {"limit_1h", "1h", true, true, 3600000},
    {"limit_half_an_hour", "0.5h", true, true, 1800000},
    {"limit_0.1km_is_exact", "0.1km", true, false, 100000},
    {"limit_largest", "2147483.646m", true, false, 2147483646},
    {"limit_is_infinite", "2147483.647m", false, false, 0},
    {"limit_wraps", "4294968.296m", false, false, 0},
    {"limit_wraps_64_bits", "18446744073709551617m", false, false, 0},
    {"limit_zero", "0km", false, false, 0},
    {"limit_wraps_by_hours", "5124095576031h", false, false, 0},
    {"limit_part_of_a_millimetre", "1.0005m", false, false, 0},
    {"limit_half_a_millimetre", "0.0005m", false, false, 0},
    {"limit_without_unit", "10", false, false, 0},
    {"limit_in_miles", "10mi", false, false, 0},
    {"limit_upper_case", "10KM", false, false, 0},
    {"limit_negative", "-10km", false, false, 0},
    {"limit_with_exponent", "1e3m", false, false, 0},
    {"limit_with_inner_space", "10 km", false, false, 0},
    {"limit_point_at_end", "10.km", false, false, 0},
    {"limit_point_first", ".5km", false, false, 0},
    {"limit_empty", "", false, false, 0},
};

static void test_limit(void **state)
{
    const struct limit_row *row = *state;
    uint32_t cost = 77;
    bool is_time = !row->is_time;
    assert_int_equal(options_parse_limit(&cost, &is_time, row->text), row->is_good);
    assert_int_equal(cost, row->is_good ? row->cost : 77);
    assert_int_equal(is_time, row->is_good ? row->is_time : !row->is_time);
}

static const struct date_row {
    const char *name, *text;
    bool is_good;
} DATES[] = {
    {"date_plain", "2020-03-30", true},
    {"date_leap_day", "2024-02-29", true},
    {"date_leap_century", "2000-02-29", true},
    {"date_no_leap_day", "2023-02-29", false},
    {"date_no_leap_century", "1900-02-29", false},
    {"date_month_13", "2020-13-01", false},
    {"date_day_31", "2020-04-31", false},
    {"date_slashes", "2020/03/30", false},
    {"date_month_only", "2020-03", false},
    {"date_with_time", "2020-03-30T00", false},
    {"date_short", "2020-3-30", false},
};

static void test_date(void **state)
{
    const struct date_row *row = *state;
    assert_int_equal(options_parse_date(row->text), row->is_good);
}

/* ---- one option -------------------------------------------------------------------- */

static const struct refusal_row {
    const char *name, *option, *value, *says;
} REFUSALS[] = {
    {"comma_in_limit", "within", "7,5km", "--within: '7'; expected numbers with a unit"},
    {"mixed_units", "within", "10km,15min", "distances or times"},
    {"limit_twice", "within", "1km,1000m", "each limit once"},
    {"choice_zero", "choice", "0", "from 1 to 16"},
    {"choice_17", "choice", "17", "from 1 to 16"},
    {"choice_twice", "choice", "1,1", "each number once"},
    {"choice_trailing_comma", "choice", "1,", "from 1 to 16"},
    {"supply_of_a_third_kind", "supply", "real", "nominal or effective"},
    {"notice_in_years", "notice", "1y", "such as 3m or 90d"},
    {"notice_without_unit", "notice", "3", "such as 3m or 90d"},
    {"notice_without_number", "notice", "m", "such as 3m or 90d"},
    {"dates_out_of_order", "dates", "2020-03-30,2020-03-29", "each after the one before"},
    {"dates_twice", "dates", "2020-03-30,2020-03-30", "each after the one before"},
    {"dates_not_in_the_calendar", "dates", "2020-02-30", "days YYYY-MM-DD"},
    {"every_year", "every", "year", "month, week or day"},
    {"marker_without_day", "marker", "Agreement", "DATE=TEXT"},
    {"marker_without_text", "marker", "2019-01-11=", "DATE=TEXT"},
    {"marker_of_no_day", "marker", "2019-13-11=Agreement", "DATE=TEXT"},
    {"no_sites", "add", "0", "1 to 1000"},
    {"too_many_sites", "add", "1001", "1 to 1000"},
    {"share_of_nobody", "reach", "0%", "above 0%"},
    {"share_of_more_than_all", "reach", "100.1%", "at most 100%"},
    {"share_without_sign", "reach", "99", "such as 99%"},
    {"share_too_fine", "reach", "99.00001%", "4 decimals"},
    {"aim_of_none", "aim", "0", "1 to 16"},
    {"candidates_from_towns", "candidates-from", "towns", "settlements or roads"},
    {"factor_small", "straight-line", "0.99", "1.0 to 3.0"},
    {"factor_large", "straight-line", "3.01", "1.0 to 3.0"},
    {"factor_nan", "straight-line", "nan", "1.0 to 3.0"},
    {"access_zero", "access-limit", "0", "above 0"},
    {"access_far", "access-limit", "51km", "at most 50 km"},
    {"speed_zero", "access-speed", "0", "km/h from 0.1"},
    {"direction", "direction", "there", "to-office or from-office"},
    {"speed_word", "speed", "maxspeed", "table or source"},
    {"threads", "threads", "1025", "0 to 1024"},
    {"flag_value", "strict", "yes", "nothing, true or false"},
    {"flag_word", "overwrite", "yes", "nothing, true or false"},
    {"date", "as-of", "2020-02-30", "YYYY-MM-DD"},
    {"role", "layer", "office=a", "with ROLE municipalities"},
    {"role_without_sign", "layer", "offices", "ROLE=NAME"},
    {"role_of_field", "field", "offices=x", "ROLE.KEY=COLUMN"},
    {"field_without_column", "field", "offices.x=", "not empty"},
    {"field_long", "field", "offices.0123456789012345678901234567890123=x", "31 bytes"},
    {"crs_out", "crs", "out=+proj=utm", "EPSG:N"},
    {"crs_out_zero", "crs", "out=EPSG:0", "EPSG:N"},
    {"open_option", "oo", "offices=SEPARATOR", "ROLE=KEY=VALUE"},
    {"empty_path", "offices", "", "not empty"},
    {"weight_empty", "weight", "=Label", "COLUMN=LABEL"},
    {"near_name", "ofices", "x", "the nearest is --offices"},
    {"near_name_underscore", "as_of", "2020-01-01", "the nearest is --as-of"},
    {"far_name", "zzzzzzzz", "x", "no such option; see"},
    {"lang_unknown", "lang", "no", "sv or en"},
    {"lang_of_a_country", "lang", "sv_SE", "sv or en"},
    {"later_edge", "edge", "included", "not available in this version"},
};

static void test_refusal(void **state)
{
    const struct refusal_row *row = *state;
    struct ws_error err = {0};
    struct ws_options *options = ws_options_new(), *fresh = ws_options_new();
    assert_non_null(options);
    assert_int_equal(ws_options_set(options, row->option, row->value, &err), WS_BAD_OPTION);
    assert_int_equal(err.status, WS_BAD_OPTION);
    if (!strstr(err.message, row->says))
        fail_msg("'%s' lacks '%s'", err.message, row->says);
    if (!strstr(err.message, row->option))
        fail_msg("'%s' does not name --%s", err.message, row->option);
    /* A refused option leaves no trace. */
    assert_memory_equal(options, fresh, sizeof *options);
    ws_options_free(options);
    ws_options_free(fresh);
}

static void set(struct ws_options *options, const char *name, const char *value)
{
    struct ws_error err = {0};
    if (ws_options_set(options, name, value, &err))
        fail_msg("--%s %s: %s", name, value, err.message);
}

static void test_defaults(void **state)
{
    (void)state;
    struct ws_options *options = ws_options_new();
    assert_int_equal(options->cutoff_count, 2);
    assert_int_equal(options->cutoff_cost[0], 10000000);
    assert_int_equal(options->cutoff_cost[1], 30000000);
    assert_string_equal(options->cutoff_text[1], "30km");
    assert_int_equal(options->main_cutoff, 1);
    assert_false(options->is_time);
    assert_int_equal(options->choice_count, 3);
    assert_int_equal(options->choice[2], 3);
    assert_true(options->access_limit_m == 2000.0 && options->office_access_limit_m == 500.0);
    assert_true(options->access_speed_kmh == 15.0);
    assert_int_equal(options->min_component, 100);
    assert_int_equal(options->direction, WS_TO_FACILITY);
    assert_true(options->use_ferries && !options->use_source_speed && !options->overwrite);
    assert_int_equal(options->threads, 0);
    assert_true(options->straight_factor == 0.0);
    assert_int_equal(options->weight_count + options->road_count, 0);
    for (int role = 0; role < WS_ROLE_COUNT; role++)
        assert_false(options->is_given[role]);
    ws_options_free(options);
}

static void test_values(void **state)
{
    (void)state;
    struct ws_options *options = ws_options_new();
    set(options, "within", "30min, 15min,1h");
    set(options, "choice", "2");
    set(options, "choice", "1");
    set(options, "weight", "ald2064=Working age");
    set(options, "weight", "tot");
    set(options, "straight-line", "1.3");
    set(options, "access-limit", "1.5km");
    set(options, "office-access-limit", "250");
    set(options, "access-speed", "4.5");
    set(options, "direction", "from-office");
    set(options, "min-component", "7");
    set(options, "no-ferries", "");
    set(options, "speed", "source");
    set(options, "classes", "c.csv");
    set(options, "as-of", "2020-03-30");
    set(options, "known-on", "2020-03-31");
    set(options, "scheme", "LOV");
    set(options, "eligible", "a = 'b,c'");
    set(options, "crs", "out=EPSG:3006");
    set(options, "format", "GeoJSON");
    set(options, "output", "out");
    set(options, "overwrite", "true");
    set(options, "threads", "3");
    assert_int_equal(options->cutoff_count, 3);
    assert_true(options->is_time);
    assert_int_equal(options->cutoff_cost[0], 1800000);
    assert_string_equal(options->cutoff_text[1], "15min");
    assert_int_equal(options->main_cutoff, 2);
    assert_int_equal(options->choice_count, 2);
    assert_int_equal(options->choice[0], 2);
    assert_int_equal(options->choice[1], 1);
    assert_int_equal(options->weight_count, 2);
    assert_string_equal(options->weights[0].column, "ald2064");
    assert_string_equal(options->weights[0].label, "Working age");
    assert_string_equal(options->weights[1].label, "tot");
    assert_true(fabs(options->straight_factor - 1.3) < 1e-15);
    assert_true(options->access_limit_m == 1500.0 && options->office_access_limit_m == 250.0);
    assert_true(options->access_speed_kmh == 4.5);
    assert_int_equal(options->direction, WS_FROM_FACILITY);
    assert_int_equal(options->min_component, 7);
    assert_true(!options->use_ferries && options->use_source_speed && options->overwrite);
    assert_string_equal(options->classes, "c.csv");
    assert_string_equal(options->dated.as_of, "2020-03-30");
    assert_string_equal(options->dated.known_on, "2020-03-31");
    assert_string_equal(options->dated.scheme, "LOV");
    assert_string_equal(options->eligible, "a = 'b,c'");
    assert_string_equal(options->crs_out, "EPSG:3006");
    assert_string_equal(options->format, "GeoJSON");
    assert_string_equal(options->output, "out");
    assert_int_equal(options->threads, 3);
    ws_options_free(options);
}

/* What is said about roads holds for each source, in whatever order. */
static void test_roles(void **state)
{
    (void)state;
    struct ws_options *options = ws_options_new();
    set(options, "roads", "a.gpkg");
    set(options, "layer", "roads=lines");
    set(options, "field", "roads.length=m");
    set(options, "where", "roads=class <> 'x=y'");
    set(options, "oo", "roads=A=1");
    set(options, "oo", "roads=B=2");
    set(options, "roads", "b.gpkg");
    set(options, "crs", "offices=EPSG:4326");
    set(options, "encoding", "offices=LATIN1");
    set(options, "field", "offices.provider=old");
    set(options, "field", "offices.provider=aktor");
    assert_int_equal(options->road_count, 2);
    assert_true(options->is_given[WS_ROLE_ROADS]);
    assert_string_equal(options->roads[0].path, "a.gpkg");
    assert_string_equal(options->roads[1].given, "b.gpkg");
    for (int i = 0; i < 2; i++) {
        assert_string_equal(options->roads[i].layer, "lines");
        assert_string_equal(options->roads[i].where, "class <> 'x=y'");
        assert_string_equal(options->roads[i].open_options, "A=1\nB=2");
        assert_int_equal(options->roads[i].field_count, 1);
        assert_string_equal(options->roads[i].fields[0].key, "length");
        assert_string_equal(options->roads[i].fields[0].column, "m");
    }
    const struct ws_source *offices = &options->source[WS_ROLE_OFFICES];
    assert_string_equal(offices->crs, "EPSG:4326");
    assert_string_equal(offices->encoding, "LATIN1");
    assert_int_equal(offices->field_count, 1);
    assert_string_equal(offices->fields[0].column, "aktor");
    assert_false(options->is_given[WS_ROLE_OFFICES]);
    ws_options_free(options);
}

static void test_pad_codes(void **state)
{
    (void)state;
    struct ws_options *options = ws_options_new();
    set(options, "pad-codes", "false");
    assert_int_equal(options->source[WS_ROLE_POPULATION].field_count, 0);
    set(options, "pad-codes", "");
    assert_true(options->pad_codes);
    for (int role = 0; role < WS_ROLE_COUNT; role++)
        assert_string_equal(options->source[role].fields[0].key, "pad_codes");
    set(options, "pad-codes", "false");
    assert_false(options->pad_codes);
    ws_options_free(options);
}

static void test_nine_roads(void **state)
{
    (void)state;
    struct ws_error err = {0};
    struct ws_options *options = ws_options_new();
    for (int i = 0; i < 8; i++)
        set(options, "roads", "a.gpkg");
    assert_int_equal(ws_options_set(options, "roads", "b.gpkg", &err), WS_BAD_OPTION);
    assert_non_null(strstr(err.message, "at most 8"));
    assert_int_equal(options->road_count, 8);
    ws_options_free(options);
}

/* --main may come before the limits it picks from. */
static void test_main_limit(void **state)
{
    (void)state;
    struct ws_error err = {0};
    struct ws_options *options = ws_options_new();
    set(options, "main", "15min");
    assert_int_equal(options_check(options, &err), WS_BAD_OPTION);
    assert_non_null(strstr(err.message, "--main"));
    set(options, "within", "900s,30min");
    assert_int_equal(options_check(options, &err), WS_OK);
    assert_int_equal(options->main_cutoff, 0);
    ws_options_free(options);
}

/* ---- the table ---------------------------------------------------------------------------- */

static void test_help(void **state)
{
    (void)state;
    uint32_t count = 0;
    const struct ws_option_help *help = ws_options_help(&count);
    assert_true(count > 30);
    for (uint32_t i = 0; i < count; i++) {
        assert_true(strlen(help[i].name) < 32 && help[i].help[0]);
        assert_int_equal(help[i].is_flag, !help[i].value[0]);
        assert_int_equal(options_find(help[i].name), i);
    }
}

static void add_rows(struct CMUnitTest *tests, size_t *count, CMUnitTestFunction run,
                     const void *rows, size_t row_count, size_t row_size)
{
    for (size_t i = 0; i < row_count; i++) {
        const char *row = (const char *)rows + i * row_size, *name;
        memcpy(&name, row, sizeof name); /* the first member of every row */
        void *initial;
        memcpy(&initial, &row, sizeof initial);
        tests[(*count)++] =
            (struct CMUnitTest){.name = name, .test_func = run, .initial_state = initial};
    }
}

int main(void)
{
    static struct CMUnitTest tests[COUNT(LIMITS) + COUNT(DATES) + COUNT(REFUSALS)];
    size_t count = 0;
    add_rows(tests, &count, test_limit, LIMITS, COUNT(LIMITS), sizeof *LIMITS);
    add_rows(tests, &count, test_date, DATES, COUNT(DATES), sizeof *DATES);
    add_rows(tests, &count, test_refusal, REFUSALS, COUNT(REFUSALS), sizeof *REFUSALS);
    const struct CMUnitTest others[] = {
        cmocka_unit_test(test_defaults),   cmocka_unit_test(test_values),
        cmocka_unit_test(test_roles),      cmocka_unit_test(test_pad_codes),
        cmocka_unit_test(test_nine_roads), cmocka_unit_test(test_main_limit),
        cmocka_unit_test(test_help),
    };
    int failed = cmocka_run_group_tests_name("words", tests, NULL, NULL);
    return failed + cmocka_run_group_tests_name("options", others, NULL, NULL);
}
