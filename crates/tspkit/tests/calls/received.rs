//! User-user information that comes in: shown, queued, released, and put together from chains.

use tspkit::{
    Bytes, CallStatus, LineError,
    abi::{CallInfoBuffer::UserUserInfo, LineDisconnectModes},
    hal::CallChange,
};

use crate::{
    connected, listen,
    support::{
        HANG,
        lines::{board, board_with, incoming, line_model, nobody},
        options, until, within_reason,
    },
};

const NEWS: &str = "Info(LineCallInfoStates(USERUSERINFO))";

#[test]
fn the_second_message_waits_until_the_first_is_released_and_each_is_told_once() {
    within_reason(|| {
        let (board, office) = board();
        let (told, _subscription) = listen(&office);
        let line = office.line(0).unwrap();
        let call = connected(&board, &line);
        let shown = || call.buffer(UserUserInfo).unwrap();
        let news = |count| {
            until("it is told", || {
                let told = told.lock().unwrap();
                told.iter().filter(|each| *each == NEWS).count() == count
            });
        };
        board.user_user(0, call.id(), b"one");
        board.user_user(0, call.id(), b"two");
        news(1);
        assert_eq!(shown(), "one");
        for (answer, next, count) in [
            (Ok(tspkit::LineReply::Done), "two", 2),
            // A driver that does not want to hear of it.
            (Err(LineError::OperationUnavail.into()), "", 2),
        ] {
            let releasing = call.release_user_user_info().start().unwrap();
            board
                .take()
                .named("ReleaseUserUserInfo")
                .done
                .complete(answer);
            releasing.wait().unwrap();
            assert_eq!(shown(), next);
            news(count);
        }
        // Nothing is held: nobody is asked.
        call.release_user_user_info().wait().unwrap();
        board.assert_untold();
        board.user_user(0, call.id(), b"three");
        news(3);
        assert_eq!(shown(), "three");
        // What is sent from here does not change what is shown.
        let sending = call.send_user_user_info("mine").start().unwrap();
        board.take().succeed();
        sending.wait().unwrap();
        assert_eq!(shown(), "three");
    });
}

#[test]
fn a_release_that_fails_leaves_what_is_shown() {
    within_reason(|| {
        let (board, office) = board();
        let line = office.line(0).unwrap();
        let call = connected(&board, &line);
        board.user_user(0, call.id(), b"one");
        let releasing = call.release_user_user_info().start().unwrap();
        board.take().done.fail(LineError::ResourceUnavail);
        let code = releasing.wait().unwrap_err().code();
        assert_eq!(code, LineError::ResourceUnavail);
        assert_eq!(call.buffer(UserUserInfo).unwrap(), "one");
    });
}

#[test]
fn a_chain_of_messages_is_one_with_one_notice_and_no_longer_than_the_line_takes() {
    within_reason(|| {
        let (board, office) = board();
        let (told, _subscription) = listen(&office);
        let line = office.line(0).unwrap();
        let call = connected(&board, &line);
        let part = |data: Vec<u8>, more| {
            let data = data.into();
            board.change(0, call.id(), CallChange::UserUserInfo { data, more });
        };
        part(vec![1; 20], true);
        assert_eq!(call.buffer(UserUserInfo).unwrap(), "");
        part(vec![2; 10], false);
        let expected: Vec<_> = [vec![1; 20], vec![2; 10]].concat();
        assert_eq!(call.buffer(UserUserInfo).unwrap(), expected);
        // One octet more than the line receives, and the chain's end after it.
        part(vec![3; 20], true);
        part(vec![4; 11], true);
        part(vec![5; 1], false);
        part(vec![6; 30], false);
        let releasing = call.release_user_user_info().start().unwrap();
        board.take().succeed();
        releasing.wait().unwrap();
        assert_eq!(call.buffer(UserUserInfo).unwrap(), vec![6; 30]);
        until("both are told", || told.lock().unwrap().len() == 3);
        office.close().unwrap();
        let told = told.lock().unwrap();
        assert_eq!(told.iter().filter(|each| *each == NEWS).count(), 2);
    });
}

#[test]
fn what_comes_with_the_end_of_a_call_can_be_read_while_it_is_there() {
    within_reason(|| {
        let (board, office) = board();
        let (told, _subscription) = listen(&office);
        let line = office.line(0).unwrap();
        let call = connected(&board, &line);
        board.user_user(0, call.id(), b"first");
        board.user_user(0, call.id(), b"bye");
        let disconnected = CallStatus::Disconnected(LineDisconnectModes::NORMAL);
        board.state(0, call.id(), disconnected);
        assert_eq!(call.buffer(UserUserInfo).unwrap(), "first");
        board.state(0, call.id(), CallStatus::Idle);
        // Nothing comes any more, and nothing is asked or told.
        board.user_user(0, call.id(), b"late");
        call.release_user_user_info().wait().unwrap();
        board.assert_untold();
        assert_eq!(call.buffer(UserUserInfo).unwrap(), "bye");
        call.release_user_user_info().wait().unwrap();
        assert_eq!(call.buffer(UserUserInfo).unwrap(), "");
        until("its end is told", || {
            told.lock()
                .unwrap()
                .last()
                .is_some_and(|last| last == "State(Idle)")
        });
        office.close().unwrap();
        let told = told.lock().unwrap();
        assert_eq!(told.iter().filter(|each| *each == NEWS).count(), 1);
        assert_eq!(told.last().unwrap(), "State(Idle)");
    });
}

#[test]
fn a_line_that_receives_none_shows_none() {
    within_reason(|| {
        let mut model = line_model();
        model.user_user.receive = 0;
        let (board, office) = board_with(model, &options());
        let line = office.line(0).unwrap();
        let mut info = nobody();
        info.user_user = Bytes::from_static(b"hello");
        board.offer(0, incoming(1), info);
        let call = line.next_call(HANG).unwrap();
        board.user_user(0, call.id(), b"again");
        assert_eq!(call.buffer(UserUserInfo).unwrap(), "");
    });
}
