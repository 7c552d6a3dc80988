//! What can be asked of a call.

use std::time::Duration;

use bytes::Bytes;
use tspkit_abi::{LineBearerModes, LineDigitModes, structure::DialParams};
use tspkit_hal::LineRequest;

use super::{Call, CallError, CallRequest, ask::What, reply};

impl Call {
    /// Makes the call (`TSPI_lineMakeCall`, TAPI 3's `Connect`), with the buffers and parameters that were set before.
    /// Answered when the hardware has begun; how it goes on is told by events.
    ///
    /// Errors of its own: `INVALLINESTATE` when the line is out of service, `INVALADDRESS` and the `DIAL…` codes when
    /// the destination cannot be dialled, `USERUSERINFOTOOBIG`, `INVALCALLPARAMS` when another buffer does not fit
    /// the line, `INVALMEDIAMODE`, `INVALBEARERMODE`, `BEARERMODEUNAVAIL`, `INVALRATE`. The call stays what it was then, and can be mended
    /// and connected again. One that the hardware does not make is [`Disconnected`](tspkit_abi::CallState::Disconnected)
    /// for good.
    pub fn connect(&self) -> CallRequest<()> {
        self.done(What::Connect)
    }

    /// Dials more digits (`TSPI_lineDial`); a `;` at the end says that more follow.
    pub fn dial(&self, digits: impl Into<String>) -> CallRequest<()> {
        self.line_request(LineRequest::Dial {
            call: self.id(),
            digits: digits.into(),
        })
    }

    /// Claims an offering call, which alerts the station (`TSPI_lineAccept`). User-user information, unless it is
    /// empty, goes to the caller.
    pub fn accept(&self, user_user: impl Into<Bytes>) -> CallRequest<()> {
        self.line_request(LineRequest::Accept {
            call: self.id(),
            user_user: user_user.into(),
        })
    }

    /// Answers the call (`TSPI_lineAnswer`). User-user information, unless it is empty, goes to the caller.
    pub fn answer(&self, user_user: impl Into<Bytes>) -> CallRequest<()> {
        self.line_request(LineRequest::Answer {
            call: self.id(),
            user_user: user_user.into(),
        })
    }

    /// Ends the call (`TSPI_lineDrop`, TAPI 3's `Disconnect`). User-user information, unless it is empty, goes to the far
    /// end as the last that it reads. The call is over when [`CallStatus::Idle`](tspkit_hal::CallStatus::Idle) is told.
    pub fn disconnect(&self, user_user: impl Into<Bytes>) -> CallRequest<()> {
        self.line_request(LineRequest::Drop {
            call: self.id(),
            user_user: user_user.into(),
        })
    }

    /// Puts the call on hold (`TSPI_lineHold`).
    pub fn hold(&self) -> CallRequest<()> {
        self.line_request(LineRequest::Hold { call: self.id() })
    }

    /// Takes the call back from hold (`TSPI_lineUnhold`).
    pub fn unhold(&self) -> CallRequest<()> {
        self.line_request(LineRequest::Unhold { call: self.id() })
    }

    /// Puts this call on hold and takes the other back (`TSPI_lineSwapHold`).
    ///
    /// Errors of its own: `INVALCONSULTCALLHANDLE` when the other is on another line, or this one.
    pub fn swap_hold(&self, held: &Self) -> CallRequest<()> {
        let request = LineRequest::SwapHold {
            active: self.id(),
            held: held.id(),
        };
        self.done(What::Pair(held.cell.clone(), request))
    }

    /// Puts the call on hold for a transfer and makes a consultation call with dial tone (`TSPI_lineSetupTransfer`).
    ///
    /// # Errors
    ///
    /// As [`Line::create_call`](crate::Line::create_call).
    pub fn setup_transfer(&self) -> Result<CallRequest<Self>, CallError> {
        let consultation = self.line.create_call("")?;
        let what = What::SetupTransfer(consultation.cell.clone());
        let read = Box::new(move |reply| reply::done(reply).map(|()| consultation));
        Ok(self.request(what, read))
    }

    /// As [`setup_transfer`](Self::setup_transfer), by a call from [`create_call`](crate::Line::create_call) on the
    /// same line, with what was set on it. Its destination is not dialled.
    ///
    /// Errors of its own: `INVALCONSULTCALLHANDLE` when that call is on another line, `INVALCALLSTATE` when it was
    /// made already.
    pub fn setup_transfer_by(&self, consultation: &Self) -> CallRequest<()> {
        self.done(What::SetupTransfer(consultation.cell.clone()))
    }

