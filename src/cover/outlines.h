/* cover/outlines.h: outlines of gaps; between gaps.c and outlines.c only. */
#ifndef COVER_OUTLINES_H
#define COVER_OUTLINES_H
#include "cover/cover.h"

/* Draws gaps->outlines and measures area_m2 of each gap; the rest of `gaps` is
 * finished. */
WS_MUST_CHECK
enum ws_status outlines_draw(struct gaps *gaps, const struct gap_plan *plan, struct ws_error *err);
#endif
