/* checks.h */
#include "checks.h"

#include <tapi.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Further failures are counted and no longer told. */
#define MOST_TOLD 100

static const char *current;
static char part[160];
static unsigned long in_group, failed_in_group, all, failed;

static void end_group(void)
{
    if (current == NULL)
        return;
    if (failed_in_group == 0)
        printf("%-56s %8lu checks\n", current, in_group);
    else
        printf("%-56s %8lu checks, %lu FAILED\n", current, in_group, failed_in_group);
    fflush(stdout);
    current = NULL;
}

void group(const char *name)
{
    end_group();
    current = name;
    part[0] = 0;
    in_group = failed_in_group = 0;
}

void about(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(part, sizeof part, format, arguments);
    va_end(arguments);
}

static int count(int holds)
{
    all++;
    in_group++;
    if (holds)
        return 1;
    failed++;
    failed_in_group++;
    return 0;
}

static void tell(const char *file, int line, const char *found, const char *format, va_list arguments)
{
    const char *name = strrchr(file, '/');
    if (failed > MOST_TOLD)
        return;
    printf("FAILED %s:%d: %s%s%s: ", name == NULL ? file : name + 1, line, current == NULL ? "" : current,
           part[0] == 0 ? "" : ", ", part);
    vprintf(format, arguments);
    printf(": %s\n", found);
    if (failed == MOST_TOLD)
        printf("further failures are counted only\n");
    fflush(stdout);
}

int check_that(int holds, const char *file, int line, const char *what, const char *format, ...)
{
    if (!count(holds)) {
        va_list arguments;
        va_start(arguments, format);
        tell(file, line, what, format, arguments);
        va_end(arguments);
    }
    return holds;
}

int check_equal(unsigned long long actual, unsigned long long expected, const char *file, int line, const char *what,
                const char *format, ...)
{
    int holds = count(actual == expected);
    if (!holds) {
        char found[200];
        va_list arguments;
        snprintf(found, sizeof found, "%s is 0x%llx, not 0x%llx", what, actual, expected);
        va_start(arguments, format);
        tell(file, line, found, format, arguments);
        va_end(arguments);
    }
    return holds;
}

int check_result(long actual, unsigned long expected, const char *file, int line, const char *format, ...)
{
    int holds = count((DWORD)actual == (DWORD)expected);
    if (!holds) {
        char found[120];
        va_list arguments;
        snprintf(found, sizeof found, "it answered %s, not %s", error_name(actual), error_name((long)expected));
        va_start(arguments, format);
        tell(file, line, found, format, arguments);
        va_end(arguments);
    }
    return holds;
}

int check_same(const void *actual, const void *expected, size_t size, const char *file, int line, const char *what,
               const char *format, ...)
{
    int holds = count(size == 0 || memcmp(actual, expected, size) == 0);
    if (!holds) {
        char found[120];
        size_t at = 0;
        va_list arguments;
        while (((const BYTE *)actual)[at] == ((const BYTE *)expected)[at])
            at++;
        snprintf(found, sizeof found, "%s: byte %lu of %lu is %02x, not %02x", what, (unsigned long)at,
                 (unsigned long)size, ((const BYTE *)actual)[at], ((const BYTE *)expected)[at]);
        va_start(arguments, format);
        tell(file, line, found, format, arguments);
        va_end(arguments);
    }
    return holds;
}

