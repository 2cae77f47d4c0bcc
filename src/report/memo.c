/* Memos of the thin areas, one after the other. */
#include "report/memo.h"

#include "report/cells.h"

#include "base/error.h"
#include "base/mem.h"

void memo_release(struct memo *memo)
{
    for (uint32_t i = 0; i < memo->count; i++) {
        mem_free(memo->blocks[i].label);
        mem_free(memo->blocks[i].text);
        for (uint32_t c = 0; c < MEMO_COLUMNS; c++)
            mem_free(memo->blocks[i].cells[c]);
    }
    mem_free(memo->blocks);
    *memo = (struct memo){0};
}

/* White spots and areas of one or two providers. */
static bool is_thin(const struct report_layer *zones, uint32_t row)
{
    int class_id = labels_class(cells_text(zones, "class", row));
    return class_id >= WS_CLASS_NONE && class_id <= WS_CLASS_TWO;
}

enum ws_status memo_make(struct memo *out, const struct report *report, struct ws_error *err)
{
    struct memo memo = {.report = report};
    const struct report_layer *zones = cells_supplier_areas(report);
    if (!zones)
        zones = cells_layer(report, "municipalities");
    for (uint32_t row = 0; zones && row < zones->row_count; row++) {
        struct memo_area area = {.zones = zones,
                                 .row = row,
                                 .layer = zones->name,
                                 .code = cells_text(zones, "code", row),
                                 .name = cells_text(zones, "name", row)};
        if (is_thin(zones, row))
            memo_area(&memo, &area);
    }
    if (!memo.count)
        memo_say(&memo, MEMO_TEXT, W_MEMO_NO_AREAS, NULL, 0);
    if (memo.is_broken) {
        memo_release(&memo);
        return error_set(err, WS_NO_MEMORY, "no memory for the memo");
    }
    *out = memo;
    return WS_OK;
}

enum ws_status report_memo(char **out, size_t *size, const struct report *report, bool is_html,
                           struct ws_error *err)
{
    struct memo memo = {0};
    enum ws_status st = memo_make(&memo, report, err);
    if (st)
        return st;
    st = is_html ? memo_page(out, size, &memo, err) : memo_sheets(out, size, &memo, err);
    memo_release(&memo);
    return st;
}
