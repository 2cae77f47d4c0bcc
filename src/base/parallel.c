#include "base/parallel.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "base/error.h"
#include "base/mem.h"

/* Chunks are handed out in rising order, so every chunk below a failed one has
 * been handed out too and runs to its end: the lowest failure is known. */
struct job {
    uint32_t chunk_count;
    parallel_chunk *run;
    void *context;
    _Atomic uint64_t next;
    _Atomic bool has_failed;
};

struct worker {
    struct job *job;
    uint32_t number, failed_chunk;
    enum ws_status status;
    struct ws_error err;
    pthread_t thread;
};

static void work(struct worker *worker)
{
    struct job *job = worker->job;

    while (!atomic_load(&job->has_failed)) {
        uint64_t chunk = atomic_fetch_add(&job->next, 1);
        if (chunk >= job->chunk_count)
            return;
        worker->status = job->run(job->context, (uint32_t)chunk, worker->number, &worker->err);
        if (worker->status) {
            worker->failed_chunk = (uint32_t)chunk;
            atomic_store(&job->has_failed, true);
            return;
        }
    }
}

static void *start(void *worker)
{
    work(worker);
    return NULL;
}

static enum ws_status run_here(uint32_t chunk_count, parallel_chunk *run, void *context,
                               struct ws_error *err)
{
    enum ws_status st = WS_OK;
    for (uint32_t chunk = 0; !st && chunk < chunk_count; chunk++)
        st = run(context, chunk, 0, err);
    return st;
}

static enum ws_status lowest_failure(const struct worker *workers, uint32_t count,
                                     struct ws_error *err)
{
    const struct worker *lowest = NULL;
    for (uint32_t i = 0; i < count; i++)
        if (workers[i].status && (!lowest || workers[i].failed_chunk < lowest->failed_chunk))
            lowest = &workers[i];
    if (!lowest)
        return WS_OK;
    if (err)
        *err = lowest->err;
    return lowest->status;
}

enum ws_status parallel_for(uint32_t chunk_count, uint32_t threads, parallel_chunk *run,
                            void *context, struct ws_error *err)
{
    assert(run);
    if (threads > chunk_count)
        threads = chunk_count;
    if (threads <= 1)
        return run_here(chunk_count, run, context, err);

    struct worker *workers = mem_array(threads, sizeof *workers);
    if (!workers)
        return error_set(err, WS_NO_MEMORY, "no memory for %u threads", (unsigned)threads);
    struct job job = {.chunk_count = chunk_count, .run = run, .context = context};
    for (uint32_t i = 0; i < threads; i++) {
        workers[i].job = &job;
        workers[i].number = i;
    }
    /* The calling thread is worker 0. A machine that refuses more threads only
     * makes it slower: those that did start share the chunks. */
    uint32_t started = 1;
    while (started < threads &&
           !pthread_create(&workers[started].thread, NULL, start, &workers[started]))
        started++;
    work(&workers[0]);
    for (uint32_t i = 1; i < started; i++)
        pthread_join(workers[i].thread, NULL);

    enum ws_status st = lowest_failure(workers, started, err);
    mem_free(workers);
    return st;
}
