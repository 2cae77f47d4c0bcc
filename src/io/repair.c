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
    size_t used = strlen(in->label);
    if (fid >= 0 && in->row_name[0] && in->named_fid == fid)
        snprintf(in->label + used, sizeof in->label - used, " (%s)", in->row_name);
    return in->label;
}

void judge_name(struct input *in, int64_t fid, const char *name)
{
    in->named_fid = fid;
    text_copy(in->row_name, sizeof in->row_name, name ? name : "");
}

static struct place place_of(struct input *in, int64_t fid)
{
    return (struct place){.role = ws_role_name(in->role),
                          .file = in->file,
                          .layer = in->is_table ? "" : in->layer_name,
                          .feature = judge_label(in, fid)};
}

void judge_fault(struct input *in, int64_t fid, const char *fmt, ...)
{
    struct judge *judge = &in->judge;
    struct warnings *list = in->io->warnings;
    if (judge->fault_count++ >= JUDGE_IN_WORDS) {
        list->faults[list->fault_count - 1].more++;
        return;
    }
    char words[600];
    va_list args;
    va_start(args, fmt);
    vsnprintf(words, sizeof words, fmt, args);
    va_end(args);
    if (warnings_fault(list, place_of(in, fid), WS_BAD_DATA, NULL, "%s", words)) {
        judge->fault_count--;
        judge->has_no_memory = true;
    } else if (judge->fault_count == 1) {
        judge->first = list->fault_count - 1;
    }
}

char *judge_copy(struct input *in, const char *text)
{
    char *copy = mem_string(text);
    in->judge.has_no_memory |= text && !copy;
    return copy;
}

bool judge_answer(bool *is_yes, struct input *in, OGRFeatureH feature, int column)
{
    const char *text = columns_text(in, feature, column);
    enum value kind = text ? value_bool(is_yes, text) : VALUE_MISSING;
    if (kind == VALUE_BAD)
        judge_fault(in, OGR_F_GetFID(feature),
                    "%s is %.40s; expected yes or no (ja, nej; true, false; 1, 0), or nothing when "
                    "it is not known",
                    columns_name(in, column), text);
    return kind == VALUE_OK;
}

enum ws_status judge_end(struct input *in, struct ws_error *err)
{
    const struct judge *judge = &in->judge;
    if (judge->has_no_memory)
        return input_fail(in, WS_NO_MEMORY, err, "no memory");
    if (!judge->fault_count)
        return WS_OK;
    const struct ws_warning *first = &in->io->warnings->faults[judge->first];
    char others[40] = "";
    if (judge->fault_count > 1)
        snprintf(others, sizeof others, "; %" PRIu64 " more fault%s", judge->fault_count - 1,
                 judge->fault_count == 2 ? "" : "s");
    return input_fail(in, WS_BAD_DATA, err, "%s%s%s%s", first->feature, *first->feature ? ": " : "",
                      first->what, others);
}

enum ws_status judge_repair(struct input *in, int64_t fid, const char *effect, struct ws_error *err,
                            const char *fmt, ...)
{
    char words[600];
    va_list args;
    va_start(args, fmt);
    vsnprintf(words, sizeof words, fmt, args);
    va_end(args);
    return warnings_add(in->io->warnings, place_of(in, fid), effect, err, "%s", words);
}

enum ws_status io_note_unjudged(struct io *io, const struct ws_source *source, enum ws_role role,
                                const char *why, struct ws_error *err)
{
    struct input in = {0};
    enum ws_status st = input_begin(&in, io, source, role, err);
    if (!st)
        text_copy(input_record(&in)->unjudged, sizeof input_record(&in)->unjudged, why);
    input_close(&in);
    return st;
}
