/* Run files. Documents are written by hand, so that people are exact decimals
 * and the bytes do not depend on a library's release; they are read by jansson,
 * which is included here only. */
#include "io/io.h"

#include "base/error.h"
#include "base/file.h"
#include "base/fixed.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/write.h"

#include <assert.h>
#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- building ---------------------------------------------------------------- */

#define MAX_DEPTH 16
/* Containers this deep stand in one line: a row of a table is one line. */
#define LINE_DEPTH 3

struct json {
    char *text;
    size_t length, cap;
    int depth;
    char closing[MAX_DEPTH];
    bool has_item[MAX_DEPTH];
    bool has_failed;
};

enum ws_status json_new(struct json **out, struct ws_error *err)
{
    assert(out);
    struct json *json = mem_array(1, sizeof *json);
    if (!json)
        return error_set(err, WS_NO_MEMORY, "no memory for a JSON document");
    *out = json;
    return WS_OK;
}

void json_free(struct json *json)
{
    if (!json)
        return;
    mem_free(json->text);
    mem_free(json);
}

static void put(struct json *json, const char *bytes, size_t size)
{
    if (json->has_failed)
        return;
    if (mem_grow(&json->text, &json->cap, json->length + size + 1, 1)) {
        json->has_failed = true;
        return;
    }
    memcpy(json->text + json->length, bytes, size);
    json->length += size;
    json->text[json->length] = '\0';
}

static void put_word(struct json *json, const char *word)
{
    put(json, word, strlen(word));
}

/* One character at text; returns its bytes. Bytes that are no UTF-8 become the
 * replacement character; U+2028 and U+2029 end lines in scripts, so they are
 * written as escapes. */
static size_t put_character(struct json *json, const char *text)
{
    static const char shorts[] = "\"\"\\\\\bb\ff\nn\rr\tt";
    unsigned char byte = (unsigned char)*text;
    for (size_t i = 0; i < sizeof shorts - 1; i += 2)
        if (*text == shorts[i]) {
            put(json, (char[]){'\\', shorts[i + 1]}, 2);
            return 1;
        }
    if (byte < 0x20 || byte == 0x7f) {
        char escape[8];
        snprintf(escape, sizeof escape, "\\u%04x", byte);
        put_word(json, escape);
        return 1;
    }
    uint32_t letter;
    size_t size = utf8_next(&letter, text);
    if (!size) {
        put_word(json, "\\ufffd");
        return 1;
    }
    if (!strncmp(text, "\xe2\x80\xa8", 3) || !strncmp(text, "\xe2\x80\xa9", 3))
        put_word(json, text[2] == '\xa8' ? "\\u2028" : "\\u2029");
    else
        put(json, text, size);
    return size;
}

static void put_quoted(struct json *json, const char *text)
{
    put_word(json, "\"");
    while (*text)
        text += put_character(json, text);
    put_word(json, "\"");
}

static void break_line(struct json *json, int depth)
{
    put_word(json, "\n");
    for (int i = 0; i < depth; i++)
        put_word(json, "  ");
}

/* Comma, line and key in front of a value. */
static void put_key(struct json *json, const char *key)
{
    assert(json && (json->depth || (!key && !json->length)));
    if (!json->depth)
        return;
    bool is_first = !json->has_item[json->depth - 1];
    json->has_item[json->depth - 1] = true;
    if (!is_first)
        put_word(json, ",");
    if (json->depth < LINE_DEPTH)
        break_line(json, json->depth);
    else if (!is_first)
        put_word(json, " ");
    assert((json->closing[json->depth - 1] == '}') == (key != NULL));
    if (!key)
        return;
    put_quoted(json, key);
    put_word(json, ": ");
}

static void begin(struct json *json, const char *key, const char *opening, char closing)
{
    assert(json && json->depth < MAX_DEPTH);
    put_key(json, key);
    put_word(json, opening);
    json->closing[json->depth] = closing;
    json->has_item[json->depth] = false;
    json->depth++;
}

void json_begin_object(struct json *json, const char *key)
{
    begin(json, key, "{", '}');
}

void json_begin_array(struct json *json, const char *key)
{
    begin(json, key, "[", ']');
}

void json_end(struct json *json)
{
    assert(json && json->depth > 0);
    json->depth--;
    if (json->has_item[json->depth] && json->depth + 1 < LINE_DEPTH)
        break_line(json, json->depth);
    put(json, &json->closing[json->depth], 1);
}

void json_put_text(struct json *json, const char *key, const char *text)
{
    put_key(json, key);
    if (text)
        put_quoted(json, text);
    else
        put_word(json, "null");
}

void json_put_filled(struct json *json, const char *key, const char *text)
{
    json_put_text(json, key, text && *text ? text : NULL);
}

