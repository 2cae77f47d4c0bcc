/* Rules and signs as QML. Signs of one file are numbered in the order of their
 * rules; so are the keys of the rules, which have to differ inside the file. */
#include "io/styles.h"

#include "base/error.h"
#include "base/mem.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---- texts ------------------------------------------------------------------- */

static void put_bytes(struct style_text *out, const char *bytes, size_t size)
{
    if (out->has_failed || mem_grow(&out->text, &out->cap, out->length + size + 1, 1)) {
        out->has_failed = true;
        return;
    }
    memcpy(out->text + out->length, bytes, size);
    out->length += size;
    out->text[out->length] = '\0';
}

void styles_put(struct style_text *out, const char *text)
{
    assert(out && text);
    put_bytes(out, text, strlen(text));
}

void styles_put_quoted(struct style_text *out, const char *text)
{
    assert(out && text);
    styles_put(out, "'");
    for (; *text; text++) {
        /* A backslash starts an escape in expressions of QGIS. */
        if (*text == '\'' || *text == '\\')
            put_bytes(out, text, 1);
        put_bytes(out, text, 1);
    }
    styles_put(out, "'");
}

void styles_put_text(struct style_text *out, const char *text)
{
    styles_put(out, "'");
    for (; *text; text++) {
        if (*text == '\'')
            put_bytes(out, text, 1);
        put_bytes(out, text, 1);
    }
    styles_put(out, "'");
}

/* XML 1.0 has no way to hold the other control characters, so they go. */
void styles_put_escaped(struct style_text *out, const char *text)
{
    for (; *text; text++) {
        const char *name = *text == '<'    ? "&lt;"
                           : *text == '>'  ? "&gt;"
                           : *text == '&'  ? "&amp;"
                           : *text == '"'  ? "&quot;"
                           : *text == '\'' ? "&apos;"
                           : *text == '\t' ? "&#9;"
                           : *text == '\n' ? "&#10;"
                           : *text == '\r' ? "&#13;"
                                           : NULL;
        if (name)
            styles_put(out, name);
        else if ((unsigned char)*text >= 0x20)
            put_bytes(out, text, 1);
    }
}

static void put_attribute(struct style_text *out, const char *name, const char *value)
{
    styles_put(out, " ");
    styles_put(out, name);
    styles_put(out, "=\"");
    styles_put_escaped(out, value);
    styles_put(out, "\"");
}

void styles_put_number(struct style_text *out, uint32_t number)
{
    char text[16];
    snprintf(text, sizeof text, "%" PRIu32, number);
    styles_put(out, text);
}

static void put_number(struct style_text *out, const char *name, uint32_t number)
{
    char text[16];
    snprintf(text, sizeof text, "%" PRIu32, number);
    put_attribute(out, name, text);
}

static void put_option(struct style_text *out, const char *name, const char *value)
{
    styles_put(out, "     <Option type=\"QString\"");
    put_attribute(out, "name", name);
    put_attribute(out, "value", value);
    styles_put(out, "/>\n");
}

static void put_colour(struct style_text *out, const char *name, struct style_colour colour)
{
    char text[24];
    snprintf(text, sizeof text, "%u,%u,%u,%u", colour.red, colour.green, colour.blue, colour.alpha);
    put_option(out, name, text);
}

/* ---- signs -------------------------------------------------------------------- */

/* Begins a stroke of the brush, one part of a sign. */
static void begin_part(struct style_text *out, const char *class_name, uint32_t level)
{
    styles_put(out, "    <layer enabled=\"1\" locked=\"0\"");
    put_attribute(out, "class", class_name);
    put_number(out, "pass", level);
    styles_put(out, "><Option type=\"Map\">\n");
}

static void put_line(struct style_text *out, const struct style_sign *sign)
{
    begin_part(out, "SimpleLine", sign->level);
    put_colour(out, "line_color", sign->line);
    put_option(out, "line_style", "solid");
    put_option(out, "line_width", sign->line_mm);
    put_option(out, "line_width_unit", "MM");
    put_option(out, "capstyle", "round");
    put_option(out, "joinstyle", "round");
    styles_put(out, "    </Option></layer>\n");
}

/* What areas and round signs have in common. */
static void put_outline(struct style_text *out, const struct style_sign *sign)
{
    put_colour(out, "outline_color", sign->line);
    put_option(out, "outline_style", sign->line.alpha ? "solid" : "no");
    put_option(out, "outline_width", sign->line_mm);
    put_option(out, "outline_width_unit", "MM");
    put_option(out, "joinstyle", "round");
    styles_put(out, "    </Option></layer>\n");
}

