/* Verdicts: refuse, or mend and list with the effect. */
#include "io/read.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *judge_label(struct input *in, int64_t fid)
{
    if (fid < 0)
        in->label[0] = '\0';
    else
        snprintf(in->label, sizeof in->label, "%s %" PRId64, in->is_table ? "line" : "feature",
                 fid);
    return in->label;
}

void judge_fault(struct input *in, int64_t fid, const char *fmt, ...)
{
    struct judge *judge = &in->judge;
    const char *label = judge_label(in, fid);
    if (judge->fault_count++ == 0) {
        size_t used =
            (size_t)snprintf(judge->first, sizeof judge->first, "%s%s", label, *label ? ": " : "");
        va_list args;
        va_start(args, fmt);
        vsnprintf(judge->first + used, sizeof judge->first - used, fmt, args);
        va_end(args);
        return;
    }
    size_t used = strlen(judge->others), size = strlen(label);
    if (size && judge->fault_count <= 21 && used + size + 3 < sizeof judge->others)
        snprintf(judge->others + used, sizeof judge->others - used, "%s%s", used ? ", " : "",
                 label);
}

char *judge_copy(struct input *in, const char *text)
{
    char *copy = mem_string(text);
    in->judge.has_no_memory |= text && !copy;
    return copy;
}

enum ws_status judge_end(struct input *in, struct ws_error *err)
{
    const struct judge *judge = &in->judge;
    if (judge->has_no_memory)
        return input_fail(in, WS_NO_MEMORY, err, "no memory");
    if (!judge->fault_count)
        return WS_OK;
    if (judge->fault_count == 1)
        return input_fail(in, WS_BAD_DATA, err, "%s", judge->first);
    return input_fail(in, WS_BAD_DATA, err, "%s; %" PRIu32 " more faults%s%s%s", judge->first,
                      judge->fault_count - 1, judge->others[0] ? " (" : "", judge->others,
                      judge->others[0] ? ")" : "");
}

enum ws_status judge_repair(struct input *in, int64_t fid, const char *effect, struct ws_error *err,
                            const char *fmt, ...)
{
    char words[600];
    va_list args;
    va_start(args, fmt);
    vsnprintf(words, sizeof words, fmt, args);
    va_end(args);
    struct place place = {.role = ws_role_name(in->role),
                          .file = in->file,
                          .layer = in->is_table ? "" : in->layer_name,
                          .feature = judge_label(in, fid)};
    return warnings_add(in->io->warnings, place, effect, err, "%s", words);
}
