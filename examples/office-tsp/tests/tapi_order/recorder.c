/* recorder.h: the callbacks, and what must not be. */
#include "recorder.h"

#include "checks.h"
#include "recording.h"

#include <stdatomic.h>

#define MOST_PHONES 4096
/* A handle of TAPI's has 64 bits that mean nothing to the provider. */
#define HANDLE_BASE ((DWORD_PTR)0x7A3B5C1D00000000)

struct recording recording;

static char closed[MOST_PHONES];
static unsigned phones_given, strangers, late, lines;
static int stopped;
static atomic_int inside, overlaps, dwell, may_overlap;
static void (*_Atomic hook)(DRV_REQUESTID id, LONG result);

void recorder_new(void)
{
    recording.lock = monitor_new();
}

void recorder_free(void)
{
    monitor_free(recording.lock);
}

void recorder_dwell(unsigned milliseconds)
{
    atomic_store(&dwell, (int)milliseconds);
}

void recorder_overlapping(int may)
{
    atomic_store(&may_overlap, may);
}

void recorder_hook(void (*now)(DRV_REQUESTID id, LONG result))
{
    atomic_store(&hook, now);
}

static void enter(void)
{
    if (atomic_fetch_add(&inside, 1) != 0 && !atomic_load(&may_overlap))
        atomic_fetch_add(&overlaps, 1);
    if (atomic_load(&dwell) != 0)
        sleep_ms((unsigned)atomic_load(&dwell));
    monitor_enter(recording.lock);
    if (stopped)
        late++;
}

static void written(void)
{
    monitor_wake_all(recording.lock);
    monitor_leave(recording.lock);
}

static void leave(void)
{
    atomic_fetch_sub(&inside, 1);
}

void CALLBACK record_completion(DRV_REQUESTID id, LONG result)
{
    void (*further)(DRV_REQUESTID, LONG) = atomic_load(&hook);
    enter();
    if (id == 0 || (id > recording.given && id != HIGHEST_ID)) {
        strangers++;
    } else {
        struct request *request = request_of(id);
        request->completions++;
        request->result = result;
        request->place = recording.places++;
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
    if (recording.event_count < MOST_EVENTS)
        recording.events[recording.event_count++] = (event){creation, phone, message, p1, p2, p3, recording.places++};
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

HTAPIPHONE phone_handle_new(void)
{
    unsigned number;
    monitor_enter(recording.lock);
    number = ++phones_given;
    monitor_leave(recording.lock);
    if (number >= MOST_PHONES)
        give_up("the program opens more phones than it can keep");
    return (HTAPIPHONE)(HANDLE_BASE + number);
}

void phone_closed(HTAPIPHONE phone)
{
    monitor_enter(recording.lock);
    closed[(DWORD_PTR)phone - HANDLE_BASE] = 1;
    monitor_leave(recording.lock);
}

void all_stopped(int now)
{
    monitor_enter(recording.lock);
    stopped = now;
    monitor_leave(recording.lock);
}

void recorder_judge(void)
{
    EQUAL(atomic_load(&overlaps), 0, "callbacks come one at a time");
    EQUAL(late, 0, "no event comes for a closed phone, and no callback after shutdown");
    EQUAL(strangers, 0, "no callback names a request or phone that was never handed out");
    EQUAL(lines, 0, "a provider without lines sends no line event");
    EQUAL(recording.event_count < MOST_EVENTS, 1, "all events could be kept");
}
