/* The prepared network file: what is written comes back; whatever is wrong is
 * refused with a word (src/net/image.h). */
#include "net/image.h"

#include "base/mem.h"
#include "support/asciimap.h"
#include "support/near.h"
#include "support/wsn.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char DRAWING[] = "a--b>c  e-f\n"
                              "|  |       \n"
                              "g--d       \n";

static char folder[64], path[128];

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/ws-image-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/n.wsn", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    remove(path);
    return rmdir(folder);
}

static void draw(struct network *net)
{
    struct asciimap map;
    asciimap_read(&map, DRAWING);
    asciimap_build(net, &map, false);
    asciimap_release(&map);
}

static void write_image(const struct network *distance, const struct network *time)
{
    const struct build_notes notes = {.closed_lines = 3, .ferry_mm = 77};
    const struct image_part parts[2] = {{distance, &notes}, {time, &notes}};
    struct ws_error err;
    if (image_write(path, &parts[0], &parts[1], "made from: x", true, &err))
        fail_msg("%s", err.message);
}

static enum ws_status open_image(struct network *net, bool is_time, struct ws_error *err)
{
    struct build_notes notes = {0};
    char *meta = NULL;
    enum ws_status st = image_open(net, &notes, &meta, path, is_time, 2, err);
    if (!st) {
        assert_string_equal(meta, "made from: x");
        assert_int_equal(notes.closed_lines, 3);
        assert_int_equal(notes.ferry_mm, 77);
    }
    mem_free(meta);
    return st;
}

static size_t read_file(unsigned char **bytes)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    fseek(file, 0, SEEK_END);
    size_t size = (size_t)ftell(file);
    rewind(file);
    *bytes = mem_array(size, 1);
    assert_int_equal(fread(*bytes, 1, size, file), size);
    fclose(file);
    return size;
}

static void write_file(const unsigned char *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    fclose(file);
}

static void what_is_written_comes_back(void **state)
{
    struct network distance, time, back;
    struct ws_error err;
    (void)state;
    draw(&distance);
    draw(&time);
    time.cost[0] += 5;
    time.fastest_m_per_cost = 9.0;
    write_image(&distance, &time);

    for (int is_time = 0; is_time < 2; is_time++) {
        const struct network *net = is_time ? &time : &distance;
        if (open_image(&back, is_time, &err))
            fail_msg("%s", err.message);
        assert_int_equal(network_check(&back, &err), WS_OK);
        assert_int_equal(back.node_count, net->node_count);
        assert_int_equal(back.edge_count, net->edge_count);
        size_t edges = net->edge_count, nodes = net->node_count;
        size_t vertices = net->first_xy[edges];
        assert_memory_equal(back.cost, net->cost, edges * sizeof *net->cost);
        assert_memory_equal(back.head, net->head, edges * sizeof *net->head);
        assert_memory_equal(back.in_edge, net->in_edge, edges * sizeof *net->in_edge);
        assert_memory_equal(back.fid, net->fid, edges * sizeof *net->fid);
        assert_memory_equal(back.x_m, net->x_m, nodes * sizeof *net->x_m);
        assert_memory_equal(back.xy_m, net->xy_m, 2 * vertices * sizeof *net->xy_m);
        assert_true(back.fastest_m_per_cost == net->fastest_m_per_cost);
        network_release(&back);
    }
    network_release(&distance);
    network_release(&time);
}

/* Two units that agree cost little more than one. */
static void shared_arrays_are_stored_once(void **state)
{
    struct network distance, time;
    unsigned char *bytes;
    (void)state;
    draw(&distance);
    draw(&time);
    write_image(&distance, &time);
    size_t same = read_file(&bytes);
    mem_free(bytes);
    time.cost[0] += 5;
    write_image(&distance, &time);
    size_t other = read_file(&bytes);
    mem_free(bytes);
    assert_true(other > same);
    assert_true(other - same <= 4u * time.edge_count + 64);
    network_release(&distance);
    network_release(&time);
}

