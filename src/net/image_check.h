/* net/image_check.h: may the arrays of a mapped network be used?
 *
 * What memory safety needs, in one pass over each array: every index below its
 * count, offsets that never fall, edges in the rows of their ends (chains are walked
 * by them), twins as ways back, finite coordinates, costs and lengths in their range.
 * network_check() says more and costs more. */
#ifndef NET_IMAGE_CHECK_H
#define NET_IMAGE_CHECK_H
#include "net/network.h"

/* WS_BAD_DATA names the array. O(nodes + edges + vertices). */
WS_MUST_CHECK
enum ws_status image_check(const struct network *net, uint32_t threads, struct ws_error *err);
#endif
