# What install.ps1, remove.ps1 and accept.ps1 share. For Windows PowerShell 5.1 and PowerShell 7; ASCII only, since 5.1
# takes a file without a byte order mark for ANSI.

Set-StrictMode -Version 2

# tapisrv reads its list here. It is only read by these scripts: lineAddProvider and lineRemoveProvider write it.
$script:Providers = 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Telephony\Providers'
$script:ServiceSeconds = 60

# The codes that lineAddProvider and lineRemoveProvider can answer with: what each means and what to do.
$script:LineErrors = @{
    0x8000000E = 'LINEERR_INIFILECORRUPT', "TAPI's registry keys are damaged. Look at $script:Providers; compare with a machine that works."
    0x80000032 = 'LINEERR_INVALPARAM', 'TAPI does not know this provider id or file name. Was it removed in between? Run remove.ps1, then install.ps1.'
    0x80000035 = 'LINEERR_INVALPOINTER', 'A pointer was refused: a fault in these scripts, please report it.'
    0x80000043 = 'LINEERR_NODRIVER', 'TAPI could not load a component. Is the .tsp in System32, 64-bit, and are the DLLs that it needs there?'
    0x80000044 = 'LINEERR_NOMEM', 'Out of memory, or a DLL could not be loaded. Is the .tsp in System32, 64-bit, and are the DLLs that it needs there?'
    0x80000046 = 'LINEERR_NOTOWNER', 'Not allowed: this machine is a TAPI server, and only its TAPI administrators change providers (tapimgmt.msc).'
    0x80000048 = 'LINEERR_OPERATIONFAILED', 'The .tsp could not be loaded or refused to be installed. Does it export TSPI_providerInstall and TUISPI_providerInstall? Is it 64-bit? Was the shell elevated?'
    0x80000049 = 'LINEERR_OPERATIONUNAVAIL', 'The provider has no function for this. Does it export the provider functions?'
    0x8000004B = 'LINEERR_RESOURCEUNAVAIL', 'The telephony service has no room. Restart the machine.'
    0x80000052 = 'LINEERR_REINIT', 'TAPI waits for its applications to end. Close them, or restart the machine.'
    0x80000056 = 'LINEERR_NOMULTIPLEINSTANCE', 'This provider is there already, and there can be one only. Run remove.ps1 first.'
    0x80000061 = 'LINEERR_SERVICE_NOT_RUNNING', 'The telephony service does not run. Is TapiSrv disabled? Set-Service TapiSrv -StartupType Manual.'
}

# A code as "LINEERR_... (0x8...): what to do".
function Get-LineError([int]$Code) {
    $hex = '0x{0:X8}' -f $Code
    foreach ($known in $script:LineErrors.Keys) {
        if (('0x{0:X8}' -f $known) -eq $hex) {
            $name, $advice = $script:LineErrors[$known]
            return "$name ($hex): $advice"
        }
    }
    "$hex, which is none of the codes documented for this function. tapi.h has its name."
}

# Throws unless this is 64-bit Windows, a 64-bit shell and, where it matters, an elevated one.
function Assert-Shell([bool]$Elevated = $true) {
    if ([Environment]::OSVersion.Platform -ne 'Win32NT') { throw 'This script is for Windows.' }
    if (-not [Environment]::Is64BitOperatingSystem) { throw 'tspkit providers need 64-bit Windows.' }
    if (-not [Environment]::Is64BitProcess) {
        throw 'This is a 32-bit PowerShell: Windows would put the file into SysWOW64, where the telephony service does not look. Start the 64-bit one.'
    }
    $principal = [Security.Principal.WindowsPrincipal][Security.Principal.WindowsIdentity]::GetCurrent()
    $administrator = [Security.Principal.WindowsBuiltInRole]::Administrator
    if ($Elevated -and -not $principal.IsInRole($administrator)) {
        throw 'This takes an elevated shell: start PowerShell by "Run as administrator".'
    }
}

