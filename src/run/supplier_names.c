/* Names of providers that may be one, and contracts of those who have no office. */
#include "run/supplier.h"

#include "base/mem.h"
#include "base/text.h"
#include "run/explain.h"
#include "run/run.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Providers named in one line; the others are counted. */
#define NAMED 3u

const char *supplier_alike(char *const *names, uint32_t count, const char *provider)
{
    for (uint32_t i = 0; i < count; i++)
        if (io_is_alike(names[i], provider))
            return names[i];
    const char *nearest = explain_nearest(names, count, provider);
    return nearest && explain_is_slip(nearest, provider) ? nearest : NULL;
}

static bool has_office(const struct offices *offices, const char *provider)
{
    for (uint32_t i = 0; i < offices->provider_count; i++)
        if (!strcmp(offices->provider[i], provider))
            return true;
    return false;
}

/* Contracts are sorted by area: whether a row above has the provider too. */
static bool is_repeated(const struct contracts *contracts, uint32_t contract)
{
    for (uint32_t i = 0; i < contract; i++)
        if (!strcmp(contracts->provider[i], contracts->provider[contract]))
            return true;
    return false;
}

static enum ws_status tell_slip(struct run *run, struct place place, const char *provider,
                                const char *nearest, struct ws_error *err)
{
    if (io_is_alike(nearest, provider)) /* the reader told of both */
        return WS_OK;
    return warnings_add(&run->warnings, place, "they count as two providers", err,
                        "contract of a provider without an office: \"%.80s\"; the nearest is "
                        "\"%.80s\"",
                        provider, nearest);
}

/* On the days of a timeline their number says when offices opened, and is no news. */
static enum ws_status tell_others(struct run *run, struct place place, uint32_t count,
                                  struct text *named, struct ws_error *err)
{
    char *list = NULL;
    enum ws_status st = count && !run->is_timeline ? text_take(&list, named, err) : WS_OK;
    if (!st && list)
        st = warnings_add(&run->warnings, place, "supply on paper; they reach nobody by road", err,
                          "contracts of %" PRIu32 " provider%s without an office: %s%s", count,
                          count == 1 ? "" : "s", list, count > NAMED ? "; ..." : "");
    mem_free(list);
    return st;
}

enum ws_status supplier_tell_officeless(struct run *run, enum ws_role role, struct ws_error *err)
{
    const struct contracts *contracts = &run->supplier->contracts;
    const struct offices *offices = &run->offices;
    struct place place = {.role = ws_role_name(role), .file = run->options->source[role].given};
    struct text named = {0};
    uint32_t others = 0;
    enum ws_status st = WS_OK;
    for (uint32_t i = 0; !st && offices->provider_count && i < contracts->count; i++) {
        const char *provider = contracts->provider[i];
        if (has_office(offices, provider) || is_repeated(contracts, i))
            continue;
        const char *alike = supplier_alike(offices->provider, offices->provider_count, provider);
        if (alike)
            st = tell_slip(run, place, provider, alike, err);
        else if (others++ < NAMED)
            text_add(&named, "%s%.80s", named.length ? "; " : "", provider);
    }
    if (!st)
        st = tell_others(run, place, others, &named, err);
    text_release(&named);
    return st;
}
