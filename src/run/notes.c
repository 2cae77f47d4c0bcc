/* Notes of this run: judged once, shown in the table, the evidence and explain. */
#include "run/notes.h"

#include "base/mem.h"
#include "decide/decide.h"
#include "run/layers.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* What is dated after the day of the run was not there yet. */
static enum ws_status tell_future(struct run *run, struct ws_error *err)
{
    const struct notes *notes = &run->registers.notes;
    const char *as_of = run->options->dated.as_of;
    uint32_t count = 0;
    for (uint32_t i = 0; *as_of && i < notes->count; i++)
        count += strcmp(notes->items[i].date, as_of) > 0;
    if (!count)
        return WS_OK;
    struct place place = {.role = ws_role_name(WS_ROLE_NOTES),
                          .file = run->options->source[WS_ROLE_NOTES].given};
    return warnings_add(&run->warnings, place, "in the table and in the totals all the same", err,
                        "%" PRIu32 " note%s dated after the day asked for (--as-of %s)", count,
                        count == 1 ? " is" : "s are", as_of);
}

enum ws_status run_notes(struct run *run, struct ws_error *err)
{
    struct registers *registers = &run->registers;
    registers->is_contested = mem_array(registers->notes.count, sizeof *registers->is_contested);
    if (!registers->is_contested)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " notes",
                         registers->notes.count);
    notes_judge(registers->is_contested, &registers->notes);
    enum ws_status st = tell_future(run, err);
    if (st)
        return st;
    return notes_totals(&registers->note_totals, &registers->note_total_count, &registers->notes,
                        err);
}

static const char *shown_status(const struct registers *registers, uint32_t note)
{
    return notes_status_name(registers->is_contested[note] ? NOTE_CONTESTED
                                                           : registers->notes.items[note].status);
}

/* ---- evidence ---------------------------------------------------------------------- */

static void put_note(struct json *json, const struct run *run, uint32_t index)
{
    char count[48];
    const struct note *note = &run->registers.notes.items[index];
    notes_count_text(count, note);
    json_begin_object(json, NULL);
    json_put_text(json, "place", note->place);
    json_put_text(json, "code", note->zone == WS_NONE ? NULL : run->zones.code[note->zone]);
    json_put_text(json, "date", note->date);
    json_put_filled(json, "known", note->known);
    json_put_text(json, "topic", note->topic);
    json_put_text(json, "status", notes_status_name(note->status));
    json_put_text(json, "shown_as", shown_status(&run->registers, index));
    json_put_text(json, "count", count);
    json_put_filled(json, "text", note->text);
    json_put_text(json, "source", note->source);
    json_put_filled(json, "actor", note->actor);
    json_put_filled(json, "step", note->step);
    json_put_filled(json, "tags", note->tags);
    json_end(json);
}

void notes_evidence(struct json *json, const struct run *run)
{
    const struct registers *registers = &run->registers;
    if (!registers->notes.count)
        return;
    json_begin_object(json, "notes");
    json_begin_array(json, "items");
    for (uint32_t i = 0; i < registers->notes.count; i++)
        put_note(json, run, i);
    json_end(json);
    json_begin_array(json, "totals");
    for (uint32_t i = 0; i < registers->note_total_count; i++) {
        const struct note_total *total = &registers->note_totals[i];
        json_begin_object(json, NULL);
        json_put_text(json, "topic", total->topic);
        json_put_whole(json, "notes", total->note_count);
        json_put_whole(json, "at_least", (int64_t)total->at_least);
        json_put_whole(json, "unknown", total->unknown_count);
        json_put_text(json, "text", total->text);
        json_end(json);
    }
    json_end(json);
    json_end(json);
}

void notes_evidence_of(struct json *json, const struct run *run, uint32_t zone)
{
    const struct registers *registers = &run->registers;
    if (!registers->notes.count)
        return;
    json_begin_array(json, "notes");
    for (uint32_t i = 0; i < registers->notes.count; i++)
        if (registers->notes.items[i].zone == zone)
            put_note(json, run, i);
    json_end(json);
}

