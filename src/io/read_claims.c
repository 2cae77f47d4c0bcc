/* What is said, by whom, when and where it stands. */
#include "io/register.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum claim_column {
    CLAIM_ID,
    CLAIM_STATEMENT,
    CLAIM_WHO,
    CLAIM_DATE,
    CLAIM_RELATION,
    CLAIM_VALUE,
    CLAIM_SOURCE,
    CLAIM_METRIC,
    CLAIM_UNIT,
    CLAIM_POPULATION,
    CLAIM_AGES,
    CLAIM_SCHEME,
    CLAIM_AS_OF,
    CLAIM_K,
    CLAIM_T,
    CLAIM_TOLERANCE,
    CLAIM_COLUMNS
};

struct claims_reader {
    enum ws_metric_id (*metric_of)(const char *name);
    int columns[CLAIM_COLUMNS];
    size_t count, cap;
    struct claim *items;
    int64_t *fid;
    size_t fid_cap;
};

static enum ws_status find(void *context, struct input *in, struct ws_error *err)
{
    static const struct column_key keys[CLAIM_COLUMNS] = {
        [CLAIM_ID] = {"id", "claim", "id", true, false},
        [CLAIM_STATEMENT] = {"statement", "statement pastaende text", "", true, false},
        [CLAIM_WHO] = {"who", "who vem avsandare", "", true, false},
        [CLAIM_DATE] = {"date", "date datum", "", true, false},
        [CLAIM_RELATION] = {"relation", "relation", "", true, false},
        [CLAIM_VALUE] = {"value", "value varde", "", true, false},
        [CLAIM_SOURCE] = {"source", "source kalla", "", true, false},
        [CLAIM_METRIC] = {"metric", "metric matt", "", false, false},
        [CLAIM_UNIT] = {"unit", "unit enhet", "", false, false},
        [CLAIM_POPULATION] = {"population", "population grupp", "", false, false},
        [CLAIM_AGES] = {"ages", "ages alder", "", false, false},
        [CLAIM_SCHEME] = {"scheme", "scheme tjanst", "", false, false},
        [CLAIM_AS_OF] = {"as_of", "asof perdatum", "", false, false},
        [CLAIM_K] = {"k", "k", "", false, false},
        [CLAIM_T] = {"t", "t limit grans", "", false, false},
        [CLAIM_TOLERANCE] = {"tolerance", "tolerance tolerans", "", false, false},
    };
    struct claims_reader *reader = context;
    enum ws_status st = WS_OK;
    for (int i = 0; !st && i < CLAIM_COLUMNS; i++)
        st = columns_find(&reader->columns[i], in, &keys[i], NULL, NULL, err);
    return st;
}

/* ---- cells -------------------------------------------------------------------------- */

/* Bytes of a space, also of one that does not break; 0: there is none. */
static size_t space_at(const char *text)
{
    return *text == ' ' ? 1 : strncmp(text, "\xC2\xA0", 2) == 0 ? 2 : 0;
}

/* Bytes of a space between thousands: three digits follow, and no fourth. */
static size_t gap_at(const char *text)
{
    size_t gap = space_at(text);
    return gap && strspn(text + gap, "0123456789") == 3 ? gap : 0;
}

/* "99", "99.3 %", "1 000", with a comma where the file has decimal commas. */
static bool parse_number(struct claim_number *out, const char *text, bool has_comma)
{
    uint32_t digit_count = 0;
    bool has_mark = false;
    *out = (struct claim_number){0};
    for (; *text && *text != '%'; text++) {
        if (digit_count && !has_mark)
            text += gap_at(text);
        if (space_at(text))
            break;
        if (!has_mark && (*text == '.' || (*text == ',' && has_comma)) && digit_count) {
            has_mark = true;
            continue;
        }
        if (*text < '0' || *text > '9' || ++digit_count > CLAIM_MOST_DIGITS)
            return false;
        out->digits = 10 * out->digits + (uint64_t)(*text - '0');
        out->decimals += has_mark;
    }
    while (space_at(text))
        text += space_at(text);
    out->is_percent = *text == '%';
    text += out->is_percent;
    return digit_count && !*text && (!has_mark || out->decimals) && out->decimals <= 6;
}

static bool read_number(struct claim_number *out, struct claims_reader *reader, struct input *in,
                        OGRFeatureH feature, enum claim_column key)
{
    int column = reader->columns[key];
    const char *text = register_text(in, feature, column);
    if (text && parse_number(out, text, in->has_decimal_comma))
        return true;
    if (text || key == CLAIM_VALUE)
        judge_fault(in, OGR_F_GetFID(feature),
                    "%s is %.40s; expected a number such as 33, 0.993 or 99.3 %%%s",
                    columns_name(in, column), text ? text : "blank",
                    text && strchr(text, ',') && !in->has_decimal_comma
                        ? "; decimal commas are stated with -oo claims=DECIMAL=COMMA"
                        : "");
    return false;
}

