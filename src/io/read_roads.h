/* io/read_roads.h: what the readers of roads share; private to src/io.
 *
 * A road is read in three steps: tags (OpenStreetMap's own words, from an
 * extract or from columns of the same names), cells (speeds and one-way words,
 * each counted), geometry (read_lines.c). What is not understood is counted by
 * word and told once per source. */
#ifndef IO_READ_ROADS_H
#define IO_READ_ROADS_H
#include "io/read_lines.h"

#define ROAD_MOST_KMH 200.0

/* ---- read_road_tags.c: tags of OpenStreetMap ------------------------------------- */

enum road_tag {
    TAG_HIGHWAY,
    TAG_ROUTE,
    TAG_ONEWAY,
    TAG_JUNCTION,
    TAG_MOTORCAR, /* the chain of access, first that is set decides */
    TAG_MOTOR_VEHICLE,
    TAG_VEHICLE,
    TAG_ACCESS,
    TAG_AREA,
    TAG_TUNNEL,
    TAG_MAXSPEED,
    TAG_MAXSPEED_FORWARD,
    TAG_MAXSPEED_BACKWARD,
    TAG_DURATION,
    TAG_COUNT
};

/* Where the tags of a layer stand: in columns, else in one column of all the
 * others as "key"=>"value", "key"=>"value". */
struct road_tags {
    struct input *in;
    int column[TAG_COUNT], rest; /* -1: none */
    char text[256];              /* the last one taken from the rest */
};

void tags_find(struct road_tags *out, struct input *in);
/* Text of a tag; NULL when not set. Valid until the next one is asked for. */
const char *tags_text(struct road_tags *tags, OGRFeatureH feature, enum road_tag tag);
/* Its first value (before ";") is one of the words. */
bool tags_is(struct road_tags *tags, OGRFeatureH feature, enum road_tag tag,
             const char *const *words);
/* Closed to cars: access rules, areas, ferries that take no cars. */
bool tags_is_closed(struct road_tags *tags, OGRFeatureH feature);
bool tags_is_ferry(struct road_tags *tags, OGRFeatureH feature);
/* One way as drawn without being tagged so: roundabouts and motorways. */
bool tags_is_forward(struct road_tags *tags, OGRFeatureH feature);
/* A ferry's crossing time as speed over its own length. */
void tags_set_ferry_speed(struct road_tags *tags, OGRFeatureH feature, struct lines *lines,
                          uint32_t line);

/* ---- read_road_cells.c: speeds and one-way words ---------------------------------- */

/* Lines and metres, for messages. */
struct road_sum {
    uint64_t count, metres;
    int64_t first_fid;
};

struct road_words {
    struct input *in;
    bool uses_speed;             /* --speed source */
    bool is_extract;             /* words of a crowd: none of them is a fault */
    bool zero_is_none;           /* Geofabrik: 0 means that nothing is known */
    bool letters_are_directions; /* B, F, T as Geofabrik writes them; else T and F are words */
    struct tally speeds, converted, oneways, turned, classes, networks;
    uint64_t zero_count, blank_count;
    struct road_sum unknown_class, closed;
    /* plain speeds, to see whether they can be km/h */
    uint64_t speed_count, odd_count, major_count;
    double most_kmh;
    char speed_name[64]; /* empty: no such column */
};

/* km/h of a cell; NaN: unknown, counted. factor: km/h per unit of the column.
 * is_major: the class is one where people drive faster than 40. */
WS_MUST_CHECK
enum ws_status cells_speed(float *kmh, struct road_words *words, const char *text, double factor,
                           int64_t fid, bool is_major, struct ws_error *err);
/* LINE_FORWARD and LINE_BACKWARD of a one-way word; NULL: both ways. */
WS_MUST_CHECK
enum ws_status cells_oneway(uint8_t *flags, struct road_words *words, const char *text,
                            struct ws_error *err);
void road_sum_add(struct road_sum *sum, int64_t fid, double metres);
/* Everything counted, as warnings. */
WS_MUST_CHECK
enum ws_status cells_report(struct road_words *words, struct ws_error *err);
void cells_release(struct road_words *words);

/* ---- read_roads.c ------------------------------------------------------------------ */

struct road_columns {
    int road_class, speed, speed_back, oneway, no_forward, no_back, ferry, closed, tunnel, length;
    int network, motorway, motor_road, removed, edge_id;
    double length_unit_m, speed_unit_kmh;
    bool is_functional, is_osm; /* class column: NVDB's 0 to 9; tags of OpenStreetMap */
};

struct road_reader {
    struct input *in;
    struct lines_builder *out;
    const struct road_rules *rules;
    struct road_columns columns;
    struct road_tags tags;
    struct road_words words;
    struct line_buffer buffer;
    struct road_ids {
        size_t count, cap;
        char **texts;
    } ids; /* of a column that numbers the edges */
    uint64_t read_count, used_count;
    uint16_t source_index;
};

/* is_table: lengths are recognised by name, there being no geometry. */
WS_MUST_CHECK
enum ws_status roads_find_columns(struct road_reader *reader, bool is_table, struct ws_error *err);
/* One row with the geometry given. */
WS_MUST_CHECK
enum ws_status roads_read_row(struct road_reader *reader, OGRFeatureH feature,
                              OGRGeometryH geometry, uint8_t directions, struct ws_error *err);
WS_MUST_CHECK
enum ws_status roads_report(struct road_reader *reader, struct ws_error *err);
void roads_release(struct road_reader *reader);

/* ---- read_road_tables.c: edges and nodes ------------------------------------------------ */

/* Opens the table of edges as reader->in and reads it with its nodes. */
WS_MUST_CHECK
enum ws_status road_tables_read(struct road_reader *reader, struct io *io,
                                const struct ws_source *source, struct ws_error *err);
#endif
