/* Styles: the rules that QGIS shows for each layer, from its columns and rows. */
#include "io/write_fixture.h"

#include <cpl_minixml.h>

#include "io/styles.h"

/* ---- layers ------------------------------------------------------------------------------- */

static char *TWO_LIMITS[] = {"10km", "10km", "1 mil", "1 mil"};
static char *ONE_LIMIT[] = {"15min", "15min", "15min", "15min"};
static char *ODD_LIMITS[] = {"a'b", "<&\"\\", "\x01x", NULL};
static int64_t ONE_AND_TWO[] = {1, 2, 1, 2};
static int64_t THREE_AND_TWO[] = {3, 2, 3, 2};
static int64_t SOME[] = {1, COLUMN_WHOLE_NULL, 1, COLUMN_WHOLE_NULL};
static double REALS[] = {1.5, 0.0, 2.0, 3.0};

#define TEXTS(title, values)                                                                       \
    {                                                                                              \
        .name = title, .type = COLUMN_TEXT, .text = values                                         \
    }
#define WHOLES(title, values)                                                                      \
    {                                                                                              \
        .name = title, .type = COLUMN_WHOLE, .whole = values                                       \
    }
#define NUMBERED(title)                                                                            \
    {                                                                                              \
        .name = title, .type = COLUMN_REAL, .real = REALS                                          \
    }

static const struct rules_row {
    const char *name, *layer;
    enum layer_geometry geometry;
    uint32_t row_count;
    struct column columns[2];
    const char *rules; /* each as "title[filter]", groups with (...), off ones with - */
} RULES[] = {
    {"limits_by_k",
     "catchments",
     LAYER_AREAS,
     4,
     {TEXTS("limit", TWO_LIMITS), WHOLES("k", ONE_AND_TWO)},
     "At least 1 provider[\"k\" = 1]"
     "(Within 10km[\"limit\" = '10km']Within 1 mil[\"limit\" = '1 mil'])"
     "-At least 2 providers[\"k\" = 2]"
     "(Within 10km[\"limit\" = '10km']Within 1 mil[\"limit\" = '1 mil'])"},
    {"smallest_k_is_shown",
     "catchments",
     LAYER_AREAS,
     2,
     {TEXTS("limit", ONE_LIMIT), WHOLES("k", THREE_AND_TWO)},
     "-At least 3 providers[\"k\" = 3](Within 15min[\"limit\" = '15min'])"
     "At least 2 providers[\"k\" = 2](Within 15min[\"limit\" = '15min'])"},
    {"rows_without_k",
     "catchments",
     LAYER_AREAS,
     4,
     {TEXTS("limit", ONE_LIMIT), WHOLES("k", SOME)},
     "At least 1 provider[\"k\" = 1](Within 15min[\"limit\" = '15min'])"},
    {"roads",
     "reached_roads",
     LAYER_LINES,
     4,
     {TEXTS("limit", TWO_LIMITS), WHOLES("k", SOME)},
     "At least 1 provider[\"k\" = 1]"
     "(Within 10km[\"limit\" = '10km']Within 1 mil[\"limit\" = '1 mil'])"},
    {"each_office",
     "office_catchments",
     LAYER_AREAS,
     4,
     {TEXTS("limit", TWO_LIMITS), TEXTS("office", ONE_LIMIT)},
     "Within 10km[\"limit\" = '10km']Within 1 mil[\"limit\" = '1 mil']"},
    {"odd_texts",
     "catchments",
     LAYER_AREAS,
     4,
     {TEXTS("limit", ODD_LIMITS), NUMBERED("k")},
     "Within a'b[\"limit\" = 'a''b']Within <&\"\\[\"limit\" = '<&\"\\\\']"
     "Within x[\"limit\" = 'x']"},
    {"no_rows",
     "catchments",
     LAYER_AREAS,
     0,
     {TEXTS("limit", TWO_LIMITS), WHOLES("k", ONE_AND_TWO)},
     NULL},
    {"no_limit", "catchments", LAYER_AREAS, 4, {NUMBERED("limit"), WHOLES("k", ONE_AND_TWO)}, NULL},
    {"lots",
     "lots",
     LAYER_AREAS,
     4,
     {TEXTS("route", ONE_LIMIT), WHOLES("below", ONE_AND_TWO)},
     "Below the volume[\"below\" = 1]"
     "Tender (LOU)[coalesce(\"below\", 0) = 0 AND \"route\" = 'LOU']"
     "Direct award[coalesce(\"below\", 0) = 0 AND \"route\" = 'DIRECT_AWARD']"
     "Value not known[coalesce(\"below\", 0) = 0 AND \"route\" IS NULL]"},
    {"offices_without_roads",
     "offices",
     LAYER_POINTS,
     4,
     {TEXTS("office", TWO_LIMITS), NUMBERED("snapped")},
     "Office[]"},
    {"white_spots",
     "white_spots",
     LAYER_AREAS,
     4,
     {TEXTS("code", TWO_LIMITS), NUMBERED("people")},
     "White spot, number of people[]"},
    {"white_spots_bare",
     "white_spots",
     LAYER_AREAS,
     4,
     {TEXTS("code", TWO_LIMITS), TEXTS("people", ONE_LIMIT)},
     "White spot[]"},
    {"no_share",
     "municipalities",
     LAYER_AREAS,
     4,
     {TEXTS("code", TWO_LIMITS), WHOLES("share", ONE_AND_TWO)},
     NULL},
    {"no_state",
     "population",
     LAYER_AREAS,
     4,
     {TEXTS("unit", TWO_LIMITS), WHOLES("state", ONE_AND_TWO)},
     NULL},
    {"table",
     "municipalities",
     LAYER_TABLE,
     4,
     {TEXTS("code", TWO_LIMITS), NUMBERED("share")},
     NULL},
    {"unknown", "coverage", LAYER_AREAS, 4, {TEXTS("code", TWO_LIMITS), NUMBERED("share")}, NULL},
};

