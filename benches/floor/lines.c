/* What calls cost a provider at the least: find the call, check the size, write the fixed part, copy what fits; or take in
 * a value, and say so. No locks, no stale handles, no versions. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef void (*completion)(uint32_t request, int32_t result);
typedef void (*message)(uintptr_t call, uint32_t states);

enum {
    INVALCALLHANDLE = (int32_t)0x80000018,
    STRUCTURETOOSMALL = (int32_t)0x8000004D,
    OPERATIONFAILED = (int32_t)0x80000048,
    APPSPECIFIC = 0x20,
    CALLDATA = 0x40000000
};

struct pair {
    uint32_t size, offset;
};

struct party {
    uint32_t flags;
    struct pair number, name;
};

/* LINECALLINFO of 3.1. */
struct call_info {
    uint32_t total_size, needed_size, used_size;
    uint32_t line, line_device_id, address_id, bearer_mode, rate, media_mode, app_specific, call_id, related_call_id;
    uint32_t param_flags, call_states, monitor_digit_modes, monitor_media_modes, dial_params[4];
    uint32_t origin, reason, completion_id, owners, monitors, country_code, trunk;
    struct party parties[5];
    struct pair app_name, displayable_address, called_party, comment;
    struct pair display, user_user_info, high_level_comp, low_level_comp, charging_info, terminal_modes, dev_specific;
    uint32_t call_treatment;
    struct pair call_data, sending_flowspec, receiving_flowspec;
    uint32_t address_types[5];
};

/* LINECALLSTATUS. */
struct call_status {
    uint32_t total_size, needed_size, used_size;
    uint32_t state, state_mode, privilege, features;
    struct pair dev_specific;
    uint32_t features2;
    uint16_t state_entry_time[8];
};

/* What there is of a call: as it is told, with the offsets of its bytes in the store. */
struct call {
    struct call_info info;
    struct call_status status;
    unsigned char *store;
};

struct calls {
    uint32_t count;
    struct call calls[];
};

/* Calls of which nothing is known. */
void *floor_lines_new(uint32_t count)
{
    struct calls *calls = calloc(1, sizeof *calls + count * sizeof calls->calls[0]);
    if (calls)
        calls->count = count;
    return calls;
}

void floor_lines_free(void *handle)
{
    struct calls *calls = handle;
    for (uint32_t i = 0; i < calls->count; i++)
        free(calls->calls[i].store);
    free(calls);
}

/* Makes a call what those structures say of one, with a store of its own for the bytes. */
void floor_line_call_set(void *handle, uint32_t index, const void *info, const void *status)
{
    struct call *call = &((struct calls *)handle)->calls[index];
    memcpy(&call->info, info, sizeof call->info);
    memcpy(&call->status, status, sizeof call->status);
    free(call->store);
    call->store = malloc(call->info.used_size);
    if (!call->store)
        abort();
    memcpy(call->store, info, call->info.used_size);
}

static struct call *find(void *handle, uintptr_t number)
{
    struct calls *calls = handle;
    return number - 1 < calls->count ? &calls->calls[number - 1] : NULL;
}

static void put(struct call_info *to, struct pair *pair, const struct call *call, struct pair of)
{
    pair->size = pair->offset = 0;
    if (!of.size)
        return;
    to->needed_size += of.size;
    if (of.size > to->total_size - to->used_size)
        return;
    memcpy((unsigned char *)to + to->used_size, call->store + of.offset, of.size);
    pair->size = of.size;
    pair->offset = to->used_size;
    to->used_size += of.size;
}

int32_t floor_get_call_info(void *handle, uintptr_t number, void *block)
{
    const struct call *call = find(handle, number);
    struct call_info *to = block;
    if (!call)
        return INVALCALLHANDLE;
    const struct call_info *from = &call->info;
    if (to->total_size < sizeof *to)
        return STRUCTURETOOSMALL;
    to->needed_size = to->used_size = sizeof *to;
    to->line_device_id = from->line_device_id;
    to->address_id = from->address_id;
    to->bearer_mode = from->bearer_mode;
    to->rate = from->rate;
    to->media_mode = from->media_mode;
    to->app_specific = from->app_specific;
    to->call_id = from->call_id;
    to->related_call_id = from->related_call_id;
    to->param_flags = from->param_flags;
    to->call_states = from->call_states;
    memcpy(to->dial_params, from->dial_params, sizeof to->dial_params);
    to->origin = from->origin;
    to->reason = from->reason;
    to->completion_id = from->completion_id;
    to->country_code = from->country_code;
    to->trunk = from->trunk;
    for (int role = 0; role < 5; role++) {
        to->parties[role].flags = from->parties[role].flags;
        to->address_types[role] = from->address_types[role];
        put(to, &to->parties[role].number, call, from->parties[role].number);
        put(to, &to->parties[role].name, call, from->parties[role].name);
    }
    to->call_treatment = from->call_treatment;
    put(to, &to->terminal_modes, call, from->terminal_modes);
    put(to, &to->sending_flowspec, call, from->sending_flowspec);
    put(to, &to->receiving_flowspec, call, from->receiving_flowspec);
    put(to, &to->display, call, from->display);
    put(to, &to->user_user_info, call, from->user_user_info);
    put(to, &to->high_level_comp, call, from->high_level_comp);
    put(to, &to->low_level_comp, call, from->low_level_comp);
    put(to, &to->charging_info, call, from->charging_info);
    put(to, &to->call_data, call, from->call_data);
    put(to, &to->dev_specific, call, from->dev_specific);
    return 0;
}

int32_t floor_get_call_status(void *handle, uintptr_t number, void *block)
{
    const struct call *call = find(handle, number);
    struct call_status *to = block;
    if (!call)
        return INVALCALLHANDLE;
    const struct call_status *from = &call->status;
    if (to->total_size < sizeof *to)
        return STRUCTURETOOSMALL;
    to->needed_size = to->used_size = sizeof *to;
    to->state = from->state;
    to->state_mode = from->state_mode;
    to->features = from->features;
    to->dev_specific.size = to->dev_specific.offset = 0;
    to->features2 = from->features2;
    memcpy(to->state_entry_time, from->state_entry_time, sizeof to->state_entry_time);
    return 0;
}

/* Tells of it when it is another. */
int32_t floor_set_app_specific(void *handle, uintptr_t number, uint32_t value, message tell)
{
    struct call *call = find(handle, number);
    if (!call)
        return INVALCALLHANDLE;
    if (call->info.app_specific != value) {
        call->info.app_specific = value;
        tell(number, APPSPECIFIC);
    }
    return 0;
}

/* In place of as much call data as there is. */
int32_t floor_set_call_data(void *handle, uintptr_t number, uint32_t request, const void *data, uint32_t size,
                            completion done, message tell)
{
    struct call *call = find(handle, number);
    if (!call)
        return INVALCALLHANDLE;
    if (size > call->info.call_data.size)
        return OPERATIONFAILED;
    memcpy(call->store + call->info.call_data.offset, data, size);
    call->info.call_data.size = size;
    done(request, 0);
    tell(number, CALLDATA);
    return (int32_t)request;
}
