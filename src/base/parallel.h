/* base/parallel.h: fixed chunks over threads; the only code that starts threads.
 *
 * Work is cut by data, never by the number of threads: 1 thread and 64 give the
 * same bytes as long as a chunk writes only what is its own. Threads start in
 * parallel_for and are joined before it returns. */
#ifndef BASE_PARALLEL_H
#define BASE_PARALLEL_H
#include <stdint.h>
#include <whitespot/error.h>

/* Does chunk `chunk` on worker `worker` (0 .. threads-1: index of scratch). */
typedef enum ws_status parallel_chunk(void *context, uint32_t chunk, uint32_t worker,
                                      struct ws_error *err);

/* Runs all chunks on at most `threads` threads (0 counts as 1). When chunks
 * fail, the failure of the lowest chunk number is reported. With one thread
 * everything runs in the calling thread. */
WS_MUST_CHECK
enum ws_status parallel_for(uint32_t chunk_count, uint32_t threads, parallel_chunk *run,
                            void *context, struct ws_error *err);
#endif
