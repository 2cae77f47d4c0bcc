/* run/roads.h: lines to the network of a run, and what is told about them. */
#ifndef RUN_ROADS_H
#define RUN_ROADS_H
#include "run/run.h"

/* load_roads.c: the sources of roads, or a prepared network, to run->net. */
WS_MUST_CHECK
enum ws_status run_load_roads(struct run *run);
/* The class table of the options; every source to lines, also after one that is
 * refused (*is_whole false); how lines become costs. */
WS_MUST_CHECK
enum ws_status run_load_classes(struct run *run, struct ws_error *err);
WS_MUST_CHECK
enum ws_status run_read_sources(struct lines_builder *builder, bool *is_whole, struct run *run);
struct impedance run_impedance(const struct run *run);

/* load.c: why an input cannot be judged yet (NULL: it can), and the note of it. */
const char *run_lacks(const struct run *run, unsigned needs);
WS_MUST_CHECK
enum ws_status run_leave(struct run *run, enum ws_role role, const struct ws_source *source,
                         const char *why);

/* Joins ends (--join), builds run->net and run->notes, and lists what was
 * mended and what nearly touches. time, when asked for: the network of the second
 * of two impedances, as by build_networks(), which also frees the lines. */
WS_MUST_CHECK
enum ws_status roads_build(struct run *run, struct network *time, struct lines *lines,
                           const struct impedance *impedances, struct ws_error *err);

/* roads_extent.c: municipalities without any road, and roads that all stop at
 * the border of the study area. */
WS_MUST_CHECK
enum ws_status roads_judge_extent(struct run *run, struct ws_error *err);

/* roads_speeds.c: kilometres that have neither class nor speed, in a run by time. */
WS_MUST_CHECK
enum ws_status roads_tell_speeds(struct run *run, struct ws_error *err);

/* roads_strays.c, after snapping: offices that stand nearer to a small separate
 * piece of road than to the one they were taken to. */
WS_MUST_CHECK
enum ws_status roads_tell_strays(struct run *run, struct ws_error *err);
#endif