static void read_relation(struct claim *claim, struct claims_reader *reader, struct input *in,
                          OGRFeatureH feature)
{
    static const struct {
        const char *word;
        enum claim_relation relation;
    } words[] = {
        {">", CLAIM_ABOVE},
        {"over", CLAIM_ABOVE},
        {"above", CLAIM_ABOVE},
        {">=", CLAIM_AT_LEAST},
        {"minst", CLAIM_AT_LEAST},
        {"at least", CLAIM_AT_LEAST},
        {"=", CLAIM_EQUAL},
        {"<", CLAIM_BELOW},
        {"under", CLAIM_BELOW},
        {"below", CLAIM_BELOW},
        {"<=", CLAIM_AT_MOST},
        {"at most", CLAIM_AT_MOST},
        {"about", CLAIM_ABOUT},
        {"omkring", CLAIM_ABOUT},
        {"cirka", CLAIM_ABOUT},
        {"ca", CLAIM_ABOUT},
        {"ungefar", CLAIM_ABOUT},
        {"ungef\xc3\xa4r", CLAIM_ABOUT},
        {"\xe2\x89\x88", CLAIM_ABOUT},
    };
    const char *text = register_text(in, feature, reader->columns[CLAIM_RELATION]);
    for (size_t i = 0; text && i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].word, text) == 0) {
            claim->relation = words[i].relation;
            return;
        }
    judge_fault(in, OGR_F_GetFID(feature), "%s is %.40s; expected >, >=, =, <, <= or about",
                columns_name(in, reader->columns[CLAIM_RELATION]), text ? text : "blank");
}

static void read_metric(struct claim *claim, struct claims_reader *reader, struct input *in,
                        OGRFeatureH feature)
{
    const char *text = register_text(in, feature, reader->columns[CLAIM_METRIC]);
    claim->metric = WS_METRIC_IDS;
    if (!text)
        return;
    claim->is_complement = strncmp(text, "1-", 2) == 0;
    claim->metric = reader->metric_of(text + (claim->is_complement ? 2 : 0));
    if (claim->metric == WS_METRIC_IDS ||
        (claim->is_complement && claim->metric >= WS_COUNT_MUNICIPALITIES))
        judge_fault(in, OGR_F_GetFID(feature),
                    "%s is %.40s; expected M1 to M6 (1-M1 for those not covered), municipalities, "
                    "areas, providers, offices, referred, or blank for any",
                    columns_name(in, reader->columns[CLAIM_METRIC]), text);
}

static void read_choice(struct claim *claim, struct claims_reader *reader, struct input *in,
                        OGRFeatureH feature)
{
    const char *text = register_text(in, feature, reader->columns[CLAIM_K]);
    if (!text)
        return;
    claim->choice = value_is_digits(text, 0) && strlen(text) < 4 ? (uint32_t)atoi(text) : 0;
    if (!claim->choice)
        judge_fault(in, OGR_F_GetFID(feature), "%s is %.40s; expected a number of providers",
                    columns_name(in, reader->columns[CLAIM_K]), text);
}

/* 99 is no share: what to write for it. */
static void judge_share(const struct claim *claim, const char *name, struct input *in, int64_t fid)
{
    const struct claim_number *value = &claim->value;
    uint64_t one = value->is_percent ? 100 : 1;
    char share[24] = "1";
    for (uint32_t i = 0; i < value->decimals; i++)
        one *= 10;
    if (value->digits < 100)
        snprintf(share, sizeof share, "0.%02" PRIu64, value->digits);
    if (value->digits > one && (value->is_percent || value->digits > 100 * one))
        judge_fault(in, fid,
                    "%s is more than a whole, and the metric is a share; expected at most "
                    "100 %% or 1",
                    name);
    else if (value->digits > one && !value->decimals)
        judge_fault(in, fid,
                    "%s is %" PRIu64 ", and the metric is a share; write %" PRIu64 " %% or %s",
                    name, value->digits, value->digits, share);
    else if (value->digits > one)
        judge_fault(in, fid,
                    "%s is more than a whole, and the metric is a share; write the %% sign", name);
    else if (claim->relation == CLAIM_ABOUT && !value->is_percent && !value->decimals)
        judge_fault(in, fid,
                    "%s is about %" PRIu64 ", and the metric is a share; write %" PRIu64 " %%",
                    name, value->digits, 100 * value->digits);
}

