/* Styles: the days that rows hold, and what is told of a place that is pointed at. */
#include "io/write_fixture.h"

#include <cpl_minixml.h>

#include "io/styles.h"

static char *TWO_LIMITS[] = {"10km", "10km", "1 mil", "1 mil"};
static double REALS[] = {1.5, 0.0, 2.0, 3.0};

static CPLXMLNode *parse(const struct layer *layer)
{
    const struct style_plan plan = {.lang = LANG_EN, .kind = WRITE_GPKG};
    char *qml = NULL;
    assert_int_equal(styles_qml(&qml, layer, STYLE_DEFAULT, &plan, NULL), WS_OK);
    assert_non_null(qml);
    CPLXMLNode *tree = CPLParseXMLString(qml);
    assert_non_null(tree);
    mem_free(qml);
    return tree;
}

/* Rows hold from one column's day until the other's; a layer without such columns has no
 * days, and its tips tell values as people read them. */
static void test_days_and_tips(void **state)
{
    (void)state;
    static char *DAYS[] = {"2020-03-30", "2020/04/01", NULL, "2021-01-01"};
    const struct column columns[] = {{.name = "provider", .type = COLUMN_TEXT, .text = TWO_LIMITS},
                                     {.name = "opens", .type = COLUMN_TEXT, .text = DAYS},
                                     {.name = "clo\"ses", .type = COLUMN_TEXT, .text = DAYS},
                                     {.name = "snap_m", .type = COLUMN_REAL, .real = REALS}};
    struct layer layer = {.name = "offices",
                          .geometry = LAYER_POINTS,
                          .row_count = 4,
                          .column_count = COUNT(columns),
                          .columns = columns};
    CPLXMLNode *tree = parse(&layer);
    assert_null(CPLGetXMLNode(tree, "=qgis.temporal"));
    CPLDestroyXMLNode(tree);
    layer.from_column = "opens";
    layer.to_column = "clo\"ses";
    tree = parse(&layer);
    assert_string_equal(CPLGetXMLValue(tree, "=qgis.temporal.enabled", ""), "1");
    assert_string_equal(CPLGetXMLValue(tree, "=qgis.temporal.limitMode", ""), "0");
    assert_non_null(
        strstr(CPLGetXMLValue(tree, "=qgis.temporal.startExpression", ""), "left(\"opens\", 10)"));
    assert_non_null(strstr(CPLGetXMLValue(tree, "=qgis.temporal.endExpression", ""),
                           "left(\"clo\"\"ses\", 10)"));
    /* A row without an end holds on: QGIS would leave it out. */
    assert_non_null(strstr(CPLGetXMLValue(tree, "=qgis.temporal.endExpression", ""),
                           ", to_datetime('9999-12-31T00:00:00'))"));
    const char *tip = CPLGetXMLValue(tree, "=qgis.mapTip", "");
    assert_non_null(strstr(tip, "Way to the road"));
    assert_non_null(strstr(tip, "' km'"));
    assert_non_null(strstr(tip, "'Unknown'"));
    CPLDestroyXMLNode(tree);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_days_and_tips)};
    return cmocka_run_group_tests_name("days", tests, NULL, NULL);
}
