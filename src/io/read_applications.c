/* Who applied to deliver where, and what came of it. */
#include "io/register.h"

#include "base/day.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum application_column {
    COLUMN_APPLICANT,
    COLUMN_PLACE,
    COLUMN_DATE,
    COLUMN_OUTCOME,
    COLUMN_TYPE,
    COLUMN_DECIDED,
    COLUMN_REASON,
    COLUMN_ATTEMPT,
    COLUMN_SOURCE,
    COLUMN_KNOWN,
    APPLICATION_COLUMNS
};

/* With the row it stands in. */
struct application_row {
    struct application item;
    int64_t fid;
};

struct applications_reader {
    const struct zones *zones, *areas; /* areas NULL: none */
    const char *known_on;
    int columns[APPLICATION_COLUMNS];
    bool joins;
    struct join join;
    struct tally elsewhere;
    size_t count, cap;
    struct application_row *rows;
};

static enum ws_status find(void *context, struct input *in, struct ws_error *err)
{
    static const struct column_key keys[APPLICATION_COLUMNS] = {
        [COLUMN_APPLICANT] = {"applicant", "applicant sokande", "provider leverantor", true, false},
        [COLUMN_PLACE] = {"area",
                          "area omrade leveransomrade kommun municipality kommunkod knkod place "
                          "plats",
                          "code kod", true, false},
        [COLUMN_DATE] = {"date", "date datum ansokningsdatum appliedon", "", true, false},
        [COLUMN_OUTCOME] = {"outcome", "outcome utfall beslut", "status", true, false},
        [COLUMN_TYPE] = {"applicant_type", "applicanttype sokandetyp", "", false, false},
        [COLUMN_DECIDED] = {"outcome_date", "outcomedate decided beslutsdatum", "", false, false},
        [COLUMN_REASON] = {"reason", "reason skal orsak", "", false, false},
        [COLUMN_ATTEMPT] = {"attempt", "attempt forsok", "", false, false},
        [COLUMN_SOURCE] = {"source", "source kalla", "", false, false},
        [COLUMN_KNOWN] = {"known", "known", "", false, false},
    };
    struct applications_reader *reader = context;
    uint64_t filled, known = 0;
    enum ws_status st = WS_OK;
    for (int i = 0; !st && i < APPLICATION_COLUMNS; i++)
        st = columns_find(&reader->columns[i], in, &keys[i], NULL, NULL, err);
    if (!st)
        st = code_judge(in, reader->columns[COLUMN_PLACE], code_is_mangled, err);
    if (st)
        return st;
    struct join probe = {.zones = reader->zones, .column = reader->columns[COLUMN_PLACE]};
    columns_count(in, probe.column, join_is_zone, &probe, &filled, &known);
    reader->joins = known > 0;
    return reader->joins ? join_column(&reader->join, in, reader->zones, probe.column, err) : WS_OK;
}

/* ---- cells -------------------------------------------------------------------------- */

/* A month stays a month: its first day is nowhere told. */
static bool read_day(char out[11], struct applications_reader *reader, struct input *in,
                     OGRFeatureH feature, enum application_column key)
{
    int column = reader->columns[key];
    if (!register_date(out, in, feature, column) || !out[0])
        return false;
    const char *text = columns_text(in, feature, column);
    text += strspn(text, " ");
    if (strcspn(text, " ") == 7)
        out[7] = '\0';
    return true;
}

static bool is_day(const char *date)
{
    return strlen(date) == 10;
}

/* Below, equal or above 0; a day and its month are equal, as nobody can tell. */
static int compare_dates(const char *a, const char *b)
{
    return strncmp(a, b, is_day(a) && is_day(b) ? 10 : 7);
}

static void read_outcome(struct application *item, struct applications_reader *reader,
                         struct input *in, OGRFeatureH feature)
{
    static const struct {
        const char *word;
        enum application_outcome outcome;
    } words[] = {
        {"applied", APPLICATION_APPLIED},     {"ans\xc3\xb6kt", APPLICATION_APPLIED},
        {"approved", APPLICATION_APPROVED},   {"godk\xc3\xa4nd", APPLICATION_APPROVED},
        {"refused", APPLICATION_REFUSED},     {"avslag", APPLICATION_REFUSED},
        {"withdrawn", APPLICATION_WITHDRAWN}, {"\xc3\xa5terkallad", APPLICATION_WITHDRAWN},
        {"unknown", APPLICATION_UNKNOWN},     {"ok\xc3\xa4nt", APPLICATION_UNKNOWN},
    };
    const char *text = columns_text(in, feature, reader->columns[COLUMN_OUTCOME]);
    for (size_t i = 0; text && i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].word, text) == 0) {
            item->outcome = words[i].outcome;
            return;
        }
    judge_fault(in, OGR_F_GetFID(feature),
                "%s is %.40s; expected applied, approved, refused, withdrawn or unknown",
                columns_name(in, reader->columns[COLUMN_OUTCOME]), text ? text : "blank");
}

