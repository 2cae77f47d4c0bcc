/* bench_net.c: the search on a seeded network.
 *
 *   bench-net NODES REPEATS [WORKLOAD ...]   a table: workload, what, min s,
 *                                            median s, bytes, sum of costs in mm
 *   bench-net NODES talk                     run by run, as talk.h says:
 *     dump FOLDER              nodes.csv, edges.csv, offices.csv
 *     nearest OFFICES K THREADS    sums: labels, their costs, costs x (node mod 1009)
 *     bounded OFFICES KM THREADS   rows (node, cost) of every office; sums: rows,
 *                                  costs, costs x ((node + 7 start node) mod 1009)
 *     save FILE                what `nearest` found last: cost of the nearest per
 *                              node, four bytes each
 *     open FILE THREADS        a prepared network */
#include "base/mem.h"
#include "base/parallel.h"
#include "bench_roads.h"
#include "net/image.h"
#include "net/search.h"
#include "talk.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_REPEATS = 64, MOST_THREADS = 64, SUMS = 3, MIX = 1009 };

struct bench {
    struct network net;
    struct skeleton skeleton;
    uint32_t office[BENCH_MOST_OFFICES];
    struct search *search; /* of `nearest`: made again for another k or more threads */
    uint32_t k, threads;
};

struct answer {
    double seconds;
    uint64_t bytes, sums[SUMS];
};

static void init_bench(struct bench *bench, uint32_t node_count)
{
    struct ws_error err;
    bench_network(&bench->net, node_count);
    bench_offices(bench->office, &bench->net);
    if (skeleton_new(&bench->skeleton, &bench->net, WS_TO_FACILITY, &err))
        bench_stop("skeleton", &err);
}

static void release_bench(struct bench *bench)
{
    search_free(bench->search);
    skeleton_release(&bench->skeleton);
    network_release(&bench->net);
}

/* ---- W1 and W1k: every node to its nearest offices ---------------------------- */

static void sum_field(struct answer *answer, const struct field *field)
{
    for (uint32_t node = 0; node < field->node_count; node++)
        for (uint32_t r = 0; r < field->k; r++) {
            uint64_t label = field->label[(size_t)node * field->k + r];
            if (label == LABEL_NONE)
                break;
            answer->sums[0]++;
            answer->sums[1] += label_cost(label);
            answer->sums[2] += (uint64_t)label_cost(label) * (node % MIX);
        }
}

/* With k > 1 the offices belong to five providers. */
static void run_nearest(struct answer *answer, struct bench *bench, uint32_t count, uint32_t k,
                        uint32_t threads)
{
    static uint32_t group[BENCH_MOST_OFFICES];
    struct seed seeds[BENCH_MOST_OFFICES];
    struct ws_error err;
    for (uint32_t i = 0; i < count; i++) {
        group[i] = i % 5;
        seeds[i] = (struct seed){bench->office[i], label_make(0, i)};
    }
    struct search_plan plan = {.net = &bench->net,
                               .group = k > 1 ? group : NULL,
                               .k = k,
                               .cutoff_cost = WS_COST_INF - 1,
                               .direction = WS_TO_FACILITY,
                               .skeleton = &bench->skeleton,
                               .threads = threads};
    if (bench->k != k || bench->threads != threads) {
        search_free(bench->search);
        bench->k = k;
        bench->threads = threads;
        if (search_new(&bench->search, &plan, &err))
            bench_stop("search", &err);
    }
    *answer = (struct answer){.seconds = talk_now_s(),
                              .bytes = (uint64_t)bench->net.node_count * k * sizeof(uint64_t)};
    if (search_run(bench->search, seeds, count, &err))
        bench_stop("search", &err);
    answer->seconds = talk_now_s() - answer->seconds;
    sum_field(answer, search_field(bench->search));
}

static void save_nearest(const struct bench *bench, const char *path)
{
    FILE *file = talk_create(path);
    const struct field *field = bench->search ? search_field(bench->search) : NULL;
    for (uint32_t node = 0; field && node < field->node_count; node++) {
        uint32_t cost = label_cost(field->label[(size_t)node * field->k]);
        fwrite(&cost, sizeof cost, 1, file);
    }
    talk_close(file, path);
}

