/* Dated, sourced statements about places. */
#include "io/register.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum note_column {
    NOTE_DATE,
    NOTE_PLACE,
    NOTE_TOPIC,
    NOTE_STATUS,
    NOTE_COUNT,
    NOTE_SOURCE,
    NOTE_KNOWN,
    NOTE_TEXT,
    NOTE_ACTOR,
    NOTE_STEP,
    NOTE_TAGS,
    NOTE_COLUMNS
};

struct notes_reader {
    const struct zones *zones;
    const char *known_on;
    int columns[NOTE_COLUMNS];
    bool joins;
    struct join join;
    struct tally elsewhere;
    uint64_t later_count;
    size_t count, cap;
    struct note *items;
};

static enum ws_status find(void *context, struct input *in, struct ws_error *err)
{
    static const struct column_key keys[NOTE_COLUMNS] = {
        [NOTE_DATE] = {"date", "date datum", "", true, false},
        [NOTE_PLACE] = {"place", "place plats ort kommun kommunkod knkod", "code kod", true, false},
        [NOTE_TOPIC] = {"topic", "topic amne", "", true, false},
        [NOTE_STATUS] = {"status", "status", "", true, false},
        [NOTE_COUNT] = {"count", "count antal", "", true, false},
        [NOTE_SOURCE] = {"source", "source kalla", "", true, false},
        [NOTE_KNOWN] = {"known", "known", "", false, false},
        [NOTE_TEXT] = {"text", "text anteckning note", "", false, false},
        [NOTE_ACTOR] = {"actor", "actor", "", false, false},
        [NOTE_STEP] = {"step", "step steg", "", false, false},
        [NOTE_TAGS] = {"tags", "tags taggar", "", false, false},
    };
    struct notes_reader *reader = context;
    uint64_t filled, known = 0;
    enum ws_status st = WS_OK;
    for (int i = 0; !st && i < NOTE_COLUMNS; i++)
        st = columns_find(&reader->columns[i], in, &keys[i], NULL, NULL, err);
    if (!st)
        st = code_judge(in, reader->columns[NOTE_PLACE], code_is_mangled, err);
    if (st)
        return st;
    struct join probe = {.zones = reader->zones, .column = reader->columns[NOTE_PLACE]};
    columns_count(in, probe.column, join_is_zone, &probe, &filled, &known);
    reader->joins = known > 0;
    return reader->joins ? join_column(&reader->join, in, reader->zones, probe.column, err) : WS_OK;
}

/* ---- cells -------------------------------------------------------------------------- */

/* "7", ">=7", "<7", "about 7", "unknown"; blank is an error, for it says nothing at all. */
static bool parse_count(struct note *note, const char *text)
{
    static const struct {
        const char *front;
        enum note_count kind;
    } fronts[] = {
        {">=", NOTE_AT_LEAST}, {"<", NOTE_BELOW}, {"about ", NOTE_ABOUT}, {"", NOTE_EXACTLY}};
    note->kind = NOTE_UNKNOWN;
    if (strcmp(text, "unknown") == 0)
        return true;
    for (size_t i = 0; i < sizeof fronts / sizeof *fronts; i++) {
        size_t size = strlen(fronts[i].front);
        if (strncmp(text, fronts[i].front, size) != 0)
            continue;
        const char *digits = text + size + strspn(text + size, " ");
        if (!value_is_digits(digits, 0) || strlen(digits) > 9)
            return false;
        note->kind = fronts[i].kind;
        note->count = strtoull(digits, NULL, 10);
        return note->kind != NOTE_BELOW || note->count > 0;
    }
    return false;
}

static void read_count(struct note *note, struct notes_reader *reader, struct input *in,
                       OGRFeatureH feature)
{
    int column = reader->columns[NOTE_COUNT];
    const char *text = columns_text(in, feature, column);
    if (!text)
        judge_fault(in, OGR_F_GetFID(feature),
                    "%s is blank; expected a whole number, >=n, <n, about n, or unknown",
                    columns_name(in, column));
    else if (!parse_count(note, text))
        judge_fault(in, OGR_F_GetFID(feature),
                    "%s is %.40s; expected a whole number of at most 9 digits, >=n, <n, about n, "
                    "or unknown",
                    columns_name(in, column), text);
}

static void read_status(struct note *note, struct notes_reader *reader, struct input *in,
                        OGRFeatureH feature)
{
    static const char *const words[] = {
        [NOTE_VERIFIED] = "verified", [NOTE_REPORTED] = "reported", [NOTE_CONTESTED] = "contested"};
    const char *text = register_text(in, feature, reader->columns[NOTE_STATUS]);
    for (int i = NOTE_VERIFIED; text && i <= NOTE_CONTESTED; i++)
        if (strcmp(words[i], text) == 0) {
            note->status = (enum note_status)i;
            return;
        }
    judge_fault(in, OGR_F_GetFID(feature), "%s is %.40s; expected verified, reported or contested",
                columns_name(in, reader->columns[NOTE_STATUS]), text ? text : "blank");
}

static void read_days(struct note *note, struct notes_reader *reader, struct input *in,
                      OGRFeatureH feature)
{
    if (register_date(note->date, in, feature, reader->columns[NOTE_DATE]) && !note->date[0])
        judge_fault(in, OGR_F_GetFID(feature), "%s is blank; a note without a date is refused",
                    columns_name(in, reader->columns[NOTE_DATE]));
    (void)register_date(note->known, in, feature, reader->columns[NOTE_KNOWN]);
}

