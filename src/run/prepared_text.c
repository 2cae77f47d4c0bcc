/* The text of a prepared network, line by line: a word, then fields between
 * tabs. Tab, newline and backslash inside a field are escaped. */
#include "run/prepared.h"

#include "base/file.h"
#include "base/mem.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- writing ----------------------------------------------------------------- */

struct text {
    char *bytes;
    size_t size, cap;
    bool has_no_memory;
};

static void put_byte(struct text *text, char c)
{
    if (mem_grow(&text->bytes, &text->cap, text->size + 2, 1)) {
        text->has_no_memory = true;
        return;
    }
    text->bytes[text->size++] = c;
    text->bytes[text->size] = '\0';
}

static void put_field(struct text *text, const char *field)
{
    put_byte(text, '\t');
    for (; *field; field++) {
        const char *special = strchr("\t\n\\", *field);
        if (special)
            put_byte(text, '\\');
        put_byte(text, special ? "tn\\"[special - "\t\n\\"] : *field);
    }
}

static void put_line(struct text *text, const char *word, uint32_t count, ...)
{
    va_list fields;
    va_start(fields, count);
    for (; *word; word++)
        put_byte(text, *word);
    for (uint32_t i = 0; i < count; i++)
        put_field(text, va_arg(fields, const char *));
    va_end(fields);
    put_byte(text, '\n');
}

/* The bits of a number: exact, and the same in every locale. */
static const char *number_text(char out[24], double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    snprintf(out, 24, "%016" PRIx64, bits);
    return out;
}

static void put_class(struct text *text, const struct ws_road_class *row)
{
    char speed[24], flags[6] = "-----";
    const bool set[5] = {row->is_drivable, row->is_inhabited, row->is_stop, row->is_ferry,
                         row->is_tunnel};
    for (int i = 0; i < 5; i++)
        flags[i] = set[i] ? "dista"[i] : '-';
    put_line(text, "class", 3, row->name, number_text(speed, row->speed_kmh), flags);
}

static enum ws_status put_source(struct text *text, const struct run *run, uint32_t source,
                                 const char *folder, struct ws_error *err)
{
    const struct ws_source *given = &run->options->roads[source];
    struct file_mark mark = file_mark(given->path);
    char size[24], seconds[24], nanoseconds[24];
    const char *sum = "";
    uint32_t count;
    const struct ws_input *inputs = io_inputs(run->io, &count);
    for (uint32_t i = 0; i < count; i++)
        if (inputs[i].role == WS_ROLE_ROADS && strcmp(inputs[i].path, given->given) == 0)
            sum = inputs[i].sha256;
    char *path = options_relative_path(folder, given->path);
    if (!path)
        return error_set(err, WS_NO_MEMORY, "no memory to prepare a network");
    snprintf(size, sizeof size, "%" PRIu64, mark.size);
    snprintf(seconds, sizeof seconds, "%" PRId64, mark.time_s);
    snprintf(nanoseconds, sizeof nanoseconds, "%" PRId64, mark.time_ns);
    put_line(text, "source", 6, sum, size, seconds, nanoseconds, given->given, path);
    mem_free(path);
    return WS_OK;
}

enum ws_status prepared_text(char **out, const struct run *run, const char *target,
                             struct ws_error *err)
{
    const struct ws_options *options = run->options;
    struct text text = {0};
    char folder[1024], number[24];
    snprintf(folder, sizeof folder, "%s", target);
    char *slash = strrchr(folder, '/');
    folder[slash ? slash - folder : 0] = '\0';

    put_line(&text, "crs", 1, io_crs_name(run->io));
    put_line(&text, "speed", 1, options->use_source_speed ? "source" : "table");
    put_line(&text, "ferries", 1, options->use_ferries ? "yes" : "no");
    put_line(&text, "join", 1, number_text(number, options->join_m));
    for (uint32_t i = 0; i < run->class_count; i++)
        put_class(&text, &run->classes[i]);
    enum ws_status st = WS_OK;
    for (uint32_t i = 0; !st && i < options->road_count; i++)
        st = put_source(&text, run, i, folder, err);
    for (size_t i = 0; i < run->warnings.count; i++) {
        const struct ws_warning *note = &run->warnings.items[i];
        if (!note->status && strcmp(note->role, ws_role_name(WS_ROLE_ROADS)) == 0)
            put_line(&text, "note", 5, note->file, note->layer, note->feature, note->what,
                     note->effect);
    }
    if (!st && text.has_no_memory)
        st = error_set(err, WS_NO_MEMORY, "no memory to prepare a network");
    if (st) {
        mem_free(text.bytes);
        return st;
    }
    *out = text.bytes;
    return WS_OK;
}

/* ---- reading ----------------------------------------------------------------- */

enum { MOST_FIELDS = 6 };

/* Cuts a line into its fields, in place; returns how many. */
static uint32_t cut_fields(char *line, char *fields[MOST_FIELDS + 1])
{
    uint32_t count = 0;
    char *to = line;
    fields[count++] = line;
    for (const char *from = line; *from; from++) {
        if (*from == '\t') {
            *to++ = '\0';
            if (count > MOST_FIELDS)
                return 0;
            fields[count++] = to;
        } else if (*from == '\\' && from[1]) {
            from++;
            *to++ = *from == 't' ? '\t' : *from == 'n' ? '\n' : *from;
        } else {
            *to++ = *from;
        }
    }
    *to = '\0';
    return count;
}

