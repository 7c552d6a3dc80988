/* recorder.h */
#include "recorder.h"

#include "checks.h"
#include "platform.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Long enough for anything but a hang. */
#define GIVE_UP_MS 20000
#define MOST_REQUESTS 65536
#define MOST_EVENTS 65536
#define MOST_PHONES 4096
/* A handle of TAPI's has 64 bits that mean nothing to the provider. */
#define HANDLE_BASE ((DWORD_PTR)0x7A3B5C1D00000000)

/* Its place is that of id 0, which there is not. */
#define HIGHEST_ID 0x7FFFFFFF

enum fate { UNUSED, GIVEN, ACCEPTED, REFUSED };

static struct request {
    enum fate fate;
    unsigned completions;
    unsigned place;
    LONG result;
} requests[MOST_REQUESTS];
static event events[MOST_EVENTS];
static char closed[MOST_PHONES];

static monitor *record;
static unsigned given, event_count, phones_given, places;
static unsigned strangers, late, lines;
static int stopped;
static atomic_int inside, overlaps, dwell;
static void (*_Atomic hook)(DRV_REQUESTID id, LONG result);

void recorder_new(void)
{
    record = monitor_new();
}

void recorder_free(void)
{
    monitor_free(record);
}

void recorder_dwell(unsigned milliseconds)
{
    atomic_store(&dwell, (int)milliseconds);
}

void recorder_hook(void (*now)(DRV_REQUESTID id, LONG result))
{
    atomic_store(&hook, now);
}

static struct request *request_of(DRV_REQUESTID id)
{
    return &requests[id == HIGHEST_ID ? 0 : id];
}

static void enter(void)
{
    if (atomic_fetch_add(&inside, 1) != 0)
        atomic_fetch_add(&overlaps, 1);
    if (atomic_load(&dwell) != 0)
        sleep_ms((unsigned)atomic_load(&dwell));
    monitor_enter(record);
    if (stopped)
        late++;
}

static void written(void)
{
    monitor_wake_all(record);
    monitor_leave(record);
}

static void leave(void)
{
    atomic_fetch_sub(&inside, 1);
}

void CALLBACK record_completion(DRV_REQUESTID id, LONG result)
{
    void (*further)(DRV_REQUESTID, LONG) = atomic_load(&hook);
    enter();
    if (id == 0 || (id > given && id != HIGHEST_ID)) {
        strangers++;
    } else {
        struct request *request = request_of(id);
        request->completions++;
        request->result = result;
        request->place = places++;
    }
    written();
    if (further != NULL)
        further(id, result);
    leave();
}

static void keep(int creation, HTAPIPHONE phone, DWORD message, DWORD_PTR p1, DWORD_PTR p2, DWORD_PTR p3)
{
    DWORD_PTR number = (DWORD_PTR)phone - HANDLE_BASE;
    enter();
    if (phone != NULL && (number == 0 || number > phones_given))
        strangers++;
    else if (phone != NULL && closed[number])
        late++;
    if (event_count < MOST_EVENTS)
        events[event_count++] = (event){creation, phone, message, p1, p2, p3, places++};
    written();
    leave();
}

void CALLBACK record_phone_event(HTAPIPHONE phone, DWORD message, DWORD_PTR p1, DWORD_PTR p2, DWORD_PTR p3)
{
    keep(0, phone, message, p1, p2, p3);
}

void CALLBACK record_creation(HTAPIPHONE phone, DWORD message, DWORD_PTR p1, DWORD_PTR p2, DWORD_PTR p3)
{
    keep(1, phone, message, p1, p2, p3);
}

void CALLBACK record_line_event(HTAPILINE line, HTAPICALL call, DWORD message, DWORD_PTR p1, DWORD_PTR p2, DWORD_PTR p3)
{
    (void)line, (void)call, (void)message, (void)p1, (void)p2, (void)p3;
    enter();
    lines++;
    written();
    leave();
}

