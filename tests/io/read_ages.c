/* People of certain ages from real and small files, and counts that are withheld. */
#include "io/read_fixture.h"

#include "base/mem.h"

#define SCB "se-kommuner/kommuner_scb_3006.gpkg"
#define LONG_TABLE "se-population/befolkning_2019_kommun_alder_kon.csv"
#define WIDE_TABLE "se-population/arbetsfor_alder_2019_kommun.csv"
#define STOCKHOLM "se-stadsdelar/stockholm_basomraden_3011.gpkg"

static const struct real {
    const char *name, *file;
    uint32_t from, to;
    uint64_t people;
} REAL[] = {
    {"rows_16_64", LONG_TABLE, 16, 64, 6310457},
    {"rows_15_74", LONG_TABLE, 15, 74, 7527864},
    {"rows_20_64", LONG_TABLE, 20, 64, 5858492},
    {"rows_of_all_ages", LONG_TABLE, 0, AGES_OLDEST, 10327589},
    {"columns_16_64", WIDE_TABLE, 16, 64, 6310457},
    {"columns_15_74", WIDE_TABLE, 15, 74, 7527864},
    {"base_areas_16_64", STOCKHOLM, 16, 64, 614739},
    {"base_areas_16_79_without_one_column", STOCKHOLM, 16, 79, 709523},
    {"base_areas_of_all_ages", STOCKHOLM, 0, AGES_OLDEST, 908058},
};

static void read_real(void **state)
{
    const struct real *row = *state;
    struct fixture fix;
    struct zones zones = {0};
    struct population population = {0};
    struct ws_source source, borders;
    if (!shared(&source, row->file) || !shared(&borders, SCB))
        skip();
    fixture_open(&fix);
    assert_status(&fix, io_read_zones(&zones, fix.io, &borders, WS_ROLE_MUNICIPALITIES, &fix.err),
                  WS_OK);
    const struct people_wanted wanted = {NULL, 0, {row->from, row->to, true}};
    assert_status(&fix, io_read_population(&population, fix.io, &source, &wanted, &zones, &fix.err),
                  WS_OK);
    uint64_t sum_micro = 0;
    for (uint32_t i = 0; i < population.units.count; i++)
        sum_micro += population.units.people_micro[i];
    assert_true(sum_micro == row->people * WS_MICRO);
    assert_null(population.less_micro);
    population_release(&population);
    zones_release(&zones);
    fixture_close(&fix);
}

/* people, less, more of the three municipalities, "?" without bound. */
static const struct small {
    const char *name, *text, *counts, *says;
    uint32_t from, to; /* to 0: of all ages */
} SMALL[] = {
    {"known", "kommunkod,pop\n0114,10\n0115,20\n0117,30\n", "none", NULL, 0, 0},
    {"less_than_five", "kommunkod,pop\n0114,<5\n0115,20\n0117,30\n", "0-0+4 20-0+0 30-0+0",
     "withheld", 0, 0},
    {"less_than_a_half", "kommunkod,pop\n0114,<0.5\n0115,20\n0117,30\n", "0-0+0.5 20-0+0 30-0+0",
     "withheld", 0, 0},
    {"dots", "kommunkod,pop\n0114,..\n0115,20\n0117,30\n", "0-0+? 20-0+0 30-0+0", "withheld", 0, 0},
    {"missing", "kommunkod,pop\n0114,\n0115,20\n0117,30\n", "0-0+? 20-0+0 30-0+0", "missing", 0, 0},
    {"a_class_is_split", "kommunkod,bef_15_19,bef_20_64\n0114,5,100\n0115,10,200\n0117,15,300\n",
     "104-4+1 208-8+2 312-12+3", "4 of 5 years of 15-19", 16, 64},
    {"a_withheld_class_is_split",
     "kommunkod,bef_15_19,bef_20_64\n0114,<5,100\n0115,10,200\n0117,15,300\n",
     "100-0+4 208-8+2 312-12+3", "withheld", 16, 64},
    {"rows_are_split",
     "kommunkod,alder,pop\n0114,15-19,5\n0115,15-19,10\n0117,15-19,15\n0114,20-64,100\n"
     "0115,20-64,200\n0117,20-64,<300\n",
     "104-4+1 208-8+2 12-12+302", "4 of 5 years of 15-19", 16, 64},
    {"a_row_is_missing",
     "kommunkod,alder,pop\n0114,16-19,5\n0115,16-19,10\n0114,20-64,100\n0115,20-64,200\n"
     "0117,20-64,300\n",
     "105-0+0 210-0+0 300-0+?", "missing in 1 places: 0117", 16, 64},
};