/* ---- explain ------------------------------------------------------------------------- */

void notes_tell(struct phrases *phrases, const struct run *run, uint32_t zone)
{
    const struct registers *registers = &run->registers;
    char count[48];
    bool is_first = true;
    for (uint32_t i = 0; i < registers->notes.count; i++) {
        const struct note *note = &registers->notes.items[i];
        if (note->zone != zone)
            continue;
        if (is_first)
            phrases_heading(phrases, "Notes (part of no figure)");
        is_first = false;
        notes_count_text(count, note);
        phrases_add(phrases, "  %s  %s, %s, count %s", note->date, note->topic,
                    shown_status(registers, i), count);
        if (*note->actor)
            phrases_add(phrases, ", %s", note->actor);
        if (*note->text)
            phrases_add(phrases, ": %s", note->text);
        phrases_add(phrases, " (%s)", note->source);
        phrases_end_line(phrases);
    }
}

/* ---- the table ------------------------------------------------------------------------ */

static void fill_texts(struct layer *layer, const struct run *run)
{
    static const char *const NAMES[] = {"place", "date", "known",  "topic", "status", "shown_as",
                                        "said",  "text", "source", "actor", "step",   "tags"};
    enum { TEXTS = sizeof NAMES / sizeof *NAMES, TOPIC = 3, SAID = 6 };
    const struct registers *registers = &run->registers;
    struct column *columns[TEXTS];
    for (size_t c = 0; c < TEXTS; c++)
        columns[c] = c == SAID ? layers_sentences(layer, NAMES[c])
                               : layers_column(layer, NAMES[c], COLUMN_TEXT);
    for (uint32_t i = 0; i < registers->notes.count; i++) {
        char count[48];
        const struct note *note = &registers->notes.items[i];
        notes_count_text(count, note);
        const char *texts[TEXTS] = {note->place,
                                    note->date,
                                    note->known,
                                    note->topic,
                                    notes_status_name(note->status),
                                    shown_status(registers, i),
                                    count,
                                    note->text,
                                    note->source,
                                    note->actor,
                                    note->step,
                                    note->tags};
        for (size_t c = 0; c < TEXTS; c++)
            (c == SAID ? layers_told_name : layers_text)(columns[c], i,
                                                         *texts[c] ? texts[c] : NULL);
    }
    for (uint32_t i = 0; i < registers->note_total_count; i++) {
        uint32_t row = registers->notes.count + i;
        layers_text(columns[TOPIC], row, registers->note_totals[i].topic);
        layers_told_name(columns[SAID], row, registers->note_totals[i].text);
    }
}

enum ws_status layers_notes(struct run_layers *out, const struct run *run, struct ws_error *err)
{
    const struct registers *registers = &run->registers;
    struct layer *layer =
        layers_begin(out, "notes", "Dated statements with their sources; part of no figure",
                     registers->notes.count + registers->note_total_count, 20);
    if (!layer)
        return layers_no_memory(err, "table", "notes");
    struct column *kind = layers_column(layer, "kind", COLUMN_TEXT);
    struct column *code = layers_column(layer, "code", COLUMN_TEXT);
    fill_texts(layer, run);
    struct column *count = layers_column(layer, "count", COLUMN_WHOLE);
    for (uint32_t i = 0; i < layer->row_count; i++) {
        bool is_note = i < registers->notes.count;
        const struct note *note = is_note ? &registers->notes.items[i] : NULL;
        layers_text(kind, i, is_note ? "note" : "total");
        if (note && note->zone != WS_NONE)
            layers_text(code, i, run->zones.code[note->zone]);
        if (note && note->kind == NOTE_EXACTLY)
            layers_whole(count, i, (int64_t)note->count);
    }
    return layers_is_whole(layer) ? WS_OK : layers_no_memory(err, "table", "notes");
}
