/* Decision memos as a user meets them: three municipalities in a row, one office in the
 * first, no roads; two supplier areas, whose border cuts the middle municipality. */
#include "drawn.h"

#define AREA(name, west, east) BOX("\"leveransomrade\":\"" name "\"", west, east)

static const char ZONES[] = LAYER(ZONE("0114", "500000", "520000") "," ZONE(
    "0115", "520000", "540000") "," ZONE("0116", "540000", "560000"));
static const char AREAS[] =
    LAYER(AREA("Väst", "500000", "530000") "," AREA("Öst", "530000", "560000"));
static const char WHOLE[] = LAYER(AREA("Hela", "520000", "560000"));
static const char OFFICES[] = "id,leverantor,easting,northing\nK1,A,509000,6710000\n";
static const char CLOSED[] =
    "id,leverantor,easting,northing,accepts_new\nK1,A,509000,6710000,nej\n";
static const char ENDING[] = "id,leverantor,easting,northing,valid_from,valid_to\n"
                             "K1,A,509000,6710000,2020-01-01,2020-05-01\n";
static const char CONTRACTS[] = "leverantor,leveransomrade,kanummer,valid_from,valid_to\n"
                                "A,0115,C1,2020-01-01,2020-04-30\nA,0116,C2,2020-01-01,\n";
static const char PEOPLE[] = "kommunkod,befolkning\n0114,1000\n0115,500\n0116,300\n";
static const char UNEMPLOYED[] = "kommunkod,manad,arbetslosa\n0114,2020-04,100\n"
                                 "0115,2020-04,50\n0116,2020-04,30\n";
static const char WITHHELD[] = "kommunkod,manad,arbetslosa\n0114,2020-04,100\n"
                               "0115,2020-04,50\n0116,2020-04,<5\n";
static const char REMOTE[] = "kommunkod,permitted,network_share,ability_share\n"
                             "0116,yes,0.9,0.98\n";
static const char APPLICATIONS[] = "applicant,place,date,outcome,outcome_date,reason\n"
                                   "B AB,0116,2020-03-01,refused,2020-03-20,too late\n"
                                   "C AB,0115,2020-03-02,applied,,\n";
static const char NOTES[] = "date,place,topic,status,count,source,text,actor,step\n"
                            "2020-03-10,0116,role,verified,1,board,matches,A,1\n"
                            "2020-03-11,0116,trend,reported,<5,board,rising,,\n";
static const char HIDDEN[] = "kommunkod,befolkning\n0114,1000\n0115,500\n0116,<5\n";
static const char AMOUNTS[] =
    "{\"fixed_cost\": 9000, \"income\": 40, \"variable_cost\": 10, \"term\": 2}";
static const char POLICY[] =
    "{\"participant_share\": 0.5, \"lot_travel\": 5, \"peers\": 1, \"assistance\": 1000,"
    " \"pilots\": [\"0116\"], \"transfers\": [{\"name\": \"grant\", \"payer\": \"state\","
    " \"gainer\": \"municipality\", \"sek\": 5000}]}";

#define INPUTS                                                                                     \
    "analyze --municipalities zones.geojson --crs offices=EPSG:3006 "                              \
    "--straight-line 1.3 --within 10km"

static int set_up(void **state)
{
    static const struct drawn_file FILES[] = {
        {"zones.geojson", ZONES},    {"areas.geojson", AREAS},           {"offices.csv", OFFICES},
        {"people.csv", PEOPLE},      {"unemployed.csv", UNEMPLOYED},     {"withheld.csv", WITHHELD},
        {"remote.csv", REMOTE},      {"applications.csv", APPLICATIONS}, {"notes.csv", NOTES},
        {"policy.json", POLICY},     {"whole.geojson", WHOLE},           {"closed.csv", CLOSED},
        {"hidden.csv", HIDDEN},      {"amounts.json", AMOUNTS},          {"ending.csv", ENDING},
        {"contracts.csv", CONTRACTS}};
    return DRAWN_FOLDER(state, FILES);
}

