/* report/shapes.h: what the map of the page draws, as JSON. Private to src/report.
 *
 * Coordinates are whole steps of a grid that is fine enough for the page; neighbours
 * share their vertices, so their borders stay one line. Rings are their first vertex
 * and then differences. */
#ifndef REPORT_SHAPES_H
#define REPORT_SHAPES_H
#include "report/html.h"

void shapes_put(struct page *page);
#endif
