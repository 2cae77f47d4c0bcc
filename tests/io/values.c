#include "io/read_fixture.h"

#include "io/read.h"

#include <locale.h>
#include <math.h>

static const struct number {
    const char *text;
    bool decimal_comma;
    enum value kind;
    double value;
} NUMBERS[] = {
    {"123", false, VALUE_OK, 123},
    {"123.5", false, VALUE_OK, 123.5},
    {"1e3", false, VALUE_OK, 1000},
    {"-1.5E-2", false, VALUE_OK, -0.015},
    {"+7", false, VALUE_OK, 7},
    {".5", false, VALUE_OK, 0.5},
    {" 12 ", false, VALUE_OK, 12},
    {"\t12\r\n", false, VALUE_OK, 12},
    {"1e+", false, VALUE_BAD, 0},
    {"1E+5", false, VALUE_OK, 100000},
    {"1e5x", false, VALUE_BAD, 0},
    {".", false, VALUE_HIDDEN, 0},
    {"<x", false, VALUE_BAD, 0},
    {"1.2,3", true, VALUE_BAD, 0},
    {"1,5", true, VALUE_OK, 1.5},
    {"1,5", false, VALUE_BAD, 0},
    {"1.000,5", true, VALUE_BAD, 0},
    {"1,000,5", true, VALUE_BAD, 0},
    {"12 345", false, VALUE_BAD, 0},
    {"12\xC2\xA0"
     "345",
     false, VALUE_BAD, 0},
    {"ca 900", false, VALUE_BAD, 0},
    {"25 %", false, VALUE_BAD, 0},
    {"900 st", false, VALUE_BAD, 0},
    {"1e", false, VALUE_BAD, 0},
    {"1e999", false, VALUE_BAD, 0},
    {"nan", false, VALUE_BAD, 0},
    {"inf", false, VALUE_BAD, 0},
    {"0x10", false, VALUE_BAD, 0},
    {"1.2.3", false, VALUE_BAD, 0},
    {"--1", false, VALUE_BAD, 0},
    {"", false, VALUE_MISSING, 0},
    {"  ", false, VALUE_MISSING, 0},
    {"NULL", false, VALUE_MISSING, 0},
    {"NA", false, VALUE_MISSING, 0},
    {"-", false, VALUE_MISSING, 0},
    {"..", false, VALUE_HIDDEN, 0},
    {"<5", false, VALUE_HIDDEN, 0},
    {"x", false, VALUE_HIDDEN, 0},
};

static void test_numbers(void **state)
{
    (void)state;
    static const char *const locales[] = {"C", "sv_SE.UTF-8", "de_DE.UTF-8", "tr_TR.UTF-8"};
    for (size_t l = 0; l < sizeof locales / sizeof *locales; l++) {
        setlocale(LC_ALL, locales[l]); /* where it is installed */
        for (size_t i = 0; i < sizeof NUMBERS / sizeof *NUMBERS; i++) {
            const struct number *row = &NUMBERS[i];
            double value = -77.0;
            enum value kind = value_number(&value, row->text, row->decimal_comma);
            if (kind != row->kind || (kind == VALUE_OK && value != row->value))
                fail_msg("%s: kind %d, value %g", row->text, kind, value);
            assert_true(kind == VALUE_OK || value == -77.0);
        }
    }
    setlocale(LC_ALL, "C");
}

