/* What QGIS shows when a result is opened: QML built from one small table, put
 * into layer_styles the way QGIS finds it (empty catalog and schema, exact
 * table and geometry column). */
#include "io/write.h"

#include "base/error.h"
#include "base/mem.h"

#include <assert.h>
#include <cpl_string.h>
#include <gdal.h>
#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

struct style_class {
    const char *lower, *upper, *label, *colour;
};

struct style {
    const char *layer, *title, *attribute; /* NULL: one symbol for all */
    enum layer_geometry geometry;
    const char *outline, *outline_mm;
    size_t class_count;
    struct style_class classes[5];
};

/* Orange to blue, told apart without red and green. */
#define SHARE_CLASSES                                                                              \
    5,                                                                                             \
    {                                                                                              \
        {"0", "0.5", "< 50 %", "217,95,14,255"}, {"0.5", "0.7", "50 - 70 %", "254,178,76,255"},    \
            {"0.7", "0.85", "70 - 85 %", "255,237,190,255"},                                       \
            {"0.85", "0.95", "85 - 95 %", "158,202,225,255"},                                      \
        {                                                                                          \
            "0.95", "1", "95 - 100 %", "33,113,181,255"                                            \
        }                                                                                          \
    }

static const struct style STYLES[] = {
    {"municipalities", "Share of people covered", "share", LAYER_AREAS, "90,90,90,255", "0.2",
     SHARE_CLASSES},
    {"supplier_areas", "Share of people covered", "share", LAYER_AREAS, "60,60,60,255", "0.4",
     SHARE_CLASSES},
    {"white_spots",
     "White spots",
     NULL,
     LAYER_AREAS,
     "178,34,0,255",
     "0.3",
     1,
     {{NULL, NULL, "White spot", "255,69,0,170"}}},
    {"catchments",
     "Catchments",
     NULL,
     LAYER_AREAS,
     "0,90,160,255",
     "0.3",
     1,
     {{NULL, NULL, "Within the limit", "107,174,214,70"}}},
    {"offices",
     "Offices",
     NULL,
     LAYER_POINTS,
     "255,255,255,255",
     "0.4",
     1,
     {{NULL, NULL, "Office", "37,37,37,255"}}},
};

/* Text growing; a failed growth shows at the end. */
struct page {
    char *text;
    size_t length, cap;
    bool has_failed;
};

static void put(struct page *page, const char *text)
{
    size_t size = strlen(text);
    if (page->has_failed || mem_grow(&page->text, &page->cap, page->length + size + 1, 1)) {
        page->has_failed = true;
        return;
    }
    memcpy(page->text + page->length, text, size + 1);
    page->length += size;
}

/* A text inside an attribute value. Our texts hold no control characters. */
static void put_escaped(struct page *page, const char *text)
{
    for (; *text; text++) {
        const char *name = *text == '<'    ? "&lt;"
                           : *text == '>'  ? "&gt;"
                           : *text == '&'  ? "&amp;"
                           : *text == '"'  ? "&quot;"
                           : *text == '\'' ? "&apos;"
                                           : NULL;
        put(page, name ? name : (char[]){*text, '\0'});
    }
}

static void put_attribute(struct page *page, const char *name, const char *value)
{
    put(page, " ");
    put(page, name);
    put(page, "=\"");
    put_escaped(page, value);
    put(page, "\"");
}

static void put_option(struct page *page, const char *name, const char *value)
{
    put(page, "     <Option type=\"QString\"");
    put_attribute(page, "name", name);
    put_attribute(page, "value", value);
    put(page, "/>\n");
}

static void put_symbol(struct page *page, const struct style *style, size_t at)
{
    char number[24];
    bool is_point = style->geometry == LAYER_POINTS;
    snprintf(number, sizeof number, "%zu", at);
    put(page, "   <symbol alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\"");
    put_attribute(page, "type", is_point ? "marker" : "fill");
    put_attribute(page, "name", number);
    put(page, ">\n    <layer enabled=\"1\" locked=\"0\" pass=\"0\"");
    put_attribute(page, "class", is_point ? "SimpleMarker" : "SimpleFill");
    put(page, "><Option type=\"Map\">\n");
    put_option(page, "color", style->classes[at].colour);
    if (is_point) {
        put_option(page, "name", "circle");
        put_option(page, "size", "2.6");
        put_option(page, "size_unit", "MM");
    } else {
        put_option(page, "style", "solid");
    }
    put_option(page, "outline_color", style->outline);
    put_option(page, "outline_style", "solid");
    put_option(page, "outline_width", style->outline_mm);
    put_option(page, "outline_width_unit", "MM");
    put(page, "    </Option></layer>\n   </symbol>\n");
}

static void put_ranges(struct page *page, const struct style *style)
{
    put(page, "  <ranges>\n");
    for (size_t i = 0; i < style->class_count; i++) {
        char number[24];
        snprintf(number, sizeof number, "%zu", i);
        put(page, "   <range render=\"true\"");
        put_attribute(page, "lower", style->classes[i].lower);
        put_attribute(page, "upper", style->classes[i].upper);
        put_attribute(page, "symbol", number);
        put_attribute(page, "label", style->classes[i].label);
        put(page, "/>\n");
    }
    put(page, "  </ranges>\n");
}

