/* LINECALLPARAMS as nobody should write it, at the end of memory: exact codes, and no reading outside. */
#include "scenario.h"

#include "guarded.h"

/* Fixed parts of LINECALLPARAMS. */
#define FIXED_2 176
#define FIXED_3 180

/* Where the sizes of its variable parts stand; the offsets follow. The last came with 2.0, as all after DevSpecific. */
static const struct {
    const char *name;
    DWORD place;
} parts[] = {
    {"OrigAddress", 48},   {"DisplayableAddress", 56}, {"CalledParty", 64},       {"Comment", 72},
    {"UserUserInfo", 80},  {"HighLevelComp", 88},      {"LowLevelComp", 96},      {"DevSpecific", 104},
    {"TargetAddress", 116}, {"SendingFlowspec", 124},  {"ReceivingFlowspec", 132}, {"DeviceClass", 140},
    {"DeviceConfig", 148}, {"CallData", 156},          {"CallingPartyID", 168},
};
#define PARTS (sizeof parts / sizeof *parts)

static guarded *memory;

static void put(BYTE *params, DWORD place, DWORD value)
{
    memcpy(params + place, &value, sizeof value);
}

/* Asks for a call with so many bytes of those, the last before the forbidden page; it cannot be dialled. */
static void asks(const line *on, const BYTE *params, DWORD size, DWORD code)
{
    HDRVCALL none = NULL;
    LINECALLPARAMS *given = guarded_copy(memory, params, size);
    REFUSED(code, TSPI_lineMakeCall, on->hd, told_new_call(on->ht, id), &none, wide("1?"), 0, given);
    RESULT(tsp.TSPI_lineConditionalMediaDetection(on->hd, VOICE, given), code == LINEERR_DIALPROMPT ? 0 : code,
           "lineConditionalMediaDetection with the same");
}

static void sizes(const line *on, DWORD fixed)
{
    BYTE params[256] = {0};
    about("%s", "sizes below the fixed part");
    for (DWORD size = sizeof(DWORD); size < fixed; size++) {
        put(params, 0, size);
        asks(on, params, size, LINEERR_STRUCTURETOOSMALL);
    }
    for (DWORD size = 0; size < sizeof(DWORD); size++) {
        put(params, 0, size);
        asks(on, params, sizeof(DWORD), LINEERR_STRUCTURETOOSMALL);
    }
    about("%s", "sizes from the fixed part up");
    for (DWORD size = fixed; size < fixed + 9; size++) {
        put(params, 0, size);
        asks(on, params, size, LINEERR_DIALPROMPT);
    }
}

/* Each part by itself, anywhere in and around a structure of so many bytes. */
static void places(const line *on, DWORD fixed)
{
    const DWORD total = fixed + 24;
    const struct {
        DWORD size, offset;
        int goes;
    } ways[] = {
        {0, 0, 1},           {0, 0xFFFFFFFF, 1},           {24, fixed, 1},
        {23, fixed + 1, 1},  {1, total - 1, 1},            {2, fixed + 3, 1},
        {25, fixed, 0},      {24, fixed + 1, 0},           {1, total, 0},
        {1, total + 1, 0},   {1, 0, 0},                    {1, fixed - 1, 0},
        {24, fixed - 1, 0},  {4, 4, 0},                    {total, 0, 0},
        {0xFFFFFFFF, fixed, 0}, {0xFFFFFFFF, 0xFFFFFFFF, 0}, {0xFFFFFFFF - 203, fixed + 24, 0},
        {1, 0xFFFFFFFF, 0},  {2, 0xFFFFFFFF, 0},           {0x80000000, 0x80000000, 0},
        {0xFFFFFFFF, 1, 0},  {24, 0x80000000 + fixed, 0},
    };
    for (size_t part = 0; part < PARTS; part++)
        for (size_t way = 0; way < sizeof ways / sizeof *ways; way++) {
            BYTE params[256] = {0};
            put(params, 0, total);
            put(params, parts[part].place, ways[way].size);
            put(params, parts[part].place + 4, ways[way].offset);
            about("%s of %lu bytes at %lu, of %lu", parts[part].name, (unsigned long)ways[way].size,
                  (unsigned long)ways[way].offset, (unsigned long)total);
            asks(on, params, total, ways[way].goes ? LINEERR_DIALPROMPT : LINEERR_INVALCALLPARAMS);
        }
    /* No byte behind the fixed part, and the structure says that there are. */
    BYTE params[256] = {0};
    about("%s", "more than there is");
    put(params, 0, fixed);
    for (size_t part = 0; part < PARTS; part++) {
        put(params, parts[part].place, 1);
        put(params, parts[part].place + 4, fixed);
    }
    asks(on, params, fixed, LINEERR_INVALCALLPARAMS);
}

