/* Texts of a source: folded, composed, freed of marks, and how far apart two words are. */
#include "io/read_fixture.h"

#include "io/read.h"

static const struct pair {
    const char *name, *from, *to;
} FOLDED[] =
    {
        {"cyrillic_capitals", "\xD0\x9A\xD0\x9E\xD0\x94", "\xD0\xBA\xD0\xBE\xD0\xB4"},
        {"greek_capitals_at_the_ends", "\xCE\x91\xCE\xA9", "\xCE\xB1\xCF\x89"},
        {"letters_behind_them_stay", "\xCE\xB1\xD0\xBA", "\xCE\xB1\xD0\xBA"},
        {"tabs_and_marks_of_order", "\xEF\xBB\xBFkn\tkod", "knkod"},
        {"a_name_in_latin_1", "L\xE4n", "lan"},
        {"a_mark_behind_a_mark", "a\xCC\x88\xCC\x81x", "ax"},
        {"a_mark_alone_stays", "\xCC\x88x", "\xCC\x88x"},
        {"nothing", "", ""},
},
  COMPOSED[] =
      {
          {"a_bad_byte_is_kept", "a\xFFo\xCC\x88", "a\xFF\xC3\xB6"},
          {"a_mark_behind_a_bad_byte", "\xFF\xCC\x88", "\xFF\xCC\x88"},
          {"the_second_mark_stays", "u\xCC\x88\xCC\x84", "\xC3\xBC\xCC\x84"},
          {"half_a_letter", "o\xCC", "o\xCC"},
},
  UNMARKED[] =
      {
          {"zero_width",
           "a\xE2\x80\x8B"
           "b",
           "ab"},
          {"directions",
           "\xE2\x80\x8E\xE2\x80\x8F\xD8\x9C"
           "a",
           "a"},
          {"embeddings",
           "\xE2\x80\xAA\xE2\x80\xAE"
           "a",
           "a"},
          {"isolates",
           "\xE2\x81\xA0\xE2\x81\xA9"
           "a",
           "a"},
          {"a_mark_of_order",
           "\xEF\xBB\xBF"
           "a",
           "a"},
          {"a_bell", "a\a", "a"},
          {"delete_and_high_controls",
           "\x7F\xC2\x85"
           "a\xC2\xA0",
           "a\xC2\xA0"},
          {"lines_and_tabs_stay", "a\tb\nc\rd", "a\tb\nc\rd"},
          {"dashes_stay", "\xE2\x80\x93\xE2\x80\xAF\xE2\x81\x9F",
           "\xE2\x80\x93\xE2\x80\xAF\xE2\x81\x9F"},
          {"controls_of_a_terminal_are_left_to_be_told", "\x1b[2J\a", "\x1b[2J\a"},
          {"a_bad_byte_stays", "\xFF\xE2\x80\x8B", "\xFF"},
},
  UNDOUBLED[] = {
      {"a_dash",
       "1\xC3\xA2\xE2\x82\xAC\xE2\x80\x9C"
       "2",
       "1\xE2\x80\x93"
       "2"},
      {"a_letter_of_the_east", "\xC3\x85\xC2\x81\xC3\xB3", NULL},
      {"cut_in_the_middle", "V\xC3\x83", NULL},
      {"a_letter_of_no_code_page", "\xC3\x83\xC2\xA5\xD0\xBA", NULL},
      {"a_bad_byte", "\xC3\x83\xC2\xA5\xFF", NULL},
};

static void folds(void **state)
{
    const struct pair *row = *state;
    char out[64];
    text_fold(out, sizeof out, row->from);
    assert_string_equal(out, row->to);
    assert_true(text_same_folded(row->from, row->to));
}

static void composes(void **state)
{
    const struct pair *row = *state;
    char out[64];
    text_compose(out, row->from);
    assert_string_equal(out, row->to);
}

static void drops_marks(void **state)
{
    const struct pair *row = *state;
    char text[64];
    strcpy(text, row->from);
    assert_int_equal(text_has_marks(text), strcmp(row->from, row->to) != 0);
    text_drop_marks(text);
    assert_string_equal(text, row->to);
    assert_false(text_has_marks(text));
}

static void undoubles(void **state)
{
    const struct pair *row = *state;
    char text[64];
    strcpy(text, row->from);
    assert_int_equal(text_undouble(text), row->to != NULL);
    assert_string_equal(text, row->to ? row->to : row->from);
}

/* Longer than there is room for: left as it is. */
static void a_long_text_is_not_undoubled(void **state)
{
    char text[2048] = "";
    (void)state;
    for (int i = 0; i < 300; i++)
        strcat(text, "\xC3\x83\xC2\xA5");
    assert_false(text_undouble(text));
    assert_int_equal(strlen(text), 1200);
}