DRV_REQUESTID request_new(void)
{
    DRV_REQUESTID id;
    monitor_enter(record);
    if (given + 1 == MOST_REQUESTS)
        give_up("the program has more requests than it can keep");
    id = ++given;
    requests[id] = (struct request){.fate = GIVEN};
    monitor_leave(record);
    return id;
}

DRV_REQUESTID request_highest(void)
{
    monitor_enter(record);
    if (requests[0].fate == ACCEPTED && requests[0].completions != 1)
        give_up("the highest request id was completed %u times", requests[0].completions);
    requests[0] = (struct request){.fate = GIVEN};
    monitor_leave(record);
    return HIGHEST_ID;
}

void request_returned(DRV_REQUESTID id, LONG returned)
{
    monitor_enter(record);
    request_of(id)->fate = returned == (LONG)id ? ACCEPTED : REFUSED;
    monitor_leave(record);
}

DRV_REQUESTID accepted(DRV_REQUESTID id, LONG returned, const char *what)
{
    request_returned(id, returned);
    RESULT(returned, id, "%s returns the request's id", what);
    return id;
}

void refused(DRV_REQUESTID id, LONG returned, DWORD code, const char *what)
{
    request_returned(id, returned);
    RESULT(returned, code, "%s is refused", what);
}

unsigned completions_now(DRV_REQUESTID id, LONG *result)
{
    unsigned count;
    monitor_enter(record);
    count = request_of(id)->completions;
    if (result != NULL)
        *result = request_of(id)->result;
    monitor_leave(record);
    return count;
}

unsigned completion_place(DRV_REQUESTID id)
{
    unsigned place;
    monitor_enter(record);
    place = request_of(id)->place;
    monitor_leave(record);
    return place;
}

LONG completion_of(DRV_REQUESTID id)
{
    unsigned long long end = now_ms() + GIVE_UP_MS;
    LONG result;
    monitor_enter(record);
    if (request_of(id)->fate == ACCEPTED) {
        while (request_of(id)->completions == 0 && now_ms() < end)
            monitor_wait_until(record, end);
        if (request_of(id)->completions == 0) {
            monitor_leave(record);
            give_up("request %lu was accepted and never completed", (unsigned long)id);
        }
    }
    result = request_of(id)->result;
    monitor_leave(record);
    return result;
}

void finished(DRV_REQUESTID id, DWORD code, const char *what)
{
    LONG result = completion_of(id);
    RESULT(result, code, "the completion of %s", what);
}

void requests_settle(void)
{
    unsigned wrong = 0;
    monitor_enter(record);
    for (unsigned id = 0; id <= given; id++)
        if (request_of(id)->completions != (request_of(id)->fate == ACCEPTED)) {
            printf("request %u: %s, and completed %u times\n", id,
                   request_of(id)->fate == ACCEPTED ? "accepted" : "refused", request_of(id)->completions);
            wrong++;
        }
    monitor_leave(record);
    EQUAL(wrong, 0, "of %u requests each accepted one is completed exactly once, and no other", given);
}

unsigned events_mark(void)
{
    unsigned mark;
    monitor_enter(record);
    mark = event_count;
    monitor_leave(record);
    return mark;
}

static int matches(const event *found, const event *wanted)
{
    if (found->creation != wanted->creation || found->phone != wanted->phone || found->message != wanted->message)
        return 0;
    /* A wanted place is a bit of p1. */
    if (wanted->place != 0)
        return (found->p1 & wanted->place) != 0;
    return 1
        && (wanted->p1 == ANY || found->p1 == wanted->p1) && (wanted->p2 == ANY || found->p2 == wanted->p2);
}

