using System.Collections.Frozen;
using System.Text;
using Entraide.Core.Text;
using Entraide.Node.Accounts;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Sealing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Entraide.Node.Identification;

/// <summary>
/// The phone page and the few files that it needs to work without a network, put together once. Everything stands under
/// <c>/phone/</c>, the service worker's reach, and is the same for everybody.
/// </summary>
public sealed class Phone
{
    private readonly string instruments;
    private readonly FrozenDictionary<string, string> words;
    private readonly string worker;

    /// <summary>Binds an endpoint's parameter: the files in the words of today.</summary>
    public static ValueTask<Phone?> BindAsync(HttpContext context) => context.RequestServices.GetRequiredService<LivingInstruments>().Phone();

    public Phone(InstrumentLibrary library)
    {
        instruments = $"{{\"instruments\":[{string.Join(',', library.Sources().Select(Minify))}],\"procedures\":{{{string.Join(',', library.Procedures.Keys.Order(StringComparer.Ordinal).Select(id => $"{Quote(id)}:{ProcedureJson(library, id)}"))}}}}}";
        words = Language.All.ToFrozenDictionary(language => language.Tag, language => WordsJson(library, language), StringComparer.Ordinal);
        worker = KeptPage.Worker("phone", words.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => one.Value).Append(instruments));
    }

    public static RazorComponentResult<PhonePage> Show(HttpContext context, string tag)
    {
        context.Response.Headers.CacheControl = "no-cache";
        return new RazorComponentResult<PhonePage>(new { Frame = new Frame(Language.Find(tag)!, "", "") });
    }

    /// <summary>The logic of all instruments and the steps of the procedures, as in their files.</summary>
    public static ContentHttpResult Instruments(Phone phone) => Json(phone.instruments);

    /// <summary>All words of a language: the wording sets and the sentences that the phone shows.</summary>
    public static ContentHttpResult Words(Phone phone, string tag) => Json(phone.words[tag]);

    /// <summary>
    /// The public key to which drafts are sealed, and for whom: the node, or one of the organisations that take drafts.
    /// </summary>
    public static async Task<ContentHttpResult> Key(KeyRing keys, Organisations organisations)
    {
        await keys.Refresh();
        var pair = keys.DraftPairs[0];
        var recipients = (await organisations.TakingDrafts()).Select(one => $"{{\"id\":{Quote(one.Id)},\"name\":{Quote(one.Name)}}}");
        return Json($"{{\"keyId\":{Quote(DraftKeys.IdOf(pair))},\"publicKey\":{Quote(DraftKeys.PublicOf(pair))},\"recipient\":{Quote(keys.NodeId)},\"recipients\":[{string.Join(',', recipients)}]}}");
    }

    /// <summary>The web app manifest: a neutral name and icon, since a home screen is seen by others.</summary>
    public static ContentHttpResult Manifest(string tag)
    {
        var language = Language.Find(tag)!;
        var title = Quote(Catalogues.For(language)["phone.title"]);
        return TypedResults.Content($"{{\"name\":{title},\"short_name\":{title},\"lang\":{Quote(language.Tag)},\"dir\":{Quote(language.Direction)},\"start_url\":\"/phone/{language.Tag}\",\"scope\":\"/phone/\",\"display\":\"standalone\",\"background_color\":\"#f6f5f1\",\"theme_color\":\"#0b5560\",\"icons\":[{{\"src\":\"/icon.svg\",\"sizes\":\"any\",\"type\":\"image/svg+xml\"}},{{\"src\":\"/icon-192.png\",\"sizes\":\"192x192\",\"type\":\"image/png\"}},{{\"src\":\"/icon-512.png\",\"sizes\":\"512x512\",\"type\":\"image/png\"}}]}}", "application/manifest+json", Encoding.UTF8);
    }

    /// <summary>
    /// The service worker, headed by the version of everything that it keeps: when any of it changes, its bytes change,
    /// and the browser fetches all of it anew.
    /// </summary>
    public static ContentHttpResult Worker(HttpContext context, Phone phone)
    {
        context.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Content(phone.worker, "text/javascript", Encoding.UTF8);
    }

    private static string ProcedureJson(InstrumentLibrary library, string id)
    {
        var procedure = library.Procedures[id];
        var json = new CanonicalJson().Open('{').Name("version").Value(procedure.Version).Name("status").Value(procedure.Status.ToString().ToLowerInvariant()).Name("steps").Open('{');
        foreach (var step in procedure.Steps)
            json.Name(step.Id).Open('{').Name("turn").Value(ResultPanel.TurnKey(step.Turn)).Name("consent").Value(step.NeedsConsent).Name("basis").Value(step.Basis).Close('}');
        return Encoding.UTF8.GetString(json.Close('}').Close('}').Bytes.Span);
    }

    private static string WordsJson(InstrumentLibrary library, Language language)
    {
        var sets = library.Instruments.Select(instrument => instrument.WordingSet).OfType<string>().Distinct();
        var sentences = Catalogues.WriteTo(new CanonicalJson(), language, "screen", "result", "because", "strength", "phone", "page");
        return $"{{\"language\":{Quote(language.Tag)},\"direction\":{Quote(language.Direction)},\"sentences\":{Encoding.UTF8.GetString(sentences.Bytes.Span)},\"wording\":{{"
            + string.Join(',', sets.Select(set => $"{Quote(set)}:{Encoding.UTF8.GetString(WordingText.Write(library.Words(set)[language.Tag], language).Span)}")) + "}}";
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
