# Compiles the assembly of the module that import is held against: one cmdlet that does nothing.
param ([Parameter(Mandatory)] [string] $Assembly)

$ErrorActionPreference = 'Stop'
Add-Type -OutputAssembly $Assembly -OutputType Library -CompilerOptions '-optimize+' -TypeDefinition @'
using System.Management.Automation;

[Cmdlet(VerbsCommon.Get, "Nothing")]
public sealed class GetNothingCommand : PSCmdlet
{
}
'@
