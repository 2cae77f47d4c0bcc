/* Titles and totals that page, map and memo share. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "report/captions.h"

#define THIN "\xe2\x80\xaf"
#define HARD "\xc2\xa0"
#define MICRO UINT64_C(1000000)

/* Main limit 30 km, one and two providers. */
static const char *const SHOWN[] = {"10" HARD "km", "30" HARD "km"};

static struct report report_of(const struct ws_share *main, enum lang lang)
{
    return (struct report){.lang = lang,
                           .scheme = "",
                           .as_of = "",
                           .weight = "Folk",
                           .cutoff_shown = SHOWN,
                           .cutoff_count = 2,
                           .choice_count = 2,
                           .main_cutoff = 1,
                           .main = main};
}

static void expect(struct text *out, const char *wanted)
{
    char *said = NULL;
    assert_int_equal(text_take(&said, out, NULL), WS_OK);
    assert_string_equal(said, wanted);
    mem_free(said);
}

/* ---- titles ------------------------------------------------------------------------- */

static const struct titled {
    const char *name, *place, *county, *scheme, *as_of;
    bool is_effective;
    const char *en, *sv;
} TITLED[] = {
    {"nothing_is_known", "", "", "", "", false, "Folk", "Folk"},
    {"a_county_by_name", "Norrmark", "", "", "", false, "Norrmark · Folk", "Norrmark · Folk"},
    {"a_county_by_code", "", "29", "", "", false, "county 29 · Folk", "län 29 · Folk"},
    {"scheme_and_date", "", "", "KROM", "2020-04-01", false,
     "scheme KROM · as of 2020-04-01 · Folk", "tjänst KROM · per 2020-04-01 · Folk"},
    {"effective", "", "", "", "2020-04-01", true,
     "as of 2020-04-01 · Folk · only offices that take people",
     "per 2020-04-01 · Folk · endast kontor som tar emot"},
};

static void titled(void **state)
{
    const struct titled *row = *state;
    const char *const wanted[LANG_COUNT] = {[LANG_EN] = row->en, [LANG_SV] = row->sv};
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        struct text out = {0};
        struct report report = report_of(NULL, (enum lang)lang);
        report.place = row->place;
        report.county_code = row->county;
        report.scheme = row->scheme;
        report.as_of = row->as_of;
        report.is_effective = row->is_effective;
        captions_subtitle(&out, &report);
        expect(&out, wanted[lang]);
    }
}

/* The limit is part of the title: without it the question has no answer. */
static void the_title_has_the_limit(void **state)
{
    struct text out = {0};
    struct report report = report_of(NULL, LANG_SV);
    (void)state;
    report.as_of = "2020-04-01";
    captions_whole_title(&out, &report);
    expect(&out, "Vem når en leverantör inom 30" HARD "km? per 2020-04-01 · Folk");
}

/* ---- totals ------------------------------------------------------------------------- */

static const struct bridged {
    const char *name;
    struct ws_share row;
    const char *en, *sv;
} BRIDGED[] = {
    {"all_groups",
     {.people_micro = 1100 * MICRO,
      .covered_micro = 1000 * MICRO,
      .uncovered_micro = 50 * MICRO,
      .no_link_micro = 20 * MICRO,
      .off_network_micro = 10 * MICRO,
      .outside_micro = 20 * MICRO},
     "1,000 with a provider within 30" HARD "km + 50 beyond the limit + 30 without road connection "
     "+ 20 outside the zones = 1,100 people; without a provider: 50 + 30 = 80",
     "1" THIN "000 med leverantör inom 30" HARD "km + 50 bortom gränsen + 30 utan vägförbindelse + "
     "20 utanför områdena = 1" THIN "100 personer; utan leverantör: 50 + 30 = 80"},
    {"parts_that_round_to_another_sum",
     {.people_micro = 2 * MICRO, .covered_micro = 1500000, .uncovered_micro = 500000},
     "2 with a provider within 30" HARD "km + 1 beyond the limit + 0 without road connection + 0 "
     "outside the zones = 2 people; without a provider: 1 + 0 = 1 (each rounded by itself)",
     "2 med leverantör inom 30" HARD "km + 1 bortom gränsen + 0 utan vägförbindelse + 0 utanför "
     "områdena = 2 personer; utan leverantör: 1 + 0 = 1 (var för sig avrundade)"},
};

static void bridged(void **state)
{
    const struct bridged *row = *state;
    const char *const wanted[LANG_COUNT] = {[LANG_EN] = row->en, [LANG_SV] = row->sv};
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        struct text out = {0};
        struct report report = report_of(&row->row, (enum lang)lang);
        captions_bridge_all(&out, &report);
        expect(&out, wanted[lang]);
        assert_true(captions_without_micro(&row->row) + row->row.covered_micro +
                        row->row.outside_micro ==
                    row->row.people_micro);
    }
}

/* Zones of one county, people of the country: the share inside first, that of all beside. */
static void many_live_outside(void **state)
{
    struct text out = {0};
    const struct ws_share all = {.people_micro = 10000 * MICRO,
                                 .covered_micro = 300 * MICRO,
                                 .uncovered_micro = 100 * MICRO,
                                 .outside_micro = 9600 * MICRO};
    const struct ws_share inside = {
        .people_micro = 400 * MICRO, .covered_micro = 300 * MICRO, .uncovered_micro = 100 * MICRO};
    const struct ws_share rows[4] = {[3] = {.people_micro = 7}}, nation[4] = {{0}};
    struct report report = report_of(&all, LANG_EN);
    (void)state;
    report.nation = nation;
    assert_ptr_equal(captions_main(&report), &all);
    assert_ptr_equal(captions_shares(&report, 1, 1), &nation[3]);
    captions_total(&out, &report);
    expect(&out, "300 of 10,000 people (3.0" HARD "%) have a provider within 30" HARD "km.");
    captions_inside(&out, &report);
    expect(&out, "");
    report.inside = rows;
    report.inside_main = &inside;
    assert_ptr_equal(captions_main(&report), &inside);
    assert_ptr_equal(captions_shares(&report, 1, 1), &rows[3]);
    captions_total(&out, &report);
    expect(&out, "300 of the 400 people inside the municipalities (75.0" HARD
                 "%) have a provider within 30" HARD "km; of 10,000 people in all, 3.0" HARD "%.");
    captions_inside(&out, &report);
    expect(&out, "The shares are of the 400 people inside the municipalities. 9,600 more of “Folk” "
                 "live outside them; of 10,000 people in all, 3.0" HARD
                 "% have a provider within 30" HARD "km.");
}

int main(void)
{
    enum { TITLES = sizeof TITLED / sizeof *TITLED, BRIDGES = sizeof BRIDGED / sizeof *BRIDGED };
    struct CMUnitTest tests[TITLES + BRIDGES + 2] = {
        [TITLES + BRIDGES] = cmocka_unit_test(the_title_has_the_limit),
        [TITLES + BRIDGES + 1] = cmocka_unit_test(many_live_outside)};
    for (size_t i = 0; i < TITLES; i++)
        tests[i] = (struct CMUnitTest){
            .name = TITLED[i].name, .test_func = titled, .initial_state = (void *)&TITLED[i]};
    for (size_t i = 0; i < BRIDGES; i++)
        tests[TITLES + i] = (struct CMUnitTest){
            .name = BRIDGED[i].name, .test_func = bridged, .initial_state = (void *)&BRIDGED[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