static struct layer layer_of(const struct rules_row *row)
{
    return (struct layer){.name = row->layer,
                          .geometry = row->geometry,
                          .row_count = row->row_count,
                          .column_count = COUNT(row->columns),
                          .columns = row->columns};
}

static const struct rules_row *row_named(const char *name)
{
    for (size_t i = 0; i < COUNT(RULES); i++)
        if (!strcmp(RULES[i].name, name))
            return &RULES[i];
    fail_msg("no row %s", name);
    return NULL;
}

static const struct style_plan ENGLISH = {.lang = LANG_EN, .kind = WRITE_GPKG};

/* The parsed style; NULL when the layer has none. */
static CPLXMLNode *parse(const struct layer *layer)
{
    char *qml = NULL;
    assert_int_equal(styles_qml(&qml, layer, STYLE_DEFAULT, &ENGLISH, NULL), WS_OK);
    CPLXMLNode *tree = qml ? CPLParseXMLString(qml) : NULL;
    if (qml)
        assert_non_null(tree);
    mem_free(qml);
    return tree;
}

/* ---- rules ---------------------------------------------------------------------------------- */

static const CPLXMLNode *next_named(const CPLXMLNode *node, const char *name)
{
    while (node && (node->eType != CXT_Element || strcmp(node->pszValue, name)))
        node = node->psNext;
    return node;
}

static const CPLXMLNode *first_rule(const CPLXMLNode *tree)
{
    const CPLXMLNode *rules = CPLGetXMLNode((CPLXMLNode *)tree, "=qgis.renderer-v2.rules");
    assert_non_null(rules);
    return next_named(rules->psChild, "rule");
}

static const char *value_of(const CPLXMLNode *node, const char *name)
{
    return CPLGetXMLValue((CPLXMLNode *)node, name, "");
}

static void add_rule_text(char out[1024], const CPLXMLNode *rule)
{
    size_t size = strlen(out);
    snprintf(out + size, 1024 - size, "%s%s[%s]", *value_of(rule, "checkstate") == '0' ? "-" : "",
             value_of(rule, "label"), value_of(rule, "filter"));
}

/* Groups hold rules and no sign, rules a sign of their own, in order. */
static void add_rules_text(char out[1024], const CPLXMLNode *rule)
{
    int sign = 0;
    for (; rule; rule = next_named(rule->psNext, "rule")) {
        const CPLXMLNode *child = next_named(rule->psChild, "rule");
        bool is_group = child != NULL;
        add_rule_text(out, rule);
        strcat(out, is_group ? "(" : "");
        assert_int_equal(!*value_of(rule, "symbol"), is_group);
        for (child = is_group ? child : rule; child; child = next_named(child->psNext, "rule")) {
            assert_int_equal(atoi(value_of(child, "symbol")), sign++);
            if (!is_group)
                break;
            add_rule_text(out, child);
        }
        strcat(out, is_group ? ")" : "");
    }
}