/* 99 is no share, and 99 % no count: a figure would disagree for its spelling. */
static void judge_value(const struct claim *claim, struct claims_reader *reader, struct input *in,
                        int64_t fid)
{
    const char *name = columns_name(in, reader->columns[CLAIM_VALUE]);
    if (claim->metric < WS_COUNT_MUNICIPALITIES)
        judge_share(claim, name, in, fid);
    else if (claim->metric < WS_METRIC_IDS && claim->value.is_percent)
        judge_fault(in, fid, "%s is a share, and the metric is a count; expected a whole number",
                    name);
    else if (claim->metric < WS_METRIC_IDS && claim->value.decimals)
        judge_fault(in, fid, "%s has decimals, and the metric is a count; expected a whole number",
                    name);
    if (claim->has_tolerance && claim->tolerance.is_percent != claim->value.is_percent)
        judge_fault(in, fid,
                    "the value and its tolerance: one has a %% sign and the other has none");
}

/* "30 km" is 30km. */
static void drop_spaces(char *text)
{
    char *end = text;
    while (*text) {
        size_t gap = space_at(text);
        text += gap;
        if (!gap)
            *end++ = *text++;
    }
    *end = '\0';
}

static void read_texts(struct claim *claim, struct claims_reader *reader, struct input *in,
                       OGRFeatureH feature)
{
    const struct {
        enum claim_column key;
        char *out;
        size_t room;
    } texts[] = {
        {CLAIM_UNIT, claim->unit, sizeof claim->unit},
        {CLAIM_POPULATION, claim->population, sizeof claim->population},
        {CLAIM_AGES, claim->ages, sizeof claim->ages},
        {CLAIM_SCHEME, claim->scheme, sizeof claim->scheme},
        {CLAIM_AS_OF, claim->as_of, sizeof claim->as_of},
        {CLAIM_T, claim->limit, sizeof claim->limit},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *text = register_text(in, feature, reader->columns[texts[i].key]);
        if (text && strlen(text) >= texts[i].room)
            judge_fault(in, OGR_F_GetFID(feature), "%s is longer than %zu bytes",
                        columns_name(in, reader->columns[texts[i].key]), texts[i].room - 1);
        text_copy(texts[i].out, texts[i].room, text ? text : "");
    }
    char day[11];
    if (claim->as_of[0] && value_date(day, claim->as_of) != VALUE_OK &&
        !value_is_digits(claim->as_of, 4))
        judge_fault(in, OGR_F_GetFID(feature), "%s is %s; expected YYYY, YYYY-MM or YYYY-MM-DD",
                    columns_name(in, reader->columns[CLAIM_AS_OF]), claim->as_of);
    if (strcmp(claim->unit, "%") == 0 || strcmp(claim->unit, "percent") == 0) {
        claim->value.is_percent = true;
        claim->unit[0] = '\0';
    }
    drop_spaces(claim->limit);
}

/* "who, date: source": none of them may be missing. */
static char *read_said(struct claims_reader *reader, struct input *in, OGRFeatureH feature)
{
    static const enum claim_column keys[] = {CLAIM_WHO, CLAIM_DATE, CLAIM_SOURCE};
    char words[3][256], date[11], said[800];
    for (int i = 0; i < 3; i++) {
        const char *text = register_text(in, feature, reader->columns[keys[i]]);
        if (!text)
            judge_fault(in, OGR_F_GetFID(feature),
                        "%s is blank; a claim without who, date and source is refused",
                        columns_name(in, reader->columns[keys[i]]));
        text_copy(words[i], sizeof words[i], text ? text : "");
    }
    (void)register_date(date, in, feature, reader->columns[CLAIM_DATE]);
    snprintf(said, sizeof said, "%s, %s: %s", words[0], words[1], words[2]);
    return judge_copy(in, said);
}

static enum ws_status take_row(void *context, struct input *in, OGRFeatureH feature,
                               struct ws_error *err)
{
    struct claims_reader *reader = context;
    struct claim claim = {.occurrences = 1};
    int64_t fid = OGR_F_GetFID(feature);
    if (mem_grow(&reader->items, &reader->cap, reader->count + 1, sizeof claim) ||
        mem_grow(&reader->fid, &reader->fid_cap, reader->count + 1, sizeof *reader->fid))
        return error_set(err, WS_NO_MEMORY, "no memory for %zu claims", reader->count + 1);
    claim.id = register_copy(in, feature, reader->columns[CLAIM_ID]);
    judge_name(in, fid, claim.id);
    claim.statement = register_copy(in, feature, reader->columns[CLAIM_STATEMENT]);
    claim.said = read_said(reader, in, feature);
    if (!claim.id || !claim.statement)
        judge_fault(in, fid, "%s is blank; expected a text",
                    columns_name(in, reader->columns[claim.id ? CLAIM_STATEMENT : CLAIM_ID]));
    read_relation(&claim, reader, in, feature);
    bool has_value = read_number(&claim.value, reader, in, feature, CLAIM_VALUE);
    claim.has_tolerance = read_number(&claim.tolerance, reader, in, feature, CLAIM_TOLERANCE);
    read_metric(&claim, reader, in, feature);
    read_choice(&claim, reader, in, feature);
    read_texts(&claim, reader, in, feature);
    if (has_value) /* else it is told already, and digits of it mean nothing */
        judge_value(&claim, reader, in, fid);
    reader->fid[reader->count] = fid;
    reader->items[reader->count++] = claim;
    return WS_OK;
}

