#include "talk.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

double talk_now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

void talk_stop(const char *what, const char *why)
{
    fprintf(stderr, "%s: %s\n", what, why);
    exit(1);
}

FILE *talk_create(const char *path)
{
    FILE *file = fopen(path, "wb");
    if (!file)
        talk_stop(path, "cannot be written");
    return file;
}

void talk_close(FILE *file, const char *path)
{
    if (ferror(file) || fclose(file))
        talk_stop(path, "writing failed");
}

void talk_ready(uint32_t node_count, uint32_t arc_count)
{
    printf("ready\t%" PRIu32 "\t%" PRIu32 "\n", node_count, arc_count);
    fflush(stdout);
}

bool talk_read(struct talk *talk)
{
    talk->count = 0;
    if (!fgets(talk->line, sizeof talk->line, stdin))
        return false;
    for (char *at = strtok(talk->line, " \n"); at && talk->count < TALK_WORDS;
         at = strtok(NULL, " \n"))
        talk->word[talk->count++] = at;
    return true;
}

bool talk_is(const struct talk *talk, const char *word, int count)
{
    return talk->count == count + 1 && strcmp(talk->word[0], word) == 0;
}

uint32_t talk_number(const struct talk *talk, int i)
{
    char *end;
    unsigned long value = strtoul(talk->word[i], &end, 10);
    if (*end || value > UINT32_MAX)
        talk_stop(talk->word[i], "expected a whole number");
    return (uint32_t)value;
}

void talk_answer(double seconds, uint64_t bytes, const uint64_t *sums, uint32_t sum_count)
{
    printf("%.6f\t%" PRIu64, seconds, bytes);
    for (uint32_t i = 0; i < sum_count; i++)
        printf("\t%" PRIu64, sums[i]);
    putchar('\n');
    fflush(stdout);
}