static const struct date {
    const char *text;
    enum value kind;
    const char *date;
} DATES[] = {
    {"2020-03-30", VALUE_OK, "2020-03-30"},
    {"2020-03", VALUE_OK, "2020-03-01"},
    {"2020-02-29", VALUE_OK, "2020-02-29"},
    {"2020-03x30", VALUE_BAD, ""},
    {"2020-03-3x", VALUE_BAD, ""},
    {"2x20-03-30", VALUE_BAD, ""},
    {"202x-03-30", VALUE_BAD, ""},
    {"2020-0x-30", VALUE_BAD, ""},
    {"2020/03/30", VALUE_BAD, ""},
    {"2020-3", VALUE_BAD, ""},
    {"2020-03-30T12:00", VALUE_OK, "2020-03-30"},
    {"2019-02-29", VALUE_BAD, ""},
    {"1900-02-29", VALUE_BAD, ""},
    {"2000-02-29", VALUE_OK, "2000-02-29"},
    {"2020-13-01", VALUE_BAD, ""},
    {"2020-04-31", VALUE_BAD, ""},
    {"2020-00-01", VALUE_BAD, ""},
    {"2020-4-1", VALUE_BAD, ""},
    {"2020-03-", VALUE_BAD, ""},
    {"2020-03-3", VALUE_BAD, ""},
    {"01/02/18", VALUE_BAD, ""},
    {"2020", VALUE_BAD, ""},
    {"20200330", VALUE_BAD, ""},
    {"2020-03-30 12:00", VALUE_OK, "2020-03-30"},
    {"2020-03-30x", VALUE_BAD, ""},
    {"", VALUE_MISSING, ""},
    {"NULL", VALUE_MISSING, ""},
};

static void test_dates(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof DATES / sizeof *DATES; i++) {
        char date[11] = "";
        enum value kind = value_date(date, DATES[i].text);
        if (kind != DATES[i].kind || strcmp(date, DATES[i].date))
            fail_msg("%s: kind %d, date %s", DATES[i].text, kind, date);
    }
}

static const struct speed {
    const char *text;
    enum value kind;
    double kmh;
} SPEEDS[] = {
    {"50", VALUE_OK, 50},           {"50 mph", VALUE_OK, 80.4672}, {"50mph", VALUE_OK, 80.4672},
    {"30 km/h", VALUE_OK, 30},      {"10 knots", VALUE_OK, 18.52}, {"0", VALUE_MISSING, 0},
    {"none", VALUE_MISSING, 0},     {"walk", VALUE_MISSING, 0},    {"50;80", VALUE_MISSING, 0},
    {"SE:urban", VALUE_MISSING, 0}, {"", VALUE_MISSING, 0},        {"-5", VALUE_BAD, 0},
    {"2000", VALUE_BAD, 0},
};

static void test_speeds(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof SPEEDS / sizeof *SPEEDS; i++) {
        double kmh = 0.0;
        enum value kind = value_speed(&kmh, SPEEDS[i].text);
        if (kind != SPEEDS[i].kind || fabs(kmh - SPEEDS[i].kmh) > 1e-9)
            fail_msg("%s: kind %d, %g km/h", SPEEDS[i].text, kind, kmh);
    }
}

static void test_bools(void **state)
{
    (void)state;
    static const char *const words[] = {"1", "ja", "Yes", "TRUE", "0", "Nej", "no", "false"};
    for (size_t i = 0; i < 8; i++) {
        bool flag = i >= 4;
        assert_int_equal(value_bool(&flag, words[i]), VALUE_OK);
        assert_int_equal(flag, i < 4);
    }
    bool flag = true;
    assert_int_equal(value_bool(&flag, "often"), VALUE_BAD);
    assert_int_equal(value_bool(&flag, ""), VALUE_MISSING);
}

static void test_codes(void **state)
{
    (void)state;
    assert_true(value_is_swedish_code(NULL, "0114"));
    assert_true(value_is_swedish_code(NULL, "2584"));
    assert_false(value_is_swedish_code(NULL, "114"));
    assert_false(value_is_swedish_code(NULL, "1103")); /* Norway: no county 11 */
    assert_false(value_is_swedish_code(NULL, "01a4"));
    assert_true(value_is_digits("0114", 4));
    assert_false(value_is_digits("", 0));
}

static const struct fold {
    const char *text, *folded;
} FOLDS[] = {
    {"KnKod", "knkod"},
    {"kommun_kod", "kommunkod"},
    {"STARTDATUM AVTAL", "startdatumavtal"},
    {"Leverantörsområde", "leverantorsomrade"},
    {"LEVERANSOMRÅDE", "leveransomrade"},
    {"Leveranto\xCC\x88rsomra\xCC\x8A"
     "de",
     "leverantorsomrade"}, /* decomposed */
    {"ålder", "alder"},
    {"bef.16-64", "bef1664"},
    {"Populärnamn", "popularnamn"},
    {"København", "kobenhavn"},
    {"ŁÓDŹ", "lodz"},
    {"İl", "il"}, /* a Turkish capital i */
    {"Straße", "strasse"},
    {"ΑΒΓ", "αβγ"},
};

