#include "fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_FILES 16

/* The folder must be gone when the process ends, wherever it ends. */
static struct {
    char folder[512], path[640];
    char names[MAX_FILES][32];
    int count;
} yard;

static void clear(void)
{
    for (int i = 0; i < yard.count; i++) {
        snprintf(yard.path, sizeof yard.path, "%s/%s", yard.folder, yard.names[i]);
        unlink(yard.path);
    }
    rmdir(yard.folder);
}

static void open_yard(void)
{
    const char *place = getenv("TMPDIR");
    snprintf(yard.folder, sizeof yard.folder, "%.400s/ws-fuzz-XXXXXX",
             place && *place ? place : "/tmp");
    fuzz_must(mkdtemp(yard.folder) != NULL, "no folder for files of the target");
    atexit(clear);
}

static void remember(const char *name)
{
    for (int i = 0; i < yard.count; i++)
        if (!strcmp(yard.names[i], name))
            return;
    fuzz_must(yard.count < MAX_FILES && strlen(name) < sizeof *yard.names, "too many files");
    strcpy(yard.names[yard.count++], name);
}

const char *fuzz_put(const char *name, const void *bytes, size_t size)
{
    if (!yard.folder[0])
        open_yard();
    remember(name);
    snprintf(yard.path, sizeof yard.path, "%s/%s", yard.folder, name);
    FILE *file = fopen(yard.path, "wb");
    fuzz_must(file && (!size || fwrite(bytes, 1, size, file) == size) && fclose(file) == 0,
              "a file of the target cannot be written");
    return yard.path;
}

void fuzz_must(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "fuzz: %s\n", what);
    abort();
}

void fuzz_judge(enum ws_status st, const struct ws_error *err)
{
    fuzz_must(st != WS_NO_MEMORY, "no memory for a small input");
    fuzz_must(!st || (err->status == st && err->message[0]), "a refusal without a word");
}
