#define _GNU_SOURCE
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/parallel.h"

#define MAX_CHUNKS 1000

/* Each chunk writes only its own entry; each worker only its own counter. */
struct board {
    uint32_t runs[MAX_CHUNKS], worker[MAX_CHUNKS];
    uint64_t product[MAX_CHUNKS];
    bool is_failing[MAX_CHUNKS];
};

static enum ws_status do_chunk(void *context, uint32_t chunk, uint32_t worker, struct ws_error *err)
{
    struct board *board = context;

    board->runs[chunk]++;
    board->worker[chunk] = worker;
    board->product[chunk] = chunk + 1;
    for (uint32_t i = 0; i < 1000; i++)
        board->product[chunk] = board->product[chunk] * 6364136223846793005u + 1442695040888963407u;
    if (board->is_failing[chunk])
        return error_set(err, chunk % 2 ? WS_IO : WS_BAD_DATA, "chunk %u", (unsigned)chunk);
    return WS_OK;
}

static const struct row {
    const char *name;
    uint32_t chunk_count, threads;
} ROWS[] = {
    {"no_chunks", 0, 4},      {"zero_threads_is_one", 10, 0},      {"one_thread", 100, 1},
    {"two_threads", 1000, 2}, {"more_threads_than_chunks", 3, 16}, {"seven_threads", 1000, 7},
    {"one_chunk", 1, 8},
};

static void every_chunk_runs_once(void **state)
{
    const struct row *row = *state;
    struct board *board = mem_array(2, sizeof *board), *alone = board + 1;
    struct ws_error err = {0};

    assert_non_null(board);
    assert_int_equal(parallel_for(row->chunk_count, row->threads, do_chunk, board, &err), WS_OK);
    assert_int_equal(parallel_for(row->chunk_count, 1, do_chunk, alone, &err), WS_OK);
    for (uint32_t i = 0; i < MAX_CHUNKS; i++) {
        assert_int_equal(board->runs[i], i < row->chunk_count);
        assert_true(board->worker[i] < (row->threads ? row->threads : 1));
    }
    assert_memory_equal(board->product, alone->product, sizeof board->product);
    mem_free(board);
}

/* Many failing chunks, and always the first of them is told. */
static void lowest_failure_is_reported(void **state)
{
    static const uint32_t threads[] = {1, 2, 5, 16};
    (void)state;

    for (uint32_t first = 3; first < 200; first += 7)
        for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
            struct board *board = mem_array(1, sizeof *board);
            struct ws_error err = {0};
            char want[32];
            assert_non_null(board);
            for (uint32_t chunk = first; chunk < MAX_CHUNKS; chunk++)
                board->is_failing[chunk] = true;
            enum ws_status st = parallel_for(MAX_CHUNKS, threads[i], do_chunk, board, &err);
            snprintf(want, sizeof want, "chunk %u", (unsigned)first);
            assert_int_equal(st, first % 2 ? WS_IO : WS_BAD_DATA);
            assert_int_equal(err.status, st);
            assert_string_equal(err.message, want);
            for (uint32_t chunk = 0; chunk < first; chunk++)
                assert_int_equal(board->runs[chunk], 1);
            assert_int_equal(board->runs[MAX_CHUNKS - 1], 0);
            mem_free(board);
        }
}

static void failure_without_an_error_struct(void **state)
{
    struct board *board = mem_array(1, sizeof *board);
    (void)state;
    assert_non_null(board);
    board->is_failing[4] = true;
    assert_int_equal(parallel_for(10, 1, do_chunk, board, NULL), WS_BAD_DATA);
    assert_int_equal(parallel_for(10, 3, do_chunk, board, NULL), WS_BAD_DATA);
    mem_free(board);
}

static void no_memory_runs_nothing(void **state)
{
    struct board *board = mem_array(1, sizeof *board);
    struct ws_error err = {0};
    (void)state;
    assert_non_null(board);
    mem_fail_at(1);
    assert_int_equal(parallel_for(10, 3, do_chunk, board, &err), WS_NO_MEMORY);
    mem_fail_at(0);
    for (uint32_t i = 0; i < 10; i++)
        assert_int_equal(board->runs[i], 0);
    mem_free(board);
}

/* ---- a machine that refuses threads -------------------------------------------------- */

static unsigned threads_left = UINT32_MAX;

int pthread_create(pthread_t *restrict out, const pthread_attr_t *restrict attributes,
                   void *(*start)(void *), void *restrict context)
{
    int (*call)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    void *found = dlsym(RTLD_NEXT, "pthread_create");
    memcpy(&call, &found, sizeof call); /* C has no cast from an object to a function */
    return threads_left-- ? call(out, attributes, start, context) : EAGAIN;
}

/* Every chunk runs once all the same, by those that did start. */
static void refused_threads_only_make_it_slower(void **state)
{
    (void)state;
    for (unsigned left = 0; left < 4; left++) {
        struct board *board = mem_array(1, sizeof *board);
        assert_non_null(board);
        threads_left = left;
        enum ws_status st = parallel_for(MAX_CHUNKS, 4, do_chunk, board, NULL);
        threads_left = UINT32_MAX;
        assert_int_equal(st, WS_OK);
        for (uint32_t i = 0; i < MAX_CHUNKS; i++) {
            assert_int_equal(board->runs[i], 1);
            assert_true(board->worker[i] <= left);
        }
        mem_free(board);
    }
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

int main(void)
{
    struct CMUnitTest tests[16] = {
        cmocka_unit_test(lowest_failure_is_reported),
        cmocka_unit_test(failure_without_an_error_struct),
        cmocka_unit_test(no_memory_runs_nothing),
        cmocka_unit_test(refused_threads_only_make_it_slower),
    };
    size_t count = 4;

    for (size_t i = 0; i < COUNT(ROWS); i++)
        tests[count++] = (struct CMUnitTest){.name = ROWS[i].name,
                                             .test_func = every_chunk_runs_once,
                                             .initial_state = (void *)(uintptr_t)&ROWS[i]};
    return _cmocka_run_group_tests("base_parallel", tests, count, NULL, NULL);
}
