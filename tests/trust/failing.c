/* tests/trust/failing.c: the whole program with the n-th allocation of ours failing.
 *
 *   failing SAID ARGUMENTS ...
 *
 * Reads numbers from standard input, one a line. For each it runs the program in a
 * process of its own whose n-th allocation fails (0: none), standard error going to
 * the file SAID, and answers "STATUS MADE": the exit status, 128 and the signal when
 * one ended it, and how many allocations were made. The program is whitespot itself:
 * the same sources, with its main() under another name. Starting from one process
 * that has its libraries loaded saves most of the time of a start. */
#include "base/mem.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int whitespot_main(int argc, char **argv);

static void redirect(const char *path, int to)
{
    int from = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (from < 0 || dup2(from, to) < 0)
        _exit(126);
    close(from);
}

/* In the child: leaks are judged on the way out, after the count is told. */
static void run(uint64_t nth, int report, int argc, char **argv)
{
    redirect("/dev/null", STDOUT_FILENO);
    redirect(argv[0], STDERR_FILENO);
    argv[0] = "whitespot";
    (void)mem_fail_at(nth);
    int status = whitespot_main(argc, argv);
    uint64_t made = mem_fail_at(0);
    if (write(report, &made, sizeof made) != sizeof made)
        _exit(126);
    close(report);
    exit(status);
}

int main(int argc, char **argv)
{
    char line[64];
    if (argc < 3)
        return 2;
    while (fgets(line, sizeof line, stdin)) {
        uint64_t made = 0;
        int ends[2], state = 0;
        if (pipe(ends))
            return 1;
        fflush(stdout);
        pid_t child = fork();
        if (child < 0)
            return 1;
        if (!child) {
            close(ends[0]);
            run(strtoull(line, NULL, 10), ends[1], argc - 1, argv + 1);
        }
        close(ends[1]);
        if (read(ends[0], &made, sizeof made) != sizeof made)
            made = 0;
        close(ends[0]);
        waitpid(child, &state, 0);
        int status = WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
        printf("%d %" PRIu64 "\n", status, made);
        fflush(stdout);
    }
    return 0;
}
