using System.Text;
using System.Text.Json;

namespace Entraide.Tests.Core.Text.Xliff;

/// <summary>
/// The OASIS test suite of XLIFF 2.1: 59 valid files, 162 invalid ones, 9 pairs. It belongs to OASIS and is not kept here; it is
/// read from beside the checkout (<c>../shared/suites/xliff-2.1</c>).
/// </summary>
internal static class XliffSuite
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "suites", "xliff-2.1"));

    public static IReadOnlyList<string> Valid => Files("core/valid", "modules/valid");

    public static IReadOnlyList<string> Invalid => Files("core/invalid", "modules/invalid");

    public static IReadOnlyList<string> Pairs => [.. Files("core/in-out").Where(file => file.EndsWith("_in.xlf", StringComparison.Ordinal))];

    /// <summary>The rule that each invalid file was made to break, read by hand from its name and its comments.</summary>
    public static IReadOnlyDictionary<string, string> Rules { get; } =
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(Repository.File("tests", "vectors", "xliff", "suite.json")))!;

    public static byte[] Read(string file) => File.ReadAllBytes(Path.Combine(Root, file));

    public static string Text(string file) => Encoding.UTF8.GetString(Read(file)).Replace("\r\n", "\n");

    private static List<string> Files(params string[] folders)
    {
        Assert.SkipUnless(Directory.Exists(Root), $"The XLIFF 2.1 test suite is not at {Root}: nothing was proved here. Put the folder test-suite of OASIS XLIFF 2.1 there.");
        return [.. folders.SelectMany(folder => Directory.GetFiles(Path.Combine(Root, folder), "*.xlf").Select(file => $"{folder}/{Path.GetFileName(file)}")).Order(StringComparer.Ordinal)];
    }
}
