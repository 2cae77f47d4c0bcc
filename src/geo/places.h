/* geo/places.h: shapes with names and people: zones, units and facilities as
 * readers hand them over.
 *
 * Order never depends on the file: zones are sorted by code, facilities by id,
 * units by place (see each). Texts are UTF-8 NFC as in the source. */
#ifndef GEO_PLACES_H
#define GEO_PLACES_H
#include "geo/shapes.h"
#include "geo/supply.h"
#include <whitespot/model.h>

/* Municipalities or supplier areas, sorted by code. */
struct zones {
    uint32_t count;
    struct areas areas;
    char **code, **name; /* code equals name where the source has no code */
    bool has_code;       /* false: joined by name */
    uint32_t *county;    /* per zone, index below; NULL when counties are unknown */
    uint32_t county_count;
    char **county_code, **county_name; /* name may be NULL */
};
void zones_release(struct zones *zones);

struct polygons; /* geo/polygon.h */
/* Zones grouped by name: group[zone], NULL: in none. Each distinct name is a zone of
 * out, code and name alike, by code; its ground is that of its zones together.
 * group_of_zone has room for all zones; WS_NONE: in none. */
WS_MUST_CHECK
enum ws_status zones_of_groups(struct zones *out, uint32_t *group_of_zone,
                               const struct zones *zones, const char *const *group,
                               struct polygons *polygons, struct ws_error *err);

enum unit_shape { UNIT_AREAS, UNIT_POINTS, UNIT_ZONES };

/* People. UNIT_ZONES: a table by zone code; unit i's shape is zone i of zone[].
 * Units are sorted by zone given, then by their name, then by position. */
struct population {
    enum unit_shape shape;
    struct ws_units units;
    struct areas areas;      /* UNIT_AREAS */
    struct ws_points points; /* UNIT_POINTS, or centres of grid cells with UNIT_AREAS */
    char **name;             /* unit id in the source, or its row number */
    uint32_t *zone;          /* zone by code; WS_NONE: by place, or unknown code */
    bool *has_code;          /* a code was given (zone WS_NONE then means outside) */
    bool is_grid;            /* areas are cells: the centre is the point inside */
    bool is_surveyed;        /* the reader told which zones have no units for want of data */
    /* Like units.people_micro: by how much a withheld or estimated count may be
     * lower or higher; WS_UNBOUNDED. NULL when every count is known. */
    uint64_t *less_micro, *more_micro;
    char (*weight_name)[64], (*weight_label)[64]; /* per weight */
};
void population_release(struct population *population);

/* A column of the source kept for the output. Exactly one array is set. */
enum column_type { COLUMN_TEXT, COLUMN_WHOLE, COLUMN_REAL };
#define COLUMN_WHOLE_NULL INT64_MIN /* NULL for whole numbers; NaN for reals; NULL for texts */
struct column {
    char name[64];
    enum column_type type;
    char **text;
    char **swedish; /* the same sentences for Swedish pages, never in files; NULL: none */
    int64_t *whole;
    double *real;
    bool is_broken; /* a text found no memory: not to be written */
};
void column_release(struct column *column, uint32_t row_count);

/* Places where an office may stand, sorted by id, name and position. */
struct candidates {
    struct ws_points points; /* without group */
    char **id;               /* or the name; without both a number */
};
void candidates_release(struct candidates *candidates);

/* Offices that take part (after dates and eligibility), sorted by id. */
struct offices {
    struct ws_points points; /* group: index into provider[] */
    char **id;
    uint8_t *state;         /* enum supply_state on the day asked for */
    uint64_t contract_rows; /* with an area and no place: contracts, and not here */
    uint32_t provider_count;
    char **provider; /* sorted; an empty provider is "(office ID)", its own group */
    uint32_t column_count;
    struct column *columns;              /* input columns, row i belongs to office i */
    char from_column[64], to_column[64]; /* of these: valid from and until; "": none */
};
void offices_release(struct offices *offices);
#endif
