/* base/bucket.h: a monotone queue over whole costs.
 *
 * A ring of buckets, each `width` cost units wide, with an overflow list for
 * what lies beyond the ring. Entries inside one bucket come out in no
 * particular order: the search that uses it corrects labels, so only "no
 * entry of an earlier bucket is left" matters. Tuned for road networks: small
 * costs, millions of pushes. One thread. */
#ifndef BASE_BUCKET_H
#define BASE_BUCKET_H
#include <stdbool.h>
#include <stdint.h>
#include <whitespot/error.h>

struct bucket_item {
    uint64_t key; /* cost in the high half */
    uint32_t value;
};

struct bucket_queue; /* reusable; empty after bucket_new and bucket_clear */

/* width >= 1 in cost units; rounded down to a power of two. */
WS_MUST_CHECK
enum ws_status bucket_new(struct bucket_queue **out, uint32_t width, struct ws_error *err);
void bucket_free(struct bucket_queue *queue);
void bucket_clear(struct bucket_queue *queue);
/* Empty as well, with nothing cheaper than `cost` to come. */
void bucket_restart(struct bucket_queue *queue, uint32_t cost);

/* The cost (high half of key) must not lie in a bucket already passed
 * (asserted). Amortised O(1). */
WS_MUST_CHECK
enum ws_status bucket_push(struct bucket_queue *queue, struct bucket_item item,
                           struct ws_error *err);

/* At most `most` items of the least bucket that holds any; returns how many, 0
 * when empty. */
uint32_t bucket_pop_some(struct bucket_queue *queue, struct bucket_item *items, uint32_t most);
/* One of them. False when empty. May fail with WS_NO_MEMORY only in push. */
bool bucket_pop(struct bucket_queue *queue, struct bucket_item *item);
#endif
