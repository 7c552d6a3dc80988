/*
 * What the recorder has written down, for the files that it is made of.
 */
#ifndef RECORDING_H
#define RECORDING_H

#include "platform.h"
#include "recorder.h"

/* Long enough for anything but a hang. */
#define GIVE_UP_MS 300000
#define MOST_REQUESTS 65536
#define MOST_EVENTS 65536
/* It has the place of id 0, which there is not. */
#define HIGHEST_ID 0x7FFFFFFF

enum fate { UNUSED, GIVEN, ACCEPTED, REFUSED };

struct request {
    enum fate fate;
    unsigned completions;
    unsigned place; /* of the last completion, among all callbacks */
    LONG result;
};

/* All of it is read and written under the lock, and woken when something is added. */
extern struct recording {
    monitor *lock;
    struct request requests[MOST_REQUESTS];
    unsigned given; /* the last id */
    event events[MOST_EVENTS];
    unsigned event_count;
    unsigned places;
} recording;

struct request *request_of(DRV_REQUESTID id);

#endif
