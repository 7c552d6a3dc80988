//! The driver: phones on serial lines, one link per port.

use std::{
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tspkit_hal::{
    EventSink, HardwareError, Inventory, Outcome, PhoneId, PhoneInfo, PhoneReply, PhoneRequest,
    blocking::{BlockingHardware, Cancel, Link as LinkNumber, Worker},
};

use crate::{
    link::Link,
    port::{Opener, SerialPorts},
    profile::{MOST_PHONES, Profile},
};

/// What tells the phones of one port from those of the next: their numbers are this far apart.
const PORT: u32 = MOST_PHONES + 1;

/// How long it takes at most to leave a line clean: two seconds for it to fall silent, and what the system takes.
const CANCEL_BOUND: Duration = Duration::from_secs(5);

/// Phones on serial lines. One port is one link; a profile says how the phones behind it are spoken to.
///
/// It is a [`BlockingHardware`]; [`into_hardware`](Self::into_hardware) makes a
/// [`Hardware`](tspkit_hal::Hardware) of it. Phones are numbered by their profile, 65536 apart from port to port.
///
/// ```no_run
/// use std::sync::Arc;
/// use tspkit_driver_serial::{Profile, SerialDriver};
///
/// let profile = Arc::new(Profile::from_file("acme.toml")?);
/// let hardware = SerialDriver::new()
///     .port("/dev/ttyUSB0", profile.clone())
///     .port("/dev/ttyUSB1", profile)
///     .into_hardware();
/// # Ok::<(), tspkit_driver_serial::ProfileError>(())
/// ```
#[derive(Default)]
pub struct SerialDriver {
    links: Vec<Handle>,
}

/// A link, and what can be asked of it while it is busy.
struct Handle {
    port: String,
    base: u32,
    profile: Arc<Profile>,
    connected: Arc<[AtomicBool]>,
    link: Mutex<Link>,
}

impl Handle {
    fn lock(&self) -> MutexGuard<'_, Link> {
        self.link.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The place of a phone in the profile.
    fn place(&self, phone: PhoneId) -> Option<usize> {
        let id = phone.0.checked_sub(self.base)?;
        self.profile
            .phones()
            .iter()
            .position(|phone| phone.id == id)
    }
}

impl SerialDriver {
    /// No ports yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with one port more. It need not be there: it is opened when it appears.
    #[must_use]
    pub fn port(self, name: impl Into<String>, profile: Arc<Profile>) -> Self {
        self.port_by(Arc::new(SerialPorts), name, profile)
    }

    /// The same with one port more, which `opener` opens: for lines that are no serial ports of this machine.
    #[must_use]
    pub fn port_by(
        mut self,
        opener: Arc<dyn Opener>,
        name: impl Into<String>,
        profile: Arc<Profile>,
    ) -> Self {
        let port = name.into();
        let number = u32::try_from(self.links.len()).unwrap_or(u32::MAX);
        let base = number.saturating_mul(PORT);
        let link = Link::new(port.clone(), opener, profile.clone(), base);
        self.links.push(Handle {
            port,
            base,
            profile,
            connected: link.connected(),
            link: Mutex::new(link),
        });
        self
    }

    /// A driver that can be started, with one thread per port.
    pub fn into_hardware(self) -> Worker<Self> {
        Worker::new(self)
    }
}

impl BlockingHardware for SerialDriver {
    fn inventory(&self) -> Inventory {
        let mut inventory = Inventory::new();
        for handle in &self.links {
            for (phone, connected) in handle.profile.phones().iter().zip(&*handle.connected) {
                let id = PhoneId(handle.base + phone.id);
                let mut info = PhoneInfo::new(id, phone.name.clone(), phone.model.clone());
                info.connected = connected.load(Ordering::Acquire);
                inventory = inventory.phone(info);
            }
        }
        inventory
    }

    fn links(&self) -> usize {
        self.links.len()
    }

    fn link_of(&self, phone: PhoneId) -> Option<LinkNumber> {
        let link = (phone.0 / PORT) as usize;
        self.links.get(link)?.place(phone)?;
        Some(LinkNumber(link))
    }

    fn cancel_bound(&self) -> Duration {
        CANCEL_BOUND
    }

    fn start(&self, events: &EventSink) -> Result<(), HardwareError> {
        for handle in &self.links {
            handle.lock().set_events(events.clone());
        }
        Ok(())
    }

    fn carry_out(
        &self,
        phone: PhoneId,
        request: PhoneRequest,
        cancel: &Cancel<'_>,
    ) -> Outcome<PhoneReply> {
        let link = self.link_of(phone).and_then(|link| self.links.get(link.0));
        let Some((handle, place)) = link.and_then(|link| Some((link, link.place(phone)?))) else {
            return Err(HardwareError::failed(format!("there is no {phone}")));
        };
        let what = match request.area() {
            Some(area) => format!("{}, data area {area}", request.name()),
            None => request.name().to_owned(),
        };
        let outcome = handle.lock().carry_out(place, request, cancel);
        outcome.map_err(|fault| {
            let context = format!("{what}, {phone} on `{}`", handle.port);
            fault.into_hardware_error(&context)
        })
    }

    fn tend(&self, link: LinkNumber, _events: &EventSink, cancel: &Cancel<'_>) -> Option<Duration> {
        Some(self.links.get(link.0)?.lock().tend(cancel))
    }

    fn release(&self, link: LinkNumber) {
        if let Some(handle) = self.links.get(link.0) {
            handle.lock().release();
        }
    }
}

impl fmt::Debug for SerialDriver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ports = self.links.iter().map(|handle| &handle.port);
        f.debug_list().entries(ports).finish()
    }
}
