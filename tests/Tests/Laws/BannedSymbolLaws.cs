using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Entraide.Tests.Laws;

/// <summary>Law 7: what is banned is really refused by the compiler, symbol by symbol.</summary>
public sealed class BannedSymbolLaws
{
    [Fact]
    public async Task Law_7_every_banned_symbol_is_found_where_it_is_planted()
    {
        // One line per line of BannedSymbols.txt, in its order: a misspelt line there would ban nothing.
        string[] planted =
        [
            "_ = System.DateTime.Now;", "_ = System.DateTime.UtcNow;", "_ = System.DateTime.Today;", "_ = System.DateTimeOffset.Now;", "_ = System.DateTimeOffset.UtcNow;",
            "_ = new System.Random();", "_ = System.Random.Shared;", "_ = System.Guid.NewGuid();",
            "_ = System.Threading.Tasks.Task.FromResult(1).Result;", "System.Threading.Tasks.Task.CompletedTask.Wait();",
            "System.Threading.Tasks.Task.CompletedTask.Wait(1);", "System.Threading.Tasks.Task.CompletedTask.Wait(System.TimeSpan.Zero);", "System.Threading.Tasks.Task.WaitAll(new System.Threading.Tasks.Task[0]);",
            "System.Threading.Tasks.Task.CompletedTask.GetAwaiter().GetResult();", "_ = System.Threading.Tasks.Task.FromResult(1).GetAwaiter().GetResult();",
            "new System.Threading.Tasks.ValueTask().GetAwaiter().GetResult();", "_ = new System.Threading.Tasks.ValueTask<int>(1).GetAwaiter().GetResult();",
            "System.Threading.Thread.Sleep(System.TimeSpan.Zero);", "System.Threading.Thread.Sleep(1);", "_ = System.Security.Cryptography.MD5.Create();", "_ = System.Security.Cryptography.SHA1.Create();",
            "_ = db.Set<object>().FromSqlRaw(\"\");", "_ = db.Database.ExecuteSqlRaw(\"\");", "_ = db.Database.ExecuteSqlRawAsync(\"\", System.Threading.CancellationToken.None);",
            "_ = db.Set<object>().ExecuteUpdate(row => { });", "_ = db.Set<object>().ExecuteUpdateAsync(row => { }, System.Threading.CancellationToken.None);",
            "_ = db.Set<object>().ExecuteDelete();", "_ = db.Set<object>().ExecuteDeleteAsync(System.Threading.CancellationToken.None);",
        ];
        var banned = await File.ReadAllLinesAsync(Repository.File("BannedSymbols.txt"));
        Assert.Equal(banned.Length, planted.Length);
        var found = await Compile("using Microsoft.EntityFrameworkCore; static class Planted { static void Do(DbContext db) {\n" + string.Join('\n', planted) + "\n} }");
        var lines = Regex.Matches(found, @"planted\.cs\((\d+),\d+\): (?:warning|error) RS0030").Select(match => int.Parse(match.Groups[1].Value) - 2).ToHashSet();
        Assert.Empty(banned.Where((_, line) => !lines.Contains(line)));
        Assert.DoesNotContain("error CS", found);
    }

    [Fact]
    public void Law_7_raw_SQL_stands_only_in_named_files()
    {
        string[] named = ["src/Node/Platform/Backup/Tables.cs", "src/Node/Platform/Storage/Database.cs"];
        IEnumerable<string> Raw(IReadOnlyList<SourceFile> sources) => sources.Where(file => file.IsCSharp && file.Names.Any(name => name is "CommandText" or "FromSqlRaw" or "ExecuteSqlRaw" or "ExecuteSqlRawAsync" or "SqlQueryRaw")).Select(file => file.Path);
        Assert.Equal(named, Raw(SourceTree.Read("src")).Order(StringComparer.Ordinal));
        Assert.Contains("src/Node/X/Y.cs", Raw(SourceTree.Read("src").With("src/Node/X/Y.cs", "class Y { void Do() { command.CommandText = \"\"; } }")));
    }

    [Fact]
    public void Core_uses_no_package_and_only_the_framework()
    {
        Assert.DoesNotContain("PackageReference", File.ReadAllText(Repository.File("src", "Core", "Core.csproj")));
        Assert.All(typeof(Entraide.Core.Text.Language).Assembly.GetReferencedAssemblies(), name => Assert.StartsWith("System", name.Name));
    }

    // The SDK's own compiler with the project's own analyzer and list.
    private static async Task<string> Compile(string source)
    {
        var folder = Directory.CreateTempSubdirectory("entraide-law-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "planted.cs"), source);
        string Known(string key) => typeof(BannedSymbolLaws).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == key).Value!;
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var references = Directory.EnumerateFiles(runtime, "*.dll").Where(file => Path.GetFileName(file) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "mscorlib.dll" or "netstandard.dll") && !name.Contains("Native", StringComparison.Ordinal))
            .Concat(Directory.EnumerateFiles(AppContext.BaseDirectory, "Microsoft.EntityFrameworkCore*.dll"));
        var arguments = new List<string> { Path.Combine(Known("Compiler"), "bincore", "csc.dll"), "/nologo", "/noconfig", "/nostdlib", "/target:library", $"/out:{folder}/planted.dll", $"/additionalfile:{Repository.File("BannedSymbols.txt")}" };
        arguments.AddRange(Directory.EnumerateFiles(Path.Combine(Known("Packages"), "microsoft.codeanalysis.bannedapianalyzers"), "*.dll", SearchOption.AllDirectories).Where(file => !file.Contains("resources", StringComparison.Ordinal)).Select(file => $"/analyzer:{file}"));
        arguments.AddRange(references.Select(file => $"/reference:{file}"));
        arguments.Add(Path.Combine(folder, "planted.cs"));
        var start = new ProcessStartInfo("dotnet", arguments) { UseShellExecute = false, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Directory.Delete(folder, recursive: true);
        return output;
    }
}
