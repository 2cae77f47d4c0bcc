/* tests/base/folder.h: a fresh folder for each test, in the working directory, and what stands
 * in it. The including file defines _GNU_SOURCE first. */
#ifndef BASE_FOLDER_H
#define BASE_FOLDER_H
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"

static inline int enter_folder(void **state)
{
    char *folder = mem_string("file-test-XXXXXX");
    *state = folder;
    return folder && mkdtemp(folder) && !chdir(folder) ? 0 : -1;
}

static inline int leave_folder(void **state)
{
    char *folder = *state;
    int failure = chdir("..");
    file_aside_remove(folder);
    failure |= file_kind(folder);
    mem_free(folder);
    return failure;
}

static inline void put(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static inline unsigned entries_in(const char *path)
{
    DIR *folder = opendir(path);
    unsigned count = 0;
    struct dirent *entry;
    assert_non_null(folder);
    while ((entry = readdir(folder)))
        count += entry->d_name[0] != '.' || strlen(entry->d_name) > 2;
    closedir(folder);
    return count;
}

#endif
