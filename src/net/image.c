#include "net/image.h"

#include "base/checksum.h"
#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/parallel.h"
#include "net/image_check.h"
#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define ALIGN 64u
#define BYTE_ORDER_MARK 0x01020304u
#define MAX_SECTIONS 64u

static const char MAGIC[8] = {'W', 'S', 'N', 'E', 'T', '\r', '\n', 0x1a};

/* What one unit of cost counts; a section of its own. */
struct counts {
    uint32_t node_count, edge_count, component_count, vertex_count;
    double fastest_m_per_cost;
    struct build_notes notes;
};

enum kind { KIND_META, KIND_COUNTS, KIND_ARRAY }; /* arrays: KIND_ARRAY + row of ARRAYS */
enum rows { PER_NODE, PER_NODE_1, PER_EDGE, PER_EDGE_1, PER_COMPONENT, PER_VERTEX, PER_VERTEX_2 };

/* Where each array stands in struct network, and how long it is. */
static const struct {
    size_t offset, item_size;
    enum rows rows;
    const char *name;
} ARRAYS[] = {
#define ARRAY(member, rows)                                                                        \
    {                                                                                              \
        offsetof(struct network, member), sizeof *((struct network *)0)->member, rows, #member     \
    }
    ARRAY(x_m, PER_NODE),         ARRAY(y_m, PER_NODE),
    ARRAY(component, PER_NODE),   ARRAY(component_node_count, PER_COMPONENT),
    ARRAY(first_out, PER_NODE_1), ARRAY(head, PER_EDGE),
    ARRAY(tail, PER_EDGE),        ARRAY(cost, PER_EDGE),
    ARRAY(first_in, PER_NODE_1),  ARRAY(in_edge, PER_EDGE),
    ARRAY(twin, PER_EDGE),        ARRAY(length_mm, PER_EDGE),
    ARRAY(flags, PER_EDGE),       ARRAY(road_class, PER_EDGE),
    ARRAY(source, PER_EDGE),      ARRAY(fid, PER_EDGE),
    ARRAY(first_xy, PER_EDGE_1),  ARRAY(xy_m, PER_VERTEX_2),
    ARRAY(at_mm, PER_VERTEX),
#undef ARRAY
};
#define ARRAY_COUNT (sizeof ARRAYS / sizeof *ARRAYS)

struct section {
    uint32_t kind;
    uint32_t units; /* bit 0: distance, bit 1: time */
    uint64_t offset, size, checksum;
};

struct header {
    char magic[8];
    uint32_t byte_order, version;
    uint64_t file_size, checksum; /* of this header with the field 0, and the sections */
    uint32_t section_count, reserved;
};

static uint64_t header_checksum(const struct header *header, const struct section *sections)
{
    struct header plain = *header;
    plain.checksum = 0;
    uint64_t sum = checksum_quick(&plain, sizeof plain, 0);
    return checksum_quick(sections, header->section_count * sizeof *sections, sum);
}

static uint64_t row_count(const struct counts *counts, enum rows rows)
{
    switch (rows) {
    case PER_NODE:
        return counts->node_count;
    case PER_NODE_1:
        return (uint64_t)counts->node_count + 1;
    case PER_EDGE:
        return counts->edge_count;
    case PER_EDGE_1:
        return (uint64_t)counts->edge_count + 1;
    case PER_COMPONENT:
        return counts->component_count;
    case PER_VERTEX:
        return counts->vertex_count;
    case PER_VERTEX_2:
        break;
    }
    return 2 * (uint64_t)counts->vertex_count;
}

/* The member of a network an array is kept in. */
static void *array_get(const struct network *net, size_t array)
{
    void *bytes;
    memcpy(&bytes, (const char *)net + ARRAYS[array].offset, sizeof bytes);
    return bytes;
}

static void array_set(struct network *net, size_t array, const void *bytes)
{
    memcpy((char *)net + ARRAYS[array].offset, &bytes, sizeof bytes);
}

/* ---- writing ----------------------------------------------------------------- */

/* A section to come and the bytes that go into it. */
struct plan {
    struct counts counts[2];
    struct section sections[MAX_SECTIONS];
    const void *bytes[MAX_SECTIONS];
    uint32_t count;
    uint64_t end; /* of the file so far */
};

