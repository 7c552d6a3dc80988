/* What a call is made with is what the other end reads. */
#include "scenario.h"

#include "guarded.h"

/* Bytes of every value, no two buffers alike. */
static void fill(BYTE *bytes, size_t size, unsigned seed)
{
    for (size_t at = 0; at < size; at++)
        bytes[at] = (BYTE)(at * 7 + seed);
}

enum buffer { USER, HIGH, LOW, SPECIFIC, DATA, BUFFERS };

/* As large as a line takes them; for the compatibilities no limit is told. */
static const DWORD most[BUFFERS] = {131, 97, 61, 1024, 4096};

struct buffers {
    DWORD sizes[BUFFERS];
    BYTE bytes[BUFFERS][4096];
};

static struct buffers some(const DWORD sizes[BUFFERS])
{
    struct buffers made;
    memset(&made, 0, sizeof made);
    for (unsigned each = 0; each < BUFFERS; each++) {
        made.sizes[each] = sizes[each];
        fill(made.bytes[each], sizes[each], 37 * each);
    }
    return made;
}

/* LINECALLPARAMS with those buffers behind one another, from the last to the first; how large it is. */
static DWORD params_of(LINECALLPARAMS *params, const struct buffers *buffers)
{
    DWORD at = sizeof *params;
    memset(params, 0, sizeof *params);
#define PUT(field, which)                                                            \
    if (buffers->sizes[which] != 0) {                                                \
        params->dw##field##Size = buffers->sizes[which];                             \
        params->dw##field##Offset = at;                                              \
        memcpy((BYTE *)params + at, buffers->bytes[which], buffers->sizes[which]);   \
        at += buffers->sizes[which];                                                 \
    }
    PUT(CallData, DATA)
    PUT(DevSpecific, SPECIFIC)
    PUT(LowLevelComp, LOW)
    PUT(HighLevelComp, HIGH)
    PUT(UserUserInfo, USER)
#undef PUT
    params->dwTotalSize = at;
    params->dwBearerMode = LINEBEARERMODE_VOICE;
    params->dwMediaMode = VOICE;
    return at;
}

/* Calls with those buffers; the memory they stood in is the program's again when the function has returned. */
static call call_with(const line *from, const line *to, const struct buffers *buffers)
{
    static DWORD room[2048];
    DWORD size = params_of((LINECALLPARAMS *)room, buffers);
    guarded *memory = guarded_new(size);
    LINECALLPARAMS *params = guarded_copy(memory, room, size);
    DRV_REQUESTID id = told_request();
    call made = {NULL, told_new_call(from->ht, id), from};
    accepted(id, tsp.TSPI_lineMakeCall(id, from->hd, made.ht, &made.hd, wide(to->address), 0, params), "lineMakeCall");
    memset(params, 0xEE, size);
    guarded_free(memory);
    finished(id, 0, "lineMakeCall");
    return made;
}

static void all_shown(const call *which, const struct buffers *buffers)
{
    SHOWS(which, UserUserInfo, buffers->bytes[USER], buffers->sizes[USER], "user-user information");
    SHOWS(which, HighLevelComp, buffers->bytes[HIGH], buffers->sizes[HIGH], "high level compatibility");
    SHOWS(which, LowLevelComp, buffers->bytes[LOW], buffers->sizes[LOW], "low level compatibility");
    SHOWS(which, DevSpecific, buffers->bytes[SPECIFIC], buffers->sizes[SPECIFIC], "device-specific data");
    SHOWS(which, CallData, buffers->bytes[DATA], buffers->sizes[DATA], "call data");
}

