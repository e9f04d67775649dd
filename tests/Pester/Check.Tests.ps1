BeforeAll {
    . $PSScriptRoot/Common.ps1
    $Png = [byte[]] (0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A) + [byte[]]::new(64)
    $Image = Join-Path $TestDrive 'logo.png'
    $Disguised = Join-Path $TestDrive 'report.pdf'
    [IO.File]::WriteAllBytes($Image, $Png)
    [IO.File]::WriteAllBytes($Disguised, $Png)
}

Describe 'Test-GCAttachment' {
    It 'finds a file out that is not what its name says' {
        $file = Test-GCAttachment $Disguised
        $file.IsValid | Should -BeFalse
        $file.Verdict | Should -Be Mismatch
        $file.DetectedType | Should -Be 'image/png'
        $file.Problems | Should -BeLike '4003 ContentMismatch:*'
        $file.Evidence[0] | Should -BeLike 'png at 0:*'
    }

    It 'finds out an error page saved as .pdf and a program named .zip' {
        Set-Content (Join-Path $TestDrive 'download.pdf') '<!DOCTYPE html><html><body>502 Bad Gateway</body></html>'
        [IO.File]::WriteAllBytes((Join-Path $TestDrive 'tools.zip'), [Text.Encoding]::ASCII.GetBytes('MZ') + [byte[]]::new(58) + [byte[]](64, 0, 0, 0) + [Text.Encoding]::ASCII.GetBytes("PE`0`0") + [byte[]]::new(200))
        $files = Test-GCAttachment (Join-Path $TestDrive 'download.pdf'), (Join-Path $TestDrive 'tools.zip')
        $files.Verdict | Should -Be @('Mismatch', 'Mismatch')
        $files.IsValid | Should -Be @($false, $false)
    }

    It 'names two ways out of a mismatch, and both lead out' {
        (Test-GCAttachment $Disguised).Problems | Should -BeLike "*-Name { `$_.BaseName + '.png' }*-ContentCheck Off*"
        (Get-Item $Disguised | Test-GCAttachment -Name { $_.BaseName + '.png' }).Verdict | Should -Be Match
        $file = Test-GCAttachment $Disguised -ContentCheck Off
        $file.IsValid | Should -BeTrue
        $file.Warnings -join ' ' | Should -BeLike '*-ContentCheck Off lets it go*'
    }

    It 'gives one bool for the whole input' {
        Test-GCAttachment $Image -Quiet | Should -BeTrue
        $Image, $Disguised | Test-GCAttachment -Quiet | Should -BeFalse
    }

    It 'shows name, size, verdict and the first problem as a table, however long the name' {
        $long = Join-Path $TestDrive ('n' * 116 + '.pdf')
        Copy-Item $Disguised $long
        foreach ($width in 80, 160) {
            $table = Test-GCAttachment $Disguised, $long | Out-String -Width $width
            $table | Should -Match 'False\s+report\.pdf\s+72 B\s+Mismatch\s+ContentMismatch'
            $table | Should -Match 'False\s+n+\S?\s+72 B\s+Mismatch\s+ContentMismatch'
        }
    }

    It 'keeps repaired names apart' {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive 'names')
        $null = 'a b.pdf', 'a_b.pdf' | ForEach-Object { New-SampleFile (Join-Path $folder $_) }
        (Get-ChildItem $folder | Sort-Object Name | Test-GCAttachment -Route Agent).SentName | Sort-Object -Unique | Should -HaveCount 2
    }
}
