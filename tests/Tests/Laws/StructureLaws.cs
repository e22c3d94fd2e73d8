using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Entraide.Tests.Laws;

/// <summary>Laws 1 and 2, and what keeps right-to-left free. Each is shown to find a planted fault.</summary>
public sealed class StructureLaws
{
    private static readonly IReadOnlyList<SourceFile> Sources = SourceTree.Read("src", "tests", "bench");

    /// <summary>Files that may be longer than 400 lines, and methods longer than 60, each with its reason.</summary>
    private static readonly Dictionary<string, string> Longer = new(StringComparer.Ordinal);

    [Fact]
    public void Law_1_a_module_names_another_only_through_its_contracts_and_Core_names_nothing_of_ours() => Assert.Empty(Boundaries(Sources));

    [Theory]
    [InlineData("src/Node/Other/Peek.cs", "class Peek { Entraide.Node.Identification.KeptDraft draft; }", "names KeptDraft of Identification")]
    [InlineData("src/Node/Other/Peek.razor", "@code { KeptDraft draft; }", "names KeptDraft of Identification")]
    [InlineData("src/Node/Platform/Peek.cs", "class Peek { KeptDraft draft; }", "names KeptDraft of Identification")]
    [InlineData("src/Core/Text/Peek.cs", "using Entraide.Node.Platform; class Peek { }", "Core names Entraide.Node")]
    public void Law_1_finds_a_planted_fault(string path, string text, string expected) => Assert.Contains(Boundaries(Sources.With(path, text)), fault => fault.Contains(expected));

    [Fact]
    public void Law_1_Core_uses_no_file_no_network_no_clock_and_no_process_and_the_node_which_does_is_found_out()
    {
        Assert.Empty(Outside(typeof(Entraide.Core.Text.Language).Assembly));
        Assert.Contains("System.IO.File", Outside(typeof(Entraide.Node.Platform.NodeHost).Assembly));
        Assert.Contains("System.TimeProvider", Outside(typeof(Entraide.Node.Platform.NodeHost).Assembly));
    }

    [Fact]
    public void Law_1_lets_contracts_through() => Assert.Empty(Boundaries(Sources
        .With("src/Node/Other/Contracts.cs", "namespace Entraide.Node.Other; public record Promise;")
        .With("src/Node/Identification/Uses.cs", "class Uses { Promise promise; }")));

    [Fact]
    public void Law_2_namespaces_equal_folders_and_files_and_methods_stay_short() => Assert.Empty(Shape(Sources));

    [Theory]
    [InlineData("src/Node/Platform/Lost.cs", "namespace Entraide.Node.Elsewhere; class Lost;", "lies in Entraide.Node.Platform and says Entraide.Node.Elsewhere")]
    [InlineData("src/Core/Text/Long.cs", "namespace Entraide.Core.Text; class Long { void Do() { LINES } }", "Do has ")]
    [InlineData("src/Node/wwwroot/long.js", "LINES LINES LINES LINES LINES LINES", "has 4")]
    public void Law_2_finds_a_planted_fault(string path, string text, string expected) =>
        Assert.Contains(Shape(Sources.With(path, text.Replace("LINES", new string('\n', 75)))), fault => fault.Contains(expected));

    [Fact]
    public void Right_to_left_costs_nothing_since_styles_know_no_left_and_no_right() => Assert.Empty(Directions(Sources));

    [Fact]
    public void A_planted_left_is_found() => Assert.Single(Directions(Sources.With("src/Node/wwwroot/x.css", "a { margin-left: 1px; }")));

    [Fact]
    public void Every_module_has_its_fixed_doors()
    {
        foreach (var module in Sources.Select(file => file.Module).Where(module => module.Length > 0).Distinct())
            foreach (var door in (string[])["README.md", $"{module}Module.cs", "Messages/en.json"])
                Assert.True(File.Exists(Repository.File("src", "Node", module, door)), $"{module}/{door}");
    }

