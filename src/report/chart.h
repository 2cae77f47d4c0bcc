/* report/chart.h: drawn figures of a page, as SVG. Private to src/report. */
#ifndef REPORT_CHART_H
#define REPORT_CHART_H
#include "report/html.h"

/* Share of people against the limit: one line per number of providers, told apart by
 * colour and by dashes, each named at its end; the limits asked for as upright lines. */
void chart_curve(struct page *page);
/* Share covered of each zone, lowest first, with its interval; the lowest sixty of many. */
void chart_intervals(struct page *page, const struct report_layer *zones);
#endif
