/* line_functions.h */
#include "line_functions.h"

#include <string.h>

/* Room for any structure, that says how large it is. */
static void *room(void)
{
    static DWORD memory[2048];
    memset(memory, 0, sizeof memory);
    memory[0] = sizeof memory;
    return memory;
}

static LPCWSTR number(void)
{
    static const WCHAR text[] = {'0', '8', '0', '0', 0};
    return text;
}

static LPCWSTR class_of_lines(void)
{
    static const WCHAR text[] = {'t', 'a', 'p', 'i', '/', 'l', 'i', 'n', 'e', 0};
    return text;
}

/* Where functions put what they give. */
static DWORD value;
static HDRVCALL given;

#define LINE(function, ...)                                                                  \
    static LONG on_##function(const provider *tsp, DRV_REQUESTID id, DWORD_PTR handle)       \
    {                                                                                        \
        HDRVLINE line = (HDRVLINE)handle;                                                    \
        (void)id;                                                                            \
        return tsp->TSPI_##function(__VA_ARGS__);                                            \
    }
#define CALL(function, ...)                                                                  \
    static LONG on_##function(const provider *tsp, DRV_REQUESTID id, DWORD_PTR handle)       \
    {                                                                                        \
        HDRVCALL call = (HDRVCALL)handle;                                                    \
        (void)id;                                                                            \
        return tsp->TSPI_##function(__VA_ARGS__);                                            \
    }

LINE(lineClose, line)
LINE(lineConditionalMediaDetection, line, LINEMEDIAMODE_INTERACTIVEVOICE, NULL)
LINE(lineDevSpecific, id, line, 0, NULL, "x", 1)
LINE(lineGetAddressID, line, &value, LINEADDRESSMODE_DIALABLEADDR, number(), 10)
LINE(lineGetAddressStatus, line, 0, room())
LINE(lineGetID, line, 0, NULL, LINECALLSELECT_LINE, room(), class_of_lines(), NULL)
LINE(lineGetLineDevStatus, line, room())
LINE(lineGetNumAddressIDs, line, &value)
LINE(lineMakeCall, id, line, NULL, &given, number(), 0, NULL)
LINE(lineSelectExtVersion, line, 0)
LINE(lineSetDefaultMediaDetection, line, 0)
LINE(lineSetStatusMessages, line, 0, 0)
CALL(lineAccept, id, call, "x", 1)
CALL(lineAnswer, id, call, "x", 1)
CALL(lineBlindTransfer, id, call, number(), 0)
CALL(lineCloseCall, call)
CALL(lineCompleteTransfer, id, call, call, NULL, NULL, LINETRANSFERMODE_TRANSFER)
CALL(lineDial, id, call, number(), 0)
CALL(lineDrop, id, call, "x", 1)
CALL(lineGenerateDigits, call, 1, LINEDIGITMODE_DTMF, number(), 0)
CALL(lineGetCallAddressID, call, &value)
CALL(lineGetCallIDs, call, &value, &value, &value)
CALL(lineGetCallInfo, call, room())
CALL(lineGetCallStatus, call, room())
CALL(lineHold, id, call)
CALL(lineRedirect, id, call, number(), 0)
CALL(lineReleaseUserUserInfo, id, call)
CALL(lineSendUserUserInfo, id, call, "x", 1)
CALL(lineSetAppSpecific, call, 1)
CALL(lineSetCallData, id, call, room(), 1)
CALL(lineSetCallParams, id, call, LINEBEARERMODE_VOICE, 0, 0, NULL)
CALL(lineSetMediaMode, call, LINEMEDIAMODE_INTERACTIVEVOICE)
CALL(lineSetupTransfer, id, call, NULL, &given, NULL)
CALL(lineSwapHold, id, call, call)
CALL(lineUnhold, id, call)

#define SYNC_LINE(function) {"TSPI_" #function, LINEERR_INVALLINEHANDLE, 0, 0, on_##function}
#define ASYNC_LINE(function) {"TSPI_" #function, LINEERR_INVALLINEHANDLE, 1, 0, on_##function}
#define SYNC_CALL(function) {"TSPI_" #function, LINEERR_INVALCALLHANDLE, 0, 0, on_##function}
#define ASYNC_CALL(function) {"TSPI_" #function, LINEERR_INVALCALLHANDLE, 1, 0, on_##function}

const struct line_function line_functions[] = {
    {"TSPI_lineClose", LINEERR_INVALLINEHANDLE, 0, 1, on_lineClose},
    SYNC_LINE(lineConditionalMediaDetection),
    ASYNC_LINE(lineDevSpecific),
    SYNC_LINE(lineGetAddressID),
    SYNC_LINE(lineGetAddressStatus),
    SYNC_LINE(lineGetID),
    SYNC_LINE(lineGetLineDevStatus),
    SYNC_LINE(lineGetNumAddressIDs),
    ASYNC_LINE(lineMakeCall),
    SYNC_LINE(lineSelectExtVersion),
    SYNC_LINE(lineSetDefaultMediaDetection),
    SYNC_LINE(lineSetStatusMessages),
    ASYNC_CALL(lineAccept),
    ASYNC_CALL(lineAnswer),
    ASYNC_CALL(lineBlindTransfer),
    {"TSPI_lineCloseCall", LINEERR_INVALCALLHANDLE, 0, 1, on_lineCloseCall},
    ASYNC_CALL(lineCompleteTransfer),
    ASYNC_CALL(lineDial),
    ASYNC_CALL(lineDrop),
    SYNC_CALL(lineGenerateDigits),
    SYNC_CALL(lineGetCallAddressID),
    SYNC_CALL(lineGetCallIDs),
    SYNC_CALL(lineGetCallInfo),
    SYNC_CALL(lineGetCallStatus),
    ASYNC_CALL(lineHold),
    ASYNC_CALL(lineRedirect),
    ASYNC_CALL(lineReleaseUserUserInfo),
    ASYNC_CALL(lineSendUserUserInfo),
    SYNC_CALL(lineSetAppSpecific),
    ASYNC_CALL(lineSetCallData),
    ASYNC_CALL(lineSetCallParams),
    SYNC_CALL(lineSetMediaMode),
    ASYNC_CALL(lineSetupTransfer),
    ASYNC_CALL(lineSwapHold),
    ASYNC_CALL(lineUnhold),
};

const unsigned line_function_count = sizeof line_functions / sizeof *line_functions;
