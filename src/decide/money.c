/* Bounds that keep their sign; parties that add up to zero. */
#include "decide/money.h"

#include "base/fixed.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const FRONTS[] = {[MONEY_EXACTLY] = "",
                                     [MONEY_ABOUT] = "about ",
                                     [MONEY_OVER] = "over ",
                                     [MONEY_UNDER] = "under "};
#define MOST_DIGITS 15u

bool money_parse(struct money_number *out, const char *text)
{
    *out = (struct money_number){.bound = MONEY_UNKNOWN};
    if (!strcmp(text, "unknown"))
        return true;
    for (int bound = MONEY_UNDER; bound >= MONEY_EXACTLY; bound--) {
        size_t size = strlen(FRONTS[bound]);
        if (strncmp(text, FRONTS[bound], size) != 0)
            continue;
        size_t digits = strspn(text + size, "0123456789");
        if (!digits || digits > MOST_DIGITS || text[size + digits])
            return false;
        *out = (struct money_number){(enum money_bound)bound, strtoull(text + size, NULL, 10)};
        return true;
    }
    return false;
}

/* Which way the ratio may be off; both ways at once is not known. */
static enum money_bound bound_of(const struct money_number *a, const struct money_number *b)
{
    static const enum money_bound turned[] = {MONEY_EXACTLY, MONEY_ABOUT, MONEY_UNDER, MONEY_OVER,
                                              MONEY_UNKNOWN};
    enum money_bound below = turned[b->bound];
    if (!b->whole || a->bound == MONEY_UNKNOWN || below == MONEY_UNKNOWN)
        return MONEY_UNKNOWN;
    if (a->bound >= MONEY_OVER && below >= MONEY_OVER)
        return a->bound == below ? below : MONEY_UNKNOWN;
    return a->bound > below ? a->bound : below;
}

void money_ratio(char out[48], const struct money_number *a, const struct money_number *b)
{
    enum money_bound bound = bound_of(a, b);
    if (bound == MONEY_UNKNOWN) {
        snprintf(out, 48, "unknown");
        return;
    }
    if (bound == MONEY_OVER || bound == MONEY_UNDER) {
        uint64_t up = bound == MONEY_UNDER && a->whole % b->whole;
        snprintf(out, 48, "%s%" PRIu64, FRONTS[bound], a->whole / b->whole + up);
        return;
    }
    uint64_t tenths = fixed_mul_div(a->whole, 20, b->whole) + 1; /* halves up */
    snprintf(out, 48, "%s%" PRIu64 ".%" PRIu64, FRONTS[bound], tenths / 20, tenths / 2 % 10);
}

/* ---- parties ---------------------------------------------------------------------------- */

static struct money_party *party_of(struct money_party *parties, uint32_t *count, const char *name)
{
    uint32_t at = 0;
    while (at < *count && strcmp(parties[at].name, name) < 0)
        at++;
    if (at == *count || strcmp(parties[at].name, name) != 0) {
        memmove(&parties[at + 1], &parties[at], (*count - at) * sizeof *parties);
        parties[at] = (struct money_party){.name = name};
        ++*count;
    }
    return &parties[at];
}

uint32_t money_parties(struct money_party *out, const struct money_line *lines, uint32_t count)
{
    uint32_t parties = 0;
    for (uint32_t i = 0; i < count; i++) {
        struct money_party *payer = party_of(out, &parties, lines[i].payer);
        payer->paid_micro = fixed_add_bound(payer->paid_micro, lines[i].sek_micro);
        struct money_party *gainer = party_of(out, &parties, lines[i].gainer);
        gainer->gained_micro = fixed_add_bound(gainer->gained_micro, lines[i].sek_micro);
    }
    return parties;
}