/* LINEERR_ and their numbers behind 0x80000000. */
static const char *const line_errors[] = {
    "0", "ALLOCATED", "BADDEVICEID", "BEARERMODEUNAVAIL", "0x4", "CALLUNAVAIL", "COMPLETIONOVERRUN",
    "CONFERENCEFULL", "DIALBILLING", "DIALDIALTONE", "DIALPROMPT", "DIALQUIET", "INCOMPATIBLEAPIVERSION",
    "INCOMPATIBLEEXTVERSION", "INIFILECORRUPT", "INUSE", "INVALADDRESS", "INVALADDRESSID", "INVALADDRESSMODE",
    "INVALADDRESSSTATE", "INVALAPPHANDLE", "INVALAPPNAME", "INVALBEARERMODE", "INVALCALLCOMPLMODE",
    "INVALCALLHANDLE", "INVALCALLPARAMS", "INVALCALLPRIVILEGE", "INVALCALLSELECT", "INVALCALLSTATE",
    "INVALCALLSTATELIST", "INVALCARD", "INVALCOMPLETIONID", "INVALCONFCALLHANDLE", "INVALCONSULTCALLHANDLE",
    "INVALCOUNTRYCODE", "INVALDEVICECLASS", "INVALDEVICEHANDLE", "INVALDIALPARAMS", "INVALDIGITLIST",
    "INVALDIGITMODE", "INVALDIGITS", "INVALEXTVERSION", "INVALGROUPID", "INVALLINEHANDLE", "INVALLINESTATE",
    "INVALLOCATION", "INVALMEDIALIST", "INVALMEDIAMODE", "INVALMESSAGEID", "0x31", "INVALPARAM", "INVALPARKID",
    "INVALPARKMODE", "INVALPOINTER", "INVALPRIVSELECT", "INVALRATE", "INVALREQUESTMODE", "INVALTERMINALID",
    "INVALTERMINALMODE", "INVALTIMEOUT", "INVALTONE", "INVALTONELIST", "INVALTONEMODE", "INVALTRANSFERMODE",
    "LINEMAPPERFAILED", "NOCONFERENCE", "NODEVICE", "NODRIVER", "NOMEM", "NOREQUEST", "NOTOWNER", "NOTREGISTERED",
    "OPERATIONFAILED", "OPERATIONUNAVAIL", "RATEUNAVAIL", "RESOURCEUNAVAIL", "REQUESTOVERRUN",
    "STRUCTURETOOSMALL", "TARGETNOTFOUND", "TARGETSELF", "UNINITIALIZED", "USERUSERINFOTOOBIG", "REINIT",
    "ADDRESSBLOCKED", "BILLINGREJECTED", "INVALFEATURE", "NOMULTIPLEINSTANCE", "INVALAGENTID", "INVALAGENTGROUP",
    "INVALPASSWORD", "INVALAGENTSTATE", "INVALAGENTACTIVITY", "DIALVOICEDETECT", "USERCANCELLED",
    "INVALADDRESSTYPE", "INVALAGENTSESSIONSTATE", "0x60", "SERVICE_NOT_RUNNING",
};

const char *error_name(long code)
{
    static const char *const phone_errors[] = {
        "0", "ALLOCATED", "BADDEVICEID", "INCOMPATIBLEAPIVERSION", "INCOMPATIBLEEXTVERSION", "INIFILECORRUPT", "INUSE",
        "INVALAPPHANDLE", "INVALAPPNAME", "INVALBUTTONLAMPID", "INVALBUTTONMODE", "INVALBUTTONSTATE", "INVALDATAID",
        "INVALDEVICECLASS", "INVALEXTVERSION", "INVALHOOKSWITCHDEV", "INVALHOOKSWITCHMODE", "INVALLAMPMODE", "INVALPARAM",
        "INVALPHONEHANDLE", "INVALPHONESTATE", "INVALPOINTER", "INVALPRIVILEGE", "INVALRINGMODE", "NODEVICE", "NODRIVER",
        "NOMEM", "NOTOWNER", "OPERATIONFAILED", "OPERATIONUNAVAIL", "0x1e", "RESOURCEUNAVAIL", "REQUESTOVERRUN",
        "STRUCTURETOOSMALL", "UNINITIALIZED", "REINIT", "DISCONNECTED", "SERVICE_NOT_RUNNING",
    };
    static char texts[4][48];
    static unsigned next;
    char *text = texts[next++ % 4];
    DWORD number = (DWORD)code;
    if (number > 0x90000000 && number - 0x90000000 < sizeof phone_errors / sizeof *phone_errors)
        snprintf(text, sizeof texts[0], "PHONEERR_%s", phone_errors[number - 0x90000000]);
    else if (number > 0x80000000 && number - 0x80000000 < sizeof line_errors / sizeof *line_errors)
        snprintf(text, sizeof texts[0], "LINEERR_%s", line_errors[number - 0x80000000]);
    else
        snprintf(text, sizeof texts[0], "0x%lx", (unsigned long)number);
    return text;
}

int checks_end(void)
{
    end_group();
    if (failed != 0) {
        printf("%lu of %lu checks FAILED\n", failed, all);
        return 1;
    }
    printf("all %lu checks passed\n", all);
    return 0;
}

void give_up(const char *format, ...)
{
    va_list arguments;
    printf("GIVING UP%s%s%s%s: ", current == NULL ? "" : " in ", current == NULL ? "" : current, part[0] == 0 ? "" : ", ",
           part);
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    printf("\nafter %lu checks, of which %lu FAILED\n", all, failed);
    fflush(stdout);
    exit(1);
}
