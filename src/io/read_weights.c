/* Which columns count people: asked for by name, recognised, or by age. */
#include "io/people.h"

#include <stdio.h>
#include <string.h>

static const char NAMES[] =
    "beftotalt beftot befolkning folkmangd population pop people tot totalt antal";

static enum ws_status refuse(struct input *in, enum ws_status status, const char *what,
                             struct ws_error *err)
{
    char numbers[260];
    columns_list(numbers, sizeof numbers, in, true);
    return input_fail(in, status, err, "%s; choose with --weight COLUMN; number columns: %s", what,
                      numbers);
}

/* ---- names of columns ------------------------------------------------------------------ */

static bool is_year(const char *digits)
{
    return value_is_digits(digits, 4) && strcmp(digits, "1950") >= 0 && strcmp(digits, "2100") < 0;
}

/* "antal2020", "x2019", "2019": a name of the list, x, or nothing, and a year. */
static bool is_year_column(const char *folded)
{
    size_t size = strlen(folded);
    if (size < 4 || !is_year(folded + size - 4))
        return false;
    char stem[64];
    text_copy(stem, sizeof stem, folded);
    stem[size - 4 < sizeof stem ? size - 4 : 0] = '\0';
    static const char *const stems[] = {"", "x", "bef"};
    for (size_t i = 0; i < sizeof stems / sizeof *stems; i++)
        if (!strcmp(stem, stems[i]))
            return true;
    for (const char *at = strstr(NAMES, stem); stem[0] && at; at = strstr(at + 1, stem)) {
        char after = at[strlen(stem)];
        if ((at == NAMES || at[-1] == ' ') && (after == ' ' || !after))
            return true;
    }
    return false;
}

/* "share0_19", "andel_65": a part of something, never a count. */
static bool is_share(const char *name)
{
    static const char *const fronts[] = {"share",   "andel", "procent",
                                         "percent", "pct",   "proportion"};
    char folded[128];
    text_fold(folded, sizeof folded, name);
    for (size_t i = 0; i < sizeof fronts / sizeof *fronts; i++)
        if (strncmp(folded, fronts[i], strlen(fronts[i])) == 0)
            return true;
    return false;
}

/* A column that can hold numbers of people at all. */
static enum ws_status check_column(struct input *in, int column, struct ws_error *err)
{
    const char *name = columns_name(in, column);
    char what[200];
    if (!is_share(name))
        return WS_OK;
    snprintf(what, sizeof what, "column %.80s holds shares; expected numbers of people", name);
    return refuse(in, WS_BAD_DATA, what, err);
}

/* ---- age classes in names --------------------------------------------------------------- */

/* The columns whose names are age classes; free with mem_free(). */
struct age_columns {
    size_t count;
    struct age_name *names;
    struct age_class *classes;
    bool has_met;
};

static void age_columns_release(struct age_columns *ages)
{
    mem_free(ages->names);
    mem_free(ages->classes);
}

static enum ws_status age_columns_find(struct age_columns *out, struct input *in,
                                       struct ws_error *err)
{
    int fields = OGR_FD_GetFieldCount(in->defn);
    *out = (struct age_columns){.names = mem_array((size_t)fields, sizeof *out->names),
                                .classes = mem_array((size_t)fields, sizeof *out->classes)};
    if (!out->names || !out->classes) {
        age_columns_release(out);
        return error_set(err, WS_NO_MEMORY, "no memory for %d columns", fields);
    }
    for (int i = 0; i < fields; i++) {
        if (is_share(columns_name(in, i)) ||
            !ages_parse(&out->names[out->count], columns_name(in, i)))
            continue;
        out->names[out->count++].column = i;
    }
    out->count = ages_settle(out->names, out->count, &out->has_met);
    return WS_OK;
}

