/* told.h: messages that are waited for and counted. */
#include "told.h"

#include "checks.h"
#include "telling.h"

#include <stdio.h>

static int fits(const message *each, HTAPILINE line, HTAPICALL call, DWORD what, DWORD_PTR bits)
{
    return each->line == line && each->call == call && each->what == what && (each->first & bits) == bits;
}

/* Waits for something else to come; under the lock. */
static void wait_more(unsigned long long end, HTAPILINE line, DWORD what, DWORD_PTR bits)
{
    if (now_ms() > end) {
        for (unsigned each = 0; each < telling.message_count; each++) {
            const message *found = &telling.messages[each];
            printf("message: line %llx, call %llx, %lu, 0x%llx, 0x%llx, 0x%llx\n", (unsigned long long)(DWORD_PTR)found->line,
                   (unsigned long long)(DWORD_PTR)found->call, (unsigned long)found->what, (unsigned long long)found->first,
                   (unsigned long long)found->second, (unsigned long long)found->third);
        }
        monitor_leave(telling.lock);
        give_up("message %lu with 0x%llx on line %llx has not come; all that came is listed above", (unsigned long)what,
                (unsigned long long)bits, (unsigned long long)(DWORD_PTR)line);
    }
    monitor_wait_until(telling.lock, end);
}

message told_wait(HTAPILINE line, HTAPICALL call, DWORD what, DWORD_PTR bits, unsigned times)
{
    unsigned long long end = now_ms() + PATIENCE_MS;
    unsigned seen = 0;
    monitor_enter(telling.lock);
    for (unsigned next = 0;;) {
        for (; next < telling.message_count; next++) {
            if (fits(&telling.messages[next], line, call, what, bits) && ++seen == times) {
                message found = telling.messages[next];
                monitor_leave(telling.lock);
                return found;
            }
        }
        wait_more(end, line, what, bits);
    }
}

/* Under the lock. */
static HDRVCALL take(HTAPILINE line, HTAPICALL *call)
{
    for (unsigned each = 0; each < telling.message_count; each++) {
        message *found = &telling.messages[each];
        if (fits(found, line, NULL, LINE_NEWCALL, 0) && found->second != 0 && !found->taken) {
            found->taken = 1;
            *call = (HTAPICALL)found->second;
            return (HDRVCALL)found->first;
        }
    }
    return NULL;
}

HDRVCALL told_came_in(HTAPILINE line, HTAPICALL *call)
{
    monitor_enter(telling.lock);
    HDRVCALL found = take(line, call);
    monitor_leave(telling.lock);
    return found;
}

HDRVCALL told_comes_in(HTAPILINE line, HTAPICALL *call)
{
    unsigned long long end = now_ms() + PATIENCE_MS;
    HDRVCALL found;
    monitor_enter(telling.lock);
    while ((found = take(line, call)) == NULL)
        wait_more(end, line, LINE_NEWCALL, 0);
    monitor_leave(telling.lock);
    return found;
}

unsigned told_count(HTAPILINE line, HTAPICALL call, DWORD what, DWORD_PTR bits)
{
    unsigned count = 0;
    monitor_enter(telling.lock);
    for (unsigned each = 0; each < telling.message_count; each++)
        count += (unsigned)fits(&telling.messages[each], line, call, what, bits);
    monitor_leave(telling.lock);
    return count;
}

unsigned told_about(HTAPICALL call)
{
    unsigned count = 0;
    monitor_enter(telling.lock);
    for (unsigned each = 0; each < telling.message_count; each++)
        count += telling.messages[each].call == call;
    monitor_leave(telling.lock);
    return count;
}

unsigned told_states(HTAPICALL call, DWORD states[], unsigned most)
{
    unsigned count = 0;
    monitor_enter(telling.lock);
    for (unsigned each = 0; each < telling.message_count; each++) {
        const message *found = &telling.messages[each];
        if (found->call != call || found->what != LINE_CALLSTATE)
            continue;
        if (count < most)
            states[count] = (DWORD)found->first;
        count++;
    }
    monitor_leave(telling.lock);
    return count;
}
