//! What a line can do, as TAPI has it: `LINEDEVCAPS` and `LINEADDRESSCAPS`.

use tspkit::{
    LineInfo, LineModel,
    abi::{
        LineAddressFeatures, LineAddressModes, LineAddressSharing, LineAddressStates,
        LineAddressTypes, LineAnswerModes, LineBusyModes, LineCallFeatures, LineCallFeatures2,
        LineCallInfoStates, LineCallPartyIds, LineCallStates, LineConnectedModes, LineDevCapFlags,
        LineDevStates, LineDialToneModes, LineDisconnectModes, LineError, LineFeatures,
        LineOfferingModes, LineSpecialInfo, LineTransferModes, TspiVersion,
        structure::{
            DialParams, LineAddressCaps, LineDevCaps, UserUserSizes, Written, pstn_protocol_guid,
        },
    },
};

use crate::{
    about::About,
    functions::Functions,
    provider::{PHONE_CLASS, permanent_guid},
};

/// The device class of lines.
pub(crate) const LINE_CLASS: &str = "tapi/line";
/// The id of a line's only address.
pub(crate) const THE_ADDRESS: u32 = 0;
/// The longest that an answer can be waited for, in seconds.
const LONGEST_RINGING: u32 = 3600;

/// A line as TAPI asks for it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LineAsked<'a> {
    pub(crate) about: About,
    pub(crate) exported: Functions,
    pub(crate) device: u32,
    pub(crate) line: &'a LineInfo,
    /// A phone belongs to it.
    pub(crate) has_phone: bool,
    pub(crate) version: TspiVersion,
}

impl LineAsked<'_> {
    fn classes(&self) -> &'static [&'static str] {
        if self.has_phone {
            &[LINE_CLASS, PHONE_CLASS]
        } else {
            &[LINE_CLASS]
        }
    }
}

/// Fills a caller's `LINEDEVCAPS`.
pub(crate) fn line_capabilities(
    asked: LineAsked<'_>,
    bytes: &mut [u8],
) -> Result<Written, LineError> {
    let (about, line) = (asked.about, asked.line);
    let model = &line.model;
    let limits = model.user_user;
    let provider_info = format!("{} {}", about.vendor, about.product);
    let features = call_features(model, asked.exported);
    let digits = features.contains(LineCallFeatures::GENERATEDIGITS);
    let number = line.id.0.to_le_bytes();
    let caps = LineDevCaps {
        provider_info: &provider_info,
        switch_info: &model.description,
        permanent_line_id: line.id.0,
        line_name: &line.name,
        address_modes: LineAddressModes::ADDRESSID | LineAddressModes::DIALABLEADDR,
        num_addresses: 1,
        bearer_modes: model.bearer_modes,
        media_modes: model.media_modes,
        generate_digit_modes: if digits {
            model.digit_modes
        } else {
            tspkit::abi::LineDigitModes::empty()
        },
        flags: model.device_flags | LineDevCapFlags::CLOSEDROP,
        max_active_calls: model.active_calls,
        answer_mode: LineAnswerModes::NONE,
        ring_modes: model.ring_modes,
        line_states: line_states(model),
        user_user: UserUserSizes {
            accept: limits.accept,
            answer: limits.answer,
            make_call: limits.make_call,
            drop: limits.drop,
            send: limits.send,
            call_info: limits.receive,
        },
        max_rate: model.max_rate,
        min_dial_params: model.dial.shortest,
        max_dial_params: model.dial.longest,
        default_dial_params: model.dial.usual,
        line_features: line_features(model, asked.exported),
        device_classes: asked.classes(),
        permanent_line_guid: permanent_guid(about, &[b"line", &number]),
        address_types: LineAddressTypes::PHONENUMBER,
        protocol_guid: pstn_protocol_guid(),
        ..LineDevCaps::default()
    };
    caps.write(bytes, asked.version).map_err(LineError::from)
}

