//! The office behind `sim:` is as its table says.

mod common;

use bytes::Bytes;
use common::Bench;
use tspkit_abi::PhoneError;
use tspkit_driver_sim::{OfficeConfig, SimOffice};
use tspkit_hal::{
    Deadline, Hardware, LineId, PhoneEvent, PhoneReply, PhoneRequest, Stopped, UserUserLimits,
};

#[test]
fn it_has_the_phones_and_areas_of_its_table() {
    let inventory = SimOffice::default_office().inventory();
    assert_eq!(inventory.check(), Ok(()));
    let phones: Vec<_> = inventory
        .phones
        .iter()
        .map(|phone| {
            let areas: Vec<_> = phone
                .model
                .areas()
                .map(|area| (area.id, area.size))
                .collect();
            (phone.id.0, &*phone.name, phone.connected, areas)
        })
        .collect();
    let reception = vec![
        (0, 4096),
        (1, 65536),
        (2, 16384),
        (3, 1 << 20),
        (4, 48),
        (5, 256),
        (6, 256),
        (7, 0),
    ];
    assert_eq!(
        phones,
        [
            (1, "Reception", true, reception),
            (2, "Lobby", true, vec![(0, 1024), (1, 16), (2, 0)]),
            (3, "Conference room", true, vec![(0, 64)]),
            (4, "Cordless", false, vec![(0, 8192)]),
        ]
    );
}

#[test]
fn it_has_the_lines_of_its_table() {
    let inventory = SimOffice::default_office().inventory();
    let lines: Vec<_> = inventory
        .lines
        .iter()
        .map(|line| (line.id.0, &*line.name, &*line.address, line.in_service))
        .collect();
    assert_eq!(
        lines,
        [
            (1, "Reception", "101", true),
            (2, "Lobby", "102", true),
            (3, "Conference room", "103", true),
        ]
    );
    let of_phones: Vec<_> = inventory.phones.iter().map(|phone| phone.line).collect();
    let line = |id| Some(LineId(id));
    assert_eq!(of_phones, [line(1), line(2), line(3), None]);
    let model = &inventory.lines[0].model;
    assert_eq!(model.user_user, UserUserLimits::all(131).chained(1024));
    assert_eq!((model.call_data, model.dev_specific), (4096, 1024));
    let calls = (model.active_calls, model.held_calls, model.transfer_calls);
    assert_eq!(calls, (1, 1, 1));
    assert_eq!((model.trunks, model.charging), (2, true));
    assert!(model.dev_specific_requests);
}

#[test]
fn the_firmware_comes_back_as_it_went_with_steady_progress() {
    let mut bench = Bench::new(SimOffice::default_office());
    let data: Bytes = (0..65536_u32)
        .map(|n| n.to_le_bytes()[0] ^ n.to_le_bytes()[1])
        .collect();
    assert_eq!(bench.download(1, 3, data.clone()).ok(), PhoneReply::Done);
    let progress = std::mem::take(&mut *bench.user.progress.lock().unwrap());
    assert_eq!(progress.first(), Some(&(0, 65536)));
    assert_eq!(progress.last(), Some(&(65536, 65536)));
    assert!(
        progress.windows(2).all(|pair| pair[0].0 <= pair[1].0),
        "{progress:?}"
    );
    assert_eq!(bench.upload(1, 3), data);
    assert_eq!(
        bench.office.stop(Deadline::after(common::HANG)),
        Stopped::Clean
    );
}