void json_put_whole(struct json *json, const char *key, int64_t value)
{
    char digits[32];
    snprintf(digits, sizeof digits, "%" PRId64, value);
    put_key(json, key);
    put_word(json, digits);
}

void json_put_real(struct json *json, const char *key, double value)
{
    char digits[40] = "null";
    if (isfinite(value))
        write_shortest(digits, value);
    put_key(json, key);
    put_word(json, digits);
}

/* Whole part and millionths, trailing zeros off: no double in between. */
void json_put_people(struct json *json, const char *key, uint64_t micro)
{
    char digits[40];
    int length = snprintf(digits, sizeof digits, "%" PRIu64 ".%06" PRIu64, micro / WS_MICRO,
                          micro % WS_MICRO);
    while (digits[length - 1] == '0')
        digits[--length] = '\0';
    if (digits[length - 1] == '.')
        digits[--length] = '\0';
    put_key(json, key);
    put_word(json, digits);
}

void json_put_bool(struct json *json, const char *key, bool value)
{
    put_key(json, key);
    put_word(json, value ? "true" : "false");
}

enum ws_status json_text(char **out, const struct json *json, struct ws_error *err)
{
    assert(out && json && !json->depth);
    char *text = json->has_failed ? NULL : mem_array(json->length + 2, 1);
    if (!text)
        return error_set(err, WS_NO_MEMORY, "no memory for a JSON document of %zu bytes",
                         json->length);
    if (json->length)
        memcpy(text, json->text, json->length);
    text[json->length] = '\n';
    *out = text;
    return WS_OK;
}

/* ---- reading options ------------------------------------------------------------ */

#define MAX_RUN_FILE (64u << 20)

struct option_reader {
    const char *path;
    json_option *set;
    void *context;
};

static enum ws_status pass_on(const struct option_reader *reader, const char *name,
                              const char *value, struct ws_error *err)
{
    enum ws_status st = reader->set(reader->context, name, value, err);
    if (st)
        error_prefix(err, "%s", reader->path);
    return st;
}

