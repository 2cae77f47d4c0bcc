/* Long tables: a row for each age, sex or region of birth, and which count. */
#include "io/people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_WORDS 1000u /* of one column that tells parts */
#define MOST_LISTED 20u
#define AGE_KEY 0u

static const struct column_key KEYS[LONG_KEYS] = {
    {"age", "alder age aldersgrupp aldersklass agegroup", "", false, false},
    {"sex", "kon sex gender", "", false, false},
    {"birth", "fodelseregion fodelseland", "", false, false},
};

static bool is_total_word(const void *unused, const char *text)
{
    static const char *const words[] = {"totalt",
                                        "total",
                                        "tot",
                                        "samtliga",
                                        "alla",
                                        "all",
                                        "bada",
                                        "badakonen",
                                        "both",
                                        "bothsexes",
                                        "allaaldrar",
                                        "totaltalder",
                                        "totaltallaaldrar",
                                        "totalage",
                                        "manochkvinnor",
                                        "kvinnorochman",
                                        "samtligaaldrar",
                                        "allages"};
    char folded[64];
    (void)unused;
    text_fold(folded, sizeof folded, text);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(folded, words[i]) == 0)
            return true;
    return false;
}

/* ---- the words of a column ---------------------------------------------------------------- */

/* Index of a word, added when it is new; SIZE_MAX: no memory or far too many. */
static size_t word_index(struct long_words *words, const char *text)
{
    char word[48];
    text_copy(word, sizeof word, text);
    for (size_t i = 0; i < words->count; i++) {
        size_t at = (words->last + i) % words->count;
        if (strcmp(words->words[at], word) == 0)
            return words->last = at;
    }
    if (words->count == MOST_WORDS ||
        mem_grow(&words->words, &words->cap, words->count + 1, sizeof *words->words))
        return SIZE_MAX;
    memcpy(words->words[words->count], word, sizeof word);
    return words->last = words->count++;
}

static enum ws_status refuse_words(struct input *in, int column, struct ws_error *err)
{
    return input_fail(in, WS_BAD_DATA, err, "column %s has more than %u different values",
                      columns_name(in, column), MOST_WORDS);
}

static enum ws_status collect_words(struct long_words *words, struct input *in, int column,
                                    struct ws_error *err)
{
    enum ws_status st = WS_OK;
    OGR_L_ResetReading(in->layer);
    for (OGRFeatureH feature; !st && (feature = input_next(in)); OGR_F_Destroy(feature)) {
        const char *text = columns_label(in, feature, column);
        if (text && !is_total_word(NULL, text) && word_index(words, text) == SIZE_MAX)
            st = refuse_words(in, column, err);
    }
    OGR_L_ResetReading(in->layer);
    return st;
}

/* ---- ages of rows -----------------------------------------------------------------------------
 */

/* The classes that the words of the age column are; column: the word. */
static enum ws_status parse_words(struct age_name *names, size_t *count, struct input *in,
                                  const struct long_rows *rows, struct ws_error *err)
{
    const struct long_words *words = &rows->keys[AGE_KEY].words;
    bool has_met;
    *count = 0;
    for (size_t i = 0; i < words->count; i++) {
        if (!ages_parse(&names[*count], words->words[i]))
            return input_fail(in, WS_BAD_DATA, err,
                              "column %s has the value %s; expected ages, such as 20, 20-24 or "
                              "100+ (--ages)",
                              columns_name(in, rows->keys[AGE_KEY].column), words->words[i]);
        names[*count].stem[0] = '\0';
        names[*count].sex = AGE_ALL;
        names[(*count)++].column = (int)i;
    }
    *count = ages_settle(names, *count, &has_met);
    return WS_OK;
}

static enum ws_status refuse_cover(struct input *in, enum age_result result,
                                   const struct age_cover *cover, struct ages range,
                                   struct ws_error *err)
{
    char wanted[32], one[32], two[32];
    ages_text(wanted, range.from, range.to);
    if (result == AGES_NONE)
        return input_fail(in, WS_BAD_DATA, err,
                          "no rows without overlap hold all ages of %s (--ages)", wanted);
    ages_text(one, cover->rival[0].from, cover->rival[0].to);
    ages_text(two, cover->rival[1].from, cover->rival[1].to);
    return input_fail(in, WS_BAD_DATA, err,
                      "ages %s can be added up from rows of %s or of %s; choose with --where",
                      wanted, one, two);
}

