/* cycle.h */
#include "cycle.h"

#include "calls.h"
#include "expect.h"
#include "platform.h"

#include <stdlib.h>
#include <string.h>

#define PHONES 3
#define PROVIDER_ID 5
#define PHONE_BASE 20
#define LINE_BASE 60
#define TRANSFERS 8
#define HANG_MS 300000
#define V2_0 0x00020000
#define V3_1 0x00030001

enum area { INLINE, QUEUED, SLOW, ORDERS };

/* What the callbacks write down, under the lock. */
static struct {
    monitor *lock;
    told told;
    DRV_REQUESTID last; /* id given to a request */
    int running;        /* between Init and the end of Shutdown */
    unsigned long late; /* callbacks outside of that */
} seen;

/* A thread that has called the library and goes on after it is unloaded. */
static struct {
    thread *thread;
    const provider *tsp;
    HDRVPHONE phone;
    int done, may_end;
} guest;

static void CALLBACK completion(DRV_REQUESTID id, LONG result)
{
    (void)id;
    monitor_enter(seen.lock);
    seen.told.completions++;
    seen.told.failures += result != 0;
    seen.late += !seen.running;
    monitor_wake_all(seen.lock);
    monitor_leave(seen.lock);
}

static void CALLBACK phone_event(HTAPIPHONE phone, DWORD message, DWORD_PTR p1, DWORD_PTR p2, DWORD_PTR p3)
{
    (void)phone, (void)p1, (void)p2, (void)p3;
    monitor_enter(seen.lock);
    seen.told.events += message == PHONE_BUTTON;
    seen.late += !seen.running;
    monitor_wake_all(seen.lock);
    monitor_leave(seen.lock);
}

static void CALLBACK line_event(HTAPILINE line, HTAPICALL call, DWORD message, DWORD_PTR p1, DWORD_PTR p2, DWORD_PTR p3)
{
    (void)line, (void)call, (void)message, (void)p1, (void)p2, (void)p3;
    monitor_enter(seen.lock);
    seen.late++;
    monitor_leave(seen.lock);
}

void cycle_prepare(void)
{
    seen.lock = monitor_new();
    calls_prepare();
}

void cycle_clean_up(void)
{
    monitor_free(seen.lock);
    calls_clean_up();
}

told cycle_told(void)
{
    monitor_enter(seen.lock);
    told told = seen.told;
    monitor_leave(seen.lock);
    return told;
}

DRV_REQUESTID cycle_request(void)
{
    monitor_enter(seen.lock);
    DRV_REQUESTID id = ++seen.last;
    monitor_leave(seen.lock);
    return id;
}

static void set_running(int running)
{
    monitor_enter(seen.lock);
    seen.running = running;
    EXPECT(seen.late == 0, "no callback comes before Init or after Shutdown");
    monitor_leave(seen.lock);
}

/* Waits for so many completions and events, counted over all cycles. */
static void await(unsigned long completions, unsigned long events)
{
    unsigned long long until = now_ms() + HANG_MS;
    monitor_enter(seen.lock);
    while ((seen.told.completions < completions || seen.told.events < events) && now_ms() < until)
        monitor_wait_until(seen.lock, until);
    EXPECT(seen.told.completions == completions, "each accepted request is completed once");
    EXPECT(seen.told.events == events, "each press and release of a button is told once");
    monitor_leave(seen.lock);
}

void cycle_await(unsigned long completions)
{
    unsigned long long until = now_ms() + HANG_MS;
    monitor_enter(seen.lock);
    while (seen.told.completions < completions && now_ms() < until)
        monitor_wait_until(seen.lock, until);
    EXPECT(seen.told.completions == completions, "each accepted request is completed once");
    monitor_leave(seen.lock);
}

static void download(const provider *tsp, HDRVPHONE phone, enum area area, const void *data, DWORD size)
{
    DRV_REQUESTID id = cycle_request();
    EXPECT(tsp->TSPI_phoneSetData(id, phone, area, (LPVOID)data, size) == (LONG)id, "a download is accepted");
}

static void upload_gives(const provider *tsp, HDRVPHONE phone, enum area area, const void *data, size_t size)
{
    BYTE back[4096];
    EXPECT(tsp->TSPI_phoneGetData(phone, area, back, (DWORD)size) == 0, "an upload succeeds");
    EXPECT(memcmp(back, data, size) == 0, "an upload gives what was downloaded");
}

static void visit(void *nothing)
{
    static const char text[] = "from another thread";
    (void)nothing;
    download(guest.tsp, guest.phone, INLINE, text, sizeof text);
    upload_gives(guest.tsp, guest.phone, INLINE, text, sizeof text);
    download(guest.tsp, guest.phone, QUEUED, text, sizeof text);
    monitor_enter(seen.lock);
    guest.done = 1;
    monitor_wake_all(seen.lock);
    while (!guest.may_end)
        monitor_wait_until(seen.lock, now_ms() + HANG_MS);
    monitor_leave(seen.lock);
}

