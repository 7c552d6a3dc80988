//! How a function ends, in the table's words.

/// Low bytes of TAPI's codes, as the header has them; each is 0x80000000 and that.
const CODES: &[(u32, &str)] = &[
    (0x01, "ALLOCATED"),
    (0x02, "BADDEVICEID"),
    (0x03, "BEARERMODEUNAVAIL"),
    (0x05, "CALLUNAVAIL"),
    (0x08, "DIALBILLING"),
    (0x09, "DIALDIALTONE"),
    (0x0A, "DIALPROMPT"),
    (0x0B, "DIALQUIET"),
    (0x0C, "INCOMPATIBLEAPIVERSION"),
    (0x0D, "INCOMPATIBLEEXTVERSION"),
    (0x0F, "INUSE"),
    (0x10, "INVALADDRESS"),
    (0x11, "INVALADDRESSID"),
    (0x12, "INVALADDRESSMODE"),
    (0x13, "INVALADDRESSSTATE"),
    (0x16, "INVALBEARERMODE"),
    (0x18, "INVALCALLHANDLE"),
    (0x19, "INVALCALLPARAMS"),
    (0x1B, "INVALCALLSELECT"),
    (0x1C, "INVALCALLSTATE"),
    (0x20, "INVALCONFCALLHANDLE"),
    (0x21, "INVALCONSULTCALLHANDLE"),
    (0x22, "INVALCOUNTRYCODE"),
    (0x23, "INVALDEVICECLASS"),
    (0x25, "INVALDIALPARAMS"),
    (0x27, "INVALDIGITMODE"),
    (0x28, "INVALDIGITS"),
    (0x29, "INVALEXTVERSION"),
    (0x2B, "INVALLINEHANDLE"),
    (0x2C, "INVALLINESTATE"),
    (0x2F, "INVALMEDIAMODE"),
    (0x32, "INVALPARAM"),
    (0x35, "INVALPOINTER"),
    (0x37, "INVALRATE"),
    (0x3F, "INVALTRANSFERMODE"),
    (0x42, "NODEVICE"),
    (0x43, "NODRIVER"),
    (0x44, "NOMEM"),
    (0x48, "OPERATIONFAILED"),
    (0x49, "OPERATIONUNAVAIL"),
    (0x4A, "RATEUNAVAIL"),
    (0x4B, "RESOURCEUNAVAIL"),
    (0x4D, "STRUCTURETOOSMALL"),
    (0x50, "UNINITIALIZED"),
    (0x51, "USERUSERINFOTOOBIG"),
    (0x53, "ADDRESSBLOCKED"),
    (0x5C, "DIALVOICEDETECT"),
    (0x5E, "INVALADDRESSTYPE"),
    (0x60, "DISCONNECTED"),
];

/// What a code is called; `ok` for none.
pub fn name(code: i32) -> &'static str {
    if code == 0 {
        return "ok";
    }
    let low = code.cast_unsigned() ^ 0x8000_0000;
    let known = CODES.iter().find(|(value, _)| *value == low);
    known.map_or("a code that nothing here has", |(_, name)| name)
}