static enum ws_status tell_split(struct input *in, const struct age_cover *cover, struct ages range,
                                 struct ws_error *err)
{
    enum ws_status st = WS_OK;
    char wanted[32], class[32];
    ages_text(wanted, range.from, range.to);
    for (uint32_t i = 0; !st && i < cover->count; i++) {
        if (cover->inside[i] == cover->years[i])
            continue;
        ages_text(class, cover->classes[i].from, cover->classes[i].to);
        st = judge_repair(in, -1,
                          "split evenly by years of age; the interval holds whatever the ages "
                          "inside the class are",
                          err, "age classes do not fit %s: %u of %u years of %s", wanted,
                          (unsigned)cover->inside[i], (unsigned)cover->years[i], class);
    }
    return st;
}

/* Which words count, and how much of them. */
static enum ws_status choose_ages(struct long_rows *rows, struct input *in, struct ages range,
                                  struct ws_error *err)
{
    size_t words = rows->keys[AGE_KEY].words.count, count = 0;
    struct age_cover cover;
    struct age_name *names = mem_array(words, sizeof *names);
    struct age_class *classes = mem_array(words, sizeof *classes);
    rows->inside = mem_array(words, sizeof *rows->inside);
    rows->years = mem_array(words, sizeof *rows->years);
    enum ws_status st = WS_OK;
    if (!names || !classes || !rows->inside || !rows->years)
        st = error_set(err, WS_NO_MEMORY, "no memory for %zu ages", words);
    if (!st)
        st = parse_words(names, &count, in, rows, err);
    if (!st) {
        enum age_result result =
            ages_cover(&cover, classes, ages_classes(classes, names, count), range);
        st = result == AGES_FOUND ? tell_split(in, &cover, range, err)
                                  : refuse_cover(in, result, &cover, range, err);
    }
    for (uint32_t i = 0; !st && i < cover.count; i++) {
        rows->inside[cover.classes[i].column] = cover.inside[i];
        rows->years[cover.classes[i].column] = cover.years[i];
    }
    rows->ages = range;
    mem_free(names);
    mem_free(classes);
    return st;
}

/* ---- rows that are added up ------------------------------------------------------------------
 */

/* All ages are wanted: classes that overlap would count people twice. */
static enum ws_status judge_ages(struct long_rows *rows, struct input *in, struct ws_error *err)
{
    size_t words = rows->keys[AGE_KEY].words.count, count = 0;
    struct age_name *names = mem_array(words, sizeof *names);
    struct age_class *classes = mem_array(words, sizeof *classes);
    enum ws_status st = WS_OK;
    if (!names || !classes)
        st = error_set(err, WS_NO_MEMORY, "no memory for %zu ages", words);
    if (!st)
        st = parse_words(names, &count, in, rows, err);
    count = st ? 0 : ages_classes(classes, names, count);
    for (size_t i = 1; !st && i < count; i++) {
        char one[32], two[32];
        ages_text(one, classes[i - 1].from, classes[i - 1].to);
        ages_text(two, classes[i].from, classes[i].to);
        if (classes[i].from <= classes[i - 1].to)
            st = input_fail(in, WS_BAD_DATA, err,
                            "column %s has rows of ages %s and of %s, which overlap: added up, "
                            "people would count twice; choose with --ages or --where",
                            columns_name(in, rows->keys[AGE_KEY].column), one, two);
    }
    mem_free(names);
    mem_free(classes);
    return st;
}

/* A word for one sex, in the languages around. */
static bool is_sex_word(const char *text)
{
    static const char *const words[] = {
        "k",        "m",       "f",       "w",       "1",       "2",       "kvinna",    "kvinnor",
        "kvinde",   "kvinner", "kvinder", "man",     "men",     "maend",   "menn",      "mand",
        "mann",     "mies",    "miehet",  "nainen",  "naiset",  "woman",   "women",     "female",
        "females",  "male",    "males",   "flicka",  "flickor", "pojke",   "pojkar",    "frau",
        "frauen",   "manner",  "femme",   "homme",   "femmes",  "hommes",  "mulher",    "mulheres",
        "homem",    "homens",  "mujer",   "mujeres", "hombre",  "hombres", "maennlich", "weiblich",
        "mannlich", "girls",   "boys"};
    char folded[64];
    text_fold(folded, sizeof folded, text);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(folded, words[i]) == 0)
            return true;
    return false;
}

