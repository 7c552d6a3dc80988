//! Where panics are planted: hardware and an author that panic wherever they are told to.

use std::{
    panic::panic_any,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use tspkit_provider::{
    About, Configuration, Extension, ServiceProvider,
    abi::{LineError, PhoneError},
    hal::{
        Completion, Deadline, EventSink, Hardware, HardwareError, Inventory, LineInfo, Outcome,
        PhoneId, PhoneInfo, PhoneReply, PhoneRequest, Stopped,
        blocking::{BlockingHardware, Cancel, Link, Worker},
    },
    tspkit::OpenError,
};

use crate::{
    support::desk::{answer, phones},
    switch::Switch,
};

/// A place where foreign code runs on a provider's behalf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    // The author.
    About,
    MakeHardware,
    Extension,
    Icon,
    LineIcon,
    DeviceConfig,
    SetDeviceConfig,
    DialogData,
    Install,
    Configure,
    Remove,
    // Hardware of either kind.
    Inventory,
    Start,
    Drop,
    // Hardware that takes requests.
    Submit,
    SubmitLine,
    Cancelled,
    Thread,
    Stop,
    // Hardware that blocks.
    Links,
    LinkOf,
    CancelBound,
    CarryOut,
    Tend,
    Release,
}

/// How the hardware deals with requests that it does not panic over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It answers at once.
    Direct,
    /// It keeps every request, and panics in what it does on cancellation if that is planted.
    Keeping,
    /// A thread of its own answers each.
    Threaded,
    /// A worker carries it out.
    Blocking,
    /// It has lines, and answers at once.
    Switch,
    /// Likewise, and it keeps every request.
    SwitchKeeping,
    /// Likewise, and a thread of its own answers each.
    SwitchThreaded,
}

/// What is thrown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Payload {
    Text,
    /// Something that throws again when it is dropped.
    Bomb,
}

struct Plan {
    places: Vec<Place>,
    payload: Payload,
    kind: Kind,
}

static PLAN: Mutex<Plan> = Mutex::new(Plan {
    places: Vec::new(),
    payload: Payload::Text,
    kind: Kind::Direct,
});
/// The keeper's requests.
static KEPT: Mutex<Vec<Completion<PhoneReply>>> = Mutex::new(Vec::new());

fn plan<T>(act: impl FnOnce(&mut Plan) -> T) -> T {
    act(&mut PLAN.lock().unwrap_or_else(PoisonError::into_inner))
}

/// From now on it panics in those places.
pub(crate) fn plant(places: &[Place], payload: Payload) {
    plan(|plan| {
        plan.places = places.to_vec();
        plan.payload = payload;
    });
}

/// Nothing panics any more.
pub(crate) fn clear() {
    plant(&[], Payload::Text);
}

/// The hardware that is made from now on is of that kind.
pub(crate) fn make(kind: Kind) {
    plan(|plan| plan.kind = kind);
}

/// What such a panic says.
pub(crate) fn text(place: Place) -> String {
    format!("planted in {place:?}")
}

struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        // Not while the first panic unwinds, which nothing could survive.
        assert!(thread::panicking(), "a payload was dropped");
    }
}

pub(crate) fn trip(place: Place) {
    let payload = plan(|plan| plan.places.contains(&place).then_some(plan.payload));
    match payload {
        Some(Payload::Text) => panic!("{}", text(place)),
        Some(Payload::Bomb) => panic_any(Bomb),
        None => {}
    }
}

pub(crate) struct Author;

impl ServiceProvider for Author {
    fn about(&self) -> About {
        trip(Place::About);
        About::new("tspkit tests", "Panics", "panics.tsp")
    }

    fn hardware(&self, _configuration: &Configuration) -> Result<Box<dyn Hardware>, OpenError> {
        trip(Place::MakeHardware);
        let kind = plan(|plan| plan.kind);
        Ok(match kind {
            Kind::Blocking => Box::new(Worker::new(Blocking)),
            Kind::Switch | Kind::SwitchKeeping | Kind::SwitchThreaded => {
                Box::new(Switch::new(kind))
            }
            Kind::Direct | Kind::Keeping | Kind::Threaded => Box::new(Requests { kind }),
        })
    }

