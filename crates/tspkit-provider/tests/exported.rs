//! The functions that `export!` exports have TAPI's names and do their work; those that are left out are not there.

#![allow(non_snake_case, reason = "these are TAPI's names")]

mod support;

use std::{
    collections::HashSet,
    hint::black_box,
    sync::atomic::{AtomicI32, Ordering},
};

use support::{
    code,
    desk::AtOnce,
    tapi::{V3_0, ignore_event, room},
    until,
};
use tspkit_provider::{
    About, CompletionProc, Configuration, PhoneEventProc, ServiceProvider, export, hal::Hardware,
    tspkit::OpenError,
};

struct Office;

impl ServiceProvider for Office {
    fn about(&self) -> About {
        About::new("tspkit tests", "Exported", "exported.tsp")
    }

    fn hardware(&self, _configuration: &Configuration) -> Result<Box<dyn Hardware>, OpenError> {
        Ok(Box::new(AtOnce::default()))
    }
}

export!(Office; without TSPI_phoneGetIcon, TSPI_phoneSetRing);

// Were they exported too, this would not link.
#[unsafe(no_mangle)]
extern "system" fn TSPI_phoneGetIcon() -> i32 {
    code::OPERATIONUNAVAIL
}

#[unsafe(no_mangle)]
extern "system" fn TSPI_phoneSetRing() -> i32 {
    code::OPERATIONUNAVAIL
}

/// Functions that only have to be there.
macro_rules! there {
    ($($name:ident)*) => {
        unsafe extern "system" {
            $(fn $name();)*
        }
        const THERE: &[unsafe extern "system" fn()] = &[$($name),*];
    };
}

there! {
    TSPI_providerCreatePhoneDevice TSPI_providerUIIdentify TSPI_providerFreeDialogInstance
    TSPI_providerGenericDialogData TSPI_providerInstall TSPI_providerConfig TSPI_providerRemove
    TUISPI_providerInstall TUISPI_providerConfig TUISPI_providerRemove TUISPI_providerGenericDialog
    TUISPI_providerGenericDialogData
    TSPI_phoneDevSpecific TSPI_phoneGetButtonInfo TSPI_phoneGetDisplay TSPI_phoneGetExtensionID
    TSPI_phoneGetGain TSPI_phoneGetHookSwitch TSPI_phoneGetID TSPI_phoneGetLamp TSPI_phoneGetRing
    TSPI_phoneGetStatus TSPI_phoneGetVolume TSPI_phoneNegotiateExtVersion TSPI_phoneSelectExtVersion
    TSPI_phoneSetButtonInfo TSPI_phoneSetDisplay TSPI_phoneSetGain TSPI_phoneSetHookSwitch
    TSPI_phoneSetLamp TSPI_phoneSetStatusMessages TSPI_phoneSetVolume
    TSPI_providerCreateLineDevice TSPI_lineAccept TSPI_lineAnswer TSPI_lineBlindTransfer
    TSPI_lineClose TSPI_lineCloseCall TSPI_lineCompleteTransfer TSPI_lineConditionalMediaDetection
    TSPI_lineDevSpecific TSPI_lineDial TSPI_lineDrop TSPI_lineGenerateDigits TSPI_lineGetAddressCaps
    TSPI_lineGetAddressID TSPI_lineGetAddressStatus TSPI_lineGetCallAddressID TSPI_lineGetCallIDs
    TSPI_lineGetCallInfo TSPI_lineGetCallStatus TSPI_lineGetDevCaps TSPI_lineGetDevConfig
    TSPI_lineGetExtensionID TSPI_lineGetIcon TSPI_lineGetID TSPI_lineGetLineDevStatus
    TSPI_lineGetNumAddressIDs TSPI_lineHold TSPI_lineMakeCall TSPI_lineNegotiateExtVersion
    TSPI_lineOpen TSPI_lineRedirect TSPI_lineReleaseUserUserInfo TSPI_lineSelectExtVersion
    TSPI_lineSendUserUserInfo TSPI_lineSetAppSpecific TSPI_lineSetCallData TSPI_lineSetCallParams
    TSPI_lineSetDefaultMediaDetection TSPI_lineSetDevConfig TSPI_lineSetMediaMode
    TSPI_lineSetStatusMessages TSPI_lineSetupTransfer TSPI_lineSwapHold TSPI_lineUnhold
}

