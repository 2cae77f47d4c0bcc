#include "io/ages.h"

#include "io/read.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- one name ------------------------------------------------------------------------ */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The word occurs in a list separated by single spaces. */
static bool is_listed(const char *list, const char *word)
{
    size_t size = strlen(word);
    for (const char *at = list; size && (at = strstr(at, word)); at++)
        if ((at == list || at[-1] == ' ') && (at[size] == ' ' || !at[size]))
            return true;
    return false;
}

/* Takes a word for a sex off the front or the end of the stem. */
static enum age_sex take_sex(char stem[32])
{
    static const char women[] = "kv kvinna kvinnor female females women woman f w k";
    static const char men[] = "man men male males m pojkar";
    if (is_listed(women, stem) || is_listed(men, stem)) {
        enum age_sex sex = is_listed(women, stem) ? AGE_WOMEN : AGE_MEN;
        stem[0] = '\0';
        return sex;
    }
    static const struct {
        const char *word;
        enum age_sex sex;
    } ends[] = {{"kvinnor", AGE_WOMEN}, {"female", AGE_WOMEN}, {"women", AGE_WOMEN},
                {"kv", AGE_WOMEN},      {"male", AGE_MEN},     {"man", AGE_MEN}};
    size_t size = strlen(stem);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t front = size - strlen(ends[i].word);
        if (size <= strlen(ends[i].word) || strcmp(stem + front, ends[i].word) != 0)
            continue;
        stem[front] = '\0';
        if (ages_is_people(stem))
            return ends[i].sex;
        stem[front] = ends[i].word[0];
    }
    return AGE_ALL;
}

bool ages_is_people(const char *stem)
{
    static const char people[] = "bef befolkning befolk pop population people folk folkmangd "
                                 "personer antal alder ald age ages aged arb tot totalt total "
                                 "invanare inv";
    return !stem[0] || is_listed(people, stem);
}

/* Digits at *at as a number; their count. */
static size_t read_digits(uint32_t *value, const char **at)
{
    size_t count = 0;
    for (*value = 0; is_digit(**at) && count < 7; ++*at, count++)
        *value = *value * 10 + (uint32_t)(**at - '0');
    return is_digit(**at) ? 0 : count;
}

/* "1664" "615" "05" without anything between the ends; a single number else. */
static bool split_glued(struct age_name *out, uint32_t value, size_t digits, bool has_zero)
{
    out->is_single = false;
    out->is_glued = digits == 4;
    if (digits == 4 || digits == 5) {
        uint32_t base = digits == 4 ? 100 : 1000;
        out->from = value / base;
        out->to = value % base;
        return out->from <= out->to && out->to <= 110;
    }
    if (digits == 3 && (value > 110 || has_zero)) {
        out->from = value / 100;
        out->to = value % 100;
        return out->from < out->to;
    }
    if (digits == 2 && has_zero) {
        out->from = 0;
        out->to = value;
        return true;
    }
    out->from = out->to = value;
    out->is_single = true;
    return digits <= 3;
}

/* Past what may stand between two ages: _ - . spaces, dashes, "till", "to". */
static const char *skip_between(const char *at)
{
    static const char *const between[] = {" ",
                                          "_",
                                          "-",
                                          ".",
                                          "\xC2\xA0",
                                          "\xE2\x80\x93",
                                          "\xE2\x80\x94",
                                          "\xE2\x88\x92",
                                          "\xE2\x80\x91",
                                          "till",
                                          "to",
                                          "t.o.m."};
    for (bool has_moved = true; has_moved;) {
        has_moved = false;
        for (size_t i = 0; i < sizeof between / sizeof *between; i++) {
            size_t size = strlen(between[i]);
            if (strncmp(at, between[i], size) == 0) {
                at += size;
                has_moved = true;
            }
        }
    }
    return at;
}

/* The words behind the ages: years, or "and over". */
static bool read_rest(struct age_name *out, const char *rest, bool has_dash)
{
    static const char years[] = "ar year years yr yrs aringar";
    static const char over[] = "w arochaldre ochaldre aldre arochuppat ochover arochover "
                               "arelleraldre andover yearsandover andolder yearsandolder orolder "
                               "plus arplus uppat over";
    char folded[64];
    bool has_plus = strchr(rest, '+') != NULL;
    char plain[64];
    size_t used = 0;
    for (const char *at = rest; *at && used + 1 < sizeof plain; at++)
        if (*at != '+' && *at != '(' && *at != ')')
            plain[used++] = *at;
    plain[used] = '\0';
    text_fold(folded, sizeof folded, plain);
    bool is_over = is_listed(over, folded) || has_plus;
    if (folded[0] && !is_listed(years, folded) && !is_listed(over, folded))
        return false;
    if (!is_over && !(has_dash && out->is_single))
        return true;
    out->to = AGES_OLDEST;
    bool was_single = out->is_single;
    out->is_single = false;
    return was_single;
}