static void put_style(struct page *page, const struct style *style)
{
    put(page, "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
              "<qgis version=\"3.22.0\" styleCategories=\"Symbology\">\n <renderer-v2");
    put_attribute(page, "type", style->attribute ? "graduatedSymbol" : "singleSymbol");
    if (style->attribute) {
        put_attribute(page, "attr", style->attribute);
        put_attribute(page, "graduatedMethod", "GraduatedColor");
    }
    put(page, " symbollevels=\"0\" enableorderby=\"0\" forceraster=\"0\">\n");
    if (style->attribute)
        put_ranges(page, style);
    put(page, "  <symbols>\n");
    for (size_t i = 0; i < style->class_count; i++)
        put_symbol(page, style, i);
    put(page, "  </symbols>\n </renderer-v2>\n <layerGeometryType>");
    put(page, style->geometry == LAYER_POINTS ? "0" : "2");
    put(page, "</layerGeometryType>\n</qgis>\n");
}

static const struct style *find_style(const char *layer)
{
    for (size_t i = 0; i < COUNT(STYLES); i++)
        if (!strcmp(STYLES[i].layer, layer))
            return &STYLES[i];
    return NULL;
}

enum ws_status styles_qml(char **out, const char *layer, struct ws_error *err)
{
    assert(out && layer);
    struct page page = {0};
    const struct style *style = find_style(layer);
    if (style)
        put_style(&page, style);
    if (page.has_failed) {
        mem_free(page.text);
        return error_set(err, WS_NO_MEMORY, "no memory for the style of %s", layer);
    }
    *out = page.text;
    return WS_OK;
}

/* ---- the table layer_styles ------------------------------------------------------ */

static const struct {
    const char *name;
    OGRFieldType type;
    int width;
} FIELDS[] = {
    {"f_table_catalog", OFTString, 256},
    {"f_table_schema", OFTString, 256},
    {"f_table_name", OFTString, 256},
    {"f_geometry_column", OFTString, 256},
    {"styleName", OFTString, 30},
    {"styleQML", OFTString, 0},
    {"styleSLD", OFTString, 0},
    {"useAsDefault", OFTInteger, 0},
    {"description", OFTString, 0},
    {"owner", OFTString, 30},
    {"ui", OFTString, 30},
    {"update_time", OFTDateTime, 0},
};

static OGRLayerH make_table(GDALDatasetH dataset)
{
    char **options = CSLSetNameValue(NULL, "FID", "id");
    options = CSLSetNameValue(options, "DESCRIPTION", "QGIS layer styles");
    OGRLayerH table = GDALDatasetCreateLayer(dataset, "layer_styles", NULL, wkbNone, options);
    CSLDestroy(options);
    for (size_t i = 0; table && i < COUNT(FIELDS); i++) {
        OGRFieldDefnH field = OGR_Fld_Create(FIELDS[i].name, FIELDS[i].type);
        OGR_Fld_SetWidth(field, FIELDS[i].width);
        if (FIELDS[i].type == OFTInteger)
            OGR_Fld_SetSubType(field, OFSTBoolean);
        if (OGR_L_CreateField(table, field, FALSE) != OGRERR_NONE)
            table = NULL;
        OGR_Fld_Destroy(field);
    }
    return table;
}

static bool add_row(OGRLayerH table, const char *layer, const char *qml)
{
    const char *title = find_style(layer)->title;
    const char *const texts[] = {"", "", layer, "geom", title, qml};
    OGRFeatureH row = OGR_F_Create(OGR_L_GetLayerDefn(table));
    for (int i = 0; i < (int)COUNT(texts); i++)
        OGR_F_SetFieldString(row, i, texts[i]);
    OGR_F_SetFieldInteger(row, 7, 1);
    OGR_F_SetFieldString(row, 8, title);
    OGR_F_SetFieldString(row, 9, "");
    OGR_F_SetFieldDateTime(row, 11, 2000, 1, 1, 0, 0, 0, 100); /* 100: UTC */
    bool is_made = OGR_L_CreateFeature(table, row) == OGRERR_NONE;
    OGR_F_Destroy(row);
    return is_made;
}

enum ws_status styles_add(struct writer *writer, GDALDatasetH dataset, const struct layer *layers,
                          uint32_t layer_count, struct ws_error *err)
{
    assert(writer && dataset);
    OGRLayerH table = NULL;
    enum ws_status st = WS_OK;
    for (uint32_t i = 0; !st && i < layer_count; i++) {
        char *qml = NULL;
        const struct style *style = find_style(layers[i].name);
        if (!style || style->geometry != layers[i].geometry)
            continue;
        if (!table)
            table = make_table(dataset);
        st = table ? styles_qml(&qml, layers[i].name, err)
                   : write_failed(writer, err, "layer_styles");
        if (!st && !add_row(table, layers[i].name, qml))
            st = write_failed(writer, err, "layer_styles");
        mem_free(qml);
    }
    return st;
}