/// Fills a caller's `LINEADDRESSCAPS`.
pub(crate) fn address_capabilities(
    asked: LineAsked<'_>,
    bytes: &mut [u8],
) -> Result<Written, LineError> {
    let line = asked.line;
    let model = &line.model;
    let features = call_features(model, asked.exported);
    let (mut transfer_modes, mut features2) =
        (LineTransferModes::empty(), LineCallFeatures2::empty());
    if features.contains(LineCallFeatures::COMPLETETRANSF) {
        transfer_modes = LineTransferModes::TRANSFER;
        features2 = LineCallFeatures2::TRANSFERNORM;
    }
    let states = model.states | LineCallStates::IDLE;
    let parties = LineCallPartyIds::all();
    let caps = LineAddressCaps {
        line_device_id: asked.device,
        address: &line.address,
        sharing: LineAddressSharing::PRIVATE,
        address_states: address_states(),
        call_info_states: call_info_states(model),
        caller_id: parties,
        called_id: parties,
        connected_id: parties,
        redirection_id: parties,
        redirecting_id: parties,
        call_states: states,
        dial_tone_modes: modes_of(states, LineCallStates::DIALTONE, LineDialToneModes::all()),
        busy_modes: modes_of(states, LineCallStates::BUSY, LineBusyModes::all()),
        special_info: modes_of(states, LineCallStates::SPECIALINFO, LineSpecialInfo::all()),
        disconnect_modes: modes_of(
            states,
            LineCallStates::DISCONNECTED,
            LineDisconnectModes::all(),
        ),
        connected_modes: modes_of(states, LineCallStates::CONNECTED, LineConnectedModes::all()),
        offering_modes: modes_of(states, LineCallStates::OFFERING, LineOfferingModes::all()),
        max_active_calls: model.active_calls,
        max_on_hold_calls: model.held_calls,
        max_on_hold_pending_calls: model.transfer_calls,
        flags: model.address_flags,
        call_features: features,
        call_features2: features2,
        transfer_modes,
        address_features: if can_make_calls(asked.exported) {
            LineAddressFeatures::MAKECALL
        } else {
            LineAddressFeatures::empty()
        },
        device_classes: asked.classes(),
        max_call_data_size: model.call_data,
        max_no_answer_timeout: LONGEST_RINGING,
        available_media_modes: model.media_modes,
        ..LineAddressCaps::default()
    };
    caps.write(bytes, asked.version).map_err(LineError::from)
}

/// Everything that can be done with calls, whatever their state.
fn call_features(model: &LineModel, exported: Functions) -> LineCallFeatures {
    model.features & exported.call_features()
}

/// Everything that can be done with the line, whatever its state.
pub(super) fn line_features(model: &LineModel, exported: Functions) -> LineFeatures {
    let mut features = LineFeatures::empty();
    features.set(LineFeatures::MAKECALL, can_make_calls(exported));
    let specific =
        model.dev_specific_requests && exported.contains(Functions::TSPI_lineDevSpecific);
    features.set(LineFeatures::DEVSPECIFIC, specific);
    features
}

const fn can_make_calls(exported: Functions) -> bool {
    exported.contains(Functions::TSPI_lineMakeCall)
}

/// The details of a state, if calls can be in it.
fn modes_of<T: Default>(states: LineCallStates, state: LineCallStates, modes: T) -> T {
    if states.contains(state) {
        modes
    } else {
        T::default()
    }
}

/// Everything that the line may report of itself.
fn line_states(model: &LineModel) -> LineDevStates {
    let mut states = LineDevStates::CONNECTED
        | LineDevStates::DISCONNECTED
        | LineDevStates::INSERVICE
        | LineDevStates::OUTOFSERVICE
        | LineDevStates::NUMCALLS
        | LineDevStates::CAPSCHANGE
        | LineDevStates::REMOVED;
    states.set(LineDevStates::RINGING, model.ring_modes > 0);
    states.set(LineDevStates::DEVSPECIFIC, model.dev_specific_requests);
    states
}

fn address_states() -> LineAddressStates {
    LineAddressStates::OTHER
        | LineAddressStates::INUSEZERO
        | LineAddressStates::INUSEONE
        | LineAddressStates::NUMCALLS
        | LineAddressStates::CAPSCHANGE
}

/// Everything that calls may report.
fn call_info_states(model: &LineModel) -> LineCallInfoStates {
    use LineCallInfoStates as I;
    let mut states = I::BEARERMODE
        | I::RATE
        | I::MEDIAMODE
        | I::APPSPECIFIC
        | I::CALLID
        | I::RELATEDCALLID
        | I::CALLERID
        | I::CALLEDID
        | I::CONNECTEDID
        | I::REDIRECTIONID
        | I::REDIRECTINGID;
    let flags = model.device_flags;
    states.set(I::DIALPARAMS, model.dial.longest != DialParams::default());
    states.set(I::TRUNK, model.trunks > 0);
    states.set(I::USERUSERINFO, model.user_user.receive > 0);
    states.set(
        I::HIGHLEVELCOMP,
        flags.contains(LineDevCapFlags::HIGHLEVCOMP),
    );
    states.set(I::LOWLEVELCOMP, flags.contains(LineDevCapFlags::LOWLEVCOMP));
    states.set(I::CHARGINGINFO, model.charging);
    states.set(I::DEVSPECIFIC, model.dev_specific > 0);
    states.set(I::CALLDATA, model.call_data > 0);
    states
}
