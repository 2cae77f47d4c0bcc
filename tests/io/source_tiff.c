/* Rasters of every layout of blocks: whole ones pass, cut or contradicting ones do not. */
#include "io/read_fixture.h"

#include "io/source.h"

#define WIDTH 5u
#define HEIGHT 3u
#define BLOCK 8u /* bytes of each */

struct layout {
    const char *name;
    bool is_big_endian, is_big, is_tiled, is_planar;
};

/* Instead of what the layout has; 0: nothing is changed. */
struct change {
    uint32_t tag, type;    /* this tag gets the type and the value */
    uint64_t value, items; /* items 0: one */
    bool is_list;          /* the number of tags gets the value */
    bool is_start;         /* where they are gets it */
    uint64_t first_at;     /* where the first block is said to be, + 1 */
};

static const struct layout LAYOUTS[] = {
    {"strips", false, false, false, false},
    {"strips_of_samples", false, false, false, true},
    {"tiles", false, false, true, false},
    {"tiles_of_samples", false, false, true, true},
    {"big_endian", true, false, false, false},
    {"big_endian_tiles", true, false, true, true},
    {"big", false, true, false, false},
    {"big_tiles", false, true, true, true},
    {"big_and_big_endian", true, true, false, true},
};

struct image {
    uint8_t bytes[2048];
    size_t size;
    const struct layout *layout;
};

static void put_at(struct image *image, size_t at, uint64_t value, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        size_t shift = image->layout->is_big_endian ? size - 1 - i : i;
        image->bytes[at + i] = (uint8_t)(value >> (8 * shift));
    }
    image->size = at + size > image->size ? at + size : image->size;
}

static void put(struct image *image, uint64_t value, size_t size)
{
    put_at(image, image->size, value, size);
}

static void put_tag(struct image *image, const struct change *change, uint32_t tag, uint64_t items,
                    uint64_t value)
{
    size_t word = image->layout->is_big ? 8 : 4;
    bool is_it = change->tag == tag;
    put(image, tag, 2);
    put(image, is_it ? change->type : 4, 2);
    put(image, is_it && change->items ? change->items : items, word);
    size_t at = image->size;
    put(image, 0, word);
    put_at(image, at, is_it ? change->value : value, items > word / 4 ? word : 4);
}

static uint32_t blocks_of(const struct layout *layout)
{
    return (layout->is_tiled ? 6u : 2u) * (layout->is_planar ? 2u : 1u);
}

static void make(struct image *image, const struct layout *layout, const struct change *change)
{
    size_t word = layout->is_big ? 8 : 4;
    uint32_t blocks = blocks_of(layout), tags = layout->is_tiled ? 10 : 9;
    size_t start = layout->is_big ? 16 : 8, list = start + (layout->is_big ? 8 : 2);
    uint64_t offsets = list + tags * (4 + 2 * word), counts = offsets + 4 * blocks;
    uint64_t data = counts + 4 * blocks;
    *image = (struct image){.layout = layout};
    put(image, layout->is_big_endian ? 0x4d4d : 0x4949, 2);
    put(image, layout->is_big ? 43 : 42, 2);
    if (layout->is_big)
        put(image, 8, 4);
    put(image, change->is_start ? change->value : start, word);
    put(image, change->is_list ? change->value : tags, layout->is_big ? 8 : 2);
    put_tag(image, change, 256, 1, WIDTH);
    put_tag(image, change, 257, 1, HEIGHT);
    put_tag(image, change, 258, 1, 8);
    put_tag(image, change, 259, 1, 1);
    /* Few as they are, offsets and counts of a big file stand in the tag itself. */
    bool is_inside = blocks <= word / 4;
    put_tag(image, change, layout->is_tiled ? 324 : 273, blocks, is_inside ? 0 : offsets);
    size_t offsets_tag = image->size - word;
    put_tag(image, change, 277, 1, 2);
    put_tag(image, change, layout->is_tiled ? 325 : 279, blocks, is_inside ? 0 : counts);
    size_t counts_tag = image->size - word;
    put_tag(image, change, 284, 1, layout->is_planar ? 2 : 1);
    if (!layout->is_tiled)
        put_tag(image, change, 278, 1, 2);
    for (uint32_t tag = 322; layout->is_tiled && tag < 324; tag++)
        put_tag(image, change, tag, 1, 2);
    for (uint32_t i = 0; i < blocks; i++) {
        uint64_t at = i == 0 && change->first_at ? change->first_at - 1 : data + i * BLOCK;
        put_at(image, (is_inside ? offsets_tag : offsets) + 4 * i, at, 4);
        put_at(image, (is_inside ? counts_tag : counts) + 4 * i, BLOCK, 4);
    }
    image->size = data + blocks * BLOCK;
}

