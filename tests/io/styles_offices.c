/* Styles of offices: who takes nobody new, who is proposed; heads of columns with units. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/mem.h"
#include "io/io.h"
#include "io/styles.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static double REALS[] = {1.5, 0.0};
static char *STATES[] = {"open", "closed_to_new"};
static int64_t WHOLES[] = {1, 0};

static const struct row {
    const char *name, *layer;
    enum layer_geometry geometry;
    bool is_time;
    enum lang lang;
    struct column columns[3];
    const char *says[5];
} ROWS[] = {
    {"who_takes_nobody_new_has_a_sign",
     "offices",
     LAYER_POINTS,
     false,
     LANG_EN,
     {{.name = "state", .type = COLUMN_TEXT, .text = STATES},
      {.name = "snapped", .type = COLUMN_WHOLE, .whole = WHOLES}},
     {"label=\"Office that takes nobody new: closed to new, or too far from a road\" "
      "filter=\"coalesce(&quot;snapped&quot; = 0, false) OR "
      "coalesce(&quot;state&quot; IN (&apos;closed_to_new&apos;, "
      "&apos;approved_not_receiving&apos;), false)\" symbol=\"0\"",
      "label=\"Office\" filter=\"ELSE\" symbol=\"1\"", "name=\"color\" value=\"255,255,255,255\"",
      "name=\"color\" value=\"25,25,25,255\""}},
    {"new_offices_are_diamonds_with_their_rank",
     "sites",
     LAYER_POINTS,
     false,
     LANG_SV,
     {{.name = "site", .type = COLUMN_TEXT, .text = STATES},
      {.name = "rank", .type = COLUMN_WHOLE, .whole = WHOLES},
      {.name = "place", .type = COLUMN_TEXT, .text = STATES}},
     {"label=\"Nytt kontor, efter rang\"", "name=\"name\" value=\"diamond\"",
      "fieldName=\"&quot;rank&quot;\"", "name=\"Kommun\"",
      "&lt;td&gt;Kommun&amp;nbsp;&lt;/td&gt;"}},
    {"heads_name_metres",
     "moved",
     LAYER_TABLE,
     false,
     LANG_SV,
     {{.name = "before", .type = COLUMN_REAL, .real = REALS},
      {.name = "snap_m", .type = COLUMN_REAL, .real = REALS},
      {.name = "people", .type = COLUMN_REAL, .real = REALS}},
     {"name=\"Väg före, m\"", "name=\"Väg till vägnätet, m\"", "name=\"Personer\""}},
    {"heads_name_seconds",
     "moved",
     LAYER_TABLE,
     true,
     LANG_EN,
     {{.name = "before", .type = COLUMN_REAL, .real = REALS},
      {.name = "more", .type = COLUMN_REAL, .real = REALS},
      {.name = "snap_m", .type = COLUMN_REAL, .real = REALS}},
     {"name=\"Way before, s\"", "name=\"Farther by, s\"", "name=\"Way to the road, m\""}},
};

static void test_says(void **state)
{
    const struct row *row = *state;
    char *qml = NULL;
    const struct layer layer = {.name = row->layer,
                                .geometry = row->geometry,
                                .row_count = 2,
                                .column_count = row->columns[2].name[0] ? 3 : 2,
                                .columns = row->columns};
    struct style_plan plan = {.lang = row->lang, .kind = WRITE_GPKG, .is_time = row->is_time};
    assert_int_equal(styles_qml(&qml, &layer, STYLE_DEFAULT, &plan, NULL), WS_OK);
    for (size_t i = 0; i < COUNT(row->says) && row->says[i]; i++)
        if (!strstr(qml, row->says[i]))
            fail_msg("no '%s' in %s", row->says[i], qml);
    mem_free(qml);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(ROWS)];
    for (size_t i = 0; i < COUNT(ROWS); i++)
        tests[i] = (struct CMUnitTest){
            .name = ROWS[i].name, .test_func = test_says, .initial_state = (void *)&ROWS[i]};
    return cmocka_run_group_tests_name("io_styles_offices", tests, NULL, NULL);
}
