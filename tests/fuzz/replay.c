/* Replays a corpus without a fuzzer: every file of the folders named. */
#include "fuzz/fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void replay(const char *path)
{
    FILE *file = fopen(path, "rb");
    fuzz_must(file && fseek(file, 0, SEEK_END) == 0, path);
    long size = ftell(file);
    fuzz_must(size >= 0 && fseek(file, 0, SEEK_SET) == 0, path);
    /* As long as the input and no longer: a byte read past the end is seen. */
    uint8_t *bytes = malloc(size ? (size_t)size : 1);
    fuzz_must(bytes && fread(bytes, 1, (size_t)size, file) == (size_t)size, path);
    fclose(file);
    LLVMFuzzerTestOneInput(bytes, (size_t)size);
    free(bytes);
}

int main(int argc, char **argv)
{
    int count = 0;
    for (int i = 1; i < argc; i++) {
        DIR *folder = opendir(argv[i]);
        fuzz_must(folder != NULL, argv[i]);
        for (struct dirent *entry; (entry = readdir(folder));) {
            char path[4096];
            if (entry->d_name[0] == '.')
                continue;
            snprintf(path, sizeof path, "%s/%s", argv[i], entry->d_name);
            fprintf(stderr, "%s\n", entry->d_name);
            replay(path);
            count++;
        }
        closedir(folder);
    }
    printf("%d inputs replayed\n", count);
    return count ? 0 : 1;
}
