/* What a download costs at the least: check the area, copy the bytes, call the completion. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef void (*completion)(uint32_t request, int32_t result);

enum { AREAS = 4, INVALDATAID = (int32_t)0x9000000C, OPERATIONFAILED = (int32_t)0x9000001C };

struct phone {
    uint32_t area_size[AREAS];
    uint32_t used[AREAS];
    unsigned char *store[AREAS];
};

/* Phones whose areas hold `size` bytes each; area 0 has a store. */
void *floor_phones_new(uint32_t count, uint32_t size)
{
    struct phone *phones = calloc(count, sizeof *phones);
    for (uint32_t i = 0; phones && i < count; i++) {
        for (int area = 0; area < AREAS; area++)
            phones[i].area_size[area] = size;
        phones[i].store[0] = malloc(size);
        if (!phones[i].store[0])
            abort();
    }
    return phones;
}

void floor_phones_free(void *handle, uint32_t count)
{
    struct phone *phones = handle;
    for (uint32_t i = 0; i < count; i++)
        free(phones[i].store[0]);
    free(phones);
}

int32_t floor_download(void *handle, uint32_t index, uint32_t request, uint32_t area, const void *data,
                       uint32_t size, completion done)
{
    struct phone *phone = (struct phone *)handle + index;
    if (area >= AREAS || !phone->store[area])
        return INVALDATAID;
    if (size > phone->area_size[area])
        return OPERATIONFAILED;
    memcpy(phone->store[area], data, size);
    phone->used[area] = size;
    done(request, 0);
    return (int32_t)request;
}
