/* tests/bench/talk.h: a benchmark that is asked run by run, so that two programs
 * can take turns.
 *
 * A line of words comes in, one line goes out: seconds, bytes and numbers that
 * tell whether the results of two programs agree, separated by tabs. Preparation
 * is done before the first line is answered. */
#ifndef BENCH_TALK_H
#define BENCH_TALK_H
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum { TALK_WORDS = 8 };

struct talk {
    char line[4096];
    const char *word[TALK_WORDS];
    int count;
};

/* Says "ready" and what there is to know. */
void talk_ready(uint32_t node_count, uint32_t arc_count);
/* The next line; false at the end. */
bool talk_read(struct talk *talk);
/* True when the line begins with this word and has so many after it. */
bool talk_is(const struct talk *talk, const char *word, int count);
/* Word i as a whole number; stops the program when it is none. */
uint32_t talk_number(const struct talk *talk, int i);
void talk_answer(double seconds, uint64_t bytes, const uint64_t *sums, uint32_t sum_count);

double talk_now_s(void);
void talk_stop(const char *what, const char *why);
FILE *talk_create(const char *path);
void talk_close(FILE *file, const char *path);
#endif
