/*
 * Lines and calls between loading and unloading a provider.
 */
#ifndef CALLS_H
#define CALLS_H

#include "provider.h"

#define LINES 2

void calls_prepare(void);
void calls_clean_up(void);

/*
 * Opens the lines, of which the first has that device id, and has one call the other: with all buffers both ways, from the
 * first ring to both being idle. How many requests were accepted and completed.
 */
unsigned long calls_work(const provider *tsp, DWORD device, DWORD version);

/* Leaves a call up and requests open, for Shutdown. How many requests, by whether they will have succeeded. */
void calls_leave(const provider *tsp, unsigned long *completed, unsigned long *open);

/* From now on no message may come, until lines are opened again. */
void calls_ended(void);

/* How many messages have come in all cycles. */
unsigned long calls_messages(void);

#endif
