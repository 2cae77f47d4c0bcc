/* Registers: what is read of them, what is refused, what stays unknown. Three
 * municipalities: 0114, 0115, 0117. */
#include "io/read_fixture.h"

#include "base/mem.h"
#include "io/registers.h"

#include <inttypes.h>

/* One kind of register is read and told in one line of words. */
typedef enum ws_status read_register(char *out, size_t room, struct fixture *fix,
                                     const struct ws_source *source, const struct zones *zones,
                                     const char *day);

static size_t put_people(char *out, size_t room, uint64_t people, uint64_t more)
{
    if (more == WS_UNBOUNDED)
        return (size_t)snprintf(out, room, "%g+?", (double)people / WS_MICRO);
    if (more)
        return (size_t)snprintf(out, room, "%g+%g", (double)people / WS_MICRO,
                                (double)more / WS_MICRO);
    return (size_t)snprintf(out, room, "%g", (double)people / WS_MICRO);
}

static enum ws_status commuting_of(char *out, size_t room, struct fixture *fix,
                                   const struct ws_source *source, const struct zones *zones,
                                   const char *day)
{
    struct commuting table = {0};
    size_t used = 0;
    (void)day;
    enum ws_status st = io_read_commuting(&table, fix->io, source, zones, &fix->err);
    for (uint32_t i = 0; !st && i < table.count; i++) {
        used +=
            (size_t)snprintf(out + used, room - used, "%s%" PRIu32, i ? " " : "", table.home[i]);
        if (table.work[i] >= COMMUTING_ELSEWHERE)
            used += (size_t)snprintf(out + used, room - used,
                                     "%s:", table.work[i] == COMMUTING_UNKNOWN ? "u" : "e");
        else
            used += (size_t)snprintf(out + used, room - used, ">%" PRIu32 ":", table.work[i]);
        used += put_people(out + used, room - used, table.people_micro[i], table.more_micro[i]);
    }
    commuting_release(&table);
    return st;
}

static enum ws_status unemployed_of(char *out, size_t room, struct fixture *fix,
                                    const struct ws_source *source, const struct zones *zones,
                                    const char *day)
{
    struct unemployed table = {0};
    enum ws_status st = io_read_unemployed(&table, fix->io, source, day, zones, &fix->err);
    if (st)
        return st;
    size_t used = (size_t)snprintf(out, room, "%" PRIu32 " months, %s:", table.month_count,
                                   table.month[table.picked]);
    for (uint32_t i = 0; i < table.zone_count; i++) {
        size_t at = (size_t)table.picked * table.zone_count + i;
        used += (size_t)snprintf(out + used, room - used, " ");
        used += put_people(out + used, room - used, table.people_micro[at], table.more_micro[at]);
    }
    if (table.outside_micro[table.picked])
        snprintf(out + used, room - used, ", %g outside",
                 (double)table.outside_micro[table.picked] / WS_MICRO);
    unemployed_release(&table);
    return st;
}

static size_t put_flow(char *out, size_t room, uint64_t number)
{
    return number == FLOW_UNKNOWN ? (size_t)snprintf(out, room, " ?")
                                  : (size_t)snprintf(out, room, " %" PRIu64, number);
}

static enum ws_status referrals_of(char *out, size_t room, struct fixture *fix,
                                   const struct ws_source *source, const struct zones *zones,
                                   const char *day)
{
    struct referrals table = {0};
    size_t used = 0;
    (void)day;
    enum ws_status st = io_read_referrals(&table, fix->io, source, zones, &fix->err);
    for (uint32_t i = 0; !st && i < table.count; i++) {
        const struct referral *row = &table.rows[i];
        used += (size_t)snprintf(out + used, room - used, "%s%s %s%s", i ? "; " : "", row->month,
                                 row->place, row->zone == WS_NONE ? "*" : "");
        used += put_flow(out + used, room - used, row->opening);
        used += put_flow(out + used, room - used, row->in);
        used += put_flow(out + used, room - used, row->out);
        used += put_flow(out + used, room - used, row->closing);
        used += (size_t)snprintf(out + used, room - used, "%s", row->is_impaired ? " !" : "");
    }
    for (uint32_t i = 0; !st && i < table.headline_count; i++)
        used += (size_t)snprintf(out + used, room - used, "; headline %" PRIu64,
                                 table.headlines[i].persons);
    referrals_release(&table);
    return st;
}

