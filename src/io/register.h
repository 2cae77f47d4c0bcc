/* io/register.h: what the readers of registers share; private to src/io. */
#ifndef IO_REGISTER_H
#define IO_REGISTER_H
#include "io/people.h"
#include "io/registers.h"

/* Opens a table and reads its rows one by one; reading is the context of both.
 * find looks for columns, row takes one row, done judges all of them. */
struct register_steps {
    enum ws_role role;
    enum ws_status (*find)(void *context, struct input *in, struct ws_error *err);
    enum ws_status (*row)(void *context, struct input *in, OGRFeatureH feature,
                          struct ws_error *err);
    enum ws_status (*done)(void *context, struct input *in, struct ws_error *err);
};
/* Of an input that is open. */
WS_MUST_CHECK
enum ws_status register_rows(void *context, const struct register_steps *steps, struct input *in,
                             struct ws_error *err);
WS_MUST_CHECK
enum ws_status register_read(void *context, const struct register_steps *steps, struct io *io,
                             const struct ws_source *source, struct ws_error *err);

/* A text that says something, or NULL. column -1: NULL. */
const char *register_text(struct input *in, OGRFeatureH feature, int column);
/* A copy; NULL when there is none (the judge knows when there is no memory). */
char *register_copy(struct input *in, OGRFeatureH feature, int column);

/* How often counts of a table are withheld or missing. */
struct register_doubts {
    uint64_t hidden_count, missing_count, more_micro;
    char hidden_at[80], missing_at[80];
};
/* One count of people. False: withheld or missing, *more_micro says by how much it
 * may be more than 0; or a fault of the judge. */
bool register_count(uint64_t *people_micro, uint64_t *more_micro, struct register_doubts *doubts,
                    struct input *in, OGRFeatureH feature, int column);
/* One line each for withheld and missing counts of the column. */
WS_MUST_CHECK
enum ws_status register_tell(const struct register_doubts *doubts, struct input *in, int column,
                             struct ws_error *err);

/* A month, "2020-04", from "2020-04" or a day of it. False: a fault of the judge. */
bool register_month(char out[8], struct input *in, OGRFeatureH feature, int column);
/* A day, or a month as its first day; "" when blank. False: a fault. */
bool register_date(char out[11], struct input *in, OGRFeatureH feature, int column);

/* The one text of the ages column, if all rows agree; a fault when they differ. */
WS_MUST_CHECK
enum ws_status register_ages(char out[32], struct input *in, struct ws_error *err);

/* read_join.c: joins by a column that is found already, by its codes, or by names
 * where no text of it is a code of a zone. */
WS_MUST_CHECK
enum ws_status join_column(struct join *out, struct input *in, const struct zones *zones,
                           int column, struct ws_error *err);
/* Zone of a text: by its code, or where rows mix them by its name; WS_NONE: unknown. */
uint32_t join_place(const struct join *join, const char *text);
/* The supplier area of a code, or of a name that one of them has; areas NULL: none.
 * WS_NONE: unknown. */
uint32_t join_area(const struct zones *areas, const char *text);
/* A column_test: the text is a code or a name of one of the zones of a join. */
bool join_is_zone(const void *join, const char *text);
#endif
