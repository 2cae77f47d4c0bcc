/* base/sentences.h: sentences that results tell, in every language at once.
 *
 * Where a reason is born it is told by its id and its figures; both languages are made
 * from one table. Machine files take text[LANG_EN], whatever the language of the run;
 * pages and memos take their own. English figures are plain ("12345.5"), Swedish ones as
 * people write them ("12 345,5"). Const tables, no locale; any thread. */
#ifndef BASE_SENTENCES_H
#define BASE_SENTENCES_H
#include "base/labels.h"
#include <stdint.h>

enum sentence_id {
    /* findings */
    SAY_NO_PROVIDER_COUNT,
    SAY_WAYS_NOT_MEASURED,
    SAY_NO_NEIGHBOUR,
    SAY_NEIGHBOURS_NOT_KNOWN,
    SAY_WITH_NEIGHBOURS,
    SAY_LOT_NEEDS,
    SAY_LOT_NEEDS_TOO_MUCH,
    SAY_OFFERS_AGREEMENT,
    SAY_NO_DIRECT_LIMIT,
    SAY_NO_DIRECT_LIMIT_DAY,
    SAY_NO_VALUE,
    SAY_VALUE_AND_LIMIT,
    SAY_VOLUME,
    SAY_NO_BREAK_EVEN,
    SAY_BREAK_EVEN,
    SAY_VIABLE,
    SAY_VIABLE_AT_LEAST,
    SAY_ANOTHER_WITH,
    SAY_REMOTE_OFF,
    SAY_OR_IN_HOUSE,
    SAY_CANDIDATE_COUNT,
    SAY_NO_PARTICIPANTS,
    SAY_NO_TERMS,
    SAY_DECIDED,
    SAY_DECIDED_AGAINST_NONE,
    /* classes */
    SAY_NOBODY_LIVES,
    SAY_MOST_HAVE_NONE,
    SAY_HALF_HAVE,
    /* people on paper and by road */
    SAY_AREA_CONTRACT,
    SAY_AREA_OFFICE,
    SAY_ZONE_CONTRACT,
    SAY_ZONE_OFFICE,
    SAY_NOTHING_ON_PAPER,
    SAY_NOTHING_FOR_AREA,
    SAY_THEN_NONE_WITHIN,
    SAY_THEN_NO_LINK,
    SAY_THEN_OFF_NETWORK,
    SAY_THEN_PROVIDERS,
    SAY_OUTSIDE,
    /* allowance */
    SAY_ALLOWANCE_NO_COUNT,
    SAY_OUTSIDE_GUARD,
    SAY_ALLOWANCE_FORMULA,
    SAY_BY_BANDS,
    SAY_BY_FORMULA,
    SAY_CAPPED,
    SAY_NO_MARGIN,
    SAY_ONE_HAS_ALL,
    /* alternatives */
    SAY_NOTHING_DONE,
    SAY_N_UNKNOWN,
    SAY_TERMS_UNKNOWN,
    SAY_SUM_ALLOWANCE,
    SAY_SUM_POINT,
    SAY_COST_ALLOWANCE,
    SAY_COST_POINT,
    SAY_COST_NO_MARGIN,
    SAY_REMOTE_NOT_TOLD,
    SAY_VISITS,
    SAY_RISK_BASELINE,
    SAY_RISK_ALLOWANCE,
    SAY_RISK_LOT,
    SAY_RISK_DIRECT_AWARD,
    SAY_RISK_AGREEMENT,
    SAY_RISK_REMOTE,
    SAY_RISK_IN_HOUSE,
    /* lots */
    SAY_THIN_BY_ROAD,
    SAY_THIN_BY_BORDER,
    SAY_COUNT_OF_CLASS,
    SAY_LOT_NO_PARTICIPANTS,
    SAY_LOT_NO_VOLUME,
    SAY_LOT_NEVER_EVEN,
    SAY_LOT_BELOW,
    SAY_LOT_ENOUGH,
    SAY_LONGEST_WAY,
    SAY_WAY_NOT_KNOWN,
    SAY_WAY_LIMIT,
    SAY_WAY_WOULD_BE,
    SAY_VALUE_NO_PARTICIPANTS,
    SAY_VALUE_NO_INCOME,
    SAY_VALUE_NO_TERM,
    SAY_VALUE_IN_YEARS,
    SAY_AND_NO_LIMIT,
    SAY_AND_NO_LIMIT_DAY,
    SAY_AND_LIMIT,
    SAY_EMPTIES_LOT,
    SAY_TAKES_OUT,
    SAY_LOTS_TOO_MANY,
    SAY_LOTS_FEWEST,
    SAY_LOTS_AT_LEAST,
    SAY_LOTS_EVEN,
    SAY_LOTS_EVEN_COUNT_PROVED,
    SAY_LOTS_EVEN_NOT_PROVED,
    /* between two of them */
    SAY_COMMA,
    SAY_SEMICOLON,
    SAY_COUNT
};

#define SENTENCE_SIZE 700u
struct sentence {
    char text[LANG_COUNT][SENTENCE_SIZE]; /* cut at a whole character */
};

struct sentence_arg {
    enum {
        ARG_TEXT,
        ARG_WORD,
        ARG_WHOLE,
        ARG_LIMIT,
        ARG_REAL,
        ARG_YEARS,
        ARG_SEK
    } kind; /* ARG_WORD: labels_word() in Swedish, ARG_LIMIT: figures_limit() */
    const char *text;
    double real; /* at most one decimal, of years two */
    uint64_t whole;
};
#define SAY_TEXT(words) ((struct sentence_arg){.kind = ARG_TEXT, .text = (words)})
#define SAY_WORD(word) ((struct sentence_arg){.kind = ARG_WORD, .text = (word)})
#define SAY_WHOLE(number) ((struct sentence_arg){.kind = ARG_WHOLE, .whole = (number)})
#define SAY_REAL(number) ((struct sentence_arg){.kind = ARG_REAL, .real = (number)})
#define SAY_LIMIT(words) ((struct sentence_arg){.kind = ARG_LIMIT, .text = (words)})
#define SAY_YEARS(number) ((struct sentence_arg){.kind = ARG_YEARS, .real = (number)})
#define SAY_PEOPLE(number) SAY_SEK(number)
#define SAY_SEK(number) ((struct sentence_arg){.kind = ARG_SEK, .real = (number)}) /* whole */

/* Adds a sentence to what was said. {1} is the first figure; {1?a:b} is a when it is the
 * whole number 1, else b. Start with a zeroed one. */
void sentence_add(struct sentence *sentence, enum sentence_id id, const struct sentence_arg *args,
                  uint32_t count);
#define SENTENCE_ADD(sentence, id, ...)                                                            \
    sentence_add((sentence), (id), (const struct sentence_arg[]){__VA_ARGS__},                     \
                 sizeof((const struct sentence_arg[]){__VA_ARGS__}) / sizeof(struct sentence_arg))
void sentence_put(struct sentence *sentence, enum sentence_id id);
/* Adds all that another one says. */
void sentence_join(struct sentence *sentence, const struct sentence *more);
/* An English number ("12345.5") as Swedish has it: a decimal comma, a thin space between
 * thousands; cut when it does not fit. Returns `out`. */
#define SENTENCE_FIGURE 96u
const char *sentence_figure(char out[SENTENCE_FIGURE], const char *number);
/* A sentence as the table has it. */
const char *sentence_pattern(enum sentence_id id, enum lang lang);
#endif
