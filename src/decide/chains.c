/* Steps from notes, gaps in their order, and the weakest one of each chain. */
#include "decide/chains.h"

#include "base/error.h"
#include "base/mem.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct numbered {
    uint32_t number, note;
    const struct note *of;
};

static uint32_t number_of(const char *step)
{
    unsigned long number = 0;
    size_t digits = strspn(step, "0123456789");
    if (digits && digits < 4)
        number = strtoul(step, NULL, 10);
    return number && number <= CHAIN_MOST_STEP ? (uint32_t)number : WS_NONE;
}

static int compare_numbered(const void *left, const void *right)
{
    const struct numbered *a = left, *b = right;
    int order = strcmp(a->of->place, b->of->place);
    if (order)
        return order;
    if (a->number != b->number)
        return a->number < b->number ? -1 : 1;
    if (a->number == WS_NONE && (order = strcmp(a->of->step, b->of->step)) != 0)
        return order;
    return (a->note > b->note) - (a->note < b->note);
}

static uint32_t take_roles(struct numbered *out, const struct notes *notes, const char *as_of)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < notes->count; i++) {
        const struct note *note = &notes->items[i];
        bool is_later = *as_of && strcmp(note->date, as_of) > 0;
        if (!strcmp(note->topic, CHAIN_TOPIC) && *note->step && !is_later)
            out[count++] = (struct numbered){number_of(note->step), i, note};
    }
    if (count)
        qsort(out, count, sizeof *out, compare_numbered);
    return count;
}

static bool is_same_step(const struct numbered *a, const struct numbered *b)
{
    return !strcmp(a->of->place, b->of->place) && a->number == b->number &&
           (a->number != WS_NONE || !strcmp(a->of->step, b->of->step));
}

static bool add_step(struct chains *out, size_t *cap, const struct numbered *row, uint32_t number)
{
    if (mem_grow(&out->steps, cap, out->step_count + 1, sizeof *out->steps))
        return false;
    out->steps[out->step_count++] = (struct chain_step){.place = row->of->place,
                                                        .zone = row->of->zone,
                                                        .number = number,
                                                        .first_note = out->note_count};
    return true;
}

/* The step of a row, and before it those that the order leaves out: 2 and 3 before "4"
 * after "1". */
static bool add_steps(struct chains *out, size_t *cap, const struct numbered *row, uint32_t before)
{
    bool is_added = true;
    for (uint32_t number = before + 1; row->number != WS_NONE && number < row->number; number++)
        is_added = is_added && add_step(out, cap, row, number);
    return is_added && add_step(out, cap, row, row->number);
}

enum ws_status chains_find(struct chains *out, const struct notes *notes, const char *as_of,
                           struct ws_error *err)
{
    assert(out && notes && as_of);
    struct chains made = {0};
    size_t cap = 0;
    struct numbered *rows = mem_array(notes->count, sizeof *rows);
    uint32_t count = rows ? take_roles(rows, notes, as_of) : 0;
    made.note = mem_array(count, sizeof *made.note);
    bool is_made = rows && made.note;
    for (uint32_t i = 0; is_made && i < count; i++) {
        bool is_first = !i || strcmp(rows[i - 1].of->place, rows[i].of->place) != 0;
        if (is_first || !is_same_step(&rows[i - 1], &rows[i]))
            is_made = add_steps(&made, &cap, &rows[i], is_first ? 0 : rows[i - 1].number);
        if (is_made) {
            made.steps[made.step_count - 1].note_count++;
            made.note[made.note_count++] = rows[i].note;
        }
    }
    mem_free(rows);
    if (is_made) {
        *out = made;
        return WS_OK;
    }
    chains_release(&made);
    return error_set(err, WS_NO_MEMORY, "no memory for chains of %" PRIu32 " notes", notes->count);
}

void chains_release(struct chains *chains)
{
    if (!chains)
        return;
    mem_free(chains->steps);
    mem_free(chains->note);
    *chains = (struct chains){0};
}

/* ---- states ---------------------------------------------------------------------------- */

static enum chain_state state_of(const struct chain_step *step)
{
    bool is_nobody = !step->is_own && !step->is_unknown && !step->provider_count;
    if (is_nobody)
        return CHAIN_BROKEN;
    if (step->is_own)
        return CHAIN_WHOLE;
    if (step->zone == WS_NONE || !step->people_micro)
        return CHAIN_NOT_KNOWN;
    if (step->provider_count && step->reached_micro == step->people_micro)
        return CHAIN_WHOLE;
    if (step->is_unknown)
        return CHAIN_NOT_KNOWN;
    return step->reached_micro ? CHAIN_PARTLY : CHAIN_BROKEN;
}

/* One broken step breaks the whole; one that nobody knows leaves the whole unknown. */
static enum chain_state weaker(enum chain_state a, enum chain_state b)
{
    if (a == CHAIN_BROKEN || b == CHAIN_BROKEN)
        return CHAIN_BROKEN;
    return a < b ? a : b;
}

void chains_judge(struct chains *chains)
{
    for (uint32_t first = 0, end = 0; first < chains->step_count; first = end) {
        enum chain_state chain = CHAIN_WHOLE;
        for (end = first; end < chains->step_count &&
                          !strcmp(chains->steps[end].place, chains->steps[first].place);
             end++) {
            chains->steps[end].state = state_of(&chains->steps[end]);
            chain = weaker(chain, chains->steps[end].state);
        }
        for (uint32_t i = first; i < end; i++)
            chains->steps[i].chain = chain;
    }
}

const char *chains_state_name(enum chain_state state)
{
    static const char *const NAMES[] = {NULL, "broken", "some", "whole"};
    return NAMES[state];
}

const char *chains_why(const struct chain_step *step)
{
    if (!step->note_count)
        return "no note tells this step";
    if (step->is_own)
        return "the municipality performs it for its own people";
    if (!step->is_unknown && !step->provider_count)
        return "no note names who performs it";
    if (step->state == CHAIN_NOT_KNOWN)
        return step->zone == WS_NONE ? "the place is no municipality"
               : step->is_unknown    ? "who performs it has no office among those read"
                                     : "the municipality has no people";
    if (step->state == CHAIN_BROKEN)
        return "nobody is within the main limit of an office of who performs it";
    return "people within the main limit of an office of who performs it";
}
