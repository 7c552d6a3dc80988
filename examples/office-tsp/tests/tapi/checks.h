/*
 * Checking and counting. Only the main thread checks; other threads write down what they saw.
 */
#ifndef CHECKS_H
#define CHECKS_H

#include <stddef.h>

/* Begins a group of checks; the one before it is ended, and its count printed. */
void group(const char *name);

/* Says in which part of a group one is, for the messages of checks that fail. Formatted as by printf. */
void about(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Holds, or is told and counted as failed. */
#define CHECK(condition, ...) check_that(!!(condition), __FILE__, __LINE__, #condition, __VA_ARGS__)
/* Two numbers are the same. */
#define EQUAL(actual, expected, ...) \
    check_equal((unsigned long long)(actual), (unsigned long long)(expected), __FILE__, __LINE__, #actual, __VA_ARGS__)
/* A function's result is that error code, or 0. */
#define RESULT(actual, expected, ...) \
    check_result((long)(actual), (unsigned long)(expected), __FILE__, __LINE__, __VA_ARGS__)
/* Two pieces of memory hold the same. */
#define SAME(actual, expected, size, ...) \
    check_same((actual), (expected), (size), __FILE__, __LINE__, #actual, __VA_ARGS__)

int check_that(int holds, const char *file, int line, const char *what, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
int check_equal(unsigned long long actual, unsigned long long expected, const char *file, int line, const char *what,
                const char *format, ...) __attribute__((format(printf, 6, 7)));
int check_result(long actual, unsigned long expected, const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
int check_same(const void *actual, const void *expected, size_t size, const char *file, int line, const char *what,
               const char *format, ...) __attribute__((format(printf, 7, 8)));

/* The name of a TAPI error, or its number. The text lives until the fourth call after this one. */
const char *error_name(long code);

/* Ends the last group and prints the sum. The program's exit code. */
int checks_end(void);

/* Ends the program: what follows could not be judged any more. */
void give_up(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

#endif
