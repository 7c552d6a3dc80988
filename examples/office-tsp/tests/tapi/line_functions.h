/*
 * Every function that takes the handle of a line or call, called with any handle and otherwise in order.
 */
#ifndef LINE_FUNCTIONS_H
#define LINE_FUNCTIONS_H

#include "provider.h"

struct line_function {
    const char *name;
    DWORD wrong_handle;  /* what it answers to a handle that there is not */
    int takes_requests;  /* it is asynchronous */
    int closes;          /* it ends what the handle stands for */
    LONG (*call)(const provider *tsp, DRV_REQUESTID id, DWORD_PTR handle);
};

extern const struct line_function line_functions[];
extern const unsigned line_function_count;

#endif