static void test_rules(void **state)
{
    const struct rules_row *row = *state;
    struct layer layer = layer_of(row);
    CPLXMLNode *tree = parse(&layer);
    assert_int_equal(tree && CPLGetXMLNode(tree, "=qgis.renderer-v2"), row->rules != NULL);
    /* A table has no sign, but its columns have names for people. */
    assert_true(tree || row->geometry != LAYER_TABLE);
    char text[1024] = "";
    if (row->rules)
        add_rules_text(text, first_rule(tree));
    assert_string_equal(text, row->rules ? row->rules : "");
    CPLDestroyXMLNode(tree);
}

/* ---- signs ---------------------------------------------------------------------------------- */

struct painted {
    unsigned red, green, blue, alpha;
    int level;
    const char *class_name;
};

/* The `part`-th part of sign `at`: the option of this name as a colour; "": none. */
static bool find_part(struct painted *out, const CPLXMLNode *tree, int at, int part,
                      const char *option)
{
    const CPLXMLNode *node = CPLGetXMLNode((CPLXMLNode *)tree, "=qgis.renderer-v2.symbols");
    node = next_named(node->psChild, "symbol");
    while (at-- && node)
        node = next_named(node->psNext, "symbol");
    node = node ? next_named(node->psChild, "layer") : NULL;
    while (part-- && node)
        node = next_named(node->psNext, "layer");
    if (!node)
        return false;
    out->level = atoi(value_of(node, "pass"));
    out->class_name = value_of(node, "class");
    node = CPLGetXMLNode((CPLXMLNode *)node, "Option")->psChild;
    for (node = next_named(node, "Option"); node; node = next_named(node->psNext, "Option"))
        if (!strcmp(value_of(node, "name"), option))
            assert_int_equal(sscanf(value_of(node, "value"), "%u,%u,%u,%u", &out->red, &out->green,
                                    &out->blue, &out->alpha),
                             4);
    return true;
}

static unsigned brightness(const struct painted *painted)
{
    return 299 * painted->red + 587 * painted->green + 114 * painted->blue;
}

/* The first limit is darkest and on top, and what lies beneath can be seen. */
static void test_limits_shade(void **state)
{
    (void)state;
    struct layer layer = layer_of(row_named("limits_by_k"));
    CPLXMLNode *tree = parse(&layer);
    for (int i = 0; i < 4; i += 2) {
        struct painted near, far;
        assert_true(find_part(&near, tree, i, 0, "color"));
        assert_true(find_part(&far, tree, i + 1, 0, "color"));
        assert_true(brightness(&near) + 30000 < brightness(&far));
        assert_true(near.green > near.red && near.green > near.blue);
        assert_true(far.green > far.red && far.green > far.blue);
        assert_true(near.alpha > 0 && near.alpha < 128 && far.alpha > 0 && far.alpha < 128);
        assert_true(near.level > far.level);
    }
    CPLDestroyXMLNode(tree);
}

static void test_each_office_is_outline(void **state)
{
    (void)state;
    struct painted fill;
    struct layer layer = layer_of(row_named("each_office"));
    CPLXMLNode *tree = parse(&layer);
    for (int i = 0; i < 2; i++) {
        assert_true(find_part(&fill, tree, i, 0, "color"));
        assert_int_equal(fill.alpha, 0);
    }
    CPLDestroyXMLNode(tree);
}

/* Darker with the share, all of one hue, and none like the red of white spots. */
static void test_shares_shade(void **state)
{
    (void)state;
    struct painted painted = {0}, spot, hatch;
    unsigned last = UINT32_MAX;
    CPLXMLNode *tree = parse(&LAYERS[0]);
    for (int i = 0; i < 5; i++) {
        assert_true(find_part(&painted, tree, i, 0, "color"));
        assert_int_equal(painted.alpha, 255);
        assert_true(brightness(&painted) + 10000 < last);
        assert_true(painted.blue > painted.green && painted.green > painted.red);
        last = brightness(&painted);
    }
    assert_true(find_part(&painted, tree, 5, 0, "color")); /* unknown */
    assert_true(painted.red > painted.green && painted.green > painted.blue);
    assert_false(find_part(&painted, tree, 6, 0, "color"));
    CPLDestroyXMLNode(tree);

    struct layer layer = layer_of(row_named("white_spots"));
    tree = parse(&layer);
    assert_true(find_part(&spot, tree, 0, 0, "color"));
    assert_true(spot.alpha > 0 && spot.alpha < 40);
    assert_true(find_part(&hatch, tree, 0, 1, ""));
    assert_string_equal(hatch.class_name, "LinePatternFill");
    assert_string_equal(CPLGetXMLValue(tree, "=qgis.labelsEnabled", ""), "1");
    assert_non_null(
        strstr(CPLGetXMLValue(tree, "=qgis.labeling.settings.text-style.fieldName", ""), "people"));
    CPLDestroyXMLNode(tree);
}

