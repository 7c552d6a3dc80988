//! What phones of one kind have in common, worked out once.

use std::{collections::HashMap, num::NonZeroU64, sync::Arc, time::Duration};

use bytes::Bytes;
use tspkit_hal::{ButtonLamp, DataArea, Direction, Hookswitch, PhoneModel, PhoneRequest};

use super::rules::Rule;
use crate::config::{AreaConfig, Change, Command, ModelConfig, OfficeConfig, PhoneConfig};

/// What all phones of one model, to which the same rules apply, have in common.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) model: Arc<PhoneModel>,
    /// The texts of the buttons.
    pub(super) texts: Box<[String]>,
    areas: Box<[Option<AreaPlan>]>,
    /// How many areas there are.
    pub(super) slots: usize,
    pub(super) rules: Box<[Rule]>,
    seed: i64,
    /// How requests that are about no area go.
    others: Route,
}

/// A data area, as its phones carry it out.
#[derive(Debug)]
pub(crate) struct AreaPlan {
    /// Where its content is among a phone's contents.
    pub(super) slot: usize,
    pub(super) size: usize,
    pub(super) direction: Direction,
    pub(super) content: Bytes,
    pub(crate) command: Option<Command>,
    pub(super) result: Option<u32>,
    pub(super) restart_takes: Duration,
    pub(crate) changes: Option<(Duration, Change)>,
    /// A download does nothing but put its bytes there, at once.
    plain: bool,
    route: Route,
}

/// How requests go.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Route {
    /// There is chance or a rule to look at.
    pub(crate) judged: bool,
    /// They are carried out by the office's thread.
    pub(crate) queued: bool,
    pub(crate) latency: Duration,
    pub(crate) jitter: Duration,
    pub(crate) rate: Option<NonZeroU64>,
}

impl Plan {
    fn new(
        office: &OfficeConfig,
        config: &ModelConfig,
        model: Arc<PhoneModel>,
        rules: Box<[Rule]>,
    ) -> Self {
        let route = |area: Option<&AreaConfig>| {
            let own = |of_area: fn(&AreaConfig) -> Option<Duration>| area.and_then(of_area);
            let latency = own(|area| area.latency)
                .or(config.latency)
                .unwrap_or(office.latency);
            let jitter = own(|area| area.jitter)
                .or(config.jitter)
                .unwrap_or(office.jitter);
            let rate = area.and_then(|area| area.bytes_per_second);
            let concerns = |rule: &&Rule| {
                rule.area
                    .is_none_or(|id| area.is_some_and(|area| area.id == id))
            };
            Route {
                judged: !jitter.is_zero() || rules.iter().any(|rule| concerns(&rule)),
                queued: office.worker
                    || !latency.is_zero()
                    || !jitter.is_zero()
                    || rate.is_some()
                    || rules.iter().filter(concerns).any(Rule::takes_time),
                latency,
                jitter,
                rate,
            }
        };
        let length = config
            .areas
            .iter()
            .map(|area| area.id as usize + 1)
            .max()
            .unwrap_or(0);
        let mut areas: Vec<Option<AreaPlan>> = Vec::new();
        areas.resize_with(length, || None);
        for (slot, area) in config.areas.iter().enumerate() {
            let route = route(Some(area));
            let at_once = !route.judged && !route.queued;
            areas[area.id as usize] = Some(AreaPlan {
                plain: at_once && area.direction.downloads() && area.command.is_none(),
                slot,
                size: area.size as usize,
                direction: area.direction,
                content: area.content.clone().unwrap_or_default(),
                command: area.command,
                result: area.result,
                restart_takes: area.restart_takes.unwrap_or(Duration::from_secs(1)),
                changes: area.changes_every.map(|period| (period, area.changes)),
                route,
            });
        }
        Self {
            model,
            texts: config
                .button_lamps
                .iter()
                .map(|button| button.text.clone())
                .collect(),
            areas: areas.into(),
            slots: config.areas.len(),
            others: route(None),
            rules,
            seed: office.seed,
        }
    }

    /// The area of that number.
    pub(crate) fn area(&self, id: u32) -> Option<&AreaPlan> {
        self.areas.get(id as usize)?.as_ref()
    }

    /// The areas with their numbers.
    pub(crate) fn areas(&self) -> impl Iterator<Item = (u32, &AreaPlan)> {
        (0..)
            .zip(&self.areas)
            .filter_map(|(id, area)| Some((id, area.as_ref()?)))
    }

    /// The area of that number, if a download of that length does nothing but put its bytes there, at once.
    pub(crate) fn plain(&self, id: u32, length: usize) -> Option<&AreaPlan> {
        self.area(id)
            .filter(|area| area.plain && length <= area.size)
    }

    /// How a request goes.
    pub(crate) fn route(&self, request: &PhoneRequest) -> &Route {
        let area = request.area().and_then(|id| self.area(id));
        area.map_or(&self.others, |area| &area.route)
    }

    pub(super) fn seed(&self) -> u64 {
        self.seed.cast_unsigned()
    }
}

/// The model that users see.
fn model(config: &ModelConfig) -> Arc<PhoneModel> {
    let mut model = PhoneModel::new(config.description.as_str()).ring_modes(config.ring_modes);
    if let Some(display) = config.display {
        model = model.display(display.rows, display.columns);
    }
    if config.dev_specific {
        model = model.dev_specific();
    }
    for button in &config.button_lamps {
        let mut lamp = ButtonLamp::new(button.mode, button.function);
        if !button.lamp.is_empty() {
            lamp = lamp.with_lamp(button.lamp);
        }
        model = model.button_lamp(if button.settable {
            lamp.settable()
        } else {
            lamp
        });
    }
    for config in &config.hookswitches {
        let mut hookswitch = Hookswitch::new(config.device, config.modes).settable(config.settable);
        if config.volume {
            hookswitch = hookswitch.with_volume();
        }
        if config.gain {
            hookswitch = hookswitch.with_gain();
        }
        model = model.hookswitch(hookswitch);
    }
    for area in &config.areas {
        model = model.area(DataArea::new(
            area.id,
            area.size,
            area.direction,
            area.name.as_str(),
        ));
    }
    Arc::new(model)
}

/// Makes plans, each once.
pub(crate) struct Plans<'a> {
    office: &'a OfficeConfig,
    models: HashMap<&'a str, Arc<PhoneModel>>,
    made: HashMap<(&'a str, Vec<usize>), Arc<Plan>>,
}

impl<'a> Plans<'a> {
    pub(crate) fn new(office: &'a OfficeConfig) -> Self {
        Self {
            office,
            models: HashMap::new(),
            made: HashMap::new(),
        }
    }

    /// The plan of a phone to which the rules of those numbers apply. `None` when there is no such model.
    pub(crate) fn get(&mut self, phone: &'a PhoneConfig, rules: Vec<usize>) -> Option<Arc<Plan>> {
        let name = phone.model.as_str();
        let config = self.office.models.get(name)?;
        let model = self
            .models
            .entry(name)
            .or_insert_with(|| model(config))
            .clone();
        let office = self.office;
        let make = |rules: &[usize]| {
            let rules = rules
                .iter()
                .map(|index| Rule::new(&office.rules[*index]))
                .collect();
            Arc::new(Plan::new(office, config, model, rules))
        };
        if let Some(plan) = self.made.get(&(name, rules.clone())) {
            return Some(plan.clone());
        }
        let plan = make(&rules);
        self.made.insert((name, rules), plan.clone());
        Some(plan)
    }
}
