/* Opening and closing, and handles and devices that are none. */
#include "scenario.h"

#include "checks.h"
#include "sweep.h"

#include <stdlib.h>
#include <string.h>

void opening(void)
{
    HDRVPHONE hd = NULL;
    open_phone first, second;
    BYTE byte = 0;

    group("opening");
    first = phone_open(DESK, V3_1);
    RESULT(tsp.TSPI_phoneOpen(device(DESK), phone_handle_new(), &hd, V3_1, record_phone_event), PHONEERR_ALLOCATED,
           "a second phoneOpen");
    second = phone_open(LOBBY, V2_0);
    CHECK(first.hd != second.hd, "two open phones have two handles");
    phone_close(&first);
    first = phone_open(DESK, V2_1);
    RESULT(tsp.TSPI_phoneOpen(device(DESK), phone_handle_new(), &hd, V3_1, record_phone_event), PHONEERR_ALLOCATED,
           "a second phoneOpen after a close");
    phone_close(&first);
    phone_close(&second);
    RESULT(tsp.TSPI_phoneOpen(device(DESK), phone_handle_new(), &hd, 0x00010004, record_phone_event),
           PHONEERR_INCOMPATIBLEAPIVERSION, "phoneOpen for TAPI 1.4");
    RESULT(tsp.TSPI_phoneOpen(device(DESK), phone_handle_new(), &hd, 0x00030002, record_phone_event),
           PHONEERR_INCOMPATIBLEAPIVERSION, "phoneOpen for TAPI 3.2");
    for (int turn = 0; turn < 200; turn++) {
        HDRVPHONE old = first.hd;
        first = phone_open(DESK, V3_1);
        CHECK(first.hd != old, "a handle is not the one before");
        RESULT(tsp.TSPI_phoneGetData(old, 0, &byte, 1), PHONEERR_INVALPHONEHANDLE, "an old handle");
        phone_close(&first);
    }
}

