//! A phone, opened.

mod answered;
mod area_order;
mod check;
mod device;
mod payload;
mod reply;
mod session;
mod status;

use std::{
    fmt::{self, DebugStruct},
    sync::Arc,
};

use bytes::Bytes;
use tspkit_abi::{HookSwitchDevices, HookSwitchModes, LampModes};
use tspkit_delivery::Turn;
use tspkit_hal::{ButtonInfo, PhoneId, PhoneInfo, PhoneModel, PhoneReply, PhoneRequest, Ring};

pub use self::status::PhoneStatus;
pub(crate) use self::{
    device::Device,
    payload::{Extra, Route},
    session::Session,
};
use crate::{
    error::Error,
    event::{Event, Subscription},
    office::{CloseError, Office},
    request::{Request, Target, sealed},
};

/// A phone of an [`Office`], opened (`TSPI_phoneOpen`).
///
/// Cheap to clone; every clone is the same opened phone. It is closed by [`close`](Self::close), or when the
/// last clone is dropped; a [`Pending`](crate::Pending) and a [`Ticket`](crate::Ticket) have one too, a request
/// that a callback or the completion sink answers has not. Any thread may use it.
///
/// The functions make a [`Request`]; nothing happens until that is waited for, awaited or given a callback. A
/// request that breaks a rule is refused before the driver sees it, in this order: the phone is closed
/// (`INVALPHONEHANDLE`), it cannot do this at all (`OPERATIONUNAVAIL`), it is not in a state to
/// (`INVALPHONESTATE`), a parameter is out of range (`INVALDATAID` and its kin), data does not fit
/// (`OPERATIONFAILED`), there is no memory (`NOMEM`), too many requests are open (`RESOURCEUNAVAIL`).
#[derive(Clone)]
pub struct Phone {
    // Beside its owner, so that a request does not look at both.
    session: Arc<Session>,
    owner: Arc<Owner>,
}

/// Closes the phone when nobody has it any more.
struct Owner {
    session: Arc<Session>,
    /// A phone keeps its office open.
    office: Office,
}

impl Phone {
    pub(crate) fn open(office: &Office, index: u32) -> Result<Self, Error> {
        let session = Session::open(office.core(), index)?;
        Ok(Self {
            session: session.clone(),
            owner: Arc::new(Owner {
                session,
                office: office.clone(),
            }),
        })
    }