/* Rows are added up only when it is clear that none of them is a total. */
static enum ws_status judge_words(struct long_rows *rows, struct input *in, size_t key,
                                  uint64_t filled, struct ws_error *err)
{
    const struct long_words *words = &rows->keys[key].words;
    const char *name = columns_name(in, rows->keys[key].column);
    if (filled < in->feature_count)
        return input_fail(in, WS_BAD_DATA, err,
                          "column %s is blank in %" PRIu64
                          " rows and not in the others: are these totals? choose with --where",
                          name, in->feature_count - filled);
    if (key == AGE_KEY)
        return judge_ages(rows, in, err);
    for (size_t i = 0; i < words->count; i++) {
        const char *word = words->words[i];
        bool is_both = strchr(word, '+') || strstr(word, " och ") || strstr(word, " and ");
        if (strcmp(KEYS[key].key, "sex") == 0 ? !is_sex_word(word) : is_both)
            return input_fail(in, WS_BAD_DATA, err,
                              "column %s holds %s, and it is not clear whether that is a part or "
                              "the total of others; choose rows with --where population=...",
                              name, word);
    }
    return WS_OK;
}

/* ---- the columns
 * ---------------------------------------------------------------------------------- */

static enum ws_status find_key(struct long_rows *rows, struct input *in, size_t key,
                               const struct people *people, struct ws_error *err)
{
    int column;
    uint64_t filled = 0, totals = 0;
    bool by_age = key == AGE_KEY && people->row_ages.is_given;
    enum ws_status st = columns_find(&column, in, &KEYS[key], NULL, NULL, err);
    if (st || column < 0)
        return st;
    columns_count(in, column, is_total_word, NULL, &filled, &totals);
    rows->keys[key].column = column;
    rows->keys[key].keeps_totals = totals && !by_age;
    rows->has_parts = rows->has_parts || by_age || (!totals && filled);
    if (!by_age && totals)
        return WS_OK;
    st = collect_words(&rows->keys[key].words, in, column, err);
    if (!st && filled && !by_age)
        st = judge_words(rows, in, key, filled, err);
    return st || !by_age ? st : choose_ages(rows, in, people->row_ages, err);
}

enum ws_status long_find(struct long_rows *out, struct input *in, const struct people *people,
                         struct ws_error *err)
{
    *out = (struct long_rows){0};
    enum ws_status st = WS_OK;
    for (size_t key = 0; key < LONG_KEYS; key++)
        out->keys[key].column = -1;
    for (size_t key = 0; !st && key < LONG_KEYS; key++)
        st = find_key(out, in, key, people, err);
    return st;
}

void long_release(struct long_rows *rows)
{
    for (size_t key = 0; key < LONG_KEYS; key++)
        mem_free(rows->keys[key].words.words);
    mem_free(rows->inside);
    mem_free(rows->years);
    mem_free(rows->seen);
    mem_free(rows->kinds);
    *rows = (struct long_rows){0};
}

/* ---- rows
 * ------------------------------------------------------------------------------------------ */

/* Number of a combination of ages, sexes ...; kinds are few. */
static size_t kind_index(struct long_rows *rows, uint64_t kind)
{
    for (size_t i = rows->kind_count; i-- > 0;)
        if (rows->kinds[i] == kind)
            return i;
    if (mem_grow(&rows->kinds, &rows->kind_cap, rows->kind_count + 1, sizeof *rows->kinds))
        return SIZE_MAX;
    rows->kinds[rows->kind_count] = kind;
    return rows->kind_count++;
}

static enum ws_status note_seen(struct long_rows *rows, uint32_t zone, uint64_t kind, int64_t fid,
                                struct ws_error *err)
{
    size_t index = kind_index(rows, kind);
    if (index >= UINT32_MAX ||
        mem_grow(&rows->seen, &rows->seen_cap, rows->seen_count + 1, sizeof *rows->seen))
        return error_set(err, WS_NO_MEMORY, "no memory for %zu rows", rows->seen_count + 1);
    rows->seen[rows->seen_count++] = (struct long_seen){zone, (uint32_t)index, fid};
    return WS_OK;
}