/* ---- classes without gaps -------------------------------------------------------------------- */

static const double SHARE_VALUES[] = {0.0,  0.49999, 0.5,  0.69999, 0.7,        0.84999,
                                      0.85, 0.94999, 0.95, 1.0,     (double)NAN};
static const char *const STATE_VALUES[] = {"covered",       "partly",      "uncovered",
                                           "no_fixed_link", "off_network", "outside"};

/* Rows 1 .. count with the values in a database: what the filters find there is
 * what they find in QGIS. */
static GDALDatasetH make_values(size_t count, const double *reals, const char *const *texts)
{
    GDALDatasetH dataset =
        GDALCreate(GDALGetDriverByName("GPKG"), "values.gpkg", 0, 0, 0, GDT_Unknown, NULL);
    OGRLayerH layer = GDALDatasetCreateLayer(dataset, "v", NULL, wkbNone, NULL);
    OGRFieldDefnH field = OGR_Fld_Create(reals ? "share" : "state", reals ? OFTReal : OFTString);
    assert_int_equal(OGR_L_CreateField(layer, field, FALSE), OGRERR_NONE);
    OGR_Fld_Destroy(field);
    for (size_t i = 0; i < count; i++) {
        OGRFeatureH row = OGR_F_Create(OGR_L_GetLayerDefn(layer));
        if (texts)
            OGR_F_SetFieldString(row, 0, texts[i]);
        else if (!isnan(reals[i]))
            OGR_F_SetFieldDouble(row, 0, reals[i]);
        assert_int_equal(OGR_L_CreateFeature(layer, row), OGRERR_NONE);
        OGR_F_Destroy(row);
    }
    return dataset;
}

/* Every value is in one class, and every class has a value. */
static void check_classes(GDALDatasetH dataset, const struct layer *layer, size_t count)
{
    uint32_t hits[32] = {0};
    OGRLayerH values = GDALDatasetGetLayer(dataset, 0);
    CPLXMLNode *tree = parse(layer);
    assert_non_null(tree);
    for (const CPLXMLNode *rule = first_rule(tree); rule; rule = next_named(rule->psNext, "rule")) {
        OGRFeatureH row;
        uint32_t found = 0;
        assert_int_equal(OGR_L_SetAttributeFilter(values, value_of(rule, "filter")), OGRERR_NONE);
        while ((row = OGR_L_GetNextFeature(values))) {
            hits[OGR_F_GetFID(row)]++;
            found++;
            OGR_F_Destroy(row);
        }
        assert_true(found > 0);
    }
    for (size_t i = 1; i <= count; i++)
        assert_int_equal(hits[i], 1);
    CPLDestroyXMLNode(tree);
    GDALClose(dataset);
}

static void test_share_classes(void **state)
{
    (void)state;
    check_classes(make_values(COUNT(SHARE_VALUES), SHARE_VALUES, NULL), &LAYERS[0],
                  COUNT(SHARE_VALUES));
}

static void test_state_classes(void **state)
{
    (void)state;
    char *states[] = {"covered"};
    const struct column column = TEXTS("state", states);
    struct layer layer = {.name = "population",
                          .geometry = LAYER_POINTS,
                          .row_count = 1,
                          .column_count = 1,
                          .columns = &column};
    check_classes(make_values(COUNT(STATE_VALUES), NULL, STATE_VALUES), &layer,
                  COUNT(STATE_VALUES));
}

/* ---- bytes and memory ----------------------------------------------------------------- */

