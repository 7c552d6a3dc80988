/*
 * Threads that call the provider while the main thread does something else. They write down what they saw; the main
 * thread checks it.
 */
#ifndef WORKER_H
#define WORKER_H

#include "session.h"

#define MOST_CALLS 512

/* What one call returned. */
typedef struct call {
    DRV_REQUESTID id; /* 0 for a synchronous function */
    LONG result;
} call;

typedef struct worker worker;

/* Starts a thread that runs work(self). */
worker *worker_start(void (*work)(worker *self), const open_phone *phone, unsigned number);
/* Waits for its end, and gives up after a long time. The calls stay readable until worker_free. */
void worker_wait(worker *worker, const char *what);
void worker_free(worker *worker);

/* Within the thread: writes a call down. 0 when there is no more room. */
int worker_note(worker *self, DRV_REQUESTID id, LONG result);

struct worker {
    const open_phone *phone;
    unsigned number;
    unsigned count;
    call calls[MOST_CALLS];
    void (*work)(worker *self);
    struct thread *thread;
    struct monitor *ended;
    int over;
};

#endif
