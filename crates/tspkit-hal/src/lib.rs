//! HAL.
