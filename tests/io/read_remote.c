/* Remote support as it is written: shares, permissions, places, days. */
#include "io/read_registers.h"

#include "base/mem.h"

static size_t put_share(char *out, size_t room, const struct remote_share *share)
{
    if (!share->is_known)
        return (size_t)snprintf(out, room, " ?");
    size_t used =
        (size_t)snprintf(out, room, " %g-%g", share->low_micro / 1e6, share->high_micro / 1e6);
    if (share->has_middle)
        used += (size_t)snprintf(out + used, room - used, "(%g)", share->middle_micro / 1e6);
    return used;
}

static size_t put_place(char *out, size_t room, const char *name, const struct remote_place *place)
{
    static const char *const words[] = {"?", "no", "yes"};
    if (!place->is_named)
        return 0;
    size_t used = (size_t)snprintf(out, room, "%s%s", name, place->is_told ? "" : " none");
    if (place->is_told) {
        used += (size_t)snprintf(out + used, room - used, " %s", words[place->word]);
        used += put_share(out + used, room - used, &place->network);
        used += put_share(out + used, room - used, &place->ability);
        if (place->capacity_micro != WS_UNBOUNDED)
            used += (size_t)snprintf(out + used, room - used, " %g visits",
                                     (double)place->capacity_micro / WS_MICRO);
    }
    return used + (size_t)snprintf(out + used, room - used, "; ");
}

/* The supplier areas of the tests are the municipalities under other codes. */
static enum ws_status read_it(char *out, size_t room, struct fixture *fix,
                              const struct ws_source *source, const struct zones *zones,
                              const char *day, const char *scheme)
{
    static char *codes[] = {"A1", "A2", "A3"}, *names[] = {"Norra", "Södra", "Väster"};
    struct remote table = {0};
    struct zones areas = {.count = 3, .code = codes, .name = names};
    struct dated dated = {0};
    snprintf(dated.as_of, sizeof dated.as_of, "%s", day);
    snprintf(dated.scheme, sizeof dated.scheme, "%s", scheme);
    size_t used = 0;
    enum ws_status st = io_read_remote(&table, fix->io, source, &dated, zones, &areas, &fix->err);
    for (uint32_t i = 0; !st && i < table.zone_count; i++)
        used += put_place(out + used, room - used, zones->code[i], &table.zones[i]);
    for (uint32_t i = 0; !st && i < table.area_count; i++)
        used += put_place(out + used, room - used, codes[i], &table.areas[i]);
    if (!st)
        used += put_place(out + used, room - used, "all", &table.nation);
    if (!st && !table.has_permissions)
        snprintf(out + used, room - used, "no permissions");
    remote_release(&table);
    return st;
}

static enum ws_status remote_of(char *out, size_t room, struct fixture *fix,
                                const struct ws_source *source, const struct zones *zones,
                                const char *day)
{
    return read_it(out, room, fix, source, zones, day, "");
}

static enum ws_status krom_of(char *out, size_t room, struct fixture *fix,
                              const struct ws_source *source, const struct zones *zones,
                              const char *day)
{
    return read_it(out, room, fix, source, zones, day, "KROM");
}

#define SHARES "place,network_share,network_low,network_high,ability_share\n"
#define DAYS "kommunkod,scheme,valid_from,valid_to,network_share\n"
#define WORDS "place,permitted,visit_capacity\n"