static void test_folds(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof FOLDS / sizeof *FOLDS; i++) {
        char folded[128];
        text_fold(folded, sizeof folded, FOLDS[i].text);
        assert_string_equal(folded, FOLDS[i].folded);
    }
}

static void test_texts(void **state)
{
    (void)state;
    char out[64];
    text_compose(out, "A\xCC\x8Are O\xCC\x88 e\xCC\x81 x\xCC\x81");
    assert_string_equal(out, "Åre Ö é x\xCC\x81");
    assert_false(text_is_utf8("\xC5ngermanland", 12));
    assert_false(text_is_utf8("\xED\xA0\x80", 3)); /* half of a pair */
    assert_false(text_is_utf8("\xC0\xAF", 2));     /* longer than needed */
    assert_true(text_is_utf8("Ångermanland", strlen("Ångermanland")));
    out[text_from_1252(out, "\xC5 \x80 \x96", 5)] = '\0';
    assert_string_equal(out, "Å € –");
    text_copy(out, 4, "abå");
    assert_string_equal(out, "ab");
    assert_int_equal(text_distance("kommunkod", "komunkod"), 1);
    assert_int_equal(text_distance("", "abc"), 3);
    assert_int_equal(text_distance("abc", "abc"), 0);
}

/* Numbers with space between thousands; no value: they are none. */
static const struct spaced {
    const char *text;
    bool decimal_comma, is_number;
    double value;
} SPACED[] = {
    {"12 345", false, true, 12345},
    {"1 234 567", false, true, 1234567},
    {"1 23", false, false, 0},
    {"1 2345 678", false, false, 0},
    {"1 23 456", false, false, 0},
    {" 123 456", false, true, 123456},
    {"1 234,5", true, true, 1234.5},
    {"1 234,5", false, false, 0},
    {"1 234.5", false, true, 1234.5},
    {"1 234x", false, false, 0},
    {"1 234.x", false, false, 0},
    {"1234", false, false, 0},
    {"12\xC2\xA0"
     "345",
     false, true, 12345},
    {"12\xE2\x80\xAF"
     "345",
     false, true, 12345},
    {"12\xE2\x80\x89"
     "345,5",
     true, true, 12345.5},
    {"12 345,5", false, false, 0},
    {"12 34", false, false, 0},
    {"1234 567", false, false, 0},
    {"12345", false, false, 0},
    {"12 345 st", false, false, 0},
    {"12  345", false, false, 0},
    {"ca 900", false, false, 0},
    {"", false, false, 0},
};

static void test_spaced(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof SPACED / sizeof *SPACED; i++) {
        const struct spaced *row = &SPACED[i];
        double value = 0.0;
        bool is_number = value_spaced(&value, row->text, row->decimal_comma);
        if (is_number != row->is_number || (is_number && value != row->value))
            fail_msg("%s: %d, %g", row->text, is_number, value);
    }
}

static const struct spoilt {
    const char *text;
    bool is_broken, is_mangled;
} SPOILT[] = {
    {"1E+05", true, true},
    {"1,25E+13", true, true},
    {"#REF!", true, true},
    {"#######", true, true},
    {"jan-24", false, true},
    {"24-jan", false, true},
    {"2-Mar", false, true},
    {"2024-01-02", false, true},
    {"02/01/2024", false, true},
    {"2024-01-02 00:00:00", false, true},
    {"0114", false, false},
    {"1e5", false, false},
    {"8508866bfffffff", false, false},
    {"E05", false, false},
    {"maj", false, false},
    {"2024-01", false, false},
    {"12-3", false, false},
    {"#1", false, false},
    {"mars-mellow", false, false},
    {"0114A0010", false, false},
};

static void test_spoilt_codes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof SPOILT / sizeof *SPOILT; i++) {
        if (code_is_broken(NULL, SPOILT[i].text) != SPOILT[i].is_broken ||
            code_is_mangled(NULL, SPOILT[i].text) != SPOILT[i].is_mangled)
            fail_msg("%s", SPOILT[i].text);
    }
}

