/* Several threads that open or close the same phone, and a shutdown in the middle of everything. */
#include "scenario.h"

#include "checks.h"
#include "platform.h"
#include "worker.h"

#include <stdatomic.h>
#include <string.h>

enum { THREADS = 4 };

/* So that the threads of a contest begin together. */
static atomic_uint waiting;

static void line_up(void)
{
    atomic_fetch_add(&waiting, 1);
    for (unsigned turns = 0; atomic_load(&waiting) < THREADS; turns++)
        if (turns % 1000 == 999)
            sleep_ms(1);
}

/* Handles that a contest has brought, by thread. */
static HDRVPHONE opened[THREADS];
static HTAPIPHONE openers[THREADS];

static void open_it(worker *self)
{
    line_up();
    worker_note(self, 0,
                tsp.TSPI_phoneOpen(device(DESK), openers[self->number], &opened[self->number], V3_1, record_phone_event));
}

static void close_it(worker *self)
{
    line_up();
    worker_note(self, 0, tsp.TSPI_phoneClose(self->phone->hd));
}

/* Runs a contest; how many threads had success, and the number of one that had. The others must have had that code. */
static unsigned contest(void (*work)(worker *), const open_phone *phone, DWORD code, unsigned *winner)
{
    worker *workers[THREADS];
    unsigned won = 0;
    atomic_store(&waiting, 0);
    for (unsigned index = 0; index < THREADS; index++)
        workers[index] = worker_start(work, phone, index);
    for (unsigned index = 0; index < THREADS; index++) {
        worker_wait(workers[index], "a contest");
        LONG result = workers[index]->calls[0].result;
        if (result == 0) {
            won++;
            *winner = index;
        } else {
            RESULT(result, code, "one that came too late");
        }
        worker_free(workers[index]);
    }
    return won;
}

void one_wins(void)
{
    group("several threads open and close the same phone");
    for (unsigned turn = 0; turn < 100; turn++) {
        unsigned winner = 0, lost = 0;
        DRV_REQUESTID id = request_new();
        about("turn %u", turn);
        for (unsigned index = 0; index < THREADS; index++) {
            opened[index] = NULL;
            openers[index] = phone_handle_new();
        }
        EQUAL(contest(open_it, NULL, PHONEERR_ALLOCATED, &winner), 1, "how many opened the phone");
        open_phone phone = {opened[winner], openers[winner], device(DESK), &office[DESK]};
        for (unsigned index = 0; index < THREADS; index++)
            lost += index != winner && opened[index] != NULL;
        EQUAL(lost, 0, "a failed open hands out no handle");
        accepted(id, tsp.TSPI_phoneSetData(id, phone.hd, SLOW, "x", 1), "a request that takes long");
        EQUAL(contest(close_it, &phone, PHONEERR_INVALPHONEHANDLE, &winner), 1, "how many closed the phone");
        phone_closed(phone.ht);
        EQUAL(completions_now(id, NULL), 1, "the request is completed when all of them have returned");
    }
}

/* Calls what there is until the session is over; requests are noted. */
static void call_until_over(worker *self)
{
    const open_phone *phone = self->phone;
    LONG result = 0;
    for (unsigned turn = self->number; result != (LONG)PHONEERR_INVALPHONEHANDLE; turn++) {
        DRV_REQUESTID id = request_new();
        BYTE room[64];
        DWORD one, two;
        switch (turn % 4) {
        case 0:
            result = tsp.TSPI_phoneSetData(id, phone->hd, turn % 8 ? SETTINGS : SILENT, "text", 4);
            break;
        case 1:
            result = tsp.TSPI_phoneSetRing(id, phone->hd, turn % 5, turn);
            break;
        case 2:
            id = 0;
            result = tsp.TSPI_phoneGetData(phone->hd, turn % 3 ? SETTINGS : SLOW, room, sizeof room);
            break;
        default:
            id = 0;
            result = tsp.TSPI_phoneGetRing(phone->hd, &one, &two);
        }
        if (!worker_note(self, id, result))
            return;
        if (turn % 16 == 15)
            sleep_ms(1);
    }
}

void shutdown_racing_calls(void)
{
    group("shutdown racing calls");
    for (unsigned turn = 0; turn < 20; turn++) {
        worker *workers[THREADS];
        open_phone phones[2];
        unsigned missing = 0;
        about("turn %u", turn);
        session_begin(V3_1);
        phones[0] = phone_open(DESK, V3_1);
        phones[1] = phone_open(SECOND, V3_1);
        phone_listen(&phones[0]);
        phone_listen(&phones[1]);
        for (unsigned index = 0; index < THREADS; index++)
            workers[index] = worker_start(call_until_over, &phones[index % 2], index);
        sleep_ms(turn % 7);
        session_end(V3_1);
        for (unsigned index = 0; index < THREADS; index++) {
            LONG odd = 0;
            worker_wait(workers[index], "a call that shutdown must end");
            for (unsigned at = 0; at < workers[index]->count; at++) {
                const call *made = &workers[index]->calls[at];
                if (made->id != 0) {
                    request_returned(made->id, made->result);
                    missing += made->result == (LONG)made->id && completions_now(made->id, NULL) != 1;
                }
                if (made->result != (LONG)made->id && made->result != (LONG)PHONEERR_OPERATIONFAILED
                    && made->result != (LONG)PHONEERR_INVALPHONEHANDLE)
                    odd = made->result;
            }
            RESULT(odd, 0, "a call works, fails, or finds no phone any more");
            worker_free(workers[index]);
        }
        EQUAL(missing, 0, "all accepted requests are completed when shutdown returns");
        phone_closed(phones[0].ht);
        phone_closed(phones[1].ht);
    }
}
