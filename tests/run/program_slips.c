/* Slips of the pen that leave every file readable: a digit too many, a letter too few, a
 * code of another place. Each is told, and what is as it should be is not. Two
 * municipalities of 20 km side by side, people outside both, no roads. */
#include "drawn.h"

#define WEST_AND_EAST ZONE("0114", "500000", "520000") "," ZONE("0115", "520000", "540000")
#define OFFICES "id,leverantor,easting,northing,kommunkod\n"
#define BOTH "K1,Norrjobb AB,505000,6710000,0114\nK2,Stegvis AB,530000,6710000,115\n"
#define MONTHS "kommunkod,manad,arbetslosa\n"
#define FLOWS "home,work,people\n"
#define CONTRACTS "kommunkod,leverantor\n"

static const struct row {
    const char *name, *option, *table; /* the table of the option */
    const char *offices;               /* NULL: those of both municipalities */
    const char *says, *is_silent;      /* in the list of repairs; NULL: nothing */
} ROWS[] = {
    {"more_unemployed_than_people", "--unemployed", MONTHS "0114,2020-04,5500\n0115,2020-04,40\n",
     NULL,
     "1 municipality has more unemployed than people (befolkning): 0114, 2020-04, 5500 of "
     "1000",
     NULL},
    {"more_unemployed_in_another_month", "--unemployed",
     MONTHS "0114,2020-03,1001\n0115,2020-03,40\n0114,2020-04,900\n0115,2020-04,40\n", NULL,
     "0114, 2020-03, 1001 of 1000", NULL},
    {"all_people_unemployed", "--unemployed", MONTHS "0114,2020-04,1000\n0115,2020-04,500\n", NULL,
     NULL, "than people"},
    {"no_month_told", "--unemployed", "kommunkod,arbetslosa\n0114,30\n0115,501\n", NULL,
     "(befolkning): 0115, 501 of 500", NULL},
    {"more_employed_than_people", "--commuting",
     FLOWS "0114,0114,800\n0114,0115,201\n0115,0115,300\n", NULL,
     "1 municipality has more employed residents than people (befolkning): 0114, 1001 of 1000",
     NULL},
    {"who_works_there_lives_elsewhere", "--commuting",
     FLOWS "0114,0114,100\n0114,0115,900\n0115,0115,300\n", NULL, NULL, "than people"},
    {"a_digit_too_many", "--unemployed",
     MONTHS "0114,2020-03,110\n0114,2020-04,1000\n0114,2020-05,200\n0115,2020-03,40\n"
            "0115,2020-04,40\n0115,2020-05,40\n",
     NULL,
     "1 count is 5 times or more, or a fifth or less, of the months beside (first: 0114, 1000 in "
     "2020-04, 110 in 2020-03, 200 in 2020-05)",
     NULL},
    {"a_digit_too_few", "--unemployed",
     MONTHS "0114,2020-03,110\n0114,2020-04,11\n0114,2020-05,120\n0115,2020-03,40\n"
            "0115,2020-04,40\n0115,2020-05,40\n",
     NULL, "(first: 0114, 11 in 2020-04, 110 in 2020-03, 120 in 2020-05)", NULL},
    {"a_digit_too_few_at_the_end", "--unemployed",
     MONTHS "0114,2020-03,110\n0114,2020-04,120\n0114,2020-05,12\n0115,2020-03,40\n"
            "0115,2020-04,40\n0115,2020-05,40\n",
     NULL, "(first: 0114, 12 in 2020-05, 120 in 2020-04, 110 in 2020-03)", NULL},
    {"two_months_alone", "--unemployed",
     MONTHS "0114,2020-03,600\n0114,2020-04,60\n0115,2020-03,40\n0115,2020-04,40\n", NULL,
     "1 count is 5 times or more, or a fifth or less, of the months beside (first: 0114, 600 in "
     "2020-03, 60 in 2020-04)",
     NULL},
    {"four_times_the_month_beside", "--unemployed",
     MONTHS "0114,2020-03,200\n0114,2020-04,999\n0115,2020-03,40\n0115,2020-04,40\n", NULL, NULL,
     "the months beside"},
    {"small_counts_move_by_chance", "--unemployed",
     MONTHS "0114,2020-03,9\n0114,2020-04,99\n0115,2020-03,40\n0115,2020-04,40\n", NULL, NULL,
     "the months beside"},
    {"months_that_are_not_known", "--unemployed",
     MONTHS "0114,2020-03,..\n0114,2020-04,500\n0115,2020-03,40\n0115,2020-04,40\n", NULL, NULL,
     "the months beside"},
    {"provider_a_letter_away", "--contracts", CONTRACTS "0114,Norrjob AB\n0115,Stegvis AB\n", NULL,
     "contract of a provider without an office: \"Norrjob AB\"; the nearest is \"Norrjobb AB\"",
     "providers without an office"},
    {"provider_told_by_the_reader", "--contracts", CONTRACTS "0114,NORRJOBB\n0115,Stegvis AB\n",
     NULL, "providers \"NORRJOBB\" and \"Norrjobb AB\" look like one", "without an office:"},
    {"provider_of_another_name", "--contracts", CONTRACTS "0114,Gamma\n0115,Gamma\n0115,Delta\n",
     NULL, "contracts of 2 providers without an office: Gamma; Delta", "the nearest is"},
    {"providers_of_the_offices", "--contracts", CONTRACTS "0114,Norrjobb AB\n0115,Stegvis AB\n",
     NULL, NULL, "without an office:"},
    {"provider_of_another_number", "--contracts", CONTRACTS "0114,Utbildning 2\n",
     OFFICES "K1,Utbildning 1,505000,6710000,0114\n",
     "contracts of 1 provider without an office: Utbildning 2", "the nearest is"},
    {"offices_of_their_places", NULL, NULL, NULL, NULL, "another municipality"},
    {"an_office_of_another_place", NULL, NULL,
     OFFICES "K1,A,505000,6710000,0115\nK2,B,530000,6710000,0115\n",
     "1 office stands in another municipality than the column kommunkod says (K1 says 0115 and "
     "stands in 0114)",
     NULL},
    {"offices_all_turned_round", NULL, NULL,
     OFFICES "K1,A,505000,6710000,0115\nK2,B,530000,6710000,114\nK3,B,531000,6710000,9999\n"
             "K4,B,532000,6710000,0114\nK5,B,532000,6710000,\nK6,B,532000,6710000,Ort\n",
     "4 offices stand in another municipality than the column kommunkod says (K1 says 0115 and "
     "stands in 0114; K2 says 0114 and stands in 0115; K3 says 9999 and stands in 0115; ...)",
     NULL},
};

