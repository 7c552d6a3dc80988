//! Every request of a line is answered, whatever it is.

use std::thread;

use bytes::Bytes;
use tspkit_abi::{LineBearerModes, LineDigitModes, LineError};

use super::{
    super::context::{Checked, Context, wrong},
    session::Session,
};
use crate::{
    ids::{CallId, LineId},
    line::{CallParams, LineRequest},
};

/// A call that nobody has made.
const UNKNOWN: CallId = CallId(0x7FFF_FFF0);
/// Another one.
const OTHER: CallId = CallId(0x7FFF_FFF1);
/// How many lines of a large office are asked everything.
const LINES: usize = 4;

/// One request of each kind that is about a call that there is already.
fn about(call: CallId) -> Vec<LineRequest> {
    let user_user = || Bytes::from_static(b"\x04x");
    let digits = || "1".to_owned();
    vec![
        LineRequest::Dial {
            call,
            digits: digits(),
        },
        LineRequest::Accept {
            call,
            user_user: user_user(),
        },
        LineRequest::Answer {
            call,
            user_user: user_user(),
        },
        LineRequest::Drop {
            call,
            user_user: user_user(),
        },
        LineRequest::Hold { call },
        LineRequest::Unhold { call },
        LineRequest::SwapHold {
            active: call,
            held: OTHER,
        },
        LineRequest::SetupTransfer {
            call,
            consultation: OTHER,
            params: Box::<CallParams>::default(),
        },
        LineRequest::CompleteTransfer {
            call,
            consultation: OTHER,
        },
        LineRequest::BlindTransfer {
            call,
            destination: digits(),
        },
        LineRequest::Redirect {
            call,
            destination: digits(),
        },
        LineRequest::GenerateDigits {
            call,
            digits: digits(),
            mode: LineDigitModes::DTMF,
            duration: None,
        },
        LineRequest::SendUserUserInfo {
            call,
            data: user_user(),
        },
        LineRequest::SetCallData {
            call,
            data: user_user(),
        },
        LineRequest::SetCallParams {
            call,
            bearer_mode: LineBearerModes::VOICE,
            rates: (0, 0),
            dial: None,
        },
    ]
}

/// Requests that may succeed even when there is nothing to do.
fn idle(call: CallId) -> Vec<LineRequest> {
    let data = || Bytes::from_static(b"x");
    vec![
        LineRequest::ReleaseUserUserInfo { call },
        LineRequest::CloseCall { call },
        LineRequest::DevSpecific {
            call: Some(call),
            data: data(),
        },
        LineRequest::DevSpecific {
            call: None,
            data: data(),
        },
    ]
}

pub(super) fn every_kind(context: &Context) -> Checked {
    let session = Session::started(context)?;
    for line in session.lines.iter().copied().take(LINES) {
        let requests = about(UNKNOWN).into_iter().chain(idle(UNKNOWN));
        let tokens: Vec<_> = requests
            .map(|request| session.submit(line, request))
            .collect();
        for token in tokens {
            let _ = session.answer(token)?;
        }
    }
    session.no_faults()
}

pub(super) fn unknown(context: &Context) -> Checked {
    let session = Session::started(context)?;
    let line = session.lines.first().copied().unwrap_or(LineId(0));
    for request in about(UNKNOWN) {
        let token = session.submit(line, request);
        let what = || {
            format!(
                "{}, about a call that there is not,",
                session.recorder.what(token)
            )
        };
        match session.answer(token)? {
            Ok(reply) => return wrong(format!("{} was answered with {reply:?}", what())),
            Err(error) => match error.code() {
                LineError::InvalCallHandle
                | LineError::InvalCallState
                | LineError::InvalConsultCallHandle
                | LineError::OperationUnavail => {}
                code => {
                    return wrong(format!(
                        "{} was answered with {code:?}; INVALCALLHANDLE says it",
                        what()
                    ));
                }
            },
        }
    }
    let has = |number: &u32| session.lines.contains(&LineId(*number));
    let free = (0..u32::MAX).find(|number| !has(number));
    let nobody = LineId(free.unwrap_or(u32::MAX));
    let make = LineRequest::MakeCall {
        call: CallId(1),
        destination: "1".to_owned(),
        params: Box::default(),
    };
    for request in about(UNKNOWN)
        .into_iter()
        .chain(idle(UNKNOWN))
        .chain([make])
    {
        let token = session.submit(nobody, request);
        if let Ok(reply) = session.answer(token)? {
            let what = session.recorder.what(token);
            return wrong(format!(
                "{what}, which does not exist, was answered with {reply:?}"
            ));
        }
    }
    session.no_faults()
}

pub(super) fn many_threads(context: &Context) -> Checked {
    let session = Session::started(context)?;
    let each = context.requests_at_once.div_ceil(4);
    let (recorder, driver, lines) = (&session.recorder, &session.driver, &session.lines);
    let tokens: Vec<u64> = thread::scope(|scope| {
        let threads: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(move || {
                    let lines = lines.iter().copied().cycle();
                    let submit = |line| {
                        let request = LineRequest::ReleaseUserUserInfo { call: UNKNOWN };
                        let (token, done) = recorder.request(line, &request);
                        driver.submit_line(line, request, done);
                        token
                    };
                    lines.take(each as usize).map(submit).collect::<Vec<_>>()
                })
            })
            .collect();
        let joined = threads.into_iter().map(|thread| {
            let tokens = thread.join();
            tokens.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        });
        joined.flatten().collect()
    });
    for token in tokens {
        let _ = session.answer(token)?;
    }
    session.no_faults()
}

pub(super) fn never_waits(context: &Context) -> Checked {
    let session = Session::started(context)?;
    // Answers that come on other threads are held up until everything is submitted: whoever waits for one
    // inside submit_line waits for ever.
    session.recorder.close_gate(context.limit);
    let mut tokens = Vec::new();
    if let Some((line, destination)) = context.call.clone() {
        let make = LineRequest::MakeCall {
            call: CallId(1),
            destination,
            params: Box::default(),
        };
        tokens.push(session.submit(line, make));
    }
    let lines = session.lines.iter().copied().cycle();
    for line in lines.take(context.requests_at_once as usize) {
        let call = UNKNOWN;
        tokens.push(session.submit(line, LineRequest::Hold { call }));
    }
    session.recorder.open_gate();
    session.no_faults()?;
    for token in tokens {
        let _ = session.answer(token)?;
    }
    session.no_faults()
}

pub(super) fn after_stop(context: &Context) -> Checked {
    let mut session = Session::started(context)?;
    session.stop_and_watch()?;
    let line = session.lines.first().copied().unwrap_or(LineId(0));
    for request in about(UNKNOWN) {
        let token = session.submit(line, request);
        if let Ok(reply) = session.answer(token)? {
            return wrong(format!(
                "{} was answered with {reply:?}",
                session.recorder.what(token)
            ));
        }
    }
    session.no_faults()
}
