/* tests/support/program.h: runs a program and keeps what it said. */
#ifndef TESTS_PROGRAM_H
#define TESTS_PROGRAM_H
#include <stdbool.h>
#include <stddef.h>

struct said {
    int status;      /* exit status; 128 + signal when killed; -1: not started */
    char out[65536]; /* standard output, cut when longer */
    char err[65536];
};

/* Runs argv[0] with arguments (NULL at the end) in folder, no shell. */
void program_run(struct said *said, const char *folder, const char *const argv[]);

/* Runs the built whitespot with one line of words, split at spaces. */
void program_whitespot(struct said *said, const char *folder, const char *line);

/* Whether the words stand in the text, and whether the program ended with 0; what
 * was said instead is printed. */
bool program_said(const char *text, const char *words);
bool program_ended_well(const struct said *said);

/* A fresh folder; the text belongs to the caller (free()). */
char *program_folder(void);
void program_write(const char *folder, const char *name, const char *text);
bool program_exists(const char *folder, const char *name);
/* Names in the folder that are neither . nor .. */
unsigned program_count(const char *folder);
void program_remove(char *folder); /* folder, its files, and the text */
#endif
