/* fuzz/fuzz.h: what the fuzz targets share.
 *
 * A target is one file with LLVMFuzzerTestOneInput(). Built with WS_FUZZ (clang)
 * libFuzzer calls it; else replay.c does, once for each file of its corpus. What a
 * target claims beyond "no crash" it says with fuzz_must(). */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <whitespot/error.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* Writes a file in a private folder, over what stood there. The path is valid until
 * the next call; file and folder go with the process. TMPDIR, else /tmp. */
const char *fuzz_put(const char *name, const void *bytes, size_t size);

/* Ends the process with a word unless it holds. */
void fuzz_must(bool holds, const char *what);
/* A status that is an answer to data: not WS_NO_MEMORY, and with a word when it is
 * a refusal. */
void fuzz_judge(enum ws_status st, const struct ws_error *err);
#endif