/* Has a thread use the phone, and keeps it. */
static void invite(const provider *tsp, HDRVPHONE phone)
{
    guest.tsp = tsp;
    guest.phone = phone;
    guest.done = guest.may_end = 0;
    guest.thread = thread_start(visit, NULL);
    monitor_enter(seen.lock);
    while (!guest.done)
        monitor_wait_until(seen.lock, now_ms() + HANG_MS);
    monitor_leave(seen.lock);
}

void cycle_end_thread(void)
{
    monitor_enter(seen.lock);
    guest.may_end = 1;
    monitor_wake_all(seen.lock);
    monitor_leave(seen.lock);
    thread_join(guest.thread);
}

void cycle_enumerate(const provider *tsp)
{
    DWORD version = 0, lines = 0, phones = 0;
    HPROVIDER provider = (HPROVIDER)(DWORD_PTR)0x70F1;
    EXPECT(tsp->TSPI_lineNegotiateTSPIVersion(INITIALIZE_NEGOTIATION, V2_0, V3_1, &version) == 0 && version == V3_1,
           "TSPI 3.1 is negotiated");
    EXPECT(tsp->TSPI_providerEnumDevices(PROVIDER_ID, &lines, &phones, provider, line_event, phone_event) == 0,
           "the devices are enumerated");
    EXPECT(lines == LINES && phones == PHONES, "there are the lines and phones of office.toml");
}

static HDRVPHONE open(const provider *tsp, DWORD device, DWORD version)
{
    static union {
        PHONECAPS caps;
        BYTE room[8192];
    } buffer;
    HDRVPHONE phone = NULL;
    DWORD negotiated = 0;
    HTAPIPHONE handle = (HTAPIPHONE)(DWORD_PTR)(0xA0000 + device);
    EXPECT(tsp->TSPI_phoneNegotiateTSPIVersion(device, version, version, &negotiated) == 0, "a phone's version is negotiated");
    memset(&buffer, 0, sizeof buffer);
    buffer.caps.dwTotalSize = sizeof buffer;
    EXPECT(tsp->TSPI_phoneGetDevCaps(device, version, 0, &buffer.caps) == 0, "a phone's capabilities are told");
    EXPECT(buffer.caps.dwNumSetData == 4, "the phone has its data areas");
    EXPECT(tsp->TSPI_phoneOpen(device, handle, &phone, version, phone_event) == 0, "a phone is opened");
    EXPECT(tsp->TSPI_phoneSetStatusMessages(phone, 0x00FFFFFF, 0x3F, 0xF) == 0, "every message is asked for");
    return phone;
}

void cycle_work(const provider *tsp, DWORD version)
{
    static const char press[] = "phone = 1\naction = \"press\"\nbutton = 0\n";
    told before = cycle_told();
    unsigned long requests = before.completions;
    HDRVPHONE phones[PHONES];
    BYTE data[4096];
    DWORD options = 0;

    cycle_enumerate(tsp);
    set_running(1);
    EXPECT(tsp->TSPI_providerInit(version, PROVIDER_ID, LINE_BASE, PHONE_BASE, LINES, PHONES, completion, &options) == 0,
           "the provider is initialised");
    for (DWORD i = 0; i < PHONES; i++)
        phones[i] = open(tsp, PHONE_BASE + i, version);
    requests += calls_work(tsp, LINE_BASE, version);

    for (int i = 0; i < TRANSFERS; i++) {
        memset(data, 'a' + i, sizeof data);
        for (int phone = 0; phone < PHONES; phone++) {
            download(tsp, phones[phone], INLINE, data, sizeof data);
            download(tsp, phones[phone], QUEUED, data, sizeof data);
            requests += 2;
        }
        upload_gives(tsp, phones[i % PHONES], INLINE, data, sizeof data);
    }
    invite(tsp, phones[0]);
    requests += 2;
    download(tsp, phones[0], ORDERS, press, sizeof press - 1);
    requests += 1;
    await(requests, before.events + 2); /* Down, and up again. */
    upload_gives(tsp, phones[1], QUEUED, data, sizeof data);

    /* Pending at the close of the first phone, and of all at Shutdown. */
    unsigned long made, held;
    calls_leave(tsp, &made, &held);
    requests += made;
    for (int phone = 0; phone < PHONES; phone++)
        download(tsp, phones[phone], SLOW, data, 64);
    EXPECT(tsp->TSPI_phoneClose(phones[0]) == 0, "a phone is closed");
    EXPECT(cycle_told().completions == requests + 1, "what is pending is answered before Close returns");
    EXPECT(tsp->TSPI_phoneClose(phones[1]) == 0, "another phone is closed");
    EXPECT(tsp->TSPI_providerShutdown(version, PROVIDER_ID) == 0, "the provider is shut down");
    calls_ended();
    EXPECT(cycle_told().completions == requests + PHONES + held, "what is pending is answered before Shutdown returns");
    EXPECT(cycle_told().failures == before.failures + PHONES + held, "nothing but what was pending has failed");
    set_running(0);
}