# Throws unless the file is a 64-bit DLL named *.tsp.
function Assert-Provider([string]$File) {
    if (-not (Test-Path -LiteralPath $File -PathType Leaf)) { throw "There is no file '$File'. Build the provider first, or say -File." }
    if ([IO.Path]::GetExtension($File) -ne '.tsp') { throw "'$File' is not named *.tsp, and TAPI loads no other files." }
    $bytes = [IO.File]::ReadAllBytes((Resolve-Path -LiteralPath $File).ProviderPath)
    $header = if ($bytes.Length -ge 64 -and $bytes[0] -eq 0x4D -and $bytes[1] -eq 0x5A) { [BitConverter]::ToInt32($bytes, 0x3C) } else { -1 }
    if ($header -lt 0 -or $header + 24 -gt $bytes.Length -or [BitConverter]::ToInt32($bytes, $header) -ne 0x4550) {
        throw "'$File' is not a Windows program file."
    }
    $machine = [BitConverter]::ToUInt16($bytes, $header + 4)
    if ($machine -ne 0x8664) { throw ("'$File' is for machine type 0x{0:X4}; it must be x86-64 (0x8664)." -f $machine) }
    if (([BitConverter]::ToUInt16($bytes, $header + 22) -band 0x2000) -eq 0) { throw "'$File' is a program, not a DLL." }
}

# Whether Windows lets only Microsoft-signed code into svchost.exe, where the telephony service lives.
function Test-SvchostMitigation {
    $key = 'HKLM:\SYSTEM\CurrentControlSet\Control\SCMConfig'
    $value = Get-ItemProperty -LiteralPath $key -Name EnableSvchostMitigationPolicy -ErrorAction SilentlyContinue
    ($null -ne $value) -and ($value.EnableSvchostMitigationPolicy -ne 0)
}

# The permanent ids under which TAPI knows a file; none when it is not installed.
function Get-ProviderId([string]$Name) {
    $list = Get-ItemProperty -LiteralPath $script:Providers -ErrorAction SilentlyContinue
    if ($null -eq $list) { return }
    foreach ($value in $list.PSObject.Properties) {
        if ($value.Name -match '^ProviderFilename(\d+)$') {
            $number = $Matches[1]
            if ([IO.Path]::GetFileName([string]$value.Value) -eq $Name) { [uint32]$list."ProviderID$number" }
        }
    }
}

# Compiles and loads the C# beside this file, once in a process.
function Import-Tapi {
    if (-not ('Tspkit.Tapi' -as [type])) {
        Add-Type -Path (Join-Path $PSScriptRoot 'Tapi.cs'), (Join-Path $PSScriptRoot 'Acceptance.cs')
    }
}

# Stops the telephony service and says which running services that depend on it went with it.
function Stop-Telephony {
    $service = Get-Service TapiSrv
    if ($service.Status -eq 'Stopped') { return }
    $dependent = @($service.DependentServices | Where-Object { $_.Status -eq 'Running' } | ForEach-Object { $_.Name })
    # Not waiting here: a provider or an application that hangs would hold the script for ever.
    Stop-Service TapiSrv -Force -NoWait
    try { (Get-Service TapiSrv).WaitForStatus('Stopped', [TimeSpan]::FromSeconds($script:ServiceSeconds)) }
    catch {
        throw "The telephony service did not stop within $($script:ServiceSeconds) s. Close the programs that use TAPI (dialers, fax, remote access), or restart Windows, then run this again."
    }
    $dependent
}

# Starts the telephony service again, and what was stopped with it.
function Start-Telephony([string[]]$Dependent = @()) {
    foreach ($name in @('TapiSrv') + @($Dependent | Where-Object { $_ })) {
        try { Start-Service $name }
        catch { throw "The service $name did not start: $($_.Exception.Message) Is it disabled?" }
    }
}

# Where the kit's provider looks: HKLM\SOFTWARE\vendor\product.
function Get-ConfigurationKey([string]$Vendor, [string]$Product) { "HKLM:\SOFTWARE\$Vendor\$Product" }

function Get-LogFolder([string]$Vendor, [string]$Product) {
    Join-Path (Join-Path $env:ProgramData $Vendor) $Product
}

Export-ModuleMember -Function @(
    'Get-LineError', 'Assert-Shell', 'Assert-Provider', 'Test-SvchostMitigation', 'Get-ProviderId', 'Import-Tapi',
    'Stop-Telephony', 'Start-Telephony', 'Get-ConfigurationKey', 'Get-LogFolder'
)
