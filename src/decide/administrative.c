#include "decide/administrative.h"

#include "base/error.h"
#include "base/mem.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

static int compare_reasons(const void *left, const void *right)
{
    const struct zone_reason *a = left, *b = right;
    int order = (a->zone > b->zone) - (a->zone < b->zone);
    return order ? order : (a->provider > b->provider) - (a->provider < b->provider);
}

enum ws_status administrative_count(uint32_t *distinct, uint32_t zone_count,
                                    const struct zone_reason *reasons, uint32_t count,
                                    struct ws_error *err)
{
    assert(distinct && (reasons || !count));
    struct zone_reason *sorted = mem_array(count, sizeof *sorted);
    uint32_t kept = 0;
    if (!sorted)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " contracts and offices",
                         count);
    for (uint32_t zone = 0; zone < zone_count; zone++)
        distinct[zone] = 0;
    for (uint32_t i = 0; i < count; i++) {
        assert(reasons[i].zone == WS_NONE || reasons[i].zone < zone_count);
        if (reasons[i].zone != WS_NONE)
            sorted[kept++] = reasons[i];
    }
    if (kept)
        qsort(sorted, kept, sizeof *sorted, compare_reasons);
    for (uint32_t i = 0; i < kept; i++)
        distinct[sorted[i].zone] += !i || compare_reasons(&sorted[i - 1], &sorted[i]) != 0;
    mem_free(sorted);
    return WS_OK;
}
