/* office.h: written by hand from office.toml. */
#include "office.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct area desk_areas[] = {
    {SETTINGS, 4096, BOTH, "language=en\n"},
    {LOGO, 65536, DOWN, NULL},
    {DIRECTORY, 1001, BOTH, NULL},
    {SLOW, 64, BOTH | FAULTY, NULL},
    {SHOW, 48, DOWN | COMMAND, NULL},
    {ECHO_IN, 256, DOWN | COMMAND, NULL},
    {ECHO_OUT, 256, UP, NULL},
    {ORDERS, 512, DOWN | COMMAND | FAULTY, NULL},
    {RING, 16, DOWN | COMMAND | FAULTY, NULL},
    {FIRMWARE, 1048576, BOTH, NULL},
    {BROKEN, 16, BOTH | FAULTY, NULL},
    {SILENT, 16, BOTH | FAULTY, NULL},
};

static const struct area lobby_areas[] = {
    {0, 1024, BOTH, NULL},
    {1, 0, DOWN | COMMAND, NULL},
};

static const struct area plain_areas[] = {{0, 64, UP, "21 degrees"}};

static const struct area cordless_areas[] = {{0, 8192, BOTH, NULL}};

static const struct button_lamp desk_buttons[] = {
    {PHONEBUTTONMODE_CALL, PHONEBUTTONFUNCTION_CALLAPP,
     PHONELAMPMODE_OFF | PHONELAMPMODE_STEADY | PHONELAMPMODE_FLASH, "Line 1", 0},
    {PHONEBUTTONMODE_FEATURE, PHONEBUTTONFUNCTION_HOLD, PHONELAMPMODE_OFF | PHONELAMPMODE_STEADY, "Hold", 0},
    {PHONEBUTTONMODE_FEATURE, PHONEBUTTONFUNCTION_NONE, PHONELAMPMODE_DUMMY, "", 1},
    {PHONEBUTTONMODE_DUMMY, PHONEBUTTONFUNCTION_NONE, PHONELAMPMODE_OFF | PHONELAMPMODE_WINK, "", 0},
};

static const struct button_lamp lobby_buttons[] = {
    {PHONEBUTTONMODE_FEATURE, PHONEBUTTONFUNCTION_MSGINDICATOR,
     PHONELAMPMODE_OFF | PHONELAMPMODE_STEADY | PHONELAMPMODE_FLASH, "Messages", 0},
};

#define ON_HOOK PHONEHOOKSWITCHMODE_ONHOOK
#define OFF_HOOK PHONEHOOKSWITCHMODE_MICSPEAKER

#define DESK_PHONE(its_name)                                                                               \
    {                                                                                                      \
        .name = its_name,                                                                                  \
        .description = "Desk phone, simulated",                                                            \
        .connected = 1,                                                                                    \
        .features = PHONEFEATURE_GETBUTTONINFO | PHONEFEATURE_GETDATA | PHONEFEATURE_GETDISPLAY            \
            | PHONEFEATURE_GETGAINHANDSET | PHONEFEATURE_GETGAINHEADSET | PHONEFEATURE_GETHOOKSWITCHHANDSET \
            | PHONEFEATURE_GETHOOKSWITCHSPEAKER | PHONEFEATURE_GETHOOKSWITCHHEADSET | PHONEFEATURE_GETLAMP \
            | PHONEFEATURE_GETRING | PHONEFEATURE_GETVOLUMEHANDSET | PHONEFEATURE_GETVOLUMESPEAKER         \
            | PHONEFEATURE_SETBUTTONINFO | PHONEFEATURE_SETDATA | PHONEFEATURE_SETDISPLAY                  \
            | PHONEFEATURE_SETGAINHANDSET | PHONEFEATURE_SETGAINHEADSET | PHONEFEATURE_SETHOOKSWITCHSPEAKER \
            | PHONEFEATURE_SETHOOKSWITCHHEADSET | PHONEFEATURE_SETLAMP | PHONEFEATURE_SETRING              \
            | PHONEFEATURE_SETVOLUMEHANDSET | PHONEFEATURE_SETVOLUMESPEAKER,                               \
        .rows = 2,                                                                                         \
        .columns = 24,                                                                                     \
        .ring_modes = 4,                                                                                   \
        .hookswitches =                                                                                    \
            {                                                                                              \
                {ON_HOOK | OFF_HOOK, 0, 1, 1},                                                             \
                {ON_HOOK | OFF_HOOK | PHONEHOOKSWITCHMODE_SPEAKER, ON_HOOK | PHONEHOOKSWITCHMODE_SPEAKER, 1, 0}, \
                {ON_HOOK | OFF_HOOK | PHONEHOOKSWITCHMODE_MIC, ON_HOOK | PHONEHOOKSWITCHMODE_MIC, 0, 1},   \
            },                                                                                             \
        .button_count = COUNT(desk_buttons),                                                               \
        .buttons = desk_buttons,                                                                           \
        .area_count = COUNT(desk_areas),                                                                   \
        .areas = desk_areas,                                                                               \
        .set_data = SILENT + 1,                                                                            \
        .get_data = SILENT + 1,                                                                            \
    }

const struct office_phone office[PHONES] = {
    [DESK] = DESK_PHONE("Desk"),
    [LOBBY] =
        {
            .name = "Lobby",
            .description = "Lobby phone, simulated",
            .connected = 1,
            .features = PHONEFEATURE_GETBUTTONINFO | PHONEFEATURE_GETDATA | PHONEFEATURE_GETDISPLAY
                | PHONEFEATURE_GETHOOKSWITCHHANDSET | PHONEFEATURE_GETLAMP | PHONEFEATURE_GETRING | PHONEFEATURE_SETDATA
                | PHONEFEATURE_SETDISPLAY | PHONEFEATURE_SETLAMP | PHONEFEATURE_SETRING,
            .rows = 1,
            .columns = 16,
            .ring_modes = 1,
            .hookswitches = {{ON_HOOK | OFF_HOOK, 0, 0, 0}},
            .button_count = COUNT(lobby_buttons),
            .buttons = lobby_buttons,
            .area_count = COUNT(lobby_areas),
            .areas = lobby_areas,
            .set_data = 2,
            .get_data = 1,
        },
    [PLAIN] =
        {
            .name = "Plain",
            .description = "Sensor, simulated",
            .connected = 1,
            .features = PHONEFEATURE_GETDATA,
            .area_count = COUNT(plain_areas),
            .areas = plain_areas,
            .set_data = 0,
            .get_data = 1,
        },
    [CORDLESS] =
        {
            .name = "Cordless",
            .description = "Cordless handset, simulated",
            .connected = 0,
            .features = PHONEFEATURE_GETDATA | PHONEFEATURE_SETDATA | PHONEFEATURE_GETRING | PHONEFEATURE_SETRING,
            .ring_modes = 2,
            .area_count = COUNT(cordless_areas),
            .areas = cordless_areas,
            .set_data = 1,
            .get_data = 1,
        },
    [SECOND] = DESK_PHONE("Second desk"),
};

const struct area *office_area(const struct office_phone *phone, DWORD id)
{
    for (DWORD index = 0; index < phone->area_count; index++)
        if (phone->areas[index].id == id)
            return &phone->areas[index];
    return NULL;
}

DWORD office_devices(const struct office_phone *phone, int with_volume, int with_gain)
{
    DWORD devices = 0;
    for (int index = 0; index < 3; index++) {
        const struct hookswitch *found = &phone->hookswitches[index];
        if (found->modes != 0 && (!with_volume || found->volume) && (!with_gain || found->gain))
            devices |= 1u << index;
    }
    return devices;
}
