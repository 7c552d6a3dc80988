/*
 * Drives a telephony service provider through TAPI's order of calls and checks what it answers.
 *
 * Compiled against mingw's tapi.h and tspi.h alone; what is expected stands in these files. In this folder:
 *
 *   x86_64-w64-mingw32-gcc -std=c11 -O1 -g -Wall -Wextra -Werror -I ../tapi \
 *       $(ls *.c ../tapi/[a-z]*.c | grep -v _linux.c) -o tapi_order.exe
 *   gcc -std=c11 -O1 -g -Wall -Wextra -Werror -pthread -I ../tapi -I ../tapi/native \
 *       -idirafter /usr/share/mingw-w64/include \
 *       $(ls *.c ../tapi/[a-z]*.c | grep -v _windows.c) -o tapi_order -ldl
 *
 * Run with the path of the library, the office in the environment:
 *
 *   OFFICE_TSP_HARDWARE=sim:office.toml wine tapi_order.exe office.tsp
 *   OFFICE_TSP_HARDWARE=sim:office.toml ./tapi_order ./liboffice_tsp.so
 *
 * The same holds when everything in that office takes a while, or is done by a thread of its own: add `jitter = "3ms"` or
 * `worker = true` at its top.
 *
 * Each group of checks is printed with its count. The exit code is 0 when all of them hold.
 */
#include "scenario.h"

#include "checks.h"
#include "platform.h"

#include <stdio.h>
#include <stdlib.h>

static const char *path;

static void load(void)
{
    if (!provider_load(&tsp, path))
        give_up("%s cannot be used", path);
}

static void unload(void)
{
    CHECK(provider_unload(&tsp), "unloading");
}

/* Everything that TAPI does with phones, in one session. */
static void long_session(void)
{
    initialisation();
    versions_of_devices();
    extensions();
    capabilities();
    capabilities_at_every_size();
    opening();
    wrong_handles();
    wrong_devices();
    device_ids();
    status_of_phones();
    buttons();
    status_at_every_size();
    every_area();
    sizes_and_wrong_areas();
    setting_and_getting();
    refusals();
    what_a_phone_lacks();
    driver_errors();
    without_lines();
    request_ids();
    null_pointers();
    message_filters();
    messages_by_hand();
    messages_of_requests();
    suspended_phone();
    disconnected_phone();
    uploads_racing_close();
    requests_racing_close();
    everything_at_once();
    one_wins();
    calls_inside_callbacks();
    close_with_requests_pending();
    new_phone();
    removal_with_requests_pending();
    group("shutdown");
    session_end(V3_1);
    after_shutdown();
}

/* Another session in the same process, by another version: nothing of the first is left. */
static void second_session(DWORD version)
{
    open_phone phone;
    group("a second session");
    session_begin(version);
    for (int place = 0; place < PHONES; place++) {
        phone = phone_open(place, version);
        if (office[place].areas[0].content != NULL)
            upload_gives(&phone, 0, office[place].areas[0].content, 12 - 2 * (place == PLAIN));
        phone_close(&phone);
    }
    capabilities();
    every_area();
    shutdown_with_requests_pending(version);
    after_shutdown();
}

static void short_sessions(void)
{
    static const DWORD versions[] = {V2_0, V2_1, V2_2, V3_0, V3_1};
    group("sessions without a phone open");
    for (unsigned turn = 0; turn < 20; turn++) {
        session_begin(versions[turn % 5]);
        session_end(versions[turn % 5]);
    }
}

int main(int count, char **arguments)
{
    if (count != 2 || getenv("OFFICE_TSP_HARDWARE") == NULL) {
        fprintf(stderr, "usage: tapi_order LIBRARY, with OFFICE_TSP_HARDWARE=sim:PATH of office.toml in the environment\n");
        return 2;
    }
    path = arguments[1];
    /* So that nothing but close ends an upload that takes long. */
    environment_set("OFFICE_TSP_SYNC_LIMIT", "10m");
    /* Nor is a callback too slow on a busy machine. */
    environment_set("OFFICE_TSP_CLOSE_LIMIT", "10m");
    recorder_new();
    all_stopped(1);

    group("loading, and unloading at once");
    load();
    unload();
    load();
    before_any_session();
    provider_dialogs();
    long_session();
    second_session(V2_0);
    short_sessions();
    phones_that_were_not_counted();
    two_instances();
    shutdown_racing_calls();

    group("enumeration without initialisation, unloading, loading again");
    session_enumerate();
    unload();
    load();
    session_enumerate();
    unload();
    load();
    second_session(V3_0);

    group("loading again with a short limit for synchronous functions");
    unload();
    environment_set("OFFICE_TSP_SYNC_LIMIT", "100ms");
    load();
    uploads_that_take_too_long();
    group("the end");
    unload();
    requests_settle();
    recorder_judge();
    recorder_free();
    return checks_end();
}
