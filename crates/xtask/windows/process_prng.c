/* Stands in for bcryptprimitives.dll in the Wine prefix of the tests. Wine 8 has no such DLL, and Rust's standard
 * library takes the seeds of its hash maps from there. It is never shipped: Windows has the real one. */
#include <windows.h>

/* The SDK calls it RtlGenRandom; advapi32 exports it by this name. */
BOOLEAN NTAPI SystemFunction036(void *buffer, ULONG size);

/* By this the check tells the stand-in from a DLL that Wine brings. */
__declspec(dllexport) const char tspkit_mark[] = "tspkit stand-in for tests";

__declspec(dllexport) BOOL WINAPI ProcessPrng(unsigned char *buffer, SIZE_T size)
{
    const ULONG largest = 0x10000000;

    while (size > 0) {
        ULONG part = size < largest ? (ULONG)size : largest;
        if (!SystemFunction036(buffer, part))
            return FALSE;
        buffer += part;
        size -= part;
    }
    return TRUE;
}