// As tspi.h declares them.
unsafe extern "system" {
    fn TSPI_lineNegotiateTSPIVersion(device: u32, low: u32, high: u32, version: *mut u32) -> i32;
    fn TSPI_providerEnumDevices(
        permanent_id: u32,
        lines: *mut u32,
        phones: *mut u32,
        provider: usize,
        line_create: usize,
        phone_create: PhoneEventProc,
    ) -> i32;
    fn TSPI_providerInit(
        version: u32,
        permanent_id: u32,
        line_base: u32,
        phone_base: u32,
        lines: usize,
        phones: usize,
        completion: CompletionProc,
        options: *mut u32,
    ) -> i32;
    fn TSPI_providerShutdown(version: u32, permanent_id: u32) -> i32;
    fn TSPI_phoneNegotiateTSPIVersion(device: u32, low: u32, high: u32, version: *mut u32) -> i32;
    fn TSPI_phoneGetDevCaps(device: u32, version: u32, extension: u32, caps: *mut u8) -> i32;
    fn TSPI_phoneOpen(
        device: u32,
        tapi_phone: usize,
        phone: *mut usize,
        version: u32,
        event: PhoneEventProc,
    ) -> i32;
    fn TSPI_phoneSetData(request: u32, phone: usize, area: u32, data: *const u8, size: u32) -> i32;
    fn TSPI_phoneGetData(phone: usize, area: u32, data: *mut u8, size: u32) -> i32;
    fn TSPI_phoneClose(phone: usize) -> i32;
}

static COMPLETED: AtomicI32 = AtomicI32::new(-1);

unsafe extern "system" fn complete(request: u32, result: i32) {
    assert_eq!(request, 5);
    COMPLETED.store(result, Ordering::SeqCst);
}

#[test]
fn a_session_through_the_exported_functions() {
    let there: HashSet<usize> = black_box(THERE)
        .iter()
        .map(|function| *function as usize)
        .collect();
    assert_eq!(there.len() + 10 + 2, 88);
    let (mut version, mut lines, mut phones, mut options) = (0, 9, 9, 0);
    // SAFETY: the output is a variable.
    let result =
        unsafe { TSPI_lineNegotiateTSPIVersion(u32::MAX, 0x0002_0000, V3_0, &raw mut version) };
    assert_eq!((result, version), (0, V3_0));
    let create = Some(ignore_event as unsafe extern "system" fn(_, _, _, _, _));
    // SAFETY: the outputs are variables, and the procedure a function.
    let result =
        unsafe { TSPI_providerEnumDevices(3, &raw mut lines, &raw mut phones, 1, 0, create) };
    assert_eq!((result, lines, phones), (0, 0, 2));
    // SAFETY: the output is a variable, and the procedure a function.
    let result =
        unsafe { TSPI_providerInit(V3_0, 3, 0, 4, 0, 2, Some(complete), &raw mut options) };
    assert_eq!((result, options), (0, 0));
    version = 0;
    // SAFETY: the output is a variable.
    let result = unsafe { TSPI_phoneNegotiateTSPIVersion(4, 0x0002_0000, V3_0, &raw mut version) };
    assert_eq!((result, version), (0, V3_0));

    // What is left out shows no feature: SETRING is 0x01000000, SETDATA beside it 0x00008000.
    let mut caps = room();
    // SAFETY: the structure is as long as it says.
    let result = unsafe { TSPI_phoneGetDevCaps(4, V3_0, 0, caps.as_mut_ptr()) };
    assert_eq!(result, 0);
    let features = u32::from_le_bytes(*caps[152..].first_chunk().expect("it is longer"));
    assert_eq!(features & 0x0100_8000, 0x8000);

    let mut phone = 0;
    // SAFETY: the output is a variable, and the procedure a function.
    let result = unsafe { TSPI_phoneOpen(4, 1, &raw mut phone, V3_0, create) };
    assert_eq!(result, 0);
    // SAFETY: four bytes that are there.
    let result = unsafe { TSPI_phoneSetData(5, phone, 0, b"data".as_ptr(), 4) };
    assert_eq!(result, 5);
    until("it is completed", || COMPLETED.load(Ordering::SeqCst) != -1);
    assert_eq!(COMPLETED.load(Ordering::SeqCst), 0);
    let mut data = [0xA5; 4];
    // SAFETY: four bytes that are there.
    let result = unsafe { TSPI_phoneGetData(phone, 1, data.as_mut_ptr(), 4) };
    assert_eq!((result, data), (0, [1; 4]));
    // SAFETY: it takes a number only.
    assert_eq!(unsafe { TSPI_phoneClose(phone) }, 0);
    // SAFETY: it takes a number only.
    assert_eq!(unsafe { TSPI_phoneClose(phone) }, code::INVALPHONEHANDLE);
    // SAFETY: it takes numbers only.
    assert_eq!(unsafe { TSPI_providerShutdown(V3_0, 3) }, 0);
    let left_out = [TSPI_phoneGetIcon(), TSPI_phoneSetRing()];
    assert_eq!(left_out, [code::OPERATIONUNAVAIL; 2]);
}