    private static List<string> Boundaries(IReadOnlyList<SourceFile> sources)
    {
        var faults = new List<string>();
        var closed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in sources.Where(file => file.Module.Length > 0 && file.Module != "Platform" && !file.Path.EndsWith("/Contracts.cs", StringComparison.Ordinal) && (file.Path.EndsWith(".cs", StringComparison.Ordinal) || file.Path.EndsWith(".razor", StringComparison.Ordinal))))
            foreach (var type in file.Declares) closed[type] = file.Module;
        foreach (var file in sources.Where(file => file.Module.Length > 0))
            foreach (var name in file.TypeNames.Distinct().Where(name => closed.TryGetValue(name, out var module) && module != file.Module && !file.Declares.Contains(name)))
                faults.Add($"{file.Path} names {name} of {closed[name]}, which is not in its Contracts.cs.");
        faults.AddRange(sources.Where(file => file.Path.StartsWith("src/Core/", StringComparison.Ordinal) && file.Text.Contains("Entraide.Node", StringComparison.Ordinal)).Select(file => $"{file.Path}: Core names Entraide.Node."));
        return faults;
    }

    /// <summary>The types of the outer world that an assembly refers to, read from its own list of references.</summary>
    private static List<string> Outside(System.Reflection.Assembly assembly)
    {
        using var file = File.OpenRead(assembly.Location);
        using var image = new PEReader(file);
        var metadata = image.GetMetadataReader();
        return
        [
            .. metadata.TypeReferences.Select(metadata.GetTypeReference).Select(type => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}")
                // A stream that is handed in, or in memory, is no file, packed or not: Core opens none.
                .Where(name => (name.StartsWith("System.IO.", StringComparison.Ordinal) && name is not ("System.IO.Stream" or "System.IO.MemoryStream" or "System.IO.SeekOrigin" or "System.IO.InvalidDataException" or "System.IO.IOException"
                    or "System.IO.Compression.GZipStream" or "System.IO.Compression.ZLibStream" or "System.IO.Compression.ZipArchive" or "System.IO.Compression.ZipArchiveEntry" or "System.IO.Compression.ZipArchiveMode" or "System.IO.Compression.CompressionLevel" or "System.IO.Compression.CompressionMode")) || name.StartsWith("System.Net.", StringComparison.Ordinal)
                    || (name == "System.Environment" && UsesEnvironment(metadata)) || name is "System.TimeProvider" or "System.Console" or "System.Diagnostics.Process" or "System.Threading.Thread" or "System.Random" or "System.Security.Cryptography.RandomNumberGenerator"),
        ];
    }

    // The compiler's iterators ask for the number of their thread, and for nothing else of it.
    private static bool UsesEnvironment(MetadataReader metadata) => metadata.MemberReferences.Select(metadata.GetMemberReference)
        .Any(member => member.Parent.Kind == HandleKind.TypeReference && metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)member.Parent).Name) == "Environment" && metadata.GetString(member.Name) != "get_CurrentManagedThreadId");

    private static List<string> Shape(IReadOnlyList<SourceFile> sources)
    {
        var faults = new List<string>();
        foreach (var file in sources)
        {
            if (file.Lines.Length > 400 && !Longer.ContainsKey(file.Path)) faults.Add($"{file.Path} has {file.Lines.Length} lines; at most 400.");
            if (!file.IsCSharp) continue;
            var folder = file.Path[..file.Path.LastIndexOf('/')];
            var expected = "Entraide." + Regex.Replace(folder, "^(src|tests|bench)/", "").Replace('/', '.');
            var named = file.Syntax.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString();
            if (named is not null && named != expected) faults.Add($"{file.Path} lies in {expected} and says {named}.");
            foreach (var method in file.Syntax.DescendantNodes().OfType<BaseMethodDeclarationSyntax>())
            {
                var span = method.GetLocation().GetLineSpan();
                var lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
                var name = method is MethodDeclarationSyntax named2 ? named2.Identifier.Text : "a constructor";
                if (lines > 60 && !Longer.ContainsKey($"{file.Path}:{name}")) faults.Add($"{file.Path}: {name} has {lines} lines; at most 60.");
            }
        }
        return faults;
    }

    private static List<string> Directions(IReadOnlyList<SourceFile> sources) =>
    [
        .. sources.Where(file => file.Path.EndsWith(".css", StringComparison.Ordinal)).SelectMany(file => file.Lines
            .Where(line => Regex.IsMatch(line, @"(^|[\s;{-])(left|right)\s*:|text-align:\s*(left|right)|float:\s*(left|right)"))
            .Select(line => $"{file.Path}: {line.Trim()}")),
    ];
}