static void plan_section(struct plan *plan, uint32_t kind, uint32_t units, const void *bytes,
                         uint64_t size)
{
    assert(plan->count < MAX_SECTIONS);
    uint64_t offset = (plan->end + ALIGN - 1) / ALIGN * ALIGN;
    plan->sections[plan->count] = (struct section){
        .kind = kind,
        .units = units,
        .offset = offset,
        .size = size,
        .checksum = checksum_quick(bytes, (size_t)size, kind),
    };
    plan->bytes[plan->count++] = bytes;
    plan->end = offset + size;
}

/* Byte by byte, gaps between members included: the same network, the same file. */
static void count_part(struct counts *out, const struct image_part *part)
{
    const struct network *net = part->net;
    memset(out, 0, sizeof *out);
    out->node_count = net->node_count;
    out->edge_count = net->edge_count;
    out->component_count = net->component_count;
    out->vertex_count = net->first_xy[net->edge_count];
    out->fastest_m_per_cost = net->fastest_m_per_cost;
    memcpy(&out->notes, part->notes, sizeof out->notes);
}

/* Arrays that both units agree on are stored once. */
static void plan_arrays(struct plan *plan, const struct image_part *const parts[2])
{
    for (size_t a = 0; a < ARRAY_COUNT; a++) {
        const void *bytes[2];
        uint64_t size[2];
        for (int unit = 0; unit < 2; unit++) {
            bytes[unit] = array_get(parts[unit]->net, a);
            size[unit] = row_count(&plan->counts[unit], ARRAYS[a].rows) * ARRAYS[a].item_size;
        }
        bool is_same = size[0] == size[1] && (!size[0] || bytes[0] == bytes[1] ||
                                              memcmp(bytes[0], bytes[1], (size_t)size[0]) == 0);
        for (uint32_t unit = 0; unit < (is_same ? 1u : 2u); unit++)
            plan_section(plan, KIND_ARRAY + (uint32_t)a, is_same ? 3u : 1u << unit, bytes[unit],
                         size[unit]);
    }
}

static bool put_zeros(FILE *file, uint64_t count)
{
    while (count > 0 && putc(0, file) != EOF)
        count--;
    return count == 0;
}

static bool put_all(FILE *file, const struct header *header, const struct plan *plan)
{
    size_t table = plan->count * sizeof *plan->sections;
    bool is_good = fwrite(header, sizeof *header, 1, file) == 1 &&
                   fwrite(plan->sections, 1, table, file) == table;
    uint64_t at = sizeof *header + table;
    for (uint32_t i = 0; is_good && i < plan->count; i++) {
        const struct section *section = &plan->sections[i];
        is_good = put_zeros(file, section->offset - at) &&
                  (section->size == 0 ||
                   fwrite(plan->bytes[i], 1, (size_t)section->size, file) == section->size);
        at = section->offset + section->size;
    }
    return is_good;
}

static enum ws_status put_file(const char *path, const struct plan *plan, struct ws_error *err)
{
    struct header header = {.byte_order = BYTE_ORDER_MARK,
                            .version = IMAGE_VERSION,
                            .file_size = plan->end,
                            .section_count = plan->count};
    memcpy(header.magic, MAGIC, sizeof MAGIC);
    header.checksum = header_checksum(&header, plan->sections);
    FILE *file = fopen(path, "wb");
    bool is_good = file && put_all(file, &header, plan);
    int code = errno;
    if (file && fclose(file) != 0 && is_good) {
        is_good = false;
        code = errno;
    }
    return is_good ? WS_OK
                   : error_set(err, WS_IO, "%s: cannot be written: %s", path, strerror(code));
}

enum ws_status image_write(const char *path, const struct image_part *distance,
                           const struct image_part *time, const char *meta, bool overwrite,
                           struct ws_error *err)
{
    assert(path && distance && time && meta);
    const struct image_part *const parts[2] = {distance, time};
    char *folder = NULL, *file = NULL;
    struct plan *plan = mem_array(1, sizeof *plan);
    enum ws_status st = WS_OK;
    if (!plan)
        return error_set(err, WS_NO_MEMORY, "no memory to write %s", path);
    plan->end = sizeof(struct header) + MAX_SECTIONS * sizeof(struct section);
    plan_section(plan, KIND_META, 3, meta, strlen(meta));
    for (uint32_t unit = 0; unit < 2; unit++) {
        count_part(&plan->counts[unit], parts[unit]);
        plan_section(plan, KIND_COUNTS, 1u << unit, &plan->counts[unit], sizeof(struct counts));
    }
    plan_arrays(plan, parts);