enum ws_status long_row(struct long_rows *rows, struct input *in, OGRFeatureH feature,
                        uint32_t zone, uint32_t part[2], struct ws_error *err)
{
    uint64_t kind = 0;
    bool is_part = false;
    part[0] = part[1] = 1;
    for (size_t key = 0; key < LONG_KEYS; key++) {
        int column = rows->keys[key].column;
        const char *text = column < 0 ? NULL : columns_label(in, feature, column);
        bool is_total = text && is_total_word(NULL, text);
        bool by_age = key == AGE_KEY && rows->ages.is_given;
        if (column < 0)
            continue;
        if (rows->keys[key].keeps_totals) {
            is_part = is_part || !is_total;
            continue;
        }
        size_t index = text && !is_total ? word_index(&rows->keys[key].words, text) : SIZE_MAX;
        if (!text && by_age)
            judge_fault(in, OGR_F_GetFID(feature), "%s is blank; expected an age",
                        columns_name(in, column));
        if (by_age) {
            part[0] = index == SIZE_MAX || !part[0] ? 0 : rows->inside[index];
            part[1] = index == SIZE_MAX ? 1 : rows->years[index];
        }
        kind = kind * (MOST_WORDS + 1) + (index == SIZE_MAX ? 0 : index + 1);
    }
    rows->part_count += is_part;
    part[0] = is_part ? 0 : part[0];
    if (!part[0] || zone == WS_NONE || !rows->has_parts)
        return WS_OK;
    return note_seen(rows, zone, kind, OGR_F_GetFID(feature), err);
}

static int compare_seen(const void *left, const void *right)
{
    const struct long_seen *a = left, *b = right;
    if (a->zone != b->zone)
        return a->zone < b->zone ? -1 : 1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return (a->fid > b->fid) - (a->fid < b->fid);
}

static void judge_twins(const struct long_rows *rows, struct input *in, const struct zones *zones)
{
    for (size_t i = 1; i < rows->seen_count; i++) {
        const struct long_seen *a = &rows->seen[i - 1], *b = &rows->seen[i];
        if (a->zone == b->zone && a->kind == b->kind)
            judge_fault(in, b->fid,
                        "%s has a row of the same age and sex already, %s %" PRId64
                        ": they would count twice; remove one, or choose with --where",
                        zones->code[b->zone], in->is_table ? "line" : "feature", a->fid);
    }
}

enum ws_status long_finish(struct long_rows *rows, struct input *in, const struct zones *zones,
                           bool *lacks_rows, struct ws_error *err)
{
    char list[300] = "", effect[96];
    uint32_t lacking = 0;
    if (rows->seen_count)
        qsort(rows->seen, rows->seen_count, sizeof *rows->seen, compare_seen);
    judge_twins(rows, in, zones);
    for (size_t i = 0, next; i < rows->seen_count; i = next) {
        uint32_t zone = rows->seen[i].zone;
        for (next = i; next < rows->seen_count && rows->seen[next].zone == zone;)
            next++;
        lacks_rows[zone] = next - i < rows->kind_count;
        size_t used = strlen(list);
        if (lacks_rows[zone] && lacking++ < MOST_LISTED)
            snprintf(list + used, sizeof list - used, "%s%s", used ? ", " : "", zones->code[zone]);
    }
    enum ws_status st = WS_OK;
    if (lacking)
        st = judge_repair(in, -1, "counted as 0; nobody can say how many, and the interval says so",
                          err, "rows of some ages or sexes are missing in %" PRIu32 " places: %s%s",
                          lacking, list, lacking > MOST_LISTED ? " ..." : "");
    if (st || !rows->part_count)
        return st;
    snprintf(effect, sizeof effect, "%" PRIu64 " rows left out: they are parts of the totals",
             rows->part_count);
    input_record(in)->left_out += rows->part_count;
    return judge_repair(in, -1, effect, err, "totals stand beside their parts; the totals count");
}
