/* session.h */
#include "session.h"

#include "checks.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Like TAPI's other handles: pointer-sized, and nothing to look into. */
#define HPROVIDER_VALUE ((HPROVIDER)(DWORD_PTR)0x5E0F00D012345678)

provider tsp;

HPROVIDER session_provider(void)
{
    return HPROVIDER_VALUE;
}

DWORD device(int place)
{
    return PHONE_BASE + (DWORD)place;
}

void session_enumerate(void)
{
    DWORD version = 0, lines = 0, phones = 0;
    RESULT(tsp.TSPI_lineNegotiateTSPIVersion(INITIALIZE_NEGOTIATION, V2_0, V3_1, &version), 0, "the first negotiation");
    EQUAL(version, V3_1, "the first negotiation's version");
    RESULT(tsp.TSPI_providerEnumDevices(PROVIDER_ID, &lines, &phones, HPROVIDER_VALUE, record_line_event, record_creation), 0,
           "providerEnumDevices");
    EQUAL(lines, 0, "the number of lines");
    EQUAL(phones, PHONES, "the number of phones");
}

void session_begin(DWORD version)
{
    DWORD options = 0;
    all_stopped(0);
    session_enumerate();
    RESULT(tsp.TSPI_providerInit(version, PROVIDER_ID, LINE_BASE, PHONE_BASE, 0, PHONES, record_completion, &options), 0,
           "providerInit");
    EQUAL(options, 0, "the provider's options");
}

void session_end(DWORD version)
{
    RESULT(tsp.TSPI_providerShutdown(version, PROVIDER_ID), 0, "providerShutdown");
    all_stopped(1);
}

open_phone phone_open_device(DWORD id, const struct office_phone *found, DWORD version)
{
    open_phone phone = {NULL, phone_handle_new(), id, found};
    DWORD negotiated = 0;
    RESULT(tsp.TSPI_phoneNegotiateTSPIVersion(id, version, version, &negotiated), 0, "phoneNegotiateTSPIVersion before an open");
    EQUAL(negotiated, version, "the version before an open");
    RESULT(tsp.TSPI_phoneOpen(id, phone.ht, &phone.hd, version, record_phone_event), 0, "phoneOpen of device %lu",
           (unsigned long)id);
    CHECK(phone.hd != NULL, "an open phone's handle is not zero");
    return phone;
}

open_phone phone_open(int place, DWORD version)
{
    return phone_open_device(device(place), &office[place], version);
}

void phone_listen(const open_phone *phone)
{
    RESULT(tsp.TSPI_phoneSetStatusMessages(phone->hd, ALL_STATES, ALL_BUTTON_MODES, ALL_BUTTON_STATES), 0,
           "asking for every message");
}

void phone_close(const open_phone *phone)
{
    RESULT(tsp.TSPI_phoneClose(phone->hd), 0, "phoneClose");
    phone_closed(phone->ht);
}

void order(const open_phone *desk, const char *format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    download(desk, ORDERS, text, (DWORD)strlen(text));
}

void download(const open_phone *phone, DWORD area, const void *data, DWORD size)
{
    /* A copy whose end is the end of an allocation, given up as soon as the call has returned. */
    BYTE *copy = allocate(size);
    DRV_REQUESTID id = request_new();
    if (size != 0)
        memcpy(copy, data, size);
    accepted(id, tsp.TSPI_phoneSetData(id, phone->hd, area, copy, size), "phoneSetData");
    memset(copy, 0xEE, size);
    free(copy);
    finished(id, 0, "phoneSetData");
}

void upload_gives(const open_phone *phone, DWORD area, const void *data, DWORD size)
{
    DWORD room = size + 40;
    BYTE *buffer = allocate(room + 8);
    BYTE *expected = allocate(room + 8);
    memset(buffer, 0xAA, room + 8);
    memset(expected, 0xAA, room + 8);
    memset(expected, 0, room);
    if (size != 0)
        memcpy(expected, data, size);
    RESULT(tsp.TSPI_phoneGetData(phone->hd, area, buffer, room), 0, "phoneGetData of area %lu", (unsigned long)area);
    SAME(buffer, expected, room + 8, "area %lu with %lu bytes: the bytes, zeroes, and nothing behind the buffer",
         (unsigned long)area, (unsigned long)size);
    free(buffer);
    free(expected);
}

void fill(void *memory, size_t size, unsigned seed)
{
    BYTE *bytes = memory;
    unsigned state = seed * 2654435761u + 1;
    for (size_t index = 0; index < size; index++) {
        state = state * 1664525u + 1013904223u;
        bytes[index] = (BYTE)(state >> 24);
    }
}

void *allocate(size_t size)
{
    void *memory = malloc(size == 0 ? 1 : size);
    if (memory == NULL)
        give_up("out of memory");
    return memory;
}
