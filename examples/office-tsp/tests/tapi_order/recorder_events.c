/* recorder.h: events that are waited for and counted. */
#include "checks.h"
#include "recording.h"

#include <stdio.h>

unsigned events_mark(void)
{
    unsigned mark;
    monitor_enter(recording.lock);
    mark = recording.event_count;
    monitor_leave(recording.lock);
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
    monitor_enter(recording.lock);
    for (unsigned next = mark;;) {
        for (; next < recording.event_count; next++)
            if (matches(&recording.events[next], &wanted) && --count == 0) {
                event found = recording.events[next];
                monitor_leave(recording.lock);
                CHECK(1, "%s", what);
                return found;
            }
        if (now_ms() >= end) {
            for (unsigned index = mark; index < recording.event_count; index++)
                printf("event: phone %llx, message %lu, 0x%llx, 0x%llx, 0x%llx\n",
                       (unsigned long long)(DWORD_PTR)recording.events[index].phone, (unsigned long)recording.events[index].message,
                       (unsigned long long)recording.events[index].p1, (unsigned long long)recording.events[index].p2,
                       (unsigned long long)recording.events[index].p3);
            monitor_leave(recording.lock);
            give_up("%s: message %lu, 0x%llx, 0x%llx has not come; all that came since is listed above", what,
                    (unsigned long)wanted.message, (unsigned long long)wanted.p1, (unsigned long long)wanted.p2);
        }
        monitor_wait_until(recording.lock, end);
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

static unsigned count_of(unsigned mark, event wanted)
{
    unsigned count = 0;
    monitor_enter(recording.lock);
    for (unsigned index = mark; index < recording.event_count; index++)
        count += (unsigned)matches(&recording.events[index], &wanted);
    monitor_leave(recording.lock);
    return count;
}

unsigned events_count(unsigned mark, HTAPIPHONE phone, DWORD message, DWORD_PTR p1, DWORD_PTR p2)
{
    return count_of(mark, (event){0, phone, message, p1, p2, 0, 0});
}

unsigned creations_count(unsigned mark, DWORD message, DWORD_PTR p1)
{
    return count_of(mark, (event){1, NULL, message, p1, ANY, 0, 0});
}

unsigned event_after(event found)
{
    unsigned index = 0;
    monitor_enter(recording.lock);
    while (index < recording.event_count && recording.events[index].place <= found.place)
        index++;
    monitor_leave(recording.lock);
    return index;
}

DWORD states_seen(unsigned mark, HTAPIPHONE phone)
{
    DWORD seen = 0;
    monitor_enter(recording.lock);
    for (unsigned index = mark; index < recording.event_count; index++)
        if (recording.events[index].phone == phone && recording.events[index].message == PHONE_STATE)
            seen |= (DWORD)recording.events[index].p1;
    monitor_leave(recording.lock);
    return seen;
}
