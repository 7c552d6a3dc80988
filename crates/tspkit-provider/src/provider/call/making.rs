//! Calls that TAPI makes: their handle is TAPI's before the hardware hears of them.

use tspkit::{CallParams, abi::LineError};

use super::{OpenCall, open::call_code};
use crate::{
    handles::Entered,
    provider::line::{Known, OpenLine, line_refused},
};

/// A call that has a handle, and that the hardware is about to be asked for. When it is dropped before the hardware
/// has accepted, the handle is gone.
pub(crate) struct NewCall<'a> {
    line: &'a OpenLine,
    open: Entered<OpenCall>,
    accepted: bool,
}

impl OpenLine {
    /// A handle for a call to that destination, under TAPI's own.
    pub(crate) fn new_call(
        &self,
        tapi_handle: usize,
        destination: String,
        params: CallParams,
    ) -> Result<NewCall<'_>, LineError> {
        let refused = |error| line_refused(&error);
        let call = self.line.create_call(destination).map_err(refused)?;
        call.set_params(|own| *own = params).map_err(refused)?;
        let id = call.id();
        let calls = &self.link.exports.handles().calls;
        let open = OpenCall::new(self, call, tapi_handle);
        let handle = calls.insert(open).ok_or_else(|| {
            tracing::error!("there are more calls than handles");
            LineError::ResourceUnavail
        })?;
        self.know_call(id, Known::Handle(handle));
        let open = calls.enter(handle).ok_or(LineError::InvalLineHandle)?;
        Ok(NewCall {
            line: self,
            open,
            accepted: false,
        })
    }
}

impl NewCall<'_> {
    /// The handle.
    pub(crate) fn handle(&self) -> usize {
        self.open.handle()
    }

    /// Has the call made (`TSPI_lineMakeCall`), to be completed under that id.
    pub(crate) fn make(mut self, id: u32) -> Result<(), LineError> {
        let made = self.open.call.connect().numbered(id.into());
        made.map_err(|error| line_refused(&error))?;
        self.accepted = true;
        Ok(())
    }

    /// Has it made to transfer that call (`TSPI_lineSetupTransfer`), likewise.
    pub(crate) fn consult(mut self, id: u32, call: &Entered<OpenCall>) -> Result<(), LineError> {
        let request = call.call.setup_transfer_by(&self.open.call);
        call.check_open()?;
        let made = request.numbered(id.into());
        made.map_err(|error| call_code(line_refused(&error)))?;
        self.accepted = true;
        Ok(())
    }
}

impl Drop for NewCall<'_> {
    fn drop(&mut self) {
        if !self.accepted && self.open.close() {
            let known = Known::Handle(self.open.handle());
            self.line.forget_call(self.open.call.id(), known);
        }
    }
}
