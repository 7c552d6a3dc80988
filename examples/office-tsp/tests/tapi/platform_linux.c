/* platform.h for Linux. */
#define _GNU_SOURCE
#include "platform.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct thread {
    pthread_t id;
    void (*work)(void *);
    void *with;
};

struct monitor {
    pthread_mutex_t lock;
    pthread_cond_t changed;
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
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL)
        fprintf(stderr, "%s\n", dlerror());
    return library;
}

function library_symbol(void *library, const char *name)
{
    void *address = dlsym(library, name);
    function symbol = NULL;
    /* ISO C knows no cast from a data pointer to a function pointer. */
    memcpy(&symbol, &address, sizeof symbol);
    return symbol;
}

int library_unload(void *library)
{
    return dlclose(library) == 0;
}

static void *begin(void *argument)
{
    thread *self = argument;
    self->work(self->with);
    return NULL;
}

thread *thread_start(void (*work)(void *), void *with)
{
    thread *made = allocate(sizeof *made);
    made->work = work;
    made->with = with;
    if (pthread_create(&made->id, NULL, begin, made) != 0) {
        fprintf(stderr, "no thread could be started\n");
        exit(2);
    }
    return made;
}

void thread_join(thread *thread)
{
    pthread_join(thread->id, NULL);
    free(thread);
}

monitor *monitor_new(void)
{
    monitor *made = allocate(sizeof *made);
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    if (pthread_mutex_init(&made->lock, NULL) != 0 || pthread_cond_init(&made->changed, &attributes) != 0) {
        fprintf(stderr, "no lock could be made\n");
        exit(2);
    }
    pthread_condattr_destroy(&attributes);
    return made;
}

void monitor_free(monitor *monitor)
{
    pthread_cond_destroy(&monitor->changed);
    pthread_mutex_destroy(&monitor->lock);
    free(monitor);
}

void monitor_enter(monitor *monitor)
{
    pthread_mutex_lock(&monitor->lock);
}

void monitor_leave(monitor *monitor)
{
    pthread_mutex_unlock(&monitor->lock);
}

void monitor_wake_all(monitor *monitor)
{
    pthread_cond_broadcast(&monitor->changed);
}

void monitor_wait_until(monitor *monitor, unsigned long long time_ms)
{
    struct timespec until = {
        .tv_sec = (time_t)(time_ms / 1000),
        .tv_nsec = (long)(time_ms % 1000) * 1000000,
    };
    pthread_cond_timedwait(&monitor->changed, &monitor->lock, &until);
}

unsigned long long now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (unsigned long long)now.tv_sec * 1000 + (unsigned long long)now.tv_nsec / 1000000;
}

void sleep_ms(unsigned milliseconds)
{
    struct timespec time = {.tv_sec = milliseconds / 1000, .tv_nsec = (long)(milliseconds % 1000) * 1000000};
    while (nanosleep(&time, &time) != 0)
        continue;
}

void environment_set(const char *name, const char *value)
{
    if (setenv(name, value, 1) != 0) {
        fprintf(stderr, "the environment variable %s could not be set\n", name);
        exit(2);
    }
}