#[test]
fn what_does_not_fit_is_refused_with_its_code() {
    let mut bench = Bench::new(SimOffice::default_office());
    let cases = [
        (9, PhoneRequest::GetRing, PhoneError::NoDevice),
        (
            1,
            PhoneRequest::GetData { area: 8, size: 1 },
            PhoneError::InvalDataId,
        ),
        (
            1,
            PhoneRequest::GetData { area: 1, size: 1 },
            PhoneError::InvalDataId,
        ),
        (
            3,
            PhoneRequest::SetData {
                area: 0,
                data: Bytes::new(),
            },
            PhoneError::InvalDataId,
        ),
        (
            2,
            PhoneRequest::SetData {
                area: 0,
                data: vec![0; 1025].into(),
            },
            PhoneError::OperationFailed,
        ),
        (
            2,
            PhoneRequest::DevSpecific { data: Bytes::new() },
            PhoneError::OperationUnavail,
        ),
        (4, PhoneRequest::GetDisplay, PhoneError::OperationFailed),
    ];
    for (phone, request, code) in cases {
        assert_eq!(
            bench.call(phone, request.clone()).error().code(),
            code,
            "{request:?}"
        );
    }
}

#[test]
fn command_areas_act() {
    let mut bench = Bench::new(SimOffice::default_office());
    let control = bench.office.control();
    bench.download(1, 4, "Welcome\nto the office").ok();
    let rows = vec![
        format!("{:24}", "Welcome"),
        format!("{:24}", "to the office"),
    ];
    assert_eq!(
        control.display(tspkit_hal::PhoneId(1)).as_ref(),
        Some(&rows)
    );
    bench.download(1, 5, "abc").ok();
    assert_eq!(bench.upload(1, 6), "abc");
    assert_eq!(
        bench.events(),
        [
            (1, PhoneEvent::DisplayChanged { rows }),
            (1, PhoneEvent::DataChanged { area: 6 })
        ]
    );
    bench.download(2, 1, "1 300").ok();
    let ring = tspkit_hal::Ring {
        mode: 1,
        volume: 300,
    };
    assert_eq!(
        bench.call(2, PhoneRequest::GetRing).ok(),
        PhoneReply::Ring(ring)
    );
    assert_eq!(
        bench.download(2, 1, "2").error().code(),
        PhoneError::InvalRingMode
    );
    assert_eq!(
        bench.download(2, 1, "loud").error().code(),
        PhoneError::OperationFailed
    );
    bench.download(2, 0, "hello").ok();
    bench.download(2, 2, "").ok();
    assert_eq!(bench.upload(2, 0), "");
    bench.events();
    bench.download(1, 7, "").ok();
    let events = bench.wait_for(|event| *event == PhoneEvent::Connected);
    assert_eq!(
        events,
        [(1, PhoneEvent::Disconnected), (1, PhoneEvent::Connected)]
    );
}

#[test]
fn its_file_is_written_as_it_is_read() {
    let office = OfficeConfig::default_office().unwrap();
    let text = office.to_toml().unwrap();
    assert_eq!(OfficeConfig::from_toml(&text).unwrap(), office, "{text}");
}

#[test]
fn references_name_an_office_and_its_seed() {
    assert_eq!(OfficeConfig::from_reference("").unwrap().seed, 1);
    assert_eq!(OfficeConfig::from_reference("?seed=42").unwrap().seed, 42);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("office.toml");
    std::fs::write(&path, "seed = 7\n").unwrap();
    let path = path.to_str().unwrap();
    assert_eq!(OfficeConfig::from_reference(path).unwrap().seed, 7);
    assert_eq!(
        OfficeConfig::from_reference(&format!("{path}?seed=-8"))
            .unwrap()
            .seed,
        -8
    );
    for (reference, said) in [
        (
            "?sead=1",
            "`sead=1` is not understood in a reference to an office; write a path, then `?seed=` and a number if wanted",
        ),
        (
            "?seed=x",
            "`seed=x` is not understood in a reference to an office; write a path, then `?seed=` and a number if wanted",
        ),
        (
            "none.toml",
            "the office file `none.toml` cannot be read; check that the path is right",
        ),
    ] {
        assert_eq!(
            OfficeConfig::from_reference(reference)
                .unwrap_err()
                .to_string(),
            said
        );
    }
}