bool ages_parse(struct age_name *out, const char *text)
{
    char front[64];
    size_t size = strcspn(text, "0123456789");
    *out = (struct age_name){.column = -1};
    if (!text[size] || size >= sizeof front)
        return false;
    memcpy(front, text, size);
    front[size] = '\0';
    text_fold(out->stem, sizeof out->stem, front);
    out->sex = take_sex(out->stem);

    const char *at = text + size;
    bool has_zero = at[0] == '0' && is_digit(at[1]);
    uint32_t first, second;
    size_t digits = read_digits(&first, &at);
    const char *next = skip_between(at);
    if (!digits)
        return false;
    if (!is_digit(*next))
        return split_glued(out, first, digits, has_zero) &&
               read_rest(out, at, strspn(at, "-") > 0 && !at[strspn(at, "-")]);
    if (next == at || digits > 3 || !read_digits(&second, &next) || second > 120 || first > second)
        return false;
    out->from = first;
    out->to = second;
    return read_rest(out, next, false);
}

void ages_text(char out[32], uint32_t from, uint32_t to)
{
    if (to >= AGES_OLDEST)
        snprintf(out, 32, "%u+", (unsigned)from);
    else if (from == to)
        snprintf(out, 32, "%u", (unsigned)from);
    else
        snprintf(out, 32, "%u-%u", (unsigned)from, (unsigned)to);
}

/* ---- the names of one table ------------------------------------------------------------ */

static bool is_kin(const struct age_name *a, const struct age_name *b)
{
    return a->sex == b->sex && strcmp(a->stem, b->stem) == 0;
}

/* How often another class of the stem starts `gap` years after one ends. */
static size_t count_meetings(const struct age_name *names, size_t count, const char *stem,
                             uint32_t gap)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++)
            found += i != j && is_kin(&names[i], &names[j]) && !strcmp(names[i].stem, stem) &&
                     !names[i].is_single && names[i].from < names[i].to &&
                     names[j].from == names[i].to + gap;
    return found;
}

/* Classes up to but not including their end lose a year. */
static void shorten(struct age_name *names, size_t count, bool *has_met)
{
    for (size_t i = 0; i < count; i++) {
        char stem[32];
        memcpy(stem, names[i].stem, sizeof stem);
        size_t first = 0;
        while (strcmp(names[first].stem, stem) != 0)
            first++;
        if (first < i)
            continue; /* this stem is done */
        bool is_grid = strcmp(stem, "ald") == 0;
        size_t shared = count_meetings(names, count, stem, 0);
        size_t apart = count_meetings(names, count, stem, 1);
        if (apart || (!shared && !is_grid))
            continue;
        *has_met = *has_met || !is_grid;
        for (size_t j = i; j < count; j++)
            if (!strcmp(names[j].stem, stem) && !names[j].is_single && names[j].to < AGES_OLDEST &&
                names[j].from < names[j].to)
                names[j].to--;
    }
}

static bool has_kin(const struct age_name *names, size_t count, const struct age_name *name,
                    bool (*test)(const struct age_name *, const struct age_name *))
{
    for (size_t i = 0; i < count; i++)
        if (&names[i] != name && is_kin(&names[i], name) && test(&names[i], name))
            return true;
    return false;
}

/* 1950 to 2040: may be a year. Sexes and words for ages leave no doubt. */
static bool is_year(const struct age_name *name)
{
    bool is_recent = (name->from == 20 && name->to <= 40) || (name->from == 19 && name->to >= 50);
    return name->is_glued && is_recent && name->sex == AGE_ALL &&
           !is_listed("ald alder age ages arb", name->stem);
}

static bool is_plain_class(const struct age_name *other, const struct age_name *name)
{
    (void)name;
    return !other->is_single && !is_year(other);
}

static bool is_older(const struct age_name *other, const struct age_name *name)
{
    return other->from > name->from;
}

static bool is_just_before(const struct age_name *other, const struct age_name *name)
{
    return other->to + 1 == name->from;
}

static bool is_just_after(const struct age_name *other, const struct age_name *name)
{
    return other->is_single && other->from == name->from + 1;
}

/* A number of a year may be one of ages: "bef2024" beside "bef2529". A single
 * number is an age when its neighbours are there. */
static bool is_class(const struct age_name *names, size_t count, const struct age_name *name)
{
    if (is_year(name))
        return has_kin(names, count, name, is_plain_class);
    return !name->is_single || has_kin(names, count, name, is_just_before) ||
           has_kin(names, count, name, is_just_after);
}

