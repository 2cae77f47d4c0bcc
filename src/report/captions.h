/* report/captions.h: lines that page, map and memo share: what they are of, and totals that
 * bridge. Private to src/report.
 *
 * One label for each group of people, everywhere: with a provider within the limit; beyond
 * the limit (a way leads there, and is longer); without road connection (no fixed link, or
 * too far from a road); outside the zones. "Without a provider" is the sum of the second and
 * the third. */
#ifndef REPORT_CAPTIONS_H
#define REPORT_CAPTIONS_H
#include "base/text.h"
#include "report/report.h"

/* Whom the shares are of: the people inside the municipalities where many live outside,
 * else all; at that limit and number of providers. */
const struct ws_share *captions_shares(const struct report *report, uint32_t cutoff,
                                       uint32_t choice);
const struct ws_share *captions_main(const struct report *report); /* main limit, one provider */
/* People without a provider: beyond the limit, and without road connection. */
uint64_t captions_without_micro(const struct ws_share *row);
uint64_t captions_unconnected_micro(const struct ws_share *row);

/* "Who can reach a provider within 30 km?", and where, of which scheme, day and people. */
void captions_title(struct text *out, const struct report *report);
void captions_subtitle(struct text *out, const struct report *report);
/* Both on one line, as the name of a window or a file. */
void captions_whole_title(struct text *out, const struct report *report);

/* The sentence of all people: how many have a provider within the main limit. */
void captions_total(struct text *out, const struct report *report);
/* The sentence by which the people of a row at the main limit bridge. */
void captions_bridge(struct text *out, const struct report *report, const struct ws_share *row);
void captions_bridge_all(struct text *out, const struct report *report); /* of the whole run */
/* Which people the shares are of, where many live outside; else nothing. */
void captions_inside(struct text *out, const struct report *report);
#endif