    /// Downloads `data` into a data area (`TSPI_phoneSetData`).
    ///
    /// The bytes' meaning, and what choosing the area does, are the phone's; no bytes at all are a request
    /// too. A string is sent as its bytes, without a NUL.
    ///
    /// Errors of its own: `OPERATIONUNAVAIL` when the phone has no area for download, `INVALDATAID` when it
    /// has none of that number, `OPERATIONFAILED` when the data is larger than the area.
    ///
    /// ```
    /// # let office = tspkit::open("sim:")?;
    /// let phone = office.phone(0)?;
    /// phone.set_data(3, vec![0; 4096]).wait()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn set_data(&self, area: u32, data: impl Into<Bytes>) -> Request<()> {
        self.done(PhoneRequest::SetData {
            area,
            data: data.into(),
        })
    }

    /// Uploads what a data area holds (`TSPI_phoneGetData`).
    ///
    /// Errors of its own: as [`set_data`](Self::set_data), for upload.
    pub fn get_data(&self, area: u32) -> Request<Bytes> {
        self.get_data_up_to(area, u32::MAX)
    }

    /// Uploads what a data area holds, at most `size` bytes of it. Size 0 asks the phone and copies nothing.
    pub fn get_data_up_to(&self, area: u32, size: u32) -> Request<Bytes> {
        let limit = self
            .capabilities()
            .find_area(area)
            .map_or(size, |area| area.size.min(size));
        self.request(
            PhoneRequest::GetData { area, size: limit },
            reply::data(limit),
        )
    }

    /// Writes to the display from that row and column on, both from 0 (`TSPI_phoneSetDisplay`).
    ///
    /// Errors of its own: `OPERATIONUNAVAIL` without a display, `INVALPARAM` when the text reaches beyond it.
    pub fn set_display(&self, row: u32, column: u32, text: impl Into<String>) -> Request<()> {
        self.done(PhoneRequest::SetDisplay {
            row,
            column,
            text: text.into(),
        })
    }

    /// Reads the display, row by row (`TSPI_phoneGetDisplay`).
    pub fn display(&self) -> Request<Vec<String>> {
        self.request(PhoneRequest::GetDisplay, reply::display)
    }

    /// Lights a lamp, in one mode (`TSPI_phoneSetLamp`).
    ///
    /// Errors of its own: `OPERATIONUNAVAIL` without lamps, `INVALBUTTONLAMPID`, `INVALLAMPMODE`.
    pub fn set_lamp(&self, lamp: u32, mode: LampModes) -> Request<()> {
        self.done(PhoneRequest::SetLamp { lamp, mode })
    }

    /// Asks how a lamp is lit (`TSPI_phoneGetLamp`).
    pub fn lamp(&self, lamp: u32) -> Request<LampModes> {
        self.request(PhoneRequest::GetLamp { lamp }, reply::lamp)
    }

    /// Gives a button its function and text (`TSPI_phoneSetButtonInfo`).
    ///
    /// Errors of its own: `OPERATIONUNAVAIL` when no button can be set, `INVALBUTTONLAMPID`.
    pub fn set_button_info(&self, button: u32, info: ButtonInfo) -> Request<()> {
        self.done(PhoneRequest::SetButtonInfo { button, info })
    }

    /// Asks for a button's function, text and state (`TSPI_phoneGetButtonInfo`).
    pub fn button_info(&self, button: u32) -> Request<ButtonInfo> {
        self.request(PhoneRequest::GetButtonInfo { button }, reply::button)
    }

    /// Rings in that mode and volume, 0 to 0xFFFF; mode 0 is silence (`TSPI_phoneSetRing`).
    ///
    /// Errors of its own: `OPERATIONUNAVAIL` without a ringer, `INVALRINGMODE`.
    pub fn set_ring(&self, mode: u32, volume: u32) -> Request<()> {
        self.done(PhoneRequest::SetRing { mode, volume })
    }

    /// Asks how the phone rings (`TSPI_phoneGetRing`).
    pub fn ring(&self) -> Request<Ring> {
        self.request(PhoneRequest::GetRing, reply::ring)
    }

    /// Puts hookswitch devices into a mode (`TSPI_phoneSetHookSwitch`).
    ///
    /// Errors of its own: `OPERATIONUNAVAIL`, `INVALHOOKSWITCHDEV`, `INVALHOOKSWITCHMODE`.
    pub fn set_hookswitch(&self, devices: HookSwitchDevices, mode: HookSwitchModes) -> Request<()> {
        self.done(PhoneRequest::SetHookSwitch { devices, mode })
    }

    /// Asks which hookswitch devices are off hook (`TSPI_phoneGetHookSwitch`).
    pub fn hookswitch(&self) -> Request<HookSwitchDevices> {
        self.request(PhoneRequest::GetHookSwitch, reply::hookswitch)
    }

    /// Sets a device's volume, 0 to 0xFFFF (`TSPI_phoneSetVolume`).
    ///
    /// Errors of its own: `OPERATIONUNAVAIL`, `INVALHOOKSWITCHDEV`.
    pub fn set_volume(&self, device: HookSwitchDevices, volume: u32) -> Request<()> {
        self.done(PhoneRequest::SetVolume { device, volume })
    }

    /// Asks for a device's volume (`TSPI_phoneGetVolume`).
    pub fn volume(&self, device: HookSwitchDevices) -> Request<u32> {
        self.request(PhoneRequest::GetVolume { device }, reply::level)
    }

    /// Sets a device's gain, 0 to 0xFFFF (`TSPI_phoneSetGain`).
    ///
    /// Errors of its own: `OPERATIONUNAVAIL`, `INVALHOOKSWITCHDEV`.
    pub fn set_gain(&self, device: HookSwitchDevices, gain: u32) -> Request<()> {
        self.done(PhoneRequest::SetGain { device, gain })
    }

    /// Asks for a device's gain (`TSPI_phoneGetGain`).
    pub fn gain(&self, device: HookSwitchDevices) -> Request<u32> {
        self.request(PhoneRequest::GetGain { device }, reply::level)
    }

    /// Says something to the driver that only the two understand (`TSPI_phoneDevSpecific`), and brings its answer.
    pub fn dev_specific(&self, data: impl Into<Bytes>) -> Request<Bytes> {
        self.request(
            PhoneRequest::DevSpecific { data: data.into() },
            reply::data(u32::MAX),
        )
    }

    /// Submits a request that is answered under a number, to the office's
    /// [`CompletionSink`](crate::CompletionSink): what a service provider needs. A download or upload takes
    /// no allocation.
    ///
    /// # Errors
    ///
    /// Why it was refused; then the sink is not called for it.
    pub fn submit(&self, number: u64, request: PhoneRequest) -> Result<(), Error> {
        let deadline = self.session.deadline();
        self.session()
            .submit(request, Route::Numbered(number), deadline)
            .map(drop)
    }

    /// Whether a request would be accepted now: the phone is open, can do it and is in a state to, and the
    /// parameters are ones that it has. The driver is not asked. Whether there is room for one more request is
    /// not looked at.
    ///
    /// # Errors
    ///
    /// Why it would be refused, in the order that [`Phone`] gives.
    ///
    /// ```
    /// use tspkit::{PhoneError, PhoneRequest};
    ///
    /// let office = tspkit::open("sim:")?;
    /// let phone = office.phone(0)?;
    /// let refused = phone.check(&PhoneRequest::GetLamp { lamp: 1000 }).unwrap_err();
    /// assert_eq!(refused.code(), PhoneError::InvalButtonLampId);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn check(&self, request: &PhoneRequest) -> Result<(), Error> {
        self.session().check_now(request)
    }

    /// The phone's permanent number.
    pub fn id(&self) -> PhoneId {
        self.session().device.id
    }

    /// What the phone is, as it is now.
    pub fn info(&self) -> PhoneInfo {
        self.session().device.info()
    }

    /// What the phone can do, as it is now.
    pub fn capabilities(&self) -> Arc<PhoneModel> {
        self.session().model()
    }

    /// How the phone is, as far as is known without asking it.
    ///
    /// Kept by its events, and by the requests on it: what one has set or was answered is known before its
    /// own answer is delivered. A text that is written to a display whose rows nobody has told stays unknown.
    pub fn status(&self) -> PhoneStatus {
        self.session().device.status()
    }

    /// Whether the office's listeners are told of downloads that succeed while this phone is open
    /// ([`Event::Downloaded`]). They are, until it is turned off, which makes downloads cheaper where nobody
    /// asks: a service provider whose application has not asked for `PHONESTATE_OTHER`.
    ///
    /// Of changes that the phone makes by itself they are told in any case.
    pub fn tell_downloads(&self, wanted: bool) {
        self.session().tell_downloads(wanted);
    }

    /// Has `listener` called for this phone's events, as [`Office::on_event`].
    pub fn on_event(&self, listener: impl Fn(&Event) + Send + Sync + 'static) -> Subscription {
        let id = self.id();
        self.owner.office.on_event(move |event| {
            if event.phone() == Some(id) {
                listener(event);
            }
        })
    }

    /// The office.
    pub fn office(&self) -> &Office {
        &self.owner.office
    }

    /// Closes the phone (`TSPI_phoneClose`): answers every request that is still open on it with
    /// `OPERATIONFAILED`, and waits for callbacks that other threads are in, those of the phone's events
    /// included. No answer is delivered for it afterwards. Closing it again does nothing.
    ///
    /// Listeners are the office's and go on hearing of the phone: an event whose telling begins after closing
    /// did is not waited for. A listener that looks, when it is called, at something that was set before
    /// `close` finds it set in each such case.
    ///
    /// Inside a callback the answers are delivered nested, on this thread, and that callback itself is not
    /// waited for.
    ///
    /// # Errors
    ///
    /// [`CloseError::CallbackRunning`] when a callback on another thread did not return within
    /// [`OpenOptions::close_limit`](crate::OpenOptions::close_limit); the phone is closed all the same.
    pub fn close(&self) -> Result<(), CloseError> {
        self.session().close()
    }

    pub(crate) fn session(&self) -> &Arc<Session> {
        &self.session
    }

    fn done(&self, request: PhoneRequest) -> Request<()> {
        self.request(request, reply::done)
    }

    fn request<T>(
        &self,
        request: PhoneRequest,
        read: impl FnOnce(PhoneReply) -> Result<T, PhoneReply> + Send + 'static,
    ) -> Request<T> {
        Request::new(self.clone(), request, Box::new(read))
    }
}

