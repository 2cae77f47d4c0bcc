/* report/cells.h: columns of a layer, and one cell as people read it. Private to
 * src/report. */
#ifndef REPORT_CELLS_H
#define REPORT_CELLS_H
#include "base/text.h"
#include "report/report.h"

/* The layer of that name; NULL: it is not there. */
const struct report_layer *cells_layer(const struct report *report, const char *name);
/* Supplier areas with outlines; NULL: none, or only contracts name them. */
const struct report_layer *cells_supplier_areas(const struct report *report);
const struct column *cells_column(const struct report_layer *layer, const char *name);
/* Whether the row's cell is known, and its number; NaN for texts. */
bool cells_value(double *value, const struct column *column, uint32_t row);
/* Puts a cell by the kind that its column has in that layer, not escaped; false when it is
 * unknown. */
bool cells_put(struct text *out, const struct report *report, const char *layer,
               const struct column *column, uint32_t row);
/* The office of that row takes nobody new: closed to new, or too far from a road. */
bool cells_is_idle(const struct report_layer *offices, uint32_t row);
/* Whether there is such an office; whether there are new ones, which are no supply yet. */
bool cells_has_idle(const struct report *report);
bool cells_has_new(const struct report *report);
bool cells_has_plans(const struct report *report); /* offices of scenarios */
/* A share in percent, to the nearest tenth, or a bound rounded outwards (way -1 down, 1 up);
 * what is not all is not shown as all, nor what is something as nothing. */
void cells_share(struct text *out, enum lang lang, double value, int way);
/* Around all areas of a layer. */
struct box cells_box(const struct report_layer *layer);
/* A text cell; "" when there is none. layer may be NULL. */
const char *cells_text(const struct report_layer *layer, const char *name, uint32_t row);
/* What a column of that layer is called: its label, "within 10km" for people_10km, else its
 * name; with a remark where a Swedish page has to show English sentences. */
void cells_title(struct text *out, const struct report *report, const char *layer,
                 const struct column *column);
const char *cells_main_limit(const struct report *report); /* as people read it */
/* What an input is called: its layer's label where it has one. */
const char *cells_role(const struct report *report, const char *role);
/* The reference system of the map; Sweden's with its name. */
const char *cells_crs(const struct report *report);
#endif