/* Who calls whom, at both ends. */
static void parties(const call *caller, const call *called)
{
    READS(called, CallerID, caller->on->address, "the caller's number");
    READS(called, CallerIDName, caller->on->name, "the caller's name");
    READS(called, CalledID, called->on->address, "the called's number");
    EQUAL(call_info(called)->dwCallerIDFlags, LINECALLPARTYID_NAME | LINECALLPARTYID_ADDRESS, "the caller is known");
    EQUAL(call_info(called)->dwCallerIDAddressType, LINEADDRESSTYPE_PHONENUMBER, "by a number");
    READS(caller, CalledID, called->on->address, "whom the caller calls");
    READS(caller, CalledIDName, called->on->name, "and the name");
    READS(caller, CallerID, caller->on->address, "who it is that calls");
    EQUAL(call_info(called)->dwReason, LINECALLREASON_DIRECT, "why there is the call");
    EQUAL(call_info(called)->dwOrigin, LINECALLORIGIN_INTERNAL, "where it comes from");
    EQUAL(call_info(caller)->dwOrigin, LINECALLORIGIN_OUTBOUND, "whence the caller's comes");
    EQUAL(call_info(called)->dwTrunk, 0xFFFFFFFF, "no trunk");
    EQUAL(call_info(called)->dwBearerMode, LINEBEARERMODE_VOICE, "the bearer mode");
    EQUAL(call_info(called)->dwMediaMode, VOICE, "the media mode");
    EQUAL(call_info(called)->dwLineDeviceID, called->on->device, "the line");
    EQUAL(call_info(called)->dwAddressID, 0, "the address");
    CHECK(call_info(called)->dwCallID != 0, "the switch has a number for the call");
    EQUAL(call_info(caller)->dwCallID, call_info(called)->dwCallID, "the same at both ends");
    DWORD states = call_info(called)->dwCallStates;
    CHECK(states & LINECALLSTATE_OFFERING && states & LINECALLSTATE_IDLE && states & LINECALLSTATE_ONHOLD, "its states");
}

void buffers_cross(const line lines[3])
{
    struct buffers buffers = some(most), none = some((const DWORD[BUFFERS]){0});
    group("what a call is made with is what the other end reads");
    call caller = call_with(&lines[0], &lines[1], &buffers);
    call called = call_comes_in(&lines[1]);
    message offered = told_wait(lines[1].ht, called.ht, LINE_CALLSTATE, LINECALLSTATE_OFFERING, 1);
    EQUAL(offered.third, VOICE, "the media mode goes with the state");
    EQUAL(offered.second, LINEOFFERINGMODE_ACTIVE, "and its detail");
    all_shown(&called, &buffers);
    parties(&caller, &called);
    /* What is put for the other end is not what comes from there. */
    EQUAL(call_info(&caller)->dwUserUserInfoSize, 0, "no user-user information has come for the caller");
    SHOWS(&caller, CallData, buffers.bytes[DATA], buffers.sizes[DATA], "the caller's call data");
    /* It stays for the call's life, but for user-user information that is let go of. */
    DONE(TSPI_lineAccept, called.hd, NULL, 0);
    call_reaches(&called, LINECALLSTATE_ACCEPTED);
    all_shown(&called, &buffers);
    DONE(TSPI_lineAnswer, called.hd, NULL, 0);
    call_reaches(&caller, LINECALLSTATE_CONNECTED);
    EQUAL(call_reaches(&called, LINECALLSTATE_CONNECTED), LINECONNECTEDMODE_ACTIVE, "connected, and active");
    all_shown(&called, &buffers);
    READS(&caller, ConnectedID, lines[1].address, "who has answered");
    DONE(TSPI_lineReleaseUserUserInfo, called.hd);
    EQUAL(call_info(&called)->dwUserUserInfoSize, 0, "let go of");
    call_end(&caller);
    buffers.sizes[USER] = 0;
    call_reaches(&called, LINECALLSTATE_DISCONNECTED);
    all_shown(&called, &buffers);
    call_end(&called);

    call plain = call_make(&lines[0], lines[1].address, NULL);
    call answered = call_comes_in(&lines[1]);
    about("%s", "no parameters");
    all_shown(&answered, &none);
    all_shown(&plain, &none);
    EQUAL(call_info(&answered)->dwMediaMode, VOICE, "without parameters it is a voice call");
    EQUAL(call_info(&answered)->dwBearerMode, LINEBEARERMODE_VOICE, "of bearer mode voice");
    call_end(&plain);
    call_end(&answered);
}

void each_buffer_alone(const line lines[3])
{
    group("each buffer alone, of few bytes and of many");
    for (unsigned which = 0; which < BUFFERS; which++) {
        const DWORD sizes[] = {1, 2, 3, most[which]};
        for (unsigned size = 0; size < 4; size++) {
            DWORD only[BUFFERS] = {0};
            only[which] = sizes[size];
            about("buffer %u of %lu bytes", which, (unsigned long)sizes[size]);
            struct buffers buffers = some(only);
            call caller = call_with(&lines[0], &lines[1], &buffers);
            call called = call_comes_in(&lines[1]);
            all_shown(&called, &buffers);
            call_end(&caller);
            call_end(&called);
        }
    }
}
