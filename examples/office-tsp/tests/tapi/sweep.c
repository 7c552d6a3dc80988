/* sweep.h */
#include "sweep.h"

#include "checks.h"
#include "guarded.h"

#include <stdlib.h>
#include <string.h>

#define ROOM 16384
/* Behind dwTotalSize, in every buffer. */
#define BEHIND 32
/* What memory holds that nobody has written. */
#define UNTOUCHED 0xA5
/* What TAPI's own members hold. */
#define TAPIS 0x5A

static DWORD dword_at(const void *structure, size_t place)
{
    DWORD value;
    memcpy(&value, (const BYTE *)structure + place, sizeof value);
    return value;
}

const BYTE *part_of(const void *structure, size_t place, DWORD *size)
{
    *size = dword_at(structure, place);
    return *size == 0 ? NULL : (const BYTE *)structure + dword_at(structure, place + 4);
}

/* Makes it a structure as TAPI hands it over: its sizes set, the rest of the fixed part zero, TAPI's members filled. */
static void prepare(const sweep *sweep, BYTE *structure, DWORD total)
{
    DWORD head[3] = {total, sweep->fixed, sweep->fixed};
    memset(structure, UNTOUCHED, total);
    memset(structure, 0, total < sweep->fixed ? total : sweep->fixed);
    memcpy(structure, head, total < sizeof head ? total : sizeof head);
    for (size_t index = 0; total >= sweep->fixed && index < sweep->tapi_count; index++)
        memset(structure + sweep->tapis[index].place, TAPIS, sweep->tapis[index].size);
}

static BYTE *prepared(const sweep *sweep, DWORD total)
{
    BYTE *structure = malloc(total + BEHIND);
    if (structure == NULL)
        give_up("out of memory");
    prepare(sweep, structure, total);
    memset(structure + total, UNTOUCHED, BEHIND);
    return structure;
}

void *sweep_whole(const sweep *sweep)
{
    BYTE *structure = prepared(sweep, ROOM);
    RESULT(sweep->call(structure, sweep->with), 0, "%s with much room", sweep->what);
    return structure;
}

static int untouched(const BYTE *from, const BYTE *to)
{
    for (; from < to; from++)
        if (*from != UNTOUCHED)
            return 0;
    return 1;
}

static void check_too_small(const sweep *sweep, DWORD total)
{
    BYTE *structure = prepared(sweep, total);
    DWORD error = sweep->too_small == 0 ? PHONEERR_STRUCTURETOOSMALL : sweep->too_small;
    RESULT(sweep->call(structure, sweep->with), error, "%s in %lu bytes", sweep->what, (unsigned long)total);
    EQUAL(dword_at(structure, 0), total, "dwTotalSize is the caller's");
    CHECK(untouched(structure + total, structure + total + BEHIND), "nothing is written behind %lu bytes",
          (unsigned long)total);
    free(structure);
}

/* Checks the parts of one result against the whole; how many bytes they have. */
static DWORD check_parts(const sweep *sweep, const BYTE *structure, const BYTE *whole, DWORD total)
{
    DWORD used = dword_at(structure, 8), bytes = 0, first = used;
    for (size_t index = 0; index < sweep->part_count; index++) {
        size_t place = sweep->parts[index].place;
        const char *name = sweep->parts[index].name;
        DWORD size, whole_size, offset = dword_at(structure, place + 4);
        const BYTE *data = part_of(structure, place, &size);
        const BYTE *expected = part_of(whole, place, &whole_size);
        if (size == 0) {
            EQUAL(offset, 0, "%s in %lu bytes: an empty %s has no offset", sweep->what, (unsigned long)total, name);
            continue;
        }
        EQUAL(size, whole_size, "%s in %lu bytes: %s is whole or empty", sweep->what, (unsigned long)total, name);
        if (CHECK(offset >= sweep->fixed && size <= used && offset <= used - size,
                  "%s in %lu bytes: %s lies between the fixed part and dwUsedSize", sweep->what, (unsigned long)total,
                  name)
            && size == whole_size)
            SAME(data, expected, size, "%s in %lu bytes: %s", sweep->what, (unsigned long)total, name);
        first = offset < first ? offset : first;
        bytes += size;
    }
    EQUAL(first, bytes == 0 ? used : sweep->fixed, "%s in %lu bytes: data begins behind the fixed part", sweep->what,
          (unsigned long)total);
    return bytes;
}

