/* Names of providers that look like one. */
#include "io/read_offices.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A name as it is compared: folded, without the words for a limited company. */
struct folded {
    char text[160];
    const struct alike_name *name;
};

static void fold_provider(struct folded *out, const char *name)
{
    size_t used = 0;
    out->text[0] = '\0';
    while (*name) {
        size_t size = strcspn(name, " ,./");
        bool is_form = (size == 2 && strncasecmp(name, "AB", 2) == 0) ||
                       (size == 10 && strncasecmp(name, "aktiebolag", 10) == 0) ||
                       (size == 6 && strncasecmp(name, "(publ)", 6) == 0);
        char word[160];
        if (!is_form && size && size < sizeof word) {
            memcpy(word, name, size);
            word[size] = '\0';
            text_fold(out->text + used, sizeof out->text - used, word);
            used += strlen(out->text + used);
        }
        name += size + (name[size] != '\0');
    }
}

bool io_is_alike(const char *a, const char *b)
{
    struct folded folded[2];
    if (strlen(a) >= sizeof folded->text || strlen(b) >= sizeof folded->text)
        return !strcmp(a, b);
    fold_provider(&folded[0], a);
    fold_provider(&folded[1], b);
    return folded[0].text[0] && !strcmp(folded[0].text, folded[1].text);
}

static int compare_folded(const void *left, const void *right)
{
    const struct folded *a = left, *b = right;
    int order = strcmp(a->text, b->text);
    return order ? order : strcmp(a->name->text, b->name->text);
}

enum ws_status alike_tell(const struct alike_name *names, uint32_t count, struct input *in,
                          struct ws_error *err)
{
    struct folded *folded = mem_array(count, sizeof *folded);
    if (!folded)
        return error_set(err, WS_NO_MEMORY, "no memory for providers");
    size_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (strlen(names[i].text) >= sizeof folded->text)
            continue;
        folded[kept].name = &names[i];
        fold_provider(&folded[kept], names[i].text);
        kept += folded[kept].text[0] != '\0';
    }
    if (kept)
        qsort(folded, kept, sizeof *folded, compare_folded);
    enum ws_status st = WS_OK;
    for (size_t i = 1; !st && i < kept; i++) {
        const struct alike_name *a = folded[i - 1].name, *b = folded[i].name;
        if ((a->is_new || b->is_new) && !strcmp(folded[i - 1].text, folded[i].text) &&
            strcmp(a->text, b->text) != 0)
            st = judge_repair(in, -1, "they count as two providers", err,
                              "providers \"%s\" and \"%s\" look like one", a->text, b->text);
    }
    mem_free(folded);
    return st;
}
