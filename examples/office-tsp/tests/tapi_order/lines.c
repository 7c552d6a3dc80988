/* Functions of lines, where there are none: handles and devices of phones are no line's. */
#include "scenario.h"

#include "checks.h"
#include "line_functions.h"

#include <string.h>

static void try_handle(DWORD_PTR handle, const char *what)
{
    for (unsigned each = 0; each < line_function_count; each++) {
        const struct line_function *function = &line_functions[each];
        DRV_REQUESTID id = request_new();
        about("%s, %s", function->name, what);
        refused(id, function->call(&tsp, id, handle), function->wrong_handle, function->name);
    }
    about("%s", "");
}

static void try_device(DWORD device)
{
    static DWORD room[512];
    LINEEXTENSIONID extension;
    HDRVLINE line = NULL;
    HICON icon = NULL;
    DWORD version = 0;
    room[0] = sizeof room;
    about("device %lx", (unsigned long)device);
#define REFUSED(call) RESULT(call, LINEERR_BADDEVICEID, #call)
    REFUSED(tsp.TSPI_lineNegotiateTSPIVersion(device, V2_0, V3_1, &version));
    REFUSED(tsp.TSPI_lineNegotiateExtVersion(device, V3_1, 0, 1, &version));
    REFUSED(tsp.TSPI_lineGetExtensionID(device, V3_1, &extension));
    REFUSED(tsp.TSPI_lineGetDevCaps(device, V3_1, 0, (LPLINEDEVCAPS)room));
    REFUSED(tsp.TSPI_lineGetAddressCaps(device, 0, V3_1, 0, (LPLINEADDRESSCAPS)room));
    REFUSED(tsp.TSPI_lineGetIcon(device, NULL, &icon));
    REFUSED(tsp.TSPI_lineGetDevConfig(device, (LPVARSTRING)room, (LPCWSTR)u"tapi/line"));
    REFUSED(tsp.TSPI_lineSetDevConfig(device, room, 4, (LPCWSTR)u"tapi/line"));
    REFUSED(tsp.TSPI_lineOpen(device, NULL, &line, V3_1, record_line_event));
    REFUSED(tsp.TSPI_providerCreateLineDevice(device, 77));
#undef REFUSED
    CHECK(line == NULL, "no handle of a line is given");
    EQUAL(version, 0, "no version is agreed on");
    about("%s", "");
}

void without_lines(void)
{
    static const DWORD devices[] = {0, 1, LINE_BASE, PHONE_BASE, PHONE_BASE + 1, 0xFFFFFFFE};
    DWORD value = 0;
    group("functions of lines, where there are none");
    open_phone phone = phone_open(DESK, V3_1), closed = phone_open(LOBBY, V2_2);
    phone_close(&closed);
    const DWORD_PTR handle = (DWORD_PTR)phone.hd;
    try_handle(0, "no handle");
    try_handle(handle, "a phone's");
    try_handle((DWORD_PTR)closed.hd, "that of a phone that was closed");
    try_handle((DWORD_PTR)&value, "a pointer");
    for (unsigned bit = 0; bit < 8 * sizeof handle; bit++)
        try_handle(handle ^ (DWORD_PTR)1 << bit, "nearly a phone's");
    for (unsigned each = 0; each < sizeof devices / sizeof *devices; each++)
        try_device(devices[each]);
    download(&phone, DIRECTORY, "as before", 9);
    upload_gives(&phone, DIRECTORY, "as before", 9);
    phone_close(&phone);
}
