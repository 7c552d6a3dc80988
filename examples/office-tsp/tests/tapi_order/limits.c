/*
 * What depends on how the provider was set up: phones that TAPI was not told of, two instances, and the limit for
 * synchronous functions.
 */
#include "scenario.h"

#include "checks.h"

#include <string.h>

/* The hardware has more phones than TAPI has counted: they are new ones, announced by the time Init has returned. */
void phones_that_were_not_counted(void)
{
    enum { COUNTED = 3, LATER_BASE = 900 };
    HPROVIDER other = (HPROVIDER)(DWORD_PTR)0x5E0F00D0ABCDEF01;
    DWORD lines = 0, phones = 0, options = 0, version = 0;
    unsigned mark = events_mark();
    DWORD_PTR temporary[PHONES];
    open_phone phone;
    HDRVPHONE hd = NULL;

    group("phones that TAPI has not counted");
    all_stopped(0);
    RESULT(tsp.TSPI_providerEnumDevices(PROVIDER_ID, &lines, &phones, other, record_line_event, record_creation), 0,
           "providerEnumDevices");
    EQUAL(phones, PHONES, "the number of phones");
    RESULT(tsp.TSPI_providerInit(V3_1, PROVIDER_ID, LINE_BASE, PHONE_BASE, 0, COUNTED, record_completion, &options), 0,
           "providerInit for some of them");
    for (int place = COUNTED; place < PHONES; place++) {
        event found = creation_since(mark, PHONE_CREATE, (DWORD_PTR)other, ANY, "PHONE_CREATE for a phone");
        temporary[place] = found.p2;
        mark = event_after(found);
        RESULT(tsp.TSPI_phoneNegotiateTSPIVersion(device(place), V2_0, V3_1, &version), PHONEERR_BADDEVICEID,
               "an id that TAPI has not given");
    }
    for (int place = PHONES - 1; place >= COUNTED; place--)
        RESULT(tsp.TSPI_providerCreatePhoneDevice(temporary[place], LATER_BASE + (DWORD)place), 0, "providerCreatePhoneDevice");
    for (int place = 0; place < PHONES; place++) {
        phone = phone_open_device(place < COUNTED ? device(place) : LATER_BASE + (DWORD)place, &office[place], V3_1);
        PHONECAPS caps = {.dwTotalSize = sizeof caps};
        RESULT(tsp.TSPI_phoneGetDevCaps(phone.id, V3_1, 0, &caps), 0, "phoneGetDevCaps");
        EQUAL(caps.dwPermanentPhoneID, place + 1, "the phone behind a new id");
        phone_close(&phone);
    }
    /* A session's handles and ids are nobody's in the next. */
    phone = phone_open(DESK, V3_1);
    session_end(V3_1);
    phone_closed(phone.ht);
    session_begin(V3_1);
    CHECK(tsp.TSPI_phoneClose(phone.hd) < 0, "a handle of the session before");
    RESULT(tsp.TSPI_phoneOpen(LATER_BASE + SECOND, phone_handle_new(), &hd, V3_1, record_phone_event), PHONEERR_BADDEVICEID,
           "an id of the session before");
    session_end(V3_1);
}

