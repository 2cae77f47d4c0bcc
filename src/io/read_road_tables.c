/* Roads as two tables: edges (from, to) and nodes (id and coordinates). An edge
 * is drawn straight; its length column says how long it is. */
#include "io/read_roads.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char FROM[] = "fran from source u fromnode franod";
static const char TO[] = "till to target v tonode tillnod";
static const char NODE_ID[] = "nodeid nodid nod node id osmid";

/* ---- which table is which ------------------------------------------------------------ */

static bool is_listed(const char *folded, const char *names)
{
    size_t size = strlen(folded);
    for (const char *at = names; size && (at = strstr(at, folded)); at += size)
        if ((at == names || at[-1] == ' ') && (at[size] == ' ' || !at[size]))
            return true;
    return false;
}

static bool is_stated(const struct ws_source *source, const char *key)
{
    for (uint32_t i = 0; i < source->field_count; i++)
        if (!strcmp(source->fields[i].key, key))
            return true;
    return false;
}

struct header {
    bool from, to, id, x, y;
};

static void note_name(struct header *header, char *name)
{
    static const char x[] = "lon long lng longitude longitud x easting ost e sweref99y ykoord";
    static const char y[] = "lat latitude latitud y northing nord n sweref99x xkoord";
    char folded[128];
    size_t size = strlen(name);
    if (size > 1 && name[0] == '"' && name[size - 1] == '"') {
        name[size - 1] = '\0';
        name++;
    }
    text_fold(folded, sizeof folded, name);
    header->from |= is_listed(folded, FROM);
    header->to |= is_listed(folded, TO);
    header->id |= is_listed(folded, NODE_ID);
    header->x |= is_listed(folded, x);
    header->y |= is_listed(folded, y);
}

enum io_road_kind io_road_kind(const struct ws_source *source)
{
    char line[4096], *rest = line;
    struct header header = {0};
    if (!input_ends_with(source, ".csv") && !input_ends_with(source, ".tsv") &&
        !input_ends_with(source, ".txt"))
        return IO_ROAD_LINES;
    FILE *file = fopen(source->path, "rb");
    size_t size = file ? fread(line, 1, sizeof line - 1, file) : 0;
    if (file)
        fclose(file);
    line[size] = '\0';
    line[strcspn(line, "\r\n")] = '\0';
    if (!strncmp(line, "\xEF\xBB\xBF", 3))
        rest += 3;
    const char *marks = strchr(rest, ';') ? ";" : strchr(rest, '\t') ? "\t" : ",";
    for (char *name; (name = strtok_r(rest, marks, &rest));)
        note_name(&header, name);
    if ((header.from || is_stated(source, "from")) && (header.to || is_stated(source, "to")))
        return IO_ROAD_EDGES;
    return header.id && header.x && header.y ? IO_ROAD_NODES : IO_ROAD_LINES;
}

/* ---- nodes ------------------------------------------------------------------------------ */

struct node {
    char *id;
    double x, y; /* in the table's own system */
    int64_t fid;
};

struct nodes {
    size_t count, cap;
    struct node *items;
    char crs[1024], file[256];
};

static void release_nodes(struct nodes *nodes)
{
    for (size_t i = 0; i < nodes->count; i++)
        mem_free(nodes->items[i].id);
    mem_free(nodes->items);
}

static int compare_nodes(const void *a_ptr, const void *b_ptr)
{
    const struct node *a = a_ptr, *b = b_ptr;
    int order = strcmp(a->id, b->id);
    return order ? order : (a->fid > b->fid) - (a->fid < b->fid);
}

static const struct node *find_node(const struct nodes *nodes, const char *id)
{
    size_t low = 0, high = nodes->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(nodes->items[middle].id, id);
        if (!order)
            return &nodes->items[middle];
        low = order < 0 ? middle + 1 : low;
        high = order > 0 ? middle : high;
    }
    return NULL;
}

static enum ws_status add_node(struct nodes *nodes, struct input *in, OGRFeatureH feature,
                               int id_column, const struct place_pair *pair, struct ws_error *err)
{
    struct node node = {.fid = OGR_F_GetFID(feature)};
    const int columns[2] = {pair->x, pair->y};
    double *values[2] = {&node.x, &node.y};
    const char *id = columns_text(in, feature, id_column);
    if (!id) {
        judge_fault(in, node.fid, "%s is blank; expected the id of a node",
                    columns_name(in, id_column));
        return WS_OK;
    }
    node.id = judge_copy(in, id);
    for (int i = 0; i < 2; i++)
        if (value_cell(values[i], in, feature, columns[i]) != VALUE_OK) {
            judge_fault(in, node.fid, "%s is '%.40s'; expected a coordinate",
                        columns_name(in, columns[i]), OGR_F_GetFieldAsString(feature, columns[i]));
            mem_free(node.id);
            return WS_OK;
        }
    if (!node.id || mem_grow(&nodes->items, &nodes->cap, nodes->count + 1, sizeof *nodes->items)) {
        mem_free(node.id);
        return error_set(err, WS_NO_MEMORY, "no memory for %zu nodes", nodes->count + 1);
    }
    nodes->items[nodes->count++] = node;
    return WS_OK;
}

