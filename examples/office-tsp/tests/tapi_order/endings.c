/* Ends with requests pending, phones that come and go, and what is after shutdown. */
#include "scenario.h"

#include "checks.h"
#include "platform.h"
#include "worker.h"

#include <string.h>

/* How many requests may be pending for a phone. */
#define LIMIT 1024

/* Makes requests that are not answered by themselves. */
static void make_pending(const open_phone *phone, DRV_REQUESTID *ids, unsigned count)
{
    for (unsigned index = 0; index < count; index++) {
        BYTE data[8] = {1, 2, 3};
        ids[index] = request_new();
        accepted(ids[index], tsp.TSPI_phoneSetData(ids[index], phone->hd, index % 2 ? SLOW : SILENT, data, sizeof data),
                 "a request that takes long");
        memset(data, 0xEE, sizeof data);
    }
    for (unsigned index = 0; index < count; index++)
        EQUAL(completions_now(ids[index], NULL), 0, "a request that takes long is pending");
}

/* Checks that each has been completed by now, and so. */
static void all_failed(const DRV_REQUESTID *ids, unsigned count, const char *what)
{
    for (unsigned index = 0; index < count; index++) {
        LONG result = 0;
        EQUAL(completions_now(ids[index], &result), 1, "%s: one completion", what);
        RESULT(result, PHONEERR_OPERATIONFAILED, "%s: the completion", what);
    }
}

void close_with_requests_pending(void)
{
    static DRV_REQUESTID ids[LIMIT];
    DRV_REQUESTID others[20], id;
    open_phone desk, second;

    group("close with requests pending");
    desk = phone_open(DESK, V3_1);
    second = phone_open(SECOND, V3_1);
    phone_listen(&desk);
    make_pending(&second, others, 20);
    make_pending(&desk, ids, LIMIT);
    id = request_new();
    refused(id, tsp.TSPI_phoneSetData(id, desk.hd, SLOW, "x", 1), PHONEERR_RESOURCEUNAVAIL, "one request more than may be pending");
    phone_close(&desk);
    all_failed(ids, LIMIT, "a request of a closed phone");
    for (unsigned index = 0; index < 20; index++)
        EQUAL(completions_now(others[index], NULL), 0, "another phone's requests stay pending");

    about("the phone opened again");
    desk = phone_open(DESK, V3_1);
    download(&desk, SETTINGS, "again", 5);
    upload_gives(&desk, SETTINGS, "again", 5);
    phone_close(&desk);
    phone_close(&second);
    all_failed(others, 20, "a request of the other phone");
}

/* An upload that nothing but the phone's end ends. */
static void upload_slowly(worker *self)
{
    BYTE room[16];
    worker_note(self, 0, tsp.TSPI_phoneGetData(self->phone->hd, self->number, room, sizeof room));
}

void removal_with_requests_pending(void)
{
    DRV_REQUESTID ids[40];
    open_phone desk, second;
    worker *workers[2];
    unsigned mark;
    HDRVPHONE hd;
    event closed, removed;
    BYTE byte;

    group("removal with requests pending");
    desk = phone_open(DESK, V3_1);
    second = phone_open(SECOND, V3_1);
    make_pending(&second, ids, 40);
    workers[0] = worker_start(upload_slowly, &second, SLOW);
    workers[1] = worker_start(upload_slowly, &second, SILENT);
    sleep_ms(50);
    mark = events_mark();
    order(&desk, "phone = \"Second desk\"\naction = \"remove\"");
    closed = event_since(mark, second.ht, PHONE_CLOSE, ANY, ANY, "PHONE_CLOSE for the open phone");
    removed = creation_since(mark, PHONE_REMOVE, second.id, ANY, "PHONE_REMOVE with the device's id");
    CHECK(closed.place < removed.place, "PHONE_CLOSE comes first");
    all_failed(ids, 40, "a request of a removed phone");
    for (unsigned index = 0; index < 40; index++)
        CHECK(completion_place(ids[index]) < closed.place, "requests are completed before PHONE_CLOSE");
    for (unsigned index = 0; index < 2; index++) {
        worker_wait(workers[index], "an upload from a removed phone");
        LONG result = workers[index]->calls[0].result;
        CHECK(result == (LONG)PHONEERR_OPERATIONFAILED || result == (LONG)PHONEERR_INVALPHONEHANDLE,
              "an upload from a removed phone answers %s", error_name(result));
        worker_free(workers[index]);
    }
    phone_closed(second.ht);
    RESULT(tsp.TSPI_phoneGetData(second.hd, SETTINGS, &byte, 1), PHONEERR_INVALPHONEHANDLE, "the handle is dead");
    RESULT(tsp.TSPI_phoneClose(second.hd), PHONEERR_INVALPHONEHANDLE, "closing what was closed");
    RESULT(tsp.TSPI_phoneOpen(second.id, phone_handle_new(), &hd, V3_1, record_phone_event), PHONEERR_NODEVICE,
           "opening a phone that was removed");
    download(&desk, SETTINGS, "here", 4);
    /* Nothing comes behind what comes last. */
    unsigned later = events_mark();
    order(&desk, "phone = \"Last\"\naction = \"add\"\nmodel = \"plain\"");
    creation_since(later, PHONE_CREATE, (DWORD_PTR)session_provider(), ANY, "PHONE_CREATE for one phone more");
    EQUAL(creations_count(mark, PHONE_REMOVE, ANY), 1, "how often PHONE_REMOVE comes");
    EQUAL(events_count(mark, second.ht, PHONE_CLOSE, ANY, ANY), 1, "how often PHONE_CLOSE comes");
    phone_close(&desk);
}