static void cuts_between_letters(void **state)
{
    static const char TEXT[] = "a\xE2\x82\xAC"
                               "b";
    static const size_t LENGTHS[] = {0, 1, 1, 1, 4, 5, 5}; /* by room, from 1 on */
    (void)state;
    for (size_t room = 1; room <= 7; room++) {
        char out[16];
        text_copy(out, room, TEXT);
        assert_int_equal(strlen(out), LENGTHS[room - 1]);
        assert_memory_equal(out, TEXT, strlen(out));
    }
}

/* Letters left out, put in or changed: by trying all of them. */
static uint32_t by_hand(const char *a, const char *b)
{
    if (!*a || !*b)
        return (uint32_t)(strlen(a) + strlen(b));
    uint32_t change = by_hand(a + 1, b + 1) + (*a != *b);
    uint32_t out = by_hand(a + 1, b) + 1, in = by_hand(a, b + 1) + 1;
    uint32_t least = out < in ? out : in;
    return change < least ? change : least;
}

static void distances_against_all_ways(void **state)
{
    static const char *const WORDS[] = {"",     "a",   "kod",   "kdo",  "kommun", "komun",
                                        "komm", "nkd", "kkodd", "namn", "kodkod"};
    enum { COUNT = sizeof WORDS / sizeof *WORDS };
    char longest[64], longer[65];
    (void)state;
    for (size_t a = 0; a < COUNT; a++)
        for (size_t b = 0; b < COUNT; b++)
            assert_int_equal(text_distance(WORDS[a], WORDS[b]), by_hand(WORDS[a], WORDS[b]));
    memset(longest, 'a', sizeof longest);
    memset(longer, 'a', sizeof longer);
    longest[62] = '\0';
    longer[63] = '\0';
    assert_int_equal(text_distance(longest, ""), 62);
    assert_int_equal(text_distance(longer, "a"), UINT32_MAX);
    assert_int_equal(text_distance("a", longer), UINT32_MAX);
}

static const struct encoding {
    const char *stated;
    enum text_encoding encoding;
    const char *name;
} ENCODINGS[] = {
    {"", TEXT_UNSTATED, ""},           {"UTF-8", TEXT_UTF8, "UTF-8"},
    {"latin 1", TEXT_1252, "CP1252"},  {"ISO-8859-15", TEXT_RECODED, "ISO-8859-15"},
    {"cp 850", TEXT_RECODED, "CP850"}, {"EBCDIC", TEXT_UNKNOWN, "EBCDIC"},
};

/* What a file beside it states, unless the call does. */
static const struct declared {
    const char *name, *beside, *stated, *expected;
} DECLARED[] = {
    {"nothing_stated", NULL, "", ""},           {"by_the_file_beside", "UTF-8\r\n", "", "UTF-8"},
    {"by_the_call", "UTF-8", "cp850", "CP850"}, {"an_empty_file", "", "", ""},
    {"a_word_of_nobody", "rot13", "", ""},      {"a_number", "1252\n", "", "CP1252"},
};

static void names_of_encodings(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ENCODINGS / sizeof *ENCODINGS; i++) {
        assert_int_equal(text_encoding(ENCODINGS[i].stated), ENCODINGS[i].encoding);
        if (*ENCODINGS[i].stated)
            assert_string_equal(text_encoding_name(ENCODINGS[i].stated), ENCODINGS[i].name);
    }
    for (size_t i = 0; i < sizeof DECLARED / sizeof *DECLARED; i++) {
        struct fixture fix;
        char out[64] = "?";
        fixture_open(&fix);
        struct ws_source source = source_of(fixture_path(&fix, "a.shp"));
        if (DECLARED[i].beside)
            (void)fixture_text(&fix, "a.cpg", DECLARED[i].beside);
        snprintf(source.encoding, sizeof source.encoding, "%s", DECLARED[i].stated);
        text_declared(out, sizeof out, &source);
        if (strcmp(out, DECLARED[i].expected) != 0)
            fail_msg("%s: '%s'", DECLARED[i].name, out);
        fixture_close(&fix);
    }
}

#define COUNT_OF(rows) (sizeof(rows) / sizeof *(rows))
#define ADD(rows, function)                                                                        \
    for (size_t i = 0; i < COUNT_OF(rows); i++)                                                    \
        tests[count++] = (struct CMUnitTest)                                                       \
        {                                                                                          \
            .name = (rows)[i].name, .test_func = (function),                                       \
            .initial_state = (void *)(uintptr_t) & (rows)[i]                                       \
        }

int main(void)
{
    struct CMUnitTest tests[64] = {
        cmocka_unit_test(a_long_text_is_not_undoubled),
        cmocka_unit_test(cuts_between_letters),
        cmocka_unit_test(distances_against_all_ways),
        cmocka_unit_test(names_of_encodings),
    };
    size_t count = 4;
    ADD(FOLDED, folds);
    ADD(COMPOSED, composes);
    ADD(UNMARKED, drops_marks);
    ADD(UNDOUBLED, undoubles);
    return _cmocka_run_group_tests("io_read_text", tests, count, NULL, NULL);
}
