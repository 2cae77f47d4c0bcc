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
/* A number's decimal digits. */
void styles_put_number(struct style_text *out, uint32_t number);
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
    const char *hatch_mm;        /* areas: distance of hatched lines; NULL: none */
    const char *angle;           /* of these, in degrees; NULL: 45 */
    const char *edge_mm;         /* hatched lines have a light edge, to show on a dark fill too */
    bool is_hatch_alone;         /* lies on what another rule fills */
    const char *shape, *size_mm; /* points: NULL: a circle; 2.4 */
    uint32_t level;              /* signs of a higher level lie on top */
};

/* What is said of where a result comes from (styles_meta.c). The members of a
 * description of QGIS' own, about a layer or, without one, about the whole. */
void styles_put_about(struct style_text *out, const struct writer *writer,
                      const struct layer *layer);

struct style {
    const struct layer *layer;
    const struct style_plan *plan;
    enum layer_geometry geometry;
    enum lang lang;
    struct style_text rules, signs, label, fields;
    uint32_t rule_count, sign_count;
};

/* What is written beside each feature. */
struct style_label {
    const char *expression;
    const char *priority;   /* an expression, 0 .. 10: who stays when there is no room; NULL: 5 */
    const char *scale;      /* "4000000": not on maps of a smaller scale; NULL: on all */
    const char *from_scale; /* not on maps of a larger one; NULL: on all */
    const char *size_pt;
    struct style_colour colour;
    bool is_inside; /* anywhere in the area, not at its middle alone */
};

/* filter: an expression over the columns, "ELSE" for the features of no other
 * rule beside it, or "" for all. A rule that is off is listed, not drawn. */
void styles_begin_group(struct style *style, const char *filter, const char *title, bool is_off);
void styles_end_group(struct style *style);
void styles_add_rule(struct style *style, const char *filter, const char *title,
                     const struct style_sign *sign);
/* A layer may have one of the two, once. */
void styles_set_obstacle(struct style *style); /* labels of other layers keep off */
void styles_set_label(struct style *style, const struct style_label *label);

/* ---- styles_fields.c ----------------------------------------------------------- */

/* What the columns are called, what is told of a feature that is pointed at, and the
 * days from and until which rows hold. Columns go by the names they are written with. */
void styles_set_fields(struct style *style);
/* The column of that name and type; NULL: there is none. */
const struct column *styles_column(const struct layer *layer, const char *name,
                                   enum column_type type);

/* ---- styles_zones.c -------------------------------------------------------------- */

void styles_add_classes(struct style *style, const struct layer *layer); /* of choice */
void styles_add_shares(struct style *style, const struct layer *layer);
void styles_add_counties(struct style *style, const struct layer *layer);
void styles_add_periods(struct style *style, const struct layer *layer);

/* ---- styles_qml.c ---------------------------------------------------------------- */

/* The style as QML, *out NULL when it has neither rule nor column. Releases style. */
WS_MUST_CHECK
enum ws_status styles_finish(char **out, struct style *style, struct ws_error *err);

/* What QGIS lists as the name of the layer's style; "": the layer has none of these. */
const char *styles_title(const char *layer, enum style_view view, enum lang lang);
/* The colour of the palette, not seen through. */
struct style_colour styles_colour(struct label_colour colour);
#endif
