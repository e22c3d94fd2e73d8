using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net.Mime;
using System.Reflection;
using Entraide.Node.Platform;

namespace Entraide.Node.Guide;

/// <summary>Makes files from texts. Those made last are kept, since many ask for the same.</summary>
public sealed class CopyFiles(CopyBook copies, NodeOptions options, TimeProvider time)
{
    public const string Epub = "epub", Html = "html", Pdf = "pdf", Json = "json";

    /// <summary>Files that are kept: more than all languages and countries of a day.</summary>
    private const int Kept = 128;

    public static readonly ImmutableDictionary<string, string> MediaTypes = ImmutableDictionary.CreateRange(StringComparer.Ordinal,
        [new KeyValuePair<string, string>(Epub, "application/epub+zip"), new(Html, "text/html; charset=utf-8"), new(Pdf, MediaTypeNames.Application.Pdf), new(Json, MediaTypeNames.Application.Json)]);

    private readonly ConcurrentDictionary<string, byte[]> made = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> order = new();

    public CopySource Source(TextState state, string document, string language, string? country) => new(state.Read(document, language, country), state.Documents[document].Languages, options.PublicAddress);

    /// <summary>The file, once its text is in the book of copies.</summary>
    /// <param name="asOf">The day that the file names as its own; null for today.</param>
    public async Task<byte[]> Make(CopySource source, string format, DateOnly? asOf = null)
    {
        var first = await copies.Remember(source.Text);
        var day = asOf ?? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var key = $"{source.Text.Hash} {format} {day:O}";
        if (made.TryGetValue(key, out var known)) return known;
        var bytes = await Make(source, format, first, day);
        if (made.TryAdd(key, bytes)) order.Enqueue(key);
        while (made.Count > Kept && order.TryDequeue(out var oldest)) made.TryRemove(oldest, out _);
        return bytes;
    }

    /// <param name="first">When a copy of this text was first made.</param>
    /// <param name="day">The day that the file names as its own.</param>
    internal static async Task<byte[]> Make(CopySource source, string format, DateTimeOffset first, DateOnly day) => format switch
    {
        Epub => GuideBook.Make(source, first),
        Html => GuideFile.Make(source, day),
        Pdf => await GuidePaper.Make(source, day),
        Json => source.Text.Json.ToArray(),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "No such form of file."),
    };

    /// <summary>A file that is laid into the copies: a style or a script.</summary>
    internal static string Resource(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("Guide/" + name)!);
        return reader.ReadToEnd();
    }
}
