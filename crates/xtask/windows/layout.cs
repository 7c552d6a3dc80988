// Prints a C program that compiles only if Tapi.cs lays its structures out as tapi.h does.
using System;
using System.Reflection;
using System.Runtime.InteropServices;

static class Layout
{
    static readonly string[,] Structures =
    {
        { "PhoneInitializeExParams", "PHONEINITIALIZEEXPARAMS" },
        { "PhoneExtensionId", "PHONEEXTENSIONID" },
        { "PhoneMessage", "PHONEMESSAGE" },
        { "PhoneCaps", "PHONECAPS" },
        { "PhoneStatus", "PHONESTATUS" }
    };

    static void Main()
    {
        Console.WriteLine("#include <windows.h>\n#include <stddef.h>\n#include <tapi.h>");
        for (int i = 0; i < Structures.GetLength(0); i++)
        {
            string theirs = Structures[i, 1];
            Type ours = typeof(Tspkit.Tapi).Assembly.GetType("Tspkit." + Structures[i, 0], true);
            Same("sizeof(" + theirs + ")", Marshal.SizeOf(ours));
            foreach (FieldInfo field in ours.GetFields())
            {
                // The only member that tapi.h has within another.
                string member = field.Name == "hEvent" ? "Handles.hEvent" : field.Name;
                Same("offsetof(" + theirs + ", " + member + ")", Marshal.OffsetOf(ours, field.Name).ToInt64());
            }
        }
        foreach (FieldInfo constant in typeof(Tspkit.Tapi).GetFields())
            if (constant.IsLiteral && constant.Name.StartsWith("PHONE"))
                Same("(long long)(DWORD)" + constant.Name, Convert.ToInt64(constant.GetRawConstantValue()) & 0xFFFFFFFF);
    }

    static void Same(string theirs, long ours)
    {
        Console.WriteLine("_Static_assert({0} == {1}, \"{0}\");", theirs, ours);
    }
}
