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

/* Some members of a structure. */
typedef struct span {
    size_t place, size;
} span;

typedef struct sweep {
    const char *what;
    DWORD fixed; /* size of the fixed part */
    const part *parts;
    size_t part_count;
    /* Calls the function. */
    LONG (*call)(void *structure, const void *with);
    const void *with;
    /* Where members are that are TAPI's, to be left alone. */
    const span *tapis;
    size_t tapi_count;
    DWORD too_small; /* the error for less room than the fixed part takes; PHONEERR_STRUCTURETOOSMALL when 0 */
} sweep;

/*
 * Calls it with every size from that of dwTotalSize to some bytes more than it needs, and checks the rules: with bytes
 * behind the structure that must stay, and at the end of memory. What it needs.
 */
DWORD sweep_sizes(const sweep *sweep);

/* Calls it once with more than enough room. The result is to be freed. */
void *sweep_whole(const sweep *sweep);

/* Where a part's bytes are, and how many; NULL when it is empty. */
const BYTE *part_of(const void *structure, size_t place, DWORD *size);

#define PART(type, name) {#name, offsetof(type, dw##name##Size)}

#endif
