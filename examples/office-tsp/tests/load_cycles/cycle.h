/*
 * What happens between loading and unloading a provider.
 */
#ifndef CYCLE_H
#define CYCLE_H

#include "provider.h"

/* The callbacks of all cycles so far. */
typedef struct told {
    unsigned long completions;
    unsigned long failures; /* completions with a code other than 0 */
    unsigned long events;
} told;

void cycle_prepare(void);
void cycle_clean_up(void);

/* Negotiates and enumerates. */
void cycle_enumerate(const provider *tsp);

/* Initialises, uses the lines and phones, from another thread too, and shuts down with requests pending. */
void cycle_work(const provider *tsp, DWORD version);

/* Ends the thread that cycle_work has left; the library it called may be gone. */
void cycle_end_thread(void);

told cycle_told(void);

/* An id that no other request has, and waiting for so many completions, counted over all cycles. */
DRV_REQUESTID cycle_request(void);
void cycle_await(unsigned long completions);

#endif