static void test_no_memory(void **state)
{
    (void)state;
    char *whole = NULL, *qml = NULL;
    struct layer layer = layer_of(row_named("limits_by_k"));
    assert_int_equal(styles_qml(&whole, &layer, STYLE_DEFAULT, &ENGLISH, NULL), WS_OK);
    enum ws_status st = WS_NO_MEMORY;
    for (uint64_t n = 1; st; n++) {
        struct ws_error err = {0};
        mem_fail_at(n);
        st = styles_qml(&qml, &layer, STYLE_DEFAULT, &ENGLISH, &err);
        mem_fail_at(0);
        if (!st)
            break;
        assert_true(n < 500);
        assert_int_equal(st, WS_NO_MEMORY);
        assert_non_null(strstr(err.message, "catchments"));
        assert_null(qml);
    }
    assert_string_equal(qml, whole);
    mem_free(qml);
    mem_free(whole);
}

/* ---- in the file ---------------------------------------------------------------------- */

static void expect_style(OGRLayerH styles, int row, const struct layer *layer, enum style_view view)
{
    char *qml = NULL;
    OGRFeatureH style = OGR_L_GetFeature(styles, row);
    assert_non_null(style);
    /* QGIS compares catalog and schema with the empty text, not with NULL. */
    for (int i = 0; i < 2; i++) {
        assert_true(OGR_F_IsFieldSetAndNotNull(style, i));
        assert_string_equal(OGR_F_GetFieldAsString(style, i), "");
    }
    assert_string_equal(OGR_F_GetFieldAsString(style, 2), layer->name);
    assert_string_equal(OGR_F_GetFieldAsString(style, 3), "geom");
    /* QGIS cuts a longer name. */
    const char *title = styles_title(layer->name, view, LANG_EN);
    assert_string_equal(OGR_F_GetFieldAsString(style, 4), title);
    assert_true(strlen(title) > 0 && strlen(title) <= 30);
    assert_int_equal(OGR_F_GetFieldAsInteger(style, 7), view == STYLE_DEFAULT);
    assert_string_equal(OGR_F_GetFieldAsString(style, 11), "2000/01/01 00:00:00+00");
    assert_int_equal(styles_qml(&qml, layer, view, &ENGLISH, NULL), WS_OK);
    assert_string_equal(OGR_F_GetFieldAsString(style, 5), qml);
    mem_free(qml);
    OGR_F_Destroy(style);
}

/* One default style for each layer that has one. */
static void test_table(void **state)
{
    const struct yard *yard = *state;
    struct write_plan plan = plan_of(yard);
    write_or_fail(yard, &plan);
    GDALDatasetH dataset = GDALOpenEx("out.gpkg", GDAL_OF_VECTOR, NULL, NULL, NULL);
    assert_non_null(dataset);
    OGRLayerH styles = GDALDatasetGetLayerByName(dataset, "layer_styles");
    assert_int_equal(OGR_L_GetFeatureCount(styles, TRUE), 5);
    expect_style(styles, 1, &LAYERS[0], STYLE_DEFAULT);
    expect_style(styles, 2, &LAYERS[0], STYLE_SHARE);
    for (int i = 1; i < 3; i++)
        expect_style(styles, i + 2, &LAYERS[i], STYLE_DEFAULT);
    expect_style(styles, 5, &LAYERS[4], STYLE_DEFAULT);
    GDALClose(dataset);
}

int main(void)
{
    static const struct format_row PLAIN = {"gpkg", "GPKG", "", "out.gpkg", WRITE_GPKG, 3006};
    static struct CMUnitTest rules[COUNT(RULES)], tests[7];
    size_t rule_count = 0, count = 0;
    for (size_t i = 0; i < COUNT(RULES); i++) {
        add_test(rules, &rule_count, RULES[i].name, test_rules, &RULES[i]);
        rules[i].setup_func = NULL;
        rules[i].teardown_func = NULL;
    }
    add_test(tests, &count, "limits_shade", test_limits_shade, &PLAIN);
    add_test(tests, &count, "each_office_is_outline", test_each_office_is_outline, &PLAIN);
    add_test(tests, &count, "shares_shade", test_shares_shade, &PLAIN);
    add_test(tests, &count, "share_classes", test_share_classes, &PLAIN);
    add_test(tests, &count, "state_classes", test_state_classes, &PLAIN);
    add_test(tests, &count, "no_memory", test_no_memory, &PLAIN);
    add_test(tests, &count, "table", test_table, &PLAIN);
    int failed = cmocka_run_group_tests_name("rules", rules, NULL, NULL);
    return failed + cmocka_run_group_tests_name("styles", tests, NULL, NULL);
}
