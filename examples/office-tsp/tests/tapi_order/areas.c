/* Download and upload: every area of every phone, every kind of size. */
#include "scenario.h"

#include "checks.h"

#include <stdlib.h>
#include <string.h>

static void round_trip(const open_phone *phone, const struct area *area, DWORD size, unsigned seed)
{
    BYTE *data = allocate(size);
    fill(data, size, seed);
    download(phone, area->id, data, size);
    if (area->flags & UP)
        upload_gives(phone, area->id, data, size);
    free(data);
}

static void try_area(const open_phone *phone, const struct area *area)
{
    DWORD size = area->size;
    DWORD sizes[] = {size, 0, 1, 2, 3, 7, 8, 9, 63, 64, 65, 255, 1000, 4095, size / 2, size - 1, size};
    DRV_REQUESTID id;
    if (area->flags & UP) {
        const char *content = area->content == NULL ? "" : area->content;
        upload_gives(phone, area->id, content, (DWORD)strlen(content));
        RESULT(tsp.TSPI_phoneGetData(phone->hd, area->id, NULL, 0), 0, "an upload of no bytes");
    }
    if ((area->flags & DOWN) == 0)
        return;
    for (size_t index = 0; index < sizeof sizes / sizeof *sizes; index++)
        if (sizes[index] <= size)
            round_trip(phone, area, sizes[index], (unsigned)index + area->id);
    /* No bytes and no pointer: the number alone may be a command. */
    id = request_new();
    accepted(id, tsp.TSPI_phoneSetData(id, phone->hd, area->id, NULL, 0), "phoneSetData of nothing");
    finished(id, 0, "phoneSetData of nothing");
    if (area->flags & UP)
        upload_gives(phone, area->id, NULL, 0);
}

static void shorter_uploads(const open_phone *phone)
{
    BYTE data[1001], buffer[1001], expected[1001];
    fill(data, sizeof data, 77);
    download(phone, DIRECTORY, data, sizeof data);
    for (DWORD size = 0; size <= sizeof data; size += size < 20 ? 1 : 109) {
        memset(buffer, 0xAA, sizeof buffer);
        memset(expected, 0xAA, sizeof expected);
        memcpy(expected, data, size);
        RESULT(tsp.TSPI_phoneGetData(phone->hd, DIRECTORY, buffer, size), 0, "an upload of %lu bytes", (unsigned long)size);
        SAME(buffer, expected, sizeof expected, "the first %lu bytes, and no more", (unsigned long)size);
    }
}

void every_area(void)
{
    static const DWORD versions[] = {V3_1, V2_0};
    group("download and upload on every area");
    for (int place = 0; place < PHONES; place++) {
        const struct office_phone *found = &office[place];
        open_phone phone;
        if (!found->connected)
            continue;
        phone = phone_open(place, versions[place % 2]);
        for (DWORD index = 0; index < found->area_count; index++) {
            const struct area *area = &found->areas[index];
            about("%s, area %lu", found->name, (unsigned long)area->id);
            if ((area->flags & (COMMAND | FAULTY)) == 0)
                try_area(&phone, area);
        }
        phone_close(&phone);
    }

    about("commands");
    open_phone phone = phone_open(DESK, V3_1);
    shorter_uploads(&phone);
    for (DWORD size = 0; size <= 256; size += 16) {
        BYTE data[256];
        fill(data, size, size);
        download(&phone, ECHO_IN, data, size);
        upload_gives(&phone, ECHO_OUT, data, size);
    }
    phone_close(&phone);
    phone = phone_open(LOBBY, V3_1);
    download(&phone, 0, "good morning", 12);
    download(&phone, 1, NULL, 0);
    upload_gives(&phone, 0, NULL, 0);
    phone_close(&phone);
}

static void refuse_download(const open_phone *phone, DWORD area, const void *data, DWORD size, DWORD code)
{
    DRV_REQUESTID id = request_new();
    LONG result = tsp.TSPI_phoneSetData(id, phone->hd, area, (LPVOID)data, size);
    about("%s, area 0x%lx, %lu bytes", phone->office->name, (unsigned long)area, (unsigned long)size);
    refused(id, result, code, "phoneSetData");
}

static void refuse_upload(const open_phone *phone, DWORD area, DWORD code)
{
    BYTE buffer[8];
    memset(buffer, 0xAA, sizeof buffer);
    about("%s, area 0x%lx", phone->office->name, (unsigned long)area);
    RESULT(tsp.TSPI_phoneGetData(phone->hd, area, buffer, sizeof buffer), code, "phoneGetData");
    CHECK(buffer[0] == 0xAA && buffer[7] == 0xAA, "a refused upload leaves the buffer alone");
}

void sizes_and_wrong_areas(void)
{
    group("areas that there are not, and sizes that do not fit");
    for (int place = 0; place < PHONES; place++) {
        const struct office_phone *found = &office[place];
        open_phone phone;
        if (!found->connected)
            continue;
        phone = phone_open(place, V3_1);
        if (found->set_data == 0) {
            refuse_download(&phone, 0, "x", 1, PHONEERR_OPERATIONUNAVAIL);
            refuse_download(&phone, 1, "x", 1, PHONEERR_OPERATIONUNAVAIL);
        } else {
            refuse_download(&phone, found->set_data, "x", 1, PHONEERR_INVALDATAID);
            refuse_download(&phone, found->set_data + 1, "x", 1, PHONEERR_INVALDATAID);
            refuse_download(&phone, 0xFFFFFFFF, "x", 1, PHONEERR_INVALDATAID);
        }
        refuse_upload(&phone, found->get_data, PHONEERR_INVALDATAID);
        refuse_upload(&phone, 0xFFFFFFFF, PHONEERR_INVALDATAID);
        for (DWORD id = 0; id < found->set_data; id++) {
            const struct area *area = office_area(found, id);
            BYTE *data;
            if (area == NULL || (area->flags & DOWN) == 0) {
                refuse_download(&phone, id, "x", 1, PHONEERR_INVALDATAID);
                continue;
            }
            data = allocate(area->size + 1);
            fill(data, area->size + 1, id);
            refuse_download(&phone, id, data, area->size + 1, PHONEERR_OPERATIONFAILED);
            /* Nothing behind the buffer is read: the size is judged first. */
            refuse_download(&phone, id, data, 0xFFFFFFFF, PHONEERR_OPERATIONFAILED);
            free(data);
        }
        for (DWORD id = 0; id < found->get_data; id++) {
            const struct area *area = office_area(found, id);
            if (area == NULL || (area->flags & UP) == 0)
                refuse_upload(&phone, id, PHONEERR_INVALDATAID);
        }
        phone_close(&phone);
    }

    about("refused downloads");
    open_phone phone = phone_open(DESK, V3_1);
    BYTE large[1002];
    fill(large, sizeof large, 5);
    download(&phone, DIRECTORY, "kept", 4);
    refuse_download(&phone, DIRECTORY, large, sizeof large, PHONEERR_OPERATIONFAILED);
    upload_gives(&phone, DIRECTORY, "kept", 4);
    phone_close(&phone);
}