static void list_ages(char *out, size_t room, const struct age_columns *ages, struct input *in)
{
    size_t used = 0;
    text_copy(out, room, "none");
    for (size_t i = 0; i < ages->count && used + 40 < room; i++) {
        char name[32];
        text_copy(name, sizeof name, columns_name(in, ages->names[i].column));
        used += (size_t)snprintf(out + used, room - used, "%s%s", used ? ", " : "", name);
    }
}

/* Keeps the names of one stem, or of any that means people. */
static size_t keep_stem(struct age_columns *ages, const char *stem)
{
    size_t kept = 0;
    for (size_t i = 0; i < ages->count; i++) {
        const char *own = ages->names[i].stem;
        if (stem ? strcmp(own, stem) == 0 : ages_is_people(own))
            ages->names[kept++] = ages->names[i];
    }
    ages->count = kept;
    return ages_classes(ages->classes, ages->names, kept);
}

/* Of classes with equal ages and equal cells one is enough. */
static size_t drop_equal(struct age_class *classes, size_t count, struct input *in)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        const struct age_class *last = kept ? &classes[kept - 1] : NULL;
        if (last && last->from == classes[i].from && last->to == classes[i].to && last->mate < 0 &&
            classes[i].mate < 0 && columns_equal(in, last->column, classes[i].column))
            continue;
        classes[kept++] = classes[i];
    }
    return kept;
}

static void name_class(char *out, size_t room, struct input *in, const struct age_class *class)
{
    if (class->mate < 0)
        snprintf(out, room, "%s", columns_name(in, class->column));
    else
        snprintf(out, room, "%s and %s", columns_name(in, class->column),
                 columns_name(in, class->mate));
}

static enum ws_status refuse_ages(struct input *in, enum age_result result,
                                  const struct age_columns *ages, const struct age_cover *cover,
                                  struct ages range, struct ws_error *err)
{
    char wanted[32], list[300], one[140], two[140];
    ages_text(wanted, range.from, range.to);
    if (result == AGES_TIE) {
        name_class(one, sizeof one, in, &cover->rival[0]);
        name_class(two, sizeof two, in, &cover->rival[1]);
        return input_fail(in, WS_BAD_DATA, err,
                          "ages %s can be added up from %.130s or from %.130s, and these differ; "
                          "choose with --weight and the text in front of the ages",
                          wanted, one, two);
    }
    list_ages(list, sizeof list, ages, in);
    return input_fail(in, WS_BAD_DATA, err,
                      "no columns without overlap hold all ages of %s (--ages); age classes here: "
                      "%s (women and men are needed both)",
                      wanted, list);
}

/* ---- weights ------------------------------------------------------------------------------ */

/* The name carries the ages, so that figures of other ages are never taken for
 * these: "pop" and 16-64 are "pop_16_64", "pop, ages 16-64". */
static void name_weight(struct ws_weight *out, const char *column, const char *label,
                        struct ages ages)
{
    char text[32], from[24];
    text_copy(from, sizeof from, *column ? column : "ages");
    if (!ages.is_given) {
        text_copy(out->column, sizeof out->column, column);
        text_copy(out->label, sizeof out->label, *label ? label : column);
        return;
    }
    ages_text(text, ages.from, ages.to);
    char *over = strchr(text, '+');
    char tail[32];
    snprintf(tail, sizeof tail, "%s", text);
    for (char *at = tail; *at; at++)
        *at = *at == '-' ? '_' : *at == '+' ? '\0' : *at;
    snprintf(out->column, sizeof out->column, "%s_%s%s", from, tail, over ? "_over" : "");
    char front[32];
    text_copy(front, sizeof front, *label ? label : column);
    snprintf(out->label, sizeof out->label, "%s%sages %.12s", front, *front ? ", " : "", text);
}

static enum ws_status add_part(struct people *out, struct input *in, int column, uint32_t inside,
                               uint32_t years, struct ws_error *err)
{
    uint32_t *end = &out->first_part[out->count];
    if (*end == PEOPLE_MOST_PARTS)
        return input_fail(in, WS_TOO_LARGE, err, "more than %u columns of people",
                          PEOPLE_MOST_PARTS);
    out->parts[(*end)++] = (struct people_part){column, inside, years};
    enum ws_status st = columns_note(in, "people", column, err);
    return st ? st : value_judge_marks(in, column, err);
}