static const struct row {
    const char *name, *options, *area; /* area: of the memo, NULL: the first */
    const char *says[4], *never;
} ROWS[] = {
    {"sums_the_unemployed_of_municipalities_wholly_inside",
     "--supplier-areas areas.geojson --unemployed unemployed.csv",
     "Öst",
     {"Municipalities wholly inside</dt><dd>0116 K0116<",
      "Municipalities partly inside</dt><dd>0115 K0115 (250 of its 500 people)<",
      "at least 30 registered (2020-04), in municipalities wholly inside; unknown for 0115<"},
     NULL},
    {"no_sum_where_the_register_withholds",
     "--supplier-areas areas.geojson --unemployed withheld.csv",
     "Öst",
     {"unknown; the register tells whole municipalities, and none of 0115, 0116 is both"},
     "0 registered"},
    {"a_withheld_number_is_unknown",
     "--unemployed withheld.csv",
     "K0116",
     {"unknown; the register withholds the number or has none (2020-04)"},
     "0 registered"},
    {"participants_of_an_area_of_whole_municipalities",
     "--supplier-areas whole.geojson --unemployed unemployed.csv --policy policy.json",
     "Hela",
     {"Participants a year</dt><dd>40.0 (low 40.0, high 40.0)<",
      "Municipalities wholly inside</dt><dd>0115 K0115, 0116 K0116<", "80 registered (2020-04)<"},
     "partly inside"},
    {"no_participants_where_one_lies_partly_inside",
     "--supplier-areas areas.geojson --unemployed unemployed.csv --policy policy.json",
     "Öst",
     {"Participants a year</dt><dd>unknown; "},
     NULL},
    {"nobody_there_takes_people", "", "K0116", {"there is no office and no contract<"}, NULL},
    {"an_office_that_takes_people",
     "",
     "K0114",
     {"at least one office or contract there does, as far as the input tells<"},
     NULL},
    {"an_office_that_takes_nobody_new",
     "--offices closed.csv",
     "K0114",
     {"none of the offices and contracts there does<"},
     NULL},
    {"contracts_tell_their_days",
     "--contracts contracts.csv --as-of 2020-04-01",
     "K0115",
     {"Contract</dt><dd>A: from 2020-01-01 until 2020-04-30; Ends within notice<"},
     "a day not told"},
    {"contracts_without_an_end",
     "--contracts contracts.csv --as-of 2020-04-01",
     "K0116",
     {"Contract</dt><dd>A: from 2020-01-01 until a day not told; Open<"},
     "2020-04-30; "},
    {"offices_in_notice_are_named",
     "--offices ending.csv --as-of 2020-04-01",
     "K0115",
     {"Offices in notice still count here, in whatever municipality they serve: K1 A "
      "(2020-05-01)."},
     NULL},
    {"offices_that_stay_are_not",
     "--offices ending.csv --as-of 2020-01-02",
     "K0115",
     {"2. Proposal and baseline"},
     "Offices in notice"},
    {"withheld_people_are_told",
     "--population hidden.csv",
     "K0115",
     {"Withheld counts</dt><dd>the source withholds some counts; they are 0 in numbers of people"},
     NULL},
    {"no_people_withheld", "", "K0115", {"3. Need"}, "Withheld counts"},
    {"participants_that_are_missing",
     "--policy amounts.json",
     "K0116",
     {"Unknown, cost and value: participants a year would tell them"},
     "Unknown, cost: fixed_cost"},
    {"no_register", "", "K0116", {"(--unemployed)", "(--applications)", "(--remote)"}, NULL},
    {"remote_is_summed_and_the_rest_named",
     "--supplier-areas areas.geojson --remote remote.csv",
     "Öst",
     {"30 to 286 of 550 people without a provider within 10\xc2\xa0km are left",
      "the sum of the municipalities wholly inside, 0116; of people in those partly inside, 0115, "
      "no row tells"},
     NULL},
    {"remote_that_nobody_tells_is_no_0",
     "--supplier-areas areas.geojson --remote remote.csv",
     "Väst",
     {"unknown, at most "},
     ">0 to "},
    {"applications_of_what_lies_inside",
     "--supplier-areas areas.geojson --applications applications.csv",
     "Öst",
     {"B AB, 2020-03-01: refused 2020-03-20, too late<",
      "1 names a municipality partly inside; unknown whether for this area"},
     "C AB"},
    {"notes_of_what_lies_inside",
     "--supplier-areas areas.geojson --notes notes.csv",
     "Öst",
     {"Trend</dt><dd>0116: rising (note of 2020-03-11, reported)",
      "Note 2020-03-11, trend (reported; count: fewer than 5): rising. Source: board"},
     NULL},
    {"a_lot_of_one_area_has_no_way_inside",
     "--policy policy.json",
     "K0116",
     {"Longest way inside</dt><dd>one area, none between areas<"},
     "Longest way inside</dt><dd>0"},
    {"bounds_and_the_straight_line",
     "",
     "K0114",
     {"straight line × 1.3, since no roads were given", "; certain: "},
     NULL},
    {"alternatives_are_a_table",
     "--policy policy.json",
     "K0116",
     {"<th scope=\"row\">Tender (LOU)</th><td>at most 300</td><td>1</td><td>unknown</td>",
      "Starting point: 300 people without a provider within 10\xc2\xa0km today",
      "fixed_cost, income and variable_cost of the policy would tell it"},
     NULL},
    {"what_a_policy_asks_for_beside",
     "--policy policy.json --notes notes.csv",
     "K0116",
     {"<th scope=\"row\">0115 K0115</th>",
      "K0116 may pay 300,000 SEK a year (300,000 to 300,000) to 300 people",
      "1: A (broken; 0 of 300 people within 10\xc2\xa0km)",
      "the area is one of 1 pilots among 3 municipalities"},
     NULL},
    {"transfers_are_of_the_whole_policy",
     "--policy policy.json",
     NULL,
     {"Transfer (whole policy)</dt><dd>grant: from state to municipality, 5,000 SEK a year"},
     NULL},
    {"nothing_beside_where_nobody_asks", "", "K0116", {"13. Sources"}, "Comparable places"},
    {"swedish",
     "--lang sv --supplier-areas areas.geojson --unemployed unemployed.csv --remote remote.csv",
     "Öst",
     {"minst 30 inskrivna (2020-04), i kommuner helt inom området; uppgift saknas för 0115",
      "summan av kommunerna som ligger helt inom, 0116; om människor i dem som ligger delvis "
      "inom, 0115, säger ingen rad något",
      "fågelvägen × 1,3"},
     "på engelska"},
};

