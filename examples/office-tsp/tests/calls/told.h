/*
 * TAPI's side of the callbacks: completions and messages are written down in the order in which they come, waited for,
 * and judged.
 */
#ifndef TOLD_H
#define TOLD_H

#include "provider.h"

/* The procedures to hand to the provider. */
void CALLBACK told_completion(DRV_REQUESTID request, LONG result);
void CALLBACK told_line(HTAPILINE line, HTAPICALL call, DWORD message, DWORD_PTR first, DWORD_PTR second, DWORD_PTR third);

void told_new(void);
void told_free(void);
/* From now on no callback may come; or they may again. */
void told_stopped(int stopped);
/* The next calls that are announced find no room; or they do again. */
void told_full(int full);
/* Called inside each callback, when it has been written down; none when NULL. */
void told_hook(void (*hook)(void));

/*
 * Handles, that no line or call had before.
 */
HTAPILINE told_new_line(void);
/* A call that a request is to make. */
HTAPICALL told_new_call(HTAPILINE line, DRV_REQUESTID request);
/* From now on nothing may be told of it. */
void told_closed_line(HTAPILINE line);
void told_closed_call(HTAPICALL call);

/*
 * Requests: told_requests.c
 */
DRV_REQUESTID told_request(void);
/* Checks that it was accepted: its id was returned. */
void accepted(DRV_REQUESTID request, LONG returned, const char *what);
/* Checks that it was refused with that code. */
void refused(DRV_REQUESTID request, LONG returned, DWORD code, const char *what);
/* Waits for its completion, and checks the result. */
void finished(DRV_REQUESTID request, DWORD code, const char *what);
/* Notes what was returned, without a check. */
void told_returned(DRV_REQUESTID request, LONG returned);
/* How often it was completed by now, and with what at last. */
unsigned told_results(DRV_REQUESTID request, LONG *result);

/* Checks that such a request of a call is accepted and succeeds. */
#define DONE(function, ...)                                        \
    do {                                                           \
        DRV_REQUESTID id = told_request();                         \
        accepted(id, tsp.function(id, __VA_ARGS__), #function);    \
        finished(id, 0, #function);                                \
    } while (0)
/* Checks that it is refused. */
#define REFUSED(code, function, ...)                                       \
    do {                                                                   \
        DRV_REQUESTID id = told_request();                                 \
        refused(id, tsp.function(id, __VA_ARGS__), (code), #function);     \
    } while (0)

/*
 * Messages: told_messages.c
 */
typedef struct message {
    HTAPILINE line;
    HTAPICALL call;
    DWORD what;
    DWORD_PTR first, second, third;
    unsigned place; /* among all callbacks */
    int taken;      /* a call that came in, and was handed out */
} message;

/* Waits until such a message, with those bits in its first parameter, has come that many times; the last of them. */
message told_wait(HTAPILINE line, HTAPICALL call, DWORD what, DWORD_PTR bits, unsigned times);
/* Waits for the next call that comes in on a line. Its handle, and TAPI's. */
HDRVCALL told_comes_in(HTAPILINE line, HTAPICALL *call);
/* The same without waiting; NULL when none has come in. */
HDRVCALL told_came_in(HTAPILINE line, HTAPICALL *call);
/* How many such messages there were, and how many at all about a call. */
unsigned told_count(HTAPILINE line, HTAPICALL call, DWORD what, DWORD_PTR bits);
unsigned told_about(HTAPICALL call);
/* The call's states, so many at most, in the order in which they came. How many there were. */
unsigned told_states(HTAPICALL call, DWORD states[], unsigned most);

/* Checks what holds of everything that was told, and forgets it: ledger.c */
void told_judge(void);

#endif