static int left_alone(const sweep *sweep, const BYTE *structure)
{
    for (size_t index = 0; index < sweep->tapi_count; index++)
        for (size_t at = 0; at < sweep->tapis[index].size; at++)
            if (structure[sweep->tapis[index].place + at] != TAPIS)
                return 0;
    return 1;
}

/* The same where nothing can be read or written behind the structure. */
static void check_at_the_end_of_memory(const sweep *sweep, DWORD total, const guarded *memory)
{
    BYTE *structure = guarded_last(memory, total), *elsewhere = prepared(sweep, total);
    prepare(sweep, structure, total);
    LONG result = sweep->call(structure, sweep->with);
    RESULT(sweep->call(elsewhere, sweep->with), result, "%s in %lu bytes at the end of memory", sweep->what, (unsigned long)total);
    SAME(structure, elsewhere, total, "%s in %lu bytes at the end of memory", sweep->what, (unsigned long)total);
    free(elsewhere);
}

static void check_enough(const sweep *sweep, DWORD total, const BYTE *whole)
{
    DWORD needed = dword_at(whole, 4);
    BYTE *structure = prepared(sweep, total);
    DWORD used, bytes;
    RESULT(sweep->call(structure, sweep->with), 0, "%s in %lu bytes", sweep->what, (unsigned long)total);
    used = dword_at(structure, 8);
    EQUAL(dword_at(structure, 0), total, "dwTotalSize is the caller's");
    EQUAL(dword_at(structure, 4), needed, "dwNeededSize does not depend on the room");
    if (!CHECK(used >= sweep->fixed && used <= total, "%s: %lu bytes used of %lu", sweep->what, (unsigned long)used,
               (unsigned long)total)) {
        free(structure);
        return;
    }
    CHECK(untouched(structure + used, structure + total + BEHIND), "%s in %lu bytes: nothing is written behind %lu",
          sweep->what, (unsigned long)total, (unsigned long)used);
    bytes = check_parts(sweep, structure, whole, total);
    /* Between parts there may be gaps of alignment, and nothing else. */
    CHECK(used - sweep->fixed >= bytes && used - sweep->fixed - bytes < 4 * (sweep->part_count + 1),
          "%s in %lu bytes: %lu bytes of data in %lu used", sweep->what, (unsigned long)total, (unsigned long)bytes,
          (unsigned long)used);
    if (total >= needed)
        EQUAL(used, needed, "%s in %lu bytes: everything is there", sweep->what, (unsigned long)total);
    CHECK(left_alone(sweep, structure), "%s leaves TAPI's members alone", sweep->what);
    /* What is no size or offset is the same whatever the room. */
    for (size_t index = 0; index < sweep->part_count; index++) {
        memcpy(structure + sweep->parts[index].place, whole + sweep->parts[index].place, 8);
    }
    SAME(structure + 12, whole + 12, sweep->fixed - 12, "%s in %lu bytes: the fixed part", sweep->what,
         (unsigned long)total);
    free(structure);
}

DWORD sweep_sizes(const sweep *sweep)
{
    BYTE *whole = sweep_whole(sweep);
    DWORD needed = dword_at(whole, 4);
    CHECK(needed >= sweep->fixed && needed < ROOM - 64, "%s needs %lu bytes", sweep->what, (unsigned long)needed);
    EQUAL(dword_at(whole, 8), needed, "%s uses what it needs", sweep->what);
    EQUAL(check_parts(sweep, whole, whole, ROOM) == 0, needed == sweep->fixed, "%s has parts as it says", sweep->what);
    for (DWORD total = sizeof total; total < sweep->fixed; total++)
        check_too_small(sweep, total);
    for (DWORD total = sweep->fixed; total <= needed + 40; total++)
        check_enough(sweep, total, whole);
    guarded *memory = guarded_new(needed + 40);
    for (DWORD total = sizeof total; total <= needed + 40; total++)
        check_at_the_end_of_memory(sweep, total, memory);
    guarded_free(memory);
    free(whole);
    return needed;
}
