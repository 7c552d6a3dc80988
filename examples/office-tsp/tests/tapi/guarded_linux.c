/* guarded.h for Linux. */
#define _GNU_SOURCE
#include "guarded.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct guarded {
    char *start, *end; /* the end is the forbidden page's start */
    size_t page;
};

guarded *guarded_new(size_t most)
{
    guarded *made = malloc(sizeof *made);
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t room = (most + page - 1) / page * page;
    char *start = mmap(NULL, room + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (made == NULL || start == MAP_FAILED || mprotect(start + room, page, PROT_NONE) != 0) {
        fprintf(stderr, "no guarded memory could be made\n");
        exit(2);
    }
    *made = (guarded){start, start + room, page};
    return made;
}

void guarded_free(guarded *memory)
{
    munmap(memory->start, (size_t)(memory->end - memory->start) + memory->page);
    free(memory);
}

void *guarded_last(const guarded *memory, size_t size)
{
    if (size > (size_t)(memory->end - memory->start)) {
        fprintf(stderr, "the guarded memory is too small\n");
        exit(2);
    }
    return memory->end - size;
}

void *guarded_copy(const guarded *memory, const void *bytes, size_t size)
{
    return memmove(guarded_last(memory, size), bytes, size);
}
