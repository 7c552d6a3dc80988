//! Lines: opening, ringing, and out of service.

use std::sync::{Arc, Mutex};

use tspkit::{Event, hal::LineEvent};

use crate::{
    exchange::{
        hands::{Hands, LINE},
        line_code, refused,
    },
    support::{options, until, within_reason},
};

#[test]
fn a_line_is_opened_once_and_must_be_there() {
    within_reason(|| {
        let hands = Hands::new(2);
        let office = hands.open(&options());
        assert_eq!(office.lines().len(), 2);
        let line = office.line(0).unwrap();
        assert_eq!(line.id(), LINE);
        assert_eq!(refused(office.line(0)), line_code::ALLOCATED);
        assert_eq!(refused(office.line(2)), line_code::BADDEVICEID);
        line.close().unwrap();
        let again = office.line(0).unwrap();
        assert_eq!(again.id(), LINE);
    });
}

#[test]
fn what_happens_on_a_line_is_told_as_it_is() {
    within_reason(|| {
        let hands = Hands::new(1);
        let office = hands.open(&options());
        let _line = office.line(0).unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let log = seen.clone();
        let _subscription = office.on_event(move |event| {
            if let Event::Line { line, event } = event {
                log.lock().unwrap().push((*line, event.clone()));
            }
        });
        let told = [
            LineEvent::Ringing { mode: 1, count: 1 },
            LineEvent::Ringing { mode: 1, count: 2 },
            LineEvent::Ringing { mode: 0, count: 2 },
            LineEvent::OutOfService,
            LineEvent::InService,
        ];
        for event in &told {
            hands.tell(event.clone());
        }
        until("all of them", || seen.lock().unwrap().len() == told.len());
        let expected: Vec<_> = told.into_iter().map(|event| (LINE, event)).collect();
        assert_eq!(*seen.lock().unwrap(), expected);
    });
}