    st = file_aside_new(&folder, path, err);
    if (!st) {
        char *inside = mem_array(strlen(folder) + 2, 1);
        if (inside)
            snprintf(inside, strlen(folder) + 2, "%s/", folder);
        file = inside ? file_join(inside, "network.wsn") : NULL;
        mem_free(inside);
        if (!file)
            st = error_set(err, WS_NO_MEMORY, "no memory to write %s", path);
    }
    if (!st)
        st = put_file(file, plan, err);
    if (!st)
        st = file_publish(file, path, overwrite, err);
    file_aside_remove(folder);
    mem_free(file);
    mem_free(folder);
    mem_free(plan);
    return st;
}

/* ---- opening ----------------------------------------------------------------- */

static enum ws_status bad(struct ws_error *err, const char *path, const char *what)
{
    return error_set(err, WS_BAD_DATA, "%s: %s; prepare it again with whitespot network build",
                     path, what);
}

/* Everything that is said in front of the data. */
static enum ws_status check_header(const struct file_map *map, const char *path,
                                   struct ws_error *err)
{
    const struct header *header = (const void *)map->bytes;
    if (map->size < sizeof *header || memcmp(header->magic, MAGIC, sizeof MAGIC) != 0)
        return bad(err, path, "is no prepared network");
    if (header->byte_order != BYTE_ORDER_MARK)
        return bad(err, path, "was prepared on a machine of the other byte order");
    if (header->version != IMAGE_VERSION)
        return error_set(err, WS_BAD_DATA,
                         "%s: was prepared by another version (%" PRIu32 "; expected %u); prepare "
                         "it again with whitespot network build",
                         path, header->version, IMAGE_VERSION);
    if (header->file_size != map->size)
        return error_set(err, WS_BAD_DATA,
                         "%s: is cut off or grown: %zu bytes; expected %" PRIu64
                         "; prepare it again with whitespot network build",
                         path, map->size, header->file_size);
    if (header->section_count > MAX_SECTIONS ||
        map->size < sizeof *header + header->section_count * sizeof(struct section))
        return bad(err, path, "is damaged in its table of sections");
    const struct section *sections = (const void *)(map->bytes + sizeof *header);
    if (header->checksum != header_checksum(header, sections))
        return bad(err, path, "is damaged or edited (header)");
    for (uint32_t i = 0; i < header->section_count; i++)
        if (sections[i].offset % ALIGN != 0 || sections[i].offset > map->size ||
            sections[i].size > map->size - sections[i].offset)
            return bad(err, path, "is damaged in its table of sections");
    return WS_OK;
}

/* The section of a kind for a unit, or NULL. */
static const struct section *find(const struct file_map *map, uint32_t kind, bool is_time)
{
    const struct header *header = (const void *)map->bytes;
    const struct section *sections = (const void *)(map->bytes + sizeof *header);
    for (uint32_t i = 0; i < header->section_count; i++)
        if (sections[i].kind == kind && sections[i].units >> is_time & 1)
            return &sections[i];
    return NULL;
}

static bool is_whole(const struct file_map *map, const struct section *section)
{
    return checksum_quick(map->bytes + section->offset, (size_t)section->size, section->kind) ==
           section->checksum;
}

static enum ws_status read_counts(struct counts *out, const struct file_map *map, const char *path,
                                  bool is_time, struct ws_error *err)
{
    const struct section *section = find(map, KIND_COUNTS, is_time);
    if (!section || section->size != sizeof *out)
        return bad(err, path, "is damaged (counts)");
    memcpy(out, map->bytes + section->offset, sizeof *out);
    if (out->node_count == WS_NONE || out->edge_count == WS_NONE || out->vertex_count == WS_NONE)
        return bad(err, path, "is damaged (counts too large)");
    return WS_OK;
}

/* Points the arrays into the map; sizes must be those the counts ask for. */
static enum ws_status take_arrays(struct network *net, const struct counts *counts,
                                  const struct file_map *map, const char *path, bool is_time,
                                  struct ws_error *err)
{
    for (size_t a = 0; a < ARRAY_COUNT; a++) {
        const struct section *section = find(map, KIND_ARRAY + (uint32_t)a, is_time);
        uint64_t size = row_count(counts, ARRAYS[a].rows) * ARRAYS[a].item_size;
        if (!section || section->size != size)
            return error_set(err, WS_BAD_DATA,
                             "%s: is damaged: %s has the wrong size; prepare it again with "
                             "whitespot network build",
                             path, ARRAYS[a].name);
        array_set(net, a, map->bytes + section->offset);
    }
    net->node_count = counts->node_count;
    net->edge_count = counts->edge_count;
    net->component_count = counts->component_count;
    net->fastest_m_per_cost = counts->fastest_m_per_cost;
    return WS_OK;
}

