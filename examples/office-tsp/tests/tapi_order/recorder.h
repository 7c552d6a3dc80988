/*
 * TAPI's side of the callbacks: what comes is written down, waited for and judged.
 */
#ifndef RECORDER_H
#define RECORDER_H

#include "provider.h"

/* Matches any parameter. */
#define ANY ((DWORD_PTR)0 - 2)

/* The procedures to hand to the provider. */
void CALLBACK record_completion(DRV_REQUESTID id, LONG result);
void CALLBACK record_phone_event(HTAPIPHONE phone, DWORD message, DWORD_PTR p1, DWORD_PTR p2, DWORD_PTR p3);
void CALLBACK record_creation(HTAPIPHONE phone, DWORD message, DWORD_PTR p1, DWORD_PTR p2, DWORD_PTR p3);
void CALLBACK record_line_event(HTAPILINE line, HTAPICALL call, DWORD message, DWORD_PTR p1, DWORD_PTR p2, DWORD_PTR p3);

void recorder_new(void);
void recorder_free(void);

/* Whether callbacks may overlap from now on: those of two providers may. */
void recorder_overlapping(int may);
/* Called inside each completion; none when NULL. */
void recorder_hook(void (*hook)(DRV_REQUESTID id, LONG result));
/* Each callback takes that long from now on. */
void recorder_dwell(unsigned milliseconds);

/*
 * Requests.
 */
/* An id that no other request has. */
DRV_REQUESTID request_new(void);
/* The highest id that TAPI gives: to be used again only after its completion. */
DRV_REQUESTID request_highest(void);
/* Checks that the request was accepted: its id was returned. Returns the id. */
DRV_REQUESTID accepted(DRV_REQUESTID id, LONG returned, const char *what);
/* Checks that it was refused with that code. */
void refused(DRV_REQUESTID id, LONG returned, DWORD code, const char *what);
/* Notes what the call returned, without a check. */
void request_returned(DRV_REQUESTID id, LONG returned);
/* Waits for its completion; gives up after a long time. */
LONG completion_of(DRV_REQUESTID id);
/* Waits, and checks the result. */
void finished(DRV_REQUESTID id, DWORD code, const char *what);
/* How often it has been completed by now, and with what at last. */
unsigned completions_now(DRV_REQUESTID id, LONG *result);
/* When it was completed, among all callbacks. */
unsigned completion_place(DRV_REQUESTID id);
/* Checks that each accepted request was completed exactly once, and no other; forgets them all. */
void requests_settle(void);

/*
 * Events.
 */
typedef struct event {
    int creation; /* came by the procedure for new devices */
    HTAPIPHONE phone;
    DWORD message;
    DWORD_PTR p1, p2, p3;
    unsigned place; /* among all callbacks */
} event;

/* Where the next event will be. */
unsigned events_mark(void);
/* Waits for an event since the mark; gives up after a long time. ANY matches any parameter. */
event event_since(unsigned mark, HTAPIPHONE phone, DWORD message, DWORD_PTR p1, DWORD_PTR p2, const char *what);
/* Waits until so many such events have come. */
void events_reach(unsigned count, unsigned mark, HTAPIPHONE phone, DWORD message, DWORD_PTR p1, DWORD_PTR p2,
                  const char *what);
/* Waits for a PHONE_STATE message that has that bit among others. */
event state_since(unsigned mark, HTAPIPHONE phone, DWORD bit, const char *what);
/* Waits for an event by the procedure for new devices. */
event creation_since(unsigned mark, DWORD message, DWORD_PTR p1, DWORD_PTR p2, const char *what);
/* Where the event after that one is, or will be. */
unsigned event_after(event found);
/* How many such events have come since the mark. */
unsigned events_count(unsigned mark, HTAPIPHONE phone, DWORD message, DWORD_PTR p1, DWORD_PTR p2);
/* The same for those that came by the procedure for new devices. */
unsigned creations_count(unsigned mark, DWORD message, DWORD_PTR p1);
/* All bits of the PHONE_STATE messages for that phone since the mark. */
DWORD states_seen(unsigned mark, HTAPIPHONE phone);

/*
 * What must not be.
 */
/* A handle for an open, unlike all before. */
HTAPIPHONE phone_handle_new(void);
/* From now on no event may come for that phone. */
void phone_closed(HTAPIPHONE phone);
/* From now on no callback at all may come; or they may again. */
void all_stopped(int stopped);
/* Checks that callbacks came one at a time, and none after the end. */
void recorder_judge(void);

#endif
