/*
 * What the test programs need of the system: libraries, threads, waiting. platform_linux.c and
 * platform_windows.c do it.
 */
#ifndef PLATFORM_H
#define PLATFORM_H

typedef void (*function)(void);

/* A loaded library. NULL when it cannot be loaded: the reason is on standard error. */
void *library_load(const char *path);
/* NULL when the library does not export it. */
function library_symbol(void *library, const char *name);
/* 0 when that failed. */
int library_unload(void *library);

/* A thread that runs work(with). Ends the program when there can be none. */
typedef struct thread thread;
thread *thread_start(void (*work)(void *), void *with);
void thread_join(thread *thread);

/* A lock, and waiting for what changes under it. Ends the program when there can be none. */
typedef struct monitor monitor;
monitor *monitor_new(void);
void monitor_free(monitor *monitor);
void monitor_enter(monitor *monitor);
void monitor_leave(monitor *monitor);
void monitor_wake_all(monitor *monitor);
/* Waits until it is woken or the time of now_ms() has come; it may also wake for nothing. */
void monitor_wait_until(monitor *monitor, unsigned long long time_ms);

/* Milliseconds of a clock that only goes forward. */
unsigned long long now_ms(void);
void sleep_ms(unsigned milliseconds);

/* Sets an environment variable of this process, for libraries that are loaded later. */
void environment_set(const char *name, const char *value);

#endif
