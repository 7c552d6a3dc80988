/*
 * What office.toml says, in C, and what TAPI has to see of it.
 */
#ifndef OFFICE_H
#define OFFICE_H

#include "provider.h"

/* The phones' places. */
enum { DESK, LOBBY, PLAIN, CORDLESS, SECOND, PHONES };

/* The areas of the desk phones that tests name. */
enum {
    SETTINGS = 0,
    LOGO = 1,
    DIRECTORY = 2,
    SLOW = 3,
    SHOW = 4,
    ECHO_IN = 5,
    ECHO_OUT = 6,
    NO_AREA = 7,
    ORDERS = 8,
    RING = 9,
    FIRMWARE = 10,
    BROKEN = 11,
    SILENT = 12,
};

#define DOWN 1
#define UP 2
#define BOTH (DOWN | UP)
/* A download into it does something else; its content is not looked at. */
#define COMMAND 4
/* Requests do not simply succeed. */
#define FAULTY 8

struct area {
    DWORD id, size, flags;
    const char *content; /* at first */
};

struct button_lamp {
    DWORD mode, function, lamps;
    const char *text;
    int settable;
};

/* A hookswitch device; modes 0 when there is none. */
struct hookswitch {
    DWORD modes, settable;
    int volume, gain;
};

struct office_phone {
    const char *name, *description;
    int connected;
    DWORD features, rows, columns, ring_modes;
    struct hookswitch hookswitches[3]; /* handset, speaker, headset */
    DWORD button_count;
    const struct button_lamp *buttons;
    DWORD area_count;
    const struct area *areas;
    DWORD set_data, get_data; /* numbers of areas, as TAPI counts */
};

extern const struct office_phone office[PHONES];

/* The area of that number; NULL when the phone has none. */
const struct area *office_area(const struct office_phone *phone, DWORD id);

/* The devices that have a handset's, speaker's or headset's something. */
DWORD office_devices(const struct office_phone *phone, int with_volume, int with_gain);

#endif