/* Begins the next weight; its parts follow. */
static void begin_weight(struct people *out, const char *column, const char *label,
                         struct ages ages)
{
    uint32_t i = out->count++;
    name_weight(&out->weight[i], column, label, ages);
    out->first_part[i + 1] = out->first_part[i];
}

static enum ws_status add_column(struct people *out, struct input *in, int column,
                                 const char *label, struct ages ages, struct ws_error *err)
{
    enum ws_status st = check_column(in, column, err);
    if (st)
        return st;
    begin_weight(out, columns_name(in, column), label, ages);
    return add_part(out, in, column, 1, 1, err);
}

/* One warning for the classes that do not fit. */
static enum ws_status tell_split(struct input *in, const struct age_cover *cover, struct ages range,
                                 struct ws_error *err)
{
    char list[200] = "", wanted[32], class[32];
    size_t used = 0;
    for (uint32_t i = 0; i < cover->count; i++) {
        if (cover->inside[i] == cover->years[i] || used + 60 > sizeof list)
            continue;
        ages_text(class, cover->classes[i].from, cover->classes[i].to);
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%u of %u years of %s",
                                 used ? ", " : "", (unsigned)cover->inside[i],
                                 (unsigned)cover->years[i], class);
    }
    ages_text(wanted, range.from, range.to);
    return !used ? WS_OK
                 : judge_repair(in, -1,
                                "split evenly by years of age; the interval holds whatever the "
                                "ages inside the class are",
                                err, "age classes do not fit %s: %s", wanted, list);
}

/* The weight whose columns are age classes. stem NULL: any that means people. */
static enum ws_status add_ages(struct people *out, struct input *in, const char *stem,
                               const char *label, struct ages range, struct ws_error *err)
{
    struct age_columns ages;
    struct age_cover cover = {0};
    enum ws_status st = age_columns_find(&ages, in, err);
    if (st)
        return st;
    size_t count = drop_equal(ages.classes, keep_stem(&ages, stem), in);
    enum age_result result = ages_cover(&cover, ages.classes, count, range);
    if (result != AGES_FOUND)
        st = refuse_ages(in, result, &ages, &cover, range, err);
    else
        begin_weight(out, stem ? stem : "", label, range);
    for (uint32_t i = 0; !st && i < cover.count; i++) {
        const struct age_class *class = &cover.classes[i];
        st = add_part(out, in, class->column, cover.inside[i], cover.years[i], err);
        if (!st && class->mate >= 0)
            st = add_part(out, in, class->mate, cover.inside[i], cover.years[i], err);
    }
    if (!st && ages.has_met)
        st = judge_repair(in, -1, "read as up to but not including the upper age", err,
                          "age classes share their ends (20 to 25, 25 to 30)");
    if (!st)
        st = tell_split(in, &cover, range, err);
    age_columns_release(&ages);
    return st;
}

/* A column asked for together with ages: it must be of these ages itself. */
static enum ws_status add_named_ages(struct people *out, struct input *in,
                                     const struct ws_weight *weight, struct ages range,
                                     struct ws_error *err)
{
    char stem[64], wanted[32];
    int column = columns_named(in, weight->column);
    struct age_name name;
    text_fold(stem, sizeof stem, weight->column);
    if (column < 0)
        return add_ages(out, in, stem, weight->label, range, err);
    if (ages_parse(&name, weight->column) && name.from == range.from && name.to == range.to)
        return add_column(out, in, column, weight->label, (struct ages){0}, err);
    ages_text(wanted, range.from, range.to);
    return input_fail(in, WS_BAD_DATA, err,
                      "--ages %s and --weight %s: there is no column of ages to choose rows by, "
                      "and column %s is not of these ages; leave out one of the two options",
                      wanted, weight->column, weight->column);
}