static enum ws_metric_id metric_of(const char *name)
{
    return strcmp(name, "M1") == 0               ? WS_M1
           : strcmp(name, "municipalities") == 0 ? WS_COUNT_MUNICIPALITIES
                                                 : WS_METRIC_IDS;
}

static enum ws_status claims_of(char *out, size_t room, struct fixture *fix,
                                const struct ws_source *source, const struct zones *zones,
                                const char *day)
{
    struct claims table = {0};
    size_t used = 0;
    (void)zones;
    (void)day;
    enum ws_status st = io_read_claims(&table, fix->io, source, metric_of, &fix->err);
    for (uint32_t i = 0; !st && i < table.count; i++) {
        const struct claim *claim = &table.items[i];
        used += (size_t)snprintf(
            out + used, room - used,
            "%s%s x%" PRIu32 " r%d %" PRIu64 "e-%" PRIu32 "%s k%" PRIu32 " %s%s", i ? "; " : "",
            claim->id, claim->occurrences, claim->relation, claim->value.digits,
            claim->value.decimals, claim->value.is_percent ? "%" : "", claim->choice,
            claim->is_complement ? "1-" : "",
            claim->metric == WS_METRIC_IDS ? "any"
            : claim->metric == WS_M1       ? "M1"
                                           : "count");
    }
    claims_release(&table);
    return st;
}

static enum ws_status notes_of(char *out, size_t room, struct fixture *fix,
                               const struct ws_source *source, const struct zones *zones,
                               const char *day)
{
    struct notes table = {0};
    size_t used = 0;
    enum ws_status st = io_read_notes(&table, fix->io, source, day, zones, &fix->err);
    for (uint32_t i = 0; !st && i < table.count; i++)
        used += (size_t)snprintf(out + used, room - used, "%s%s %s s%d c%d %" PRIu64, i ? "; " : "",
                                 table.items[i].date, table.items[i].place, table.items[i].status,
                                 table.items[i].kind, table.items[i].count);
    notes_release(&table);
    return st;
}

#define COMMUTE "home,work,people\n"
#define JOBLESS "kommunkod,manad,arbetslosa\n"
#define FLOWS "month,place,opening,in,left,closing\n"
#define CLAIMS "id,statement,who,date,relation,value,source,metric,k,t,tolerance\n"
#define NOTES "date,place,topic,status,count,source,known\n"

