/*
 * The part of Windows' types that tapi.h and tspi.h are written in, for a C compiler on Linux (x86-64): sizes as
 * on 64-bit Windows, where a long has 32 bits and a wide character 16. Wide text is written u"...".
 */
#ifndef NATIVE_WINDOWS_H
#define NATIVE_WINDOWS_H

#include <stddef.h>
#include <stdint.h>

#define WINAPI
#define CALLBACK
#define EXTERN_C extern
#define __C89_NAMELESS __extension__
#define __LONG32 int
#define __MSABI_LONG(x) x

typedef uint8_t BYTE;
typedef uint16_t WORD;
typedef uint32_t DWORD;
typedef int32_t LONG;
typedef uint32_t ULONG;
typedef int32_t BOOL;
typedef int32_t HRESULT;
typedef uintptr_t DWORD_PTR;
typedef uintptr_t ULONG_PTR;
typedef intptr_t LONG_PTR;
typedef uintptr_t WPARAM;
typedef double DATE;

typedef char CHAR;
typedef uint16_t WCHAR;
typedef CHAR *LPSTR;
typedef const CHAR *LPCSTR;
typedef WCHAR *LPWSTR;
typedef const WCHAR *LPCWSTR;

typedef void *LPVOID;
typedef BYTE *LPBYTE;
typedef DWORD *LPDWORD;
typedef LONG *LPLONG;

typedef void *HANDLE;
typedef struct HWND__ *HWND;
typedef struct HICON__ *HICON;
typedef struct HINSTANCE__ *HINSTANCE;

#define INVALID_HANDLE_VALUE ((HANDLE)(intptr_t)-1)
#define MAX_PATH 260

#define GUID_DEFINED
typedef struct _GUID {
    uint32_t Data1;
    uint16_t Data2;
    uint16_t Data3;
    uint8_t Data4[8];
} GUID, CLSID;

typedef struct _SYSTEMTIME {
    WORD wYear;
    WORD wMonth;
    WORD wDayOfWeek;
    WORD wDay;
    WORD wHour;
    WORD wMinute;
    WORD wSecond;
    WORD wMilliseconds;
} SYSTEMTIME;

typedef union tagCY {
    int64_t int64;
} CURRENCY;

#endif