/* ---- W2: what each office reaches within a limit ------------------------------ */

struct row {
    uint32_t node, cost;
};

struct bounded {
    const struct bench *bench;
    struct search *search[MOST_THREADS];
    struct row *rows[BENCH_MOST_OFFICES]; /* per office */
    uint32_t row_count[BENCH_MOST_OFFICES];
};

static enum ws_status reach_one(void *context, uint32_t office, uint32_t worker,
                                struct ws_error *err)
{
    struct bounded *bounded = context;
    struct search *search = bounded->search[worker];
    struct seed seed = {bounded->bench->office[office], label_make(0, office)};
    enum ws_status st = search_run(search, &seed, 1, err);
    if (st)
        return st;
    uint32_t count;
    const uint32_t *touched = search_touched(search, &count);
    const uint64_t *label = search_field(search)->label;
    struct row *rows = malloc(((size_t)count + 1) * sizeof *rows);
    if (!rows)
        return WS_NO_MEMORY;
    for (uint32_t i = 0; i < count; i++)
        rows[i] = (struct row){touched[i], label_cost(label[touched[i]])};
    bounded->rows[office] = rows;
    bounded->row_count[office] = count;
    return WS_OK;
}

static void sum_rows(struct answer *answer, const struct bounded *bounded, uint32_t count)
{
    for (uint32_t office = 0; office < count; office++) {
        uint64_t start = 7 * (uint64_t)bounded->bench->office[office];
        for (uint32_t i = 0; i < bounded->row_count[office]; i++) {
            struct row row = bounded->rows[office][i];
            answer->sums[0]++;
            answer->sums[1] += row.cost;
            answer->sums[2] += row.cost * ((row.node + start) % MIX);
        }
    }
    answer->bytes = answer->sums[0] * sizeof(struct row);
}

static void run_bounded(struct answer *answer, const struct bench *bench, uint32_t count,
                        uint32_t km, uint32_t threads)
{
    static struct bounded bounded;
    struct ws_error err = {.message = "no memory"};
    struct search_plan plan = {.net = &bench->net,
                               .k = 1,
                               .cutoff_cost = km * 1000000u,
                               .direction = WS_TO_FACILITY,
                               .skeleton = &bench->skeleton};
    bounded = (struct bounded){.bench = bench};
    for (uint32_t i = 0; i < threads; i++)
        if (search_new(&bounded.search[i], &plan, &err))
            bench_stop("search", &err);
    *answer = (struct answer){.seconds = talk_now_s()};
    if (parallel_for(count, threads, reach_one, &bounded, &err))
        bench_stop("search", &err);
    answer->seconds = talk_now_s() - answer->seconds;
    sum_rows(answer, &bounded, count);
    for (uint32_t i = 0; i < threads; i++)
        search_free(bounded.search[i]);
    for (uint32_t i = 0; i < count; i++)
        free(bounded.rows[i]);
}

/* ---- asked run by run, or by hand --------------------------------------------- */

static void run_open(struct answer *answer, const char *path, uint32_t threads)
{
    struct network net;
    struct build_notes notes;
    struct ws_error err;
    char *meta;
    *answer = (struct answer){.seconds = talk_now_s()};
    if (image_open(&net, &notes, &meta, path, false, threads, &err))
        bench_stop("open", &err);
    answer->seconds = talk_now_s() - answer->seconds;
    answer->sums[0] = net.node_count;
    network_release(&net);
    mem_free(meta);
}

static uint32_t at_most(uint32_t number, uint32_t most)
{
    if (number < 1 || number > most)
        talk_stop("bench-net", "an office count of 1 to 1000, and 1 to 64 threads");
    return number;
}