    fn extension(&self) -> Option<Extension> {
        trip(Place::Extension);
        None
    }

    fn icon(&self, _phone: &PhoneInfo, _class: &str) -> Result<usize, PhoneError> {
        trip(Place::Icon);
        Ok(1)
    }

    fn line_icon(&self, _line: &LineInfo, _class: &str) -> Result<usize, LineError> {
        trip(Place::LineIcon);
        Ok(1)
    }

    fn device_config(&self, _line: &LineInfo, _class: &str) -> Result<Vec<u8>, LineError> {
        trip(Place::DeviceConfig);
        Ok(vec![1])
    }

    fn set_device_config(
        &self,
        _line: &LineInfo,
        _class: &str,
        _config: &[u8],
    ) -> Result<(), LineError> {
        trip(Place::SetDeviceConfig);
        Ok(())
    }

    fn dialog_data(&self, _: usize, _: u32, _: &mut [u8]) -> Result<(), LineError> {
        trip(Place::DialogData);
        Ok(())
    }

    fn install(&self, _configuration: &Configuration) -> Result<(), LineError> {
        trip(Place::Install);
        Ok(())
    }

    fn configure(&self, _configuration: &Configuration, _owner: usize) -> Result<(), LineError> {
        trip(Place::Configure);
        Ok(())
    }

    fn remove(&self, _configuration: &Configuration) -> Result<(), LineError> {
        trip(Place::Remove);
        Ok(())
    }
}

/// Hardware that takes requests.
struct Requests {
    kind: Kind,
}

impl Hardware for Requests {
    fn inventory(&self) -> Inventory {
        trip(Place::Inventory);
        phones(2)
    }

    fn start(&self, _events: EventSink) -> Result<(), HardwareError> {
        trip(Place::Start);
        Ok(())
    }

    fn submit(&self, _phone: PhoneId, request: PhoneRequest, done: Completion<PhoneReply>) {
        done.progress(0, 1);
        trip(Place::Submit);
        match self.kind {
            Kind::Keeping => {
                done.on_cancel(|| trip(Place::Cancelled));
                KEPT.lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push(done);
            }
            Kind::Threaded => {
                // Not waited for: it may end when the provider has been shut down.
                thread::spawn(move || {
                    trip(Place::Thread);
                    done.complete(Ok(answer(&request)));
                });
            }
            _ => done.complete(Ok(answer(&request))),
        }
    }

    fn stop(&self, _deadline: Deadline) -> Stopped {
        let kept = std::mem::take(&mut *KEPT.lock().unwrap_or_else(PoisonError::into_inner));
        drop(kept);
        trip(Place::Stop);
        Stopped::Clean
    }
}

impl Drop for Requests {
    fn drop(&mut self) {
        trip(Place::Drop);
    }
}

/// Hardware that blocks.
struct Blocking;

/// A link's thread has been in `tend`, since that was last looked at.
pub(crate) static TENDED: AtomicBool = AtomicBool::new(false);

impl BlockingHardware for Blocking {
    fn inventory(&self) -> Inventory {
        trip(Place::Inventory);
        phones(2)
    }

    fn links(&self) -> usize {
        trip(Place::Links);
        1
    }

    fn link_of(&self, _phone: PhoneId) -> Option<Link> {
        trip(Place::LinkOf);
        Some(Link(0))
    }

    fn cancel_bound(&self) -> Duration {
        trip(Place::CancelBound);
        Duration::from_secs(60)
    }

    fn start(&self, _events: &EventSink) -> Result<(), HardwareError> {
        trip(Place::Start);
        Ok(())
    }

    fn carry_out(
        &self,
        _phone: PhoneId,
        request: PhoneRequest,
        cancel: &Cancel<'_>,
    ) -> Outcome<PhoneReply> {
        cancel.progress(0, 1);
        trip(Place::CarryOut);
        Ok(answer(&request))
    }

    fn tend(&self, _link: Link, _events: &EventSink, _cancel: &Cancel<'_>) -> Option<Duration> {
        TENDED.store(true, Ordering::SeqCst);
        trip(Place::Tend);
        None
    }

    fn release(&self, _link: Link) {
        trip(Place::Release);
    }
}

impl Drop for Blocking {
    fn drop(&mut self) {
        trip(Place::Drop);
    }
}
