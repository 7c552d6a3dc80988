//! x
/// x
#[derive(Debug)]
pub struct Account;
/// x
#[derive(Debug)]
pub struct Breach;
/// x
#[derive(Debug)]
pub struct BreachKind;
/// x
#[derive(Debug)]
pub struct Summary;
