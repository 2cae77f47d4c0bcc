/* run/roads.h: lines to the network of a run, and what is told about them. */
#ifndef RUN_ROADS_H
#define RUN_ROADS_H
#include "run/run.h"

/* Joins ends (--join), builds run->net and run->notes, and lists what was
 * mended, what nearly touches, and where the data stop. */
WS_MUST_CHECK
enum ws_status roads_build(struct run *run, struct lines *lines, const struct impedance *impedance,
                           struct ws_error *err);

/* roads_extent.c: municipalities without any road, and roads that all stop at
 * the border of the study area. */
WS_MUST_CHECK
enum ws_status roads_judge_extent(struct run *run, struct ws_error *err);

/* roads_strays.c, after snapping: offices that stand nearer to a small separate
 * piece of road than to the one they were taken to. */
WS_MUST_CHECK
enum ws_status roads_tell_strays(struct run *run, struct ws_error *err);
#endif
