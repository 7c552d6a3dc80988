/*
 * A session as TAPI holds one, from negotiation to shutdown, and the phones that are open in it.
 */
#ifndef SESSION_H
#define SESSION_H

#include "office.h"
#include "recorder.h"

#define V2_0 0x00020000
#define V2_1 0x00020001
#define V2_2 0x00020002
#define V3_0 0x00030000
#define V3_1 0x00030001

/* Every status message there is. */
#define ALL_STATES 0x00FFFFFF
#define ALL_BUTTON_MODES 0x3F
#define ALL_BUTTON_STATES 0xF

#define PROVIDER_ID 9
#define LINE_BASE 3
#define PHONE_BASE 40

/* The loaded provider, whose functions are called through it. */
extern provider tsp;

/* What the provider was given to name itself by in PHONE_CREATE. */
HPROVIDER session_provider(void);

/* Negotiates and enumerates, and checks both. */
void session_enumerate(void);
/* Enumerates and initialises. */
void session_begin(DWORD version);
/* Shuts down; no callback may come afterwards. */
void session_end(DWORD version);

/* The device id of the phone at that place. */
DWORD device(int place);

typedef struct open_phone {
    HDRVPHONE hd;
    HTAPIPHONE ht;
    DWORD id; /* of the device */
    const struct office_phone *office;
} open_phone;

/* Opens a phone, without asking for messages. */
open_phone phone_open(int place, DWORD version);
open_phone phone_open_device(DWORD id, const struct office_phone *office, DWORD version);
/* Asks for every message. */
void phone_listen(const open_phone *phone);
void phone_close(const open_phone *phone);

/* Something happens in the office: downloads the order to an open desk phone. Formatted as by printf. */
void order(const open_phone *desk, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Downloads and waits. */
void download(const open_phone *phone, DWORD area, const void *data, DWORD size);
/* Checks that an upload gives that, zeroes behind it. */
void upload_gives(const open_phone *phone, DWORD area, const void *data, DWORD size);

/* Fills memory with bytes that differ by seed. */
void fill(void *memory, size_t size, unsigned seed);
/* Memory of that size, or the end of the program. */
void *allocate(size_t size);

#endif