/* Waits for PHONE_CREATE. The temporary id. */
static DWORD_PTR created(unsigned mark, const char *what)
{
    event found = creation_since(mark, PHONE_CREATE, (DWORD_PTR)session_provider(), ANY, what);
    EQUAL(found.p3, 0, "PHONE_CREATE's third parameter");
    return found.p2;
}

void new_phone(void)
{
    enum { NEW_ID = 1077, NEWER_ID = 577 };
    open_phone desk, phone;
    DWORD_PTR first, second;
    DWORD version = 0;
    unsigned mark;
    PHONECAPS caps = {.dwTotalSize = sizeof caps};

    group("new phones");
    desk = phone_open(DESK, V3_1);
    mark = events_mark();
    order(&desk, "phone = \"New\"\naction = \"add\"\nmodel = \"lobby\"");
    first = created(mark, "PHONE_CREATE for a new phone");
    mark = events_mark();
    order(&desk, "phone = \"Newer\"\naction = \"add\"\nmodel = \"lobby\"");
    second = created(mark, "PHONE_CREATE for another");
    CHECK(first != second, "each has a temporary id of its own");

    /* Nothing has an id before TAPI gives it one; ids are not contiguous. */
    CHECK(tsp.TSPI_phoneNegotiateTSPIVersion(NEW_ID, V2_0, V3_1, &version) < 0, "no id yet");
    CHECK(tsp.TSPI_providerCreatePhoneDevice(first ^ second ^ 0x5555, NEW_ID) < 0, "a temporary id that nobody has");
    CHECK(tsp.TSPI_providerCreatePhoneDevice(first, device(LOBBY)) < 0, "an id that another phone has");
    RESULT(tsp.TSPI_providerCreatePhoneDevice(second, NEWER_ID), 0, "providerCreatePhoneDevice");
    RESULT(tsp.TSPI_providerCreatePhoneDevice(first, NEW_ID), 0, "providerCreatePhoneDevice for the first");
    CHECK(tsp.TSPI_providerCreatePhoneDevice(first, NEW_ID + 1) < 0, "a temporary id serves once");
    RESULT(tsp.TSPI_phoneGetDevCaps(NEW_ID, V3_1, 0, &caps), 0, "phoneGetDevCaps");
    EQUAL(caps.dwNumSetData, office[LOBBY].set_data, "the new phone's areas");

    phone = phone_open_device(NEW_ID, &office[LOBBY], V3_1);
    phone_listen(&phone);
    download(&phone, 0, "a new phone", 11);
    upload_gives(&phone, 0, "a new phone", 11);
    mark = events_mark();
    order(&desk, "phone = \"New\"\naction = \"press\"");
    event_since(mark, phone.ht, PHONE_BUTTON, 0, PHONEBUTTONMODE_FEATURE, "the new phone's button");
    mark = events_mark();
    order(&desk, "phone = \"New\"\naction = \"remove\"");
    event_since(mark, phone.ht, PHONE_CLOSE, ANY, ANY, "PHONE_CLOSE for the new phone");
    creation_since(mark, PHONE_REMOVE, NEW_ID, ANY, "PHONE_REMOVE with its new id");
    phone_closed(phone.ht);

    about("removed without ever being open");
    mark = events_mark();
    order(&desk, "phone = \"Newer\"\naction = \"remove\"");
    creation_since(mark, PHONE_REMOVE, NEWER_ID, ANY, "PHONE_REMOVE for a phone that was not open");
    CHECK(tsp.TSPI_phoneNegotiateTSPIVersion(NEWER_ID, V2_0, V3_1, &version) < 0, "the id is nobody's");
    phone_close(&desk);
}

void shutdown_with_requests_pending(DWORD version)
{
    static const int places[] = {DESK, SECOND};
    DRV_REQUESTID ids[2][60];
    open_phone phones[2];
    worker *workers[2];

    group("shutdown with requests pending");
    for (unsigned index = 0; index < 2; index++) {
        phones[index] = phone_open(places[index], version);
        phone_listen(&phones[index]);
        make_pending(&phones[index], ids[index], 60);
        workers[index] = worker_start(upload_slowly, &phones[index], index == 0 ? SLOW : SILENT);
    }
    sleep_ms(50);
    session_end(version);
    for (unsigned index = 0; index < 2; index++) {
        phone_closed(phones[index].ht);
        all_failed(ids[index], 60, "a request at shutdown");
        worker_wait(workers[index], "an upload at shutdown");
        LONG result = workers[index]->calls[0].result;
        CHECK(result == (LONG)PHONEERR_OPERATIONFAILED || result == (LONG)PHONEERR_INVALPHONEHANDLE,
              "an upload at shutdown answers %s", error_name(result));
        worker_free(workers[index]);
        CHECK(tsp.TSPI_phoneClose(phones[index].hd) < 0, "a handle does not outlive its session");
    }
}

void after_shutdown(void)
{
    DWORD version = 0;
    HDRVPHONE hd = NULL;
    BYTE byte = 0;
    DRV_REQUESTID id = request_new();
    LONG result;

    group("after shutdown");
    result = tsp.TSPI_phoneSetData(id, (HDRVPHONE)(DWORD_PTR)1, 0, &byte, 1);
    CHECK(result < 0, "phoneSetData");
    refused(id, result, (DWORD)result, "phoneSetData");
    CHECK(tsp.TSPI_phoneOpen(device(DESK), phone_handle_new(), &hd, V3_1, record_phone_event) < 0, "phoneOpen");
    CHECK(tsp.TSPI_phoneNegotiateTSPIVersion(device(DESK), V2_0, V3_1, &version) < 0, "negotiation for a device");
    RESULT(tsp.TSPI_lineNegotiateTSPIVersion(INITIALIZE_NEGOTIATION, V2_0, V3_1, &version), 0, "negotiation for all");
    /* Callbacks would be counted by the recorder. */
    sleep_ms(100);
}
