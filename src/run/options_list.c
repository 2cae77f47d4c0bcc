/* The options in effect as text, and paths as seen from the evidence. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "run/options.h"

#include "base/error.h"
#include "base/mem.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_ROOM 4096u
#define MAX_PARTS 256u

/* ---- paths ------------------------------------------------------------------ */

/* An absolute path without "." and "..", by words alone. False: no room. */
static bool absolute_path(char out[PATH_ROOM], const char *path)
{
    char whole[2 * PATH_ROOM];
    size_t length = 0;
    if (path[0] != '/') {
        if (!getcwd(whole, PATH_ROOM))
            return false;
        length = strlen(whole);
    }
    if (strlen(path) >= PATH_ROOM)
        return false;
    snprintf(whole + length, sizeof whole - length, "/%s", path);

    size_t used = 0;
    char *rest = whole, *part;
    out[0] = '\0';
    while ((part = strtok_r(rest, "/", &rest))) {
        size_t size = strlen(part);
        if (!strcmp(part, "."))
            continue;
        if (!strcmp(part, "..")) {
            while (used && out[--used] != '/')
                ;
            out[used] = '\0';
            continue;
        }
        if (used + size + 2 > PATH_ROOM)
            return false;
        out[used++] = '/';
        memcpy(out + used, part, size + 1);
        used += size;
    }
    return true;
}

/* The way from one absolute folder to an absolute path. False: no room. */
static bool way_between(char out[PATH_ROOM], const char *from, const char *to)
{
    size_t common = 0;
    for (size_t i = 0;; i++) {
        if ((!from[i] || from[i] == '/') && (!to[i] || to[i] == '/'))
            common = i;
        if (!from[i] || from[i] != to[i])
            break;
    }

    size_t used = 0;
    out[0] = '\0';
    for (const char *up = from + common; *up; up++) {
        if (*up != '/')
            continue;
        if (used + 4 > PATH_ROOM)
            return false;
        memcpy(out + used, "../", 4);
        used += 3;
    }
    const char *down = to + common + (to[common] == '/');
    if (used + strlen(down) + 2 > PATH_ROOM)
        return false;
    strcpy(out + used, *down || used ? down : ".");
    return true;
}

