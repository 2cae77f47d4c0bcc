/* Numbers and names of an explanation as words. Whole numbers all the way: no
 * locale, and a margin of one millimetre shows. */
#include "run/phrases.h"

#include "base/fixed.h"
#include "base/mem.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void phrases_add(struct phrases *phrases, const char *fmt, ...)
{
    char line[4096], escape[8];
    va_list args;
    va_start(args, fmt);
    vsnprintf(line, sizeof line, fmt, args);
    va_end(args);
    for (const char *at = line; *at; at++) {
        unsigned char byte = (unsigned char)*at;
        if (byte >= 0x20 && byte != 0x7f) {
            text_put_bytes(&phrases->text, at, 1);
            continue;
        }
        snprintf(escape, sizeof escape, "\\x%02x", byte);
        text_put(&phrases->text, escape);
    }
}

void phrases_end_line(struct phrases *phrases)
{
    text_put(&phrases->text, "\n");
}

void phrases_heading(struct phrases *phrases, const char *heading)
{
    phrases_end_line(phrases);
    phrases_add(phrases, "%s", heading);
    phrases_end_line(phrases);
}

enum ws_status phrases_take(char **out, struct phrases *phrases, struct ws_error *err)
{
    return text_take(out, &phrases->text, err);
}

void phrases_cost(char out[40], const struct run *run, uint32_t cost)
{
    if (cost >= WS_COST_INF)
        snprintf(out, 40, "not reachable");
    else if (run->options->is_time && cost < 60000)
        snprintf(out, 40, "%" PRIu32 ".%03" PRIu32 " s", cost / 1000, cost % 1000);
    else if (run->options->is_time)
        snprintf(out, 40, "%" PRIu32 " min %02" PRIu32 ".%03" PRIu32 " s", cost / 60000,
                 cost / 1000 % 60, cost % 1000);
    else if (cost < 1000000)
        snprintf(out, 40, "%" PRIu32 ".%03" PRIu32 " m", cost / 1000, cost % 1000);
    else
        snprintf(out, 40, "%" PRIu32 ".%06" PRIu32 " km", cost / 1000000, cost % 1000000);
}

void phrases_length(char out[40], uint64_t mm)
{
    snprintf(out, 40, "%" PRIu64 ".%03" PRIu64 " km", mm / 1000000, mm / 1000 % 1000);
}

void phrases_people(char out[40], uint64_t micro)
{
    uint64_t tenths = (micro + WS_MICRO / 20) / (WS_MICRO / 10);
    snprintf(out, 40, "%" PRIu64 ".%" PRIu64, tenths / 10, tenths % 10);
}

void phrases_percent(char out[40], uint64_t part, uint64_t whole, int way)
{
    if (!whole) {
        snprintf(out, 40, "not defined");
        return;
    }
    uint64_t tenths = fixed_permille(part, whole, way);
    snprintf(out, 40, "%" PRIu64 ".%" PRIu64, tenths / 10, tenths % 10);
}

const char *phrases_plural(uint64_t count)
{
    return count == 1 ? "" : "s";
}

bool phrases_is_one(uint64_t micro)
{
    return micro && (micro + WS_MICRO / 2) / WS_MICRO <= 1;
}

const char *phrases_persons(uint64_t micro)
{
    return phrases_is_one(micro) ? "person" : "people";
}

const char *phrases_weight(const struct run *run, uint32_t weight)
{
    const char *label = run->population.weight_label[weight];
    return label[0] ? label : run->population.weight_name[weight];
}

const char *phrases_provider(const struct run *run, uint32_t office)
{
    return run->offices.provider[run->offices.points.group[office]];
}

void phrases_row(struct phrases *phrases, struct row_label label)
{
    phrases_add(phrases, "%s%s%s", label.file, label.row[0] ? ": " : "", label.row);
}

void phrases_office_row(struct phrases *phrases, const struct run *run, uint32_t office)
{
    const int64_t *fid = run->offices.points.fid;
    phrases_row(phrases,
                explain_row(&run->options->source[WS_ROLE_OFFICES], fid ? fid[office] : -1));
}

void phrases_limit(struct phrases *phrases, const struct run *run, uint32_t cutoff, uint32_t choice)
{
    char name[80];
    snprintf(name, sizeof name, "within %s of %" PRIu32 " provider%s",
             run->options->cutoff_text[cutoff], choice, phrases_plural(choice));
    phrases_add(phrases, "  %-32s", name);
}

const char *phrases_whole(char out[40], uint64_t micro)
{
    char digits[24];
    uint64_t people = (micro + WS_MICRO / 2) / WS_MICRO;
    size_t used = 0;
    if (micro && !people)
        return "fewer than 1";
    int length = snprintf(digits, sizeof digits, "%" PRIu64, people);
    for (int i = 0; i < length; i++) {
        if (i && (length - i) % 3 == 0)
            out[used++] = ',';
        out[used++] = digits[i];
    }
    out[used] = '\0';
    return out;
}