static void every_changed_byte_is_refused(void **state)
{
    struct network net, back;
    struct ws_error err;
    unsigned char *bytes;
    (void)state;
    draw(&net);
    write_image(&net, &net);
    size_t size = read_file(&bytes);
    for (size_t at = 0; at < size; at++) {
        bytes[at] ^= 0x10;
        write_file(bytes, size);
        enum ws_status st = open_image(&back, false, &err);
        if (st != WS_BAD_DATA || !strstr(err.message, path))
            fail_msg("byte %zu: status %d, %s", at, (int)st, err.message);
        bytes[at] ^= 0x10;
    }
    mem_free(bytes);
    network_release(&net);
}

static void every_cut_is_refused(void **state)
{
    struct network net, back;
    struct ws_error err;
    unsigned char *bytes;
    (void)state;
    draw(&net);
    write_image(&net, &net);
    size_t size = read_file(&bytes);
    for (size_t length = 0; length < size; length += length < 400 ? 1 : 37) {
        write_file(bytes, length);
        assert_int_equal(open_image(&back, false, &err), WS_BAD_DATA);
    }
    unsigned char *longer = mem_array(size + 1, 1);
    memcpy(longer, bytes, size);
    write_file(longer, size + 1);
    assert_int_equal(open_image(&back, false, &err), WS_BAD_DATA);
    mem_free(longer);
    mem_free(bytes);
    network_release(&net);
}

/* ---- crafted: the sums are right, the arrays are not ---------------------------- */

typedef void spoil(struct network *net);

static void spoil_head(struct network *net)
{
    net->head[1] = net->node_count;
}
static void spoil_tail(struct network *net)
{
    net->tail[1] = WS_NONE;
}
static void spoil_first_out(struct network *net)
{
    net->first_out[2] = net->edge_count + 7;
}
static void spoil_first_in(struct network *net)
{
    net->first_in[0] = 1;
}
static void spoil_in_edge(struct network *net)
{
    net->in_edge[0] = net->edge_count;
}
static void spoil_twin(struct network *net)
{
    net->twin[0] = net->edge_count;
}
static void spoil_twin_pair(struct network *net)
{
    net->twin[net->twin[0]] = WS_NONE;
}
/* In range, and yet not the network that its rows tell: walks along chains would
 * leave their arrays. */
static void spoil_tail_row(struct network *net)
{
    net->tail[0] = net->tail[0] ? 0 : 1;
}
static void spoil_in_row(struct network *net)
{
    net->in_edge[0] = net->in_edge[net->edge_count - 1];
}
static void spoil_way_back(struct network *net)
{
    uint32_t upper = net->twin[0], other = 1;
    while (net->twin[other] == WS_NONE || net->twin[other] < other || other > upper)
        other++;
    uint32_t far = net->twin[other];
    net->twin[0] = far;
    net->twin[far] = 0;
    net->twin[other] = upper;
    net->twin[upper] = other;
}
static void spoil_component(struct network *net)
{
    net->component[0] = net->component_count;
}
static void spoil_first_xy(struct network *net)
{
    net->first_xy[1] = net->first_xy[net->edge_count] + 1;
}
static void spoil_at(struct network *net)
{
    net->at_mm[net->first_xy[1] - 1]++;
}
static void spoil_length(struct network *net)
{
    net->length_mm[0] = 0;
}
static void spoil_cost(struct network *net)
{
    net->cost[0] = 0;
}
static void spoil_cost_high(struct network *net)
{
    net->cost[0] = WS_COST_INF;
}
static void spoil_vertex(struct network *net)
{
    net->xy_m[1] = (double)NAN;
}
static void spoil_node(struct network *net)
{
    net->x_m[0] = (double)INFINITY;
}
static void spoil_fastest(struct network *net)
{
    net->fastest_m_per_cost = (double)NAN;
}