/* The memo of one area of a page; the caller frees it. */
static char *read_memo(const char *folder, const char *area)
{
    char title[200];
    char *text = drawn_text(folder, "memo.html");
    snprintf(title, sizeof title, ": %s</h1>", area ? area : "");
    char *at = strstr(text, area ? title : "<article>");
    assert_non_null(at);
    char *end = strstr(at, "</article>");
    assert_non_null(end);
    *end = '\0';
    memmove(text, at, strlen(at) + 1);
    return text;
}

static void memo_says(void **state)
{
    const struct row *row = *state;
    static struct said said;
    char line[400], *folder = NULL;
    set_up((void **)&folder);
    snprintf(line, sizeof line, "--memo memo.html %s %s %s %s",
             strstr(row->options, "--lang") ? "" : "--lang en",
             strstr(row->options, "--offices") ? "" : "--offices offices.csv",
             strstr(row->options, "--population") ? "" : "--population people.csv", row->options);
    drawn_runs(&said, folder, INPUTS, line);
    char *memo = read_memo(folder, row->area);
    for (size_t i = 0; i < sizeof row->says / sizeof *row->says && row->says[i]; i++)
        has(memo, row->says[i]);
    if (row->never)
        assert_null(strstr(memo, row->never));
    free(memo);
    program_remove(folder);
}

static void memo_is_a_pdf_too(void **state)
{
    static struct said said;
    drawn_runs(&said, *state, INPUTS,
               "--offices offices.csv --population people.csv --policy policy.json --memo memo.pdf "
               "--lang sv");
    char *bytes = drawn_text(*state, "memo.pdf");
    assert_memory_equal(bytes, "%PDF-", 5);
    free(bytes);
}

int main(void)
{
    enum { COUNT = sizeof ROWS / sizeof *ROWS };
    struct CMUnitTest tests[COUNT + 1] = {
        cmocka_unit_test_setup_teardown(memo_is_a_pdf_too, set_up, tear_down)};
    for (size_t i = 0; i < COUNT; i++)
        tests[i + 1] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = memo_says, .initial_state = (void *)&ROWS[i]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