static bool read_number(double *out, const char *text)
{
    char *end;
    uint64_t bits = strtoull(text, &end, 16);
    memcpy(out, &bits, sizeof *out);
    return end != text && !*end && *out >= 0.0 && *out < 1e6;
}

static bool read_class(struct prepared *out, char *const *fields)
{
    struct ws_road_class row = {0};
    size_t cap = out->class_count;
    if (strlen(fields[1]) >= sizeof row.name || strlen(fields[3]) != 5 ||
        !read_number(&row.speed_kmh, fields[2]) || out->class_count >= 1000)
        return false;
    snprintf(row.name, sizeof row.name, "%s", fields[1]);
    row.is_drivable = fields[3][0] == 'd';
    row.is_inhabited = fields[3][1] == 'i';
    row.is_stop = fields[3][2] == 's';
    row.is_ferry = fields[3][3] == 't';
    row.is_tunnel = fields[3][4] == 'a';
    if (mem_grow(&out->classes, &cap, (size_t)out->class_count + 1, sizeof *out->classes))
        return false;
    out->classes[out->class_count++] = row;
    return true;
}

static bool read_source(struct prepared *out, char *const *fields, const char *path)
{
    struct ws_source source = {0};
    struct prepared_source identity = {.size = strtoull(fields[2], NULL, 10),
                                       .time_s = strtoll(fields[3], NULL, 10),
                                       .time_ns = strtoll(fields[4], NULL, 10)};
    size_t sources = out->source_count, identities = out->source_count;
    char *from_here = file_join(path, fields[6]);
    bool fits = from_here && strlen(fields[1]) == 64 && strlen(fields[5]) < sizeof source.given &&
                strlen(from_here) < sizeof source.path && out->source_count < OPTIONS_MAX_ROADS;
    if (fits) {
        memcpy(identity.sha256, fields[1], sizeof identity.sha256);
        snprintf(source.given, sizeof source.given, "%s", fields[5]);
        snprintf(source.path, sizeof source.path, "%s", from_here);
    }
    mem_free(from_here);
    if (!fits ||
        mem_grow(&out->sources, &sources, (size_t)out->source_count + 1, sizeof *out->sources) ||
        mem_grow(&out->identities, &identities, (size_t)out->source_count + 1,
                 sizeof *out->identities))
        return false;
    out->sources[out->source_count] = source;
    out->identities[out->source_count++] = identity;
    return true;
}

static bool read_note(struct prepared *out, char *const *fields)
{
    struct place place = {.role = ws_role_name(WS_ROLE_ROADS),
                          .file = fields[1],
                          .layer = fields[2],
                          .feature = fields[3]};
    return !warnings_add(&out->notes, place, fields[5], NULL, "%s", fields[4]);
}

static bool read_line(struct prepared *out, char *line, const char *path)
{
    char *fields[MOST_FIELDS + 1];
    uint32_t count = cut_fields(line, fields);
    if (count == 2 && strcmp(fields[0], "crs") == 0) {
        snprintf(out->crs_name, sizeof out->crs_name, "%s", fields[1]);
        return true;
    }
    if (count == 2 && strcmp(fields[0], "speed") == 0) {
        out->use_source_speed = strcmp(fields[1], "source") == 0;
        return true;
    }
    if (count == 2 && strcmp(fields[0], "ferries") == 0) {
        out->use_ferries = strcmp(fields[1], "yes") == 0;
        return true;
    }
    if (count == 2 && strcmp(fields[0], "join") == 0)
        return read_number(&out->join_m, fields[1]);
    if (count == 4 && strcmp(fields[0], "class") == 0)
        return read_class(out, fields);
    if (count == 7 && strcmp(fields[0], "source") == 0)
        return read_source(out, fields, path);
    return count == 6 && strcmp(fields[0], "note") == 0 && read_note(out, fields);
}

enum ws_status prepared_parse(struct prepared *out, const char *text, const char *path,
                              struct ws_error *err)
{
    struct prepared prepared = {0};
    char *copy = mem_string(text);
    bool is_good = copy != NULL;
    for (char *line = copy; is_good && line && *line;) {
        char *end = strchr(line, '\n');
        if (end)
            *end = '\0';
        is_good = end && read_line(&prepared, line, path);
        line = end ? end + 1 : NULL;
    }
    mem_free(copy);
    if (is_good && prepared.source_count && prepared.crs_name[0]) {
        *out = prepared;
        return WS_OK;
    }
    prepared_release(&prepared);
    return error_set(err, WS_BAD_DATA,
                     "%s: does not say what it was made from; prepare it again with whitespot "
                     "network build",
                     path);
}

void prepared_release(struct prepared *prepared)
{
    if (!prepared)
        return;
    mem_free(prepared->classes);
    mem_free(prepared->sources);
    mem_free(prepared->identities);
    warnings_release(&prepared->notes);
    *prepared = (struct prepared){0};
}
