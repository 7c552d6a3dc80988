/* phoneGetDevCaps: what it says, and in how much room. */
#include "scenario.h"

#include "checks.h"
#include "sweep.h"

#include <stdlib.h>
#include <string.h>

static const DWORD versions[] = {V2_0, V2_1, V2_2, V3_0, V3_1};
#define VERSIONS (sizeof versions / sizeof *versions)

static const part parts[] = {
    PART(PHONECAPS, ProviderInfo),    PART(PHONECAPS, PhoneInfo), PART(PHONECAPS, PhoneName), PART(PHONECAPS, ButtonModes),
    PART(PHONECAPS, ButtonFunctions), PART(PHONECAPS, LampModes), PART(PHONECAPS, SetData),   PART(PHONECAPS, GetData),
    PART(PHONECAPS, DevSpecific),     PART(PHONECAPS, DeviceClasses),
};

struct which {
    DWORD device, version;
};

static LONG get_caps(void *structure, const void *with)
{
    const struct which *which = with;
    return tsp.TSPI_phoneGetDevCaps(which->device, which->version, 0, structure);
}

static sweep caps_of(const struct which *which)
{
    return (sweep){
        .what = "phoneGetDevCaps",
        /* The unique id came with 2.2. */
        .fixed = which->version < V2_2 ? offsetof(PHONECAPS, PermanentPhoneGuid) : sizeof(PHONECAPS),
        .parts = parts,
        .part_count = sizeof parts / sizeof *parts,
        .call = get_caps,
        .with = which,
    };
}

/* Whether a part is that text in 16-bit characters, with its end. */
static int is_text(const void *structure, size_t place, const char *text)
{
    DWORD size, length = (DWORD)strlen(text) + 1;
    const BYTE *data = part_of(structure, place, &size);
    if (size != length * sizeof(WCHAR))
        return 0;
    for (DWORD index = 0; index < length; index++)
        if (data[2 * index] != (BYTE)text[index] || data[2 * index + 1] != 0)
            return 0;
    return 1;
}

static DWORD dword_of(const void *structure, size_t place, DWORD index)
{
    DWORD size, value = 0xDEADBEEF;
    const BYTE *data = part_of(structure, place, &size);
    if ((index + 1) * sizeof value <= size)
        memcpy(&value, data + index * sizeof value, sizeof value);
    return value;
}

static void check_areas(const PHONECAPS *caps, const struct office_phone *phone)
{
    EQUAL(caps->dwNumSetData, phone->set_data, "dwNumSetData");
    EQUAL(caps->dwSetDataSize, 4 * phone->set_data, "dwSetDataSize");
    EQUAL(caps->dwNumGetData, phone->get_data, "dwNumGetData");
    EQUAL(caps->dwGetDataSize, 4 * phone->get_data, "dwGetDataSize");
    for (DWORD id = 0; id < phone->set_data; id++) {
        const struct area *area = office_area(phone, id);
        EQUAL(dword_of(caps, offsetof(PHONECAPS, dwSetDataSize), id), area != NULL && area->flags & DOWN ? area->size : 0,
              "the size of area %lu for download", (unsigned long)id);
    }
    for (DWORD id = 0; id < phone->get_data; id++) {
        const struct area *area = office_area(phone, id);
        EQUAL(dword_of(caps, offsetof(PHONECAPS, dwGetDataSize), id), area != NULL && area->flags & UP ? area->size : 0,
              "the size of area %lu for upload", (unsigned long)id);
    }
}

static void check_buttons(const PHONECAPS *caps, const struct office_phone *phone)
{
    EQUAL(caps->dwNumButtonLamps, phone->button_count, "dwNumButtonLamps");
    EQUAL(caps->dwButtonModesSize, 4 * phone->button_count, "dwButtonModesSize");
    EQUAL(caps->dwButtonFunctionsSize, 4 * phone->button_count, "dwButtonFunctionsSize");
    EQUAL(caps->dwLampModesSize, 4 * phone->button_count, "dwLampModesSize");
    for (DWORD index = 0; index < phone->button_count; index++) {
        const struct button_lamp *button = &phone->buttons[index];
        EQUAL(dword_of(caps, offsetof(PHONECAPS, dwButtonModesSize), index), button->mode, "the mode of button %lu",
              (unsigned long)index);
        EQUAL(dword_of(caps, offsetof(PHONECAPS, dwButtonFunctionsSize), index), button->function,
              "the function of button %lu", (unsigned long)index);
        EQUAL(dword_of(caps, offsetof(PHONECAPS, dwLampModesSize), index), button->lamps, "the modes of lamp %lu",
              (unsigned long)index);
    }
}

static void check_hookswitches(const PHONECAPS *caps, const struct office_phone *phone)
{
    const struct hookswitch *found = phone->hookswitches;
    EQUAL(caps->dwHookSwitchDevs, office_devices(phone, 0, 0), "dwHookSwitchDevs");
    EQUAL(caps->dwVolumeFlags, office_devices(phone, 1, 0), "dwVolumeFlags");
    EQUAL(caps->dwGainFlags, office_devices(phone, 0, 1), "dwGainFlags");
    EQUAL(caps->dwHandsetHookSwitchModes, found[0].modes, "dwHandsetHookSwitchModes");
    EQUAL(caps->dwSpeakerHookSwitchModes, found[1].modes, "dwSpeakerHookSwitchModes");
    EQUAL(caps->dwHeadsetHookSwitchModes, found[2].modes, "dwHeadsetHookSwitchModes");
    EQUAL(caps->dwSettableHandsetHookSwitchModes, found[0].settable, "dwSettableHandsetHookSwitchModes");
    EQUAL(caps->dwSettableSpeakerHookSwitchModes, found[1].settable, "dwSettableSpeakerHookSwitchModes");
    EQUAL(caps->dwSettableHeadsetHookSwitchModes, found[2].settable, "dwSettableHeadsetHookSwitchModes");
    EQUAL(caps->dwMonitoredHandsetHookSwitchModes, found[0].modes, "dwMonitoredHandsetHookSwitchModes");
    EQUAL(caps->dwMonitoredSpeakerHookSwitchModes, found[1].modes, "dwMonitoredSpeakerHookSwitchModes");
    EQUAL(caps->dwMonitoredHeadsetHookSwitchModes, found[2].modes, "dwMonitoredHeadsetHookSwitchModes");
}

