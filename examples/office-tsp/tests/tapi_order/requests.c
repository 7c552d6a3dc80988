/* The nine asynchronous functions, and what the others then show. */
#include "scenario.h"

#include "checks.h"

#include <stdlib.h>
#include <string.h>

#define HANDSET PHONEHOOKSWITCHDEV_HANDSET
#define SPEAKER PHONEHOOKSWITCHDEV_SPEAKER
#define HEADSET PHONEHOOKSWITCHDEV_HEADSET

/* A text of ASCII in 16-bit characters; how many bytes, without an end. */
static DWORD widen(WCHAR *wide, const char *text)
{
    DWORD length = 0;
    for (; text[length] != 0; length++)
        wide[length] = (WCHAR)text[length];
    return length * (DWORD)sizeof(WCHAR);
}

static void display_shows(const open_phone *phone, const char *text)
{
    union {
        VARSTRING structure;
        BYTE room[512];
    } display = {.structure = {.dwTotalSize = 512}};
    WCHAR wide[64];
    DWORD size = widen(wide, text);
    RESULT(tsp.TSPI_phoneGetDisplay(phone->hd, &display.structure), 0, "phoneGetDisplay");
    EQUAL(display.structure.dwStringFormat, STRINGFORMAT_UNICODE, "the display's format");
    if (CHECK(display.structure.dwStringSize >= size, "the display has %lu characters", (unsigned long)strlen(text)))
        SAME(display.room + display.structure.dwStringOffset, wide, size, "what the display shows");
}

/* A PHONEBUTTONINFO with a text, to hand over. */
static DWORD button_info(BYTE *room, DWORD mode, DWORD function, const char *text)
{
    PHONEBUTTONINFO info = {0};
    WCHAR wide[32] = {0};
    DWORD size = widen(wide, text) + (DWORD)sizeof(WCHAR);
    info.dwTotalSize = info.dwNeededSize = info.dwUsedSize = (DWORD)sizeof info + size;
    info.dwButtonMode = mode;
    info.dwButtonFunction = function;
    info.dwButtonTextSize = size;
    info.dwButtonTextOffset = sizeof info;
    memcpy(room, &info, sizeof info);
    memcpy(room + sizeof info, wide, size);
    return info.dwTotalSize;
}

static void button_shows(const open_phone *phone, DWORD button, DWORD function, const char *text)
{
    union {
        PHONEBUTTONINFO structure;
        BYTE room[256];
    } info = {.structure = {.dwTotalSize = 256}};
    WCHAR wide[32] = {0};
    DWORD size = widen(wide, text) + (DWORD)sizeof(WCHAR);
    RESULT(tsp.TSPI_phoneGetButtonInfo(phone->hd, button, &info.structure), 0, "phoneGetButtonInfo");
    EQUAL(info.structure.dwButtonFunction, function, "the button's function");
    if (EQUAL(info.structure.dwButtonTextSize, size, "the size of the button's text"))
        SAME(info.room + info.structure.dwButtonTextOffset, wide, size, "the button's text");
}

