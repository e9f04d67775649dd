BeforeAll {
    . $PSScriptRoot/Common.ps1
}

Describe 'Start-GCSandbox' {
    It 'passes nothing of the shell''s environment on but where things are, language and time zone' {
        # A start hook or a profiler that is nowhere would end the child, an address that is taken too.
        $lines = Invoke-Shell @"
Import-Module '$ModulePath'
`$hostile = @{
    GENESYSCLOUD_OAUTHCLIENT_SECRET = 'canary'; GENESYSCLOUD_ACCESS_TOKEN = 'canary'; GENESYS_CLIENT_SECRET = 'canary'
    AWS_SECRET_ACCESS_KEY = 'canary'; GITHUB_TOKEN = 'canary'; path_to_my_token = 'canary'; DOTNET_ROOT_TOKEN = 'canary'; LC_TOKEN = 'canary'
    DOTNET_STARTUP_HOOKS = '/nowhere/hook.dll'; DOTNET_ADDITIONAL_DEPS = '/nowhere'; DOTNET_ROLL_FORWARD = 'canary'; DOTNET_gcServer = '1'
    CORECLR_ENABLE_PROFILING = '1'; CORECLR_PROFILER = '{36032161-FFC0-4B61-B559-F6C5D41BAE5A}'; CORECLR_PROFILER_PATH = '/nowhere/profiler'
    ASPNETCORE_URLS = 'http://0.0.0.0:1'; ASPNETCORE_HTTP_PORTS = '1'; ASPNETCORE_HOSTINGSTARTUPASSEMBLIES = 'canary'; DOTNET_URLS = 'http://0.0.0.0:1'
    HTTP_PROXY = 'http://canary@127.0.0.1:1'; HTTPS_PROXY = 'http://canary@127.0.0.1:1'; ALL_PROXY = 'http://canary@127.0.0.1:1'
    TZ = 'Europe/Warsaw'
}
`$hostile.GetEnumerator() | ForEach-Object { Set-Item "env:`$(`$_.Key)" `$_.Value }
`$sandbox = Start-GCSandbox
`$sandbox.Url
if (`$IsLinux) { [IO.File]::ReadAllText("/proc/`$(`$sandbox.ProcessId)/environ") -split "``0" }
"@
        $lines[0] | Should -Match '^http://127\.0\.0\.1:\d+$'
        if ($IsLinux) {
            $lines | Should -Contain 'TZ=Europe/Warsaw'
            $lines -match '^PATH=.' | Should -HaveCount 1
            $names = $lines | Select-Object -Skip 1 | Where-Object { $_ } | ForEach-Object { ($_ -split '=', 2)[0] }
            $names | Where-Object { $_ -cnotmatch '^(PATH|HOME|TMPDIR|TMP|TEMP|DOTNET_ROOT(_X64|_ARM64)?|DOTNET_SYSTEM_GLOBALIZATION_INVARIANT|LANG|LANGUAGE|LC_(ALL|COLLATE|CTYPE|MESSAGES|MONETARY|NUMERIC|TIME)|TZ|TZDIR|LD_LIBRARY_PATH)$' } |
                Should -BeNullOrEmpty
        }
    }

    It 'opens its page with -Show in the browser that the system has, and says where it is' -Skip:(-not $IsLinux) {
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive browser)).FullName
        "#!/bin/sh`necho `"`$1`" > '$folder/asked'" | Set-Content $folder/xdg-open
        chmod +x $folder/xdg-open
        $url, $said = Invoke-Shell @"
`$env:DISPLAY = ':77'; `$env:PATH = '$folder' + ':' + `$env:PATH
Import-Module '$ModulePath'
`$sandbox = Start-GCSandbox -Show -InformationVariable said 6>`$null
`$sandbox.Url; `$said
for (`$i = 0; `$i -lt 100 -and -not (Get-Content $folder/asked -ErrorAction Ignore); `$i++) { Start-Sleep -Milliseconds 50 }
"@
        Get-Content $folder/asked | Should -Be "$url/"
        $said | Should -Be "The sandbox's page is at $url/"
    }

    It 'says the address of its page where no browser can be started' -Skip:(-not $IsLinux) {
        $url, $said = Invoke-Shell @"
`$env:DISPLAY = `$env:WAYLAND_DISPLAY = `$null
Import-Module '$ModulePath'
(Start-GCSandbox -Show).Url
"@
        $said, $url = @($url, $said) | Sort-Object { $_ -notlike 'No browser*' }
        $said | Should -Be "No browser could be started here. The sandbox's page is at $url/"
    }
}
