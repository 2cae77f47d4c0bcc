#include "decide/claims.h"

#include "base/error.h"
#include "base/fixed.h"
#include "base/mem.h"
#include "decide/metrics.h"

#include <assert.h>
#include <ctype.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

const char *claims_verdict_name(enum claim_verdict verdict)
{
    return verdict == CLAIM_REPRODUCED       ? "reproduced"
           : verdict == CLAIM_NOT_REPRODUCED ? "not reproduced"
                                             : "not testable";
}

/* ---- numbers ---------------------------------------------------------------------- */

/* a < b, exactly: x < n for a whole n when floor(x) < n. */
static bool is_below(struct ws_fraction a, struct ws_fraction b)
{
    return fixed_mul_div(a.part, b.whole, a.whole) < b.part;
}

/* The numbers that agree with a claim; part WS_UNBOUNDED: no end. */
struct range {
    struct ws_fraction low, high;
    bool is_low_in, is_high_in; /* the ends belong to it */
};

static uint64_t power_of_ten(uint32_t exponent)
{
    uint64_t power = 1;
    while (exponent--)
        power *= 10;
    return power;
}

/* A share as 0 or 1 is nobody or all: there is no digit that was rounded. */
static bool is_all_or_nothing(const struct claim *claim)
{
    return claim->metric < WS_COUNT_MUNICIPALITIES && !claim->value.is_percent &&
           !claim->value.decimals && claim->value.digits <= 1;
}

/* Half a unit of the last digit written; with "about" of the last that is not 0, of
 * a share at most five percentage points: about 100 % is not 50 %. */
static uint64_t half_unit(const struct claim *claim, uint64_t scale, uint64_t whole)
{
    uint64_t digits = claim->value.digits;
    uint64_t unit = scale / power_of_ten(claim->value.decimals) / 2;
    bool is_part = claim->value.is_percent || claim->value.decimals;
    if (is_all_or_nothing(claim))
        return 0;
    while (claim->relation == CLAIM_ABOUT && digits && digits % 10 == 0 &&
           (!is_part || 10 * unit <= whole / 20)) {
        digits /= 10;
        unit *= 10;
    }
    return unit;
}

static struct range range_of(const struct claim *claim)
{
    const struct claim_number *value = &claim->value, *extra = &claim->tolerance;
    uint32_t decimals = value->decimals;
    if (claim->has_tolerance && extra->decimals > decimals)
        decimals = extra->decimals;
    /* In halves of the last digit, so that a half unit is whole. */
    uint64_t scale = 2 * power_of_ten(decimals), whole = scale * (value->is_percent ? 100 : 1);
    uint64_t at = value->digits * (scale / power_of_ten(value->decimals));
    uint64_t more = half_unit(claim, scale, whole);
    if (claim->has_tolerance)
        more = extra->digits * (scale / power_of_ten(extra->decimals));
    struct ws_fraction low = {at > more ? at - more : 0, whole}, high = {at + more, whole};
    struct ws_fraction exact = {at, whole}, nothing = {0, whole}, any = {WS_UNBOUNDED, whole};
    bool is_above = claim->relation == CLAIM_ABOVE || claim->relation == CLAIM_AT_LEAST;
    bool is_strict = claim->relation == CLAIM_ABOVE || claim->relation == CLAIM_BELOW;
    if (claim->relation == CLAIM_EQUAL || claim->relation == CLAIM_ABOUT)
        return (struct range){low, high, true, true};
    if (is_above)
        return (struct range){exact, claim->has_tolerance ? high : any, !is_strict, true};
    return (struct range){claim->has_tolerance ? low : nothing, exact, true, !is_strict};
}

/* -1: below the range, 0: in it, 1: above. */
static int side_of(const struct range *range, struct ws_fraction value)
{
    if (is_below(value, range->low) || (!range->is_low_in && !is_below(range->low, value)))
        return -1;
    if (range->high.part == WS_UNBOUNDED)
        return 0;
    return is_below(range->high, value) || (!range->is_high_in && !is_below(value, range->high));
}

enum claim_verdict claims_compare(bool *is_straddling, const struct claim *claim,
                                  struct ws_fraction low, struct ws_fraction high)
{
    struct range range = range_of(claim);
    int from = side_of(&range, low), to = side_of(&range, high);
    *is_straddling = false;
    if (!from && !to)
        return CLAIM_REPRODUCED;
    if (from && from == to)
        return CLAIM_NOT_REPRODUCED;
    *is_straddling = true;
    return CLAIM_NOT_TESTABLE;
}