static void put_area(struct style_text *out, const struct style_sign *sign)
{
    begin_part(out, "SimpleFill", sign->level);
    put_colour(out, "color", sign->fill);
    put_option(out, "style", sign->fill.alpha ? "solid" : "no");
    put_outline(out, sign);
}

static void put_hatch(struct style_text *out, const struct style_sign *sign, const char *number)
{
    begin_part(out, "LinePatternFill", sign->level);
    put_option(out, "angle", sign->angle ? sign->angle : "45");
    put_option(out, "distance", sign->hatch_mm);
    put_option(out, "distance_unit", "MM");
    styles_put(out, "    </Option>\n    <symbol type=\"line\" alpha=\"1\" clip_to_extent=\"1\" "
                    "force_rhr=\"0\" name=\"@");
    styles_put(out, number);
    styles_put(out, "@1\">\n");
    if (sign->edge_mm) {
        const struct style_sign edge = {
            .line = {255, 255, 255, 200}, .line_mm = sign->edge_mm, .level = sign->level};
        put_line(out, &edge);
    }
    put_line(out, sign);
    styles_put(out, "    </symbol></layer>\n");
}

static void put_round(struct style_text *out, const struct style_sign *sign)
{
    begin_part(out, "SimpleMarker", sign->level);
    put_colour(out, "color", sign->fill);
    put_option(out, "name", sign->shape ? sign->shape : "circle");
    put_option(out, "size", sign->size_mm ? sign->size_mm : "2.4");
    put_option(out, "size_unit", "MM");
    put_outline(out, sign);
}

static void put_sign(struct style *style, const struct style_sign *sign)
{
    static const char *const types[] = {
        [LAYER_POINTS] = "marker", [LAYER_LINES] = "line", [LAYER_AREAS] = "fill"};
    struct style_text *out = &style->signs;
    char number[16];
    snprintf(number, sizeof number, "%" PRIu32, style->sign_count);
    styles_put(out, "   <symbol alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\"");
    put_attribute(out, "type", types[style->geometry]);
    put_attribute(out, "name", number);
    styles_put(out, ">\n");
    if (style->geometry == LAYER_POINTS)
        put_round(out, sign);
    else if (style->geometry == LAYER_LINES)
        put_line(out, sign);
    else if (!sign->is_hatch_alone)
        put_area(out, sign);
    if (style->geometry == LAYER_AREAS && sign->hatch_mm)
        put_hatch(out, sign, number);
    styles_put(out, "   </symbol>\n");
}

/* ---- rules -------------------------------------------------------------------- */

static void open_rule(struct style *style, const char *filter, const char *title)
{
    char key[24];
    snprintf(key, sizeof key, "{rule%" PRIu32 "}", style->rule_count++);
    styles_put(&style->rules, "   <rule");
    put_attribute(&style->rules, "key", key);
    put_attribute(&style->rules, "label", title);
    if (*filter)
        put_attribute(&style->rules, "filter", filter);
}

void styles_begin_group(struct style *style, const char *filter, const char *title, bool is_off)
{
    assert(style && filter && title);
    open_rule(style, filter, title);
    if (is_off)
        put_attribute(&style->rules, "checkstate", "0");
    styles_put(&style->rules, ">\n");
}

void styles_end_group(struct style *style)
{
    styles_put(&style->rules, "   </rule>\n");
}

void styles_add_rule(struct style *style, const char *filter, const char *title,
                     const struct style_sign *sign)
{
    assert(style && filter && title && sign && style->geometry != LAYER_TABLE);
    open_rule(style, filter, title);
    put_number(&style->rules, "symbol", style->sign_count);
    styles_put(&style->rules, "/>\n");
    put_sign(style, sign);
    style->sign_count++;
}

/* ---- labels ------------------------------------------------------------------- */

/* A property that an expression decides. */
static void put_property(struct style_text *out, const char *name, const char *expression)
{
    styles_put(out, "  <dd_properties><Option type=\"Map\">\n"
                    "   <Option type=\"QString\" name=\"name\" value=\"\"/>\n"
                    "   <Option type=\"Map\" name=\"properties\"><Option type=\"Map\"");
    put_attribute(out, "name", name);
    styles_put(out, ">\n    <Option type=\"bool\" name=\"active\" value=\"true\"/>\n"
                    "    <Option type=\"QString\" name=\"expression\"");
    put_attribute(out, "value", expression);
    styles_put(out, "/>\n    <Option type=\"int\" name=\"type\" value=\"3\"/>\n"
                    "   </Option></Option>\n"
                    "   <Option type=\"QString\" name=\"type\" value=\"collection\"/>\n"
                    "  </Option></dd_properties>\n");
}