static const struct row {
    const char *name;
    read_register *read;
    const char *text, *day;
    enum ws_status status;
    const char *says;   /* what was read, or part of the message */
    const char *warned; /* part of a warning; NULL: none at all */
} ROWS[] = {
    /* commuting */
    {"commuting", commuting_of, COMMUTE "0114,0115,10\n0114,0114,90\n0115,0115,5\n0117,0117,1\n",
     "", WS_OK, "0>0:90 0>1:10 1>1:5 2>2:1", NULL},
    {"commuting_swedish_names", commuting_of,
     "bostadskommun,arbetskommun,antal\n0114,0115,10\n0115,0115,5\n0117,0117,1\n", "", WS_OK,
     "0>1:10 1>1:5 2>2:1", NULL},
    {"commuting_elsewhere_and_unknown", commuting_of,
     COMMUTE "0114,9999,10\n0114,ok\xc3\xa4nd,2\n0115,,5\n0117,0117,1\n", "", WS_OK,
     "0e:10 0u:2 1u:5 2>2:1", "work places in no municipality: 9999"},
    {"commuting_places_elsewhere_add_up", commuting_of,
     COMMUTE "0114,9999,10\n0114,8888,20\n0115,0115,5\n0117,0117,1\n", "", WS_OK,
     "0e:30 1>1:5 2>2:1", "9999 (1)"},
    {"commuting_withheld", commuting_of, COMMUTE "0114,0115,<5\n0115,0115,..\n0117,0117,1\n", "",
     WS_OK, "0>1:0+4 1>1:0+? 2>2:1", "withheld"},
    {"commuting_missing_home_is_not_0", commuting_of, COMMUTE "0114,0115,10\n0115,0115,5\n", "",
     WS_OK, "0>1:10 1>1:5 2u:0+?", "no row tells who works where: 0117"},
    {"commuting_home_outside", commuting_of,
     COMMUTE "0114,0115,10\n0115,0115,5\n0117,0117,1\n9999,0114,7\n", "", WS_OK,
     "0>1:10 1>1:5 2>2:1", "homes in no municipality: 9999"},
    {"commuting_total_row", commuting_of,
     COMMUTE "0114,0115,10\n0115,0115,5\n0117,0117,1\nRiket,0114,7\n0114,Totalt,17\n", "", WS_OK,
     "0>1:10 1>1:5 2>2:1", "rows that are the sum of others"},
    {"commuting_to_a_county_is_a_sum", commuting_of,
     COMMUTE "0114,0115,10\n0114,01,10\n0115,0115,5\n0117,0117,1\n01,0114,9\n", "", WS_OK,
     "0>1:10 1>1:5 2>2:1", "rows that are the sum of others: 01 (2)"},
    {"commuting_twice", commuting_of,
     COMMUTE "0114,0115,10\n0114,0115,10\n0115,0115,5\n0117,0117,1\n", "", WS_BAD_DATA,
     "0114 to 0115 has a row already, line 2", NULL},
    {"commuting_negative", commuting_of, COMMUTE "0114,0115,-1\n", "", WS_BAD_DATA,
     "people is -1; expected 0 to", NULL},
    {"commuting_words", commuting_of, COMMUTE "0114,0115,ca 900\n", "", WS_BAD_DATA,
     "line 2: people is ca 900; expected a number of people", NULL},
    {"commuting_lost_zeros", commuting_of, COMMUTE "114,0115,1\n", "", WS_BAD_DATA,
     "state --pad-codes", NULL},
    {"commuting_no_work", commuting_of, "home,arbetskommunkod,people\n0114,0115,1\n", "",
     WS_BAD_DATA,
     "no column for commuting.work; the nearest is arbetskommunkod: state --field "
     "commuting.work=arbetskommunkod",
     NULL},
    {"commuting_two_ages", commuting_of,
     "home,work,people,ages\n0114,0115,1,16-64\n0115,0115,1,20-64\n", "", WS_BAD_DATA,
     "has 16-64 and 20-64", NULL},
    {"commuting_nobody", commuting_of, COMMUTE, "", WS_BAD_DATA, "has a header line and no rows",
     NULL},
    /* unemployed */
    {"unemployed_latest", unemployed_of,
     JOBLESS "0114,2020-03,1\n0115,2020-03,2\n0117,2020-03,3\n0114,2020-04,4\n0115,2020-04,5\n0117,"
             "2020-04,6\n",
     "", WS_OK, "2 months, 2020-04: 4 5 6", "2 months and no day is asked for"},
    {"unemployed_of_the_day", unemployed_of,
     JOBLESS "0114,2020-03,1\n0115,2020-03,2\n0117,2020-03,3\n0114,2020-04,4\n0115,2020-04,5\n0117,"
             "2020-04,6\n",
     "2020-03-30", WS_OK, "2 months, 2020-03: 1 2 3", NULL},
    {"unemployed_before_the_day", unemployed_of,
     JOBLESS "0114,2020-03,1\n0115,2020-03,2\n0117,2020-03,3\n", "2020-05-01", WS_OK,
     "1 months, 2020-03: 1 2 3", "no rows of 2020-05"},
    {"unemployed_only_later", unemployed_of,
     JOBLESS "0114,2020-03,1\n0115,2020-03,2\n0117,2020-03,3\n", "2020-02-01", WS_BAD_DATA,
     "the first month is 2020-03", NULL},
    {"unemployed_plain_months", unemployed_of,
     JOBLESS "0114,202003,1\n0115,2020M03,2\n0117,2020-03-01,3\n", "2020-03-30", WS_OK,
     "1 months, 2020-03: 1 2 3", NULL},
    {"unemployed_withheld_and_missing", unemployed_of, JOBLESS "0114,2020-03,<5\n0115,2020-03,2\n",
     "2020-03-30", WS_OK, "1 months, 2020-03: 0+4 2 0+?", "without a row of the month: 0117"},
    {"unemployed_outside", unemployed_of,
     JOBLESS "0114,2020-03,1\n0115,2020-03,2\n0117,2020-03,3\n9999,2020-03,9\n", "2020-03-30",
     WS_OK, "1 months, 2020-03: 1 2 3, 9 outside", "codes of no municipality: 9999"},
    {"unemployed_county_is_a_sum", unemployed_of,
     JOBLESS "0114,2020-03,1\n0115,2020-03,2\n0117,2020-03,3\n01,2020-03,6\n", "2020-03-30", WS_OK,
     "1 months, 2020-03: 1 2 3", "rows that are the sum of others: 01 (1)"},
    {"unemployed_county_with_its_name", unemployed_of,
     JOBLESS "0114,2020-03,1\n0115,2020-03,2\n0117,2020-03,3\n01 Stockholms l\xc3\xa4n,2020-03,6\n",
     "2020-03-30", WS_OK, "1 months, 2020-03: 1 2 3", "rows that are the sum of others"},
    {"unemployed_without_months", unemployed_of, "kommunkod,arbetslosa\n0114,1\n0115,2\n0117,3\n",
     "", WS_OK, "1 months, : 1 2 3", NULL},
    {"unemployed_twice", unemployed_of, JOBLESS "0114,2020-03,1\n0114,2020-03,1\n", "", WS_BAD_DATA,
     "0114 has a row already, line 2, for 2020-03", NULL},
    {"unemployed_bad_month", unemployed_of, JOBLESS "0114,mars,1\n", "", WS_BAD_DATA,
     "manad is mars; expected a month YYYY-MM", NULL},
    {"unemployed_no_rows", unemployed_of, JOBLESS, "", WS_BAD_DATA, "", NULL},
    /* referrals */
    {"row_e4_referrals_that_bridge", referrals_of,
     FLOWS "2020-04,0114,0,33,1,32\n2020-04,0115,5,0,0,5\n", "", WS_OK,
     "2020-04 0114 0 33 1 32; 2020-04 0115 5 0 0 5", NULL},
    {"row_e4_a_broken_bridge_is_an_error", referrals_of, FLOWS "2020-04,0114,0,33,1,33\n", "",
     WS_BAD_DATA, "line 2 (0114): 0114, 2020-04: 0 + 33 - 1 is not 33", NULL},
    {"referrals_months_that_do_not_meet", referrals_of,
     FLOWS "2020-04,0114,0,33,1,32\n2020-05,0114,30,0,0,30\n", "", WS_BAD_DATA,
     "0114 begins 2020-05 with 30 and ended 2020-04 with 32", NULL},
    {"referrals_months_apart", referrals_of,
     FLOWS "2020-04,0114,0,33,1,32\n2020-06,0114,30,0,0,30\n", "", WS_OK,
     "2020-04 0114 0 33 1 32; 2020-06 0114 30 0 0 30", NULL},
    {"referrals_only_in", referrals_of, "manad,kommun,anvisade\n2020-04,0114,3\n2020-04,0115,..\n",
     "", WS_OK, "2020-04 0114 ? 3 ? ?; 2020-04 0115 ? ? ? ?",
     "1 cell of column anvisade is withheld or blank"},
    {"referrals_headline", referrals_of,
     "month,place,in,headline\n2020-04,0114,3,33\n2020-04,0115,30,\n", "", WS_OK,
     "2020-04 0114 ? 3 ? ?; 2020-04 0115 ? 30 ? ?; headline 33", NULL},
    {"referrals_two_headlines", referrals_of,
     "month,place,in,headline\n2020-04,0114,3,33\n2020-04,0115,30,32\n", "", WS_BAD_DATA,
     "the headline of 2020-04 is 32 here and 33 in another row", NULL},
    {"referrals_the_row_of_the_country", referrals_of,
     "month,place,in\n2020-04,0114,3\n2020-04,Riket,33\n", "", WS_OK,
     "2020-04 0114 ? 3 ? ?; headline 33", NULL},
    {"referrals_county_beside_its_parts", referrals_of,
     FLOWS "2020-04,0114,0,13,1,12\n2020-04,0115,0,2,0,2\n2020-04,01,0,15,1,14\n", "", WS_OK,
     "2020-04 0114 0 13 1 12; 2020-04 0115 0 2 0 2", "rows that are the sum of others: 01 (1)"},
    {"referrals_county_without_its_parts", referrals_of,
     "month,place,in\n2020-04,0114,13\n2020-05,01,15\n", "", WS_OK,
     "2020-04 0114 ? 13 ? ?; 2020-05 01* ? 15 ? ?", "places that are no municipality: 01"},
    {"row_e6_flow_impaired", referrals_of, "month,place,in,flow_impaired\n2020-04,0114,3,yes\n", "",
     WS_OK, "2020-04 0114 ? 3 ? ? !", NULL},
    {"row_b2_places_are_no_municipalities", referrals_of, "month,place,in\n2020-04,Dalsland,3\n",
     "", WS_OK, "2020-04 Dalsland* ? 3 ? ?", NULL},
    {"referrals_places_and_municipalities", referrals_of,
     "month,place,in\n2020-04,Dalsland,3\n2020-04,0114,1\n", "", WS_OK,
     "2020-04 0114 ? 1 ? ?; 2020-04 Dalsland* ? 3 ? ?",
     "places that are no municipality: Dalsland"},
    {"referrals_half_a_person", referrals_of, "month,place,in\n2020-04,0114,0.5\n", "", WS_BAD_DATA,
     "in is 0.5; expected a whole number of persons", NULL},
    {"referrals_twice", referrals_of, "month,place,in\n2020-04,0114,3\n2020-04,0114,3\n", "",
     WS_BAD_DATA, "has a row for 2020-04 already, line 2", NULL},
    {"referrals_no_in", referrals_of, "month,place,opening\n2020-04,0114,3\n", "", WS_BAD_DATA,
     "no column for referrals.in", NULL},
    /* claims */
    {"claims", claims_of,
     CLAIMS "S1,over 99 %,A,2021-03,>,99 %,doc,,,,\nS2,x,A,2021-03,=,0.995,doc,M1,2,30km,\n", "",
     WS_OK, "S1 x1 r0 99e-0% k0 any; S2 x1 r2 995e-3 k2 M1", NULL},
    {"row_a9_a_passage_that_stands_twice", claims_of,
     CLAIMS
     "S1,Over 99 %,A,2021-03,>,99 %,doc page 1,,,,\nS9,over 99 %,A,2021-03,>,99 %,doc page 2,,,,\n",
     "", WS_OK, "S1, S9 x2 r0 99e-0% k0 any", NULL},
    {"claims_the_rest_of_a_share", claims_of, CLAIMS "S4,x,A,2020-06,=,0.66 %,doc,1-M1,1,,\n", "",
     WS_OK, "S4 x1 r2 66e-2% k1 1-M1", NULL},
    {"claims_of_one_id", claims_of,
     CLAIMS "S1,a,A,2021-03,>,99 %,doc,,,,\nS1,b,A,2021-03,>,99 %,doc,,,,\n", "", WS_BAD_DATA,
     "the id S1 is that of another claim, line 2", NULL},
    {"claims_without_source", claims_of, CLAIMS "S1,a,A,2021-03,>,99 %,,,,,\n", "", WS_BAD_DATA,
     "source is blank; a claim without who, date and source is refused", NULL},
    {"claims_without_value", claims_of, CLAIMS "S1,a,A,2021-03,>,,doc,,,,\n", "", WS_BAD_DATA,
     "value is blank; expected a number", NULL},
    {"claims_relation", claims_of, CLAIMS "S1,a,A,2021-03,~,99 %,doc,,,,\n", "", WS_BAD_DATA,
     "relation is ~; expected >, >=, =, <, <= or about", NULL},
    {"claims_metric", claims_of, CLAIMS "S1,a,A,2021-03,>,99 %,doc,M9,,,\n", "", WS_BAD_DATA,
     "metric is M9; expected M1 to M6", NULL},
    {"claims_99_is_no_share", claims_of, CLAIMS "S1,a,A,2021-03,>,99,doc,M1,,,\n", "", WS_BAD_DATA,
     "the metric is a share; write 99 % or 0.99", NULL},
    {"claims_percent_is_no_count", claims_of,
     CLAIMS "S1,a,A,2021-03,>,99 %,doc,municipalities,,,\n", "", WS_BAD_DATA,
     "the metric is a count", NULL},
    {"claims_decimal_comma", claims_of, CLAIMS "S1,a,A,2021-03,>,\"99,3 %\",doc,,,,\n", "",
     WS_BAD_DATA, "decimal commas are stated with -oo claims=DECIMAL=COMMA", NULL},
    {"claims_words", claims_of, CLAIMS "S1,a,A,2021-03,>,many,doc,,,,\n", "", WS_BAD_DATA,
     "value is many; expected a number", NULL},
    {"claims_tolerance_of_another_kind", claims_of, CLAIMS "S1,a,A,2021-03,=,99 %,doc,,,,1\n", "",
     WS_BAD_DATA, "one has a % sign", NULL},
    /* notes */
    {"row_b12_notes_of_every_count", notes_of,
     NOTES "2021-04-13,0114,a,verified,7,x,\n2021-04-13,0115,a,reported,>=7,x,\n2021-04,0117,a,"
           "contested,about 7,x,\n2021-04-14,0117,a,reported,unknown,x,\n",
     "", WS_OK,
     "2021-04-13 0114 s0 c0 7; 2021-04-13 0115 s1 c1 7; 2021-04-01 0117 s2 c2 7; 2021-04-14 0117 "
     "s1 c3 0",
     NULL},
    {"notes_blank_count", notes_of, NOTES "2021-04-13,0114,a,verified,,x,\n", "", WS_BAD_DATA,
     "count is blank; expected a whole number", NULL},
    {"row_b20_no_note_without_source", notes_of, NOTES "2021-04-13,0114,a,verified,7,,\n", "",
     WS_BAD_DATA, "source is blank; a note without it is refused", NULL},
    {"row_b20_no_note_without_date", notes_of, NOTES ",0114,a,verified,7,x,\n", "", WS_BAD_DATA,
     "date is blank; a note without a date is refused", NULL},
    {"notes_status", notes_of, NOTES "2021-04-13,0114,a,sure,7,x,\n", "", WS_BAD_DATA,
     "status is sure; expected verified, reported or contested", NULL},
    {"notes_half_a_count", notes_of, NOTES "2021-04-13,0114,a,verified,1.5,x,\n", "", WS_BAD_DATA,
     "count is 1.5; expected a whole number", NULL},
    {"notes_known_later", notes_of,
     NOTES "2021-04-13,0114,a,verified,7,x,2021-05-01\n2021-04-13,0115,a,verified,8,x,2021-04-14\n",
     "2021-04-30", WS_OK, "2021-04-13 0115 s0 c0 8", NULL},
    {"notes_elsewhere", notes_of, NOTES "2021-04-13,Dalsland,a,verified,7,x,\n", "", WS_OK,
     "2021-04-13 Dalsland s0 c0 7", "no municipality"},
};