/* All nine at once, then what they did. Everything handed over is overwritten as soon as the call has returned. */
static void all_nine(const open_phone *phone, DWORD turn)
{
    static const DWORD functions[] = {PHONEBUTTONFUNCTION_PARK, PHONEBUTTONFUNCTION_HOLD, PHONEBUTTONFUNCTION_MUTE};
    /* Rows of 24 characters. */
    static const char *const rows[][2] = {
        {"An even turn, first row ", "An even turn, second row"},
        {"This turn is odd, row 1 ", "This turn is odd, row 2 "},
    };
    DWORD lamp = turn % 2 ? PHONELAMPMODE_FLASH : PHONELAMPMODE_STEADY;
    DWORD hook = turn % 2 ? PHONEHOOKSWITCHMODE_SPEAKER : PHONEHOOKSWITCHMODE_ONHOOK;
    DWORD one = 0, two = 0, size, devices;
    char label[] = "Label A", shown[64];
    DRV_REQUESTID ids[11];
    BYTE room[128], data[128];
    WCHAR wide[64];
    unsigned next = 0;

    label[6] = (char)('A' + turn % 26);
    about("turn %lu", (unsigned long)turn);
#define ASK(name, ...)                                                        \
    do {                                                                      \
        DRV_REQUESTID id = ids[next++] = request_new();                       \
        accepted(id, tsp.name(id, phone->hd, __VA_ARGS__), #name);            \
    } while (0)
    for (DWORD row = 0; row < 2; row++) {
        memset(wide, 0, sizeof wide);
        size = widen(wide, rows[turn % 2][row]);
        ASK(TSPI_phoneSetDisplay, row, 0, (LPCWSTR)wide, size);
        memset(wide, 0xEE, sizeof wide);
    }
    ASK(TSPI_phoneSetLamp, 0, lamp);
    ASK(TSPI_phoneSetRing, turn % 5, 1000 + turn);
    ASK(TSPI_phoneSetHookSwitch, SPEAKER, hook);
    ASK(TSPI_phoneSetVolume, HANDSET, 2000 + turn);
    ASK(TSPI_phoneSetGain, HEADSET, 3000 + turn);
    size = button_info(room, PHONEBUTTONMODE_FEATURE, functions[turn % 3], label);
    ASK(TSPI_phoneSetButtonInfo, 2, (LPPHONEBUTTONINFO)room);
    memset(room, 0xEE, size);
    fill(data, sizeof data, turn);
    memcpy(room, data, sizeof data);
    ASK(TSPI_phoneSetData, SETTINGS, room, sizeof data);
    memset(room, 0xEE, sizeof room);
    memcpy(room, "own words", 9);
    ASK(TSPI_phoneDevSpecific, room, 9);
    memset(room, 0xEE, sizeof room);
#undef ASK
    for (unsigned index = 0; index < next; index++)
        finished(ids[index], 0, "one of the nine");

    strcpy(shown, rows[turn % 2][0]);
    strcat(shown, rows[turn % 2][1]);
    display_shows(phone, shown);
    RESULT(tsp.TSPI_phoneGetLamp(phone->hd, 0, &one), 0, "phoneGetLamp");
    EQUAL(one, lamp, "the lamp");
    RESULT(tsp.TSPI_phoneGetRing(phone->hd, &one, &two), 0, "phoneGetRing");
    EQUAL(one, turn % 5, "the ring mode");
    EQUAL(two, 1000 + turn, "the ring volume");
    RESULT(tsp.TSPI_phoneGetHookSwitch(phone->hd, &devices), 0, "phoneGetHookSwitch");
    EQUAL(devices, turn % 2 ? SPEAKER : 0, "the devices off hook");
    RESULT(tsp.TSPI_phoneGetVolume(phone->hd, HANDSET, &one), 0, "phoneGetVolume");
    EQUAL(one, 2000 + turn, "the volume");
    RESULT(tsp.TSPI_phoneGetGain(phone->hd, HEADSET, &one), 0, "phoneGetGain");
    EQUAL(one, 3000 + turn, "the gain");
    button_shows(phone, 2, functions[turn % 3], label);
    upload_gives(phone, SETTINGS, data, sizeof data);
    memset(data, 0xEE, sizeof data);
    SAME(room, data, sizeof room, "what was handed over is not written to");
}

/* A block that is handed over is the caller's again when the call returns, also if the phone answers later. */
static void block_stays_the_callers(const open_phone *phone)
{
    BYTE block[64], expected[64];
    DRV_REQUESTID id = request_new();
    fill(block, sizeof block, 3);
    accepted(id, tsp.TSPI_phoneDevSpecific(id, phone->hd, block, sizeof block), "phoneDevSpecific");
    memset(block, 0xEE, sizeof block);
    memset(expected, 0xEE, sizeof expected);
    finished(id, 0, "phoneDevSpecific");
    SAME(block, expected, sizeof block, "the block of a device-specific request");
}

void setting_and_getting(void)
{
    static const int places[] = {DESK, SECOND};
    group("the nine asynchronous functions, and what they did");
    for (int index = 0; index < 2; index++) {
        open_phone phone = phone_open(places[index], V3_1);
        for (DWORD turn = 0; turn < 50; turn++)
            all_nine(&phone, turn);
        block_stays_the_callers(&phone);
        phone_close(&phone);
    }
}

void refusals(void)
{
    open_phone phone;
    BYTE room[128];
    WCHAR text[32];
    DWORD size = widen(text, "twelve chars"), value;
    DRV_REQUESTID id;

    group("parameters that the phone does not have");
    phone = phone_open(DESK, V3_1);
#define REFUSED(code, name, ...)                                              \
    id = request_new();                                                       \
    refused(id, tsp.name(id, phone.hd, __VA_ARGS__), code, #name " " #__VA_ARGS__)
    REFUSED(PHONEERR_INVALBUTTONLAMPID, TSPI_phoneSetLamp, 4, PHONELAMPMODE_OFF);
    REFUSED(PHONEERR_INVALBUTTONLAMPID, TSPI_phoneSetLamp, 0xFFFFFFFF, PHONELAMPMODE_OFF);
    REFUSED(PHONEERR_INVALBUTTONLAMPID, TSPI_phoneSetLamp, 2, PHONELAMPMODE_OFF);
    REFUSED(PHONEERR_INVALLAMPMODE, TSPI_phoneSetLamp, 0, PHONELAMPMODE_WINK);
    REFUSED(PHONEERR_INVALLAMPMODE, TSPI_phoneSetLamp, 0, PHONELAMPMODE_OFF | PHONELAMPMODE_STEADY);
    REFUSED(PHONEERR_INVALLAMPMODE, TSPI_phoneSetLamp, 0, 0);
    REFUSED(PHONEERR_INVALRINGMODE, TSPI_phoneSetRing, 5, 1);
    REFUSED(PHONEERR_OPERATIONFAILED, TSPI_phoneSetRing, 1, 0x10000);
    REFUSED(PHONEERR_INVALHOOKSWITCHDEV, TSPI_phoneSetHookSwitch, 8, PHONEHOOKSWITCHMODE_ONHOOK);
    REFUSED(PHONEERR_INVALHOOKSWITCHDEV, TSPI_phoneSetHookSwitch, 0, PHONEHOOKSWITCHMODE_ONHOOK);
    REFUSED(PHONEERR_INVALHOOKSWITCHMODE, TSPI_phoneSetHookSwitch, HANDSET, PHONEHOOKSWITCHMODE_ONHOOK);
    REFUSED(PHONEERR_INVALHOOKSWITCHMODE, TSPI_phoneSetHookSwitch, SPEAKER, PHONEHOOKSWITCHMODE_MICSPEAKER);
    REFUSED(PHONEERR_INVALHOOKSWITCHMODE, TSPI_phoneSetHookSwitch, SPEAKER | HEADSET, PHONEHOOKSWITCHMODE_SPEAKER);
    REFUSED(PHONEERR_INVALHOOKSWITCHDEV, TSPI_phoneSetVolume, HEADSET, 1);
    REFUSED(PHONEERR_INVALHOOKSWITCHDEV, TSPI_phoneSetVolume, HANDSET | SPEAKER, 1);
    REFUSED(PHONEERR_OPERATIONFAILED, TSPI_phoneSetVolume, HANDSET, 0x10000);
    REFUSED(PHONEERR_INVALHOOKSWITCHDEV, TSPI_phoneSetGain, SPEAKER, 1);
    REFUSED(PHONEERR_INVALHOOKSWITCHDEV, TSPI_phoneSetGain, 0, 1);
    REFUSED(PHONEERR_INVALPARAM, TSPI_phoneSetDisplay, 2, 0, text, size);
    REFUSED(PHONEERR_INVALPARAM, TSPI_phoneSetDisplay, 0, 24, text, size);
    REFUSED(PHONEERR_INVALPARAM, TSPI_phoneSetDisplay, 1, 13, text, size);
    button_info(room, PHONEBUTTONMODE_FEATURE, PHONEBUTTONFUNCTION_PARK, "Park");
    REFUSED(PHONEERR_INVALBUTTONLAMPID, TSPI_phoneSetButtonInfo, 0, (LPPHONEBUTTONINFO)room);
    REFUSED(PHONEERR_INVALBUTTONLAMPID, TSPI_phoneSetButtonInfo, 4, (LPPHONEBUTTONINFO)room);
#undef REFUSED
    RESULT(tsp.TSPI_phoneGetLamp(phone.hd, 4, &value), PHONEERR_INVALBUTTONLAMPID, "phoneGetLamp");
    RESULT(tsp.TSPI_phoneGetVolume(phone.hd, HEADSET, &value), PHONEERR_INVALHOOKSWITCHDEV, "phoneGetVolume");
    RESULT(tsp.TSPI_phoneGetGain(phone.hd, SPEAKER, &value), PHONEERR_INVALHOOKSWITCHDEV, "phoneGetGain");
    RESULT(tsp.TSPI_phoneGetGain(phone.hd, HANDSET | HEADSET, &value), PHONEERR_INVALHOOKSWITCHDEV, "phoneGetGain of two");
    memset(room, 0, sizeof room);
    size = sizeof room;
    memcpy(room, &size, sizeof size);
    RESULT(tsp.TSPI_phoneGetButtonInfo(phone.hd, 4, (LPPHONEBUTTONINFO)room), PHONEERR_INVALBUTTONLAMPID,
           "phoneGetButtonInfo");
    phone_close(&phone);
}

void what_a_phone_lacks(void)
{
    open_phone phone;
    BYTE room[128];
    WCHAR text[32];
    DWORD size = widen(text, "text"), one = 0, two = 0;
    DRV_REQUESTID id;

    group("functions for which a phone has nothing");
    phone = phone_open(PLAIN, V3_1);
#define UNAVAILABLE(name, ...)                                                \
    id = request_new();                                                       \
    refused(id, tsp.name(id, phone.hd, __VA_ARGS__), PHONEERR_OPERATIONUNAVAIL, #name)
    button_info(room, PHONEBUTTONMODE_FEATURE, PHONEBUTTONFUNCTION_PARK, "Park");
    UNAVAILABLE(TSPI_phoneDevSpecific, room, 4);
    UNAVAILABLE(TSPI_phoneSetButtonInfo, 0, (LPPHONEBUTTONINFO)room);
    UNAVAILABLE(TSPI_phoneSetData, 0, room, 4);
    UNAVAILABLE(TSPI_phoneSetDisplay, 0, 0, text, size);
    UNAVAILABLE(TSPI_phoneSetGain, HANDSET, 1);
    UNAVAILABLE(TSPI_phoneSetHookSwitch, HANDSET, PHONEHOOKSWITCHMODE_ONHOOK);
    UNAVAILABLE(TSPI_phoneSetLamp, 0, PHONELAMPMODE_OFF);
    UNAVAILABLE(TSPI_phoneSetRing, 1, 1);
    UNAVAILABLE(TSPI_phoneSetVolume, HANDSET, 1);
#undef UNAVAILABLE
    size = sizeof room;
    memcpy(room, &size, sizeof size);
    RESULT(tsp.TSPI_phoneGetButtonInfo(phone.hd, 0, (LPPHONEBUTTONINFO)room), PHONEERR_OPERATIONUNAVAIL, "phoneGetButtonInfo");
    RESULT(tsp.TSPI_phoneGetDisplay(phone.hd, (LPVARSTRING)room), PHONEERR_OPERATIONUNAVAIL, "phoneGetDisplay");
    RESULT(tsp.TSPI_phoneGetGain(phone.hd, HANDSET, &one), PHONEERR_OPERATIONUNAVAIL, "phoneGetGain");
    RESULT(tsp.TSPI_phoneGetHookSwitch(phone.hd, &one), PHONEERR_OPERATIONUNAVAIL, "phoneGetHookSwitch");
    RESULT(tsp.TSPI_phoneGetLamp(phone.hd, 0, &one), PHONEERR_OPERATIONUNAVAIL, "phoneGetLamp");
    RESULT(tsp.TSPI_phoneGetRing(phone.hd, &one, &two), PHONEERR_OPERATIONUNAVAIL, "phoneGetRing");
    RESULT(tsp.TSPI_phoneGetVolume(phone.hd, HANDSET, &one), PHONEERR_OPERATIONUNAVAIL, "phoneGetVolume");
    upload_gives(&phone, 0, "21 degrees", 10);
    phone_close(&phone);
}

void driver_errors(void)
{
    open_phone phone;
    DRV_REQUESTID id;
    group("errors of the driver's");
    phone = phone_open(DESK, V3_1);
    id = request_new();
    accepted(id, tsp.TSPI_phoneSetData(id, phone.hd, BROKEN, "x", 1), "the first download");
    finished(id, PHONEERR_RESOURCEUNAVAIL, "the first download");
    id = request_new();
    accepted(id, tsp.TSPI_phoneSetData(id, phone.hd, BROKEN, "x", 1), "the second download");
    finished(id, 0xC0001234, "the second download");
    upload_gives(&phone, BROKEN, NULL, 0);
    download(&phone, BROKEN, "repaired", 8);
    upload_gives(&phone, BROKEN, "repaired", 8);
    phone_close(&phone);
}
