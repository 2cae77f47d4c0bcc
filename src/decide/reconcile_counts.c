/* Counts beside counts: reported and registered, parts and whole, providers that
 * nobody is sent to. */
#include "decide/reconcile.h"

#include "base/day.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum ws_status reconcile_count(struct reconcile *out, const char *id, const char *noun,
                               uint64_t reported, uint64_t registry, const char *as_of,
                               struct ws_error *err)
{
    struct reconcile_line *line = reconcile_add(out, RECONCILE_COUNT, err);
    if (!line)
        return WS_NO_MEMORY;
    line->reported = reported;
    line->registry = registry;
    line->has_unexplained = true;
    line->unexplained = (int64_t)reported - (int64_t)registry;
    snprintf(line->month, sizeof line->month, "%.10s", as_of);
    int used = snprintf(line->text, sizeof line->text,
                        "%.40s: %.60s: reported %" PRIu64 ", registry %" PRIu64, id, noun, reported,
                        registry);
    if (line->unexplained)
        snprintf(line->text + used, sizeof line->text - (size_t)used, ": %" PRId64 " unexplained",
                 line->unexplained);
    return WS_OK;
}

enum ws_status reconcile_parts(struct reconcile *out, const char *noun, const uint64_t *parts,
                               uint32_t part_count, uint64_t whole, struct ws_error *err)
{
    uint64_t sum = 0;
    struct reconcile_line *line = reconcile_add(out, RECONCILE_PARTS, err);
    if (!line)
        return WS_NO_MEMORY;
    size_t used = (size_t)snprintf(line->text, sizeof line->text, "%.60s: ", noun);
    bool is_cut = false;
    for (uint32_t i = 0; i < part_count; i++) {
        sum += parts[i];
        is_cut = is_cut || used + 80 >= sizeof line->text;
        if (!is_cut)
            used += (size_t)snprintf(line->text + used, sizeof line->text - used, "%s%" PRIu64,
                                     i ? " + " : "", parts[i]);
    }
    if (is_cut)
        used += (size_t)snprintf(line->text + used, sizeof line->text - used, " + ...");
    line->reported = sum;
    line->registry = whole;
    line->has_unexplained = true;
    line->unexplained = (int64_t)sum - (int64_t)whole;
    used += (size_t)snprintf(line->text + used, sizeof line->text - used, " = %" PRIu64, sum);
    if (sum != whole && used < sizeof line->text)
        snprintf(line->text + used, sizeof line->text - used,
                 "; expected %" PRIu64 ": %" PRId64 " unexplained", whole, line->unexplained);
    return WS_OK;
}

/* ---- months -------------------------------------------------------------------------- */

const char *reconcile_month(const struct referrals *referrals, const char *as_of)
{
    const char *found = "";
    for (uint32_t i = 0; i < referrals->count; i++)
        if (!*as_of || strncmp(referrals->rows[i].month, as_of, 7) <= 0)
            found = referrals->rows[i].month;
    return found;
}

/* below: the bound of a number that is not told; 0: there is none. */
static void add_persons(struct reconcile_sum *sum, uint64_t persons, uint32_t below)
{
    bool is_told = persons != FLOW_UNKNOWN;
    uint64_t most = is_told ? persons : below ? below - 1 : FLOW_UNKNOWN;
    sum->known += is_told ? persons : 0;
    sum->unknown_count += !is_told;
    sum->most = most == FLOW_UNKNOWN || sum->most == FLOW_UNKNOWN ? FLOW_UNKNOWN : sum->most + most;
}

void reconcile_month_sums(struct reconcile_sum *in, struct reconcile_sum *closing,
                          const struct referrals *referrals, const char *month)
{
    *in = *closing = (struct reconcile_sum){0};
    for (uint32_t i = 0; i < referrals->count; i++) {
        const struct referral *row = &referrals->rows[i];
        if (strcmp(row->month, month) != 0)
            continue;
        add_persons(in, row->in, row->in_below);
        add_persons(closing, row->closing, row->closing_below);
    }
}

/* ---- providers ------------------------------------------------------------------------ */

/* Somebody came, or nobody can say. */
static bool has_referrals(const struct referrals *referrals, const char *month,
                          const char *provider, bool *is_impaired)
{
    for (uint32_t i = 0; i < referrals->count; i++) {
        const struct referral *row = &referrals->rows[i];
        if (strcmp(row->month, month) != 0)
            continue;
        *is_impaired = *is_impaired || row->is_impaired;
        if (strcmp(row->provider, provider) == 0 && row->in > 0) /* unknown is above 0 */
            return true;
    }
    return false;
}

enum ws_status reconcile_idle(struct reconcile *out, const struct referrals *referrals,
                              const char *month, const struct reconcile_provider *providers,
                              uint32_t provider_count, const char *until, struct ws_error *err)
{
    for (uint32_t i = 0; i < provider_count; i++) {
        bool is_impaired = false;
        int32_t from, to;
        char since[80] = "";
        if (has_referrals(referrals, month, providers[i].name, &is_impaired))
            continue;
        struct reconcile_line *line = reconcile_add(out, RECONCILE_IDLE, err);
        if (!line)
            return WS_NO_MEMORY;
        snprintf(line->month, sizeof line->month, "%s", month);
        snprintf(line->provider, sizeof line->provider, "%.127s", providers[i].name);
        line->in = 0;
        if (day_read(&from, providers[i].since) && day_read(&to, until) && from <= to) {
            line->rate = to - from;
            snprintf(since, sizeof since, "; there since %s, %" PRId32 " days", providers[i].since,
                     to - from);
        }
        snprintf(line->text, sizeof line->text, "nobody referred in %s%s%s", month, since,
                 is_impaired ? "; sending people did not work" : "");
    }
    return WS_OK;
}
