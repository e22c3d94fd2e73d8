using System.Collections.Immutable;
using System.Diagnostics;
using Entraide.Core.Text;

namespace Entraide.Tests.Core.Text;

public sealed class InlineMarkupTests
{
    private static readonly string[] Pieces = ["a", " ", "**", "*", "[", "](block:a)", "](https://x.org/a)", "]", "{", "}", "{fact}", "\\", "\\*", "\\[", "é", "ж", "(", ")"];

    /// <summary>Drawn letters as a block may hold them: no marks, no signs that are refused.</summary>
    public static string Readable(string drawn) => string.Concat(drawn.Where((letter, i) => !char.IsSurrogate(letter) && !@"*[]{}\".Contains(letter) && TextSigns.Refusal(drawn, i) is null && letter is not ('\u200C' or '\u200D')));

    [Fact]
    public void What_is_written_is_read_back_the_same()
    {
        for (var seed = 0; seed < 5000; seed++)
        {
            var tree = Tree(new Random(seed), strong: false, emphasis: false, link: false, depth: 4);
            var markup = InlineMarkup.Write(tree);
            var read = InlineMarkup.Parse(markup);
            Assert.True(Shape(tree) == Shape(read), $"seed {seed}: {markup}\n{Shape(tree)}\n{Shape(read)}");
            Assert.Equal(InlineMarkup.Plain(tree), InlineMarkup.Plain(read));
            Assert.Equal(markup, InlineMarkup.Write(read));
        }
    }

    [Fact]
    public void Whatever_is_read_is_written_so_that_it_reads_the_same()
    {
        var readable = 0;
        for (var seed = 0; seed < 100_000; seed++)
        {
            var random = new Random(seed);
            var markup = string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            if (Read(markup) is not { } tree) continue;
            readable++;
            var again = Read(InlineMarkup.Write(tree));
            Assert.True(again is { } same && InlineMarkup.Plain(same) == InlineMarkup.Plain(tree) && InlineMarkup.Write(same) == InlineMarkup.Write(tree), $"{markup} → {InlineMarkup.Write(tree)}");
        }
        Assert.True(readable > 5000);
    }

    [Theory]
    [InlineData("**a*b***", "S(a E(b))")]
    [InlineData("***a***", "S(E(a))")]
    [InlineData("***a** b*", "E(S(a)  b)")]
    [InlineData("***a* b**", "S(E(a)  b)")]
    [InlineData("*a **b***", "E(a  S(b))")]
    [InlineData("*a***b**", "E(a) S(b)")]
    [InlineData("**a***b*", "S(a) E(b)")]
    [InlineData("[**a** b](https://x.org)", "L(https://x.org|S(a)  b)")]
    [InlineData(@"\*\[\]\{\}\\", @"*[]{}\")]
    [InlineData("a {fact.one/x} b", "a  {fact.one/x}  b")]
    public void Marks_are_read_as_they_are_meant(string markup, string shape) => Assert.Equal(shape, Shape(InlineMarkup.Parse(markup)));

    [Theory]
    [InlineData("ab *c", 4)]
    [InlineData("ab **c*", 7)]
    [InlineData("ab **c", 4)]
    [InlineData("ab ****", 4)]
    [InlineData("ab **c *d **e** f* g**", 11)]
    [InlineData("[a [b](block:x) c](block:y)", 4)]
    [InlineData("ab [c", 4)]
    [InlineData("ab [c]", 4)]
    [InlineData("ab [c](block:x", 4)]
    [InlineData("ab [c](javascript:alert(1))", 4)]
    [InlineData("ab [c](http://x.org)", 4)]
    [InlineData("ab [c](HTTPS://x.org)", 4)]
    [InlineData("ab [c](//x.org)", 4)]
    [InlineData("ab [c](data:text/html,x)", 4)]
    [InlineData("ab [c](https://x.org/\"onclick=)", 4)]
    [InlineData("ab [c](https://x.org/ a)", 4)]
    [InlineData("ab [c](https://x.org/a_(b))", 4)]
    [InlineData("ab [c](https://)", 4)]
    [InlineData("ab [c](block:../../etc)", 4)]
    [InlineData("ab [c](block:a/../b)", 4)]
    [InlineData("ab [c]()", 4)]
    [InlineData("ab [](block:x)", 4)]
    [InlineData("ab {c", 4)]
    [InlineData("ab {}", 4)]
    [InlineData("ab {a b}", 4)]
    [InlineData("ab {a//b}", 4)]
    [InlineData("ab {a-}", 4)]
    [InlineData("ab {ä}", 4)]
    [InlineData("ab {*a*}", 4)]
    [InlineData("ab ] c", 4)]
    [InlineData("ab } c", 4)]
    [InlineData("ab \\c", 4)]
    [InlineData("abc\\", 4)]
    [InlineData("abc\u202Ed", 4)]
    [InlineData("abc\u2066d", 4)]
    [InlineData("abc\u200Ed", 4)]
    [InlineData("abc\u200Bd", 4)]
    [InlineData("abc\uFEFFd", 4)]
    [InlineData("abc\u2060d", 4)]
    [InlineData("abc\u2063d", 4)]
    [InlineData("abc\u206Ad", 4)]
    [InlineData("abc\u034Fd", 4)]
    [InlineData("abc\u3164d", 4)]
    [InlineData("abc\u115Fd", 4)]
    [InlineData("abc\uFFF9d", 4)]
    [InlineData("abc\u2028d", 4)]
    [InlineData("abc\u200Cd", 4)]
    [InlineData("ab…\u200Dd", 4)]
    [InlineData("abc\nd", 4)]
    [InlineData("abc\u0085d", 4)]
    [InlineData("abc\uFFFFd", 4)]
    [InlineData("abc\U000E0041d", 4)]
    public void A_refusal_says_where(string markup, int letter) => Assert.StartsWith($"Letter {letter}", Assert.Throws<FormatException>(() => InlineMarkup.Parse(markup)).Message.Replace(":", ",", StringComparison.Ordinal).Replace(" is", ", is", StringComparison.Ordinal), StringComparison.Ordinal);

    [Fact] // The compiler's attributes cannot hold half a character.
    public void Half_a_character_is_refused_where_it_stands() => Assert.All<string>([$"abc{'\uD83D'}", $"abc{'\uDE00'}d", $"abc{'\uDE00'}{'\uD83D'}", $"abc{'\uD83D'}d"], text =>
        Assert.StartsWith("Letter 4 is half", Assert.Throws<FormatException>(() => InlineMarkup.Parse(text)).Message, StringComparison.Ordinal));

    [Fact]
    public void Arabic_keeps_its_joiners_and_a_face_its_two_halves()
    {
        Assert.Equal("می\u200Cخواهم", InlineMarkup.Plain(InlineMarkup.Parse("می\u200Cخواهم")));
        Assert.Equal("a😀", InlineMarkup.Plain(InlineMarkup.Parse("a😀")));
        Assert.Equal("un\u00ADpaid", InlineMarkup.Plain(InlineMarkup.Parse("un\u00ADpaid")));
    }

    [Fact]
    public void Refusals_stay_one_short_line() => Assert.All([.. Hostile(100_000).Select(one => Read(one, out var message) is null ? message : ""), "x"], message =>
        Assert.True(message.Length < 300 && !message.Any(char.IsControl)));

    [Fact] // Ten times the letters: far below a hundred times the work.
    public void A_hundred_thousand_letters_are_read_at_once() => Assert.All(Hostile(100_000), markup =>
    {
        var began = Stopwatch.GetTimestamp();
        Read(markup);
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(1), markup[..20]);
    });

    [Fact] // A thread with a small stack: an overflow would end the whole node, and nothing catches it.
    public void Deep_nesting_ends_no_process()
    {
        var thread = new Thread(() => { foreach (var markup in Hostile(200_000)) Read(markup); }, 256 * 1024);
        thread.Start();
        thread.Join();
    }

    private static IEnumerable<string> Hostile(int length) => ((string[])["[", "*", "**", "*a**a", "**a*a", "[a", "[*", "*[**[", "{", "](", "[a](", "]", "\\\\", "a", "[a](block:x", "{a", "[a](block:x)", "*a* ", "**a***b*", "***a***", "é "])
        .Select(one => string.Concat(Enumerable.Repeat(one, length / one.Length)));

    private static ImmutableArray<InlineNode>? Read(string markup) => Read(markup, out _);

    private static ImmutableArray<InlineNode>? Read(string markup, out string message)
    {
        message = "";
        try { return InlineMarkup.Parse(markup); }
        catch (FormatException e)
        {
            message = e.Message;
            return null;
        }
    }

    // Normal trees: no two texts or equal marks side by side, nothing in itself, nothing empty.
    private static ImmutableArray<InlineNode> Tree(Random random, bool strong, bool emphasis, bool link, int depth)
    {
        var (nodes, before) = (ImmutableArray.CreateBuilder<InlineNode>(), -1);
        for (var wanted = random.Next(1, 5); nodes.Count < wanted;)
        {
            var kind = random.Next(5);
            if ((kind == before && kind < 3) || (depth == 0 && kind is 1 or 2 or 3) || (kind == 1 && strong) || (kind == 2 && emphasis) || (kind == 3 && link)) continue;
            before = kind;
            nodes.Add(kind switch
            {
                0 => new InlineText(Word(random)),
                1 => new InlineStrong(Tree(random, true, emphasis, link, depth - 1)),
                2 => Emphasis(Tree(random, strong, true, link, depth - 1)),
                3 => new InlineLink(random.Next(2) == 0 ? "block:a-b.c/d" : "https://example.org/a*b?x={y}[z]\\", Tree(random, strong, emphasis, true, depth - 1)),
                _ => new InlinePlaceholder("fact.1/x"),
            });
        }
        return nodes.ToImmutable();

        // Emphasis of nothing but strong words reads as strong words that are emphasised.
        static InlineEmphasis Emphasis(ImmutableArray<InlineNode> content) => new(content is [InlineStrong] ? content.Add(new InlineText("x")) : content);
    }

    private static string Word(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => ((string[])["a", " ", "*", "[", "]", "{", "}", "\\", "(", ")", "ё", "😀", "e\u0301", "]("])[random.Next(14)]));

    private static string Shape(IEnumerable<InlineNode> nodes) => string.Join(' ', nodes.Select(node => node switch
    {
        InlineText text => text.Text,
        InlineStrong strong => $"S({Shape(strong.Content)})",
        InlineEmphasis emphasis => $"E({Shape(emphasis.Content)})",
        InlineLink link => $"L({link.Target}|{Shape(link.Content)})",
        InlinePlaceholder placeholder => $"{{{placeholder.Name}}}",
        _ => "?",
    }));
}