/* ---- one statement in several places --------------------------------------------------- */

static bool is_same_number(struct claim_number a, struct claim_number b)
{
    return a.digits == b.digits && a.decimals == b.decimals && a.is_percent == b.is_percent;
}

static bool is_same_claim(const struct claim *a, const struct claim *b)
{
    return text_same_folded(a->statement, b->statement) && a->relation == b->relation &&
           is_same_number(a->value, b->value) && is_same_number(a->tolerance, b->tolerance) &&
           a->metric == b->metric && a->is_complement == b->is_complement &&
           a->choice == b->choice && !strcmp(a->unit, b->unit) &&
           !strcmp(a->population, b->population) && !strcmp(a->ages, b->ages) &&
           !strcmp(a->scheme, b->scheme) && !strcmp(a->as_of, b->as_of) &&
           !strcmp(a->limit, b->limit);
}

static void release_claim(struct claim *claim)
{
    mem_free(claim->id);
    mem_free(claim->statement);
    mem_free(claim->said);
}

/* "a" and "b" to "a<mark>b"; a already there stays. */
static void join_texts(char **text, const char *other, const char *mark, struct input *in)
{
    if (strcmp(*text, other) == 0)
        return;
    size_t room = strlen(*text) + strlen(other) + strlen(mark) + 1;
    char *joined = mem_array(room, 1);
    if (!joined) {
        in->judge.has_no_memory = true;
        return;
    }
    snprintf(joined, room, "%s%s%s", *text, mark, other);
    mem_free(*text);
    *text = joined;
}

static int compare_claims(const void *left, const void *right)
{
    const struct claim *a = left, *b = right;
    int order = strcmp(a->id, b->id);
    return order ? order : strcmp(a->said, b->said);
}

static void judge_ids(struct claims_reader *reader, struct input *in)
{
    for (size_t i = 0; i < reader->count; i++)
        for (size_t j = 0; j < i; j++)
            if (!strcmp(reader->items[i].id, reader->items[j].id) &&
                !is_same_claim(&reader->items[i], &reader->items[j]))
                judge_fault(in, reader->fid[i],
                            "the id %.60s is that of another claim, line %" PRId64,
                            reader->items[i].id, reader->fid[j]);
}

/* The passage stands twice: one entry, two occurrences. */
static void merge_twins(struct claims_reader *reader, struct input *in)
{
    size_t kept = 0;
    for (size_t i = 0; i < reader->count; i++) {
        struct claim claim = reader->items[i];
        size_t twin = 0;
        while (twin < kept && !is_same_claim(&reader->items[twin], &claim))
            twin++;
        if (twin == kept) {
            reader->items[kept++] = claim;
            continue;
        }
        reader->items[twin].occurrences++;
        join_texts(&reader->items[twin].id, claim.id, ", ", in);
        join_texts(&reader->items[twin].said, claim.said, "; ", in);
        release_claim(&claim);
    }
    reader->count = kept;
}

static enum ws_status done(void *context, struct input *in, struct ws_error *err)
{
    struct claims_reader *reader = context;
    enum ws_status st = judge_end(in, err);
    if (st)
        return st;
    judge_ids(reader, in);
    if (reader->count)
        qsort(reader->items, reader->count, sizeof *reader->items, compare_claims);
    merge_twins(reader, in);
    return WS_OK;
}

enum ws_status io_read_claims(struct claims *out, struct io *io, const struct ws_source *source,
                              enum ws_metric_id (*metric_of)(const char *name),
                              struct ws_error *err)
{
    static const struct register_steps steps = {WS_ROLE_CLAIMS, find, take_row, done};
    assert(out && metric_of);
    struct claims_reader reader = {.metric_of = metric_of};
    enum ws_status st = register_read(&reader, &steps, io, source, err);
    struct claims claims = {(uint32_t)reader.count, reader.items};
    mem_free(reader.fid);
    if (st)
        claims_release(&claims);
    else
        *out = claims;
    return st;
}