    /// Connects the far ends of this call and of the consultation call with each other (`TSPI_lineCompleteTransfer`);
    /// both calls end here.
    ///
    /// Errors of its own: `INVALCONSULTCALLHANDLE` when the other is on another line, or this one.
    pub fn complete_transfer(&self, consultation: &Self) -> CallRequest<()> {
        let request = LineRequest::CompleteTransfer {
            call: self.id(),
            consultation: consultation.id(),
        };
        self.done(What::Pair(consultation.cell.clone(), request))
    }

    /// Transfers the call to that number without asking there (`TSPI_lineBlindTransfer`).
    pub fn blind_transfer(&self, destination: impl Into<String>) -> CallRequest<()> {
        self.line_request(LineRequest::BlindTransfer {
            call: self.id(),
            destination: destination.into(),
        })
    }

    /// Sends an offering call on to that number (`TSPI_lineRedirect`).
    pub fn redirect(&self, destination: impl Into<String>) -> CallRequest<()> {
        self.line_request(LineRequest::Redirect {
            call: self.id(),
            destination: destination.into(),
        })
    }

    /// Sends digits within the call (`TSPI_lineGenerateDigits`), in one of the line's modes; each lasts that long,
    /// `None` for as long as the call's digits do ([`CallInfo::dial`](crate::CallInfo::dial)). What is shorter or longer
    /// than the line has becomes the nearest that it has. Answered when the last has been sent; without any, at once. `a`
    /// to `d` are `A` to `D`.
    ///
    /// Errors of its own: `INVALDIGITMODE`, `INVALDIGITS`.
    pub fn generate_digits(
        &self,
        digits: impl Into<String>,
        mode: LineDigitModes,
        duration: impl Into<Option<Duration>>,
    ) -> CallRequest<()> {
        // The hardware knows one case.
        let mut digits = digits.into();
        digits.make_ascii_uppercase();
        self.line_request(LineRequest::GenerateDigits {
            call: self.id(),
            digits,
            mode,
            duration: duration.into(),
        })
    }

    /// Sends user-user information to the far end (`TSPI_lineSendUserUserInfo`), with its protocol discriminator if it
    /// has one. Nothing at all succeeds and sends nothing.
    ///
    /// Errors of its own: `USERUSERINFOTOOBIG`.
    pub fn send_user_user_info(&self, data: impl Into<Bytes>) -> CallRequest<()> {
        self.line_request(LineRequest::SendUserUserInfo {
            call: self.id(),
            data: data.into(),
        })
    }

    /// Lets go of the user-user information that is shown, and shows the next that waits, with a notice
    /// (`TSPI_lineReleaseUserUserInfo`). Succeeds in every state, also when nothing is held or the call is
    /// closed; but [`numbered`](CallRequest::numbered) it is refused when that is closed, as everything is.
    pub fn release_user_user_info(&self) -> CallRequest<()> {
        self.done(What::Release)
    }

    /// Sets the call data at every end of the call (`TSPI_lineSetCallData`); none removes it. Goes also when the call is
    /// over, until it is closed.
    ///
    /// Errors of its own: `INVALPARAM` when it is larger than the line takes.
    pub fn set_call_data(&self, data: impl Into<Bytes>) -> CallRequest<()> {
        self.line_request(LineRequest::SetCallData {
            call: self.id(),
            data: data.into(),
        })
    }

    /// Changes what the call is carried by (`TSPI_lineSetCallParams`): one bearer mode, and the lowest and highest data
    /// rate in bits per second (a highest of 0: the line's, both 0: it stays); and how fast it dials and sends digits,
    /// if that is to change: 0 stands for the usual time, and what the line has not becomes the nearest that it has.
    /// What is carried then, and that it dials in another way, is told by events.
    ///
    /// Errors of its own: `INVALBEARERMODE`, `INVALRATE`; where the line or the far end cannot, `BEARERMODEUNAVAIL`,
    /// `RATEUNAVAIL`.
    pub fn set_call_params(
        &self,
        bearer_mode: LineBearerModes,
        rates: (u32, u32),
        dial: Option<DialParams>,
    ) -> CallRequest<()> {
        self.line_request(LineRequest::SetCallParams {
            call: self.id(),
            bearer_mode,
            rates,
            dial,
        })
    }

    /// Says something to the driver that only the two understand (`TSPI_lineDevSpecific`), and brings its answer.
    pub fn dev_specific(&self, data: impl Into<Bytes>) -> CallRequest<Bytes> {
        let request = LineRequest::DevSpecific {
            call: Some(self.id()),
            data: data.into(),
        };
        self.request(What::Line(request), Box::new(reply::data))
    }

    fn line_request(&self, request: LineRequest) -> CallRequest<()> {
        self.done(What::Line(request))
    }

    pub(super) fn done(&self, what: What) -> CallRequest<()> {
        self.request(what, Box::new(reply::done))
    }
}