static void write_inputs(const char *folder, const struct row *row)
{
    program_write(folder, "zones.geojson", LAYER(WEST_AND_EAST));
    program_write(folder, "offices.csv", row->offices ? row->offices : OFFICES BOTH);
    program_write(folder, "people.csv", "kommunkod,befolkning\n0114,1000\n0115,500\n");
    if (row->table)
        program_write(folder, "table.csv", row->table);
}

/* A check says it as a run does. */
static void slips(void **state)
{
    static struct said said;
    const struct row *row = *state;
    static const char *const commands[] = {"check", "analyze"};
    char *folder = program_folder(), line[500];
    write_inputs(folder, row);
    for (size_t i = 0; i < 2; i++) {
        snprintf(line, sizeof line,
                 "%s --municipalities zones.geojson --offices offices.csv --crs "
                 "offices=EPSG:3006 --population people.csv --straight-line 1 --within 10km "
                 "--json %s %s",
                 commands[i], row->option ? row->option : "", row->option ? "table.csv" : "");
        program_whitespot(&said, folder, line);
        assert_int_equal(said.status, 0);
        char *text = said.out; /* as it stands in JSON */
        for (char *at = text; (at = strstr(at, "\\\"")); at++)
            memmove(at, at + 1, strlen(at));
        if (row->says)
            assert_true(program_said(text, row->says));
        if (row->is_silent)
            assert_null(strstr(text, row->is_silent));
    }
    program_remove(folder);
}

/* ---- the summary ------------------------------------------------------------------------ */

#define PEOPLE(people, west, east) BOX("\"befolkning\":" people, west, east)
#define NOBODY PEOPLE("0", "501000", "502000")

static const struct words {
    const char *name, *people, *areas, *says;
} WORDS[] = {
    {"all_in_a_zone_with_a_provider", PEOPLE("70", "501000", "502000"), NULL,
     "(befolkning): 0 live in a municipality without a provider, "},
    {"some_in_a_zone_without",
     PEOPLE("70", "501000", "502000") "," PEOPLE("30", "521000", "522000"), NULL,
     "(befolkning): 30 live in a municipality without a provider, "},
    {"some_in_none", PEOPLE("70", "501000", "502000") "," PEOPLE("59", "551000", "552000"), NULL,
     "(befolkning): 59 live in none of the municipalities, "},
    {"some_in_each",
     PEOPLE("30", "521000", "522000") "," PEOPLE("59", "551000", "552000") "," NOBODY, NULL,
     "(befolkning): 30 live in a municipality without a provider, 59 live in none of the "
     "municipalities, "},
    {"some_in_no_area", PEOPLE("70", "501000", "502000") "," PEOPLE("59", "521000", "522000"),
     "kommunkod,leveransomrade\n0114,West\n", "(befolkning): 59 live in none of the areas, "},
    {"some_in_an_area_without",
     PEOPLE("70", "501000", "502000") "," PEOPLE("59", "521000", "522000") "," PEOPLE("3", "551000",
                                                                                      "552000"),
     "kommunkod,leveransomrade\n0114,West\n0115,East\n",
     "(befolkning): 59 live in an area without a provider, 3 live in none of the areas, "},
};

static void where_people_live(void **state)
{
    static struct said said;
    const struct words *row = *state;
    char *folder = program_folder(), text[2500];
    program_write(folder, "zones.geojson", LAYER(WEST_AND_EAST));
    program_write(folder, "offices.csv", OFFICES "K1,A,505000,6710000,0114\n");
    snprintf(text, sizeof text, LAYER("%s"), row->people);
    program_write(folder, "people.geojson", text);
    program_write(folder, "areas.csv", row->areas ? row->areas : "");
    snprintf(text, sizeof text,
             "analyze --municipalities zones.geojson --offices offices.csv --crs offices=EPSG:3006 "
             "--population people.geojson --straight-line 1 --within 10km%s",
             row->areas ? " --supplier-areas areas.csv" : "");
    program_whitespot(&said, folder, text);
    assert_int_equal(said.status, 0);
    assert_true(program_said(said.out, row->says));
    program_remove(folder);
}

int main(void)
{
    enum { ROW_COUNT = sizeof ROWS / sizeof *ROWS, WORD_COUNT = sizeof WORDS / sizeof *WORDS };
    struct CMUnitTest tests[ROW_COUNT + WORD_COUNT];
    for (int i = 0; i < ROW_COUNT; i++)
        tests[i] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = slips, .initial_state = (void *)&ROWS[i]};
    for (int i = 0; i < WORD_COUNT; i++)
        tests[ROW_COUNT + i] = (struct CMUnitTest){.name = WORDS[i].name,
                                                   .test_func = where_people_live,
                                                   .initial_state = (void *)&WORDS[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
