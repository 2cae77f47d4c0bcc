/* Tables as text: separators, quotes, lines, encodings; what is refused names the line. */
#include "io/read_fixture.h"

#define BYTES(text) (text), sizeof(text) - 1

static const struct row {
    const char *name, *file, *bytes;
    size_t size;
    const char *encoding;
    enum ws_status status;
    const char *says; /* in the error, or the one warning; NULL: none */
} ROWS[] = {
    {"commas", "a.csv", BYTES("kommunkod,pop\n0114,1\n0115,2\n0117,3\n"), "", WS_OK, NULL},
    {"tabs_alone", "a.csv", BYTES("kommunkod\tpop\n0114\t1\n0115\t2\n0117\t3\n"), "", WS_BAD_DATA,
     "when tabs separate the columns state"},
    {"tabs_by_name", "a.tsv", BYTES("kommunkod\tnamn, x\tpop\n0114\ta\t1\n0115\t\t2\n0117\t;\t3\n"),
     "", WS_OK, NULL},
    {"quoted", "a.csv", BYTES("\"kommunkod\" ,\"pop\"\r\n \"0114\",\"1\"\r\n0115,2\r\n0117,3"), "",
     WS_OK, NULL},
    {"a_separator_in_quotes", "a.csv",
     BYTES("kommunkod,pop,\"a;b;c;d\"\n0114,1,\"x,\"\"y\"\"\n\"\n0115,2,\n0117,3,\"\"\n"), "",
     WS_OK, NULL},
    {"lines_of_old", "a.csv", BYTES("kommunkod,pop\r0114,1\r0115,2\r0117,3\r"), "", WS_OK, NULL},
    {"two_returns", "a.csv", BYTES("kommunkod,pop\r\r\n0114,1\r\r\n0115,2\r\r\n0117,3\r"), "",
     WS_OK, NULL},
    {"blank_lines", "a.csv", BYTES("kommunkod,pop\n\n0114,1\n , \n0115,2\n\n0117,3\n\n"), "", WS_OK,
     NULL},
    {"a_mark_of_order", "a.csv", BYTES("\xEF\xBB\xBFkommunkod,pop\n0114,1\n0115,2\n0117,3\n"), "",
     WS_OK, NULL},
    {"a_quote_inside_a_word", "a.csv",
     BYTES("kommunkod,namn,pop\n0114,A \"B\" C,1\n0115,x,2\n0117,y,3\n"), "", WS_OK, NULL},
    {"text_behind_a_quote", "a.csv", BYTES("kommunkod,pop\n\"0114\"x,1\n"), "", WS_BAD_DATA,
     "line 2: text after the closing quote"},
    {"a_quote_that_never_closes", "a.csv", BYTES("kommunkod,pop\n0114,1\n\"0115,2\n0117,3\n"), "",
     WS_BAD_DATA, "line 3: the quote that opens here is not closed"},
    {"a_cell_too_few", "a.csv", BYTES("kommunkod,pop\n0114,1\n0115\n0117,3\n"), "", WS_BAD_DATA,
     "1 cells; the header has 2: is a separator missing?"},
    {"a_cell_too_many", "a.csv", BYTES("kommunkod,pop\n0114,1,5\n0115,2\n0117,3\n"), "",
     WS_BAD_DATA, "3 cells; the header has 2: is a separator inside a cell"},
    {"two_columns_of_one_name", "a.csv", BYTES("kommunkod,pop,pop\n0114,1,1\n"), "", WS_BAD_DATA,
     "two columns are named pop, number 2 and 3"},
    {"a_column_without_name", "a.csv", BYTES("kommunkod,  ,pop\n0114,x,1\n0115,y,2\n0117,z,3\n"),
     "", WS_OK, NULL},
    {"no_header", "a.csv", BYTES("0114,1500\n0115,2\n0117,3\n"), "", WS_BAD_DATA,
     "line 1: the file has no header line: 0114 is a value"},
    {"half_a_header", "a.csv", BYTES("kommunkod,12.5,7.25\n0115,2,2\n"), "", WS_BAD_DATA,
     "line 1: the file has no header line: 12.5 is a value"},
    {"wide_letters", "a.csv", BYTES("\xFF\xFEk\0o\0d\0"), "", WS_BAD_DATA, "is UTF-16 or UTF-32"},
    {"wide_letters_the_other_way", "a.csv", BYTES("\xFE\xFF\0k\0o\0d"), "", WS_BAD_DATA,
     "is UTF-16 or UTF-32"},
    {"wide_letters_without_mark", "a.csv", BYTES("k\0o\0d\0,\0p\0o\0p\0\n\0"), "", WS_BAD_DATA,
     "is UTF-16 or UTF-32"},
    {"a_byte_0", "a.csv",
     BYTES("kommunkod,namn,pop\n0114,a\0b,1\n0115,a\0,2\n0117,sixteen letters,3\n"), "", WS_OK,
     "the text holds a byte 0"},
    {"old_letters", "a.csv", BYTES("kommunkod,namn,pop\n0114,V\xE4sby,1\n0115,x,2\n0117,y,3\n"), "",
     WS_OK, "the file is not UTF-8; read as Windows-1252"},
    {"old_letters_as_stated", "a.csv",
     BYTES("kommunkod,namn,pop\n0114,V\xE4sby,1\n0115,x,2\n0117,y,3\n"), "latin1", WS_OK, NULL},
    {"old_letters_stated_new", "a.csv",
     BYTES("kommunkod,namn,pop\n0114,V\xE4sby,1\n0115,x,2\n0117,y,3\n"), "UTF-8", WS_BAD_DATA,
     "is not UTF-8 as --encoding says"},
    {"letters_of_dos", "a.csv", BYTES("kommunkod,namn,pop\n0114,V\x84sby,1\n0115,x,2\n0117,y,3\n"),
     "CP850", WS_OK, NULL},
};

static void table(void **state)
{
    const struct row *row = *state;
    struct fixture fix;
    struct zones zones = {0};
    struct population population = {0};
    const struct people_wanted wanted = {NULL, 0, {0}};
    fixture_open(&fix);
    read_three_zones(&fix, &zones);
    struct ws_source source = fixture_file(&fix, row->file, row->bytes, row->size);
    snprintf(source.encoding, sizeof source.encoding, "%s", row->encoding);
    enum ws_status st = io_read_population(&population, fix.io, &source, &wanted, &zones, &fix.err);
    assert_status(&fix, st, row->status);
    if (st)
        assert_says(&fix, row->says);
    else
        assert_true(row->says ? was_warned(&fix, row->says) : fix.warnings.count == 0);
    assert_int_equal(population.units.count, st ? 0 : 3);
    for (uint32_t i = 0; i < population.units.count; i++)
        assert_int_equal(population.units.people_micro[i], (i + 1) * UINT64_C(1000000));
    population_release(&population);
    zones_release(&zones);
    fixture_close(&fix);
}

int main(void)
{
    enum { COUNT = sizeof ROWS / sizeof *ROWS };
    struct CMUnitTest tests[COUNT] = {{0}};
    for (size_t i = 0; i < COUNT; i++)
        tests[i] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = table, .initial_state = (void *)(uintptr_t)&ROWS[i]};
    return cmocka_run_group_tests_name("io_read_csv", tests, NULL, NULL);
}
