using System.CommandLine;
using System.Globalization;
using Entraide.Core.Text;
using Entraide.Core.Text.Xliff;
using Entraide.Node.Platform;

namespace Entraide.Node.Guide;

/// <summary><c>entraide guide export</c>: the guide as a file, from a node's store or as it was shipped.</summary>
public static class ExportCommand
{
    private const string Xliff2 = "xliff2", Xliff12 = "xliff12";

    private static readonly string[] Formats = [CopyFiles.Html, CopyFiles.Epub, CopyFiles.Pdf, Xliff2, Xliff12, CopyFiles.Json];

    public static Command Command(IReadOnlyList<Module> modules)
    {
        var language = new Option<string>("--lang") { Description = $"Language: {string.Join(", ", Language.All.Select(one => one.Tag))}.", HelpName = "LANG", Required = true };
        var country = new Option<string?>("--country") { Description = "Code of a country whose own text is read along; without it, the core alone.", HelpName = "CODE" };
        var format = new Option<string>("--format") { Description = $"{string.Join(", ", Formats)}. A PDF needs WeasyPrint; xliff2 (2.1) and xliff12 are jobs for translators.", HelpName = "FORMAT", Required = true };
        var output = new Option<string?>("--out") { Description = "File to write; without it, standard output.", HelpName = "FILE" };
        var data = new Option<string?>("--data") { Description = "Folder of a node's data: its text as it stands today. Without it, the text as it was shipped.", HelpName = "DIR" };
        var day = new Option<string?>("--date") { Description = "The day that the file names as its own; without it, today.", HelpName = "YYYY-MM-DD" };
        format.Validators.Add(given =>
        {
            if (!Formats.Contains(given.GetValueOrDefault<string>())) given.AddError($"--format is one of: {string.Join(", ", Formats)}.");
        });
        var command = new Command("export", "Write the guide as a file: to read, print, take along or hand to another program.") { language, country, format, output, data, Serve.Keys, day };
        command.SetAction(async parsed =>
        {
            var tag = parsed.GetValue(language)!;
            if (Language.Find(tag) is null) throw new RefusedException($"Entraide does not speak \"{Quoted.Line(tag)}\". Use one of: {string.Join(", ", Language.All.Select(one => one.Tag))}.");
            var wanted = new Wanted(tag, parsed.GetValue(country), parsed.GetValue(format)!, Day(parsed.GetValue(day)));
            var bytes = parsed.GetValue(data) is { } folder ? await FromNode(NodeOptions.For(folder, parsed.GetValue(Serve.Keys)), modules, wanted) : await AsShipped(wanted, TimeProvider.System);
            await Write(bytes, parsed.GetValue(output));
            return CommandLine.Done;
        });
        return command;
    }

    private sealed record Wanted(string Language, string? Country, string Format, DateOnly? Day)
    {
        public bool IsJob => Format is Xliff2 or Xliff12;
    }

    private static async Task<byte[]> FromNode(NodeOptions options, IReadOnlyList<Module> modules, Wanted wanted)
    {
        await using var node = await OpenedNode.Open(options, modules);
        var (state, files) = (await node.Services.GetRequiredService<TextStore>().Now(), node.Services.GetRequiredService<CopyFiles>());
        if (!state.Documents.ContainsKey(ReadGuide.Document)) throw new RefusedException($"The node in {options.DataFolder} has no guide yet. Start it once with entraide serve.");
        if (wanted.Country is { } country && !state.Countries.ContainsKey(country)) throw new RefusedException(CopySource.UnknownCountry(country, state.Countries.Keys));
        return wanted.IsJob ? Job(state.Documents[ReadGuide.Document], wanted) : await files.Make(files.Source(state, ReadGuide.Document, wanted.Language, wanted.Country), wanted.Format, wanted.Day);
    }

    private static async Task<byte[]> AsShipped(Wanted wanted, TimeProvider time)
    {
        if (wanted.IsJob) return Job(TextStore.AsShipped(ShippedFiles.Document(ReadGuide.Document)), wanted);
        var day = wanted.Day ?? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        return await CopyFiles.Make(CopySource.Shipped(ReadGuide.Document, wanted.Language, wanted.Country), wanted.Format, new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero), day);
    }

    private static byte[] Job(DocumentState document, Wanted wanted)
    {
        if (wanted.Language == document.SourceLanguage) throw new RefusedException($"The guide is written in {wanted.Language}: there is nothing to translate. Name another language with --lang.");
        if (wanted.Country is not null) throw new RefusedException("A job for translators is of the core. Leave --country out.");
        var job = TranslationJob.Of(document, wanted.Language);
        return wanted.Format == Xliff2 ? XliffJobWriter.Write(job) : Xliff12Writer.Write(job);
    }

    private static DateOnly? Day(string? given) => given is null ? null
        : DateOnly.TryParseExact(given, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new RefusedException($"--date {Quoted.Line(given)} is no day. Write it as 2026-03-01.");

    // Beside the file first, so that a full disk leaves no half of it.
    private static async Task Write(byte[] bytes, string? file)
    {
        if (file is null)
        {
            await using var output = Console.OpenStandardOutput();
            await output.WriteAsync(bytes);
            return;
        }
        var beside = file + ".part";
        try
        {
            await File.WriteAllBytesAsync(beside, bytes);
            File.Move(beside, file, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }
}