/* Every function that takes a handle, with one that is none. */
static void try_handle(HDRVPHONE hd, const char *what)
{
    BYTE room[512] = {0};
    WCHAR text[2] = {'A', 0};
    DWORD one = 0, two = 0, *size = (DWORD *)(void *)room;
    DRV_REQUESTID id;
    about("%s", what);
#define REFUSED(call) RESULT(call, PHONEERR_INVALPHONEHANDLE, #call)
#define REFUSED_REQUEST(name, ...)                                                      \
    id = request_new();                                                                 \
    refused(id, tsp.name(id, hd, __VA_ARGS__), PHONEERR_INVALPHONEHANDLE, #name)
    *size = sizeof room;
    REFUSED(tsp.TSPI_phoneGetData(hd, 0, &one, 4));
    REFUSED(tsp.TSPI_phoneGetDisplay(hd, (LPVARSTRING)room));
    REFUSED(tsp.TSPI_phoneGetButtonInfo(hd, 0, (LPPHONEBUTTONINFO)room));
    REFUSED(tsp.TSPI_phoneGetStatus(hd, (LPPHONESTATUS)room));
    REFUSED(tsp.TSPI_phoneGetID(hd, (LPVARSTRING)room, (LPCWSTR)u"tapi/phone", NULL));
    REFUSED(tsp.TSPI_phoneGetGain(hd, PHONEHOOKSWITCHDEV_HANDSET, &one));
    REFUSED(tsp.TSPI_phoneGetVolume(hd, PHONEHOOKSWITCHDEV_HANDSET, &one));
    REFUSED(tsp.TSPI_phoneGetHookSwitch(hd, &one));
    REFUSED(tsp.TSPI_phoneGetLamp(hd, 0, &one));
    REFUSED(tsp.TSPI_phoneGetRing(hd, &one, &two));
    REFUSED(tsp.TSPI_phoneSetStatusMessages(hd, ALL_STATES, 0, 0));
    REFUSED(tsp.TSPI_phoneSelectExtVersion(hd, 0));
    REFUSED_REQUEST(TSPI_phoneDevSpecific, &one, 4);
    REFUSED_REQUEST(TSPI_phoneSetButtonInfo, 2, (LPPHONEBUTTONINFO)room);
    REFUSED_REQUEST(TSPI_phoneSetData, 0, &one, 4);
    REFUSED_REQUEST(TSPI_phoneSetDisplay, 0, 0, text, 2);
    REFUSED_REQUEST(TSPI_phoneSetGain, PHONEHOOKSWITCHDEV_HANDSET, 1);
    REFUSED_REQUEST(TSPI_phoneSetHookSwitch, PHONEHOOKSWITCHDEV_SPEAKER, PHONEHOOKSWITCHMODE_ONHOOK);
    REFUSED_REQUEST(TSPI_phoneSetLamp, 0, PHONELAMPMODE_OFF);
    REFUSED_REQUEST(TSPI_phoneSetRing, 1, 1);
    REFUSED_REQUEST(TSPI_phoneSetVolume, PHONEHOOKSWITCHDEV_HANDSET, 1);
    REFUSED(tsp.TSPI_phoneClose(hd));
#undef REFUSED
#undef REFUSED_REQUEST
}

void wrong_handles(void)
{
    open_phone closed, phone;
    DWORD_PTR value;

    group("wrong handles");
    closed = phone_open(DESK, V3_1);
    phone_close(&closed);
    phone = phone_open(DESK, V3_1);
    value = (DWORD_PTR)phone.hd;
    try_handle(NULL, "handle 0");
    try_handle(closed.hd, "closed handle");
    try_handle((HDRVPHONE)(value + 1), "the next number");
    try_handle((HDRVPHONE)(value ^ ((DWORD_PTR)1 << 32)), "a bit of the upper half");
    try_handle((HDRVPHONE)(value ^ ((DWORD_PTR)1 << 63)), "the topmost bit");
    try_handle((HDRVPHONE)(DWORD_PTR)-1, "all bits");
    try_handle((HDRVPHONE)(void *)&phone, "an address");
    try_handle((HDRVPHONE)phone.ht, "TAPI's handle");
    upload_gives(&phone, SETTINGS, "language=en\n", 12);
    phone_close(&phone);
    try_handle(phone.hd, "handle after its close");
}

void wrong_devices(void)
{
    static const DWORD wrong[] = {PHONE_BASE - 1, PHONE_BASE + PHONES, 0, 0x7FFFFFFF, 0xFFFFFFFE};
    group("wrong devices");
    for (size_t index = 0; index < sizeof wrong / sizeof *wrong; index++) {
        DWORD id = wrong[index], version = 0;
        HDRVPHONE hd = NULL;
        HICON icon = NULL;
        PHONEEXTENSIONID extension;
        PHONECAPS caps = {.dwTotalSize = sizeof caps};
        about("device %lx", (unsigned long)id);
        RESULT(tsp.TSPI_phoneNegotiateTSPIVersion(id, V2_0, V3_1, &version), PHONEERR_BADDEVICEID, "negotiation");
        RESULT(tsp.TSPI_phoneGetDevCaps(id, V3_1, 0, &caps), PHONEERR_BADDEVICEID, "phoneGetDevCaps");
        RESULT(tsp.TSPI_phoneGetExtensionID(id, V3_1, &extension), PHONEERR_BADDEVICEID, "phoneGetExtensionID");
        RESULT(tsp.TSPI_phoneNegotiateExtVersion(id, V3_1, 0, 1, &version), PHONEERR_BADDEVICEID, "phoneNegotiateExtVersion");
        RESULT(tsp.TSPI_phoneOpen(id, phone_handle_new(), &hd, V3_1, record_phone_event), PHONEERR_BADDEVICEID, "phoneOpen");
        CHECK(tsp.TSPI_phoneGetIcon(id, (LPCWSTR)u"tapi/phone", &icon) < 0 && icon == NULL, "phoneGetIcon");
    }
}

struct class {
    HDRVPHONE hd;
    LPCWSTR name;
};

static LONG get_id(void *structure, const void *with)
{
    const struct class *class = with;
    return tsp.TSPI_phoneGetID(class->hd, structure, class->name, NULL);
}

void device_ids(void)
{
    static const part parts[] = {{"String", offsetof(VARSTRING, dwStringSize)}};
    open_phone phone;
    HICON icon = NULL;

    group("phoneGetID and phoneGetIcon");
    for (int place = 0; place < PHONES; place++) {
        phone = phone_open(place, V3_1);
        struct class class = {phone.hd, (LPCWSTR)u"tapi/phone"};
        sweep sweep = {"phoneGetID", sizeof(VARSTRING), parts, 1, get_id, &class, NULL, 0, 0};
        VARSTRING *whole = sweep_whole(&sweep);
        DWORD size;
        const BYTE *id = part_of(whole, offsetof(VARSTRING, dwStringSize), &size);
        EQUAL(whole->dwStringFormat, STRINGFORMAT_BINARY, "a device id is binary");
        if (EQUAL(size, sizeof(DWORD), "a device id's size"))
            SAME(id, &phone.id, sizeof(DWORD), "the device id");
        free(whole);
        sweep_sizes(&sweep);
        class.name = (LPCWSTR)u"TAPI/Phone";
        whole = sweep_whole(&sweep);
        free(whole);
        BYTE room[64] = {0};
        DWORD total = sizeof room;
        memcpy(room, &total, sizeof total);
        RESULT(tsp.TSPI_phoneGetID(phone.hd, (LPVARSTRING)room, (LPCWSTR)u"wave/in", NULL), PHONEERR_INVALDEVICECLASS,
               "a class that the phone has nothing of");
        RESULT(tsp.TSPI_phoneGetID(phone.hd, (LPVARSTRING)room, (LPCWSTR)u"", NULL), PHONEERR_INVALDEVICECLASS,
               "a class without a name");
        RESULT(tsp.TSPI_phoneGetIcon(phone.id, (LPCWSTR)u"tapi/phone", &icon), PHONEERR_OPERATIONUNAVAIL, "phoneGetIcon");
        phone_close(&phone);
    }
}
