using System.Text;
using Entraide.Core.Text.Xliff;

namespace Entraide.Tests.Core.Text.Xliff;

/// <summary>Nothing but the documented refusal comes out of a reader, whatever goes in.</summary>
public sealed class XliffFuzzTests
{
    private static readonly string[] Tokens = ["<", ">", "&", "\"", "</source>", "<target>", "<pc id=\"1\">", "</pc>", "<ec startRef=\"1\"/>", "<sc id=\"1\"/>", "<mrk id=\"m\" type=\"comment\" ref=\"#n=1\">", "<cp hex=\"FFFFFFFF\"/>", "<![CDATA[", "]]>", "<!--", "-->",
        " id=\"1\"", " order=\"99999999999\"", " isolated=\"yes\"", " canReorder=\"no\"", " xml:space=\"preserve\"", " state=\"final\"", "&#xD800;", "&#x10FFFF;", "\u0000", "\uFFFE", "xmlns:x=\"\"", " ref=\"#/\"", " ref=\"#=\"", "<g id=\"1\">", "</g>", "<x/>"];

    private static readonly SampleJobs Samples = new(11);

    [Fact]
    public void Two_thousand_mutations_of_valid_files_give_a_result_or_the_documented_refusal()
    {
        var job = Samples.Job("ru", 12);
        byte[][] files = [XliffJobWriter.Write(job), Xliff12Writer.Write(job), .. Suite()];
#pragma warning disable RS0030
        var random = new Random(20_000);
#pragma warning restore RS0030
        var (refused, taken) = (0, 0);
        for (var i = 0; i < 2000; i++)
        {
            var mutated = Mutate(files[random.Next(files.Length)], random);
            foreach (var read in (Action<byte[]>[])
                [
                    bytes => XliffDocument.Read(bytes), bytes => XliffJobReader.Read(bytes, job), bytes => Xliff12Reader.Read(bytes, job), bytes => XliffReflow.Join(bytes),
                    bytes => XliffReflow.Split(bytes, XliffSuiteTests.Sentences), bytes => XliffReflow.RemoveAnnotations(bytes, _ => true), bytes => Replace(XliffDocument.Read(bytes)),
                ])
                try
                {
                    read(mutated);
                    taken++;
                }
                catch (XliffException e)
                {
                    Assert.All(e.Faults, fault => Assert.True(fault.Sentence.Length > 0 && !fault.ToString().Any(char.IsControl), fault.ToString()));
                    refused++;
                }
        }
        Assert.True(refused > 2000 && taken > 500, $"{refused} refused, {taken} taken");
    }

    private static void Replace(XliffDocument document)
    {
        if (document.TargetLanguage is not null && document.Units.FirstOrDefault() is { } unit) document.With([new(unit.File, unit.Id, 0, unit.Segments[0].Source, "translated")]);
    }

    private static IEnumerable<byte[]> Suite()
    {
        try
        {
            return [.. XliffSuite.Valid.Select(XliffSuite.Read)];
        }
        catch (Exception e) when (e.Message.Contains("test suite", StringComparison.Ordinal))
        {
            // Elsewhere our own files are mutated, which is the greater part of the proof.
            return [];
        }
    }

    private static byte[] Mutate(byte[] file, Random random)
    {
        var bytes = file.ToList();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var (at, length) = (random.Next(bytes.Count), 0);
            length = random.Next(1, Math.Min(60, bytes.Count - at) + 1);
            switch (random.Next(6))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveRange(at, Math.Min(length, bytes.Count - 1)); break;
                case 2: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                case 3: bytes.InsertRange(at, Encoding.UTF8.GetBytes(Tokens[random.Next(Tokens.Length)])); break;
                // A number or a letter becomes another: ids no longer match, values are no longer known.
                case 4: if (char.IsAsciiLetterOrDigit((char)bytes[at])) bytes[at] = (byte)"abcdstu0123459"[random.Next(14)]; break;
                default:
                    var text = Encoding.UTF8.GetString([.. bytes]);
                    var element = text.IndexOf('<', Math.Min(at, text.Length - 1));
                    var end = element < 0 ? -1 : text.IndexOf('>', element);
                    if (end > 0) bytes = [.. Encoding.UTF8.GetBytes(random.Next(2) == 0 ? text.Remove(element, end + 1 - element) : text.Insert(end + 1, text[element..(end + 1)]))];
                    break;
            }
            if (bytes.Count == 0) bytes.Add((byte)'<');
        }
        return [.. bytes];
    }
}