static const struct row {
    const char *name, *word;
    spoil *spoil;
} ROWS[] = {
    {"head", "head", spoil_head},
    {"tail", "tail", spoil_tail},
    {"first_out", "first_out", spoil_first_out},
    {"first_in", "first_in", spoil_first_in},
    {"in_edge", "in_edge", spoil_in_edge},
    {"twin", "twin", spoil_twin},
    {"twin_pair", "first_xy", spoil_twin_pair},
    {"tail_of_another_row", "tail of edge", spoil_tail_row},
    {"edge_into_another_node", "in_edge", spoil_in_row},
    {"twin_that_is_no_way_back", "twin of edge", spoil_way_back},
    {"component", "component", spoil_component},
    {"first_xy", "first_xy", spoil_first_xy},
    {"at_mm", "at_mm", spoil_at},
    {"length", "at_mm", spoil_length},
    {"cost", "cost", spoil_cost},
    {"cost_high", "cost", spoil_cost_high},
    {"vertex", "xy_m", spoil_vertex},
    {"node", "x_m", spoil_node},
    {"fastest", "fastest", spoil_fastest},
};

static void crafted_array_is_refused(void **state)
{
    const struct row *row = *state;
    struct network net, back;
    struct ws_error err = {0};
    draw(&net);
    row->spoil(&net);
    write_image(&net, &net);
    assert_int_equal(open_image(&back, false, &err), WS_BAD_DATA);
    assert_non_null(strstr(err.message, row->word));
    network_release(&net);
}

/* ---- crafted: the sums are right, the table of sections is not ---------------------- */

/* What image.c calls the sections: the text, counts, then arrays as in struct network. */
enum { META, COUNTS, X_M };

typedef void craft(struct wsn_section *sections, uint32_t count, unsigned char *bytes);

static struct wsn_section *section_of(struct wsn_section *sections, uint32_t count, uint32_t kind)
{
    for (uint32_t i = 0; i < count; i++)
        if (sections[i].kind == kind)
            return &sections[i];
    fail_msg("no section %u", kind);
    return NULL;
}

static void craft_start(struct wsn_section *sections, uint32_t count, unsigned char *bytes)
{
    (void)bytes;
    section_of(sections, count, X_M)->offset += 8;
}
static void craft_start_behind(struct wsn_section *sections, uint32_t count, unsigned char *bytes)
{
    (void)bytes;
    section_of(sections, count, X_M)->offset = UINT64_C(1) << 40;
}
static void craft_size_behind(struct wsn_section *sections, uint32_t count, unsigned char *bytes)
{
    (void)bytes;
    section_of(sections, count, X_M)->size = UINT64_MAX - 64;
}
static void craft_size(struct wsn_section *sections, uint32_t count, unsigned char *bytes)
{
    (void)bytes;
    section_of(sections, count, X_M)->kind = 99;
}
static void craft_no_counts(struct wsn_section *sections, uint32_t count, unsigned char *bytes)
{
    (void)bytes;
    section_of(sections, count, COUNTS)->units = 0;
}
static void craft_many_nodes(struct wsn_section *sections, uint32_t count, unsigned char *bytes)
{
    uint32_t nodes = WS_NONE;
    memcpy(bytes + section_of(sections, count, COUNTS)->offset, &nodes, sizeof nodes);
}
static void craft_more_nodes(struct wsn_section *sections, uint32_t count, unsigned char *bytes)
{
    uint32_t nodes = 1u << 30;
    memcpy(bytes + section_of(sections, count, COUNTS)->offset, &nodes, sizeof nodes);
}
static void craft_cut_text(struct wsn_section *sections, uint32_t count, unsigned char *bytes)
{
    bytes[section_of(sections, count, META)->offset + 3] = '\0';
}
static void craft_no_text(struct wsn_section *sections, uint32_t count, unsigned char *bytes)
{
    (void)bytes;
    section_of(sections, count, META)->units = 2;
}
static void craft_overlap(struct wsn_section *sections, uint32_t count, unsigned char *bytes)
{
    (void)bytes;
    sections[count - 1].offset = sections[count - 2].offset;
}

static const struct craft_row {
    const char *name, *word;
    craft *craft;
} CRAFTED[] = {
    {"section_off_its_step", "table of sections", craft_start},
    {"section_that_starts_behind_the_end", "table of sections", craft_start_behind},
    {"section_that_ends_behind_the_end", "table of sections", craft_size_behind},
    {"section_that_is_missing", "x_m has the wrong size", craft_size},
    {"counts_of_no_unit", "(counts)", craft_no_counts},
    {"counts_too_large", "counts too large", craft_many_nodes},
    {"counts_of_longer_arrays", "x_m has the wrong size", craft_more_nodes},
    {"text_with_an_end_inside", "(meta)", craft_cut_text},
    {"text_of_the_other_unit", "(meta)", craft_no_text},
    {"sections_in_one_place", "between its sections", craft_overlap},
};

