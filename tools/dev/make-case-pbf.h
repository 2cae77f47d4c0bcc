/* tools/dev/make-case-pbf.h: a seeded network as an OpenStreetMap extract. */
#ifndef DEV_MAKE_CASE_PBF_H
#define DEV_MAKE_CASE_PBF_H
#include "roadlike.h"

/* Writes roads as an OSM PBF file (https://wiki.openstreetmap.org/wiki/PBF_Format):
 * dense nodes, then one way per road with its highway value, by kind of road.
 * left_m and low_m are added to the coordinates to make them SWEREF 99 TM.
 * 0, or -1 when it cannot be written. */
int make_pbf(const char *path, const struct roadlike *roads, const char *const *classes,
             double left_m, double low_m);
#endif
