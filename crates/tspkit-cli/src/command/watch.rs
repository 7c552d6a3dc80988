//! `tspkit watch`.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::json;
use tspkit::{Event, Events, Office, PhoneId};

use crate::{
    args::Watch,
    event_words,
    failure::{Failure, Kind},
    interrupt::Interrupts,
    output::Output,
    target::{close, open},
};

pub(crate) fn watch(args: &Watch, output: &Output, interrupts: &Interrupts) -> Result<(), Failure> {
    let office = open(&args.url)?;
    let interrupted = Arc::new(AtomicBool::new(false));
    let mut events = office.events();
    let armed = {
        let (office, interrupted) = (office.clone(), interrupted.clone());
        interrupts.on(move || {
            interrupted.store(true, Ordering::SeqCst);
            // Ends the events.
            close(&office);
        })
    };
    let result = run(args, &office, &mut events, output);
    drop(armed);
    close(&office);
    match result {
        Ok(_) if interrupted.load(Ordering::SeqCst) => Err(Failure::interrupted()),
        Ok(seen) => match args.count {
            Some(count) if seen < count => Err(Failure::new(
                Kind::TimedOut,
                format!("{seen} of {count} events came within the time"),
            )),
            _ => Ok(()),
        },
        Err(failure) => Err(failure),
    }
}

/// Prints events until there are enough, the time is up or the office is closed; says how many there were.
fn run(
    args: &Watch,
    office: &Office,
    events: &mut Events,
    output: &Output,
) -> Result<u64, Failure> {
    let began = Instant::now();
    let end = args.time.and_then(|time| began.checked_add(time));
    let mut names = Names::of(office);
    let mut seen = 0;
    while args.count.is_none_or(|count| seen < count) {
        let event = match end {
            None => events.next(),
            Some(end) => events.next_within(end.saturating_duration_since(Instant::now())),
        };
        let Some(event) = event else { break };
        print(&event, began.elapsed(), names.phone(&event, office), output)?;
        seen += 1;
    }
    Ok(seen)
}

fn print(
    event: &Event,
    at: Duration,
    phone: Option<(u32, PhoneId, &str)>,
    output: &Output,
) -> Result<(), Failure> {
    let seconds = at.as_secs_f64();
    if !output.json {
        let words = event_words::text(event);
        return output.line(&match phone {
            Some((index, _, name)) => format!("{seconds:9.3}  phone {index} ({name}): {words}"),
            None => format!("{seconds:9.3}  {words}"),
        });
    }
    let mut fields = json!({ "seconds": seconds });
    if let Some((index, id, name)) = phone {
        fields["phone"] = json!({ "index": index, "id": id.0, "name": name });
    }
    event_words::add_fields(event, &mut fields);
    output.object(&fields)
}

/// What the phones are called. Names are kept, since events come of phones that have been removed.
struct Names(HashMap<PhoneId, (u32, Arc<str>)>);

impl Names {
    fn of(office: &Office) -> Self {
        let mut names = Self(HashMap::new());
        names.learn(office);
        names
    }

    fn learn(&mut self, office: &Office) {
        let phones = office.phones().into_iter();
        self.0
            .extend(phones.map(|phone| (phone.info.id, (phone.index, phone.info.name))));
    }

    fn phone(&mut self, event: &Event, office: &Office) -> Option<(u32, PhoneId, &str)> {
        let id = event.phone()?;
        if !self.0.contains_key(&id) {
            self.learn(office);
        }
        let (index, name) = self.0.get(&id)?;
        Some((*index, id, name))
    }
}