/* TAPI may list one provider twice, under two permanent ids: each has phones, handles and events of its own. */
void two_instances(void)
{
    enum { OTHER_ID = PROVIDER_ID + 1, OTHER_BASE = 140 };
    HPROVIDER other = (HPROVIDER)(DWORD_PTR)0x5E0F00D0FEDCBA98;
    DWORD lines = 0, phones = 0, options = 0, version = 0;
    open_phone mine, others;
    unsigned mark;
    DRV_REQUESTID id;

    group("two instances of the provider");
    session_begin(V3_1);
    RESULT(tsp.TSPI_providerEnumDevices(OTHER_ID, &lines, &phones, other, record_line_event, record_creation), 0,
           "providerEnumDevices for another id");
    /* To TAPI these are two providers, and each has one callback at a time. */
    recorder_overlapping(1);
    RESULT(tsp.TSPI_providerInit(V3_0, OTHER_ID, LINE_BASE, OTHER_BASE, 0, phones, record_completion, &options), 0,
           "providerInit for another id");
    mine = phone_open(DESK, V3_1);
    others = phone_open_device(OTHER_BASE + DESK, &office[DESK], V3_1);
    phone_listen(&mine);
    phone_listen(&others);
    download(&mine, SETTINGS, "the first", 9);
    download(&others, SETTINGS, "the other", 9);
    upload_gives(&mine, SETTINGS, "the first", 9);
    upload_gives(&others, SETTINGS, "the other", 9);

    mark = events_mark();
    order(&others, "phone = \"New\"\naction = \"add\"\nmodel = \"plain\"");
    event found = creation_since(mark, PHONE_CREATE, (DWORD_PTR)other, ANY, "PHONE_CREATE by the other instance");
    RESULT(tsp.TSPI_providerCreatePhoneDevice(found.p2, 2000), 0, "providerCreatePhoneDevice");
    order(&mine, "phone = \"New\"\naction = \"add\"\nmodel = \"lobby\"");
    found = creation_since(mark, PHONE_CREATE, (DWORD_PTR)session_provider(), ANY, "PHONE_CREATE by the first instance");
    RESULT(tsp.TSPI_providerCreatePhoneDevice(found.p2, 2001), 0, "providerCreatePhoneDevice for the first");
    for (DWORD device = 2000; device < 2002; device++) {
        PHONECAPS caps = {.dwTotalSize = sizeof caps};
        RESULT(tsp.TSPI_phoneGetDevCaps(device, V3_1, 0, &caps), 0, "phoneGetDevCaps");
        EQUAL(caps.dwNumSetData, device == 2000 ? 0 : office[LOBBY].set_data, "each id stands for its instance's phone");
    }

    id = request_new();
    accepted(id, tsp.TSPI_phoneSetData(id, others.hd, SLOW, "x", 1), "a request that takes long");
    RESULT(tsp.TSPI_providerShutdown(V3_0, OTHER_ID), 0, "providerShutdown for the other id");
    recorder_overlapping(0);
    phone_closed(others.ht);
    EQUAL(completions_now(id, NULL), 1, "the other instance's request is completed");
    CHECK(tsp.TSPI_phoneNegotiateTSPIVersion(OTHER_BASE, V2_0, V3_1, &version) < 0, "the other instance's ids are gone");
    upload_gives(&mine, SETTINGS, "the first", 9);
    phone_close(&mine);
    session_end(V3_1);
}

/* The provider was loaded with a limit for synchronous functions of a tenth of a second. */
void uploads_that_take_too_long(void)
{
    BYTE room[16], untouched[16];
    DRV_REQUESTID id;
    open_phone phone;

    group("uploads that take too long");
    session_begin(V3_1);
    phone = phone_open(DESK, V3_1);
    memset(untouched, 0xAA, sizeof untouched);
    for (int turn = 0; turn < 3; turn++) {
        DWORD areas[] = {SLOW, SILENT};
        for (int index = 0; index < 2; index++) {
            memset(room, 0xAA, sizeof room);
            RESULT(tsp.TSPI_phoneGetData(phone.hd, areas[index], room, sizeof room), PHONEERR_OPERATIONFAILED,
                   "phoneGetData of a phone that does not answer");
            SAME(room, untouched, sizeof room, "a failed upload leaves the buffer alone");
        }
        download(&phone, SETTINGS, "meanwhile", 9);
        upload_gives(&phone, SETTINGS, "meanwhile", 9);
    }
    /* The limit is not for requests. */
    id = request_new();
    accepted(id, tsp.TSPI_phoneSetData(id, phone.hd, SILENT, "x", 1), "a request that takes long");
    RESULT(tsp.TSPI_phoneGetData(phone.hd, SLOW, room, sizeof room), PHONEERR_OPERATIONFAILED, "phoneGetData meanwhile");
    EQUAL(completions_now(id, NULL), 0, "a request may take longer");
    phone_close(&phone);
    EQUAL(completions_now(id, NULL), 1, "the request is completed when the phone is closed");
    RESULT(completion_of(id), PHONEERR_OPERATIONFAILED, "the request of the closed phone");
    session_end(V3_1);
}
