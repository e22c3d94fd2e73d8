using Entraide.Core.Text;
using Entraide.Core.Text.Blocks;

namespace Entraide.Tests.Core.Text;

/// <summary>One letter, however it was typed.</summary>
public sealed class LettersTests
{
    [Theory]
    [InlineData("traite\u0301", "traité")]
    [InlineData("I\u0307stanbul", "İstanbul")]
    [InlineData("s\u0326i", "și")]
    [InlineData("\u03B5\u0301\u03C5\u0308\u0301", "έΰ")]
    [InlineData("\u1F71\u03BB\u1F79\u03C2", "άλός")]
    [InlineData("\u0456\u0308\u0438\u0306", "їй")]
    [InlineData("\u0627\u0654", "\u0623")]
    [InlineData("q\u0301", "q\u0301")]
    [InlineData("plain", "plain")]
    public void A_letter_and_its_mark_become_one_character_where_there_is_one(string typed, string composed)
    {
        Assert.Equal(composed, Letters.Compose(typed));
        Assert.Equal(composed, Letters.Compose(Letters.Compose(typed)));
        Assert.Equal(composed, BlockVersion.Normalised(typed));
        Assert.Equal(ChangeClass.Editorial, ChangeFloor.OfText(typed, composed).Class);
    }

    [Fact]
    public void A_letter_without_its_marks() => Assert.Equal("eiuΑυйıđ".Replace('й', 'и'), string.Concat("éíǘΆΰйıđ".Select(Letters.Bare)));

    [Fact]
    public void The_platforms_own_composing_does_nothing_here_so_that_nobody_relies_on_it() =>
        Assert.Equal("e\u0301", "e\u0301".Normalize(System.Text.NormalizationForm.FormC));
}