static char *read_needed(struct notes_reader *reader, struct input *in, OGRFeatureH feature,
                         enum note_column key)
{
    int column = reader->columns[key];
    const char *text = register_text(in, feature, column);
    if (!text)
        judge_fault(in, OGR_F_GetFID(feature), "%s is blank; a note without it is refused",
                    columns_name(in, column));
    return judge_copy(in, text ? text : "");
}

static char *read_extra(struct notes_reader *reader, struct input *in, OGRFeatureH feature,
                        enum note_column key)
{
    const char *text = register_text(in, feature, reader->columns[key]);
    return judge_copy(in, text ? text : "");
}

static enum ws_status take_row(void *context, struct input *in, OGRFeatureH feature,
                               struct ws_error *err)
{
    struct notes_reader *reader = context;
    struct note note = {.zone = WS_NONE};
    if (mem_grow(&reader->items, &reader->cap, reader->count + 1, sizeof note))
        return error_set(err, WS_NO_MEMORY, "no memory for %zu notes", reader->count + 1);
    read_days(&note, reader, in, feature);
    note.place = read_needed(reader, in, feature, NOTE_PLACE);
    note.topic = read_needed(reader, in, feature, NOTE_TOPIC);
    note.source = read_needed(reader, in, feature, NOTE_SOURCE);
    note.text = read_extra(reader, in, feature, NOTE_TEXT);
    note.actor = read_extra(reader, in, feature, NOTE_ACTOR);
    note.step = read_extra(reader, in, feature, NOTE_STEP);
    note.tags = read_extra(reader, in, feature, NOTE_TAGS);
    read_status(&note, reader, in, feature);
    read_count(&note, reader, in, feature);
    reader->items[reader->count++] = note; /* with its texts, whatever they are */
    if (note.place && reader->joins)
        reader->items[reader->count - 1].zone = join_place(&reader->join, note.place);
    if (note.place && reader->items[reader->count - 1].zone == WS_NONE)
        return words_add(&reader->elsewhere, note.place, err);
    return WS_OK;
}

/* ---- all rows ------------------------------------------------------------------------ */

static int compare_notes(const void *left, const void *right)
{
    const struct note *a = left, *b = right;
    const char *const pairs[][2] = {
        {a->place, b->place}, {a->topic, b->topic}, {a->date, b->date}, {a->source, b->source},
        {a->text, b->text},   {a->actor, b->actor}, {a->step, b->step}, {a->known, b->known}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        int order = strcmp(pairs[i][0], pairs[i][1]);
        if (order)
            return order;
    }
    if (a->count != b->count)
        return a->count > b->count ? 1 : -1;
    if (a->kind != b->kind)
        return a->kind > b->kind ? 1 : -1;
    if (a->status != b->status)
        return a->status > b->status ? 1 : -1;
    return strcmp(a->tags, b->tags);
}

static enum ws_status tell_count(struct input *in, uint64_t count, const char *what,
                                 const char *effect, struct ws_error *err)
{
    return count ? judge_repair(in, -1, effect, err, "%" PRIu64 " note%s %s", count,
                                count == 1 ? "" : "s", what)
                 : WS_OK;
}

/* What may be a slip: the same words twice, and what was known before it was. */
static enum ws_status tell_odd(const struct notes_reader *reader, struct input *in,
                               struct ws_error *err)
{
    uint64_t twin_count = 0, early_count = 0;
    for (size_t i = 0; i < reader->count; i++) {
        const struct note *note = &reader->items[i], *last = i ? note - 1 : NULL;
        early_count += *note->known && strcmp(note->known, note->date) < 0;
        twin_count += last && !compare_notes(last, note);
    }
    enum ws_status st = tell_count(in, twin_count, "like another, word by word",
                                   "in the table as they stand, once in the total", err);
    return st ? st
              : tell_count(in, early_count, "whose day of knowing lies before the date",
                           "taken as they stand", err);
}

static void drop_later(struct notes_reader *reader)
{
    size_t kept = 0;
    for (size_t i = 0; i < reader->count; i++) {
        const char *known = reader->items[i].known;
        if (!*reader->known_on || strcmp(known, reader->known_on) <= 0) {
            reader->items[kept++] = reader->items[i];
            continue;
        }
        struct note *item = mem_array(1, sizeof *item);
        struct notes later = {item ? 1 : 0, item};
        if (item)
            *item = reader->items[i];
        notes_release(&later);
        reader->later_count++;
    }
    reader->count = kept;
}

static enum ws_status done(void *context, struct input *in, struct ws_error *err)
{
    struct notes_reader *reader = context;
    enum ws_status st = judge_end(in, err);
    if (st)
        return st;
    drop_later(reader);
    input_record(in)->left_out += reader->later_count;
    if (reader->count)
        qsort(reader->items, reader->count, sizeof *reader->items, compare_notes);
    st = tell_odd(reader, in, err);
    if (st)
        return st;
    return tally_report(&reader->elsewhere, in, "notes on places that are no municipality",
                        "kept in the table of notes", err);
}

enum ws_status io_read_notes(struct notes *out, struct io *io, const struct ws_source *source,
                             const char *known_on, const struct zones *zones, struct ws_error *err)
{
    static const struct register_steps steps = {WS_ROLE_NOTES, find, take_row, done};
    assert(out && known_on && zones);
    struct notes_reader reader = {.zones = zones, .known_on = known_on};
    enum ws_status st = register_read(&reader, &steps, io, source, err);
    struct notes notes = {(uint32_t)reader.count, reader.items};
    words_release(&reader.elsewhere);
    if (st)
        notes_release(&notes);
    else
        *out = notes;
    return st;
}
