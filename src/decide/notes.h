/* decide/notes.h: what notes say together. They are shown and never counted in any
 * figure. */
#ifndef DECIDE_NOTES_H
#define DECIDE_NOTES_H
#include "geo/registers.h"
#include <whitespot/error.h>
#include <whitespot/model.h>

/* "verified", "reported", "contested". */
const char *notes_status_name(enum note_status status);
/* "7", "at least 7", "about 7", "unknown", "fewer than 7". */
void notes_count_text(char out[48], const struct note *note);

/* is_contested[i]: the note is contested, or another on its place and topic is, or
 * the counts of one day exclude each other. Notes as sorted by their reader. */
void notes_judge(bool *is_contested, const struct notes *notes);

/* A topic over all places. Notes of one place and day are about the same thing: the
 * highest of them counts, of those that exclude each other the lowest. */
struct note_total {
    const char *topic;
    uint64_t at_least;
    uint32_t note_count, unknown_count, bound_count; /* bound: no plain number */
    char text[64];                                   /* "at least 7, 2 unknown" */
};
/* Sorted by topic; free with mem_free(). */
WS_MUST_CHECK
enum ws_status notes_totals(struct note_total **out, uint32_t *count, const struct notes *notes,
                            struct ws_error *err);
#endif
