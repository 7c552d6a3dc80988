//! A call between two lines of the simulated office, and the buffers that it carries.
//!
//! `cargo run --example call` lets line 101 call line 102; `cargo run --example call -- sim:office.toml 7 102` the line of
//! index 7 of an office of your own.

#![allow(clippy::print_stdout, reason = "it talks to a person")]

use std::{env, error::Error, time::Duration};

use tspkit::{
    Bytes, Call,
    abi::{CallInfoBuffer, CallState},
};
use tspkit_q931::{HighLayerCharacteristics, HighLayerCompatibility, Kind, UserUserInfo, explain};

const PATIENCE: Duration = Duration::from_secs(300);

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = env::args().skip(1);
    let url = args.next().unwrap_or("sim:".into());
    let from = args.next().map_or(Ok(0), |index| index.parse())?;
    let number = args.next().unwrap_or("102".into());

    let office = tspkit::open(&url)?;
    let here = office.line(from)?;
    let mut lines = office.lines().into_iter();
    let other = lines.find(|line| *line.info.address == *number);
    let there = office.line(other.ok_or("no line has that number")?.index)?;

    // What is put before the call is made goes with it.
    let made = here.create_call(number)?;
    let order = UserUserInfo::ia5("order 4711")?;
    made.put_buffer(CallInfoBuffer::UserUserInfo, order.encode())?;
    let telephony = HighLayerCompatibility::new(HighLayerCharacteristics::TELEPHONY);
    made.put_buffer(
        CallInfoBuffer::HighLevelCompatibilityBuffer,
        telephony.encode(),
    )?;
    made.put_buffer(CallInfoBuffer::CallDataBuffer, "customer 17")?;
    made.connect().wait()?;

    let came = there.next_call(PATIENCE).ok_or("no call came in")?;
    let caller = came.info().parties.caller;
    println!(
        "{} is called by {} ({})",
        there.info().name,
        caller.number,
        caller.name
    );
    show(&came)?;
    assert_eq!(came.buffer(CallInfoBuffer::CallDataBuffer)?, "customer 17");
    came.release_user_user_info().wait()?;

    came.answer(UserUserInfo::ia5("welcome")?.encode()).wait()?;
    until(&made, CallState::Connected)?;
    show(&made)?;

    // What is put now is sent, and waits at the other end until it is read.
    made.put_buffer(
        CallInfoBuffer::UserUserInfo,
        UserUserInfo::ia5("two pieces")?.encode(),
    )?;
    came.wait_until(PATIENCE, |call| {
        call.buffer(CallInfoBuffer::UserUserInfo)
            .is_ok_and(|shown| !shown.is_empty())
    });
    show(&came)?;

    made.disconnect(Bytes::new()).wait()?;
    until(&came, CallState::Disconnected)?;
    println!("over: {:?}", came.status());
    Ok(())
}

fn until(call: &Call, state: CallState) -> Result<(), Box<dyn Error>> {
    if call.wait_until(PATIENCE, |call| call.state() == state) {
        Ok(())
    } else {
        Err(format!("the call is {:?}, not {state:?}", call.state()).into())
    }
}

/// What the far end has sent, octet by octet.
fn show(call: &Call) -> Result<(), Box<dyn Error>> {
    let bytes = call.buffer(CallInfoBuffer::UserUserInfo)?;
    print!("{}", explain(Kind::UserUser, &bytes));
    Ok(())
}
