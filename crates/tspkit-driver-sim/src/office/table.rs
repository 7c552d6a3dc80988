//! The phones of an office by number.

use std::{
    collections::{BTreeMap, HashMap},
    ops::Deref,
    sync::{Arc, RwLock},
};

use tspkit_hal::PhoneId;

use crate::{
    config::{MOST_PHONES, Names, OfficeConfig, OfficeError, PhoneConfig, PhoneRef},
    phone::{Phone, Plans},
    read, write,
};

/// Finding a phone that the office began with takes no lock.
#[derive(Debug)]
pub(crate) struct Table {
    first: Box<[Phone]>,
    /// Where the phone of a number is, unless they are numbered through.
    places: Option<HashMap<u32, u32>>,
    /// Phones that came later, by number. None is ever taken out: numbers do not come back.
    later: RwLock<BTreeMap<u32, Arc<Phone>>>,
}

/// A phone that was found.
pub(crate) enum Found<'a> {
    First(&'a Phone),
    Later(Arc<Phone>),
}

impl Deref for Found<'_> {
    type Target = Phone;

    fn deref(&self) -> &Phone {
        match self {
            Self::First(phone) => phone,
            Self::Later(phone) => phone,
        }
    }
}

impl Table {
    /// The phones of an office that was checked.
    pub(crate) fn new(config: &OfficeConfig) -> Result<Self, OfficeError> {
        let names = Names::new(config);
        let mut plans = Plans::new(config);
        let mut wanted: Vec<Option<u32>> = Vec::with_capacity(config.rules.len());
        for rule in &config.rules {
            wanted.push(match &rule.phone {
                None => None,
                Some(PhoneRef::Place(place)) => Some(*place),
                Some(PhoneRef::Name(name)) => names.place(name),
            });
        }
        let mut phones = Vec::new();
        let mut next = 1_u32;
        for block in &config.phones {
            let first = block.id.unwrap_or(next);
            let name: Arc<str> = block.name.as_str().into();
            for index in 0..block.count.unwrap_or(1) {
                let place = u32::try_from(phones.len()).unwrap_or(u32::MAX);
                let rules = |(index, phone): (usize, &Option<u32>)| {
                    phone.is_none_or(|phone| phone == place).then_some(index)
                };
                let rules = wanted.iter().enumerate().filter_map(rules).collect();
                let plan = plans.get(block, rules).ok_or_else(|| no_model(block))?;
                let number = block.count.map_or(0, |_| index + 1);
                phones.push(Phone::new(
                    PhoneId(first + index),
                    plan,
                    name.clone(),
                    number,
                    block.connected,
                ));
            }
            next = first.saturating_add(block.count.unwrap_or(1));
        }
        let start = phones.first().map_or(1, |phone| phone.id.0);
        // In 64 bits: the last phone may have the last number there is.
        let in_order = (u64::from(start)..)
            .zip(&phones)
            .all(|(number, phone)| number == u64::from(phone.id.0));
        let places = || {
            (0..)
                .zip(&phones)
                .map(|(place, phone)| (phone.id.0, place))
                .collect()
        };
        Ok(Self {
            places: (!in_order).then(places),
            first: phones.into(),
            later: RwLock::default(),
        })
    }

    /// The phone of that number, also when it was removed.
    pub(crate) fn find(&self, id: PhoneId) -> Option<Found<'_>> {
        let place = match &self.places {
            None => id.0.checked_sub(self.first.first()?.id.0),
            Some(places) => places.get(&id.0).copied(),
        };
        if let Some(phone) = place.and_then(|place| self.first.get(place as usize)) {
            return Some(Found::First(phone));
        }
        read(&self.later).get(&id.0).cloned().map(Found::Later)
    }

    /// Adds a phone.
    pub(crate) fn add(
        &self,
        office: &OfficeConfig,
        config: &PhoneConfig,
    ) -> Result<Arc<Phone>, OfficeError> {
        if config.count.is_some_and(|count| count != 1) {
            return Err(OfficeError::invalid(
                "count",
                "phones are added one by one; leave `count` away",
            ));
        }
        let applies = |rule: &crate::RuleConfig| match &rule.phone {
            None => true,
            Some(phone) => *phone == PhoneRef::Name(config.name.clone()),
        };
        let rules = office
            .rules
            .iter()
            .enumerate()
            .filter(|(_, rule)| applies(rule));
        let rules = rules.map(|(index, _)| index).collect();
        let plan = Plans::new(office)
            .get(config, rules)
            .ok_or_else(|| no_model(config))?;

        let mut later = write(&self.later);
        if self.first.len() + later.len() >= MOST_PHONES as usize {
            return Err(OfficeError::invalid(
                "phones",
                format!("the office is full: it has had {MOST_PHONES} phones"),
            ));
        }
        let highest = self
            .first
            .iter()
            .map(|phone| phone.id.0)
            .max()
            .max(later.keys().last().copied());
        let id = config.id.or(highest.unwrap_or(0).checked_add(1));
        let Some(id) = id.map(PhoneId) else {
            return Err(OfficeError::invalid(
                "id",
                "no number above the others is left; choose one with `id`",
            ));
        };
        let known = match &self.places {
            None => self.first.iter().any(|phone| phone.id == id),
            Some(places) => places.contains_key(&id.0),
        };
        if known || later.contains_key(&id.0) {
            let problem = format!(
                "the number {} is or was another phone's; numbers do not come back",
                id.0
            );
            return Err(OfficeError::invalid("id", problem));
        }
        let phone = Arc::new(Phone::new(
            id,
            plan,
            config.name.as_str().into(),
            0,
            config.connected,
        ));
        later.insert(id.0, phone.clone());
        Ok(phone)
    }

    /// Does something with every phone, in the order in which they came.
    pub(crate) fn each(&self, mut work: impl FnMut(&Phone)) {
        self.first.iter().for_each(&mut work);
        let later: Vec<_> = read(&self.later).values().cloned().collect();
        for phone in &later {
            work(phone);
        }
    }

    /// The place of a phone that the office began with.
    pub(crate) fn place(office: &OfficeConfig, phone: &PhoneRef) -> Option<u32> {
        match phone {
            PhoneRef::Place(place) => Some(*place),
            PhoneRef::Name(name) => Names::new(office).place(name),
        }
    }

    /// The number of the phone of that place.
    pub(crate) fn id(&self, place: u32) -> Option<PhoneId> {
        self.first.get(place as usize).map(|phone| phone.id)
    }

    /// The number of the phone of that place or name.
    pub(crate) fn resolve(&self, office: &OfficeConfig, phone: &PhoneRef) -> Option<PhoneId> {
        let place = Self::place(office, phone);
        if let Some(id) = place.and_then(|place| self.id(place)) {
            return Some(id);
        }
        let PhoneRef::Name(name) = phone else {
            return None;
        };
        let later = read(&self.later);
        // The latest of that name: an office may add and remove it again and again.
        let named = later.values().rev().find(|phone| *phone.name() == **name);
        named.map(|phone| phone.id)
    }
}

fn no_model(phone: &PhoneConfig) -> OfficeError {
    OfficeError::invalid(
        "model",
        format!(
            "there is no model `{}`; add it to the office's models",
            phone.model
        ),
    )
}
