/* Negotiation, initialisation, and what may be called before them. */
#include "scenario.h"

#include "checks.h"

#include <stddef.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct range {
    DWORD low, high, agreed; /* 0 for no version in common */
} ranges[] = {
    {V2_0, V3_1, V3_1},       {V2_0, V2_0, V2_0},       {V2_1, V2_1, V2_1}, {V2_2, V2_2, V2_2},
    {V3_0, V3_0, V3_0},       {V3_1, V3_1, V3_1},       {V2_0, V2_2, V2_2}, {V2_1, V3_0, V3_0},
    {0x00010003, V2_0, V2_0}, {0x00010004, V3_1, V3_1}, {V3_1, 0x00040000, V3_1},
    {0, 0xFFFFFFFF, V3_1},    {V3_0, 0x00030005, V3_1},
    /* No overlap: older, newer, none at all. */
    {0x00010003, 0x00010004, 0}, {0x00030002, 0x00040000, 0}, {0, 0, 0}, {V3_1, V2_0, 0},
};

static void negotiate_line(DWORD id)
{
    for (size_t index = 0; index < COUNT(ranges); index++) {
        const struct range *range = &ranges[index];
        DWORD version = 0x77777777;
        LONG result = tsp.TSPI_lineNegotiateTSPIVersion(id, range->low, range->high, &version);
        RESULT(result, range->agreed == 0 ? LINEERR_INCOMPATIBLEAPIVERSION : 0, "versions 0x%lx to 0x%lx",
               (unsigned long)range->low, (unsigned long)range->high);
        if (range->agreed != 0)
            EQUAL(version, range->agreed, "the version agreed on");
    }
}

static void negotiate_phone(DWORD id)
{
    for (size_t index = 0; index < COUNT(ranges); index++) {
        const struct range *range = &ranges[index];
        DWORD version = 0x77777777;
        LONG result = tsp.TSPI_phoneNegotiateTSPIVersion(id, range->low, range->high, &version);
        RESULT(result, range->agreed == 0 ? PHONEERR_INCOMPATIBLEAPIVERSION : 0, "device %lx, versions 0x%lx to 0x%lx",
               (unsigned long)id, (unsigned long)range->low, (unsigned long)range->high);
        if (range->agreed != 0)
            EQUAL(version, range->agreed, "the version agreed on");
    }
}

void before_any_session(void)
{
    DWORD version = 0;
    HDRVPHONE hd = NULL;
    BYTE byte = 0;

    group("negotiation before a session");
    negotiate_line(INITIALIZE_NEGOTIATION);
    /* TAPI does not ask phones so, a page of its own says; another says that it can. */
    negotiate_phone(INITIALIZE_NEGOTIATION);

    group("calls before a session");
    CHECK(tsp.TSPI_phoneNegotiateTSPIVersion(PHONE_BASE, V2_0, V3_1, &version) < 0, "negotiation for a device");
    CHECK(tsp.TSPI_phoneOpen(PHONE_BASE, phone_handle_new(), &hd, V3_1, record_phone_event) < 0, "phoneOpen");
    CHECK(tsp.TSPI_phoneGetData((HDRVPHONE)(DWORD_PTR)1, 0, &byte, 1) < 0, "phoneGetData");
    DRV_REQUESTID id = request_new();
    LONG result = tsp.TSPI_phoneSetData(id, (HDRVPHONE)(DWORD_PTR)1, 0, &byte, 1);
    CHECK(result < 0, "phoneSetData");
    refused(id, result, (DWORD)result, "phoneSetData");
    CHECK(tsp.TSPI_providerCreatePhoneDevice(1, 99) < 0, "providerCreatePhoneDevice");
    CHECK(tsp.TSPI_providerShutdown(V3_1, PROVIDER_ID) < 0, "providerShutdown");
}

