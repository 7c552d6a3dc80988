//! The macro behind octets that are several fields.

/// One table makes an octet of seven bits: coded fields, bits, coded fields again, and spare bits. All bits are kept.
macro_rules! octet {
    (
        $(#[$meta:meta])*
        $name:ident;
        $(coded $get:ident, $with:ident: $type:ident << $shift:literal, $field:literal;)*
        $(bit $flag:ident, $with_flag:ident: $bit:literal, $about:literal, $no:literal, $yes:literal;)*
        $(last $get_last:ident, $with_last:ident: $last:ident, $field_last:literal;)*
        spare $spare:literal;
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
        pub struct $name(u8);

        impl $name {
            /// All bits 0.
            pub const fn new() -> Self {
                Self(0)
            }

            /// The lower seven bits of an octet; the extension bit is not looked at.
            pub const fn from_bits(octet: u8) -> Self {
                Self(octet & 0x7F)
            }

            /// The seven bits.
            pub const fn bits(self) -> u8 {
                self.0
            }

            $(
                #[doc = concat!("Gets the ", $field, ".")]
                pub const fn $get(self) -> $type {
                    $type::from_bits(self.0 >> $shift)
                }

                #[doc = concat!("Sets the ", $field, ".")]
                #[must_use]
                pub const fn $with(self, value: $type) -> Self {
                    Self(self.0 & !($type::LARGEST << $shift) | value.code() << $shift)
                }
            )*
            $(
                #[doc = concat!("Gets the bit of ", $about, ". Set: ", $yes, "; otherwise: ", $no, ".")]
                pub const fn $flag(self) -> bool {
                    self.0 & $bit != 0
                }

                #[doc = concat!("Sets or clears the bit of ", $about, ". Set: ", $yes, "; otherwise: ", $no, ".")]
                #[must_use]
                pub const fn $with_flag(self, set: bool) -> Self {
                    Self(if set { self.0 | $bit } else { self.0 & !$bit })
                }
            )*
            $(
                #[doc = concat!("Gets the ", $field_last, ".")]
                pub const fn $get_last(self) -> $last {
                    $last::from_bits(self.0)
                }

                #[doc = concat!("Sets the ", $field_last, ".")]
                #[must_use]
                pub const fn $with_last(self, value: $last) -> Self {
                    Self(self.0 & !$last::LARGEST | value.code())
                }
            )*

            pub(crate) fn walk(self, walk: &mut dyn $crate::walk::Walk) {
                use $crate::walk::WalkMore as _;

                $(walk.coded($field, self.$get().code(), self.$get().meaning());)*
                $(walk.bit($about, self.$flag(), [$no, $yes]);)*
                $(walk.coded($field_last, self.$get_last().code(), self.$get_last().meaning());)*
                walk.spare(self.0 & $spare);
            }
        }
    };
}
pub(crate) use octet;
