/* process.h for Windows, and for Wine. */
#define _WIN32_WINNT 0x0601
#define PSAPI_VERSION 2
#include "process.h"

#include <windows.h>

#include <psapi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tlhelp32.h>

/* Handles are multiples of four, and the lowest free one is taken. */
#define HANDLES_END 0x2000
#define KEYS_MAX 2048

static void give_up(const char *what)
{
    fprintf(stderr, "%s failed with error %lu\n", what, GetLastError());
    exit(2);
}

static long threads(void)
{
    THREADENTRY32 entry = {.dwSize = sizeof entry};
    HANDLE snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0);
    long count = 0;
    if (snapshot == INVALID_HANDLE_VALUE || !Thread32First(snapshot, &entry))
        give_up("CreateToolhelp32Snapshot");
    do {
        count += entry.th32OwnerProcessID == GetCurrentProcessId();
    } while (Thread32Next(snapshot, &entry));
    CloseHandle(snapshot);
    return count;
}

/* One by one: Wine 8 answers GetProcessHandleCount with 0. */
static long handles(void)
{
    long count = 0;
    for (ULONG_PTR handle = 4; handle < HANDLES_END; handle += 4) {
        DWORD flags;
        count += GetHandleInformation((HANDLE)handle, &flags) != 0;
    }
    return count;
}

static long long heap(void)
{
    HANDLE heaps[64];
    DWORD count = GetProcessHeaps(64, heaps);
    long long busy = 0;
    for (DWORD i = 0; i < count; i++) {
        PROCESS_HEAP_ENTRY entry = {.lpData = NULL};
        HeapLock(heaps[i]);
        while (HeapWalk(heaps[i], &entry))
            if (entry.wFlags & PROCESS_HEAP_ENTRY_BUSY)
                busy += entry.cbData;
        HeapUnlock(heaps[i]);
    }
    return busy;
}

static long free_keys(void)
{
    static DWORD keys[KEYS_MAX];
    long count = 0;
    while (count < KEYS_MAX && (keys[count] = TlsAlloc()) != TLS_OUT_OF_INDEXES)
        count++;
    for (long i = 0; i < count; i++)
        TlsFree(keys[i]);
    return count;
}

counts process_counts(void)
{
    PROCESS_MEMORY_COUNTERS memory;
    if (!GetProcessMemoryInfo(GetCurrentProcess(), &memory, sizeof memory))
        give_up("GetProcessMemoryInfo");
    return (counts){
        .threads = threads(),
        .handles = handles(),
        .heap = heap(),
        .resident = (long long)memory.WorkingSetSize,
        .keys = free_keys(),
    };
}

void process_make_countable(char **argv)
{
    (void)argv;
}

int process_has_library(const char *path)
{
    const char *name = path;
    for (const char *at = path; *at != '\0'; at++)
        if (*at == '/' || *at == '\\')
            name = at + 1;
    return GetModuleHandleA(name) != NULL;
}

int process_has_open(const char *path)
{
    /* Sharing with nobody fails if anybody has it open. */
    HANDLE file = CreateFileA(path, GENERIC_READ, 0, NULL, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
    if (file != INVALID_HANDLE_VALUE) {
        CloseHandle(file);
        return 0;
    }
    if (GetLastError() != ERROR_SHARING_VIOLATION)
        give_up(path);
    return 1;
}
