/* Age classes in names, and which of them make up a range. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "io/ages.h"

#include <stdio.h>
#include <string.h>

/* ---- one name ------------------------------------------------------------------- */

static const struct parse {
    const char *text, *stem;
    enum age_sex sex;
    uint32_t from, to; /* to 0: refused */
    bool is_single;
} PARSES[] = {
    {"bef1664", "bef", AGE_ALL, 16, 64, false},
    {"arb_16_64", "arb", AGE_ALL, 16, 64, false},
    {"kv_20_44", "", AGE_WOMEN, 20, 44, false},
    {"man2044", "", AGE_MEN, 20, 44, false},
    {"man_80", "", AGE_MEN, 80, 80, true},
    {"bef_kv_0_4", "bef", AGE_WOMEN, 0, 4, false},
    {"ald20_25", "ald", AGE_ALL, 20, 25, false},
    {"0-4", "", AGE_ALL, 0, 4, false},
    {"20\xe2\x80\x93"
     "24 \xc3\xa5r",
     "", AGE_ALL, 20, 24, false},
    {"100+", "", AGE_ALL, 100, AGES_OLDEST, false},
    {"100+ \xc3\xa5r", "", AGE_ALL, 100, AGES_OLDEST, false},
    {"80 \xc3\xa5r och \xc3\xa4ldre", "", AGE_ALL, 80, AGES_OLDEST, false},
    {"85-", "", AGE_ALL, 85, AGES_OLDEST, false},
    {"65-w", "", AGE_ALL, 65, AGES_OLDEST, false},
    {"Pop 15 to 74 years", "pop", AGE_ALL, 15, 74, false},
    {"27", "", AGE_ALL, 27, 27, true},
    {"bef05", "bef", AGE_ALL, 0, 5, false},
    {"bef615", "bef", AGE_ALL, 6, 15, false},
    {"arbetsl\xc3\xb6sa_20_64", "arbetslosa", AGE_ALL, 20, 64, false},
    {"x2019", "", AGE_ALL, 0, 0, false},
    {"population", "", AGE_ALL, 0, 0, false},
    {"bef_64_16", "", AGE_ALL, 0, 0, false},
    {"area_km2_5x", "", AGE_ALL, 0, 0, false},
    {"bef_16_64_kvot", "", AGE_ALL, 0, 0, false},
    {"bef12345678", "", AGE_ALL, 0, 0, false},
    {"bef20044", "bef", AGE_ALL, 20, 44, false},
    {"bef20111", "", AGE_ALL, 0, 0, false},
    {"bef44020", "", AGE_ALL, 0, 0, false},
    {"bef044", "bef", AGE_ALL, 0, 44, false},
    {"bef110", "bef", AGE_ALL, 110, 110, true},
    {"bef111", "bef", AGE_ALL, 1, 11, false},
    {"bef411", "bef", AGE_ALL, 4, 11, false},
    {"bef444", "bef", AGE_ALL, 4, 44, false},
    {"bef_1234_64", "", AGE_ALL, 0, 0, false},
    {"bef_16_121", "", AGE_ALL, 0, 0, false},
    {"bef_16_12345678", "", AGE_ALL, 0, 0, false},
    {"antal 16-64 (\xc3\xa5r)", "antal", AGE_ALL, 16, 64, false},
    {"antalkvinnor_20_64", "antal", AGE_WOMEN, 20, 64, false},
    {"pop_male_20_64", "pop", AGE_MEN, 20, 64, false},
    {"kv20+", "", AGE_WOMEN, 20, AGES_OLDEST, false},
    {"a name that is longer than any word for people, by far and by wide 16_64", "", AGE_ALL, 0, 0,
     false},
};

static void parses(void **state)
{
    const struct parse *row = *state;
    struct age_name name;
    bool is_age = ages_parse(&name, row->text);
    assert_int_equal(is_age, row->to > 0);
    if (!is_age)
        return;
    assert_string_equal(name.stem, row->stem);
    assert_int_equal(name.sex, row->sex);
    assert_int_equal(name.from, row->from);
    assert_int_equal(name.to, row->to);
    assert_int_equal(name.is_single, row->is_single);
}

/* ---- ranges ------------------------------------------------------------------------- */

#define MOST 12u

