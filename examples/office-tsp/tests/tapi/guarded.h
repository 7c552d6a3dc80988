/*
 * Memory right before a page that must not be touched: whoever reads or writes beyond its end ends the program.
 * guarded_linux.c and guarded_windows.c make it.
 */
#ifndef GUARDED_H
#define GUARDED_H

#include <stddef.h>

typedef struct guarded guarded;

/* Room for at least so many bytes. Ends the program when there is none. */
guarded *guarded_new(size_t most);
void guarded_free(guarded *memory);

/* The last bytes before the page. Their address is as aligned as their number. */
void *guarded_last(const guarded *memory, size_t size);
/* A copy of those bytes, the last before the page. */
void *guarded_copy(const guarded *memory, const void *bytes, size_t size);

#endif
