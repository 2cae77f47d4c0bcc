/* Options as said, and their parsed form. Each change is made on a copy that is
 * parsed afresh from the table, so a refused option leaves no trace. */
#include "run/options.h"

#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static enum ws_status apply_value(struct ws_options *options, const struct setting *setting,
                                  struct ws_error *err)
{
    const struct option_rule *rule = options_rule(setting->option);
    const char *expected = rule->apply(options, rule, setting);
    if (!expected)
        return WS_OK;
    return error_set(err, WS_BAD_OPTION, "--%s%s%s: '%.200s'; expected %s",
                     options_name(setting->option), setting->key[0] ? " " : "", setting->key,
                     setting->value, expected);
}

/* Applies the items of a list one by one. */
static enum ws_status apply_list(struct ws_options *options, const struct setting *list,
                                 struct ws_error *err)
{
    struct setting item = *list;
    enum ws_status st = WS_OK;
    const char *rest = list->value;
    while (!st && rest) {
        const char *comma = strchr(rest, ',');
        size_t length = comma ? (size_t)(comma - rest) : strlen(rest);
        size_t spaces = strspn(rest, " ");
        spaces = spaces < length ? spaces : length;
        memcpy(item.value, rest + spaces, length - spaces);
        item.value[length - spaces] = '\0';
        st = apply_value(options, &item, err);
        rest = comma ? comma + 1 : NULL;
    }
    return st;
}

static enum ws_status apply_setting(struct ws_options *options, const struct setting *setting,
                                    struct ws_error *err)
{
    bool is_list = options_rule(setting->option)->flags & OPTION_SPLITS;
    return is_list ? apply_list(options, setting, err) : apply_value(options, setting, err);
}

/* The option's settings in the order given, or its default. */
static enum ws_status apply_option(struct ws_options *options, uint16_t option,
                                   struct ws_error *err)
{
    const char *fallback = options_rule(option)->fallback;
    enum ws_status st = WS_OK;
    bool is_said = false;
    for (uint32_t i = 0; !st && i < options->setting_count; i++)
        if (options->settings[i].option == option) {
            is_said = true;
            st = apply_setting(options, &options->settings[i], err);
        }
    if (is_said || !fallback)
        return st;
    struct setting setting = {.option = option};
    snprintf(setting.value, sizeof setting.value, "%s", fallback);
    return apply_setting(options, &setting, err);
}

/* The limit that --main names, or the last; WS_NONE: it is none of them. */
static uint32_t find_main(const struct ws_options *options)
{
    uint16_t option = options_find("main");
    uint32_t cost, found = options->cutoff_count - 1;
    bool is_time;
    for (uint32_t i = 0; i < options->setting_count; i++) {
        if (options->settings[i].option != option)
            continue;
        found = WS_NONE;
        for (uint32_t c = 0; c < options->cutoff_count; c++)
            if (options_parse_limit(&cost, &is_time, options->settings[i].value) &&
                cost == options->cutoff_cost[c] && is_time == options->is_time)
                found = c;
    }
    return found;
}

const char *options_flagged(const struct ws_options *options, unsigned flag)
{
    for (uint32_t i = 0; i < options->setting_count; i++)
        if (options_rule(options->settings[i].option)->flags & flag)
            return options_name(options->settings[i].option);
    return NULL;
}

bool options_is_said(const struct ws_options *options, const char *name)
{
    uint16_t option = options_find(name);
    for (uint32_t i = 0; i < options->setting_count; i++)
        if (options->settings[i].option == option && !options->settings[i].file)
            return true;
    return false;
}

enum ws_status options_check(const struct ws_options *options, struct ws_error *err)
{
    assert(options);
    if (find_main(options) == WS_NONE)
        return error_set(err, WS_BAD_OPTION,
                         "--main is none of the limits of --within; expected one of them");
    return WS_OK;
}

/* Parses all settings into `out`, whose settings are set. */
static enum ws_status parse_all(struct ws_options *out, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    out->use_ferries = true;
    out->site_aim = 1;
    for (uint16_t option = 0; !st && option < options_count(); option++)
        st = apply_option(out, option, err);
    if (st)
        return st;
    uint32_t main_cutoff = find_main(out);
    out->main_cutoff = main_cutoff == WS_NONE ? out->cutoff_count - 1 : main_cutoff;
    return WS_OK;
}

/* What was said of `from`, with nothing parsed. NULL: no memory. */
static struct ws_options *copy_said(const struct ws_options *from)
{
    struct ws_options *copy = mem_array(1, sizeof *copy);
    if (!copy)
        return NULL;
    copy->progress = from->progress;
    copy->progress_context = from->progress_context;
    copy->tell_fault = from->tell_fault;
    copy->fault_context = from->fault_context;
    copy->refused_count = from->refused_count;
    memcpy(copy->refused, from->refused, sizeof copy->refused);
    copy->file_count = from->file_count;
    copy->setting_count = from->setting_count;
    memcpy(copy->settings, from->settings, sizeof copy->settings);
    return copy;
}

struct ws_options *ws_options_new(void)
{
    struct ws_options *options = mem_array(1, sizeof *options);
    if (!options)
        return NULL;
    enum ws_status st = parse_all(options, NULL);
    assert(!st); /* the table's own defaults */
    (void)st;
    return options;
}

void ws_options_free(struct ws_options *options)
{
    mem_free(options);
}

void ws_options_progress(struct ws_options *options, ws_progress *progress, void *context)
{
    assert(options);
    options->progress = progress;
    options->progress_context = context;
}

/* ---- saying one thing --------------------------------------------------------- */