/* The states that a phone of that kind tells of. */
static void check_states(DWORD states, const struct office_phone *phone)
{
    static const DWORD trios[3][3] = {
        {PHONESTATE_HANDSETHOOKSWITCH, PHONESTATE_HANDSETVOLUME, PHONESTATE_HANDSETGAIN},
        {PHONESTATE_SPEAKERHOOKSWITCH, PHONESTATE_SPEAKERVOLUME, PHONESTATE_SPEAKERGAIN},
        {PHONESTATE_HEADSETHOOKSWITCH, PHONESTATE_HEADSETVOLUME, PHONESTATE_HEADSETGAIN},
    };
    DWORD expected = PHONESTATE_CONNECTED | PHONESTATE_DISCONNECTED | PHONESTATE_SUSPEND | PHONESTATE_RESUME
        | PHONESTATE_CAPSCHANGE | PHONESTATE_REMOVED;
    /* TAPI adds these itself, and the provider may leave them out or in. */
    DWORD either = PHONESTATE_REINIT | PHONESTATE_DEVSPECIFIC | PHONESTATE_CAPSCHANGE | PHONESTATE_REMOVED;
    if (phone->area_count != 0)
        expected |= PHONESTATE_OTHER;
    if (phone->rows != 0)
        expected |= PHONESTATE_DISPLAY;
    if (phone->ring_modes != 0)
        expected |= PHONESTATE_RINGMODE | PHONESTATE_RINGVOLUME;
    if (phone->button_count != 0)
        expected |= PHONESTATE_LAMP;
    for (int index = 0; index < 3; index++) {
        const struct hookswitch *found = &phone->hookswitches[index];
        expected |= found->modes != 0 ? trios[index][0] : 0;
        expected |= found->volume ? trios[index][1] : 0;
        expected |= found->gain ? trios[index][2] : 0;
    }
    EQUAL(states & (PHONESTATE_OWNER | PHONESTATE_MONITORS), 0, "a provider does not report owners and monitors");
    EQUAL(states & ~either, expected & ~either, "dwPhoneStates");
}

void capabilities(void)
{
    static const DWORD wrong[] = {0, 0x00010003, 0x00010004, 0x00020003, 0x00030002, 0x00040000, 0xFFFFFFFF};
    GUID guids[PHONES];
    group("capabilities of each phone, for each version");
    for (int place = 0; place < PHONES; place++) {
        const struct office_phone *phone = &office[place];
        for (size_t index = 0; index < VERSIONS; index++) {
            struct which which = {device(place), versions[index]};
            sweep sweep = caps_of(&which);
            PHONECAPS *caps = sweep_whole(&sweep);
            about("%s, version %lx", phone->name, (unsigned long)which.version);
            CHECK(is_text(caps, offsetof(PHONECAPS, dwPhoneNameSize), phone->name), "the phone's name");
            CHECK(is_text(caps, offsetof(PHONECAPS, dwPhoneInfoSize), phone->description), "the phone's description");
            CHECK(caps->dwProviderInfoSize != 0, "the provider says who it is");
            EQUAL(caps->dwPermanentPhoneID, place + 1, "dwPermanentPhoneID");
            EQUAL(caps->dwStringFormat, STRINGFORMAT_UNICODE, "dwStringFormat");
            EQUAL(caps->dwDisplayNumRows, phone->rows, "dwDisplayNumRows");
            EQUAL(caps->dwDisplayNumColumns, phone->columns, "dwDisplayNumColumns");
            EQUAL(caps->dwNumRingModes, phone->ring_modes, "dwNumRingModes");
            EQUAL(caps->dwPhoneFeatures, phone->features, "dwPhoneFeatures");
            check_areas(caps, phone);
            check_buttons(caps, phone);
            check_hookswitches(caps, phone);
            check_states(caps->dwPhoneStates, phone);
            if (which.version >= V2_2)
                guids[place] = caps->PermanentPhoneGuid;
            free(caps);
        }
        for (int other = 0; other < place; other++)
            CHECK(memcmp(&guids[other], &guids[place], sizeof(GUID)) != 0, "each phone has an id of its own");
    }
    about("wrong versions");
    for (size_t index = 0; index < sizeof wrong / sizeof *wrong; index++) {
        PHONECAPS caps = {.dwTotalSize = sizeof caps};
        RESULT(tsp.TSPI_phoneGetDevCaps(device(DESK), wrong[index], 0, &caps), PHONEERR_INCOMPATIBLEAPIVERSION,
               "phoneGetDevCaps for version %lx", (unsigned long)wrong[index]);
    }
}

void capabilities_at_every_size(void)
{
    group("capabilities in every size, for each version");
    for (int place = 0; place < PHONES; place++)
        for (size_t index = 0; index < VERSIONS; index++) {
            struct which which = {device(place), versions[index]};
            sweep sweep = caps_of(&which);
            about("%s, version %lx", office[place].name, (unsigned long)which.version);
            sweep_sizes(&sweep);
        }
}
