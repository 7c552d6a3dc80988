/*
 * A session as TAPI holds one, and the lines and calls in it. The places of lines are those of office.toml.
 */
#ifndef SESSION_H
#define SESSION_H

#include "checks.h"
#include "told.h"

#include <string.h>

#define V2_0 0x00020000
#define V2_1 0x00020001
#define V2_2 0x00020002
#define V3_0 0x00030000
#define V3_1 0x00030001

#define PROVIDER_ID 5
#define LINE_BASE 40
#define PHONE_BASE 70
#define PHONES 2
#define VOICE LINEMEDIAMODE_INTERACTIVEVOICE

enum place { ANNA, BERTA, CARLA, PLAIN, FAULTY, SLOW_ANNA, SLOW_BERTA, SLOW_CARLA, AWAY, LINES };

/* The loaded provider, whose functions are called through it. */
extern provider tsp;

/* Negotiates, enumerates and initialises. */
void session_begin(DWORD version);
/* The same, with numbers for so many lines only. */
void session_begin_counting(DWORD version, DWORD count);
/* What the provider was given to name itself by. */
HPROVIDER session_provider(void);
/* Shuts down, and judges all that was told. */
void session_end(DWORD version);
/* Has something happen in the office; formatted as by printf, in the words of the simulated office's line events. */
void order(const char *format, ...) __attribute__((format(printf, 1, 2)));

typedef struct line {
    HDRVLINE hd;
    HTAPILINE ht;
    DWORD device;
    const char *address, *name;
} line;

/* Opens a line; told of calls that carry voices. */
line line_open(enum place place, DWORD version);
/* Opens it, and is told of no calls. */
line line_open_deaf(enum place place, DWORD version);
void line_close(const line *line);
/* Three lines, whose requests are answered at once, or later. */
void lines_open(line lines[3], int slow);

typedef struct call {
    HDRVCALL hd;
    HTAPICALL ht;
    const line *on;
} call;

/* Text in 16-bit characters, until the fourth call after this one. */
LPCWSTR wide(const char *text);

/* Makes a call, and waits until that has succeeded. */
call call_make(const line *on, const char *number, LPLINECALLPARAMS params);
/* Waits for the next call that comes in, and its first state: offering. */
call call_comes_in(const line *on);
/* A call from one line to the other that is answered. */
void call_between(const line *from, const line *to, call *caller, call *called);
/* Waits until it is told to be in that state; with what detail. */
DWORD call_reaches(const call *which, DWORD state);
/* The same for the time of that number. */
DWORD call_reaches_again(const call *which, DWORD state, unsigned times);
/* Waits until some of its information is told to have changed so many times. */
void call_changes(const call *which, DWORD states, unsigned times);
/* Drops it if it is up, waits until it is idle, and closes it. */
void call_end(const call *which);
void call_close(const call *which);

/* What is known of it; until the fourth call after this one. */
const LINECALLINFO *call_info(const call *which);
LINECALLSTATUS call_status(const call *which);

/* A variable field of LINECALLINFO holds exactly these bytes. */
#define SHOWS(which, field, bytes, length, ...)                                                     \
    do {                                                                                            \
        const LINECALLINFO *now = call_info(which);                                                 \
        if (EQUAL(now->dw##field##Size, (length), __VA_ARGS__))                                     \
            SAME((const char *)now + now->dw##field##Offset, (bytes), (length), __VA_ARGS__);       \
    } while (0)
/* It holds that text, with its end. */
#define READS(which, field, text, ...) SHOWS(which, field, wide(text), sizeof(WCHAR) * (strlen(text) + 1), __VA_ARGS__)

#endif
