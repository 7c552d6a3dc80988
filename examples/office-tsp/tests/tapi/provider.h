/*
 * A loaded service provider: each function that it exports, as mingw's own tspi.h declares it.
 */
#ifndef PROVIDER_H
#define PROVIDER_H

#include <windows.h>

#include <tapi.h>
#include <tspi.h>

#define PROVIDER_FUNCTIONS(F)               \
    F(TSPI_lineNegotiateTSPIVersion)        \
    F(TSPI_lineAccept)                      \
    F(TSPI_lineAnswer)                      \
    F(TSPI_lineBlindTransfer)               \
    F(TSPI_lineClose)                       \
    F(TSPI_lineCloseCall)                   \
    F(TSPI_lineCompleteTransfer)            \
    F(TSPI_lineConditionalMediaDetection)   \
    F(TSPI_lineDevSpecific)                 \
    F(TSPI_lineDial)                        \
    F(TSPI_lineDrop)                        \
    F(TSPI_lineGenerateDigits)              \
    F(TSPI_lineGetAddressCaps)              \
    F(TSPI_lineGetAddressID)                \
    F(TSPI_lineGetAddressStatus)            \
    F(TSPI_lineGetCallAddressID)            \
    F(TSPI_lineGetCallIDs)                  \
    F(TSPI_lineGetCallInfo)                 \
    F(TSPI_lineGetCallStatus)               \
    F(TSPI_lineGetDevCaps)                  \
    F(TSPI_lineGetDevConfig)                \
    F(TSPI_lineGetExtensionID)              \
    F(TSPI_lineGetIcon)                     \
    F(TSPI_lineGetID)                       \
    F(TSPI_lineGetLineDevStatus)            \
    F(TSPI_lineGetNumAddressIDs)            \
    F(TSPI_lineHold)                        \
    F(TSPI_lineMakeCall)                    \
    F(TSPI_lineNegotiateExtVersion)         \
    F(TSPI_lineOpen)                        \
    F(TSPI_lineRedirect)                    \
    F(TSPI_lineReleaseUserUserInfo)         \
    F(TSPI_lineSelectExtVersion)            \
    F(TSPI_lineSendUserUserInfo)            \
    F(TSPI_lineSetAppSpecific)              \
    F(TSPI_lineSetCallData)                 \
    F(TSPI_lineSetCallParams)               \
    F(TSPI_lineSetDefaultMediaDetection)    \
    F(TSPI_lineSetDevConfig)                \
    F(TSPI_lineSetMediaMode)                \
    F(TSPI_lineSetStatusMessages)           \
    F(TSPI_lineSetupTransfer)               \
    F(TSPI_lineSwapHold)                    \
    F(TSPI_lineUnhold)                      \
    F(TSPI_providerCreateLineDevice)        \
    F(TSPI_providerInit)                    \
    F(TSPI_providerShutdown)                \
    F(TSPI_providerEnumDevices)             \
    F(TSPI_providerCreatePhoneDevice)       \
    F(TSPI_providerUIIdentify)              \
    F(TSPI_providerFreeDialogInstance)      \
    F(TSPI_providerGenericDialogData)       \
    F(TSPI_providerInstall)                 \
    F(TSPI_providerConfig)                  \
    F(TSPI_providerRemove)                  \
    F(TUISPI_providerInstall)               \
    F(TUISPI_providerConfig)                \
    F(TUISPI_providerRemove)                \
    F(TUISPI_providerGenericDialog)         \
    F(TUISPI_providerGenericDialogData)     \
    F(TSPI_phoneClose)                      \
    F(TSPI_phoneDevSpecific)                \
    F(TSPI_phoneGetButtonInfo)              \
    F(TSPI_phoneGetData)                    \
    F(TSPI_phoneGetDevCaps)                 \
    F(TSPI_phoneGetDisplay)                 \
    F(TSPI_phoneGetExtensionID)             \
    F(TSPI_phoneGetGain)                    \
    F(TSPI_phoneGetHookSwitch)              \
    F(TSPI_phoneGetIcon)                    \
    F(TSPI_phoneGetID)                      \
    F(TSPI_phoneGetLamp)                    \
    F(TSPI_phoneGetRing)                    \
    F(TSPI_phoneGetStatus)                  \
    F(TSPI_phoneGetVolume)                  \
    F(TSPI_phoneNegotiateExtVersion)        \
    F(TSPI_phoneNegotiateTSPIVersion)       \
    F(TSPI_phoneOpen)                       \
    F(TSPI_phoneSelectExtVersion)           \
    F(TSPI_phoneSetButtonInfo)              \
    F(TSPI_phoneSetData)                    \
    F(TSPI_phoneSetDisplay)                 \
    F(TSPI_phoneSetGain)                    \
    F(TSPI_phoneSetHookSwitch)              \
    F(TSPI_phoneSetLamp)                    \
    F(TSPI_phoneSetRing)                    \
    F(TSPI_phoneSetStatusMessages)          \
    F(TSPI_phoneSetVolume)

typedef struct provider {
    void *library;
#define MEMBER(name) __typeof__(&name) name;
    PROVIDER_FUNCTIONS(MEMBER)
#undef MEMBER
} provider;

/* Loads a provider. 0 when it cannot be loaded or lacks a function: then a line on standard error says which. */
int provider_load(provider *provider, const char *path);
/* 0 when that failed. */
int provider_unload(provider *provider);

#endif