static void put_text_style(struct style_text *out, const struct style_label *label)
{
    char colour[24];
    snprintf(colour, sizeof colour, "%u,%u,%u,%u", label->colour.red, label->colour.green,
             label->colour.blue, label->colour.alpha);
    styles_put(out, "  <text-style isExpression=\"1\" fontSizeUnit=\"Point\" fontWeight=\"75\" "
                    "textOpacity=\"1\"");
    put_attribute(out, "fontSize", label->size_pt);
    put_attribute(out, "textColor", colour);
    put_attribute(out, "fieldName", label->expression);
    styles_put(out, ">\n   <text-buffer bufferDraw=\"1\" bufferSize=\"0.8\" "
                    "bufferSizeUnits=\"MM\" bufferColor=\"255,255,255,255\" "
                    "bufferOpacity=\"0.9\"/>\n  </text-style>\n");
}

void styles_set_obstacle(struct style *style)
{
    assert(!style->label.length);
    styles_put(&style->label,
               " <labeling type=\"simple\"><settings>\n"
               "  <rendering drawLabels=\"0\" obstacle=\"1\" obstacleFactor=\"1.5\"/>\n"
               " </settings></labeling>\n");
}

void styles_set_label(struct style *style, const struct style_label *label)
{
    struct style_text *out = &style->label;
    assert(!out->length);
    styles_put(out, " <labeling type=\"simple\"><settings calloutType=\"simple\">\n");
    put_text_style(out, label);
    styles_put(out, "  <placement centroidInside=\"1\" centroidWhole=\"0\" quadOffset=\"4\" "
                    "priority=\"5\"");
    put_attribute(out, "placement", label->is_inside ? "4" : "1");
    styles_put(out, "/>\n  <rendering drawLabels=\"1\" obstacle=\"0\" labelPerPart=\"0\"");
    put_attribute(out, "scaleVisibility", label->scale || label->from_scale ? "1" : "0");
    put_attribute(out, "scaleMax", label->scale ? label->scale : "0");
    put_attribute(out, "scaleMin", label->from_scale ? label->from_scale : "0");
    styles_put(out, "/>\n");
    if (label->priority)
        put_property(out, "Priority", label->priority);
    styles_put(out, " </settings></labeling>\n");
}

/* ---- the whole ------------------------------------------------------------------ */

static void put_style(struct style_text *out, const struct style *style)
{
    static const char *const types[] = {
        [LAYER_TABLE] = "4", [LAYER_POINTS] = "0", [LAYER_LINES] = "1", [LAYER_AREAS] = "2"};
    styles_put(out, "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
                    "<qgis version=\"3.22.0\" "
                    "styleCategories=\"Symbology|Labeling|Fields|MapTips|Temporal\"");
    put_attribute(out, "labelsEnabled", style->label.length ? "1" : "0");
    styles_put(out, ">\n");
    if (style->sign_count) {
        styles_put(out, " <renderer-v2 type=\"RuleRenderer\" symbollevels=\"1\" "
                        "enableorderby=\"0\" forceraster=\"0\">\n  <rules key=\"{root}\">\n");
        styles_put(out, style->rules.text);
        styles_put(out, "  </rules>\n  <symbols>\n");
        styles_put(out, style->signs.text);
        styles_put(out, "  </symbols>\n </renderer-v2>\n");
    }
    if (style->label.length)
        styles_put(out, style->label.text);
    if (style->fields.length)
        styles_put(out, style->fields.text);
    styles_put(out, " <layerGeometryType>");
    styles_put(out, types[style->geometry]);
    styles_put(out, "</layerGeometryType>\n</qgis>\n");
}

enum ws_status styles_finish(char **out, struct style *style, struct ws_error *err)
{
    assert(out && style);
    struct style_text page = {0};
    bool has_failed = style->rules.has_failed || style->signs.has_failed ||
                      style->label.has_failed || style->fields.has_failed;
    bool is_empty = !style->sign_count && !style->fields.length;
    if (!has_failed && !is_empty) {
        put_style(&page, style);
        has_failed = page.has_failed;
    }
    mem_free(style->rules.text);
    mem_free(style->signs.text);
    mem_free(style->label.text);
    mem_free(style->fields.text);
    *style = (struct style){0};
    if (has_failed) {
        mem_free(page.text);
        return error_set(err, WS_NO_MEMORY, "no memory for a style");
    }
    *out = page.text;
    return WS_OK;
}