static bool is_about_same(const struct setting *a, const struct setting *b)
{
    return a->option == b->option && !strcmp(a->key, b->key);
}

/* Adds what was said. The caller's word beats a file's, a later file's an
 * earlier one's, and the last word one that cannot be repeated. */
static enum ws_status add_setting(struct ws_options *options, const struct setting *said,
                                  struct ws_error *err)
{
    bool repeats = options_rule(said->option)->flags & OPTION_REPEATS;
    uint32_t kept = 0;
    for (uint32_t i = 0; said->file && i < options->setting_count; i++)
        if (is_about_same(&options->settings[i], said) && !options->settings[i].file)
            return WS_OK;
    for (uint32_t i = 0; i < options->setting_count; i++) {
        struct setting *old = &options->settings[i];
        if (is_about_same(old, said) && (!repeats || old->file != said->file))
            continue;
        if (kept != i)
            options->settings[kept] = *old;
        kept++;
    }
    options->setting_count = kept;
    if (kept == OPTIONS_MAX_SETTINGS)
        return error_set(err, WS_BAD_OPTION, "--%s: more than %u options; expected fewer",
                         options_name(said->option), OPTIONS_MAX_SETTINGS);
    options->settings[options->setting_count++] = *said;
    return WS_OK;
}

static enum ws_status split_key(struct setting *setting, const char **value, struct ws_error *err)
{
    const char *name = options_name(setting->option);
    const char *sign = strchr(*value, '=');
    size_t length = sign ? (size_t)(sign - *value) : 0;
    if (length < 1 || length >= sizeof setting->key)
        return error_set(err, WS_BAD_OPTION, "--%s: '%.200s'; expected %s", name, *value,
                         options_rule(setting->option)->expected);
    memcpy(setting->key, *value, length);
    *value = sign + 1;
    return WS_OK;
}

/* Fills setting->path: relative to run_file's folder when there is one. */
static enum ws_status fill_path(struct setting *setting, const char *run_file, struct ws_error *err)
{
    char *path = run_file ? file_join(run_file, setting->value) : mem_string(setting->value);
    if (!path)
        return error_set(err, WS_NO_MEMORY, "no memory for the path %.200s", setting->value);
    bool fits = strlen(path) < sizeof setting->path;
    if (fits)
        strcpy(setting->path, path);
    mem_free(path);
    return fits ? WS_OK
                : error_set(err, WS_BAD_OPTION, "--%s: the path is longer than %zu bytes",
                            options_name(setting->option), sizeof setting->path - 1);
}

static enum ws_status make_setting(struct setting *out, const char *name, const char *value,
                                   const char *run_file, struct ws_error *err)
{
    out->option = options_find(name);
    if (out->option == UINT16_MAX)
        return options_unknown(name, err);
    unsigned flags = options_rule(out->option)->flags;
    enum ws_status st = flags & OPTION_KEYED ? split_key(out, &value, err) : WS_OK;
    if (st)
        return st;
    size_t length = strlen(value);
    if (length >= sizeof out->value)
        return error_set(err, WS_BAD_OPTION, "--%s: %zu bytes; expected at most %zu", name, length,
                         sizeof out->value - 1);
    memcpy(out->value, value, length + 1);
    return flags & OPTION_PATH ? fill_path(out, run_file, err) : WS_OK;
}

/* Parses `said` afresh and, when that goes well, hands it to options. */
static enum ws_status adopt(struct ws_options *options, struct ws_options *said,
                            struct ws_error *err)
{
    enum ws_status st = parse_all(said, err);
    if (!st)
        *options = *said;
    return st;
}

enum ws_status ws_options_set(struct ws_options *options, const char *name, const char *value,
                              struct ws_error *err)
{
    assert(options && name);
    if (!strcmp(name, "config"))
        return ws_options_read(options, value ? value : "", err);
    struct ws_options *said = copy_said(options);
    if (!said)
        return error_set(err, WS_NO_MEMORY, "no memory for the options");

    struct setting setting = {0};
    enum ws_status st = make_setting(&setting, name, value ? value : "", NULL, err);
    if (!st)
        st = add_setting(said, &setting, err);
    if (!st)
        st = adopt(options, said, err);
    mem_free(said);
    return st;
}

/* ---- run files ------------------------------------------------------------------ */

struct run_file {
    struct ws_options *said;
    const char *path;
};

/* Each option is tried by itself, so that the message is about this file. */
static enum ws_status take_option(void *context, const char *name, const char *value,
                                  struct ws_error *err)
{
    struct run_file *file = context;
    struct setting setting = {.file = file->said->file_count};
    if (!strcmp(name, "config"))
        return error_set(err, WS_BAD_OPTION, "config: a run file cannot name another one");
    enum ws_status st = make_setting(&setting, name, value, file->path, err);
    return st ? st : add_setting(file->said, &setting, err);
}

enum ws_status ws_options_read(struct ws_options *options, const char *path, struct ws_error *err)
{
    assert(options && path);
    struct run_file file = {.said = copy_said(options), .path = path};
    if (!file.said)
        return error_set(err, WS_NO_MEMORY, "no memory for the options");
    file.said->file_count++;

    struct setting config = {.option = options_find("config")};
    enum ws_status st = make_setting(&config, "config", path, NULL, err);
    if (!st)
        st = add_setting(file.said, &config, err);
    if (!st)
        st = json_read_options(path, take_option, &file, err);
    if (!st) {
        st = adopt(options, file.said, err);
        if (st)
            error_prefix(err, "%s", path);
    }
    mem_free(file.said);
    return st;
}
