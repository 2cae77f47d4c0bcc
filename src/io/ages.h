/* io/ages.h: age classes in the names of columns or in cells, and which of them
 * make up a range of ages. Knows nothing about files.
 *
 * An age is a whole number of years; both ends of a class are in it. The last
 * class of a table is open, "100 and over". Classes that overlap are never added:
 * the range is cut into classes that do not, the fewest columns that fit exactly;
 * when none fit exactly, the class at an end is split evenly by years, and those
 * classes are taken where the split ones are shortest. */
#ifndef IO_AGES_H
#define IO_AGES_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AGES_OLDEST 1000u   /* "and over" */
#define AGES_SPLIT_END 100u /* an open class is split as if it ended here */

/* A range as asked for: to is AGES_OLDEST from 100 on. is_given false: all. */
struct ages {
    uint32_t from, to;
    bool is_given;
};

enum age_sex { AGE_ALL, AGE_WOMEN, AGE_MEN };

/* One name that holds ages. */
struct age_name {
    char stem[32]; /* folded text in front, without a word for a sex */
    enum age_sex sex;
    uint32_t from, to;
    bool is_single; /* one number: a year of age, or the open class */
    bool is_glued;  /* four digits without anything between: may be a year */
    int column;     /* the caller's */
};

/* "bef1664" "kv_20_44" "man_80" "ald20_25" "0-4" "20\xe2\x80\x9324 \xc3\xa5r" "100+"
 * "80 \xc3\xa5r och \xc3\xa4ldre". False: no ages. Single numbers may prove to be no ages
 * once all are seen: ages_settle(). */
bool ages_parse(struct age_name *out, const char *text);
/* True when the stem alone says people or ages: bef, arb, kv, ald, none ... */
bool ages_is_people(const char *stem);

/* Reads the names of a table together: takes out what is no age class, opens
 * the last class, reads classes that meet (20 to 25, 25 to 30, and always "ald")
 * as up to but not including. Returns how many are left. *has_met is set when
 * classes of another stem than "ald" were read so. */
size_t ages_settle(struct age_name *names, size_t count, bool *has_met);

/* A class that can be counted: one column, or women and men. */
struct age_class {
    uint32_t from, to;
    int column, mate; /* mate -1: none */
};
/* The classes of the names: one for each name of all people, one for each pair
 * of women and men. out has room for `count`; sorted by (from, to, column). */
size_t ages_classes(struct age_class *out, const struct age_name *names, size_t count);

#define AGES_MOST 128u
/* Classes chosen, in order of age. Only the first and the last may be split:
 * inside of years. */
struct age_cover {
    uint32_t count, spill; /* spill: years of the classes outside the range */
    struct age_class classes[AGES_MOST];
    uint32_t inside[AGES_MOST], years[AGES_MOST];
    struct age_class rival[2]; /* AGES_TIE: either could be used */
};
enum age_result { AGES_FOUND, AGES_NONE, AGES_TIE };
enum age_result ages_cover(struct age_cover *out, const struct age_class *classes, size_t count,
                           struct ages range);

/* "16-64", "80+". */
void ages_text(char out[32], uint32_t from, uint32_t to);
#endif
