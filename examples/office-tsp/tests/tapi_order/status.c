/* phoneGetStatus, phoneGetButtonInfo and phoneGetDisplay: what they say, and in how much room. */
#include "scenario.h"

#include "checks.h"
#include "sweep.h"

#include <stdlib.h>
#include <string.h>

static const part status_parts[] = {
    PART(PHONESTATUS, Display),
    PART(PHONESTATUS, LampModes),
    PART(PHONESTATUS, OwnerName),
    PART(PHONESTATUS, DevSpecific),
};

static const part button_parts[] = {PART(PHONEBUTTONINFO, ButtonText), PART(PHONEBUTTONINFO, DevSpecific)};

static const part string_parts[] = {{"String", offsetof(VARSTRING, dwStringSize)}};

struct which {
    HDRVPHONE hd;
    DWORD button;
};

static LONG get_status(void *structure, const void *with)
{
    return tsp.TSPI_phoneGetStatus(((const struct which *)with)->hd, structure);
}

static LONG get_display(void *structure, const void *with)
{
    return tsp.TSPI_phoneGetDisplay(((const struct which *)with)->hd, structure);
}

static LONG get_button(void *structure, const void *with)
{
    const struct which *which = with;
    return tsp.TSPI_phoneGetButtonInfo(which->hd, which->button, structure);
}

/* Owners and monitors. */
static const span counted_by_tapi[] = {{offsetof(PHONESTATUS, dwNumOwners), 8}};

static sweep status_of(const struct which *which)
{
    return (sweep){
        .what = "phoneGetStatus",
        .fixed = sizeof(PHONESTATUS),
        .parts = status_parts,
        .part_count = sizeof status_parts / sizeof *status_parts,
        .call = get_status,
        .with = which,
        .tapis = counted_by_tapi,
        .tapi_count = 1,
    };
}

/* What the status says is what the functions for each thing say. */
static void status_agrees(const open_phone *phone)
{
    struct which which = {phone->hd, 0};
    const struct office_phone *found = phone->office;
    DWORD features = found->features, mode = 0, volume = 0, devices = 0, level, size, lamp;
    PHONESTATUS *status;
    const BYTE *lamps;
    sweep sweep = status_of(&which);

    if (found->ring_modes != 0)
        RESULT(tsp.TSPI_phoneGetRing(phone->hd, &mode, &volume), 0, "phoneGetRing");
    if (office_devices(found, 0, 0) != 0)
        RESULT(tsp.TSPI_phoneGetHookSwitch(phone->hd, &devices), 0, "phoneGetHookSwitch");
    DWORD volumes[3] = {0}, gains[3] = {0};
    for (DWORD index = 0; index < 3; index++) {
        if (found->hookswitches[index].volume) {
            RESULT(tsp.TSPI_phoneGetVolume(phone->hd, 1u << index, &level), 0, "phoneGetVolume");
            volumes[index] = level;
        }
        if (found->hookswitches[index].gain) {
            RESULT(tsp.TSPI_phoneGetGain(phone->hd, 1u << index, &level), 0, "phoneGetGain");
            gains[index] = level;
        }
    }
    DWORD known_lamps[8] = {0};
    for (DWORD index = 0; index < found->button_count; index++) {
        known_lamps[index] = PHONELAMPMODE_DUMMY;
        if (found->buttons[index].lamps != PHONELAMPMODE_DUMMY)
            RESULT(tsp.TSPI_phoneGetLamp(phone->hd, index, &known_lamps[index]), 0, "phoneGetLamp");
    }
    if (found->rows != 0) {
        struct sweep display = {"phoneGetDisplay", sizeof(VARSTRING), string_parts, 1, get_display, &which, NULL, 0, 0};
        free(sweep_whole(&display));
    }

    status = sweep_whole(&sweep);
    EQUAL(status->dwStatusFlags, PHONESTATUSFLAGS_CONNECTED, "dwStatusFlags");
    EQUAL(status->dwRingMode, mode, "dwRingMode");
    EQUAL(status->dwRingVolume, volume, "dwRingVolume");
    EQUAL(status->dwHandsetVolume, volumes[0], "dwHandsetVolume");
    EQUAL(status->dwSpeakerVolume, volumes[1], "dwSpeakerVolume");
    EQUAL(status->dwHeadsetVolume, volumes[2], "dwHeadsetVolume");
    EQUAL(status->dwHandsetGain, gains[0], "dwHandsetGain");
    EQUAL(status->dwSpeakerGain, gains[1], "dwSpeakerGain");
    EQUAL(status->dwHeadsetGain, gains[2], "dwHeadsetGain");
    EQUAL(status->dwPhoneFeatures, features, "what can be done now");
    lamps = part_of(status, offsetof(PHONESTATUS, dwLampModesSize), &size);
    EQUAL(size, 4 * found->button_count, "dwLampModesSize");
    for (DWORD index = 0; index < found->button_count && size == 4 * found->button_count; index++) {
        memcpy(&lamp, lamps + 4 * index, sizeof lamp);
        EQUAL(lamp, known_lamps[index], "the mode of lamp %lu", (unsigned long)index);
    }
    part_of(status, offsetof(PHONESTATUS, dwDisplaySize), &size);
    CHECK(size >= found->rows * found->columns * sizeof(WCHAR), "the display is there");
    EQUAL(size != 0, found->rows != 0, "there is a display only if the phone has one");
    free(status);
}

