/* Numbers as people read them, by language. */
#include "report/words.h"

#include "base/figures.h"
#include "base/fixed.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Thousands apart: U+202F, a thin space that does not break, or a comma. */
static size_t group(char *out, enum lang lang, uint64_t value)
{
    char digits[24];
    int count = snprintf(digits, sizeof digits, "%" PRIu64, value);
    const char *gap = lang == LANG_SV ? "\xe2\x80\xaf" : ",";
    size_t length = 0, gap_size = strlen(gap);
    for (int i = 0; i < count; i++) {
        if (i && (count - i) % 3 == 0) {
            memcpy(out + length, gap, gap_size);
            length += gap_size;
        }
        out[length++] = digits[i];
    }
    out[length] = '\0';
    return length;
}

const char *words_whole(char out[WORDS_NUMBER], enum lang lang, uint64_t value)
{
    group(out, lang, value);
    return out;
}

const char *words_people(char out[WORDS_NUMBER], enum lang lang, uint64_t micro)
{
    return words_whole(out, lang, words_rounded(micro));
}

uint64_t words_rounded(uint64_t micro)
{
    return micro / WS_MICRO + (micro % WS_MICRO >= WS_MICRO / 2);
}

static char decimal_mark(enum lang lang)
{
    return lang == LANG_SV ? ',' : '.';
}

const char *words_percent(char out[WORDS_NUMBER], enum lang lang, struct ws_fraction of, int way)
{
    if (!of.whole) {
        snprintf(out, WORDS_NUMBER, "%s", words_plain(lang, W_UNKNOWN));
        return out;
    }
    uint64_t tenths = fixed_permille(of.part, of.whole, way);
    snprintf(out, WORDS_NUMBER, "%" PRIu64 "%c%" PRIu64 "\xc2\xa0%%", tenths / 10,
             decimal_mark(lang), tenths % 10);
    return out;
}

const char *words_cost(char out[WORDS_NUMBER], enum lang lang, uint32_t cost, bool is_time)
{
    if (cost >= WS_COST_INF)
        snprintf(out, WORDS_NUMBER, "%s", words_plain(lang, W_NOT_REACHABLE));
    else if (is_time)
        snprintf(out, WORDS_NUMBER, "%" PRIu32 "%c%" PRIu32 "\xc2\xa0min", cost / 60000,
                 decimal_mark(lang), cost % 60000 / 6000);
    else
        snprintf(out, WORDS_NUMBER, "%" PRIu32 "%c%" PRIu32 "\xc2\xa0km", cost / 1000000,
                 decimal_mark(lang), cost % 1000000 / 100000);
    return out;
}

/* "-1234.5" as the language has it. */
static const char *localise(char out[WORDS_NUMBER], enum lang lang, const char *plain)
{
    size_t length = 0, minus = *plain == '-';
    if (minus) {
        memcpy(out, "\xe2\x88\x92", 3);
        length = 3;
    }
    length += group(out + length, lang, strtoull(plain + minus, NULL, 10));
    const char *mark = strchr(plain, '.');
    if (mark) {
        out[length++] = decimal_mark(lang);
        snprintf(out + length, WORDS_NUMBER - length, "%s", mark + 1);
    }
    return out;
}

static bool is_told(char out[WORDS_NUMBER], enum lang lang, double value)
{
    bool is_known = isfinite(value) && fabs(value) <= 1e15;
    if (!is_known)
        snprintf(out, WORDS_NUMBER, "%s", words_plain(lang, W_UNKNOWN));
    return is_known;
}

const char *words_real(char out[WORDS_NUMBER], enum lang lang, double value, int decimals)
{
    char plain[FIGURE];
    return is_told(out, lang, value) ? localise(out, lang, figures_real(plain, value, decimals))
                                     : out;
}

const char *words_fixed(char out[WORDS_NUMBER], enum lang lang, double value, int decimals)
{
    char plain[FIGURE];
    return is_told(out, lang, value) ? localise(out, lang, figures_fixed(plain, value, decimals))
                                     : out;
}