static void read_days(struct application *item, struct applications_reader *reader,
                      struct input *in, OGRFeatureH feature)
{
    int64_t fid = OGR_F_GetFID(feature);
    uint64_t faults = in->judge.fault_count;
    const int *columns = reader->columns;
    int32_t from, to;
    bool has_date = read_day(item->date, reader, in, feature, COLUMN_DATE);
    bool is_decided = read_day(item->decided, reader, in, feature, COLUMN_DECIDED);
    (void)register_date(item->known, in, feature, columns[COLUMN_KNOWN]);
    item->lead_days = -1;
    if (!has_date && in->judge.fault_count == faults)
        judge_fault(in, fid, "%s is blank; an application without a date is refused",
                    columns_name(in, columns[COLUMN_DATE]));
    if (!has_date || !is_decided)
        return;
    if (compare_dates(item->decided, item->date) < 0)
        judge_fault(in, fid, "decided %s, before the application of %s; expected that day or later",
                    item->decided, item->date);
    else if (day_read(&from, item->date) && day_read(&to, item->decided))
        item->lead_days = to - from;
}

/* 0: not told. */
static uint32_t read_attempt(struct applications_reader *reader, struct input *in,
                             OGRFeatureH feature)
{
    int column = reader->columns[COLUMN_ATTEMPT];
    const char *text = register_text(in, feature, column);
    bool is_number = text && value_is_digits(text, 0) && strlen(text) <= 4;
    uint32_t attempt = is_number ? (uint32_t)strtoul(text, NULL, 10) : 0;
    if (text && !attempt)
        judge_fault(in, OGR_F_GetFID(feature), "%s is %.40s; expected a whole number from 1",
                    columns_name(in, column), text);
    return attempt;
}

static char *read_text(struct applications_reader *reader, struct input *in, OGRFeatureH feature,
                       enum application_column key)
{
    int column = reader->columns[key];
    const char *text = register_text(in, feature, column);
    if (!text && (key == COLUMN_APPLICANT || key == COLUMN_PLACE))
        judge_fault(in, OGR_F_GetFID(feature), "%s is blank; an application without it is refused",
                    columns_name(in, column));
    return judge_copy(in, text ? text : "");
}

/* The municipality, else the supplier area; a place that is neither is kept. */
static enum ws_status find_place(struct application *item, struct applications_reader *reader,
                                 struct input *in, struct ws_error *err)
{
    const char *code = "";
    if (item->place && reader->joins)
        item->zone = join_place(&reader->join, item->place);
    if (item->place && item->zone == WS_NONE)
        item->area = join_area(reader->areas, item->place);
    if (item->zone != WS_NONE)
        code = reader->zones->code[item->zone];
    else if (item->area != WS_NONE)
        code = reader->areas->code[item->area];
    item->code = judge_copy(in, code);
    bool is_elsewhere = item->place && item->place[0] && !code[0];
    return is_elsewhere ? words_add(&reader->elsewhere, item->place, err) : WS_OK;
}

static enum ws_status take_row(void *context, struct input *in, OGRFeatureH feature,
                               struct ws_error *err)
{
    struct applications_reader *reader = context;
    if (mem_grow(&reader->rows, &reader->cap, reader->count + 1, sizeof *reader->rows))
        return error_set(err, WS_NO_MEMORY, "no memory for %zu applications", reader->count + 1);
    struct application_row *row = &reader->rows[reader->count++];
    struct application *item = &row->item;
    *row = (struct application_row){{.zone = WS_NONE, .area = WS_NONE}, OGR_F_GetFID(feature)};
    judge_name(in, row->fid, register_text(in, feature, reader->columns[COLUMN_PLACE]));
    read_days(item, reader, in, feature);
    read_outcome(item, reader, in, feature);
    if (item->outcome == APPLICATION_APPLIED && item->decided[0])
        judge_fault(in, row->fid,
                    "decided %s, and the outcome is applied; expected approved, refused, "
                    "withdrawn or unknown",
                    item->decided);
    item->attempt = read_attempt(reader, in, feature);
    item->applicant = read_text(reader, in, feature, COLUMN_APPLICANT);
    item->place = read_text(reader, in, feature, COLUMN_PLACE);
    item->type = read_text(reader, in, feature, COLUMN_TYPE);
    item->reason = read_text(reader, in, feature, COLUMN_REASON);
    item->source = read_text(reader, in, feature, COLUMN_SOURCE);
    return find_place(item, reader, in, err);
}

