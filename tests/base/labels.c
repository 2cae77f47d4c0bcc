/* Labels are found by halving, so their tables must be in order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/labels.h"

static const struct row {
    const char *name, *en, *sv;
} COLUMNS[] =
    {
        {"adm", "On paper", "På papperet"},
        {"zone", "Municipality", "Kommun"},
        {"share", "Share covered", "Andel täckta"},
        {"people", "People", "Personer"},
},
  WORDS[] = {
      {"AGREEMENT", "Agreement with the municipality", "Överenskommelse med kommunen"},
      {"zero", "None", "Inga"},
      {"none", "White spot", "Vit fläck"},
      {"not reproduced", "Not reproduced", "Stämmer inte"},
      {"no machine word", "no machine word", "no machine word"},
};

static void finds_columns(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof COLUMNS / sizeof *COLUMNS; i++) {
        const struct label *label = labels_column(COLUMNS[i].name);
        assert_non_null(label);
        assert_string_equal(label->text[LANG_EN], COLUMNS[i].en);
        assert_string_equal(label->text[LANG_SV], COLUMNS[i].sv);
    }
    assert_null(labels_column(""));
    assert_null(labels_column("no such column"));
    assert_null(labels_column("zzz"));
}

static void finds_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        assert_string_equal(labels_word(WORDS[i].name, LANG_EN), WORDS[i].en);
        assert_string_equal(labels_word(WORDS[i].name, LANG_SV), WORDS[i].sv);
    }
    assert_string_equal(labels_layer("white_spots", LANG_SV), "Vita fläckar");
    assert_string_equal(labels_layer("access_by_need", LANG_EN), "Access by need");
    assert_string_equal(labels_layer("unheard_of", LANG_EN), "unheard_of");
}

static void classes_have_colours_of_their_own(void **state)
{
    (void)state;
    assert_int_equal(labels_class("none"), WS_CLASS_NONE);
    assert_int_equal(labels_class("many"), WS_CLASS_MANY);
    assert_int_equal(labels_class("much"), -1);
    assert_int_equal(labels_class(NULL), -1);
    for (int a = -1; a <= WS_CLASS_MANY; a++)
        for (int b = a + 1; b <= WS_CLASS_MANY; b++) {
            struct label_colour x = labels_class_colour(a), y = labels_class_colour(b);
            assert_true(x.red != y.red || x.green != y.green || x.blue != y.blue);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_columns),
        cmocka_unit_test(finds_words),
        cmocka_unit_test(classes_have_colours_of_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
