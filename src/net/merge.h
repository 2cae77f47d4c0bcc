/* net/merge.h: roads that lie on each other become one; a step of build.c.
 *
 * Roads between the same two nodes, of the same length along the same vertices,
 * are one road drawn several times: a file with a feature twice, one row per
 * direction, bus lines that share a street. People live along it once. In each
 * direction the cheapest drawing counts; it is lived along, and one may stop, if
 * that holds of any. Ferries merge with ferries only. */
#ifndef NET_MERGE_H
#define NET_MERGE_H
#include "net/freeze.h"

/* Replaces the links and their count by the merged ones, in an order that
 * freeze_network() makes irrelevant. fid, class and source are those of the
 * lowest. The same on any number of threads. WS_NO_MEMORY. O(n log n). */
WS_MUST_CHECK
enum ws_status merge_links(struct link **links, size_t *count, uint32_t threads,
                           struct ws_error *err);
#endif