/* What is taken: "16-64" or "15-19:4/5 20-64"; "none", "tie". */
static const struct cover_row {
    const char *name, *columns[MOST];
    struct ages range;
    const char *taken;
} COVERS[] = {
    {"five_years", {"0-4", "5-9", "10-14", "15-19"}, {5, 14, true}, "5-9 10-14"},
    {"both_ends_are_in", {"0-4", "5-9"}, {0, 4, true}, "0-4"},
    {"fewest_columns", {"16-19", "20-64", "16-64"}, {16, 64, true}, "16-64"},
    {"overlapping_classes_are_not_added",
     {"bef_16_64", "bef_15_74", "bef_65_74"},
     {16, 74, true},
     "16-64 65-74"},
    {"a_class_is_split", {"15-19", "20-64"}, {16, 64, true}, "15-19:4/5 20-64"},
    {"the_tightest_is_split", {"15-74", "16-69", "0-99"}, {16, 64, true}, "16-69:49/54"},
    {"both_ends_are_split", {"0-4", "5-9", "10-14"}, {3, 11, true}, "0-4:2/5 5-9 10-14:2/5"},
    {"a_gap", {"16-19", "25-64"}, {16, 64, true}, "none"},
    {"no_open_class", {"16-64", "65-79"}, {65, AGES_OLDEST, true}, "none"},
    {"the_open_class", {"16-64", "65-79", "80"}, {65, AGES_OLDEST, true}, "65-79 80+"},
    {"an_open_class_is_split_to_100", {"65-79", "80+"}, {65, 84, true}, "65-79 80+:5/21"},
    {"two_ways", {"0-4", "5-14", "0-9", "10-14"}, {0, 14, true}, "tie"},
    {"two_columns_of_one_class", {"bef_0_4", "pop_0_4"}, {0, 4, true}, "tie"},
    {"women_and_men", {"kv_0_4", "man_0_4", "kv_5_9"}, {0, 4, true}, "0-4"},
    {"women_alone_are_none", {"kv_0_4", "kv_5_9"}, {0, 4, true}, "none"},
    {"up_to_but_not_including", {"ald0_5", "ald5_10"}, {0, 9, true}, "0-4 5-9"},
    {"closed_classes_of_that_name", {"ald0_4", "ald5_9"}, {0, 9, true}, "0-4 5-9"},
    {"a_year_is_no_age", {"bef2024", "bef2021"}, {20, 24, true}, "none"},
    {"an_age_like_a_year", {"bef2024", "bef2529"}, {20, 29, true}, "20-24 25-29"},
    {"classes_that_meet", {"bef_0_5", "bef_5_10", "bef_10_15"}, {0, 9, true}, "0-4 5-9"},
    {"men_and_women_by_year", {"kv_20", "kv_21", "man_20", "man_21"}, {20, 21, true}, "20 21"},
    {"years_of_work", {"arb2024", "arb2021"}, {20, 24, true}, "20-24"},
    {"a_year_of_the_last_century", {"bef1964", "bef1965"}, {19, 64, true}, "none"},
    {"a_lone_number_is_no_age", {"bef_1", "bef_16_64"}, {1, 1, true}, "none"},
};

static void describe(char *out, size_t room, const struct age_cover *cover)
{
    size_t used = 0;
    out[0] = '\0';
    for (uint32_t i = 0; i < cover->count; i++) {
        char text[32];
        ages_text(text, cover->classes[i].from, cover->classes[i].to);
        used += (size_t)snprintf(out + used, room - used, "%s%s", i ? " " : "", text);
        if (cover->inside[i] != cover->years[i])
            used += (size_t)snprintf(out + used, room - used, ":%u/%u", (unsigned)cover->inside[i],
                                     (unsigned)cover->years[i]);
    }
}

static void covers(void **state)
{
    const struct cover_row *row = *state;
    struct age_name names[MOST];
    struct age_class classes[MOST];
    struct age_cover cover;
    size_t count = 0;
    bool has_met;
    char taken[128];
    for (int i = 0; i < (int)MOST && row->columns[i]; i++)
        if (ages_parse(&names[count], row->columns[i]))
            names[count++].column = i;
    count = ages_classes(classes, names, ages_settle(names, count, &has_met));
    enum age_result result = ages_cover(&cover, classes, count, row->range);
    describe(taken, sizeof taken, &cover);
    assert_string_equal(result == AGES_NONE  ? "none"
                        : result == AGES_TIE ? "tie"
                                             : taken,
                        row->taken);
}

/* All subsets of classes that do not overlap: none fits with fewer columns. */
static void fewest_of_all_subsets(void **state)
{
    (void)state;
    uint32_t found = 0;
    uint64_t seed = 11;
    for (uint32_t round = 0; round < 300; round++) {
        struct age_class classes[8];
        for (int i = 0; i < 8; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            uint32_t from = (uint32_t)(seed >> 40) % 9;
            classes[i] = (struct age_class){from, from + (uint32_t)(seed >> 50) % 4, i, -1};
        }
        uint32_t fewest = 99, ways = 0;
        for (uint32_t set = 1; set < 256; set++) {
            uint32_t seen[16] = {0}, size = 0;
            bool fits = true;
            for (uint32_t i = 0; i < 8; i++) {
                if (!(set >> i & 1))
                    continue;
                size++;
                fits = fits && classes[i].from >= 2 && classes[i].to <= 7;
                for (uint32_t age = classes[i].from; age <= classes[i].to; age++)
                    seen[age]++;
            }
            for (uint32_t age = 2; age <= 7; age++)
                fits = fits && seen[age] == 1;
            if (fits && size == fewest)
                ways++;
            if (fits && size < fewest) {
                fewest = size;
                ways = 1;
            }
        }
        struct age_cover cover;
        enum age_result result = ages_cover(&cover, classes, 8, (struct ages){2, 7, true});
        if (ways == 1) {
            assert_int_equal(result, AGES_FOUND);
            assert_int_equal(cover.spill, 0);
            assert_int_equal(cover.count, fewest);
            found++;
        } else if (ways > 1) {
            assert_int_equal(result, AGES_TIE);
        }
    }
    assert_true(found > 5);
}

int main(void)
{
    enum {
        PARSE_COUNT = sizeof PARSES / sizeof *PARSES,
        COVER_COUNT = sizeof COVERS / sizeof *COVERS
    };
    struct CMUnitTest tests[PARSE_COUNT + COVER_COUNT + 1] = {
        cmocka_unit_test(fewest_of_all_subsets)};
    for (int i = 0; i < PARSE_COUNT; i++)
        tests[1 + i] = (struct CMUnitTest){.name = PARSES[i].text,
                                           .test_func = parses,
                                           .initial_state = (void *)(uintptr_t)&PARSES[i]};
    for (int i = 0; i < COVER_COUNT; i++)
        tests[1 + PARSE_COUNT + i] =
            (struct CMUnitTest){.name = COVERS[i].name,
                                .test_func = covers,
                                .initial_state = (void *)(uintptr_t)&COVERS[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
