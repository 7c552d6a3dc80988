/* guarded.h for Windows, and for Wine. */
#define _WIN32_WINNT 0x0601
#include "guarded.h"

#include <windows.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct guarded {
    char *start, *end; /* the end is the forbidden page's start */
};

guarded *guarded_new(size_t most)
{
    guarded *made = malloc(sizeof *made);
    SYSTEM_INFO system;
    DWORD before;
    GetSystemInfo(&system);
    size_t page = system.dwPageSize;
    size_t room = (most + page - 1) / page * page;
    char *start = VirtualAlloc(NULL, room + page, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    if (made == NULL || start == NULL || !VirtualProtect(start + room, page, PAGE_NOACCESS, &before)) {
        fprintf(stderr, "no guarded memory could be made: error %lu\n", GetLastError());
        exit(2);
    }
    *made = (guarded){start, start + room};
    return made;
}

void guarded_free(guarded *memory)
{
    VirtualFree(memory->start, 0, MEM_RELEASE);
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
