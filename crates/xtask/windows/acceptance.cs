// Runs what accept.ps1 checks through tapi32, without PowerShell: acceptance.exe PRODUCT.
using System;

static class Program
{
    static int Main(string[] arguments)
    {
        var acceptance = new Tspkit.Acceptance(arguments[0], 30000);
        acceptance.Run();
        int failed = 0;
        foreach (Tspkit.CheckResult check in acceptance.Checks)
        {
            Console.WriteLine("{0}  {1}  {2}", check.Result, check.Check, check.Detail);
            if (check.Result != "pass") failed++;
        }
        Console.WriteLine("{0} phones, {1} checks, {2} failed", acceptance.PhoneNames.Count, acceptance.Checks.Count, failed);
        return failed == 0 && acceptance.PhoneNames.Count > 0 ? 0 : 1;
    }
}
