/* Calls from inside callbacks, request ids at the ends of their range, null pointers. */
#include "scenario.h"

#include "checks.h"
#include "platform.h"

#include <stdatomic.h>
#include <string.h>

enum { LINKS = 2000 };

/* A chain of downloads, each begun inside the completion of the one before. */
static struct chain {
    const open_phone *phone;
    unsigned begun;
    DRV_REQUESTID ids[LINKS];
    LONG returned[LINKS];
    unsigned wrong; /* synchronous functions that did not work inside a callback */
    atomic_int over;
} chain;

/* This thread is in the call that began the chain, so that it is none of the driver's. */
static _Thread_local int in_call;

static void next_link(DRV_REQUESTID id, LONG result)
{
    unsigned link = chain.begun;
    PHONESTATUS status = {.dwTotalSize = sizeof status};
    BYTE room[8];
    chain.wrong += id != chain.ids[link - 1] || result != 0;
    if (link == LINKS) {
        atomic_store(&chain.over, 1);
        return;
    }
    chain.wrong += tsp.TSPI_phoneGetStatus(chain.phone->hd, &status) != 0;
    /* TAPI promises not to wait for a phone here: one whose own thread is in this callback could not answer. */
    if (in_call)
        chain.wrong += tsp.TSPI_phoneGetData(chain.phone->hd, DIRECTORY, room, sizeof room) != 0;
    chain.ids[link] = request_new();
    chain.begun = link + 1;
    /* Its completion comes when this one has returned, so that nobody writes here meanwhile. */
    chain.returned[link] = tsp.TSPI_phoneSetData(chain.ids[link], chain.phone->hd, SETTINGS, &link, sizeof link);
}

void calls_inside_callbacks(void)
{
    static const int places[] = {DESK, SECOND};
    group("calls from inside callbacks");
    for (int index = 0; index < 2; index++) {
        open_phone phone = phone_open(places[index], V3_1);
        unsigned last = LINKS - 1;
        LONG first;
        about("%s", phone.office->name);
        memset(&chain, 0, sizeof chain);
        chain.phone = &phone;
        chain.ids[0] = request_new();
        chain.begun = 1;
        recorder_hook(next_link);
        in_call = 1;
        first = tsp.TSPI_phoneSetData(chain.ids[0], phone.hd, SETTINGS, "start", 5);
        in_call = 0;
        for (int waited = 0; !atomic_load(&chain.over); waited++) {
            if (waited == 20000)
                give_up("a chain of downloads ends after %u links", chain.begun);
            sleep_ms(1);
        }
        recorder_hook(NULL);
        chain.returned[0] = first;
        for (unsigned link = 0; link < LINKS; link++) {
            accepted(chain.ids[link], chain.returned[link], "a download begun inside a completion");
            finished(chain.ids[link], 0, "a download begun inside a completion");
        }
        EQUAL(chain.wrong, 0, "synchronous functions work inside a callback, and completions come in order");
        upload_gives(&phone, SETTINGS, &last, sizeof last);
        phone_close(&phone);
    }
}

void request_ids(void)
{
    DRV_REQUESTID id;
    open_phone phone;

    group("request ids at the ends of their range");
    phone = phone_open(DESK, V3_1);
    for (int turn = 0; turn < 3; turn++) {
        id = request_highest();
        EQUAL(id, 0x7FFFFFFF, "the highest id");
        accepted(id, tsp.TSPI_phoneSetData(id, phone.hd, SETTINGS, "high", 4), "the highest id");
        finished(id, 0, "the highest id");
        EQUAL(completions_now(id, NULL), 1, "completions of the highest id");
    }
    /* Ids that TAPI does not give: an error, so that no completion is owed. */
    CHECK(tsp.TSPI_phoneSetData(0, phone.hd, SETTINGS, "zero", 4) < 0, "id 0");
    CHECK(tsp.TSPI_phoneSetData(0x80000000, phone.hd, SETTINGS, "beyond", 6) < 0, "an id that would look like an error");
    CHECK(tsp.TSPI_phoneSetLamp(0xFFFFFFFF, phone.hd, 0, PHONELAMPMODE_OFF) < 0, "the highest number");
    upload_gives(&phone, SETTINGS, "high", 4);
    phone_close(&phone);
}

void null_pointers(void)
{
    open_phone phone;
    DWORD value = 0;
    DRV_REQUESTID id;
    LONG result;

    group("null pointers where something is to be read or written");
    phone = phone_open(DESK, V3_1);
#define FAILS(call) CHECK((call) < 0, #call)
    FAILS(tsp.TSPI_lineNegotiateTSPIVersion(INITIALIZE_NEGOTIATION, V2_0, V3_1, NULL));
    FAILS(tsp.TSPI_phoneNegotiateTSPIVersion(phone.id, V2_0, V3_1, NULL));
    FAILS(tsp.TSPI_phoneNegotiateExtVersion(phone.id, V3_1, 0, 1, NULL));
    FAILS(tsp.TSPI_phoneGetExtensionID(phone.id, V3_1, NULL));
    FAILS(tsp.TSPI_phoneGetDevCaps(phone.id, V3_1, 0, NULL));
    FAILS(tsp.TSPI_phoneOpen(device(LOBBY), phone_handle_new(), NULL, V3_1, record_phone_event));
    FAILS(tsp.TSPI_phoneGetData(phone.hd, SETTINGS, NULL, 4));
    FAILS(tsp.TSPI_phoneGetDisplay(phone.hd, NULL));
    FAILS(tsp.TSPI_phoneGetButtonInfo(phone.hd, 0, NULL));
    FAILS(tsp.TSPI_phoneGetStatus(phone.hd, NULL));
    FAILS(tsp.TSPI_phoneGetID(phone.hd, NULL, (LPCWSTR)u"tapi/phone", NULL));
    FAILS(tsp.TSPI_phoneGetGain(phone.hd, PHONEHOOKSWITCHDEV_HANDSET, NULL));
    FAILS(tsp.TSPI_phoneGetVolume(phone.hd, PHONEHOOKSWITCHDEV_HANDSET, NULL));
    FAILS(tsp.TSPI_phoneGetHookSwitch(phone.hd, NULL));
    FAILS(tsp.TSPI_phoneGetLamp(phone.hd, 0, NULL));
    FAILS(tsp.TSPI_phoneGetRing(phone.hd, NULL, &value));
    FAILS(tsp.TSPI_phoneGetRing(phone.hd, &value, NULL));
    FAILS(tsp.TSPI_providerUIIdentify(NULL));
#undef FAILS
#define FAILS(name, ...)                                                      \
    id = request_new();                                                       \
    result = tsp.name(id, phone.hd, __VA_ARGS__);                             \
    CHECK(result < 0, #name);                                                 \
    request_returned(id, result)
    FAILS(TSPI_phoneSetData, SETTINGS, NULL, 4);
    FAILS(TSPI_phoneSetData, FIRMWARE, NULL, 1048576);
    FAILS(TSPI_phoneDevSpecific, NULL, 4);
    FAILS(TSPI_phoneSetDisplay, 0, 0, NULL, 4);
    FAILS(TSPI_phoneSetButtonInfo, 2, NULL);
#undef FAILS
    /* The phone that was not handed out is not open. */
    open_phone lobby = phone_open(LOBBY, V3_1);
    phone_close(&lobby);
    phone_close(&phone);
}
