/*
 * A function that fills a structure of variable size, called with every size.
 */
#ifndef SWEEP_H
#define SWEEP_H

#include "provider.h"

/* A part of variable size: where in the structure its size stands; its offset follows. */
typedef struct part {
    const char *name;
    size_t place;
} part;

typedef struct sweep {
    const char *what;
    DWORD fixed; /* size of the fixed part */
    const part *parts;
    size_t part_count;
    /* Calls the function. */
    LONG (*call)(void *structure, const void *with);
    const void *with;
    /* Members that are TAPI's, as a size and offset to leave alone; none when the size is 0. */
    size_t tapi_place, tapi_size;
} sweep;

/* Calls it with every size from that of dwTotalSize to some bytes more than it needs, and checks the rules. What it needs. */
DWORD sweep_sizes(const sweep *sweep);

/* Calls it once with more than enough room. The result is to be freed. */
void *sweep_whole(const sweep *sweep);

/* Where a part's bytes are, and how many; NULL when it is empty. */
const BYTE *part_of(const void *structure, size_t place, DWORD *size);

#define PART(type, name) {#name, offsetof(type, dw##name##Size)}

#endif