impl Target for Phone {}

impl sealed::Sealed for Phone {
    type What = PhoneRequest;
    type Reply = PhoneReply;
    type Error = Error;
    type Name = PhoneId;

    fn submit(&self, what: PhoneRequest, extra: Extra) -> Result<(u32, Turn), Error> {
        let limit = extra.limit.or(self.session.deadline());
        self.session
            .submit(what, Route::Extra(Box::new(extra)), limit)
    }

    fn cancel(&self, index: u32, turn: Turn) {
        let why = Error::Cancelled { phone: self.id() };
        self.session.cancel(index, turn, why);
    }

    fn name(&self) -> PhoneId {
        self.id()
    }

    fn unexpected(phone: PhoneId, got: PhoneReply) -> Error {
        let got = match got {
            PhoneReply::Data(data) => format!("{} bytes of data", data.len()),
            other => format!("{other:?}"),
        };
        Error::UnexpectedReply {
            phone,
            got: got.into(),
        }
    }

    fn describe(&self, what: &PhoneRequest, debug: &mut DebugStruct<'_, '_>) {
        debug
            .field("phone", &self.id().0)
            .field("request", &what.name())
            .field("area", &what.area());
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        // Whoever has closed it has waited for what there was to wait for.
        if !self.session.is_shut()
            && let Err(error) = self.session.close()
        {
            tracing::error!(phone = %self.session.device.id, %error, "a phone was dropped and did not close in time");
        }
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Phone").field(&self.id().0).finish()
    }
}