static enum ws_status judge(const struct image *image, size_t size, struct ws_error *err)
{
    struct fixture fix;
    fixture_open(&fix);
    struct ws_source source = fixture_file(&fix, "a.tif", (const char *)image->bytes, size);
    enum ws_status st = whole_tiff(source.path, "a.tif", err);
    fixture_close(&fix);
    return st;
}

static void whole_or_refused(void **state)
{
    static const struct change nothing = {0};
    struct image image;
    struct ws_error err = {0};
    make(&image, *state, &nothing);
    if (judge(&image, image.size, &err))
        fail_msg("%s", err.message);
    for (size_t size = 0; size < image.size; size++) {
        assert_int_equal(judge(&image, size, &err), WS_BAD_DATA);
        assert_non_null(strstr(err.message, "a.tif: "));
    }
}

static const struct row {
    const char *name;
    uint32_t layout;
    struct change change;
    const char *words; /* NULL: it passes */
} ROWS[] = {
    {"no_width", 0, {.tag = 256, .type = 4}, "is damaged: 0 by 3 cells"},
    {"no_height", 2, {.tag = 257, .type = 4}, "is damaged: 5 by 0 cells"},
    {"too_wide", 0, {.tag = 256, .type = 4, .value = 3000000000u}, "cells need 0 blocks"},
    {"too_high", 0, {.tag = 257, .type = 4, .value = 3000000000u}, "cells need 0 blocks"},
    {"too_many_samples", 1, {.tag = 277, .type = 4, .value = 70000}, "cells need 0 blocks"},
    {"no_samples", 1, {.tag = 277, .type = 4}, NULL},
    {"too_many_tiles", 2, {.tag = 256, .type = 4, .value = 2147483647u}, "need 2147483648 blocks"},
    {"no_rows_of_a_strip", 0, {.tag = 278, .type = 4}, "its cells need"},
    {"one_row_of_a_strip",
     0,
     {.tag = 278, .type = 4, .value = 1},
     "need 3 blocks, its header lists 2"},
    {"no_height_of_a_tile", 2, {.tag = 323, .type = 4}, "its cells need"},
    {"fewer_counts_than_blocks", 2, {.tag = 325, .type = 4, .value = 8, .items = 5}, "blocks"},
    {"a_type_of_nobody", 0, {.tag = 259, .type = 99, .value = 5}, NULL},
    {"a_type_without_size", 0, {.tag = 259, .type = 0, .value = 5}, NULL},
    {"more_values_than_the_file",
     0,
     {.tag = 259, .type = 4, .items = 4000000000u},
     "the values of a tag end"},
    {"values_behind_the_end",
     0,
     {.tag = 259, .type = 4, .value = 1999, .items = 9},
     "the values of a tag end"},
    {"values_far_behind_the_end",
     0,
     {.tag = 259, .type = 4, .value = 99999, .items = 9},
     "the values of a tag end"},
    {"too_many_tags", 0, {.is_list = true, .value = 5000}, "no possible size"},
    {"more_tags_than_the_file", 0, {.is_list = true, .value = 400}, "its list of tags ends"},
    {"tags_nowhere", 0, {.is_start = true, .value = 0}, "its list of tags is at"},
    {"tags_behind_the_end", 6, {.is_start = true, .value = 1u << 30}, "its list of tags is at"},
    {"more_cells_than_bytes", 0, {.tag = 258, .type = 4, .value = 64}, "its cells need"},
    {"packed_cells_need_less", 0, {.tag = 259, .type = 4, .value = 5}, NULL},
    {"a_block_behind_the_end", 0, {.first_at = 100001}, "its cells end at"},
    {"a_block_that_is_not_stored", 0, {.first_at = 1}, NULL},
};

static void changed(void **state)
{
    const struct row *row = *state;
    struct image image;
    struct ws_error err = {0};
    make(&image, &LAYOUTS[row->layout], &row->change);
    enum ws_status st = judge(&image, image.size, &err);
    assert_int_equal(st, row->words ? WS_BAD_DATA : WS_OK);
    if (row->words && !strstr(err.message, row->words))
        fail_msg("'%s' does not tell '%s'", err.message, row->words);
}

int main(void)
{
    enum { ALL = sizeof LAYOUTS / sizeof *LAYOUTS, ROW_COUNT = sizeof ROWS / sizeof *ROWS };
    struct CMUnitTest tests[ALL + ROW_COUNT] = {{0}};
    for (size_t i = 0; i < ALL; i++)
        tests[i] = (struct CMUnitTest){.name = LAYOUTS[i].name,
                                       .test_func = whole_or_refused,
                                       .initial_state = (void *)(uintptr_t)&LAYOUTS[i]};
    for (size_t i = 0; i < ROW_COUNT; i++)
        tests[ALL + i] = (struct CMUnitTest){.name = ROWS[i].name,
                                             .test_func = changed,
                                             .initial_state = (void *)(uintptr_t)&ROWS[i]};
    return cmocka_run_group_tests_name("io_source_tiff", tests, NULL, NULL);
}
