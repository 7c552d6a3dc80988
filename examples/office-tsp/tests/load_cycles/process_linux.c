/* process.h for Linux. */
#define _GNU_SOURCE
#include "process.h"

#include <dirent.h>
#include <dlfcn.h>
#include <limits.h>
#include <malloc.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void give_up(const char *what)
{
    fprintf(stderr, "%s cannot be read\n", what);
    exit(2);
}

static DIR *folder(const char *path)
{
    DIR *opened = opendir(path);
    if (opened == NULL)
        give_up(path);
    return opened;
}

static long entries(const char *path)
{
    DIR *opened = folder(path);
    long count = 0;
    for (struct dirent *entry; (entry = readdir(opened)) != NULL;)
        count += entry->d_name[0] != '.';
    closedir(opened);
    return count;
}

static long long resident(void)
{
    long long all, resident;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%lld %lld", &all, &resident) != 2)
        give_up("/proc/self/statm");
    fclose(file);
    return resident * sysconf(_SC_PAGESIZE);
}

static long free_keys(void)
{
    static pthread_key_t keys[PTHREAD_KEYS_MAX];
    long count = 0;
    while (count < PTHREAD_KEYS_MAX && pthread_key_create(&keys[count], NULL) == 0)
        count++;
    for (long i = 0; i < count; i++)
        pthread_key_delete(keys[i]);
    return count;
}

counts process_counts(void)
{
    struct mallinfo2 heap = mallinfo2();
    return (counts){
        .threads = entries("/proc/self/task"),
        /* Without the one by which they are counted. */
        .handles = entries("/proc/self/fd") - 1,
        .heap = (long long)heap.uordblks + (long long)heap.hblkhd,
        .resident = resident(),
        .keys = free_keys(),
    };
}

void process_make_countable(char **argv)
{
    /* What a thread keeps for its next allocation is counted as allocated. */
    static const char tunable[] = "glibc.malloc.tcache_count=0";
    const char *tunables = getenv("GLIBC_TUNABLES");
    if (tunables != NULL && strcmp(tunables, tunable) == 0)
        return;
    setenv("GLIBC_TUNABLES", tunable, 1);
    execv("/proc/self/exe", argv);
    give_up("/proc/self/exe");
}

int process_has_library(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    char line[PATH_MAX + 128];
    int mapped = 0;
    void *loaded = dlopen(path, RTLD_NOW | RTLD_NOLOAD);
    FILE *maps = fopen("/proc/self/maps", "r");
    if (maps == NULL)
        give_up("/proc/self/maps");
    while (fgets(line, sizeof line, maps) != NULL)
        mapped |= strstr(line, name) != NULL;
    fclose(maps);
    if (loaded != NULL)
        dlclose(loaded);
    return mapped || loaded != NULL;
}

int process_has_open(const char *path)
{
    char wanted[PATH_MAX], link[PATH_MAX], target[PATH_MAX];
    int found = 0;
    DIR *opened = folder("/proc/self/fd");
    if (realpath(path, wanted) == NULL)
        give_up(path);
    for (struct dirent *entry; (entry = readdir(opened)) != NULL;) {
        snprintf(link, sizeof link, "/proc/self/fd/%s", entry->d_name);
        ssize_t size = readlink(link, target, sizeof target - 1);
        if (size < 0)
            continue;
        target[size] = '\0';
        found |= strcmp(target, wanted) == 0;
    }
    closedir(opened);
    return found;
}
