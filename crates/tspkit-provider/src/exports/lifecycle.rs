//! From negotiation to shutdown.

use std::sync::{Arc, PoisonError, RwLockWriteGuard, atomic::Ordering};

use tspkit::{
    abi::{LineError, PhoneError, TspiVersion},
    hal::{Hardware, Inventory, contain},
};
use tspkit_trace::Value;

use super::{
    Exports,
    boundary::Code,
    memory::{not_null, peek, write_out},
};
use crate::{
    config::Configuration,
    pin,
    provider::{Enumerated, Initialised, Provider},
    raw::{CompletionProc, LineEventProc, PhoneEventProc},
    thread,
};

/// `INITIALIZE_NEGOTIATION`: the negotiation is about the provider, not about a device.
pub(crate) const INITIALIZE_NEGOTIATION: u32 = u32::MAX;

impl Exports {
    /// `TSPI_lineNegotiateTSPIVersion`, with which every provider's life begins; and for each line: the highest of 2.0
    /// to 3.1 in the range.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_negotiate_tspi_version(
        &'static self,
        device: u32,
        low: u32,
        high: u32,
        version: *mut u32,
    ) -> i32 {
        let arguments = || {
            [
                ("dwDeviceID", Value::Hex(device.into())),
                ("dwLowVersion", Value::Hex(low.into())),
                ("dwHighVersion", Value::Hex(high.into())),
                // SAFETY: the caller vouches for its output.
                ("lpdwTSPIVersion", Value::Hex(unsafe { peek(version) })),
            ]
        };
        self.outer_call(
            "TSPI_lineNegotiateTSPIVersion",
            arguments,
            || -> Result<i32, LineError> {
                not_null(version)?;
                if device != INITIALIZE_NEGOTIATION {
                    self.line_device(device)?;
                }
                let negotiated = TspiVersion::negotiate(low, high)?;
                // SAFETY: the caller vouches for its output.
                unsafe { write_out(version, negotiated.value()) }?;
                Ok(0)
            },
        )
    }

    /// `TSPI_providerEnumDevices`: how many lines and phones there are. The hardware is made, looked at and dropped.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn provider_enum_devices(
        &'static self,
        permanent_id: u32,
        lines: *mut u32,
        phones: *mut u32,
        provider: usize,
        line_create: LineEventProc,
        phone_create: PhoneEventProc,
    ) -> i32 {
        let arguments = || {
            [
                ("dwPermanentProviderID", Value::Number(permanent_id.into())),
                // SAFETY: the caller vouches for its outputs.
                ("lpdwNumLines", Value::Number(unsafe { peek(lines) })),
                // SAFETY: as above.
                ("lpdwNumPhones", Value::Number(unsafe { peek(phones) })),
                ("hProvider", Value::Hex(provider as u64)),
            ]
        };
        self.outer_call(
            "TSPI_providerEnumDevices",
            arguments,
            || -> Result<i32, LineError> {
                not_null(lines)?;
                not_null(phones)?;
                let hardware = self.make_hardware(&self.configuration())?;
                let inventory = inventory(&*hardware);
                discard(hardware);
                let inventory = inventory?;
                inventory.check().map_err(|error| {
                    tracing::error!(%error, "the driver's inventory is wrong");
                    LineError::OperationFailed
                })?;
                let count = |devices: usize| u32::try_from(devices).unwrap_or(u32::MAX);
                self.remember(Enumerated {
                    permanent_id,
                    tapi_handle: provider,
                    line_create,
                    phone_create,
                })?;
                // SAFETY: the caller vouches for its outputs.
                unsafe { write_out(lines, count(inventory.lines.len())) }?;
                // SAFETY: as above.
                unsafe { write_out(phones, count(inventory.phones.len())) }?;
                Ok(0)
            },
        )
    }

    /// `TSPI_providerInit`: the hardware is opened. A link that is down is no error. Once more for a provider
    /// that is initialised, it is counted and ignored.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says; `completion` stays callable until the matching Shutdown has returned.
    #[expect(clippy::too_many_arguments, reason = "it is TAPI's function")]
    pub unsafe fn provider_init(
        &'static self,
        version: u32,
        permanent_id: u32,
        line_base: u32,
        phone_base: u32,
        lines: usize,
        phones: usize,
        completion: CompletionProc,
        options: *mut u32,
    ) -> i32 {
        let arguments = || {
            [
                ("dwTSPIVersion", Value::Hex(version.into())),
                ("dwPermanentProviderID", Value::Number(permanent_id.into())),
                ("dwLineDeviceIDBase", Value::Number(line_base.into())),
                ("dwPhoneDeviceIDBase", Value::Number(phone_base.into())),
                ("dwNumLines", Value::Number(lines as u64)),
                ("dwNumPhones", Value::Number(phones as u64)),
                // SAFETY: the caller vouches for its output.
                ("lpdwTSPIOptions", Value::Hex(unsafe { peek(options) })),
            ]
        };
        self.outer_call(
            "TSPI_providerInit",
            arguments,
            || -> Result<i32, LineError> {
                TspiVersion::try_from(version).map_err(LineError::from)?;
                if completion.is_none() {
                    return Err(LineError::InvalPointer);
                }
                let initialised = Initialised {
                    permanent_id,
                    line_base,
                    lines: u32::try_from(lines).unwrap_or(u32::MAX),
                    phone_base,
                    phones: u32::try_from(phones).unwrap_or(u32::MAX),
                    completion,
                };
                if !self.count_pair(permanent_id) {
                    self.init(initialised)?;
                }
                if !options.is_null() {
                    // No option: any thread may call at any time.
                    // SAFETY: the caller vouches for its output.
                    unsafe { write_out(options, 0) }?;
                }
                Ok(0)
            },
        )
    }

    /// `TSPI_providerShutdown`: answers everything that is pending, closes every phone and line, stops the hardware, ends
    /// every thread. Nothing is called back afterwards.
    ///
    /// It succeeds also when a callback or the driver does not end in time (configuration value `CloseLimit`);
    /// the library is then kept in memory.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn provider_shutdown(&'static self, version: u32, permanent_id: u32) -> i32 {
        let arguments = || {
            [
                ("dwTSPIVersion", Value::Hex(version.into())),
                ("dwPermanentProviderID", Value::Number(permanent_id.into())),
            ]
        };
        self.outer_call(
            "TSPI_providerShutdown",
            arguments,
            || -> Result<i32, LineError> {
                TspiVersion::try_from(version).map_err(LineError::from)?;
                if let Some(provider) = self.take_last(permanent_id)? {
                    self.close(&provider);
                    self.unwant_log();
                }
                Ok(0)
            },
        )
    }

    /// `TSPI_providerCreatePhoneDevice`: TAPI's device id for a phone that it was told of by `PHONE_CREATE`.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn provider_create_phone_device(
        &'static self,
        temporary_id: usize,
        device: u32,
    ) -> i32 {
        let arguments = || {
            [
                ("dwTempID", Value::Hex(temporary_id as u64)),
                ("dwDeviceID", Value::Number(device.into())),
            ]
        };
        self.call(
            "TSPI_providerCreatePhoneDevice",
            arguments,
            || -> Result<i32, PhoneError> {
                self.number_device(
                    |provider| provider.phone(device).is_some(),
                    |provider| provider.link.number_phone(temporary_id, device),
                )
            },
        )
    }

    /// `TSPI_providerCreateLineDevice`: TAPI's device id for a line that it was told of by `LINE_CREATE`.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn provider_create_line_device(
        &'static self,
        temporary_id: usize,
        device: u32,
    ) -> i32 {
        let arguments = || {
            [
                ("dwTempID", Value::Hex(temporary_id as u64)),
                ("dwDeviceID", Value::Number(device.into())),
            ]
        };
        self.call(
            "TSPI_providerCreateLineDevice",
            arguments,
            || -> Result<i32, LineError> {
                self.number_device(
                    |provider| provider.line(device).is_some(),
                    |provider| provider.link.number_line(temporary_id, device),
                )
            },
        )
    }

    /// Gives a device its id: `number` does, for the provider to which it belongs.
    fn number_device<E: Code>(
        &self,
        is_taken: impl Fn(&Provider) -> bool,
        number: impl Fn(&Provider) -> Option<Result<(), E>>,
    ) -> Result<i32, E> {
        let providers = self.providers();
        if providers.is_empty() {
            return Err(E::UNINITIALIZED);
        }
        if providers.iter().any(|provider| is_taken(provider)) {
            return Err(E::BAD_DEVICE_ID);
        }
        let numbered = providers.iter().find_map(|provider| number(provider));
        numbered.ok_or(E::BAD_DEVICE_ID)??;
        Ok(0)
    }

    /// The author's hardware, not started.
    fn make_hardware(&self, configuration: &Configuration) -> Result<Box<dyn Hardware>, LineError> {
        self.author.hardware(configuration).map_err(|error| {
            tracing::error!(%error, "there is no hardware: the configuration is wrong");
            LineError::IniFileCorrupt
        })
    }

    fn init(&'static self, initialised: Initialised) -> Result<(), LineError> {
        let id = initialised.permanent_id;
        let known = |each: &Enumerated| each.permanent_id == id;
        let enumerated = self.enumerated().into_iter().flatten().find(known);
        thread::apart(move || {
            let configuration = self.configuration();
            let hardware = self.make_hardware(&configuration)?;
            let inventory = match inventory(&*hardware) {
                Ok(inventory) => inventory,
                Err(error) => {
                    discard(hardware);
                    return Err(error);
                }
            };
            let provider = Provider::new(self, &configuration, enumerated, initialised, &inventory);
            let Some(provider) = self.add(provider) else {
                discard(hardware);
                return Ok(());
            };
            self.want_log();
            let opened = provider.open(&configuration, hardware);
            if opened.is_err() {
                self.forget(&provider);
                self.unwant_log();
            }
            opened
        })
    }

    fn remember(&self, enumerated: Enumerated) -> Result<(), LineError> {
        let mut places = self.enumerated();
        let same = |place: &Option<Enumerated>| {
            place.is_none_or(|each| each.permanent_id == enumerated.permanent_id)
        };
        let known = places
            .iter()
            .position(|place| place.is_some() && same(place));
        let place = known.or_else(|| places.iter().position(same));
        let place = place.ok_or_else(|| {
            tracing::error!("more instances of the provider are enumerated than it can serve");
            LineError::ResourceUnavail
        })?;
        places[place] = Some(enumerated);
        Ok(())
    }

    /// Counts another Init of a provider that is initialised.
    fn count_pair(&self, permanent_id: u32) -> bool {
        let providers = self
            .providers
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        let known = providers
            .iter()
            .find(|each| each.permanent_id == permanent_id);
        known.is_some_and(|provider| {
            provider.count_pair();
            true
        })
    }

    /// Adds a provider; `None` when another thread was quicker with the same.
    fn add(&self, provider: Provider) -> Option<Arc<Provider>> {
        let mut providers = self.write_providers();
        let same = |each: &&Arc<Provider>| each.permanent_id == provider.permanent_id;
        if let Some(known) = providers.iter().find(same) {
            known.count_pair();
            return None;
        }
        let provider = Arc::new(provider);
        providers.push(provider.clone());
        Some(provider)
    }

    fn write_providers(&self) -> RwLockWriteGuard<'_, Vec<Arc<Provider>>> {
        self.providers
            .write()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn forget(&self, provider: &Arc<Provider>) {
        let mut providers = self.write_providers();
        take_out(&mut providers, provider);
    }

    /// The provider, when this was the shutdown of its last Init.
    fn take_last(&self, permanent_id: u32) -> Result<Option<Arc<Provider>>, LineError> {
        let provider = {
            // Until it is taken out nobody may count another pair, nor end one.
            let mut providers = self.write_providers();
            let known = providers
                .iter()
                .find(|each| each.permanent_id == permanent_id);
            let provider = known.ok_or(LineError::Uninitialized)?.clone();
            if !provider.end_pair() {
                return Ok(None);
            }
            take_out(&mut providers, &provider);
            provider
        };
        let mut enumerated = self.enumerated();
        for place in enumerated.iter_mut() {
            if place.is_some_and(|each| each.permanent_id == permanent_id) {
                *place = None;
            }
        }
        Ok(Some(provider))
    }

    fn close(&self, provider: &Provider) {
        let nested = provider.is_in_callback();
        match provider.close() {
            Ok(()) if !nested => return,
            // The thread that ends the hardware waits for this callback.
            Ok(()) => tracing::warn!("the provider was shut down inside one of its callbacks"),
            Err(error) => {
                tracing::error!(%error, "the provider was shut down and did not end in time");
            }
        }
        if self.pinned.swap(1, Ordering::SeqCst) == 0 && !pin::keep_loaded() {
            tracing::error!(
                "the library cannot be kept in memory, where something of it still runs"
            );
        }
    }
}

fn take_out(providers: &mut Vec<Arc<Provider>>, provider: &Arc<Provider>) {
    providers.retain(|each| !Arc::ptr_eq(each, provider));
    if providers.is_empty() {
        // Nothing is to be left when the library is unloaded.
        *providers = Vec::new();
    }
}

/// What there is behind a driver.
fn inventory(hardware: &dyn Hardware) -> Result<Inventory, LineError> {
    contain(|| hardware.inventory()).map_err(|panic| {
        tracing::error!(panic, "the driver panicked in inventory");
        LineError::OperationFailed
    })
}

/// Drops hardware that is not used.
fn discard(hardware: Box<dyn Hardware>) {
    if let Err(panic) = contain(|| drop(hardware)) {
        tracing::error!(panic, "the driver panicked when it was dropped");
    }
}
