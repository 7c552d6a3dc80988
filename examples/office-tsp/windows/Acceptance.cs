// What accept.ps1 checks through tapi32, in the C# of Windows PowerShell 5.1 (C# 5).

using System;
using System.Collections.Generic;

namespace Tspkit
{
    /// One line of the table.
    public sealed class CheckResult
    {
        public string Check { get; set; }
        public string Result { get; set; }
        public string Detail { get; set; }
    }

    /// Drives the phones of one provider from phoneInitializeEx to phoneShutdown.
    public sealed class Acceptance
    {
        const int INVALDATAID = unchecked((int)0x9000000C), INVALPHONESTATE = unchecked((int)0x90000014);
        const int OPERATIONUNAVAIL = unchecked((int)0x9000001D);

        /// As much of an area is downloaded.
        const uint MostBytes = 65536;

        readonly string product;
        readonly int milliseconds;

        public readonly List<CheckResult> Checks = new List<CheckResult>();
        public readonly List<string> Messages = new List<string>();
        public readonly List<string> PhoneNames = new List<string>();

        /// The provider whose information about itself contains `product`; each reply may take so long.
        public Acceptance(string product, int milliseconds)
        {
            this.product = product;
            this.milliseconds = milliseconds;
        }

        public void Run()
        {
            PhoneSession session = null;
            Step("phoneInitializeEx", () => { session = new PhoneSession("tspkit acceptance"); return session.Devices + " phone devices"; });
            if (session == null) return;
            var phones = new List<PhoneDevice>();
            Step("phoneNegotiateAPIVersion and phoneGetDevCaps find the provider's phones", () => Find(session, phones));
            foreach (PhoneDevice phone in phones)
            {
                PhoneNames.Add(phone.Name);
                DriveOne(session, phone);
            }
            Messages.AddRange(session.Messages);
            Step("phoneShutdown", () => { session.Dispose(); return ""; });
        }

        string Find(PhoneSession session, List<PhoneDevice> phones)
        {
            var others = new List<string>();
            for (uint device = 0; device < session.Devices; device++)
            {
                try
                {
                    PhoneDevice found = session.Describe(device);
                    if (found.Provider.Contains(product)) phones.Add(found); else others.Add(found.Provider);
                }
                // Another provider's phone may refuse.
                catch (InvalidOperationException error) { others.Add(error.Message); }
            }
            if (phones.Count == 0)
                throw new InvalidOperationException(string.Format("none of {0} phone devices names '{1}' in its provider information: {2}",
                    session.Devices, product, string.Join("; ", others)));
            return string.Join("; ", phones.ConvertAll(phone => string.Format("{0} ({1}, version {2:X}, {3} areas to download, {4} to upload)",
                phone.Id, phone.Name, phone.Version, phone.Caps.dwNumSetData, phone.Caps.dwNumGetData)));
        }

        void DriveOne(PhoneSession session, PhoneDevice phone)
        {
            string label = "phone " + phone.Id + ": ";
            uint handle = 0;
            Step(label + "phoneOpen as owner", () => { handle = session.Open(phone); return string.Format("handle 0x{0:X}", handle); });
            if (handle == 0) return;
            Step(label + "phoneSetStatusMessages", () => { session.Watch(handle, phone.Caps.dwPhoneStates); return ""; });
            Step(label + "as many area sizes as areas", () =>
            {
                Equal(phone.Caps.dwNumSetData, (uint)phone.SetData.Length, "the number of sizes to download");
                Equal(phone.Caps.dwNumGetData, (uint)phone.GetData.Length, "the number of sizes to upload");
                return "";
            });
            bool connected = false;
            Step(label + "phoneGetStatus", () =>
            {
                uint flags = session.Status(handle).dwStatusFlags;
                connected = (flags & (Tapi.PHONESTATUSFLAGS_CONNECTED | Tapi.PHONESTATUSFLAGS_SUSPENDED)) == Tapi.PHONESTATUSFLAGS_CONNECTED;
                return string.Format("flags 0x{0:X}", flags);
            });
            if (connected) Transfer(session, phone, handle, label);
            else if (phone.SetData.Length > 0) Step(label + "a download is refused, since the phone is not in service", () =>
            {
                Code(INVALPHONESTATE, session.Download(handle, 0, new byte[1], milliseconds), "phoneSetData");
                return "";
            });
            Step(label + "phoneClose with a request pending", () =>
            {
                int area = Array.FindIndex(Readable(phone), size => size > 0);
                if (area < 0 || !connected) { session.Close(handle); return "none can be made: closed without"; }
                int request = session.StartDownload(handle, (uint)area, new byte[1]);
                session.Close(handle);
                if (request <= 0) throw new InvalidOperationException(string.Format("phoneSetData returned 0x{0:X8}", request));
                return string.Format("request 0x{0:X}", request);
            });
            Step(label + "it can be opened again", () => { session.Close(session.Open(phone)); return ""; });
        }