static bool is_same_file(const char *folder, const char *way, const char *path)
{
    char joined[2 * PATH_ROOM];
    struct stat a, b;
    snprintf(joined, sizeof joined, "%s/%s", folder, way);
    return !stat(joined, &a) && !stat(path, &b) && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

static char *relative_path(const char *from_folder, const char *path)
{
    char from[PATH_ROOM], to[PATH_ROOM], way[PATH_ROOM];
    struct stat st;
    if (!absolute_path(from, from_folder) || !absolute_path(to, path) ||
        !way_between(way, from, to))
        return mem_string(path);
    /* By words alone ".." is wrong behind a symbolic link; then the real names
     * tell. A folder or file yet to be made cannot be asked. */
    if (stat(from, &st) || stat(to, &st) || is_same_file(from, way, to))
        return mem_string(way);
    char *real_from = realpath(from, NULL), *real_to = realpath(to, NULL);
    bool fits = real_from && real_to && strlen(real_from) < PATH_ROOM &&
                strlen(real_to) < PATH_ROOM && way_between(way, real_from, real_to);
    free(real_from); /* realpath's own memory, so not mem_free() */
    free(real_to);
    return mem_string(fits ? way : path);
}

char *options_relative_path(const char *from_folder, const char *path)
{
    assert(from_folder && path);
    return path[0] == '/' ? mem_string(path) : relative_path(from_folder, path);
}

char *options_listed_path(const char *from_folder, const char *given, const char *path)
{
    assert(from_folder && given && path);
    return given[0] == '/' ? mem_string(path) : relative_path(from_folder, path);
}

uint32_t options_inputs(const struct ws_options *options, const char **paths, uint32_t capacity)
{
    assert(options && (paths || !capacity));
    uint32_t count = 0;
    for (uint32_t i = 0; i < options->setting_count; i++) {
        const struct setting *setting = &options->settings[i];
        unsigned flags = options_rule(setting->option)->flags;
        bool is_config = !strcmp(options_name(setting->option), "config");
        if (!(flags & OPTION_PATH) || ((flags & OPTION_UNLISTED) && !is_config))
            continue;
        if (count < capacity)
            paths[count] = setting->path;
        count++;
    }
    return count;
}

/* ---- listing ---------------------------------------------------------------- */

struct listing {
    const char *from_folder;
    options_pair *take;
    void *context;
};

static enum ws_status list_path(const struct listing *listing, const struct setting *setting,
                                struct ws_error *err)
{
    char *path = options_listed_path(listing->from_folder, setting->value, setting->path);
    if (!path)
        return error_set(err, WS_NO_MEMORY, "no memory for the options");
    enum ws_status st = listing->take(listing->context, options_name(setting->option), path, err);
    mem_free(path);
    return st;
}

static enum ws_status list_setting(const struct listing *listing, const struct setting *setting,
                                   struct ws_error *err)
{
    const char *name = options_name(setting->option);
    unsigned flags = options_rule(setting->option)->flags;
    char text[sizeof setting->key + sizeof setting->value + 1];
    if (flags & OPTION_PATH)
        return list_path(listing, setting, err);
    if (flags & OPTION_IS_FLAG)
        return strcmp(setting->value, "false") ? listing->take(listing->context, name, "true", err)
                                               : WS_OK;
    snprintf(text, sizeof text, "%s%s%s", setting->key, setting->key[0] ? "=" : "", setting->value);
    return listing->take(listing->context, name, text, err);
}

/* What was said in several turns, as one list. */
static enum ws_status list_joined(const struct listing *listing, const struct ws_options *options,
                                  uint16_t option, struct ws_error *err)
{
    char text[2048];
    size_t used = 0;
    text[0] = '\0';
    for (uint32_t i = 0; i < options->setting_count; i++) {
        const struct setting *setting = &options->settings[i];
        if (setting->option != option || used >= sizeof text)
            continue;
        int length =
            snprintf(text + used, sizeof text - used, "%s%s", used ? "," : "", setting->value);
        used += (size_t)length;
    }
    /* Sixteen items of a list are far shorter; spaces alone could fill it. */
    if (used >= sizeof text)
        return error_set(err, WS_TOO_LARGE, "--%s: the list is longer than %zu bytes",
                         options_name(option), sizeof text - 1);
    return listing->take(listing->context, options_name(option), text, err);
}

static enum ws_status list_option(const struct listing *listing, const struct ws_options *options,
                                  uint16_t option, struct ws_error *err)
{
    const struct option_rule *rule = options_rule(option);
    enum ws_status st = WS_OK;
    bool is_said = false;
    for (uint32_t i = 0; i < options->setting_count; i++)
        is_said |= options->settings[i].option == option;
    if (!is_said)
        return rule->fallback
                   ? listing->take(listing->context, options_name(option), rule->fallback, err)
                   : WS_OK;
    if (rule->flags & OPTION_SPLITS)
        return list_joined(listing, options, option, err);
    for (uint32_t i = 0; !st && i < options->setting_count; i++)
        if (options->settings[i].option == option)
            st = list_setting(listing, &options->settings[i], err);
    return st;
}

enum ws_status options_list(const struct ws_options *options, const char *from_folder,
                            options_pair *take, void *context, struct ws_error *err)
{
    assert(options && from_folder && take);
    struct listing listing = {from_folder, take, context};
    enum ws_status st = WS_OK;
    for (uint16_t option = 0; !st && option < options_count(); option++)
        if (!(options_rule(option)->flags & OPTION_UNLISTED))
            st = list_option(&listing, options, option, err);
    return st;
}