static void crafted_table_is_refused(void **state)
{
    const struct craft_row *row = *state;
    struct network net, back;
    struct ws_error err = {0};
    unsigned char *bytes;
    struct wsn_header header;
    struct wsn_section sections[WSN_MAX_SECTIONS];
    draw(&net);
    write_image(&net, &net);
    size_t size = read_file(&bytes);
    uint32_t count = wsn_table(&header, sections, bytes, size);
    assert_true(count > 2);
    wsn_mend(bytes, size); /* changes nothing: the layout here is that of the file */
    write_file(bytes, size);
    assert_int_equal(open_image(&back, false, &err), WS_OK);
    network_release(&back);

    row->craft(sections, count, bytes);
    memcpy(bytes + sizeof header, sections, count * sizeof *sections);
    wsn_mend(bytes, size);
    write_file(bytes, size);
    assert_int_equal(open_image(&back, false, &err), WS_BAD_DATA);
    if (!strstr(err.message, row->word))
        fail_msg("'%s' lacks '%s'", err.message, row->word);
    mem_free(bytes);
    network_release(&net);
}

/* ---- around ---------------------------------------------------------------------- */

static void existing_file_stays_without_overwrite(void **state)
{
    struct network net;
    struct ws_error err;
    const struct build_notes notes = {0};
    (void)state;
    draw(&net);
    write_image(&net, &net);
    const struct image_part part = {&net, &notes};
    assert_int_equal(image_write(path, &part, &part, "other", false, &err), WS_IO);
    struct network back;
    assert_int_equal(open_image(&back, false, &err), WS_OK);
    network_release(&back);
    network_release(&net);
}

static void text_alone_can_be_read(void **state)
{
    struct network net;
    struct ws_error err;
    char *meta = NULL;
    (void)state;
    draw(&net);
    write_image(&net, &net);
    assert_int_equal(image_open(NULL, NULL, &meta, path, false, 1, &err), WS_OK);
    assert_string_equal(meta, "made from: x");
    mem_free(meta);
    network_release(&net);
}

static void network_without_nodes_comes_back(void **state)
{
    struct ws_error err;
    const struct lines lines = {0};
    struct impedance impedance = {.use_ferries = true, .default_speed_kmh = 50.0};
    struct network net, back;
    struct build_notes notes;
    (void)state;
    impedance.classes = impedance_default_classes(&impedance.class_count);
    assert_int_equal(build_network(&net, &notes, &lines, &impedance, &err), WS_OK);
    write_image(&net, &net);
    assert_int_equal(open_image(&back, true, &err), WS_OK);
    assert_int_equal(back.edge_count, 0);
    network_release(&back);
    network_release(&net);
}

int main(void)
{
    struct CMUnitTest tests[64] = {
        cmocka_unit_test(what_is_written_comes_back),
        cmocka_unit_test(shared_arrays_are_stored_once),
        cmocka_unit_test(every_changed_byte_is_refused),
        cmocka_unit_test(every_cut_is_refused),
        cmocka_unit_test(existing_file_stays_without_overwrite),
        cmocka_unit_test(text_alone_can_be_read),
        cmocka_unit_test(network_without_nodes_comes_back),
    };
    size_t count = 7;
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++)
        tests[count++] = (struct CMUnitTest){ROWS[i].name, crafted_array_is_refused, NULL, NULL,
                                             (void *)(uintptr_t)&ROWS[i]};
    for (size_t i = 0; i < sizeof CRAFTED / sizeof *CRAFTED; i++)
        tests[count++] = (struct CMUnitTest){CRAFTED[i].name, crafted_table_is_refused, NULL, NULL,
                                             (void *)(uintptr_t)&CRAFTED[i]};
    return _cmocka_run_group_tests("image", tests, count, make_folder, remove_folder);
}