/* The sections in turn; all of them, whichever unit is asked for. */
struct sums {
    const struct file_map *map;
    const struct section *sections;
    const char *path;
};

static enum ws_status check_sum(void *context, uint32_t chunk, uint32_t worker,
                                struct ws_error *err)
{
    const struct sums *sums = context;
    const struct section *section = &sums->sections[chunk];
    const char *name = section->kind == KIND_META ? "meta" : "counts";
    (void)worker;
    if (is_whole(sums->map, section))
        return WS_OK;
    if (section->kind >= KIND_ARRAY && section->kind - KIND_ARRAY < ARRAY_COUNT)
        name = ARRAYS[section->kind - KIND_ARRAY].name;
    return error_set(err, WS_BAD_DATA,
                     "%s: is damaged or edited (%s); prepare it again with whitespot network build",
                     sums->path, name);
}

/* Nothing but zeros before the first section and between them. */
static bool has_clean_gaps(const struct file_map *map, const struct header *header,
                           const struct section *sections)
{
    uint64_t at = sizeof *header + header->section_count * sizeof *sections;
    for (uint32_t i = 0; i < header->section_count; i++) {
        if (sections[i].offset < at)
            return false;
        for (; at < sections[i].offset; at++)
            if (map->bytes[at])
                return false;
        at += sections[i].size;
    }
    return at == map->size;
}

static enum ws_status check_body(const struct file_map *map, const char *path, uint32_t threads,
                                 struct ws_error *err)
{
    const struct header *header = (const void *)map->bytes;
    struct sums sums = {map, (const void *)(map->bytes + sizeof *header), path};
    if (!has_clean_gaps(map, header, sums.sections))
        return bad(err, path, "is damaged or edited (between its sections)");
    return parallel_for(header->section_count, threads, check_sum, &sums, err);
}

static enum ws_status read_meta(char **out, const struct file_map *map, const char *path,
                                struct ws_error *err)
{
    const struct section *section = find(map, KIND_META, false);
    if (!section ||
        (section->size && memchr(map->bytes + section->offset, '\0', (size_t)section->size)))
        return bad(err, path, "is damaged (meta)");
    *out = mem_string_n((const char *)map->bytes + section->offset, (size_t)section->size);
    return *out ? WS_OK : error_set(err, WS_NO_MEMORY, "no memory to open %s", path);
}

static enum ws_status open_network(struct network *net, struct counts *counts,
                                   const struct file_map *map, const char *path, bool is_time,
                                   uint32_t threads, struct ws_error *err)
{
    enum ws_status st = read_counts(counts, map, path, is_time, err);
    if (!st)
        st = take_arrays(net, counts, map, path, is_time, err);
    if (!st && net->first_xy[net->edge_count] != counts->vertex_count)
        return bad(err, path, "is damaged (vertices)");
    if (!st) {
        st = image_check(net, threads, err);
        if (st)
            error_prefix(err, "%s: is damaged, prepare it again with whitespot network build",
                         path);
    }
    return st;
}

enum ws_status image_open(struct network *net, struct build_notes *notes, char **meta,
                          const char *path, bool is_time, uint32_t threads, struct ws_error *err)
{
    assert(path && (!net || notes));
    struct file_map map = {0};
    struct network mapped = {0};
    struct counts counts = {0};
    char *text = NULL;
    enum ws_status st = file_map_open(&map, path, err);
    if (!st)
        st = check_header(&map, path, err);
    if (!st)
        st = check_body(&map, path, threads, err);
    if (!st && meta)
        st = read_meta(&text, &map, path, err);
    if (!st && net)
        st = open_network(&mapped, &counts, &map, path, is_time, threads, err);
    if (st) {
        mem_free(text);
        file_map_close(&map);
        return st;
    }
    if (meta)
        *meta = text;
    if (!net) {
        file_map_close(&map);
        return WS_OK;
    }
    *notes = counts.notes;
    mapped.image = map;
    *net = mapped;
    return WS_OK;
}
