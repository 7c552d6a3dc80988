//! The macro that turns a table of members into a structure of this module.

/// One table makes one structure. Offsets come from the named Rust layout by `offset_of!`.
macro_rules! structure {
    (
        $(#[$meta:meta])*
        $name:ident, reports_sizes $reports:literal,
        sizes { v2_0: $v2_0:expr, v2_2: $v2_2:expr, v3_0: $v3_0:expr };
        $(
            in $layout:ty {
                $(dwords { $($dword:ident = $dword_member:ident;)* })?
                $(blocks { $($block:ident = $block_member:ident;)* })?
                $(pairs { $($pair:ident = $size_member:ident $offset_member:ident;)* })?
                $(tapi_dwords { $($tdword:ident = $tdword_member:ident;)* })?
                $(tapi_pairs { $($tpair:ident = $tsize_member:ident $toffset_member:ident;)* })?
            }
        )+
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {}

        impl $name {
            $($($(
                #[doc = concat!("`", stringify!($dword_member), "`.")]
                pub const $dword: super::Dword<Self> =
                    super::Dword::at(core::mem::offset_of!($layout, $dword_member));
            )*)?)+
            $($($(
                #[doc = concat!("`", stringify!($block_member), "`, 16 bytes.")]
                pub const $block: super::Block<Self> =
                    super::Block::at(core::mem::offset_of!($layout, $block_member));
            )*)?)+
            $($($(
                #[doc = concat!("`", stringify!($size_member), "` and `", stringify!($offset_member), "`.")]
                pub const $pair: super::Pair<Self> = super::Pair::at(
                    stringify!($size_member),
                    core::mem::offset_of!($layout, $size_member),
                    core::mem::offset_of!($layout, $offset_member),
                );
            )*)?)+
            $($($(
                #[doc = concat!("`", stringify!($tdword_member), "`, which TAPI fills.")]
                pub const $tdword: super::Tapi<super::Dword<Self>> = super::Tapi::new(
                    super::Dword::at(core::mem::offset_of!($layout, $tdword_member)),
                );
            )*)?)+
            $($($(
                #[doc = concat!("`", stringify!($tsize_member), "` and `", stringify!($toffset_member), "`, which TAPI fills.")]
                pub const $tpair: super::Tapi<super::Pair<Self>> = super::Tapi::new(super::Pair::at(
                    stringify!($tsize_member),
                    core::mem::offset_of!($layout, $tsize_member),
                    core::mem::offset_of!($layout, $toffset_member),
                ));
            )*)?)+
        }

        impl super::sealed::Sealed for $name {}

        impl super::Structure for $name {
            const NAME: &'static str = stringify!($name);
            const REPORTS_SIZES: bool = $reports;
            const SIZES: super::Sizes = super::Sizes { v2_0: $v2_0, v2_2: $v2_2, v3_0: $v3_0 };
            const FIELDS: &'static [super::FieldInfo] = &[
                $(
                    $($(super::define::member!($layout, $dword_member, 4, Writer),)*)?
                    $($(super::define::member!($layout, $block_member, 16, Writer),)*)?
                    $($(
                        super::define::member!($layout, $size_member, 4, Writer),
                        super::define::member!($layout, $offset_member, 4, Writer),
                    )*)?
                    $($(super::define::member!($layout, $tdword_member, 4, Tapi),)*)?
                    $($(
                        super::define::member!($layout, $tsize_member, 4, Tapi),
                        super::define::member!($layout, $toffset_member, 4, Tapi),
                    )*)?
                )+
            ];
            const PAIRS: &'static [super::Pair<Self>] = &[
                $(
                    $($(Self::$pair,)*)?
                    $($(super::Pair::at(
                        stringify!($tsize_member),
                        core::mem::offset_of!($layout, $tsize_member),
                        core::mem::offset_of!($layout, $toffset_member),
                    ),)*)?
                )+
            ];
        }
    };
}
pub(super) use structure;

/// One member as the table of members lists it.
macro_rules! member {
    ($layout:ty, $member:ident, $size:literal, $filled_by:ident) => {
        super::FieldInfo {
            name: stringify!($member),
            offset: core::mem::offset_of!($layout, $member),
            size: $size,
            filled_by: super::FilledBy::$filled_by,
        }
    };
}
pub(super) use member;