double claims_number(struct claim_number number)
{
    double value = (double)number.digits / (double)power_of_ten(number.decimals);
    return number.is_percent ? value / 100.0 : value;
}

void claims_number_text(char out[64], const struct claim *claim)
{
    static const char *const signs[] = {
        [CLAIM_ABOVE] = ">", [CLAIM_AT_LEAST] = ">=", [CLAIM_EQUAL] = "=",
        [CLAIM_BELOW] = "<", [CLAIM_AT_MOST] = "<=",  [CLAIM_ABOUT] = "about",
    };
    const struct claim_number *value = &claim->value;
    uint64_t ten = power_of_ten(value->decimals);
    int used = snprintf(out, 64, "%s %" PRIu64, signs[claim->relation], value->digits / ten);
    if (value->decimals)
        used += snprintf(out + used, 64 - (size_t)used, ".%0*" PRIu64, (int)value->decimals,
                         value->digits % ten);
    snprintf(out + used, 64 - (size_t)used, "%s", value->is_percent ? " %" : "");
}

static struct ws_fraction rest_of(struct ws_fraction share)
{
    return (struct ws_fraction){share.whole - share.part, share.whole};
}

void claims_interval(struct ws_fraction *low, struct ws_fraction *high, const struct claim *claim,
                     const struct ws_metric *metric)
{
    *low = claim->is_complement ? rest_of(metric->high) : metric->low;
    *high = claim->is_complement ? rest_of(metric->low) : metric->high;
}

double claims_computed(const struct claim *claim, const struct ws_metric *metric)
{
    struct ws_fraction value = {metric->part_micro, metric->has_value ? metric->whole_micro : 0};
    return metrics_fraction(claim->is_complement ? rest_of(value) : value);
}

/* ---- what a reading is about -------------------------------------------------------- */

/* Letters of ASCII without their case; others as they are. */
static bool is_same_word(const char *a, const char *b)
{
    while (*a && *b && tolower((unsigned char)*a) == tolower((unsigned char)*b)) {
        a++;
        b++;
    }
    return !*a && !*b;
}

static bool is_share(const struct claim *claim)
{
    return claim->value.is_percent || claim->value.decimals > 0;
}

/* Whether the figure is a reading of the claim at all. */
static bool is_reading(const struct claim *claim, const struct ws_metric *metric,
                       uint32_t limit_cost)
{
    if (claim->metric < WS_METRIC_IDS ? claim->metric != metric->id
                                      : is_share(claim) == metric->is_count)
        return false;
    if (metric->id == WS_M4 && !metric->is_main && !claim->as_of[0])
        return false; /* another month than that of the run */
    if (claim->choice && metric->choice && claim->choice != metric->choice)
        return false;
    if (limit_cost == WS_COST_INF)
        return true;
    return metric->id == WS_M6 ? limit_cost == metric->cutoff_cost : claim->metric < WS_METRIC_IDS;
}

/* A day or month of the claim is that of the figure: 2020-04 holds 2020-04-15. */
static bool is_same_day(const char *a, const char *b)
{
    size_t size = strlen(a) < strlen(b) ? strlen(a) : strlen(b);
    return size >= 4 && strncmp(a, b, size) == 0;
}

static bool is_about_people(const struct ws_metric *metric)
{
    return !metric->is_count && metric->id != WS_M5;
}

static bool has_same_unit(const struct claim *claim, const struct ws_metric *metric)
{
    bool is_of_people = is_same_word(claim->unit, "person") || is_same_word(claim->unit, "people");
    return is_same_word(claim->unit, metric->unit) || (is_of_people && is_about_people(metric));
}

static bool has_same_people(const struct claim *claim, const struct ws_metric *metric)
{
    bool is_of_residents = metric->id == WS_M1 || metric->id == WS_M6;
    return is_same_word(claim->population, metric->population) ||
           (is_of_residents && is_same_word(claim->population, "residents"));
}

