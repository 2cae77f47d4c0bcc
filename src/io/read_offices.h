/* io/read_offices.h: what the files that read offices share; private to src/io. */
#ifndef IO_READ_OFFICES_H
#define IO_READ_OFFICES_H
#include "io/read.h"

/* ---- read_dated.c: which rows hold on the day asked for ----------------------- */

/* Columns of dated rows; -1: not there. */
struct dated_columns {
    int id, valid_from, valid_to, known, scheme;
};

#define DATED_SCHEMES 8u
/* The rule and the rows that a later row of the same office and day replaces. */
struct dated_rows {
    const struct dated *dated;
    struct dated_columns columns;
    size_t old_count;
    int64_t *old;          /* sorted row numbers */
    uint64_t ended_count;  /* rows with an end that no day was compared with */
    char from[11], to[11]; /* days of the row last taken, or "" */
    /* Rows of any day that are of the scheme asked for, and of others. */
    uint64_t of_scheme, of_others;
    size_t scheme_count;
    char schemes[DATED_SCHEMES][48]; /* of the others */
    bool has_more_schemes;
};
/* Looks through the rows once when they say when they became known. Two that
 * say so of one office, day and scheme are faults. */
WS_MUST_CHECK
enum ws_status dated_open(struct dated_rows *out, struct input *in, const struct dated *dated,
                          const struct dated_columns *columns, struct ws_error *err);
/* The row holds on the day, as known then, for the scheme. False also after a
 * fault. */
bool dated_takes(struct dated_rows *rows, struct input *in, OGRFeatureH feature);
/* After all rows: a scheme that no row is of, on whatever day, is a slip of the pen.
 * WS_BAD_DATA with the schemes there are. */
WS_MUST_CHECK
enum ws_status dated_check_scheme(const struct dated_rows *rows, struct input *in,
                                  struct ws_error *err);
/* Says that ends were not looked at. */
WS_MUST_CHECK
enum ws_status dated_finish(const struct dated_rows *rows, struct input *in, struct ws_error *err);
void dated_release(struct dated_rows *rows);

/* ---- read_supply.c: does it count? --------------------------------------------- */

#define SUPPLY_WORDS 5u
/* Columns about the state of an office or a contract, and what rows said. */
struct supply_rows {
    const struct dated *dated;
    int accepts_new, closed, status; /* columns; -1: not there */
    uint64_t count[SUPPLY_STATES], unknown_count;
    size_t word_count;
    char words[SUPPLY_WORDS][48]; /* of status, not known */
};
WS_MUST_CHECK
enum ws_status supply_find(struct supply_rows *out, struct input *in, const struct dated *dated,
                           struct ws_error *err);
/* The state of a row that is valid on the day and ends on valid_to (or ""). False:
 * it does not count. */
bool supply_takes(struct supply_rows *rows, struct input *in, OGRFeatureH feature,
                  const char *valid_to, uint8_t *state);
/* Tells who was left out or counted though nobody is taken; `one` and `many` are
 * what rows are called ("office", "offices"). */
WS_MUST_CHECK
enum ws_status supply_finish(const struct supply_rows *rows, struct input *in, const char *one,
                             const char *many, struct ws_error *err);

/* ---- read_alike.c: names that look like one ----------------------------------------- */

struct alike_name {
    const char *text;
    bool is_new; /* pairs without a new name were told before */
};
/* Tells pairs of names that differ in their spelling alone; they are never merged. */
WS_MUST_CHECK
enum ws_status alike_tell(const struct alike_name *names, uint32_t count, struct input *in,
                          struct ws_error *err);

/* ---- read_office_rows.c: rows in order, their ids and providers ------------------ */

/* No shape and nothing but space in any cell. */
bool row_is_blank(struct input *in, OGRFeatureH feature);

/* A kept cell: text, or a number in the column's type. */
struct office_cell {
    char *text;
    int64_t whole;
    double real;
};

struct office_row {
    char *id, *provider, *name;
    double x_m, y_m;
    int64_t fid;
    uint8_t state; /* enum supply_state */
    size_t first_cell;
    const struct office_cell *cells; /* set before sorting */
    int column_count;
};

struct office_rows {
    size_t count, cap, cell_count, cell_cap;
    struct office_row *rows;
    struct office_cell *cells;
    bool has_id, has_dates; /* a column says so */
};

/* The column's type in the output. */
enum column_type office_column_type(struct input *in, int column);
/* A date of a workbook, "2020/03/30", as the standard writes it; others as they are. */
const char *office_date_text(struct input *in, const char *text);
/* Appends the row with all its cells; its texts become the list's. */
WS_MUST_CHECK
enum ws_status office_rows_add(struct office_rows *rows, const struct office_row *row,
                               struct input *in, OGRFeatureH feature, struct ws_error *err);
/* Sorts, judges ids, names providers and hands over. */
WS_MUST_CHECK
enum ws_status office_rows_take(struct offices *out, struct office_rows *rows, struct input *in,
                                struct ws_error *err);
void office_rows_release(struct office_rows *rows);
#endif
