/* provider.h: the functions are found by name, as TAPI finds them. */
#include "provider.h"

#include "platform.h"

#include <stdio.h>
#include <string.h>

int provider_load(provider *provider, const char *path)
{
    int complete = 1;
    memset(provider, 0, sizeof *provider);
    provider->library = library_load(path);
    if (provider->library == NULL)
        return 0;
#define FIND(name)                                                                     \
    provider->name = (__typeof__(&name))library_symbol(provider->library, #name);      \
    if (provider->name == NULL) {                                                      \
        fprintf(stderr, "%s does not export " #name "\n", path);                       \
        complete = 0;                                                                  \
    }
    PROVIDER_FUNCTIONS(FIND)
#undef FIND
    return complete;
}

int provider_unload(provider *provider)
{
    int unloaded = library_unload(provider->library);
    memset(provider, 0, sizeof *provider);
    return unloaded;
}
