/*
 * What must hold, or the program ends.
 */
#ifndef EXPECT_H
#define EXPECT_H

#include <stdio.h>
#include <stdlib.h>

#define EXPECT(condition, what)                                                                          \
    do {                                                                                                 \
        if (!(condition)) {                                                                              \
            fprintf(stderr, "%s:%d: not so: %s (%s)\n", __FILE__, __LINE__, what, #condition);           \
            exit(1);                                                                                     \
        }                                                                                                \
    } while (0)

#endif
