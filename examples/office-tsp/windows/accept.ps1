<#
.SYNOPSIS
Accepts, or does not accept, a provider on a real Windows machine.

.DESCRIPTION
Installs the provider with its log on, drives it through tapi32 as an application does (phoneInitializeEx to
phoneShutdown, downloads with their PHONE_REPLY, uploads, a close with a request pending), lists what TAPI 3 sees of it
(TAPI.TAPI), lets `tspkit trace --check` judge the provider's log, and prints a table of checks. Everything is kept in a folder.
The exit code is 0 if every check passed, 1 if not.

Data areas that can be read back are overwritten and then restored, up to 64 KiB of each: use the simulated office (the default)
or phones that may be written to. A byte that a pending request leaves in the first such area is not restored.

THE PROJECT HAS NOT RUN THIS SCRIPT: it has no Windows machine. Its C# was compiled, compared with tapi.h and run on Linux over a
stand-in for tapi32; its PowerShell was parsed. Whoever runs it first: send the folder, please, whatever it says.

.EXAMPLE
.\accept.ps1 -File .\office.tsp -Trace C:\tools\tspkit.exe -Remove
#>
[CmdletBinding()]
param(
    [string]$File = (Join-Path $PSScriptRoot 'office.tsp'),
    [string]$Vendor = 'tspkit',
    [string]$Product = 'Office TSP',
    [string]$Hardware = 'sim:',
    # The program tspkit, which judges the log.
    [string]$Trace = 'tspkit.exe',
    # Where the results go.
    [string]$Out = (Join-Path (Get-Location) ('acceptance-{0:yyyyMMdd-HHmmss}' -f (Get-Date))),
    # How long a download may take.
    [int]$Seconds = 30,
    # Removes the provider afterwards, and checks that it is gone.
    [switch]$Remove
)
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2
Import-Module (Join-Path $PSScriptRoot 'Provider.psm1') -Force
Assert-Shell
Assert-Provider $File
Import-Tapi

$null = New-Item -ItemType Directory -Path $Out -Force
$name = [IO.Path]::GetFileName($File)
$target = Join-Path ([Environment]::SystemDirectory) $name
$log = Join-Path $Out 'provider.log'
$checks = New-Object Collections.Generic.List[object]
$shell = (Get-Process -Id $PID).Path

function Add-Check([string]$What, [string]$Result, [string]$Detail) {
    $checks.Add([pscustomobject]@{ Check = $What; Result = $Result; Detail = $Detail })
    Write-Host ('{0}  {1}  {2}' -f $Result, $What, $Detail)
}

# Runs one check: it passes unless it throws; what it returns is its detail.
function Test-Step([string]$What, [scriptblock]$Work) {
    try { $result = 'pass'; $detail = (& $Work | Out-String).Trim() }
    catch { $result = 'FAIL'; $detail = $_.Exception.GetBaseException().Message }
    Add-Check $What $result $detail
}

function Assert-Equal($Expected, $Actual, [string]$What) {
    if ($Expected -cne $Actual) { throw "$What is $Actual; expected was $Expected" }
}

# A program's exit code and what it printed.
function Invoke-Program([string]$Program, [string[]]$Arguments) {
    # Under 'Stop', Windows PowerShell takes a program's first line on standard error for an error of its own.
    $ErrorActionPreference = 'Continue'
    $text = & $Program @Arguments 2>&1 | Out-String
    $LASTEXITCODE, $text
}

# In a process of its own: what it loads (the provider's user interface part) must not stay loaded in this one.
function Invoke-Script([string]$Script, [string[]]$Arguments) {
    $path = Join-Path $PSScriptRoot $Script
    $code, $text = Invoke-Program $shell (@('-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', $path) + $Arguments)
    Add-Content -LiteralPath (Join-Path $Out 'scripts.txt') -Value "$Script $($Arguments -join ' ')`r`n$text"
    if ($code -ne 0) { throw "$Script ended with $code`: $($text.Trim())" }
}

$folder = Get-LogFolder $Vendor $Product
$written = Join-Path $folder 'acceptance.log'
$key = Get-ConfigurationKey $Vendor $Product
# A log of an earlier run would be judged with this one's.
Remove-Item -Path "$written*" -Force -ErrorAction SilentlyContinue