static void reads(void **state)
{
    const struct row *row = *state;
    struct fixture fix;
    struct zones zones = {0};
    char text[1000] = "";
    fixture_open(&fix);
    read_three_zones(&fix, &zones);
    size_t before = fix.warnings.count;
    struct ws_source source = fixture_text(&fix, "a.csv", row->text);
    assert_status(&fix, row->read(text, sizeof text, &fix, &source, &zones, row->day), row->status);
    if (row->status) {
        assert_says(&fix, row->says);
    } else {
        assert_string_equal(text, row->says);
        if (row->warned)
            assert_true(was_warned(&fix, row->warned));
        else
            assert_int_equal(fix.warnings.count, before);
    }
    zones_release(&zones);
    fixture_close(&fix);
}

/* Rows in another order, the same table. */
static void order_of_rows_is_nothing(void **state)
{
    (void)state;
    static const char *const texts[2] = {
        COMMUTE "0114,0115,10\n0114,9999,3\n0115,0115,5\n0117,okand,1\n0114,8888,2\n",
        COMMUTE "0117,okand,1\n0114,8888,2\n0115,0115,5\n0114,9999,3\n0114,0115,10\n"};
    char out[2][300];
    for (int i = 0; i < 2; i++) {
        struct fixture fix;
        struct zones zones = {0};
        fixture_open(&fix);
        read_three_zones(&fix, &zones);
        struct ws_source source = fixture_text(&fix, "a.csv", texts[i]);
        assert_status(&fix, commuting_of(out[i], sizeof out[i], &fix, &source, &zones, ""), WS_OK);
        zones_release(&zones);
        fixture_close(&fix);
    }
    assert_string_equal(out[0], out[1]);
}

