/* Phones that are suspended or out of reach. */
#include "scenario.h"

#include "checks.h"

#include <string.h>

#define HANDSET PHONEHOOKSWITCHDEV_HANDSET
#define SPEAKER PHONEHOOKSWITCHDEV_SPEAKER

static void status_is(const open_phone *phone, DWORD flags, DWORD features)
{
    PHONESTATUS status = {.dwTotalSize = sizeof status};
    RESULT(tsp.TSPI_phoneGetStatus(phone->hd, &status), 0, "phoneGetStatus");
    EQUAL(status.dwStatusFlags, flags, "dwStatusFlags");
    EQUAL(status.dwPhoneFeatures, features, "what can be done now");
}

/* Every function of a desk phone that is not in a state for it. */
static void all_refused(const open_phone *phone)
{
    union {
        DWORD total;
        VARSTRING string;
        PHONEBUTTONINFO button;
        PHONECAPS caps;
        BYTE bytes[1024];
    } room = {.total = sizeof room};
    WCHAR text[] = {'a', 'b'};
    DWORD one = 0, two = 0;
    LONG result;
    DRV_REQUESTID id;
#define REFUSED(call) RESULT(call, PHONEERR_INVALPHONESTATE, #call)
    REFUSED(tsp.TSPI_phoneGetData(phone->hd, SETTINGS, room.bytes + 512, 4));
    REFUSED(tsp.TSPI_phoneGetDisplay(phone->hd, &room.string));
    REFUSED(tsp.TSPI_phoneGetButtonInfo(phone->hd, 0, &room.button));
    REFUSED(tsp.TSPI_phoneGetGain(phone->hd, HANDSET, &one));
    REFUSED(tsp.TSPI_phoneGetVolume(phone->hd, HANDSET, &one));
    REFUSED(tsp.TSPI_phoneGetHookSwitch(phone->hd, &one));
    REFUSED(tsp.TSPI_phoneGetLamp(phone->hd, 0, &one));
    REFUSED(tsp.TSPI_phoneGetRing(phone->hd, &one, &two));
    /* The state comes before the parameters. */
    REFUSED(tsp.TSPI_phoneGetData(phone->hd, 99, room.bytes + 512, 4));
#undef REFUSED
#define REFUSED(name, ...)                                                    \
    id = request_new();                                                       \
    refused(id, tsp.name(id, phone->hd, __VA_ARGS__), PHONEERR_INVALPHONESTATE, #name)
    REFUSED(TSPI_phoneSetData, SETTINGS, text, 4);
    REFUSED(TSPI_phoneSetData, 99, text, 4);
    REFUSED(TSPI_phoneSetDisplay, 0, 0, (LPCWSTR)text, sizeof text);
    REFUSED(TSPI_phoneSetGain, HANDSET, 1);
    REFUSED(TSPI_phoneSetHookSwitch, SPEAKER, PHONEHOOKSWITCHMODE_ONHOOK);
    REFUSED(TSPI_phoneSetLamp, 0, PHONELAMPMODE_OFF);
    REFUSED(TSPI_phoneSetRing, 1, 1);
    REFUSED(TSPI_phoneSetVolume, HANDSET, 1);
#undef REFUSED
    /* These two list no error for the state: one of those that they list. */
    memset(&room, 0, sizeof room);
    room.button.dwTotalSize = sizeof room.button;
    id = request_new();
    result = tsp.TSPI_phoneSetButtonInfo(id, phone->hd, 2, &room.button);
    CHECK(result == (LONG)PHONEERR_OPERATIONFAILED || result == (LONG)PHONEERR_OPERATIONUNAVAIL,
          "phoneSetButtonInfo answers %s", error_name(result));
    refused(id, result, (DWORD)result, "phoneSetButtonInfo");
    id = request_new();
    result = tsp.TSPI_phoneDevSpecific(id, phone->hd, text, 4);
    CHECK(result == (LONG)PHONEERR_OPERATIONFAILED || result == (LONG)PHONEERR_OPERATIONUNAVAIL,
          "phoneDevSpecific answers %s", error_name(result));
    refused(id, result, (DWORD)result, "phoneDevSpecific");
    /* What has nothing to do with the state works. */
    room.caps.dwTotalSize = sizeof room;
    RESULT(tsp.TSPI_phoneGetDevCaps(phone->id, V3_1, 0, &room.caps), 0, "phoneGetDevCaps");
    EQUAL(room.caps.dwPhoneFeatures, phone->office->features, "what can be done at all");
    room.string.dwTotalSize = sizeof room;
    RESULT(tsp.TSPI_phoneGetID(phone->hd, &room.string, (LPCWSTR)u"tapi/phone", NULL), 0, "phoneGetID");
    phone_listen(phone);
}

void suspended_phone(void)
{
    open_phone desk, second, plain;
    unsigned mark;
    BYTE byte;
    DRV_REQUESTID id;

    group("a suspended phone");
    desk = phone_open(DESK, V3_1);
    second = phone_open(SECOND, V3_1);
    plain = phone_open(PLAIN, V3_1);
    phone_listen(&second);
    phone_listen(&plain);
    for (int turn = 0; turn < 3; turn++) {
        about("turn %d", turn);
        status_is(&second, PHONESTATUSFLAGS_CONNECTED, second.office->features);
        mark = events_mark();
        order(&desk, "phone = \"Second desk\"\naction = \"suspend\"");
        state_since(mark, second.ht, PHONESTATE_SUSPEND, "the phone is suspended");
        status_is(&second, PHONESTATUSFLAGS_CONNECTED | PHONESTATUSFLAGS_SUSPENDED, 0);
        all_refused(&second);
        mark = events_mark();
        order(&desk, "phone = \"Second desk\"\naction = \"resume\"");
        state_since(mark, second.ht, PHONESTATE_RESUME, "the phone is resumed");
        download(&second, SETTINGS, "resumed", 7);
        upload_gives(&second, SETTINGS, "resumed", 7);
    }
    status_is(&second, PHONESTATUSFLAGS_CONNECTED, second.office->features);

    about("what it lacks comes before its state");
    mark = events_mark();
    order(&desk, "phone = %d\naction = \"suspend\"", PLAIN);
    state_since(mark, plain.ht, PHONESTATE_SUSPEND, "the phone is suspended");
    id = request_new();
    refused(id, tsp.TSPI_phoneSetData(id, plain.hd, 0, "x", 1), PHONEERR_OPERATIONUNAVAIL, "phoneSetData");
    RESULT(tsp.TSPI_phoneGetData(plain.hd, 0, &byte, 1), PHONEERR_INVALPHONESTATE, "phoneGetData");
    mark = events_mark();
    order(&desk, "phone = %d\naction = \"resume\"", PLAIN);
    state_since(mark, plain.ht, PHONESTATE_RESUME, "the phone is resumed");

    phone_close(&plain);
    phone_close(&second);
    phone_close(&desk);
}

void disconnected_phone(void)
{
    enum { PENDING = 12 };
    open_phone desk, second, cordless;
    DRV_REQUESTID ids[PENDING];
    BYTE book[8192];
    unsigned mark;

    group("a phone out of reach");
    desk = phone_open(DESK, V3_1);
    second = phone_open(SECOND, V3_1);
    phone_listen(&second);
    for (int index = 0; index < PENDING; index++) {
        ids[index] = request_new();
        accepted(ids[index], tsp.TSPI_phoneSetData(ids[index], second.hd, index % 2 ? SLOW : SILENT, "wait", 4),
                 "a request that takes long");
    }
    mark = events_mark();
    order(&desk, "phone = \"Second desk\"\naction = \"unplug\"");
    state_since(mark, second.ht, PHONESTATE_DISCONNECTED, "the phone is unplugged");
    for (int index = 0; index < PENDING; index++)
        finished(ids[index], PHONEERR_OPERATIONFAILED, "a request whose phone was unplugged");
    status_is(&second, 0, 0);
    all_refused(&second);
    mark = events_mark();
    order(&desk, "phone = \"Second desk\"\naction = \"replug\"");
    state_since(mark, second.ht, PHONESTATE_CONNECTED, "the phone is back");
    status_is(&second, PHONESTATUSFLAGS_CONNECTED, second.office->features);
    download(&second, SETTINGS, "back", 4);
    phone_close(&second);

    about("unplugged when it was opened");
    cordless = phone_open(CORDLESS, V3_1);
    phone_listen(&cordless);
    status_is(&cordless, 0, 0);
    mark = events_mark();
    order(&desk, "phone = \"Cordless\"\naction = \"replug\"");
    state_since(mark, cordless.ht, PHONESTATE_CONNECTED, "the phone is plugged in");
    status_is(&cordless, PHONESTATUSFLAGS_CONNECTED, cordless.office->features);
    for (DWORD size = 0; size <= sizeof book; size += sizeof book / 4) {
        fill(book, size, size);
        download(&cordless, 0, book, size);
        upload_gives(&cordless, 0, book, size);
    }
    mark = events_mark();
    order(&desk, "phone = \"Cordless\"\naction = \"unplug\"");
    state_since(mark, cordless.ht, PHONESTATE_DISCONNECTED, "the phone is unplugged");
    status_is(&cordless, 0, 0);
    phone_close(&cordless);
    phone_close(&desk);
}
