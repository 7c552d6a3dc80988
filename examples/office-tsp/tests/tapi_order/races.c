/* Calls from several threads: against close, and against each other. */
#include "scenario.h"

#include "checks.h"
#include "platform.h"
#include "worker.h"

#include <string.h>

enum { THREADS = 4 };

/* Uploads until the handle is none any more. */
static void upload_until_closed(worker *self)
{
    BYTE room[64];
    LONG result;
    do {
        memset(room, 0xAA, sizeof room);
        result = tsp.TSPI_phoneGetData(self->phone->hd, self->number, room, sizeof room);
        /* Data, and zeroes behind it. */
        if (result == 0 && (memcmp(room, "racing", 7) != 0 || room[sizeof room - 1] != 0))
            result = 1;
        if (result != 0 && !worker_note(self, 0, result))
            return;
    } while (result != (LONG)PHONEERR_INVALPHONEHANDLE);
}

/* Downloads until the handle is none any more, or until there is no room to note more. */
static void download_until_closed(worker *self)
{
    LONG result;
    do {
        DRV_REQUESTID id = request_new();
        BYTE data[16];
        memset(data, (int)self->number, sizeof data);
        result = tsp.TSPI_phoneSetData(id, self->phone->hd, self->number % 2 ? SETTINGS : SLOW, data, sizeof data);
        memset(data, 0xEE, sizeof data);
        if (!worker_note(self, id, result))
            return;
        if (result > 0)
            sleep_ms(1);
    } while (result != (LONG)PHONEERR_INVALPHONEHANDLE);
}

void uploads_racing_close(void)
{
    static const DWORD areas[THREADS] = {SLOW, SILENT, SETTINGS, DIRECTORY};
    group("uploads racing close");
    for (unsigned turn = 0; turn < 40; turn++) {
        open_phone phone = phone_open(DESK, V3_1);
        worker *workers[THREADS];
        about("turn %u", turn);
        download(&phone, SETTINGS, "racing", 6);
        download(&phone, DIRECTORY, "racing", 6);
        for (unsigned index = 0; index < THREADS; index++)
            workers[index] = worker_start(upload_until_closed, &phone, areas[index]);
        sleep_ms(turn % 8);
        phone_close(&phone);
        for (unsigned index = 0; index < THREADS; index++) {
            unsigned odd = 0;
            worker_wait(workers[index], "an upload that close must end");
            for (unsigned at = 0; at + 1 < workers[index]->count; at++)
                odd += workers[index]->calls[at].result != (LONG)PHONEERR_OPERATIONFAILED;
            EQUAL(odd, 0, "before the handle is gone, an upload brings data or fails");
            RESULT(workers[index]->calls[workers[index]->count - 1].result, PHONEERR_INVALPHONEHANDLE, "the last upload");
            worker_free(workers[index]);
        }
    }
}

void requests_racing_close(void)
{
    group("requests racing close");
    for (unsigned turn = 0; turn < 40; turn++) {
        open_phone phone = phone_open(DESK, V3_1);
        worker *workers[THREADS];
        unsigned missing = 0;
        about("turn %u", turn);
        phone_listen(&phone);
        for (unsigned index = 0; index < THREADS; index++)
            workers[index] = worker_start(download_until_closed, &phone, index);
        sleep_ms(turn % 8);
        phone_close(&phone);
        for (unsigned index = 0; index < THREADS; index++) {
            worker *worker = workers[index];
            unsigned odd = 0;
            worker_wait(worker, "a request that close must end");
            for (unsigned at = 0; at < worker->count; at++) {
                DRV_REQUESTID id = worker->calls[at].id;
                LONG result = worker->calls[at].result, completed = 1;
                request_returned(id, result);
                if (result == (LONG)id) {
                    missing += completions_now(id, &completed) != 1;
                    odd += completed != 0 && completed != (LONG)PHONEERR_OPERATIONFAILED;
                } else {
                    odd += result != (LONG)PHONEERR_INVALPHONEHANDLE && result != (LONG)PHONEERR_OPERATIONFAILED;
                }
            }
            EQUAL(odd, 0, "a request is done, or fails, or comes too late");
            worker_free(worker);
        }
        EQUAL(missing, 0, "all accepted requests are completed when close returns");
    }
}

/* A bit of everything, on a phone that others use too. */
static void use(worker *self)
{
    const open_phone *phone = self->phone;
    BYTE room[1024], data[64];
    DRV_REQUESTID id;
    for (unsigned turn = 0; turn < 60; turn++) {
        DWORD area = turn % 3 == 0 ? SETTINGS : turn % 3 == 1 ? DIRECTORY : FIRMWARE;
        DWORD one, two;
        fill(data, sizeof data, turn);
        id = request_new();
        worker_note(self, id, tsp.TSPI_phoneSetData(id, phone->hd, area, data, sizeof data));
        memset(data, 0xEE, sizeof data);
        id = request_new();
        worker_note(self, id, tsp.TSPI_phoneSetLamp(id, phone->hd, 0, turn % 2 ? PHONELAMPMODE_OFF : PHONELAMPMODE_STEADY));
        id = request_new();
        worker_note(self, id, tsp.TSPI_phoneSetRing(id, phone->hd, turn % 5, turn));
        worker_note(self, 0, tsp.TSPI_phoneGetData(phone->hd, area, room, sizeof room));
        worker_note(self, 0, tsp.TSPI_phoneGetRing(phone->hd, &one, &two));
        ((PHONESTATUS *)(void *)room)->dwTotalSize = sizeof room;
        worker_note(self, 0, tsp.TSPI_phoneGetStatus(phone->hd, (PHONESTATUS *)(void *)room));
    }
}

void everything_at_once(void)
{
    open_phone phones[2];
    worker *workers[2 * THREADS];

    group("two phones used by eight threads");
    phones[0] = phone_open(DESK, V3_1);
    phones[1] = phone_open(SECOND, V2_2);
    phone_listen(&phones[0]);
    phone_listen(&phones[1]);
    recorder_dwell(1);
    for (unsigned index = 0; index < 2 * THREADS; index++)
        workers[index] = worker_start(use, &phones[index % 2], index);
    for (unsigned index = 0; index < 2 * THREADS; index++) {
        worker_wait(workers[index], "a thread that uses a phone");
        for (unsigned at = 0; at < workers[index]->count; at++) {
            const call *made = &workers[index]->calls[at];
            if (made->id == 0) {
                RESULT(made->result, 0, "a synchronous function");
            } else {
                accepted(made->id, made->result, "an asynchronous function");
                finished(made->id, 0, "an asynchronous function");
            }
        }
        worker_free(workers[index]);
    }
    recorder_dwell(0);
    phone_close(&phones[0]);
    phone_close(&phones[1]);
}
