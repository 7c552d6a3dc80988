//! The macro that exports a provider's functions.

/// Exports the functions of a service provider from the author's library.
///
/// `export!(Office)` takes a constant expression that is a [`ServiceProvider`](crate::ServiceProvider); it
/// stands once in a library. A function that is to be left out is named after `without`:
/// `export!(Office; without TSPI_phoneGetIcon, TSPI_phoneDevSpecific)`. What is left out shows no feature bit.
/// `TSPI_lineNegotiateTSPIVersion`, `TSPI_providerEnumDevices`, `TSPI_providerInit` and
/// `TSPI_providerShutdown` must stay: TAPI loads no provider without them.
///
/// The functions have TAPI's names and are what [`Exports`](crate::Exports) documents; they are unsafe code,
/// which the author's crate must allow. Page: `tspi-functions`.
#[macro_export]
macro_rules! export {
    ($author:expr $(; without $($left_out:ident),+ $(,)?)?) => {
        const _: () = {
            static HANDLES: $crate::Handles = $crate::Handles::new();
            static AUTHOR: &(dyn $crate::ServiceProvider + 'static) = &$author;
            const EXPORTED: $crate::Functions =
                $crate::Functions::all()$($(.difference($crate::Functions::$left_out))+)?;
            static EXPORTS: $crate::Exports =
                $crate::Exports::of_library(AUTHOR, EXPORTED, &HANDLES);

            // Nothing for what is left out, a function for everything else.
            macro_rules! __tspkit_export_unless_left_out {
                $($(($left_out $parts:tt) => {};)+)?
                ($name:ident $parts:tt) => { $crate::__export_one! { EXPORTS $name $parts } };
            }
            $crate::__for_each_function!(__tspkit_export_unless_left_out);
        };
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __export_one {
    ($exports:ident $name:ident { $method:ident($($parameter:ident: $type:ty),* $(,)?) }) => {
        #[unsafe(no_mangle)]
        #[allow(non_snake_case, unsafe_code, unreachable_pub, clippy::too_many_arguments)]
        pub unsafe extern "system" fn $name($($parameter: $type),*) -> i32 {
            // SAFETY: TAPI keeps the promises that the method asks for, as its page states them.
            unsafe { $exports.$method($($parameter),*) }
        }
    };
}

/// Every function with the method that does it.
#[doc(hidden)]
#[macro_export]
macro_rules! __for_each_function {
    ($do:ident) => {
        $do! { TSPI_lineNegotiateTSPIVersion {
            line_negotiate_tspi_version(device: u32, low: u32, high: u32, version: *mut u32)
        } }
        $do! { TSPI_providerEnumDevices {
            provider_enum_devices(
                permanent_id: u32, lines: *mut u32, phones: *mut u32, provider: usize,
                line_create: $crate::LineEventProc, phone_create: $crate::PhoneEventProc
            )
        } }
        $do! { TSPI_providerInit {
            provider_init(
                version: u32, permanent_id: u32, line_base: u32, phone_base: u32, lines: usize,
                phones: usize, completion: $crate::CompletionProc, options: *mut u32
            )
        } }
        $do! { TSPI_providerShutdown { provider_shutdown(version: u32, permanent_id: u32) } }
        $do! { TSPI_providerCreatePhoneDevice {
            provider_create_phone_device(temporary_id: usize, device: u32)
        } }
        $do! { TSPI_providerUIIdentify { provider_ui_identify(name: *mut u16) } }
        $do! { TSPI_providerFreeDialogInstance { provider_free_dialog_instance(dialog: usize) } }
        $do! { TSPI_providerGenericDialogData {
            provider_generic_dialog_data(
                object: usize, object_type: u32, params: *mut u8, size: u32
            )
        } }
        $do! { TSPI_providerInstall { provider_install(owner: usize, permanent_id: u32) } }
        $do! { TSPI_providerConfig { provider_config(owner: usize, permanent_id: u32) } }
        $do! { TSPI_providerRemove { provider_remove(owner: usize, permanent_id: u32) } }
        $do! { TUISPI_providerInstall {
            ui_provider_install(callback: $crate::UiCallback, owner: usize, permanent_id: u32)
        } }
        $do! { TUISPI_providerConfig {
            ui_provider_config(callback: $crate::UiCallback, owner: usize, permanent_id: u32)
        } }
        $do! { TUISPI_providerRemove {
            ui_provider_remove(callback: $crate::UiCallback, owner: usize, permanent_id: u32)
        } }
        $do! { TUISPI_providerGenericDialog {
            ui_provider_generic_dialog(
                callback: $crate::UiCallback, dialog: u32, params: *mut u8, size: u32,
                event: usize
            )
        } }
        $do! { TUISPI_providerGenericDialogData {
            ui_provider_generic_dialog_data(dialog: u32, params: *mut u8, size: u32)
        } }
        $do! { TSPI_phoneNegotiateTSPIVersion {
            phone_negotiate_tspi_version(device: u32, low: u32, high: u32, version: *mut u32)
        } }
        $do! { TSPI_phoneNegotiateExtVersion {
            phone_negotiate_ext_version(
                device: u32, version: u32, low: u32, high: u32, extension: *mut u32
            )
        } }
        $do! { TSPI_phoneGetExtensionID {
            phone_get_extension_id(device: u32, version: u32, id: *mut [u32; 4])
        } }
        $do! { TSPI_phoneGetDevCaps {
            phone_get_dev_caps(device: u32, version: u32, extension: u32, caps: *mut u8)
        } }
        $do! { TSPI_phoneGetIcon {
            phone_get_icon(device: u32, class: *const u16, icon: *mut usize)
        } }
        $do! { TSPI_phoneOpen {
            phone_open(
                device: u32, tapi_phone: usize, phone: *mut usize, version: u32,
                event: $crate::PhoneEventProc
            )
        } }
        $do! { TSPI_phoneClose { phone_close(phone: usize) } }
        $do! { TSPI_phoneSelectExtVersion {
            phone_select_ext_version(phone: usize, version: u32)
        } }
        $do! { TSPI_phoneSetStatusMessages {
            phone_set_status_messages(
                phone: usize, states: u32, button_modes: u32, button_states: u32
            )
        } }
        $do! { TSPI_phoneGetID {
            phone_get_id(phone: usize, id: *mut u8, class: *const u16, process: usize)
        } }
        $do! { TSPI_phoneGetStatus { phone_get_status(phone: usize, status: *mut u8) } }
        $do! { TSPI_phoneGetData {
            phone_get_data(phone: usize, area: u32, data: *mut u8, size: u32)
        } }
        $do! { TSPI_phoneGetDisplay { phone_get_display(phone: usize, display: *mut u8) } }
        $do! { TSPI_phoneGetLamp {
            phone_get_lamp(phone: usize, lamp: u32, mode: *mut u32)
        } }
        $do! { TSPI_phoneGetButtonInfo {
            phone_get_button_info(phone: usize, button: u32, info: *mut u8)
        } }
        $do! { TSPI_phoneGetRing {
            phone_get_ring(phone: usize, mode: *mut u32, volume: *mut u32)
        } }
        $do! { TSPI_phoneGetHookSwitch {
            phone_get_hook_switch(phone: usize, devices: *mut u32)
        } }
        $do! { TSPI_phoneGetVolume {
            phone_get_volume(phone: usize, device: u32, volume: *mut u32)
        } }
        $do! { TSPI_phoneGetGain {
            phone_get_gain(phone: usize, device: u32, gain: *mut u32)
        } }
        $do! { TSPI_phoneSetData {
            phone_set_data(request: u32, phone: usize, area: u32, data: *const u8, size: u32)
        } }
        $do! { TSPI_phoneSetDisplay {
            phone_set_display(
                request: u32, phone: usize, row: u32, column: u32, text: *const u8, size: u32
            )
        } }
        $do! { TSPI_phoneSetLamp {
            phone_set_lamp(request: u32, phone: usize, lamp: u32, mode: u32)
        } }
        $do! { TSPI_phoneSetButtonInfo {
            phone_set_button_info(request: u32, phone: usize, button: u32, info: *mut u8)
        } }
        $do! { TSPI_phoneSetRing {
            phone_set_ring(request: u32, phone: usize, mode: u32, volume: u32)
        } }
        $do! { TSPI_phoneSetHookSwitch {
            phone_set_hook_switch(request: u32, phone: usize, devices: u32, mode: u32)
        } }
        $do! { TSPI_phoneSetVolume {
            phone_set_volume(request: u32, phone: usize, device: u32, volume: u32)
        } }
        $do! { TSPI_phoneSetGain {
            phone_set_gain(request: u32, phone: usize, device: u32, gain: u32)
        } }
        $do! { TSPI_phoneDevSpecific {
            phone_dev_specific(request: u32, phone: usize, params: *mut u8, size: u32)
        } }
        $do! { TSPI_providerCreateLineDevice {
            provider_create_line_device(temporary_id: usize, device: u32)
        } }
        $do! { TSPI_lineNegotiateExtVersion {
            line_negotiate_ext_version(
                device: u32, version: u32, low: u32, high: u32, extension: *mut u32
            )
        } }
        $do! { TSPI_lineGetExtensionID {
            line_get_extension_id(device: u32, version: u32, id: *mut [u32; 4])
        } }
        $do! { TSPI_lineGetDevCaps {
            line_get_dev_caps(device: u32, version: u32, extension: u32, caps: *mut u8)
        } }
        $do! { TSPI_lineGetAddressCaps {
            line_get_address_caps(
                device: u32, address: u32, version: u32, extension: u32, caps: *mut u8
            )
        } }
        $do! { TSPI_lineGetIcon {
            line_get_icon(device: u32, class: *const u16, icon: *mut usize)
        } }
        $do! { TSPI_lineGetDevConfig {
            line_get_dev_config(device: u32, config: *mut u8, class: *const u16)
        } }
        $do! { TSPI_lineSetDevConfig {
            line_set_dev_config(device: u32, config: *const u8, size: u32, class: *const u16)
        } }
        $do! { TSPI_lineOpen {
            line_open(
                device: u32, tapi_line: usize, line: *mut usize, version: u32,
                event: $crate::LineEventProc
            )
        } }
        $do! { TSPI_lineClose { line_close(line: usize) } }
        $do! { TSPI_lineSelectExtVersion { line_select_ext_version(line: usize, version: u32) } }
        $do! { TSPI_lineSetStatusMessages {
            line_set_status_messages(line: usize, line_states: u32, address_states: u32)
        } }
        $do! { TSPI_lineSetDefaultMediaDetection {
            line_set_default_media_detection(line: usize, modes: u32)
        } }
        $do! { TSPI_lineConditionalMediaDetection {
            line_conditional_media_detection(line: usize, modes: u32, params: *const u8)
        } }
        $do! { TSPI_lineGetLineDevStatus { line_get_line_dev_status(line: usize, status: *mut u8) } }
        $do! { TSPI_lineGetAddressStatus {
            line_get_address_status(line: usize, address: u32, status: *mut u8)
        } }
        $do! { TSPI_lineGetNumAddressIDs { line_get_num_address_ids(line: usize, count: *mut u32) } }
        $do! { TSPI_lineGetAddressID {
            line_get_address_id(
                line: usize, id: *mut u32, mode: u32, address: *const u8, size: u32
            )
        } }
        $do! { TSPI_lineGetID {
            line_get_id(
                line: usize, address: u32, call: usize, select: u32, id: *mut u8,
                class: *const u16, process: usize
            )
        } }
        $do! { TSPI_lineMakeCall {
            line_make_call(
                request: u32, line: usize, tapi_call: usize, call: *mut usize,
                number: *const u16, country: u32, params: *const u8
            )
        } }
        $do! { TSPI_lineDial {
            line_dial(request: u32, call: usize, number: *const u16, country: u32)
        } }
        $do! { TSPI_lineAccept {
            line_accept(request: u32, call: usize, user_user_info: *const u8, size: u32)
        } }
        $do! { TSPI_lineAnswer {
            line_answer(request: u32, call: usize, user_user_info: *const u8, size: u32)
        } }
        $do! { TSPI_lineDrop {
            line_drop(request: u32, call: usize, user_user_info: *const u8, size: u32)
        } }
        $do! { TSPI_lineCloseCall { line_close_call(call: usize) } }
        $do! { TSPI_lineHold { line_hold(request: u32, call: usize) } }
        $do! { TSPI_lineUnhold { line_unhold(request: u32, call: usize) } }
        $do! { TSPI_lineSwapHold { line_swap_hold(request: u32, call: usize, held: usize) } }
        $do! { TSPI_lineSetupTransfer {
            line_setup_transfer(
                request: u32, call: usize, tapi_consultation: usize, consultation: *mut usize,
                params: *const u8
            )
        } }
        $do! { TSPI_lineCompleteTransfer {
            line_complete_transfer(
                request: u32, call: usize, consultation: usize, tapi_conference: usize,
                conference: *mut usize, mode: u32
            )
        } }
        $do! { TSPI_lineBlindTransfer {
            line_blind_transfer(request: u32, call: usize, number: *const u16, country: u32)
        } }
        $do! { TSPI_lineRedirect {
            line_redirect(request: u32, call: usize, number: *const u16, country: u32)
        } }
        $do! { TSPI_lineGenerateDigits {
            line_generate_digits(
                call: usize, id: u32, mode: u32, digits: *const u16, duration: u32
            )
        } }
        $do! { TSPI_lineGetCallInfo { line_get_call_info(call: usize, info: *mut u8) } }
        $do! { TSPI_lineGetCallStatus { line_get_call_status(call: usize, status: *mut u8) } }
        $do! { TSPI_lineGetCallAddressID {
            line_get_call_address_id(call: usize, address: *mut u32)
        } }
        $do! { TSPI_lineGetCallIDs {
            line_get_call_ids(call: usize, address: *mut u32, id: *mut u32, related: *mut u32)
        } }
        $do! { TSPI_lineSendUserUserInfo {
            line_send_user_user_info(request: u32, call: usize, data: *const u8, size: u32)
        } }
        $do! { TSPI_lineReleaseUserUserInfo {
            line_release_user_user_info(request: u32, call: usize)
        } }
        $do! { TSPI_lineSetCallData {
            line_set_call_data(request: u32, call: usize, data: *const u8, size: u32)
        } }
        $do! { TSPI_lineSetCallParams {
            line_set_call_params(
                request: u32, call: usize, bearer_mode: u32, min_rate: u32, max_rate: u32,
                dial_params: *const u8
            )
        } }
        $do! { TSPI_lineSetAppSpecific { line_set_app_specific(call: usize, value: u32) } }
        $do! { TSPI_lineSetMediaMode { line_set_media_mode(call: usize, mode: u32) } }
        $do! { TSPI_lineDevSpecific {
            line_dev_specific(
                request: u32, line: usize, address: u32, call: usize, params: *const u8,
                size: u32
            )
        } }
    };
}