void status_of_phones(void)
{
    group("status of each phone");
    for (int place = 0; place < PHONES; place++) {
        open_phone phone;
        if (!office[place].connected)
            continue;
        about("%s", office[place].name);
        phone = phone_open(place, V3_1);
        status_agrees(&phone);
        phone_close(&phone);
    }
}

void status_at_every_size(void)
{
    static const DWORD versions[] = {V2_0, V2_1, V2_2, V3_0, V3_1};
    group("status, buttons and displays in every size");
    for (size_t index = 0; index < sizeof versions / sizeof *versions; index++)
        for (int place = 0; place < PHONES; place++) {
            open_phone phone = phone_open(place, versions[index]);
            struct which which = {phone.hd, 0};
            sweep sweep = status_of(&which);
            about("%s, version %lx", office[place].name, (unsigned long)versions[index]);
            sweep_sizes(&sweep);
            if (office[place].connected && office[place].rows != 0) {
                struct sweep display = {"phoneGetDisplay", sizeof(VARSTRING), string_parts, 1, get_display, &which, NULL, 0, 0};
                sweep_sizes(&display);
            }
            for (; which.button < office[place].button_count; which.button++) {
                struct sweep button = {"phoneGetButtonInfo", sizeof(PHONEBUTTONINFO), button_parts, 2, get_button, &which,
                                       NULL, 0, 0};
                sweep_sizes(&button);
            }
            phone_close(&phone);
        }
}

void buttons(void)
{
    group("buttons");
    for (int place = 0; place < PHONES; place++) {
        open_phone phone = phone_open(place, V3_1);
        for (DWORD index = 0; index < office[place].button_count; index++) {
            const struct button_lamp *expected = &office[place].buttons[index];
            struct which which = {phone.hd, index};
            sweep sweep = {"phoneGetButtonInfo", sizeof(PHONEBUTTONINFO), button_parts, 2, get_button, &which, NULL, 0, 0};
            PHONEBUTTONINFO *info = sweep_whole(&sweep);
            DWORD size;
            const BYTE *text = part_of(info, offsetof(PHONEBUTTONINFO, dwButtonTextSize), &size);
            about("%s, button %lu", office[place].name, (unsigned long)index);
            EQUAL(info->dwButtonMode, expected->mode, "the mode");
            EQUAL(info->dwButtonState & (info->dwButtonState - 1), 0, "at most one state");
            if (expected->settable) {
                free(info);
                continue;
            }
            EQUAL(info->dwButtonFunction, expected->function, "the function");
            DWORD length = (DWORD)strlen(expected->text);
            if (length == 0)
                CHECK(size <= sizeof(WCHAR), "no text");
            else if (EQUAL(size, (length + 1) * sizeof(WCHAR), "the text's size"))
                for (DWORD at = 0; at <= length; at++)
                    CHECK(text[2 * at] == (BYTE)expected->text[at] && text[2 * at + 1] == 0, "the text");
            free(info);
        }
        phone_close(&phone);
    }
}
