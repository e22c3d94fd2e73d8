using System.Collections.Frozen;
using System.Text;
using Entraide.Core.Text;
using Entraide.Node.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Entraide.Node.Guide;

/// <summary>
/// The guide without a network: a page under <c>/reader/</c>, its service worker's reach, and each text as one file. The
/// page is the same for everybody; which texts are kept, only the phone knows.
/// </summary>
public sealed class Reader
{
    private readonly FrozenDictionary<string, string> words = Language.All.ToFrozenDictionary(language => language.Tag, WordsJson, StringComparer.Ordinal);
    private readonly string worker;

    public Reader() => worker = KeptPage.Worker("reader", words.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => one.Value));

    public static RazorComponentResult<ReaderPage> Show(HttpContext context, string tag)
    {
        context.Response.Headers.CacheControl = "no-cache";
        return new RazorComponentResult<ReaderPage>(new { Frame = new Frame(Language.Find(tag)!, "", "") });
    }

    /// <summary>The sentences of the page in a language, and what all languages are called.</summary>
    public static ContentHttpResult Words(Reader reader, string tag) => Json(reader.words[tag]);

    /// <summary>The service worker, headed by the version of everything that it keeps.</summary>
    public static ContentHttpResult Worker(HttpContext context, Reader reader)
    {
        context.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Content(reader.worker, "text/javascript", Encoding.UTF8);
    }

    /// <summary>
    /// All that is read in a language and a country, as one file: what the page needs beside the text, and as its last member
    /// the text in its one form, of which the hash is given, so that the phone can see whether it came whole.
    /// </summary>
    /// <param name="country">ISO 3166-1 alpha-2, or <c>core</c>.</param>
    public static async Task<Results<ContentHttpResult, NotFound>> Bundle(HttpContext context, TextStore store, CopyBook copies, string tag, string country)
    {
        var (state, frame) = (await store.Now(), new Frame(Language.Find(tag)!, "", ""));
        if (country != "core" && !state.Countries.ContainsKey(country)) return TypedResults.NotFound();
        var view = new GuideView(state, ReadGuide.Document, frame, country == "core" ? null : country, context.RequestServices);
        await copies.Remember(view.Text);
        var json = new CanonicalJson().Open('{').Name("hash").Value(view.Text.Hash).Name("code").Value(view.Code).Name("countryName").Value(view.Country is null ? null : CountryNames.NameOf(frame, view.Country))
            .Name("written").Value(state.Documents[ReadGuide.Document].Languages.Contains(tag)).Name("uses").Open('{');
        foreach (var (id, uses) in view.Text.Blocks.Select(block => (block.Id, Uses: view.UsesOf(block))).Where(one => one.Uses.Count > 0).DistinctBy(one => one.Id))
        {
            json.Name(id).Open('[');
            foreach (var (place, address) in uses) json.Values([place, address]);
            json.Close(']');
        }
        return Json($"{Encoding.UTF8.GetString(json.Close('}').Bytes.Span)},\"text\":{Encoding.UTF8.GetString(view.Text.Json.Span)}}}");
    }

    private static string WordsJson(Language language)
    {
        var json = new CanonicalJson().Open('{').Name("language").Value(language.Tag).Name("languages").Open('{');
        foreach (var one in Language.All) json.Name(one.Tag).Values([one.Name, one.Direction]);
        return Encoding.UTF8.GetString(Catalogues.WriteTo(json.Close('}').Name("sentences"), language, "reader", "guide", "country").Close('}').Bytes.Span);
    }

    private static ContentHttpResult Json(string text) => TypedResults.Content(text, "application/json", Encoding.UTF8);
}
