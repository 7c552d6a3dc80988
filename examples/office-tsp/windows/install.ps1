<#
.SYNOPSIS
Installs a telephony service provider made with tspkit.

.DESCRIPTION
Writes the provider's configuration, makes its log folder, copies the .tsp to System32, registers it by lineAddProvider
and restarts the telephony service. It asks nothing, and may be run again: then it brings the file and the configuration up
to date. Values that are not given stay as they are. -WhatIf says what it would do.

The project has no Windows machine: this script was read and parsed, not run.

.EXAMPLE
.\install.ps1 -File .\office.tsp -Hardware 'serial:COM3?profile=C:\acme\acme.toml' -LogLevel info
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    # The provider; its name in System32 will be the same.
    [string]$File = (Join-Path $PSScriptRoot 'office.tsp'),
    # Vendor and product as the provider's About has them: they name the configuration's key.
    [string]$Vendor = 'tspkit',
    [string]$Product = 'Office TSP',
    # The hardware's URL; without it the provider's own default.
    [string]$Hardware,
    [ValidateSet('off', 'error', 'warn', 'info', 'debug', 'trace')]
    [string]$LogLevel,
    # Where the log goes; without it, into the folder that this script makes.
    [string]$LogFile
)
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot 'Provider.psm1') -Force

Assert-Shell -Elevated (-not $WhatIfPreference)
Assert-Provider $File
if (Test-SvchostMitigation) {
    throw 'A policy lets only Microsoft-signed code into svchost.exe ("Enable svchost.exe mitigation options"), so no provider but Microsoft''s own can be loaded. Ask who administers this machine to turn it off.'
}
$name = [IO.Path]::GetFileName($File)
$target = Join-Path ([Environment]::SystemDirectory) $name
$key = Get-ConfigurationKey $Vendor $Product
$folder = Get-LogFolder $Vendor $Product
if (-not $LogFile) {
    $present = Get-ItemProperty -LiteralPath $key -Name LogFile -ErrorAction SilentlyContinue
    $LogFile = if ($null -ne $present) { $present.LogFile } else { Join-Path $folder ([IO.Path]::ChangeExtension($name, '.log')) }
}

# The log folder. The service runs as NetworkService (S-1-5-20) and must be able to write there; what the log holds
# (numbers, data) is for administrators (S-1-5-32-544) and the system (S-1-5-18) alone.
if ($PSCmdlet.ShouldProcess($folder, 'make the log folder, for administrators and the telephony service only')) {
    $null = New-Item -ItemType Directory -Path $folder -Force
    $access = New-Object Security.AccessControl.DirectorySecurity
    $access.SetAccessRuleProtection($true, $false)
    foreach ($entry in @('S-1-5-18', 'FullControl'), @('S-1-5-32-544', 'FullControl'), @('S-1-5-20', 'Modify')) {
        $who = New-Object Security.Principal.SecurityIdentifier $entry[0]
        $access.AddAccessRule((New-Object Security.AccessControl.FileSystemAccessRule $who, $entry[1], 'ContainerInherit, ObjectInherit', 'None', 'Allow'))
    }
    Set-Acl -LiteralPath $folder -AclObject $access
}

# The configuration.
if ($PSCmdlet.ShouldProcess($key, 'write the configuration')) {
    if (-not (Test-Path -LiteralPath $key)) { $null = New-Item -Path $key -Force }
    $values = @{ LogFile = $LogFile }
    if ($Hardware) { $values.Hardware = $Hardware }
    if ($LogLevel) { $values.LogLevel = $LogLevel }
    foreach ($value in $values.Keys) {
        $null = New-ItemProperty -LiteralPath $key -Name $value -Value $values[$value] -PropertyType String -Force
    }
}

# The file. A provider that is loaded cannot be overwritten, so the service stops first.
$dependent = @()
$running = (Get-Service TapiSrv).Status -ne 'Stopped'
if ($PSCmdlet.ShouldProcess('TapiSrv', 'stop the telephony service')) { $dependent = @(Stop-Telephony) }
try {
    if ($PSCmdlet.ShouldProcess($target, "copy '$File'")) {
        try { Copy-Item -LiteralPath $File -Destination $target -Force }
        catch { throw "Cannot write '$target': $($_.Exception.Message) If a program holds it, close the programs that use TAPI or restart Windows." }
    }

    # The registration.
    $known = @(Get-ProviderId $name)
    if ($known.Count -gt 0) {
        Write-Output "$name is registered already, as provider $($known -join ', ')."
    }
    elseif ($PSCmdlet.ShouldProcess($name, 'lineAddProvider')) {
        Import-Tapi
        $id = [uint32]0
        $result = [Tspkit.Tapi]::lineAddProviderW($name, [IntPtr]::Zero, [ref]$id)
        if ($result -ne 0) { throw "lineAddProvider refused '$name': $(Get-LineError $result)" }
        Write-Output "$name is registered as provider $id."
    }
}
finally {
    # lineAddProvider may have started the service: it must read the configuration and the list once more.
    if ($PSCmdlet.ShouldProcess('TapiSrv', 'restart the telephony service')) {
        $dependent += @(Stop-Telephony)
        if ($running) { Start-Telephony ($dependent | Select-Object -Unique) }
    }
}
if (-not $WhatIfPreference) {
    Write-Output "Installed: $target"
    Write-Output "Configuration: $key"
    Write-Output "Log: $LogFile (LogLevel says whether there is one)"
}
