#include "support/program.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void keep(char *to, size_t size, FILE *file)
{
    rewind(file);
    size_t length = fread(to, 1, size - 1, file);
    to[length] = '\0';
    fclose(file);
}

void program_run(struct said *said, const char *folder, const char *const argv[])
{
    FILE *out = tmpfile(), *err = tmpfile();
    said->status = -1;
    pid_t child = fork();
    if (child == 0) {
        int nothing = open("/dev/null", O_RDONLY);
        if (chdir(folder) || dup2(nothing, 0) < 0 || dup2(fileno(out), 1) < 0 ||
            dup2(fileno(err), 2) < 0)
            _exit(127);
        execv(argv[0], (char *const *)argv);
        _exit(127);
    }
    int status = 0;
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    if (child > 0)
        said->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    keep(said->out, sizeof said->out, out);
    keep(said->err, sizeof said->err, err);
}

void program_whitespot(struct said *said, const char *folder, const char *line)
{
    char words[4096];
    const char *argv[128] = {WS_PROGRAM};
    size_t count = 1;
    snprintf(words, sizeof words, "%s", line);
    for (char *word = strtok(words, " "); word && count < 127; word = strtok(NULL, " "))
        argv[count++] = word;
    argv[count] = NULL;
    program_run(said, folder, argv);
}

bool program_said(const char *text, const char *words)
{
    bool is_there = strstr(text, words) != NULL;
    if (!is_there)
        fprintf(stderr, "%s\nexpected: %s\n", text, words);
    return is_there;
}

bool program_ended_well(const struct said *said)
{
    if (said->status)
        fprintf(stderr, "exit %d: %s\n", said->status, said->err);
    return said->status == 0;
}

char *program_folder(void)
{
    char name[] = "/tmp/whitespot-test-XXXXXX";
    return mkdtemp(name) ? strdup(name) : NULL;
}

static void path_of(char out[1024], const char *folder, const char *name)
{
    if (snprintf(out, 1024, "%s/%s", folder, name) >= 1024)
        abort();
}

void program_write(const char *folder, const char *name, const char *text)
{
    char path[1024];
    path_of(path, folder, name);
    FILE *file = fopen(path, "wb");
    if (!file || fputs(text, file) < 0 || fclose(file) != 0)
        abort();
}

bool program_exists(const char *folder, const char *name)
{
    char path[1024];
    struct stat is;
    path_of(path, folder, name);
    return stat(path, &is) == 0;
}

unsigned program_count(const char *folder)
{
    unsigned count = 0;
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir && (entry = readdir(dir));)
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    if (dir)
        closedir(dir);
    return count;
}

/* One level of folders is as deep as outputs go. */
static void remove_all(const char *folder, int depth)
{
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        char path[1024];
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        path_of(path, folder, entry->d_name);
        if (unlink(path) != 0 && depth > 0)
            remove_all(path, depth - 1);
    }
    if (dir)
        closedir(dir);
    rmdir(folder);
}

void program_remove(char *folder)
{
    remove_all(folder, 3);
    free(folder);
}
