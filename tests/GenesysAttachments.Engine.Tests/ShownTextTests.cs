using System.Globalization;
using GenesysAttachments.Engine.Display;

namespace GenesysAttachments.Engine.Tests;

/// <summary>What people are shown of foreign text.</summary>
[Collection(AloneCollection.Name)]
public sealed class ShownTextTests
{
    // Drawn with no width, or no characters at all, whatever their category.
    private static readonly HashSet<int> Blank =
    [
        0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, .. Enumerable.Range(0x180B, 5), .. Enumerable.Range(0xFDD0, 32), .. Enumerable.Range(0xFE00, 16), .. Enumerable.Range(0xE0000, 0x1000),
    ];

    [Fact]
    public void Of_each_character_there_is_it_shows_itself_or_the_mark()
    {
        for (var code = 0; code <= 0x10FFFF; code++)
        {
            var text = code is >= 0xD800 and <= 0xDFFF ? ((char)code).ToString() : char.ConvertFromUtf32(code);
            var isHidden = Blank.Contains(code) || (code & 0xFFFE) == 0xFFFE || CharUnicodeInfo.GetUnicodeCategory(text, 0) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate;

            Assert.Equal(isHidden ? "a\uFFFDb" : $"a{text}b", ShownText.Of($"a{text}b"));
        }
    }

    [Fact]
    public void Clean_text_costs_nothing() => Assert.Same("żółw 😀.pdf", ShownText.Of("żółw 😀.pdf"));
}