        void Transfer(PhoneSession session, PhoneDevice phone, uint handle, string label)
        {
            uint[] sizes = Readable(phone);
            for (uint area = 0; area < sizes.Length; area++)
            {
                uint one = area, size = Math.Min(sizes[area], MostBytes);
                if (size > 0) Step(label + "download of " + size + " bytes to area " + area, () => Download(session, handle, one, size));
            }
            Step(label + "the area after the last is refused", () =>
            {
                uint after = phone.Caps.dwNumSetData;
                Code(after == 0 ? OPERATIONUNAVAIL : INVALDATAID, session.Download(handle, after, new byte[1], milliseconds), "phoneSetData");
                after = phone.Caps.dwNumGetData;
                Code(after == 0 ? OPERATIONUNAVAIL : INVALDATAID, session.Upload(handle, after, new byte[1]), "phoneGetData");
                return "";
            });
        }

        /// The sizes of the areas to which anything may be written: those that can be read back. What only goes to the phone is
        /// often a command, and what it would do with our bytes is not known; such an area is 0 here.
        static uint[] Readable(PhoneDevice phone)
        {
            var sizes = new uint[phone.SetData.Length];
            for (int area = 0; area < sizes.Length; area++)
                sizes[area] = area < phone.GetData.Length && phone.GetData[area] >= phone.SetData[area] ? phone.SetData[area] : 0;
            return sizes;
        }

        string Download(PhoneSession session, uint handle, uint area, uint size)
        {
            var before = new byte[size];
            Code(0, session.Upload(handle, area, before), "phoneGetData");
            var data = new byte[size];
            new Random(7).NextBytes(data);
            Code(0, session.Download(handle, area, data, milliseconds), "the download");
            var back = new byte[size];
            Code(0, session.Upload(handle, area, back), "phoneGetData");
            for (int i = 0; i < data.Length; i++)
                if (back[i] != data[i]) throw new InvalidOperationException("what was read back differs from byte " + i + " on");
            Code(0, session.Download(handle, area, before, milliseconds), "restoring the area");
            return "read back and the same; restored";
        }

        /// A check passes unless it throws; what it returns is its detail.
        void Step(string what, Func<string> work)
        {
            var result = new CheckResult { Check = what, Result = "pass" };
            try { result.Detail = work(); }
            catch (Exception error) { result.Result = "FAIL"; result.Detail = error.Message; }
            Checks.Add(result);
        }

        static void Equal(uint expected, uint actual, string what)
        {
            if (expected != actual) throw new InvalidOperationException(string.Format("{0} is {1}; expected was {2}", what, actual, expected));
        }

        static void Code(int expected, int actual, string what)
        {
            if (expected != actual)
                throw new InvalidOperationException(string.Format("{0} ended with 0x{1:X8}; expected was 0x{2:X8}", what, actual, expected));
        }
    }
}
