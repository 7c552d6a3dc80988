/* platform.h for Windows, and for Wine. */
#define _WIN32_WINNT 0x0601
#include "platform.h"

#include <windows.h>

#include <stdio.h>
#include <stdlib.h>

struct thread {
    HANDLE handle;
    void (*work)(void *);
    void *with;
};

struct monitor {
    CRITICAL_SECTION lock;
    CONDITION_VARIABLE changed;
};

static void *allocate(size_t size)
{
    void *memory = calloc(1, size);
    if (memory == NULL) {
        fprintf(stderr, "out of memory\n");
        exit(2);
    }
    return memory;
}

void *library_load(const char *path)
{
    HMODULE library = LoadLibraryA(path);
    if (library == NULL)
        fprintf(stderr, "%s: LoadLibrary failed with error %lu\n", path, GetLastError());
    return library;
}

function library_symbol(void *library, const char *name)
{
    return (function)GetProcAddress(library, name);
}

int library_unload(void *library)
{
    return FreeLibrary(library) != 0;
}

static DWORD WINAPI begin(void *argument)
{
    thread *self = argument;
    self->work(self->with);
    return 0;
}

thread *thread_start(void (*work)(void *), void *with)
{
    thread *made = allocate(sizeof *made);
    made->work = work;
    made->with = with;
    made->handle = CreateThread(NULL, 0, begin, made, 0, NULL);
    if (made->handle == NULL) {
        fprintf(stderr, "no thread could be started: error %lu\n", GetLastError());
        exit(2);
    }
    return made;
}

void thread_join(thread *thread)
{
    WaitForSingleObject(thread->handle, INFINITE);
    CloseHandle(thread->handle);
    free(thread);
}

monitor *monitor_new(void)
{
    monitor *made = allocate(sizeof *made);
    InitializeCriticalSection(&made->lock);
    InitializeConditionVariable(&made->changed);
    return made;
}

void monitor_free(monitor *monitor)
{
    DeleteCriticalSection(&monitor->lock);
    free(monitor);
}

void monitor_enter(monitor *monitor)
{
    EnterCriticalSection(&monitor->lock);
}

void monitor_leave(monitor *monitor)
{
    LeaveCriticalSection(&monitor->lock);
}

void monitor_wake_all(monitor *monitor)
{
    WakeAllConditionVariable(&monitor->changed);
}

void monitor_wait_until(monitor *monitor, unsigned long long time_ms)
{
    unsigned long long now = now_ms();
    if (now < time_ms)
        SleepConditionVariableCS(&monitor->changed, &monitor->lock, (DWORD)(time_ms - now));
}

unsigned long long now_ms(void)
{
    return GetTickCount64();
}

void sleep_ms(unsigned milliseconds)
{
    Sleep(milliseconds);
}

void environment_set(const char *name, const char *value)
{
    if (!SetEnvironmentVariableA(name, value)) {
        fprintf(stderr, "the environment variable %s could not be set: error %lu\n", name, GetLastError());
        exit(2);
    }
}