/* The only column with a year in its name; -1 when there is none or several. */
static int year_column(struct input *in, const struct age_columns *ages, char *list, size_t room,
                       int *count)
{
    int found = -1;
    char folded[128];
    size_t used = 0;
    *count = 0;
    for (int i = 0; i < OGR_FD_GetFieldCount(in->defn); i++) {
        bool is_age = false;
        for (size_t j = 0; j < ages->count; j++)
            is_age = is_age || ages->names[j].column == i;
        text_fold(folded, sizeof folded, columns_name(in, i));
        if (is_age || !is_year_column(folded))
            continue;
        found = i;
        ++*count;
        if (used + 40 < room)
            used += (size_t)snprintf(list + used, room - used, "%s%.30s", used ? ", " : "",
                                     columns_name(in, i));
    }
    return *count == 1 ? found : -1;
}

/* Without a name of the list: a year's, or say what there is. */
static enum ws_status recognise_year(int *column, struct input *in, struct ws_error *err)
{
    struct age_columns ages;
    char years[200] = "", what[460], list[200];
    int count;
    enum ws_status st = age_columns_find(&ages, in, err);
    if (st)
        return st;
    *column = year_column(in, &ages, years, sizeof years, &count);
    list_ages(list, sizeof list, &ages, in);
    if (count > 1)
        snprintf(what, sizeof what, "several years of people (%s)", years);
    else if (ages.count)
        snprintf(what, sizeof what,
                 "no people column is recognised; there are age classes (%s): add them up with "
                 "--ages FROM-TO; or",
                 list);
    else
        snprintf(what, sizeof what, "no people column is recognised");
    if (*column < 0)
        st = refuse(in, WS_BAD_DATA, what, err);
    age_columns_release(&ages);
    return st;
}

static enum ws_status recognise(struct people *out, struct input *in, struct ages row_ages,
                                struct ws_error *err)
{
    struct column_key key = {"people", NAMES, "", false, true};
    int column;
    enum ws_status st = columns_find(&column, in, &key, NULL, NULL, err);
    if (!st && column < 0)
        st = recognise_year(&column, in, err);
    return st ? st : add_column(out, in, column, "", row_ages, err);
}

/* A column with the age of each row: then ages choose rows, not columns. */
static enum ws_status find_row_ages(struct people *out, struct input *in, struct ages ages,
                                    struct ws_error *err)
{
    static const struct column_key key = {"age", "alder age aldersgrupp aldersklass agegroup", "",
                                          false, true};
    int column = -1;
    if (!ages.is_given)
        return WS_OK;
    enum ws_status st = columns_find(&column, in, &key, NULL, NULL, err);
    if (!st && column >= 0)
        out->row_ages = ages;
    return st;
}

enum ws_status people_find(struct people *out, struct input *in, const struct people_wanted *wanted,
                           struct ws_error *err)
{
    *out = (struct people){0};
    enum ws_status st = find_row_ages(out, in, wanted->ages, err);
    bool by_column = wanted->ages.is_given && !out->row_ages.is_given;
    if (!st && !wanted->weight_count)
        st = by_column ? add_ages(out, in, NULL, "", wanted->ages, err)
                       : recognise(out, in, out->row_ages, err);
    for (uint32_t i = 0; !st && i < wanted->weight_count && i < WS_MAX_WEIGHTS; i++) {
        const struct ws_weight *weight = &wanted->weights[i];
        int column = columns_named(in, weight->column);
        char what[128];
        snprintf(what, sizeof what, "no column %s", weight->column);
        if (by_column)
            st = add_named_ages(out, in, weight, wanted->ages, err);
        else if (column < 0)
            st = refuse(in, WS_NOT_FOUND, what, err);
        else
            st = add_column(out, in, column, weight->label, out->row_ages, err);
    }
    return st;
}