/* Why a reading cannot be held against the claim; false: it can. */
static bool find_mismatch(char why[200], bool *is_other_scheme, const struct claim *claim,
                          const struct ws_metric *metric)
{
    *is_other_scheme =
        claim->scheme[0] && metric->scheme[0] && !is_same_word(claim->scheme, metric->scheme);
    if (*is_other_scheme)
        snprintf(why, 200, "wrong scheme: the claim is about %.60s, the data are about %.60s",
                 claim->scheme, metric->scheme);
    else if (claim->scheme[0] && !metric->scheme[0])
        snprintf(why, 200,
                 "the claim is about %.60s; nothing tells the scheme of the data "
                 "(--scheme)",
                 claim->scheme);
    else if (claim->unit[0] && !has_same_unit(claim, metric))
        snprintf(why, 200, "wrong unit: the claim counts by %s, this figure by %s", claim->unit,
                 metric->unit);
    else if (claim->population[0] && metric->population[0] && !has_same_people(claim, metric))
        snprintf(why, 200, "wrong population: the claim is about %.60s, this figure about %.60s",
                 claim->population, metric->population);
    else if (claim->ages[0] && !is_about_people(metric))
        return false;
    else if (claim->ages[0] && !is_same_word(claim->ages, metric->ages))
        snprintf(why, 200, "wrong ages: the claim is about %s, this figure about %s", claim->ages,
                 metric->ages[0] ? metric->ages : "ages that nothing tells");
    else if (claim->as_of[0] && !metric->as_of[0])
        snprintf(why, 200, "the claim is about %s; no day is asked for (--as-of)", claim->as_of);
    else if (claim->as_of[0] && !is_same_day(claim->as_of, metric->as_of))
        snprintf(why, 200, "wrong day: the claim is about %s, this figure about %s", claim->as_of,
                 metric->as_of);
    else
        return false;
    return true;
}

/* "13", "at least 13", "13 to 17" with a dash. */
static void say_count(char out[48], const struct ws_metric *metric)
{
    uint64_t low = metric->part_micro / WS_MICRO;
    bool is_open = isnan(metrics_end(metric->high));
    if (metric->has_value || is_open)
        snprintf(out, 48, "%s%" PRIu64, metric->has_value ? "" : "at least ", low);
    else
        snprintf(out, 48, "%" PRIu64 "\xe2\x80\x93%" PRIu64, low,
                 metric->high.part / metric->high.whole);
}

static void judge_reading(struct claim_reading *out, bool *is_other_scheme,
                          const struct claim *claim, const struct ws_metric *metric)
{
    char text[64], interval[48];
    struct ws_fraction low, high;
    out->verdict = CLAIM_NOT_TESTABLE;
    if (find_mismatch(out->why, is_other_scheme, claim, metric))
        return;
    claims_interval(&low, &high, claim, metric);
    if (!low.whole || !high.whole) {
        snprintf(out->why, sizeof out->why, "not defined: nobody is counted");
        return;
    }
    out->verdict = claims_compare(&out->is_straddling, claim, low, high);
    claims_number_text(text, claim);
    metrics_interval_text(interval, low, high, 2);
    if (low.part == high.part && low.whole == high.whole)
        snprintf(interval, sizeof interval, "%.2f %%", 100.0 * metrics_fraction(low));
    if (metric->is_count)
        say_count(interval, metric);
    snprintf(out->why, sizeof out->why, "%s %s %s", interval,
             out->is_straddling                 ? "holds numbers on both sides of"
             : out->verdict == CLAIM_REPRODUCED ? "agrees with"
                                                : "disagrees with",
             text);
}

/* ---- a claim ------------------------------------------------------------------------- */

static const char *what_it_needs(enum ws_metric_id id)
{
    switch (id) {
    case WS_M4:
        return "M4 needs the registered unemployed (--unemployed)";
    case WS_COUNT_AREAS:
        return "a count of areas needs --supplier-areas";
    case WS_COUNT_REFERRED:
        return "a count of persons referred needs --referrals with a month on or before the day";
    default:
        return "no figure of this run has its number of providers and limit (--choice, --within)";
    }
}

static void say_reading(char *out, size_t room, const struct ws_metric *metric, bool is_complement)
{
    char k[24] = "";
    if (metric->choice)
        snprintf(k, sizeof k, ", k = %" PRIu32, metric->choice);
    snprintf(out, room, "%s%.24s%s%s%.16s%s%.32s%s", is_complement ? "1-" : "",
             metrics_name(metric->id), k, metric->limit[0] ? " within " : "", metric->limit,
             metric->population[0] ? ", " : "", metric->population,
             metric->id <= WS_M4
                 ? (strcmp(metric->unit, "area") == 0 ? ", by area" : ", by municipality")
                 : "");
}

/* Better readings decide: one that agrees, then one that cannot tell, then one that
 * disagrees, then those that do not fit. */
static int rank_of(const struct claim_reading *reading)
{
    if (reading->verdict == CLAIM_REPRODUCED)
        return 3;
    if (reading->is_straddling)
        return 2;
    return reading->verdict == CLAIM_NOT_REPRODUCED;
}

