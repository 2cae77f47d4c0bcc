/* Labels are found by halving, so their tables must be in order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static const struct title {
    const char *layer, *column, *en, *sv;
    enum label_kind kind;
} TITLES[] = {
    {"critical", "kind", "What closes", "Vad som stänger", LABEL_WORD},
    {"gaps", "kind", "Supply", "Utbud", LABEL_WORD},
    {"remote", "kind", "Terms", "Villkor", LABEL_WORD},
    {"reconcile", "kind", "What is counted", "Vad som räknas", LABEL_WORD},
    {"offices", "people_10km", "People within 10\xc2\xa0km", "Personer inom 10\xc2\xa0km",
     LABEL_PEOPLE},
    {"offices", "people_1_5mil", "People within 1.5\xc2\xa0mil", "Personer inom 1,5\xc2\xa0mil",
     LABEL_PEOPLE},
    {"population", "cost1", "Way to the nearest", "Väg till närmaste", LABEL_COST},
    {"population", "cost12", "Way to number 12", "Väg till nummer 12", LABEL_COST},
    {"population", "provider4", "Provider number 4", "Leverantör nummer 4", LABEL_TEXT},
    {"offices", "office_hours", NULL, NULL, LABEL_TEXT},
    {"offices", "people_in_need", NULL, NULL, LABEL_TEXT},
    {"offices", "cost", "Cost, SEK", "Kostnad, kr", LABEL_SEK},
    {"offices", "costs", NULL, NULL, LABEL_TEXT},
    {"offices", "", NULL, NULL, LABEL_TEXT},
};

static void titles_of_columns(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof TITLES / sizeof *TITLES; i++) {
        const struct title *row = &TITLES[i];
        const char *wanted[LANG_COUNT] = {[LANG_EN] = row->en, [LANG_SV] = row->sv};
        for (int lang = 0; lang < LANG_COUNT; lang++) {
            char title[LABELS_TITLE] = "";
            enum label_kind kind = LABEL_FLAG;
            bool is_known = labels_title(title, &kind, row->layer, row->column, (enum lang)lang);
            assert_int_equal(is_known, wanted[lang] != NULL);
            assert_string_equal(title, is_known ? wanted[lang] : "");
            assert_int_equal(kind, is_known ? row->kind : LABEL_FLAG);
        }
    }
}

/* ---- every column the engine makes ------------------------------------------------ */

static int column_count;

static void expect_title(const char *name, const char *file)
{
    char title[LABELS_TITLE];
    enum label_kind kind;
    for (int lang = 0; lang < LANG_COUNT; lang++)
        if (!labels_title(title, &kind, "", name, (enum lang)lang) || !title[0])
            fail_msg("%s: column %s has no label", file, name);
    column_count++;
}

/* Every text between two places of a source. */
static void expect_texts(const char *from, const char *to, const char *file)
{
    const char *close;
    for (const char *open = from; (open = memchr(open, '"', (size_t)(to - open)));
         open = close + 1) {
        char name[64];
        close = strchr(open + 1, '"');
        assert_non_null(close);
        snprintf(name, sizeof name, "%.*s", (int)(close - open - 1), open + 1);
        expect_title(name, file);
    }
}

/* layers_column(layer, "name", ...), or layers_column(layer, NAMES[c], ...) and then what
 * stands in NAMES. */
static void expect_columns(const char *source, const char *file)
{
    static const char CALL[] = "layers_column(layer, ";
    for (const char *at = source; (at = strstr(at, CALL)); at++) {
        const char *name = at + sizeof CALL - 1;
        if (*name == '"') {
            expect_texts(name, strchr(name + 1, '"') + 1, file);
            continue;
        }
        char array[80];
        snprintf(array, sizeof array, "const %.*s[", (int)strcspn(name, "[,)"), name);
        for (const char *list = source;
             name[strcspn(name, "[,)")] == '[' && (list = strstr(list, array)); list++)
            expect_texts(list, strchr(list, ';'), file);
    }
}

static char *source_of(const char *path)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    long size = ftell(file);
    char *text = calloc((size_t)size + 1, 1);
    assert_non_null(text);
    rewind(file);
    assert_int_equal(fread(text, 1, (size_t)size, file), size);
    fclose(file);
    return text;
}

static void every_column_has_a_label(void **state)
{
    /* Tables of compare, whose columns stand in rows of another table. */
    static const char *const OTHERS[] = {"layer",  "code",     "name", "before", "after",
                                         "office", "provider", "what", "a",      "b"};
    static const char folder[] = WS_SOURCE_DIR "/src/run";
    (void)state;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));) {
        size_t size = strlen(entry->d_name);
        char path[1024];
        if (size < 3 || strcmp(entry->d_name + size - 2, ".c"))
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        char *source = source_of(path);
        expect_columns(source, entry->d_name);
        free(source);
    }
    closedir(dir);
    assert_true(column_count > 300); /* it looked where they are */
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        expect_title(OTHERS[i], "compare");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_columns),
        cmocka_unit_test(finds_words),
        cmocka_unit_test(classes_have_colours_of_their_own),
        cmocka_unit_test(titles_of_columns),
        cmocka_unit_test(every_column_has_a_label),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