/* ---- all rows ------------------------------------------------------------------------ */

static const char *sort_key(const struct application *item)
{
    return item->code[0] ? item->code : item->place;
}

static int compare_numbers(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int compare_rows(const void *left, const void *right)
{
    const struct application *a = &((const struct application_row *)left)->item;
    const struct application *b = &((const struct application_row *)right)->item;
    int order = strcmp(sort_key(a), sort_key(b));
    if (!order)
        order = compare_numbers(a->zone, b->zone);
    if (!order)
        order = compare_numbers(a->area, b->area);
    if (!order)
        order = strcmp(a->applicant, b->applicant);
    if (!order)
        order = strcmp(a->date, b->date);
    return order ? order : compare_numbers(a->attempt, b->attempt);
}

/* Attempts that are not told are counted in the order of their days. */
static void count_attempts(struct applications_reader *reader, struct input *in)
{
    for (size_t i = 0; i < reader->count; i++) {
        const struct application_row *before = i ? &reader->rows[i - 1] : NULL;
        struct application *item = &reader->rows[i].item;
        bool is_again = before && application_is_same_place(&before->item, item) &&
                        strcmp(before->item.applicant, item->applicant) == 0;
        if (is_again && item->attempt && item->attempt <= before->item.attempt)
            judge_fault(in, reader->rows[i].fid,
                        "attempt %" PRIu32 " of %.60s in %.60s, after attempt %" PRIu32
                        " of the same or an earlier day in line %" PRId64 "; expected a higher one",
                        item->attempt, item->applicant, item->place, before->item.attempt,
                        before->fid);
        else if (is_again && !item->attempt && !compare_dates(before->item.date, item->date))
            judge_fault(in, reader->rows[i].fid,
                        "%.60s applied in %.60s on %s, as in line %" PRId64
                        "; leave one out, or number both in the column attempt",
                        item->applicant, item->place, item->date, before->fid);
        if (!item->attempt)
            item->attempt = is_again ? before->item.attempt + 1 : 1;
    }
}

static bool is_known(const struct applications_reader *reader, const struct application *item)
{
    return !reader->known_on[0] || strcmp(item->known, reader->known_on) <= 0;
}

static enum ws_status done(void *context, struct input *in, struct ws_error *err)
{
    struct applications_reader *reader = context;
    judge_name(in, -1, NULL);
    enum ws_status st = judge_end(in, err);
    if (st)
        return st;
    if (reader->count)
        qsort(reader->rows, reader->count, sizeof *reader->rows, compare_rows);
    count_attempts(reader, in);
    for (size_t i = 0; i < reader->count; i++)
        input_record(in)->left_out += !is_known(reader, &reader->rows[i].item);
    st = judge_end(in, err);
    return st ? st
              : tally_report(&reader->elsewhere, in,
                             "applications for places that are no municipality and no supplier "
                             "area",
                             "kept in the table of applications", err);
}

/* Moves the items over, and releases those of which nobody knew on the day. */
static enum ws_status take_known(struct applications *out, struct applications_reader *reader,
                                 struct ws_error *err)
{
    out->items = mem_array(reader->count, sizeof *out->items);
    if (!out->items)
        return error_set(err, WS_NO_MEMORY, "no memory for %zu applications", reader->count);
    for (size_t i = 0; i < reader->count; i++) {
        struct application *item = &reader->rows[i].item;
        if (is_known(reader, item))
            out->items[out->count++] = *item;
        else
            application_release(item);
    }
    reader->count = 0;
    return WS_OK;
}

static void release_rows(struct applications_reader *reader)
{
    for (size_t i = 0; i < reader->count; i++)
        application_release(&reader->rows[i].item);
    mem_free(reader->rows);
    words_release(&reader->elsewhere);
}

enum ws_status io_read_applications(struct applications *out, struct io *io,
                                    const struct ws_source *source, const char *known_on,
                                    const struct zones *zones, const struct zones *areas,
                                    struct ws_error *err)
{
    static const struct register_steps steps = {WS_ROLE_APPLICATIONS, find, take_row, done};
    assert(out && known_on && zones);
    struct applications_reader reader = {.zones = zones, .areas = areas, .known_on = known_on};
    struct applications applications = {0};
    enum ws_status st = register_read(&reader, &steps, io, source, err);
    if (!st)
        st = take_known(&applications, &reader, err);
    release_rows(&reader);
    if (st)
        applications_release(&applications);
    else
        *out = applications;
    return st;
}
