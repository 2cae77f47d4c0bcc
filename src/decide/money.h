/* decide/money.h: sums that people name, with their bounds, and who pays whom.
 *
 * "over 40 000 000" divided by "about 1 100" stays a lower bound. Lines of transfer
 * move money between parties: what all of them gain and pay is equal. */
#ifndef DECIDE_MONEY_H
#define DECIDE_MONEY_H
#include <stdbool.h>
#include <stdint.h>
#include <whitespot/error.h>
#include <whitespot/model.h>

enum money_bound { MONEY_EXACTLY, MONEY_ABOUT, MONEY_OVER, MONEY_UNDER, MONEY_UNKNOWN };
struct money_number {
    enum money_bound bound;
    uint64_t whole;
};
/* "24", "about 1100", "over 40000000", "under 5", "unknown"; false: none of these. */
bool money_parse(struct money_number *out, const char *text);
/* a / b with its sign: a lower bound rounded down, an upper one rounded up, else one
 * decimal: "over 36363", "about 45.8", "unknown". b 0: unknown. */
void money_ratio(char out[48], const struct money_number *a, const struct money_number *b);

/* A line: what one party pays another. WS_UNBOUNDED: the amount is not known. */
struct money_line {
    char name[64], payer[64], gainer[64];
    uint64_t sek_micro;
};
struct money_party {
    const char *name;
    uint64_t paid_micro, gained_micro; /* WS_UNBOUNDED: some line is not known */
};
/* The parties of the lines by name; room for 2 count. Returns how many. Where all
 * lines are known, what is paid and what is gained are equal in sum. */
uint32_t money_parties(struct money_party *out, const struct money_line *lines, uint32_t count);
#endif
