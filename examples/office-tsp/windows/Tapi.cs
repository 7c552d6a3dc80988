// What the scripts beside this file call in tapi32.dll, in the C# of Windows PowerShell 5.1 (C# 5).
//
// The structures have the layout of tapi.h for 64-bit programs: packed to one byte.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Tspkit
{
    /// PHONEINITIALIZEEXPARAMS.
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    public struct PhoneInitializeExParams
    {
        public uint dwTotalSize, dwNeededSize, dwUsedSize, dwOptions;
        public IntPtr hEvent;
        public uint dwCompletionKey;
    }

    /// PHONEEXTENSIONID.
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    public struct PhoneExtensionId
    {
        public uint dwExtensionID0, dwExtensionID1, dwExtensionID2, dwExtensionID3;
    }

    /// PHONEMESSAGE.
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    public struct PhoneMessage
    {
        public uint hDevice, dwMessageID;
        public UIntPtr dwCallbackInstance, dwParam1, dwParam2, dwParam3;
    }

    /// PHONECAPS as of TAPI 2.2; texts and arrays follow it in the same memory.
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    public struct PhoneCaps
    {
        public uint dwTotalSize, dwNeededSize, dwUsedSize;
        public uint dwProviderInfoSize, dwProviderInfoOffset, dwPhoneInfoSize, dwPhoneInfoOffset;
        public uint dwPermanentPhoneID, dwPhoneNameSize, dwPhoneNameOffset, dwStringFormat, dwPhoneStates;
        public uint dwHookSwitchDevs, dwHandsetHookSwitchModes, dwSpeakerHookSwitchModes, dwHeadsetHookSwitchModes;
        public uint dwVolumeFlags, dwGainFlags, dwDisplayNumRows, dwDisplayNumColumns, dwNumRingModes;
        public uint dwNumButtonLamps, dwButtonModesSize, dwButtonModesOffset;
        public uint dwButtonFunctionsSize, dwButtonFunctionsOffset, dwLampModesSize, dwLampModesOffset;
        public uint dwNumSetData, dwSetDataSize, dwSetDataOffset, dwNumGetData, dwGetDataSize, dwGetDataOffset;
        public uint dwDevSpecificSize, dwDevSpecificOffset, dwDeviceClassesSize, dwDeviceClassesOffset;
        public uint dwPhoneFeatures;
        public uint dwSettableHandsetHookSwitchModes, dwSettableSpeakerHookSwitchModes, dwSettableHeadsetHookSwitchModes;
        public uint dwMonitoredHandsetHookSwitchModes, dwMonitoredSpeakerHookSwitchModes, dwMonitoredHeadsetHookSwitchModes;
        public Guid PermanentPhoneGuid;
    }

    /// PHONESTATUS as of TAPI 2.0; texts and arrays follow it in the same memory.
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    public struct PhoneStatus
    {
        public uint dwTotalSize, dwNeededSize, dwUsedSize;
        public uint dwStatusFlags, dwNumOwners, dwNumMonitors, dwRingMode, dwRingVolume;
        public uint dwHandsetHookSwitchMode, dwHandsetVolume, dwHandsetGain;
        public uint dwSpeakerHookSwitchMode, dwSpeakerVolume, dwSpeakerGain;
        public uint dwHeadsetHookSwitchMode, dwHeadsetVolume, dwHeadsetGain;
        public uint dwDisplaySize, dwDisplayOffset, dwLampModesSize, dwLampModesOffset;
        public uint dwOwnerNameSize, dwOwnerNameOffset, dwDevSpecificSize, dwDevSpecificOffset;
        public uint dwPhoneFeatures;
    }

    public static class Tapi
    {
        public const uint LowVersion = 0x00020000, HighVersion = 0x00020002;
        public const uint PHONEINITIALIZEEXOPTION_USEEVENT = 2;
        public const uint PHONEPRIVILEGE_OWNER = 2;
        public const uint PHONE_REPLY = 17;
        public const uint PHONESTATUSFLAGS_CONNECTED = 1, PHONESTATUSFLAGS_SUSPENDED = 2;
        public const int PHONEERR_OPERATIONFAILED = unchecked((int)0x9000001C);

        [DllImport("tapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
        public static extern int lineAddProviderW(string lpszProviderFilename, IntPtr hwndOwner, out uint lpdwPermanentProviderID);

        [DllImport("tapi32.dll", ExactSpelling = true)]
        public static extern int lineRemoveProvider(uint dwPermanentProviderID, IntPtr hwndOwner);

        [DllImport("tapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
        internal static extern int phoneInitializeExW(out uint lphPhoneApp, IntPtr hInstance, IntPtr lpfnCallback,
            string lpszFriendlyAppName, out uint lpdwNumDevs, ref uint lpdwAPIVersion, ref PhoneInitializeExParams parameters);

        [DllImport("tapi32.dll", ExactSpelling = true)]
        internal static extern int phoneShutdown(uint hPhoneApp);

        [DllImport("tapi32.dll", ExactSpelling = true)]
        internal static extern int phoneNegotiateAPIVersion(uint hPhoneApp, uint dwDeviceID, uint dwAPILowVersion,
            uint dwAPIHighVersion, out uint lpdwAPIVersion, out PhoneExtensionId lpExtensionID);

        [DllImport("tapi32.dll", ExactSpelling = true)]
        internal static extern int phoneGetDevCapsW(uint hPhoneApp, uint dwDeviceID, uint dwAPIVersion, uint dwExtVersion, IntPtr lpPhoneCaps);

        [DllImport("tapi32.dll", ExactSpelling = true)]
        internal static extern int phoneOpen(uint hPhoneApp, uint dwDeviceID, out uint lphPhone, uint dwAPIVersion,
            uint dwExtVersion, UIntPtr dwCallbackInstance, uint dwPrivilege);

        [DllImport("tapi32.dll", ExactSpelling = true)]
        internal static extern int phoneClose(uint hPhone);

        [DllImport("tapi32.dll", ExactSpelling = true)]
        internal static extern int phoneGetStatusW(uint hPhone, IntPtr lpPhoneStatus);

        [DllImport("tapi32.dll", ExactSpelling = true)]
        internal static extern int phoneSetStatusMessages(uint hPhone, uint dwPhoneStates, uint dwButtonModes, uint dwButtonStates);

        [DllImport("tapi32.dll", ExactSpelling = true)]
        internal static extern int phoneSetData(uint hPhone, uint dwDataID, byte[] lpData, uint dwSize);

        [DllImport("tapi32.dll", ExactSpelling = true)]
        internal static extern int phoneGetData(uint hPhone, uint dwDataID, [Out] byte[] lpData, uint dwSize);

        [DllImport("tapi32.dll", ExactSpelling = true)]
        internal static extern int phoneGetMessage(uint hPhoneApp, out PhoneMessage lpMessage, uint dwTimeout);
    }

    /// A phone device as its capabilities describe it.
    public sealed class PhoneDevice
    {
        public uint Id, Version;
        public string Provider, Name, Info;
        public uint[] SetData, GetData;
        public PhoneCaps Caps;
    }

    /// One application's use of the phone functions of TAPI, from phoneInitializeEx to phoneShutdown.
    public sealed class PhoneSession : IDisposable
    {
        uint app;

        /// The phone devices, those of other providers included.
        public uint Devices { get; private set; }

        /// What arrived beside the replies waited for, as text.
        public readonly List<string> Messages = new List<string>();

        public PhoneSession(string name)
        {
            var parameters = new PhoneInitializeExParams();
            parameters.dwTotalSize = (uint)Marshal.SizeOf(typeof(PhoneInitializeExParams));
            parameters.dwOptions = Tapi.PHONEINITIALIZEEXOPTION_USEEVENT;
            uint devices, version = Tapi.HighVersion;
            Check("phoneInitializeEx", Tapi.phoneInitializeExW(out app, IntPtr.Zero, IntPtr.Zero, name, out devices, ref version, ref parameters));
            Devices = devices;
        }

        /// phoneNegotiateAPIVersion and phoneGetDevCaps.
        public PhoneDevice Describe(uint device)
        {
            uint version;
            PhoneExtensionId extension;
            Check("phoneNegotiateAPIVersion", Tapi.phoneNegotiateAPIVersion(app, device, Tapi.LowVersion, Tapi.HighVersion, out version, out extension));
            for (uint size = 4096; ; )
            {
                IntPtr memory = Marshal.AllocHGlobal((int)size);
                try
                {
                    Marshal.WriteInt32(memory, (int)size);
                    Check("phoneGetDevCaps", Tapi.phoneGetDevCapsW(app, device, version, 0, memory));
                    var caps = (PhoneCaps)Marshal.PtrToStructure(memory, typeof(PhoneCaps));
                    if (caps.dwNeededSize > size) { size = caps.dwNeededSize; continue; }
                    return new PhoneDevice
                    {
                        Id = device,
                        Version = version,
                        Caps = caps,
                        Provider = Text(memory, caps, caps.dwProviderInfoOffset, caps.dwProviderInfoSize),
                        Name = Text(memory, caps, caps.dwPhoneNameOffset, caps.dwPhoneNameSize),
                        Info = Text(memory, caps, caps.dwPhoneInfoOffset, caps.dwPhoneInfoSize),
                        SetData = Sizes(memory, caps, caps.dwSetDataOffset, caps.dwSetDataSize),
                        GetData = Sizes(memory, caps, caps.dwGetDataOffset, caps.dwGetDataSize)
                    };
                }
                finally { Marshal.FreeHGlobal(memory); }
            }
        }

        public uint Open(PhoneDevice device)
        {
            uint phone;
            Check("phoneOpen", Tapi.phoneOpen(app, device.Id, out phone, device.Version, 0, UIntPtr.Zero, Tapi.PHONEPRIVILEGE_OWNER));
            return phone;
        }

        public void Close(uint phone) { Check("phoneClose", Tapi.phoneClose(phone)); }

        /// phoneGetStatus; its texts and arrays are left out.
        public PhoneStatus Status(uint phone)
        {
            const int Size = 4096;
            IntPtr memory = Marshal.AllocHGlobal(Size);
            try
            {
                Marshal.WriteInt32(memory, Size);
                Check("phoneGetStatus", Tapi.phoneGetStatusW(phone, memory));
                return (PhoneStatus)Marshal.PtrToStructure(memory, typeof(PhoneStatus));
            }
            finally { Marshal.FreeHGlobal(memory); }
        }

        /// Asks for PHONE_STATE messages about `states`.
        public void Watch(uint phone, uint states) { Check("phoneSetStatusMessages", Tapi.phoneSetStatusMessages(phone, states, 0, 0)); }

        /// phoneSetData: the request's id, or a negative error.
        public int StartDownload(uint phone, uint area, byte[] data) { return Tapi.phoneSetData(phone, area, data, (uint)data.Length); }

        /// phoneSetData and its PHONE_REPLY: 0 or an error, wherever it was reported.
        public int Download(uint phone, uint area, byte[] data, int milliseconds)
        {
            int request = StartDownload(phone, area, data);
            if (request == 0) throw new InvalidOperationException("phoneSetData returned 0, which is neither a request nor an error");
            return request < 0 ? request : Reply((uint)request, milliseconds);
        }

        /// phoneGetData: 0 or an error.
        public int Upload(uint phone, uint area, byte[] data) { return Tapi.phoneGetData(phone, area, data, (uint)data.Length); }

        /// Polls phoneGetMessage until the request's PHONE_REPLY is there, and keeps what else arrives as text.
        public int Reply(uint request, int milliseconds)
        {
            var clock = Stopwatch.StartNew();
            while (clock.ElapsedMilliseconds < milliseconds)
            {
                PhoneMessage message;
                int result = Tapi.phoneGetMessage(app, out message, 100);
                if (result == Tapi.PHONEERR_OPERATIONFAILED) continue; // nothing within its 100 ms
                Check("phoneGetMessage", result);
                if (message.dwMessageID == Tapi.PHONE_REPLY && (uint)message.dwParam1.ToUInt64() == request)
                    return unchecked((int)(uint)message.dwParam2.ToUInt64());
                Messages.Add(string.Format("message {0}, phone 0x{1:X}, parameters 0x{2:X} 0x{3:X} 0x{4:X}", message.dwMessageID,
                    message.hDevice, message.dwParam1.ToUInt64(), message.dwParam2.ToUInt64(), message.dwParam3.ToUInt64()));
            }
            throw new TimeoutException(string.Format("no PHONE_REPLY for request 0x{0:X} within {1} ms", request, milliseconds));
        }

        public void Dispose()
        {
            if (app == 0) return;
            uint closing = app;
            app = 0;
            Check("phoneShutdown", Tapi.phoneShutdown(closing));
        }

        static void Check(string function, int result)
        {
            if (result < 0) throw new InvalidOperationException(string.Format("{0}: 0x{1:X8}", function, result));
        }

        static bool Inside(PhoneCaps caps, uint offset, uint size)
        {
            return size > 0 && (ulong)offset + size <= caps.dwUsedSize;
        }

        static string Text(IntPtr memory, PhoneCaps caps, uint offset, uint size)
        {
            if (!Inside(caps, offset, size)) return "";
            var bytes = new byte[size];
            Marshal.Copy(new IntPtr(memory.ToInt64() + offset), bytes, 0, bytes.Length);
            return Encoding.Unicode.GetString(bytes).TrimEnd('\0');
        }

        static uint[] Sizes(IntPtr memory, PhoneCaps caps, uint offset, uint size)
        {
            if (!Inside(caps, offset, size)) return new uint[0];
            var sizes = new uint[size / 4];
            for (int i = 0; i < sizes.Length; i++)
                sizes[i] = unchecked((uint)Marshal.ReadInt32(memory, (int)offset + 4 * i));
            return sizes;
        }
    }
}