static size_t put_count(char *out, size_t room, char sign, uint64_t micro)
{
    char front[2] = {sign, '\0'};
    return micro == WS_UNBOUNDED
               ? (size_t)snprintf(out, room, "%s?", front)
               : (size_t)snprintf(out, room, "%s%g", sign ? front : "", (double)micro / WS_MICRO);
}

static void describe(char *out, size_t room, const struct population *population)
{
    size_t used = (size_t)snprintf(out, room, "%s", population->less_micro ? "" : "none");
    for (uint32_t i = 0; population->less_micro && i < population->units.count; i++) {
        used += (size_t)snprintf(out + used, room - used, "%s", i ? " " : "");
        used += put_count(out + used, room - used, '\0', population->units.people_micro[i]);
        used += put_count(out + used, room - used, '-', population->less_micro[i]);
        used += put_count(out + used, room - used, '+', population->more_micro[i]);
    }
}

static void read_small(void **state)
{
    const struct small *row = *state;
    struct fixture fix;
    struct zones zones = {0};
    struct population population = {0};
    char counts[200];
    fixture_open(&fix);
    read_three_zones(&fix, &zones);
    struct ws_source source = fixture_text(&fix, "a.csv", row->text);
    const struct people_wanted wanted = {NULL, 0, {row->from, row->to, row->to > 0}};
    assert_status(&fix, io_read_population(&population, fix.io, &source, &wanted, &zones, &fix.err),
                  WS_OK);
    describe(counts, sizeof counts, &population);
    assert_string_equal(counts, row->counts);
    assert_true(row->says ? was_warned(&fix, row->says) : fix.warnings.count == 0);
    if (row->to)
        assert_non_null(strstr(population.weight_label[0], "ages 16-64"));
    population_release(&population);
    zones_release(&zones);
    fixture_close(&fix);
}

/* Totals to scale to must be known. */
static void withheld_totals_are_refused(void **state)
{
    (void)state;
    struct fixture fix;
    struct zones zones = {0};
    uint64_t *total_micro = NULL;
    fixture_open(&fix);
    read_three_zones(&fix, &zones);
    struct ws_source source =
        fixture_text(&fix, "a.csv", "kommunkod,pop\n0114,<5\n0115,2\n0117,3\n");
    const struct people_wanted wanted = {NULL, 0, {0}};
    assert_status(&fix, io_read_totals(&total_micro, fix.io, &source, &wanted, &zones, &fix.err),
                  WS_BAD_DATA);
    assert_says(&fix, "the total of 0114 is not known");
    assert_null(total_micro);
    zones_release(&zones);
    fixture_close(&fix);
}

int main(void)
{
    enum { REAL_COUNT = sizeof REAL / sizeof *REAL, SMALL_COUNT = sizeof SMALL / sizeof *SMALL };
    struct CMUnitTest tests[REAL_COUNT + SMALL_COUNT + 1] = {
        cmocka_unit_test(withheld_totals_are_refused)};
    for (int i = 0; i < REAL_COUNT; i++)
        tests[1 + i] = (struct CMUnitTest){.name = REAL[i].name,
                                           .test_func = read_real,
                                           .initial_state = (void *)(uintptr_t)&REAL[i]};
    for (int i = 0; i < SMALL_COUNT; i++)
        tests[1 + REAL_COUNT + i] =
            (struct CMUnitTest){.name = SMALL[i].name,
                                .test_func = read_small,
                                .initial_state = (void *)(uintptr_t)&SMALL[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