/* The n-th allocation fails, for each n: refused, or read; nothing lost, nothing
 * freed twice (the sanitizer looks). */
static void memory_may_run_out_anywhere(void **state)
{
    (void)state;
    static const struct {
        read_register *read;
        const char *text;
    } tables[] = {
        {commuting_of, COMMUTE "0114,0115,10\n0114,9999,<5\n9999,0114,1\n0115,0115,5\n"},
        {unemployed_of, JOBLESS "0114,2020-03,1\n0115,2020-03,..\n9999,2020-03,3\n"},
        {referrals_of, "month,place,in,headline\n2020-04,0114,3,33\n2020-04,Dalsland,..,\n"},
        {claims_of, CLAIMS "S1,a,A,2021-03,>,99 %,doc,,,,\nS9,a,A,2021-03,>,99 %,paper,,,,\n"},
        {notes_of, NOTES "2021-04-13,0114,a,verified,7,x,\n2021-04-13,Dalsland,a,verified,7,x,\n"},
    };
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        enum ws_status st = WS_NO_MEMORY;
        for (uint64_t nth = 1; st; nth++) {
            struct fixture fix;
            struct zones zones = {0};
            char text[1000] = "";
            fixture_open(&fix);
            read_three_zones(&fix, &zones);
            struct ws_source source = fixture_text(&fix, "a.csv", tables[i].text);
            mem_fail_at(nth);
            st = tables[i].read(text, sizeof text, &fix, &source, &zones, "");
            mem_fail_at(0);
            assert_true(st == WS_OK || st == WS_NO_MEMORY);
            zones_release(&zones);
            fixture_close(&fix);
            assert_true(nth < 10000);
        }
    }
}

int main(void)
{
    enum { COUNT = sizeof ROWS / sizeof *ROWS };
    struct CMUnitTest tests[COUNT + 2];
    for (int i = 0; i < COUNT; i++)
        tests[i] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = reads, .initial_state = (void *)(uintptr_t)&ROWS[i]};
    tests[COUNT] = (struct CMUnitTest)cmocka_unit_test(order_of_rows_is_nothing);
    tests[COUNT + 1] = (struct CMUnitTest)cmocka_unit_test(memory_may_run_out_anywhere);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