static void test_spelled_codes(void **state)
{
    (void)state;
    char digits[8];
    assert_true(code_is_same("SE 0114", "se0114\xC2\xA0"));
    assert_false(code_is_same("0114", "01140"));
    assert_false(code_is_same("\xC3\x85", "\xC3\xA5")); /* only A to Z have a case here */
    assert_int_equal(code_prefix("0114 Upplands V\xC3\xA4sby"), 4);
    assert_int_equal(code_prefix("0114"), 0);
    assert_int_equal(code_prefix("0114 0115"), 0);
    assert_int_equal(code_prefix("1 by"), 0);
    assert_string_equal(code_rest("0114 Upplands"), "Upplands");
    assert_string_equal(code_rest("Upplands 2"), "Upplands 2");
    assert_true(code_whole(digits, sizeof digits, "114.0"));
    assert_string_equal(digits, "114");
    assert_false(code_whole(digits, sizeof digits, "114.5"));
    assert_false(code_whole(digits, sizeof digits, "123456789"));
}

static const struct doubled {
    const char *text, *mended; /* NULL: not encoded twice */
} DOUBLED[] = {
    {"V\xC3\x83\xC2\xA4ster\xC3\x83\xC2\xA5s", "Västerås"},
    {"\xC3\x83\xE2\x80\xA6re", "Åre"}, /* by way of Windows-1252 */
    {"Västerås", NULL},
    {"Ö\xC2\xA0NORRLAND", NULL}, /* a space that does not break */
    {"Vasteras", NULL},
    {"ŁÓDŹ", NULL},
    {"V\xC3\x83\xC2\xA4ster\xC3\xA5s", NULL}, /* half of it */
};

static void test_doubled(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof DOUBLED / sizeof *DOUBLED; i++) {
        char text[64];
        strcpy(text, DOUBLED[i].text);
        bool is_mended = text_undouble(text);
        assert_int_equal(is_mended, DOUBLED[i].mended != NULL);
        assert_string_equal(text, is_mended ? DOUBLED[i].mended : DOUBLED[i].text);
    }
}

static void test_marks(void **state)
{
    (void)state;
    static const char *const marked[] = {"Al\x07"
                                         "fa",
                                         "Al\xE2\x80\xAE"
                                         "fa",
                                         "\xEF\xBB\xBF"
                                         "Alfa",
                                         "Alfa\xC2\x85"};
    for (size_t i = 0; i < sizeof marked / sizeof *marked; i++) {
        char text[32];
        strcpy(text, marked[i]);
        assert_true(text_has_marks(text));
        text_drop_marks(text);
        assert_string_equal(text, "Alfa");
    }
    assert_false(text_has_marks("Åre\tby\n"));
    assert_false(text_has_marks("\x1b[31mred\x1b[0m")); /* a terminal's: shown as \x1b */
}

static void test_encodings(void **state)
{
    (void)state;
    static const char *const latin[] = {"latin1", "ISO-8859-1",   "iso8859_1",
                                        "cp1252", "Windows-1252", "ANSI 1252"};
    for (size_t i = 0; i < sizeof latin / sizeof *latin; i++)
        assert_int_equal(text_encoding(latin[i]), TEXT_1252);
    assert_int_equal(text_encoding("utf8"), TEXT_UTF8);
    assert_int_equal(text_encoding("UTF-8"), TEXT_UTF8);
    assert_int_equal(text_encoding(""), TEXT_UNSTATED);
    assert_int_equal(text_encoding("cp850"), TEXT_RECODED);
    assert_int_equal(text_encoding("klingon"), TEXT_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),      cmocka_unit_test(test_dates),
        cmocka_unit_test(test_speeds),       cmocka_unit_test(test_bools),
        cmocka_unit_test(test_codes),        cmocka_unit_test(test_folds),
        cmocka_unit_test(test_texts),        cmocka_unit_test(test_spaced),
        cmocka_unit_test(test_spoilt_codes), cmocka_unit_test(test_spelled_codes),
        cmocka_unit_test(test_doubled),      cmocka_unit_test(test_marks),
        cmocka_unit_test(test_encodings),
    };
    return cmocka_run_group_tests_name("io_values", tests, NULL, NULL);
}