/* Waits for that many events, and returns the last of them. */
static event wait_for(unsigned count, unsigned mark, event wanted, const char *what)
{
    unsigned long long end = now_ms() + GIVE_UP_MS;
    monitor_enter(record);
    for (unsigned next = mark;;) {
        for (; next < event_count; next++)
            if (matches(&events[next], &wanted) && --count == 0) {
                event found = events[next];
                monitor_leave(record);
                CHECK(1, "%s", what);
                return found;
            }
        if (now_ms() >= end) {
            for (unsigned index = mark; index < event_count; index++)
                printf("event: phone %llx, message %lu, 0x%llx, 0x%llx, 0x%llx\n",
                       (unsigned long long)(DWORD_PTR)events[index].phone, (unsigned long)events[index].message,
                       (unsigned long long)events[index].p1, (unsigned long long)events[index].p2,
                       (unsigned long long)events[index].p3);
            monitor_leave(record);
            give_up("%s: message %lu, 0x%llx, 0x%llx has not come; all that came since is listed above", what,
                    (unsigned long)wanted.message, (unsigned long long)wanted.p1, (unsigned long long)wanted.p2);
        }
        monitor_wait_until(record, end);
    }
}

event event_since(unsigned mark, HTAPIPHONE phone, DWORD message, DWORD_PTR p1, DWORD_PTR p2, const char *what)
{
    return wait_for(1, mark, (event){0, phone, message, p1, p2, 0, 0}, what);
}

void events_reach(unsigned count, unsigned mark, HTAPIPHONE phone, DWORD message, DWORD_PTR p1, DWORD_PTR p2,
                  const char *what)
{
    wait_for(count, mark, (event){0, phone, message, p1, p2, 0, 0}, what);
}

event state_since(unsigned mark, HTAPIPHONE phone, DWORD bit, const char *what)
{
    return wait_for(1, mark, (event){0, phone, PHONE_STATE, ANY, ANY, 0, bit}, what);
}

event creation_since(unsigned mark, DWORD message, DWORD_PTR p1, DWORD_PTR p2, const char *what)
{
    return wait_for(1, mark, (event){1, NULL, message, p1, p2, 0, 0}, what);
}

unsigned events_count(unsigned mark, HTAPIPHONE phone, DWORD message, DWORD_PTR p1, DWORD_PTR p2)
{
    event wanted = {0, phone, message, p1, p2, 0, 0};
    unsigned count = 0;
    monitor_enter(record);
    for (unsigned index = mark; index < event_count; index++)
        count += (unsigned)matches(&events[index], &wanted);
    monitor_leave(record);
    return count;
}

unsigned event_after(event found)
{
    unsigned index = 0;
    monitor_enter(record);
    while (index < event_count && events[index].place <= found.place)
        index++;
    monitor_leave(record);
    return index;
}

DWORD states_seen(unsigned mark, HTAPIPHONE phone)
{
    DWORD seen = 0;
    monitor_enter(record);
    for (unsigned index = mark; index < event_count; index++)
        if (events[index].phone == phone && events[index].message == PHONE_STATE)
            seen |= (DWORD)events[index].p1;
    monitor_leave(record);
    return seen;
}

HTAPIPHONE phone_handle_new(void)
{
    unsigned number;
    monitor_enter(record);
    number = ++phones_given;
    monitor_leave(record);
    if (number >= MOST_PHONES)
        give_up("the program opens more phones than it can keep");
    return (HTAPIPHONE)(HANDLE_BASE + number);
}

void phone_closed(HTAPIPHONE phone)
{
    monitor_enter(record);
    closed[(DWORD_PTR)phone - HANDLE_BASE] = 1;
    monitor_leave(record);
}

void all_stopped(int now)
{
    monitor_enter(record);
    stopped = now;
    monitor_leave(record);
}

void recorder_judge(void)
{
    EQUAL(atomic_load(&overlaps), 0, "callbacks come one at a time");
    EQUAL(late, 0, "no event comes for a closed phone, and no callback after shutdown");
    EQUAL(strangers, 0, "no callback names a request or phone that was never handed out");
    EQUAL(lines, 0, "a provider without lines sends no line event");
    EQUAL(event_count < MOST_EVENTS, 1, "all events could be kept");
}
