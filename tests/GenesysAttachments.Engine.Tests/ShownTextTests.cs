using System.Globalization;
using GenesysAttachments.Engine.Files;

namespace GenesysAttachments.Engine.Tests;

/// <summary>What people are shown of foreign text.</summary>
public sealed class ShownTextTests
{
    [Fact]
    public void Of_each_character_there_is_it_shows_itself_or_the_mark()
    {
        for (var code = 0; code <= 0x10FFFF; code++)
        {
            var text = code is >= 0xD800 and <= 0xDFFF ? ((char)code).ToString() : char.ConvertFromUtf32(code);
            var isHidden = CharUnicodeInfo.GetUnicodeCategory(text, 0) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate;

            Assert.Equal(isHidden ? "a\uFFFDb" : $"a{text}b", ShownText.Of($"a{text}b"));
        }
    }

    [Fact]
    public void Clean_text_costs_nothing() => Assert.Same("żółw 😀.pdf", ShownText.Of("żółw 😀.pdf"));
}