static void talk_on(struct bench *bench)
{
    struct talk talk;
    talk_ready(bench->net.node_count, bench->net.edge_count);
    while (talk_read(&talk)) {
        struct answer answer = {0};
        if (talk_is(&talk, "dump", 1))
            bench_dump(talk.word[1], &bench->net, bench->office);
        else if (talk_is(&talk, "save", 1))
            save_nearest(bench, talk.word[1]);
        else if (talk_is(&talk, "nearest", 3))
            run_nearest(&answer, bench, at_most(talk_number(&talk, 1), BENCH_MOST_OFFICES),
                        talk_number(&talk, 2), at_most(talk_number(&talk, 3), MOST_THREADS));
        else if (talk_is(&talk, "bounded", 3))
            run_bounded(&answer, bench, at_most(talk_number(&talk, 1), BENCH_MOST_OFFICES),
                        talk_number(&talk, 2), at_most(talk_number(&talk, 3), MOST_THREADS));
        else if (talk_is(&talk, "open", 2))
            run_open(&answer, talk.word[1], at_most(talk_number(&talk, 2), MOST_THREADS));
        else
            talk_stop("bench-net", "expected dump, save, nearest, bounded or open");
        talk_answer(answer.seconds, answer.bytes, answer.sums, SUMS);
    }
}

static int compare_seconds(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

struct what {
    const char *workload;
    uint32_t count, k, km, threads; /* k: nearest; km: bounded */
};

static void measure(struct bench *bench, const struct what *what, uint32_t repeats)
{
    double seconds[MOST_REPEATS];
    struct answer answer = {0};
    for (uint32_t r = 0; r < repeats; r++) {
        if (what->k)
            run_nearest(&answer, bench, what->count, what->k, what->threads);
        else
            run_bounded(&answer, bench, what->count, what->km, what->threads);
        seconds[r] = answer.seconds;
    }
    qsort(seconds, repeats, sizeof *seconds, compare_seconds);
    printf("%s\t%" PRIu32 " offices", what->workload, what->count);
    if (what->k)
        printf(", nearest %" PRIu32, what->k);
    else
        printf(", %" PRIu32 " km", what->km);
    printf(", threads %" PRIu32 "\t%.4f\t%.4f\t%" PRIu64 "\t%" PRIu64 "\n", what->threads,
           seconds[0], seconds[repeats / 2], answer.bytes, answer.sums[1]);
    fflush(stdout);
}

static bool is_asked(int argc, char **argv, const char *workload)
{
    for (int i = 3; i < argc; i++)
        if (strcmp(argv[i], workload) == 0)
            return true;
    return argc <= 3;
}

int main(int argc, char **argv)
{
    static const struct what whats[] = {
        {"W1", 170, 1, 0, 1},   {"W1", 170, 1, 0, 2},   {"W1", 1000, 1, 0, 1},
        {"W1", 1000, 1, 0, 2},  {"W1k", 170, 3, 0, 1},  {"W1k", 170, 3, 0, 2},
        {"W1k", 1000, 3, 0, 1}, {"W1k", 1000, 3, 0, 2}, {"W2", 170, 0, 10, 1},
        {"W2", 170, 0, 20, 1},  {"W2", 170, 0, 30, 1},  {"W2", 170, 0, 50, 1},
        {"W2", 1000, 0, 10, 1}, {"W2", 1000, 0, 20, 1}, {"W2", 1000, 0, 30, 1},
        {"W2", 1000, 0, 50, 1}};
    static struct bench bench;
    bool is_talk = argc == 3 && strcmp(argv[2], "talk") == 0;
    uint32_t repeats = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : 0;
    if (!is_talk && (repeats < 1 || repeats > MOST_REPEATS)) {
        fputs("usage: bench-net NODES REPEATS|talk [W1 W1k W2]\n", stderr);
        return 2;
    }
    init_bench(&bench, (uint32_t)strtoul(argv[1], NULL, 10));
    if (is_talk)
        talk_on(&bench);
    for (size_t i = 0; !is_talk && i < sizeof whats / sizeof *whats; i++)
        if (is_asked(argc, argv, whats[i].workload))
            measure(&bench, &whats[i], repeats);
    release_bench(&bench);
    return 0;
}
