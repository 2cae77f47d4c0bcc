/* A hierarchy of three rings (Varghese and Lauck 1987, doi:10.1145/41457.37504;
 * Cherkassky, Goldberg and Radzik 1996, doi:10.1007/BF02592101). The lowest
 * ring holds the buckets next to the cursor one by one; a slot of a higher ring
 * holds a whole ring of the one below and is dealt out when the cursor enters
 * it. So an entry moves at most twice, and the rings stay in the cache. */
#include "base/bucket.h"

#include <assert.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"

#define RINGS 3
#define NIL UINT32_MAX

/* Bucket numbers have 32 bits: 12 + 10 + 10. */
static const uint32_t SHIFT[RINGS] = {0, 12, 22};
static const uint32_t SLOTS[RINGS] = {4096, 1024, 1024};
static const uint32_t FIRST[RINGS] = {0, 4096, 5120};
#define SLOT_COUNT 6144

/* Entries lie in one pool and are chained per slot: dealing out relinks and
 * never allocates. */
struct entry {
    uint64_t key;
    uint32_t value, next;
};

struct bucket_queue {
    uint32_t shift, cursor; /* a bucket is 1 << shift wide; cursor: that of the last pop */
    uint32_t free_entry, entry_count;
    uint32_t count[RINGS];
    size_t entry_cap;
    struct entry *entries;
    uint32_t head[SLOT_COUNT];
};

enum ws_status bucket_new(struct bucket_queue **out, uint32_t width, struct ws_error *err)
{
    assert(out && width >= 1);
    struct bucket_queue *queue = mem_array(1, sizeof *queue);
    if (!queue)
        return error_set(err, WS_NO_MEMORY, "no memory for a queue");
    while (width >> queue->shift > 1)
        queue->shift++;
    queue->free_entry = NIL;
    memset(queue->head, 0xFF, sizeof queue->head);
    *out = queue;
    return WS_OK;
}

void bucket_free(struct bucket_queue *queue)
{
    if (!queue)
        return;
    mem_free(queue->entries);
    mem_free(queue);
}

void bucket_clear(struct bucket_queue *queue)
{
    assert(queue);
    for (int ring = 0; ring < RINGS; ring++) {
        if (queue->count[ring])
            memset(queue->head + FIRST[ring], 0xFF, SLOTS[ring] * sizeof *queue->head);
        queue->count[ring] = 0;
    }
    queue->cursor = 0;
    queue->entry_count = 0;
    queue->free_entry = NIL;
}

void bucket_restart(struct bucket_queue *queue, uint32_t cost)
{
    bucket_clear(queue);
    queue->cursor = cost >> queue->shift;
}

/* The lowest ring whose reach, seen from the cursor, holds the bucket. */
static void link_entry(struct bucket_queue *queue, uint32_t id)
{
    struct entry *entry = &queue->entries[id];
    uint32_t bucket = (uint32_t)(entry->key >> 32) >> queue->shift;
    uint32_t apart = bucket ^ queue->cursor;
    int ring = apart < SLOTS[0] ? 0 : (apart >> SHIFT[2]) == 0 ? 1 : 2;
    uint32_t *head = &queue->head[FIRST[ring] + ((bucket >> SHIFT[ring]) & (SLOTS[ring] - 1))];

    entry->next = *head;
    *head = id;
    queue->count[ring]++;
}

enum ws_status bucket_push(struct bucket_queue *queue, struct bucket_item item,
                           struct ws_error *err)
{
    assert(queue);
    assert((uint32_t)(item.key >> 32) >> queue->shift >= queue->cursor);
    uint32_t id = queue->free_entry;
    if (id != NIL) {
        queue->free_entry = queue->entries[id].next;
    } else {
        if (queue->entry_count == NIL ||
            mem_grow(&queue->entries, &queue->entry_cap, (size_t)queue->entry_count + 1,
                     sizeof *queue->entries))
            return error_set(err, WS_NO_MEMORY, "no memory for a queue of %u entries",
                             (unsigned)queue->entry_count);
        id = queue->entry_count++;
    }
    queue->entries[id] = (struct entry){.key = item.key, .value = item.value};
    link_entry(queue, id);
    return WS_OK;
}

/* The next filled slot of a ring at or after the cursor's own. The ring must
 * hold an entry, and none lies before the cursor. */
static uint32_t next_slot(const struct bucket_queue *queue, int ring)
{
    uint32_t slot = (queue->cursor >> SHIFT[ring]) & (SLOTS[ring] - 1);
    while (queue->head[FIRST[ring] + slot] == NIL) {
        slot++;
        assert(slot < SLOTS[ring]);
    }
    return slot;
}

/* Moves the cursor to the start of the next filled slot of a higher ring and
 * deals that slot out to the rings below. */
static void enter_slot(struct bucket_queue *queue, int ring)
{
    uint32_t slot = next_slot(queue, ring);
    uint32_t above = ring == 1 ? queue->cursor >> SHIFT[2] << SHIFT[2] : 0;
    uint32_t id = queue->head[FIRST[ring] + slot];

    queue->head[FIRST[ring] + slot] = NIL;
    queue->cursor = above | slot << SHIFT[ring];
    while (id != NIL) {
        uint32_t next = queue->entries[id].next;
        queue->count[ring]--;
        link_entry(queue, id);
        id = next;
    }
}

uint32_t bucket_pop_some(struct bucket_queue *queue, struct bucket_item *items, uint32_t most)
{
    assert(queue && items && most);
    while (!queue->count[0]) {
        int ring = queue->count[1] ? 1 : 2;
        if (!queue->count[ring])
            return 0;
        enter_slot(queue, ring);
    }

    uint32_t slot = next_slot(queue, 0), count = 0;
    queue->cursor = (queue->cursor & ~(SLOTS[0] - 1)) | slot;
    while (count < most && queue->head[slot] != NIL) {
        uint32_t id = queue->head[slot];
        struct entry *entry = &queue->entries[id];
        items[count++] = (struct bucket_item){.key = entry->key, .value = entry->value};
        queue->head[slot] = entry->next;
        entry->next = queue->free_entry;
        queue->free_entry = id;
    }
    queue->count[0] -= count;
    return count;
}

bool bucket_pop(struct bucket_queue *queue, struct bucket_item *item)
{
    return bucket_pop_some(queue, item, 1) > 0;
}