/* A scalar as text: 10 becomes "10". False: a list or an object. */
static bool scalar_text(char number[40], const char **text, const json_t *value)
{
    *text = number;
    if (json_is_string(value))
        *text = json_string_value(value);
    else if (json_is_integer(value))
        snprintf(number, 40, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    else if (json_is_real(value))
        write_shortest(number, json_real_value(value));
    else if (json_is_true(value))
        *text = "true";
    else
        return false;
    return true;
}

static bool is_absent(const json_t *value)
{
    return json_is_null(value) || json_is_false(value);
}

static enum ws_status read_scalar(const struct option_reader *reader, const char *name,
                                  const json_t *value, struct ws_error *err)
{
    char number[40];
    const char *text;
    if (is_absent(value))
        return WS_OK;
    if (!scalar_text(number, &text, value))
        return error_set(err, WS_BAD_DATA,
                         "%s: option %.64s holds a list or an object too deep; expected text, "
                         "numbers or true",
                         reader->path, name);
    return pass_on(reader, name, text, err);
}

/* {"offices.provider": "aktor"}: one call "offices.provider=aktor" each. */
static enum ws_status read_members(const struct option_reader *reader, const char *name,
                                   json_t *members, struct ws_error *err)
{
    const char *key;
    json_t *value;
    json_object_foreach(members, key, value)
    {
        char number[40];
        const char *text;
        if (is_absent(value))
            continue;
        if (!scalar_text(number, &text, value))
            return error_set(err, WS_BAD_DATA, "%s: option %.64s: %.64s; expected text or a number",
                             reader->path, name, key);
        size_t size = strlen(key) + strlen(text) + 2;
        char *joined = mem_array(size, 1);
        if (!joined)
            return error_set(err, WS_NO_MEMORY, "no memory for option %.64s", name);
        snprintf(joined, size, "%s=%s", key, text);
        enum ws_status st = pass_on(reader, name, joined, err);
        mem_free(joined);
        if (st)
            return st;
    }
    return WS_OK;
}

static enum ws_status read_option(const struct option_reader *reader, const char *name,
                                  json_t *value, struct ws_error *err)
{
    if (json_is_object(value))
        return read_members(reader, name, value, err);
    if (!json_is_array(value))
        return read_scalar(reader, name, value, err);
    enum ws_status st = WS_OK;
    for (size_t i = 0; !st && i < json_array_size(value); i++)
        st = read_scalar(reader, name, json_array_get(value, i), err);
    return st;
}

static enum ws_status read_options(const struct option_reader *reader, json_t *document,
                                   struct ws_error *err)
{
    if (!json_is_object(document))
        return error_set(err, WS_BAD_DATA, "%s: no JSON object; expected {\"option\": value}",
                         reader->path);
    json_t *options = json_object_get(document, "options");
    if (!options)
        options = document;
    if (!json_is_object(options))
        return error_set(err, WS_BAD_DATA, "%s: \"options\" is no object; expected one",
                         reader->path);
    const char *name;
    json_t *value;
    json_object_foreach(options, name, value)
    {
        enum ws_status st = read_option(reader, name, value, err);
        if (st)
            return st;
    }
    return WS_OK;
}

static enum ws_status parse(json_t **out, const char *path, const struct file_map *map,
                            struct ws_error *err)
{
    json_error_t fault;
    if (map->size > MAX_RUN_FILE)
        return error_set(err, WS_TOO_LARGE, "%s: %zu bytes; a run file has at most %u", path,
                         map->size, MAX_RUN_FILE);
    const char *bytes = map->size ? (const char *)map->bytes : "";
    size_t skip = map->size >= 3 && !memcmp(bytes, "\xef\xbb\xbf", 3) ? 3 : 0;
    *out = json_loadb(bytes + skip, map->size - skip, JSON_REJECT_DUPLICATES, &fault);
    if (!*out)
        return error_set(err, WS_BAD_DATA, "%s: line %d, column %d: %.200s; expected JSON", path,
                         fault.line, fault.column, fault.text);
    return WS_OK;
}

static enum ws_status read_document(json_t **out, const char *path, struct ws_error *err)
{
    char kind = file_kind(path);
    if (kind != 'f')
        return error_set(err, WS_NOT_FOUND, "%s: %s; expected a run file", path,
                         kind ? "is no regular file" : "is not there");
    struct file_map map;
    enum ws_status st = file_map_open(&map, path, err);
    if (st)
        return st;
    st = parse(out, path, &map, err);
    file_map_close(&map);
    return st;
}

enum ws_status json_read_options(const char *path, json_option *set, void *context,
                                 struct ws_error *err)
{
    assert(path && set);
    json_t *document = NULL;
    struct option_reader reader = {path, set, context};
    enum ws_status st = read_document(&document, path, err);
    if (!st)
        st = read_options(&reader, document, err);
    json_decref(document);
    return st;
}

/* ---- reading values --------------------------------------------------------------- */

#define MOST_PEOPLE 1e10

struct json_file {
    json_t *root;
};

/* Values are jansson's behind another name; nobody changes them. */
static const json_t *value_of(const struct json_value *value)
{
    return (const json_t *)value;
}

enum ws_status json_file_open(struct json_file **out, const char *path, struct ws_error *err)
{
    assert(out && path);
    struct json_file *file = mem_array(1, sizeof *file);
    if (!file)
        return error_set(err, WS_NO_MEMORY, "no memory for %s", path);
    enum ws_status st = read_document(&file->root, path, err);
    if (st)
        mem_free(file);
    else
        *out = file;
    return st;
}

void json_file_close(struct json_file *file)
{
    if (!file)
        return;
    json_decref(file->root);
    mem_free(file);
}

const struct json_value *json_file_root(const struct json_file *file)
{
    return (const struct json_value *)file->root;
}

const struct json_value *json_get(const struct json_value *object, const char *key)
{
    return (const struct json_value *)json_object_get(value_of(object), key);
}

size_t json_get_count(const struct json_value *value)
{
    const json_t *of = value_of(value);
    return json_is_object(of) ? json_object_size(of) : json_array_size(of);
}

const struct json_value *json_get_item(const struct json_value *array, size_t item)
{
    return (const struct json_value *)json_array_get(value_of(array), item);
}

const char *json_get_text(const struct json_value *value)
{
    return json_string_value(value_of(value));
}

bool json_get_whole(int64_t *out, const struct json_value *value)
{
    if (!json_is_integer(value_of(value)))
        return false;
    *out = json_integer_value(value_of(value));
    return true;
}

double json_get_real(const struct json_value *value)
{
    return json_is_number(value_of(value)) ? json_number_value(value_of(value)) : nan("");
}

bool json_get_people(uint64_t *micro, const struct json_value *value)
{
    double people = json_number_value(value_of(value));
    if (!json_is_number(value_of(value)) || !(people >= 0.0 && people < MOST_PEOPLE))
        return false;
    *micro = fixed_micro(people);
    return true;
}

enum ws_status json_each(const struct json_value *object, json_member *visit, void *context,
                         struct ws_error *err)
{
    const char *key;
    json_t *value;
    enum ws_status st = WS_OK;
    json_object_foreach((json_t *)object, key, value)
    {
        char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY | JSON_SORT_KEYS);
        if (!text)
            return error_set(err, WS_NO_MEMORY, "no memory for %.64s", key);
        st = visit(context, key, text, err);
        free(text); /* jansson's own memory, so not mem_free() */
        if (st)
            return st;
    }
    return st;
}
