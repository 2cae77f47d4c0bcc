/* base/labels.h: what a layer, a column and a machine word are called for people,
 * by language; and the colours that mean the same on every map.
 *
 * Files keep the short machine names; QGIS aliases, reports and memos show these.
 * Const tables; any thread. */
#ifndef BASE_LABELS_H
#define BASE_LABELS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <whitespot/model.h>

enum lang { LANG_EN, LANG_SV, LANG_COUNT };

/* How the numbers of a column are read. */
enum label_kind {
    LABEL_TEXT,   /* as it is; whole numbers as counts */
    LABEL_COUNT,  /* a whole number of anything */
    LABEL_MEAN,   /* one decimal */
    LABEL_RATE,   /* at most two decimals */
    LABEL_PEOPLE, /* a number of people */
    LABEL_SHARE,  /* 0 .. 1, shown in percent */
    LABEL_COST,   /* metres or seconds of the run, shown in km or min */
    LABEL_METRES,
    LABEL_KM2,
    LABEL_SEK,
    LABEL_FLAG,    /* 0 no, 1 yes */
    LABEL_WORD,    /* machine words, separated by commas: labels_word_of() */
    LABEL_LIMIT,   /* a limit as the user wrote it: figures_limit() */
    LABEL_WEIGHT,  /* the name of a column of people, shown by its label */
    LABEL_ROLE,    /* an input */
    LABEL_MEASURE, /* of the row's metric: a share (M1 to M6), or a count */
    LABEL_COUNTED  /* of the row's metric: people, of M5 municipalities */
};

struct label {
    const char *name;
    const char *text[LANG_COUNT];
    enum label_kind kind;
};

/* The label of that name in a table sorted by name (bytes); NULL: none. */
const struct label *labels_find(const struct label *labels, size_t count, const char *name);
/* The label of a column; NULL: there is none, the name stands for itself. */
const struct label *labels_column(const char *name);
/* What a column of a layer is called: as above, unless the same name means something
 * else there, or is one of a row of columns ("people_10km", "cost4"); *kind tells how
 * it is read. False: it has no label, such as a column of the user's own. */
#define LABELS_TITLE 96u
bool labels_title(char out[LABELS_TITLE], enum label_kind *kind, const char *layer,
                  const char *column, enum lang lang);
/* The title of a layer or table; its name when it has none. */
const char *labels_layer(const char *name, enum lang lang);
/* A machine word such as "none", "LOU" or "ending"; the word itself when it is none. */
const char *labels_word(const char *word, enum lang lang);
/* "one" .. "many"; -1: the word is no choice class. */
int labels_class(const char *word);
/* The same where the word may mean something else in that column. */
const char *labels_word_of(const char *column, const char *word, enum lang lang);

/* The row of that name in a table sorted by name; NULL: there is none. */
const struct label *labels_find(const struct label *labels, size_t count, const char *name);

/* Red, green, blue. */
struct label_colour {
    uint8_t red, green, blue;
};
/* Choice classes, from none to many: an orange that is not of the scale, then darker
 * blues; told apart by those who see no red or no green, and in grey. class_id below 0:
 * no data. */
struct label_colour labels_class_colour(int class_id);
extern const struct label_colour LABELS_WHITE_SPOT, LABELS_OFFICE, LABELS_BORDER;
/* The line of an office that takes nobody new, which is white inside; a new office. */
extern const struct label_colour LABELS_IDLE, LABELS_NEW;
#endif
