/* report/words.h: every sentence of reports, maps and memos, and every number, by
 * language. Private to src/report.
 *
 * {1} .. {9} in a sentence stand for what is put in; the order is the language's own.
 * Swedish numbers have a decimal comma and thin spaces, English ones a point and
 * commas. Nothing depends on the locale. */
#ifndef REPORT_WORDS_H
#define REPORT_WORDS_H
#include "base/labels.h"
#include "base/text.h"
#include <stdint.h>
#include <whitespot/model.h>

enum word {
    W_TITLE,
    W_SUBTITLE_DATE,
    W_SUBTITLE_SCHEME,
    W_SUBTITLE_SUPPLY,
    W_TO_MAIN,
    W_HEADLINE,
    W_COVERED_ONE,
    W_COVERED_MANY,
    W_WITHIN_OF,
    W_INTERVAL,
    W_PEOPLE_WITHOUT,
    W_SPOTS,
    W_SPOTS_PEOPLE,
    W_ZONES_WHITE,
    W_ZONES_WHITE_NOTE,
    W_OFFICES_COUNT,
    W_OFFICES_NOTE,
    W_DEFINITION,
    W_DEFINITION_ROAD,
    W_DEFINITION_STRAIGHT,
    W_DEFINITION_INTERVAL,
    W_DEFINITION_CHOICE,
    W_BRIDGE,
    W_MAP,
    W_MAP_HELP,
    W_MAP_ALT,
    W_MAP_NO_SCRIPT,
    W_LEGEND,
    W_LEGEND_OFFICE,
    W_LEGEND_COUNTY,
    W_LEGEND_LAYERS,
    W_LEGEND_SPOT,
    W_LEGEND_CATCHMENT,
    W_LEGEND_NO_DATA,
    W_LEGEND_CHOICE,
    W_CURVE,
    W_CURVE_HELP,
    W_CURVE_ALT,
    W_CURVE_AXIS_KM,
    W_CURVE_AXIS_MIN,
    W_CURVE_PROVIDERS,
    W_SHARES,
    W_SHARES_HELP,
    W_LIMIT,
    W_PEOPLE_WITHIN,
    W_ZONES,
    W_SORT_HELP,
    W_WHITE_SPOTS,
    W_WHITE_SPOTS_HELP,
    W_MORE_ROWS,
    W_PRINTED_ROWS,
    W_NO_ROWS,
    W_FILTER,
    W_IN_ENGLISH,
    W_TABLES_HELP,
    W_NOTE_LOTS,
    W_NOTE_CRITICAL,
    W_NOTE_FINDINGS,
    W_NOTE_LOT,
    W_INTERVALS,
    W_INTERVALS_HELP,
    W_INTERVALS_LOWEST,
    W_INTERVALS_ALT,
    W_TABLES,
    W_WARNINGS,
    W_WARNINGS_HELP,
    W_NO_WARNINGS,
    W_METHOD,
    W_METHOD_TEXT,
    W_METHOD_COST,
    W_METHOD_LIMIT,
    W_METHOD_UNKNOWN,
    W_EVIDENCE,
    W_EVIDENCE_HELP,
    W_INPUT,
    W_ROWS_READ,
    W_ROWS_USED,
    W_SYSTEM,
    W_CHECKSUM,
    W_MADE_WITH,
    W_CONTENTS,
    W_UNKNOWN,
    W_YES,
    W_NO,
    W_NOT_REACHABLE,
    W_SOURCES,
    W_TOTAL,
    W_PROJECTION,
    W_MEMO,
    W_MEMO_MATTER,
    W_MEMO_PROPOSAL,
    W_MEMO_NEED,
    W_MEMO_SUPPLY,
    W_MEMO_ACCESS,
    W_MEMO_FINDING,
    W_MEMO_ALTERNATIVES,
    W_MEMO_MONEY,
    W_MEMO_LOTS,
    W_MEMO_LAW,
    W_MEMO_RISKS,
    W_MEMO_FOLLOW_UP,
    W_MEMO_SOURCES,
    W_MEMO_AREA,
    W_MEMO_DECIDER,
    W_MEMO_PROPOSED,
    W_MEMO_NOT_PROPOSED,
    W_MEMO_BASELINE,
    W_MEMO_LIMIT_MAIN,
    W_MEMO_SHARE,
    W_MEMO_PEOPLE_SHARE,
    W_MEMO_ONE_SHARE,
    W_MEMO_FORMULA,
    W_MEMO_NO_LOT,
    W_MEMO_LAW_MUNICIPAL,
    W_MEMO_LAW_NEUTRAL,
    W_MEMO_LAW_VALUE,
    W_MEMO_CLOSES,
    W_MEMO_NO_SINGLE,
    W_MEMO_IS_WHITE,
    W_MEMO_INDICATOR,
    W_MEMO_NO_AREAS,
    W_MEMO_NOTE,
    W_MEMO_ENGLISH,
    W_COUNT
};

/* Puts the sentence with its arguments. */
void words_put(struct text *out, enum lang lang, enum word word, const char *const *args,
               uint32_t arg_count);
const char *words_plain(enum lang lang, enum word word); /* as it stands */

#define WORDS_NUMBER 48u
/* "12,345" / "12 345": whole people, rounded half up. */
const char *words_people(char out[WORDS_NUMBER], enum lang lang, uint64_t micro);
const char *words_whole(char out[WORDS_NUMBER], enum lang lang, uint64_t value);
/* One decimal: the nearest (way 0), rounded down (-1) or up (1); of whole 0 "–". */
const char *words_percent(char out[WORDS_NUMBER], enum lang lang, struct ws_fraction of, int way);
/* "12.3 km" or "14 min"; from WS_COST_INF on not reachable. */
const char *words_cost(char out[WORDS_NUMBER], enum lang lang, uint32_t cost, bool is_time);
/* A number with at most `decimals`, closing zeros left out; NaN: unknown. */
const char *words_real(char out[WORDS_NUMBER], enum lang lang, double value, int decimals);
#endif
