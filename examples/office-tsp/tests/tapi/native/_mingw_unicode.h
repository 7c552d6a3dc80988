/* tapi.h asks for it, for the names of functions that nobody calls here. */
