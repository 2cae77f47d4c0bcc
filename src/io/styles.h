/* io/styles.h: what the styling files share; private to src/io.
 *
 * A style is a list of rules, some in groups that a reader switches on as one.
 * It is built top down by the calls below and becomes QML, the text that QGIS
 * keeps its styles in. Calls after a failure do nothing; styles_finish() tells.
 * Nothing depends on day, place or machine: same layer, same bytes. */
#ifndef IO_STYLES_H
#define IO_STYLES_H
#include "base/labels.h"
#include "io/write.h"

/* Text growing. Free text with mem_free(). */
struct style_text {
    char *text; /* NULL: empty */
    size_t length, cap;
    bool has_failed; /* no memory */
};
void styles_put(struct style_text *out, const char *text);
/* The text as a constant of an expression: in single quotes, its own doubled. */
void styles_put_quoted(struct style_text *out, const char *text);
/* ... of SQL, where a backslash is nothing special. */
void styles_put_text(struct style_text *out, const char *text);
/* The text inside XML, also inside its attributes. */
void styles_put_escaped(struct style_text *out, const char *text);

/* Red, green, blue, alpha. Alpha 0: not drawn. */
struct style_colour {
    uint8_t red, green, blue, alpha;
};

/* How the features of a rule are drawn, by the layer's geometry: a filled
 * area, a line, or a round sign. */
struct style_sign {
    struct style_colour fill, line;
    const char *line_mm;
    const char *hatch_mm; /* areas: distance of hatched lines; NULL: none */
    const char *angle;    /* of these, in degrees; NULL: 45 */
    bool is_hatch_alone;  /* lies on what another rule fills */
    uint32_t level;       /* signs of a higher level lie on top */
};

struct style {
    enum layer_geometry geometry;
    enum lang lang;
    struct style_text rules, signs, label, fields;
    uint32_t rule_count, sign_count;
};

/* filter: an expression over the columns, "ELSE" for the features of no other
 * rule beside it, or "" for all. A rule that is off is listed, not drawn. */
void styles_begin_group(struct style *style, const char *filter, const char *title, bool is_off);
void styles_end_group(struct style *style);
void styles_add_rule(struct style *style, const char *filter, const char *title,
                     const struct style_sign *sign);
/* Writes the value of an expression beside each feature. At most once. */
void styles_set_label(struct style *style, const char *expression);
/* What the columns are called, and what is told of a feature that is pointed at. */
void styles_set_fields(struct style *style, const struct layer *layer);
/* The style as QML, *out NULL when it has no rule. Releases style. */
WS_MUST_CHECK
enum ws_status styles_finish(char **out, struct style *style, struct ws_error *err);

/* What QGIS lists as the name of the layer's style. */
const char *styles_title(const char *layer, enum lang lang);
/* The colour of the palette, not seen through. */
struct style_colour styles_colour(struct label_colour colour);
#endif
