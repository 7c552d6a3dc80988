/* worker.h */
#include "worker.h"

#include "checks.h"
#include "platform.h"

#include <stdlib.h>
#include <string.h>

/* Long enough for anything but a hang. */
#define GIVE_UP_MS 300000

static void run(void *with)
{
    worker *self = with;
    self->work(self);
    monitor_enter(self->ended);
    self->over = 1;
    monitor_wake_all(self->ended);
    monitor_leave(self->ended);
}

worker *worker_start(void (*work)(worker *self), const open_phone *phone, unsigned number)
{
    worker *made = allocate(sizeof *made);
    memset(made, 0, sizeof *made);
    made->phone = phone;
    made->number = number;
    made->work = work;
    made->ended = monitor_new();
    made->thread = thread_start(run, made);
    return made;
}

void worker_wait(worker *worker, const char *what)
{
    unsigned long long end = now_ms() + GIVE_UP_MS;
    int over;
    monitor_enter(worker->ended);
    while (!worker->over && now_ms() < end)
        monitor_wait_until(worker->ended, end);
    over = worker->over;
    monitor_leave(worker->ended);
    if (!over)
        give_up("%s: a thread hangs in the provider after %u calls", what, worker->count);
    thread_join(worker->thread);
}

void worker_free(worker *worker)
{
    monitor_free(worker->ended);
    free(worker);
}

int worker_note(worker *self, DRV_REQUESTID id, LONG result)
{
    if (self->count == MOST_CALLS)
        return 0;
    self->calls[self->count++] = (call){id, result};
    return 1;
}
