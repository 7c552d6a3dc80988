/*
 * Loads and unloads a service provider, a hundred times with work between and a hundred times without, and counts what
 * is left each time. The work is done on the main thread, which outlives every load, and on a thread that ends after
 * the library has gone.
 *
 *     load_cycles LIBRARY [--cycles N] [--memory-elsewhere]
 *
 * OFFICE_TSP_HARDWARE must name office.toml. With --memory-elsewhere a tool that the program runs under judges memory.
 */
#include "calls.h"
#include "cycle.h"
#include "expect.h"
#include "platform.h"
#include "process.h"
#include "provider.h"

#include <stdlib.h>
#include <string.h>

#define LOG "load_cycles.log"
#define LOGGED_EVERY 4

/* Until then lazily made things of the system's may still come. */
#define WARM_UP 8
#define HANG_MS 300000

/*
 * How much more there may be than after the warm-up, in bytes, after however many cycles: blocks are a little larger than
 * what was asked for, not always by the same, and the allocator keeps pages.
 */
#define HEAP_SLACK 512
#define RESIDENT_SLACK (1 << 20)

/*
 * What Rust's standard library takes in a load and never gives back: places for thread-local storage, and on Windows,
 * where a library by mingw has no other thread-local storage, the memory of the thread that outlives the library.
 */
#ifdef _WIN32
#define KEYS_PER_LOAD 6
#define HEAP_PER_LOAD 32
#else
#define KEYS_PER_LOAD 1
#define HEAP_PER_LOAD 0
#endif

static const DWORD versions[] = {0x00020000, 0x00020001, 0x00020002, 0x00030000, 0x00030001};

static const char *path;
static int memory_elsewhere;

static int logged(int cycle)
{
    return cycle % LOGGED_EVERY == 0;
}

static void set_log(int on)
{
    environment_set("OFFICE_TSP_LOG_FILE", LOG);
    environment_set("OFFICE_TSP_LOG_LEVEL", on ? "trace" : "off");
}

static void judge_log(int on)
{
    FILE *log = fopen(LOG, "rb");
    EXPECT((log != NULL) == on, "there is a log when it is on, and none when it is off");
    if (log == NULL)
        return;
    EXPECT(fgetc(log) != EOF, "the log has something in it");
    fclose(log);
    EXPECT(!process_has_open(LOG), "the log is closed");
    EXPECT(remove(LOG) == 0, "the log can be deleted");
}

static void work(int cycle)
{
    provider tsp;
    set_log(logged(cycle));
    EXPECT(provider_load(&tsp, path), "the provider is loaded");
    cycle_work(&tsp, versions[(unsigned)cycle % (sizeof versions / sizeof versions[0])]);
    EXPECT(provider_unload(&tsp), "the provider is unloaded");
    EXPECT(!process_has_library(path), "the library has gone");
    cycle_end_thread();
    judge_log(logged(cycle));
}

static void look(int cycle)
{
    provider tsp;
    set_log(logged(cycle));
    EXPECT(provider_load(&tsp, path), "the provider is loaded");
    cycle_enumerate(&tsp);
    EXPECT(provider_unload(&tsp), "the provider is unloaded without Init");
    EXPECT(!process_has_library(path), "the library has gone");
    judge_log(logged(cycle));
}

/* A thread that was joined may be counted for a moment longer. */
static counts counts_with(long threads)
{
    unsigned long long until = now_ms() + HANG_MS;
    counts now = process_counts();
    while (now.threads != threads && now_ms() < until) {
        sleep_ms(1);
        now = process_counts();
    }
    return now;
}

static void show(int cycle, counts now)
{
    printf("  after %3d: threads %ld, handles %ld, free keys %ld", cycle, now.threads, now.handles, now.keys);
    if (!memory_elsewhere)
        printf(", heap %lld B, resident %lld KiB", now.heap, now.resident >> 10);
    printf("\n");
    fflush(stdout);
}

static void judge(counts now, counts first, long cycles)
{
    EXPECT(now.threads == first.threads, "no thread is left");
    EXPECT(now.handles == first.handles, "no handle is left");
    EXPECT(first.keys - now.keys <= KEYS_PER_LOAD * cycles, "no more thread-local storage is taken than Rust's library takes");
    if (memory_elsewhere)
        return;
    EXPECT(now.heap - first.heap <= HEAP_SLACK + HEAP_PER_LOAD * cycles, "no memory is left");
    EXPECT(now.resident - first.resident <= RESIDENT_SLACK, "the process does not grow");
}

static void cycles(const char *what, void (*cycle)(int), int count)
{
    int warm_up = count / 2 < WARM_UP ? count / 2 : WARM_UP;
    long threads = process_counts().threads;
    counts first = {0}, now = {0};
    printf("%d cycles of %s\n", count, what);
    for (int i = 1; i <= count; i++) {
        cycle(i);
        now = counts_with(threads);
        if (i == warm_up)
            first = now;
        if (i == 1 || i == warm_up || i == count / 2 || i == count)
            show(i, now);
        if (i > warm_up)
            judge(now, first, i - warm_up);
    }
    printf("  since cycle %d: threads and handles the same, free keys %+ld", warm_up, now.keys - first.keys);
    if (!memory_elsewhere)
        printf(", heap %+lld B, resident %+lld KiB", now.heap - first.heap, (now.resident - first.resident) / 1024);
    printf("\n");
}

int main(int argc, char **argv)
{
    int count = 100;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--cycles") == 0 && i + 1 < argc)
            count = atoi(argv[++i]);
        else if (strcmp(argv[i], "--memory-elsewhere") == 0)
            memory_elsewhere = 1;
        else
            path = argv[i];
    }
    if (path == NULL || count < 4 || getenv("OFFICE_TSP_HARDWARE") == NULL) {
        fprintf(stderr, "load_cycles LIBRARY [--cycles N, at least 4] [--memory-elsewhere], and OFFICE_TSP_HARDWARE\n");
        return 2;
    }
    if (!memory_elsewhere)
        process_make_countable(argv);
    /* Whatever takes longer leaves the library in memory: on a busy machine too, nothing does. */
    environment_set("OFFICE_TSP_CLOSE_LIMIT", "10m");
    environment_set("OFFICE_TSP_SYNC_LIMIT", "10m");
    remove(LOG);
    cycle_prepare();
    cycles("load, negotiate, enumerate, init, work, shutdown, unload", work, count);
    cycles("load, negotiate, enumerate, unload", look, count);
    told told = cycle_told();
    printf("%lu completions, of which %lu for what was pending at a close; %lu button messages, %lu messages of lines\n",
           told.completions, told.failures, told.events, calls_messages());
    cycle_clean_up();
    return 0;
}
