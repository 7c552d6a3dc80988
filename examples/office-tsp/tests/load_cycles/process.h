/*
 * What a library may leave behind in the process that unloads it. process_linux.c and process_windows.c look.
 */
#ifndef PROCESS_H
#define PROCESS_H

typedef struct counts {
    long threads;
    long handles;       /* open files and what else the system counts */
    long long heap;     /* bytes allocated and not freed */
    long long resident; /* bytes of memory that the process occupies */
    long keys;          /* places for thread-local storage that are still free */
} counts;

counts process_counts(void);

/* Has the system count memory exactly, for which the program may begin anew. */
void process_make_countable(char **argv);

/* Whether a library of that file name is loaded, by whatever path. */
int process_has_library(const char *path);

/* Whether this process has the file open. */
int process_has_open(const char *path);

#endif
