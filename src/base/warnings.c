#include "base/warnings.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"

static char *format_text(const char *fmt, va_list args)
{
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    if (length < 0)
        return mem_string(fmt);
    char *text = mem_array((size_t)length + 1, 1);
    if (text)
        vsnprintf(text, (size_t)length + 1, fmt, args);
    return text;
}

static char *copy_text(const char *text)
{
    return mem_string(text ? text : "");
}

static void release_line(struct ws_warning *line)
{
    mem_free(line->role);
    mem_free(line->file);
    mem_free(line->layer);
    mem_free(line->feature);
    mem_free(line->what);
    mem_free(line->effect);
}

static struct ws_warning make_line(struct place place, const char *effect, const char *fmt,
                                   va_list args)
{
    return (struct ws_warning){.role = copy_text(place.role),
                               .file = copy_text(place.file),
                               .layer = copy_text(place.layer),
                               .feature = copy_text(place.feature),
                               .what = format_text(fmt, args),
                               .effect = copy_text(effect)};
}

static bool is_whole(const struct ws_warning *line)
{
    return line->role && line->file && line->layer && line->feature && line->what && line->effect;
}

enum ws_status warnings_add(struct warnings *list, struct place place, const char *effect,
                            struct ws_error *err, const char *fmt, ...)
{
    assert(list && fmt);
    va_list args;
    va_start(args, fmt);
    struct ws_warning line = make_line(place, effect, fmt, args);
    va_end(args);
    if (!is_whole(&line) ||
        mem_grow(&list->items, &list->cap, list->count + 1, sizeof *list->items)) {
        release_line(&line);
        return error_set(err, WS_NO_MEMORY, "no memory for %zu warnings", list->count + 1);
    }
    list->items[list->count++] = line;
    return WS_OK;
}

enum ws_status warnings_fault(struct warnings *list, struct place place, enum ws_status status,
                              struct ws_error *err, const char *fmt, ...)
{
    assert(list && fmt && status);
    va_list args;
    va_start(args, fmt);
    struct ws_warning line = make_line(place, NULL, fmt, args);
    va_end(args);
    line.status = status;
    if (!is_whole(&line) ||
        mem_grow(&list->faults, &list->fault_cap, list->fault_count + 1, sizeof *list->faults)) {
        release_line(&line);
        return error_set(err, WS_NO_MEMORY, "no memory for %zu faults", list->fault_count + 1);
    }
    list->faults[list->fault_count++] = line;
    return WS_OK;
}

void warnings_lead(struct warnings *list, size_t at)
{
    assert(at < list->fault_count);
    struct ws_warning last = list->faults[list->fault_count - 1];
    memmove(list->faults + at + 1, list->faults + at,
            (list->fault_count - 1 - at) * sizeof *list->faults);
    list->faults[at] = last;
}

void warnings_cut(struct warnings *list, size_t count)
{
    while (list->count > count)
        release_line(&list->items[--list->count]);
}

void warnings_release(struct warnings *list)
{
    if (!list)
        return;
    for (size_t i = 0; i < list->count; i++)
        release_line(&list->items[i]);
    for (size_t i = 0; i < list->fault_count; i++)
        release_line(&list->faults[i]);
    mem_free(list->items);
    mem_free(list->faults);
    *list = (struct warnings){0};
}

const char *ws_role_name(enum ws_role role)
{
    static const char *const names[WS_ROLE_COUNT] = {
        [WS_ROLE_MUNICIPALITIES] = "municipalities",
        [WS_ROLE_OFFICES] = "offices",
        [WS_ROLE_POPULATION] = "population",
        [WS_ROLE_ROADS] = "roads",
        [WS_ROLE_SUPPLIER_AREAS] = "supplier-areas",
        [WS_ROLE_CONTROL] = "control",
        [WS_ROLE_COMMUTING] = "commuting",
        [WS_ROLE_UNEMPLOYED] = "unemployed",
        [WS_ROLE_REFERRALS] = "referrals",
        [WS_ROLE_CLAIMS] = "claims",
        [WS_ROLE_NOTES] = "notes",
        [WS_ROLE_REMOTE] = "remote",
        [WS_ROLE_CONTRACTS] = "contracts",
        [WS_ROLE_POLICY] = "policy",
        [WS_ROLE_CANDIDATES] = "candidates",
        [WS_ROLE_SCENARIO] = "scenario",
        [WS_ROLE_APPLICATIONS] = "applications",
    };
    return (unsigned)role < WS_ROLE_COUNT ? names[role] : "input";
}
