/*
 * What the provider tells: completions and messages, written down in the order in which they come.
 */
#ifndef TOLD_H
#define TOLD_H

#include "provider.h"

void told_new(void);
void told_free(void);

void CALLBACK told_completion(DRV_REQUESTID request, LONG result);
void CALLBACK told_line(HTAPILINE line, HTAPICALL call, DWORD message, DWORD_PTR first, DWORD_PTR second, DWORD_PTR third);

/* A handle of TAPI's, or a request id, that no other has. */
DWORD_PTR told_handle(void);
DRV_REQUESTID told_request(void);

/* Waits for a request to end; how it did. Gives up when that takes minutes. */
LONG told_result(DRV_REQUESTID request);
/* How often it was completed. */
unsigned told_results(DRV_REQUESTID request);

/*
 * Waits until a message of a line about a call, NULL for none, with those bits in its first parameter has come that
 * many times; its second one then.
 */
DWORD_PTR told_wait(HTAPILINE line, HTAPICALL call, DWORD message, DWORD_PTR bits, unsigned times);
/* How many of them there were. */
unsigned told_count(HTAPILINE line, HTAPICALL call, DWORD message, DWORD_PTR bits);
/* How many messages there were at all about that call. */
unsigned told_about(HTAPICALL call);
/* Waits for the call that comes in on a line as number so many, from 0. */
HDRVCALL told_call(HTAPILINE line, unsigned number, HTAPICALL *call);

#endif
