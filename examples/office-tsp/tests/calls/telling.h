/*
 * What was told, for the files that write it down and look at it.
 */
#ifndef TELLING_H
#define TELLING_H

#include "platform.h"
#include "told.h"

/* Nothing here takes so long, on any machine. */
#define PATIENCE_MS 300000
#define MOST_MESSAGES 65536
#define MOST_REQUESTS 65536
#define MOST_HANDLES 16384

enum fate { UNUSED, GIVEN, ACCEPTED, REFUSED };

struct request {
    enum fate fate;
    unsigned completions;
    LONG result;
    unsigned place; /* of the completion, among all callbacks */
};

/* A line's handle, or a call's: TAPI's. */
struct handle {
    HTAPILINE line;       /* NULL for that of a line itself */
    DRV_REQUESTID made_by; /* 0 for a call that came in, and for a line */
    int is_call, closed, has_state, idle;
};

/* What nobody may see. */
enum wrong {
    OVERLAPPING, /* two callbacks at a time */
    STRANGE,     /* about a request, line or call that there is not */
    LATE,        /* after closing or shutting down */
    EARLY,       /* of a call before it is TAPI's */
    STATELESS,   /* of a call that came in, before its first state */
    AFTER_IDLE,  /* a state or information of a call after its last state */
    MODELESS,    /* a state without a media mode */
    WRONGS
};

/* All of it is read and written under the lock, and woken when something is added. */
extern struct telling {
    monitor *lock;
    struct message messages[MOST_MESSAGES];
    unsigned message_count;
    struct request requests[MOST_REQUESTS];
    unsigned request_count; /* the last id; from 1 in each session */
    struct handle handles[MOST_HANDLES];
    unsigned handle_count;
    unsigned places;
    unsigned wrongs[WRONGS];
    int stopped;
} telling;

/* What TAPI knows of a handle; NULL for one that it never gave. */
struct handle *handle_of(DWORD_PTR value);

#endif