void provider_dialogs(void)
{
    WCHAR name[MAX_PATH];
    const WCHAR *expected = (const WCHAR *)u"office.tsp";
    size_t length = 0;

    group("dialogs: the provider's file, install, configure, remove");
    for (size_t index = 0; index < COUNT(name); index++)
        name[index] = 0x2A2A;
    RESULT(tsp.TSPI_providerUIIdentify(name), 0, "providerUIIdentify");
    while (length < COUNT(name) && name[length] != 0)
        length++;
    EQUAL(length, 10, "the length of the dialog library's name");
    SAME(name, expected, 11 * sizeof(WCHAR), "the dialog library's name");
    for (size_t index = 130; index < COUNT(name); index++)
        if (name[index] != 0x2A2A)
            length = 0;
    EQUAL(length, 10, "the buffer may be as small as 130 characters");
    RESULT(tsp.TSPI_providerInstall(NULL, PROVIDER_ID), 0, "providerInstall");
    RESULT(tsp.TSPI_providerConfig(NULL, PROVIDER_ID), 0, "providerConfig");
    RESULT(tsp.TSPI_providerRemove(NULL, PROVIDER_ID), 0, "providerRemove");
    /* Without a window, and without a dialogue of the provider's own. */
    RESULT(tsp.TUISPI_providerInstall(NULL, NULL, PROVIDER_ID), 0, "providerInstall of the dialog library");
    RESULT(tsp.TUISPI_providerConfig(NULL, NULL, PROVIDER_ID), LINEERR_OPERATIONUNAVAIL, "providerConfig of the dialog library");
    RESULT(tsp.TUISPI_providerRemove(NULL, NULL, PROVIDER_ID), 0, "providerRemove of the dialog library");
    CHECK(tsp.TUISPI_providerGenericDialog(NULL, 1, NULL, 0, NULL) < 0, "no dialog was asked for");
    CHECK(tsp.TUISPI_providerGenericDialogData(1, NULL, 0) < 0, "no dialog is open");
    CHECK(tsp.TSPI_providerGenericDialogData(PROVIDER_ID, TUISPIDLL_OBJECT_PROVIDERID, NULL, 0) < 0, "data for no dialog");
    CHECK(tsp.TSPI_providerFreeDialogInstance(NULL) < 0, "no dialog is to be freed");
}

void initialisation(void)
{
    DWORD options = 0;
    LONG result;

    group("enumeration and initialisation");
    session_enumerate();
    result = tsp.TSPI_providerInit(0x00010004, PROVIDER_ID, LINE_BASE, PHONE_BASE, 0, PHONES, record_completion, &options);
    RESULT(result, LINEERR_INCOMPATIBLEAPIVERSION, "providerInit for TAPI 1.4");
    result = tsp.TSPI_providerInit(0x00040000, PROVIDER_ID, LINE_BASE, PHONE_BASE, 0, PHONES, record_completion, &options);
    RESULT(result, LINEERR_INCOMPATIBLEAPIVERSION, "providerInit for TAPI 4.0");
    session_begin(V3_1);
    /* A second one is ignored; each has its shutdown, and the last ends the session. */
    result = tsp.TSPI_providerInit(V3_1, PROVIDER_ID, LINE_BASE, PHONE_BASE, 0, PHONES, record_completion, &options);
    RESULT(result, 0, "a second providerInit");
    open_phone phone = phone_open(DESK, V3_1);
    RESULT(tsp.TSPI_providerShutdown(V3_1, PROVIDER_ID), 0, "the first of two shutdowns");
    download(&phone, DIRECTORY, "still here", 10);
    phone_close(&phone);
    phone = phone_open(DESK, V3_1);
    download(&phone, DIRECTORY, NULL, 0);
    phone_close(&phone);
    result = tsp.TSPI_providerShutdown(0x00010004, PROVIDER_ID);
    RESULT(result, LINEERR_INCOMPATIBLEAPIVERSION, "providerShutdown for TAPI 1.4");
    DWORD lines = 0, phones = 0;
    result = tsp.TSPI_providerEnumDevices(PROVIDER_ID, &lines, &phones, session_provider(), record_line_event, record_creation);
    RESULT(result, 0, "enumeration once more");
    EQUAL(phones, PHONES, "the number of phones once more");
}

void versions_of_devices(void)
{
    DWORD version = 0;
    group("negotiation for each phone");
    for (int place = 0; place < PHONES; place++)
        negotiate_phone(device(place));
    CHECK(tsp.TSPI_lineNegotiateTSPIVersion(LINE_BASE, V2_0, V3_1, &version) < 0, "there is no line %d", LINE_BASE);
    negotiate_line(INITIALIZE_NEGOTIATION);
}

void extensions(void)
{
    PHONEEXTENSIONID none = {0, 0, 0, 0};
    open_phone phone;

    group("extensions: there are none");
    phone = phone_open(DESK, V3_1);
    for (int place = 0; place < PHONES; place++) {
        PHONEEXTENSIONID found = {1, 2, 3, 4};
        DWORD version = 5;
        LONG result = tsp.TSPI_phoneGetExtensionID(device(place), V3_1, &found);
        RESULT(result, 0, "phoneGetExtensionID");
        SAME(&found, &none, sizeof none, "no extension has the id zero");
        result = tsp.TSPI_phoneNegotiateExtVersion(device(place), V3_1, 1, 0x00010000, &version);
        RESULT(result, PHONEERR_INCOMPATIBLEEXTVERSION, "phoneNegotiateExtVersion");
        EQUAL(version, 0, "the extension version after a failed negotiation");
    }
    RESULT(tsp.TSPI_phoneSelectExtVersion(phone.hd, 0), 0, "cancelling a selection of extensions");
    RESULT(tsp.TSPI_phoneSelectExtVersion(phone.hd, 0x00010000), PHONEERR_INCOMPATIBLEEXTVERSION,
           "selecting an extension that there is not");
    phone_close(&phone);
}