static void judge_twins(const struct nodes *nodes, struct input *in)
{
    for (size_t i = 1; i < nodes->count; i++) {
        const struct node *a = &nodes->items[i - 1], *b = &nodes->items[i];
        bool is_elsewhere = fabs(a->x - b->x) > 0.0 || fabs(a->y - b->y) > 0.0;
        if (!strcmp(a->id, b->id) && is_elsewhere)
            judge_fault(in, b->fid, "node %.60s stands at another place than in line %" PRId64,
                        b->id, a->fid);
    }
}

static enum ws_status take_nodes(struct nodes *nodes, struct input *in, struct ws_error *err)
{
    struct place_columns places = {0};
    struct column_key key = {"node", NODE_ID, "", true, false};
    int id_column = -1;
    uint64_t rows = 0;
    enum ws_status st = columns_find(&id_column, in, &key, NULL, NULL, err);
    if (!st)
        st = place_find(&places, in, err);
    if (!st && !places.count)
        st = input_fail(in, WS_BAD_DATA, err,
                        "a table of nodes without coordinates; expected lon and lat, or x and y "
                        "with --crs roads=EPSG:n");
    OGR_L_ResetReading(in->layer);
    for (OGRFeatureH feature; !st && (feature = input_next(in)); rows++) {
        st = add_node(nodes, in, feature, id_column, &places.pairs[0], err);
        OGR_F_Destroy(feature);
    }
    if (!st && nodes->count)
        qsort(nodes->items, nodes->count, sizeof *nodes->items, compare_nodes);
    if (!st) {
        judge_twins(nodes, in);
        st = input_finish(in, rows, nodes->count, err);
        text_copy(nodes->crs, sizeof nodes->crs,
                  in->source->crs[0] ? in->source->crs : in->crs.name);
    }
    text_copy(nodes->file, sizeof nodes->file, in->file);
    place_release(&places);
    return st;
}

static enum ws_status read_nodes(struct nodes *nodes, struct io *io, const struct ws_source *source,
                                 struct ws_error *err)
{
    struct input in = {0};
    enum ws_status st = input_open(&in, io, source, WS_ROLE_ROADS, false, err);
    if (!st)
        st = take_nodes(nodes, &in, err);
    input_close(&in);
    return st;
}

/* ---- edges -------------------------------------------------------------------------------- */

/* A row by the places of its ends among the nodes. */
struct pair {
    uint32_t low, high;
    bool is_back; /* from the higher to the lower */
};

struct edges {
    struct road_reader *reader;
    const struct nodes *nodes;
    int from, to;
    bool is_directed; /* rows are one-way: others lead back */
    size_t count, cap;
    struct pair *pairs;
};

static const struct node *end_of(const struct edges *edges, OGRFeatureH feature, int column,
                                 bool is_told)
{
    struct input *in = edges->reader->in;
    const char *id = columns_text(in, feature, column);
    const struct node *node = id ? find_node(edges->nodes, id) : NULL;
    if (!node && is_told && !id)
        judge_fault(in, OGR_F_GetFID(feature), "%s is blank; expected the id of a node",
                    columns_name(in, column));
    else if (!node && is_told)
        judge_fault(in, OGR_F_GetFID(feature), "%s is %.60s; no such node in %.200s",
                    columns_name(in, column), id, edges->nodes->file);
    return node;
}

static int compare_pairs(const void *a_ptr, const void *b_ptr)
{
    const struct pair *a = a_ptr, *b = b_ptr;
    if (a->low != b->low)
        return a->low < b->low ? -1 : 1;
    if (a->high != b->high)
        return a->high < b->high ? -1 : 1;
    return (int)a->is_back - (int)b->is_back;
}

static enum ws_status note_pair(struct edges *edges, OGRFeatureH feature, struct ws_error *err)
{
    const struct node *from = end_of(edges, feature, edges->from, false);
    const struct node *to = end_of(edges, feature, edges->to, false);
    if (!from || !to || from == to)
        return WS_OK;
    if (mem_grow(&edges->pairs, &edges->cap, edges->count + 1, sizeof *edges->pairs))
        return error_set(err, WS_NO_MEMORY, "no memory for %zu edges", edges->count + 1);
    uint32_t a = (uint32_t)(from - edges->nodes->items), b = (uint32_t)(to - edges->nodes->items);
    edges->pairs[edges->count++] = (struct pair){a < b ? a : b, a < b ? b : a, a > b};
    return WS_OK;
}

/* A table that lists the way back of a road as a row of its own is one of
 * one-way rows; without any such row every road is open both ways. */
