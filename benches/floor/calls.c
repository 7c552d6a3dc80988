/* What a buffer on a call costs at the least: malloc, memcpy, free. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct call {
    unsigned char *buffer;
    uint32_t size;
};

/* Calls that hold `size` bytes each. */
void *floor_calls_new(uint32_t count, uint32_t size)
{
    struct call *calls = calloc(count, sizeof *calls);
    for (uint32_t i = 0; calls && i < count; i++) {
        calls[i].buffer = calloc(1, size);
        calls[i].size = size;
        if (!calls[i].buffer)
            abort();
    }
    return calls;
}

void floor_calls_free(void *handle, uint32_t count)
{
    struct call *calls = handle;
    for (uint32_t i = 0; i < count; i++)
        free(calls[i].buffer);
    free(calls);
}

/* Replaces what the call holds. */
int32_t floor_call_put(void *handle, uint32_t index, const void *data, uint32_t size)
{
    struct call *call = (struct call *)handle + index;
    unsigned char *copy = malloc(size);
    if (!copy)
        return -1;
    memcpy(copy, data, size);
    free(call->buffer);
    call->buffer = copy;
    call->size = size;
    return 0;
}

/* A copy of what the call holds, looked at and freed. */
int32_t floor_call_get(void *handle, uint32_t index)
{
    struct call *call = (struct call *)handle + index;
    unsigned char *copy = malloc(call->size);
    if (!copy)
        return -1;
    memcpy(copy, call->buffer, call->size);
    /* Or the compiler sees that nobody wants the copy. */
    __asm__ volatile("" : : "r"(copy) : "memory");
    free(copy);
    return 0;
}
