/* A stand-in for tapi32.dll over one provider, on Linux: as much as the scripts' C# calls, so that this C# has run
 * before it meets Windows. TAPI_PROVIDER names the provider's library. Not a TAPI: no privileges, one application. */

#include <dlfcn.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { VERSION = 0x00030001, REPLY = 17, MESSAGES = 4096, TSPI_FAILED = (int32_t)0x9000001C };

#pragma pack(1)
struct message {
    uint32_t device, id;
    uintptr_t instance, first, second, third;
};
#pragma pack()

static void *provider;
static struct message messages[MESSAGES];
static unsigned read_at, written_at;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t arrived = PTHREAD_COND_INITIALIZER;
static uint32_t requests, phones;
/* hPhone is the number of its place here plus one. */
static uintptr_t handles[MESSAGES];
static uint32_t opened;

static void *function(const char *name)
{
    void *found = dlsym(provider, name);
    if (!found) {
        fprintf(stderr, "the provider does not export %s\n", name);
        abort();
    }
    return found;
}

#define CALL(result, name, ...) ((result(*)(__VA_ARGS__))function(#name))

static void queue(uint32_t device, uint32_t id, uintptr_t first, uintptr_t second, uintptr_t third)
{
    pthread_mutex_lock(&lock);
    if (written_at - read_at < MESSAGES)
        messages[written_at++ % MESSAGES] = (struct message){device, id, 0, first, second, third};
    pthread_cond_signal(&arrived);
    pthread_mutex_unlock(&lock);
}

static void completed(uint32_t request, int32_t result)
{
    queue(0, REPLY, request, (uint32_t)result, 0);
}

static void line_event(void *line, void *call, uint32_t id, uintptr_t first, uintptr_t second, uintptr_t third)
{
    (void)line, (void)call, (void)id, (void)first, (void)second, (void)third;
}

static void phone_event(uintptr_t phone, uint32_t id, uintptr_t first, uintptr_t second, uintptr_t third)
{
    queue((uint32_t)phone, id, first, second, third);
}

int32_t phoneInitializeExW(uint32_t *app, void *instance, void *callback, const void *name, uint32_t *devices,
                           uint32_t *version, void *parameters)
{
    (void)instance, (void)callback, (void)name, (void)version, (void)parameters;
    uint32_t negotiated = 0, lines = 0, options = 0;
    provider = dlopen(getenv("TAPI_PROVIDER"), RTLD_NOW);
    if (!provider) {
        fprintf(stderr, "%s\n", dlerror());
        return TSPI_FAILED;
    }
    if (CALL(int32_t, TSPI_lineNegotiateTSPIVersion, uint32_t, uint32_t, uint32_t, uint32_t *)(
            UINT32_MAX, 0x00020000, VERSION, &negotiated) ||
        CALL(int32_t, TSPI_providerEnumDevices, uint32_t, uint32_t *, uint32_t *, void *, void *, void *)(
            1, &lines, &phones, (void *)0x10, line_event, phone_event) ||
        CALL(int32_t, TSPI_providerInit, uint32_t, uint32_t, uint32_t, uint32_t, uintptr_t, uintptr_t, void *,
             uint32_t *)(negotiated, 1, 0, 0, lines, phones, completed, &options))
        return TSPI_FAILED;
    *app = 0x80;
    *devices = phones;
    return 0;
}

int32_t phoneShutdown(uint32_t app)
{
    (void)app;
    int32_t result = CALL(int32_t, TSPI_providerShutdown, uint32_t, uint32_t)(VERSION, 1);
    dlclose(provider);
    return result;
}

int32_t phoneNegotiateAPIVersion(uint32_t app, uint32_t device, uint32_t low, uint32_t high, uint32_t *version,
                                 void *extension)
{
    (void)app;
    memset(extension, 0, 16);
    return CALL(int32_t, TSPI_phoneNegotiateTSPIVersion, uint32_t, uint32_t, uint32_t, uint32_t *)(device, low, high,
                                                                                                 version);
}

/* TAPI clears the fixed part, presets the sizes and hands the structure on. */
int32_t phoneGetDevCapsW(uint32_t app, uint32_t device, uint32_t version, uint32_t extension, uint32_t *caps)
{
    (void)app;
    uint32_t fixed = version >= 0x00020002 ? 196 : 180, total = caps[0];
    if (total < fixed)
        return (int32_t)0x90000021;
    memset(caps, 0, fixed);
    caps[0] = total;
    caps[1] = caps[2] = fixed;
    return CALL(int32_t, TSPI_phoneGetDevCaps, uint32_t, uint32_t, uint32_t, void *)(device, version, extension, caps);
}

int32_t phoneOpen(uint32_t app, uint32_t device, uint32_t *phone, uint32_t version, uint32_t extension,
                  uintptr_t instance, uint32_t privilege)
{
    (void)app, (void)extension, (void)instance, (void)privilege;
    uintptr_t handle = 0;
    uint32_t mine = ++opened;
    int32_t result = CALL(int32_t, TSPI_phoneOpen, uint32_t, uintptr_t, uintptr_t *, uint32_t, void *)(
        device, mine, &handle, version, phone_event);
    handles[mine % MESSAGES] = handle;
    *phone = mine;
    return result;
}

int32_t phoneClose(uint32_t phone)
{
    return CALL(int32_t, TSPI_phoneClose, uintptr_t)(handles[phone % MESSAGES]);
}

int32_t phoneGetStatusW(uint32_t phone, uint32_t *status)
{
    uint32_t fixed = 104, total = status[0];
    memset(status, 0, fixed);
    status[0] = total;
    status[1] = status[2] = fixed;
    return CALL(int32_t, TSPI_phoneGetStatus, uintptr_t, void *)(handles[phone % MESSAGES], status);
}

int32_t phoneSetStatusMessages(uint32_t phone, uint32_t states, uint32_t modes, uint32_t buttons)
{
    return CALL(int32_t, TSPI_phoneSetStatusMessages, uintptr_t, uint32_t, uint32_t, uint32_t)(
        handles[phone % MESSAGES], states, modes, buttons);
}

int32_t phoneSetData(uint32_t phone, uint32_t area, const void *data, uint32_t size)
{
    return CALL(int32_t, TSPI_phoneSetData, uint32_t, uintptr_t, uint32_t, const void *, uint32_t)(
        ++requests, handles[phone % MESSAGES], area, data, size);
}

int32_t phoneGetData(uint32_t phone, uint32_t area, void *data, uint32_t size)
{
    return CALL(int32_t, TSPI_phoneGetData, uintptr_t, uint32_t, void *, uint32_t)(handles[phone % MESSAGES], area,
                                                                                  data, size);
}

int32_t phoneGetMessage(uint32_t app, struct message *message, uint32_t milliseconds)
{
    (void)app;
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += (long)(milliseconds % 1000) * 1000000;
    until.tv_sec += milliseconds / 1000 + until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&lock);
    int waited = 0;
    while (read_at == written_at && waited == 0)
        waited = pthread_cond_timedwait(&arrived, &lock, &until);
    int there = read_at != written_at;
    if (there)
        *message = messages[read_at++ % MESSAGES];
    pthread_mutex_unlock(&lock);
    return there ? 0 : TSPI_FAILED;
}
