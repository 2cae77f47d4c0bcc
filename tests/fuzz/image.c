/* Prepared networks (net/image.h): whatever the bytes, an answer; and whatever is
 * taken is used as a run would: told, snapped to, searched, asked along its roads.
 *
 * The file's sums are mended here, as a crafted file's would be; without that
 * nothing behind them would ever be reached. */
#include "fuzz/fuzz.h"

#include "base/mem.h"
#include "geo/geodesic.h"
#include "net/along.h"
#include "net/image.h"
#include "net/search.h"
#include "net/snap.h"
#include "support/wsn.h"
#include <stdlib.h>
#include <string.h>
#include <whitespot/analysis.h>

#define SIZE_MAX_BYTES 65536u
#define MAX_POINTS 16u

/* ---- what a run does with a network ------------------------------------------------ */

/* Points at, beside and between the first nodes. */
static void put_points(struct ws_points *points, double *x_m, double *y_m,
                       const struct network *net)
{
    *points = (struct ws_points){.x_m = x_m, .y_m = y_m};
    for (uint32_t i = 0; i < net->node_count && points->count < MAX_POINTS; i++) {
        x_m[points->count] = net->x_m[i] + (i % 3) * 7.0;
        y_m[points->count++] = net->y_m[i] - (i % 2) * 3.0;
    }
}

static enum ws_status look_along(const struct network *net, const struct field *field,
                                 const struct ws_snap *snaps, uint32_t count, struct ws_error *err)
{
    struct lanes lanes = {0};
    struct stops stops = {0};
    uint32_t legs[MAX_POINTS] = {0};
    uint64_t labels[2];
    enum ws_status st = stops_new(&stops, snaps, legs, count, err);
    for (uint32_t e = 0; !st && e < net->edge_count; e++) {
        if (!network_is_canonical(net, e))
            continue;
        st = lanes_collect(&lanes, net, field, &stops, NULL, WS_TO_FACILITY, e, err);
        if (!st)
            lanes_best(&lanes, net, field, NULL, e, net->length_mm[e] / 2, labels);
    }
    lanes_release(&lanes);
    stops_release(&stops);
    return st;
}

static enum ws_status search_from(const struct network *net, const struct ws_snap *snaps,
                                  uint32_t count, struct ws_error *err)
{
    const struct search_plan plan = {
        .net = net, .k = 2, .cutoff_cost = 5000000, .direction = WS_TO_FACILITY};
    struct search *search = NULL;
    struct seed seeds[4 * MAX_POINTS];
    uint32_t seed_count = 0;
    for (uint32_t i = 0; i < count; i++)
        if (snaps[i].edge != WS_NONE)
            seed_count += search_seeds(seeds + seed_count, net, &snaps[i], i, i, WS_TO_FACILITY);
    enum ws_status st = search_new(&search, &plan, err);
    if (!st)
        st = search_run(search, seeds, seed_count, err);
    if (!st)
        st = look_along(net, search_field(search), snaps, count, err);
    search_free(search);
    return st;
}

static enum ws_status use(const struct network *net, struct ws_error *err)
{
    static struct earth *earth;
    double x_m[MAX_POINTS], y_m[MAX_POINTS];
    struct ws_points points;
    struct ws_snap *snaps = NULL;
    struct snapper *snapper = NULL;
    if (!earth)
        fuzz_must(!earth_open(&earth, "EPSG:3006", NULL), "EPSG:3006 is not known");
    put_points(&points, x_m, y_m, net);
    enum ws_status st = snapper_new(&snapper, net, err);
    const struct snap_rule rule = {.limit_m = 50.0, .min_component = 2};
    if (!st)
        st = snap_points(&snaps, snapper, &points, &rule, earth, err);
    if (!st)
        st = search_from(net, snaps, points.count, err);
    mem_free(snaps);
    snapper_free(snapper);
    return st;
}

/* ---- the target ------------------------------------------------------------------------ */

static void open_unit(const char *path, bool is_time)
{
    struct network net = {0};
    struct build_notes notes = {0};
    struct ws_error err = {0};
    char *meta = NULL;
    enum ws_status st = image_open(&net, &notes, &meta, path, is_time, 1, &err);
    fuzz_judge(st, &err);
    if (!st) {
        err = (struct ws_error){0};
        fuzz_judge(network_check(&net, &err), &err);
        err = (struct ws_error){0};
        fuzz_judge(use(&net, &err), &err);
    }
    mem_free(meta);
    network_release(&net);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct ws_error err = {0};
    char *text = NULL;
    if (size > SIZE_MAX_BYTES)
        return 0;
    const char *path = fuzz_put("raw.wsn", bytes, size);
    enum ws_status st = image_open(NULL, NULL, NULL, path, false, 1, &err);
    fuzz_judge(st, &err);

    uint8_t *copy = mem_array(size, 1);
    fuzz_must(copy != NULL, "no memory for a copy");
    if (size)
        memcpy(copy, bytes, size);
    wsn_mend(copy, size);
    path = fuzz_put("mended.wsn", copy, size);
    mem_free(copy);
    open_unit(path, false);
    open_unit(path, true);
    err = (struct ws_error){0};
    fuzz_judge(ws_network_info(&text, path, size % 2 == 0, &err), &err);
    ws_text_free(text);
    return 0;
}

#ifdef WS_FUZZ
size_t LLVMFuzzerMutate(uint8_t *bytes, size_t size, size_t most);
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t size, size_t most, unsigned seed);

/* A number near a border of what arrays may hold. */
static uint32_t odd_number(uint32_t was, unsigned chance)
{
    const uint32_t numbers[] = {
        0,          1,           2,           was + 1,    was - 1, was ^ 1u << chance % 32,
        UINT32_MAX, 0x7fffffffu, 0x7ff00000u, chance % 64};
    return numbers[chance / 7 % (sizeof numbers / sizeof *numbers)];
}

/* Half of the time one word of one section is changed and the layout kept, else
 * the fuzzer does what it likes. */
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t size, size_t most, unsigned seed)
{
    struct wsn_header header;
    struct wsn_section sections[WSN_MAX_SECTIONS];
    uint32_t count = wsn_table(&header, sections, bytes, size);
    unsigned chance = seed * 2654435761u;
    if (!count || seed % 4 == 0)
        return LLVMFuzzerMutate(bytes, size, most);
    const struct wsn_section *section = &sections[chance % count];
    if (!wsn_is_inside(section, size) || section->size < 4)
        return LLVMFuzzerMutate(bytes, size, most);
    if (seed % 4 == 1) {
        LLVMFuzzerMutate(bytes + section->offset, (size_t)section->size, (size_t)section->size);
        return size;
    }
    size_t at = (size_t)section->offset + chance / 64 % (size_t)(section->size / 4) * 4;
    uint32_t word;
    memcpy(&word, bytes + at, 4);
    word = odd_number(word, seed / 4);
    memcpy(bytes + at, &word, 4);
    return size;
}
#endif