static const struct row ROWS[] = {
    {"row_a11_shares_of_a_place", remote_of, SHARES "0114,0.9,0.85,0.95,0.98\n", "", WS_OK,
     "0114 ? 0.85-0.95(0.9) 0.98-0.98(0.98); no permissions", NULL},
    {"row_a11_shares_of_the_country_and_of_areas", remote_of,
     SHARES "Riket,0.9,,,0.98\nA2,0.8,,,\n", "", WS_OK,
     "A2 ? 0.8-0.8(0.8) ?; all ? 0.9-0.9(0.9) 0.98-0.98(0.98); no permissions", NULL},
    {"a_bound_alone", remote_of, SHARES "0114,,0.7,,\n0115,,,0.9,\n", "", WS_OK,
     "0114 ? 0.7-1 ?; 0115 ? 0-0.9 ?; no permissions", NULL},
    {"row_e7_holds_from_that_day", remote_of, DAYS "0114,KROM,2020-03-30,2020-06-01,0.9\n",
     "2020-03-30", WS_OK, "0114 yes 0.9-0.9(0.9) ?; ", NULL},
    {"row_e7_off_from_that_day", remote_of, DAYS "0114,KROM,2020-03-30,2020-06-01,0.9\n",
     "2020-06-01", WS_OK, "0114 none; ", "no row holds on 2020-06-01"},
    {"row_e7_of_a_scheme", krom_of, DAYS "0114,STOM,2020-03-30,,0.9\n0115,KROM,2020-03-30,,0.8\n",
     "2020-04-15", WS_OK, "0114 none; 0115 yes 0.8-0.8(0.8) ?; ", NULL},
    {"row_e7_two_schemes_at_once", remote_of,
     DAYS "0114,STOM,2020-03-30,,0.9\n0115,KROM,2020-03-30,,0.8\n", "2020-04-15", WS_BAD_DATA,
     "state one with --scheme", NULL},
    {"row_a16_permitted_or_not", remote_of, WORDS "0114,ja,100\n0115,nej,\n0117,,0\n", "", WS_OK,
     "0114 yes ? ? 100 visits; 0115 no ? ?; 0117 ? ? ? 0 visits; ", NULL},
    {"twice", remote_of, WORDS "0114,ja,\nV\xc3\xa4ster,nej,\n0114,nej,\n", "", WS_BAD_DATA,
     "is a municipality and a supplier area", NULL},
    {"twice_on_a_day", remote_of, WORDS "0114,ja,\n0114,nej,\n", "", WS_BAD_DATA,
     "0114 is also told by row 2", NULL},
    {"percent_are_no_share", remote_of, SHARES "0114,90,,,\n", "", WS_BAD_DATA,
     "network_share is 90; expected a share from 0 to 1", NULL},
    {"words_are_no_share", remote_of, SHARES "0114,god,,,\n", "", WS_BAD_DATA,
     "network_share is god; expected a share from 0 to 1", NULL},
    {"bounds_that_do_not_enclose", remote_of, SHARES "0114,0.9,0.95,0.99,\n", "", WS_BAD_DATA,
     "do not enclose the share", NULL},
    {"perhaps_permitted", remote_of, WORDS "0114,kanske,\n", "", WS_BAD_DATA,
     "permitted is kanske; expected yes or no", NULL},
    {"visits_below_0", remote_of, WORDS "0114,ja,-1\n", "", WS_BAD_DATA, "expected visits a year",
     NULL},
    {"blank_place", remote_of, WORDS ",ja,\n", "", WS_BAD_DATA, "is blank; expected a place", NULL},
    {"no_place", remote_of, "permitted\nja\n", "", WS_BAD_DATA, "no column for remote.place", NULL},
    {"counties_and_strangers", remote_of, WORDS "01,ja,\n0114,ja,\nMars,ja,\n", "", WS_OK,
     "0114 yes ? ?; ", "places that are no municipality and no supplier area: Mars (1)"},
};

/* The n-th allocation fails, for each n: refused, or read. */
static void memory_may_run_out_anywhere(void **state)
{
    (void)state;
    enum ws_status st = WS_NO_MEMORY;
    for (uint64_t nth = 1; st; nth++) {
        struct fixture fix;
        struct zones zones = {0};
        char text[1000] = "";
        fixture_open(&fix);
        read_three_zones(&fix, &zones);
        struct ws_source source = fixture_text(
            &fix, "a.csv", DAYS "0114,KROM,2020-03-30,,0.9\nMars,KROM,,,\n01,KROM,,,\n");
        mem_fail_at(nth);
        st = remote_of(text, sizeof text, &fix, &source, &zones, "2020-04-15");
        mem_fail_at(0);
        assert_true(st == WS_OK || st == WS_NO_MEMORY);
        zones_release(&zones);
        fixture_close(&fix);
        assert_true(nth < 10000);
    }
}

int main(void)
{
    enum { COUNT = sizeof ROWS / sizeof *ROWS };
    struct CMUnitTest tests[COUNT + 1];
    for (int i = 0; i < COUNT; i++)
        tests[i] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = reads, .initial_state = (void *)(uintptr_t)&ROWS[i]};
    tests[COUNT] = (struct CMUnitTest)cmocka_unit_test(memory_may_run_out_anywhere);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
