<#
.SYNOPSIS
Removes a telephony service provider that install.ps1 installed.

.DESCRIPTION
Calls lineRemoveProvider, restarts the telephony service and deletes the file from System32. The configuration and the log
stay, unless -Purge is given. It asks nothing, and may be run again. -WhatIf says what it would do.

The project has no Windows machine: this script was read and parsed, not run.

.EXAMPLE
.\remove.ps1 -Name office.tsp -Purge
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    # The file's name in System32.
    [string]$Name = 'office.tsp',
    [string]$Vendor = 'tspkit',
    [string]$Product = 'Office TSP',
    # Deletes the configuration and the log folder too.
    [switch]$Purge
)
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot 'Provider.psm1') -Force

Assert-Shell -Elevated (-not $WhatIfPreference)
if ($Name -ne [IO.Path]::GetFileName($Name) -or [IO.Path]::GetExtension($Name) -ne '.tsp') {
    throw "'$Name' is not the name of a provider: it has no folder, and ends in .tsp."
}
$target = Join-Path ([Environment]::SystemDirectory) $Name
$running = (Get-Service TapiSrv).Status -ne 'Stopped'

$known = @(Get-ProviderId $Name)
if ($known.Count -eq 0) { Write-Output "$Name is not registered." }
foreach ($id in $known) {
    if ($PSCmdlet.ShouldProcess("$Name, provider $id", 'lineRemoveProvider')) {
        Import-Tapi
        $result = [Tspkit.Tapi]::lineRemoveProvider($id, [IntPtr]::Zero)
        if ($result -ne 0) { throw "lineRemoveProvider refused provider $id ($Name): $(Get-LineError $result)" }
        Write-Output "$Name is no longer registered (it was provider $id)."
    }
}

$dependent = @()
if ($PSCmdlet.ShouldProcess('TapiSrv', 'stop the telephony service')) { $dependent = @(Stop-Telephony) }
try {
    if (-not (Test-Path -LiteralPath $target)) { Write-Output "$target is not there." }
    elseif ($PSCmdlet.ShouldProcess($target, 'delete')) {
        try { Remove-Item -LiteralPath $target -Force }
        catch {
            # This very shell may have it loaded: lineRemoveProvider calls the provider's own TUISPI_providerRemove here.
            $aside = "$target.$([Guid]::NewGuid().ToString('N')).removed"
            Rename-Item -LiteralPath $target -NewName ([IO.Path]::GetFileName($aside))
            Write-Warning "A program still uses the file. It is now $aside; delete that when the program has ended."
        }
    }
}
finally {
    if ($running -and $PSCmdlet.ShouldProcess('TapiSrv', 'start the telephony service')) { Start-Telephony $dependent }
}

if ($Purge) {
    foreach ($left in (Get-ConfigurationKey $Vendor $Product), (Get-LogFolder $Vendor $Product)) {
        if ((Test-Path -LiteralPath $left) -and $PSCmdlet.ShouldProcess($left, 'delete')) {
            Remove-Item -LiteralPath $left -Recurse -Force
        }
    }
}