static enum ws_status judge_directions(struct edges *edges, struct ws_error *err)
{
    uint64_t both = 0, single = 0;
    if (edges->count)
        qsort(edges->pairs, edges->count, sizeof *edges->pairs, compare_pairs);
    for (size_t i = 0, end; i < edges->count; i = end) {
        for (end = i + 1; end < edges->count && edges->pairs[end].low == edges->pairs[i].low &&
                          edges->pairs[end].high == edges->pairs[i].high;)
            end++;
        bool is_both = edges->pairs[i].is_back != edges->pairs[end - 1].is_back;
        both += is_both;
        single += !is_both;
    }
    const struct road_columns *columns = &edges->reader->columns;
    bool is_said = columns->oneway >= 0 || columns->no_forward >= 0 || columns->no_back >= 0;
    edges->is_directed = both && !is_said;
    if (!edges->is_directed || !single)
        return columns_remark(edges->reader->in, "directions",
                              edges->is_directed ? "one row for each" : "as the row says, or both",
                              err);
    return judge_repair(
        edges->reader->in, -1, "one-way as listed; a column oneway says it for sure", err,
        "%" PRIu64 " roads are listed both ways, %" PRIu64 " one way only", both, single);
}

static enum ws_status look_at_pairs(struct edges *edges, struct ws_error *err)
{
    struct input *in = edges->reader->in;
    enum ws_status st = WS_OK;
    OGR_L_ResetReading(in->layer);
    for (OGRFeatureH feature; !st && (feature = input_next(in));) {
        st = note_pair(edges, feature, err);
        OGR_F_Destroy(feature);
    }
    return st ? st : judge_directions(edges, err);
}

static enum ws_status read_edge(struct edges *edges, OGRFeatureH feature, struct ws_error *err)
{
    const struct node *from = end_of(edges, feature, edges->from, true);
    const struct node *to = end_of(edges, feature, edges->to, true);
    if (!from || !to)
        return WS_OK;
    OGRGeometryH line = OGR_G_CreateGeometry(wkbLineString);
    OGR_G_AddPoint_2D(line, from->x, from->y);
    OGR_G_AddPoint_2D(line, to->x, to->y);
    unsigned directions = LINE_FORWARD | (edges->is_directed ? 0u : LINE_BACKWARD);
    enum ws_status st = roads_read_row(edges->reader, feature, line, (uint8_t)directions, err);
    OGR_G_DestroyGeometry(line);
    return st;
}

static enum ws_status read_edges(struct edges *edges, struct ws_error *err)
{
    struct road_reader *reader = edges->reader;
    struct input *in = reader->in;
    struct column_key from = {"from", FROM, "", true, false}, to = {"to", TO, "", true, false};
    enum ws_status st = columns_find(&edges->from, in, &from, NULL, NULL, err);
    if (!st)
        st = columns_find(&edges->to, in, &to, NULL, NULL, err);
    if (!st)
        st = roads_find_columns(reader, true, err);
    if (!st)
        st = look_at_pairs(edges, err);
    OGR_L_ResetReading(in->layer);
    for (OGRFeatureH feature; !st && (feature = input_next(in)); reader->read_count++) {
        st = read_edge(edges, feature, err);
        OGR_F_Destroy(feature);
    }
    return st ? st : input_finish(in, reader->read_count, reader->used_count, err);
}

static enum ws_status read_tables(struct road_reader *reader, const struct nodes *nodes,
                                  struct ws_error *err)
{
    struct input *in = reader->in;
    struct edges edges = {.reader = reader, .nodes = nodes};
    enum ws_status st = crs_define(&in->crs, in, nodes->crs, err);
    if (!st)
        st = crs_connect(&in->crs, in, err);
    if (!st)
        st = line_open(&reader->buffer, in, err);
    if (!st)
        st = read_edges(&edges, err);
    if (!st)
        st = crs_check_place(in, err);
    mem_free(edges.pairs);
    return st ? st : roads_report(reader, err);
}

/* The nodes of -oo roads=NODES=file, beside the edges when it is a bare name. */
static bool stated_nodes(struct ws_source *out, const struct ws_source *edges)
{
    const char *at = strstr(edges->open_options, "NODES=");
    if (!at || (at != edges->open_options && at[-1] != '\n'))
        return false;
    *out = *edges;
    at += strlen("NODES=");
    snprintf(out->path, sizeof out->path, "%.*s", (int)strcspn(at, "\n"), at);
    text_copy(out->given, sizeof out->given, out->path);
    return true;
}

enum ws_status road_tables_read(struct road_reader *reader, struct io *io,
                                const struct ws_source *source, struct ws_error *err)
{
    struct ws_source stated;
    const struct ws_source *from = stated_nodes(&stated, source) ? &stated : reader->rules->nodes;
    struct nodes nodes = {0};
    if (!from)
        return error_set(err, WS_BAD_DATA,
                         "%s: a table of edges needs a table of nodes (id, lon, lat); give it as "
                         "another --roads, or with -oo roads=NODES=FILE",
                         source->given);
    enum ws_status st = input_open(reader->in, io, source, WS_ROLE_ROADS, false, err);
    if (!st)
        st = read_nodes(&nodes, io, from, err);
    if (!st)
        st = read_tables(reader, &nodes, err);
    release_nodes(&nodes);
    return st;
}