static void judge_claim(struct claim_answer *answer, const struct claim *claim,
                        const struct claim_reading *readings, const struct ws_metric *metrics,
                        uint32_t limit_cost)
{
    uint32_t agree = 0, disagree = 0, straddle = 0;
    char which[120] = "";
    answer->deciding = WS_NONE;
    answer->verdict = CLAIM_NOT_TESTABLE;
    for (uint32_t i = 0; i < answer->reading_count; i++) {
        const struct claim_reading *reading = &readings[answer->first_reading + i];
        if (answer->deciding == WS_NONE || rank_of(reading) > rank_of(&readings[answer->deciding]))
            answer->deciding = answer->first_reading + i;
        agree += reading->verdict == CLAIM_REPRODUCED;
        disagree += reading->verdict == CLAIM_NOT_REPRODUCED;
        straddle += reading->is_straddling;
    }
    if (answer->deciding == WS_NONE) {
        snprintf(
            answer->why, sizeof answer->why, "%s",
            !limit_cost
                ? "its limit cannot be read or is of the other kind; expected 30km in a run by "
                  "distance, 15min in one by time"
                : what_it_needs(claim->metric));
        return;
    }
    const struct claim_reading *deciding = &readings[answer->deciding];
    say_reading(which, sizeof which, &metrics[deciding->metric], claim->is_complement);
    if (agree)
        answer->verdict = CLAIM_REPRODUCED;
    else if (disagree && !straddle)
        answer->verdict = CLAIM_NOT_REPRODUCED;
    if (agree + disagree + straddle)
        snprintf(answer->why, sizeof answer->why, "%s: %.90s", which, deciding->why);
    else
        snprintf(answer->why, sizeof answer->why, "%s", deciding->why);
    size_t used = strlen(answer->why);
    if (agree + disagree + straddle > 1)
        snprintf(answer->why + used, sizeof answer->why - used,
                 "; of %" PRIu32 " readings %" PRIu32 " agree", agree + disagree + straddle, agree);
}

static enum ws_status add_reading(struct claim_answers *out, size_t *cap, uint32_t claim,
                                  uint32_t metric, struct ws_error *err)
{
    if (mem_grow(&out->readings, cap, (size_t)out->reading_count + 1, sizeof *out->readings))
        return error_set(err, WS_NO_MEMORY, "no memory for readings of claims");
    out->readings[out->reading_count++] = (struct claim_reading){.claim = claim, .metric = metric};
    return WS_OK;
}

static enum ws_status judge_all(struct claim_answers *out, const struct claims *claims,
                                const uint32_t *limit_cost, const struct ws_metric *metrics,
                                uint32_t metric_count, struct ws_error *err)
{
    size_t cap = 0;
    enum ws_status st = WS_OK;
    for (uint32_t c = 0; !st && c < claims->count; c++) {
        struct claim_answer *answer = &out->answers[c];
        answer->first_reading = out->reading_count;
        for (uint32_t m = 0; !st && m < metric_count; m++) {
            bool is_other_scheme;
            if (!is_reading(&claims->items[c], &metrics[m], limit_cost[c]))
                continue;
            st = add_reading(out, &cap, c, m, err);
            if (st)
                break;
            judge_reading(&out->readings[out->reading_count - 1], &is_other_scheme,
                          &claims->items[c], &metrics[m]);
            answer->is_other_scheme = answer->is_other_scheme || is_other_scheme;
        }
        answer->reading_count = out->reading_count - answer->first_reading;
        judge_claim(answer, &claims->items[c], out->readings, metrics, limit_cost[c]);
    }
    return st;
}

enum ws_status claims_judge(struct claim_answers *out, const struct claims *claims,
                            const uint32_t *limit_cost, const struct ws_metric *metrics,
                            uint32_t metric_count, struct ws_error *err)
{
    assert(out && claims && limit_cost && metrics);
    struct claim_answers answers = {.count = claims->count};
    answers.answers = mem_array(claims->count, sizeof *answers.answers);
    if (!answers.answers)
        return error_set(err, WS_NO_MEMORY, "no memory for %" PRIu32 " claims", claims->count);
    enum ws_status st = judge_all(&answers, claims, limit_cost, metrics, metric_count, err);
    if (st)
        claim_answers_release(&answers);
    else
        *out = answers;
    return st;
}

void claim_answers_release(struct claim_answers *answers)
{
    if (!answers)
        return;
    mem_free(answers->answers);
    mem_free(answers->readings);
    *answers = (struct claim_answers){0};
}