size_t ages_settle(struct age_name *names, size_t count, bool *has_met)
{
    *has_met = false;
    bool *is_kept = mem_array(count, sizeof *is_kept);
    size_t kept = 0;
    if (!is_kept)
        return 0;
    shorten(names, count, has_met);
    for (size_t i = 0; i < count; i++)
        is_kept[i] = is_class(names, count, &names[i]);
    for (size_t i = 0; i < count; i++) {
        bool is_last = names[i].is_single && names[i].from >= 65 &&
                       !has_kin(names, count, &names[i], is_older);
        if (is_kept[i] && is_last)
            names[i].to = AGES_OLDEST;
    }
    for (size_t i = 0; i < count; i++)
        if (is_kept[i])
            names[kept++] = names[i];
    mem_free(is_kept);
    return kept;
}

static int compare_classes(const void *left, const void *right)
{
    const struct age_class *a = left, *b = right;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    if (a->to != b->to)
        return a->to < b->to ? -1 : 1;
    return (a->column > b->column) - (a->column < b->column);
}

size_t ages_classes(struct age_class *out, const struct age_name *names, size_t count)
{
    size_t made = 0;
    for (size_t i = 0; i < count; i++) {
        const struct age_name *name = &names[i];
        if (name->sex == AGE_ALL)
            out[made++] = (struct age_class){name->from, name->to, name->column, -1};
        for (size_t j = 0; name->sex == AGE_WOMEN && j < count; j++)
            if (names[j].sex == AGE_MEN && names[j].from == name->from && names[j].to == name->to &&
                !strcmp(names[j].stem, name->stem)) {
                out[made++] =
                    (struct age_class){name->from, name->to, name->column, names[j].column};
                break;
            }
    }
    if (made)
        qsort(out, made, sizeof *out, compare_classes);
    return made;
}

/* ---- the range --------------------------------------------------------------------------- */

#define NODES (AGES_OLDEST + 2u)
#define NO_WAY UINT32_MAX
#define YEAR 4096u /* a year of a split class weighs more than any number of columns */

/* The cheapest way from an age to the end of the range. */
struct way {
    uint32_t cost;
    const struct age_class *class, *rival; /* rival: costs the same */
};

static uint32_t last_year(const struct age_class *class)
{
    if (class->to < AGES_OLDEST)
        return class->to;
    return class->from > AGES_SPLIT_END ? class->from : AGES_SPLIT_END;
}

static uint32_t spill_of(const struct age_class *class, struct ages range)
{
    uint32_t before = range.from > class->from ? range.from - class->from : 0;
    uint32_t last = range.to == AGES_OLDEST ? range.to : last_year(class);
    return before + (last > range.to ? last - range.to : 0);
}

static uint32_t end_of(const struct age_class *class, struct ages range)
{
    return (class->to < range.to ? class->to : range.to) + 1;
}

static void find_way(struct way *ways, uint32_t age, const struct age_class *classes, size_t count,
                     struct ages range)
{
    ways[age] = (struct way){.cost = NO_WAY};
    for (size_t i = 0; i < count; i++) {
        const struct age_class *class = &classes[i];
        bool starts = class->from == age || (age == range.from && class->from < age);
        if (!starts || class->to < age || ways[end_of(class, range)].cost == NO_WAY)
            continue;
        uint32_t split_years = spill_of(class, range) ? last_year(class) - class->from + 1 : 0;
        uint32_t cost =
            ways[end_of(class, range)].cost + split_years * YEAR + (class->mate < 0 ? 1 : 2);
        if (cost == ways[age].cost)
            ways[age].rival = class;
        if (cost < ways[age].cost)
            ways[age] = (struct way){.cost = cost, .class = class};
    }
}

static void take_class(struct age_cover *out, const struct age_class *class, struct ages range)
{
    uint32_t last = last_year(class), from = class->from > range.from ? class->from : range.from;
    uint32_t i = out->count++, spill = spill_of(class, range);
    out->classes[i] = *class;
    out->spill += spill;
    out->years[i] = last - class->from + 1;
    out->inside[i] = spill ? (last < range.to ? last : range.to) - from + 1 : out->years[i];
}

enum age_result ages_cover(struct age_cover *out, const struct age_class *classes, size_t count,
                           struct ages range)
{
    assert(out && range.from <= range.to && range.to <= AGES_OLDEST);
    struct way ways[NODES];
    *out = (struct age_cover){0};
    for (uint32_t age = range.to + 1; age < NODES; age++)
        ways[age] = (struct way){.cost = NO_WAY};
    ways[range.to + 1] = (struct way){.cost = 0};
    for (uint32_t age = range.to + 1; age-- > range.from;)
        find_way(ways, age, classes, count, range);
    if (ways[range.from].cost == NO_WAY)
        return AGES_NONE;
    for (uint32_t age = range.from; age <= range.to; age = end_of(ways[age].class, range)) {
        if (ways[age].rival) {
            out->rival[0] = *ways[age].class;
            out->rival[1] = *ways[age].rival;
            return AGES_TIE;
        }
        if (out->count == AGES_MOST)
            return AGES_NONE;
        take_class(out, ways[age].class, range);
    }
    return AGES_FOUND;
}