/* Parts that share bytes are unusual, and in order: what is read is what stands there. */
static void overlapping(const line *from, const line *to)
{
    BYTE params[256] = {0};
    about("%s", "parts that overlap");
    memcpy(params + FIXED_3, "one and all", 11);
    put(params, 0, FIXED_3 + 11);
    static const DWORD places_of[] = {80, 88, 96, 104, 156};
    for (unsigned each = 0; each < 5; each++) {
        put(params, places_of[each], 11 - each);
        put(params, places_of[each] + 4, FIXED_3 + each);
    }
    for (unsigned shift = 0; shift < 4; shift++) {
        /* At addresses of every alignment, wherever that is in a page. */
        BYTE *given = (BYTE *)guarded_last(memory, FIXED_3 + 11 + 3) + shift;
        memmove(given, params, FIXED_3 + 11);
        call caller = call_make(from, to->address, (LPLINECALLPARAMS)given), called = call_comes_in(to);
        about("parts that overlap, %u bytes before the end", 3 - shift);
        SHOWS(&called, UserUserInfo, "one and all", 11, "user-user information");
        SHOWS(&called, HighLevelComp, "ne and all", 10, "high level compatibility");
        SHOWS(&called, LowLevelComp, "e and all", 9, "low level compatibility");
        SHOWS(&called, DevSpecific, " and all", 8, "device-specific data");
        SHOWS(&called, CallData, "and all", 7, "call data");
        call_end(&caller);
        call_end(&called);
    }
}

/* Well formed, and nothing that the line does. */
static void impossible(const line *on)
{
    static const struct {
        DWORD place, value, code;
    } wrong[] = {
        {4, LINEBEARERMODE_MULTIUSE, LINEERR_BEARERMODEUNAVAIL}, {8, 64001, LINEERR_INVALRATE},
        {16, LINEMEDIAMODE_G3FAX, LINEERR_INVALMEDIAMODE},     {28, 1, LINEERR_INVALADDRESSID},
        {24, 8, LINEERR_INVALADDRESSMODE},                     {24, LINEADDRESSMODE_DIALABLEADDR, LINEERR_INVALADDRESS},
    };
    for (size_t each = 0; each < sizeof wrong / sizeof *wrong; each++) {
        BYTE params[FIXED_3] = {0};
        HDRVCALL none = NULL;
        put(params, 0, FIXED_3);
        put(params, 24, LINEADDRESSMODE_ADDRESSID);
        put(params, wrong[each].place, wrong[each].value);
        about("%lu at %lu", (unsigned long)wrong[each].value, (unsigned long)wrong[each].place);
        REFUSED(wrong[each].code, TSPI_lineMakeCall, on->hd, told_new_call(on->ht, id), &none, wide("0800"), 0,
                guarded_copy(memory, params, FIXED_3));
    }
    about("%s", "");
}

/* The same where a consultation call is to be made: the call stays as it is. */
static void of_a_consultation(const line *from, const line *to)
{
    call caller, called;
    HDRVCALL none = NULL;
    BYTE params[256] = {0};
    about("%s", "a consultation");
    call_between(from, to, &caller, &called);
    put(params, 0, FIXED_3 - 1);
    REFUSED(LINEERR_STRUCTURETOOSMALL, TSPI_lineSetupTransfer, caller.hd, told_new_call(from->ht, id), &none,
            guarded_copy(memory, params, FIXED_3 - 1));
    put(params, 0, FIXED_3);
    put(params, 80, 1);
    put(params, 84, 0xFFFFFFFF);
    REFUSED(LINEERR_INVALCALLPARAMS, TSPI_lineSetupTransfer, caller.hd, told_new_call(from->ht, id), &none,
            guarded_copy(memory, params, FIXED_3));
    EQUAL(call_status(&caller).dwCallState, LINECALLSTATE_CONNECTED, "the call stays as it is");
    call_end(&caller);
    call_end(&called);
}

void wrong_params(void)
{
    memory = guarded_new(512);
    session_begin(V3_1);
    group("call parameters that are malformed, for version 3.1");
    line anna = line_open(ANNA, V3_1), berta = line_open(BERTA, V3_1), carla = line_open(CARLA, V2_0);
    sizes(&anna, FIXED_3);
    places(&anna, FIXED_3);
    overlapping(&anna, &berta);
    impossible(&anna);
    of_a_consultation(&anna, &berta);
    call none = call_make(&anna, "0444", NULL);
    call_end(&none);
    group("call parameters that are malformed, for version 2.0");
    sizes(&carla, FIXED_2);
    places(&carla, FIXED_2);
    about("%s", "");
    EQUAL(told_count(anna.ht, NULL, LINE_NEWCALL, 0), 0, "nothing came of any of it");
    line_close(&anna);
    line_close(&berta);
    line_close(&carla);
    session_end(V3_1);
    guarded_free(memory);
}
