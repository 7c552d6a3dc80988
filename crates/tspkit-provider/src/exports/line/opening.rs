//! Opening and closing lines, and what TAPI says about an open one.

use tspkit::abi::{
    LineAddressStates, LineDevStates, LineError, LineMediaModes, TspiVersion,
    layout::{LINECALLPARAMS, Structure},
    structure::LineCallParams,
};
use tspkit_trace::Value;

use crate::{
    exports::{
        Exports,
        memory::{input_structure, not_null},
    },
    provider::LineArguments,
    raw::LineEventProc,
};

impl Exports {
    /// `TSPI_lineOpen`. A line that is out of service can be opened; one that is open is `LINEERR_ALLOCATED`.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says; `event` stays callable until the line is closed.
    pub unsafe fn line_open(
        &'static self,
        device: u32,
        tapi_line: usize,
        line: *mut usize,
        version: u32,
        event: LineEventProc,
    ) -> i32 {
        let arguments = || {
            // SAFETY: the caller vouches for its output.
            let handle = (!line.is_null()).then(|| unsafe { line.read_unaligned() });
            [
                ("dwDeviceID", Value::Number(device.into())),
                ("htLine", Value::Hex(tapi_line as u64)),
                ("lphdLine", Value::Hex(handle.unwrap_or_default() as u64)),
                ("dwTSPIVersion", Value::Hex(version.into())),
            ]
        };
        self.call("TSPI_lineOpen", arguments, || -> Result<i32, LineError> {
            let (provider, _) = self.line_device(device)?;
            let version = TspiVersion::try_from(version)?;
            not_null(line)?;
            if event.is_none() {
                return Err(LineError::InvalPointer);
            }
            let arguments = LineArguments {
                device,
                tapi_handle: tapi_line,
                version,
                event,
            };
            provider.open_line(&arguments, |handle| {
                // SAFETY: not null, and the caller vouches for the rest.
                unsafe { line.write_unaligned(handle) };
            })?;
            Ok(0)
        })
    }

    /// `TSPI_lineClose`: answers everything that is pending on the line and its calls, each with `OPERATIONFAILED`, drops the
    /// calls that were made or taken here, and waits for a callback about them that another thread is in. The handles
    /// of its calls die with its own, and nothing is called back for them afterwards.
    ///
    /// It succeeds also when such a callback does not end in time (configuration value `CloseLimit`).
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_close(&'static self, line: usize) -> i32 {
        let arguments = || [("hdLine", Value::Hex(line as u64))];
        self.call("TSPI_lineClose", arguments, || -> Result<i32, LineError> {
            let open = self.open_line(line)?;
            match open.close_all() {
                None => return Err(LineError::InvalLineHandle),
                Some(Ok(())) => {}
                Some(Err(error)) => tracing::error!(%error, "a line did not close in time"),
            }
            Ok(0)
        })
    }

    /// `TSPI_lineSelectExtVersion`; 0 cancels the selection.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_select_ext_version(&'static self, line: usize, version: u32) -> i32 {
        let arguments = || {
            [
                ("hdLine", Value::Hex(line as u64)),
                ("dwExtVersion", Value::Hex(version.into())),
            ]
        };
        self.call(
            "TSPI_lineSelectExtVersion",
            arguments,
            || -> Result<i32, LineError> {
                let open = self.open_line(line)?;
                let lines = &open.link.lines;
                let id = open.line.id();
                self.extensions(lines.extension(id)).select(version)?;
                lines.select_extension(id, version);
                Ok(0)
            },
        )
    }

    /// `TSPI_lineSetStatusMessages`: what TAPI wants to be told. Everything is off at first.
    ///
    /// Changes that the line cannot report are accepted; what is no change of a line is `LINEERR_INVALLINESTATE`, what is none
    /// of an address `LINEERR_INVALADDRESSSTATE`.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_set_status_messages(
        &'static self,
        line: usize,
        line_states: u32,
        address_states: u32,
    ) -> i32 {
        let arguments = || {
            [
                ("hdLine", Value::Hex(line as u64)),
                ("dwLineStates", Value::Hex(line_states.into())),
                ("dwAddressStates", Value::Hex(address_states.into())),
            ]
        };
        self.call(
            "TSPI_lineSetStatusMessages",
            arguments,
            || -> Result<i32, LineError> {
                let open = self.open_line(line)?;
                let states =
                    LineDevStates::from_bits(line_states).ok_or(LineError::InvalLineState)?;
                let address_states = LineAddressStates::from_bits(address_states)
                    .ok_or(LineError::InvalAddressState)?;
                open.set_status_messages(states, address_states);
                Ok(0)
            },
        )
    }

    /// `TSPI_lineSetDefaultMediaDetection`: of which media modes somebody would own a call. TAPI drops a call that nobody
    /// wants, so that it is told of none of other modes; those that are there already are announced when that changes.
    /// No mode at all is in order.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_set_default_media_detection(&'static self, line: usize, modes: u32) -> i32 {
        let arguments = || {
            [
                ("hdLine", Value::Hex(line as u64)),
                ("dwMediaModes", Value::Hex(modes.into())),
            ]
        };
        self.call(
            "TSPI_lineSetDefaultMediaDetection",
            arguments,
            || -> Result<i32, LineError> {
                let open = self.open_line(line)?;
                open.detect_media(LineMediaModes::from_bits_retain(modes))?;
                Ok(0)
            },
        )
    }

    /// `TSPI_lineConditionalMediaDetection`: whether a call with those parameters could be made now, while calls of those
    /// media modes are looked for. What is looked for stays as it is.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_conditional_media_detection(
        &'static self,
        line: usize,
        modes: u32,
        params: *const u8,
    ) -> i32 {
        let arguments = || {
            [
                ("hdLine", Value::Hex(line as u64)),
                ("dwMediaModes", Value::Hex(modes.into())),
                ("lpCallParams", Value::Hex(params as u64)),
            ]
        };
        self.call(
            "TSPI_lineConditionalMediaDetection",
            arguments,
            || -> Result<i32, LineError> {
                let open = self.open_line(line)?;
                let minimum = LINECALLPARAMS::fixed_size(open.version);
                // SAFETY: the caller vouches for its structure.
                let params = match unsafe { input_structure(params, minimum) }? {
                    Some(bytes) => LineCallParams::read(bytes, open.version)?,
                    None => LineCallParams::default(),
                };
                open.could_call(LineMediaModes::from_bits_retain(modes), &params)?;
                Ok(0)
            },
        )
    }
}
