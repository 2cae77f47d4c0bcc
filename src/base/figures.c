#include "base/figures.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

const char *figures_fixed(char out[FIGURE], double value, int decimals)
{
    if (!isfinite(value) || fabs(value) > 1e15) {
        snprintf(out, FIGURE, "%.6g", value);
        return out;
    }
    uint64_t scale = 1;
    for (int i = 0; i < decimals && i < 9 && fabs(value) * (double)scale < 1e17; i++)
        scale *= 10;
    uint64_t scaled = (uint64_t)(fabs(value) * (double)scale + 0.5);
    int used = snprintf(out, FIGURE, "%s%" PRIu64, value < 0 && scaled ? "-" : "", scaled / scale);
    if (scale > 1)
        out[used++] = '.';
    for (uint64_t place = scale / 10; place; place /= 10)
        out[used++] = (char)('0' + scaled / place % 10);
    out[used] = '\0';
    return out;
}

const char *figures_real(char out[FIGURE], double value, int decimals)
{
    figures_fixed(out, value, decimals);
    size_t length = strlen(out);
    if (!strchr(out, '.') || strchr(out, 'e'))
        return out;
    while (out[length - 1] == '0')
        length--;
    length -= out[length - 1] == '.';
    out[length] = '\0';
    return out;
}

int figures_km2_decimals(double m2)
{
    int decimals = 1;
    for (double least = 1e6; m2 != 0.0 && fabs(m2) < least && decimals < 9; least /= 10.0)
        decimals++;
    return decimals;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

const char *figures_limit(char out[FIGURE], const char *limit, enum lang lang)
{
    size_t used = 0, at = 0;
    for (; used + 1 < FIGURE; at++) {
        bool is_mark = at && (limit[at] == '.' || limit[at] == '_') && is_digit(limit[at + 1]);
        if (!is_mark && !is_digit(limit[at]))
            break;
        out[used++] = !is_mark ? limit[at] : lang == LANG_SV ? ',' : '.';
    }
    snprintf(out + used, FIGURE - used, "%s%s", at && limit[at] ? "\xc2\xa0" : "", limit + at);
    return out;
}
