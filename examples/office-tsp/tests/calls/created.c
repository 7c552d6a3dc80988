/* Lines that TAPI has not numbered at first: it is told of them, and numbers them later. */
#include "scenario.h"

#define NUMBERED 2
#define FIRST_NEW 200

void lines_that_were_not_counted(void)
{
    DWORD_PTR temporary[LINES];
    DWORD version = 0;
    group("lines that TAPI numbers later");
    session_begin_counting(V3_1, NUMBERED);
    for (unsigned each = NUMBERED; each < LINES; each++) {
        message created = told_wait(NULL, NULL, LINE_CREATE, 0, each - NUMBERED + 1);
        temporary[each] = created.second;
        EQUAL(created.first, (DWORD_PTR)session_provider(), "TAPI's handle for the provider");
        EQUAL(created.third, 0, "nothing else");
        for (unsigned other = NUMBERED; other < each; other++)
            CHECK(temporary[other] != temporary[each], "each has an id of its own");
    }
    RESULT(tsp.TSPI_lineNegotiateTSPIVersion(LINE_BASE + NUMBERED, V2_0, V3_1, &version), LINEERR_BADDEVICEID,
           "a line that has no number yet");
    for (unsigned each = NUMBERED; each < LINES; each++) {
        DWORD device = FIRST_NEW + 3 * each;
        about("line %u", each);
        RESULT(tsp.TSPI_lineNegotiateTSPIVersion(device, V2_0, V3_1, &version), LINEERR_BADDEVICEID, "before it has its number");
        RESULT(tsp.TSPI_providerCreateLineDevice(temporary[each], LINE_BASE), LINEERR_BADDEVICEID, "another line's number");
        RESULT(tsp.TSPI_providerCreateLineDevice(temporary[each], device), 0, "providerCreateLineDevice");
        RESULT(tsp.TSPI_providerCreateLineDevice(temporary[each], device + 1), LINEERR_BADDEVICEID, "a second number");
        RESULT(tsp.TSPI_lineNegotiateTSPIVersion(device, V2_0, V3_1, &version), 0, "by its number");
    }
    about("%s", "");
    RESULT(tsp.TSPI_providerCreateLineDevice(1, 999), LINEERR_BADDEVICEID, "an id that nobody was told");
    EQUAL(told_count(NULL, NULL, LINE_CREATE, 0), LINES - NUMBERED, "each was told once");

    line anna = line_open(ANNA, V3_1), carla = {NULL, told_new_line(), FIRST_NEW + 3 * CARLA, "103", "Carla"};
    RESULT(tsp.TSPI_lineOpen(carla.device, carla.ht, &carla.hd, V3_1, told_line), 0, "lineOpen by the new number");
    RESULT(tsp.TSPI_lineSetDefaultMediaDetection(carla.hd, VOICE), 0, "lineSetDefaultMediaDetection");
    call caller, called;
    call_between(&anna, &carla, &caller, &called);
    EQUAL(call_info(&called)->dwLineDeviceID, carla.device, "the number in LINECALLINFO");
    READS(&called, CallerID, "101", "who calls");
    call_end(&caller);
    call_end(&called);
    line_close(&anna);
    line_close(&carla);
    session_end(V3_1);
}
