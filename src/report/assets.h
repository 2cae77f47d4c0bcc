/* report/assets.h: files that are part of every page, made into C by
 * cmake/embed.cmake. Private to src/report. */
#ifndef REPORT_ASSETS_H
#define REPORT_ASSETS_H

extern const char report_page_css[], report_page_js[]; /* ours */
/* Leaflet (BSD-2-Clause), as the distribution ships it. */
extern const char report_leaflet_css[], report_leaflet_js[];
#endif
