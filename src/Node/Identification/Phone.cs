using System.Security.Cryptography;
using System.Text;
using Entraide.Core.Text;
using Entraide.Node.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Entraide.Node.Identification;

/// <summary>
/// The phone page and the few files that it needs to work without a network. Everything stands under <c>/phone/</c>, the
/// service worker's reach.
/// </summary>
public static class Phone
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "wwwroot");

    public static RazorComponentResult<PhonePage> Show(HttpContext context, string tag)
    {
        var language = Language.Find(tag)!;
        // The page is the same for everybody and is kept by the service worker.
        context.Response.Headers.CacheControl = "no-cache";
        return new RazorComponentResult<PhonePage>(new { Frame = new Frame(language, "", "") });
    }

    /// <summary>The logic of all instruments and the steps of the procedures, as in their files.</summary>
    public static ContentHttpResult Instruments(InstrumentLibrary library)
    {
        var json = new StringBuilder("{\"instruments\":[").AppendJoin(',', library.Sources().Select(source => Minify(source))).Append("],\"steps\":{");
        json.AppendJoin(',', library.Procedures.Values.SelectMany(procedure => procedure.Steps).Select(step =>
            $"{Quote(step.Id)}:{{\"consent\":{(step.NeedsConsent ? "true" : "false")},\"basis\":{Quote(step.Basis)}}}"));
        return Json(json.Append("}}").ToString());
    }

    /// <summary>All words of a language: the wording sets and the sentences that the phone shows.</summary>
    public static Results<ContentHttpResult, NotFound> Words(InstrumentLibrary library, string tag)
    {
        if (Language.Find(tag) is not { } language) return TypedResults.NotFound();
        var sets = library.Instruments.Select(instrument => instrument.WordingSet).OfType<string>().Distinct();
        var sentences = Catalogues.WriteTo(new CanonicalJson(), language, "screen", "result", "because", "strength", "phone", "page");
        return Json($"{{\"language\":{Quote(tag)},\"direction\":{Quote(language.Direction)},\"sentences\":{Encoding.UTF8.GetString(sentences.Bytes.Span)},\"wording\":{{"
            + string.Join(',', sets.Select(set => $"{Quote(set)}:{Minify(library.WordingSource(set, language))}")) + "}}");
    }

    /// <summary>The public key to which drafts are sealed, and for whom.</summary>
    public static async Task<ContentHttpResult> Key(DraftKey key, PlatformDb node) =>
        Json($"{{\"keyId\":{Quote(key.Id)},\"publicKey\":{Quote(key.PublicKey)},\"recipient\":{Quote(await node.NodeId())}}}");

    /// <summary>The web app manifest: a neutral name and icon, since a home screen is seen by others.</summary>
    public static ContentHttpResult Manifest(string tag)
    {
        var language = Language.Find(tag) ?? Language.English;
        var title = Quote(Catalogues.For(language)["phone.title"]);
        return TypedResults.Content($"{{\"name\":{title},\"short_name\":{title},\"lang\":{Quote(language.Tag)},\"dir\":{Quote(language.Direction)},\"start_url\":\"/phone/{language.Tag}\",\"scope\":\"/phone/\",\"display\":\"standalone\",\"background_color\":\"#f6f5f1\",\"theme_color\":\"#0b5560\",\"icons\":[{{\"src\":\"/icon.svg\",\"sizes\":\"any\",\"type\":\"image/svg+xml\"}},{{\"src\":\"/icon-192.png\",\"sizes\":\"192x192\",\"type\":\"image/png\"}},{{\"src\":\"/icon-512.png\",\"sizes\":\"512x512\",\"type\":\"image/png\"}}]}}", "application/manifest+json", Encoding.UTF8);
    }

    /// <summary>
    /// The service worker, headed by the version of everything that it keeps: when any of it changes, its bytes change,
    /// and the browser fetches all of it anew.
    /// </summary>
    public static ContentHttpResult Worker(HttpContext context, InstrumentLibrary library)
    {
        context.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Content($"const VERSION = '{Version(library)}';\n{File.ReadAllText(Path.Combine(Folder, "phone", "worker.js"))}", "text/javascript", Encoding.UTF8);
    }

    private static string Version(InstrumentLibrary library)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)) all.AppendData(File.ReadAllBytes(file));
        all.AppendData(Encoding.UTF8.GetBytes(Instruments(library).ResponseContent!));
        foreach (var language in Language.All) all.AppendData(Encoding.UTF8.GetBytes(((ContentHttpResult)Words(library, language.Tag).Result).ResponseContent!));
        return Convert.ToHexStringLower(all.GetHashAndReset().AsSpan(0, 8));
    }

    private static ContentHttpResult Json(string text) => TypedResults.Content(text, "application/json", Encoding.UTF8);

    private static string Quote(string text) => Encoding.UTF8.GetString(new CanonicalJson().Value(text).Bytes.Span);

    // The files are written for people; the phone needs no blanks.
    private static string Minify(ReadOnlyMemory<byte> json)
    {
        using var document = StrictJson.Parse(json);
        using var bytes = new MemoryStream();
        using (var writer = new System.Text.Json.Utf8JsonWriter(bytes, new System.Text.Json.JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            document.RootElement.WriteTo(writer);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
