/* session.h: beginning, ending, and lines. */
#include "session.h"

#include <stdarg.h>
#include <stdio.h>

#define PROVIDER ((HPROVIDER)(DWORD_PTR)0x77)
/* The data area of a phone through which things happen. */
#define ORDERS 0

provider tsp;

static HDRVPHONE hands;

static void CALLBACK nothing_of_phones(HTAPIPHONE phone, DWORD message, DWORD_PTR first, DWORD_PTR second, DWORD_PTR third)
{
    (void)phone, (void)message, (void)first, (void)second, (void)third;
}

HPROVIDER session_provider(void)
{
    return PROVIDER;
}

void session_begin(DWORD version)
{
    session_begin_counting(version, LINES);
}

void session_begin_counting(DWORD version, DWORD count)
{
    DWORD agreed = 0, lines = 0, phones = 0, options = 0;
    told_stopped(0);
    RESULT(tsp.TSPI_lineNegotiateTSPIVersion(INITIALIZE_NEGOTIATION, V2_0, version, &agreed), 0, "the first negotiation");
    EQUAL(agreed, version, "the first negotiation's version");
    RESULT(tsp.TSPI_providerEnumDevices(PROVIDER_ID, &lines, &phones, PROVIDER, told_line, nothing_of_phones), 0,
           "providerEnumDevices");
    EQUAL(lines, LINES, "the number of lines");
    EQUAL(phones, PHONES, "the number of phones");
    RESULT(tsp.TSPI_providerInit(agreed, PROVIDER_ID, LINE_BASE, PHONE_BASE, count, phones, told_completion, &options), 0,
           "providerInit");
    EQUAL(options, 0, "the provider's options");
    RESULT(tsp.TSPI_phoneOpen(PHONE_BASE, (HTAPIPHONE)(DWORD_PTR)0x99, &hands, agreed, nothing_of_phones), 0, "phoneOpen");
}

void session_end(DWORD version)
{
    RESULT(tsp.TSPI_providerShutdown(version, PROVIDER_ID), 0, "providerShutdown");
    told_stopped(1);
    told_judge();
}

void order(const char *format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    DRV_REQUESTID id = told_request();
    accepted(id, tsp.TSPI_phoneSetData(id, hands, ORDERS, text, (DWORD)size), "an order");
    finished(id, 0, "an order");
}

line line_open_deaf(enum place place, DWORD version)
{
    static const char *const addresses[LINES] = {"101", "102", "103", "104", "105", "201", "202", "203", "106"};
    static const char *const names[LINES] = {"Anna", "Berta", "Carla", "Plain", "Faulty", "Slow 1", "Slow 2", "Slow 3", "Away"};
    line opened = {NULL, told_new_line(), LINE_BASE + (DWORD)place, addresses[place], names[place]};
    DWORD agreed = 0;
    about("line %s", names[place]);
    RESULT(tsp.TSPI_lineNegotiateTSPIVersion(opened.device, version, version, &agreed), 0, "lineNegotiateTSPIVersion");
    EQUAL(agreed, version, "the version of the line");
    RESULT(tsp.TSPI_lineOpen(opened.device, opened.ht, &opened.hd, version, told_line), 0, "lineOpen");
    CHECK(opened.hd != NULL, "a line's handle is not zero");
    about("%s", "");
    return opened;
}

line line_open(enum place place, DWORD version)
{
    line opened = line_open_deaf(place, version);
    RESULT(tsp.TSPI_lineSetDefaultMediaDetection(opened.hd, VOICE), 0, "lineSetDefaultMediaDetection");
    return opened;
}

void line_close(const line *line)
{
    RESULT(tsp.TSPI_lineClose(line->hd), 0, "lineClose");
    told_closed_line(line->ht);
}

void lines_open(line lines[3], int slow)
{
    for (int each = 0; each < 3; each++)
        lines[each] = line_open((slow ? SLOW_ANNA : ANNA) + each, V3_1);
}

LPCWSTR wide(const char *text)
{
    static WCHAR texts[4][256];
    static unsigned next;
    WCHAR *made = texts[next++ % 4];
    size_t at = 0;
    for (; text[at] != 0 && at < 255; at++)
        made[at] = (BYTE)text[at];
    made[at] = 0;
    return made;
}