Test-Step 'install.ps1' {
    Invoke-Script 'install.ps1' @('-File', (Resolve-Path -LiteralPath $File).ProviderPath, '-Vendor', $Vendor, '-Product', $Product,
        '-Hardware', $Hardware, '-LogLevel', 'debug', '-LogFile', $written)
}
Test-Step 'TAPI lists the provider, once' { Assert-Equal 1 (@(Get-ProviderId $name).Count) 'the number of its registrations' }
Test-Step 'installing again changes nothing' {
    $before = @(Get-ProviderId $name)
    Invoke-Script 'install.ps1' @('-File', (Resolve-Path -LiteralPath $File).ProviderPath, '-Vendor', $Vendor, '-Product', $Product)
    Assert-Equal "$before" "$(@(Get-ProviderId $name))" 'its provider id'
}

# TAPI 2: tapi32. What is checked stands in Acceptance.cs.
$acceptance = New-Object Tspkit.Acceptance $Product, (1000 * $Seconds)
$acceptance.Run()
foreach ($check in $acceptance.Checks) { Add-Check $check.Check $check.Result $check.Detail }
$acceptance.Messages | Set-Content -LiteralPath (Join-Path $Out 'messages.txt')

# TAPI 3: TAPI.TAPI. It has no download; what counts is that it starts, sees the provider and ends.
Test-Step 'TAPI.TAPI: Initialize, addresses and phones, Shutdown' {
    $tapi = New-Object -ComObject TAPI.TAPI
    try {
        $tapi.Initialize()
        try {
            $addresses = @($tapi.Addresses | ForEach-Object { $_.AddressName })
            $seen = @($tapi.Phones | ForEach-Object { $_.PhoneCapsString(0) })
            $missing = @($acceptance.PhoneNames | Where-Object { $seen -notcontains $_ })
            if ($missing.Count -gt 0) { throw "TAPI 3 does not list: $($missing -join ', '); it lists: $($seen -join ', ')" }
            "$($addresses.Count) addresses; phones: $($seen -join ', ')"
        }
        finally { $tapi.Shutdown() }
    }
    finally { $null = [Runtime.InteropServices.Marshal]::ReleaseComObject($tapi) }
}

# The log, which is whole once the service has stopped.
Test-Step 'the telephony service stops and starts with the provider loaded' { $stopped = @(Stop-Telephony); Start-Telephony $stopped }
Test-Step 'the provider wrote its log' {
    Copy-Item -Path "$written*" -Destination $Out
    Copy-Item -LiteralPath $written -Destination $log -Force
    '{0} lines' -f @(Get-Content -LiteralPath $log).Count
}
Test-Step 'tspkit trace --check' {
    if (-not (Get-Command $Trace -ErrorAction SilentlyContinue)) { throw "there is no program '$Trace': say where tspkit.exe is by -Trace" }
    $code, $text = Invoke-Program $Trace @('trace', '--check', $log)
    Set-Content -LiteralPath (Join-Path $Out 'trace-check.txt') -Value $text
    if ($code -ne 0) { throw "it found fault (exit code $code), see trace-check.txt" }
}

if ($Remove) {
    Test-Step 'remove.ps1' { Invoke-Script 'remove.ps1' @('-Name', $name, '-Vendor', $Vendor, '-Product', $Product, '-Purge') }
    Test-Step 'nothing is left of the provider' {
        Assert-Equal 0 (@(Get-ProviderId $name).Count) 'the number of its registrations'
        foreach ($left in $target, $key, $folder) { if (Test-Path -LiteralPath $left) { throw "$left is still there" } }
    }
    Test-Step 'removing again changes nothing' { Invoke-Script 'remove.ps1' @('-Name', $name, '-Vendor', $Vendor, '-Product', $Product) }
}
else {
    Test-Step 'the log goes back to its place, and off' {
        Set-ItemProperty -LiteralPath $key -Name LogLevel -Value 'off'
        Set-ItemProperty -LiteralPath $key -Name LogFile -Value (Join-Path $folder ([IO.Path]::ChangeExtension($name, '.log')))
    }
}

$failed = @($checks | Where-Object { $_.Result -ne 'pass' }).Count
$about = "Windows $([Environment]::OSVersion.Version), PowerShell $($PSVersionTable.PSVersion), $name $((Get-FileHash -LiteralPath $File).Hash)"
$table = $checks | Format-Table -AutoSize -Wrap | Out-String -Width 200
Set-Content -LiteralPath (Join-Path $Out 'checks.txt') -Value "$about`r`n$table"
$checks | ConvertTo-Json -Depth 3 | Set-Content -LiteralPath (Join-Path $Out 'checks.json')
Write-Host $table
Write-Host "$($checks.Count) checks, $failed failed; kept in $Out"
if ($failed -gt 0) { exit 1 }
exit 0
