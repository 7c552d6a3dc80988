/* tapi.h asks for it; windows.h has all that is needed of it. */
#include <windows.h>
