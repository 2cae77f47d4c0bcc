#include "decide/notes.h"

#include "base/error.h"
#include "base/mem.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *notes_status_name(enum note_status status)
{
    return status == NOTE_VERIFIED   ? "verified"
           : status == NOTE_REPORTED ? "reported"
                                     : "contested";
}

void notes_count_text(char out[48], const struct note *note)
{
    static const char *const fronts[] = {[NOTE_EXACTLY] = "",
                                         [NOTE_AT_LEAST] = "at least ",
                                         [NOTE_ABOUT] = "about ",
                                         [NOTE_BELOW] = "fewer than "};
    if (note->kind == NOTE_UNKNOWN)
        snprintf(out, 48, "unknown");
    else
        snprintf(out, 48, "%s%" PRIu64, fronts[note->kind], note->count);
}

/* ---- notes that disagree ------------------------------------------------------------ */

static bool is_same_subject(const struct note *a, const struct note *b)
{
    return strcmp(a->place, b->place) == 0 && strcmp(a->topic, b->topic) == 0;
}

/* What a note leaves possible: about n and unknown leave everything. */
static uint64_t lowest(const struct note *note)
{
    return note->kind == NOTE_EXACTLY || note->kind == NOTE_AT_LEAST ? note->count : 0;
}

static uint64_t highest(const struct note *note)
{
    if (note->kind == NOTE_BELOW)
        return note->count - 1;
    return note->kind == NOTE_EXACTLY ? note->count : UINT64_MAX;
}

static bool excludes(const struct note *a, const struct note *b)
{
    return strcmp(a->date, b->date) == 0 && (lowest(a) > highest(b) || lowest(b) > highest(a));
}

void notes_judge(bool *is_contested, const struct notes *notes)
{
    for (uint32_t i = 0; i < notes->count;) {
        uint32_t end = i;
        bool is_any = false;
        while (end < notes->count && is_same_subject(&notes->items[i], &notes->items[end]))
            is_any = notes->items[end++].status == NOTE_CONTESTED || is_any;
        for (uint32_t a = i; a < end; a++)
            for (uint32_t b = i; b < a; b++)
                is_any = is_any || excludes(&notes->items[a], &notes->items[b]);
        while (i < end)
            is_contested[i++] = is_any;
    }
}

/* ---- totals ---------------------------------------------------------------------------- */

static int compare_totals(const void *left, const void *right)
{
    const struct note_total *a = left, *b = right;
    return strcmp(a->topic, b->topic);
}

static struct note_total *find_total(struct note_total *totals, uint32_t *count, const char *topic)
{
    for (uint32_t i = 0; i < *count; i++)
        if (strcmp(totals[i].topic, topic) == 0)
            return &totals[i];
    totals[*count] = (struct note_total){.topic = topic};
    return &totals[(*count)++];
}

/* Adds the notes [first, end) of one place, topic and day. */
static void add_day(struct note_total *total, const struct note *notes, uint32_t first,
                    uint32_t end)
{
    uint64_t high = 0, low = UINT64_MAX;
    bool is_excluding = false;
    for (uint32_t i = first; i < end; i++) {
        high = lowest(&notes[i]) > high ? lowest(&notes[i]) : high;
        low = lowest(&notes[i]) < low ? lowest(&notes[i]) : low;
        total->note_count++;
        total->unknown_count += notes[i].kind == NOTE_UNKNOWN;
        total->bound_count += notes[i].kind != NOTE_EXACTLY && notes[i].kind != NOTE_UNKNOWN;
        for (uint32_t j = first; j < i; j++)
            is_excluding = is_excluding || excludes(&notes[i], &notes[j]);
    }
    total->bound_count += end - first > 1; /* the same thing, or not: nobody can say */
    total->at_least += is_excluding ? low : high;
}

static void say_total(struct note_total *total)
{
    bool is_exact = !total->unknown_count && !total->bound_count;
    int used = snprintf(total->text, sizeof total->text, "%s%" PRIu64, is_exact ? "" : "at least ",
                        total->at_least);
    if (total->unknown_count)
        snprintf(total->text + used, sizeof total->text - (size_t)used, ", %" PRIu32 " unknown",
                 total->unknown_count);
}

enum ws_status notes_totals(struct note_total **out, uint32_t *count, const struct notes *notes,
                            struct ws_error *err)
{
    struct note_total *totals = mem_array(notes->count, sizeof *totals);
    uint32_t total_count = 0;
    if (!totals)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " notes", notes->count);
    for (uint32_t i = 0; i < notes->count;) {
        const struct note *first = &notes->items[i];
        uint32_t end = i;
        while (end < notes->count && is_same_subject(first, &notes->items[end]) &&
               strcmp(first->date, notes->items[end].date) == 0)
            end++;
        add_day(find_total(totals, &total_count, first->topic), notes->items, i, end);
        i = end;
    }
    for (uint32_t i = 0; i < total_count; i++)
        say_total(&totals[i]);
    if (total_count)
        qsort(totals, total_count, sizeof *totals, compare_totals);
    *out = totals;
    *count = total_count;
    return WS_OK;
}
